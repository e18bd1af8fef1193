//! The end of a document: recipients (nơi nhận) and signature, in two columns or one after the other.

use vanthu_text::{fold, single_spaced};

use crate::lexer::folded::{is_capitals, strip_phrase, strip_prefix};
use crate::model::Signer;
use crate::organ::{self, Role};
use crate::page::Block;

use super::flow::Flow;

/// What the end of a document says.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    /// Recipients without list marks and closing marks.
    pub(crate) recipients: Vec<String>,
    /// Signers as printed, from the left and from the top.
    pub(crate) signers: Vec<Signer>,
    /// Number of the block behind the last signature.
    pub(crate) end: usize,
}

/// `Nơi nhận:` at the start of a line, and what follows it.
pub(crate) fn after_recipients_word(text: &str) -> Option<&str> {
    if !text.starts_with(['N', 'n']) {
        return None;
    }
    let rest = strip_phrase(text, "noi nhan")?.trim_start();
    let bare = rest.trim_start_matches([':', '.', '/', '-', '*', '_']).trim_start();
    let closed = rest.len() > bare.len() || rest.is_empty() || is_signature(rest);
    closed.then_some(bare)
}

/// Whether the block at `at` begins the end of the document: recipients, or a signature.
pub(crate) fn begins(flow: &Flow<'_>, at: usize) -> bool {
    match flow.blocks.get(at) {
        Some(Block::Line(line)) => {
            let text = line.text.trim();
            if after_recipients_word(text.trim_start_matches('|').trim_start()).is_some() {
                return true;
            }
            if text.len() > 200 || !may_sign(text) {
                return false;
            }
            columns(text, false).any(|part| {
                names_authority(part)
                    || is_position(part) && (name_follows(flow, at) || recipients_follow(flow, at))
            })
        }
        Some(Block::Table(table)) => table.rows.iter().take(3).flat_map(|row| &row.cells).any(|cell| {
            cell.text.lines().take(3).any(|line| after_recipients_word(line.trim()).is_some())
                || cell.text.lines().next().is_some_and(|line| names_authority(line.trim()))
        }),
        None => false,
    }
}

/// `TM. ỦY BAN NHÂN DÂN`, `KT. BỘ TRƯỞNG`: words of authority with the organ or the position that they stand for.
fn names_authority(text: &str) -> bool {
    is_authority(text)
        && authority_rest(text)
            .is_some_and(|rest| organ::role(rest).is_some() || organ::position(rest).is_some())
}

/// Whether a line may hold words of a signature: it begins with two capitals, or it has columns.
fn may_sign(text: &str) -> bool {
    let mut chars = text.chars();
    let capitals = chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|c| c.is_uppercase() || c == '.' || c == '/');
    capitals || memchr::memchr2(b'|', b'\t', text.as_bytes()).is_some() || text.contains("   ")
}

/// Lines within which a name follows a position.
const NAME_WITHIN: usize = 8;

fn name_follows(flow: &Flow<'_>, at: usize) -> bool {
    (at + 1..flow.len())
        .filter_map(|next| flow.text(next))
        .filter(|text| !text.is_empty())
        .take(NAME_WITHIN)
        .take_while(|text| text.len() < 80)
        .any(|text| columns(text, false).any(is_name))
}

/// Lines within which the recipients follow a position that is printed beside them.
const RECIPIENTS_WITHIN: usize = 3;

fn recipients_follow(flow: &Flow<'_>, at: usize) -> bool {
    (at + 1..flow.len())
        .filter_map(|next| flow.text(next))
        .filter(|text| !text.is_empty())
        .take(RECIPIENTS_WITHIN)
        .any(|text| after_recipients_word(text).is_some())
}

/// Reads the end of the document, blocks `start..end`.
pub(crate) fn closing(flow: &Flow<'_>, start: usize, end: usize) -> Closing {
    let mut reader = Reader { behind: start, ..Reader::default() };
    for at in start..end {
        match flow.blocks.get(at) {
            Some(Block::Line(line)) => {
                if reader.complete() {
                    break;
                }
                if reader.line(&line.text) {
                    reader.behind = at + 1;
                }
            }
            Some(Block::Table(table)) => {
                if !begins(flow, at) {
                    break;
                }
                let columns = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
                for column in 0..columns {
                    let texts = table
                        .rows
                        .iter()
                        .filter_map(|row| row.cells.get(column))
                        .flat_map(|cell| cell.text.split('\n'));
                    for text in texts {
                        reader.line(text);
                    }
                    reader.listing = false;
                }
                reader.behind = at + 1;
            }
            None => break,
        }
    }
    let mut signature = reader.signature;
    signature.finish();
    Closing { recipients: recipients(&reader.list), signers: signature.signers, end: reader.behind }
}

#[derive(Default)]
struct Reader {
    list: Vec<String>,
    listing: bool,
    listed: bool,
    signature: Signature,
    behind: usize,
}

impl Reader {
    /// Both parts are read.
    fn complete(&self) -> bool {
        self.listed && !self.listing && self.signature.is_complete()
    }

    /// Takes a line; whether anything on it was of use.
    fn line(&mut self, line: &str) -> bool {
        let text = line.trim();
        if text.is_empty() {
            if self.listing && self.list_is_over() {
                self.listing = false;
            }
            return false;
        }
        let mut used = false;
        let listed = self.listing || after_recipients_word(text).is_some();
        for (place, part) in columns(text, listed).enumerate() {
            // To the right of a recipient stands the signature.
            let signs = place > 0 && self.listing && is_name(part);
            used |= if signs { self.signature.take(part) } else { self.part(part) };
        }
        used
    }

    fn part(&mut self, part: &str) -> bool {
        if is_signed_note(part) {
            return true;
        }
        // Specks of a scan.
        if part.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return false;
        }
        if let Some(rest) = after_recipients_word(part).map(without_specks) {
            self.listing = true;
            self.listed = true;
            return if rest.is_empty() || !is_signature(rest) {
                self.list.extend((!rest.is_empty()).then(|| rest.to_owned()));
                true
            } else {
                self.signature.take(rest)
            };
        }
        let bare = without_specks(part);
        let marked = part.starts_with(MARKS) && !part.contains("   ");
        if self.listing && !marked && is_signature(bare) {
            return self.signature.take(bare);
        }
        let marked = part.starts_with(MARKS);
        // The signer's name, printed beside the list.
        if self.listed && !marked && self.item_is_closed() && is_whole_name(bare) {
            return self.signature.take(bare) || self.signature.take_alone(bare);
        }
        if self.listing && (marked || !(is_signature(part) || self.list_is_over())) {
            self.list.push(part.to_owned());
            return true;
        }
        if self.listing && !marked && !is_signature(part) && !is_name(part) {
            self.listing = false;
            return false;
        }
        self.signature.take(part)
    }

    fn item_is_closed(&self) -> bool {
        self.list.last().is_none_or(|last| last.ends_with([',', ';', '.', ':', ')'])) || self.list_is_over()
    }

    /// `- Lưu: VT.` ends the list.
    fn list_is_over(&self) -> bool {
        let Some(last) = self.list.last() else { return false };
        let item = self.list.iter().rev().find(|line| line.starts_with(MARKS)).unwrap_or(last);
        let kept = strip_prefix(item.trim_start_matches(MARKS).trim_start(), "luu").is_some();
        kept && (last.ends_with(['.', ')']) || !last.ends_with([',', ';', ':', '-']))
    }
}

/// The pieces of a line of two columns: parted by bars, tabs, or wide spaces before something of a signature. On a `listed`
/// line, which holds a recipient to the left, a name or a note that it was signed is enough.
fn columns(text: &str, listed: bool) -> impl Iterator<Item = &str> {
    text.split(['|', '\t']).map(str::trim).filter(|part| !part.is_empty()).flat_map(move |part| {
        let cut = part.find("   ").filter(|at| {
            let right = part.get(*at..).unwrap_or("").trim();
            is_signature(right) || (listed && (is_name(right) || is_signed_note(right)))
        });
        let (left, right) = match cut {
            Some(at) => (part.get(..at).unwrap_or(part), part.get(at..).unwrap_or("")),
            None => (part, ""),
        };
        [left.trim(), right.trim()].into_iter().filter(|piece| !piece.is_empty())
    })
}

/// `(Đã ký)`, where the copy has no signature.
fn is_signed_note(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    strip_phrase(bare, "da ky").is_some_and(|rest| rest.len() < 24)
}

/// The signature as it is read, line by line.
#[derive(Default)]
struct Signature {
    authority: Vec<String>,
    position: Vec<String>,
    signers: Vec<Signer>,
}

impl Signature {
    fn is_complete(&self) -> bool {
        !self.signers.is_empty() && self.authority.is_empty() && self.position.is_empty()
    }

    /// Takes a line, if it is a part of a signature.
    fn take(&mut self, text: &str) -> bool {
        let text = without_specks(text);
        if let Some(rest) = authority_rest(text).filter(|_| is_authority(text)) {
            // `TM. ỦY BAN NHÂN DÂN CHỦ TỊCH`: the position on the same line.
            let split = position_behind(rest);
            let head = text.get(..text.len() - rest.len() + split).unwrap_or(text);
            self.authority.push(single_spaced(head).into_owned());
            self.position
                .extend(rest.get(split..).map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned));
            return true;
        }
        if let Some(position) = printed_position(text) {
            self.position.push(single_spaced(position).into_owned());
            return true;
        }
        let opened = !(self.authority.is_empty() && self.position.is_empty());
        if opened && (is_name(text) || is_capital_name(text)) {
            self.close(Some(single_spaced(text).into_owned()));
            return true;
        }
        if opened
            && is_capitals(text)
            && text.len() < 160
            && text.chars().filter(|c| c.is_alphabetic()).count() > 3
        {
            // The name of the organ or of the position goes on.
            let into = if self.position.is_empty() { &mut self.authority } else { &mut self.position };
            if let Some(last) = into.last_mut() {
                last.push(' ');
                last.push_str(&single_spaced(text));
                return true;
            }
        }
        false
    }

    /// Takes a name whose position nobody could read.
    fn take_alone(&mut self, name: &str) -> bool {
        let first = self.signers.is_empty();
        if first {
            self.close(Some(single_spaced(name).into_owned()));
        }
        first
    }

    fn close(&mut self, name: Option<String>) {
        let joined = |lines: &mut Vec<String>, mark: &str| {
            let text = lines.join(mark);
            lines.clear();
            (!text.is_empty()).then_some(text)
        };
        let position = joined(&mut self.position, " ");
        let authority = joined(&mut self.authority, "; ");
        if name.is_some() || position.is_some() || authority.is_some() {
            self.signers.push(Signer { name, position, authority });
        }
    }

    /// A signature without a name counts only where there is no other.
    fn finish(&mut self) {
        if self.signers.is_empty() {
            self.close(None);
        }
    }
}

/// Abbreviated words of authority before an organ or a position, which a full stop, a stroke or a space closes.
const ABBREVIATED: [&str; 8] = ["TM", "T/M", "KT", "K/T", "TL", "T/L", "TUQ", "T/UQ"];
/// The same written out.
const AUTHORITY: [&str; 4] = ["THAY MẶT", "THỪA LỆNH", "THỪA ỦY QUYỀN", "KÝ THAY"];

/// What follows the words of authority.
fn authority_rest(text: &str) -> Option<&str> {
    let closing = ['.', '/', ':', ' ', '\u{a0}'];
    let abbreviated = ABBREVIATED.iter().find_map(|word| text.strip_prefix(word)?.strip_prefix(closing));
    abbreviated
        .or_else(|| AUTHORITY.iter().find_map(|word| text.strip_prefix(word)))
        .map(|rest| rest.trim_start_matches(closing))
}

/// `TM. ỦY BAN NHÂN DÂN`, `KT.CHỦ TỊCH`.
fn is_authority(text: &str) -> bool {
    text.len() < 200 && authority_rest(text).is_some_and(is_capitals)
}

/// `CHỦ TỊCH`, `Q. CỤC TRƯỞNG`, set in capitals.
fn is_position(text: &str) -> bool {
    let bare = text.strip_prefix("Q.").map_or(text, str::trim_start);
    text.len() < 160
        && is_capitals(text)
        && organ::position(bare).is_some()
        && !text.ends_with([';', ':', '.'])
}

/// The position on a line, behind what an OCR makes of the ink of a seal beside it: a word without a vowel.
fn printed_position(text: &str) -> Option<&str> {
    let behind = text.split_once(' ').filter(|(first, _)| {
        first.len() <= 3 && !fold(first).contains(['a', 'e', 'i', 'o', 'u', 'y']) && !is_authority(text)
    });
    is_position(text)
        .then_some(text)
        .or_else(|| behind.map(|(_, rest)| rest).filter(|rest| is_position(rest)))
}

/// Whether a line belongs to a signature by its look alone.
pub(crate) fn is_signature(text: &str) -> bool {
    is_authority(text) || printed_position(text).is_some()
}

/// Where in what follows a word of authority the signer's own position begins; its length where it does not.
fn position_behind(rest: &str) -> usize {
    // `KT. CHỦ TỊCH PHÓ CHỦ TỊCH`: behind the first position.
    if let Some(behind) = organ::position(rest) {
        let second = behind.trim_start();
        return if organ::position(second).is_some() { rest.len() - second.len() } else { rest.len() };
    }
    if organ::role(rest).is_some_and(|(role, _)| role == Role::Body) {
        let mut space = false;
        for (at, c) in rest.char_indices() {
            if space
                && !c.is_whitespace()
                && rest.get(at..).is_some_and(|tail| organ::position(tail) == Some(""))
            {
                return at;
            }
            space = c.is_whitespace();
        }
    }
    rest.len()
}

/// A piece without what an OCR makes of specks beside it.
fn without_specks(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(')
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '~' | '|' | '—'))
}

/// A person's name: two to six words, each with a capital first and small letters behind; titles may stand before it.
fn is_name(text: &str) -> bool {
    if text.len() > 60
        || text.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | ':' | '(' | '/' | '-'))
    {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let cased = |word: &str| {
        let mut chars = word.trim_matches('.').chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.clone().all(|c| c.is_alphabetic() || c == '.')
            && (word.contains('.') || chars.all(char::is_lowercase))
    };
    (2..=6).contains(&words.len())
        && words.iter().all(|word| cased(word))
        && !text.ends_with('.')
        && organ::position(text).is_none()
}

/// A name that needs no position before it: three words or more, of which the first is a common family name.
fn is_whole_name(text: &str) -> bool {
    is_name(text) && text.split_whitespace().count() > 2 && has_family(text)
}

/// A name in capitals, read only behind a position.
fn is_capital_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (2..=4).contains(&words)
        && text.len() < 50
        && text.chars().all(|c| c.is_uppercase() || c == ' ')
        && organ::role(text).is_none()
        && organ::position(text).is_none()
        && has_family(text)
}

/// Whether a name begins with one of the commonest family names.
pub(crate) fn has_family(name: &str) -> bool {
    FAMILIES.iter().any(|family| strip_phrase(name, family).is_some())
}

/// The commonest family names, folded: they bear nine of ten names (Lê Trung Hoa, Họ và tên người Việt Nam, 2005).
const FAMILIES: [&str; 24] = [
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "dinh", "truong", "trinh", "mai", "dao", "luong", "cao", "ha",
];

/// What stands before an item of the list; an OCR takes a dash for a tilde.
const MARKS: [char; 6] = ['-', '–', '+', '•', '*', '~'];

/// Lines of the list to items. Where list marks are printed, a line without one goes on with the item before; where none
/// are, a closing mark ends an item.
fn recipients(lines: &[String]) -> Vec<String> {
    let mark = |line: &str| line.starts_with(MARKS);
    let marked = lines.iter().any(|line| mark(line));
    let mut items: Vec<String> = Vec::new();
    let mut closed = true;
    for line in lines {
        // `- Như trên; - Lưu: VT.` on one line.
        for piece in inline_items(line) {
            let opens = mark(piece) || (!marked && closed);
            let text = piece.trim_start_matches(|c: char| c.is_whitespace() || MARKS.contains(&c));
            closed = text.ends_with([';', '.']);
            match items.last_mut().filter(|_| !opens) {
                Some(item) => {
                    item.push(' ');
                    item.push_str(text);
                }
                None => items.push(text.to_owned()),
            }
        }
    }
    items
        .iter()
        .map(|item| before_specks(&single_spaced(item)).trim_end_matches([';', '.', ',', ' ']).to_owned())
        .filter(|item| !item.is_empty() && !item.contains("://"))
        .collect()
}

/// An item without the specks that an OCR read behind its semicolon, where a seal or a signature reaches into the list:
/// `Chủ tịch UBND xã; 7o) —`. No word of them has two letters, and some mark is no letter.
fn before_specks(item: &str) -> &str {
    let Some((before, behind)) = item.rsplit_once(';') else { return item };
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let marked = behind.chars().any(|c| !c.is_alphabetic() && !c.is_whitespace());
    if marked && behind.split_whitespace().all(|word| letters(word) < 2) { before } else { item }
}

fn inline_items(line: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices("; -") {
        items.extend(line.get(start..at + 1));
        start = at + 2;
    }
    items.extend(line.get(start..));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_behind_ink_of_a_seal() {
        assert_eq!(printed_position("NV THỨ TRƯỞNG"), Some("THỨ TRƯỞNG"));
        assert_eq!(printed_position("PHÓ CHỦ TỊCH"), Some("PHÓ CHỦ TỊCH"));
        for line in ["KT. CHỦ TỊCH", "VĂN PHÒNG", "NV"] {
            assert_eq!(printed_position(line), None, "{line}");
        }
    }

    #[test]
    fn specks_behind_an_item_are_none_of_it() {
        assert_eq!(before_specks("Chủ tịch UBND xã; 7o) —"), "Chủ tịch UBND xã");
        assert_eq!(before_specks("Sở Nội vụ; ) )"), "Sở Nội vụ");
        for item in ["Lưu: VT; KT", "Như Điều 3; Bộ Y tế", "Lưu: VT; K", "Phòng 7"] {
            assert_eq!(before_specks(item), item);
        }
    }
}
