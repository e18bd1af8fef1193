//! The text of a table's cell: its printed lines, with the wraps undone that the cell's width made.

use vanthu_document::page::ReadWord;

use super::line::{Segment, merged, moved, rows};
use super::sheet::{Font, Glyph, Sheet};

/// What stands in a cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct CellText {
    pub(crate) text: String,
    pub(crate) bold: bool,
    pub(crate) confidence: f32,
    pub(crate) read: Vec<ReadWord>,
}

/// White space left free at a cell's border, at most, in parts of the font size.
const PADDING: f32 = 0.9;
/// Width of a space in parts of the font size.
pub(crate) const SPACE: f32 = 0.25;
/// Lines this many line heights apart have an empty line between them.
const EMPTY_LINE: f32 = 1.8;

/// The printed lines of a cell.
pub(crate) fn lines(sheet: &Sheet, fonts: &[Font], glyphs: Vec<Glyph>) -> Vec<Segment> {
    rows(sheet, fonts, glyphs).into_iter().filter_map(merged).collect()
}

/// Joins the lines of a cell that is `width` wide. `room` is the width of the widest line of its column.
pub(crate) fn text(lines: &[Segment], width: f32, room: f32) -> CellText {
    let mut out = CellText { confidence: 1.0, ..CellText::default() };
    let mut before: Option<&Segment> = None;
    let listed = lines.first().is_some_and(|line| is_item(&line.text));
    let (mut bold, mut regular) = (false, false);
    for line in lines {
        if let Some(before) = before {
            out.text.push_str(joint(before, line, listed, room.max(width - 2.0 * PADDING * line.size)));
        }
        moved(&line.read, out.text.len(), &mut out.read);
        out.text.push_str(&line.text);
        out.confidence = out.confidence.min(line.confidence);
        if line.text.contains(char::is_alphanumeric) {
            bold |= line.bold;
            regular |= !line.bold;
        }
        before = Some(line);
    }
    out.bold = bold && !regular;
    out
}

/// Whether a line begins with the mark of a list.
fn is_item(text: &str) -> bool {
    text.starts_with(['-', '–', '+', '•', '*']) && text.chars().nth(1) == Some(' ')
}

/// What stands between two lines of a cell that has `inner` points for text.
fn joint(before: &Segment, line: &Segment, listed: bool, inner: f32) -> &'static str {
    let size = line.size.max(before.size);
    if line.baseline - before.baseline > EMPTY_LINE * 1.2 * size {
        return "\n\n";
    }
    let first = line.text.chars().next().unwrap_or(' ');
    let needed = before.area.width() + SPACE * size + line.first_word;
    // A line that the width did not end was ended by the writer.
    let ended = needed < inner - 0.1 * size;
    // `kinh tế` / `- xã hội` is no item, unless the cell is a list or the line before had room.
    if is_item(&line.text) && (listed || ended) || ended && !first.is_lowercase() {
        return "\n";
    }
    glue(before, line)
}

/// What undoes a wrap: nothing where a symbol or a number runs on, else a space.
pub(crate) fn glue(before: &Segment, line: &Segment) -> &'static str {
    if before.spaced {
        return " ";
    }
    let mut end = before.text.chars().rev();
    let tight = matches!(end.next(), Some('-' | '/'))
        && end.next().is_some_and(char::is_alphanumeric)
        && line.text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if tight { "" } else { " " }
}
