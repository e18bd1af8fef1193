//! Texts of generated tasks: where they come from, and how they are reworded.

use vanthu_diff::model::{Cause, Field};

use super::{Draft, OLD_YEAR};
use crate::generator::random::Random;

/// Openings that stand for one another.
const OPENINGS: &[&str] = &[
    "Xây dựng, ban hành",
    "Ban hành",
    "Xây dựng",
    "Tiếp tục triển khai",
    "Tổ chức triển khai",
    "Triển khai",
    "Thực hiện",
    "Hoàn thiện",
    "Rà soát, sửa đổi, bổ sung",
    "Rà soát",
    "Tham mưu",
    "Đẩy mạnh",
    "Nghiên cứu, đề xuất",
    "Tổ chức",
    "Tăng cường",
];
/// What writers put behind a task.
const TAILS: &[&str] = &[
    "bảo đảm tiến độ, chất lượng",
    "theo hướng dẫn của cơ quan cấp trên",
    "sau khi chính quyền cấp xã mới đi vào hoạt động",
    "gắn với sắp xếp tổ chức bộ máy",
    "phục vụ người dân và doanh nghiệp",
    "theo mô hình chính quyền hai cấp",
    "trên môi trường điện tử",
    "đáp ứng yêu cầu nhiệm vụ trong tình hình mới",
];
/// Words and what is written for them.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("thủ tục hành chính", "TTHC"),
    ("cải cách hành chính", "CCHC"),
    ("chuyển đổi số", "CĐS"),
    ("công nghệ thông tin", "CNTT"),
    ("cơ sở dữ liệu", "CSDL"),
    ("dịch vụ công", "DVC"),
    ("Ủy ban nhân dân", "UBND"),
    ("ngân sách nhà nước", "NSNN"),
];
/// Those for whom a task may be, two by two.
const SPLIT: &[(&str, &str)] = &[
    ("của các cơ quan hành chính", "của các đơn vị sự nghiệp công lập"),
    ("đối với cán bộ, công chức", "đối với người lao động"),
    ("tại các sở, ban, ngành", "tại các xã, phường"),
    ("cho người dân", "cho doanh nghiệp"),
];

/// Texts of tasks and titles of sections to draw from.
#[derive(Debug)]
pub struct Pool {
    tasks: Vec<String>,
    sections: Vec<String>,
}

impl Pool {
    /// A pool of the given texts.
    #[must_use]
    pub fn new(tasks: impl IntoIterator<Item = String>, sections: impl IntoIterator<Item = String>) -> Self {
        let mut tasks: Vec<String> = tasks
            .into_iter()
            .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|t| t.split(' ').count() >= 4)
            .collect();
        let mut sections: Vec<String> = sections.into_iter().filter(|s| !s.is_empty()).collect();
        for list in [&mut tasks, &mut sections] {
            list.sort_unstable();
            list.dedup();
        }
        Self { tasks, sections }
    }

    fn any(&self, random: &mut Random) -> &str {
        self.tasks.get(random.below(self.tasks.len())).map_or("", String::as_str)
    }

    /// `count` different texts: those of the pool, and halves of them joined anew.
    pub(super) fn tasks(&self, random: &mut Random, count: usize) -> Vec<String> {
        let mut own = self.tasks.clone();
        random.shuffle(&mut own);
        let mut out: Vec<String> = Vec::with_capacity(count);
        let mut seen = std::collections::HashSet::new();
        let mut at = 0;
        for _ in 0..count * 4 {
            if out.len() == count {
                break;
            }
            let mut text = if random.chance(85) && at < own.len() {
                at += 1;
                own[at - 1].clone()
            } else {
                let (head, tail) = (halved(self.any(random)).0, halved(self.any(random)).1);
                format!("{head} {tail}")
            };
            if random.chance(25) && !text.contains("năm 20") {
                text = format!("{} năm {OLD_YEAR}", text.trim_end_matches('.'));
            }
            if seen.insert(text.clone()) {
                out.push(text);
            }
        }
        out
    }

    /// `count` titles.
    pub(super) fn sections(&self, random: &mut Random, count: usize) -> Vec<String> {
        let mut all = self.sections.clone();
        random.shuffle(&mut all);
        all.truncate(count.max(1));
        all
    }
}

/// A text in two parts, at a mark or a word that opens a clause where there is one about the middle.
fn halved(text: &str) -> (String, String) {
    let words: Vec<&str> = text.split(' ').collect();
    let opens =
        |w: &&str| matches!(*w, "theo" | "nhằm" | "phục" | "trên" | "của" | "cho" | "đối" | "tại" | "và");
    let good = |i: &usize| words[*i - 1].ends_with([',', ';']) || opens(&words[*i]);
    let (low, high) = (words.len() / 3, words.len() * 2 / 3);
    let cut = (low.max(1)..=high).find(good).unwrap_or(words.len() / 2);
    (words[..cut].join(" ").trim_end_matches([',', ';']).to_owned(), words[cut..].join(" "))
}

/// A new task that begins as one of `drafts` does and goes on in its own way.
pub(super) fn decoy(text: &str, drafts: &[Draft], random: &mut Random) -> String {
    let Some(model) = drafts.get(random.below(drafts.len())) else { return text.to_owned() };
    let (head, _) = halved(&model.text);
    let words: Vec<&str> = head.split(' ').collect();
    let kept = words.len().min(6);
    format!("{} {}", words[..kept].join(" "), halved(text).1)
}

/// Rewords the text of a draft as a new year's plan does: not at all, a little, or much.
pub(super) fn reword(draft: &mut Draft, pool: &Pool, years: i16, random: &mut Random) {
    let mut changed = |cause| draft.changes.insert((Field::Task, cause));
    let old_year = format!("năm {OLD_YEAR}");
    if draft.text.contains(&old_year) {
        draft.text = draft.text.replace(&old_year, &format!("năm {}", OLD_YEAR + years));
        changed(Cause::YearRolled);
    }
    let before = draft.text.clone();
    match random.below(100) {
        0..=34 => {}
        35..=44 => {
            if abbreviate(&mut draft.text, random) {
                changed(Cause::Abbreviation);
            }
        }
        45..=52 => {
            if slip(&mut draft.text, random) {
                changed(Cause::TypingError);
            }
        }
        53..=78 => {
            for _ in 0..random.between(1, 3) {
                lightly(&mut draft.text, pool, random);
            }
        }
        79..=88 => elaborate(&mut draft.text, pool, random),
        _ => heavily(&mut draft.text, pool, random),
    }
    if !draft.text.contains(&(OLD_YEAR + years).to_string()) {
        draft.changes.remove(&(Field::Task, Cause::YearRolled));
    }
    let marks_and_case = |t: &str| {
        t.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let only_special = draft.changes.iter().any(|(field, cause)| {
        *field == Field::Task && matches!(cause, Cause::Abbreviation | Cause::TypingError)
    });
    if !only_special && marks_and_case(&before) != marks_and_case(&draft.text) {
        draft.changes.insert((Field::Task, Cause::Wording));
    }
}

fn abbreviate(text: &mut String, random: &mut Random) -> bool {
    let start = random.below(ABBREVIATIONS.len());
    for (full, short) in ABBREVIATIONS.iter().cycle().skip(start).take(ABBREVIATIONS.len()) {
        for (from, to) in [(full, short), (short, full)] {
            // Letters of a document's number are no words.
            let free = |at: &usize| !text[..*at].ends_with(['-', '/']);
            if let Some(at) = text.find(*from).filter(free) {
                text.replace_range(at..at + from.len(), to);
                return true;
            }
        }
    }
    false
}

/// Drops the marks of a word, as a slip does.
fn slip(text: &mut String, random: &mut Random) -> bool {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let start = random.below(words.len());
    let count = words.len();
    for i in (0..count).map(|i| (i + start) % count) {
        let word = &words[i];
        let letters = word.chars().all(char::is_alphabetic) && word.chars().any(char::is_lowercase);
        let plain = vanthu_text::fold(word);
        if letters && plain != word.to_lowercase() && plain.len() > 2 {
            words[i] = plain;
            *text = words.join(" ");
            return true;
        }
    }
    false
}

fn lightly(text: &mut String, pool: &Pool, random: &mut Random) {
    let words: Vec<&str> = text.split(' ').collect();
    *text = match random.below(5) {
        0 => reopened(text, random),
        1 => format!("{}, {}", text.trim_end_matches('.'), random.pick(TAILS)),
        2 if words.len() >= 9 => words[..words.len() - random.between(2, words.len() / 4)].join(" "),
        3 if words.len() >= 9 => {
            let at = random.between(2, words.len() - 4);
            [&words[..at], &words[at + random.between(1, 3)..]].concat().join(" ")
        }
        _ => {
            let other = pool.any(random).to_owned();
            let other: Vec<&str> = other.split(' ').collect();
            let from = random.below(other.len().saturating_sub(3).max(1));
            let at = random.between(words.len() / 2, words.len());
            let (head, tail) = words.split_at(at);
            [head, &other[from..other.len().min(from + random.between(2, 4))], tail].concat().join(" ")
        }
    };
}

fn reopened(text: &str, random: &mut Random) -> String {
    let opening = random.pick(OPENINGS);
    let old = OPENINGS.iter().find(|o| text.starts_with(*o));
    match old.and_then(|old| text.strip_prefix(old)) {
        Some(rest) => format!("{opening}{rest}"),
        None => {
            let mut letters = text.chars();
            let first: String = letters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
            format!("{opening} việc {first}{}", letters.as_str())
        }
    }
}

/// Says the same at length: the core of the task among much else, as plans for several years do.
fn elaborate(text: &mut String, pool: &Pool, random: &mut Random) {
    let words: Vec<&str> = text.trim_end_matches('.').split(' ').collect();
    let kept = (words.len() * random.between(60, 100) / 100).max(words.len().min(5));
    let core = words[words.len() - kept..].join(" ");
    let mut out = format!("{} {core}", random.pick(OPENINGS));
    for _ in 0..random.between(1, 3) {
        let clause =
            if random.chance(50) { random.pick(TAILS).to_owned() } else { halved(pool.any(random)).1 };
        out = format!("{out}{} {clause}", random.pick(&[",", ";", ""]));
    }
    *text = out;
}

/// Keeps about half of the words, the rest in other words and another order.
fn heavily(text: &mut String, pool: &Pool, random: &mut Random) {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() < 8 {
        lightly(text, pool, random);
        return;
    }
    let kept = words.len() * random.between(55, 80) / 100;
    let from = random.below(words.len() - kept);
    let core = words[from..from + kept].join(" ");
    let other = halved(pool.any(random)).1;
    let other: Vec<&str> = other.split(' ').take(random.between(3, 7)).collect();
    *text = match random.below(3) {
        0 => format!("{} {core}, {}", random.pick(OPENINGS), random.pick(TAILS)),
        1 => format!("{} {core} {}", random.pick(OPENINGS), other.join(" ")),
        _ => format!("{} {} {core}", random.pick(OPENINGS), other.join(" ")),
    };
}

/// A task, and the two that say the same as it.
pub(super) struct Halves {
    pub(super) whole: Draft,
    pub(super) parts: [Draft; 2],
}

/// A task like `draft` that two can stand for.
pub(super) fn halves(draft: &Draft, pool: &Pool, random: &mut Random) -> Halves {
    let mut whole = draft.clone();
    let mut parts = [draft.clone(), draft.clone()];
    match random.below(3) {
        // Two tasks in one row.
        0 => {
            let other = pool.any(random).to_owned();
            parts[1].text.clone_from(&other);
            whole.text = format!("{}; {other}", draft.text.trim_end_matches('.'));
        }
        // A task for two.
        1 => {
            let (one, two) = SPLIT.get(random.below(SPLIT.len())).copied().unwrap_or_default();
            let base = draft.text.trim_end_matches('.').to_owned();
            parts[0].text = format!("{base} {one}");
            parts[1].text = format!("{base} {two}");
            whole.text = format!("{base} {one}, {two}");
        }
        // A task with two products.
        _ => {
            whole.product = "- Kế hoạch\n- Báo cáo".to_owned();
            parts[0].product = "Kế hoạch".to_owned();
            parts[1].product = "Báo cáo".to_owned();
        }
    }
    Halves { whole, parts }
}
