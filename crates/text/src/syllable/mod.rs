//! The Vietnamese syllable: onset, rhyme and tone, read from any spelling in use and written in a chosen one.

mod letter;
mod tables;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

pub use letter::is_vietnamese_letter;
use letter::{Letter, letters, set_tone};
use tables::{CONSONANT_G_I, ONSETS, Rhyme, may_follow, rhymes};

use crate::normalize::nfc;

/// The six tones, by their Vietnamese names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tone {
    /// *Ngang*, level, without mark (`ma`).
    Ngang,
    /// *Huyền*, falling, grave accent (`mà`).
    Huyen,
    /// *Hỏi*, dipping, hook above (`mả`).
    Hoi,
    /// *Ngã*, broken, tilde (`mã`).
    Nga,
    /// *Sắc*, rising, acute accent (`má`).
    Sac,
    /// *Nặng*, heavy, dot below (`mạ`).
    Nang,
}

impl Tone {
    /// All tones, in the order of Vietnamese dictionaries.
    pub const ALL: [Tone; 6] = [Tone::Ngang, Tone::Huyen, Tone::Hoi, Tone::Nga, Tone::Sac, Tone::Nang];
}

/// Where the tone mark stands in open syllables with the glides `oa`, `oe`, `uy`. Elsewhere both agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Placement {
    /// On the first of the two letters, as typed and printed of old: `hòa`, `khỏe`, `ủy`.
    Old,
    /// On the vowel proper, as school books have it since 1984: `hoà`, `khoẻ`, `uỷ`.
    #[default]
    New,
}

/// A syllable that Vietnamese spelling allows. Two spellings that differ in case or in the place of the tone
/// mark give equal syllables; `quí` and `quý` do not (see [`Syllable::fold_i_y`]).
///
/// ```
/// use vanthu_text::{Placement, Syllable, Tone};
///
/// let syllable = Syllable::parse("Hoà").unwrap();
/// assert_eq!((syllable.onset(), syllable.glide(), syllable.nucleus(), syllable.coda()), ("h", "o", "a", ""));
/// assert_eq!(syllable.tone(), Tone::Huyen);
/// assert_eq!(syllable.spell(Placement::Old), "hòa");
/// assert_eq!(Some(syllable), Syllable::parse("HÒA"));
/// assert_eq!(Syllable::parse("hoàk"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Syllable {
    /// Index in [`ONSETS`].
    onset: u8,
    /// Index in [`Inventory::rhymes`].
    rhyme: u8,
    tone: Tone,
}

/// Rhymes, and the spellings without tone of all pairs of onset and rhyme.
struct Inventory {
    rhymes: Vec<Rhyme>,
    /// Packed letters, with onset and rhyme, in the order of the former.
    spellings: Vec<(u64, (u8, u8))>,
    /// The same by a hash of the packed letters; a free place has 0 for them, one taken passes on to the next.
    places: Vec<(u64, (u8, u8))>,
}

static INVENTORY: LazyLock<Inventory> = LazyLock::new(|| {
    let rhymes: Vec<Rhyme> = rhymes().collect();
    let mut spellings = BTreeMap::new();
    for (rhyme_index, rhyme) in (0..).zip(&rhymes) {
        for (onset_index, onset) in (0..).zip(ONSETS) {
            if !may_follow(onset, rhyme) {
                continue;
            }
            let Some(key) = pack(&unmarked(onset, rhyme)) else { continue };
            // Where `gi` + `…` and `g` + `i…` are spelled alike, the longer nucleus is meant (`giếng`).
            let place = spellings.entry(key).or_insert((onset_index, rhyme_index));
            let other = rhymes.get(usize::from(place.1)).map_or(0, |r: &Rhyme| r.nucleus.len());
            if rhyme.nucleus.len() > other {
                *place = (onset_index, rhyme_index);
            }
        }
    }
    let spellings: Vec<_> = spellings.into_iter().collect();
    let mut places = vec![(0, (0, 0)); 1 << PLACE_BITS];
    for &(key, parts) in &spellings {
        let mut place = place_of(key);
        while places.get(place).is_some_and(|p| p.0 != 0) {
            place = (place + 1) % places.len();
        }
        if let Some(free) = places.get_mut(place) {
            *free = (key, parts);
        }
    }
    Inventory { rhymes, spellings, places }
});

/// The table of spellings has two to the power of this places, more than twice as many as there are spellings.
const PLACE_BITS: u32 = 13;

/// Where a search for packed letters begins: multiplicative hashing, whose upper bits are the well-mixed ones.
fn place_of(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACE_BITS)) as usize
}

impl Inventory {
    /// Onset and rhyme of packed letters.
    fn find(&self, key: u64) -> Option<(u8, u8)> {
        let (before, from) = self.places.split_at_checked(place_of(key))?;
        from.iter().chain(before).take_while(|p| p.0 != 0).find(|p| p.0 == key).map(|p| p.1)
    }
}

/// The letters of the syllable without tone mark; the `i` of `gi` is written once.
fn unmarked(onset: &str, rhyme: &Rhyme) -> String {
    let onset = if onset == CONSONANT_G_I && rhyme.nucleus.starts_with('i') { "g" } else { onset };
    [onset, rhyme.glide, rhyme.nucleus, rhyme.coda].concat()
}

/// A toneless spelling as one number; the longest, `nghiêng`, takes 35 bits.
fn pack(spelling: &str) -> Option<u64> {
    spelling
        .chars()
        .map(|c| letters().analyse(c))
        .try_fold(0, |key, entry| entry.map(|(letter, _)| push_letter(key, letter)))
}

fn push_letter(key: u64, letter: Letter) -> u64 {
    key << Letter::BITS | u64::from(letter.index())
}

/// Letters of the longest syllable.
const LONGEST: usize = 7;

/// The letters of a syllable while they come in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelling {
    key: u64,
    tone: Tone,
    len: usize,
    sound: bool,
}

impl Default for Spelling {
    fn default() -> Self {
        Self { key: 0, tone: Tone::Ngang, len: 0, sound: true }
    }
}

impl Spelling {
    /// Takes the next character, which is composed.
    pub(crate) fn push(&mut self, c: char) {
        self.len += 1;
        let Some((letter, own)) = letters().analyse(c).filter(|_| self.sound && self.len <= LONGEST) else {
            self.sound = false;
            return;
        };
        if own != Tone::Ngang {
            self.sound = self.tone == Tone::Ngang;
            self.tone = own;
        }
        self.key = push_letter(self.key, letter);
    }

    /// The syllable that all characters so far spell.
    pub(crate) fn finish(self) -> Option<Syllable> {
        if !self.sound {
            return None;
        }
        let (onset, rhyme) = INVENTORY.find(self.key)?;
        Syllable { onset, rhyme, tone: self.tone }.with_tone(self.tone)
    }
}

impl Syllable {
    /// Reads a syllable of either case, composed or decomposed, with the tone mark where any custom puts it
    /// (also where only a typing slip does: `qúy`, `lọai`). `None` for what Vietnamese spelling does not
    /// allow: unknown letters or letter sequences, a second tone mark, a tone other than *sắc* and *nặng*
    /// before a final `c`, `ch`, `p`, `t`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match Self::parse_composed(text) {
            None if !text.is_ascii() => match nfc(text) {
                Cow::Owned(composed) => Self::parse_composed(&composed),
                Cow::Borrowed(_) => None,
            },
            result => result,
        }
    }

    fn parse_composed(text: &str) -> Option<Self> {
        let mut spelling = Spelling::default();
        text.chars().for_each(|c| spelling.push(c));
        spelling.finish()
    }

    /// A number of its own for each syllable, below [`Syllable::numbers`].
    pub(crate) fn number(self) -> usize {
        let rhyme = usize::from(self.onset) * INVENTORY.rhymes.len() + usize::from(self.rhyme);
        rhyme * Tone::ALL.len() + self.tone as usize
    }

    /// A bound of the numbers of syllables.
    pub(crate) fn numbers() -> usize {
        ONSETS.len() * INVENTORY.rhymes.len() * Tone::ALL.len()
    }

    /// All valid syllables, in a fixed order.
    pub fn all() -> impl Iterator<Item = Syllable> {
        INVENTORY.spellings.iter().flat_map(|&(_, (onset, rhyme))| {
            Tone::ALL
                .into_iter()
                .filter_map(move |tone| Syllable { onset, rhyme, tone: Tone::Ngang }.with_tone(tone))
        })
    }

    /// The same letters under another tone; `None` where the final consonant does not allow it.
    #[must_use]
    pub fn with_tone(self, tone: Tone) -> Option<Self> {
        let stopped = matches!(self.coda(), "c" | "ch" | "p" | "t");
        (!stopped || matches!(tone, Tone::Sac | Tone::Nang)).then_some(Self { tone, ..self })
    }

    /// The initial consonant as spelled in lower case (`ngh`, `gi`, `qu`), or nothing.
    #[must_use]
    pub fn onset(self) -> &'static str {
        ONSETS.get(usize::from(self.onset)).copied().unwrap_or_default()
    }

    fn rhyme_parts(self) -> Option<&'static Rhyme> {
        INVENTORY.rhymes.get(usize::from(self.rhyme))
    }

    /// The glide before the nucleus, `o` or `u`, or nothing. That of `qu` is part of the onset's spelling.
    #[must_use]
    pub fn glide(self) -> &'static str {
        self.rhyme_parts().map_or("", |r| r.glide)
    }

    /// The vowel, one or two letters, without tone (`a`, `ươ`).
    #[must_use]
    pub fn nucleus(self) -> &'static str {
        self.rhyme_parts().map_or("", |r| r.nucleus)
    }

    /// The final consonant or half-vowel, or nothing.
    #[must_use]
    pub fn coda(self) -> &'static str {
        self.rhyme_parts().map_or("", |r| r.coda)
    }

    /// The tone.
    #[must_use]
    pub fn tone(self) -> Tone {
        self.tone
    }

    /// The syllable in lower case, NFC, with the tone mark as `placement` has it.
    #[must_use]
    pub fn spell(self, placement: Placement) -> String {
        let mut out = String::with_capacity(12);
        self.spell_into(placement, &mut out);
        out
    }

    /// Appends [`Syllable::spell`] to `out`.
    pub fn spell_into(self, placement: Placement, out: &mut String) {
        let Some(rhyme) = self.rhyme_parts() else { return };
        let shared = self.onset() == CONSONANT_G_I && rhyme.nucleus.starts_with('i');
        out.push_str(if shared { "g" } else { self.onset() });
        let on_glide = placement == Placement::Old
            && rhyme.coda.is_empty()
            && matches!((rhyme.glide, rhyme.nucleus), ("o", "a" | "e") | ("u", "y"));
        for c in rhyme.glide.chars() {
            out.push(if on_glide { set_tone(c, self.tone) } else { c });
        }
        for (i, c) in rhyme.nucleus.chars().enumerate() {
            out.push(if !on_glide && i == rhyme.mark { set_tone(c, self.tone) } else { c });
        }
        out.push_str(rhyme.coda);
    }

    /// The syllable with `i` for `y` where both are in use for the same word: open syllables (`kỹ` → `kĩ`,
    /// `ý` → `í`) and all after `qu` (`quý` → `quí`, `quýt` → `quít`). Others are as they are (`tuý` is not `túi`).
    #[must_use]
    pub fn fold_i_y(self) -> Self {
        if (self.glide(), self.nucleus()) != ("", "y") {
            return self;
        }
        let same = |r: &Rhyme| (r.glide, r.nucleus, r.coda) == ("", "i", self.coda());
        let rhyme = INVENTORY.rhymes.iter().zip(0..).find(|(r, _)| same(r)).map_or(self.rhyme, |(_, i)| i);
        Self { rhyme, ..self }
    }
}

/// The spelling in lower case, with the tone mark placed as in [`Placement::New`].
impl fmt::Display for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.spell(Placement::New))
    }
}

#[cfg(test)]
mod tests;
