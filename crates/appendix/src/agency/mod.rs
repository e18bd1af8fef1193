//! Agencies (cơ quan, đơn vị) as the cells of a table name them: lists split, names made comparable.
//!
//! A cell is cut where its writer began a new agency: at list marks and `;`, and at a comma, a dash, `và` or a line
//! end only where an agency's name begins behind it. What begins a name is told by [heads](head) (`Sở`, `UBND`, `các
//! đơn vị`). So `Sở, Ban, Ngành` and `UBND các xã, phường` stay one, and the dash in `kinh tế - xã hội` parts nothing.
//! Each name has a [canonical id](canonical) that is the same for all its spellings.

mod canonical;
mod duty;
mod head;
mod split;
mod succession;
mod tier;

use std::cell::RefCell;
use std::sync::Arc;

use vanthu_text::single_spaced;

use crate::memo::Memo;
use crate::model::AgencyRef;
use crate::token::{Kind, Tokens};

pub use canonical::{abbreviations, canonical, written_out};
pub(crate) use duty::divide;
pub use succession::{Passing, Succession, after};
pub(crate) use succession::{ended, names_place};
pub use tier::{Tier, tier};

/// The agencies that a cell names, as printed, without list marks and closing marks.
///
/// ```
/// use vanthu_appendix::agency;
///
/// assert_eq!(agency::split("- Sở, Ban, Ngành - UBND các xã, phường"), ["Sở, Ban, Ngành", "UBND các xã, phường"]);
/// ```
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    split::ranges(text, &Tokens::new(text))
        .into_iter()
        .filter_map(|r| text.get(r.start..r.end))
        .map(|item| single_spaced(item).into_owned())
        .collect()
}

/// How much a text looks like a list of agencies, 0 to 1: the share of its letters that stand in items which begin as
/// an agency's name does, less for items as long as sentences.
#[must_use]
pub fn likeness(text: &str) -> f32 {
    let mut all = 0;
    let mut good = 0.0;
    for item in split(text) {
        let tokens = Tokens::new(&item);
        let words = tokens.list().iter().filter(|t| t.kind == Kind::Word).count();
        all += item.len();
        let believed = match head::at(&item, &tokens, 0) {
            Some(head) if !tokens.list().first().is_some_and(|t| t.capital) && !head.plural => 0.3,
            Some(head) if head.class == head::Class::Level => 0.6,
            Some(_) if words <= 12 => 1.0,
            Some(_) if words <= 20 => 0.7,
            Some(_) => 0.2,
            None => 0.0,
        };
        good += believed * item.len() as f32;
    }
    if all == 0 { 0.0 } else { good / all as f32 }
}

/// Whether an agency's name begins the text (`Sở …`, `Các đơn vị …`, `- UBND …`).
#[must_use]
pub fn begins(text: &str) -> bool {
    let tokens = Tokens::new(text);
    let first = (0..tokens.list().len()).find(|i| tokens.mark(*i).is_none()).unwrap_or(0);
    head::at(text, &tokens, first).is_some_and(|h| h.class != head::Class::Level)
}

/// What is known of the agencies that documents of one place name.
#[derive(Default)]
struct Known {
    /// Lists by their cell.
    lists: Memo<Vec<AgencyRef>>,
    /// Ids by name.
    ids: Memo<Arc<str>>,
}

/// Places remembered at once.
const MOST_PLACES: usize = 8;

thread_local! {
    static KNOWN: RefCell<Vec<(Box<str>, Known)>> = RefCell::default();
}

/// The agencies of a cell in a document of `place`, which may be empty.
pub(crate) fn read(cell: &str, place: &str) -> Vec<AgencyRef> {
    if cell.is_empty() {
        return Vec::new();
    }
    KNOWN.with_borrow_mut(|places| {
        let at = places.iter().position(|(known, _)| **known == *place).unwrap_or_else(|| {
            if places.len() >= MOST_PLACES {
                places.clear();
            }
            places.push((place.into(), Known::default()));
            places.len() - 1
        });
        let Known { lists, ids } = &mut places[at].1;
        let place = Some(place).filter(|place| !place.is_empty());
        lists.of(cell, || {
            let mut id = |name: &str| ids.of(name, || canonical(name, place).into());
            split(cell).into_iter().map(|text| AgencyRef { agency: id(&text), text: text.into() }).collect()
        })
    })
}

#[cfg(test)]
mod tests;
