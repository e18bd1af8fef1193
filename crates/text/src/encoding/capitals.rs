//! Capitals of text typed in TCVN3, which has no capitals with tones: `S¾C LÖNH` reads *SắC LệNH* letter for letter.

use crate::Syllable;

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
    if !text.bytes().any(|b| b.is_ascii_uppercase()) {
        return;
    }
    let mut raised = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = words(line);
        let mut done = 0;
        for (i, word) in words.iter().enumerate() {
            if !is_capitals(&words, i) {
                continue;
            }
            raised.push_str(line.get(done..word.start).unwrap_or_default());
            raise_into(line.get(word.start..word.end).unwrap_or_default(), &mut raised);
            done = word.end;
        }
        raised.push_str(line.get(done..).unwrap_or_default());
    }
    if raised.len() == text.len() {
        *text = raised;
    }
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

fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = line.char_indices().peekable();
    let mut end = 0;
    while let Some((start, c)) = rest.next() {
        if !c.is_alphabetic() {
            continue;
        }
        let mut stop = start + c.len_utf8();
        while let Some((_, c)) = rest.next_if(|(_, c)| c.is_alphabetic()) {
            stop += c.len_utf8();
        }
        let between = line.get(end..start).unwrap_or_default();
        let joined =
            !words.is_empty() && between.chars().all(|c| matches!(c, ' ' | '\u{A0}' | '-' | '–' | ','));
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
