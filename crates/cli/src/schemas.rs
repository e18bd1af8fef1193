//! The JSON Schemas, made from the types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use vanthu_appendix::model::ConvertedDocument;
use vanthu_diff::chain::Chain;
use vanthu_diff::model::Diff;
use vanthu_index::Agency;

use crate::search_report::{DocumentSearchReport, SearchReport};

/// Names of the schemas, as the files in `schemas/` are called before `.schema.json`.
pub(crate) const NAMES: [&str; 6] =
    ["document", "diff", "diff-chain", "search", "search-documents", "agencies"];

/// The schema of that name, as it stands in `schemas/`.
pub(crate) fn named(name: &str) -> Option<String> {
    match name {
        "document" => Some(schema_of::<ConvertedDocument>("vanthu/document/1: a converted document")),
        "diff" => Some(schema_of::<Diff>("vanthu/diff/1: what changed between two appendices")),
        "diff-chain" => Some(schema_of::<Chain>("vanthu/diff-chain/1: tasks followed over several plans")),
        "search" => Some(schema_of::<SearchReport<'_>>("vanthu search --json: tasks that answer a query")),
        "search-documents" => {
            let title = "vanthu search --documents --json: documents that answer a query";
            Some(schema_of::<DocumentSearchReport<'_>>(title))
        }
        "agencies" => {
            Some(schema_of::<Vec<Agency>>("vanthu agencies --json: who leads and supports how many tasks"))
        }
        _ => None,
    }
}

fn schema_of<T: JsonSchema>(title: &str) -> String {
    // What is written is described: every field is there, also where it is null.
    let mut schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    // A schema is a JSON value, which always prints.
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}
