//! The scored model: how sure it is that two tasks are the same one.
//!
//! Three logistic regressions. The first looks at the [evidence](crate::evidence) of a pair alone. The second looks at the pair
//! among the others: by how much it is ahead of the best other pair of either task, and whether the neighbours of both went
//! together. The third says whether a task that is left over belongs to a pair already made, as one part of a split or a
//! merger.
//!
//! [`Model::FITTED`] was fitted on generated successor appendices: `cargo run --release -p vanthu-tests --example diff_fit`
//! makes them anew, fits, and prints the tables below with their calibration. No real pair of documents chose a weight.

use crate::evidence::FEATURES;

/// A logistic regression over `N` features.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regression<const N: usize> {
    /// Weight of each feature.
    pub weights: [f32; N],
    /// The constant.
    pub constant: f32,
}

impl<const N: usize> Regression<N> {
    /// Log-odds.
    #[must_use]
    pub fn score(&self, features: &[f32; N]) -> f32 {
        self.constant + features.iter().zip(self.weights).map(|(x, w)| x * w).sum::<f32>()
    }
}

/// Log-odds as a probability.
#[must_use]
pub fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// All weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model {
    /// Over the features of a pair ([`NAMES`](crate::evidence::NAMES)).
    pub pair: Regression<FEATURES>,
    /// Over [`Standing`].
    pub standing: Regression<4>,
    /// Over [`Kinship`].
    pub kinship: Regression<8>,
}

impl Model {
    /// The weights in use.
    pub const FITTED: Self = Self {
        pair: Regression {
            weights: [17.48, -7.78, 1.49, 2.74, 2.33, 2.26, 1.75, 1.26, 2.37, 2.33],
            constant: -8.96,
        },
        standing: Regression { weights: [0.64, 0.22, 0.26, 2.24], constant: -0.27 },
        kinship: Regression { weights: [0.54, 0.25, 1.82, 4.20, -1.64, 3.58, 1.67, 0.14], constant: -1.94 },
    };
}

/// What is known of a pair once a first assignment has been made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Standing {
    /// Log-odds by the evidence alone.
    pub(crate) alike: f32,
    /// By how much that is more than for the best other new task of the old one.
    pub(crate) ahead_old: f32,
    /// The same for the best other old task of the new one.
    pub(crate) ahead_new: f32,
    /// The share of the nearest neighbours that went together in the first assignment, less a half.
    pub(crate) neighbours: f32,
}

impl Standing {
    /// The features in the order of the weights.
    pub(crate) fn features(self) -> [f32; 4] {
        [self.alike, self.ahead_old, self.ahead_new, self.neighbours]
    }
}

/// What is known of a task left over and a pair.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Kinship {
    /// Log-odds of the task and the single partner by their texts alone.
    pub(crate) alike: f32,
    /// By how much that is more than for the pair itself.
    pub(crate) behind: f32,
    /// The share of the task's weight that stands in the partner.
    pub(crate) inside: f32,
    /// How much more of the partner is covered with the task than without.
    pub(crate) gain: f32,
    /// How alike the task and its sibling are.
    pub(crate) sibling: f32,
    /// Whether they have the very same words.
    pub(crate) twin: f32,
    /// Whether it stands beside its sibling.
    pub(crate) beside: f32,
    /// By how much `alike` is more than for the best other partner.
    pub(crate) ahead: f32,
}

impl Kinship {
    /// The features in the order of the weights.
    pub(crate) fn features(self) -> [f32; 8] {
        [self.alike, self.behind, self.inside, self.gain, self.sibling, self.twin, self.beside, self.ahead]
    }
}

/// A pair is made where it is at least this probable. On generated pairs anything from 0.3 to 0.5 does as well; what is made
/// below [`SURE`] is a proposal to a person, who sooner refuses a wrong one than finds one that is not made.
pub(crate) const ACCEPTED: f32 = 0.35;
/// A task is added to a pair where it is at least this probable: a split that is none spoils two pairs.
pub(crate) const ACCEPTED_KIN: f32 = 0.5;
/// Pairs less probable than this are for a person to look at.
pub(crate) const SURE: f32 = 0.9;

/// How far two rivals are told apart at most.
pub(crate) const MOST_AHEAD: f32 = 6.0;
