//! What a table does again and again: where in their rows its cells stand, what its empty lines part, which lines its cells skip.
//!
//! A first reading knows nothing of it; each further one learns it from the one before.

use super::rows::bands;
use super::{Opens, Reading};

/// Where the cells of a column stand in rows that are taller than they are; the three sum to one.
#[derive(Debug, Clone, Copy)]
struct Placing {
    /// At the top.
    top: f32,
    /// In the middle.
    centre: f32,
    /// Anywhere.
    loose: f32,
}

const UNKNOWN: Placing = Placing { top: 0.4, centre: 0.4, loose: 0.2 };

/// Cells that a first guess counts for.
const GUESSED: f32 = 4.0;
/// The most that an empty line says, in nats.
const PARTED: f32 = 3.0;

/// The habits of a table.
#[derive(Debug, Clone)]
pub(super) struct Habits {
    /// By column; none before anything was read.
    columns: Vec<Placing>,
    /// By column, what a line costs that does not agree with its width, in nats.
    widths: Vec<f32>,
    /// What a line without and with an empty line above is worth inside a row, and where it opens one, in nats.
    parting: [[f32; 2]; 2],
    /// What it costs that a cell skips no line, one, two or more, in nats.
    skipping: [f32; 4],
}

impl Habits {
    /// Of a table that has not been read yet.
    pub(super) fn unknown(columns: usize) -> Self {
        Self {
            columns: Vec::new(),
            widths: vec![0.0; columns],
            parting: [[0.0, -1.0], [0.0, 1.0]],
            skipping: [0.0, -0.8, -1.6, -2.4],
        }
    }

    /// Learns from a reading; `agreeing` is by column the share of line ends that agree with its width; `parted` says of each
    /// line whether an empty line stands above, `tops` whether a page begins.
    pub(super) fn learn(steps: &[Reading], agreeing: &[f32], parted: &[bool], tops: &[bool]) -> Self {
        let columns = agreeing.len();
        let mut all = Tally::default();
        let mut own = vec![Tally::default(); columns];
        let mut parts = [[1.0_f32; 2]; 2];
        let mut skips = [16.0_f32, 4.0, 2.0, 1.0];
        for (at, band) in bands(steps) {
            let to = at + band.len();
            for (i, slot) in (at..to).enumerate() {
                if let (Some(&parted), true) = (parted.get(slot), slot > 0) {
                    parts[usize::from(i == 0)][usize::from(parted)] += 1.0;
                }
            }
            let whole = band.iter().skip(1).all(|s| s.0 == Opens::Nothing)
                && !tops.get(at + 1..to).unwrap_or(&[]).contains(&true);
            for (column, own) in own.iter_mut().enumerate() {
                let mut lines = (0..).zip(band).filter(|(_, (_, parts))| {
                    parts.iter().any(|p| p.0.is_some_and(|c| usize::from(c) == column))
                });
                let Some((first, _)) = lines.next() else { continue };
                let mut last = first;
                for (line, _) in lines {
                    let skipped: usize = line - last - 1;
                    if let Some(slot) = skips.get_mut(skipped.min(3)) {
                        *slot += 1.0;
                    }
                    last = line;
                }
                if whole && last - first + 1 < band.len() {
                    own.add(UNKNOWN, first, last, band.len());
                    all.add(UNKNOWN, first, last, band.len());
                }
            }
        }
        let shared = all.placing(UNKNOWN);
        let of = |opens: usize, parted: usize| {
            let [inside, opening] = parts;
            let share = |counts: [f32; 2]| counts[parted] / (counts[0] + counts[1]);
            let both = [inside[0] + opening[0], inside[1] + opening[1]];
            (share(parts[opens]) / share(both)).ln().clamp(-PARTED, PARTED)
        };
        Self {
            columns: own.iter().map(|t| t.placing(shared)).collect(),
            widths: agreeing.iter().map(|share| ((1.0 - share).max(0.03) / share.max(0.5)).ln()).collect(),
            parting: [[of(0, 0), of(0, 1)], [of(1, 0), of(1, 1)]],
            skipping: skips.map(|n| (n / skips[0]).ln().max(-4.0)),
        }
    }

    /// What it costs that a line does not fit the width of its column: a word beyond it, or a cell that goes on below although
    /// the next word had room.
    pub(super) fn unfit(&self, column: usize) -> f32 {
        self.widths.get(column).copied().unwrap_or(0.0)
    }

    /// What an empty line above a line, or none, is worth.
    pub(super) fn parting(&self, parted: bool, opens: bool) -> f32 {
        self.parting[usize::from(opens)][usize::from(parted)]
    }

    /// What it costs that a cell goes on behind `lines` that have nothing of it.
    pub(super) fn skipped(&self, lines: u32) -> f32 {
        self.skipping.get(lines.min(3) as usize).copied().unwrap_or(0.0)
    }

    /// What it costs that a cell of the column has not begun on the first line of its row.
    pub(super) fn late(&self, column: usize) -> f32 {
        self.columns.get(column).map_or(0.0, |p| (1.0 - p.top).max(0.02).ln())
    }

    /// What it costs that a cell stands on these lines of a row, [`Habits::late`] included.
    pub(super) fn placed(&self, column: usize, first: u32, last: u32, height: u32) -> f32 {
        let Some(placing) = self.columns.get(column) else { return 0.0 };
        let [top, centre, loose] = places(first as usize, last as usize, height as usize);
        (placing.top * top + placing.centre * centre + placing.loose * loose).max(0.001).ln()
    }
}

/// How likely each way of placing puts a cell on these lines.
fn places(first: usize, last: usize, height: usize) -> [f32; 3] {
    let room = height.saturating_sub(last - first + 1) + 1;
    if room == 1 {
        return [1.0; 3];
    }
    let centre = match (first + last).abs_diff(height - 1) {
        0 => 0.8,
        1 => 0.5,
        2 => 0.1,
        _ => 0.0,
    };
    [if first == 0 { 1.0 } else { 0.0 }, centre, 1.0 / room as f32]
}

/// Cells counted by how they stand.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    top: f32,
    centre: f32,
    loose: f32,
}

impl Tally {
    fn add(&mut self, guess: Placing, first: usize, last: usize, height: usize) {
        let [top, centre, loose] = places(first, last, height);
        let [top, centre, loose] = [guess.top * top, guess.centre * centre, guess.loose * loose];
        let all = top + centre + loose;
        self.top += top / all;
        self.centre += centre / all;
        self.loose += loose / all;
    }

    fn placing(&self, guess: Placing) -> Placing {
        let all = self.top + self.centre + self.loose + GUESSED;
        Placing {
            top: (self.top + GUESSED * guess.top) / all,
            centre: (self.centre + GUESSED * guess.centre) / all,
            loose: (self.loose + GUESSED * guess.loose) / all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of three lines; the cell of column 1 stands on the lines `first..=last` of each, column 0 on the whole of it.
    fn reading(first: usize, last: usize) -> Vec<Reading> {
        let line = |i: usize| {
            let mut parts = vec![(Some(0), 0, 1)];
            if (first..=last).contains(&i) {
                parts.push((Some(1), 1, 2));
            }
            (if i == 0 { Opens::Row } else { Opens::Nothing }, parts)
        };
        (0..10).flat_map(|_| (0..3).map(line)).collect()
    }

    fn learned(first: usize, last: usize) -> Habits {
        let steps = reading(first, last);
        let parted: Vec<bool> = (0..steps.len()).map(|at| at % 3 == 0).collect();
        Habits::learn(&steps, &[0.9, 0.9], &parted, &vec![false; steps.len()])
    }

    #[test]
    fn cells_at_the_top_are_expected_there() {
        let habits = learned(0, 0);
        assert!(habits.placed(1, 0, 0, 3) > habits.placed(1, 1, 1, 3) + 1.0);
        assert!(habits.late(1) < -1.0);
    }

    #[test]
    fn cells_in_the_middle_are_expected_there() {
        let habits = learned(1, 1);
        assert!(habits.placed(1, 1, 1, 3) > habits.placed(1, 0, 0, 3) + 0.5);
        assert!(habits.placed(1, 2, 3, 6) > habits.placed(1, 0, 1, 6) + 0.5);
        assert!(habits.late(1) > -0.7);
    }

    #[test]
    fn empty_lines_say_what_they_part() {
        let habits = learned(0, 0);
        assert!(habits.parting(true, true) > 0.5);
        assert!(habits.parting(true, false) < -0.5);
        assert!(habits.parting(false, true) < -0.5);
    }

    #[test]
    fn nothing_is_expected_before_anything_was_read() {
        let habits = Habits::unknown(2);
        assert_eq!(habits.placed(1, 2, 2, 5).to_bits(), 0.0_f32.to_bits());
        assert_eq!(habits.late(0).to_bits(), 0.0_f32.to_bits());
    }
}
