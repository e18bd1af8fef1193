//! The parser: pages of any reader to a document with its attachments.
//!
//! The steps: the front part is read from the printed strips ([`front`]); the rest is divided into the document's own body,
//! its end, and its attachments ([`attachment`]); lines of the body are joined to paragraphs and read as recitals
//! ([`preamble`]) and as articles or headings ([`body`]); the end gives recipients and signer ([`closing`]). Citations are
//! collected over everything but the document's own number, in the order of the source.

mod attachment;
mod body;
mod closing;
mod flow;
mod front;
mod lost_table;
mod nesting;
mod period;
mod preamble;
mod received;
mod relation;
mod strip;

use std::ops::Range;

use crate::Parsed;
use crate::citation::{self, Collector, Found};
use crate::diagnostic::{Code, Diagnostic};
use crate::kind;
use crate::lexer::folded::is_capitals;
use crate::model::{Attachment, Document, Section, Signer};
use crate::page::{Block, Line, Pages, ReadWord, Span};
use crate::paragraph::{Layout, Paragraph, paragraphs};
use crate::passage::{Passage, glue};

pub use received::names_receipt;

use attachment::{Division, Part, divide, take};
use flow::Flow;
use front::Front;
use lost_table::{Step, lost_table_begins, lost_table_end};
use relation::Relations;

/// What a file holds: a document, and what comes behind it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// What stands behind it under titles of its own, and tables without a title, in order.
    pub attachments: Vec<Attachment>,
}

/// Reads a document from its pages.
#[must_use]
pub fn parse(pages: Pages) -> Parsed<Reading> {
    let flow = Flow::of(&pages);
    let layout = Layout::of(flow.lines(0..flow.len()).map(|(_, line)| line));
    let mut front = front::front(&flow);
    let mut diagnostics = std::mem::take(&mut front.doubts);
    let division = divide(&flow, front.body);
    let own = own_paragraphs(&flow, layout, front.body..division.body_end);
    let preamble = preamble::preamble(&own.paragraphs);
    let body = body::body(own.paragraphs.get(preamble.body..).unwrap_or_default());
    let closing = closing::closing(&flow, division.closing.start, division.closing.end);

    let mut parts = own.tables;
    parts.extend(behind_closing(&flow, &division, closing.end));
    let mut outline = body.outline;
    for (at, heading) in division.headings.iter().enumerate() {
        let end = division.headings.get(at + 1).map_or(flow.len(), |next| next.start);
        parts.push(heading.attachment(end));
        if heading.kind.is_some() && heading.note.is_some() {
            let attached = own_paragraphs(&flow, layout, heading.content..end);
            let headings = body::outline_of(&attached.paragraphs);
            if headings.iter().any(|section| !section.label.is_empty()) {
                outline.extend(headings);
            }
        }
    }

    let mut relations = Relations::of(front.number.clone());
    let cited: Vec<Vec<Found>> = own.paragraphs.iter().map(|p| citation::find(p.text()).collect()).collect();
    let acts_from = if body.articles.is_empty() { usize::MAX } else { preamble.body };
    relate(&mut relations, &front, &own.paragraphs, &cited, acts_from, &division);
    let citations = collect(&flow, &front, &own.paragraphs, cited, [own.lost, division.body_end..flow.len()]);

    let mut document = describe(front, &division, &parts);
    document.signer = signer(closing.signers, document.issuer.as_deref());
    diagnostics.extend(doubtful_signer(&flow, &division, document.signer.as_ref()));
    document.legal_bases = preamble.bases;
    document.citations = citations.value;
    document.relations = relations.finish();
    document.articles = body.articles;
    document.outline = outline;
    document.recipients = closing.recipients;
    complete(&mut document);
    let attachments = take(parts, pages);
    diagnostics.extend(citations.diagnostics);
    Parsed { value: Reading { document, attachments }, diagnostics }
}

/// Lines of a part joined, and its tables.
struct Own<'a> {
    paragraphs: Vec<Paragraph<'a>>,
    tables: Vec<Part>,
    /// The lines that no paragraph holds: those of a table whose rules are lost.
    lost: Range<usize>,
}

/// The paragraphs of a part of the document, and the tables within it as attachments without label.
fn own_paragraphs<'a>(flow: &Flow<'a>, layout: Layout, range: Range<usize>) -> Own<'a> {
    let layout = Layout::of_part(layout, flow.lines(range.clone()).map(|(_, line)| line));
    let lost = range.clone().find(|at| lost_table_begins(flow, *at)).unwrap_or(range.end);
    let above = || flow.lines(range.start..lost).filter_map(|(_, line)| Step::of(&line.text)).last();
    let lost = lost..if lost < range.end { lost_table_end(flow, lost..range.end, above()) } else { lost };
    let paragraphs =
        paragraphs(layout, flow.lines(range.start..lost.start).chain(flow.lines(lost.end..range.end)));
    let mut tables: Vec<Part> = Vec::new();
    let mut last_table: Option<usize> = None;
    for at in (range.start..lost.start).chain(lost.end..range.end) {
        let Some(Block::Table(_)) = flow.blocks.get(at) else { continue };
        // Tables parted by nothing but a few short lines are one, cut by pages.
        let near = last_table.is_some_and(|last| {
            flow.slice(last + 1..at)
                .iter()
                .all(|block| matches!(block, Block::Line(line) if line.text.trim().len() < 8))
        });
        match tables.last_mut().filter(|_| near) {
            Some(table) => table.blocks.push(at..at + 1),
            None => tables.push(Part {
                label: String::new(),
                title: title_above(&paragraphs, at),
                blocks: std::iter::once(at..at + 1).collect(),
            }),
        }
        last_table = Some(at);
    }
    if !lost.is_empty() {
        tables.push(Part {
            label: String::new(),
            title: title_above(&paragraphs, lost.start),
            blocks: std::iter::once(lost.clone()).collect(),
        });
    }
    Own { paragraphs, tables, lost }
}

/// The heading right above block `at`, if the last paragraph before it is one.
fn title_above(paragraphs: &[Paragraph<'_>], at: usize) -> String {
    let last = paragraphs.partition_point(|paragraph| paragraph.first < at);
    last.checked_sub(1)
        .and_then(|above| paragraphs.get(above))
        .map(|paragraph| paragraph.text())
        .filter(|text| text.len() < 240 && is_capitals(text))
        .map(str::to_owned)
        .unwrap_or_default()
}

/// A table behind the document's end that no heading announces.
fn behind_closing(flow: &Flow<'_>, division: &Division, from: usize) -> Option<Part> {
    let end = division
        .headings
        .iter()
        .map(|heading| heading.start)
        .find(|start| *start >= from)
        .unwrap_or(flow.len());
    let start = (from..end)
        .find(|at| matches!(flow.blocks.get(*at), Some(Block::Table(_))) || lost_table_begins(flow, *at))?;
    let title: Vec<&str> = (from..start)
        .filter_map(|at| flow.text(at))
        .filter(|text| !text.is_empty() && !text.contains("://"))
        .collect();
    let title = if title.len() <= 6 { title.join(" ") } else { String::new() };
    Some(Part {
        label: String::new(),
        title: vanthu_text::single_spaced(&title).into_owned(),
        blocks: std::iter::once(start..end).collect(),
    })
}

/// Reads what the document does to others; from paragraph `acts_from` on, verbs are its own acts.
fn relate(
    relations: &mut Relations,
    front: &Front,
    own: &[Paragraph<'_>],
    cited: &[Vec<Found>],
    acts_from: usize,
    division: &Division,
) {
    if let Some(title) = &front.title {
        relations.title(title);
    }
    for (at, (paragraph, citations)) in own.iter().zip(cited).enumerate() {
        relations.read(paragraph.text(), citations, at >= acts_from);
    }
    for note in division.headings.iter().filter_map(|heading| heading.note.as_deref()) {
        relations.note(note);
    }
}

/// Collects the citations of title, body, end and attachments; `rest` is what no paragraph holds: a table whose rules are
/// lost, and all behind the body.
fn collect(
    flow: &Flow<'_>,
    front: &Front,
    own: &[Paragraph<'_>],
    cited: Vec<Vec<Found>>,
    rest: [Range<usize>; 2],
) -> Parsed<Vec<crate::model::Citation>> {
    let mut collector = Collector::default();
    if let Some(title) = &front.title {
        let span = flow.lines(0..front.body).map(|(_, line)| line.span.clone()).reduce(|a, b| a.join(&b));
        collector.scan(title, &span.unwrap_or_default());
    }
    for (paragraph, citations) in own.iter().zip(cited) {
        collector.take(&paragraph.passage, citations);
    }
    for block in flow.slice(front.body..rest[1].start) {
        if let Block::Table(table) = block {
            scan_table(&mut collector, table);
        }
    }
    for range in rest {
        let mut passage = Passage::default();
        let mut before = "";
        for block in flow.slice(range) {
            match block {
                Block::Line(line) => {
                    passage.push(&line.text, glue(before, &line.text), &line.span);
                    if !line.text.trim().is_empty() {
                        before = &line.text;
                    }
                }
                Block::Table(table) => {
                    collector.scan_passage(&std::mem::take(&mut passage));
                    scan_table(&mut collector, table);
                }
            }
        }
        collector.scan_passage(&passage);
    }
    let mut found = collector.finish();
    if found.value.iter().all(|citation| citation.spans.first().is_some_and(|place| place.lines.is_some())) {
        found.value.sort_by_key(|citation| {
            citation.spans.first().and_then(|place| place.lines).map(|(first, _)| first)
        });
    }
    found
}

fn scan_table(collector: &mut Collector, table: &crate::table::Table) {
    for cell in table.rows.iter().flat_map(|row| &row.cells) {
        let place = if cell.span == Span::default() { &table.span } else { &cell.span };
        collector.scan(&cell.text, place);
    }
}

/// Puts the front part into words of the output.
fn describe(front: Front, division: &Division, parts: &[Part]) -> Document {
    let titles = front.title.iter().map(String::as_str).chain(parts.iter().map(|part| part.title.as_str()));
    let period = titles.filter_map(period::period).next();
    let issuer = (!front.issuers.is_empty()).then(|| front.issuers.join("; "));
    let mut document = Document {
        kind: front.kind.map(|kind| kind.slug.to_owned()),
        number: front.number.number,
        symbol: front.number.symbol,
        date: front.date,
        place: front.place,
        issuer,
        title: front.title,
        period,
        ..Document::default()
    };
    // A dump that lost its letterhead still says in the notes of its attachments what it is: `(Kèm theo Kế hoạch số …/KH-UBND)`.
    if document.number.is_none() && document.symbol.is_none() && document.kind.is_some() {
        let own = division
            .headings
            .iter()
            .filter_map(|heading| heading.note.as_deref())
            .find_map(|note| own_number(note, document.kind.as_deref()));
        if let Some((number, symbol)) = own {
            document.number = number;
            document.symbol = Some(symbol);
        }
    }
    document
}

/// The number in a note that names the document's own kind.
fn own_number(note: &str, kind: Option<&str>) -> Option<(Option<String>, String)> {
    let lower = note.char_indices().find_map(|(at, _)| {
        let rest = note.get(at..)?;
        let (named, behind) = kind::at_start(rest)?;
        (Some(named.slug) == kind).then_some(behind.trim_start())
    })?;
    let (number, _, _) = strip::number_line(lower)?;
    Some((number.number, number.symbol?))
}

/// The signer of the document. A joint document is signed in the reverse order of its issuers, so that the last signature is
/// the first issuer's; otherwise the first signature counts, and what follows it belongs to others who countersign.
fn signer(mut signers: Vec<Signer>, issuer: Option<&str>) -> Option<Signer> {
    let joint = issuer.is_some_and(|issuer| issuer.contains("; "));
    if signers.is_empty() {
        return None;
    }
    Some(if joint { signers.swap_remove(signers.len() - 1) } else { signers.swap_remove(0) })
}

/// Says so where an OCR could not read the signer's name for sure: words in doubt, a name without a family, no name at all.
fn doubtful_signer(flow: &Flow<'_>, division: &Division, signer: Option<&Signer>) -> Option<Diagnostic> {
    let name = signer.and_then(|signer| signer.name.as_deref());
    let end = division.closing.clone();
    let read: Vec<&Line> =
        flow.lines(end).map(|(_, line)| line).filter(|line| !line.read.is_empty()).collect();
    let on_line = |line: &Line| {
        let start = line.text.find(name?)?;
        Some(start..start + name?.len())
    };
    let named = read.iter().find_map(|line| Some((*line, on_line(line)?)));
    match (name, named) {
        (Some(name), Some((line, place))) => {
            let mut words = line.read.iter().filter(|word| place.contains(&word.range.start));
            let cut = name.split_whitespace().count() < 3 && !closing::has_family(name);
            let doubtful = cut || words.any(ReadWord::is_doubtful);
            doubtful.then(|| Diagnostic::new(Code::SignerDoubtful, line.span.clone(), [name]))
        }
        (None, _) => read.last().map(|line| Diagnostic::new(Code::SignerDoubtful, line.span.clone(), ["…"])),
        (Some(_), None) => None,
    }
}

/// Fills what only the end or the title of a document says.
fn complete(document: &mut Document) {
    if document.issuer.is_none()
        && let Some(authority) = document.signer.as_ref().and_then(|signer| signer.authority.as_deref())
    {
        let first = authority.split("; ").next().unwrap_or("");
        let body = ["TM.", "T/M", "THAY MẶT"].iter().find_map(|word| first.strip_prefix(word)).map(str::trim);
        if let Some(body) = body.filter(|body| !body.is_empty()) {
            let area = document.title.as_deref().and_then(area_of);
            document.issuer = Some(area.map_or_else(|| body.to_owned(), |area| format!("{body} {area}")));
        }
    }
    if document.outline.iter().all(is_empty_section) {
        document.outline.clear();
    }
}

fn is_empty_section(section: &Section) -> bool {
    section.label.is_empty()
        && section.title.is_empty()
        && section.text.is_empty()
        && section.children.is_empty()
}

/// The area at the end of a title: `… của thành phố Hà Nội`.
fn area_of(title: &str) -> Option<&str> {
    let at = title.rfind(" của ")? + " của ".len();
    let area = title.get(at..)?.trim();
    let named = matches!(crate::organ::role(area), Some((crate::organ::Role::Area, rest)) if rest.trim_start().starts_with(char::is_uppercase));
    named.then_some(area)
}
