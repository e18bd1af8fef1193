//! Which known headers the words of a header's lines are: the set of headers that together explain them best.
//!
//! The first word that no header has yet begins one, or is no header's. What has been chosen must leave every cell on one side of
//! every other, on all lines that hold words of both.

use super::super::lexicon::Kind;
use super::interleaved::{GAP, KNOWN, Spot};

/// A word that a header says.
const SAID: f32 = 2.0;
/// One that it says but for a slip of the OCR.
const NEAR: f32 = 1.6;
/// A word in a header's gap.
const BETWEEN: f32 = 0.8;
/// A header that goes on below.
const BELOW: f32 = -0.6;
/// A header.
const CELL: f32 = -1.0;
/// A header that begins with a small letter, or goes on below with a capital.
const CASE: f32 = -0.5;
/// A word that is no header's, and a speck that is none.
const UNREAD: f32 = -1.5;
const SPECK: f32 = -0.2;
/// Places of one header from one word that are tried.
const PLACES: usize = 6;
/// Lines below that a header goes on at.
const LINES: usize = 3;
/// Most columns of agencies.
const AGENCIES: usize = 4;

/// Headers with the spots of their words.
pub(super) type Cells = Vec<(Kind, Vec<usize>)>;

/// The headers that explain the spots best; `None` where they are too few for a table of tasks. Each step of the search takes one
/// from `budget`; where it runs out, the best that was found counts.
pub(super) fn cover(spots: &[Spot], budget: &mut usize) -> Option<Cells> {
    let mut search = Cover { spots, used: vec![false; spots.len()], chosen: Vec::new(), best: None, budget };
    search.go(0, 0.0);
    search.best.map(|(_, cells)| cells)
}

/// Whether these headers can be those of a table of tasks.
pub(super) fn name_tasks(cells: &Cells) -> bool {
    let has = |kind: Kind| cells.iter().any(|(k, _)| *k == kind);
    let columns = cells.iter().filter(|(kind, _)| *kind != Kind::Ordinal).count();
    columns >= 3 && has(Kind::Agency) && has(Kind::Task) && (has(Kind::Deadline) || has(Kind::Product))
}

struct Cover<'a, 'b> {
    spots: &'a [Spot],
    used: Vec<bool>,
    chosen: Cells,
    best: Option<(f32, Cells)>,
    budget: &'b mut usize,
}

impl Cover<'_, '_> {
    fn go(&mut self, from: usize, score: f32) {
        let is_free = |i: &usize| self.used.get(*i).is_some_and(|used| !used);
        let mut free = (from..self.spots.len()).filter(is_free);
        let Some(at) = free.next() else {
            if self.best.as_ref().is_none_or(|b| score > b.0) && name_tasks(&self.chosen) {
                self.best = Some((score, self.chosen.clone()));
            }
            return;
        };
        let left = 1.0 + free.count() as f32;
        let hopeless = self.best.as_ref().is_some_and(|b| score + SAID * left <= b.0);
        let Some(fewer) = self.budget.checked_sub(1).filter(|_| !hopeless) else { return };
        *self.budget = fewer;
        for (kind, header) in &KNOWN.headers {
            let first = header.first().copied().flatten();
            let begins = self.spots.get(at).zip(first).is_some_and(|(s, f)| s.alike.contains(&f));
            let most = if *kind == Kind::Agency { AGENCIES } else { 1 };
            if !begins || self.chosen.iter().filter(|(k, _)| k == kind).count() >= most {
                continue;
            }
            let mut found = Vec::new();
            self.rest(header.get(1..).unwrap_or(&[]), &mut vec![at], 0, &mut found);
            for places in found {
                if !self.chosen.iter().all(|(_, other)| apart(self.spots, other, &places)) {
                    continue;
                }
                let worth = self.worth(header, &places);
                self.set(&places, true);
                self.chosen.push((*kind, places));
                self.go(at + 1, score + worth);
                if let Some((_, places)) = self.chosen.pop() {
                    self.set(&places, false);
                }
            }
        }
        let speck = self.spots.get(at).is_some_and(|s| s.length <= 2);
        self.set(&[at], true);
        self.go(at + 1, score + if speck { SPECK } else { UNREAD });
        self.set(&[at], false);
    }

    fn set(&mut self, places: &[usize], used: bool) {
        for &at in places {
            if let Some(slot) = self.used.get_mut(at) {
                *slot = used;
            }
        }
    }

    /// Where the rest of a header can stand behind the last of `so_far`, of which the last `gap` words fill a gap.
    fn rest(&self, rest: &[Option<usize>], so_far: &mut Vec<usize>, gap: usize, found: &mut Vec<Vec<usize>>) {
        let Some((next, behind)) = rest.split_first() else {
            found.push(so_far.clone());
            return;
        };
        let Some(&at) = so_far.last() else { return };
        let line = self.spots.get(at).map_or(0, |s| s.line);
        let shouted = so_far.iter().filter_map(|&p| self.spots.get(p)?.shouted).next();
        for (i, spot) in self.spots.iter().enumerate().skip(at + 1) {
            if found.len() >= PLACES || spot.line > line + LINES {
                return;
            }
            let beside = i == at + 1;
            let free = self.used.get(i).is_some_and(|used| !used);
            let alike_set = spot.shouted.zip(shouted).is_none_or(|(a, b)| a == b);
            if !free || !alike_set || (!beside && spot.line == line) {
                continue;
            }
            let fits = match next {
                Some(next) => spot.alike.contains(next),
                None => gap < GAP,
            };
            if fits {
                so_far.push(i);
                match next {
                    Some(_) => self.rest(behind, so_far, 0, found),
                    None => {
                        self.rest(behind, so_far, 0, found);
                        self.rest(rest, so_far, gap + 1, found);
                    }
                }
                so_far.pop();
            }
        }
    }

    fn worth(&self, header: &[Option<usize>], places: &[usize]) -> f32 {
        let spots = || places.iter().filter_map(|&p| self.spots.get(p));
        let gaps = places.len() - header.iter().flatten().count().min(places.len());
        let said: f32 = spots().map(|s| if s.exact { SAID } else { NEAR }).sum();
        let breaks = spots().zip(spots().skip(1)).filter(|(a, b)| a.line != b.line).count();
        let plain = |s: &Spot| s.shouted == Some(false);
        let odd = spots().take(1).filter(|s| plain(s) && !s.capital).count()
            + spots().zip(spots().skip(1)).filter(|(a, b)| a.line != b.line && plain(b) && b.capital).count();
        CELL + said + gaps as f32 * (BETWEEN - SAID) + breaks as f32 * BELOW + odd as f32 * CASE
    }
}

/// Whether two cells leave each other one side: on every line that holds words of both, all words of one stand before all words of
/// the other, and always of the same one.
fn apart(spots: &[Spot], a: &[usize], b: &[usize]) -> bool {
    let lines = |cell: &[usize], line: usize| {
        let on = cell.iter().copied().filter(|&p| spots.get(p).is_some_and(|s| s.line == line));
        on.clone().min().zip(on.max())
    };
    let mut sides = a.iter().filter_map(|&p| spots.get(p)).filter_map(|s| {
        let ((a_first, a_last), (b_first, b_last)) = (lines(a, s.line)?, lines(b, s.line)?);
        Some((a_last < b_first, b_last < a_first))
    });
    let Some(first) = sides.next() else { return true };
    first.0 != first.1 && sides.all(|side| side == first)
}
