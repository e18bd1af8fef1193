//! Containers of a run: opened in worker processes before the plan is made, so that what lies in them is planned like files.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use anyhow::Result;
use rayon::prelude::*;
use vanthu_archive::catalogue::{Catalogue, Entry, Making, Member, Retry, State, Summary};
use vanthu_archive::name::RawName;
use vanthu_archive::plan::{Input, Wish, still_stands};
use vanthu_archive::queue::Queue;
use vanthu_archive::stamp::{Stamp, hash_of};
use vanthu_archive::worker::Death;

use super::Run;
use super::crew::Crew;
use super::job::{Answer, Job, Outcome, Refusal};
use crate::containers::may_be;

/// What is known of a container, or of what lies in it and cannot be read.
pub(super) struct Apart {
    /// As a person is told.
    pub(super) shown: PathBuf,
    /// Under which the catalogue has it.
    pub(super) key: RawName,
}

/// Asks workers to open each of `files`: once together, and those that end or stall their worker once more alone.
pub(super) fn open(crew: &Crew, files: &[(&Path, u64)], bound: u64) -> Result<Vec<Result<Answer, Death>>> {
    let answers: Mutex<Vec<Option<Result<Answer, Death>>>> = Mutex::new(files.iter().map(|_| None).collect());
    let attempt = |crew: &Crew, jobs: Vec<(u64, usize)>| {
        let queue = Queue::new(bound, jobs);
        crew.work(
            &queue,
            |at| Job::Open { path: files.get(*at).map(|(path, _)| RawName::from(*path)).unwrap_or_default() },
            |_, _| {},
            |_, at, answer| {
                if let Ok(mut answers) = answers.lock()
                    && let Some(place) = answers.get_mut(at)
                {
                    *place = Some(answer);
                }
            },
        )
    };
    attempt(crew, files.iter().enumerate().map(|(at, (_, bytes))| (*bytes, at)).collect())?;
    let dead = |answers: &Mutex<Vec<Option<Result<Answer, Death>>>>| -> Vec<(u64, usize)> {
        let answers = answers.lock().map(|a| a.iter().map(|a| matches!(a, Some(Err(_)))).collect::<Vec<_>>());
        let answers = answers.unwrap_or_default().into_iter().enumerate();
        answers.filter_map(|(at, dead)| dead.then_some((bound, at))).collect()
    };
    let again = dead(&answers);
    if !again.is_empty() {
        attempt(&crew.alone(), again)?;
    }
    let answers = answers.into_inner().unwrap_or_default();
    Ok(answers.into_iter().map(|answer| answer.unwrap_or(Err(Death::Exit(None)))).collect())
}

/// Puts what lies in containers in their place among `files`, and records the containers. Gives what stands apart from the
/// plan: the containers, and what in them cannot be read.
pub(super) fn replace(
    files: Vec<Input>,
    run: &Run<'_>,
    wish: &Wish<'_>,
    catalogue: &mut Catalogue,
    known: &[Entry],
) -> Result<(Vec<Input>, Vec<Apart>)> {
    let of =
        |key: &RawName| known.binary_search_by(|entry| entry.path.cmp(key)).ok().and_then(|at| known.get(at));
    let is_unseen = |input: &Input| {
        of(&input.key)
            .is_none_or(|entry| !entry.settled || entry.stamp != input.stamp || !entry.name.is_simple())
    };
    let kinds: Vec<bool> =
        files.par_iter().map(|input| is_unseen(input) && may_be(&input.given).is_some()).collect();
    let stands = |input: &Input| {
        of(&input.key).filter(|entry| !entry.name.is_simple() && still_stands(entry, input, wish))
    };
    let candidates: Vec<&Input> =
        files.iter().zip(&kinds).filter(|(_, may_be)| **may_be).map(|(i, _)| i).collect();
    let (kept, new): (Vec<&Input>, Vec<&Input>) = candidates.into_iter().partition(|i| stands(i).is_some());
    let asked: Vec<(&Path, u64)> =
        new.iter().map(|input| (input.given.as_path(), input.stamp.map_or(0, |stamp| stamp.size))).collect();
    let answers = if asked.is_empty() { Vec::new() } else { open(&run.crew, &asked, run.bound)? };
    let mut rows = Vec::with_capacity(kept.len() + new.len());
    let mut record = Vec::new();
    let now = SystemTime::now();
    for input in kept {
        let Some(row) = stands(input) else { continue };
        let settled = input.stamp.is_some_and(|stamp| stamp.is_settled(now));
        let touched = Entry { stamp: input.stamp, settled, ..row.clone() };
        if !row.settled || row.stamp != input.stamp {
            record.push(touched.clone());
        }
        rows.push(touched);
    }
    for row in new.iter().zip(answers).filter_map(|(input, answer)| row(input, answer, run)) {
        record.push(row.clone());
        rows.push(row);
    }
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    let (mut inputs, mut apart) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        let Some(row) = rows.binary_search_by(|row| row.path.cmp(&file.key)).ok().and_then(|at| rows.get(at))
        else {
            inputs.push(file);
            continue;
        };
        apart.push(Apart { shown: file.given.clone(), key: file.key.clone() });
        for member in &row.summary.members {
            let input = input_of(&file, row, member);
            match &member.refused {
                None => inputs.push(input),
                Some(reason) => {
                    let refused = Entry {
                        path: input.key.clone(),
                        name: input.key.clone(),
                        state: State::Failed,
                        reason: Some(reason.clone()),
                        summary: Summary::default(),
                        sha256: None,
                        ..row.clone()
                    };
                    if of(&input.key) != Some(&refused) {
                        record.push(refused);
                    }
                    apart.push(Apart { shown: input.shown(), key: input.key });
                }
            }
        }
    }
    catalogue.record(&record).map_err(|error| super::explain_catalogue(&error, run.setting.language))?;
    Ok((inputs, apart))
}

/// What is planned for a member of `container`; it has no name for its outputs yet.
fn input_of(container: &Input, row: &Entry, member: &Member) -> Input {
    Input {
        given: container.given.clone(),
        within: member.place.clone(),
        sha256: member.sha256.clone(),
        key: container.key.within(&member.place),
        stamp: row.stamp.map(|stamp| Stamp { size: member.bytes, ..stamp }),
        name: Default::default(),
    }
}

/// The row of a file that was asked about; `None` where it is no container.
fn row(input: &Input, answer: Result<Answer, Death>, run: &Run<'_>) -> Option<Entry> {
    let mut entry = Entry {
        path: input.key.clone(),
        name: input.key.clone(),
        stamp: input.stamp,
        settled: false,
        sha256: None,
        state: State::Opened,
        duplicate_of: None,
        reason: None,
        retry: Retry::Never,
        making: Making { ocr: None, ..run.making.clone() },
        millis: 0,
        summary: Summary::default(),
        outputs: Vec::new(),
    };
    match answer {
        Ok(Answer { outcome, stamp, settled, sha256, millis, .. }) => {
            entry = Entry { stamp: stamp.or(input.stamp), settled, sha256, millis, ..entry };
            match outcome {
                Outcome::Opened(summary) => entry.summary = *summary,
                Outcome::Refused(Refusal { reason, retry, form }) => {
                    entry.state = State::Failed;
                    entry.reason = Some(reason);
                    entry.retry = retry;
                    entry.summary.form = form;
                }
                Outcome::NoContainer | Outcome::Done { .. } | Outcome::Unwritten { .. } => return None,
            }
        }
        Err(death) => {
            entry.state = State::Quarantined;
            entry.reason = Some(run.crew.why(death));
            entry.retry = Retry::Limits;
            entry.sha256 = hash_of(&input.given, run.crew.setup.bytes).ok();
        }
    }
    Some(entry)
}
