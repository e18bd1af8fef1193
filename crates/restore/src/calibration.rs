//! From a posterior probability of the lattice to the share of such changes that are right.
//!
//! The lattice's own probabilities lean on a model that is never quite the text's; what they are worth has been measured
//! (`data/calibration.tsv`), and is read off between the measured points.

use std::sync::LazyLock;

use crate::detect::State;

const TABLE: &str = include_str!("../data/calibration.tsv");

/// Points (posterior, share right) of the two states in which words change, ascending.
static POINTS: LazyLock<[Vec<(f32, f32)>; 2]> = LazyLock::new(|| ["stripped", "ocr"].map(points));

fn points(state: &str) -> Vec<(f32, f32)> {
    let rows =
        TABLE.lines().filter_map(|line| line.strip_prefix(state)?.strip_prefix('\t')?.split_once('\t'));
    rows.filter_map(|(p, right)| Some((p.parse().ok()?, right.parse().ok()?))).collect()
}

/// The confidence of a change with the given posterior probability in a line of `state`.
pub(crate) fn confidence(state: State, posterior: f32) -> f32 {
    let [stripped, ocr] = &*POINTS;
    let points = if state == State::Ocr { ocr } else { stripped };
    let posterior = posterior.clamp(0.0, 1.0);
    let above = points.partition_point(|point| point.0 <= posterior);
    match (above.checked_sub(1).and_then(|i| points.get(i)), points.get(above)) {
        (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (posterior - low.0) / (high.0 - low.0),
        (Some(last), None) => last.1,
        _ => posterior,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_monotone_and_stays_within_bounds() {
        for state in [State::Stripped, State::Ocr] {
            let all: Vec<f32> = (0..=1000).map(|i| confidence(state, i as f32 / 1000.0)).collect();
            assert!(all.windows(2).all(|w| w[0] <= w[1] + 1e-6));
            assert!(all.iter().all(|c| (0.0..=1.0).contains(c)));
        }
        assert!((confidence(State::Ocr, 0.97) - 0.925).abs() < 1e-4);
    }
}
