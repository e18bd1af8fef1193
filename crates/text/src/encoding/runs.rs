//! Runs of text that know their font, as Word, RTF and PDF files give them: the encoding is decided per run.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::detect::{Judge, Pool, Stretch, Verdict};
use super::font::{FontClass, font_class};
use super::{Encoding, capitals, seen};

/// A run of text in one font, as it was seen through Windows-1252, Latin-1 or Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    /// The text.
    pub text: &'a str,
    /// Name of the font; empty where it is not known.
    pub font: &'a str,
}

/// A line as it was meant.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodedLine {
    /// The text of each run. A mark at the start of a run may have joined the vowel at the end of the one before.
    pub texts: Vec<String>,
    /// The encodings of the runs; `None` for text that needed nothing.
    pub encodings: Vec<Option<Encoding>>,
    /// How sure that is, 0 to 1.
    pub confidence: f32,
}

/// Decodes the lines (paragraphs) of a document, whose runs may be in several encodings.
///
/// Names of fonts are hints. What decides is whether Vietnamese comes of the text; a run too short to tell follows
/// others in the same kind of font, which is why all lines are shown to [`RunDecoder::observe`] first.
///
/// ```
/// use vanthu_text::{Encoding, Run, RunDecoder};
///
/// let title = [Run { text: "quyÕt ®Þnh", font: ".VnTimeH" }, Run { text: " sè 12/Q§-UB", font: ".VnTime" }];
/// let note = [Run { text: "société générale, Hà Nội", font: "Times New Roman" }];
/// let mut decoder = RunDecoder::default();
/// decoder.observe(&title);
/// decoder.observe(&note);
///
/// let line = decoder.decode(&title);
/// assert_eq!(line.texts, ["QUYẾT ĐỊNH", " số 12/QĐ-UB"]);
/// assert_eq!(line.encodings, [Some(Encoding::Tcvn3); 2]);
/// assert_eq!(decoder.decode(&note).texts, ["société générale, Hà Nội"]);
/// ```
#[derive(Debug, Default)]
pub struct RunDecoder {
    forced: Option<Encoding>,
    /// What the lines said, by the encoding that their fonts were made for.
    pools: BTreeMap<Option<Encoding>, Pool>,
    judge: Judge,
}

/// Neighbouring runs in fonts of one kind.
struct Group {
    /// Places of the runs.
    runs: std::ops::Range<usize>,
    expected: Option<Encoding>,
    symbols: bool,
}

impl RunDecoder {
    /// A decoder that takes all text for what was seen of `encoding`; of none for [`Encoding::Utf8`].
    #[must_use]
    pub fn forced(encoding: Encoding) -> Self {
        Self { forced: Some(encoding), ..Self::default() }
    }

    /// Learns from a line.
    pub fn observe(&mut self, line: &[Run<'_>]) {
        for group in groups(line) {
            let text = joined(line, &group);
            if group.symbols || !is_open(&text) {
                continue;
            }
            let scores = self.judge.scores(Stretch::Seen(&text));
            self.pools.entry(group.expected).or_default().note(&scores);
        }
    }

    /// The line as it was meant.
    #[must_use]
    pub fn decode(&mut self, line: &[Run<'_>]) -> DecodedLine {
        let mut out = DecodedLine { texts: Vec::new(), encodings: Vec::new(), confidence: 1.0 };
        for group in groups(line) {
            let verdict = self.verdict(line, &group);
            out.confidence = out.confidence.min(verdict.confidence());
            let runs = line.get(group.runs.clone()).unwrap_or_default();
            out.encodings.extend(runs.iter().map(|_| verdict.encoding));
            match verdict.encoding {
                Some(encoding) => out.texts.append(&mut decode(encoding, runs)),
                None => out.texts.extend(runs.iter().map(|run| run.text.to_owned())),
            }
        }
        out
    }

    fn verdict(&mut self, line: &[Run<'_>], group: &Group) -> Verdict {
        let sure = |encoding| Verdict { encoding, lead: f32::INFINITY };
        if group.symbols {
            return sure(None);
        }
        if let Some(forced) = self.forced {
            return sure(forced.code_page().is_some().then_some(forced));
        }
        let text = joined(line, group);
        let pool = self.pools.get(&group.expected).copied().unwrap_or_default();
        if !is_open(&text) {
            // Nothing to tell by, and nothing at stake but the capitals of a font.
            return sure(group.expected.filter(|&e| text.is_ascii() && pool.suggests(e)));
        }
        let verdict = self.judge.scores(Stretch::Seen(&text)).verdict(&pool.odds(group.expected));
        // A soft hyphen says nothing where no other letter speaks, and is not seen; the letter of the font is.
        if verdict.encoding.is_none()
            && text.chars().all(|c| c.is_ascii() || c == '\u{AD}')
            && let Some(expected) = group.expected.filter(|&e| pool.suggests(e))
        {
            return sure(Some(expected));
        }
        verdict
    }
}

/// Whether reading `text` in another encoding could change it.
fn is_open(text: &str) -> bool {
    seen::has_bytes(text) || text.chars().any(|c| ('\u{F020}'..='\u{F0FF}').contains(&c))
}

fn groups(line: &[Run<'_>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (i, run) in line.iter().enumerate() {
        let FontClass { encoding: expected, symbols, .. } = font_class(run.font);
        match groups.last_mut() {
            Some(last) if last.expected == expected && last.symbols == symbols => last.runs.end = i + 1,
            _ => groups.push(Group { runs: i..i + 1, expected, symbols }),
        }
    }
    groups
}

fn joined<'a>(line: &[Run<'a>], group: &Group) -> Cow<'a, str> {
    match line.get(group.runs.clone()).unwrap_or_default() {
        [] => Cow::Borrowed(""),
        [run] => Cow::Borrowed(run.text),
        runs => Cow::Owned(runs.iter().map(|run| run.text).collect()),
    }
}

/// The texts of `runs`, all in `encoding`.
fn decode(encoding: Encoding, runs: &[Run<'_>]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::with_capacity(runs.len());
    let mut rests = runs.iter().map(|run| run.text).collect::<Vec<_>>();
    for i in 0..rests.len() {
        let mut text = rests.get(i).copied().unwrap_or_default().to_owned();
        // A mark that the next run begins with belongs to the vowel that this one ends with.
        if let (Some(last), Some(next)) = (text.chars().last(), rests.get_mut(i + 1))
            && last.is_alphabetic()
            && let Some(mark) = next.chars().next().filter(|&c| joins(encoding, last, c))
        {
            text.push(mark);
            *next = next.get(mark.len_utf8()..).unwrap_or_default();
        }
        let mut decoded = String::with_capacity(text.len() + text.len() / 2);
        seen::decode_into(encoding, &text, &mut decoded);
        let class = runs.get(i).map(|run| font_class(run.font)).unwrap_or_default();
        if class.capitals && encoding == Encoding::Tcvn3 {
            let mut raised = String::with_capacity(decoded.len());
            capitals::raise_into(&decoded, &mut raised);
            decoded = raised;
        }
        texts.push(decoded);
    }
    if encoding == Encoding::Tcvn3 {
        restore_capitals(&mut texts);
    }
    texts
}

/// Whether a base at the end of a run and a mark at the start of the next make one letter.
fn joins(encoding: Encoding, base: char, mark: char) -> bool {
    let pair: String = [base, mark].into_iter().collect();
    !mark.is_ascii() && encoding.decode_seen(&pair).chars().count() == 1
}

/// Capitals are judged over all runs, which often part words.
fn restore_capitals(texts: &mut [String]) {
    let mut whole = texts.concat();
    capitals::restore(&mut whole);
    let mut at = 0;
    for text in texts {
        let end = at + text.len();
        if let Some(part) = whole.get(at..end) {
            part.clone_into(text);
        }
        at = end;
    }
}
