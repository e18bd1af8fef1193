//! Excel workbooks of 2007 and later (`.xlsx`).
//!
//! Source: ECMA-376, *Office Open XML File Formats*, part 1, SpreadsheetML.

use std::collections::BTreeMap;

use vanthu_document::page::{Form, Pages};

use super::{Merge, NumberFormats, Sheet, SheetCell, display};
use crate::ReadOptions;
use crate::error::{Binary, ReadError};
use crate::office::package::Package;
use crate::office::xml::{Element, Step, steps};
use crate::office::{Run, Story, Style};

/// Reads the workbook in a package.
///
/// # Errors
/// Where it is damaged or holds no text.
pub(crate) fn read(package: &Package<'_>, options: &ReadOptions) -> Result<Pages, ReadError> {
    let book = package.read("xl/workbook.xml").ok_or(ReadError::Damaged(Binary::Xlsx))?;
    let mut workbook = Workbook::default();
    workbook.styles(&package.read("xl/styles.xml").unwrap_or_default());
    workbook.strings(&package.read("xl/sharedStrings.xml").unwrap_or_default());
    let targets = targets(&package.read("xl/_rels/workbook.xml.rels").unwrap_or_default());
    let mut story = Story::default();
    for step in steps(&book) {
        let Step::Start(element) = step else { continue };
        match element.name.as_str() {
            "workbookPr" => {
                workbook.formats.from_1904 = matches!(element.get("date1904"), Some("1" | "true"));
            }
            "sheet" if !matches!(element.get("state"), Some("hidden" | "veryHidden")) => {
                let Some(target) = element.get("id").and_then(|id| targets.get(id)) else { continue };
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                if let Some(xml) = package.read(&path) {
                    let sheet = workbook.sheet(&xml);
                    story.fonts.clone_from(&workbook.story.fonts);
                    sheet.tell(&mut story, options.max_columns);
                }
            }
            _ => {}
        }
    }
    story.finish(Form::Xlsx, options)
}

/// Paths of the parts by their ids.
fn targets(xml: &[u8]) -> BTreeMap<String, String> {
    steps(xml)
        .filter_map(|step| match step {
            Step::Start(element) if element.name == "Relationship" => {
                Some((element.get("Id")?.to_owned(), element.get("Target")?.to_owned()))
            }
            _ => None,
        })
        .collect()
}

/// How a cell is set.
#[derive(Debug, Clone, Default)]
struct CellFormat {
    style: Style,
    number: u32,
    bordered: bool,
}

#[derive(Default)]
struct Workbook {
    /// Holds the names of fonts.
    story: Story,
    cell_formats: Vec<CellFormat>,
    formats: NumberFormats,
    /// Shared strings as runs; one without a style of its own has that of the cell.
    strings: Vec<Vec<(String, Option<Style>)>>,
}

impl Workbook {
    fn styles(&mut self, xml: &[u8]) {
        let (mut fonts, mut borders): (Vec<Style>, Vec<bool>) = (Vec::new(), Vec::new());
        let mut part = String::new();
        for step in steps(xml) {
            let Step::Start(element) = step else {
                if let Step::End(name) = step
                    && name == part
                {
                    part.clear();
                }
                continue;
            };
            match (part.as_str(), element.name.as_str()) {
                ("", "numFmts" | "fonts" | "borders" | "cellXfs") => part.clone_from(&element.name),
                ("numFmts", "numFmt") => {
                    if let (Some(number), Some(code)) =
                        (element.number("numFmtId"), element.get("formatCode"))
                    {
                        self.formats.define(number, code.to_owned());
                    }
                }
                ("fonts", "font") => fonts.push(Style::default()),
                ("fonts", _) => self.font_element(fonts.last_mut(), &element),
                ("borders", "border") => borders.push(false),
                ("borders", "left" | "right" | "top" | "bottom") => {
                    let drawn = element.get("style").is_some_and(|style| style != "none");
                    if let Some(border) = borders.last_mut() {
                        *border |= drawn;
                    }
                }
                ("cellXfs", "xf") => {
                    let index = |name: &str| element.number(name).unwrap_or(0) as usize;
                    self.cell_formats.push(CellFormat {
                        style: fonts.get(index("fontId")).cloned().unwrap_or_default(),
                        number: element.number("numFmtId").unwrap_or(0),
                        bordered: borders.get(index("borderId")).copied().unwrap_or(false),
                    });
                }
                _ => {}
            }
        }
    }

    /// Takes in what an element says of a font.
    fn font_element(&mut self, style: Option<&mut Style>, element: &Element) {
        let Some(style) = style else { return };
        match element.name.as_str() {
            "name" | "rFont" => style.font = self.story.font(element.get("val").unwrap_or_default()),
            "b" => style.bold = element.is_on(),
            "i" => style.italic = element.is_on(),
            _ => {}
        }
    }

    fn strings(&mut self, xml: &[u8]) {
        let mut reading = StringReader::default();
        for step in steps(xml) {
            match step {
                Step::Start(element) if element.name == "si" => reading = StringReader::default(),
                Step::End(name) if name == "si" => self.strings.push(std::mem::take(&mut reading.runs)),
                step => reading.step(&step, self),
            }
        }
    }

    fn sheet(&mut self, xml: &[u8]) -> Sheet {
        let mut sheet = Sheet::default();
        let (mut row, mut column) = (0_u32, 0_u32);
        let mut cell = Element::default();
        let (mut value, mut in_value) = (String::new(), false);
        let mut inline: Option<StringReader> = None;
        for step in steps(xml) {
            match &step {
                Step::Start(element) => match element.name.as_str() {
                    "row" => {
                        row = element.number("r").map_or(row + 1, |number| number.saturating_sub(1));
                        column = 0;
                    }
                    "c" => {
                        if let Some((r, c)) = element.get("r").and_then(place) {
                            (row, column) = (r, c);
                        }
                        cell = element.clone();
                        value.clear();
                    }
                    "v" => in_value = true,
                    "is" => inline = Some(StringReader::default()),
                    "mergeCell" => {
                        let mut corners = element.get("ref").unwrap_or_default().split(':').map(place);
                        if let (Some(Some(from)), Some(Some(to))) = (corners.next(), corners.next()) {
                            sheet.merge(Merge { rows: (from.0, to.0), columns: (from.1, to.1) });
                        }
                    }
                    _ => {}
                },
                Step::Text(text) if in_value => value.push_str(text),
                Step::End(name) => match name.as_str() {
                    "v" => in_value = false,
                    "c" => {
                        let runs = inline.take().map(|reading| reading.runs);
                        sheet.put(row, column, self.cell(&cell, &value, runs));
                        column = column.saturating_add(1);
                    }
                    _ => {}
                },
                Step::Text(_) => {}
            }
            if let Some(mut reading) = inline.take() {
                reading.step(&step, self);
                inline = Some(reading);
            }
        }
        sheet
    }

    fn cell(&self, cell: &Element, value: &str, inline: Option<Vec<(String, Option<Style>)>>) -> SheetCell {
        let format =
            cell.number("s").and_then(|s| self.cell_formats.get(s as usize)).cloned().unwrap_or_default();
        let plain = |text: String| vec![(text, None)];
        let texts = match cell.get("t") {
            Some("s") => value
                .trim()
                .parse()
                .ok()
                .and_then(|i: usize| self.strings.get(i))
                .cloned()
                .unwrap_or_default(),
            Some("inlineStr") => inline.unwrap_or_default(),
            Some("str") => plain(value.to_owned()),
            Some("b" | "e") => Vec::new(),
            _ => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => plain(display(number, format.number, &self.formats)),
                _ => plain(value.trim().to_owned()),
            },
        };
        let runs = texts
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, style)| Run { text, style: style.unwrap_or_else(|| format.style.clone()) })
            .collect();
        SheetCell { runs, bordered: format.bordered }
    }
}

/// A string in runs while it is read.
#[derive(Debug, Default)]
struct StringReader {
    runs: Vec<(String, Option<Style>)>,
    style: Option<Style>,
    in_text: bool,
    /// In the reading aid of another script.
    phonetic: bool,
}

impl StringReader {
    fn step(&mut self, step: &Step, workbook: &mut Workbook) {
        match step {
            Step::Start(element) => match element.name.as_str() {
                "r" => self.style = None,
                "rPr" => self.style = Some(Style::default()),
                "t" => self.in_text = true,
                "rPh" => self.phonetic = true,
                _ => workbook.font_element(self.style.as_mut(), element),
            },
            Step::End(name) => match name.as_str() {
                "t" => self.in_text = false,
                "rPh" => self.phonetic = false,
                _ => {}
            },
            Step::Text(text) if self.in_text && !self.phonetic => {
                let text = text.replace("\r\n", "\n").replace("_x000D_", "");
                self.runs.push((text, self.style.clone()));
            }
            Step::Text(_) => {}
        }
    }
}

/// Row and column, from 0, of a cell's name such as `B12`.
fn place(name: &str) -> Option<(u32, u32)> {
    let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (column, row) = name.split_at_checked(letters)?;
    if column.is_empty() || column.len() > 3 {
        return None;
    }
    let column = column.bytes().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}
