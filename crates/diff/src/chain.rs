//! Tasks followed over more than two plans.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::compare::compare;
use crate::model::{Compared, Diff, TaskView};
use crate::score::SURE;
use crate::side::Side;

/// Always the value of [`Chain::schema`].
pub const SCHEMA: &str = "vanthu/diff-chain/1";

/// The tasks of one plan in a line of descent.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Step {
    /// Place of the plan in [`Chain::sources`], from 0.
    pub source: usize,
    /// Ordinals of the tasks; none where the line has not begun, has ended or is interrupted.
    pub ordinals: Vec<String>,
    /// The tasks.
    pub tasks: Vec<TaskView>,
}

/// A line of descent: what became of a task from plan to plan, with all that it was split into or merged with.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Line {
    /// A step for each plan.
    pub steps: Vec<Step>,
    /// The confidence of the weakest link; 1 where the task stands in one plan only.
    pub confidence: f32,
    /// Whether a link of it is for a person to look at.
    pub review: bool,
}

/// Tasks over several plans: what `vanthu diff --format json` writes for more than two documents.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Chain {
    /// Always `vanthu/diff-chain/1`.
    pub schema: String,
    /// The plans, in the order given.
    pub sources: Vec<Compared>,
    /// The lines, in the order of their first tasks.
    pub lines: Vec<Line>,
    /// What changed from each plan to the next.
    pub diffs: Vec<Diff>,
}

/// Compares each side with the next, and joins the matches to lines of descent.
#[must_use]
pub fn chain(sides: &[Side<'_>]) -> Chain {
    let diffs: Vec<Diff> =
        sides.iter().zip(sides.iter().skip(1)).map(|(old, new)| compare(old, new)).collect();
    let mut forest = Forest::default();
    let mut views: BTreeMap<(usize, usize), &TaskView> = BTreeMap::new();
    let mut links: Vec<((usize, usize), f32)> = Vec::new();
    for (plan, diff) in diffs.iter().enumerate() {
        for found in &diff.matches {
            let old = found.old_tasks.iter().map(|t| ((plan, t.index), t));
            let new = found.new_tasks.iter().map(|t| ((plan + 1, t.index), t));
            let all: Vec<_> = old.chain(new).collect();
            let Some((first, _)) = all.first() else { continue };
            all.iter().for_each(|(task, _)| forest.join(*first, *task));
            links.push((*first, found.confidence));
            views.extend(all);
        }
        let removed = diff.removed.iter().flat_map(|r| &r.old_tasks).map(|t| ((plan, t.index), t));
        let added = diff.added.iter().flat_map(|a| &a.new_tasks).map(|t| ((plan + 1, t.index), t));
        views.extend(removed.chain(added));
    }
    let mut members: BTreeMap<(usize, usize), Vec<(usize, &TaskView)>> = BTreeMap::new();
    for ((plan, index), view) in views {
        members.entry(forest.root((plan, index))).or_default().push((plan, view));
    }
    let mut weakest: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for (task, confidence) in links {
        let least = weakest.entry(forest.root(task)).or_insert(1.0);
        *least = least.min(confidence);
    }
    // The root of a line is its first task.
    let lines = members.into_iter().map(|(root, tasks)| {
        let confidence = weakest.get(&root).copied().unwrap_or(1.0);
        let step = |source: usize| {
            let tasks: Vec<TaskView> =
                tasks.iter().filter(|(plan, _)| *plan == source).map(|(_, view)| (*view).clone()).collect();
            Step { source, ordinals: tasks.iter().map(|t| t.ordinal.clone()).collect(), tasks }
        };
        Line { steps: (0..sides.len()).map(step).collect(), confidence, review: confidence < SURE }
    });
    let lines = lines.collect();
    let first = diffs.first().map(|d| d.old.clone());
    let sources = first.into_iter().chain(diffs.iter().map(|d| d.new.clone())).collect();
    Chain { schema: SCHEMA.to_owned(), sources, lines, diffs }
}

/// Which tasks are of one line, by plan and place; the smallest stands for all.
#[derive(Debug, Default)]
struct Forest {
    parents: BTreeMap<(usize, usize), (usize, usize)>,
}

impl Forest {
    fn root(&mut self, task: (usize, usize)) -> (usize, usize) {
        let mut root = task;
        while let Some(parent) = self.parents.get(&root) {
            root = *parent;
        }
        // The way is short the next time.
        let mut at = task;
        while at != root {
            match self.parents.insert(at, root) {
                Some(next) => at = next,
                None => break,
            }
        }
        root
    }

    fn join(&mut self, a: (usize, usize), b: (usize, usize)) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.parents.insert(a.max(b), a.min(b));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_task_stands_for_its_line() {
        let mut forest = Forest::default();
        forest.join((1, 4), (2, 0));
        forest.join((0, 7), (1, 4));
        assert_eq!(forest.root((2, 0)), (0, 7));
        assert_eq!(forest.root((2, 1)), (2, 1));
    }
}
