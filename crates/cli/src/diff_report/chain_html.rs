//! Lines of descent as one HTML file, to be sent and printed.

use std::fmt::Write;

use vanthu_document::diagnostic::Language;
use vanthu_export::html::escaped;

use super::sheet::Sheet;
use crate::locale::pick;

/// The lines, a row each.
pub(crate) fn render(sheet: &Sheet, language: Language) -> String {
    let mut out = String::new();
    let code = pick(language, "vi", "en");
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"sides\">",
        title = sheet.title,
        style = include_str!("report.css"),
    );
    for (name, side) in &sheet.sides {
        let _ = write!(out, "{}: <b>{}</b><br>", escaped(name), escaped(side));
    }
    out.push_str("</p>\n<ul class=\"counts\">");
    for (name, number) in &sheet.counts {
        let _ = write!(out, "<li><b>{number}</b>{name}</li>");
    }
    let cells = |tag: &str, row: &mut dyn Iterator<Item = &str>| {
        row.map(|text| format!("<{tag}>{}</{tag}>", escaped(text))).collect::<String>()
    };
    let total: f64 = sheet.columns.iter().map(|c| c.width).sum();
    let widths =
        sheet.columns.iter().map(|c| format!("<col style=\"width:{:.1}%\">", 100.0 * c.width / total));
    let head = cells("th", &mut sheet.columns.iter().map(|c| c.name.as_str()));
    let _ = write!(
        out,
        "</ul>\n<table>\n<colgroup>{}</colgroup>\n<thead><tr>{head}</tr></thead>\n<tbody>\n",
        widths.collect::<String>(),
    );
    for row in &sheet.rows {
        let _ = writeln!(out, "<tr>{}</tr>", cells("td", &mut row.iter().map(String::as_str)));
    }
    out.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    out
}
