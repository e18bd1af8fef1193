//! What stands behind a table whose rules are lost and is none of its cells: notes, totals, a signature.

use super::header;
use super::source::{Source, Word, printed_width};

/// Lines that are looked at, from the last one up.
const MOST: usize = 24;
/// A single piece of more than this is wider than the columns of a printed table, in thousandths of the type size: four fifths
/// of a line between the margins that Decree 30/2020/NĐ-CP prescribes (160 mm, 13 points).
const WIDE: u32 = 28_000;
/// How a note begins, folded.
const NOTES: [&str; 4] = ["ghi chu:", "chu thich:", "tong cong:", "tong so:"];
/// How the authority above a signature begins.
const AUTHORITIES: [&str; 7] = ["TM.", "KT.", "TL.", "TUQ.", "T/M", "K/T", "T/L"];

/// How the cells of a table stand on the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// One after another.
    Dumped,
    /// Side by side in columns that spaces part.
    Columns,
    /// Side by side with nothing between them; a row's ordinal begins one of its lines.
    Beside,
}

/// The line at which the tail behind the last table begins, or the number of lines. `from` is the first line below that
/// table's header.
///
/// A tail begins with a note, an authority, or behind columns with a line that is wider than any; it holds no row: no
/// ordinal alone, no header, no pieces of several columns side by side.
pub(super) fn begins(source: &Source<'_>, from: usize, setting: Setting) -> usize {
    let mut tail = source.lines.len();
    let printed = (from..source.lines.len()).rev().filter(|line| !source.words(*line).is_empty());
    for line in printed.take(MOST) {
        let words = source.words(line);
        let text = source.lines.get(line).map_or("", |line| line.text.trim());
        let gaps = words.iter().skip(1).filter(|word| word.gap > 0).count();
        let pieces = if setting == Setting::Columns { 1 + gaps } else { 1 };
        let ordinal = match setting {
            Setting::Beside => words.first().is_some_and(|word| word.digit()),
            _ => matches!(words, [word] if word.number()),
        };
        // Recipients may stand beside a signature.
        if ordinal || header::numbers_rows(text) || pieces > 2 {
            break;
        }
        if pieces == 1 && opens(text, words, setting) {
            tail = line;
        }
    }
    tail
}

fn opens(text: &str, words: &[Word], setting: Setting) -> bool {
    let folded = vanthu_text::fold(text.trim_start_matches(['*', '(', ' ']));
    let note = NOTES.iter().any(|note| folded.starts_with(note));
    let authority = AUTHORITIES.iter().any(|a| text.starts_with(a)) && !text.contains(char::is_lowercase);
    note || authority || setting == Setting::Columns && printed_width(words) > WIDE
}

#[cfg(test)]
mod tests {
    use crate::rebuild::{rebuild, tests::lines};

    fn below(text: &str) -> Vec<String> {
        let rebuilt = rebuild(&lines(text), false).unwrap();
        rebuilt.below.into_iter().map(|line| line.text.trim().to_owned()).collect()
    }

    #[test]
    fn notes_and_signatures_are_no_cells() {
        let dump = "TT \n\nNhiệm vụ \n\nCơ quan chủ trì \n\nThời hạn \n\n1 \n\nRà soát văn bản \n\nSở Tư pháp \n\nQuý I/2025 \n\n\
             2 \n\nLập kế hoạch \n\nSở Y tế \n\nQuý II/2025 \n\n";
        assert!(below(dump).is_empty());
        let note = "Ghi chú: Thời hạn tính từ ngày ký \n\nban hành. \n";
        assert_eq!(below(&format!("{dump}{note}")), ["Ghi chú: Thời hạn tính từ ngày ký", "ban hành."]);
        let layout = "TT   Nhiệm vụ           Cơ quan chủ trì   Thời hạn\n\
             1    Rà soát văn bản    Sở Tư pháp        Quý I/2025\n\
             2    Lập kế hoạch       Sở Y tế           Quý II/2025\n\
             \x20    của ngành\n";
        assert!(below(layout).is_empty());
        let wide = "Các nhiệm vụ không có thời hạn cụ thể được thực hiện thường xuyên trong năm 2025.\n";
        assert_eq!(below(&format!("{layout}{wide}")), [wide.trim()]);
        let signed = "                   TM. ỦY BAN NHÂN DÂN\n                        CHỦ TỊCH\n";
        assert_eq!(below(&format!("{layout}{signed}")), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]);
    }
}
