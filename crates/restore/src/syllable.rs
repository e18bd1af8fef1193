//! The Vietnamese syllable: which letter strings are well-formed, and where the tone mark stands.
//!
//! A syllable is an onset, a rhyme and a tone (Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*, 1977). The inventory below lists
//! every onset and rhyme of the orthography, rhymes without their tone; rhymes that end in a stop (`c`, `ch`, `p`, `t`)
//! bear only the tones sắc and nặng. The tone is written on the vowel that the older, still official practice chooses
//! (`hòa`, `thủy`; not `hoà`, `thuỷ`).

/// The six tones, as indices: none, huyền, sắc, hỏi, ngã, nặng.
const TONE_MARKS: [&str; 12] = [
    "aàáảãạ",
    "ăằắẳẵặ",
    "âầấẩẫậ",
    "eèéẻẽẹ",
    "êềếểễệ",
    "iìíỉĩị",
    "oòóỏõọ",
    "ôồốổỗộ",
    "ơờớởỡợ",
    "uùúủũụ",
    "ưừứửữự",
    "yỳýỷỹỵ",
];

/// Onsets, longest first.
const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x",
];

/// Rhymes without tone, sorted by their bytes.
const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et \
ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap \
oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng \
uât uây uc ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uê uêch uên uênh uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn \
ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ych ynh yt";

/// The toneless vowel and the tone (0..6) of `c`, where `c` is a lower-case Vietnamese vowel.
#[must_use]
pub fn vowel_tone(c: char) -> Option<(char, usize)> {
    TONE_MARKS.iter().find_map(|row| {
        let tone = row.chars().position(|v| v == c)?;
        Some((row.chars().next()?, tone))
    })
}

/// `vowel` (toneless, lower case) bearing `tone`.
fn with_tone(vowel: char, tone: usize) -> char {
    TONE_MARKS
        .iter()
        .find(|row| row.starts_with(vowel))
        .and_then(|row| row.chars().nth(tone))
        .unwrap_or(vowel)
}

/// The syllable `word` (lower case, NFC) with its tone mark in the standard place, or `None` where `word` is no
/// well-formed Vietnamese syllable.
///
/// ```
/// use vanthu_restore::syllable::standard_form;
/// assert_eq!(standard_form("hoà").as_deref(), Some("hòa"));
/// assert_eq!(standard_form("quý").as_deref(), Some("quý"));
/// assert_eq!(standard_form("hac"), None); // a stop needs sắc or nặng
/// ```
#[must_use]
pub fn standard_form(word: &str) -> Option<String> {
    if word.len() > 24 {
        return None;
    }
    let mut letters = [' '; 8];
    let mut len = 0;
    let mut tone = 0;
    for c in word.chars() {
        let slot = letters.get_mut(len)?;
        len += 1;
        match vowel_tone(c) {
            Some((vowel, mark)) => {
                if mark != 0 {
                    if tone != 0 {
                        return None;
                    }
                    tone = mark;
                }
                *slot = vowel;
            }
            None => *slot = c,
        }
    }
    let plain: String = letters.iter().take(len).collect();
    let (onset, rhyme) = split(&plain)?;
    let stopped = rhyme.ends_with(['c', 'p', 't', 'k']) || rhyme.ends_with("ch");
    if stopped && tone != 2 && tone != 5 {
        return None;
    }
    let mut out = String::with_capacity(word.len() + 2);
    out.push_str(onset);
    let place = tone_place(rhyme);
    for (i, c) in rhyme.chars().enumerate() {
        out.push(if i == place { with_tone(c, tone) } else { c });
    }
    Some(out)
}

/// Onset and rhyme of a toneless syllable; `gi` and `qu` are onsets where a vowel follows.
fn split(plain: &str) -> Option<(&str, &str)> {
    let known = |rhyme: &str| RHYMES.split_ascii_whitespace().any(|r| r == rhyme);
    let onset = ONSETS.iter().find(|o| plain.starts_with(**o)).copied().unwrap_or("");
    let rhyme = plain.get(onset.len()..)?;
    if onset == "gi" && (rhyme.is_empty() || !rhyme.starts_with(|c: char| vowel_tone(c).is_some())) {
        let rhyme = plain.get(1..)?;
        return known(rhyme).then_some(("g", rhyme));
    }
    known(rhyme).then_some((onset, rhyme))
}

/// Index, in letters, of the vowel of `rhyme` that bears the tone mark.
fn tone_place(rhyme: &str) -> usize {
    let vowels: Vec<char> = rhyme.chars().take_while(|c| vowel_tone(*c).is_some()).collect();
    let closed = rhyme.chars().count() > vowels.len();
    let marked = vowels.iter().rposition(|c| "ăâêôơư".contains(*c));
    match (marked, vowels.len()) {
        // `ưa`, `ươ`: the last marked vowel of the nucleus.
        (Some(i), _) => i,
        (None, 2) if closed => 1,
        (None, 2) => 0,
        (None, 3) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_the_tone() {
        for (given, standard) in [
            ("hoà", "hòa"),
            ("thuỷ", "thủy"),
            ("quý", "quý"),
            ("quí", "quí"),
            ("của", "của"),
            ("giữa", "giữa"),
            ("gì", "gì"),
            ("gìn", "gìn"),
            ("đựơc", "được"),
            ("nghĩa", "nghĩa"),
            ("ngoài", "ngoài"),
            ("khuỷu", "khuỷu"),
            ("toán", "toán"),
            ("yếu", "yếu"),
            ("giếng", "giếng"),
            ("ưu", "ưu"),
            ("cứu", "cứu"),
            ("huyện", "huyện"),
            ("khoẻ", "khỏe"),
            ("việc", "việc"),
        ] {
            assert_eq!(standard_form(given).as_deref(), Some(standard), "{given}");
        }
    }

    #[test]
    fn refuses_what_is_no_syllable() {
        for word in ["online", "qđ", "hac", "viet", "thàành", "ngxy", "", "nghiệpnghiệp"] {
            assert_eq!(standard_form(word), None, "{word}");
        }
    }
}
