//! Attachments: where the document's own part ends, and what comes behind it under titles of its own.
//!
//! A heading is weighed, for its words stand in sentences too (`tại Phụ lục I ban hành kèm theo`): a label alone on its line,
//! capitals, the note `(Kèm theo …)` a few lines below, a signature above. The points are in [`Evidence::points`].

use std::ops::Range;

use vanthu_text::{fold, single_spaced};

use crate::kind::{self, Kind};
use crate::lexer::folded::{is_capitals, strip_phrase};
use crate::lexer::label::{article, roman};
use crate::model::Attachment;
use crate::page::{Block, Gap, Pages};

use super::closing;
use super::flow::Flow;
use super::lost_table::is_table_header;

/// Where an attachment begins, and what its heading says.
#[derive(Debug)]
pub(crate) struct Heading {
    /// Number of the heading's first block.
    pub(crate) start: usize,
    /// Number of the first block below title and note.
    pub(crate) content: usize,
    /// As printed.
    pub(crate) label: String,
    /// As printed, in one line.
    pub(crate) title: String,
    /// The kind of document that is attached, where its heading is that of a document (`KẾ HOẠCH`).
    pub(crate) kind: Option<&'static Kind>,
    /// The note (`Kèm theo Quyết định số …`).
    pub(crate) note: Option<String>,
}

impl Heading {
    /// The attachment with blocks up to `end`.
    pub(crate) fn attachment(&self, end: usize) -> Part {
        Part {
            label: self.label.clone(),
            title: self.title.clone(),
            blocks: std::iter::once(self.content..end.max(self.content)).collect(),
        }
    }
}

/// An attachment whose blocks still stand in the pages.
#[derive(Debug)]
pub(crate) struct Part {
    /// As in the attachment.
    pub(crate) label: String,
    /// As in the attachment.
    pub(crate) title: String,
    /// Numbers of its blocks; no block belongs to two parts.
    pub(crate) blocks: Vec<Range<usize>>,
}

/// Moves the blocks of each part out of the pages: a long table is never held twice.
pub(crate) fn take(parts: Vec<Part>, pages: Pages) -> Vec<Attachment> {
    let mut blocks: Vec<Option<Block>> =
        pages.pages.into_iter().flat_map(|page| page.blocks).map(Some).collect();
    let mut own = |range: Range<usize>| -> Vec<Block> {
        blocks.get_mut(range).unwrap_or_default().iter_mut().filter_map(Option::take).collect()
    };
    parts
        .into_iter()
        .map(|part| Attachment {
            label: part.label,
            title: part.title,
            blocks: part.blocks.into_iter().flat_map(&mut own).collect(),
        })
        .collect()
}

/// What speaks for a heading.
#[derive(Debug, Default)]
struct Evidence {
    /// The line holds a label and nothing else, or a title in capitals.
    alone: bool,
    /// It is set in capitals.
    capitals: bool,
    /// A note `(Kèm theo …)` follows.
    note: bool,
    /// A title follows: a line that begins with a capital.
    titled: bool,
    /// A page, or a paragraph, begins with it.
    apart: bool,
    /// The document's own end was met.
    closed: bool,
    /// It ends like an item of a list.
    listed: bool,
    /// It is set bold, or as a heading.
    set: bool,
}

impl Evidence {
    fn points(&self) -> i32 {
        2 * i32::from(self.alone)
            + i32::from(self.capitals)
            + 3 * i32::from(self.note)
            + i32::from(self.titled)
            + i32::from(self.apart)
            + i32::from(self.closed)
            + i32::from(self.set)
            - 3 * i32::from(self.listed)
    }
}

/// Points that make a heading.
const ENOUGH: i32 = 5;
/// Lines within which title and note follow a heading.
const TITLE_WITHIN: usize = 10;

/// The heading that the block at `at` begins. `closed` tells whether the document's end was met before, `first` whether no
/// other attachment was.
pub(crate) fn heading(flow: &Flow<'_>, at: usize, closed: bool, first: bool) -> Option<Heading> {
    let Some(Block::Line(line)) = flow.blocks.get(at) else { return None };
    let text = line.text.trim();
    if text.is_empty()
        || text.len() > 400
        || text.starts_with(|c: char| !c.is_alphabetic() || c.is_lowercase())
    {
        return None;
    }
    let (label, rest, kind, named) = if let Some((label, rest)) = appendix_label(text) {
        (label, rest, None, true)
    } else {
        let set_apart = is_capitals(text) || line.style.bold || line.style.heading.is_some();
        let Some((kind, rest)) = kind::at_start(text).filter(|_| set_apart) else {
            return nameless(flow, at, text, closed);
        };
        if !(rest.trim().is_empty() || is_capitals(rest) || (first && closed)) {
            return None;
        }
        (text.get(..text.len() - rest.len())?, rest.trim(), Some(kind), false)
    };
    let title = Title::read(flow, at, rest);
    let evidence = Evidence {
        alone: rest.is_empty() || is_capitals(rest),
        capitals: is_capitals(text),
        note: title.note.is_some(),
        titled: !title.text.is_empty(),
        apart: line.gap >= Gap::Paragraph || line.text.starts_with(char::is_whitespace) || at == 0,
        closed,
        listed: text.ends_with([';', ',', '.']),
        set: line.style.bold || line.style.heading.is_some(),
    };
    // A kind's name in capitals may be a cell of a table: it needs the note, or to come right behind the document's end.
    let sure = named || evidence.note || (closed && first && title.text.len() > 10);
    (sure && evidence.points() >= ENOUGH).then(|| Heading {
        start: at,
        content: title.content,
        label: single_spaced(label).into_owned(),
        title: title.text,
        kind: kind.filter(|kind| !kind.attached_only),
        note: title.note,
    })
}

/// A title in capitals behind the document's end, with nothing but capitals between it and its note
/// (`BIỂU MỨC THU PHÍ` / `(Ban hành kèm theo …)`).
fn nameless(flow: &Flow<'_>, at: usize, text: &str, closed: bool) -> Option<Heading> {
    if !closed || !is_capitals(text) || closing::is_signature(text) {
        return None;
    }
    let title = Title::read(flow, at, text);
    (title.note.is_some() && is_capitals(&title.text)).then(|| Heading {
        start: at,
        content: title.content,
        label: String::new(),
        title: title.text,
        kind: None,
        note: title.note,
    })
}

/// `PHỤ LỤC 2 GIẢI TRÌNH`: the label (`PHỤ LỤC 2`), and what follows it on the line.
fn appendix_label(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with(['P', 'p', 'B']) {
        return None;
    }
    let behind = ["phu luc", "phu bieu", "bieu so"].iter().find_map(|word| strip_phrase(text, word))?;
    let number_at = behind.trim_start();
    let number_at =
        strip_phrase(number_at, "so").map_or(number_at, |rest| rest.trim_start_matches([' ', ':']));
    let len = number_at
        .find(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '–' | '('))
        .unwrap_or(number_at.len());
    let number = number_at.get(..len)?;
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let is_number = !number.is_empty()
        && ((!digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit()))
            || roman(number).is_some()
            || (number.len() == 1 && number.starts_with(|c: char| c.is_ascii_uppercase())));
    let rest = if is_number { number_at.get(len..)? } else { behind };
    let label = text.get(..text.len() - rest.len())?.trim_end();
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '-' | '–'));
    // `Phụ lục kèm theo Quyết định này` is a sentence.
    let note = is_note(rest);
    (!rest.starts_with(char::is_lowercase) || note).then_some((label, if note { "" } else { rest }))
}

/// Title and note below a heading.
struct Title {
    text: String,
    note: Option<String>,
    content: usize,
}

impl Title {
    fn read(flow: &Flow<'_>, at: usize, rest: &str) -> Title {
        let heading_set = matches!(flow.blocks.get(at), Some(Block::Line(line)) if line.style.bold || line.style.heading.is_some());
        let mut lines: Vec<(usize, &str)> = Vec::new();
        let mut note: Option<String> = flow
            .text(at)
            .filter(|text| !rest.is_empty() && is_note(rest) && !text.is_empty())
            .map(str::to_owned);
        let mut content = at + 1;
        let mut next = at + 1;
        while lines.len() < TITLE_WITHIN {
            let Some(text) = flow.text(next) else { break };
            if text.is_empty() {
                next += 1;
                continue;
            }
            if is_table_header(text)
                || appendix_label(text).is_some()
                || text.len() > 500
                || article(text).is_some()
            {
                break;
            }
            if is_note(text) {
                let (whole, behind) = note_text(flow, next);
                note = Some(whole);
                content = behind;
                break;
            }
            lines.push((next, text));
            next += 1;
        }
        if note.is_none() {
            // Without a note only what is set like a title is one.
            let keep = lines
                .iter()
                .position(|(line, text)| {
                    let set = matches!(flow.blocks.get(*line), Some(Block::Line(line)) if line.style.bold || line.style.heading.is_some());
                    !(is_capitals(text) || (heading_set && set))
                })
                .unwrap_or(lines.len());
            lines.truncate(keep);
            content = lines.last().map_or(at + 1, |(line, _)| line + 1);
        } else if lines.is_empty() && rest.is_empty() {
            // The note first, the title below it.
            let mut next = content;
            while lines.len() < 4 {
                match flow.text(next) {
                    Some("") => next += 1,
                    Some(text) if is_capitals(text) && !is_table_header(text) => {
                        lines.push((next, text));
                        next += 1;
                        content = next;
                    }
                    _ => break,
                }
            }
        }
        let mut text = if is_note(rest) { String::new() } else { single_spaced(rest).into_owned() };
        for (_, line) in lines {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&single_spaced(line));
        }
        Title { text, note, content }
    }
}

/// `(Kèm theo …)`, `(Ban hành kèm theo …)`, with or without brackets.
fn is_note(text: &str) -> bool {
    let open = text.trim_start_matches(['(', '[', ' ']);
    if !open.starts_with(['K', 'k', 'B', 'b', 'Đ', 'đ', 'T', 't']) {
        return false;
    }
    if open.len() == text.len() && text.len() > 300 {
        return false;
    }
    let bracket = open.len() < text.len();
    // Without a bracket it must name the document, or it is a sentence of the body.
    if !bracket && !open.bytes().take(120).any(|b| b.is_ascii_digit()) {
        return false;
    }
    let mut words = open.split_whitespace();
    let head = fold(&words.by_ref().take(6).collect::<Vec<_>>().join(" "));
    head.starts_with("kem theo")
        || head.starts_with("kem ") && bracket
        || head.starts_with("ban hanh kem theo")
        || (bracket && head.contains("kem theo"))
}

/// The note that begins at `at`, up to its closing bracket, and the number of the block behind it.
fn note_text(flow: &Flow<'_>, at: usize) -> (String, usize) {
    let mut text = String::new();
    let mut next = at;
    let mut depth = 0_i32;
    while let Some(line) = flow.text(next).filter(|_| next < at + 8) {
        if !line.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&single_spaced(line));
            depth += line.bytes().map(|b| i32::from(b == b'(') - i32::from(b == b')')).sum::<i32>();
        }
        next += 1;
        // Without brackets: the lines that go on with a small letter.
        let goes_on = depth > 0
            || (!text.starts_with('(') && flow.text(next).is_some_and(|t| t.starts_with(char::is_lowercase)));
        if !goes_on {
            break;
        }
    }
    (text, next)
}

/// How the document divides: its own body, its end, and the headings of its attachments.
#[derive(Debug)]
pub(crate) struct Division {
    /// Number of the block behind the body.
    pub(crate) body_end: usize,
    /// Numbers of the blocks of the end (recipients and signature).
    pub(crate) closing: std::ops::Range<usize>,
    /// Headings of attachments in order.
    pub(crate) headings: Vec<Heading>,
}

/// Divides the blocks from `from` on.
pub(crate) fn divide(flow: &Flow<'_>, from: usize) -> Division {
    let mut closing_at: Option<usize> = None;
    let mut headings: Vec<Heading> = Vec::new();
    let mut at = from;
    while at < flow.len() {
        if let Some(found) = heading(flow, at, closing_at.is_some(), headings.is_empty()) {
            at = found.content.max(at + 1);
            headings.push(found);
            continue;
        }
        if closing_at.is_none() && headings.is_empty() && closing::begins(flow, at) {
            closing_at = Some(at);
        }
        at += 1;
    }
    let first = headings.first().map_or(flow.len(), |heading| heading.start);
    // A document whose table stands before its end may have the end behind the attachment.
    let late = || {
        (first..flow.len())
            .find(|at| flow.text(*at).is_some_and(|text| closing::after_recipients_word(text).is_some()))
    };
    let start = match closing_at {
        Some(start) => start,
        None if headings.is_empty() => flow.len(),
        None => late().unwrap_or(first),
    };
    let end =
        headings.iter().map(|heading| heading.start).find(|heading| *heading > start).unwrap_or(flow.len());
    Division { body_end: start.min(first), closing: start..end.max(start), headings }
}
