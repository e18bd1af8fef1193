//! Measures restoration on a table `number<TAB>damaged<TAB>right`: syllables, lines, speed and calibration.
//!
//! ```text
//! cargo run --release -p vanthu-restore --example restore_accuracy -- [--model FILE] [--exact] [--show N] [--out FILE] TABLE…
//! cargo run --release -p vanthu-restore --example restore_accuracy -- --restored FILE TABLE
//! ```
//! The second measures the lines of FILE, which another tool restored, by the same count
//! (`crates/restore/tools/underthesea_lines.py` writes underthesea's).

#![expect(clippy::print_stdout, reason = "a program's results")]

use std::time::Instant;

use vanthu_restore::{Restorer, State};

/// Edges of the bins of confidence.
const EDGES: [f32; 12] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];

/// The words of a text: runs of letters, as `score.py` counts them.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect()
}

/// Length of the longest common subsequence of two lists of words.
fn common(a: &[&str], b: &[&str]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

/// Processor time of this process, where the system tells it (Linux: hundredths of a second).
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let user: f64 = stat.rsplit_once(')')?.1.split_whitespace().nth(11)?.parse().ok()?;
    Some(user / 100.0)
}

/// The most memory that this process has held, in MB, where the system tells it.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// How much of some lines is right.
#[derive(Default)]
struct Hits {
    right: usize,
    total: usize,
    /// Right without being touched.
    base: usize,
    lines: usize,
    right_lines: usize,
}

impl Hits {
    /// Counts a line; says whether all of it is right.
    fn add(&mut self, damaged: &str, want: &str, got: &str) -> bool {
        let (want, got) = (words(want), words(got));
        let hit = if want == got { want.len() } else { common(&want, &got) };
        self.right += hit;
        self.total += want.len();
        self.base += common(&want, &words(damaged));
        self.lines += 1;
        self.right_lines += usize::from(hit == want.len());
        hit == want.len()
    }
}

impl std::fmt::Display for Hits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { right, total, .. } = self;
        let of = |part: usize, all: usize| part as f64 / all as f64;
        let (untouched, lines) = (of(self.base, *total), of(self.right_lines, self.lines));
        let share = of(*right, *total);
        write!(f, "syllables {right}/{total} = {share:.4} (untouched {untouched:.4}), lines {lines:.4}")
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (mut model, mut exact, mut show, mut out, mut tables) = (None, false, 0, None, Vec::new());
    let mut others = None;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--model" => model = args.next().map(std::fs::read).transpose()?,
            "--exact" => exact = true,
            "--show" => show = args.next().unwrap_or_default().parse()?,
            "--restored" => others = args.next().map(std::fs::read_to_string).transpose()?,
            "--out" => out = args.next(),
            _ => tables.push(arg),
        }
    }
    let restorer = match &model {
        Some(bytes) => Restorer::with_model(bytes)?,
        None => Restorer::new(),
    };
    let restorer = if exact { restorer.with_exact_search() } else { restorer };
    for table in tables {
        let text = std::fs::read_to_string(&table)?;
        let rows: Vec<(&str, &str)> =
            text.lines().filter_map(|l| l.split_once('\t')?.1.split_once('\t')).collect();
        if let Some(others) = &others {
            let mut hits = Hits::default();
            for ((damaged, want), got) in rows.iter().zip(others.lines()) {
                hits.add(damaged, want, got);
            }
            println!("{table}: {hits}");
            continue;
        }
        let damaged: Vec<&str> = rows.iter().map(|r| r.0).collect();
        let (start, busy) = (Instant::now(), processor_seconds());
        let restored = restorer.restore_lines(&damaged);
        let time = match (busy, processor_seconds()) {
            // The processor's time is fair on a machine that others use; it is coarse, and not everywhere to be had.
            (Some(from), Some(to)) if to - from > 0.2 => to - from,
            _ => start.elapsed().as_secs_f64(),
        };
        let mut bins = [(0_u32, 0_u32, 0.0_f64); EDGES.len() + 1];
        let mut hits = Hits::default();
        let mut shown = 0;
        for ((given, want), got) in rows.iter().zip(&restored) {
            if !hits.add(given, want, &got.text) && shown < show {
                shown += 1;
                println!("  in   {given}\n  want {want}\n  got  {}", got.text);
            }
            let want = words(want);
            for change in &got.changes {
                let ok = words(&change.to).iter().all(|x| want.contains(x));
                let bin = &mut bins[EDGES.partition_point(|e| *e <= change.confidence)];
                bin.0 += 1;
                bin.1 += u32::from(ok);
                bin.2 += f64::from(change.confidence);
            }
        }
        println!("{table}: {hits}, {:.0} syllables/s", hits.total as f64 / time);
        let table = bins.iter().filter(|b| b.0 > 0);
        let cells: Vec<String> = table
            .map(|b| format!("{:.3}→{:.4} ({})", b.2 / f64::from(b.0), f64::from(b.1) / f64::from(b.0), b.0))
            .collect();
        let of = |state: State| restored.iter().filter(|l| l.state == state).count();
        println!(
            "  clean {} stripped {} ocr {} other {}",
            of(State::Clean),
            of(State::Stripped),
            of(State::Ocr),
            of(State::Other)
        );
        println!("  confidence→right: {}", cells.join(" "));
        if let Some(out) = &out {
            let text: Vec<&str> = restored.iter().map(|r| r.text.as_str()).collect();
            std::fs::write(out, text.join("\n") + "\n")?;
        }
    }
    if let Some(megabytes) = peak_megabytes() {
        println!("peak memory {megabytes:.0} MB");
    }
    Ok(())
}
