//! A writer killed at any moment: what it committed is there, nothing twice, and the next one goes on.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use vanthu_appendix::model::{
    Appendix, Assignment, ConvertedDocument, Provenance, Restoration, Source, Task,
};
use vanthu_document::model::Document;
use vanthu_document::page::Form;
use vanthu_index::{Index, IndexError, Origin, Request, WriterOptions};

/// Where the killed process writes.
const FOLDER: &str = "VANTHU_KILLED_INDEX";
/// Documents that it adds, and those of one commit.
const DOCUMENTS: usize = 300;
const COMMIT: usize = 5;
/// Tasks of each document.
const TASKS: usize = 20;

fn document(number: usize) -> ConvertedDocument {
    let task = |ordinal: usize| Task {
        ordinal: Some(ordinal.to_string()),
        section: Vec::new(),
        task: format!("Rà soát hồ sơ lưu trữ kho {number} ngăn {ordinal}"),
        leader: None,
        source_note: None,
        extra: Default::default(),
        assignments: vec![Assignment::default()],
        provenance: Provenance::default(),
        confidence: 1.0,
    };
    ConvertedDocument {
        schema: "vanthu/document/1".to_owned(),
        source: Source {
            path: format!("{number}.md"),
            sha256: format!("{number:064x}"),
            bytes: 0,
            form: Form::Markdown,
            encoding: "utf-8".to_owned(),
            pages: None,
        },
        document: Document::default(),
        appendices: vec![Appendix { tasks: (0..TASKS).map(task).collect(), ..Appendix::default() }],
        restoration: Restoration::default(),
        warnings: Vec::new(),
    }
}

/// The process that is killed: adds what is not there yet and says how far it is.
#[test]
#[ignore = "run by the other tests, in a process of its own"]
fn write() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = std::env::var_os(FOLDER) else { return Ok(()) };
    let index = Index::open_or_create(Path::new(&folder))?;
    let mut writer = index.writer(WriterOptions::default())?;
    let mut say = std::io::stdout();
    writeln!(say, "\nwriting")?;
    for number in 0..DOCUMENTS {
        let document = document(number);
        if !index.holds(&document.source.sha256)? {
            let content = document.source.sha256.clone();
            writer.add(&document, &Origin { content, path: Some(format!("/{number}.md")) })?;
        }
        if number % COMMIT == COMMIT - 1 {
            writer.commit()?;
            writeln!(say, "committed {}", number + 1)?;
            say.flush()?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// Runs the writer in `folder`, kills it after `time`; gives how many documents it said were committed.
fn run_and_kill(folder: &Path, time: Duration) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "write", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let said = lines.lines().map_while(Result::ok);
        said.filter_map(|line| line.strip_prefix("committed ")?.parse().ok()).last().unwrap_or(0)
    });
    let end = std::time::Instant::now() + time;
    while std::time::Instant::now() < end && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    // SIGKILL; it may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// What must hold after any kill; gives the number of documents.
fn check(folder: &Path, committed: usize) -> usize {
    let index = match Index::open(folder) {
        Ok(index) => index,
        // Killed before there was an index at all.
        Err(IndexError::Missing(_)) if committed == 0 => return 0,
        Err(error) => panic!("{error}"),
    };
    let documents = index.documents().unwrap();
    assert!(documents.len() >= committed, "{} of {committed} documents", documents.len());
    assert_eq!(documents.len() % COMMIT, 0, "half a commit");
    let expected: Vec<String> = (0..documents.len()).map(|n| format!("{n:064x}")).collect();
    let mut found: Vec<String> = documents.into_iter().map(|d| d.sha256).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    let all = index.search(&Request::new("hồ sơ lưu trữ")).unwrap();
    assert_eq!(all.total, found.len() * TASKS, "tasks twice or missing");
    found.len()
}

/// Kills a writer `kills` times, each time at another moment, and lets it end at last.
fn kill(kills: u64) {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut folder = tempfile::tempdir().unwrap();
    let mut most = 0;
    for _ in 0..kills {
        // xorshift: the same moments in every run, as far as a machine keeps time.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let committed = run_and_kill(folder.path(), Duration::from_millis(seed % 400));
        let documents = check(folder.path(), committed);
        most = most.max(documents);
        if documents == DOCUMENTS {
            folder = tempfile::tempdir().unwrap();
        }
    }
    assert!(most > 0, "no run came to its first commit: nothing was tested");
    assert_eq!(run_and_kill(folder.path(), Duration::from_secs(600)), DOCUMENTS);
    assert_eq!(check(folder.path(), DOCUMENTS), DOCUMENTS);
}

#[test]
fn a_killed_writer_loses_and_doubles_nothing() {
    kill(6);
}

#[test]
#[ignore = "a minute and more"]
fn a_writer_killed_a_hundred_times_loses_and_doubles_nothing() {
    kill(100);
}

#[test]
fn a_second_writer_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    let first = index.writer(WriterOptions::default()).unwrap();
    let error = Index::open(folder.path()).unwrap().writer(WriterOptions::default()).unwrap_err();
    assert!(matches!(error, IndexError::Busy(_)));
    assert!(error.to_string().starts_with("another process writes to the index in"));
    drop(first);
    assert!(index.writer(WriterOptions::default()).is_ok());
}
