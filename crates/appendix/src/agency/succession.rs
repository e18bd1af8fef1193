//! Agencies that ended: which, when, by what act, and what came after them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use vanthu_text::fold;

use super::canonical::canonical;

/// The end of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Succession {
    /// First day without it.
    pub(crate) since: Date,
    /// What came after it.
    pub(crate) successor: &'static str,
    /// Folded name of the place that it belonged to.
    pub(crate) place: String,
}

static SUCCESSIONS: LazyLock<HashMap<String, Succession>> = LazyLock::new(|| {
    crate::data::rows(include_str!("../../data/successions.tsv"))
        .filter(|[_, _, _, _, _, certainty]| matches!(*certainty, "sure" | "probable"))
        .filter_map(|[place, from, successor, since, _, _]| {
            let succession = Succession { since: since.parse().ok()?, successor, place: fold(place) };
            Some((canonical(from, Some(place)), succession))
        })
        .collect()
});

/// The end of the agency with this id in a document of `place` (folded) that is of `day` or later.
pub(crate) fn ended(agency: &str, place: &str, day: Date) -> Option<&'static Succession> {
    SUCCESSIONS.get(agency).filter(|s| place.contains(&s.place) && day >= s.since)
}

/// Whether a folded text names a place of which successions are known.
pub(crate) fn names_place(text: &str) -> bool {
    PLACES.iter().any(|place| text.contains(place.as_str()))
}

static PLACES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut places: Vec<String> =
        crate::data::rows(include_str!("../../data/successions.tsv")).map(|[place]| fold(place)).collect();
    places.dedup();
    places
});
