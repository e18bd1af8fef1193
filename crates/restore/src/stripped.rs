//! Readings of text whose marks were stripped: the folded form of a word must match, and case is evidence.

use crate::language_model::LanguageModel;
use crate::lattice::{Lattice, LogProb, Written};
use crate::token::{Case, Token, TokenKind, mark_symbol, number_symbol};
use crate::vocabulary::{BOUNDARY, UNKNOWN, WordId};

/// log p of reading a word in capitals as a syllable where no neighbour is in capitals: `TU` is then the party committee.
const LONE_CAPITALS: LogProb = -3.5;
/// The same in a document's number.
const CAPITALS_IN_NUMBER: LogProb = -6.0;
/// log p of a letter of an acronym that the vocabulary does not have.
const ACRONYM_LETTER: LogProb = -2.5;
/// log p of reading a word among capitals as an acronym.
const ACRONYM_AMONG_CAPITALS: LogProb = -1.5;

/// Where a word stands, as far as its case and its neighbours tell.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Setting {
    /// A sentence or an item begins here, so that a capital says nothing.
    pub(crate) initial: bool,
    /// A neighbour is a word in capitals.
    pub(crate) among_capitals: bool,
    /// A mark without a space joins the word to what stands before it, as in a document's number.
    pub(crate) in_number: bool,
    /// The word is known to be right as it stands.
    pub(crate) settled: bool,
}

/// The settings of the word tokens of one line (`capitals` is scratch space).
pub(crate) fn settings(line: &str, tokens: &[Token], out: &mut Vec<Setting>) {
    let capital = |i: Option<usize>| {
        i.and_then(|i| tokens.get(i)).is_some_and(|t| {
            let text = t.text(line);
            t.kind == TokenKind::Word && Case::of(text) == Case::Upper && could_be_syllable(text)
        })
    };
    let mut initial = true;
    out.clear();
    for (i, token) in tokens.iter().enumerate() {
        let among_capitals = capital(i.checked_sub(1)) || capital(Some(i + 1));
        let in_number = i.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| {
            t.end == token.start
                && t.start > 0
                && t.kind == TokenKind::Mark
                && matches!(t.text(line), "/" | "-")
        });
        out.push(Setting { initial, among_capitals, in_number, settled: false });
        match token.kind {
            TokenKind::Word => initial = false,
            TokenKind::Number => initial = initial && i == 0,
            TokenKind::Mark => {
                initial = initial
                    || matches!(mark_symbol(token.text(line)), Some("." | ":" | "-" | "\"" | "?" | ";"));
            }
            TokenKind::Separator => initial = true,
            TokenKind::Address => {}
        }
    }
}

/// Whether a word in capitals, marked or not, has the vowels of a syllable.
fn could_be_syllable(text: &str) -> bool {
    text.chars().filter_map(vanthu_text::fold_char).any(|c| "aeiouy".contains(c)) && text.chars().count() <= 7
}

/// Adds the arcs of one token to the current place of `lattice` and closes it; a token that the model does not see adds
/// a passing arc.
pub(crate) fn add_token(
    model: &LanguageModel<'_>,
    line: &str,
    token: &Token,
    setting: Setting,
    base: &mut String,
    lattice: &mut Lattice,
) {
    let text = token.text(line);
    let vocabulary = model.vocabulary();
    let symbol = match token.kind {
        TokenKind::Word => {
            add_word(model, text, setting, base, lattice);
            lattice.close_place();
            return;
        }
        TokenKind::Number => vocabulary.id(number_symbol(text)),
        TokenKind::Mark => mark_symbol(text).and_then(|s| vocabulary.id(s)),
        TokenKind::Separator => Some(BOUNDARY),
        TokenKind::Address => Some(UNKNOWN),
    };
    lattice.push_word(symbol, Written::Keep, 0.0);
    lattice.close_place();
}

fn add_word(
    model: &LanguageModel<'_>,
    text: &str,
    setting: Setting,
    base: &mut String,
    lattice: &mut Lattice,
) {
    let vocabulary = model.vocabulary();
    let text = vanthu_text::nfc(text);
    let case = Case::of(&text);
    if setting.settled || !text.is_ascii() {
        lattice.push_word(Some(model.known(&text).unwrap_or(UNKNOWN)), Written::Keep, 0.0);
        return;
    }
    base.clear();
    vanthu_text::fold_into(&text, base);
    let before = lattice.arcs();
    for word in vocabulary.variants(base) {
        if let Some((written, emission)) = reading(model, word, &text, case, setting) {
            lattice.push_word(Some(word), written, emission);
        }
    }
    if lattice.arcs() == before {
        lattice.push_word(Some(UNKNOWN), Written::Keep, 0.0);
    } else if case == Case::Upper && (setting.in_number || !setting.among_capitals) {
        lattice.push_word(Some(UNKNOWN), Written::Keep, ACRONYM_LETTER * text.len() as LogProb);
    }
}

/// How `word` is written in the place of `text`, and the probability that it looks like that.
fn reading(
    model: &LanguageModel<'_>,
    word: WordId,
    text: &str,
    case: Case,
    setting: Setting,
) -> Option<(Written, LogProb)> {
    let form = model.vocabulary().word(word);
    if form.chars().any(char::is_uppercase) {
        let stripped_alike = matches!(case, Case::Upper | Case::Mixed) && strip(form).eq(text.chars());
        let emission =
            if setting.among_capitals && !setting.in_number { ACRONYM_AMONG_CAPITALS } else { 0.0 };
        return stripped_alike.then_some((Written::Verbatim, emission));
    }
    if case == Case::Mixed {
        return None;
    }
    Some((Written::As(case), case_evidence(model, word, case, setting)))
}

/// log p of the case in which `word`, no acronym, is printed.
pub(crate) fn case_evidence(
    model: &LanguageModel<'_>,
    word: WordId,
    case: Case,
    setting: Setting,
) -> LogProb {
    let share = model.capital_share(word);
    match case {
        Case::Upper if setting.in_number => CAPITALS_IN_NUMBER,
        Case::Upper if setting.among_capitals => 0.0,
        Case::Upper | Case::Mixed => LONE_CAPITALS,
        _ if setting.initial => 0.0,
        Case::Title => share.ln(),
        Case::Lower => (1.0 - share).ln(),
    }
}

/// The characters of `text` without marks, in their case.
fn strip(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let folded = vanthu_text::fold_char(c);
        folded.into_iter().flat_map(move |f| {
            let upper = c.is_uppercase();
            upper.then(|| f.to_uppercase()).into_iter().flatten().chain((!upper).then_some(f))
        })
    })
}
