//! Times in a sequence of lexemes.
//!
//! ```text
//! deadline  = { item | word }
//! item      = range | bound | time | recurrence | relative
//! range     = "từ" time [ "đến" time ] | time ( "-" | "đến" ) time
//! bound     = ( "trước" | "đến" | "hết" | "sau" ) time
//! time      = day | month | quarter | half | year      (lists share the unit and the year: "Quý III, IV/2025")
//! recurrence = "hằng" unit { "," unit } | number unit "/" "lần" | number "lần" "/" unit | "định kỳ" [ number ] unit
//! relative  = [ "chậm nhất" ] number unit ( "kể từ" | "sau" | "trước" ) … | ( "sau" | "trước" | "kể từ" ) "khi" …
//! ```

use std::fmt;

use jiff::ToSpan;
use vanthu_document::PartialDate;

use super::DeadlineDoubt;
use super::lexer::{Lexeme, Unit};
use crate::context::Context;

/// An ISO 8601 duration between two occurrences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Every {
    count: u32,
    unit: Unit,
}

impl Every {
    /// Days, roughly: the shorter of two recurrences is the one that binds.
    fn days(self) -> u32 {
        let unit = match self.unit {
            Unit::Hour | Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Quarter => 91,
            Unit::Year => 365,
        };
        unit * self.count.min(1000)
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unit {
            Unit::Hour => write!(f, "PT{}H", self.count),
            Unit::Day => write!(f, "P{}D", self.count),
            Unit::Week => write!(f, "P{}W", self.count),
            Unit::Month => write!(f, "P{}M", self.count),
            Unit::Quarter => write!(f, "P{}M", self.count.saturating_mul(3)),
            Unit::Year => write!(f, "P{}Y", self.count),
        }
    }
}

/// First and last date of one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct DateSpan {
    pub(super) start: Option<PartialDate>,
    pub(super) end: Option<PartialDate>,
}

/// All that was found in one deadline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// Times with their dates, so far as they are known.
    pub(super) spans: Vec<DateSpan>,
    /// How many times were found, also such as have no known date.
    pub(super) times: usize,
    /// The only time is a range, or all of them follow one another.
    pub(super) range: bool,
    /// The shortest regular recurrence.
    pub(super) every: Option<Every>,
    /// Recurs, but not at a regular distance (`thường xuyên`).
    pub(super) irregular: bool,
    /// Runs from an event.
    pub(super) relative: bool,
    /// Everything stands in one part of the text.
    pub(super) one_part: bool,
    /// What is unsure.
    pub(super) doubt: Option<DeadlineDoubt>,
}

/// A month and a day, as far as they are known.
type Edge = (Option<i8>, Option<i8>);

/// A time as printed: perhaps without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Time {
    year: Option<i16>,
    first: Edge,
    last: Edge,
    unit: Unit,
    /// Only its last day is meant (`cuối năm 2025`).
    until: bool,
}

/// How a time stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Within it.
    Within,
    /// Not later than it.
    Until,
    /// Not earlier than it.
    Since,
    /// From the first to the second.
    Range(Time),
}

/// A time in its use; `part` counts the parts of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mention {
    time: Time,
    used: Use,
    part: usize,
}

/// Years that a deadline of an archived or new document can name.
const YEARS: std::ops::RangeInclusive<u32> = 1945..=2100;

fn year(n: u32) -> Option<i16> {
    YEARS.contains(&n).then(|| i16::try_from(n).ok()).flatten()
}

fn month(n: u32) -> Option<i8> {
    (1..=12).contains(&n).then_some(n as i8)
}

/// A cursor over lexemes.
struct Cursor<'l> {
    lexemes: &'l [Lexeme],
}

impl Cursor<'_> {
    fn at(&self, i: usize) -> Lexeme {
        self.lexemes.get(i).copied().unwrap_or(Lexeme::Stop)
    }

    fn number(&self, i: usize) -> Option<u32> {
        match self.at(i) {
            Lexeme::Number(n, _) => Some(n),
            _ => None,
        }
    }

    /// A four-digit year at `i`, behind an optional `/`, `-` or `năm`; the index behind it.
    fn year_suffix(&self, i: usize) -> Option<(i16, usize)> {
        let at = match self.at(i) {
            Lexeme::Slash | Lexeme::Dash | Lexeme::Unit(Unit::Year) => i + 1,
            Lexeme::Comma if self.at(i + 1) == Lexeme::Unit(Unit::Year) => i + 2,
            _ => return None,
        };
        match self.at(at) {
            Lexeme::Number(n, 4) => year(n).map(|y| (y, at + 1)),
            _ => None,
        }
    }

    /// A time that starts at `i`, and the index behind it.
    fn time(&self, i: usize) -> Option<(Time, usize)> {
        match self.at(i) {
            Lexeme::Whole => self.time(i + 1),
            Lexeme::Early | Lexeme::Middle | Lexeme::Late => {
                let (mut time, next) = self.time(i + 1)?;
                time.until = self.at(i) == Lexeme::Late;
                if time.until && time.unit == Unit::Year {
                    time.last = (Some(12), None);
                }
                Some((time, next))
            }
            Lexeme::Unit(Unit::Day) => self.day(i + 1),
            Lexeme::Unit(Unit::Month) => {
                let m = month(self.number(i + 1)?)?;
                Some(self.with_year(i + 2, Unit::Month, (Some(m), None), (Some(m), None)))
            }
            Lexeme::Unit(Unit::Quarter) => self.quarter(i + 1),
            Lexeme::Unit(Unit::Year) => {
                // `năm 2026`, `năm học 2026-2027` (the range is found behind).
                let at = if matches!(self.at(i + 1), Lexeme::Other) { i + 2 } else { i + 1 };
                match self.at(at) {
                    Lexeme::Number(n, 4) => Some((Time::of_year(year(n)?), at + 1)),
                    _ => None,
                }
            }
            Lexeme::Number(n, digits) => self.bare_number(i, n, digits),
            _ => None,
        }
    }

    /// Reads the year behind month, quarter or day.
    fn with_year(&self, i: usize, unit: Unit, first: Edge, last: Edge) -> (Time, usize) {
        let (year, next) = self.year_suffix(i).map_or((None, i), |(y, n)| (Some(y), n));
        (Time { year, first, last, unit, until: false }, next)
    }

    /// `05/02/2024`, `05 tháng 02 năm 2024`, `15/12`, behind `ngày`.
    fn day(&self, i: usize) -> Option<(Time, usize)> {
        let d = i8::try_from(self.number(i)?).ok().filter(|d| (1..=31).contains(d))?;
        match (self.at(i + 1), self.at(i + 2), self.at(i + 3)) {
            (Lexeme::Slash | Lexeme::Dash | Lexeme::Unit(Unit::Month), Lexeme::Number(m, ..=2), _) => {
                let edge = (Some(month(m)?), Some(d));
                Some(self.with_year(i + 3, Unit::Day, edge, edge))
            }
            (Lexeme::Comma, Lexeme::Unit(Unit::Month), Lexeme::Number(m, ..=2)) => {
                let edge = (Some(month(m)?), Some(d));
                Some(self.with_year(i + 4, Unit::Day, edge, edge))
            }
            _ => None,
        }
    }

    fn quarter(&self, i: usize) -> Option<(Time, usize)> {
        let q = match self.at(i) {
            Lexeme::Roman(n) | Lexeme::Number(n, ..=2) if (1..=4).contains(&n) => n as i8,
            _ => return None,
        };
        Some(self.with_year(i + 1, Unit::Quarter, (Some(3 * q - 2), None), (Some(3 * q), None)))
    }

    /// A number without a unit before it: a whole date, a day and month, a month and year, a year, or the months of
    /// a half-year.
    fn bare_number(&self, i: usize, n: u32, digits: u8) -> Option<(Time, usize)> {
        if digits == 4 {
            // No slash on either side: `2023/NĐ-CP` is no time, nor is what is left of `13/2025`.
            let alone = self.at(i + 1) != Lexeme::Slash && (i == 0 || self.at(i - 1) != Lexeme::Slash);
            return year(n).filter(|_| alone).map(|y| (Time::of_year(y), i + 1));
        }
        if let (Lexeme::Unit(Unit::Month), part @ (Lexeme::Early | Lexeme::Late)) =
            (self.at(i + 1), self.at(i + 2))
        {
            let n = month(n).filter(|m| *m < 12)?;
            let (first, last) = if part == Lexeme::Early { (1, n) } else { (13 - n, 12) };
            let of_year = self.at(i + 3) == Lexeme::Unit(Unit::Year);
            let (time, next) = self.with_year(i + 3, Unit::Month, (Some(first), None), (Some(last), None));
            return Some((time, if time.year.is_none() && of_year { i + 4 } else { next }));
        }
        match (self.at(i + 1), self.at(i + 2)) {
            (Lexeme::Slash, Lexeme::Number(y, 4)) => {
                let m = month(n)?;
                let edge = (Some(m), None);
                Some((
                    Time { year: Some(year(y)?), first: edge, last: edge, unit: Unit::Month, until: false },
                    i + 3,
                ))
            }
            (Lexeme::Slash, Lexeme::Number(_, ..=2)) => self.day(i),
            (Lexeme::Dash, Lexeme::Number(_, ..=2)) if self.year_suffix(i + 3).is_some() => self.day(i),
            (Lexeme::Unit(Unit::Month), Lexeme::Number(_, ..=2)) => self.day(i),
            _ => None,
        }
    }

    /// The next member of a list that shares its unit with `before`: `, IV`, ` và 12`, `, tháng 12`.
    fn next_member(&self, i: usize, before: Time) -> Option<(Time, usize)> {
        if !matches!(self.at(i), Lexeme::Comma | Lexeme::And) {
            return None;
        }
        self.same_unit(i + 1, before)
    }

    /// A time at `i`, with its unit printed or taken from `before`.
    fn same_unit(&self, i: usize, before: Time) -> Option<(Time, usize)> {
        if let Some(found) = self.time(i) {
            return Some(found);
        }
        match before.unit {
            Unit::Month => {
                let m = month(self.number(i)?)?;
                if matches!(self.at(i + 1), Lexeme::Unit(_) | Lexeme::Times)
                    && self.year_suffix(i + 1).is_none()
                {
                    return None;
                }
                Some(self.with_year(i + 1, Unit::Month, (Some(m), None), (Some(m), None)))
            }
            Unit::Quarter => self.quarter(i),
            _ => None,
        }
    }

    /// `hằng quý`, `06 tháng/lần`, `02 lần/năm`, `mỗi năm 2 lần`, `định kỳ 6 tháng`; the index behind it.
    fn recurrence(&self, i: usize) -> Option<(Every, usize)> {
        match self.at(i) {
            Lexeme::Every => {
                let Lexeme::Unit(unit) = self.at(i + 1) else { return None };
                self.times_per(i + 2, unit).or(Some((Every { count: 1, unit }, i + 2)))
            }
            Lexeme::Regular => {
                let at = if self.at(i + 1) == Lexeme::Every { i + 2 } else { i + 1 };
                match (self.at(at), self.at(at + 1)) {
                    (Lexeme::Number(count @ 1..=99, _), Lexeme::Unit(unit)) => {
                        Some((Every { count, unit }, at + 2))
                    }
                    (Lexeme::Unit(unit), _) if self.time(at).is_none() => {
                        self.times_per(at + 1, unit).or(Some((Every { count: 1, unit }, at + 1)))
                    }
                    _ => None,
                }
            }
            Lexeme::Number(count @ 1..=99, _) => match (self.at(i + 1), self.at(i + 2), self.at(i + 3)) {
                (Lexeme::Unit(unit), Lexeme::Slash | Lexeme::One, Lexeme::Times) => {
                    Some((Every { count, unit }, i + 4))
                }
                (Lexeme::Unit(unit), Lexeme::Slash | Lexeme::Comma, Lexeme::Number(1, _))
                    if self.at(i + 4) == Lexeme::Times =>
                {
                    Some((Every { count, unit }, i + 5))
                }
                (Lexeme::Times, Lexeme::Slash | Lexeme::Every | Lexeme::One, Lexeme::Unit(unit)) => {
                    Some((per(count, unit)?, i + 4))
                }
                (Lexeme::Times, Lexeme::Slash, Lexeme::Number(1, _)) => match self.at(i + 4) {
                    Lexeme::Unit(unit) => Some((per(count, unit)?, i + 5)),
                    _ => None,
                },
                _ => None,
            },
            Lexeme::Unit(unit) => match (self.at(i + 1), self.at(i + 2)) {
                (Lexeme::Slash, Lexeme::Times) => Some((Every { count: 1, unit }, i + 3)),
                _ => None,
            },
            Lexeme::One => match self.at(i + 1) {
                Lexeme::Unit(unit) => self.times_per(i + 2, unit),
                _ => None,
            },
            _ => None,
        }
    }

    /// `2 lần` behind a unit.
    fn times_per(&self, i: usize, unit: Unit) -> Option<(Every, usize)> {
        match (self.at(i), self.at(i + 1)) {
            (Lexeme::Number(count @ 1..=99, _), Lexeme::Times) => Some((per(count, unit)?, i + 2)),
            _ => None,
        }
    }

    /// A span that runs from an event, and the index behind what is understood of it. The end date is given where
    /// the event is a date, or the signing of the document itself and the days are calendar days.
    fn relative(&self, i: usize, context: &Context) -> Option<(Option<PartialDate>, usize)> {
        let bounded = self.at(i) == Lexeme::AtMost;
        let at = if bounded { i + 1 } else { i };
        if let (Lexeme::Number(count, _), Lexeme::Unit(unit)) = (self.at(at), self.at(at + 1)) {
            let working = self.at(at + 2) == Lexeme::Working;
            let mut next = if working { at + 3 } else { at + 2 };
            if matches!(self.at(next), Lexeme::Comma) {
                next += 1;
            }
            let anchored =
                matches!(self.at(next), Lexeme::Since | Lexeme::After | Lexeme::Before | Lexeme::From);
            if !anchored && !bounded {
                return None;
            }
            if self.at(next) == Lexeme::Slash {
                return None;
            }
            let since = matches!(self.at(next), Lexeme::Since | Lexeme::From | Lexeme::After);
            let anchor = (since && !working).then(|| self.anchor(next + 1, context)).flatten();
            let end = anchor.and_then(|day| {
                let span = match unit {
                    Unit::Day => i64::from(count).days(),
                    Unit::Week => i64::from(count).weeks(),
                    Unit::Month => i64::from(count).months(),
                    _ => return None,
                };
                day.checked_add(span).ok().map(PartialDate::from)
            });
            let end_of_anchor = self.time(next + 1).filter(|_| end.is_some()).map_or(next, |(_, n)| n);
            return Some((end, end_of_anchor));
        }
        // `Trước 90 ngày so với …`; `trước 15 tháng 8` is a date.
        if let (Lexeme::Before | Lexeme::After, Lexeme::Number(..), Lexeme::Unit(unit), next) =
            (self.at(i), self.at(i + 1), self.at(i + 2), self.at(i + 3))
            && !matches!(next, Lexeme::Number(..) | Lexeme::Early | Lexeme::Late)
            && !matches!(unit, Unit::Hour | Unit::Quarter)
        {
            return Some((None, i + 3));
        }
        match (self.at(i), self.at(i + 1)) {
            (Lexeme::After | Lexeme::Before | Lexeme::Since | Lexeme::From, Lexeme::When) => {
                Some((None, i + 2))
            }
            (Lexeme::Unit(Unit::Day), Lexeme::After) if self.at(i + 2) == Lexeme::When => Some((None, i + 3)),
            _ => None,
        }
    }

    /// The day from which a span runs: a whole date, or `ngày … này … ký` of the document itself.
    fn anchor(&self, i: usize, context: &Context) -> Option<jiff::civil::Date> {
        if let Some((time, _)) = self.time(i) {
            let date = PartialDate::new(time.year?, time.first.0, time.first.1)?;
            return date.day().is_some().then(|| date.first_day());
        }
        if self.at(i) != Lexeme::Unit(Unit::Day) {
            return None;
        }
        let own =
            (i + 1..i + 5).take_while(|j| self.at(*j) != Lexeme::Stop).any(|j| self.at(j) == Lexeme::This);
        own.then(|| context.date.filter(|d| d.day().is_some()).map(PartialDate::first_day)).flatten()
    }
}

/// So many times in one unit, where that makes whole months, weeks or days.
fn per(count: u32, unit: Unit) -> Option<Every> {
    let (total, unit) = match unit {
        _ if count == 1 => (1, unit),
        Unit::Year => (12, Unit::Month),
        Unit::Quarter => (3, Unit::Month),
        _ => return None,
    };
    (total % count == 0).then_some(Every { count: total / count, unit })
}

impl Time {
    fn of_year(year: i16) -> Self {
        Self { year: Some(year), first: (None, None), last: (None, None), unit: Unit::Year, until: false }
    }

    fn start_in(self, year: i16) -> Option<PartialDate> {
        PartialDate::new(year, self.first.0, self.first.1)
    }

    fn end_in(self, year: i16) -> Option<PartialDate> {
        PartialDate::new(year, self.last.0, self.last.1)
    }
}

/// Finds every time in `lexemes`.
pub(super) fn parse(lexemes: &[Lexeme], context: &Context) -> Found {
    let cursor = Cursor { lexemes };
    let mut found = Found::default();
    let mut mentions: Vec<Mention> = Vec::new();
    let (mut i, mut part, mut parts_used) = (0, 0, Vec::new());
    // Where the newest mentions end, and how many there were before them.
    let mut newest = (0, 0);
    while i < lexemes.len() {
        let before = (mentions.len(), found.every, found.irregular, found.relative);
        match cursor.at(i) {
            Lexeme::Stop => part += 1,
            // `Giao ban quý III: tháng 9/2025`: what stands before the colon is the name of what is due.
            Lexeme::Colon if newest.0 == i && cursor.time_before_stop(i + 1) => mentions.truncate(newest.1),
            _ => {}
        }
        if let Some((every, next)) = cursor.recurrence(i) {
            let next = cursor.more_units(next, every, &mut found.every);
            found.every =
                Some(found.every.map_or(every, |e| if e.days() <= every.days() { e } else { every }));
            parts_used.push(part);
            i = next;
            continue;
        }
        if let Some((end, next)) = cursor.relative(i, context) {
            found.relative = true;
            found.spans.extend(end.map(|end| DateSpan { start: None, end: Some(end) }));
            parts_used.push(part);
            // What the event is called may hold times of its own: they are not the deadline.
            i = if end.is_some() { next } else { cursor.end_of_part(next) };
            continue;
        }
        i = match cursor.mention(i, part, &mut mentions) {
            Some(next) => {
                newest = (next, before.0);
                next
            }
            None => {
                found.irregular |= cursor.irregular(i);
                i + 1
            }
        };
        if before != (mentions.len(), found.every, found.irregular, found.relative) {
            parts_used.push(part);
        }
    }
    parts_used.dedup();
    found.one_part = parts_used.len() <= 1;
    found.irregular &= found.every.is_none();
    resolve(&mentions, context, &mut found);
    found
}

impl Cursor<'_> {
    /// Whether a time stands behind `i` before the part ends.
    fn time_before_stop(&self, i: usize) -> bool {
        (i..self.lexemes.len()).take_while(|j| self.at(*j) != Lexeme::Stop).any(|j| self.time(j).is_some())
    }

    /// `hằng tháng, quý, năm`: further units behind the first; the shortest is kept in `shortest`.
    fn more_units(&self, mut i: usize, first: Every, shortest: &mut Option<Every>) -> usize {
        while let (Lexeme::Comma | Lexeme::And | Lexeme::Slash, Lexeme::Unit(unit)) =
            (self.at(i), self.at(i + 1))
        {
            if self.time(i + 1).is_some() || first.count != 1 {
                break;
            }
            let every = Every { count: 1, unit };
            *shortest = Some(shortest.map_or(every, |e| if e.days() <= every.days() { e } else { every }));
            i += 2;
        }
        i
    }

    /// `thường xuyên`, `theo kỳ báo cáo`, `mỗi học kỳ một lần`: recurs, but at no distance that can be told.
    fn irregular(&self, i: usize) -> bool {
        match self.at(i) {
            Lexeme::Ongoing | Lexeme::Regular => true,
            Lexeme::Number(..) | Lexeme::One => {
                self.at(i + 1) == Lexeme::Times && self.at(i + 2) != Lexeme::Colon
            }
            _ => false,
        }
    }

    fn end_of_part(&self, i: usize) -> usize {
        (i..self.lexemes.len()).find(|j| self.at(*j) == Lexeme::Stop).unwrap_or(self.lexemes.len())
    }

    /// A time with what says how it is meant; pushes it, with the rest of its list, and gives the index behind.
    fn mention(&self, i: usize, part: usize, mentions: &mut Vec<Mention>) -> Option<usize> {
        let (used, at) = match self.at(i) {
            Lexeme::From | Lexeme::Since => (Use::Since, i + 1),
            Lexeme::To | Lexeme::Before | Lexeme::Whole => (Use::Until, self.skip_hour(i + 1)),
            Lexeme::After => (Use::Since, i + 1),
            _ => (Use::Within, i),
        };
        let (time, mut next) = self.time(at)?;
        if used == Use::Since || used == Use::Within {
            // The second half of a range.
            let comma = usize::from(self.at(next) == Lexeme::Comma);
            let joined = match self.at(next + comma) {
                Lexeme::To => true,
                Lexeme::Dash => comma == 0,
                _ => false,
            };
            if joined && let Some((last, behind)) = self.same_unit(next + comma + 1, time) {
                mentions.push(Mention { time, used: Use::Range(last), part });
                return Some(behind);
            }
            if self.onwards(next) {
                mentions.push(Mention { time, used: Use::Since, part });
                return Some(next);
            }
        }
        let used = if time.until && used == Use::Within { Use::Until } else { used };
        mentions.push(Mention { time, used, part });
        let mut last = time;
        while let Some((member, behind)) = self.next_member(next, last) {
            mentions.push(Mention { time: member, used, part });
            (last, next) = (member, behind);
        }
        Some(next)
    }

    /// `15h00 ngày`, `15 giờ 30`: a time of day in front of a date.
    fn skip_hour(&self, i: usize) -> usize {
        match (self.at(i), self.at(i + 1)) {
            (Lexeme::Number(..), Lexeme::Unit(Unit::Hour)) => {
                let mut at = i + 2;
                while matches!(self.at(at), Lexeme::Number(..) | Lexeme::Other | Lexeme::Comma) && at < i + 5
                {
                    at += 1;
                }
                at
            }
            _ => i,
        }
    }

    /// `và các năm tiếp theo`, `trở đi` within the next few lexemes.
    fn onwards(&self, i: usize) -> bool {
        (i..i + 5).take_while(|j| self.at(*j) != Lexeme::Stop).any(|j| self.at(j) == Lexeme::Onwards)
    }
}

/// Gives every mention its year and turns it into dates.
fn resolve(mentions: &[Mention], context: &Context, found: &mut Found) {
    found.times = mentions.len();
    found.range = match mentions {
        [one] => matches!(one.used, Use::Range(_) | Use::Since),
        _ => follow(mentions),
    };
    for (n, mention) in mentions.iter().enumerate() {
        // A list shares the year that is printed last; a later part may share an earlier one's.
        let behind =
            || mentions[n + 1..].iter().take_while(|m| m.part == mention.part).find_map(|m| m.time.year);
        let ahead = || mentions[..n].iter().rev().find_map(|m| m.last_year());
        let own = mention.time.year.or_else(|| match mention.used {
            Use::Range(last) => year_before(mention.time, last),
            _ => None,
        });
        let printed = own.or_else(behind).or_else(ahead);
        let year = printed.or_else(|| context.year_for(mention.time.last.0));
        // A day of every year, as in `15/12 hằng năm`, has no year at all.
        if printed.is_none() && found.every.is_some() {
            continue;
        }
        let Some(year) = year else {
            found.doubt.get_or_insert(DeadlineDoubt::YearUnknown);
            continue;
        };
        if printed.is_none() {
            found.doubt.get_or_insert(DeadlineDoubt::YearInferred);
        }
        let (start, end) = mention.dates(year);
        if start.is_none() && end.is_none() {
            found.doubt = Some(DeadlineDoubt::Impossible);
            found.times -= 1;
            continue;
        }
        found.spans.push(DateSpan { start, end });
    }
}

/// The year of the first half of a range of which only the second half prints it.
fn year_before(first: Time, last: Time) -> Option<i16> {
    let year = last.year?;
    if first.first.0 > last.last.0 { year.checked_sub(1) } else { Some(year) }
}

impl Mention {
    fn last_year(&self) -> Option<i16> {
        match self.used {
            Use::Range(last) => last.year.or(self.time.year),
            _ => self.time.year,
        }
    }

    fn dates(&self, year: i16) -> (Option<PartialDate>, Option<PartialDate>) {
        let time = self.time;
        match self.used {
            Use::Within => (time.start_in(year), time.end_in(year)),
            Use::Until => (None, time.end_in(year)),
            Use::Since => (time.start_in(year), None),
            Use::Range(last) => {
                let wraps = last.year.is_none() && last.last.0 < time.first.0;
                let end = last.end_in(last.year.unwrap_or(if wraps { year + 1 } else { year }));
                match (time.start_in(year), end) {
                    (Some(start), Some(end)) if start.first_day() > end.last_day() => (None, Some(end)),
                    dates => dates,
                }
            }
        }
    }
}

/// Whether several times are neighbours of one unit, so that they are one stretch of time (`Tháng 11, tháng 12`).
fn follow(mentions: &[Mention]) -> bool {
    mentions.len() > 1
        && mentions.windows(2).all(|pair| {
            let [a, b] = pair else { return false };
            a.used == Use::Within
                && b.used == Use::Within
                && a.part == b.part
                && a.time.unit == b.time.unit
                && matches!(a.time.unit, Unit::Month | Unit::Quarter)
                && (a.time.year == b.time.year || a.time.year.is_none())
                && a.time.last.0.map(|m| m + 1) == b.time.first.0
        })
}
