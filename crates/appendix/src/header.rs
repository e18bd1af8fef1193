//! Header names to roles, by meaning.
//!
//! Each phrase of `data/headers.tsv` that stands in a header speaks for a role with its weight; the longest phrase
//! counts in full and further ones a little, so that `Lãnh đạo UBND tỉnh chủ trì` is a leader although `chủ trì`
//! speaks for a lead agency. A word of four letters and more may differ in one letter (an OCR slip). All columns of a
//! table are then [assigned](assign) together: a role goes to the column that has the best claim to it, and what the
//! cells hold counts where the header leaves doubt.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::memo::Memo;
use crate::model::Role;
use crate::token::{Kind, Tokens};

/// The roles, in the order of [`RoleScores`].
pub const ROLES: [Role; 9] = [
    Role::Ordinal,
    Role::Task,
    Role::Product,
    Role::Leader,
    Role::Lead,
    Role::Support,
    Role::Deadline,
    Role::Source,
    Role::Other,
];

/// Position of a role in [`ROLES`].
pub(crate) fn index(role: Role) -> usize {
    ROLES.iter().position(|r| *r == role).unwrap_or(ROLES.len() - 1)
}

/// How much speaks for each role, in the order of [`ROLES`]; 4 and more is clear.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RoleScores(pub [f32; 9]);

impl RoleScores {
    /// The score of one role.
    #[must_use]
    pub fn of(&self, role: Role) -> f32 {
        self.0[index(role)]
    }

    /// The role with the highest score, where any has one.
    #[must_use]
    pub fn best(&self) -> Option<(Role, f32)> {
        let mut best: Option<(Role, f32)> = None;
        for (role, score) in ROLES.into_iter().zip(self.0) {
            if score > 0.0 && best.is_none_or(|(_, b)| score > b) {
                best = Some((role, score));
            }
        }
        best
    }
}

struct Phrase {
    role: Role,
    weight: f32,
    words: Vec<&'static str>,
}

static PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    crate::data::rows(include_str!("../data/headers.tsv"))
        .filter_map(|[role, weight, phrase]| {
            let role = match role {
                "ordinal" => Role::Ordinal,
                "task" => Role::Task,
                "product" => Role::Product,
                "leader" => Role::Leader,
                "lead" => Role::Lead,
                "support" => Role::Support,
                "deadline" => Role::Deadline,
                "source" => Role::Source,
                _ => Role::Other,
            };
            Some(Phrase { role, weight: weight.parse().ok()?, words: phrase.split(' ').collect() })
        })
        .collect()
});

/// Words of more than this are no header: a sentence that happens to hold `nhiệm vụ`.
const LONGEST_HEADER: usize = 24;

/// What a header name speaks for.
///
/// ```
/// use vanthu_appendix::{header, model::Role};
///
/// assert_eq!(header::scores("Yêu cầu/Kết quả/Sản phẩm").best().unwrap().0, Role::Product);
/// assert_eq!(header::scores("Lãnh đạo UBND tỉnh chủ trì").best().unwrap().0, Role::Leader);
/// ```
#[must_use]
pub fn scores(header: &str) -> RoleScores {
    thread_local! {
        static KNOWN: RefCell<Memo<RoleScores>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| known.of(header, || work_out(header)))
}

/// What [`scores`] says of a header that it has not met.
fn work_out(header: &str) -> RoleScores {
    let tokens = Tokens::new(header);
    let words: Vec<&str> = (0..tokens.list().len())
        .filter(|i| tokens.get(*i).is_some_and(|t| t.kind == Kind::Word || t.kind == Kind::Mark('#')))
        .map(|i| tokens.folded(i))
        .collect();
    let mut scores = RoleScores::default();
    if words.is_empty() || words.len() > LONGEST_HEADER {
        return scores;
    }
    let mut sums = [0.0f32; 9];
    for phrase in PHRASES.iter() {
        let Some((at, likeness)) = phrase.found_in(&words) else { continue };
        // A phrase that is the whole header says more than one inside it, and Vietnamese puts the noun first:
        // `Nội dung phối hợp` is a content, not an agency.
        let whole = if phrase.words.len() == words.len() { 1.25 } else { 1.0 };
        let first = if at == 0 { 1.5 } else { 0.85 };
        let score = phrase.weight * likeness * whole * first;
        let role = index(phrase.role);
        sums[role] += score;
        scores.0[role] = scores.0[role].max(score);
    }
    for (score, sum) in scores.0.iter_mut().zip(sums) {
        *score += 0.1 * (sum - *score);
    }
    // `Kết quả năm 2024`, `Mục tiêu năm 2025 (%)`: figures of a year, not what a task yields.
    if tokens
        .list()
        .iter()
        .enumerate()
        .any(|(i, _)| tokens.number(i).is_some_and(|n| (1945..2100).contains(&n)))
    {
        scores.0[index(Role::Product)] *= 0.4;
        scores.0[index(Role::Other)] += 2.0;
    }
    scores
}

impl Phrase {
    /// Where the phrase's words stand side by side in `words`, and how well: 1 exact, less with a slip.
    fn found_in(&self, words: &[&str]) -> Option<(usize, f32)> {
        let windows = words.windows(self.words.len()).enumerate();
        windows
            .filter_map(|(at, w)| Some((at, self.matches(w)?)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    fn matches(&self, window: &[&str]) -> Option<f32> {
        let mut likeness = 1.0;
        for (word, want) in window.iter().zip(&self.words) {
            if !may_slip(word, want) {
                return None;
            }
            if word == want {
                continue;
            }
            if want.len() < 4 || self.words.len() < 2 || strsim::levenshtein(word, want) > 1 {
                return None;
            }
            likeness *= 0.8;
        }
        (likeness > 0.6).then_some(likeness)
    }
}

/// Whether two words may be one but for a letter: one letter makes little difference in length, and none at one of the
/// ends. Costs less than their distance, and nearly all pairs fail.
fn may_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len().abs_diff(b.len()) <= 1 && (a.first() == b.first() || a.last() == b.last())
}

/// A column's role and how clear it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assigned {
    /// The role.
    pub role: Role,
    /// 0 to 1; below 0.5 the header alone would not decide.
    pub clarity: f32,
}

/// Least score with which a column takes a role.
const LEAST: f32 = 1.0;

/// Gives each column its role: the best claims first, each role but [`Role::Other`] once.
///
/// `claims` are the scores of the columns from the left, of header and content together.
#[must_use]
pub fn assign(claims: &[RoleScores]) -> Vec<Assigned> {
    let mut out = vec![Assigned { role: Role::Other, clarity: 0.0 }; claims.len()];
    let mut ranked: Vec<(f32, usize, Role)> = Vec::new();
    for (column, scores) in claims.iter().enumerate() {
        for (role, score) in ROLES.into_iter().zip(scores.0) {
            if score >= LEAST {
                ranked.push((score, column, role));
            }
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(index(a.2).cmp(&index(b.2))));
    let mut column_done = vec![false; claims.len()];
    let mut role_done = [false; 9];
    for (score, column, role) in ranked {
        if column_done[column] || (role_done[index(role)] && role != Role::Other) {
            continue;
        }
        let best = claims[column].best().map_or(score, |(_, s)| s);
        // A column whose own best role is taken keeps out of roles that it only grazes.
        if score < 0.5 * best {
            continue;
        }
        column_done[column] = true;
        role_done[index(role)] = true;
        out[column] = Assigned { role, clarity: (score / 4.0).min(1.0) };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(headers: &[&str]) -> Vec<Role> {
        let claims: Vec<RoleScores> = headers.iter().map(|h| scores(h)).collect();
        assign(&claims).into_iter().map(|a| a.role).collect()
    }

    #[test]
    fn headers_of_many_offices() {
        use Role::{Deadline, Lead, Leader, Ordinal, Other, Product, Source, Support, Task};
        let cases: &[(&[&str], &[Role])] = &[
            (
                &[
                    "TT",
                    "Thời gian hoàn thành",
                    "Nhiệm vụ",
                    "Cơ quan, đơn vị phối hợp",
                    "Lãnh đạo UBND tỉnh chủ trì",
                    "Cơ quan, đơn vị chủ trì",
                    "Nội dung/sản phẩm",
                ],
                &[Ordinal, Deadline, Task, Support, Leader, Lead, Product],
            ),
            (
                &[
                    "STT",
                    "Ghi chú",
                    "Nội dung công việc",
                    "Thời gian thực hiện",
                    "Đơn vị phối hợp",
                    "Đơn vị chủ trì",
                ],
                &[Ordinal, Other, Task, Deadline, Support, Lead],
            ),
            (
                &[
                    "Số TT",
                    "Yêu cầu/Kết quả/Sản phẩm",
                    "Cơ quan phối hợp",
                    "Nhiệm vụ",
                    "Tiến độ hoàn thành",
                    "Cơ quan chủ trì",
                ],
                &[Ordinal, Product, Support, Task, Deadline, Lead],
            ),
            (
                &[
                    "Nguồn/Giải trình",
                    "TT",
                    "Sản phẩm",
                    "TTNV",
                    "Nhiệm vụ",
                    "Cơ quan phối hợp",
                    "Lãnh đạo phụ trách",
                    "Thời gian hoàn thành",
                    "Cơ quan chủ trì",
                ],
                &[Source, Ordinal, Product, Other, Task, Support, Leader, Deadline, Lead],
            ),
            (
                &["Thời gian trình", "Tên văn bản", "Căn cứ", "Hình thức văn bản", "Đơn vị thực hiện"],
                &[Deadline, Task, Source, Product, Lead],
            ),
            (
                &["STT", "THỜI GIAN", "NỘI DUNG", "BỘ PHẬN THỰC HIỆN", "NGƯỜI PHỤ TRÁCH"],
                &[Ordinal, Deadline, Task, Lead, Leader],
            ),
            (
                &[
                    "STT",
                    "Đơn vị chủ trì tham mưu, theo dõi",
                    "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
                    "Mục tiêu năm 2025",
                    "Điểm tối đa",
                    "Kết quả năm 2024",
                ],
                &[Ordinal, Lead, Task, Other, Other, Other],
            ),
            (&["TT", "Nguồn kinh phí", "Hoạt động", "Phân công"], &[Ordinal, Other, Task, Lead]),
            (&["TT", "Chức vụ", "Họ và tên", "Số điện thoại"], &[Ordinal, Other, Other, Other]),
        ];
        for (headers, want) in cases {
            assert_eq!(roles(headers), *want, "{headers:?}");
        }
    }

    #[test]
    fn one_slip_of_the_ocr_is_forgiven() {
        assert_eq!(scores("Thời gian hoàn thánb").best().unwrap().0, Role::Deadline);
        assert_eq!(scores("Cơ quan phớl hợp").best().map(|b| b.0), Some(Role::Support));
    }

    #[test]
    fn sentences_are_no_headers() {
        let text = "Tổ chức thực hiện nhiệm vụ theo kế hoạch ".repeat(4);
        assert_eq!(scores(&text), RoleScores::default());
    }
}
