//! Leaders (lãnh đạo phụ trách): the people, or the offices of people, who answer for a task.

use crate::token::Tokens;

/// Words with which a leader's title or office begins, folded. Source: Luật Tổ chức Chính phủ 2025, Luật Tổ chức chính
/// quyền địa phương 2025, Điều lệ Đảng, Luật Giáo dục 2019.
const OPENINGS: &[&str] = &[
    "d / c",
    "dong chi",
    "ong",
    "ba",
    "thu tuong",
    "pho thu tuong",
    "bo truong",
    "thu truong",
    "chu tich",
    "pho chu tich",
    "pct",
    "bi thu",
    "pho bi thu",
    "thuong truc",
    "chanh van phong",
    "pho chanh van phong",
    "giam doc",
    "pho giam doc",
    "cuc truong",
    "pho cuc truong",
    "vu truong",
    "tong cuc truong",
    "truong phong",
    "pho truong phong",
    "truong ban",
    "pho truong ban",
    "hieu truong",
    "pho hieu truong",
    "uy vien",
    "lanh dao",
];

/// How much a text looks like the name or office of a leader, 0 to 1.
#[must_use]
pub fn likeness(text: &str) -> f32 {
    let tokens = Tokens::new(text);
    let first = (0..tokens.list().len()).find(|i| tokens.mark(*i).is_none()).unwrap_or(0);
    if !tokens.get(first).is_some_and(|t| t.capital) {
        return 0.0;
    }
    let opens = OPENINGS.iter().filter_map(|o| tokens.phrase_at(first, o)).max();
    let words = tokens.list().len();
    match opens {
        Some(_) if words <= 16 => 1.0,
        Some(_) if words <= 30 => 0.6,
        Some(_) => 0.2,
        None => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_and_others() {
        for text in [
            "Đ/c Phó Chủ tịch UBND tỉnh phụ trách",
            "Thứ trưởng Nguyễn Văn An",
            "Bà Lê Thị Hoa, Phó Hiệu trưởng",
        ] {
            assert!(likeness(text) > 0.9, "{text}");
        }
        for text in ["Sở Nội vụ", "Báo cáo", "Tháng 7/2025", "bà con nông dân", ""] {
            assert!(likeness(text) < 0.1, "{text}");
        }
    }
}
