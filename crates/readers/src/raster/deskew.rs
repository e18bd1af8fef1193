//! Straightening a page that lay askew on the scanner.
//!
//! At the right angle the ink falls into rows: the sums of ink along the rows change most from one row to the next.

use super::Gray;

/// Largest angle looked for, in degrees.
const LARGEST: f32 = 4.0;
/// Steps of the first and the second search, in degrees.
const COARSE: f32 = 0.2;
const FINE: f32 = 0.02;
/// What is askew by less stays as it is.
const STRAIGHT: f32 = 0.05;
/// Ink pixels looked at.
const SAMPLE: usize = 120_000;

/// The page straightened, and by how many degrees it was turned.
pub(crate) fn straightened(page: Gray, threshold: u8) -> (Gray, f32) {
    let angle = angle(&page, threshold);
    if angle.abs() < STRAIGHT {
        return (page, 0.0);
    }
    (turned_back(&page, angle), angle)
}

/// How many degrees the rows fall to the right.
fn angle(page: &Gray, threshold: u8) -> f32 {
    let mut ink: Vec<(f32, f32)> = Vec::new();
    // Every second row is enough where several fall into one bin; with one a bin the gaps would look like lines.
    let every = if page.dpi() >= 150.0 { 2 } else { 1 };
    for (y, row) in page.rows().enumerate() {
        if y % every == 0 {
            ink.extend(
                row.iter().enumerate().filter(|(_, p)| **p <= threshold).map(|(x, _)| (x as f32, y as f32)),
            );
        }
    }
    let step = ink.len() / SAMPLE + 1;
    let ink: Vec<(f32, f32)> = ink.into_iter().step_by(step).collect();
    if ink.len() < 500 {
        return 0.0;
    }
    let bin = (page.dpi() / 75.0).max(1.0);
    let margin = page.width() as f32 * LARGEST.to_radians().tan() + 2.0;
    let mut counts = vec![0_i32; ((page.height() as f32 + 2.0 * margin) / bin) as usize + 2];
    let mut best_of = |from: f32, to: f32, step: f32| {
        let mut best = (f64::NEG_INFINITY, 0.0_f32);
        let mut at = from;
        while at <= to + step / 2.0 {
            let slope = at.to_radians().tan();
            counts.fill(0);
            for (x, y) in &ink {
                let row = ((y - x * slope + margin) / bin) as usize;
                if let Some(count) = counts.get_mut(row) {
                    *count += 1;
                }
            }
            let score: f64 = counts.windows(2).map(|w| f64::from(w[1] - w[0]).powi(2)).sum();
            // Of equal scores the straighter one.
            if score > best.0 * 1.0001 || (score >= best.0 * 0.9999 && at.abs() < best.1.abs()) {
                best = (score, at);
            }
            at += step;
        }
        best.1
    };
    let coarse = best_of(-LARGEST, LARGEST, COARSE);
    best_of(coarse - COARSE, coarse + COARSE, FINE)
}

fn turned_back(page: &Gray, degrees: f32) -> Gray {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (cx, cy) = (page.width() as f32 / 2.0, page.height() as f32 / 2.0);
    let mut out = page.clone();
    for (y, row) in out.rows_mut().enumerate() {
        let dy = y as f32 - cy;
        let (mut from_x, mut from_y) = (cx - cx * cos - dy * sin, cy - cx * sin + dy * cos);
        for pixel in row {
            *pixel = page.between(from_x, from_y);
            from_x += cos;
            from_y += sin;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bars like lines of text.
    fn page() -> Gray {
        let mut page = Gray::white(600, 800, 75.0).unwrap();
        for (y, row) in page.rows_mut().enumerate() {
            if (100..700).contains(&y) && y % 20 < 8 {
                for (x, pixel) in row.iter_mut().enumerate() {
                    if (60..540).contains(&x) && x % 9 < 6 {
                        *pixel = 0;
                    }
                }
            }
        }
        page
    }

    #[test]
    fn the_angle_is_found_and_undone() {
        for degrees in [-2.5_f32, -0.7, 1.0, 3.0] {
            let askew = turned_back(&page(), -degrees);
            let found = angle(&askew, 128);
            assert!((found - degrees).abs() < 0.15, "{degrees}: {found}");
            let (_, by) = straightened(askew, 128);
            assert_eq!(by, found);
        }
    }

    #[test]
    fn a_straight_page_stays() {
        let (same, by) = straightened(page(), 128);
        assert_eq!((same, by), (page(), 0.0));
    }
}
