//! Relations: what a document does to others, read from the verbs before a citation.

use vanthu_text::{fold, single_spaced};

use crate::citation::{self, Found};
use crate::lexer::folded::strip_phrase;
use crate::model::{Citation, DocNumber, Relation, RelationType};

/// Collects relations, each once.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    own: DocNumber,
    found: Vec<Relation>,
}

/// Verbs and what they do, folded. A later verb in the sentence is nearer to the citation and wins.
const ACTS: [(&str, RelationType); 10] = [
    ("sua doi", RelationType::Amends),
    ("bo sung", RelationType::Amends),
    ("dieu chinh", RelationType::Amends),
    ("dinh chinh", RelationType::Amends),
    ("thay the", RelationType::Replaces),
    ("bai bo", RelationType::Repeals),
    ("huy bo", RelationType::Repeals),
    ("thu hoi", RelationType::Repeals),
    ("thuc hien", RelationType::Implements),
    ("trien khai", RelationType::Implements),
];

/// Words that turn a verb aside: what follows is another document's doing.
const ASIDE: [&str; 9] = [
    "theo",
    "quy dinh chi tiet",
    "huong dan",
    "can cu",
    "ban hanh theo",
    "bang",
    "boi",
    "tru",
    "tai van ban",
];

/// Words between verb and citation that an implementing verb allows.
const NEAR: usize = 60;

impl Relations {
    /// Relations of the document of that number; what it says of itself is none.
    pub(crate) fn of(own: DocNumber) -> Self {
        Self { own, found: Vec::new() }
    }

    /// Reads a title, whose verbs are the document's own acts.
    pub(crate) fn title(&mut self, title: &str) {
        let citations: Vec<Found> = citation::find(title).collect();
        self.read(title, &citations, true);
    }

    /// Reads the note of an attachment: what it is attached to, unless that is the document itself.
    pub(crate) fn note(&mut self, note: &str) {
        if let Some(found) = citation::find(note).next() {
            self.add(RelationType::AttachedTo, &found.citation, note);
        }
    }

    /// Reads a text with its citations. `acts` tells that verbs are the document's own acts, as in an article; a recital or a
    /// plan only carries out what others have laid down.
    pub(crate) fn read(&mut self, text: &str, citations: &[Found], acts: bool) {
        let mut before: Option<(usize, RelationType)> = None;
        let mut last_end: Option<usize> = None;
        for found in citations.iter().filter(|found| !found.cut) {
            let sentence = sentence_start(text, found.range.start);
            let from = last_end.map_or(sentence, |end| end.max(sentence));
            let head = text.get(from..found.range.start).unwrap_or("");
            let tail = text.get(found.range.end..).unwrap_or("");
            let acts = acts || of_this_document(head) || opens_with_act(head);
            // Behind another citation in the sentence the verb is that document's (`Thông tư số … sửa đổi Thông tư số …`).
            let others = last_end.is_some_and(|end| end > sentence) && !fold(head).contains(" nay ");
            last_end = Some(found.range.end);
            let relation = match before {
                // `… và Quyết định số …`: the verb still holds.
                Some((end, relation)) if end >= sentence && joins(head) => Some(relation),
                // `…; Nghị quyết số …` right behind the semicolon: so does it in a list.
                Some((end, relation)) if head.trim().is_empty() && lists(text, end, found.range.start) => {
                    Some(relation)
                }
                _ => verb(head, acts && !others),
            }
            .or_else(|| expires(tail).filter(|_| acts));
            before = relation.map(|relation| (found.range.end, relation));
            if let Some(relation) = relation {
                let sentence = sentence_of(text, found.range.start, found.range.end);
                self.add(relation, &found.citation, sentence);
            }
        }
    }

    fn add(&mut self, relation: RelationType, target: &Citation, text: &str) {
        let itself =
            target.number.is_some() && target.number == self.own.number && target.symbol == self.own.symbol;
        let known = self.found.iter().any(|r| {
            r.relation == relation && r.target.number == target.number && r.target.symbol == target.symbol
        });
        if !itself && !known && self.found.len() < MOST {
            self.found.push(Relation {
                relation,
                target: target.clone(),
                text: single_spaced(text).into_owned(),
            });
        }
    }

    /// The relations in order of appearance.
    pub(crate) fn finish(self) -> Vec<Relation> {
        self.found
    }
}

/// Relations that a document may have; a register of thousands is no relation.
const MOST: usize = 1_000;

/// The verb whose object the citation behind `head` is.
fn verb(head: &str, acts: bool) -> Option<RelationType> {
    let mut from = if acts { 0 } else { head.len().saturating_sub(2 * NEAR) };
    while !head.is_char_boundary(from) {
        from += 1;
    }
    let folded = fold(head.get(from..)?);
    let (at, relation) = ACTS
        .iter()
        .filter_map(|(word, relation)| folded.rfind(word).map(|at| (at + word.len(), *relation)))
        .max_by_key(|(at, _)| *at)?;
    let between = folded.get(at..)?;
    let aside = ASIDE.iter().any(|word| between.contains(&format!(" {word} ")));
    match relation {
        RelationType::Implements => (!aside && between.len() <= NEAR && !between.contains([',', ';']))
            .then_some(RelationType::Implements),
        // Behind `ban hành kèm theo` the citation names the plan that is amended.
        _ => (acts && (!aside || between.contains("kem theo"))).then_some(relation),
    }
}

/// `Quyết định số … hết hiệu lực`
fn expires(tail: &str) -> Option<RelationType> {
    let mut end = tail.len().min(200);
    while !tail.is_char_boundary(end) {
        end -= 1;
    }
    let near = tail.get(..end)?;
    let near = near.split([';', '.']).next()?;
    let folded = fold(near);
    (folded.contains("het hieu luc") || folded.contains("duoc bai bo")).then_some(RelationType::Repeals)
}

/// Whether a sentence speaks of what this document does: `Kế hoạch này thay thế …`.
fn of_this_document(head: &str) -> bool {
    let words: Vec<&str> = head.split_whitespace().take(MOST_WORDS).collect();
    let this = |at: usize| words.get(at).is_some_and(|word| fold(word) == "nay");
    (1..words.len()).filter(|&at| this(at)).any(|at| {
        // The kind's name has two words, or up to four.
        (at.saturating_sub(4)..at).any(|from| {
            words.get(from..at).is_some_and(|name| {
                crate::kind::at_start(&name.join(" ")).is_some_and(|(_, rest)| rest.trim().is_empty())
            })
        })
    })
}

/// Words of a sentence among which its subject is looked for.
const MOST_WORDS: usize = 40;

/// Whether the citation is the object of a sentence that begins with the verb: `3. Bãi bỏ Kế hoạch số …`. Only verbs that
/// end another document's life: to amend one may be a task for later.
fn opens_with_act(head: &str) -> bool {
    let bare = crate::lexer::label::label(head).map_or(head, |label| label.rest);
    ACTS.iter()
        .filter(|(_, relation)| matches!(relation, RelationType::Replaces | RelationType::Repeals))
        .any(|(verb, _)| strip_phrase(bare.trim_start(), verb).is_some_and(|rest| rest.trim().is_empty()))
}

/// Whether nothing but the name of what was cited at `end` stands before a semicolon, behind which the next citation begins.
fn lists(text: &str, end: usize, next: usize) -> bool {
    let Some(between) = text.get(end..next) else { return false };
    let one = between.trim_end().strip_suffix(';');
    one.is_some_and(|one| one.len() < 240 && !one.contains([';', ':']) && !one.contains(". "))
}

/// Whether `head` only joins two citations.
fn joins(head: &str) -> bool {
    let bare = head.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    bare.is_empty()
        || strip_phrase(bare, "va") == Some("")
        || (head.len() < 120 && (head.trim_end().ends_with([',', ';']) || head.trim_end().ends_with("và")))
}

/// Where the sentence begins that holds byte `at`: behind the last `. `, `; ` or line end.
fn sentence_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut from = at;
    while from > 0 && at - from < 2_000 {
        let ends = matches!(bytes.get(from - 1), Some(b'\n'))
            || (matches!(bytes.get(from - 1), Some(b' '))
                && from >= 2
                && matches!(bytes.get(from - 2), Some(b'.' | b';')));
        if ends {
            return from;
        }
        from -= 1;
    }
    while !text.is_char_boundary(from) {
        from += 1;
    }
    from
}

/// The sentence that holds `start..end`.
fn sentence_of(text: &str, start: usize, end: usize) -> &str {
    let from = sentence_start(text, start);
    let mut limit = text.len().min(end + 1_000);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let tail = text.get(end..limit).unwrap_or("");
    let stop = [". ", "; ", "\n"].iter().filter_map(|mark| tail.find(mark)).min().unwrap_or(tail.len());
    text.get(from..end + stop).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, acts: bool) -> Vec<(RelationType, String)> {
        let mut relations =
            Relations::of(DocNumber { number: Some("9".into()), symbol: Some("QĐ-UBND".into()) });
        let citations: Vec<Found> = citation::find(text).collect();
        relations.read(text, &citations, acts);
        relations.finish().into_iter().map(|r| (r.relation, r.target.number.unwrap_or_default())).collect()
    }

    #[test]
    fn acts_of_articles() {
        use RelationType::*;
        assert_eq!(
            read(
                "Quyết định này thay thế Quyết định số 12/2010/QĐ-UBND ngày 1/2/2010 và Quyết định số 13/2010/QĐ-UBND.",
                true
            ),
            [(Replaces, "12".into()), (Replaces, "13".into())]
        );
        assert_eq!(
            read(
                "Bãi bỏ khoản 2 Điều 3 Nghị định số 41/2005/NĐ-CP ngày 14 tháng 03 năm 2005 của Chính phủ.",
                true
            ),
            [(Repeals, "41".into())]
        );
        assert_eq!(
            read(
                "Sửa đổi, bổ sung Kế hoạch cải cách (được ban hành kèm theo Quyết định số 22/QĐ-UBND của tỉnh).",
                true
            ),
            [(Amends, "22".into())]
        );
        assert_eq!(
            read("Nghị định số 12/2008/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.", true),
            [(Repeals, "12".into())]
        );
        assert_eq!(read("Quyết định này thay thế Quyết định số 9/QĐ-UBND.", true), []);
    }

    #[test]
    fn a_plan_ends_another_outside_articles() {
        use RelationType::*;
        assert_eq!(
            read("Kế hoạch này có hiệu lực từ ngày ký và thay thế Kế hoạch số 12/KH-UBND.", false),
            [(Replaces, "12".into())]
        );
        assert_eq!(read("3. Bãi bỏ Kế hoạch số 41/KH-UBND ngày 2/3/2022.", false), [(Repeals, "41".into())]);
        assert_eq!(read("Trình UBND tỉnh thay thế Kế hoạch số 41/KH-UBND.", false), []);
        assert_eq!(
            read(
                "Thực hiện Kế hoạch số 7/KH-UBND của tỉnh về an toàn; Nghị quyết số 8-NQ/HU của huyện, xã xây dựng kế hoạch.",
                false
            ),
            [(Implements, "7".into()), (Implements, "8".into())]
        );
    }

    #[test]
    fn plans_carry_out() {
        use RelationType::*;
        assert_eq!(
            read(
                "Thực hiện Quyết định số 30/QĐ-TTg ngày 3/4/2024 của Thủ tướng Chính phủ, xã xây dựng kế hoạch.",
                false
            ),
            [(Implements, "30".into())]
        );
        assert_eq!(read("Tham mưu sửa đổi Quyết định số 30/QĐ-UBND.", false), []);
        assert_eq!(
            read("thực hiện việc tổng kết theo quy định tại Quyết định số 29/2021/QĐ-UBND.", false),
            []
        );
    }
}
