//! Rules on a scanned page: long thin runs of ink, found along rows and columns, and erased before the OCR reads.
//!
//! An OCR takes the rules of a table for letters and loses those beside them. A run is a rule if it is longer than any
//! letter's stroke and thin across; where a letter touches it, the letter's pixels stay.

use super::Gray;
use crate::layout::Rule;

/// Shortest rule along a row and along a column, in inches: longer than strokes of letters.
const SHORTEST_ACROSS: f32 = 0.6;
const SHORTEST_DOWN: f32 = 0.3;
/// Thickest rule, in inches.
const THICKEST: f32 = 0.035;
/// Gaps of a broken rule, in inches.
const GAP: f32 = 0.01;
/// Most runs that are kept; a page has some thousands.
const MOST_RUNS: usize = 200_000;

/// A run of ink, in pixels, ends included.
struct Run {
    vertical: bool,
    at: usize,
    from: usize,
    to: usize,
}

/// Finds the rules of a page, in points, and erases them.
pub(crate) fn take_rules(page: &mut Gray, threshold: u8) -> Vec<Rule> {
    let ink = Ink::of(page, threshold);
    let runs = ink.runs();
    for run in &runs {
        ink.erase(page, run);
    }
    let scale = 72.0 / page.dpi();
    runs.iter()
        .map(|run| Rule {
            vertical: run.vertical,
            at: (run.at as f32 + 0.5) * scale,
            from: run.from as f32 * scale,
            to: (run.to + 1) as f32 * scale,
        })
        .collect()
}

/// A page in black and white.
struct Ink {
    width: usize,
    black: Vec<bool>,
    thickest: usize,
    across: usize,
    down: usize,
    gap: usize,
}

impl Ink {
    fn of(page: &Gray, threshold: u8) -> Self {
        let pixels = |inches: f32| ((inches * page.dpi()) as usize).max(2);
        Self {
            width: page.width(),
            black: page.pixels().iter().map(|p| *p <= threshold).collect(),
            thickest: pixels(THICKEST),
            across: pixels(SHORTEST_ACROSS),
            down: pixels(SHORTEST_DOWN),
            gap: pixels(GAP),
        }
    }

    fn is_black(&self, x: usize, y: usize) -> bool {
        x < self.width && self.black.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// The page with each pixel black that is so itself or `step` before or behind.
    fn thickened(&self, step: usize) -> Vec<bool> {
        let mut out = self.black.clone();
        for (pixel, behind) in out.iter_mut().zip(self.black.iter().skip(step)) {
            *pixel |= behind;
        }
        for (pixel, before) in out.iter_mut().skip(step).zip(&self.black) {
            *pixel |= before;
        }
        out
    }

    fn runs(&self) -> Vec<Run> {
        let mut out = Vec::new();
        // A rule one pixel thick that runs askew goes down in steps: each row counts with its neighbours.
        for (y, row) in self.thickened(self.width).chunks_exact(self.width).enumerate() {
            let mut open: Option<(usize, usize)> = None;
            for (x, black) in row.iter().enumerate() {
                match (&mut open, *black) {
                    (Some((_, last)), true) => *last = x,
                    (None, true) => open = Some((x, x)),
                    (Some((from, last)), false) if x - *last > self.gap => {
                        self.keep(&mut out, false, y, *from, *last);
                        open = None;
                    }
                    _ => {}
                }
            }
            if let Some((from, last)) = open {
                self.keep(&mut out, false, y, from, last);
            }
        }
        // Column by column, but walking along the rows as they lie in memory.
        let mut open: Vec<Option<(usize, usize)>> = vec![None; self.width];
        for (y, row) in self.thickened(1).chunks_exact(self.width).enumerate() {
            for (x, (black, open)) in row.iter().zip(&mut open).enumerate() {
                match (&mut *open, *black) {
                    (Some((_, last)), true) => *last = y,
                    (None, true) => *open = Some((y, y)),
                    (Some((from, last)), false) if y - *last > self.gap => {
                        self.keep(&mut out, true, x, *from, *last);
                        *open = None;
                    }
                    _ => {}
                }
            }
        }
        for (x, open) in open.into_iter().enumerate() {
            if let Some((from, last)) = open {
                self.keep(&mut out, true, x, from, last);
            }
        }
        out
    }

    /// Keeps a run that is long, and thin at most places along it.
    fn keep(&self, out: &mut Vec<Run>, vertical: bool, at: usize, from: usize, to: usize) {
        let shortest = if vertical { self.down } else { self.across };
        if to - from < shortest || out.len() >= MOST_RUNS {
            return;
        }
        let thin = (1..=16)
            .map(|n| from + (to - from) * n / 17)
            .filter(|along| {
                let (x, y) = if vertical { (at, *along) } else { (*along, at) };
                self.thickness(x, y, !vertical) <= self.thickest
            })
            .count();
        if thin >= 12 {
            out.push(Run { vertical, at, from, to });
        }
    }

    /// Pixels of ink through a pixel, up and down or to both sides, counted no farther than needed.
    fn thickness(&self, x: usize, y: usize, down: bool) -> usize {
        let mut count = 1;
        let most = self.thickest + 1;
        for n in 1..=most {
            let black = if down { self.is_black(x, y + n) } else { self.is_black(x + n, y) };
            if !black {
                break;
            }
            count += 1;
        }
        for n in 1..=most {
            let back = if down { y.checked_sub(n).map(|y| (x, y)) } else { x.checked_sub(n).map(|x| (x, y)) };
            if !back.is_some_and(|(x, y)| self.is_black(x, y)) {
                break;
            }
            count += 1;
        }
        count
    }

    /// Whitens a run with the grey pixels at its edges, except where a letter crosses it.
    fn erase(&self, page: &mut Gray, run: &Run) {
        for along in run.from..=run.to {
            let place = |side: isize| {
                let across = run.at.checked_add_signed(side)?;
                Some(if run.vertical { (across, along) } else { (along, across) })
            };
            // The ragged edge beside the run goes with it.
            for side in [0, -1, 1, -2, 2] {
                let Some((x, y)) = place(side) else { continue };
                if self.is_black(x, y) && self.thickness(x, y, !run.vertical) > self.thickest {
                    if side == 0 {
                        break;
                    }
                    continue;
                }
                if let Some(pixel) = page.pixel_mut(x, y) {
                    *pixel = 255;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn black(page: &mut Gray, xs: std::ops::Range<usize>, ys: std::ops::Range<usize>) {
        for y in ys {
            for x in xs.clone() {
                *page.pixel_mut(x, y).unwrap() = 0;
            }
        }
    }

    #[test]
    fn rules_go_and_letters_stay() {
        let mut page = Gray::white(600, 400, 150.0).unwrap();
        black(&mut page, 50..550, 100..103);
        black(&mut page, 50..53, 100..300);
        // A letter that stands on the rule, and a stroke too short for a rule.
        black(&mut page, 200..204, 80..115);
        black(&mut page, 300..330, 200..204);
        let rules = take_rules(&mut page, 128);
        assert!(rules.iter().any(|r| !r.vertical) && rules.iter().any(|r| r.vertical));
        assert!(rules.iter().filter(|r| !r.vertical).all(|r| (r.at - 48.7).abs() < 1.5));
        let pixel = |page: &Gray, x: usize, y: usize| page.pixels()[y * page.width() + x];
        assert_eq!((pixel(&page, 400, 101), pixel(&page, 51, 250)), (255, 255));
        assert_eq!((pixel(&page, 201, 101), pixel(&page, 310, 202)), (0, 0));
    }

    #[test]
    fn a_black_area_is_no_rule() {
        let mut page = Gray::white(600, 400, 150.0).unwrap();
        black(&mut page, 50..550, 100..200);
        assert!(take_rules(&mut page, 128).is_empty());
    }
}
