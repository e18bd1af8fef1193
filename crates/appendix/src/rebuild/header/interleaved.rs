//! The header of a page that OCR read: cells side by side on up to six lines, the words of several cells on each line.
//!
//! The words of the lines are explained by known headers ([`cover`]), each running on along a line or from the end of one piece to
//! anywhere on a line below; small slips of the OCR are forgiven. What is left over must be little. So that a long text without any
//! header costs little, each word is compared with the known ones once, and a line must hold some of them as they are.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use vanthu_text::Syllable;

use super::super::lexicon::{Kind, syllables};
use super::super::source::Source;
use super::cover::cover;
use super::{Header, HeaderCell, MAX_COLUMNS, PATTERNS, begins_body, column_numbers};

/// Most lines of a header.
const MAX_LINES: usize = 6;
/// Most words of one of its lines.
const MAX_LINE_WORDS: usize = 40;
/// Words of known headers that its first line must hold as they are.
const EXACT: usize = 2;
/// Most words that a gap of a known header holds.
pub(super) const GAP: usize = 4;
/// Most words of a line above it that holds only the top of a tall cell.
const FEW: usize = 3;
/// Lines above a repetition that may belong to it.
const ABOVE: usize = 3;
/// Words of known headers that its lines must hold as they are.
const EXACT_IN_ALL: usize = 4;
/// Most words that the search for what its lines say tries, for one header, and for a whole document.
const STEPS: usize = 200_000;
const STEPS_IN_ALL: usize = 10_000_000;

/// The syllables of all known headers, by their numbers.
pub(super) struct Known {
    syllables: Vec<&'static str>,
    numbers: HashMap<&'static str, usize>,
    /// The known headers in numbers, those without gaps first, the longest first.
    pub(super) headers: Vec<(Kind, Vec<Option<usize>>)>,
}

pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known { syllables: Vec::new(), numbers: HashMap::new(), headers: Vec::new() };
    for (kind, pattern) in &PATTERNS.whole {
        let mut number = |syllable: &'static str| {
            *known.numbers.entry(syllable).or_insert_with(|| {
                known.syllables.push(syllable);
                known.syllables.len() - 1
            })
        };
        let numbered = pattern.iter().map(|s| s.as_deref().map(&mut number)).collect();
        known.headers.push((*kind, numbered));
    }
    // One with a gap takes what the others leave.
    known.headers.sort_by_key(|(_, p)| (p.iter().any(Option::is_none), std::cmp::Reverse(p.len())));
    known
});

/// The known syllables that one read may be.
type Alike = Vec<usize>;

/// A syllable of a header's line.
#[derive(Clone)]
pub(super) struct Spot {
    pub(super) line: usize,
    /// Number of its word.
    word: u32,
    /// Letters of the syllable.
    pub(super) length: usize,
    pub(super) alike: Alike,
    /// It is a known one as it is.
    pub(super) exact: bool,
    /// It is none, but a syllable or an acronym.
    pub(super) names: bool,
    /// Its word begins with a capital letter.
    pub(super) capital: bool,
    /// In capitals throughout; `None` where that says nothing, as of acronyms.
    pub(super) shouted: Option<bool>,
    used: bool,
}

/// Finds the first such header at or behind line `from`.
pub(in super::super) fn find(source: &Source<'_>, from: usize) -> Option<Header> {
    let mut seen: HashMap<String, Alike> = HashMap::new();
    let mut budget = STEPS_IN_ALL;
    (from..source.lines.len()).find_map(|line| {
        let split = source.split.get(line)?;
        let exact = || {
            let all = syllables(source.text(line, split.from, split.to));
            all.filter(|s| KNOWN.numbers.contains_key(s.as_str())).take(EXACT).count() == EXACT
        };
        if source.words(line).len() > MAX_LINE_WORDS || !exact() {
            return None;
        }
        // A cell that is taller than the others begins above them.
        let known = |l: usize| {
            let (from, to) = source.split.get(l).map_or((0, 0), |s| (s.from, s.to));
            let few = (1..=FEW).contains(&source.words(l).len());
            few && syllables(source.text(l, from, to)).all(|s| KNOWN.numbers.contains_key(s.as_str()))
        };
        let above = (from..line).rev().take(ABOVE - 1).take_while(|&l| known(l)).last().unwrap_or(line);
        let headers = (above..=line).filter_map(|l| starting_at(source, l, &mut seen, &mut budget));
        headers.max_by_key(worth)
    })
}

/// How much of its lines a header explains.
fn worth(header: &Header) -> i64 {
    let words: usize = header.cells.iter().map(|c| c.text.split_whitespace().count()).sum();
    3 * header.cells.len() as i64 + words as i64 - 2 * header.unread.len() as i64
}

/// The header that begins at `line`.
fn starting_at(
    source: &Source<'_>,
    line: usize,
    seen: &mut HashMap<String, Alike>,
    budget: &mut usize,
) -> Option<Header> {
    let last = source.lines.len().min(line + MAX_LINES);
    let lists = |l: usize| source.words(l).first().is_some_and(|w| w.bare_mark());
    let closes = |l: &usize| begins_body(source, *l) || lists(*l) || source.words(*l).len() > MAX_LINE_WORDS;
    let stop = (line + 1..last).find(closes).unwrap_or(last);
    let numbers = (line..stop).find(|&l| column_numbers(source, l).is_some());
    let end = numbers.unwrap_or(stop);
    let mut spots = spots(source, line..end, seen);
    // Lines that hold much else end it.
    let foreign = |l: &usize| {
        let own = || spots.iter().filter(|s| s.line == *l && s.length > 2);
        let (like, all) = (own().filter(|s| !s.alike.is_empty()).count(), own().count());
        like * 2 < all && all > 2
    };
    let end = (line..end).find(foreign).unwrap_or(end);
    spots.retain(|s| s.line < end);
    // Fewer lines hold no more headers.
    if spots.iter().filter(|s| s.exact).count() < EXACT_IN_ALL {
        return None;
    }
    (line + 1..=end)
        .rev()
        .filter_map(|end| {
            let spots = spots.iter().filter(|s| s.line < end).cloned().collect();
            read(source, line..end, spots, numbers.filter(|&n| n == end), budget)
        })
        .max_by_key(worth)
}

fn spots(source: &Source<'_>, lines: Range<usize>, seen: &mut HashMap<String, Alike>) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for line in lines {
        let (from, to) = source.split.get(line).map_or((0, 0), |l| (l.from, l.to));
        for word in from..to {
            let text = source.text(line, word, word + 1);
            let capital = text.starts_with(char::is_uppercase);
            let word_shouted = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
            spots.extend(syllables(text).map(|syllable| {
                let length = syllable.len();
                let all = || (0..).zip(&KNOWN.syllables).filter(|(_, k)| alike(&syllable, k));
                let alike =
                    seen.entry(syllable.clone()).or_insert_with(|| all().map(|(n, _)| n).collect()).clone();
                // An acronym is no syllable.
                let shouted = (length > 1 && Syllable::parse(&syllable).is_some()).then_some(word_shouted);
                let exact = KNOWN.numbers.contains_key(syllable.as_str());
                let acronym = shouted.is_none() && word_shouted;
                let names = !exact && length > 2 && (shouted.is_some() || acronym);
                Spot { line, word, length, alike, exact, names, capital, shouted, used: false }
            }));
        }
    }
    spots
}

/// The header that stands on `lines`, all of them.
fn read(
    source: &Source<'_>,
    lines: Range<usize>,
    mut spots: Vec<Spot>,
    numbers: Option<usize>,
    budget: &mut usize,
) -> Option<Header> {
    let mut allowed = STEPS.min(*budget);
    *budget -= allowed;
    let found = cover(&spots, &mut allowed);
    *budget += allowed;
    let mut found = found?;
    for place in found.iter().flat_map(|(_, places)| places) {
        if let Some(spot) = spots.get_mut(*place) {
            spot.used = true;
        }
    }
    let ordinal = found.iter().find(|(kind, _)| *kind == Kind::Ordinal).map(|(_, places)| places.clone());
    found.retain(|(kind, _)| *kind != Kind::Ordinal);
    // Headers begin with capitals, which prose has only here and there.
    let opens_well = |(_, places): &&(Kind, Vec<usize>)| {
        places.first().and_then(|&p| spots.get(p)).is_some_and(|s| s.capital)
    };
    if found.iter().filter(opens_well).count() * 2 < found.len() {
        return None;
    }
    // A line of the header holds little else; the last one something of it.
    for line in lines.clone() {
        let own = || spots.iter().filter(|s| s.line == line && s.length > 2);
        let (used, all) = (own().filter(|s| s.used).count(), own().count());
        // Few words without meaning are specks.
        let specks = used == 0 && all <= 2 && line > lines.start;
        if (used * 2 < all && !specks) || (line + 1 == lines.end && used == 0) {
            return None;
        }
    }
    let sides = sides(&spots, &found);
    // Cells of which no line tells may stand anywhere; the body will tell.
    let mut cells: Vec<usize> = Vec::new();
    for cell in 0..found.len() {
        let at = cells.iter().position(|&other| sides.contains(&(cell, other))).unwrap_or(cells.len());
        cells.insert(at, cell);
    }
    let place_of = |cell: usize| cells.iter().position(|&c| c == cell).map_or(0, |at| at + 1);
    let sides = sides.iter().map(|&(a, b)| (place_of(a), place_of(b))).collect();
    let cells: Vec<(Kind, Vec<usize>)> = cells.iter().filter_map(|&c| found.get(c).cloned()).collect();
    if cells.len() + 1 > MAX_COLUMNS
        || numbers.and_then(|n| column_numbers(source, n)).is_some_and(|n| n.abs_diff(cells.len() + 1) > 2)
    {
        return None;
    }
    let end = numbers.map_or(lines.end, |n| n + 1);
    let lines = lines.start..end;
    let written = |(kind, places): (Kind, Vec<usize>)| {
        let mut words: Vec<(usize, u32)> =
            places.iter().filter_map(|&p| spots.get(p)).map(|s| (s.line, s.word)).collect();
        words.dedup();
        let text: Vec<&str> = words.iter().map(|&(line, w)| source.text(line, w, w + 1)).collect();
        let rows = (words.first().map_or(lines.start, |w| w.0), words.last().map_or(lines.start, |w| w.0));
        HeaderCell { kind, text: text.join(" "), lines: rows }
    };
    let mut all = vec![match ordinal {
        Some(places) => written((Kind::Ordinal, places)),
        // Its header is garbled away.
        None => HeaderCell {
            kind: Kind::Ordinal,
            text: String::new(),
            lines: (lines.start, end.saturating_sub(1)),
        },
    }];
    all.extend(cells.into_iter().map(written));
    let mut header = Header::new(source, lines, all);
    header.sides = sides;
    let taken = |word: u32| spots.iter().any(|s| s.word == word && s.used);
    for line in header.lines.clone() {
        let (from, to) = source.split.get(line).map_or((0, 0), |l| (l.from, l.to));
        let numbered = column_numbers(source, line).is_some();
        header.unread.extend((from..to).filter(|&w| !numbered && !taken(w)).map(|w| (line, w)));
    }
    Some(header)
}

/// Whether two syllables are one but for a slip of the OCR.
fn alike(read: &str, known: &str) -> bool {
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let near = || match known.len() {
        0..=2 => false,
        // A vowel is misread more often than a consonant.
        3 => read.chars().filter(|c| !vowel(c)).eq(known.chars().filter(|c| !vowel(c))),
        _ => true,
    };
    read == known || (read.len() >= 3 && near() && strsim::osa_distance(read, known) <= 1)
}

/// Whether one header's cell stands to the left of another, where a line holds something of both.
fn order(spots: &[Spot], a: &[usize], b: &[usize]) -> Option<bool> {
    let on = |places: &[usize], line: usize| {
        places.iter().copied().find(|&p| spots.get(p).is_some_and(|s| s.line == line))
    };
    let mut lines = a.iter().filter_map(|&p| spots.get(p)).map(|s| s.line);
    lines.find_map(|line| Some(on(a, line)? < on(b, line)?))
}

/// Which cells stand left of which others, as the lines tell it or as it follows.
fn sides(spots: &[Spot], cells: &[(Kind, Vec<usize>)]) -> Vec<(usize, usize)> {
    let count = cells.len();
    let pairs = || (0..count).flat_map(|a| (0..count).filter(move |&b| a != b).map(move |b| (a, b)));
    let places = |cell: usize| cells.get(cell).map_or(&[][..], |c| c.1.as_slice());
    let mut sides: Vec<(usize, usize)> =
        pairs().filter(|&(a, b)| order(spots, places(a), places(b)) == Some(true)).collect();
    for through in 0..count {
        for (a, b) in pairs() {
            let follows = sides.contains(&(a, through)) && sides.contains(&(through, b));
            if follows && !sides.contains(&(a, b)) && !sides.contains(&(b, a)) {
                sides.push((a, b));
            }
        }
    }
    sides
}

/// The garbled repetitions of `header` among the lines of `body`, as OCR reads them.
pub(in super::super) fn repetitions(
    source: &Source<'_>,
    body: Range<usize>,
    header: &Header,
) -> Vec<Range<usize>> {
    let known: HashSet<String> = header.cells.iter().flat_map(|c| syllables(&c.text)).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut line = body.start;
    while line < body.end {
        match repetition_at(source, line, header, &known) {
            Some(end) => {
                let behind = found.last().map_or(body.start, |f| f.end);
                found.push(begins_at(source, behind..line, &known)..end);
                line = end;
            }
            None => line += 1,
        }
    }
    found
}

/// The first line of a repetition whose fullest line stands behind `above`: a cell of the header that is taller than the others
/// begins above them, with empty lines between.
fn begins_at(source: &Source<'_>, above: Range<usize>, known: &HashSet<String>) -> usize {
    let mut first = above.end;
    for line in above.rev().take(ABOVE) {
        let (from, to) = source.split.get(line).map_or((0, 0), |l| (l.from, l.to));
        if from == to {
            continue;
        }
        // One word alone may as well end a cell.
        let own: Vec<String> =
            syllables(source.text(line, from, to)).filter(|s| s.len() > 1).take(5).collect();
        if !(2..=4).contains(&own.len()) || !own.iter().all(|s| known.contains(s)) {
            break;
        }
        first = line;
    }
    first
}

/// The end of the repetition that begins at `line`.
fn repetition_at(
    source: &Source<'_>,
    line: usize,
    header: &Header,
    known: &HashSet<String>,
) -> Option<usize> {
    // The syllables of a line that say something.
    let own = |line: usize| {
        let (from, to) = source.split.get(line).map_or((0, 0), |l| (l.from, l.to));
        syllables(source.text(line, from, to)).filter(|s| s.len() > 2)
    };
    let long = |line: usize| source.words(line).len() > MAX_LINE_WORDS;
    if long(line) || own(line).filter(|s| known.contains(s)).take(EXACT).count() < EXACT {
        return None;
    }
    let mut end = line;
    let mut taken = 0;
    while end < source.lines.len() && end - line < header.lines.len() + 2 && !long(end) {
        if source.words(end).is_empty() {
            end += 1;
            continue;
        }
        if end > line && column_numbers(source, end).is_some() {
            end += 1;
            break;
        }
        let used = own(end).filter(|s| known.iter().any(|k| alike(s, k))).count();
        let all = own(end).count();
        let enough =
            if end == line { used >= 4 && used * 10 >= all * 7 } else { used > 0 && used * 2 >= all };
        if !enough {
            break;
        }
        taken += used;
        end += 1;
    }
    (taken * 10 >= known.len() * 4 && end > line).then_some(end)
}

#[cfg(test)]
mod tests {
    use vanthu_document::page::Line;

    use super::*;

    fn header(text: &str) -> Option<(Vec<String>, usize)> {
        let lines: Vec<Line> =
            text.split('\n').map(|t| Line { text: t.to_owned(), ..Line::default() }).collect();
        let found = find(&Source::new(&lines), 0)?;
        let mut texts: Vec<String> = found.cells.iter().map(|c| c.text.clone()).collect();
        texts.get_mut(1..)?.sort();
        Some((texts, found.lines.end))
    }

    #[test]
    fn cells_over_several_lines_are_told_apart() {
        let (cells, end) = header(
            "Lãnh đạo\nSố | Kết quả, sản | Thời hạn\nNội dung công việc | UBND huyện | Chủ trì | Phối hợp\n\
             TT | phẩm hoàn thành\nchỉ đạo\n1 Nạo vét kênh Đ/c Trần Văn Ba Báo cáo Phòng Kinh tế UBND xã Tháng 5/2025",
        )
        .expect("a header");
        assert_eq!(
            cells,
            [
                "Số TT",
                "Chủ trì",
                "Kết quả, sản phẩm",
                "Lãnh đạo UBND huyện chỉ đạo",
                "Nội dung công việc",
                "Phối hợp",
                "Thời hạn hoàn thành"
            ]
        );
        assert_eq!(end, 5);
    }

    #[test]
    fn a_cell_begins_with_a_capital_and_goes_on_without() {
        let (cells, _) = header(
            "Số Thời gian hoàn | Người phụ Nguồn Kết quả, sản\nNhiệm vụ Chủ trì | Đơn vị phối hợp\n\
             TT | thành trách | nhiệm vụ | phẩm\nI Thủy lợi",
        )
        .expect("a header");
        assert!(cells.contains(&"Nguồn nhiệm vụ".to_owned()), "{cells:?}");
        assert!(cells.contains(&"Nhiệm vụ".to_owned()), "{cells:?}");
    }

    #[test]
    fn a_tall_cell_begins_above_the_others() {
        let (cells, _) = header(
            "Thời\nSTT | Tên nhiệm vụ Đơn vị chủ trì gian | Kết quả, | Cơ quan phối hợp\nhoàn | sản phẩm\nthành\n\
             1 Trồng rừng Hạt Kiểm lâm Quý I/2024 Báo cáo Ban Quản lý rừng",
        )
        .expect("a header");
        assert!(cells.contains(&"Thời gian hoàn thành".to_owned()), "{cells:?}");
    }

    #[test]
    fn prose_about_tasks_is_no_header() {
        let prose = "Các cơ quan, đơn vị chủ trì nhiệm vụ có trách nhiệm phối hợp với\n\
                     Văn phòng để bảo đảm thời gian hoàn thành, kết quả và sản phẩm của nhiệm vụ\n\
                     được giao theo nội dung công việc của kế hoạch này.";
        assert_eq!(header(prose), None);
    }
}
