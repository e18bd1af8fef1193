//! The style sheet: what letters look like before anything is said of them ([MS-DOC] 2.9.271).

use super::sprm::{Sprm, code, sprms};
use crate::office::bytes::{u8_at, u16_at};

/// How letters are set, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Letters {
    /// Number of the font for ASCII.
    pub(super) font: u16,
    /// Number of the font for other letters of the Latin script.
    pub(super) other_font: u16,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) caps: bool,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    /// Control characters stand for notes, pictures and fields.
    pub(super) special: bool,
    /// A character of a font of pictures that stands in place of this one.
    pub(super) symbol: Option<(u16, u16)>,
}

/// A style as far as it matters here.
#[derive(Debug, Clone, Default)]
pub(super) struct StyleEntry {
    pub(super) letters: Letters,
    /// List and level, where the style is numbered.
    pub(super) list: Option<(u16, u8)>,
    /// Level of a heading.
    pub(super) heading: Option<u8>,
    /// The differences of the style itself, for letters.
    own: Vec<u8>,
    paragraph: bool,
}

/// All styles by their number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    entries: Vec<StyleEntry>,
    /// Of Word 6 or 95.
    old: bool,
}

/// Longest chain of styles based on one another.
const DEEPEST: usize = 12;

impl Styles {
    pub(super) fn read(sheet: &[u8], old: bool) -> Styles {
        Self::parse(sheet, old).unwrap_or(Styles { entries: Vec::new(), old })
    }

    fn parse(sheet: &[u8], old: bool) -> Option<Styles> {
        let head_len = usize::from(u16_at(sheet, 0)?);
        let count = usize::from(u16_at(sheet, 2)?);
        let base_len = usize::from(u16_at(sheet, 4)?);
        let plain = Letters {
            font: u16_at(sheet, 2 + 12).unwrap_or(0),
            other_font: u16_at(sheet, if old { 2 + 12 } else { 2 + 16 }).unwrap_or(0),
            ..Letters::default()
        };
        let mut raw: Vec<Option<Raw<'_>>> = Vec::new();
        let mut at = 2 + head_len;
        for _ in 0..count.min(0x1000) {
            let Some(len) = u16_at(sheet, at).map(usize::from) else { break };
            let entry = sheet.get(at + 2..at + 2 + len).unwrap_or_default();
            raw.push(Raw::read(entry, base_len, old));
            at += 2 + len + len % 2;
        }
        let styles = (0..raw.len()).map(|i| settle(&raw, i, plain, old)).collect();
        Some(Styles { entries: styles, old })
    }

    pub(super) fn get(&self, number: u16) -> StyleEntry {
        self.entries.get(usize::from(number)).cloned().unwrap_or_default()
    }

    /// How letters of a paragraph style are set.
    pub(super) fn letters(&self, number: u16) -> Letters {
        self.entries.get(usize::from(number)).map(|style| style.letters).unwrap_or_default()
    }

    /// `letters` as the differences in `bytes` have them; `base` is how the paragraph's style has them.
    pub(super) fn apply(&self, base: Letters, letters: &mut Letters, bytes: &[u8]) {
        for sprm in sprms(bytes, self.old) {
            if sprm.code == code::CHARACTER_STYLE {
                if let Some(style) =
                    self.entries.get(usize::from(sprm.word())).filter(|style| !style.paragraph)
                {
                    sprms(&style.own, self.old).for_each(|sprm| modify(letters, base, &sprm, self.old));
                }
            } else {
                modify(letters, base, &sprm, self.old);
            }
        }
    }
}

/// A style as it stands in the file.
struct Raw<'a> {
    based_on: usize,
    paragraph: bool,
    /// Differences of paragraphs and of letters.
    for_paragraphs: &'a [u8],
    for_letters: &'a [u8],
    /// Built-in number of the style: 1 to 9 are headings.
    built_in: u16,
}

impl<'a> Raw<'a> {
    fn read(entry: &'a [u8], base_len: usize, old: bool) -> Option<Raw<'a>> {
        let built_in = u16_at(entry, 0)? & 0x0FFF;
        let kind = u16_at(entry, 2)?;
        // The name with its length and a zero behind it, in characters of one byte or two.
        let mut at = base_len
            + if old {
                usize::from(u8_at(entry, base_len)?) + 2
            } else {
                2 * usize::from(u16_at(entry, base_len)?) + 4
            };
        let mut difference = || -> Option<&'a [u8]> {
            at += at % 2;
            let len = usize::from(u16_at(entry, at)?);
            let part = entry.get(at + 2..at + 2 + len)?;
            at += 2 + len;
            Some(part)
        };
        let paragraph = kind & 0xF == 1;
        let first = difference().unwrap_or_default();
        let (for_paragraphs, for_letters) = if paragraph {
            // The first two bytes repeat the style's number.
            (first.get(2..).unwrap_or_default(), difference().unwrap_or_default())
        } else {
            (Default::default(), first)
        };
        Some(Raw { based_on: usize::from(kind >> 4), paragraph, for_paragraphs, for_letters, built_in })
    }
}

fn settle(raw: &[Option<Raw<'_>>], number: usize, plain: Letters, old: bool) -> StyleEntry {
    let mut chain = Vec::new();
    let mut at = number;
    while let Some(Some(style)) = raw.get(at).filter(|_| chain.len() < DEEPEST) {
        chain.push(style);
        at = style.based_on;
    }
    let mut out = StyleEntry { letters: plain, ..StyleEntry::default() };
    let (mut list, mut level) = (0, 0);
    for style in chain.iter().rev() {
        let base = out.letters;
        for sprm in sprms(style.for_letters, old) {
            modify(&mut out.letters, base, &sprm, old);
        }
        for sprm in sprms(style.for_paragraphs, old) {
            match sprm.code {
                code::LIST => list = sprm.word(),
                code::LIST_LEVEL => level = sprm.byte(),
                _ => {}
            }
        }
    }
    if let Some(style) = chain.first() {
        out.own = style.for_letters.to_vec();
        out.paragraph = style.paragraph;
        out.heading = u8::try_from(style.built_in).ok().filter(|n| (1..=9).contains(n) && style.paragraph);
    }
    out.list = (list > 0).then_some((list, level));
    out
}

/// Takes in one difference; `base` is what "as in the style" means. Word 6 has one font for all letters.
fn modify(letters: &mut Letters, base: Letters, sprm: &Sprm<'_>, old: bool) {
    let toggle = |style: bool| match sprm.byte() {
        0 => false,
        0x80 => style,
        0x81 => !style,
        _ => true,
    };
    match sprm.code {
        code::BOLD => letters.bold = toggle(base.bold),
        code::ITALIC => letters.italic = toggle(base.italic),
        code::CAPS | code::SMALL_CAPS => letters.caps = toggle(base.caps),
        code::HIDDEN => letters.hidden = toggle(base.hidden),
        code::DELETED => letters.deleted = toggle(false),
        code::SPECIAL => letters.special = toggle(false),
        code::FONT => {
            letters.font = sprm.word();
            if old {
                letters.other_font = letters.font;
            }
        }
        code::FONT_OTHER => letters.other_font = sprm.word(),
        code::PLAIN => *letters = Letters { special: letters.special, ..base },
        code::SYMBOL => {
            let [low, high] = (sprm.long() >> 16).to_le_bytes()[..2] else { return };
            letters.symbol = Some((sprm.word(), u16::from_le_bytes([low, high])));
        }
        _ => {}
    }
}
