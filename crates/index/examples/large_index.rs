//! A large index, measured: entries a second, size, time to open, latency of queries.
//!
//! `cargo run --release -p vanthu-index --example large_index -- FOLDER ASSIGNMENTS [THREADS]`
//!
//! The assignments are invented: offices, verbs, objects and qualifications are combined so that words are as unequally
//! frequent as in real plans, and each document has names of its own.

#![expect(clippy::print_stdout, reason = "a program's results")]

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use vanthu_appendix::model::{
    AgencyRef, Appendix, Assignment, ConvertedDocument, Deadline, DeadlineKind, Provenance, Restoration,
    SectionRef, Source, Task,
};
use vanthu_document::model::Document;
use vanthu_document::page::Form;
use vanthu_index::{Index, Origin, Request, WriterOptions};

const VERBS: &[&str] = &[
    "Rà soát",
    "Ban hành",
    "Xây dựng",
    "Tổ chức",
    "Triển khai",
    "Kiểm tra",
    "Báo cáo",
    "Số hóa",
    "Đánh giá",
    "Tập huấn",
    "Công bố",
    "Nâng cấp",
    "Hoàn thiện",
    "Sắp xếp",
    "Thí điểm",
    "Khảo sát",
    "Bàn giao",
    "Cắt giảm",
];
const OBJECTS: &[&str] = &[
    "thủ tục hành chính lĩnh vực đất đai",
    "hồ sơ lưu trữ lịch sử",
    "bản đồ địa chính",
    "vị trí việc làm",
    "định mức kinh tế kỹ thuật",
    "cơ sở dữ liệu chuyên ngành",
    "quy chế phối hợp liên ngành",
    "bệnh án điện tử",
    "sản phẩm nông nghiệp chủ lực",
    "hạ tầng viễn thông nông thôn",
    "chỉ số cải cách hành chính",
    "mạng lưới trường lớp bán trú",
    "nguồn nước sinh hoạt",
    "đường giao thông liên xã",
    "tài sản công dôi dư",
    "lễ hội truyền thống",
    "cụm công nghiệp làng nghề",
    "người có công với cách mạng",
    "kho dữ liệu dùng chung",
];
const QUALIFICATIONS: &[&str] = &[
    "theo kế hoạch năm",
    "trên địa bàn",
    "giai đoạn 2026 - 2030",
    "phục vụ người dân và doanh nghiệp",
    "gắn với chuyển đổi số",
    "theo chỉ đạo của cấp trên",
    "bảo đảm công khai, minh bạch",
    "sau sáp nhập",
];
const AGENCIES: &[(&str, &str)] = &[
    ("Sở Nội vụ", "so-noi-vu"),
    ("Sở Tài chính", "so-tai-chinh"),
    ("Sở Y tế", "so-y-te"),
    ("Sở Tư pháp", "so-tu-phap"),
    ("Sở Xây dựng", "so-xay-dung"),
    ("Văn phòng UBND tỉnh", "van-phong-uy-ban-nhan-dan-tinh"),
    ("Công an tỉnh", "cong-an-tinh"),
    ("Các sở, ban, ngành", "so-ban-nganh"),
    ("UBND các xã, phường", "uy-ban-nhan-dan-xa-phuong"),
];
const ONSETS: &[&str] = &[
    "b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ngh", "ph", "qu", "r", "s", "t", "th", "tr", "v",
    "x",
];
const RHYMES: &[&str] = &[
    "an", "ang", "ạch", "ấm", "ên", "iền", "ím", "òa", "ông", "ội", "ung", "ước", "ưởng", "ình", "ây", "êu",
];

/// Tasks of one document.
const TASKS: usize = 100;

/// A small generator of numbers (splitmix64), the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `list`, the first ones more often.
    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let bound = 1 + self.next() as usize % list.len();
        &list[self.next() as usize % bound]
    }

    fn name(&mut self) -> String {
        let syllable = |random: &mut Self| format!("{}{}", random.pick(ONSETS), random.pick(RHYMES));
        format!("{} {}", syllable(self), syllable(self))
    }
}

fn agency(random: &mut Random) -> AgencyRef {
    let (text, agency) = random.pick(AGENCIES);
    AgencyRef { text: (*text).to_owned(), agency: (*agency).to_owned() }
}

fn task(random: &mut Random, ordinal: usize, year: i16) -> Task {
    let text = format!(
        "{} {} {} tại {} {}",
        random.pick(VERBS),
        random.pick(OBJECTS),
        random.pick(QUALIFICATIONS),
        random.name(),
        random.name()
    );
    let month = 1 + (random.next() % 12) as i8;
    let end = vanthu_document::PartialDate::new(year, Some(month), None);
    let deadline = Deadline {
        text: format!("Tháng {month}/{year}"),
        kind: DeadlineKind::Date,
        start: end,
        end,
        recurrence: None,
    };
    Task {
        ordinal: Some(ordinal.to_string()),
        section: vec![SectionRef { label: "I".to_owned(), title: (*random.pick(OBJECTS)).to_owned() }],
        task: text,
        leader: None,
        source_note: None,
        extra: Default::default(),
        assignments: vec![Assignment {
            product: Some(format!("Báo cáo, kế hoạch {}", random.pick(OBJECTS))),
            leader: None,
            lead: vec![agency(random)],
            support: vec![agency(random), agency(random)],
            deadline: Some(deadline),
        }],
        provenance: Provenance { page: Some(1), lines: Some((1, 2)), boxes: None },
        confidence: 0.9,
    }
}

fn document(number: usize) -> ConvertedDocument {
    let mut random = Random(number as u64);
    let year = 2020 + (number % 8) as i16;
    let tasks = (1..=TASKS).map(|ordinal| task(&mut random, ordinal, year)).collect();
    ConvertedDocument {
        schema: "vanthu/document/1".to_owned(),
        source: Source {
            path: format!("{number}.md"),
            sha256: format!("{:064x}", random.next()),
            bytes: 0,
            form: Form::Markdown,
            encoding: "utf-8".to_owned(),
            pages: Some(1),
        },
        document: Document {
            number: Some(number.to_string()),
            symbol: Some("KH-UBND".to_owned()),
            date: vanthu_document::PartialDate::new(year, Some(1), Some(5)),
            issuer: Some(format!("UBND tỉnh {}", random.name())),
            title: Some(format!("Kế hoạch công tác năm {year}")),
            ..Document::default()
        },
        appendices: vec![Appendix { label: "Phụ lục".to_owned(), tasks, ..Appendix::default() }],
        restoration: Restoration::default(),
        warnings: Vec::new(),
    }
}

fn percentile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or_default()
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("FOLDER ASSIGNMENTS [THREADS]")?;
    let assignments: usize = arguments.next().context("ASSIGNMENTS")?.parse()?;
    let threads: usize = arguments.next().map_or(Ok(2), |t| t.parse())?;
    let path = Path::new(&folder);
    let index = Index::open_or_create(path)?;
    let mut writer = index.writer(WriterOptions { threads, ..WriterOptions::default() })?;
    let start = Instant::now();
    let mut entries = 0;
    for number in 0..assignments / TASKS {
        let document = document(number);
        entries += writer.add(&document, &Origin { content: document.source.sha256.clone(), path: None })?;
        if number % 2000 == 1999 {
            writer.commit()?;
        }
    }
    writer.finish()?;
    let took = start.elapsed();
    println!("{entries} entries in {took:.1?}: {:.0} a second", entries as f64 / took.as_secs_f64());
    let size: u64 = std::fs::read_dir(path)?.filter_map(|e| e.ok()?.metadata().ok()).map(|m| m.len()).sum();
    println!("size {} MB", size >> 20);
    let start = Instant::now();
    let index = Index::open(path)?;
    println!("opened in {:.1?}", start.elapsed());
    let mut random = Random(7);
    let mut times = Vec::new();
    for _ in 0..500 {
        let words: Vec<&str> = random.pick(OBJECTS).split(' ').collect();
        let at = random.next() as usize % (words.len() - 2);
        let query = words[at..at + 3].join(" ");
        let start = Instant::now();
        index.search(&Request::new(query))?;
        times.push(start.elapsed());
    }
    let (half, most) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!("three words, ten results, facets: p50 {half:.2?}, p99 {most:.2?}");
    Ok(())
}
