//! Writes a set table as `pdftotext -layout` does: cells side by side, each at its column's place.

use super::random::Random;
use super::table::Table;
use super::typeset::Page;

/// Average width of a letter, in thousandths of the type size: how places on paper become places on a line.
const LETTER: u32 = 480;

/// Writes the pages, each behind a form feed but the first. Lines of one height stand on one line; half heights round up.
#[must_use]
pub fn write(table: &Table, pages: &[Page], random: &mut Random) -> String {
    let apart = random.between(2, 4);
    let blank = random.chance(50);
    // Half heights fall to the line above, or stand by themselves.
    let near = if random.chance(50) { 0.55 } else { 0.3 };
    let mut places = vec![random.between(0, 6)];
    for column in &table.columns {
        let width = usize::try_from(column.width / LETTER).unwrap_or(0).max(3);
        places.push(places.last().copied().unwrap_or(0) + width + width / 6 + apart);
    }
    let mut out = String::new();
    for (number, page) in pages.iter().enumerate() {
        if number > 0 {
            out.push('\u{c}');
        }
        let mut lines: Vec<Vec<(usize, &str)>> = Vec::new();
        let mut heights: Vec<f32> = page.iter().map(|p| p.y).collect();
        heights.sort_by(f32::total_cmp);
        heights.dedup_by(|a, b| (*a - *b).abs() < near);
        let mut before: Option<f32> = None;
        for height in heights {
            let here: Vec<_> = page.iter().filter(|p| p.y >= height - 0.01 && p.y < height + near).collect();
            if blank && before.is_some_and(|b| height - b > 1.2) {
                lines.push(Vec::new());
            }
            lines.push(
                here.iter().map(|p| (places.get(p.column).copied().unwrap_or(0), p.text.as_str())).collect(),
            );
            before = Some(height);
        }
        for mut line in lines {
            line.sort_by_key(|(place, _)| *place);
            let mut text = String::new();
            let mut length = 0;
            for (place, words) in line.into_iter().filter(|(_, words)| !words.is_empty()) {
                let start = place.max(if length == 0 { place } else { length + 2 });
                text.extend(std::iter::repeat_n(' ', start - length));
                text.push_str(words);
                length = start + words.chars().count();
            }
            out.push_str(&text);
            out.push('\n');
        }
    }
    out
}
