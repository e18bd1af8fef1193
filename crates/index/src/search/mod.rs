//! Answers: the best hits, counts by agency, and what was read otherwise than typed.

mod adjacent;
mod facet;
mod highlight;
mod part;
mod pass;
mod plan;
mod rank;
mod report;
mod sets;
mod spelling;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use tantivy::{DocAddress, Searcher, TantivyDocument, Term};

pub(crate) use facet::FacetNames;
pub use highlight::Highlight;
pub use report::{Answer, DocumentAnswer, DocumentHit, Facet, Facets, Feature, Heir, Match, Note, TaskHit};
pub(crate) use sets::WordSets;

use self::pass::Pass;
use self::plan::{Breadth, Plan, Planner, Space};
use self::rank::{CANDIDATES, Ranked, second_look, with_a_chance};
use self::spelling::Doubt;
use crate::entry::{PartEntry, TaskEntry};
use crate::error::IndexError;
use crate::index::{Index, stored};
use crate::query::{Days, Node, Word, parse};
use crate::schema::document_of;

/// What is asked for beside the words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// Whole name of a lead agency, in any spelling.
    pub lead: Option<String>,
    /// Whole name of a coordinating agency.
    pub support: Option<String>,
    /// Whole name of an agency in either part.
    pub agency: Option<String>,
    /// First and last year, of which the document's period has one.
    pub year: Option<(u64, u64)>,
    /// Words of a section's label or title, side by side.
    pub section: Option<String>,
    /// Days on one of which the deadline ends.
    pub due: Option<Days>,
    /// Whether agencies that became the one asked for count as well.
    pub successors: bool,
}

/// A question to an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What was typed.
    pub query: String,
    /// What is asked for beside it.
    pub filters: Filters,
    /// Most hits.
    pub limit: usize,
    /// Hits to leave out first.
    pub offset: usize,
    /// Whether to count by agency.
    pub facets: bool,
    /// Whether each hit tells what its score is made of.
    pub explain: bool,
}

impl Request {
    /// A request for the ten best hits of `query`, with counts by agency.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            filters: Filters::default(),
            limit: 10,
            offset: 0,
            facets: true,
            explain: false,
        }
    }
}

/// Most hits that are given at once.
const MOST_HITS: usize = 10_000;
/// Agencies of each sort that are counted out.
const MOST_FACETS: usize = 20;

/// The matches of a query, best first, and how they came about.
struct Found {
    hits: Vec<(Ranked, Match)>,
    pass: Pass,
    plans: Vec<Plan>,
    notes: Vec<Note>,
    /// Doubtful words with what they were read as.
    doubts: Vec<Doubt>,
}

impl Index {
    /// The tasks that answer a request.
    ///
    /// # Errors
    /// Where the index cannot be read. Whatever is typed is no error.
    pub fn search(&self, request: &Request) -> Result<Answer, IndexError> {
        let start = Instant::now();
        let searcher = self.searcher();
        let view = self.view(&searcher)?;
        let facets = if request.facets { Some(view.facet_names(&searcher)?) } else { None };
        let planner = Planner {
            searcher: &searcher,
            fields: self.fields,
            space: Space::Tasks,
            sets: &view.sets,
            facets: facets.clone(),
        };
        let found = find(request, &planner, 0)?;
        let mut hits = Vec::new();
        for (ranked, quality) in page(&found.hits, request) {
            let entry: TaskEntry = self.entry(&searcher, ranked.address)?;
            let highlights = found.plans.last().map(|plan| plan.wanted.task(&entry)).unwrap_or_default();
            let heirs = self.heirs(&found.plans, &entry, &request.filters);
            let features = self.features(request, &found.plans, &planner, ranked)?;
            hits.push(TaskHit { score: ranked.score, quality, entry, highlights, heirs, features });
        }
        let did_you_mean = report::did_you_mean(request, &found.doubts, hits.first().map(|h| &h.entry));
        let notes = self.notes(request, &found, &planner)?;
        let facets = match &facets {
            Some(names) => self.facets(&searcher, &found.pass, names, &hits)?,
            None => Facets::default(),
        };
        Ok(Answer {
            query: request.query.clone(),
            interpreted: report::interpreted(&request.query, &found.plans),
            total: found.pass.total,
            took: start.elapsed(),
            notes,
            did_you_mean,
            hits,
            facets,
        })
    }

    /// The documents that answer a request, each with its best part. Filters by agency, section and deadline are those
    /// of tasks and are passed over.
    ///
    /// # Errors
    /// As [`Index::search`].
    pub fn search_documents(&self, request: &Request) -> Result<DocumentAnswer, IndexError> {
        let start = Instant::now();
        let searcher = self.searcher();
        let view = self.view(&searcher)?;
        let planner = Planner {
            searcher: &searcher,
            fields: self.fields,
            space: Space::Documents,
            sets: &view.sets,
            facets: None,
        };
        let filters = Filters { year: request.filters.year, ..Filters::default() };
        let request = Request { filters, facets: false, ..request.clone() };
        let mut found = find(&request, &planner, MOST_HITS)?;
        // Several parts of one document are one hit: the best.
        let mut seen = BTreeSet::new();
        found.hits.retain(|(ranked, _)| seen.insert(document_of(ranked.order)));
        let best = found.hits.first().map(|(_, quality)| *quality);
        let total = found.hits.iter().filter(|(_, quality)| Some(*quality) == best).count();
        let mut hits: Vec<DocumentHit> = Vec::new();
        for (ranked, quality) in page(&found.hits, &request) {
            let entry: PartEntry = self.entry(&searcher, ranked.address)?;
            let highlights = found.plans.last().map(|plan| plan.wanted.part(&entry)).unwrap_or_default();
            let features = self.features(&request, &found.plans, &planner, ranked)?;
            hits.push(DocumentHit { score: ranked.score, quality, entry, highlights, features });
        }
        Ok(DocumentAnswer {
            query: request.query.clone(),
            interpreted: report::interpreted(&request.query, &found.plans),
            total,
            took: start.elapsed(),
            notes: self.notes(&request, &found, &planner)?,
            hits,
        })
    }

    fn entry<T: serde::de::DeserializeOwned>(
        &self,
        searcher: &Searcher,
        address: DocAddress,
    ) -> Result<T, IndexError> {
        let document: TantivyDocument = searcher.doc(address).map_err(IndexError::read)?;
        stored(&document, self.fields)
    }

    /// What the score of a hit is made of, where that is asked for.
    fn features(
        &self,
        request: &Request,
        plans: &[Plan],
        planner: &Planner<'_>,
        ranked: Ranked,
    ) -> Result<Vec<Feature>, IndexError> {
        let Some(plan) = plans.last().filter(|_| request.explain) else { return Ok(Vec::new()) };
        let mut out = Vec::new();
        for (name, value) in plan.values(planner, ranked.address).map_err(IndexError::read)? {
            if value > 0.0 {
                out.push(Feature { name, value });
            }
        }
        for (name, boosts) in plan.named_pairs(planner) {
            let mut one = [Ranked { score: 0.0, ..ranked }];
            second_look(planner.searcher, &mut one, &[boosts]).map_err(IndexError::read)?;
            let value = one.first().map_or(0.0, |r| r.score);
            if value > 0.0 {
                out.push(Feature { name, value });
            }
        }
        Ok(out)
    }

    /// Which agencies of a hit are there only because of what they became.
    fn heirs(&self, plans: &[Plan], entry: &TaskEntry, filters: &Filters) -> Vec<report::Heir> {
        if !filters.successors {
            return Vec::new();
        }
        let asked: BTreeSet<String> = [&filters.lead, &filters.support, &filters.agency]
            .into_iter()
            .flatten()
            .map(|name| vanthu_appendix::agency::canonical(name, None))
            .chain(plans.iter().flat_map(Plan::agencies))
            .collect();
        let surroundings = entry.document.issuer.clone().unwrap_or_default();
        let named = entry.lead.iter().chain(&entry.support).filter(|a| !asked.contains(&*a.agency));
        named
            .filter_map(|agency| {
                let heirs = crate::schema::successors(&agency.agency, &surroundings);
                let heir = heirs.into_iter().find(|heir| asked.contains(*heir))?;
                Some(report::Heir { agency: agency.agency.to_string(), became: heir.to_owned() })
            })
            .collect()
    }

    fn notes(
        &self,
        request: &Request,
        found: &Found,
        planner: &Planner<'_>,
    ) -> Result<Vec<Note>, IndexError> {
        let mut notes = found.notes.clone();
        let filters = &request.filters;
        for name in [&filters.lead, &filters.support, &filters.agency].into_iter().flatten() {
            let id = vanthu_appendix::agency::canonical(name, None);
            let known = |field| {
                let term = Term::from_field_text(field, &id);
                planner.searcher.doc_freq(&term).map_err(IndexError::read)
            };
            if known(self.fields.lead_name)? + known(self.fields.support_name)? == 0 {
                notes.push(Note::UnknownAgency(name.clone()));
            }
        }
        Ok(notes)
    }

    fn facets(
        &self,
        searcher: &Searcher,
        pass: &Pass,
        facets: &FacetNames,
        hits: &[TaskHit],
    ) -> Result<Facets, IndexError> {
        let lists = facets.most_frequent(&pass.counts, MOST_FACETS);
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut learn = |entry: &TaskEntry| {
            for agency in entry.lead.iter().chain(&entry.support) {
                names.entry(agency.agency.to_string()).or_insert_with(|| agency.text.to_string());
            }
        };
        // A name as printed, from the best hits; an id says the same in plain letters.
        hits.iter().for_each(|hit| learn(&hit.entry));
        for ranked in pass.best.iter().skip(hits.len()).take(MOST_FACETS.saturating_sub(hits.len())) {
            learn(&self.entry(searcher, ranked.address)?);
        }
        let [lead, support, issuer] = lists.map(|list| {
            let named = |(agency, count): (String, u64)| Facet {
                name: names.get(&agency).cloned().unwrap_or_else(|| agency.replace('-', " ")),
                agency,
                count,
            };
            list.into_iter().map(named).collect()
        });
        Ok(Facets { lead, support, issuer })
    }
}

fn page<'h>(
    hits: &'h [(Ranked, Match)],
    request: &Request,
) -> impl Iterator<Item = (Ranked, Match)> + use<'h> {
    hits.iter().skip(request.offset).take(request.limit).copied()
}

/// The matches of a request: those of all words; where they are too few, those of the words as corrected and of titles;
/// where they still are, the best partial ones. Of each sort at least `keep` are kept, as far as there are so many.
fn find(request: &Request, planner: &Planner<'_>, keep: usize) -> Result<Found, IndexError> {
    let read = parse(&request.query);
    let wanted = request.offset.saturating_add(request.limit).clamp(1, MOST_HITS);
    let keep = keep.max(wanted);
    let mut found = Found {
        hits: Vec::new(),
        pass: Pass::default(),
        plans: Vec::new(),
        notes: read.warnings.into_iter().map(Note::Query).collect(),
        doubts: Vec::new(),
    };
    let plan = planner.plan(&read.node, &request.filters, &|_| Vec::new());
    found.pass = pass(&plan, Breadth::Full, keep, planner, true)?;
    found.hits = found.pass.best.iter().map(|r| (*r, Match::All)).collect();
    let required = plan.required();
    found.plans.push(plan);
    if found.hits.len() >= wanted || required == 0 {
        return Ok(found);
    }
    let mut doubts = Vec::new();
    doubts_of(&read.node, planner, &mut doubts);
    found.doubts = doubts;
    let others = |word: &Word| readings(word, &found.doubts);
    // Doubtful words that the index holds are corrected only where that gives the name of an agency.
    let by = |all: bool| {
        planner.plan(&corrected(&read.node, planner, &found.doubts, all), &request.filters, &others)
    };
    let (careful, bold) = (by(false), by(true));
    let plan = if bold.agencies().count() > careful.agencies().count() { bold } else { careful };
    let required = plan.required();
    let whole = pass(&plan, Breadth::Wide, keep, planner, found.pass.total == 0)?;
    let mut next = if required > 1 && found.hits.len() < wanted {
        let count = found.pass.total + whole.total == 0;
        pass(&plan, Breadth::AtLeast(plan.least(planner)), keep, planner, count)?
    } else {
        Pass::default()
    };
    if whole.total > 0 {
        // Whole matches count; partial ones stand among them by their score.
        (next.total, next.counts) = (whole.total, whole.counts);
    }
    let all: BTreeSet<DocAddress> = whole.best.iter().map(|r| r.address).collect();
    next.best.extend(whole.best);
    next.best.sort_unstable();
    next.best.dedup_by_key(|r| r.address);
    take(&mut found.hits, &mut found.pass, next, &all);
    found.hits.truncate(keep);
    found.plans.push(plan);
    Ok(found)
}

/// Adds matches behind those that are there already, and the counts where there were none. `whole` are those with every
/// word, as corrected.
fn take(hits: &mut Vec<(Ranked, Match)>, pass: &mut Pass, next: Pass, whole: &BTreeSet<DocAddress>) {
    let seen: BTreeSet<DocAddress> = hits.iter().map(|(r, _)| r.address).collect();
    let quality = |r: &Ranked| if whole.contains(&r.address) { Match::Corrected } else { Match::Partial };
    hits.extend(next.best.iter().filter(|r| !seen.contains(&r.address)).map(|r| (*r, quality(r))));
    if pass.total == 0 {
        *pass = next;
    }
}

/// One pass and the second look at its best; with `count` its matches are counted by agency.
fn pass(
    plan: &Plan,
    breadth: Breadth,
    wanted: usize,
    planner: &Planner<'_>,
    count: bool,
) -> Result<Pass, IndexError> {
    let slots = plan.slot_parts(planner, breadth);
    let demand = plan.demand(&slots, breadth);
    let facets = planner.facets.as_deref().filter(|_| count);
    let keep = wanted.max(CANDIDATES);
    let mut pass = demand.look(planner.searcher, planner.sets, facets, keep).map_err(IndexError::read)?;
    let boosts = plan.boosts(planner);
    with_a_chance(&mut pass.best, wanted, &boosts);
    second_look(planner.searcher, &mut pass.best, &boosts).map_err(IndexError::read)?;
    pass.best.truncate(wanted);
    Ok(pass)
}

/// The readings of a word beside itself.
fn readings(word: &Word, doubts: &[Doubt]) -> Vec<Vec<String>> {
    let doubt = doubts
        .iter()
        .find(|d| d.word.range == word.range && d.word.printed != word.printed || d.word == *word);
    let Some(doubt) = doubt else { return Vec::new() };
    let mut readings = doubt.readings.clone();
    readings.retain(|r| r.as_slice() != [word.folded.as_str()]);
    if word.folded != doubt.word.folded {
        readings.push(vec![doubt.word.folded.clone()]);
    }
    readings
}

/// Adds the doubtful words of every part of a query.
fn doubts_of(node: &Node, planner: &Planner<'_>, out: &mut Vec<Doubt>) {
    match node {
        Node::Text(words) | Node::Phrase(words) => out.extend(spelling::doubts(words, planner)),
        Node::In(_, inner) | Node::Not(inner) => doubts_of(inner, planner, out),
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| doubts_of(part, planner, out)),
        Node::Prefix(_) | Node::Fuzzy(..) | Node::Years(..) | Node::Due(_) => {}
    }
}

/// The query with each doubtful word as it is likeliest meant; with `all` also those that the index holds.
fn corrected(node: &Node, planner: &Planner<'_>, doubts: &[Doubt], all: bool) -> Node {
    let within = |node: &Node| corrected(node, planner, doubts, all);
    match node {
        Node::Text(words) => Node::Text(corrected_words(words, planner, doubts, all)),
        Node::Phrase(words) => Node::Phrase(corrected_words(words, planner, doubts, all)),
        Node::In(target, inner) => Node::In(*target, Box::new(within(inner))),
        Node::Not(inner) => Node::Not(Box::new(within(inner))),
        Node::And(parts) => Node::And(parts.iter().map(within).collect()),
        Node::Or(parts) => Node::Or(parts.iter().map(within).collect()),
        other => other.clone(),
    }
}

fn corrected_words(words: &[Word], planner: &Planner<'_>, doubts: &[Doubt], all: bool) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut skip = false;
    for word in words {
        if std::mem::take(&mut skip) {
            continue;
        }
        let doubt = doubts.iter().find(|d| d.word == *word);
        let replaced = all || planner.frequency(&word.folded) == 0;
        match doubt.and_then(|d| Some((d, d.readings.first()?))) {
            Some((doubt, reading)) if replaced || doubt.joins_next => {
                skip = doubt.joins_next && reading.len() == 1 && is_joined(reading, word);
                // Two words in one: each takes its place.
                out.extend(reading.iter().map(|part| Word {
                    printed: part.clone(),
                    folded: part.clone(),
                    exact: String::new(),
                    ..word.clone()
                }));
            }
            _ => out.push(word.clone()),
        }
    }
    out
}

/// Whether a reading is the word with the next one behind it.
fn is_joined(reading: &[String], word: &Word) -> bool {
    reading.first().is_some_and(|r| r.len() > word.folded.len() + 1 && r.starts_with(&word.folded))
}
