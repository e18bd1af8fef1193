//! What speaks for or against two tasks being the same one.
//!
//! Every unit gets a [`Profile`]: its words and pairs of neighbouring words, its sequences of four letters, the documents it
//! cites, its numbers, product, section and leads. Terms weigh the more the rarer they are among both appendices (inverse
//! document frequency, Spärck Jones 1972), so that `kế hoạch` says little and `bản đồ địa chính` much. Years and dates are left
//! out: they roll on. [`Evidence::between`] compares two profiles feature by feature; what each feature is worth is the
//! [model's](crate::score) business.

use std::collections::{BTreeSet, HashMap};

use vanthu_appendix::agency;
use vanthu_document::citation::Collector;
use vanthu_document::page::Span;

use crate::side::{Side, Unit};
use crate::text::{Glossary, Kind, Token, tokens};

/// A term and how often it stands, in order of terms; then its weight.
pub(crate) type Vector = Vec<(u32, f32)>;

/// What is known of a unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    /// Words and pairs of words of the task, weighted, of length 1.
    pub(crate) words: Vector,
    /// Sequences of four letters of the task, weighted, of length 1.
    pub(crate) grams: Vector,
    /// Single words of the task with the weight of each.
    pub(crate) single: Vector,
    /// The first words of the task with the weight of each.
    head: Vec<(u32, f32)>,
    product: Vector,
    section: Vector,
    citations: BTreeSet<(String, String)>,
    numbers: BTreeSet<String>,
    leads: BTreeSet<String>,
    /// Place in the table, 0 to 1.
    place: f32,
}

/// The profiles of both sides.
#[derive(Debug, Default)]
pub(crate) struct Profiles {
    /// Of the old units.
    pub(crate) old: Vec<Profile>,
    /// Of the new units.
    pub(crate) new: Vec<Profile>,
}

/// Words with which a task says what it is about.
const HEAD: usize = 9;

/// How much less a word weighs that only one side of the comparison has: it tells that a task was reworded, and not from what.
const ONE_SIDED: f32 = 0.4;

/// Number of features.
pub const FEATURES: usize = 10;

/// Names of the features, in order: the cosines of words and pairs of words, and of sequences of letters; the share of the one
/// task's words that stands in the other, the greater of both, and that of its first words; citations, numbers, product,
/// section, leads, place in the table.
pub const NAMES: [&str; FEATURES] =
    ["words", "grams", "inside", "head", "citations", "numbers", "product", "section", "lead", "place"];

/// The features of a pair of units, each about -1 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Evidence(pub(crate) [f32; FEATURES]);

impl Evidence {
    /// Compares an old and a new unit.
    pub(crate) fn between(old: &Profile, new: &Profile) -> Self {
        let (there, back) = (covered(&old.single, &new.single), covered(&new.single, &old.single));
        Self([
            dot(&old.words, &new.words),
            dot(&old.grams, &new.grams),
            there.max(back),
            head(old, new).max(head(new, old)),
            agreement(&old.citations, &new.citations),
            agreement(&old.numbers, &new.numbers),
            centred(&old.product, &new.product),
            centred(&old.section, &new.section),
            if old.leads.is_empty() || new.leads.is_empty() {
                0.0
            } else if old.leads.is_disjoint(&new.leads) {
                -0.5
            } else {
                0.5
            },
            0.5 - (old.place - new.place).abs(),
        ])
    }

    /// The evidence of the texts alone. The parts of a task that was split may have another product and another lead each.
    pub(crate) fn of_texts(mut self) -> Self {
        for (feature, name) in self.0.iter_mut().zip(NAMES) {
            if matches!(name, "product" | "lead" | "place") {
                *feature = 0.0;
            }
        }
        self
    }

    /// How alike the tasks' words are, 0 to 1.
    pub(crate) fn likeness(&self) -> f32 {
        let [words, grams, ..] = self.0;
        words.max(grams)
    }
}

/// 0 where a side is silent, 0.5 where one is a part of the other, down to -0.5 where they share nothing.
fn agreement<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f32 {
    let least = a.len().min(b.len());
    if least == 0 {
        return 0.0;
    }
    a.intersection(b).count() as f32 / least as f32 - 0.5
}

fn centred(a: &Vector, b: &Vector) -> f32 {
    if a.is_empty() || b.is_empty() { 0.0 } else { dot(a, b) - 0.5 }
}

/// The terms that both have, with their weights.
fn shared<'v>(a: &'v Vector, b: &'v Vector) -> impl Iterator<Item = (f32, f32)> {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let ((term, weight), (other, its)) = (a.get(i)?, b.get(j)?);
            i += usize::from(term <= other);
            j += usize::from(other <= term);
            if term == other {
                return Some((*weight, *its));
            }
        }
    })
}

fn dot(a: &Vector, b: &Vector) -> f32 {
    shared(a, b).map(|(x, y)| x * y).sum::<f32>().clamp(0.0, 1.0)
}

/// The share of `part`'s weight that stands in `whole` too.
pub(crate) fn covered(part: &Vector, whole: &Vector) -> f32 {
    let all: f32 = part.iter().map(|(_, w)| w).sum();
    if all > 0.0 { shared(part, whole).map(|(w, _)| w).sum::<f32>() / all } else { 0.0 }
}

/// The terms of both, with the greater weight.
pub(crate) fn union(a: &Vector, b: &Vector) -> Vector {
    let mut all: Vector = a.iter().chain(b).copied().collect();
    all.sort_unstable_by_key(|(term, _)| *term);
    all.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 = first.1.max(later.1);
        }
        same
    });
    all
}

/// The share of the weight of a task's first words that stands in the other task.
fn head(of: &Profile, other: &Profile) -> f32 {
    let (mut all, mut found) = (0.0, 0.0);
    for (word, weight) in &of.head {
        all += weight;
        if other.single.binary_search_by_key(word, |(term, _)| *term).is_ok() {
            found += weight;
        }
    }
    if all > 0.0 { found / all } else { 0.0 }
}

/// Numbers of terms, and in how many units each stands.
#[derive(Debug, Default)]
struct Lexicon {
    words: HashMap<String, u32>,
    pairs: HashMap<(u32, u32), u32>,
    frequency: Vec<u32>,
}

impl Lexicon {
    fn number(&mut self) -> u32 {
        self.frequency.push(0);
        // Terms of one comparison are fewer than its bytes; the largest number is shared beyond that.
        u32::try_from(self.frequency.len() - 1).unwrap_or(u32::MAX)
    }

    fn word(&mut self, word: &str) -> u32 {
        // `kỹ`, `kĩ`: one word.
        let stem = word.strip_suffix('y').filter(|s| s.ends_with(|c: char| !"aeiou".contains(c)));
        let spelled = stem.map(|s| format!("{s}i"));
        let word = spelled.as_deref().unwrap_or(word);
        if let Some(known) = self.words.get(word) {
            return *known;
        }
        let number = self.number();
        self.words.insert(word.to_owned(), number);
        number
    }

    fn pair(&mut self, pair: (u32, u32)) -> u32 {
        if let Some(known) = self.pairs.get(&pair) {
            return *known;
        }
        let number = self.number();
        self.pairs.insert(pair, number);
        number
    }

    fn count(&mut self, vector: &Vector) {
        for (term, _) in vector {
            if let Some(count) = self.frequency.get_mut(*term as usize) {
                *count += 1;
            }
        }
    }

    fn weigh(&self, vector: &mut Vector, units: f32) {
        for (term, weight) in vector.iter_mut() {
            *weight = (1.0 + weight.ln()) * self.rarity(*term, units);
        }
    }

    fn rarity(&self, term: u32, units: f32) -> f32 {
        rarity(self.frequency.get(term as usize).copied().unwrap_or(1), units)
    }
}

/// Inverse document frequency, never quite nothing.
fn rarity(count: u32, units: f32) -> f32 {
    ((units + 1.0) / (count as f32 + 0.5)).ln().max(0.05)
}

/// `terms` counted, in order.
fn counted(mut terms: Vec<u32>) -> Vector {
    terms.sort_unstable();
    let mut out: Vector = Vec::with_capacity(terms.len());
    for term in terms {
        match out.last_mut() {
            Some((last, count)) if *last == term => *count += 1.0,
            _ => out.push((term, 1.0)),
        }
    }
    out
}

fn to_length_one(vector: &mut Vector) {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, w)| *w /= length);
    }
}

/// Letters, and one value for what stands between words.
const LETTERS: u32 = 27;

/// Sequences of four letters as numbers below 27⁴.
fn grams(words: &[&str]) -> Vector {
    const ALL: u32 = LETTERS * LETTERS * LETTERS * LETTERS;
    let mut out = Vec::new();
    let mut window = 0;
    let mut seen = 0;
    let mut push = |letter: u32| {
        window = (window * LETTERS + letter) % ALL;
        seen += 1;
        if seen >= 4 {
            out.push(window);
        }
    };
    for word in words {
        push(0);
        for byte in word.bytes().filter(u8::is_ascii_lowercase) {
            push(u32::from(byte - b'a') + 1);
        }
    }
    push(0);
    counted(out)
}

impl Profiles {
    /// The profiles of the units of both sides.
    pub(crate) fn new(
        old: (&Side<'_>, &[Unit<'_>]),
        new: (&Side<'_>, &[Unit<'_>]),
        glossary: &Glossary,
        bodies: &dyn Fn(&str) -> Vec<String>,
    ) -> Self {
        let mut lexicon = Lexicon::default();
        let keep = |id: &str| vec![id.to_owned()];
        let of_old = raw(old, glossary, &mut lexicon, bodies);
        let frequency_old = lexicon.frequency.clone();
        let mut profiles = Self { old: of_old, new: raw(new, glossary, &mut lexicon, &keep) };
        let units = (old.1.len() + new.1.len()) as f32;
        let on_both_sides = |term: u32| {
            let of_old = frequency_old.get(term as usize).copied().unwrap_or(0);
            of_old > 0 && lexicon.frequency.get(term as usize).is_some_and(|all| *all > of_old)
        };
        let mut gram_frequency: HashMap<u32, u32> = HashMap::new();
        for profile in profiles.all() {
            for (gram, _) in &profile.grams {
                *gram_frequency.entry(*gram).or_default() += 1;
            }
        }
        for profile in profiles.all_mut() {
            for vector in
                [&mut profile.words, &mut profile.single, &mut profile.product, &mut profile.section]
            {
                lexicon.weigh(vector, units);
            }
            for (word, weight) in &mut profile.head {
                *weight = lexicon.rarity(*word, units);
            }
            for (term, weight) in &mut profile.words {
                *weight *= if on_both_sides(*term) { 1.0 } else { ONE_SIDED };
            }
            for (gram, weight) in &mut profile.grams {
                let count = gram_frequency.get(gram).copied().unwrap_or(1);
                *weight = (1.0 + weight.ln()) * rarity(count, units);
            }
            for vector in [&mut profile.words, &mut profile.grams, &mut profile.product, &mut profile.section]
            {
                to_length_one(vector);
            }
        }
        profiles
    }

    fn all(&self) -> impl Iterator<Item = &Profile> {
        self.old.iter().chain(&self.new)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Profile> {
        self.old.iter_mut().chain(&mut self.new)
    }
}

/// Profiles of one side, terms counted and not yet weighted.
fn raw(
    (side, units): (&Side<'_>, &[Unit<'_>]),
    glossary: &Glossary,
    lexicon: &mut Lexicon,
    bodies: &dyn Fn(&str) -> Vec<String>,
) -> Vec<Profile> {
    let last = units.len().saturating_sub(1).max(1) as f32;
    let by_section = side.appendix.tasks.iter().any(|t| !t.section.is_empty());
    let mut sections: HashMap<String, Vector> = HashMap::new();
    let mut profiles = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let text = tokens(&unit.text());
        let words = plain(glossary, &text);
        let mut numbered: Vec<u32> = words.iter().map(|w| lexicon.word(w)).collect();
        // A task without words (a code alone, or blank) is what it prints.
        if numbered.is_empty() {
            numbered.push(lexicon.word(&format!("{} {}", unit.ordinal(), unit.text())));
        }
        let pairs = numbered.windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?)));
        let mut terms: Vec<u32> = pairs.map(|pair| lexicon.pair(pair)).collect();
        terms.extend(&numbered);
        let vector = |text: &str, lexicon: &mut Lexicon| {
            counted(plain(glossary, &tokens(text)).into_iter().map(|w| lexicon.word(w)).collect())
        };
        let assignments = || unit.tasks.iter().flat_map(|t| &t.assignments);
        let mut products: Vec<&str> = assignments().filter_map(|a| a.product.as_deref()).collect();
        products.dedup();
        let product = vector(&products.join("\n"), lexicon);
        let titles = |s: &vanthu_appendix::model::SectionRef| s.title.clone();
        let title = unit.tasks.first().map(|t| t.section.iter().map(titles).collect::<Vec<_>>().join("\n"));
        let section = match title.filter(|_| by_section) {
            Some(title) => sections.entry(title).or_insert_with_key(|t| vector(t, lexicon)).clone(),
            None => Vector::new(),
        };
        let profile = Profile {
            words: counted(terms),
            grams: grams(&words),
            single: counted(numbered.clone()),
            head: numbered.iter().take(HEAD).map(|word| (*word, 0.0)).collect(),
            product,
            section,
            citations: citations(&unit.text()),
            numbers: numbers(&text),
            leads: assignments().flat_map(|a| &a.lead).flat_map(|a| bodies(&a.agency)).collect(),
            place: index as f32 / last,
        };
        for vector in [&profile.words, &profile.product] {
            lexicon.count(vector);
        }
        profiles.push(profile);
    }
    for (_, section) in sections.iter().collect::<std::collections::BTreeMap<_, _>>() {
        lexicon.count(section);
    }
    profiles
}

/// The words of a text without numbers.
fn plain<'t>(glossary: &'t Glossary, text: &'t [Token]) -> Vec<&'t str> {
    let mut words = glossary.words(text);
    words.retain(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    words
}

/// Number and letters of the symbol of each document that a text cites, the letters in one order (`01-CTr/TU`, `01/CTr-TU`).
fn citations(text: &str) -> BTreeSet<(String, String)> {
    // A number and its symbol are parted by one of these.
    if !text.contains(['/', '-']) || !text.contains(|c: char| c.is_ascii_digit()) {
        return BTreeSet::new();
    }
    let mut collector = Collector::default();
    collector.scan(text, &Span::default());
    let found = collector.finish().value.into_iter().filter_map(|citation| {
        let symbol = vanthu_text::fold(&citation.symbol?);
        let mut parts: Vec<&str> = symbol.split(['/', '-', ' ']).filter(|p| !p.is_empty()).collect();
        parts.sort_unstable();
        Some((citation.number?.trim_start_matches('0').to_owned(), parts.join("/")))
    });
    found.collect()
}

/// Numbers that tell tasks apart: no years, no parts of dates.
fn numbers(text: &[Token]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for (i, token) in text.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| text.get(i));
        let timely = |t: &Token| matches!(t.folded.as_str(), "ngay" | "thang" | "nam" | "quy");
        let in_date = before.is_some_and(|b| timely(b) || b.kind == Kind::Number)
            || text.get(i + 1).is_some_and(|t| t.kind == Kind::Number || timely(t));
        let year =
            token.folded.len() == 4 && (token.folded.starts_with("19") || token.folded.starts_with("20"));
        if token.kind == Kind::Number && !in_date && !year {
            out.insert(token.folded.trim_start_matches('0').to_owned());
        }
    }
    out
}

/// What the agency with an id is called after `day` in a document of `place`: the id of its successor, and of the
/// successor's successor.
pub(crate) fn succeeded(agency: &str, place: &str, day: Option<jiff::civil::Date>) -> String {
    let mut id = agency.to_owned();
    // A chain of successions is short; the bound keeps a slip in the list from turning in circles.
    for _ in 0..4 {
        let passed = |s: &&agency::Succession| {
            s.passing != agency::Passing::Transferred
                && !s.successor_id.is_empty()
                && day.is_none_or(|day| s.since.is_none_or(|since| since <= day))
        };
        let next = agency::after(&id, place).find(passed);
        match next.filter(|next| next.successor_id != id) {
            Some(next) => id.clone_from(&next.successor_id),
            None => break,
        }
    }
    id
}
