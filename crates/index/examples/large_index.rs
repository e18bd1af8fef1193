//! A large index, measured: entries a second, size, time to open, latency of queries.
//!
//! `cargo run --release -p vanthu-index --example large_index -- FOLDER ASSIGNMENTS [THREADS]`
//!
//! The assignments are made of the rows of `corpus/expected`: the beginning of one task with the end of another, the
//! product, the agencies and the section of others, a name of a place, and a word in ten exchanged for another one of
//! the corpus. Queries are three words that stand side by side in such a task, every other one without diacritics.

#![expect(clippy::print_stdout, reason = "a program's results")]

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;
use vanthu_appendix::agency::canonical;
use vanthu_appendix::model::{
    AgencyRef, Appendix, Assignment, ConvertedDocument, Deadline, DeadlineKind, Provenance, Restoration,
    SectionRef, Source, Task,
};
use vanthu_document::model::Document;
use vanthu_document::page::Form;
use vanthu_index::{Index, Origin, Request, WriterOptions};

#[derive(Deserialize)]
struct Gold {
    /// None of a document that stands in the corpus in another form.
    #[serde(default)]
    appendices: Vec<GoldAppendix>,
}

#[derive(Deserialize)]
struct GoldAppendix {
    rows: Vec<Row>,
}

/// A row of the corpus.
#[derive(Deserialize)]
struct Row {
    section_titles: Vec<String>,
    task: Option<String>,
    product: Option<String>,
    lead: Vec<String>,
    support: Vec<String>,
}

/// What assignments are made of.
struct Pool {
    rows: Vec<Row>,
    words: Vec<String>,
}

impl Pool {
    fn new() -> Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/expected");
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
        paths.sort();
        let mut rows: Vec<Row> = Vec::new();
        for path in paths {
            let gold: Gold = serde_json::from_slice(&std::fs::read(&path)?)?;
            rows.extend(gold.appendices.into_iter().flat_map(|a| a.rows).filter(|row| row.task.is_some()));
        }
        let words = rows.iter().flat_map(|row| words(row)).map(str::to_owned).collect();
        Ok(Self { rows, words })
    }
}

/// The words of a row's task.
fn words(row: &Row) -> Vec<&str> {
    row.task.as_deref().unwrap_or_default().split_whitespace().collect()
}

const LEVELS: &[&str] = &["tỉnh", "thành phố", "huyện", "xã", "phường"];
const ONSETS: &[&str] = &[
    "b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ngh", "ph", "qu", "r", "s", "t", "th", "tr", "v",
    "x",
];
const RHYMES: &[&str] = &[
    "an", "ang", "ạch", "ấm", "ên", "iền", "ím", "òa", "ông", "ội", "ung", "ước", "ưởng", "ình", "ây", "êu",
];

/// Tasks of one document.
const TASKS: usize = 100;
/// Documents between two commits.
const BATCH: usize = 500;

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

    fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.next() as usize % list.len()]
    }

    fn name(&mut self) -> String {
        let syllable = |random: &mut Self| format!("{}{}", random.pick(ONSETS), random.pick(RHYMES));
        format!("{} {}", syllable(self), syllable(self))
    }
}

fn agencies(names: &[String]) -> Vec<AgencyRef> {
    names
        .iter()
        .map(|name| AgencyRef { text: name.as_str().into(), agency: canonical(name, None).into() })
        .collect()
}

fn text(random: &mut Random, pool: &Pool) -> String {
    let (first, second) = (words(random.pick(&pool.rows)), words(random.pick(&pool.rows)));
    let mut text: Vec<&str> = first[..first.len().div_ceil(2)].to_vec();
    text.extend(&second[second.len() / 2..]);
    for word in &mut text {
        if random.next().is_multiple_of(10) {
            *word = random.pick::<String>(&pool.words);
        }
    }
    format!("{} tại {}", text.join(" "), random.name())
}

fn task(random: &mut Random, pool: &Pool, ordinal: usize, year: i16) -> Task {
    let month = 1 + (random.next() % 12) as i8;
    let end = vanthu_document::PartialDate::new(year, Some(month), None);
    let deadline = Deadline {
        text: format!("Tháng {month}/{year}"),
        kind: DeadlineKind::Date,
        start: end,
        end,
        recurrence: None,
    };
    let titles = &random.pick(&pool.rows).section_titles;
    let section =
        titles.iter().map(|title| SectionRef { label: "I".to_owned(), title: title.clone() }).collect();
    let hosts = random.pick(&pool.rows);
    Task {
        ordinal: Some(ordinal.to_string()),
        section,
        task: text(random, pool),
        leader: None,
        source_note: None,
        extra: Default::default(),
        assignments: vec![Assignment {
            product: random.pick(&pool.rows).product.clone(),
            leader: None,
            lead: agencies(&hosts.lead),
            support: agencies(&hosts.support),
            deadline: Some(deadline),
        }],
        provenance: Provenance { page: Some(1), lines: Some((1, 2)), boxes: None },
        confidence: 0.9,
    }
}

fn document(number: usize, pool: &Pool) -> ConvertedDocument {
    let mut random = Random(number as u64);
    let year = 2020 + (number % 8) as i16;
    let tasks = (1..=TASKS).map(|ordinal| task(&mut random, pool, ordinal, year)).collect();
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
            issuer: Some(format!("UBND {} {}", random.pick(LEVELS), random.pick(RHYMES))),
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

/// Adds `count` documents, by two threads; gives the number of entries and the time that adding took, without that in
/// which the documents were made.
fn fill(index: &Index, options: WriterOptions, count: usize, pool: &Pool) -> Result<(usize, Duration)> {
    let mut writer = index.writer(options)?;
    let mut entries = 0;
    let mut took = Duration::ZERO;
    for batch in (0..count).step_by(BATCH) {
        let documents: Vec<_> = (batch..count.min(batch + BATCH)).map(|n| document(n, pool)).collect();
        let start = Instant::now();
        let next = AtomicUsize::new(0);
        let add = || -> Result<usize> {
            let mut entries = 0;
            while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
                let content = document.source.sha256.clone();
                entries += writer.add(document, &Origin { content, path: None })?;
            }
            Ok(entries)
        };
        entries += std::thread::scope(|scope| -> Result<usize> {
            let other = scope.spawn(add);
            let own = add()?;
            Ok(own + other.join().map_err(|_| anyhow::anyhow!("a thread failed"))??)
        })?;
        writer.commit()?;
        took += start.elapsed();
    }
    let start = Instant::now();
    writer.finish()?;
    Ok((entries, took + start.elapsed()))
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("FOLDER ASSIGNMENTS [THREADS]")?;
    let assignments: usize = arguments.next().context("ASSIGNMENTS")?.parse()?;
    let threads: usize = arguments.next().map_or(Ok(2), |t| t.parse())?;
    let path = Path::new(&folder);
    let pool = Pool::new()?;
    if assignments > 0 {
        let index = Index::open_or_create(path)?;
        let options = WriterOptions { threads, ..WriterOptions::default() };
        let (entries, took) = fill(&index, options, assignments / TASKS, &pool)?;
        println!("{entries} entries in {took:.1?}: {:.0} a second", entries as f64 / took.as_secs_f64());
    }
    let size: u64 = std::fs::read_dir(path)?.filter_map(|e| e.ok()?.metadata().ok()).map(|m| m.len()).sum();
    println!("size {} MB", size >> 20);
    let start = Instant::now();
    let index = Index::open(path)?;
    println!("opened in {:.1?}", start.elapsed());
    let mut random = Random(7);
    let (mut times, mut totals) = (Vec::new(), Vec::new());
    for number in 0..1000 {
        let text = text(&mut random, &pool);
        let words: Vec<&str> = text.split(' ').collect();
        let at = random.next() as usize % (words.len() - 4);
        let mut query = words[at..at + 3].join(" ");
        if number % 2 == 0 {
            query = vanthu_text::fold(&query);
        }
        let start = Instant::now();
        totals.push(index.search(&Request::new(query))?.total);
        times.push(start.elapsed());
    }
    totals.sort_unstable();
    println!("matches of a query: half have more than {}", totals[totals.len() / 2]);
    let (half, most) = (percentile(&mut times, 0.5), percentile(&mut times, 0.99));
    println!("three words, ten results, facets: p50 {half:.2?}, p99 {most:.2?}");
    Ok(())
}
