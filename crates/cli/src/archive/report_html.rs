//! The report as a page to read and print, in one file.

use std::fmt::Write;

use vanthu_archive::catalogue::State;
use vanthu_document::diagnostic::Language;
use vanthu_export::html::escaped;

use super::display::state_name;
use super::report::Report;
use crate::locale::pick;

const STYLE: &str = "body{font:15px/1.45 'Times New Roman',serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}\
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #bbb}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2em .6em;border-bottom:1px solid #ddd}\
th{background:#f3f3f3}td.n,th.n{text-align:right;white-space:nowrap}.path{word-break:break-all}@media print{body{margin:0}}";

/// Most rows of a list; the JSON has them all.
const MOST_ROWS: usize = 1000;

/// The page.
pub(crate) fn render(report: &Report, language: Language) -> String {
    let say = |vietnamese: &'static str, english: &'static str| pick(language, vietnamese, english);
    let title = say("Báo cáo chuyển đổi kho lưu trữ", "Report on the conversion of an archive");
    let mut page = Page(String::new());
    let code = say("vi", "en");
    page.0.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n"
    ));
    numbers(&mut page, report, language);
    if !report.look_first.is_empty() {
        page.heading(say("Nên xem trước", "To look at first"));
        page.paragraph(say(
            "Điểm ước lượng số dòng mà người xem sẽ phải sửa: tổng của (1 − độ tin cậy) của các nhiệm vụ, cộng trọng số của các cảnh báo, \
             cộng nửa điểm cho mỗi yếu tố thiếu (số, ngày, cơ quan ban hành), cộng phần khôi phục dấu còn nghi ngờ.",
            "The score estimates how many rows a person would set right: the sum of (1 − confidence) of the tasks, plus the weights of \
             the warnings, half a row for each of number, date and issuer that is missing, and what is in doubt of restored text.",
        ));
        let heads = [
            say("Tệp", "File"),
            say("Số văn bản", "Number"),
            say("Nhiệm vụ nghi ngờ", "Doubtful tasks"),
            say("Cảnh báo", "Warnings"),
            say("Điểm", "Score"),
        ];
        page.table(
            &heads,
            report.look_first.iter().map(|see| {
                let warnings = see.warnings.iter().map(|(code, times)| format!("{code} × {times}"));
                [
                    see.path.clone(),
                    see.reference.clone().unwrap_or_default(),
                    format!("{} / {}", see.doubtful_tasks, see.tasks),
                    warnings.collect::<Vec<_>>().join(", "),
                    format!("{:.2}", see.attention.score),
                ]
            }),
        );
    }
    if !report.failures.is_empty() {
        page.heading(say("Không chuyển được", "Not converted"));
        let heads = [say("Tệp", "File"), say("Kết quả", "Result"), say("Lý do", "Reason")];
        page.table(
            &heads,
            report.failures.iter().map(|failed| {
                [failed.path.clone(), state_name(failed.state, language).to_owned(), failed.reason.clone()]
            }),
        );
    }
    if !report.warnings.is_empty() {
        page.heading(say("Cảnh báo", "Warnings"));
        let heads = [say("Mã", "Code"), say("Số văn bản", "Documents"), say("Số lần", "Times")];
        page.table(
            &heads,
            report
                .warnings
                .iter()
                .map(|(code, warned)| [code.clone(), warned.documents.to_string(), warned.times.to_string()]),
        );
    }
    citations(&mut page, report, language);
    if !report.duplicates.is_empty() {
        page.heading(say("Trùng nội dung", "Duplicates"));
        let heads = [say("Tệp", "File"), say("Giống hệt", "Same as")];
        page.table(&heads, report.duplicates.iter().map(|d| [d.path.clone(), d.same_as.clone()]));
    }
    if !report.slowest.is_empty() {
        page.heading(say("Lâu nhất", "Slowest"));
        let heads = [say("Tệp", "File"), say("Giây", "Seconds")];
        page.table(&heads, report.slowest.iter().map(|s| [s.path.clone(), format!("{:.2}", s.seconds)]));
    }
    page.0.push_str("</body></html>\n");
    page.0
}

fn numbers(page: &mut Page, report: &Report, language: Language) {
    let say = |vietnamese: &'static str, english: &'static str| pick(language, vietnamese, english);
    let counts = &report.counts;
    page.heading(say("Tổng quát", "Overview"));
    let rows = [
        (say("Tệp", "Files"), counts.files),
        (say("Đã chuyển", "Converted"), counts.converted),
        (say("Trùng nội dung", "Duplicates"), counts.duplicates),
        (say("Lỗi", "Failed"), counts.failed),
        (say("Cách ly", "Quarantined"), counts.quarantined),
        (say("Tệp nén và thư điện tử đã mở", "Archives and mails opened"), counts.containers),
        (say("Trang (dạng có trang)", "Pages (of forms that have pages)"), counts.pages),
        (say("Nhiệm vụ", "Tasks"), counts.tasks),
        (say("Nhiệm vụ nghi ngờ", "Doubtful tasks"), counts.doubtful_tasks),
        (say("Văn bản được khôi phục dấu", "Documents with restored diacritics"), counts.restored),
        (say("Chuyển trong lần chạy cuối", "Converted in the last run"), report.run.converted),
        (say("Giữ nguyên từ lần trước", "Unchanged since an earlier run"), report.run.unchanged),
    ];
    page.table(&["", ""], rows.into_iter().map(|(name, number)| [name.to_owned(), number.to_string()]));
    page.heading(say("Theo dạng tệp", "By form"));
    let mut heads = vec![say("Dạng", "Form")];
    heads.extend(State::ALL.map(|state| state_name(state, language)));
    page.table(
        &heads,
        report.forms.iter().map(|(form, states)| {
            let count = |state: State| states.get(state.as_str()).copied().unwrap_or_default().to_string();
            let mut row = vec![form.clone()];
            row.extend(State::ALL.map(count));
            row
        }),
    );
}

fn citations(page: &mut Page, report: &Report, language: Language) {
    let say = |vietnamese: &'static str, english: &'static str| pick(language, vietnamese, english);
    let overview = &report.citations;
    if overview.cited == 0 {
        return;
    }
    page.heading(say("Viện dẫn", "Citations"));
    page.paragraph(&match language {
        Language::Vietnamese => format!(
            "{} lần viện dẫn, {} tới văn bản có trong kho. Chi tiết: citations.json.",
            overview.cited, overview.resolved
        ),
        Language::English => format!(
            "{} citations, {} of them of documents in the archive. All of them: citations.json.",
            overview.cited, overview.resolved
        ),
    });
    if !overview.drafts.is_empty() {
        page.paragraph(say(
            "Văn bản để trống số, và số có lẽ đúng theo văn bản khác dẫn:",
            "Documents whose number is blank, and the number that they probably have, as others cite it:",
        ));
        let heads = [say("Tệp", "File"), say("Có lẽ là", "Probably"), say("Độ tin cậy", "Confidence")];
        page.table(
            &heads,
            overview.drafts.iter().map(|draft| {
                [draft.path.clone(), draft.likely.clone(), format!("{:.0}%", draft.confidence * 100.0)]
            }),
        );
    }
    if !overview.chains.is_empty() {
        page.paragraph(say("Chuỗi sửa đổi, thay thế:", "Chains of amendment and replacement:"));
        page.table(
            &[say("Chuỗi, cũ nhất đứng trước", "Chain, the oldest first")],
            overview.chains.iter().map(|chain| [chain.join(" → ")]),
        );
    }
}

/// The page while it grows.
struct Page(String);

impl Page {
    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.0, "<h2>{}</h2>", escaped(text));
    }

    fn paragraph(&mut self, text: &str) {
        let _ = writeln!(self.0, "<p>{}</p>", escaped(text));
    }

    fn table<R: AsRef<[String]>>(&mut self, heads: &[&str], rows: impl Iterator<Item = R>) {
        self.0.push_str("<table>");
        if heads.iter().any(|head| !head.is_empty()) {
            self.0.push_str("<tr>");
            heads.iter().for_each(|head| self.0.push_str(&format!("<th>{}</th>", escaped(head))));
            self.0.push_str("</tr>\n");
        }
        let mut left_out = 0_usize;
        for (place, row) in rows.enumerate() {
            if place >= MOST_ROWS {
                left_out += 1;
                continue;
            }
            self.0.push_str("<tr>");
            for cell in row.as_ref() {
                let number = !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                let class = if number { "n" } else { "path" };
                self.0.push_str(&format!("<td class=\"{class}\">{}</td>", escaped(cell)));
            }
            self.0.push_str("</tr>\n");
        }
        self.0.push_str("</table>\n");
        if left_out > 0 {
            self.paragraph(&format!("… + {left_out} (report.json)"));
        }
    }
}
