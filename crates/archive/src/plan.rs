//! What a run has to do: for each file, whether what is known of it still stands.
//!
//! The plan depends on the files and the catalogue alone, not on clocks or on who finishes first. So a run that was killed
//! and begun again comes to the same names, the same first of several files with the same content, and in the end the
//! same outputs as one that nobody disturbed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::catalogue::{Entry, Making, Output, Retry, State};
use crate::name::RawName;
use crate::stamp::{Stamp, hash_of};

/// A file that a run met, or one within a container.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its path as given; of what lies within a container, the container's.
    pub given: PathBuf,
    /// The names that lead to it within the container; none of a plain file.
    pub within: Vec<String>,
    /// Its content, where that is known because its container was gone through.
    pub sha256: Option<String>,
    /// Its absolute path, by which the catalogue knows it.
    pub key: RawName,
    /// Its stamp; `None` where the system gives none.
    pub stamp: Option<Stamp>,
    /// What its outputs would be called if it were the first run.
    pub name: OsString,
}

impl Input {
    /// Where it is, as a person is told.
    #[must_use]
    pub fn shown(&self) -> PathBuf {
        let path = RawName::from(self.given.as_path()).within(&self.within);
        path.to_path().unwrap_or_else(|| self.given.clone())
    }
}

/// What the user wants.
pub struct Wish<'a> {
    /// Folder of the outputs.
    pub output: &'a Path,
    /// Endings of the outputs of each document, `.json` among them.
    pub endings: &'a [&'a str],
    /// By what and how results are made now; its field `ocr` is not used.
    pub making: &'a Making,
    /// The OCR of now, asked for only where something may depend on it.
    pub ocr: &'a (dyn Fn() -> String + Sync),
    /// Do anew what another version of the program did.
    pub refresh: bool,
    /// Most bytes of a file that is read.
    pub max_bytes: u64,
}

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing: its row and its outputs stand.
    Keep,
    /// Convert it.
    Convert,
    /// Make its outputs from its own JSON, which stands.
    Render,
    /// Make its outputs from those of the input at this place, which has the same content.
    Copy(usize),
}

/// The plan for one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What is to be done.
    pub step: Step,
    /// What its outputs are called.
    pub name: RawName,
    /// Its content, where it had to be known.
    pub sha256: Option<String>,
    /// What was known of it.
    pub entry: Option<Entry>,
    /// Whether its row, which stands, has to be written for the file's new stamp.
    pub touched: bool,
    /// Whether the row was made by another version of the program.
    pub outdated: bool,
}

/// Makes the plan: a task for each of `inputs`. Files whose content must be known are hashed here: those that changed
/// since they were recorded, and those that share their size with another one and so may be its duplicate.
#[must_use]
pub fn plan(inputs: &[Input], entries: Vec<Entry>, wish: &Wish<'_>) -> Vec<Task> {
    let mut known: HashMap<RawName, Entry> = entries.into_iter().map(|e| (e.path.clone(), e)).collect();
    // What was a container, or was refused with it, has no name for outputs.
    let found: Vec<Option<Entry>> =
        inputs.iter().map(|input| known.remove(&input.key).filter(|entry| entry.name.is_simple())).collect();
    let names = names(inputs, &found, known.values());
    let hashes = contents(inputs, &found, wish.max_bytes);
    let stands: Vec<Standing> = inputs
        .par_iter()
        .zip(&found)
        .zip(&hashes)
        .map(|((_, entry), hash)| match (entry, hash) {
            (Some(entry), Some(hash)) if entry.sha256.as_ref() == Some(hash) => standing(entry, wish),
            _ => Standing::Gone,
        })
        .collect();
    // An OCR is looked for only where a result may wait for it, and once.
    let mut ocr = None;
    let mut ocr_of_now = || ocr.get_or_insert_with(wish.ocr).clone();
    let mut tasks: Vec<Task> = Vec::with_capacity(inputs.len());
    for ((((input, entry), hash), name), stands) in
        inputs.iter().zip(found).zip(hashes).zip(names).zip(stands)
    {
        let mut step = match stands {
            Standing::Whole => Step::Keep,
            Standing::JsonOnly => Step::Render,
            Standing::Gone => Step::Convert,
        };
        if let Some(entry) = entry.as_ref().filter(|_| step == Step::Keep)
            && (entry.retry == Retry::Ocr || entry.summary.unread_pages > 0)
            && entry.making.ocr.as_ref().is_some_and(|before| *before != ocr_of_now())
        {
            step = Step::Convert;
        }
        let stands = step != Step::Convert;
        let touched = stands && entry.as_ref().is_some_and(|e| e.stamp != input.stamp || !e.settled);
        let outdated = stands && entry.as_ref().is_some_and(|e| e.making.program != wish.making.program);
        tasks.push(Task { step, name, sha256: hash, entry, touched, outdated });
    }
    join_duplicates(&mut tasks, inputs);
    tasks
}

/// Whether what was recorded of an input that has no outputs of its own still stands: its content, the options, and what
/// kept it from being opened.
#[must_use]
pub fn still_stands(entry: &Entry, input: &Input, wish: &Wish<'_>) -> bool {
    let is_same = match input.stamp {
        Some(stamp) if entry.settled && entry.stamp == Some(stamp) => true,
        Some(_) => entry.sha256.is_some() && hash_of(&input.given, wish.max_bytes).ok() == entry.sha256,
        None => false,
    };
    is_same && matches!(standing(entry, wish), Standing::Whole)
}

/// What stands of a recorded result.
enum Standing {
    /// All that is wanted.
    Whole,
    /// The JSON, but not every other output.
    JsonOnly,
    /// Nothing that can be used.
    Gone,
}

/// What stands of the result of a file whose content is as it was recorded.
fn standing(entry: &Entry, wish: &Wish<'_>) -> Standing {
    let now = wish.making;
    let stale = wish.refresh && entry.making.program != now.program;
    if stale || entry.making.options != now.options {
        return Standing::Gone;
    }
    if !entry.state.is_good() {
        let again = match entry.retry {
            Retry::Always => true,
            Retry::Limits => now.limits.0 > entry.making.limits.0 || now.limits.1 > entry.making.limits.1,
            Retry::Never | Retry::Ocr => false,
        };
        return if again { Standing::Gone } else { Standing::Whole };
    }
    let intact = |ending: &str| {
        let output = entry.outputs.iter().find(|output| output.ending == ending);
        output.is_some_and(|output| is_intact(output, wish.output, &entry.name))
    };
    if !intact(".json") {
        Standing::Gone
    } else if wish.endings.iter().all(|ending| *ending == ".json" || intact(ending)) {
        Standing::Whole
    } else {
        Standing::JsonOnly
    }
}

/// Whether an output is as it was written.
fn is_intact(output: &Output, folder: &Path, name: &RawName) -> bool {
    let Some(file) = name.with_ending(&output.ending).to_os() else { return false };
    let place = folder.join(file);
    match Stamp::at(&place) {
        Ok(stamp) if stamp == output.stamp && stamp.changed > 0 => true,
        Ok(stamp) if stamp.size == output.stamp.size => {
            hash_of(&place, stamp.size).is_ok_and(|hash| hash == output.sha256)
        }
        _ => false,
    }
}

/// The content of each file that must be known now.
fn contents(inputs: &[Input], found: &[Option<Entry>], max_bytes: u64) -> Vec<Option<String>> {
    let mut of_size: HashMap<u64, usize> = HashMap::new();
    for stamp in inputs.iter().filter_map(|input| input.stamp) {
        *of_size.entry(stamp.size).or_default() += 1;
    }
    inputs
        .par_iter()
        .zip(found)
        .map(|(input, entry)| {
            if !input.within.is_empty() {
                return input.sha256.clone();
            }
            let stamp = input.stamp?;
            if let Some(entry) = entry
                && entry.settled
                && entry.stamp == Some(stamp)
            {
                return entry.sha256.clone();
            }
            let seen = entry.as_ref().is_some_and(|entry| entry.sha256.is_some());
            let shared = of_size.get(&stamp.size).is_some_and(|files| *files > 1);
            let readable = (1..=max_bytes).contains(&stamp.size);
            // What cannot be hashed cannot be converted either, and is named there with its reason.
            ((seen || shared) && readable).then(|| hash_of(&input.given, max_bytes).ok()).flatten()
        })
        .collect()
}

/// Lets every file but one of those with the same content take over the result of that one.
fn join_duplicates(tasks: &mut [Task], inputs: &[Input]) {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, task) in tasks.iter().enumerate() {
        if let Some(hash) = &task.sha256 {
            groups.entry(hash).or_default().push(at);
        }
    }
    let groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    for group in groups {
        let is_first = |at: &usize| {
            let task = tasks.get(*at);
            let entry = task.filter(|t| t.step != Step::Convert).and_then(|t| t.entry.as_ref());
            entry.is_some_and(|e| e.duplicate_of.is_none())
        };
        let Some(first) = group.iter().copied().find(is_first).or(group.first().copied()) else { continue };
        let Some(first_key) = inputs.get(first).map(|input| &input.key) else { continue };
        for at in group.into_iter().filter(|at| *at != first) {
            let Some(task) = tasks.get_mut(at) else { continue };
            let follows = task.entry.as_ref().is_some_and(|e| e.duplicate_of.as_ref() == Some(first_key));
            if task.step != Step::Keep || !follows {
                task.step = Step::Copy(first);
                task.touched = false;
            }
        }
        // The one that the others followed may be gone.
        if let Some(task) = tasks.get_mut(first)
            && task.entry.as_ref().is_some_and(|e| e.duplicate_of.is_some())
        {
            task.step = Step::Convert;
            task.touched = false;
        }
    }
}

/// What the outputs of each input are called. A name that was given once stays; a name that another file holds, of this
/// run or of an earlier one that still is on disk, gets a number.
fn names<'a>(
    inputs: &[Input],
    found: &[Option<Entry>],
    others: impl Iterator<Item = &'a Entry>,
) -> Vec<RawName> {
    let mut taken: BTreeSet<RawName> = found.iter().flatten().map(|entry| entry.name.clone()).collect();
    taken.extend(others.filter(|entry| entry.path.is_there()).map(|entry| entry.name.clone()));
    let mut last_number: HashMap<RawName, u64> = HashMap::new();
    inputs
        .iter()
        .zip(found)
        .map(|(input, entry)| {
            if let Some(entry) = entry {
                return entry.name.clone();
            }
            let base = RawName::from(input.name.as_os_str());
            let mut name = base.clone();
            while !taken.insert(name.clone()) {
                let number = last_number.entry(base.clone()).or_insert(1);
                *number += 1;
                name = base.with_ending(&format!("-{number}"));
            }
            name
        })
        .collect()
}

impl Task {
    /// The row that stands, with the file's stamp of now.
    #[must_use]
    pub fn kept(&self, input: &Input, settled: bool) -> Option<Entry> {
        let entry = self.entry.clone()?;
        Some(Entry { stamp: input.stamp, settled, ..entry })
    }

    /// State of the row that stands.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        self.entry.as_ref().map(|entry| entry.state)
    }
}
