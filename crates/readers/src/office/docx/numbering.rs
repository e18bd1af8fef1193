//! The lists of a document (`numbering.xml`).

use std::collections::BTreeMap;

use super::super::numbering::{LabelPart, Level, NumberFormat, Numbering};
use super::super::xml::{Step, steps};

/// The lists, and which definition each one follows.
#[derive(Debug, Default)]
pub(super) struct Lists {
    numbering: Numbering,
    definition_of: BTreeMap<u32, u32>,
}

impl Lists {
    pub(super) fn read(xml: &[u8]) -> Lists {
        let mut lists = Lists::default();
        let mut definition: Option<(u32, Vec<Level>)> = None;
        let mut list = None;
        for step in steps(xml) {
            match step {
                Step::Start(element) => match (element.name.as_str(), &mut definition) {
                    ("abstractNum", _) => {
                        definition = element.number("abstractNumId").map(|id| (id, Vec::new()))
                    }
                    ("lvl", Some((_, levels))) => levels.push(Level { start: 1, ..Level::default() }),
                    ("num", _) => list = element.number("numId"),
                    ("abstractNumId", _) => {
                        if let (Some(list), Some(id)) = (list, element.number("val")) {
                            lists.definition_of.insert(list, id);
                        }
                    }
                    (name, Some((_, levels))) => {
                        let Some(level) = levels.last_mut() else { continue };
                        match name {
                            "start" => level.start = element.number("val").unwrap_or(1),
                            "numFmt" => level.format = format(element.get("val").unwrap_or_default()),
                            "lvlText" => level.label = label(element.get("val").unwrap_or_default()),
                            _ => {}
                        }
                    }
                    _ => {}
                },
                Step::End(name) if name == "abstractNum" => {
                    if let Some((id, levels)) = definition.take() {
                        lists.numbering.define(id, levels);
                    }
                }
                Step::End(name) if name == "num" => list = None,
                _ => {}
            }
        }
        lists
    }

    /// The label of the next paragraph of a list at a level.
    pub(super) fn next(&mut self, list: u32, level: u32) -> Option<String> {
        let definition = *self.definition_of.get(&list)?;
        self.numbering.next(definition, level as usize)
    }
}

fn format(name: &str) -> NumberFormat {
    match name {
        "decimalZero" => NumberFormat::DecimalTwoDigits,
        "upperRoman" => NumberFormat::UpperRoman,
        "lowerRoman" => NumberFormat::LowerRoman,
        "upperLetter" => NumberFormat::UpperLetter,
        "lowerLetter" => NumberFormat::LowerLetter,
        "bullet" => NumberFormat::Bullet,
        "none" => NumberFormat::None,
        _ => NumberFormat::Decimal,
    }
}

/// A label such as `%1.%2`, whose levels are counted from 1.
fn label(text: &str) -> Vec<LabelPart> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let level = chars.peek().filter(|_| c == '%').and_then(|next| next.to_digit(10)).filter(|&n| n > 0);
        match level {
            Some(level) => {
                chars.next();
                out.push(LabelPart::Number(level as usize - 1));
            }
            None => out.push(LabelPart::Text(c)),
        }
    }
    out
}
