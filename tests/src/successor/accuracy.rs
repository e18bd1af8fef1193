//! How right a comparison is against the truth about generated successors.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use vanthu_diff::compare;
use vanthu_diff::model::{Cause, Field};

use super::{Manner, Pool, generate, no_source, size};
use crate::generator::random::Random;

/// Right ones of some.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// The right ones.
    pub right: usize,
    /// All of them.
    pub all: usize,
}

impl Share {
    /// The share, 1 of nothing.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.all == 0 { 1.0 } else { self.right as f64 / self.all as f64 }
    }

    fn count(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }
}

/// What was measured over many successors.
#[derive(Debug, Clone, Default)]
pub struct Accuracy {
    /// Pairs found, and right.
    pub precision: Share,
    /// True pairs, and found.
    pub recall: Share,
    /// Precision and recall by what sort of plan the successor is.
    pub by_manner: BTreeMap<&'static str, (Share, Share)>,
    /// Pairs not marked for review, and right.
    pub asserted: Share,
    /// By tenth of confidence: pairs, and right.
    pub calibration: [Share; 10],
    /// Causes given in pairs of one task each, and right.
    pub causes_given: Share,
    /// True causes, and given.
    pub causes_true: Share,
    /// Successions and changes of level, and those of them that came out as another agency.
    pub mistaken_successions: usize,
    /// What went wrong, a line each.
    pub faults: Vec<String>,
}

impl Accuracy {
    /// Harmonic mean of precision and recall of the pairs.
    #[must_use]
    pub fn f1(&self) -> f64 {
        mean(self.precision.value(), self.recall.value())
    }

    /// The same of successors of one sort.
    #[must_use]
    pub fn f1_of(&self, manner: Manner) -> f64 {
        let (precision, recall) = self.by_manner.get(manner.name()).copied().unwrap_or_default();
        mean(precision.value(), recall.value())
    }

    /// The same of the causes.
    #[must_use]
    pub fn causes(&self) -> f64 {
        mean(self.causes_given.value(), self.causes_true.value())
    }

    /// Mean distance between confidence and share of right ones, weighted by pairs (expected calibration error).
    #[must_use]
    pub fn calibration_error(&self) -> f64 {
        let all: usize = self.calibration.iter().map(|s| s.all).sum();
        let distance = |(tenth, share): (usize, &Share)| {
            let middle = (tenth as f64 + 0.5) / 10.0;
            // The last tenth is mostly of pairs that are all but sure.
            let said = if tenth == 9 { 0.99 } else { middle };
            (said - share.value()).abs() * share.all as f64
        };
        self.calibration.iter().enumerate().map(distance).sum::<f64>() / all.max(1) as f64
    }
}

fn mean(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

/// Compares one successor for each seed.
#[must_use]
pub fn measure(pool: &Pool, seeds: Range<u64>) -> Accuracy {
    let mut out = Accuracy::default();
    for seed in seeds {
        one(pool, seed, &mut out);
    }
    out
}

fn one(pool: &Pool, seed: u64, out: &mut Accuracy) {
    let mut random = Random::new(seed);
    let tasks = size(&mut random);
    let truth = generate(pool, tasks, &mut random);
    let source = no_source();
    let (old, new) = truth.sides(&source);
    let diff = compare(&old, &new);
    let text = |appendix: &vanthu_appendix::model::Appendix, place: usize| {
        appendix.tasks.get(place).map_or(String::new(), |t| t.task.clone())
    };
    let mut found = BTreeSet::new();
    for group in &diff.matches {
        for (o, n) in group.old_tasks.iter().flat_map(|o| group.new_tasks.iter().map(move |n| (o, n))) {
            let pair = (o.index, n.index);
            let right = truth.pairs.contains(&pair);
            found.insert(pair);
            out.precision.count(right);
            out.by_manner.entry(truth.manner.name()).or_default().0.count(right);
            if !group.review {
                out.asserted.count(right);
            }
            let tenth = ((group.confidence * 10.0) as usize).min(9);
            out.calibration[tenth].count(right);
            if !right {
                out.faults.push(format!(
                    "{seed}: wrong pair {:.2} {:?} {}\n      {}",
                    group.confidence, group.relation, o.task, n.task
                ));
            }
        }
        let ([o], [n]) = (group.old_tasks.as_slice(), group.new_tasks.as_slice()) else { continue };
        let Some(causes) = truth.changes.get(&(o.index, n.index)) else { continue };
        let given: BTreeSet<(Field, Cause)> = group.changes.iter().map(|c| (c.field, c.cause)).collect();
        for cause in &given {
            out.causes_given.count(causes.contains(cause));
        }
        for cause in causes {
            out.causes_true.count(given.contains(cause));
        }
        let passed = |c: &&(Field, Cause)| matches!(c.1, Cause::AgencySucceeded | Cause::DistrictToCommune);
        let lost = causes.iter().filter(passed).filter(|c| !given.contains(c)).count();
        out.mistaken_successions +=
            usize::from(lost > 0 && given.contains(&(Field::Lead, Cause::Reassigned)));
        if given != *causes {
            let (only_given, only_true): (Vec<_>, Vec<_>) =
                (given.difference(causes).collect(), causes.difference(&given).collect());
            out.faults.push(format!(
                "{seed}: causes given {only_given:?} true {only_true:?}\n      {}\n      {}\n      {:?} → {:?}; {:?} → {:?}",
                o.task, n.task, o.lead, n.lead, o.deadline, n.deadline
            ));
        }
    }
    for pair in &truth.pairs {
        out.recall.count(found.contains(pair));
        out.by_manner.entry(truth.manner.name()).or_default().1.count(found.contains(pair));
        if !found.contains(pair) {
            out.faults.push(format!(
                "{seed}: missing pair {}\n      {}",
                text(&truth.old, pair.0),
                text(&truth.new, pair.1)
            ));
        }
    }
}

impl fmt::Display for Accuracy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |s: Share| format!("{}/{} = {:.4}", s.right, s.all, s.value());
        writeln!(
            f,
            "pairs: precision {} recall {} f1 {:.4}",
            share(self.precision),
            share(self.recall),
            self.f1()
        )?;
        for (name, (precision, recall)) in &self.by_manner {
            let f1 = mean(precision.value(), recall.value());
            writeln!(f, "  {name}: {} {} f1 {f1:.4}", share(*precision), share(*recall))?;
        }
        writeln!(f, "not for review: {}", share(self.asserted))?;
        writeln!(
            f,
            "causes: given {} true {} f1 {:.4}",
            share(self.causes_given),
            share(self.causes_true),
            self.causes()
        )?;
        writeln!(f, "successions taken for reassignments: {}", self.mistaken_successions)?;
        writeln!(f, "calibration (expected error {:.4}):", self.calibration_error())?;
        for (tenth, share_of) in self.calibration.iter().enumerate().filter(|(_, s)| s.all > 0) {
            writeln!(
                f,
                "  {:.1}–{:.1}: {}",
                tenth as f64 / 10.0,
                (tenth + 1) as f64 / 10.0,
                share(*share_of)
            )?;
        }
        Ok(())
    }
}
