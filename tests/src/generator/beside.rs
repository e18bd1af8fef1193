//! Writes a set table as an OCR that knows nothing of tables reads it: what stands on one height is one line, its words parted by
//! one space; some ruling lines come out as bars, specks as letters, and some ordinals are misread.

use super::random::Random;
use super::typeset::Page;

/// What an OCR makes of specks.
const SPECKS: [&str; 8] = ["o", ".", "‘", "’", ", .", "N", ":", "A ,"];

/// Writes the pages, each behind a form feed but the first.
#[must_use]
pub fn write(pages: &[Page], random: &mut Random) -> String {
    let bars = random.between(0, 2) * 30;
    let blank = random.chance(40);
    // Half heights fall to the line above, or stand by themselves.
    let near = if random.chance(50) { 0.55 } else { 0.3 };
    let mut out = String::new();
    for (number, page) in pages.iter().enumerate() {
        if number > 0 {
            out.push('\u{c}');
        }
        let mut heights: Vec<f32> = page.iter().filter(|p| !p.text.is_empty()).map(|p| p.y).collect();
        heights.sort_by(f32::total_cmp);
        heights.dedup_by(|a, b| (*a - *b).abs() < near);
        let mut before: Option<f32> = None;
        for height in heights {
            let mut here: Vec<_> = page
                .iter()
                .filter(|p| p.y >= height - 0.01 && p.y < height + near && !p.text.is_empty())
                .collect();
            here.sort_by_key(|p| p.column);
            if blank && before.is_some_and(|b| height - b > 1.2) {
                out.push('\n');
            }
            let mut line = String::new();
            for piece in here {
                if !line.is_empty() {
                    line.push_str(if random.chance(bars) { " | " } else { " " });
                }
                let misread = piece.column == 0 && piece.text.len() == 1 && random.chance(4);
                line.push_str(if misread { "»" } else { &piece.text });
            }
            if random.chance(2) {
                line.push(' ');
                line.push_str(random.pick(&SPECKS));
            }
            out.push_str(&line);
            out.push('\n');
            before = Some(height);
        }
    }
    out
}
