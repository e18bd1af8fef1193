//! The front part: letterhead, number, place and date, kind, title.
//!
//! The strips are read once. Above the kind's own line stands the letterhead: what is neither motto nor rule nor number nor
//! date belongs to the issuer. Below it stands the title, up to the recitals, the first heading, or the line that names the
//! authority (`ỦY BAN NHÂN DÂN TỈNH …`), which is peeled off the end. In typed copies issuer, number and date stand below
//! the kind in one sentence of capitals (`CỦA CHÍNH PHỦ SỐ … NGÀY …`).

use vanthu_text::{fold, single_spaced};

use crate::date::PartialDate;
use crate::diagnostic::{Code, Diagnostic};
use crate::kind::{self, Kind};
use crate::lexer::date::date_at;
use crate::lexer::folded::{is_capitals, starts_with_any, strip_phrase};
use crate::lexer::smudged::{self, digits_alike};
use crate::model::DocNumber;
use crate::organ::{self, Role};
use crate::page::{Block, Gap, Span};

use super::flow::Flow;
use super::strip::{Cue, LONGEST_STRIP, Strip, Strips, number_line, strips};

/// The front part as read.
#[derive(Debug, Default)]
pub(crate) struct Front {
    pub(crate) kind: Option<&'static Kind>,
    pub(crate) number: DocNumber,
    pub(crate) date: Option<PartialDate>,
    pub(crate) place: Option<String>,
    /// Issuers; several of a joint document.
    pub(crate) issuers: Vec<String>,
    pub(crate) title: Option<String>,
    /// Number of the block with which recitals and body begin.
    pub(crate) body: usize,
    /// What cannot be read for sure.
    pub(crate) doubts: Vec<Diagnostic>,
}

/// Most lines of a title.
const LONGEST_TITLE: usize = 12;
/// Strips within which the front part must end.
const LONGEST_FRONT: usize = 90;

/// Reads the front part.
pub(crate) fn front(flow: &Flow<'_>) -> Front {
    let Strips { strips, cues, stamp } = strips(flow, LONGEST_FRONT);
    let mut reader = Reader { flow, strips: &strips, cues: &cues, front: Front::default() };
    reader.read();
    if let Some(strip) = stamp.and_then(|at| strips.get(at)) {
        reader.doubt(Code::StampReceived, strip, [single_spaced(strip.text)]);
    }
    reader.front
}

struct Reader<'s, 'a> {
    flow: &'s Flow<'a>,
    strips: &'s [Strip<'a>],
    cues: &'s [Cue<'a>],
    front: Front,
}

/// Most lines of a letter's subject.
const LONGEST_SUBJECT: usize = 8;

impl<'a> Reader<'_, 'a> {
    fn read(&mut self) {
        let kind_at = self.cues.iter().position(|cue| matches!(cue, Cue::Kind(..)));
        let stop = self
            .cues
            .iter()
            .zip(self.strips)
            .position(|(cue, strip)| {
                matches!(
                    cue,
                    Cue::Basis | Cue::Recital | Cue::Formula | Cue::Heading | Cue::Appendix | Cue::Addressee
                ) || (*cue == Cue::Other && strip.text.len() > LONGEST_STRIP)
            })
            .unwrap_or(self.cues.len());
        match kind_at.filter(|at| *at <= stop) {
            Some(at) => {
                self.letterhead(at);
                self.below_kind(at);
            }
            None => self.without_kind(stop),
        }
        if self.front.kind.is_none() {
            self.front.kind = self.front.number.symbol.as_deref().and_then(kind::of_symbol);
        }
        if self.front.issuers.is_empty()
            && self.front.kind.is_some_and(|kind| matches!(kind.slug, "luat" | "bo-luat" | "hien-phap"))
        {
            self.front.issuers.push("QUỐC HỘI".to_owned());
        }
    }

    /// Reads the strips above `end`.
    fn letterhead(&mut self, end: usize) {
        let mut lines: Vec<&str> = Vec::new();
        let mut in_subject = false;
        let subject = self.subject(end);
        for (at, (strip, cue)) in self.strips.iter().zip(self.cues).enumerate().take(end) {
            if subject.contains(&at) {
                in_subject = true;
                continue;
            }
            match cue {
                Cue::Number(number, hint) => self.printed_number(strip, number, *hint),
                Cue::PlaceDate(place, date) => self.printed_date(strip, *place, *date),
                Cue::Subject => in_subject = true,
                Cue::Other | Cue::Kind(..) if !in_subject && is_letterhead_line(strip.text) => {
                    lines.push(strip.text)
                }
                _ => {}
            }
            in_subject &= !matches!(cue, Cue::Motto | Cue::PlaceDate(..) | Cue::Number(..));
        }
        let joint = self
            .front
            .number
            .symbol
            .as_deref()
            .is_some_and(|s| s.contains("TTLT") || s.contains("NQLT") || s.contains("TTLB"))
            || self
                .cues
                .iter()
                .any(|cue| matches!(cue, Cue::Kind(kind, _) if kind.slug.ends_with("lien-tich")));
        self.front.issuers = issuers(&lines, joint);
    }

    /// Takes a number of the letterhead, and says so where its digits cannot be read.
    fn printed_number(&mut self, strip: &Strip<'_>, number: &DocNumber, hint: Option<&'static Kind>) {
        let first = self.front.number == DocNumber::default();
        self.number(number, hint);
        if first
            && number.number.is_none()
            && let Some(smudged) = smudged::number_at(strip.text).filter(|s| !s.as_read.is_empty())
        {
            let mut may_be = vec![smudged.as_read.to_owned()];
            may_be.extend(digits_alike(smudged.as_read));
            self.doubt(Code::NumberDoubtful, strip, [may_be.join(" / ")]);
        }
    }

    /// Takes place and date of the letterhead, and says so where day or month cannot be read.
    fn printed_date(&mut self, strip: &Strip<'_>, place: Option<&str>, date: Option<PartialDate>) {
        let first = self.front.date.is_none();
        self.place_date(place, date);
        let smudged = word_starts(strip.text)
            .filter_map(|at| date_or_smudge(strip.text.get(at..)?))
            .next()
            .and_then(|found| found.filter(|_| first));
        if let Some(smudged) = smudged {
            let mut may_be = vec![smudged.as_read.to_owned()];
            may_be.extend(smudged.may_be.map(|(day, month)| format!("{day}/{month}")));
            self.doubt(Code::DateDoubtful, strip, [may_be.join(" / ")]);
        }
    }

    /// Names the words of the title, which stands on `strips`, that an OCR is not sure of.
    fn doubt_title(&mut self, strips: impl Iterator<Item = usize>) {
        let Some(title) = self.front.title.clone() else { return };
        let (mut words, mut first) = (Vec::new(), None);
        for strip in strips.filter_map(|at| self.strips.get(at)) {
            let Some(Block::Line(line)) = self.flow.blocks.get(strip.item) else { continue };
            let Some(start) = line.text.find(strip.text) else { continue };
            let inside = start..start + strip.text.len();
            let doubtful = line.read.iter().filter(|word| word.is_doubtful());
            let doubtful = doubtful
                .filter(|word| inside.contains(&word.range.start))
                .filter_map(|word| line.text.get(word.range.start..word.range.end))
                .filter(|word| word.contains(char::is_alphanumeric) && title.contains(word));
            for word in doubtful {
                first = first.or(Some(*strip));
                words.push(word);
            }
        }
        if let Some(strip) = first {
            self.doubt(Code::TitleDoubtful, &strip, [words.join(", ")]);
        }
    }

    fn doubt(
        &mut self,
        code: Code,
        strip: &Strip<'_>,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) {
        let span = match self.flow.blocks.get(strip.item) {
            Some(Block::Line(line)) => line.span.clone(),
            Some(Block::Table(table)) => table.span.clone(),
            None => Span::default(),
        };
        self.front.doubts.push(Diagnostic::new(code, span, arguments));
    }

    fn number(&mut self, number: &DocNumber, hint: Option<&'static Kind>) {
        if self.front.number == DocNumber::default() {
            self.front.number = number.clone();
            self.front.kind = self.front.kind.or(hint);
        }
    }

    fn place_date(&mut self, place: Option<&str>, date: Option<PartialDate>) {
        if self.front.date.is_none() {
            self.front.date = date;
        }
        if self.front.place.is_none() {
            self.front.place = place.map(|place| single_spaced(place).into_owned());
        }
    }

    /// A letter, or a document whose kind is not printed: subject, number, date, then the text.
    fn without_kind(&mut self, stop: usize) {
        // Without number and date there is no front part to read: running text.
        let fixed = self
            .cues
            .iter()
            .take(stop)
            .any(|cue| matches!(cue, Cue::Number(..) | Cue::PlaceDate(..) | Cue::Motto | Cue::Subject));
        let addressed = self.cues.get(stop) == Some(&Cue::Addressee);
        if !fixed && !addressed {
            return;
        }
        self.letterhead(stop);
        let subject = self.subject(stop);
        if !subject.is_empty() {
            let lines = subject.iter().filter_map(|at| self.strips.get(*at));
            self.front.title = joined(&lines.map(|strip| strip.text).collect::<Vec<_>>());
            self.doubt_title(subject.into_iter());
        }
        let letter = addressed || self.front.title.is_some();
        // With both a subject and an addressee it is a letter, and its symbol may begin with the issuer (`CT`: Cục Thuế).
        let sure = addressed && self.front.title.is_some();
        let of_symbol = self.front.number.symbol.as_deref().and_then(kind::of_symbol).filter(|_| !sure);
        self.front.kind = of_symbol.or_else(|| kind::by_slug("cong-van").filter(|_| letter));
        let last = self
            .cues
            .iter()
            .take(stop)
            .rposition(|cue| matches!(cue, Cue::Number(..) | Cue::PlaceDate(..) | Cue::Motto | Cue::Subject))
            .and_then(|at| self.strips.get(at));
        self.front.body = match self.strips.get(stop) {
            Some(strip) => strip.item,
            None => last.map_or(0, |strip| strip.item + 1),
        };
    }

    /// The strips above `end` that make the subject below a letter's number (`V/v …`). What stands beside its lines in
    /// the other column does not end it.
    fn subject(&self, end: usize) -> Vec<usize> {
        let mut subject: Vec<usize> = Vec::new();
        let first = self.cues.iter().take(end).position(|cue| *cue == Cue::Subject).unwrap_or(end);
        let mut last_line = None;
        for (at, (strip, cue)) in self.strips.iter().zip(self.cues).enumerate().take(end).skip(first) {
            match cue {
                Cue::Subject | Cue::Other if subject.len() < LONGEST_SUBJECT => {
                    subject.push(at);
                    last_line = Some(strip.item);
                }
                _ if last_line == Some(strip.item) => {}
                _ => break,
            }
        }
        subject
    }

    /// Reads the kind's line and what stands below it.
    fn below_kind(&mut self, at: usize) {
        let Some(Cue::Kind(kind, rest)) = self.cues.get(at) else { return };
        self.front.kind = Some(kind);
        let from = at + 1;
        // Where the recitals or the body begin.
        let end = self.end_of_title(from);
        let mut title: Vec<(usize, &'a str)> = Vec::new();
        if !rest.is_empty() {
            title.push((at, *rest));
        }
        for (index, (strip, cue)) in self.strips.iter().zip(self.cues).enumerate().take(end).skip(from) {
            match cue {
                // `CỦA … SỐ … / NGÀY …`: the block's own pieces, unless the letterhead has given them.
                Cue::Number(number, hint) => self.printed_number(strip, number, *hint),
                Cue::PlaceDate(place, date) => self.printed_date(strip, *place, *date),
                Cue::Blank | Cue::Rule | Cue::Motto | Cue::Received => {}
                _ => title.push((index, strip.text)),
            }
        }
        let named = self.cut_at_authority(&mut title);
        // A sentence that announces the text (`… như sau:`) belongs to running text; recitals and `QUYẾT ĐỊNH:` do not.
        let sentences =
            title.iter().any(|(_, text)| text.ends_with(['.', ';'])) || title.len() > LONGEST_TITLE;
        let formal = match self.cues.get(end) {
            Some(Cue::Basis | Cue::Recital) => true,
            Some(Cue::Formula) => self.strips.get(end).is_some_and(|strip| is_capitals(strip.text)),
            _ => false,
        };
        let running = !formal || sentences;
        let (end, authority) = if let Some((from, authority)) = named {
            (from, Some(authority))
        } else if running {
            (self.running_title(&mut title, from, end), None)
        } else {
            (end, self.peel_authority(&mut title))
        };
        let texts: Vec<&str> = title.iter().map(|(_, text)| *text).collect();
        // What the block itself says comes before the line above the recitals.
        self.front.title = self.one_block(&texts);
        self.doubt_title(title.iter().map(|(at, _)| *at));
        if let Some(authority) = authority {
            self.take_issuer(&authority);
        }
        self.front.body = match self.strips.get(end) {
            Some(strip) => strip.item,
            None => self.strips.last().map_or(0, |strip| strip.item + 1),
        };
    }

    /// The first strip from `from` on that no title holds.
    fn end_of_title(&self, from: usize) -> usize {
        let mut seen = false;
        for (index, cue) in self.cues.iter().enumerate().skip(from) {
            let text = self.strips.get(index).map_or("", |strip| strip.text);
            let ends = match cue {
                Cue::Basis | Cue::Formula | Cue::Heading | Cue::Appendix | Cue::Addressee => true,
                // The title of a plan may begin like a recital (`Thực hiện công tác …`).
                Cue::Recital => seen || text.ends_with([',', ';', ':']),
                Cue::Other => {
                    text.len() > LONGEST_STRIP && (seen || text.ends_with('.'))
                        || text.starts_with("(Ban hành")
                        || text.starts_with("(Kèm")
                }
                _ => false,
            };
            if ends {
                return index;
            }
            seen |=
                !matches!(cue, Cue::Blank | Cue::Rule | Cue::Motto | Cue::Number(..) | Cue::PlaceDate(..));
        }
        self.cues.len()
    }

    /// Ends a title in small letters at the capitals that name the issuer, and says behind which strip and whom they name.
    /// What stands in capitals between them was stamped there.
    fn cut_at_authority(&self, title: &mut Vec<(usize, &'a str)>) -> Option<(usize, String)> {
        title.first().filter(|(_, text)| !is_capitals(text))?;
        let named = |text: &str| is_capitals(text) && organ::role(text).is_some() && self.is_issuer(text);
        let cut = title.iter().position(|(_, text)| named(text))?;
        let (at, authority) = title.get(cut).map(|(at, text)| (*at, (*text).to_owned()))?;
        title.truncate(cut);
        title.retain(|(_, text)| !is_capitals(text));
        Some((at + 1, authority))
    }

    /// A title that running text follows: it goes on while its lines are not finished.
    fn running_title(&self, title: &mut Vec<(usize, &'a str)>, from: usize, end: usize) -> usize {
        let first_style = title
            .iter()
            .find(|(at, _)| *at >= from)
            .and_then(|(at, _)| self.strips.get(*at))
            .map(|strip| strip.style);
        let mut keep = title.len();
        for (position, pair) in title.windows(2).enumerate() {
            let [(before_at, before), (at, text)] = pair else { continue };
            let (Some(strip), Some(style)) = (self.strips.get(*at), first_style) else { continue };
            let blank_between = self
                .cues
                .get(before_at + 1..*at)
                .is_some_and(|between| between.iter().any(|cue| matches!(cue, Cue::Blank | Cue::Rule)));
            let open = before.ends_with([',', '-', '–', '/']) || ends_open(before);
            let small = text.starts_with(char::is_lowercase);
            let alike = (strip.style.bold && style.bold) || (is_capitals(text) && is_capitals(before));
            let near = strip.gap < Gap::Paragraph;
            let goes_on = small || open || (alike && !blank_between);
            if !(goes_on || (near && alike)) {
                keep = position + 1;
                break;
            }
        }
        let next = title.get(keep).map(|(at, _)| *at);
        title.truncate(keep);
        next.unwrap_or(end)
    }

    /// Takes the line that names the authority off the end of the title, and returns it.
    fn peel_authority(&self, title: &mut Vec<(usize, &'a str)>) -> Option<String> {
        let mut cut = title.len();
        while cut > 1 && title.len() - cut < 3 {
            let Some((_, text)) = title.get(cut - 1) else { break };
            // `KHÓA X, KỲ HỌP THỨ 20` below a council's name.
            let continues = matches!(organ::role(text), Some((Role::Area, _)))
                || starts_with_any(text, &["khoa", "ky hop", "nhiem ky"]);
            let opens = matches!(organ::role(text), Some((Role::Body | Role::Office, _)));
            // Not in capitals only where the name was printed before (`của Thủ tướng Chính phủ số …`).
            let named_before =
                || title.iter().take(cut - 1).any(|(_, line)| line.len() > text.len() && line.contains(text));
            if !(opens || continues) || !(is_capitals(text) || self.is_issuer(text) || named_before()) {
                break;
            }
            cut -= 1;
            if opens
                && !matches!(title.get(cut.wrapping_sub(1)), Some((_, above)) if cut > 1 && is_office_alone(above))
            {
                break;
            }
        }
        let authority: Vec<&str> =
            title.get(cut..).unwrap_or_default().iter().map(|(_, text)| *text).collect();
        let name_end = authority
            .iter()
            .position(|text| starts_with_any(text, &["khoa", "ky hop", "nhiem ky"]))
            .unwrap_or(authority.len());
        let named = joined(authority.get(..name_end).unwrap_or_default());
        let opens = authority
            .first()
            .is_some_and(|text| matches!(organ::role(text), Some((Role::Body | Role::Office, _))));
        let above_open = title.get(cut.wrapping_sub(1)).is_some_and(|(_, above)| ends_open(above));
        let fits = |named: &String| {
            self.front.issuers.is_empty()
                || organ::role(named).is_some_and(|(role, _)| role == Role::Office)
                || self.is_issuer(named)
        };
        let named = named.filter(|named| opens && !above_open && fits(named))?;
        title.truncate(cut);
        Some(named)
    }

    /// Whether `text` names the issuer of the letterhead, or its head.
    fn is_issuer(&self, text: &str) -> bool {
        let plain = |text: &str| {
            fold(organ::without_office(text)).replace("ubnd", "uy ban nhan dan").replace(' ', "")
        };
        let named = plain(text);
        self.front.issuers.iter().any(|issuer| {
            let issuer = plain(issuer);
            !issuer.is_empty() && (named.contains(&issuer) || issuer.contains(&named))
        })
    }

    /// Reads `CỦA issuer SỐ number NGÀY date` at the start of the title, and returns what is left of it.
    fn one_block(&mut self, texts: &[&str]) -> Option<String> {
        let whole = joined(texts)?;
        let Some(behind) = strip_phrase(&whole, "cua") else {
            return self.number_in_title(&whole);
        };
        let behind = behind.trim_start();
        // The issuer ends where `SỐ` begins, or with its line.
        let number = |text: &str| {
            word_starts(text).take(24).find_map(|at| {
                let rest = text.get(at..)?;
                let (number, len, _) = number_line(rest).filter(|(n, _, _)| *n != DocNumber::default())?;
                strip_phrase(rest, "so")?;
                Some((at, number, at + len))
            })
        };
        let first = texts.first().copied().unwrap_or("");
        let line = strip_phrase(first, "cua").unwrap_or("").trim();
        if let Some((at, number, _)) = number(line).filter(|(_, _, end)| *end == line.len()) {
            self.take_issuer(line.get(..at).unwrap_or(""));
            self.number(&number, None);
            let rest = joined(texts.get(1..).unwrap_or_default())?;
            // The authority again, above the recitals.
            let authority =
                is_capitals(&rest) && matches!(organ::role(&rest), Some((Role::Body | Role::Office, _)));
            return if authority { None } else { self.date_in_title(&rest) };
        }
        if let Some((at, number, end)) = number(behind) {
            self.take_issuer(behind.get(..at).unwrap_or(""));
            self.number(&number, None);
            return self.date_in_title(behind.get(end..).unwrap_or(""));
        }
        if texts.len() > 1 && organ::role(line).is_some() {
            self.take_issuer(line);
            return joined(texts.get(1..).unwrap_or_default());
        }
        if texts.len() == 1 && organ::role(line).is_some() {
            self.take_issuer(line);
            return None;
        }
        Some(whole)
    }

    /// `SỐ 12/2010/TT-BTC NGÀY … ` behind the kind without an issuer.
    fn number_in_title(&mut self, title: &str) -> Option<String> {
        if strip_phrase(title, "so").is_some()
            && let Some((number, end, _)) = number_line(title).filter(|(n, _, _)| *n != DocNumber::default())
        {
            self.number(&number, None);
            return self.date_in_title(title.get(end..).unwrap_or(""));
        }
        Some(title.to_owned())
    }

    fn date_in_title(&mut self, text: &str) -> Option<String> {
        let text = text.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
        let rest = match date_at(text) {
            Some(found) => {
                self.place_date(None, found.date);
                text.get(found.len..).unwrap_or("")
            }
            None => text,
        };
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || c == ',' || c == ':');
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    fn take_issuer(&mut self, text: &str) {
        if self.front.issuers.is_empty() && !text.trim().is_empty() {
            self.front.issuers.push(organ::without_office(text).to_owned());
        }
    }
}

/// The date that begins `text`: nothing inside where it can be read, the smudge where it cannot.
fn date_or_smudge(text: &str) -> Option<Option<smudged::SmudgedDate<'_>>> {
    if date_at(text).is_some_and(|found| found.date.is_some()) {
        return Some(None);
    }
    smudged::date_at(text).map(Some)
}

/// A line of the letterhead is short, and no sentence; what cannot be read behind `Số:` is no name.
fn is_letterhead_line(text: &str) -> bool {
    text.len() <= 160
        && !strip_phrase(text, "so").is_some_and(|rest| rest.trim_start().starts_with(':'))
        && !text.ends_with(['.', ';', ':'])
        && !text.starts_with('(')
        && (organ::role(text).is_some() || is_capitals(text) || text.split_whitespace().count() <= 8)
        && text.chars().any(char::is_alphabetic)
        // A typist's mark: one word of letters and digits.
        && (text.contains(char::is_whitespace) || !text.contains(|c: char| c.is_ascii_digit()))
}

/// `CHỦ TỊCH` alone: the organ's name stands on the next line.
fn is_office_alone(text: &str) -> bool {
    matches!(organ::role(text), Some((Role::Office, rest)) if rest.trim().is_empty())
}

/// A line that cannot end a title.
fn ends_open(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    let words = [
        "va", "cua", "ve", "cac", "cho", "tai", "theo", "lap", "so", "voi", "trong", "den", "thuoc", "voi",
        "hanh",
    ];
    words.contains(&fold(last).as_str())
}

/// Lines as one, single-spaced.
fn joined(lines: &[&str]) -> Option<String> {
    let text = lines.join(" ");
    let text = single_spaced(&text).trim_end_matches([':', ';']).trim_end().to_owned();
    (!text.is_empty()).then_some(text)
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut space = true;
    text.char_indices().filter_map(move |(at, c)| {
        let starts = space && !c.is_whitespace();
        space = c.is_whitespace();
        starts.then_some(at)
    })
}

/// The organs that lines of a letterhead name. A superior body stands above the issuing one, which is the last;
/// a joint document has them all.
fn issuers(lines: &[&str], joint: bool) -> Vec<String> {
    let mut bodies: Vec<String> = Vec::new();
    let mut open = false;
    // A name that is broken at its dash (`BỘ LAO ĐỘNG -` above `THƯƠNG BINH VÀ XÃ HỘI`) keeps it.
    let mut dashed = false;
    for line in lines.iter().flat_map(|line| joint_parts(line, joint)) {
        let continues = bodies.last().is_some()
            && (open
                || match organ::role(line) {
                    Some((Role::Body, _)) => false,
                    Some((Role::Area, _)) => true,
                    Some((Role::Office, _)) => false,
                    None => true,
                });
        open = line.ends_with([',']) || strip_phrase(line, "va").is_some() && line.len() < 4;
        let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '*' | '_'));
        if bare.is_empty() {
            continue;
        }
        let opens_dashed = line.starts_with("- ") || line.starts_with("– ");
        match bodies.last_mut().filter(|_| continues) {
            Some(body) => {
                body.push_str(if dashed || opens_dashed { " - " } else { " " });
                body.push_str(bare);
            }
            None => bodies.push(bare.to_owned()),
        }
        dashed = line.trim_end().ends_with(" -") || line.trim_end().ends_with(" –");
    }
    for body in &mut bodies {
        *body = single_spaced(body).into_owned();
    }
    if joint {
        return bodies;
    }
    let issuing = bodies.pop();
    issuing.map(|issuing| with_superior(&issuing, bodies.last())).into_iter().collect()
}

/// `HỘI ĐỒNG TRƯỜNG` below `TRƯỜNG ĐẠI HỌC …` is that school's board: the word that both share joins the two names.
fn with_superior(issuing: &str, superior: Option<&String>) -> String {
    let last = issuing.rsplit(' ').next().unwrap_or("");
    let head = issuing.get(..issuing.len() - last.len()).unwrap_or("");
    match superior {
        Some(superior)
            if !head.is_empty()
                && matches!(organ::role(last), Some((Role::Body, "")))
                && strip_phrase(superior, &fold(last)).is_some() =>
        {
            format!("{head}{superior}")
        }
        _ => issuing.to_owned(),
    }
}

/// `BỘ TÀI CHÍNH - BỘ NỘI VỤ`: two bodies on one line of a joint document; a hyphen inside a name parts nothing.
fn joint_parts(line: &str, joint: bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    if joint {
        for (at, c) in line.char_indices() {
            if matches!(c, '-' | '–')
                && let Some(rest) = line.get(at + c.len_utf8()..)
                && matches!(organ::role(rest.trim_start()), Some((Role::Body, _)))
            {
                parts.extend(line.get(start..at));
                start = at + c.len_utf8();
            }
        }
    }
    parts.extend(line.get(start..).map(str::trim));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_broken_at_its_dash_keeps_it() {
        let broken = ["BỘ NỘI VỤ -", "BỘ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"];
        assert_eq!(issuers(&broken, true), ["BỘ NỘI VỤ", "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"]);
        let below = ["SỞ LAO ĐỘNG", "- THƯƠNG BINH VÀ XÃ HỘI", "-------"];
        assert_eq!(issuers(&below, false), ["SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"]);
    }
}
