//! What is known about words before a document is opened: how syllables hold together, and how cells of the usual columns read.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A folded syllable, by number. [`UNKNOWN`] and [`NUMBER`] are fixed; what a document adds is numbered by [`Vocabulary`].
pub(super) type Sym = u16;
/// A syllable without number: none, or one too many.
pub(super) const UNKNOWN: Sym = 0;
/// Any run of digits.
pub(super) const NUMBER: Sym = 1;

/// What the cells of a column read like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ordinals and labels of sections.
    Ordinal,
    /// Sentences that say what is to be done.
    Task,
    /// What comes out of it.
    Product,
    /// Persons by office or name.
    Leader,
    /// Agencies, leading or coordinating.
    Agency,
    /// Times.
    Deadline,
    /// One number a cell.
    Number,
    /// Anything.
    Note,
}

impl Kind {
    const LISTED: [Kind; 6] =
        [Kind::Task, Kind::Product, Kind::Leader, Kind::Agency, Kind::Deadline, Kind::Note];

    /// The kind that a data file names.
    pub(super) fn from_name(name: &str) -> Option<Kind> {
        Some(match name {
            "ordinal" => Kind::Ordinal,
            "task" => Kind::Task,
            "product" => Kind::Product,
            "leader" => Kind::Leader,
            "agency" => Kind::Agency,
            "deadline" => Kind::Deadline,
            "number" => Kind::Number,
            "note" => Kind::Note,
            _ => return None,
        })
    }

    /// Whether the wording of such cells comes from a small stock, so that a word outside of it speaks against the column.
    pub(super) fn is_closed(self) -> bool {
        matches!(self, Kind::Agency | Kind::Leader | Kind::Deadline)
    }
}

/// Counts of the words of example phrases: which begin them, which stand in them, which follow each other.
#[derive(Debug, Default, Clone)]
pub(super) struct PhraseModel {
    first: HashMap<Sym, u32>,
    opening: HashMap<(Sym, Sym), u32>,
    /// How many different words follow each first one.
    breadth: HashMap<Sym, u32>,
    word: HashMap<Sym, u32>,
    pair: HashMap<(Sym, Sym), u32>,
    last: HashMap<Sym, u32>,
    phrases: u32,
}

impl PhraseModel {
    /// Adds one phrase.
    pub(super) fn add(&mut self, phrase: &[Sym]) {
        let Some(&first) = phrase.first() else { return };
        *self.first.entry(first).or_default() += 1;
        self.phrases += 1;
        if let [a, b, ..] = phrase {
            let seen = self.opening.entry((*a, *b)).or_default();
            *seen += 1;
            if *seen == 1 {
                *self.breadth.entry(*a).or_default() += 1;
            }
        }
        if let Some(&last) = phrase.last() {
            *self.last.entry(last).or_default() += 1;
        }
        for &word in phrase {
            *self.word.entry(word).or_default() += 1;
        }
        for (&a, &b) in phrase.iter().zip(phrase.iter().skip(1)) {
            *self.pair.entry((a, b)).or_default() += 1;
        }
    }

    /// How many phrases begin with `word`.
    pub(super) fn first(&self, word: Sym) -> u32 {
        self.first.get(&word).copied().unwrap_or(0)
    }

    /// How many phrases begin with `a b`.
    pub(super) fn opening(&self, a: Sym, b: Sym) -> u32 {
        self.opening.get(&(a, b)).copied().unwrap_or(0)
    }

    /// What it says for these phrases that something begins with `a b`, in nats, at most 1 either way; 0 where too few are known.
    pub(super) fn habit(&self, a: Sym, b: Sym) -> f32 {
        if self.phrases < 6 {
            return 0.0;
        }
        let share = (self.opening(a, b) as f32 + 0.3) / (self.phrases as f32 + 0.3);
        (share.ln() + 2.3).clamp(-1.0, 1.0)
    }

    /// What it says for these phrases that `a` is followed by `b`, in nats; 0 where too little is known of `a`.
    pub(super) fn habitual(&self, a: Sym, b: Sym) -> f32 {
        match self.pair(a, b) {
            0 if self.word(a) >= 4 => -1.5,
            0 | 1 => 0.0,
            _ => 1.5,
        }
    }

    /// How likely it is that a phrase begins with `word` and another word behind it than those that were seen, 0 to 1.
    pub(super) fn openness(&self, word: Sym) -> f32 {
        let breadth = self.breadth.get(&word).copied().unwrap_or(0) as f32;
        let first = self.first(word) as f32;
        if first == 0.0 { 0.0 } else { (breadth + 0.5) / (first + 1.0) }
    }

    /// How often `word` stands in the phrases.
    pub(super) fn word(&self, word: Sym) -> u32 {
        self.word.get(&word).copied().unwrap_or(0)
    }

    /// How much likelier a phrase ends behind `word` than it goes on, in nats, at most 2 either way; 0 where too few are known.
    pub(super) fn stops(&self, word: Sym) -> f32 {
        let (all, last) = (self.word(word), self.last.get(&word).copied().unwrap_or(0));
        if all < 4 {
            return 0.0;
        }
        let (last, on) = (last as f32, (all - last.min(all)) as f32);
        ((last + 0.5) / (on + 0.5)).ln().clamp(-2.0, 2.0)
    }

    /// How often `b` follows `a` in the phrases.
    pub(super) fn pair(&self, a: Sym, b: Sym) -> u32 {
        self.pair.get(&(a, b)).copied().unwrap_or(0)
    }
}

/// What the data files say, read once.
pub(super) struct Lexicon {
    vocabulary: HashMap<Box<str>, Sym>,
    end: Vec<f32>,
    cohesion: HashMap<(Sym, Sym), f32>,
    phrases: Vec<(Kind, PhraseModel)>,
}

/// The lexicon.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self {
            vocabulary: HashMap::new(),
            end: vec![0.0; 2],
            cohesion: HashMap::new(),
            phrases: Kind::LISTED.map(|kind| (kind, PhraseModel::default())).into(),
        };
        lexicon.vocabulary.insert("0".into(), NUMBER);
        for line in data_lines(include_str!("../../data/cohesion.tsv")) {
            let mut fields = line.split('\t');
            let Some(syllable) = fields.next() else { continue };
            let a = lexicon.number(syllable);
            let end = fields.next().and_then(|f| f.parse::<f32>().ok()).unwrap_or(0.0);
            if let Some(slot) = lexicon.end.get_mut(usize::from(a)) {
                *slot = end / 2.0;
            }
            for follower in fields.nth(1).unwrap_or("").split(' ') {
                let split = follower.len().saturating_sub(1);
                if let (Some(b), Some(strength)) = (follower.get(..split), follower.get(split..)) {
                    let b = lexicon.number(b);
                    lexicon.cohesion.insert((a, b), strength.parse().unwrap_or(0.0));
                }
            }
        }
        for line in data_lines(include_str!("../../data/column_phrases.tsv")) {
            let Some((kind, phrases)) = line.split_once('\t') else { continue };
            for phrase in phrases.split('|') {
                let symbols: Vec<Sym> = syllables(phrase).map(|s| lexicon.number(&s)).collect();
                if let Some((_, model)) =
                    lexicon.phrases.iter_mut().find(|(k, _)| Some(*k) == Kind::from_name(kind))
                {
                    model.add(&symbols);
                }
            }
        }
        lexicon
    }

    fn number(&mut self, syllable: &str) -> Sym {
        if let Some(&known) = self.vocabulary.get(syllable) {
            return known;
        }
        let Ok(next) = Sym::try_from(self.end.len()) else { return UNKNOWN };
        self.vocabulary.insert(syllable.into(), next);
        self.end.push(0.0);
        next
    }

    /// How much more often than others a syllable ends a sentence (natural logarithm); 0 for what was never counted.
    pub(super) fn end(&self, syllable: Sym) -> f32 {
        self.end.get(usize::from(syllable)).copied().unwrap_or(0.0)
    }

    /// How strongly `b` follows `a` (pointwise mutual information in nats); 0 where they do not attract each other.
    pub(super) fn cohesion(&self, a: Sym, b: Sym) -> f32 {
        self.cohesion.get(&(a, b)).copied().unwrap_or(0.0)
    }

    /// The listed phrases of a kind.
    pub(super) fn phrases(&self, kind: Kind) -> Option<&PhraseModel> {
        self.phrases.iter().find(|(k, _)| *k == kind).map(|(_, model)| model)
    }
}

/// The lines of a data file without its comments.
pub(super) fn data_lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The folded syllables of `text`: runs of letters, and `0` for each run of digits.
pub(super) fn syllables(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && vanthu_text::fold_char(c).is_some())
        .filter(|part| !part.is_empty())
        .map(|part| {
            if part.starts_with(|c: char| c.is_ascii_digit()) {
                "0".to_owned()
            } else {
                vanthu_text::fold(part)
            }
        })
}

/// Numbers for the syllables of one document, over those of the lexicon.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    own: HashMap<String, Sym>,
}

impl Vocabulary {
    /// The number of a folded syllable, new where the document has not shown it yet.
    pub(super) fn number(&mut self, syllable: &str) -> Sym {
        if let Some(&known) = LEXICON.vocabulary.get(syllable) {
            return known;
        }
        if let Some(&known) = self.own.get(syllable) {
            return known;
        }
        let Ok(next) = Sym::try_from(LEXICON.end.len() + self.own.len()) else { return UNKNOWN };
        self.own.insert(syllable.to_owned(), next);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sym(syllable: &str) -> Sym {
        Vocabulary::default().number(syllable)
    }

    #[test]
    fn function_words_do_not_end_sentences() {
        assert!(LEXICON.end(sym("va")) < -2.0);
        assert!(LEXICON.end(sym("cua")) < LEXICON.end(sym("phuong")));
    }

    #[test]
    fn parts_of_a_word_hold_together() {
        assert!(LEXICON.cohesion(sym("thuong"), sym("xuyen")) > 1.0);
        assert!(LEXICON.cohesion(sym("xuyen"), sym("thuong")) <= 1.0);
    }

    #[test]
    fn agencies_begin_like_agencies() {
        let agencies = LEXICON.phrases(Kind::Agency).expect("listed");
        assert!(agencies.opening(sym("van"), sym("phong")) > 0);
        assert_eq!(agencies.first(sym("trien")), 0);
    }
}
