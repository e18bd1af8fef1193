//! Straight rules: collected in pieces as a file draws them, put together where they continue each other.

use super::geometry::Rect;

/// A drawn line along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    pub(crate) vertical: bool,
    /// Place on the other axis: `x` of a vertical rule, `y` of a horizontal one.
    pub(crate) at: f32,
    /// Begin and end along its own axis.
    pub(crate) from: f32,
    pub(crate) to: f32,
}

/// What is thicker is a filled area and no rule.
const THICKEST: f32 = 4.0;
/// Rules no farther apart lie on one line, and pieces no farther apart are one rule.
pub(crate) const NEAR: f32 = 2.0;
/// Gaps of a dotted rule.
const DOTS: f32 = 3.5;

impl Rule {
    /// The rule as which an area looks, if it is thin.
    pub(crate) fn of_area(area: &Rect) -> Option<Rule> {
        let (x, y) = area.center();
        let (width, height) = (area.width(), area.height());
        if width.min(height) > THICKEST || !(width.is_finite() && height.is_finite()) {
            return None;
        }
        Some(if height > width {
            Rule { vertical: true, at: x, from: area.y0, to: area.y1 }
        } else {
            Rule { vertical: false, at: y, from: area.x0, to: area.x1 }
        })
    }

    /// A drawn line, if it runs along an axis.
    pub(crate) fn of_line((x0, y0): (f32, f32), (x1, y1): (f32, f32)) -> Option<Rule> {
        let area = Rect::new(x0, y0, x1, y1);
        (area.width().min(area.height()) <= 1.0).then(|| Rule::of_area(&area)).flatten()
    }

    pub(crate) fn len(&self) -> f32 {
        self.to - self.from
    }
}

/// Puts rules together that continue or cover each other, and drops what is shorter than `shortest` then.
pub(crate) fn joined(rules: &[Rule], vertical: bool, shortest: f32) -> Vec<Rule> {
    let mut sorted: Vec<Rule> = rules
        .iter()
        .filter(|r| r.vertical == vertical && r.at.is_finite() && r.len().is_finite())
        .copied()
        .collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Rule> = Vec::new();
    let mut rest = sorted.as_slice();
    while let Some(first) = rest.first() {
        // Rules of one place: each near the one before, and none far from the first.
        let mut end = 1;
        while rest.get(end).is_some_and(|r| r.at - first.at <= NEAR) {
            end += 1;
        }
        let (band, behind) = rest.split_at(end);
        let at = band.iter().map(|r| r.at).sum::<f32>() / band.len() as f32;
        let mut band = band.to_vec();
        band.sort_by(|a, b| a.from.total_cmp(&b.from));
        let start = out.len();
        for rule in band {
            match out.get_mut(start..).and_then(<[Rule]>::last_mut) {
                Some(open) if rule.from - open.to <= DOTS => open.to = open.to.max(rule.to),
                _ => out.push(Rule { at, ..rule }),
            }
        }
        rest = behind;
    }
    out.retain(|r| r.len() >= shortest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(at: f32, from: f32, to: f32) -> Rule {
        Rule { vertical: false, at, from, to }
    }

    #[test]
    fn pieces_become_one_rule() {
        let pieces = [rule(100.4, 50.0, 80.0), rule(100.0, 81.0, 120.0), rule(100.1, 20.0, 50.5)];
        let whole = joined(&pieces, false, 5.0);
        assert_eq!(whole.len(), 1);
        assert_eq!((whole[0].from, whole[0].to), (20.0, 120.0));
        assert!(joined(&pieces, true, 5.0).is_empty());
    }

    #[test]
    fn rules_apart_stay_apart() {
        let pieces = [rule(100.0, 50.0, 80.0), rule(100.0, 90.0, 120.0), rule(112.0, 50.0, 120.0)];
        assert_eq!(joined(&pieces, false, 5.0).len(), 3);
        assert_eq!(joined(&pieces, false, 35.0).len(), 1);
    }

    #[test]
    fn only_thin_areas_are_rules() {
        assert!(Rule::of_area(&Rect::new(10.0, 10.0, 200.0, 10.5)).is_some_and(|r| !r.vertical));
        assert!(Rule::of_area(&Rect::new(10.0, 10.0, 200.0, 40.0)).is_none());
        assert!(Rule::of_line((10.0, 10.0), (60.0, 60.0)).is_none());
    }
}
