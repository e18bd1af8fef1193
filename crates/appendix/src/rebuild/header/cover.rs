//! Which known headers the words of a header's lines are: the set of headers that together explain them best.
//!
//! The first word that no header has yet begins one, or is no header's. What has been chosen must leave every cell on one side of
//! every other, on all lines that hold words of both.

use super::super::lexicon::Kind;
use super::interleaved::{GAP, KNOWN, Spot};

/// A word that a header says.
const SAID: f32 = 2.0;
/// One that it says but for a slip of the OCR.
const NEAR: f32 = 1.2;
/// A word in a header's gap, and one that hardly names anything, or that headers say.
const BETWEEN: f32 = 1.3;
const BORROWED: f32 = 0.2;
/// A header that goes on below.
const BELOW: f32 = -0.6;
/// A header.
const CELL: f32 = -1.0;
/// A header that begins with a small letter, or goes on below with a capital.
const CASE: f32 = -0.5;
/// A word that is no header's, and a speck that is none.
const UNREAD: f32 = -1.5;
const SPECK: f32 = -0.2;
/// What a word that nothing explains yet may bring.
const HOPED: f32 = 1.4;
/// Sets of headers that are kept at each word.
const BEAM: usize = 24;
/// Places of one header from one word that are tried, for each width of its gap.
const PLACES: usize = 32;
/// Lines below that a header goes on at.
const LINES: usize = 3;
/// Most columns of agencies.
const AGENCIES: usize = 4;

/// Headers with the spots of their words.
pub(super) type Cells = Vec<(Kind, Vec<usize>)>;

/// The headers that explain the spots best; `None` where they are too few for a table of tasks. Each word that is tried takes one
/// from `budget`; where it runs out, nothing is found.
pub(super) fn cover(spots: &[Spot], budget: &mut usize) -> Option<Cells> {
    let none = Cover { spots, used: vec![false; spots.len()], chosen: Vec::new(), score: 0.0 };
    // By the first spot that nothing explains yet, the best sets of headers; behind the last spot those that are whole.
    let mut sets: Vec<Vec<Cover<'_>>> = vec![Vec::new(); spots.len() + 1];
    sets.first_mut()?.push(none);
    for at in 0..spots.len() {
        let mut here = sets.get_mut(at).map(std::mem::take).unwrap_or_default();
        keep_best(&mut here);
        for set in &here {
            for next in set.extended(at, budget) {
                let free = next.first_free();
                if let Some(slot) = sets.get_mut(free.unwrap_or(spots.len()))
                    && (free.is_some() || name_tasks(&next.chosen))
                {
                    slot.push(next);
                    if slot.len() >= 16 * BEAM {
                        keep_best(slot);
                    }
                }
            }
            if *budget == 0 {
                return None;
            }
        }
    }
    let whole = sets.pop()?.into_iter();
    whole.reduce(|best, next| if next.score > best.score { next } else { best }).map(|best| best.chosen)
}

fn keep_best(sets: &mut Vec<Cover<'_>>) {
    sets.sort_by(|a, b| b.promise().total_cmp(&a.promise()));
    sets.truncate(BEAM);
}

/// Whether these headers can be those of a table of tasks.
fn name_tasks(cells: &Cells) -> bool {
    let has = |kind: Kind| cells.iter().any(|(k, _)| *k == kind);
    let columns = cells.iter().filter(|(kind, _)| *kind != Kind::Ordinal).count();
    columns >= 3 && has(Kind::Agency) && has(Kind::Task) && (has(Kind::Deadline) || has(Kind::Product))
}

/// Some headers, chosen among the spots.
#[derive(Clone)]
struct Cover<'a> {
    spots: &'a [Spot],
    used: Vec<bool>,
    chosen: Cells,
    score: f32,
}

impl Cover<'_> {
    /// The first spot that nothing explains.
    fn first_free(&self) -> Option<usize> {
        self.used.iter().position(|used| !used)
    }

    /// The score that it may reach.
    fn promise(&self) -> f32 {
        self.score + HOPED * self.used.iter().filter(|used| !**used).count() as f32
    }

    /// With one header more, or with the spot left over.
    fn extended(&self, at: usize, budget: &mut usize) -> Vec<Self> {
        let mut out = Vec::new();
        for (kind, header) in &KNOWN.headers {
            let first = header.first().copied().flatten();
            let begins = self.spots.get(at).zip(first).is_some_and(|(s, f)| s.alike.contains(&f));
            let most = if *kind == Kind::Agency { AGENCIES } else { 1 };
            if !begins || self.chosen.iter().filter(|(k, _)| k == kind).count() >= most {
                continue;
            }
            for places in self.places(header, at, budget) {
                if self.chosen.iter().all(|(_, other)| apart(self.spots, other, &places)) {
                    let mut next = self.clone();
                    next.score += self.worth(header, &places);
                    next.set(&places);
                    next.chosen.push((*kind, places));
                    out.push(next);
                }
            }
        }
        let mut left = self.clone();
        let speck = self.spots.get(at).is_some_and(|s| s.length <= 2);
        left.score += if speck { SPECK } else { UNREAD };
        left.set(&[at]);
        out.push(left);
        out
    }

    fn set(&mut self, places: &[usize]) {
        for &at in places {
            if let Some(slot) = self.used.get_mut(at) {
                *slot = true;
            }
        }
    }

    /// Where a header can stand that begins at spot `at`; gaps are short before they are long.
    fn places(&self, header: &[Option<usize>], at: usize, budget: &mut usize) -> Vec<Vec<usize>> {
        let gapped = header.iter().any(Option::is_none);
        let widths = if gapped { 1..=GAP } else { 0..=0 };
        let stretched = widths.flat_map(|width| {
            let filled: Vec<Option<usize>> = header
                .iter()
                .flat_map(|said| std::iter::repeat_n(*said, if said.is_none() { width } else { 1 }))
                .collect();
            let mut found = Vec::new();
            self.rest(filled.get(1..).unwrap_or(&[]), &mut vec![at], &mut found, budget);
            found
        });
        stretched.collect()
    }

    /// Where the rest of a header can stand behind the last of `so_far`: beside it, or anywhere on a line below.
    fn rest(
        &self,
        rest: &[Option<usize>],
        so_far: &mut Vec<usize>,
        found: &mut Vec<Vec<usize>>,
        budget: &mut usize,
    ) {
        let Some(fewer) = budget.checked_sub(1) else { return };
        *budget = fewer;
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
            // A gap goes on below with a word that no header says.
            let reached = i == at + 1 || spot.line > line && (next.is_some() || !spot.exact);
            let free = self.used.get(i).is_some_and(|used| !used);
            let set_alike = spot.shouted.zip(shouted).is_none_or(|(a, b)| a == b);
            if reached && free && set_alike && next.is_none_or(|next| spot.alike.contains(&next)) {
                so_far.push(i);
                self.rest(behind, so_far, found, budget);
                so_far.pop();
            }
        }
    }

    fn worth(&self, header: &[Option<usize>], places: &[usize]) -> f32 {
        let spots = || places.iter().filter_map(|&p| self.spots.get(p));
        // Where the gap begins, and how wide it is.
        let gap = header.iter().position(Option::is_none).unwrap_or(places.len());
        let width = (places.len() + 1).saturating_sub(header.len());
        let said: f32 = spots()
            .enumerate()
            .map(|(i, s)| match (i >= gap && i < gap + width, s.exact) {
                (true, _) if s.names => BETWEEN,
                (true, _) => BORROWED,
                (false, true) => SAID,
                (false, false) => NEAR,
            })
            .sum();
        let breaks = spots().zip(spots().skip(1)).filter(|(a, b)| a.line != b.line).count();
        let plain = |s: &Spot| s.shouted == Some(false);
        let odd = spots().take(1).filter(|s| plain(s) && !s.capital).count()
            + spots().zip(spots().skip(1)).filter(|(a, b)| a.line != b.line && plain(b) && b.capital).count();
        CELL + said + breaks as f32 * BELOW + odd as f32 * CASE
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
