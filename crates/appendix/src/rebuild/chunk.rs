//! Cuts lines where a cell could begin.

use std::ops::Range;

use vanthu_document::page::Gap;

use super::dump::{Chunk, Column, Sep};
use super::label::Label;
use super::lexicon::{Kind, LEXICON};
use super::source::{Source, Word};

/// Most cuts inside one line.
const MAX_CUTS: usize = 14;
/// Lines at a page's top in which any word may begin the rest of a cut cell.
const TOP_LINES: usize = 4;

/// The chunks of `lines`, less the furniture among them.
pub(super) fn chunks(
    source: &Source<'_>,
    lines: Range<usize>,
    furniture: &[Range<usize>],
    columns: &[Column],
    spaced: bool,
) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = Vec::new();
    let mut furniture = furniture.iter().peekable();
    let mut page_top = 0;
    let mut torn = false;
    let mut ran_on = false;
    for line in lines {
        while furniture.next_if(|f| f.end <= line).is_some() {}
        if furniture.peek().is_some_and(|f| f.contains(&line)) {
            torn = true;
            continue;
        }
        let (Some(text), Some(split)) = (source.lines.get(line), source.split.get(line)) else { continue };
        let sep = match text.gap {
            _ if torn => Sep::Page,
            Gap::Page => Sep::Page,
            Gap::Line | Gap::Break if spaced => Sep::Half,
            Gap::Paragraph | Gap::Wrap | Gap::Line | Gap::Break if ran_on && spaced => Sep::Glue,
            _ => Sep::Full,
        };
        torn = false;
        if sep == Sep::Page {
            page_top = TOP_LINES;
        }
        let line_number = u32::try_from(line).unwrap_or(u32::MAX);
        if split.from == split.to {
            out.push(Chunk { line: line_number, from: split.from, to: split.to, sep, empties: split.trail });
            ran_on = false;
            continue;
        }
        let words = source.words(line);
        let mut from = split.from;
        let mut sep = sep;
        let mut cuts = 0;
        for (i, index) in (split.from..split.to).enumerate().skip(1) {
            let anywhere = page_top > 0;
            if cuts < MAX_CUTS && (anywhere || could_begin(source, line, words, i, columns)) {
                out.push(Chunk { line: line_number, from, to: index, sep, empties: 0 });
                from = index;
                sep = Sep::Same;
                cuts += 1;
            }
        }
        out.push(Chunk {
            line: line_number,
            from,
            to: split.to,
            sep,
            empties: split.trail.saturating_sub(1),
        });
        ran_on = split.trail == 0;
        page_top = page_top.saturating_sub(1);
    }
    out
}

/// Whether a cell could begin with word `at` of a line.
fn could_begin(source: &Source<'_>, line: usize, words: &[Word], at: usize, columns: &[Column]) -> bool {
    let (Some(&before), Some(&word)) = (words.get(at - 1), words.get(at)) else { return false };
    if word.gap > 0 || word.number() || (before.number() && !word.small()) {
        return true;
    }
    let Some(split) = source.split.get(line) else { return false };
    let index = split.from + u32::try_from(at).unwrap_or(0);
    if at == 1 && Label::parse(source.text(line, split.from, index)).is_some() {
        return true;
    }
    let reach = u32::try_from(at).unwrap_or(0);
    if reach >= 2 && !word.small() && Label::parse(source.text(line, index - 1, index)).is_some() {
        return true;
    }
    if word.small() {
        return false;
    }
    if word.list_mark() {
        return true;
    }
    columns.iter().any(|c| {
        let content = if word.bare_mark() { words.get(at + 1).copied().unwrap_or(word) } else { word };
        c.kind != Kind::Ordinal
            && (LEXICON.phrases(c.kind).is_some_and(|p| p.first(content.first) > 0)
                || c.learned.first(content.first) >= 2)
    })
}
