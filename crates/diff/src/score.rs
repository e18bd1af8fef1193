//! The scored model: how sure it is that two tasks are the same one.
//!
//! Two logistic regressions. [`alike`] looks at the [evidence](crate::evidence) of a pair alone. [`confidence`] looks at the pair
//! among the others: by how much it is ahead of the best other pair of either task, and whether the neighbours of both went
//! together. A third, [`belongs`], says whether a task that is left over belongs to a pair already made, as one half of a
//! split or a merger.
//!
//! The weights were fitted on generated successor appendices (`tests/examples/diff_fit.rs` makes them anew and prints these
//! tables); no real pair of documents was used to choose them.

use crate::evidence::{Evidence, FEATURES};

/// Weight of each feature of a pair, in the order of [`NAMES`](crate::evidence::NAMES), and the constant.
pub(crate) const PAIR: [f32; FEATURES] = [6.0, 5.0, 3.0, 2.0, 1.0, 1.0, 1.5, 0.5, 0.3];
pub(crate) const PAIR_CONSTANT: f32 = -5.0;

/// What is known of a pair once a first assignment has been made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Standing {
    /// What [`alike`] says.
    pub(crate) alike: f32,
    /// By how much that is more than for the best other new task of the old one, at most 6 either way.
    pub(crate) ahead_old: f32,
    /// The same for the best other old task of the new one.
    pub(crate) ahead_new: f32,
    /// The share of the nearest neighbours that went together in the first assignment, less a half.
    pub(crate) neighbours: f32,
}

/// Weights of [`Standing`], and the constant.
pub(crate) const STANDING: [f32; 4] = [0.8, 0.3, 0.3, 1.0];
pub(crate) const STANDING_CONSTANT: f32 = 0.0;

/// What is known of a task left over and a pair.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Kinship {
    /// What [`alike`] says of the task and the single partner.
    pub(crate) alike: f32,
    /// The share of the task's weight that stands in the partner.
    pub(crate) inside: f32,
    /// How much more of the partner is covered with the task than without.
    pub(crate) gain: f32,
    /// How alike the task and its sibling are.
    pub(crate) sibling: f32,
    /// Whether it stands beside its sibling.
    pub(crate) beside: f32,
    /// By how much `alike` is more than for the best other partner.
    pub(crate) ahead: f32,
}

/// Weights of [`Kinship`], and the constant.
pub(crate) const KINSHIP: [f32; 6] = [0.5, 3.0, 6.0, 1.0, 1.5, 0.3];
pub(crate) const KINSHIP_CONSTANT: f32 = -4.5;

/// A pair is made where it is at least this probable: below, saying nothing is wrong less often.
pub(crate) const ACCEPTED: f32 = 0.4;
/// Pairs less probable than this are for a person to look at.
pub(crate) const SURE: f32 = 0.9;

/// How far two rivals are told apart at most.
pub(crate) const MOST_AHEAD: f32 = 6.0;

/// Log-odds that two tasks are the same one, by themselves.
pub(crate) fn alike(evidence: &Evidence) -> f32 {
    PAIR_CONSTANT + evidence.0.iter().zip(PAIR).map(|(x, w)| x * w).sum::<f32>()
}

impl Standing {
    /// The features in the order of the weights.
    pub(crate) fn features(self) -> [f32; 4] {
        [self.alike, self.ahead_old, self.ahead_new, self.neighbours]
    }

    /// Log-odds that the pair is right.
    pub(crate) fn score(self) -> f32 {
        STANDING_CONSTANT + self.features().iter().zip(STANDING).map(|(x, w)| x * w).sum::<f32>()
    }
}

impl Kinship {
    /// The features in the order of the weights.
    pub(crate) fn features(self) -> [f32; 6] {
        [self.alike, self.inside, self.gain, self.sibling, self.beside, self.ahead]
    }

    /// Probability that the task belongs to the pair.
    pub(crate) fn probability(self) -> f32 {
        probability(KINSHIP_CONSTANT + self.features().iter().zip(KINSHIP).map(|(x, w)| x * w).sum::<f32>())
    }
}

/// Log-odds as a probability.
pub(crate) fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
