//! Recitals: the legal bases (căn cứ) between title and enacting formula.

use vanthu_text::single_spaced;

use crate::citation;
use crate::lexer::folded::strip_phrase;
use crate::lexer::label::{article, label};
use crate::model::{Citation, LegalBasis, Place};
use crate::organ;
use crate::paragraph::Paragraph;

use super::strip::{after_basis, announces, is_formula, is_recital};

/// What stands before the body.
#[derive(Debug, Default)]
pub(crate) struct Preamble {
    /// Legal bases.
    pub(crate) bases: Vec<LegalBasis>,
    /// Number of the paragraph with which the body begins.
    pub(crate) body: usize,
}

/// Reads the recitals at the start of `paragraphs`.
pub(crate) fn preamble(paragraphs: &[Paragraph<'_>]) -> Preamble {
    let mut out = Preamble::default();
    let mut formal = false;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.text();
        let bare = text.trim_start_matches(|c: char| matches!(c, '-' | '–' | '*') || c.is_whitespace());
        let heading = article(text).is_some() || label(text).is_some_and(|l| !l.mark.is_list());
        if heading && after_basis(bare).is_none() {
            formal = true;
            break;
        }
        if after_basis(bare).is_some() {
            let span = paragraph.passage.span(&(0..text.len()));
            out.bases.extend(bases(bare, &Place::from(&span)));
            out.body = at + 1;
            if announces(text) {
                formal = true;
                break;
            }
        } else if is_formula(text) {
            out.body = at + 1;
            formal = true;
            break;
        } else if !(is_recital(bare) || is_authority(bare)) {
            // Running text: a plan tells its reasons before it comes to the point.
            if at >= LONGEST_PREAMBLE {
                break;
            }
        } else {
            out.body = at + 1;
        }
    }
    if !formal && out.bases.is_empty() {
        // A letter begins like a recital (`Thực hiện Công văn …`), and is none.
        out.body = 0;
    }
    out
}

/// Paragraphs of running text that may stand among recitals.
const LONGEST_PREAMBLE: usize = 12;

/// `ỦY BAN NHÂN DÂN TỈNH …` alone, above or among the recitals.
fn is_authority(text: &str) -> bool {
    text.len() < 160 && !text.ends_with(['.', ';', ':']) && organ::role(text).is_some()
}

/// The bases of one paragraph: it opens with `Căn cứ`, and may hold several.
fn bases(text: &str, place: &Place) -> Vec<LegalBasis> {
    let mut out = Vec::new();
    let mut rest = after_basis(text);
    while let Some(current) = rest {
        let next = current.char_indices().find_map(|(at, c)| {
            let behind = current.get(at + c.len_utf8()..)?;
            let opens = matches!(c, ';' | ',' | '.').then(|| behind.trim_start())?;
            strip_phrase(opens, "can cu")?;
            Some((at, opens))
        });
        let (one, following) = match next {
            Some((at, opens)) => (current.get(..at).unwrap_or(""), after_basis(opens)),
            None => (current, None),
        };
        out.extend(basis(one, place));
        rest = following;
    }
    out
}

/// One basis without its closing mark, and without the enacting sentence that may follow in the same paragraph
/// (`Căn cứ Kế hoạch …, Ủy ban nhân dân xã ban hành kế hoạch như sau:`).
fn basis(text: &str, place: &Place) -> Option<LegalBasis> {
    let text = if announces(text) { before_enacting(text) } else { text };
    let text = text.trim().trim_end_matches([';', ',', '.', ':']).trim_end();
    (!text.is_empty()).then(|| LegalBasis {
        text: single_spaced(text).into_owned(),
        citations: citation::find(text)
            .filter(|found| !found.cut)
            .map(|found| Citation { spans: vec![place.clone()], ..found.citation })
            .collect(),
    })
}

fn before_enacting(text: &str) -> &str {
    let cut = text.char_indices().rev().find(|(at, c)| {
        matches!(c, ',' | ';')
            && text.get(at + 1..).is_some_and(|rest| {
                let rest = rest.trim_start();
                organ::role(rest).is_some() && rest.starts_with(char::is_uppercase)
            })
    });
    cut.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}
