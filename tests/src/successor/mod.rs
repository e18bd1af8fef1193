//! Successor appendices: an appendix, the one that replaces it a year or two later, and the truth about what became of what.
//!
//! The tasks are those of the corpus, and clauses of them joined anew, so that tables have siblings that share half their
//! words, and tasks of one topic stand together. The successor drops, adds, rewords, renumbers, moves, splits and merges them,
//! and what happened to agencies, leaders and deadlines in Vietnam in 2025 happens to theirs. Half of the successors are the
//! next year's plan of the same office; the others are a [programme for several years or a plan of another level of
//! government](Manner), which says the same in far fewer or far more words, and one in seven was read from a poor scan.
//! Everything follows from the seed.

pub mod accuracy;
mod fields;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use vanthu_appendix::model::{
    AgencyRef, Appendix, Assignment, Column, Provenance, Role, SectionRef, Source, Task,
};
use vanthu_appendix::{Context, agency, deadline};
use vanthu_diff::Side;
use vanthu_diff::model::{Cause, Field};
use vanthu_document::PartialDate;
use vanthu_document::page::Form;

use crate::generator::random::Random;

pub use texts::Pool;

/// The year that the old appendix is for.
const OLD_YEAR: i16 = 2024;

/// An appendix and its successor.
#[derive(Debug)]
pub struct Successor {
    /// The old appendix.
    pub old: Appendix,
    /// The new one.
    pub new: Appendix,
    /// What sort of plan the successor is.
    pub manner: Manner,
    /// Date of the new one.
    pub date: PartialDate,
    /// Which old task became which new one, by their places; each pair of a split or a merger.
    pub pairs: BTreeSet<(usize, usize)>,
    /// What was done to the tasks that stayed one, by their places; nothing where the successor is no plan of the next year.
    pub changes: BTreeMap<(usize, usize), BTreeSet<(Field, Cause)>>,
}

impl Successor {
    /// The two sides, to be compared.
    #[must_use]
    pub fn sides<'a>(&'a self, source: &'a Source) -> (Side<'a>, Side<'a>) {
        let side = |appendix, date| Side {
            source,
            number: (None, None),
            period: None,
            date,
            place: Some("Đồng Xoan"),
            issuer: None,
            appendix,
        };
        (side(&self.old, PartialDate::new(OLD_YEAR, Some(1), None)), side(&self.new, Some(self.date)))
    }
}

/// The tasks and sections of the corpus.
///
/// # Errors
/// Where the corpus cannot be read.
pub fn corpus_pool() -> anyhow::Result<Pool> {
    let mut tasks = Vec::new();
    let mut sections = Vec::new();
    for sample in crate::corpus::samples()?.into_iter().filter(|sample| !sample.is_second) {
        for row in sample.gold.appendices.iter().flat_map(|a| &a.rows) {
            tasks.extend(row.task.clone());
            sections.extend(row.section_titles.last().cloned());
        }
    }
    Ok(Pool::new(tasks, sections))
}

/// A file that nobody reads.
#[must_use]
pub fn no_source() -> Source {
    let nothing = String::new();
    Source {
        path: nothing.clone(),
        sha256: nothing,
        bytes: 0,
        form: Form::Text,
        encoding: "UTF-8".to_owned(),
        pages: None,
    }
}

/// A task before it is printed.
#[derive(Debug, Clone)]
struct Draft {
    text: String,
    product: String,
    leader: String,
    lead: Vec<String>,
    support: Vec<String>,
    deadline: String,
    section: usize,
    /// Places of the old tasks that it comes from.
    from: Vec<usize>,
    changes: BTreeSet<(Field, Cause)>,
}

/// What sort of plan the successor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// The next plan of the same office.
    NextYear,
    /// A programme for several years: few of the old tasks in it, reworded at length, among many others.
    Programme,
    /// A plan of another level of government: its own name for its level, its own bodies, shorter texts.
    OtherLevel {
        /// Name of the old level.
        old: &'static str,
        /// Name of the new one.
        new: &'static str,
    },
}

impl Manner {
    /// What it is called in a report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NextYear => "next year",
            Self::Programme => "programme",
            Self::OtherLevel { .. } => "other level",
        }
    }

    fn any(random: &mut Random) -> Self {
        match random.below(100) {
            0..=49 => Self::NextYear,
            50..=74 => Self::Programme,
            _ => {
                let (old, new) = texts::levels(random);
                Self::OtherLevel { old, new }
            }
        }
    }
}

/// Number of tasks of an appendix: most have dozens, some a few.
#[must_use]
pub fn size(random: &mut Random) -> usize {
    if random.chance(15) { random.between(2, 8) } else { random.between(8, 60) }
}

/// An appendix of about `size` tasks and its successor.
#[must_use]
pub fn generate(pool: &Pool, size: usize, random: &mut Random) -> Successor {
    let year = random.pick(&["2025", "2026"]);
    let date: PartialDate = format!("{year}-08").parse().unwrap_or_else(|_| unreachable!("a date"));
    let years = date.year() - OLD_YEAR;
    let sections = pool.sections(random, (size / 8).clamp(1, 9));
    let texts = pool.tasks(random, 3 * size + 4);
    let (kept_texts, fresh) = texts.split_at(size.min(texts.len()));
    let mut old: Vec<Draft> = Vec::new();
    for (place, text) in kept_texts.iter().enumerate() {
        let section = place * sections.len() / kept_texts.len().max(1);
        old.push(fields::draft(text.clone(), section, place, random));
    }
    let habits = fields::Habits::any(years, random);
    let manner = Manner::any(random);
    let mut new = successors(&mut old, pool, habits, manner, random);
    let (least, most) = match manner {
        Manner::Programme => (size / 3, 2 * size),
        Manner::NextYear | Manner::OtherLevel { .. } => (size / 8, random.between(size / 4, size)),
    };
    let added = random.between(least, most);
    let decoys = random.between(5, 30);
    for text in fresh.iter().take(added) {
        let text = if random.chance(decoys) { texts::decoy(text, &new, random) } else { text.clone() };
        let mut draft = fields::draft(text, random.below(sections.len()), 0, random);
        draft.from.clear();
        fields::age(&mut draft, habits, random);
        texts::recast(&mut draft, pool, manner, random);
        draft.changes.clear();
        new.push(draft);
    }
    reorder(&mut new, sections.len(), random);
    let mut new_sections = sections.clone();
    if matches!(manner, Manner::OtherLevel { .. }) {
        // It follows the old one in its tasks, and in nothing else.
        new.iter_mut().for_each(|draft| fields::elsewhere(draft, random));
    }
    if manner != Manner::NextYear && random.chance(50) {
        new_sections = pool.sections(random, sections.len());
    }
    let scanned = random.chance(15);
    if scanned {
        let side = if random.chance(70) { &mut new } else { &mut old };
        side.iter_mut().for_each(|draft| texts::misread(&mut draft.text, pool, random));
    }
    let mut pairs = BTreeSet::new();
    let mut changes = BTreeMap::new();
    let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
    new.iter().flat_map(|d| &d.from).for_each(|from| *uses.entry(*from).or_default() += 1);
    for (place, draft) in new.iter().enumerate() {
        pairs.extend(draft.from.iter().map(|from| (*from, place)));
        if let [from] = draft.from.as_slice()
            && uses.get(from) == Some(&1)
            && manner == Manner::NextYear
            && !scanned
        {
            changes.insert((*from, place), draft.changes.clone());
        }
    }
    let (old, new) = (printed(&old, &sections), printed(&new, &new_sections));
    // The plan of a year may as well follow the programme.
    if manner == Manner::Programme && random.chance(25) {
        let pairs = pairs.into_iter().map(|(old, new)| (new, old)).collect();
        return Successor { old: new, new: old, manner, date, pairs, changes };
    }
    Successor { old, new, manner, date, pairs, changes }
}

/// What became of the old tasks.
fn successors(
    old: &mut [Draft],
    pool: &Pool,
    habits: fields::Habits,
    manner: Manner,
    random: &mut Random,
) -> Vec<Draft> {
    let mut new: Vec<Draft> = Vec::new();
    // Some plans are carried on, others are made anew.
    let dropped = match manner {
        Manner::Programme => random.between(30, 75),
        Manner::NextYear | Manner::OtherLevel { .. } => random.between(10, 60),
    };
    // Of a hundred tasks, how many are split. A programme prints a task once for the period and once for each year.
    let splits = if manner == Manner::Programme { 12 } else { 5 };
    let mut place = 0;
    while place < old.len() {
        let fate = if random.chance(dropped) { 0 } else { random.between(1, 100) };
        let age = |draft: &mut Draft, random: &mut Random| {
            fields::age(draft, habits, random);
            match manner {
                Manner::NextYear => texts::reword(draft, pool, habits.years, random),
                Manner::Programme | Manner::OtherLevel { .. } => texts::recast(draft, pool, manner, random),
            }
        };
        match fate {
            // Dropped.
            0 => {}
            // Split: the old task was two in one, or was for two, or had two products.
            fate if fate <= splits => {
                let mut halves = texts::halves(&old[place], pool, random);
                old[place] = halves.whole.clone();
                let twins = halves.parts[0].text == halves.parts[1].text && random.chance(60);
                for half in &mut halves.parts {
                    half.from = vec![place];
                    age(half, random);
                }
                if twins {
                    let [first, second] = &mut halves.parts;
                    second.text.clone_from(&first.text);
                }
                new.extend(halves.parts);
            }
            // Merged with the next.
            fate if fate <= splits + 5 && place + 1 < old.len() => {
                let mut halves = texts::halves(&old[place], pool, random);
                let section = old[place].section;
                for (offset, part) in halves.parts.iter_mut().enumerate() {
                    (part.section, part.from) = (section, vec![place + offset]);
                    old[place + offset] = part.clone();
                }
                let mut whole = halves.whole;
                whole.from = vec![place, place + 1];
                age(&mut whole, random);
                new.push(whole);
                place += 1;
            }
            _ => {
                let mut draft = old[place].clone();
                age(&mut draft, random);
                new.push(draft);
            }
        }
        place += 1;
    }
    new
}

/// Puts the tasks in the order of their sections, some of them moved.
fn reorder(new: &mut [Draft], sections: usize, random: &mut Random) {
    for draft in new.iter_mut() {
        if sections > 1 && random.chance(12) {
            let to = random.below(sections);
            if to != draft.section {
                draft.section = to;
                draft.changes.insert((Field::Section, Cause::SectionMoved));
            }
        }
    }
    if random.chance(35) {
        random.shuffle(new);
    }
    for _ in 0..random.below(new.len().max(1)) {
        let (a, b) = (random.below(new.len()), random.below(new.len()));
        new.swap(a, b);
    }
    // Sections may stand in another order, too.
    let mut order: Vec<usize> = (0..sections).collect();
    if random.chance(40) {
        random.shuffle(&mut order);
    }
    new.sort_by_key(|draft| order.get(draft.section).copied());
}

fn printed(drafts: &[Draft], sections: &[String]) -> Appendix {
    let roles =
        [Role::Ordinal, Role::Task, Role::Product, Role::Leader, Role::Lead, Role::Support, Role::Deadline];
    let columns = roles.map(|role| Column { header: String::new(), role }).to_vec();
    let agencies = |names: &[String]| {
        let read = |name: &String| AgencyRef {
            agency: agency::canonical(name, None).into(),
            text: name.as_str().into(),
        };
        names.iter().map(read).collect::<Vec<_>>()
    };
    let tasks = drafts.iter().enumerate().map(|(place, draft)| Task {
        ordinal: Some((place + 1).to_string()),
        section: sections
            .get(draft.section)
            .map(|title| SectionRef { label: (draft.section + 1).to_string(), title: title.clone() })
            .into_iter()
            .collect(),
        task: draft.text.clone(),
        leader: None,
        source_note: None,
        extra: BTreeMap::new(),
        assignments: vec![Assignment {
            product: Some(draft.product.clone()),
            leader: Some(draft.leader.clone()),
            lead: agencies(&draft.lead),
            support: agencies(&draft.support),
            deadline: Some(deadline::read(&draft.deadline, &Context::default()).deadline),
        }],
        provenance: Provenance::default(),
        confidence: 1.0,
    });
    Appendix { label: "Phụ lục".to_owned(), title: String::new(), columns, tasks: tasks.collect() }
}
