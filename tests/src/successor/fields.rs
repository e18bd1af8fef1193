//! Agencies, leaders, products and deadlines of generated tasks, and what a year or two does to them.

use std::collections::BTreeSet;

use vanthu_diff::model::{Cause, Field};

use super::{Draft, OLD_YEAR};
use crate::generator::random::Random;

const STANDING: &[&str] = &[
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Y tế",
    "Sở Công Thương",
    "Sở Giáo dục và Đào tạo",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Thanh tra tỉnh",
    "Bảo hiểm xã hội tỉnh",
    "Kho bạc Nhà nước khu vực",
    "Ban Quản lý các khu kinh tế",
    "Trường Chính trị tỉnh",
    "Đài Phát thanh và Truyền hình tỉnh",
    "Liên minh Hợp tác xã tỉnh",
];
const SUCCEEDED: &[(&str, &str)] = &[
    ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"),
    ("Sở Kế hoạch và Đầu tư", "Sở Tài chính"),
    ("Sở Giao thông vận tải", "Sở Xây dựng"),
    ("Sở Tài nguyên và Môi trường", "Sở Nông nghiệp và Môi trường"),
    ("Sở Nông nghiệp và Phát triển nông thôn", "Sở Nông nghiệp và Môi trường"),
];
const DISTRICTS: &[(&str, &str)] = &[
    ("UBND các huyện, thị xã, thành phố", "UBND các xã, phường"),
    ("UBND cấp huyện", "UBND cấp xã"),
    ("UBND các quận, huyện", "UBND các xã, phường, đặc khu"),
];
const RENAMED: &[(&str, &str)] = &[
    ("Trung tâm Công nghệ thông tin", "Trung tâm Công nghệ thông tin và Chuyển đổi số"),
    ("Viện Quy hoạch đô thị", "Viện Quy hoạch đô thị và nông thôn"),
    ("Ban Quản lý dự án giao thông", "Ban Quản lý dự án giao thông tỉnh"),
];
const PRODUCTS: &[&str] = &[
    "Kế hoạch",
    "Báo cáo",
    "Quyết định",
    "Báo cáo kết quả",
    "Nghị quyết",
    "Tờ trình",
    "Đề án",
    "Hội nghị",
    "Văn bản chỉ đạo",
    "Hệ thống phần mềm",
    "Cơ sở dữ liệu",
];
const LEADERS: &[(&str, &str)] = &[
    ("Đ/c Nguyễn Hữu Thọ, Phó Chủ tịch UBND tỉnh", "Đ/c Phó Chủ tịch UBND tỉnh phụ trách lĩnh vực"),
    ("Đ/c Trần Thị Lan Anh - Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh"),
    ("Ông Lê Quốc Bảo, Giám đốc Sở", "Giám đốc Sở"),
];
const TIMES: &[&str] = &[
    "Tháng {m}/{y}",
    "Quý {q}/{y}",
    "Trước ngày {d}/{m}/{y}",
    "Năm {y}",
    "Từ tháng 1/{y} đến tháng {m}/{y}",
];
const STEADY: &[&str] = &["Thường xuyên", "Hằng năm", "Hằng quý", "Theo hướng dẫn của Trung ương"];

fn pair<'a>(pairs: &'a [(&str, &str)], random: &mut Random) -> (&'a str, &'a str) {
    pairs.get(random.below(pairs.len())).copied().unwrap_or_default()
}

/// An agency of the time of the old appendix. A few answer for most tasks, as in any plan.
fn agency(random: &mut Random) -> String {
    if random.chance(55) {
        return STANDING.get(random.below(2)).map_or(String::new(), |name| (*name).to_owned());
    }
    match random.below(10) {
        0..=1 => pair(SUCCEEDED, random).0.to_owned(),
        2 => pair(DISTRICTS, random).0.to_owned(),
        3 => pair(RENAMED, random).0.to_owned(),
        _ => random.pick(STANDING).to_owned(),
    }
}

/// So many different agencies that are not in `taken`; one at most of each kind that passes into another.
fn agencies(count: usize, taken: &[String], random: &mut Random) -> Vec<String> {
    let after = |name: &str| {
        let all = SUCCEEDED.iter().chain(DISTRICTS).chain(RENAMED);
        all.clone().find(|(old, _)| *old == name).map_or(name, |(_, new)| new).to_owned()
    };
    let kind = |name: &str| if name.starts_with("UBND") { "UBND".to_owned() } else { after(name) };
    let mut seen: BTreeSet<String> = taken.iter().map(|name| kind(name)).collect();
    let mut out = Vec::new();
    for _ in 0..count * 3 {
        let name = agency(random);
        if out.len() < count && seen.insert(kind(&name)) {
            out.push(name);
        }
    }
    out
}

fn time(year: i16, random: &mut Random) -> String {
    if random.chance(25) {
        return random.pick(STEADY).to_owned();
    }
    let month = random.between(2, 9).to_string();
    random
        .pick(TIMES)
        .replace("{m}", &month)
        .replace("{d}", &random.between(1, 28).to_string())
        .replace("{y}", &year.to_string())
        .replace("{q}", random.pick(&["I", "II", "III"]))
}

/// A product; most are plans and reports.
fn product(random: &mut Random) -> String {
    if random.chance(60) { random.pick(&["Kế hoạch", "Báo cáo"]) } else { random.pick(PRODUCTS) }.to_owned()
}

/// A task of the old appendix.
pub(super) fn draft(text: String, section: usize, place: usize, random: &mut Random) -> Draft {
    let lead_count = if random.chance(80) { 1 } else { 2 };
    let lead = agencies(lead_count, &[], random);
    let support_count = random.below(4);
    let support = agencies(support_count, &lead, random);
    Draft {
        text,
        product: product(random),
        leader: pair(LEADERS, random).0.to_owned(),
        lead,
        support,
        deadline: time(OLD_YEAR, random),
        section,
        from: vec![place],
        changes: BTreeSet::new(),
    }
}

/// How much a new plan changes of its tasks' fields: of a hundred, how many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    /// Years since the old plan.
    pub(super) years: i16,
    product: usize,
    agencies: usize,
}

impl Habits {
    /// Those of some office: one carries everything on, another writes every product anew.
    pub(super) fn any(years: i16, random: &mut Random) -> Self {
        Self { years, product: random.between(5, 85), agencies: random.between(5, 60) }
    }
}

/// Lets the years pass over everything but the text.
pub(super) fn age(draft: &mut Draft, habits: Habits, random: &mut Random) {
    let years = habits.years;
    for field in [Field::Lead, Field::Support] {
        let names = if field == Field::Lead { &mut draft.lead } else { &mut draft.support };
        for name in names.iter_mut() {
            let passed = [
                (SUCCEEDED, Cause::AgencySucceeded),
                (DISTRICTS, Cause::DistrictToCommune),
                (RENAMED, Cause::AgencyRenamed),
            ];
            for (pairs, cause) in passed {
                let Some((_, new)) = pairs.iter().find(|(old, _)| old == name) else { continue };
                // Agencies that only changed their names did so for some documents only.
                if cause != Cause::AgencyRenamed || random.chance(50) {
                    *name = (*new).to_owned();
                    draft.changes.insert((field, cause));
                }
                break;
            }
        }
    }
    if random.chance(habits.agencies) {
        reassign(draft, random);
    }
    if random.chance(70)
        && let Some((_, office)) = LEADERS.iter().find(|(named, _)| *named == draft.leader)
    {
        draft.leader = (*office).to_owned();
        draft.changes.insert((Field::Leader, Cause::LeaderToRole));
    }
    if random.chance(habits.product) {
        let other = product(random);
        // What is added to a product is a change of it too, but `Báo cáo` → `Báo cáo kết quả` is one of degree.
        if !other.contains(&draft.product) && !draft.product.contains(&other) {
            draft.product = other;
            draft.changes.insert((Field::Product, Cause::ProductChanged));
        }
    }
    deadline(draft, years, random);
}

/// What another level of government makes of a task: its own bodies, leaders and times.
pub(super) fn elsewhere(draft: &mut Draft, random: &mut Random) {
    const BODIES: &[&str] = &[
        "Phòng Văn hóa - Xã hội",
        "Văn phòng HĐND và UBND phường",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Trung tâm Phục vụ hành chính công phường",
    ];
    draft.lead = vec![random.pick(BODIES).to_owned()];
    draft.support = vec!["Các cơ quan chuyên môn".to_owned()];
    draft.leader = "Phó Chủ tịch UBND phường".to_owned();
    if random.chance(30) {
        draft.deadline = "Theo hướng dẫn của tỉnh".to_owned();
    }
}

/// Now and then other agencies: one more, one less, another lead, lead and support swapped.
fn reassign(draft: &mut Draft, random: &mut Random) {
    // Standing agencies are drawn, so that no succession explains the new one.
    let other = |draft: &Draft, random: &mut Random| {
        let free = |name: &&&str| !draft.lead.iter().chain(&draft.support).any(|n| n == *name);
        let start = random.below(STANDING.len());
        STANDING.iter().cycle().skip(start).take(STANDING.len()).find(free).map(|n| (*n).to_owned())
    };
    match random.below(4) {
        0 => {
            if let Some(name) = other(draft, random) {
                draft.support.push(name);
                draft.changes.insert((Field::Support, Cause::AgencyAdded));
            }
        }
        1 => {
            let unchanged = |name: &String| STANDING.contains(&name.as_str());
            if draft.support.len() > 1 && draft.support.last().is_some_and(unchanged) {
                draft.support.pop();
                draft.changes.insert((Field::Support, Cause::AgencyDropped));
            }
        }
        2 => {
            let lone = draft.lead.len() == 1 && draft.lead.iter().all(|n| STANDING.contains(&n.as_str()));
            if let Some(name) = other(draft, random).filter(|_| lone) {
                draft.lead = vec![name];
                draft.changes.insert((Field::Lead, Cause::Reassigned));
            }
        }
        _ => {
            let standing = |n: &Vec<String>| n.len() == 1 && n.iter().all(|n| STANDING.contains(&n.as_str()));
            if standing(&draft.lead) && standing(&draft.support) {
                std::mem::swap(&mut draft.lead, &mut draft.support);
                draft.changes.insert((Field::Lead, Cause::LeadSupportSwapped));
                draft.changes.insert((Field::Support, Cause::LeadSupportSwapped));
            }
        }
    }
}

fn deadline(draft: &mut Draft, years: i16, random: &mut Random) {
    let old_year = OLD_YEAR.to_string();
    let new_year = (OLD_YEAR + years).to_string();
    if !draft.deadline.contains(&old_year) {
        if random.chance(10) && draft.deadline != "Thường xuyên" {
            draft.deadline = "Thường xuyên".to_owned();
            draft.changes.insert((Field::Deadline, Cause::RecurrenceChanged));
        }
        return;
    }
    draft.deadline = draft.deadline.replace(&old_year, &new_year);
    if random.chance(75) {
        draft.changes.insert((Field::Deadline, Cause::YearRolled));
        return;
    }
    match random.below(3) {
        0 => {
            draft.deadline = random.pick(&["Hằng năm", "Hằng tháng", "Thường xuyên"]).to_owned();
            draft.changes.insert((Field::Deadline, Cause::RecurrenceChanged));
        }
        1 => {
            draft.deadline = "Theo chỉ đạo của UBND tỉnh".to_owned();
            draft.changes.insert((Field::Deadline, Cause::DeadlineRestated));
        }
        _ => {
            draft.deadline = format!("Tháng {}/{new_year}", random.between(10, 11));
            draft.changes.insert((Field::Deadline, Cause::DeadlineMoved));
        }
    }
}
