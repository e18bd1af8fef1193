//! The body: articles with clauses and points, or the headings of a plan.

use crate::lexer::label::{ArticleLabel, Label, Mark, article, label};
use crate::model::{Article, Clause, Section};
use crate::paragraph::Paragraph;

use super::nesting::{Nested, Nesting, insert, last};

/// What a body holds.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Articles.
    pub(crate) articles: Vec<Article>,
    /// Chapters, or the headings where there are no articles.
    pub(crate) outline: Vec<Section>,
}

impl Nested for Clause {
    fn inside(&mut self) -> &mut Vec<Self> {
        &mut self.clauses
    }
}

impl Nested for Section {
    fn inside(&mut self) -> &mut Vec<Self> {
        &mut self.children
    }
}

/// Reads a body.
pub(crate) fn body(paragraphs: &[Paragraph<'_>]) -> Body {
    let quoted = quoted(paragraphs);
    let has_articles = paragraphs
        .iter()
        .zip(&quoted)
        .any(|(paragraph, quoted)| !quoted && article(paragraph.text()).is_some());
    if has_articles {
        articles(paragraphs, &quoted)
    } else {
        Body { articles: Vec::new(), outline: outline(paragraphs, &quoted) }
    }
}

/// Paragraphs that a quotation may last; one that does not end within them was never closed.
const LONGEST_QUOTATION: usize = 400;

/// For each paragraph, whether it begins within a quotation: headings there are another document's.
fn quoted(paragraphs: &[Paragraph<'_>]) -> Vec<bool> {
    let quotes: Vec<Option<Quote>> =
        paragraphs.iter().map(|paragraph| last_quote(paragraph.text())).collect();
    // From the end: the next paragraph that closes a quotation.
    let mut closes_at = vec![usize::MAX; quotes.len() + 1];
    let mut next = usize::MAX;
    for ((at, quote), slot) in quotes.iter().enumerate().zip(&mut closes_at).rev() {
        if quote.is_some_and(|quote| quote != Quote::Opens) {
            next = at;
        }
        *slot = next;
    }
    let mut out = Vec::with_capacity(quotes.len());
    let mut open = false;
    for (at, quote) in quotes.iter().enumerate() {
        out.push(open);
        open = match quote {
            Some(Quote::Opens) => true,
            Some(Quote::Closes) => false,
            Some(Quote::Turns) => !open,
            None => open,
        };
        let end = closes_at.get(at + 1).copied().unwrap_or(usize::MAX);
        open = open && end.saturating_sub(at) <= LONGEST_QUOTATION;
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quote {
    Opens,
    Closes,
    /// An odd number of marks that do not say which they are.
    Turns,
}

/// The state in which a paragraph's quotation marks leave it.
fn last_quote(text: &str) -> Option<Quote> {
    // Both marks are the bytes E2 80 9C and E2 80 9D.
    let bytes = text.as_bytes();
    let mark = memchr::memrchr_iter(0xE2, bytes).find_map(|at| match bytes.get(at + 1..at + 3) {
        Some([0x80, 0x9C]) => Some(Quote::Opens),
        Some([0x80, 0x9D]) => Some(Quote::Closes),
        _ => None,
    });
    mark.or_else(|| (memchr::memchr_iter(b'"', bytes).count() % 2 == 1).then_some(Quote::Turns))
}

fn articles(paragraphs: &[Paragraph<'_>], quoted: &[bool]) -> Body {
    let mut body = Body::default();
    let mut clauses = Nesting::default();
    let mut chapters = Nesting::default();
    let mut in_article = false;
    let mut number = None;
    let following = following(paragraphs, quoted);
    for ((paragraph, quoted), following) in paragraphs.iter().zip(quoted).zip(following) {
        let text = paragraph.text();
        let found = if *quoted { None } else { article(text) };
        // Numbers rise: `Điều 5.` behind Điều 7 is the end of a sentence that was wrapped before it.
        let found = found.filter(|found| rises(number, found));
        if let Some(ArticleLabel { text: label, rest, number: printed }) = found {
            number = printed.or(number);
            body.articles.push(Article {
                label: label.to_owned(),
                text: rest.to_owned(),
                clauses: Vec::new(),
            });
            clauses = Nesting::default();
            in_article = true;
            continue;
        }
        let found = if *quoted { None } else { label(text) };
        if let Some(Label { text: label, mark, rest }) = found
            && matches!(mark, Mark::Part | Mark::Chapter | Mark::Division | Mark::Subdivision)
        {
            let depth = chapters.open(mark);
            let section = Section { label: label.to_owned(), title: rest.to_owned(), ..Section::default() };
            insert(&mut body.outline, depth, section);
            in_article = false;
            continue;
        }
        if let Some(Label { text: label, mark: Mark::Number(1), rest }) = found
            && in_article
            && lost_word(body.articles.last(), number, label, following)
        {
            number = number.map(|last| last + 1);
            body.articles.push(Article {
                label: label.to_owned(),
                text: rest.to_owned(),
                clauses: Vec::new(),
            });
            clauses = Nesting::default();
            continue;
        }
        match body.articles.last_mut().filter(|_| in_article) {
            Some(article) => add_clause(article, &mut clauses, text, found),
            None => add_title(&mut body.outline, text),
        }
    }
    body
}

/// For each paragraph, the number of the next article behind it.
fn following(paragraphs: &[Paragraph<'_>], quoted: &[bool]) -> Vec<Option<u32>> {
    let mut next = None;
    let mut out: Vec<Option<u32>> = paragraphs
        .iter()
        .zip(quoted)
        .rev()
        .map(|(paragraph, quoted)| {
            let behind = next;
            if let Some(found) = article(paragraph.text()).filter(|_| !quoted) {
                next = found.number;
            }
            behind
        })
        .collect();
    out.reverse();
    out
}

/// `2.` for `Điều 2.`: the typist forgot the word where the article before has no clauses and the next one is the third.
fn lost_word(before: Option<&Article>, last: Option<u32>, label: &str, following: Option<u32>) -> bool {
    let (Some(before), Some(last), Some(following)) = (before, last, following) else { return false };
    before.clauses.is_empty()
        && before.text.ends_with('.')
        && label.parse().ok() == last.checked_add(1)
        && last.checked_add(2) == Some(following)
}

/// Whether an article may follow the one of number `last`.
fn rises(last: Option<u32>, found: &ArticleLabel<'_>) -> bool {
    match (last, found.number) {
        (Some(last), Some(number)) => number > last || found.text.ends_with(|c: char| c.is_ascii_lowercase()),
        _ => true,
    }
}

/// A paragraph between a chapter's label and its first article is the chapter's title.
fn add_title(outline: &mut [Section], text: &str) {
    if let Some(section) = last(outline) {
        if !section.title.is_empty() {
            section.title.push(' ');
        }
        section.title.push_str(text);
    }
}

fn add_clause(article: &mut Article, nesting: &mut Nesting, text: &str, found: Option<Label<'_>>) {
    if !article.text.is_empty() {
        article.text.push(' ');
    }
    article.text.push_str(text);
    match found {
        Some(Label { text: label, mark, rest }) => {
            let depth = nesting.open(mark);
            let clause = Clause { label: label.to_owned(), text: rest.to_owned(), clauses: Vec::new() };
            insert(&mut article.clauses, depth, clause);
        }
        None => {
            if let Some(clause) = last(&mut article.clauses) {
                if !clause.text.is_empty() {
                    clause.text.push(' ');
                }
                clause.text.push_str(text);
            }
        }
    }
}

/// The headings of a body without articles. Numbered paragraphs that are whole sentences are sections without title.
pub(crate) fn outline_of(paragraphs: &[Paragraph<'_>]) -> Vec<Section> {
    outline(paragraphs, &quoted(paragraphs))
}

fn outline(paragraphs: &[Paragraph<'_>], quoted: &[bool]) -> Vec<Section> {
    let mut roots: Vec<Section> = Vec::new();
    let mut nesting = Nesting::default();
    // A label alone on its line: the title is the next paragraph.
    let mut untitled = false;
    for (paragraph, quoted) in paragraphs.iter().zip(quoted) {
        let set_apart = paragraph.style.bold || paragraph.style.heading.is_some();
        for text in unglued(paragraph.text()) {
            let found = if *quoted { None } else { label(text).filter(|label| !label.mark.is_list()) };
            match found {
                Some(Label { text: label, mark, rest }) => {
                    let depth = nesting.open(mark);
                    let heading = is_heading(rest, set_apart);
                    insert(
                        &mut roots,
                        depth,
                        Section {
                            label: label.to_owned(),
                            title: if heading { rest.to_owned() } else { String::new() },
                            text: if heading { String::new() } else { rest.to_owned() },
                            children: Vec::new(),
                        },
                    );
                    untitled = rest.is_empty();
                }
                None => {
                    if roots.is_empty() {
                        // What stands before the first heading is a section without label.
                        roots.push(Section::default());
                    }
                    if let Some(section) = last(&mut roots) {
                        let into = if untitled && section.title.is_empty() {
                            &mut section.title
                        } else {
                            &mut section.text
                        };
                        if !into.is_empty() {
                            into.push('\n');
                        }
                        into.push_str(text);
                    }
                    untitled = false;
                }
            }
        }
    }
    roots
}

/// Longest heading, in bytes.
const LONGEST_HEADING: usize = 320;

/// Whether what stands behind a label is a heading and no sentence.
fn is_heading(text: &str, set_apart: bool) -> bool {
    text.len() <= LONGEST_HEADING && (set_apart || !text.ends_with(['.', ';', ',']))
}

/// Parts a heading from those that are glued to it: `I. MỤC ĐÍCH, YÊU CẦU1. Mục đích`.
fn unglued(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() <= 2 * LONGEST_HEADING && label(rest).is_some_and(|label| !label.mark.is_list()) {
        let mut before = ' ';
        let cut = rest.char_indices().find_map(|(at, c)| {
            let glued = before.is_alphabetic() && (c.is_ascii_digit() || c.is_ascii_uppercase());
            before = c;
            let opens = rest.get(at..).filter(|_| glued && at > 2).and_then(label)?;
            let numbered = matches!(opens.mark, Mark::Number(_) | Mark::Roman);
            let alone = rest.get(at..)?.get(opens.text.len()..)?.starts_with('.');
            (numbered
                && alone
                && opens.rest.starts_with(char::is_uppercase)
                && (c.is_ascii_digit() || opens.text.len() > 1))
                .then_some(at)
        });
        let Some(cut) = cut else { break };
        parts.extend(rest.get(..cut).map(str::trim));
        rest = rest.get(cut..).unwrap_or("");
    }
    parts.push(rest);
    parts
}
