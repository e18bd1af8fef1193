//! The tier of territory that a name stands for when it lists units without naming one (`UBND các quận, huyện, thị xã`).

/// A tier of local government.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Cấp huyện: quận, huyện, thị xã, thành phố thuộc tỉnh. Ended on 1 July 2025.
    District,
    /// Cấp xã: xã, phường, thị trấn, đặc khu.
    Commune,
    /// Units of both.
    Both,
}

/// The body that a canonical id names for a whole tier, and the tier: `uy-ban-nhan-dan` and [`Tier::Commune`] for `UBND các
/// xã, phường` as for `UBND cấp xã`. `None` for the body of a single place, and for bodies that are of no tier.
///
/// ```
/// use vanthu_appendix::agency::{Tier, canonical, tier};
///
/// let id = canonical("UBND các phường, xã", None);
/// assert_eq!(tier(&id), Some(("uy-ban-nhan-dan", Tier::Commune)));
/// assert_eq!(tier(&canonical("UBND xã Tân An", None)), None);
/// ```
#[must_use]
pub fn tier(id: &str) -> Option<(&str, Tier)> {
    const BODIES: [&str; 4] =
        ["chu-tich-uy-ban-nhan-dan", "uy-ban-nhan-dan", "hoi-dong-nhan-dan", "chinh-quyen"];
    let (body, list) = BODIES
        .iter()
        .find_map(|body| Some((id.get(..body.len())?, id.strip_prefix(body)?.strip_prefix('-')?)))?;
    let (mut districts, mut communes, mut cities) = (0, 0, 0);
    let words: Vec<&str> = list.split('-').collect();
    let mut rest = words.as_slice();
    while let [first, after @ ..] = rest {
        rest = match (*first, after) {
            ("cac" | "cap" | "va" | "nhung" | "moi", _) => after,
            ("quan" | "huyen", _) => {
                districts += 1;
                after
            }
            ("thi", ["xa", after @ ..]) => {
                districts += 1;
                after
            }
            ("thi", ["tran", after @ ..]) | ("dac", ["khu", after @ ..]) => {
                communes += 1;
                after
            }
            ("thanh", ["pho", after @ ..]) => {
                cities += 1;
                after
            }
            ("xa" | "phuong", _) => {
                communes += 1;
                after
            }
            _ => return None,
        };
    }
    match (districts, communes, cities) {
        (0, 0, _) => None,
        (0, _, 0) => Some((body, Tier::Commune)),
        (_, 0, _) => Some((body, Tier::District)),
        _ => Some((body, Tier::Both)),
    }
}
