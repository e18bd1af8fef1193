//! Writes a set table as a PDF text dump: one line after another, cell by cell.

use super::random::Random;
use super::typeset::Page;

/// Writes the pages. A line's distance from the one before it decides what parts them: nothing but a space on the same
/// height, a single line end half a line away, an empty line else.
#[must_use]
pub fn write(pages: &[Page], random: &mut Random) -> String {
    let numbered = random.chance(30);
    let mut out = String::new();
    for (number, page) in pages.iter().enumerate() {
        let mut before: Option<f32> = None;
        if number > 0 && numbered {
            out.push_str(&format!("\n\n{} \n\n", number + 1));
        }
        for (i, line) in page.iter().enumerate() {
            match before {
                None if number > 0 => out.push_str(if numbered { "" } else { "\n " }),
                None => {}
                Some(y) if (line.y - y).abs() < 0.25 => {}
                Some(y) if (line.y - y).abs() < 0.75 => out.push('\n'),
                Some(_) => out.push_str("\n\n"),
            }
            out.push_str(&line.text);
            // A cut word runs on, also over the page's end.
            if !line.runs_on {
                out.push(' ');
            }
            let _ = i;
            before = Some(line.y);
        }
    }
    out.push('\n');
    out
}
