//! Connected ink: letters, strokes, rules, seals, each found whole by its runs along the rows.

use std::ops::Range;

use super::Gray;

/// Most runs of ink that are put together: a page of small print has a million, a photograph more.
const MOST_RUNS: usize = 6_000_000;

/// The connected ink of a page.
pub(crate) struct Blots {
    runs: Vec<Run>,
    /// The blots, by the row of their upper edge.
    pub(crate) blots: Vec<Blot>,
    /// The first blot of each band of rows.
    bands: Vec<usize>,
    /// Height of the highest blot that stands for itself in [`Blots::within`].
    reach: usize,
}

/// Ink that hangs together, also over corners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blot {
    pub(crate) x: Range<usize>,
    pub(crate) y: Range<usize>,
    /// Number of pixels.
    pub(crate) ink: usize,
}

struct Run {
    y: u32,
    from: u32,
    to: u32,
    /// A run of the same blot; in the end the number of the blot.
    of: u32,
}

/// Rows of a band.
const BAND: usize = 64;

impl Blots {
    /// Puts together the pixels that are no lighter than `threshold`; `None` where there are too many runs of them.
    pub(crate) fn of(page: &Gray, threshold: u8) -> Option<Self> {
        let mut runs: Vec<Run> = Vec::new();
        // First run of the row above.
        let (mut above, mut row_start) = (0, 0);
        for (y, row) in page.rows().enumerate() {
            let mut x = 0;
            let mut before = above;
            while let Some(start) = row.get(x..).and_then(|rest| rest.iter().position(|p| *p <= threshold)) {
                let from = x + start;
                let len = row.get(from..).and_then(|rest| rest.iter().position(|p| *p > threshold));
                let to = len.map_or(row.len(), |len| from + len);
                let number = runs.len() as u32;
                runs.push(Run { y: y as u32, from: from as u32, to: to as u32, of: number });
                while runs.get(before).is_some_and(|run| before < row_start && (run.to as usize) < from) {
                    before += 1;
                }
                let mut touching = before;
                while runs.get(touching).is_some_and(|run| touching < row_start && run.from as usize <= to) {
                    unite(&mut runs, touching as u32, number);
                    touching += 1;
                }
                x = to;
            }
            if runs.len() > MOST_RUNS {
                return None;
            }
            (above, row_start) = (row_start, runs.len());
        }
        let mut blots: Vec<Blot> = Vec::new();
        let mut number_of: Vec<u32> = vec![u32::MAX; runs.len()];
        for at in 0..runs.len() {
            let root = root(&runs, at as u32) as usize;
            let run = &runs[at];
            let (x, y) = (run.from as usize..run.to as usize, run.y as usize..run.y as usize + 1);
            let ink = x.len();
            if number_of[root] == u32::MAX {
                number_of[root] = blots.len() as u32;
                blots.push(Blot { x, y, ink });
            } else if let Some(blot) = blots.get_mut(number_of[root] as usize) {
                blot.x = blot.x.start.min(x.start)..blot.x.end.max(x.end);
                blot.y.end = y.end;
                blot.ink += ink;
            }
        }
        for at in 0..runs.len() {
            let root = root(&runs, at as u32) as usize;
            number_of[at] = number_of[root];
        }
        for (run, number) in runs.iter_mut().zip(number_of) {
            run.of = number;
        }
        let bands = (0..=page.height().div_ceil(BAND))
            .map(|band| blots.partition_point(|blot| blot.y.start < band * BAND))
            .collect();
        Some(Self { runs, blots, bands, reach: (page.dpi() / 2.0) as usize })
    }

    /// The blots whose centre lies within, of those that are no higher than half an inch.
    pub(crate) fn within(&self, x: Range<usize>, y: Range<usize>) -> impl Iterator<Item = &Blot> {
        let first = self.bands.get(y.start.saturating_sub(self.reach) / BAND).copied().unwrap_or(0);
        let blots = self.blots.get(first..).unwrap_or_default();
        let end = y.end;
        blots.iter().take_while(move |blot| blot.y.start < end).filter(move |blot| {
            blot.y.len() <= self.reach
                && x.contains(&blot.x.start.midpoint(blot.x.end))
                && y.contains(&blot.y.start.midpoint(blot.y.end))
        })
    }

    /// Makes white the blots that `wanted` says.
    pub(crate) fn erase(&self, page: &mut Gray, wanted: impl Fn(usize) -> bool) {
        let width = page.width;
        for run in self.runs.iter().filter(|run| wanted(run.of as usize)) {
            let start = run.y as usize * width;
            if let Some(pixels) = page.data.get_mut(start + run.from as usize..start + run.to as usize) {
                pixels.fill(255);
            }
        }
    }
}

fn root(runs: &[Run], mut at: u32) -> u32 {
    while let Some(run) = runs.get(at as usize).filter(|run| run.of != at) {
        at = run.of;
    }
    at
}

/// Puts the blots of two runs together under the earlier one's root, and shortens the ways there.
fn unite(runs: &mut [Run], a: u32, b: u32) {
    let (first, second) = (root(runs, a), root(runs, b));
    let (first, second) = (first.min(second), first.max(second));
    for mut at in [a, b, second] {
        while let Some(run) = runs.get_mut(at as usize).filter(|run| run.of != first) {
            let next = std::mem::replace(&mut run.of, first);
            if next == at {
                break;
            }
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: &[&str]) -> Gray {
        let data = rows.iter().flat_map(|row| row.bytes().map(|b| if b == b'#' { 0 } else { 255 })).collect();
        Gray::new(rows[0].len(), rows.len(), 72.0, data).unwrap()
    }

    fn boxes(rows: &[&str]) -> Vec<(Range<usize>, Range<usize>, usize)> {
        let blots = Blots::of(&page(rows), 128).unwrap();
        blots.blots.iter().map(|b| (b.x.clone(), b.y.clone(), b.ink)).collect()
    }

    #[test]
    fn what_touches_is_one() {
        assert_eq!(
            boxes(&["##..#", "..#.#", ".....", "#...#"]),
            [(0..3, 0..2, 3), (4..5, 0..2, 2), (0..1, 3..4, 1), (4..5, 3..4, 1)]
        );
        // Arms that meet further down, from either side.
        assert_eq!(boxes(&["#.#.#", "#.#.#", "#####"]), [(0..5, 0..3, 11)]);
        assert_eq!(boxes(&["..#..", ".#.#.", "#...#"]), [(0..5, 0..3, 5)]);
        assert_eq!(boxes(&["###", "#.#", "###"]), [(0..3, 0..3, 8)]);
        assert!(boxes(&["...", "..."]).is_empty());
    }

    #[test]
    fn a_blot_is_erased_whole_and_alone() {
        let rows = ["##..#", "..#.#", ".....", "#...#"];
        let mut picture = page(&rows);
        let blots = Blots::of(&picture, 128).unwrap();
        blots.erase(&mut picture, |number| number == 0);
        assert_eq!(picture, page(&["....#", "....#", ".....", "#...#"]));
        assert_eq!(blots.within(3..5, 0..4).count(), 2);
        assert_eq!(blots.within(0..5, 2..4).count(), 2);
    }

    #[test]
    fn a_comb_of_many_teeth_takes_no_long_ways() {
        let width = 4001;
        let mut data = Vec::new();
        for y in 0..200 {
            data.extend((0..width).map(|x| if y == 199 || x % 2 == 0 { 0 } else { 255 }));
        }
        let page = Gray::new(width, 200, 300.0, data).unwrap();
        assert_eq!(Blots::of(&page, 128).unwrap().blots.len(), 1);
    }
}
