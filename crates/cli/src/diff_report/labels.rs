//! The words of the reports.

use vanthu_appendix::model::Provenance;
use vanthu_diff::model::{Cause, Change, Counts, Field, Relation};
use vanthu_document::diagnostic::Language;

use crate::locale::pick;

/// A field's name, as appendices call their columns.
pub(crate) fn field(field: Field, language: Language) -> &'static str {
    let (vietnamese, english) = match field {
        Field::Task => ("Nhiệm vụ", "Task"),
        Field::Product => ("Sản phẩm", "Product"),
        Field::Leader => ("Lãnh đạo phụ trách", "Leader"),
        Field::Lead => ("Chủ trì", "Lead"),
        Field::Support => ("Phối hợp", "Support"),
        Field::Deadline => ("Thời hạn", "Deadline"),
        Field::Section => ("Mục", "Section"),
    };
    pick(language, vietnamese, english)
}

/// A cause in a few words.
pub(crate) fn cause(cause: Cause, language: Language) -> &'static str {
    let (vietnamese, english) = match cause {
        Cause::Wording => ("đổi lời văn", "reworded"),
        Cause::Abbreviation => ("viết tắt", "abbreviation"),
        Cause::YearRolled => ("chuyển sang năm mới", "year rolled on"),
        Cause::TypingError => ("lỗi gõ", "typing slip"),
        Cause::LeaderToRole => ("nêu chức danh thay cho tên", "named leader, now by office"),
        Cause::LeaderChanged => ("đổi lãnh đạo phụ trách", "another leader"),
        Cause::AgencyRenamed => ("cơ quan đổi tên", "agency renamed"),
        Cause::AgencySucceeded => ("cơ quan kế thừa", "agency succeeded"),
        Cause::DistrictToCommune => ("bỏ cấp huyện, chuyển cấp xã", "district to commune"),
        Cause::Transferred => ("chuyển giao nhiệm vụ", "work handed over"),
        Cause::AgencyAdded => ("thêm cơ quan", "agency added"),
        Cause::AgencyDropped => ("bớt cơ quan", "agency dropped"),
        Cause::LeadSupportSwapped => ("đổi vai chủ trì, phối hợp", "lead and support swapped"),
        Cause::Reassigned => ("giao cơ quan khác", "reassigned"),
        Cause::ProductChanged => ("đổi sản phẩm", "product changed"),
        Cause::DeadlineMoved => ("dời thời hạn", "deadline moved"),
        Cause::DeadlineRestated => ("thời hạn nêu cách khác", "deadline restated"),
        Cause::RecurrenceChanged => ("đổi định kỳ", "recurrence changed"),
        Cause::SectionMoved => ("chuyển mục", "section moved"),
    };
    pick(language, vietnamese, english)
}

/// A relation in a word or two.
pub(crate) fn relation(relation: Relation, language: Language) -> &'static str {
    let (vietnamese, english) = match relation {
        Relation::Same => ("giữ nguyên", "same"),
        Relation::Changed => ("thay đổi", "changed"),
        Relation::Split => ("tách", "split"),
        Relation::Merged => ("gộp", "merged"),
    };
    pick(language, vietnamese, english)
}

/// The cause of a change with the act, the day or the shift behind it.
pub(crate) fn reason(change: &Change, language: Language) -> String {
    let mut parts = vec![cause(change.cause, language).to_owned()];
    if let Some(act) = &change.act {
        parts.push(act.clone());
    }
    if let Some(since) = change.since {
        parts.push(match language {
            Language::Vietnamese => format!("từ {since}"),
            Language::English => format!("since {since}"),
        });
    }
    if let Some(shift) = change.shift {
        let (days, quarters) = (shift.days.unsigned_abs(), shift.quarters.unsigned_abs());
        let later = shift.days > 0;
        parts.push(match (language, quarters) {
            (Language::Vietnamese, 0) => {
                format!("{} {days} ngày", if later { "muộn hơn" } else { "sớm hơn" })
            }
            (Language::Vietnamese, _) => {
                format!("{} {days} ngày, {quarters} quý", if later { "muộn hơn" } else { "sớm hơn" })
            }
            (Language::English, 0) => format!("{days} days {}", if later { "later" } else { "earlier" }),
            (Language::English, _) => {
                format!("{days} days, {quarters} quarters {}", if later { "later" } else { "earlier" })
            }
        });
    }
    parts.join(", ")
}

/// The counts as pairs of a name and a number.
pub(crate) fn counts(counts: &Counts, language: Language) -> [(&'static str, usize); 11] {
    let name = |vietnamese, english| pick(language, vietnamese, english);
    [
        (name("nhiệm vụ cũ", "old tasks"), counts.old),
        (name("nhiệm vụ mới", "new tasks"), counts.new),
        (name("giữ nguyên", "same"), counts.same),
        (name("thay đổi", "changed"), counts.changed),
        (name("thay đổi thực chất", "materially changed"), counts.material),
        (name("chuyển mục", "moved to another section"), counts.moved),
        (name("tách", "split"), counts.split),
        (name("gộp", "merged"), counts.merged),
        (name("thêm mới", "added"), counts.added),
        (name("đã bỏ", "removed"), counts.removed),
        (name("cần xem lại", "to review"), counts.review),
    ]
}

/// A place in the source: page and lines.
pub(crate) fn place(place: &Provenance, language: Language) -> String {
    let page = place.page.map(|page| format!("{} {page}", pick(language, "trang", "page")));
    let lines = place.lines.map(|(first, last)| {
        let word = pick(language, "dòng", if first == last { "line" } else { "lines" });
        if first == last { format!("{word} {first}") } else { format!("{word} {first}–{last}") }
    });
    [page, lines].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
