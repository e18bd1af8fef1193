//! Automatic numbering: the labels that a word processor prints before paragraphs and does not store in their text.

use std::collections::BTreeMap;

/// How the number of a level is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumberFormat {
    #[default]
    Decimal,
    DecimalTwoDigits,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    /// The text of the level has no number in it.
    Bullet,
    None,
}

/// A part of a level's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LabelPart {
    Text(char),
    /// The number of this level of the list, counted from 0.
    Number(usize),
}

/// A level of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Level {
    pub(crate) format: NumberFormat,
    pub(crate) start: u32,
    pub(crate) label: Vec<LabelPart>,
}

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;

/// The lists of a document by their number, with where each has arrived.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    lists: BTreeMap<u32, List>,
}

#[derive(Debug, Default)]
struct List {
    levels: Vec<Level>,
    counts: [Option<u32>; LEVELS],
}

/// Longest label.
const LONGEST: usize = 60;

impl Numbering {
    pub(crate) fn define(&mut self, list: u32, levels: Vec<Level>) {
        self.lists.insert(list, List { levels, ..List::default() });
    }

    /// The label of the next paragraph of `list` at `level`; nothing where it has none.
    pub(crate) fn next(&mut self, list: u32, level: usize) -> Option<String> {
        let list = self.lists.get_mut(&list)?;
        let own = list.levels.get(level)?.clone();
        let place = list.counts.get_mut(level)?;
        *place = Some(place.map_or(own.start, |count| count.saturating_add(1)));
        list.counts.iter_mut().skip(level + 1).for_each(|deeper| *deeper = None);
        let mut out = String::new();
        for part in own.label.iter().take(LONGEST) {
            match *part {
                LabelPart::Text(c) => out.push(c),
                LabelPart::Number(of) => {
                    let level = list.levels.get(of)?;
                    let number = list.counts.get(of).copied().flatten().unwrap_or(level.start);
                    out.push_str(&level.format.write(number));
                }
            }
        }
        (!out.trim().is_empty()).then_some(out)
    }
}

impl NumberFormat {
    fn write(self, number: u32) -> String {
        match self {
            NumberFormat::Decimal => number.to_string(),
            NumberFormat::DecimalTwoDigits => format!("{number:02}"),
            NumberFormat::UpperRoman => roman(number),
            NumberFormat::LowerRoman => roman(number).to_lowercase(),
            NumberFormat::UpperLetter => letters(number).to_uppercase(),
            NumberFormat::LowerLetter => letters(number),
            NumberFormat::Bullet | NumberFormat::None => String::new(),
        }
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// a to z, then aa to zz.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (index / 26 + 1).min(9) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(format: NumberFormat, label: &[LabelPart]) -> Level {
        Level { format, start: 1, label: label.to_vec() }
    }

    #[test]
    fn levels_count_and_begin_anew() {
        use LabelPart::{Number, Text};
        let mut numbering = Numbering::default();
        numbering.define(
            3,
            vec![
                level(NumberFormat::UpperRoman, &[Number(0), Text('.')]),
                level(NumberFormat::Decimal, &[Number(0), Text('.'), Number(1)]),
                level(NumberFormat::Bullet, &[Text('-')]),
            ],
        );
        let labels: Vec<_> = [0, 1, 1, 2, 0, 1].map(|l| numbering.next(3, l).unwrap_or_default()).to_vec();
        assert_eq!(labels, ["I.", "I.1", "I.2", "-", "II.", "II.1"]);
        assert_eq!(numbering.next(4, 0), None);
        assert_eq!(numbering.next(3, 20), None);
    }

    #[test]
    fn numbers_are_written_in_every_way() {
        assert_eq!(roman(1994), "MCMXCIV");
        assert_eq!((letters(1), letters(26), letters(28)), ("a".into(), "z".into(), "bb".into()));
        assert_eq!(NumberFormat::DecimalTwoDigits.write(7), "07");
    }
}
