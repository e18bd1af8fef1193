//! How well files are read whose text is known: `cargo run --release -p vanthu-readers --example transcripts -- FOLDER`.
//!
//! Every file of the folder that has a `.txt` of the same name beside it is read and compared with that, letters with a
//! diacritic and syllables as bags (the order of cells and columns is a matter of taste), case left out of account and
//! then counted. `-v` prints what is missing and what is too much.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vanthu_readers::{ReadOptions, read};
use vanthu_text::{decode, exact_key, fold_char};

type Bag = BTreeMap<String, i64>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "-v");
    let Some(folder) = arguments.iter().find(|a| *a != "-v").map(PathBuf::from) else {
        return ExitCode::from(2);
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    for file in files {
        let transcript = file.with_extension("txt");
        if file == transcript || !transcript.is_file() {
            continue;
        }
        if let Err(error) = compare(&file, &transcript, verbose) {
            println_line(&format!("{}: {error}", file.display()));
        }
    }
    ExitCode::SUCCESS
}

fn compare(file: &Path, transcript: &Path, verbose: bool) -> Result<(), Box<dyn std::error::Error>> {
    let truth = decode(&std::fs::read(transcript)?).text;
    let pages = read(&std::fs::read(file)?, &ReadOptions::default())?;
    let text = pages.text();
    let share = |(common, all): (i64, i64)| if all == 0 { 1.0 } else { common as f64 / all as f64 };
    type Count = fn(&str) -> Bag;
    let bags: [(&str, Count); 3] = [("accented", accented), ("syllables", syllables), ("cased", cased)];
    let mut line =
        format!("{:45} {:12}", file.file_name().unwrap_or_default().to_string_lossy(), pages.encoding);
    for (name, bag) in bags {
        line += &format!(" {name} {:.4}", share(overlap(&bag(&truth), &bag(&text))));
    }
    println_line(&line);
    if verbose {
        println_line(&text);
        let (a, b) = (syllables(&truth), syllables(&text));
        for (word, count) in difference(&a, &b) {
            println_line(&format!("  {count:+} {word}"));
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a program")]
fn println_line(line: &str) {
    println!("{line}");
}

fn accented(text: &str) -> Bag {
    let mut bag = Bag::new();
    for c in text.to_lowercase().chars().filter(|&c| !c.is_ascii() && fold_char(c).is_some()) {
        *bag.entry(c.to_string()).or_default() += 1;
    }
    bag
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

fn syllables(text: &str) -> Bag {
    let mut bag = Bag::new();
    words(text).for_each(|word| *bag.entry(exact_key(word)).or_default() += 1);
    bag
}

fn cased(text: &str) -> Bag {
    let mut bag = Bag::new();
    words(text).for_each(|word| *bag.entry(word.to_owned()).or_default() += 1);
    bag
}

/// How much two bags share, and the larger of their sizes.
fn overlap(a: &Bag, b: &Bag) -> (i64, i64) {
    let common = a.iter().map(|(key, count)| (*count).min(b.get(key).copied().unwrap_or(0))).sum();
    (common, a.values().sum::<i64>().max(b.values().sum()))
}

/// What the second bag has more (+) or less (-) than the first.
fn difference(a: &Bag, b: &Bag) -> Vec<(String, i64)> {
    let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let count = |bag: &Bag, key: &String| bag.get(key).copied().unwrap_or(0);
    keys.into_iter()
        .map(|key| (key.clone(), count(b, key) - count(a, key)))
        .filter(|(_, n)| *n != 0)
        .collect()
}
