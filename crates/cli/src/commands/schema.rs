//! `vanthu schema`: prints a JSON Schema.

use std::io::{self, Write};

use anyhow::{Result, bail};

use super::Setting;
use crate::args::Schema;
use crate::locale::pick;
use crate::schemas;
use crate::status::Status;

/// Prints the schema that `arguments` names, or the names.
pub(crate) fn run(arguments: &Schema, setting: Setting) -> Result<Status> {
    let mut out = io::stdout().lock();
    match &arguments.name {
        None => {
            for name in schemas::NAMES {
                writeln!(out, "{name}")?;
            }
        }
        Some(name) => {
            let Some(schema) = schemas::named(name) else {
                let names = schemas::NAMES.join(", ");
                let message = pick(setting.language, "không có lược đồ tên", "there is no schema named");
                bail!("{message} “{name}” ({names})");
            };
            writeln!(out, "{schema}")?;
        }
    }
    Ok(Status::Done)
}
