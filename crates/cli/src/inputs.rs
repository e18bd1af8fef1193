//! Which files a command line means, and what each one's output is called.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use vanthu_document::diagnostic::Language;
use walkdir::{DirEntry, WalkDir};

use crate::load::is_json;
use crate::locale::pick;

/// Whether JSON files in folders are inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Json {
    /// They are.
    Taken,
    /// They are what the program wrote.
    LeftOut,
}

/// Something that could not be read.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The file or folder.
    pub(crate) path: PathBuf,
    /// Why, in the user's language.
    pub(crate) reason: String,
}

/// The files that `paths` name, folders with all below them, in the order of the names; each file once.
/// Inside a folder, hidden files and folders are left out, and so are JSON files, which this program itself writes,
/// where they are no inputs, and the folder `left_out`, which is the program's own; links to folders are not followed.
/// What is there and is no file (a broken link, a pipe) is a failure.
pub(crate) fn collect(
    paths: &[PathBuf],
    json: Json,
    left_out: Option<&Path>,
    language: Language,
) -> (Vec<PathBuf>, Vec<Failure>) {
    let left_out = left_out.and_then(|folder| fs::canonicalize(folder).ok());
    let is_left_out = |entry: &DirEntry| {
        left_out.is_some()
            && entry.file_type().is_dir()
            && entry.file_name() == left_out.as_deref().and_then(Path::file_name).unwrap_or_default()
            && fs::canonicalize(entry.path()).ok() == left_out
    };
    let mut inputs: Vec<PathBuf> = Vec::new();
    let mut failures = Vec::new();
    for path in paths {
        if is_stdin(path) || !path.is_dir() {
            inputs.push(path.clone());
            continue;
        }
        let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
        let walk = WalkDir::new(path).sort_by_file_name().into_iter();
        let wanted =
            |entry: &DirEntry| entry.depth() == 0 || !hidden(entry.file_name()) && !is_left_out(entry);
        for entry in walk.filter_entry(wanted) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if json == Json::LeftOut && is_json(entry.path()) => {}
                Ok(entry) if entry.file_type().is_file() => inputs.push(entry.into_path()),
                Ok(entry) => match fs::metadata(entry.path()) {
                    Ok(behind) if behind.is_file() => inputs.push(entry.into_path()),
                    Ok(behind) if behind.is_dir() => {}
                    Ok(_) => {
                        let reason = no_file(language).to_owned();
                        failures.push(Failure { path: entry.into_path(), reason });
                    }
                    Err(error) => {
                        let reason = io_reason(&error, language);
                        failures.push(Failure { path: entry.into_path(), reason });
                    }
                },
                Err(error) => {
                    let at = error.path().unwrap_or(path).to_path_buf();
                    failures.push(Failure { path: at, reason: io_reason(&error.into(), language) });
                }
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    inputs.retain(|input| seen.insert(input.clone()));
    (inputs, failures)
}

/// Whether the path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The bytes of an input, at most `limit` of them.
pub(crate) fn read(path: &Path, limit: u64, language: Language) -> Result<Vec<u8>, String> {
    let explain = |error: io::Error| io_reason(&error, language);
    let mut bytes = Vec::new();
    if is_stdin(path) {
        io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(explain)?;
    } else {
        let metadata = fs::metadata(path).map_err(explain)?;
        if !metadata.is_file() {
            return Err(no_file(language).to_owned());
        }
        if metadata.len() > limit {
            return Err(too_large(metadata.len(), limit, language));
        }
        bytes.reserve_exact(usize::try_from(metadata.len()).unwrap_or(0));
        // The file may grow while it is read.
        fs::File::open(path).map_err(explain)?.take(limit + 1).read_to_end(&mut bytes).map_err(explain)?;
    }
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64, limit, language));
    }
    Ok(bytes)
}

fn no_file(language: Language) -> &'static str {
    pick(language, "không phải là tệp thường", "not a regular file")
}

/// Names an input that failed on standard error.
pub(crate) fn say_failure(failure: &Failure, language: Language) {
    let word = pick(language, "lỗi", "error");
    let _ = writeln!(io::stderr(), "{word}: {}: {}", failure.path.display(), failure.reason);
}

fn too_large(bytes: u64, limit: u64, language: Language) -> String {
    let (size, most) = (bytes.div_ceil(1 << 20), limit >> 20);
    match language {
        Language::Vietnamese => format!("tệp {size} MB, quá giới hạn {most} MB (--max-size)"),
        Language::English => format!("{size} MB, more than the limit of {most} MB (--max-size)"),
    }
}

/// Why the system refused, in the user's language where the reason is an everyday one.
pub(crate) fn io_reason(error: &io::Error, language: Language) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => Some(("không có tệp hoặc thư mục này", "no such file or folder")),
        io::ErrorKind::PermissionDenied => Some(("không có quyền truy cập", "permission denied")),
        io::ErrorKind::StorageFull => Some(("ổ đĩa đã đầy", "the disk is full")),
        _ => None,
    };
    known.map_or_else(
        || error.to_string(),
        |(vietnamese, english)| pick(language, vietnamese, english).to_owned(),
    )
}

/// What is said of an input on which the program itself failed.
pub(crate) fn fault_inside(language: Language) -> &'static str {
    pick(
        language,
        "lỗi bên trong chương trình, xin báo cho nhóm phát triển",
        "a fault inside the program, please report it",
    )
}

/// What each input's output is called, without its ending: the input's own name without its ending. Where several
/// inputs share one, the ending stays (`plan.md`, `plan.tsv`), and where that is not enough a number follows.
pub(crate) fn output_names(inputs: &[PathBuf]) -> Vec<OsString> {
    let stem = |input: &Path| {
        if is_stdin(input) { OsString::from("stdin") } else { part(input.file_stem()) }
    };
    let mut shared: BTreeMap<OsString, usize> = BTreeMap::new();
    for input in inputs {
        *shared.entry(stem(input)).or_default() += 1;
    }
    let mut taken = std::collections::BTreeSet::new();
    // Thousands of folders may each hold a file of the same name.
    let mut last_number: BTreeMap<OsString, usize> = BTreeMap::new();
    inputs
        .iter()
        .map(|input| {
            let stem = stem(input);
            let base = if shared.get(&stem) == Some(&1) { stem } else { part(input.file_name()) };
            let mut name = base.clone();
            while !taken.insert(name.clone()) {
                let number = last_number.entry(base.clone()).or_insert(1);
                *number += 1;
                name = base.clone();
                name.push(format!("-{number}"));
            }
            name
        })
        .collect()
}

/// Longest name of an output in bytes, which leaves room for a number and an ending in the 255 that file systems give.
const LONGEST_NAME: usize = 200;

fn part(name: Option<&std::ffi::OsStr>) -> OsString {
    let name = name.map_or_else(|| OsString::from("document"), OsString::from);
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let mut name = name.to_string_lossy().into_owned();
    name.truncate(name.floor_char_boundary(LONGEST_NAME));
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let inputs: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        output_names(&inputs).into_iter().map(|n| n.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn outputs_are_named_after_the_stem() {
        assert_eq!(names(&["a/plan.md", "b.v2.txt", "-"]), ["plan", "b.v2", "stdin"]);
    }

    #[test]
    fn shared_stems_keep_apart() {
        assert_eq!(names(&["x/plan.md", "y/plan.tsv"]), ["plan.md", "plan.tsv"]);
        assert_eq!(names(&["x/plan.md", "y/plan.md", "z/plan.md"]), ["plan.md", "plan.md-2", "plan.md-3"]);
    }

    #[test]
    fn names_too_long_for_a_file_system_are_cut() {
        let long = format!("a.zip!/{}.md", "kế hoạch ".repeat(100));
        let other = format!("a.zip!/{}x.md", "kế hoạch ".repeat(100));
        let names = names(&[&long, &other]);
        assert!(names.iter().all(|name| name.len() <= LONGEST_NAME + 2 && name.starts_with("kế hoạch kế")));
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn folders_are_read_in_order_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.md", "a.md", ".hidden.md", "a.json"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("sub/c.md"), "x").unwrap();
        let (inputs, failures) = collect(
            &[folder.path().to_path_buf(), folder.path().join("a.md")],
            Json::LeftOut,
            None,
            Language::English,
        );
        let found: Vec<_> =
            inputs.iter().map(|i| i.strip_prefix(folder.path()).unwrap().to_owned()).collect();
        assert_eq!(found, [PathBuf::from("a.md"), PathBuf::from("b.md"), PathBuf::from("sub/c.md")]);
        assert!(failures.is_empty());
    }

    #[test]
    fn a_file_over_the_limit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.txt");
        fs::write(&path, vec![b'x'; 3 << 20]).unwrap();
        let reason = read(&path, 1 << 20, Language::English).unwrap_err();
        assert_eq!(reason, "3 MB, more than the limit of 1 MB (--max-size)");
        assert_eq!(read(&path, 3 << 20, Language::English).unwrap().len(), 3 << 20);
    }
}
