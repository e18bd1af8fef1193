//! What the model sees of two sides, for those who fit its weights.

use crate::align::{pairs, relatives, single};
use crate::change::Context;
use crate::compare::{glossary, profiles};
use crate::evidence::FEATURES;
use crate::score::Model;
use crate::side::{Side, units};

/// A pair that was looked at. Tasks are called by their places in their appendices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeenPair {
    /// The old task.
    pub old: usize,
    /// The new task.
    pub new: usize,
    /// Features of the pair alone.
    pub evidence: [f32; FEATURES],
    /// Features of the pair among the others.
    pub standing: [f32; 4],
}

/// A task left over and the pair that it may belong to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeenKin {
    /// The old task: left over, or of the pair.
    pub old: usize,
    /// The new task: of the pair, or left over.
    pub new: usize,
    /// The pair itself.
    pub pair: (usize, usize),
    /// The features.
    pub features: [f32; 8],
}

/// Everything that was looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// The candidate pairs.
    pub pairs: Vec<SeenPair>,
    /// The tasks left over by the model's own pairs.
    pub kin: Vec<SeenKin>,
}

/// Looks at two sides with the eyes of `model`.
#[must_use]
pub fn observe(old: &Side<'_>, new: &Side<'_>, model: &Model) -> Seen {
    let (old_units, new_units) = (units(old.appendix), units(new.appendix));
    let glossary = glossary(&[&old_units, &new_units]);
    let context = Context::new(old, new, &glossary);
    let profiles = profiles((old, &old_units), (new, &new_units), &context);
    let pairs = pairs(&profiles, model);
    let groups = single(&pairs, &profiles, model);
    let [splits, mergers] = relatives(&groups, &profiles, model);
    let seen = |splits: bool, relative: &crate::align::Relative| {
        let group = &groups[relative.group];
        let (of_old, of_new) = (group.old[0], group.new[0]);
        let (left_old, left_new) = if splits { (of_old, relative.unit) } else { (relative.unit, of_new) };
        SeenKin {
            old: old_units[left_old].index,
            new: new_units[left_new].index,
            pair: (old_units[of_old].index, new_units[of_new].index),
            features: relative.kinship.features(),
        }
    };
    let kin = splits.iter().map(|r| seen(true, r)).chain(mergers.iter().map(|r| seen(false, r))).collect();
    let pairs = pairs.iter().map(|pair| SeenPair {
        old: old_units[pair.old].index,
        new: new_units[pair.new].index,
        evidence: pair.evidence.0,
        standing: pair.standing.features(),
    });
    Seen { pairs: pairs.collect(), kin }
}
