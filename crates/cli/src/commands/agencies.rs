//! `vanthu agencies`: who leads and supports how many tasks.

use std::io::{self, Write};

use anyhow::{Result, anyhow};
use comfy_table::{ContentArrangement, Table, presets};
use vanthu_document::diagnostic::Language;
use vanthu_index::{Agency, Level};

use super::Setting;
use super::index::{explain, open};
use crate::args::Agencies;
use crate::json;
use crate::locale::pick;
use crate::status::Status;
use crate::task_table::{shortened, width};
use vanthu_export::csv::as_text;

/// Characters of a name in the table.
const NAME_WIDTH: usize = 70;

/// Prints the agencies of the index that `arguments` names.
pub(crate) fn run(arguments: &Agencies, setting: Setting) -> Result<Status> {
    let index = open(&arguments.index, setting.language)?;
    let agencies = index.agencies().map_err(|error| anyhow!(explain(&error, setting.language)))?;
    let mut out = io::stdout().lock();
    if arguments.as_json {
        json::write(&agencies, &mut out)?;
    } else if arguments.csv {
        write_csv(&agencies, setting.language, &mut out)?;
    } else {
        writeln!(out, "{}", table(&agencies, setting.language))?;
    }
    Ok(Status::Done)
}

/// Tasks by year in one line: `2024: 3 + 1`.
fn years(agency: &Agency) -> String {
    let year = |(year, tally): (&String, &vanthu_index::YearTally)| {
        format!("{year}: {} + {}", tally.lead, tally.support)
    };
    agency.by_year.iter().map(year).collect::<Vec<_>>().join("; ")
}

fn table(agencies: &[Agency], language: Language) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_width(width());
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(pick(
        language,
        ["Cơ quan", "Chủ trì", "Phối hợp", "Theo năm", "Nay là"],
        ["Agency", "Leads", "Supports", "By year", "Now"],
    ));
    for agency in agencies {
        table.add_row([
            shortened(&agency.name, NAME_WIDTH),
            agency.lead.to_string(),
            agency.support.to_string(),
            years(agency),
            agency.successor.clone().unwrap_or_default(),
        ]);
    }
    table
}

fn level_name(level: Level, language: Language) -> &'static str {
    match level {
        Level::Central => pick(language, "trung ương", "central"),
        Level::Province => pick(language, "tỉnh", "province"),
        Level::District => pick(language, "huyện", "district"),
        Level::Commune => pick(language, "xã", "commune"),
    }
}

/// One row for each agency and document, with the agency's sums; as Excel opens it.
fn write_csv(agencies: &[Agency], language: Language, out: &mut dyn Write) -> io::Result<()> {
    // Without the mark Excel takes UTF-8 for the system's 8-bit encoding.
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(pick(
        language,
        [
            "Mã cơ quan",
            "Cơ quan",
            "Các cách viết",
            "Cấp",
            "Cơ quan cấp trên",
            "Nay là",
            "Trước là",
            "Chủ trì",
            "Phối hợp",
            "Tệp",
            "Số văn bản",
            "Ngày",
            "Chủ trì trong văn bản",
            "Phối hợp trong văn bản",
        ],
        [
            "Id",
            "Agency",
            "Spellings",
            "Level",
            "Parent",
            "Successor",
            "Predecessors",
            "Leads",
            "Supports",
            "File",
            "Document number",
            "Date",
            "Leads in the document",
            "Supports in the document",
        ],
    ))?;
    for agency in agencies {
        for tally in &agency.by_document {
            let document = &tally.document;
            let number = [document.number.as_deref(), document.symbol.as_deref()];
            csv.write_record(
                [
                    agency.agency.clone(),
                    agency.name.clone(),
                    agency.variants.join("; "),
                    agency.level.map(|l| level_name(l, language).to_owned()).unwrap_or_default(),
                    agency.parent.clone().unwrap_or_default(),
                    agency.successor.clone().unwrap_or_default(),
                    agency.predecessors.join("; "),
                    agency.lead.to_string(),
                    agency.support.to_string(),
                    document.source.clone(),
                    number.into_iter().flatten().collect::<Vec<_>>().join("/"),
                    document.date.map(|d| d.to_string()).unwrap_or_default(),
                    tally.lead.to_string(),
                    tally.support.to_string(),
                ]
                .map(as_text),
            )?;
        }
    }
    csv.flush()
}
