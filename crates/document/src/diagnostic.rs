//! What the program noticed in a document and a person should look at: codes, places, and messages in two languages.

use crate::page::Span;

/// Language of what a user reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Tiếng Việt.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// The words of this language.
    pub fn pick<T>(self, vietnamese: T, english: T) -> T {
        match self {
            Language::Vietnamese => vietnamese,
            Language::English => english,
        }
    }
}

/// Declares the codes with their messages, so that none can be without.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $vi:literal, $en:literal;)+) => {
        /// What was noticed. The text of the code is part of the output and does not change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $variant,)+ }

        impl Code {
            /// Every code, in the order of their declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The code's name in the output, such as `section-label-repeated`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)+ }
            }

            /// The message with `{0}`, `{1}` … in place of the arguments.
            fn template(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Code::$variant, Language::Vietnamese) => $vi,
                    (Code::$variant, Language::English) => $en,)+
                }
            }
        }
    };
}

codes! {
    /// Bytes that are no text in the detected encoding; arguments: how many, where the first stands.
    InvalidBytes = "invalid-bytes",
        "{0} byte không hợp lệ, byte đầu tiên ở vị trí {1}; đã thay bằng ký tự �",
        "{0} invalid bytes, the first at offset {1}; replaced by �";
    /// A NUL or another control character was dropped; arguments: how many, where the first stands.
    ControlCharacters = "control-characters",
        "{0} ký tự điều khiển, ký tự đầu tiên ở dòng {1}; đã bỏ qua khi đọc",
        "{0} control characters, the first on line {1}; passed over";
    /// The encoding was guessed and may be another; arguments: the encoding, how sure in percent.
    EncodingDoubtful = "encoding-doubtful",
        "bảng mã của văn bản không chắc chắn ({0}, {1}%); nếu chữ sai, hãy chọn bằng --encoding",
        "the encoding of the text is in doubt ({0}, {1}%); if letters are wrong, choose with --encoding";
    /// A page is damaged and was read in part or not at all; argument: the page.
    PageDamaged = "page-damaged",
        "trang {0} bị hỏng, chỉ đọc được một phần hoặc không đọc được",
        "page {0} is damaged and was read in part or not at all";
    /// A page asked for more time or drawing than a page may; argument: the page.
    PageOverLimit = "page-over-limit",
        "trang {0} vượt giới hạn xử lý (vẽ quá nhiều hoặc quá lâu), chỉ đọc được một phần hoặc không đọc được",
        "page {0} went over the limits of drawing or time and was read in part or not at all";
    /// The first reader found nothing, and a second one without fonts and rules read the text.
    SecondEngine = "second-engine",
        "văn bản được đọc bằng bộ đọc dự phòng: bảng và chữ đậm có thể mất, cần đối chiếu với bản gốc",
        "the text was read by the second engine: tables and bold type may be lost; compare with the original";
    /// A page is a picture and was not read; arguments: the page, why.
    PageNotRead = "page-not-read",
        "trang {0} là ảnh và chưa được đọc: {1}",
        "page {0} is a picture and was not read: {1}";
    /// A word that an OCR read without being sure; arguments: the word and what else it may be, how sure in percent.
    WordDoubtful = "word-doubtful",
        "chữ đọc từ ảnh không chắc chắn ({1}%): “{0}”",
        "a word read from the picture is in doubt ({1}%): “{0}”";
    /// The document's number cannot be read for sure and is left out; argument: what was read, and what it may be.
    NumberDoubtful = "number-doubtful",
        "số của văn bản không đọc được chắc chắn: “{0}”; cần xem bản gốc",
        "the document's number cannot be read for sure: “{0}”; look at the original";
    /// The document's date cannot be read for sure; only what is certain is given; argument: what was read, and what it may be.
    DateDoubtful = "date-doubtful",
        "ngày của văn bản không đọc được chắc chắn: “{0}”; cần xem bản gốc",
        "the document's date cannot be read for sure: “{0}”; look at the original";
    /// Words of the document's title cannot be read for sure; argument: the words.
    TitleDoubtful = "title-doubtful",
        "tên văn bản có chữ không đọc được chắc chắn hoặc bị che: “{0}”; cần xem bản gốc",
        "words of the document's title cannot be read for sure, or are covered: “{0}”; look at the original";
    /// The signer's name cannot be read for sure; argument: what was read.
    SignerDoubtful = "signer-doubtful",
        "tên người ký không đọc được chắc chắn: “{0}”; cần xem bản gốc",
        "the signer's name cannot be read for sure: “{0}”; look at the original";
    /// A receiving office's stamp stands on the page and is none of its text; what it covers may be read wrongly; argument: what
    /// stands in it.
    StampReceived = "stamp-received",
        "trang có dấu đến (“{0}”); chữ bị dấu đè lên có thể đọc sai",
        "the page bears a stamp of receipt (“{0}”); what it covers may be read wrongly";
    /// Pages behind a limit were left out; argument: how many.
    PagesLeftOut = "pages-left-out",
        "{0} trang cuối bị bỏ qua vì quá giới hạn",
        "the last {0} pages were left out: over the limit";
    /// A section label stands twice; arguments: the label, the second section's title.
    SectionLabelRepeated = "section-label-repeated",
        "mục “{0}” xuất hiện hai lần (lần sau: “{1}”)",
        "section label “{0}” is used twice (again for “{1}”)";
    /// An ordinal does not follow the one before; arguments: the ordinal, the one expected.
    OrdinalJumps = "ordinal-jumps",
        "số thứ tự {0} không nối tiếp (chờ {1})",
        "ordinal {0} does not follow (expected {1})";
    /// A deadline lies before the document's own date; arguments: the deadline, the document's date.
    DeadlineBeforeDocument = "deadline-before-document",
        "thời hạn “{0}” trước ngày của văn bản ({1})",
        "deadline “{0}” lies before the document's own date ({1})";
    /// One cited number with two dates; arguments: the number, the first date, the second date.
    CitationTwoDates = "citation-two-dates",
        "văn bản {0} được dẫn với hai ngày khác nhau: {1} và {2}",
        "{0} is cited with two dates: {1} and {2}";
    /// A cited number whose parts stand apart, with other cells of a table between them; argument: the number put together.
    CitationRejoined = "citation-rejoined",
        "số văn bản {0} bị ngắt giữa hai ô của bảng, đã được nối lại",
        "the number {0} was cut in two by other cells of a table and put together";
    /// An agency that no longer exists at the document's date; arguments: the agency, since when, its successor.
    AgencyEnded = "agency-ended",
        "cơ quan “{0}” không còn từ ngày {1} (nay: {2})",
        "agency “{0}” ended on {1} (now: {2})";
    /// A row without lead agency; argument: the ordinal or the start of the task.
    NoLeadAgency = "no-lead-agency",
        "nhiệm vụ “{0}” không có cơ quan chủ trì",
        "task “{0}” has no lead agency";
    /// A section heading with no task below it; argument: its label and title.
    SectionWithoutTasks = "section-without-tasks",
        "mục “{0}” không có nhiệm vụ nào",
        "section “{0}” has no tasks";
    /// A row stands twice, word for word; argument: the ordinal or the start of the task.
    RowRepeated = "row-repeated",
        "nhiệm vụ “{0}” được in hai lần",
        "task “{0}” is printed twice";
    /// A table that holds no tasks was passed over; argument: its headers.
    TableWithoutTasks = "table-without-tasks",
        "bảng không chứa nhiệm vụ, đã bỏ qua: {0}",
        "a table that holds no tasks was passed over: {0}";
    /// A cell that fits no column; argument: its text.
    CellUnplaced = "cell-unplaced",
        "ô không thuộc cột nào: “{0}”",
        "a cell fits no column: “{0}”";
    /// Lines below a table whose rules are lost were taken for none of its cells; argument: how they begin.
    TextBelowTable = "text-below-table",
        "phần chữ dưới bảng không thuộc ô nào: “{0}”",
        "text below the table belongs to none of its cells: “{0}”";
}

/// Something noticed, where, and what the message's arguments are.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What.
    pub code: Code,
    /// Where.
    pub span: Span,
    /// Values for the message's `{0}`, `{1}` ….
    pub arguments: Vec<String>,
}

impl Diagnostic {
    /// A diagnostic at `span`.
    #[must_use]
    pub fn new(code: Code, span: Span, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { code, span, arguments: arguments.into_iter().map(Into::into).collect() }
    }

    /// The message for a user.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let mut out = String::new();
        let mut rest = self.code.template(language);
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|c| open + c) else { break };
            out.push_str(&rest[..open]);
            let value = rest[open + 1..close].parse::<usize>().ok().and_then(|i| self.arguments.get(i));
            out.push_str(value.map_or("?", String::as_str));
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }
}
