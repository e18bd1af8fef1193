//! From a syntax tree to what the engine is asked.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, FuzzyTermQuery,
    Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};
use vanthu_appendix::agency;

use super::adjacent::{meet_anywhere, meetings};
use super::facet::FacetNames;
use super::part::{self, Part, Reading};
use super::pass::Demand;
use super::rank::{Boost, weight};
use super::sets::WordSets;
use super::{Filters, highlight::Wanted};
use crate::query::{Days, Node, Role, Target, Understanding, Word, is_marked, understand};
use crate::schema::{Column, Fields, day_number, sort};
use crate::tokenizer::Kind;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Assignments.
    Tasks,
    /// Parts of documents.
    Documents,
}

/// A word of the query with the others that it may be.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) word: Word,
    /// Other readings: words side by side.
    pub(super) others: Vec<Vec<String>>,
    /// Run of words to which it belongs.
    pub(super) run: usize,
    /// Whether it may be missing in a full match.
    pub(super) link: bool,
}

/// How much of a query must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breadth {
    /// All words, as typed.
    Full,
    /// All words, as typed or as corrected, in the entry or the titles above it.
    Wide,
    /// At least this many.
    AtLeast(usize),
}

/// What is asked, in parts that can be put together more or less strictly.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) slots: Vec<Slot>,
    /// Agencies and times that were understood, quotations, columns.
    pub(super) clauses: Vec<Part>,
    pub(super) excluded: Vec<Part>,
    pub(super) filters: Vec<Part>,
    pub(super) wanted: Wanted,
    /// What plain words were understood as.
    pub(super) understood: Vec<Understanding>,
}

/// Most terms that a prefix stands for.
const MOST_TERMS: usize = 200;

/// Places of words that are looked through for partial matches without much ado.
const MOST_PARTIAL: u64 = 100_000;

/// Entries in which words are expected to meet, where it matters whether they do anywhere.
const MOST_MEETINGS: u32 = 1_000;

/// What the words of a plan ask for.
pub(super) struct SlotParts {
    needed: Vec<Part>,
    links: Vec<Part>,
    /// Being an entry of the sort that is looked for.
    sort: Part,
}

/// Entries that tell how often words meet.
const MOST_TELLING: u32 = 64;

/// Makes plans for one index.
pub(super) struct Planner<'s> {
    pub(super) searcher: &'s Searcher,
    pub(super) fields: Fields,
    pub(super) space: Space,
    /// Sets of words that were asked for before.
    pub(super) sets: &'s WordSets,
    /// Where to count by agency.
    pub(super) facets: Option<Arc<FacetNames>>,
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

fn all_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            queries.push(last);
            Box::new(BooleanQuery::intersection(queries))
        }
        _ => Box::new(EmptyQuery),
    }
}

fn best_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            queries.push(last);
            Box::new(DisjunctionMaxQuery::new(queries))
        }
        _ => Box::new(EmptyQuery),
    }
}

impl Planner<'_> {
    fn text(&self) -> Field {
        match self.space {
            Space::Tasks => self.fields.text,
            Space::Documents => self.fields.body,
        }
    }

    fn exact(&self) -> Field {
        match self.space {
            Space::Tasks => self.fields.exact,
            Space::Documents => self.fields.body_exact,
        }
    }

    /// Being an entry of the sort that is looked for.
    fn sort(&self) -> Part {
        let sort = if self.space == Space::Tasks { sort::TASK } else { sort::PART };
        Part::one(Reading::Constant(Term::from_field_u64(self.fields.sort, sort), 0.0))
    }

    /// In how many entries a folded word stands.
    pub(super) fn frequency(&self, folded: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(self.text(), folded)).unwrap_or_default()
    }

    /// How rare it is that words stand side by side: the inverse document frequency of BM25, of what some of the entries
    /// tell. `None` where they never do.
    fn rarity(&self, words: &[Term]) -> Option<f32> {
        let met = meetings(self.searcher, self.sets, words, MOST_TELLING).unwrap_or_default();
        let with = met.expected()?;
        let all = self.searcher.num_docs() as f32;
        Some((1.0 + (all - with).max(0.0) / (with + 0.5)).ln())
    }

    /// Whether words stand side by side anywhere, as far as that is looked for.
    pub(super) fn stand_together(&self, words: [&str; 2]) -> bool {
        let words = words.map(|word| Term::from_field_text(self.text(), word));
        meet_anywhere(self.searcher, &words, MOST_MEETINGS).unwrap_or_default()
    }

    /// Words of the index at most `distance` letters from `folded`, the most frequent first.
    pub(super) fn neighbours(&self, folded: &str, distance: u8, most: usize) -> Vec<String> {
        let term = Term::from_field_text(self.text(), folded);
        let Ok(automaton) = FuzzyTermQuery::new(term, distance, true).automaton() else { return Vec::new() };
        let mut found: std::collections::BTreeMap<String, u64> = Default::default();
        for reader in self.searcher.segment_readers() {
            let Ok(index) = reader.inverted_index(self.text()) else { continue };
            let Ok(mut stream) = index.terms().search(&automaton).into_stream() else { continue };
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key())
                    && word != folded
                    && word.chars().all(char::is_alphabetic)
                {
                    *found.entry(word.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(most);
        found.into_iter().map(|(word, _)| word).collect()
    }

    /// The agency of the index that words name.
    fn agency_named(&self, words: &[Word]) -> Option<String> {
        let text = words.iter().map(|w| w.printed.as_str()).collect::<Vec<_>>().join(" ");
        // `so` without its mark may be `sở`; so may each word of a query that has none.
        let plain = words.first().is_some_and(|w| w.printed.is_ascii());
        let begins = agency::begins(&text) || plain && agency::begins(&vanthu_text::fold(&text));
        if !begins {
            return None;
        }
        let id = agency::canonical(&text, None);
        let names = [
            self.fields.lead_name,
            self.fields.support_name,
            self.fields.lead_heir,
            self.fields.support_heir,
        ];
        let known = names
            .iter()
            .any(|field| self.searcher.doc_freq(&Term::from_field_text(*field, &id)).is_ok_and(|n| n > 0));
        known.then_some(id)
    }

    /// The plan of a query. `others` gives the readings of a word beside itself.
    pub(super) fn plan(
        &self,
        node: &Node,
        filters: &Filters,
        others: &dyn Fn(&Word) -> Vec<Vec<String>>,
    ) -> Plan {
        let mut plan = Plan::default();
        let parts = match node {
            Node::And(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        for part in parts {
            match part {
                Node::Text(words) => self.question(words, filters, others, &mut plan),
                Node::Not(inner) => {
                    plan.excluded.push(Part::one(Reading::Other(self.query(inner, None), None)))
                }
                Node::And(inner) if inner.is_empty() => {}
                other => {
                    self.show(other, &mut plan.wanted);
                    plan.clauses.push(Part::one(Reading::Other(self.query(other, None), None)));
                }
            }
        }
        self.filter(filters, &mut plan);
        plan
    }

    fn question(
        &self,
        words: &[Word],
        filters: &Filters,
        others: &dyn Fn(&Word) -> Vec<Vec<String>>,
        plan: &mut Plan,
    ) {
        let read = understand(words, &|words| self.agency_named(words));
        let first_run = plan.slots.last().map_or(0, |s| s.run + 1);
        for (run, number) in read.runs.iter().zip(first_run..) {
            for sought in run {
                let others = others(&sought.word);
                if sought.needed {
                    plan.wanted.word(&sought.word.folded);
                }
                others.iter().flatten().for_each(|other| plan.wanted.word(other));
                plan.slots.push(Slot {
                    word: sought.word.clone(),
                    others,
                    run: number,
                    link: !sought.needed,
                });
            }
        }
        for span in &read.agencies {
            span.words.iter().for_each(|w| plan.wanted.word(&w.folded));
            let part = self.agency(&span.meaning.id, span.meaning.role, &span.words, filters.successors);
            plan.clauses.push(part);
        }
        for span in &read.years {
            plan.clauses.push(self.time(self.years(span.meaning, span.meaning, weight::TIME), &span.words));
        }
        for span in &read.due {
            span.words.iter().for_each(|w| plan.wanted.word(&w.folded));
            plan.clauses
                .push(self.time(Reading::Other(self.due(span.meaning), Some(weight::TIME)), &span.words));
        }
        plan.understood.push(read);
    }

    /// What is shown of a part that is no plain text.
    fn show(&self, node: &Node, wanted: &mut Wanted) {
        match node {
            Node::Text(words) | Node::Phrase(words) => words.iter().for_each(|w| wanted.word(&w.folded)),
            Node::Prefix(word) => wanted.prefix(&word.folded),
            Node::Fuzzy(word, distance) => {
                wanted.word(&word.folded);
                self.neighbours(&word.folded, *distance, MOST_TERMS).iter().for_each(|w| wanted.word(w));
            }
            Node::In(_, inner) => self.show(inner, wanted),
            Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|p| self.show(p, wanted)),
            Node::Not(_) | Node::Years(..) | Node::Due(_) => {}
        }
    }

    /// An agency of the question: by its id, else by its name in a column or in the text.
    fn agency(&self, id: &str, role: Role, words: &[Word], successors: bool) -> Part {
        let folded: Vec<String> = words.iter().map(|w| w.folded.clone()).collect();
        let mut readings: Vec<Reading> = Vec::new();
        let mut side = |name: Field, heir: Field, column: Column, score: f32| {
            readings.push(Reading::Constant(Term::from_field_text(name, id), score));
            if successors {
                readings.push(Reading::Constant(Term::from_field_text(heir, id), score - 0.5));
            }
            readings.push(self.together(self.fields.column(column), &folded, score.min(weight::NAMED)));
        };
        let fields = &self.fields;
        if self.space == Space::Tasks {
            if role != Role::Support {
                side(fields.lead_name, fields.lead_heir, Column::Lead, weight::LEAD);
            }
            if role != Role::Lead {
                let score = if role == Role::Support { weight::LEAD } else { weight::SUPPORT };
                side(fields.support_name, fields.support_heir, Column::Support, score);
            }
        }
        if role == Role::Any {
            readings.push(self.together(self.text(), &folded, weight::NAMED));
        }
        Part::new(readings)
    }

    /// A time of the question: what it means, or its words.
    fn time(&self, meant: Reading, words: &[Word]) -> Part {
        // `năm 2024` is also there where only 2024 is printed.
        let telling: Vec<String> = words
            .iter()
            .map(|w| w.folded.clone())
            .filter(|w| !matches!(w.as_str(), "nam" | "truoc" | "den"))
            .collect();
        Part::new(vec![meant, self.together(self.text(), &telling, weight::TIME)])
    }

    fn filter(&self, filters: &Filters, plan: &mut Plan) {
        let fields = &self.fields;
        let by_name = |value: &str, names: &[(Field, Field)]| {
            let id = agency::canonical(value, None);
            let heirs = |&(name, heir): &(Field, Field)| {
                [Some(name), filters.successors.then_some(heir)].into_iter().flatten()
            };
            let any = names.iter().flat_map(heirs);
            Part::new(any.map(|field| Reading::Constant(Term::from_field_text(field, &id), 0.0)).collect())
        };
        let lead = (fields.lead_name, fields.lead_heir);
        let support = (fields.support_name, fields.support_heir);
        for (value, names) in [
            (&filters.lead, &[lead][..]),
            (&filters.support, &[support]),
            (&filters.agency, &[lead, support]),
        ] {
            plan.filters.extend(value.as_ref().map(|value| by_name(value, names)));
        }
        plan.filters.extend(filters.year.map(|(from, to)| Part::one(self.years(from, to, 0.0))));
        plan.filters.extend(filters.due.map(|days| Part::one(Reading::Other(self.due(days), Some(0.0)))));
        if let Some(section) = &filters.section {
            let words: Vec<String> =
                crate::query::words_of(section, 0, MOST_TERMS).into_iter().map(|w| w.folded).collect();
            plan.filters.push(Part::one(self.together(fields.column(Column::Section), &words, 0.0)));
        }
    }

    fn raw(&self, field: Field, value: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, value), IndexRecordOption::Basic))
    }

    fn years(&self, from: u64, to: u64, score: f32) -> Reading {
        let term = |year| Term::from_field_u64(self.fields.year, year);
        if from == to {
            return Reading::Constant(term(from), score);
        }
        let range = RangeQuery::new(Bound::Included(term(from)), Bound::Included(term(to)));
        Reading::Other(Box::new(range), Some(score))
    }

    fn due(&self, days: Days) -> Box<dyn Query> {
        let end = |day: Option<jiff::civil::Date>| {
            day.map_or(Bound::Unbounded, |d| {
                Bound::Included(Term::from_field_u64(self.fields.due, day_number(d)))
            })
        };
        Box::new(RangeQuery::new(end(days.from), end(days.to)))
    }

    /// Folded words side by side in a field, which add `score`.
    fn together(&self, field: Field, words: &[String], score: f32) -> Reading {
        match words {
            [] => Reading::Other(Box::new(EmptyQuery), Some(score)),
            [only] => Reading::Constant(Term::from_field_text(field, only), score),
            several => {
                Reading::Phrase(several.iter().map(|w| Term::from_field_text(field, w)).collect(), score)
            }
        }
    }

    /// Folded words side by side in a field.
    fn phrase(&self, field: Field, words: &[String]) -> Box<dyn Query> {
        let mut terms: Vec<Term> = words.iter().map(|w| Term::from_field_text(field, w)).collect();
        match (terms.len(), terms.pop()) {
            (1, Some(only)) => Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs)),
            (_, Some(last)) => {
                terms.push(last);
                Box::new(PhraseQuery::new(terms))
            }
            _ => Box::new(EmptyQuery),
        }
    }

    fn word(&self, field: Field, folded: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, folded), IndexRecordOption::WithFreqs))
    }

    /// A part of the query that is no plain text, anywhere or in a column.
    fn query(&self, node: &Node, column: Option<Column>) -> Box<dyn Query> {
        let field = match (self.space, column) {
            (Space::Tasks, Some(column)) => self.fields.column(column),
            _ => self.text(),
        };
        let list = |parts: &[Node]| parts.iter().map(|p| self.query(p, column)).collect::<Vec<_>>();
        match node {
            Node::Text(words) => all_of(words.iter().map(|w| self.word(field, &w.folded)).collect()),
            Node::Phrase(words) => self.quotation(words, column),
            Node::Prefix(word) => self.prefix(field, &word.folded),
            Node::Fuzzy(word, distance) => {
                Box::new(FuzzyTermQuery::new(Term::from_field_text(field, &word.folded), *distance, true))
            }
            Node::In(target, inner) => self.target(*target, inner),
            Node::Years(from, to) => self.years(*from, *to, 0.0).into_query(),
            Node::Due(days) => constant(self.due(*days), 0.0),
            Node::Not(inner) => Box::new(BooleanQuery::new(vec![
                (Occur::Must, constant(Box::new(AllQuery), 0.0)),
                (Occur::MustNot, self.query(inner, column)),
            ])),
            Node::And(parts) => all_of(list(parts)),
            Node::Or(parts) => Box::new(BooleanQuery::union(list(parts))),
        }
    }

    /// Words side by side; a constant more where they are so in their exact form.
    fn quotation(&self, words: &[Word], column: Option<Column>) -> Box<dyn Query> {
        let folded: Vec<String> = words.iter().map(|w| w.folded.clone()).collect();
        let exact: Vec<String> = words.iter().map(|w| w.exact.clone()).collect();
        let anywhere = |planner: &Self| {
            let phrase = planner.phrase(planner.text(), &folded);
            let same = planner.phrase(planner.exact(), &exact);
            let same = constant(same, weight::EXACT * exact.len() as f32);
            Box::new(BooleanQuery::new(vec![(Occur::Must, phrase), (Occur::Should, same)]))
        };
        match column.filter(|_| self.space == Space::Tasks) {
            None => anywhere(self),
            Some(column) if Fields::has_positions(column) => self.phrase(self.fields.column(column), &folded),
            // The column's words without their places, and the places in all columns together.
            Some(column) => {
                let field = self.fields.column(column);
                let mut parts: Vec<Box<dyn Query>> = folded.iter().map(|w| self.raw(field, w)).collect();
                parts.push(anywhere(self));
                all_of(parts)
            }
        }
    }

    fn prefix(&self, field: Field, folded: &str) -> Box<dyn Query> {
        let mut terms = std::collections::BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            let Ok(index) = reader.inverted_index(field) else { continue };
            let Ok(mut stream) = index.terms().range().ge(folded.as_bytes()).into_stream() else { continue };
            let mut seen = 0;
            while stream.advance() && seen < MOST_TERMS {
                let Ok(word) = std::str::from_utf8(stream.key()) else { break };
                if !word.starts_with(folded) {
                    break;
                }
                terms.insert(word.to_owned());
                seen += 1;
            }
        }
        let any = terms.iter().take(MOST_TERMS).map(|w| self.word(field, w)).collect();
        Box::new(BooleanQuery::union(any))
    }

    fn target(&self, target: Target, inner: &Node) -> Box<dyn Query> {
        let fields = &self.fields;
        let either = |a: Box<dyn Query>, b: Box<dyn Query>| best_of(vec![a, b]);
        match target {
            Target::Column(column) => {
                let query = self.query(inner, Some(column));
                let name = match column {
                    Column::Lead => fields.lead_name,
                    Column::Support => fields.support_name,
                    _ => return query,
                };
                match words_in(inner) {
                    Some(words) => either(
                        constant(self.raw(name, &id_of(words)), weight::LEAD),
                        constant(query, weight::NAMED),
                    ),
                    None => query,
                }
            }
            Target::Agency => either(
                self.target(Target::Column(Column::Lead), inner),
                self.target(Target::Column(Column::Support), inner),
            ),
            Target::Issuer => match words_in(inner) {
                Some(words) => {
                    let parts = words.iter().map(|w| self.raw(fields.context, &w.folded)).collect();
                    either(constant(self.raw(fields.issuer_name, &id_of(words)), weight::LEAD), all_of(parts))
                }
                None => self.query(inner, None),
            },
            Target::Number => match words_in(inner) {
                Some(words) => {
                    let plain = |w: &Word| w.folded.trim_start_matches('0').to_owned();
                    all_of(words.iter().map(|w| self.raw(fields.number, &plain(w))).collect())
                }
                None => self.query(inner, None),
            },
            Target::Year | Target::Due => self.query(inner, None),
        }
    }
}

/// The words of a node that is nothing else.
fn words_in(node: &Node) -> Option<&[Word]> {
    match node {
        Node::Text(words) | Node::Phrase(words) => Some(words),
        _ => None,
    }
}

fn id_of(words: &[Word]) -> String {
    let text = words.iter().map(|w| w.printed.as_str()).collect::<Vec<_>>().join(" ");
    agency::canonical(&text, None)
}

impl Plan {
    /// Words and clauses that a full match has.
    pub(super) fn required(&self) -> usize {
        self.slots.iter().filter(|s| !s.link).count() + self.clauses.len()
    }

    /// How many words and clauses a partial match has: any, unless that means to look through much of a large index;
    /// then half of them, two of three.
    pub(super) fn least(&self, planner: &Planner<'_>) -> usize {
        let slots = self.slots.iter().filter(|s| !s.link);
        let matches: u64 = slots.map(|s| planner.frequency(&s.word.folded)).sum();
        match self.required() {
            _ if matches < MOST_PARTIAL => 1,
            few @ 0..4 => few.saturating_sub(1).max(1),
            many => many.div_ceil(2),
        }
    }

    /// What each slot asks for, more or less strictly.
    pub(super) fn slot_parts(&self, planner: &Planner<'_>, breadth: Breadth) -> SlotParts {
        let part = |link: bool| {
            let slots = self.slots.iter().filter(move |slot| slot.link == link);
            slots.map(|slot| self.slot(slot, planner, breadth != Breadth::Full)).collect()
        };
        SlotParts { needed: part(false), links: part(true), sort: planner.sort() }
    }

    /// What is asked of entries, with the parts of the slots.
    pub(super) fn demand<'p>(&'p self, slots: &'p SlotParts, breadth: Breadth) -> Demand<'p> {
        let parts: Vec<&Part> = slots.needed.iter().chain(&self.clauses).collect();
        let least = match breadth {
            Breadth::AtLeast(least) => least,
            Breadth::Full | Breadth::Wide => parts.len(),
        };
        let mut filters: Vec<&Part> = self.filters.iter().collect();
        if breadth != Breadth::Full || slots.needed.is_empty() {
            // Titles and clauses may match entries of the other sort.
            filters.push(&slots.sort);
        }
        let additions = slots.links.iter().collect();
        let excluded = self.excluded.iter().collect();
        Demand { parts, least, additions, filters, excluded }
    }

    /// The exact form of a word, if one was typed with its marks: then those of all count.
    fn exact(&self, slot: &Slot, planner: &Planner<'_>) -> Option<(Term, f32)> {
        let marked = self.slots.iter().any(|s| is_marked(std::slice::from_ref(&s.word)));
        let exact = slot.word.exact.as_str();
        (marked && !exact.is_empty()).then(|| (Term::from_field_text(planner.exact(), exact), weight::EXACT))
    }

    fn slot(&self, slot: &Slot, planner: &Planner<'_>, wide: bool) -> Part {
        let term = |field, word: &str| Term::from_field_text(field, word);
        let word = |folded: &str, exact, factor| {
            Reading::Word(part::Word { folded: term(planner.text(), folded), exact, factor })
        };
        let mut readings = vec![word(&slot.word.folded, self.exact(slot, planner), 1.0)];
        if wide {
            for other in &slot.others {
                // Nothing speaks for a word as typed that no document holds.
                readings.push(match other.as_slice() {
                    [one] => word(one, None, weight::CORRECTED),
                    several => {
                        let phrase = planner.phrase(planner.text(), several);
                        Reading::Other(Box::new(BoostQuery::new(phrase, weight::CORRECTED)), None)
                    }
                });
            }
            if slot.word.kind == Kind::Word || slot.word.kind == Kind::Expansion {
                let context = term(planner.fields.context, &slot.word.folded);
                readings.push(Reading::Constant(context, weight::CONTEXT));
            }
        }
        Part::new(readings)
    }

    /// What the second look adds: words side by side as they were typed.
    pub(super) fn boosts(&self, planner: &Planner<'_>) -> Vec<Vec<Boost>> {
        self.named_pairs(planner).into_iter().map(|(_, boosts)| boosts).collect()
    }

    fn pair(&self, a: &Slot, b: &Slot, planner: &Planner<'_>) -> Vec<Boost> {
        let readings = |slot: &Slot| {
            let typed = (vec![slot.word.folded.clone()], 1.0);
            let others = slot.others.iter().map(|o| (o.clone(), weight::CORRECTED));
            std::iter::once(typed).chain(others).collect::<Vec<_>>()
        };
        let mut out = Vec::new();
        for (first, a_weight) in readings(a) {
            for (second, b_weight) in readings(b) {
                let words: Vec<String> = first.iter().chain(&second).cloned().collect();
                if words.iter().any(|w| planner.frequency(w) == 0) {
                    continue;
                }
                let words: Vec<Term> =
                    words.iter().map(|w| Term::from_field_text(planner.text(), w)).collect();
                let Some(rarity) = planner.rarity(&words) else { continue };
                let value = weight::PAIR * rarity * a_weight * b_weight;
                out.push(Boost { words, value });
            }
        }
        out
    }

    /// Canonical ids of the agencies that were understood.
    pub(super) fn agencies(&self) -> impl Iterator<Item = String> {
        self.understood.iter().flat_map(|u| &u.agencies).map(|span| span.meaning.id.clone())
    }

    /// What each sign of relevance adds to the score of an entry, with what it is for.
    pub(super) fn values(
        &self,
        planner: &Planner<'_>,
        address: DocAddress,
    ) -> tantivy::Result<Vec<(String, f32)>> {
        let value = |part: &Part| part.value(planner.searcher, planner.sets, address);
        let mut out = Vec::new();
        for slot in &self.slots {
            let printed = &slot.word.printed;
            let all = value(&self.slot(slot, planner, true))?;
            let exact = match self.exact(slot, planner) {
                Some((term, bonus)) => value(&Part::one(Reading::Constant(term, bonus)))?.min(all),
                None => 0.0,
            };
            out.push((format!("“{printed}”"), all - exact));
            out.push((format!("“{printed}” = exact"), exact));
        }
        for (number, clause) in (1..).zip(&self.clauses) {
            out.push((format!("clause {number}"), value(clause)?));
        }
        Ok(out)
    }

    /// The pairs of words of a score.
    pub(super) fn named_pairs(&self, planner: &Planner<'_>) -> Vec<(String, Vec<Boost>)> {
        let neighbours = self.slots.iter().zip(self.slots.iter().skip(1));
        neighbours
            .filter(|(a, b)| a.run == b.run)
            .map(|(a, b)| (format!("“{} {}”", a.word.printed, b.word.printed), self.pair(a, b, planner)))
            .collect()
    }
}
