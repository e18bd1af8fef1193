//! What may stand together in a syllable: onsets, rhymes, and the rules between them.
//!
//! The rhymes are those of the standard spelling (Hoàng Phê, *Từ điển vần*), with the few that only loan words
//! in official papers use (`xoong`, `tuýp`).

/// Onsets as spelled. [`CONSONANT_G_I`] and [`CONSONANT_Q_U`] name the two that share a letter with the rhyme.
pub(super) const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
];
/// The onset whose `i` is also the first letter of a rhyme that begins with `i` (`gì`, `giếng`).
pub(super) const CONSONANT_G_I: &str = "gi";
/// The onset whose `u` is the glide of the rhyme (`quá` is `qu` + `oa`).
const CONSONANT_Q_U: &str = "qu";

/// A rhyme by its parts, as spelled.
pub(super) struct Rhyme {
    pub(super) glide: &'static str,
    pub(super) nucleus: &'static str,
    pub(super) coda: &'static str,
    /// Which letter of the nucleus bears the tone mark.
    pub(super) mark: usize,
}

/// `nucleus` with each of `codas`; the tone mark stands on letter `mark` of the nucleus.
struct Family(&'static str, &'static str, usize, &'static [&'static str]);

/// Glide, nucleus, place of the mark, codas.
const FAMILIES: &[Family] = &[
    Family("", "a", 0, &["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"]),
    Family("", "ă", 0, &["c", "m", "n", "ng", "p", "t"]),
    Family("", "â", 0, &["c", "m", "n", "ng", "p", "t", "u", "y"]),
    Family("", "e", 0, &["", "c", "m", "n", "ng", "o", "p", "t"]),
    Family("", "ê", 0, &["", "ch", "m", "n", "nh", "p", "t", "u"]),
    Family("", "i", 0, &["", "ch", "m", "n", "nh", "p", "t", "u"]),
    Family("", "ia", 0, &[""]),
    Family("", "iê", 1, &["c", "m", "n", "ng", "p", "t", "u"]),
    Family("", "o", 0, &["", "c", "i", "m", "n", "ng", "p", "t"]),
    Family("", "oo", 1, &["c", "ng"]),
    Family("", "ô", 0, &["", "c", "i", "m", "n", "ng", "p", "t"]),
    Family("", "ơ", 0, &["", "i", "m", "n", "p", "t"]),
    Family("", "u", 0, &["", "c", "i", "m", "n", "ng", "p", "t"]),
    Family("", "ua", 0, &[""]),
    Family("", "uô", 1, &["c", "i", "m", "n", "ng", "t"]),
    Family("", "ư", 0, &["", "c", "i", "m", "ng", "t", "u"]),
    Family("", "ưa", 0, &[""]),
    Family("", "ươ", 1, &["c", "i", "m", "n", "ng", "p", "t", "u"]),
    Family("", "y", 0, &["", "ch", "n", "nh", "t"]),
    Family("", "yê", 1, &["m", "n", "ng", "t", "u"]),
    Family("o", "a", 0, &["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "y"]),
    Family("o", "ă", 0, &["c", "m", "n", "ng", "t"]),
    Family("o", "e", 0, &["", "n", "o", "t"]),
    Family("u", "â", 0, &["n", "ng", "t", "y"]),
    Family("u", "ê", 0, &["", "ch", "nh"]),
    Family("u", "ơ", 0, &[""]),
    Family("u", "y", 0, &["", "ch", "n", "nh", "p", "t", "u"]),
    Family("u", "ya", 0, &[""]),
    Family("u", "yê", 1, &["n", "t"]),
];

/// What may follow `qu`, beside the rhymes with the glide `u`; the glide is the `u` of the onset, so none is spelled.
const AFTER_Q_U: &[Family] = &[
    Family("", "a", 0, &["", "c", "ch", "i", "n", "ng", "nh", "o", "t", "u", "y"]),
    Family("", "ă", 0, &["c", "m", "n", "ng", "p", "t"]),
    Family("", "â", 0, &["n", "ng", "t", "y"]),
    Family("", "e", 0, &["", "n", "o", "t"]),
    Family("", "ê", 0, &["", "ch", "n", "nh", "t", "u"]),
    Family("", "i", 0, &["", "ch", "n", "nh", "t"]),
    Family("", "ô", 0, &["c"]),
    Family("", "ơ", 0, &["", "i"]),
    Family("", "y", 0, &["", "ch", "n", "nh", "t"]),
    Family("", "yê", 1, &["n", "t"]),
];

fn expand(families: &'static [Family]) -> impl Iterator<Item = Rhyme> {
    families.iter().flat_map(|&Family(glide, nucleus, mark, codas)| {
        codas.iter().map(move |&coda| Rhyme { glide, nucleus, coda, mark })
    })
}

/// Every rhyme, in a fixed order.
pub(super) fn rhymes() -> impl Iterator<Item = Rhyme> {
    expand(FAMILIES)
}

/// Whether `onset` and `rhyme` may stand together.
pub(super) fn may_follow(onset: &str, rhyme: &Rhyme) -> bool {
    let first = rhyme.glide.chars().chain(rhyme.nucleus.chars()).next().unwrap_or_default();
    let front = matches!(first, 'e' | 'ê' | 'i' | 'y');
    match onset {
        CONSONANT_Q_U => {
            let same = |other: Rhyme| {
                rhyme.glide.is_empty() && (other.nucleus, other.coda) == (rhyme.nucleus, rhyme.coda)
            };
            return expand(AFTER_Q_U).any(same);
        }
        // `gi` takes no glide, and no rhyme that would read as another one: `gia` is `gi` + `a`, `giu` `gi` + `u`.
        CONSONANT_G_I => {
            return rhyme.glide.is_empty()
                && first != 'y'
                && !matches!((rhyme.nucleus, rhyme.coda), ("ia", _) | ("i", "u"));
        }
        _ => {}
    }
    let spelled = match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "g" | "ng" => !front,
        _ => true,
    };
    // Labials take no glide, but for loan words (`boa`, `voan`, `phuy`, `buýt`).
    let glided = match onset {
        "b" | "m" | "p" | "ph" | "v" => {
            rhyme.glide.is_empty() || matches!((rhyme.nucleus, rhyme.coda), ("a", "" | "n") | ("y", "" | "t"))
        }
        _ => true,
    };
    // Without glide (that of `qu` is dealt with above), `y` for `i` only in open syllables of some onsets,
    // and `yê` only without onset.
    let y = match (rhyme.glide, rhyme.nucleus, rhyme.coda) {
        ("", "y", "") => matches!(onset, "" | "h" | "k" | "l" | "m" | "n" | "s" | "t" | "th" | "v"),
        ("", "y", _) => false,
        ("", "yê", _) => onset.is_empty(),
        ("", "iê", _) => !onset.is_empty(),
        _ => true,
    };
    spelled && glided && y
}
