//! Reads every PDF under some folders and counts how it went: `cargo run --release -p vanthu-readers --example suite -- FOLDER …`
//!
//! Meant for public test suites, which are full of damaged files. Pictures stay unread.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, panic};

use vanthu_document::diagnostic::Code;
use vanthu_readers::{ReadError, ReadOptions, read};

/// A file that takes longer is named.
const SLOW: Duration = Duration::from_secs(5);

static PANICS: AtomicUsize = AtomicUsize::new(0);

fn main() -> io::Result<()> {
    panic::set_hook(Box::new(|_| {
        PANICS.fetch_add(1, Ordering::Relaxed);
    }));
    let mut files = Vec::new();
    for folder in std::env::args().skip(1) {
        collect(Path::new(&folder), &mut files)?;
    }
    files.sort();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |what: String| *counts.entry(what).or_default() += 1;
    let options = ReadOptions { timeout: Some(Duration::from_secs(60)), ..ReadOptions::default() };
    for path in &files {
        let bytes = fs::read(path)?;
        let (started, before) = (Instant::now(), PANICS.load(Ordering::Relaxed));
        let result = read(&bytes, &options);
        let took = started.elapsed();
        let caught = PANICS.load(Ordering::Relaxed) - before;
        if caught > 0 {
            count("panics, caught".to_owned());
            println!("panic\t{}", path.display());
        }
        if took > SLOW {
            count("slow".to_owned());
            println!("{:.1} s\t{}", took.as_secs_f32(), path.display());
        }
        match result {
            Ok(pages) => {
                count("read".to_owned());
                for code in [Code::PageDamaged, Code::PageOverLimit, Code::PagesLeftOut, Code::SecondEngine] {
                    if pages.diagnostics.iter().any(|d| d.code == code) {
                        count(format!("read, {}", code.as_str()));
                        println!("{}\t{}", code.as_str(), path.display());
                    }
                }
            }
            Err(ReadError::NoOcr(_)) => count("pictures".to_owned()),
            Err(error) => count(format!("refused: {error}")),
        }
    }
    println!("{} files", files.len());
    for (what, count) in counts {
        println!("{count}\t{what}");
    }
    Ok(())
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, out)?;
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
            out.push(path);
        }
    }
    Ok(())
}
