//! Letters that an OCR confuses because they are drawn alike: `SỐ` for `số`, `IH` for `III`.
//!
//! Only what cannot stand in print is changed: capitals within a word of small letters, quarters of a year that do not exist.

use vanthu_text::Syllable;

use super::Word;
use super::strokes::COUNTED;

/// A gap as wide as so many heights of a word parts cells.
const CELL_GAP: f32 = 1.5;

/// Mends the words of a page.
pub(super) fn mend(words: &mut [Word]) {
    // A page that prints one quarter in Roman figures prints them all so.
    let roman = words.windows(2).any(|pair| names_quarter(&pair[0]) && pair[1].text.starts_with(['I', 'V']));
    for at in 0..words.len() {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        // A quarter may stand on the line behind its word.
        let quarter = before.is_some_and(names_quarter);
        let Some(word) = words.get(at) else { continue };
        let small_beside = |other: Option<&Word>| {
            other.is_some_and(|other| other.line == word.line && is_small(&other.text))
        };
        let next = words.get(at + 1);
        // Behind a wide gap another cell begins.
        let far = |next: &Word| next.x0 - word.x1 > CELL_GAP * (word.y1 - word.y0);
        let ends_line = next.is_none_or(|next| next.line != word.line || far(next));
        let wrapped = before.is_some_and(|before| wraps(before, word) && is_small(&before.text));
        let among_small = small_beside(before) && (ends_line || small_beside(next)) || wrapped && ends_line;
        let mended = if quarter { quarter_of(&word.text, roman) } else { small(&word.text, among_small) };
        if let (Some(text), Some(word)) = (mended, words.get_mut(at)) {
            word.text = text;
            if quarter {
                word.confidence = word.confidence.min(COUNTED);
            }
        }
    }
}

/// Whether `word` begins the line right below that of `before`, to the left of it: a cell's text goes on.
fn wraps(before: &Word, word: &Word) -> bool {
    let height = word.y1 - word.y0;
    let below = word.y0 - before.y1;
    before.line != word.line && (-0.5 * height..height).contains(&below) && word.x0 < before.x1
}

fn names_quarter(word: &Word) -> bool {
    matches!(word.text.as_str(), "Quý" | "quý" | "QUÝ")
}

fn is_small(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_uppercase)
}

/// Whether a capital differs from its small letter by its size alone.
fn is_drawn_alike(capital: char) -> bool {
    vanthu_text::fold_char(capital).is_some_and(|c| matches!(c, 'c' | 'o' | 's' | 'u' | 'v' | 'x' | 'z'))
}

/// A syllable of small letters whose capitals are drawn like them: `tỘC`; `SỐ` where small letters stand on both sides, or
/// before it at the end of its line or cell.
fn small(word: &str, among_small: bool) -> Option<String> {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let begins_small = letters.next()?.is_lowercase();
    letters.next()?;
    let capitals = word.chars().filter(|c| c.is_uppercase());
    let alike = capitals.clone().count() > 0 && capitals.clone().all(is_drawn_alike);
    let whole = among_small && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let lower = vanthu_text::lower(word);
    let syllable = || Syllable::parse(lower.trim_matches(|c: char| !c.is_alphabetic())).is_some();
    (alike && (begins_small || whole) && syllable()).then_some(lower)
}

/// The quarter of a year that strokes stand for: `IH/2024` is III/2024, `I1/2024` is II/2024. What is a quarter already
/// stays, but for the `1` of a page with `roman` figures.
fn quarter_of(word: &str, roman: bool) -> Option<String> {
    let end = word.find(|c| !matches!(c, 'I' | '1' | 'l' | 'H' | '|' | '!')).unwrap_or(word.len());
    let (strokes, rest) = word.split_at(end);
    if matches!(strokes, "" | "I" | "II" | "III")
        || strokes == "1" && !roman
        || rest.starts_with(char::is_alphanumeric)
    {
        return None;
    }
    let count: usize = strokes.chars().map(|c| if c == 'H' { 2 } else { 1 }).sum();
    // `1⁄2024`: the fraction stroke for the slash.
    (1..=3).contains(&count).then(|| format!("{}{}", "I".repeat(count), rest.replace('⁄', "/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(line: &str) -> Vec<Word> {
        let word = |text: &str| Word {
            text: text.to_owned(),
            x0: 0.0,
            y0: 0.0,
            x1: 1.0,
            y1: 1.0,
            confidence: 0.9,
            line: 1,
        };
        line.split(' ').map(word).collect()
    }

    fn mended(line: &str) -> String {
        let mut words = words_of(line);
        mend(&mut words);
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn capitals_among_small_letters() {
        assert_eq!(mended("chuyển đổi SỐ quốc gia"), "chuyển đổi số quốc gia");
        assert_eq!(mended("các dân tỘC thiểu số"), "các dân tộc thiểu số");
        assert_eq!(mended("Trung tâm Chuyển đổi SỐ"), "Trung tâm Chuyển đổi số");
        for line in [
            "Trung tâm SỐ liệu",
            "của UBND xã",
            "Sở Xây dựng",
            "đo pH nước",
            "họp với VCCI và",
            "iOS",
            "SỐ 5",
        ] {
            let expected = if line.starts_with("Trung") { "Trung tâm số liệu" } else { line };
            assert_eq!(mended(line), expected);
        }
    }

    #[test]
    fn a_word_wrapped_by_its_cell() {
        let mended = |read: &str, x: f32, y: f32| {
            let mut words = words_of(&format!("Chuyển đổi {read}"));
            words[1].x1 = 50.0;
            words[2] = Word { line: 2, x0: x, x1: x + 20.0, y0: y, y1: y + 1.0, ..words[2].clone() };
            mend(&mut words);
            words[2].text.clone()
        };
        assert_eq!(mended("SỐ", 10.0, 1.4), "số");
        // Farther down, and to the right, another text begins.
        assert_eq!((mended("SỐ", 10.0, 9.0), mended("SỐ", 60.0, 1.4)), ("SỐ".to_owned(), "SỐ".to_owned()));
    }

    #[test]
    fn quarters_that_do_not_exist() {
        for (read, printed) in [
            ("Quý II1/2026", "Quý III/2026"),
            ("Quý IH/2024", "Quý III/2024"),
            ("Quý I1⁄2023", "Quý II/2023"),
            ("Quý 11/2026", "Quý II/2026"),
            ("Quý 1/2026", "Quý 1/2026"),
            ("Quý 1/2026 đến Quý IV/2026", "Quý I/2026 đến Quý IV/2026"),
            ("Quý IV/2026", "Quý IV/2026"),
            ("Quý I/2026", "Quý I/2026"),
            ("Quý Hai", "Quý Hai"),
            ("Mục 11/2026", "Mục 11/2026"),
        ] {
            assert_eq!(mended(read), printed);
        }
    }

    #[test]
    fn a_quarter_whose_strokes_were_counted_is_doubtful() {
        let mut words = words_of("Quý IH/2024 Quý III/2025");
        mend(&mut words);
        assert!(words[1].confidence <= COUNTED && words[3].confidence > 0.8);
    }
}
