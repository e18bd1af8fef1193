//! Restoration between reading and parsing, for the documents that need it.

use std::sync::LazyLock;

use vanthu_appendix::model::Restoration;
use vanthu_document::diagnostic::{Code, Diagnostic};
use vanthu_document::page::{Block, Pages, ReadWord, Span};
use vanthu_restore::{ReadLine, Restorer, State};
use vanthu_text::{MarkedWords, TextRange};

/// The restorer with the carried model, which is read in place and costs nothing until a document needs it.
pub(crate) static RESTORER: LazyLock<Restorer<'static>> = LazyLock::new(Restorer::new);

/// Words that are looked at together when deciding whether a document can be damaged at all.
const WINDOW: u32 = 200;
/// Share of words with a diacritic or `đ` above which no stretch of text is looked at closer. Clean Vietnamese papers
/// have 0.78 to 0.93 over whole documents, and less where a table is full of codes and foreign names; text read by an
/// English OCR has 0.2, stripped text none.
const CLEAN_SHARE: f64 = 0.45;

/// Restores the lines and cells of `pages` where they are damaged, and says what was done.
pub(crate) fn restore(pages: &mut Pages) -> Restoration {
    let mut sum = correct_readings(pages);
    if sum.applied {
        return sum;
    }
    let mut texts = texts_of(pages);
    if !may_be_damaged(texts.iter().map(|text| text.as_str())) {
        return Restoration::default();
    }
    // A cell's lines are lines of their own.
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.split('\n')).collect();
    let restored = RESTORER.restore_lines(&lines);
    let mut confidence = 0.0;
    for line in &restored {
        if matches!(line.state, State::Stripped | State::Ocr) {
            sum.applied = true;
            sum.syllables +=
                line.text.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count() as u64;
        }
        sum.changed += line.changes.len() as u64;
        confidence += line.changes.iter().map(|c| f64::from(c.confidence)).sum::<f64>();
    }
    sum.confidence = (sum.changed > 0).then(|| (confidence / sum.changed as f64) as f32);
    let mut restored = restored.into_iter().map(|line| line.text);
    for text in &mut texts {
        let count = text.split('\n').count();
        **text = restored.by_ref().take(count).collect::<Vec<_>>().join("\n");
    }
    sum
}

/// An OCR that is less sure of a word has guessed.
const ILLEGIBLE: f32 = 0.45;
/// Most doubtful words that are named; a page that was not really read has hundreds.
const MOST_DOUBTS: usize = 200;

/// Corrects the marks of what an OCR of Vietnamese read, and names the words that stay in doubt.
fn correct_readings(pages: &mut Pages) -> Restoration {
    let mut places = Vec::new();
    for block in pages.pages.iter_mut().flat_map(|page| &mut page.blocks) {
        match block {
            Block::Line(line) => places.push((&mut line.text, &mut line.read, &line.span)),
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                places.extend(cells.map(|cell| (&mut cell.text, &mut cell.read, &cell.span)));
            }
        }
    }
    places.retain(|(_, read, _)| !read.is_empty());
    let mut sum = Restoration::default();
    if places.is_empty() {
        return sum;
    }
    sum.applied = true;
    // A cell's lines are lines of their own.
    let mut words = Vec::new();
    let mut parts = Vec::new();
    for (number, (text, read, _)) in places.iter().enumerate() {
        let mut start = 0;
        for part in text.split('\n') {
            let end = start + part.len();
            let first = words.len();
            words.extend(
                read.iter()
                    .filter(|w| w.range.start >= start && w.range.end <= end)
                    .map(|w| (TextRange::new(w.range.start - start, w.range.end - start), w.confidence)),
            );
            parts.push((number, start..end, first..words.len()));
            start = end + 1;
        }
    }
    let lines: Vec<ReadLine<'_>> = parts
        .iter()
        .map(|(number, range, of_words)| ReadLine {
            text: places.get(*number).and_then(|(text, ..)| text.get(range.clone())).unwrap_or(""),
            words: words.get(of_words.clone()).unwrap_or_default(),
        })
        .collect();
    let corrected = RESTORER.correct_marks(&lines);
    let mut doubts = Vec::new();
    let mut texts: Vec<Option<String>> = vec![None; places.len()];
    // What the OCR says of the words, where they stand in the corrected texts.
    let mut reads: Vec<Vec<ReadWord>> = vec![Vec::new(); places.len()];
    let mut confidence = 0.0;
    for (((number, ..), line), corrected) in parts.iter().zip(&lines).zip(corrected) {
        sum.syllables +=
            line.text.split_whitespace().filter(|w| w.contains(char::is_alphabetic)).count() as u64;
        sum.changed += corrected.changes.len() as u64;
        confidence += corrected.changes.iter().map(|c| f64::from(c.confidence)).sum::<f64>();
        let start = texts.get(*number).and_then(|text| text.as_ref().map(|text| text.len() + 1)).unwrap_or(0);
        for (range, sure) in line.words {
            let word = line.text.get(range.start..range.end).unwrap_or("");
            let doubted = corrected.changes.iter().chain(&corrected.kept);
            let change = doubted.into_iter().find(|c| c.range.start < range.end && range.start < c.range.end);
            // A word that was hardly legible is a guess, however well it fits.
            let most = if *sure < ILLEGIBLE { ReadWord::DOUBTFUL - 0.05 } else { 1.0 };
            let sure = change.map_or(*sure, |change| change.confidence.min(most));
            let now = corrected.map.to_target(*range);
            let range = TextRange::new(start + now.start, start + now.end);
            let read = ReadWord { range, confidence: sure };
            if let Some(reads) = reads.get_mut(*number) {
                reads.push(read);
            }
            if read.is_doubtful() && word.contains(char::is_alphanumeric) && doubts.len() < MOST_DOUBTS {
                let mut named = vec![word.to_owned()];
                named.extend(change.iter().flat_map(|c| &c.candidates).map(|c| c.text.clone()));
                named.dedup();
                let span = places.get(*number).map_or_else(Span::default, |(.., span)| (*span).clone());
                let percent = format!("{:.0}", sure * 100.0);
                doubts.push(Diagnostic::new(Code::WordDoubtful, span, [named.join(" / "), percent]));
            }
        }
        match texts.get_mut(*number) {
            Some(Some(text)) => {
                text.push('\n');
                text.push_str(&corrected.text);
            }
            Some(text) => *text = Some(corrected.text),
            None => {}
        }
    }
    sum.confidence = (sum.changed > 0).then(|| (confidence / sum.changed as f64) as f32);
    for (((text, read, _), corrected), words) in places.into_iter().zip(texts).zip(reads) {
        *text = corrected.unwrap_or_default();
        *read = words.into_iter().collect();
    }
    pages.diagnostics.extend(doubts);
    sum
}

/// Every text of the pages, in reading order.
fn texts_of(pages: &mut Pages) -> Vec<&mut String> {
    let mut texts = Vec::new();
    for block in pages.pages.iter_mut().flat_map(|page| &mut page.blocks) {
        match block {
            Block::Line(line) => texts.push(&mut line.text),
            Block::Table(table) => {
                texts.extend(table.rows.iter_mut().flat_map(|row| &mut row.cells).map(|cell| &mut cell.text));
            }
        }
    }
    texts
}

/// Whether any stretch of the text has too few diacritics for clean Vietnamese. Costs a pass over the bytes.
fn may_be_damaged<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let is_rare = |seen: MarkedWords| (seen.marked as f64) < CLEAN_SHARE * seen.all as f64;
    let mut seen = MarkedWords::default();
    for text in texts {
        seen.add(text);
        if seen.all >= WINDOW {
            if is_rare(seen) {
                return true;
            }
            seen = MarkedWords::default();
        }
    }
    is_rare(seen)
}

#[cfg(test)]
mod tests {
    use super::may_be_damaged;

    #[test]
    fn clean_text_is_not_looked_at() {
        let clean = "Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì, phối hợp với các sở, ngành";
        assert!(!may_be_damaged([clean].into_iter()));
        assert!(!may_be_damaged([].into_iter()));
    }

    #[test]
    fn one_stripped_page_among_clean_ones_is_found() {
        let clean = "Ủy ban nhân dân tỉnh giao Sở Tài chính chủ trì, phối hợp với các sở, ngành";
        let stripped = "Uy ban nhan dan tinh giao So Tai chinh chu tri, phoi hop voi cac so, nganh";
        let lines = [vec![clean; 100], vec![stripped; 30], vec![clean; 100]].concat();
        assert!(may_be_damaged(lines.into_iter()));
    }
}
