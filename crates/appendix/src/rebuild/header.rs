//! The header of a table whose rules are lost: where it stands, its columns, and its repetitions on later pages.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use vanthu_document::page::Gap;

use super::label::{Label, Shape};
use super::lexicon::{Kind, Sym, data_lines, syllables};
use super::source::{Source, Word};

mod cover;
pub(super) mod interleaved;

/// A column as its header names it.
#[derive(Debug, Clone)]
pub(super) struct HeaderCell {
    /// As printed, in one line.
    pub(super) text: String,
    /// What its cells read like.
    pub(super) kind: Kind,
    /// Its lines.
    pub(super) lines: (usize, usize),
}

/// The header of a table.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Its lines, the row of column numbers among them.
    pub(super) lines: Range<usize>,
    /// Its columns from the left.
    pub(super) cells: Vec<HeaderCell>,
    /// How well it reads as a header; at least 0.
    pub(super) score: f32,
    /// Which of its cells are known to stand left of which others, where its lines do not say it of all.
    pub(super) sides: Vec<(usize, usize)>,
    /// Words on its lines that are no column's: line and word.
    pub(super) unread: Vec<(usize, u32)>,
    symbols: Vec<Sym>,
}

/// A pattern of folded syllables; `None` stands for one to five of any.
type Pattern = Vec<Option<String>>;

struct Patterns {
    whole: Vec<(Kind, Pattern)>,
    group: Vec<Pattern>,
    start: Vec<Pattern>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut patterns = Patterns { whole: Vec::new(), group: Vec::new(), start: Vec::new() };
    for line in data_lines(include_str!("../../data/header_phrases.tsv")) {
        let Some((name, phrases)) = line.split_once('\t') else { continue };
        for phrase in phrases.split('|') {
            let pattern: Pattern = phrase.split(' ').map(|s| (s != "*").then(|| s.to_owned())).collect();
            match (name, Kind::from_name(name)) {
                ("group", _) => patterns.group.push(pattern),
                ("start", _) => patterns.start.push(pattern),
                (_, Some(kind)) => patterns.whole.push((kind, pattern)),
                _ => {}
            }
        }
    }
    patterns
});

/// The most words that a header is looked for in.
const MAX_WORDS: usize = 90;
/// The most words of one header cell.
const MAX_CELL: usize = 16;
/// The most lines that a header takes.
const MAX_LINES: usize = 48;
/// The most columns.
pub(super) const MAX_COLUMNS: usize = 16;

/// A word of a candidate header.
struct HeaderWord {
    line: usize,
    word: Word,
    index: u32,
    syllables: Vec<String>,
    /// What parts it from the word before.
    parting: Parting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parting {
    Same,
    Half,
    Full,
}

/// Finds the first header at or behind line `from`. A title above may read like one: a header that numbers its rows and
/// stands close below is the better one.
pub(super) fn find(source: &Source<'_>, from: usize, spaced: bool) -> Option<Header> {
    let opens = |line: usize, kinds: &[Kind]| {
        let split = source.split.get(line)?;
        let first = source.words(line).first()?;
        let text = source.text(line, split.from, split.from + 1);
        let opens =
            first.capital() && opens_header(&syllables(text).collect::<Vec<_>>(), source, line, kinds);
        opens.then(|| read(source, line, spaced)).flatten()
    };
    let any = (from..source.lines.len())
        .find_map(|line| opens(line, &[Kind::Ordinal, Kind::Task, Kind::Agency]))?;
    if any.cells.first().is_some_and(|c| c.kind == Kind::Ordinal) {
        return Some(any);
    }
    let below = any.lines.start + 1..source.lines.len().min(any.lines.start + MAX_LINES);
    below.into_iter().find_map(|line| opens(line, &[Kind::Ordinal])).or(Some(any))
}

/// Whether a text is the header of a column of ordinals. `Số` is told apart from `Sở`, `sơ` and `sổ`, which lines begin with.
pub(super) fn numbers_rows(text: &str) -> bool {
    let number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        vanthu_text::fold(word) != "so" || matches!(word.to_lowercase().as_str(), "so" | "số")
    };
    if !text.split_whitespace().all(number) {
        return false;
    }
    let syllables: Vec<String> = syllables(text).collect();
    let syllables: Vec<&str> = syllables.iter().map(String::as_str).collect();
    PATTERNS.whole.iter().any(|(kind, p)| *kind == Kind::Ordinal && matches(p, &syllables))
}

/// Whether every word of a text stands in some known header.
pub(super) fn is_wording(text: &str) -> bool {
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        data_lines(include_str!("../../data/header_phrases.tsv"))
            .filter_map(|line| line.split_once('\t'))
            .flat_map(|(_, phrases)| phrases.split(['|', ' ']))
            .collect()
    });
    syllables(text).all(|s| WORDS.contains(s.as_str()))
}

/// The kind of column that a header names; [`Kind::Note`] where it is not known.
pub(super) fn kind_of(text: &str) -> Kind {
    let syllables: Vec<String> = syllables(text).collect();
    let syllables: Vec<&str> = syllables.iter().map(String::as_str).collect();
    let whole = PATTERNS.whole.iter().find(|(_, p)| matches(p, &syllables));
    let opens =
        || PATTERNS.whole.iter().filter(|(_, p)| opens_with(p, &syllables)).max_by_key(|(_, p)| p.len());
    let inside = || {
        let holds = |p: &Pattern| {
            (1..syllables.len()).any(|at| syllables.get(at..).is_some_and(|rest| opens_with(p, rest)))
        };
        PATTERNS.whole.iter().filter(|(k, p)| *k != Kind::Ordinal && holds(p)).max_by_key(|(_, p)| p.len())
    };
    whole.or_else(opens).or_else(inside).map_or(Kind::Note, |(kind, _)| *kind)
}

/// Whether a line's first words can open a header's first cell, which numbers rows or names what is done.
fn opens_header(first: &[String], source: &Source<'_>, line: usize, kinds: &[Kind]) -> bool {
    let Some(split) = source.split.get(line) else { return false };
    let opening: Vec<String> = first
        .iter()
        .cloned()
        .chain(syllables(source.text(line, split.from + 1, split.to.min(split.from + 3))))
        .collect();
    PATTERNS.whole.iter().filter(|(kind, _)| kinds.contains(kind)).any(|(_, p)| {
        p.iter().zip(&opening).all(|(p, s)| p.as_ref().is_none_or(|p| p == s)) && p.len() <= opening.len() + 1
    })
}

/// Reads the header that begins at `line`, if one does.
fn read(source: &Source<'_>, line: usize, spaced: bool) -> Option<Header> {
    let mut words: Vec<HeaderWord> = Vec::new();
    let mut end = line;
    let mut numbered = None;
    for at in line..source.lines.len().min(line + MAX_LINES) {
        let line_words = source.words(at);
        if at > line && begins_body(source, at) {
            break;
        }
        if let Some(columns) = column_numbers(source, at) {
            if at > line {
                numbered = Some(columns);
                end = at + 1;
            }
            break;
        }
        let gap = source.lines.get(at).map_or(Gap::Line, |l| l.gap);
        let split = source.split.get(at)?;
        for (i, (&word, index)) in line_words.iter().zip(split.from..).enumerate() {
            let parting = match (i, gap) {
                (0, Gap::Line | Gap::Break) if spaced => Parting::Half,
                (0, _) => Parting::Full,
                _ => Parting::Same,
            };
            let syllables = syllables(source.text(at, index, index + 1)).collect();
            words.push(HeaderWord { line: at, word, index, syllables, parting });
        }
        if words.len() > MAX_WORDS {
            return None;
        }
        end = at + 1;
    }
    let (cells, score) = segment(source, &words, numbered)?;
    let kinds = cells.iter().filter(|c| c.kind != Kind::Note).count();
    let distinct =
        cells.iter().enumerate().filter(|(i, c)| cells.iter().take(*i).all(|b| b.kind != c.kind)).count();
    let symbols = words
        .iter()
        .flat_map(|w| super::source::symbols(std::slice::from_ref(&w.word)).collect::<Vec<_>>())
        .collect();
    (score > 0.0
        && cells.len() >= 3
        && cells.len() <= MAX_COLUMNS
        && kinds * 2 > cells.len()
        && distinct >= 3)
        .then_some(Header { lines: line..end, cells, score, sides: Vec::new(), unread: Vec::new(), symbols })
}

/// Whether a line opens the first row below a header.
fn begins_body(source: &Source<'_>, line: usize) -> bool {
    let words = source.words(line);
    let Some(split) = source.split.get(line) else { return false };
    let numbers = words.iter().filter(|w| w.number()).count();
    if column_numbers(source, line).is_some() {
        return false;
    }
    if numbers >= 2 && words.len() > numbers {
        return true;
    }
    Label::parse(source.text(line, split.from, split.from + 1))
        .is_some_and(|l| l.shape != Shape::Dash && l.value == 1 || l.shape == Shape::Roman)
}

/// The number of columns, where a line holds the row of column numbers (`1 2 3`, `(1) (2) (3)`); one of them may be missing.
pub(super) fn column_numbers(source: &Source<'_>, line: usize) -> Option<usize> {
    let split = source.split.get(line)?;
    let mut before = 0;
    for index in split.from..split.to {
        let text = source.text(line, index, index + 1).trim_matches(['(', ')', '.']);
        let value: usize = text.parse().ok()?;
        if value <= before || value > before + 2 || (before == 0 && value != 1) {
            return None;
        }
        before = value;
    }
    let count = (split.to - split.from) as usize;
    (count >= 3).then_some(count)
}

/// Parts the words into cells: the segmentation with the best sum of what each cell and each border is worth.
fn segment(
    source: &Source<'_>,
    words: &[HeaderWord],
    numbered: Option<usize>,
) -> Option<(Vec<HeaderCell>, f32)> {
    let n = words.len();
    // best[i][k]: best score of the first i words in k cells, with where the last of them begins and its kind.
    let mut best = vec![[None::<(f32, usize, Option<Kind>)>; MAX_COLUMNS + 1]; n + 1];
    *best.first_mut()?.first_mut()? = Some((0.0, 0, None));
    for end in 1..=n {
        for start in end.saturating_sub(MAX_CELL)..end {
            let Some(span) = words.get(start..end) else { continue };
            let Some((worth, kind)) = cell_score(span, start == 0) else { continue };
            let worth = worth + border_score(words.get(start.wrapping_sub(1)), span.first());
            for count in 0..MAX_COLUMNS {
                let Some((before, ..)) = best.get(start).and_then(|b| b.get(count)).copied().flatten() else {
                    continue;
                };
                let slot = best.get_mut(end).and_then(|b| b.get_mut(count + 1))?;
                if slot.is_none_or(|(s, ..)| before + worth > s) {
                    *slot = Some((before + worth, start, kind));
                }
            }
        }
    }
    let finals = best.last()?;
    let (mut count, score) = finals
        .iter()
        .enumerate()
        .filter_map(|(k, s)| s.map(|(s, ..)| (k, s - numbered.map_or(0.0, |n| 3.0 * n.abs_diff(k) as f32))))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    let mut cells = Vec::new();
    let mut end = n;
    while count > 0 {
        let (_, start, kind) = best.get(end)?.get(count).copied().flatten()?;
        let span = words.get(start..end)?;
        if let Some(kind) = kind {
            let text: Vec<&str> = span.iter().map(|w| source.text(w.line, w.index, w.index + 1)).collect();
            let lines = (span.first()?.line, span.last()?.line);
            cells.push(HeaderCell { text: text.join(" "), kind, lines });
        }
        end = start;
        count -= 1;
    }
    cells.reverse();
    Some((cells, score))
}

/// What a run of words is worth as one header cell, and the kind of its column; no kind for a title over several columns.
fn cell_score(span: &[HeaderWord], first: bool) -> Option<(f32, Option<Kind>)> {
    let syllables: Vec<&str> = span.iter().flat_map(|w| w.syllables.iter().map(String::as_str)).collect();
    let length = syllables.len() as f32;
    let broken = span.iter().skip(1).filter(|w| w.parting == Parting::Half).count() as f32;
    let mut score = -4.0 * broken;
    let whole = PATTERNS.whole.iter().find(|(_, p)| matches(p, &syllables)).map(|(kind, _)| *kind);
    let kind = match whole {
        Some(Kind::Ordinal) if !first => return None,
        Some(kind) => {
            score += 2.0 + 0.6 * length;
            kind
        }
        None if joined(span) => {
            score += 1.0 + 0.4 * length;
            Kind::Product
        }
        None => {
            let opens = PATTERNS
                .start
                .iter()
                .chain(PATTERNS.whole.iter().map(|(_, p)| p))
                .any(|p| opens_with(p, &syllables));
            score += if opens { -1.0 } else { -3.0 } - 0.3 * length;
            if syllables.iter().all(|s| *s == "0") {
                return None;
            }
            Kind::Note
        }
    };
    Some((score, Some(kind)))
}

/// Whether the words are several headers in one cell, parted by `/` or commas: `Nội dung/sản phẩm`, `Công văn, kế hoạch`.
fn joined(span: &[HeaderWord]) -> bool {
    let syllables: Vec<&str> = span.iter().flat_map(|w| w.syllables.iter().map(String::as_str)).collect();
    let product = |part: &[&str]| {
        PATTERNS.whole.iter().any(|(k, p)| matches!(k, Kind::Product | Kind::Task) && matches(p, part))
    };
    (1..syllables.len())
        .any(|at| syllables.split_at_checked(at).is_some_and(|(a, b)| product(a) && product(b)))
        && span.iter().any(|w| w.syllables.len() > 1 || w.word.open_end() || w.word.comma())
}

/// What a border between two header words is worth.
fn border_score(before: Option<&HeaderWord>, first: Option<&HeaderWord>) -> f32 {
    let (Some(before), Some(first)) = (before, first) else { return 0.0 };
    let mut score = match first.parting {
        Parting::Half => 3.0,
        Parting::Full => 0.0,
        Parting::Same if first.word.gap > 0 => 1.0,
        Parting::Same => -0.5,
    };
    if first.word.small() || !first.word.capital() {
        score -= 6.0;
    }
    if before.word.open_end() || before.word.comma() {
        score -= 6.0;
    }
    score
}

fn matches(pattern: &[Option<String>], syllables: &[&str]) -> bool {
    match (pattern.split_first(), syllables.split_first()) {
        (None, None) => true,
        (Some((Some(p), pattern)), Some((s, rest))) => p == s && matches(pattern, rest),
        (Some((None, pattern)), Some(_)) => (1..=syllables.len().min(5))
            .any(|n| syllables.get(n..).is_some_and(|rest| matches(pattern, rest))),
        _ => false,
    }
}

fn opens_with(pattern: &[Option<String>], syllables: &[&str]) -> bool {
    pattern.len() <= syllables.len()
        && pattern.iter().zip(syllables).all(|(p, s)| p.as_deref().is_none_or(|p| p == *s))
}

impl Header {
    /// A header of known cells on `lines`.
    pub(super) fn new(source: &Source<'_>, lines: Range<usize>, cells: Vec<HeaderCell>) -> Self {
        let symbols =
            lines.clone().flat_map(|l| super::source::symbols(source.words(l)).collect::<Vec<_>>()).collect();
        Self { lines, cells, score: 1.0, sides: Vec::new(), unread: Vec::new(), symbols }
    }

    /// The lines behind the header that repeat it, whole or torn, with the page numbers that stand right above.
    pub(super) fn repetitions(&self, source: &Source<'_>) -> Vec<Range<usize>> {
        let known: HashSet<Sym> = self.symbols.iter().copied().collect();
        let mut found = Vec::new();
        let mut line = self.lines.end;
        while line < source.lines.len() {
            let starts = source.words(line).first().is_some_and(|w| known.contains(&w.first));
            match starts.then(|| self.repetition_at(source, line)).flatten() {
                Some(end) => {
                    found.push(line..end);
                    line = end;
                }
                None => line += 1,
            }
        }
        found
    }

    /// The end of the repetition that begins at `line`.
    fn repetition_at(&self, source: &Source<'_>, line: usize) -> Option<usize> {
        let mut at = 0;
        let mut taken = 0;
        let mut lines = 0;
        let mut end = line;
        let mut next = line;
        while next < source.lines.len() {
            let symbols: Vec<Sym> = super::source::symbols(source.words(next)).collect();
            if symbols.is_empty() {
                next += 1;
                if next > end + 3 {
                    break;
                }
                continue;
            }
            let rest = self.symbols.get(at..).unwrap_or(&[]);
            let Some(found) = rest.windows(symbols.len()).position(|w| w == symbols) else { break };
            at += found + symbols.len();
            taken += symbols.len();
            lines += 1;
            next += 1;
            end = next;
        }
        if column_numbers(source, next).is_some() && end == next {
            end = next + 1;
        }
        let indented = source.split.get(line).is_some_and(|l| l.indent > 0);
        let share = taken as f32 / self.symbols.len().max(1) as f32;
        let enough = share >= 0.6 || (indented && lines >= 3 && share >= 0.35);
        enough.then_some(end)
    }
}
