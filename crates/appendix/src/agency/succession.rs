//! Agencies that ended or handed work on: which, when, by what act, and what came after them.
//!
//! The list is `data/successions.tsv`. [`after`] also knows every agency of the district level by the [tier](super::tier)
//! of its name, however its document lists the units (`UBND các huyện, thành phố`).

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use vanthu_text::fold;

use super::canonical::canonical;
use super::tier::{Tier, tier};

/// What happened to an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// Went into the successor, which may have stood before.
    Merged,
    /// Lives on under another name.
    Renamed,
    /// Its level of territory ended; the successors are those of another level.
    LevelEnded,
    /// Handed work on, and lives on itself: no succession.
    Transferred,
}

/// Whom an agency's work passed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// What happened.
    pub passing: Passing,
    /// First day without the agency, where it is known.
    pub since: Option<Date>,
    /// Name of what came after it; empty where there are several, or none is named.
    pub successor: &'static str,
    /// Canonical id of what came after it.
    pub successor_id: String,
    /// Number of the act that says so, where it is known.
    pub act: Option<&'static str>,
    /// Whether it is sure or probable, not only said.
    pub believed: bool,
    /// Folded name of the place that it belonged to; empty for the whole country.
    place: String,
}

/// By the id of the former agency; those of a place before those of the whole country.
static SUCCESSIONS: LazyLock<HashMap<String, Vec<Succession>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Succession>> = HashMap::new();
    for row in crate::data::rows(include_str!("../../data/successions.tsv")) {
        let [place, from, successor, since, act, certainty, passing] = row;
        let passing = match passing {
            "renamed" => Passing::Renamed,
            "level-ended" => Passing::LevelEnded,
            "transferred" => Passing::Transferred,
            _ => Passing::Merged,
        };
        let place = Some(place).filter(|place| *place != "-");
        let succession = Succession {
            passing,
            since: since.parse().ok(),
            successor,
            successor_id: canonical(successor, place),
            act: Some(act).filter(|act| !act.is_empty()),
            believed: matches!(certainty, "sure" | "probable"),
            place: place.map(fold).unwrap_or_default(),
        };
        all.entry(canonical(from, place)).or_default().push(succession);
    }
    all
});

/// What the agency with this id passed to, in a document of `place` (as printed or folded): its successor, or who took
/// work over from it, the successions of the place first. Agencies of the district level are known by their names.
///
/// ```
/// use vanthu_appendix::agency::{Passing, after, canonical};
///
/// let department = canonical("Sở TT&TT", None);
/// let merged = after(&department, "tỉnh Bắc Ninh").next().unwrap();
/// assert_eq!((merged.passing, merged.successor_id.as_str()), (Passing::Merged, "so-khoa-hoc-va-cong-nghe"));
/// let district = after(&canonical("UBND các huyện, thành phố", None), "").next().unwrap();
/// assert_eq!((district.passing, district.act), (Passing::LevelEnded, Some("72/2025/QH15")));
/// ```
pub fn after(agency: &str, place: &str) -> impl Iterator<Item = &'static Succession> {
    const DISTRICTS: &str = "uy-ban-nhan-dan-quan-huyen-thi-xa";
    let place = fold(place);
    let of_place = |id: &str, place: &str| {
        SUCCESSIONS.get(id).into_iter().flatten().filter(|s| place.contains(&s.place)).collect::<Vec<_>>()
    };
    let mut found = of_place(agency, &place);
    if found.is_empty() && tier(agency) == Some(("uy-ban-nhan-dan", Tier::District)) {
        found = of_place(DISTRICTS, &place);
    }
    found.into_iter()
}

/// The end of the agency with this id in a document of `place` (folded) that is of `day` or later.
pub(crate) fn ended(agency: &str, place: &str, day: Date) -> Option<(Date, &'static str)> {
    let of_place = |s: &&Succession| !s.place.is_empty() && place.contains(&s.place);
    let ended = |s: &&Succession| s.believed && s.passing != Passing::Transferred;
    let succession = SUCCESSIONS.get(agency)?.iter().filter(of_place).find(ended)?;
    let since = succession.since.filter(|since| day >= *since)?;
    Some((since, succession.successor))
}

/// Whether a folded text names a place of which successions are known.
pub(crate) fn names_place(text: &str) -> bool {
    PLACES.iter().any(|place| text.contains(place.as_str()))
}

static PLACES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut places: Vec<String> = crate::data::rows(include_str!("../../data/successions.tsv"))
        .filter(|[place]| *place != "-")
        .map(|[place]| fold(place))
        .collect();
    places.dedup();
    places
});

#[cfg(test)]
mod tests {
    use super::*;

    fn first(name: &str, place: &str) -> Option<(Passing, &'static str, bool)> {
        after(&canonical(name, Some(place)), place).next().map(|s| (s.passing, s.successor, s.believed))
    }

    #[test]
    fn a_place_comes_before_the_country() {
        let office = first("Văn phòng UBND Thành phố", "Hà Nội");
        assert_eq!(
            office,
            Some((Passing::Transferred, "Trung tâm Phục vụ hành chính công Thành phố", false))
        );
        assert_eq!(first("Văn phòng UBND tỉnh", "Lào Cai"), None);
        let acts = |place| after("so-ke-hoach-va-dau-tu", place).filter_map(|s| s.act).collect::<Vec<_>>();
        assert_eq!(acts("Hà Nội"), ["06/NQ-HĐND", "45/2025/NĐ-CP"]);
        assert_eq!(acts("Huế"), ["45/2025/NĐ-CP"]);
    }

    #[test]
    fn districts_are_known_however_they_are_listed() {
        for name in ["UBND cấp huyện", "UBND các huyện, thị xã, thành phố", "UBND huyện", "UBND quận, huyện"]
        {
            assert_eq!(first(name, "Lâm Đồng").map(|f| f.0), Some(Passing::LevelEnded), "{name}");
        }
        for name in ["UBND thành phố", "UBND tỉnh", "UBND các xã, phường", "UBND huyện Sóc Sơn"]
        {
            assert_eq!(first(name, "Lâm Đồng"), None, "{name}");
        }
    }

    #[test]
    fn what_only_handed_work_on_has_not_ended() {
        let day = jiff::civil::date(2026, 1, 1);
        assert_eq!(ended("van-phong-uy-ban-nhan-dan-thanh-pho", "ha noi", day), None);
        assert_eq!(ended("so-giao-thong-van-tai", "ha noi", day).map(|e| e.1), Some("Sở Xây dựng"));
        assert_eq!(ended("so-giao-thong-van-tai", "lam dong", day), None);
    }
}
