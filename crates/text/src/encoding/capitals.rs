//! Capitals of text typed in TCVN3, which has no capitals with tones: `S¾C LÖNH` reads *SắC LệNH* letter for letter.

use crate::{Syllable, is_vietnamese_letter};

/// What a word's letters say about its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// All capitals but for letters that have none in the encoding.
    Capitals,
    /// Small letters that have capitals.
    Small,
    /// Neither: `Số`, `ở`, a single letter.
    Either,
    /// Letters that are no word, such as the symbol of a document.
    Symbol,
}

struct Word {
    start: usize,
    end: usize,
    case: Case,
    /// Only blanks, hyphens and commas lie between this word and the one before.
    joined: bool,
}

/// Makes capitals of the small letters that stand among capitals. The text's bytes keep their places, since a
/// Vietnamese letter and its capital take equally many.
pub(super) fn restore(text: &mut String) {
    let mut raised = String::new();
    let mut kept = 0;
    let mut done = 0;
    while let Some(inner) = next_inner_capital(text.as_bytes(), done) {
        // Words that are parted by other signs of ASCII say nothing of each other.
        let parts = |&b: &u8| b.is_ascii() && !b.is_ascii_alphabetic() && !joins(char::from(b));
        let (before, behind) = text.as_bytes().split_at(inner);
        let open = before.get(done..).unwrap_or_default();
        let start = open.iter().rposition(&parts).map_or(done, |i| done + i + 1);
        let end = inner + behind.iter().position(parts).unwrap_or(behind.len());
        let stretch = text.get(start..end).unwrap_or_default();
        let words = words(stretch);
        for (i, word) in words.iter().enumerate() {
            if is_capitals(&words, i) {
                raised.push_str(text.get(kept..start + word.start).unwrap_or_default());
                raise_into(stretch.get(word.start..word.end).unwrap_or_default(), &mut raised);
                kept = start + word.end;
            }
        }
        done = end;
    }
    if kept > 0 {
        raised.push_str(text.get(kept..).unwrap_or_default());
        *text = raised;
    }
}

/// Whether the words on both sides of `c` belong together.
fn joins(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '-' | '–' | ',')
}

/// Bytes looked at together.
const BLOCK: usize = 32;

/// The first capital at or behind `from` that stands behind another capital or a letter beyond ASCII, as in each word
/// that is set in capitals and in few others.
fn next_inner_capital(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from.max(1);
    loop {
        let block = |from: usize| bytes.get(from..).and_then(<[u8]>::first_chunk::<BLOCK>);
        if let (Some(a), Some(b), Some(c), Some(d)) = (block(at - 1), block(at), block(at + 1), block(at + 2))
        {
            // Without branches, so that the compiler can use vector instructions.
            let letters = a.iter().zip(b).zip(c).zip(d);
            if !letters.fold(false, |found, (((&a, &b), &c), &d)| found | is_inner_capital([a, b, c, d])) {
                at += BLOCK;
                continue;
            }
        }
        let byte = |i: usize| bytes.get(i).copied().unwrap_or(0);
        let end = bytes.len().min(at + BLOCK);
        let found = (at..end).find(|&i| is_inner_capital([byte(i - 1), byte(i), byte(i + 1), byte(i + 2)]));
        if found.is_some() || end == bytes.len() {
            return found;
        }
        at = end;
    }
}

/// Whether a capital of this encoding begins at the second byte, behind a byte of a capital or of a letter beyond ASCII.
fn is_inner_capital([before, first, second, third]: [u8; 4]) -> bool {
    let behind = before.is_ascii_uppercase() | (before >= 0x80);
    // `Â`, `Ê`, `Ô`, and `à` to `ù` which are small; `Ă`, `Đ`; `Š` and the like; `Ơ`, `Ư`; `Ạ` to `Ỹ`, every other one.
    let latin = (first == 0xC3) & (second < 0xA0);
    let latin = latin | (first == 0xC4) & ((second == 0x82) | (second == 0x90)) | (first == 0xC5);
    let horned = (first == 0xC6) & ((second == 0xA0) | (second == 0xAF));
    let toned = (first == 0xE1) & (third & 1 == 0);
    behind & (first.is_ascii_uppercase() | latin | horned | toned)
}

/// Appends `text` in capitals, letters that would take another number of bytes left as they are.
pub(super) fn raise_into(text: &str, out: &mut String) {
    for c in text.chars() {
        let mut capital = c.to_uppercase();
        match (capital.next(), capital.next()) {
            (Some(upper), None) if upper.len_utf8() == c.len_utf8() => out.push(upper),
            _ => out.push(c),
        }
    }
}

/// Whether word `i` is set in capitals: by itself, or because the nearest words on both sides that tell are.
fn is_capitals(words: &[Word], i: usize) -> bool {
    let Some(word) = words.get(i) else { return false };
    if word.case != Case::Either {
        return word.case == Case::Capitals;
    }
    let before = words.get(..=i).unwrap_or_default().windows(2).rev();
    let mut left = None;
    for pair in before.take(FARTHEST) {
        let [other, next] = pair else { break };
        if !next.joined || other.case == Case::Symbol {
            break;
        }
        if other.case != Case::Either {
            left = Some(other.case);
            break;
        }
    }
    let mut right = None;
    for other in words.get(i + 1..).unwrap_or_default().iter().take(FARTHEST) {
        if !other.joined || other.case == Case::Symbol {
            break;
        }
        if other.case != Case::Either {
            right = Some(other.case);
            break;
        }
    }
    matches!(
        (left, right),
        (Some(Case::Capitals), None | Some(Case::Capitals)) | (None, Some(Case::Capitals))
    )
}

/// Words that are looked through for one that tells.
const FARTHEST: usize = 4;

fn is_letter(c: char) -> bool {
    is_vietnamese_letter(c) || c.is_alphabetic()
}

fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = line.char_indices().peekable();
    let mut end = 0;
    while let Some((start, c)) = rest.next() {
        if !is_letter(c) {
            continue;
        }
        let mut stop = start + c.len_utf8();
        while let Some((_, c)) = rest.next_if(|&(_, c)| is_letter(c)) {
            stop += c.len_utf8();
        }
        let between = line.get(end..start).unwrap_or_default();
        let joined = !words.is_empty() && between.chars().all(joins);
        words.push(Word { start, end: stop, case: case(line.get(start..stop).unwrap_or_default()), joined });
        end = stop;
    }
    words
}

/// Whether TCVN3 has a capital of the small letter `c`.
pub(super) fn has_capital(c: char) -> bool {
    c.is_ascii() || matches!(c, 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư')
}

fn case(word: &str) -> Case {
    let (mut capitals, mut small, mut without, mut turned) = (0, 0, 0, false);
    for c in word.chars() {
        if c.is_uppercase() {
            capitals += 1;
            turned |= without > 0;
        } else if c.is_ascii() {
            small += 1;
        } else {
            without += 1;
        }
    }
    match (capitals, small, without) {
        (_, 1.., _) => Case::Small,
        (2.., _, _) | (1, _, 1..) if capitals > 1 || turned => {
            if Syllable::parse(word).is_some() {
                Case::Capitals
            } else {
                Case::Symbol
            }
        }
        _ => Case::Either,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(text: &str) -> String {
        let mut text = text.to_owned();
        restore(&mut text);
        text
    }

    #[test]
    fn small_letters_among_capitals_are_raised() {
        assert_eq!(restored("SắC LệNH CủA CHủ TịCH"), "SẮC LỆNH CỦA CHỦ TỊCH");
        assert_eq!(restored("ủY BAN NHÂN DÂN Xã"), "ỦY BAN NHÂN DÂN XÃ");
        assert_eq!(restored("QUYếT ĐịNH Về ở, CHợ"), "QUYẾT ĐỊNH VỀ Ở, CHỢ");
    }

    #[test]
    fn no_word_in_capitals_is_passed_over() {
        let long = " ".repeat(2 * BLOCK);
        for syllable in Syllable::all() {
            let small = syllable.spell(crate::Placement::Old);
            let typed = |c: char| if has_capital(c) { c.to_uppercase().next().unwrap_or(c) } else { c };
            let typed: String = small.chars().map(typed).collect();
            for text in [typed.clone(), format!("{typed}{long}"), format!("{long}{typed}")] {
                assert!(
                    case(&typed) != Case::Capitals || next_inner_capital(text.as_bytes(), 0).is_some(),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn words_that_begin_a_sentence_stay() {
        for text in
            ["Số 12/QĐ-UB", "Sở Y tế", "Bộ Tài chính", "Từ điển", "Về việc xử lý", "Đề nghị UBND xã", "ở xã"]
        {
            assert_eq!(restored(text), text);
        }
    }

    #[test]
    fn symbols_of_documents_say_nothing_of_their_neighbours() {
        assert_eq!(restored("Số: 3/QĐ-BTC"), "Số: 3/QĐ-BTC");
        assert_eq!(restored("Sở NNPTNT"), "Sở NNPTNT");
    }
}
