//! Help in Vietnamese. The English texts stand in [`args`](crate::args); here is the other language for each of them.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command};
use vanthu_document::diagnostic::Language;

/// Names of commands (the program itself is empty) with what they do and their examples.
const COMMANDS: [(&str, &str, &str); 10] = [
    ("", "Đọc văn bản hành chính cũ và chuyển phụ lục thành nhiệm vụ có cấu trúc.", ""),
    (
        "convert",
        "Đọc văn bản, ghi nội dung thành JSON, và các dạng khác nếu cần",
        "\
Ví dụ:
  vanthu convert quyet-dinh.md -o out                  một văn bản, ra out/quyet-dinh.json
  vanthu convert luu-tru/ -o out --format csv,xlsx     cả thư mục, mở được bằng Excel
  vanthu convert luu-tru/ -o out --format md,html      để đọc, in và gửi đi
  vanthu convert luu-tru/ -o out --table               hiện luôn các nhiệm vụ tìm được
  cat trang.txt | vanthu convert -                     đọc đầu vào chuẩn, JSON ra đầu ra chuẩn

Cả thư mục được chuyển như một kho lưu trữ: những gì đã làm được ghi trong DIR/.vanthu, lần chạy sau chỉ làm phần mới hoặc đã
đổi, và làm tiếp nếu lần trước bị dừng. Cho cả kho, DIR/archive có báo cáo, các viện dẫn, và các bảng đã yêu cầu.

Mã thoát: 0 xong hết, 2 dùng sai hoặc không chuyển được gì, 3 một số tệp lỗi (mỗi tệp có nêu lý do).",
    ),
    (
        "restore",
        "Khôi phục dấu tiếng Việt: văn bản không dấu, hoặc do OCR đọc bằng ngôn ngữ khác",
        "\
Ví dụ:
  vanthu restore ke-hoach.txt > sach.txt               từng dòng một
  echo 'Cai cach hanh chinh' | vanthu restore          đọc đầu vào chuẩn
  vanthu restore ke-hoach.txt --json                   mỗi thay đổi kèm vị trí, các cách đọc và độ tin cậy

Văn bản đã đúng dấu được giữ nguyên; chữ số được giữ nguyên.",
    ),
    (
        "index",
        "Thêm văn bản vào chỉ mục tìm kiếm",
        "\
Ví dụ:
  vanthu index luu-tru/ --index idx               cả thư mục, tự chuyển những gì chưa chuyển
  vanthu index out/*.json --index idx             kết quả của lệnh convert
  vanthu index --remove cu.md --index idx         bỏ một văn bản khỏi chỉ mục
  vanthu index luu-tru/ --index idx --rebuild     lập lại chỉ mục, sau khi đổi phiên bản chương trình

Văn bản đã có thì bỏ qua, tệp đã đổi thì thay bản cũ. Lần chạy bị ngắt giữa chừng sẽ được làm tiếp.
Mã thoát: 0 xong, 2 dùng sai hoặc không làm được gì, 3 một số tệp lỗi (mỗi tệp có nêu lý do).",
    ),
    (
        "search",
        "Tìm trong chỉ mục: cơ quan nào chủ trì nhiệm vụ nào",
        "\
Câu hỏi: các từ, có dấu hoặc không dấu; dấu đã gõ thì được tính. Câu hỏi thường được hiểu: cơ quan, năm, thời hạn
trong câu; các từ để hỏi không tính.
  \"…\"  đứng liền nhau    -x  không có x    a OR b    ( )    x*  bắt đầu như vậy    x~1  sai một chữ cái
  chutri: phoihop: coquan: lanhdao: nhiemvu: sanpham: muc: so: banhanh: nam: han:
  nam:2024..2025    han:2025-Q4    han:2025-Q2..2025-Q4    han:30/6/2025

Ví dụ:
  vanthu search so noi vu tap huan --index idx
  vanthu search 'chutri:\"Trung tâm Phục vụ hành chính công\" han:2025-Q4' --index idx
  vanthu search 'cơ quan nào chủ trì số hóa hồ sơ năm 2025?' --index idx
  vanthu search kinh phí --agency 'Sở Tài chính' --successors --index idx --json
  vanthu search 'chuyển đổi số' --documents --index idx

Mã thoát: 0 có kết quả, 1 không có, 2 dùng sai hoặc lỗi.",
    ),
    (
        "agencies",
        "Liệt kê các cơ quan trong chỉ mục với số nhiệm vụ",
        "\
Ví dụ:
  vanthu agencies --index idx                       bảng, cơ quan chủ trì nhiều nhất đứng đầu
  vanthu agencies --index idx --csv > co-quan.csv   cho Excel, theo từng văn bản
  vanthu agencies --index idx --json                tất cả: cách viết, năm, văn bản, cơ quan kế thừa",
    ),
    (
        "diff",
        "So sánh phụ lục của hai văn bản, hoặc theo dõi nhiệm vụ qua nhiều văn bản",
        "\
Ví dụ:
  vanthu diff ke-hoach-2024.md ke-hoach-2025.txt             tóm tắt và bảng
  vanthu diff 2024.json 2025.json --format html -o so.html   báo cáo để gửi và in
  vanthu diff 2024.md 2025.md 2026.tsv                       dòng kế thừa của từng nhiệm vụ

Mã thoát: 0 giống nhau, 1 khác nhau, 2 dùng sai hoặc không có gì để so sánh.",
    ),
    (
        "scan",
        "Xem trước một thư mục có gì: dạng tệp, bảng mã, bản quét, tệp trùng, tệp hỏng, thời gian nhận dạng chữ",
        "\
Ví dụ:
  vanthu scan luu-tru/             có những gì, và đọc các bản quét mất bao lâu
  vanthu scan luu-tru/ --json      kèm từng tệp",
    ),
    ("worker", "Chuyển tệp cho một tiến trình khác của chương trình này", ""),
    (
        "schema",
        "In lược đồ JSON của những gì chương trình ghi ra",
        "\
Ví dụ:
  vanthu schema                  tên các lược đồ
  vanthu schema document         lược đồ của kết quả lệnh convert",
    ),
];

/// Arguments by their id.
const ARGUMENTS: [(&str, &str); 44] = [
    ("quiet", "Chỉ nói khi có lỗi"),
    ("verbose", "Nói nhiều hơn; hai lần để nói tất cả"),
    ("jobs", "Số tệp làm cùng lúc [mặc định: mỗi lõi một tệp]"),
    ("lang", "Ngôn ngữ của thông báo [mặc định: theo môi trường]"),
    ("paths", "Tệp và thư mục (đọc cả thư mục con, bỏ qua tệp ẩn); `-` là đầu vào chuẩn"),
    (
        "output",
        "Thư mục ghi kết quả, tự tạo nếu chưa có; nếu không nêu thì JSON ra đầu ra chuẩn, mỗi văn bản một dòng",
    ),
    (
        "format",
        "Dạng kết quả của mỗi văn bản; JSON luôn được ghi: json (toàn bộ nội dung), csv (nhiệm vụ, mở bằng Excel), \
        xlsx (sổ tính: nhiệm vụ, văn bản, cơ quan, văn bản được dẫn), md (Markdown, chương trình này đọc lại được), \
        html (trang để đọc và in), akn (Akoma Ntoso 3.0 cho cơ sở dữ liệu pháp luật), \
        jsonl (nhiệm vụ, mỗi dòng một đối tượng JSON), parquet (nhiệm vụ, cho các chương trình truy vấn dữ liệu lớn)",
    ),
    (
        "encoding",
        "Bảng mã của văn bản: utf-8, utf-16, tcvn3, vni, viscii, vps, windows-1258, windows-1252 [mặc định: tự nhận ra]",
    ),
    ("table", "In bảng các nhiệm vụ tìm được"),
    ("max_size", "Không nhận tệp lớn hơn số megabyte này"),
    ("max_pages", "Bỏ qua các trang sau trang này, kèm cảnh báo"),
    (
        "file_timeout",
        "Đọc các trang của một tệp nhiều nhất bấy nhiêu giây; phần còn lại bị bỏ qua, kèm cảnh báo",
    ),
    (
        "file_memory",
        "Bộ nhớ cho mỗi tệp của một thư mục, tính bằng megabyte; tệp cần nhiều hơn bị để riêng ra",
    ),
    ("index_memory", "Bộ nhớ để đọc một tệp, tính bằng megabyte; tệp cần nhiều hơn bị bỏ ra"),
    ("refresh", "Chuyển lại những gì do phiên bản khác của chương trình chuyển"),
    (
        "log",
        "Cách báo ra lỗi chuẩn diễn biến của từng tệp trong thư mục: text (cho người), json (cho chương trình)",
    ),
    ("scan_paths", "Tệp và thư mục (đọc cả thư mục con, bỏ qua tệp ẩn)"),
    ("no_ocr", "Không đọc các trang là ảnh"),
    ("file", "Tệp văn bản; nếu không nêu hoặc là `-` thì đọc đầu vào chuẩn"),
    ("json", "In một đối tượng JSON cho mỗi dòng: văn bản, trạng thái, các thay đổi"),
    ("documents", "Văn bản ở mọi dạng mà lệnh convert đọc được, hoặc JSON của nó, cũ nhất đứng trước"),
    ("view", "Cách trình bày những khác biệt"),
    ("report", "Tệp ghi kết quả [mặc định: đầu ra chuẩn]"),
    (
        "appendix",
        "Phụ lục nào, theo số thứ tự từ 1 hoặc theo tên; nêu một lần cho mọi văn bản hoặc mỗi văn bản một lần",
    ),
    (
        "index_paths",
        "Tệp và thư mục: văn bản ở mọi dạng mà lệnh convert đọc được, hoặc JSON của nó; `-` là đầu vào chuẩn",
    ),
    ("index_written", "Thư mục của chỉ mục, tự tạo nếu chưa có"),
    ("index_read", "Thư mục của chỉ mục"),
    ("rebuild", "Xóa chỉ mục trước khi lập lại"),
    ("remove", "Bỏ khỏi chỉ mục các văn bản có đường dẫn này, hoặc có mã băm bắt đầu như vậy"),
    ("query", "Điều cần tìm, nên đặt trong dấu nháy; có thể chỉ nêu các bộ lọc"),
    ("lead", "Chỉ nhiệm vụ do cơ quan này chủ trì"),
    ("support", "Chỉ nhiệm vụ do cơ quan này phối hợp"),
    ("agency", "Chỉ nhiệm vụ của cơ quan này, chủ trì hoặc phối hợp"),
    ("successors", "Tính cả những cơ quan đã sáp nhập vào cơ quan được hỏi"),
    ("year", "Chỉ văn bản của năm này hoặc những năm này"),
    ("section", "Chỉ nhiệm vụ thuộc mục này: chữ trong ký hiệu hoặc tên mục"),
    ("due", "Chỉ thời hạn kết thúc trong khoảng này: 2025-Q4, 2025-01..2025-06"),
    ("find_documents", "Tìm văn bản theo nội dung, không tìm nhiệm vụ"),
    ("limit", "Số kết quả nhiều nhất"),
    ("offset", "Bỏ qua N kết quả đầu"),
    ("explain", "Nêu điểm của mỗi kết quả gồm những gì"),
    ("as_json", "In JSON"),
    ("as_csv", "In CSV, mỗi cơ quan và văn bản một dòng"),
    ("name", "Tên lược đồ; nếu không nêu thì liệt kê các tên"),
];

/// The language that `--lang` asks for, looked up before the arguments are parsed, since their errors need it.
pub(crate) fn language_asked(arguments: &[OsString]) -> Option<Language> {
    let texts: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let values = texts.iter().zip(texts.iter().skip(1).copied().chain([""]));
    let asked = values.filter_map(|(a, next)| match a.strip_prefix("--lang") {
        Some("") => Some(next),
        Some(rest) => rest.strip_prefix('='),
        None => None,
    });
    match asked.last() {
        Some("vi") => Some(Language::Vietnamese),
        Some("en") => Some(Language::English),
        _ => None,
    }
}

/// The command with its texts in `language`.
pub(crate) fn localized(command: Command, language: Language) -> Command {
    match language {
        Language::English => command,
        Language::Vietnamese => in_vietnamese(command),
    }
}

fn in_vietnamese(mut command: Command) -> Command {
    let name = command.get_name().to_owned();
    let key = if name == "vanthu" { "" } else { name.as_str() };
    if let Some((_, about, examples)) = COMMANDS.iter().find(|(n, ..)| *n == key) {
        command = command.about(*about);
        if !examples.is_empty() {
            command = command.after_help(*examples);
        }
    }
    command = command
        .help_template("{about}\n\nCách dùng: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("Lệnh")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|argument| {
            let heading = if argument.is_positional() { "Đối số" } else { "Tùy chọn" };
            // Clap knows the values' own texts only in English; the help of `format` spells them out.
            let text = ARGUMENTS.iter().find(|(id, _)| *id == argument.get_id().as_str());
            let argument = argument.help_heading(heading);
            text.map_or(argument.clone(), |(id, help)| {
                argument.help(*help).hide_possible_values(*id == "format")
            })
        })
        .arg(own_flag("help", 'h', ArgAction::Help, "In trợ giúp"));
    if key.is_empty() {
        command = command.arg(own_flag("version", 'V', ArgAction::Version, "In phiên bản"));
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_vietnamese))
}

/// A flag that clap would otherwise bring with an English text.
fn own_flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name).short(short).long(name).action(action).help(help).help_heading("Tùy chọn")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    fn check(command: &Command) {
        let key = if command.get_name() == "vanthu" { "" } else { command.get_name() };
        assert!(COMMANDS.iter().any(|(name, ..)| *name == key), "no Vietnamese for the command {key}");
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            let known = ARGUMENTS.iter().any(|(name, _)| *name == id);
            assert!(known || ["help", "version"].contains(&id), "no Vietnamese for the argument {id}");
        }
        command.get_subcommands().for_each(check);
    }

    #[test]
    fn every_text_has_its_vietnamese() {
        check(&Cli::command());
        in_vietnamese(Cli::command()).debug_assert();
    }

    #[test]
    fn the_language_is_found_before_parsing() {
        let asked = |words: &[&str]| language_asked(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked(&["vanthu", "--lang", "vi", "schema"]), Some(Language::Vietnamese));
        assert_eq!(asked(&["vanthu", "schema", "--lang=en"]), Some(Language::English));
        assert_eq!(asked(&["vanthu", "schema", "--lang"]), None);
        assert_eq!(asked(&["vanthu"]), None);
    }
}
