//! How likely text is, in nats, that is no Vietnamese in any encoding: another language of Latin letters, or letters put
//! together by chance.

use super::likelihood::{Sign, is_letter, sign};

/// The begin of a cluster of letters and signs.
const BEGIN: f32 = -1.5;
/// A letter of ASCII, the commonest letter of French beyond it, the others of French, those of its neighbours, the
/// rest of Latin-1, and all others.
const ASCII: f32 = -2.9;
const E_ACUTE: f32 = -3.7;
const FRENCH: f32 = -5.0;
const NEIGHBOURS: f32 = -5.5;
const LATIN: f32 = -8.0;
const OTHER: f32 = -10.0;
/// A capital behind a small letter.
const ILL_CASED: f32 = -4.0;
/// A sign that may stand anywhere, another, one at the begin or end of a word, and one inside.
const SIGN: f32 = -3.5;
const LONE_SIGN: f32 = -5.5;
const SIGN_AT_WORD: f32 = -7.0;
const SIGN_INSIDE: f32 = -13.0;
const RUBBISH: f32 = -12.0;

/// A cluster by chance, and each of its characters.
const CHANCE: f32 = -0.5;
const CHANCE_LETTER: f32 = -3.5;

/// How likely a language of Western Europe is to have `cluster` between two blanks or signs of ASCII.
pub(super) fn western(cluster: &str) -> f32 {
    let mut log = BEGIN;
    let mut small = false;
    let mut before = None;
    let mut chars = cluster.chars().peekable();
    while let Some(c) = chars.next() {
        if is_letter(c) {
            log += letter(c);
            let capital = c.is_uppercase();
            log += if capital && small { ILL_CASED } else { 0.0 };
            small = !capital;
        } else {
            let beside = |c: Option<char>| c.is_some_and(is_letter);
            log += match (sign(c), beside(before), beside(chars.peek().copied())) {
                (Sign::Rubbish, ..) => RUBBISH,
                (Sign::Free, ..) => SIGN,
                (Sign::Sticking, true, true) => SIGN_INSIDE,
                (Sign::Sticking, false, false) => LONE_SIGN,
                (Sign::Sticking, ..) => SIGN_AT_WORD,
            };
            small = false;
        }
        before = Some(c);
    }
    log
}

fn letter(c: char) -> f32 {
    match c {
        'a'..='z' | 'A'..='Z' => ASCII,
        'é' | 'É' => E_ACUTE,
        'à' | 'è' | 'ê' | 'ç' | 'ô' | 'î' | 'û' | 'ù' | 'â' | 'ë' | 'ï' | 'œ' => FRENCH,
        'À' | 'È' | 'Ê' | 'Ç' | 'Ô' | 'Î' | 'Û' | 'Ù' | 'Â' | 'Ë' | 'Ï' | 'Œ' => FRENCH,
        'ä' | 'ö' | 'ü' | 'ß' | 'ñ' | 'á' | 'í' | 'ó' | 'ú' | 'ã' | 'õ' | 'å' | 'ø' | 'æ' => {
            NEIGHBOURS
        }
        'Ä' | 'Ö' | 'Ü' | 'Ñ' | 'Á' | 'Í' | 'Ó' | 'Ú' | 'Ã' | 'Õ' | 'Å' | 'Ø' | 'Æ' => {
            NEIGHBOURS
        }
        'À'..='ÿ' => LATIN,
        _ => OTHER,
    }
}

/// How likely `cluster` is by chance.
pub(super) fn chance(cluster: &str) -> f32 {
    cluster.chars().fold(CHANCE, |log, _| log + CHANCE_LETTER)
}
