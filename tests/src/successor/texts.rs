//! Texts of generated tasks: where they come from, and how they are reworded.

use std::collections::{BTreeMap, BTreeSet};

use vanthu_diff::model::{Cause, Field};

use super::{Draft, Manner, OLD_YEAR};
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
/// Wordings that writers put for one another.
const PARAPHRASES: &[(&str, &str)] = &[
    ("nâng cao", "cải thiện"),
    ("đẩy mạnh", "tăng cường"),
    ("tập huấn", "bồi dưỡng"),
    ("đào tạo", "bồi dưỡng"),
    ("tuyên truyền", "truyền thông"),
    ("phần mềm", "hệ thống thông tin"),
    ("ứng dụng", "nền tảng số"),
    ("người dân", "công dân"),
    ("doanh nghiệp", "tổ chức"),
    ("cơ quan, đơn vị", "sở, ban, ngành"),
    ("cán bộ, công chức, viên chức", "đội ngũ công chức, viên chức"),
    ("kiểm tra", "giám sát"),
    ("rà soát", "thống kê, đánh giá"),
    ("hội nghị", "cuộc họp"),
    ("văn bản quy phạm pháp luật", "văn bản"),
    ("thủ tục hành chính", "thủ tục"),
    ("cải cách hành chính", "cải cách"),
    ("cơ sở dữ liệu", "kho dữ liệu"),
    ("báo cáo", "tổng hợp kết quả"),
    ("kế hoạch", "chương trình"),
    ("trực tuyến", "trên môi trường mạng"),
    ("tổ chức", "triển khai"),
    ("mức độ", "chỉ số"),
    ("hoàn thiện", "nâng cấp"),
    ("hướng dẫn", "phổ biến"),
];
/// Openings of clauses behind the subject of a task.
const CLAUSES: &[&str] = &[
    "nhằm", "theo", "trên", "phục", "bảo", "đảm", "gắn", "để", "tại", "trong", "đối", "giai", "năm", "thuộc",
    "của",
];
/// Names of levels of government, and the same of others.
const LEVELS: &[&str] = &["tỉnh", "thành phố", "huyện", "xã", "phường", "sở", "cơ quan", "ngành", "đơn vị"];
/// Letters that a reader of scans takes for one another.
const MISREAD: &[(char, char)] = &[
    ('ệ', 'ẹ'),
    ('ă', 'à'),
    ('ơ', 'o'),
    ('ư', 'u'),
    ('l', 'i'),
    ('h', 'n'),
    ('c', 'e'),
    ('â', 'á'),
    ('ô', 'ò'),
    ('t', 'l'),
    ('m', 'n'),
    ('ả', 'á'),
    ('đ', 'd'),
    ('ị', 'i'),
    ('ế', 'é'),
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
        if random.chance(60) {
            by_topic(&mut own, random);
        }
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

/// Puts those first that share words with one of them, as the tasks of one plan do.
fn by_topic(texts: &mut [String], random: &mut Random) {
    let words = |text: &str| text.to_lowercase().split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
    texts.iter().flat_map(|text| words(text)).for_each(|word| *frequency.entry(word).or_default() += 1);
    let topic = texts.get(random.below(texts.len())).map(|text| words(text)).unwrap_or_default();
    let distance = |text: &String| {
        let shared = words(text).into_iter().filter(|word| topic.contains(word));
        let told = shared.map(|word| 1000 / frequency.get(&word).copied().unwrap_or(1)).sum::<usize>();
        std::cmp::Reverse(told)
    };
    texts.sort_by_cached_key(distance);
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

/// A new task that has something of one of `drafts`: its beginning, its end, or all but its subject.
pub(super) fn decoy(text: &str, drafts: &[Draft], random: &mut Random) -> String {
    let Some(model) = drafts.get(random.below(drafts.len())) else { return text.to_owned() };
    let (head, tail) = halved(&model.text);
    match random.below(3) {
        0 => {
            let words: Vec<&str> = head.split(' ').collect();
            let kept = words.len().min(6);
            format!("{} {}", words[..kept].join(" "), halved(text).1)
        }
        1 => format!("{} {tail}", halved(text).0),
        _ => {
            let (before, _, after) = parted(&model.text);
            let (_, subject, _) = parted(text);
            [before, subject, after].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
        }
    }
}

/// What a task opens with, its subject, and the clauses behind it.
fn parted(text: &str) -> (String, String, String) {
    let opening = OPENINGS.iter().filter(|o| text.starts_with(*o)).max_by_key(|o| o.len()).copied();
    let rest = opening.and_then(|o| text.strip_prefix(o)).unwrap_or(text).trim_start_matches([',', ' ']);
    let words: Vec<&str> = rest.trim_end_matches('.').split(' ').collect();
    let ends = |i: &usize| words[*i - 1].ends_with([',', ';', ':']) || CLAUSES.contains(&words[*i]);
    let cut = (3.min(words.len())..words.len()).find(ends).unwrap_or(words.len());
    let subject = words[..cut].join(" ").trim_end_matches([',', ';', ':']).to_owned();
    (opening.unwrap_or_default().to_owned(), subject, words[cut..].join(" "))
}

/// Rewords the text of a draft as a plan of another kind does: for several years, of another level of government.
pub(super) fn recast(draft: &mut Draft, pool: &Pool, manner: Manner, random: &mut Random) {
    let old_year = format!("năm {OLD_YEAR}");
    let period = format!("giai đoạn {} - {}", OLD_YEAR + 2, OLD_YEAR + 6);
    match manner {
        Manner::NextYear => {}
        Manner::Programme => {
            draft.text = draft.text.replace(&old_year, if random.chance(60) { &period } else { "hằng năm" });
            match random.below(100) {
                0..=14 => lightly(&mut draft.text, pool, random),
                15..=34 => elaborate(&mut draft.text, pool, random),
                35..=54 => heavily(&mut draft.text, pool, random),
                55..=69 => shorten(&mut draft.text, random),
                _ => enlarge(&mut draft.text, pool, random),
            }
            if random.chance(60) {
                paraphrase(&mut draft.text, random);
            }
            let share = random.between(0, 50);
            roughen(&mut draft.text, pool, share, random);
            if random.chance(15) {
                draft.text = format!("{} {period}", draft.text.trim_end_matches('.'));
            }
        }
        Manner::OtherLevel { old, new } => {
            draft.text =
                draft.text.replace(&old_year, if random.chance(50) { "6 tháng cuối năm" } else { "" });
            for (from, to) in [(old, new), (capital(old).as_str(), capital(new).as_str())] {
                draft.text = draft.text.replace(from, to);
            }
            match random.below(100) {
                0..=44 => {}
                45..=64 => lightly(&mut draft.text, pool, random),
                65..=84 => shorten(&mut draft.text, random),
                85..=92 => heavily(&mut draft.text, pool, random),
                _ => enlarge(&mut draft.text, pool, random),
            }
            if random.chance(20) {
                paraphrase(&mut draft.text, random);
            }
            if random.chance(40) {
                let share = random.between(0, 40);
                roughen(&mut draft.text, pool, share, random);
            }
        }
    }
    draft.text = draft.text.split_whitespace().collect::<Vec<_>>().join(" ");
}

/// Names of two levels of government.
pub(super) fn levels(random: &mut Random) -> (&'static str, &'static str) {
    let old = random.below(LEVELS.len());
    let new = (old + random.between(1, LEVELS.len() - 1)) % LEVELS.len();
    (LEVELS.get(old).copied().unwrap_or_default(), LEVELS.get(new).copied().unwrap_or_default())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Puts one wording for another, up to three times; where it knows none, another opening.
fn paraphrase(text: &mut String, random: &mut Random) {
    let mut left = random.between(1, 3);
    let start = random.below(PARAPHRASES.len());
    for (a, b) in PARAPHRASES.iter().cycle().skip(start).take(PARAPHRASES.len()) {
        let (from, to) = if random.chance(50) { (a, b) } else { (b, a) };
        if left > 0 && text.contains(from) && !text.contains(to) {
            *text = text.replacen(from, to, 1);
            left -= 1;
        }
    }
    if left > 0 && random.chance(50) {
        *text = reopened(text, random);
    }
}

/// Of a hundred words leaves out or writes otherwise about `share`, one or two at a time, with words of other tasks.
fn roughen(text: &mut String, pool: &Pool, share: usize, random: &mut Random) {
    let words: Vec<&str> = text.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        if words.len() < 4 || !random.chance(share * 2 / 3) {
            out.push(words[at].to_owned());
            at += 1;
            continue;
        }
        at += random.between(1, 2);
        if random.chance(60) {
            let other: Vec<&str> = pool.any(random).split(' ').collect();
            let from = random.below(other.len());
            out.extend(other.iter().skip(from).take(random.between(1, 2)).map(|word| (*word).to_owned()));
        }
    }
    if out.len() > 2 {
        *text = out.join(" ");
    }
}

/// Keeps the subject, with or without its opening.
fn shorten(text: &mut String, random: &mut Random) {
    let (opening, subject, _) = parted(text);
    if subject.split(' ').count() < 3 {
        return;
    }
    *text = match random.below(3) {
        0 => capital(&subject),
        1 if !opening.is_empty() => format!("{opening} {subject}"),
        _ => format!("{} {subject}", random.pick(OPENINGS)),
    };
}

/// The subject within a task of several clauses: other things before it or behind it, an aim, a condition.
fn enlarge(text: &mut String, pool: &Pool, random: &mut Random) {
    let (_, subject, rest) = parted(text);
    let mut core = if random.chance(60) { format!("{subject} {rest}") } else { subject };
    if random.chance(40) {
        paraphrase(&mut core, random);
    }
    let mut clauses = Vec::new();
    for _ in 0..random.between(1, 3) {
        clauses.push(match random.below(3) {
            0 => random.pick(TAILS).to_owned(),
            1 => halved(pool.any(random)).1,
            _ => parted(pool.any(random)).1,
        });
    }
    clauses.insert(random.below(clauses.len().min(2)), core);
    *text = format!("{} {}", random.pick(OPENINGS), clauses.join(random.pick(&[", ", "; ", " "])));
}

/// Reads a text as from a poor scan: letters taken for others, words lost or broken, its end cut off, a piece of another column
/// in it.
pub(super) fn misread(text: &mut String, pool: &Pool, random: &mut Random) {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    if random.chance(15) && words.len() > 8 {
        words.truncate(random.between(words.len() / 2, words.len()));
    }
    for word in &mut words {
        if random.chance(8) {
            let (from, to) = MISREAD.get(random.below(MISREAD.len())).copied().unwrap_or_default();
            *word = word.replace(from, &to.to_string());
        }
        if random.chance(2) {
            *word = "'".to_owned();
        }
        if random.chance(2) {
            word.push('.');
        }
    }
    if random.chance(12) {
        let other: Vec<String> = pool.any(random).split(' ').map(str::to_owned).collect();
        let at = random.below(words.len());
        words.splice(at..at, other.into_iter().take(random.between(1, 3)));
    }
    *text = words.join(" ");
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
