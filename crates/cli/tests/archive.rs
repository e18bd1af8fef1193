//! A folder as an archive: runs that go on where others stopped, and what becomes of files that nobody can read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Runs the program in `folder` with its messages in English.
fn vanthu(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program starts")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanthu"));
    command.args(arguments).current_dir(folder).env("VANTHU_LANG", "en");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn error_text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A plan of an invented office with its own number.
fn plan(number: usize) -> String {
    format!(
        "ỦY BAN NHÂN DÂN XÃ TÂN AN\n\nSố: {number}/KH-UBND\n\nTân An, ngày 05 tháng 01 năm 2026\n\n**KẾ HOẠCH**\n\n\
        **Số hóa hồ sơ lưu trữ năm 2026**\n\n**PHỤ LỤC**\n\n| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |\n|---|---|---|---|\n\
        | 1 | Kiểm kê kho {number} | Văn phòng HĐND và UBND | Quý I/2026 |\n"
    )
}

/// A folder `in` with `files`.
fn archive_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Every output by its name: of the documents, and those over the whole archive less the report, which tells times.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for place in [folder.to_path_buf(), folder.join("archive")] {
        for entry in fs::read_dir(place).expect("the output folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("inside").to_string_lossy().into_owned();
            if path.is_file() && !name.contains("report.") {
                files.insert(name, fs::read(&path).expect("an output"));
            }
        }
    }
    files
}

fn report(folder: &Path) -> serde_json::Value {
    let bytes = fs::read(folder.join("archive/report.json")).expect("the report");
    serde_json::from_slice(&bytes).expect("JSON")
}

const CONVERT: &[&str] = &["convert", "in", "-o", "out", "--format", "csv,jsonl,xlsx"];

#[test]
fn only_what_is_new_or_changed_is_converted() {
    let folder = archive_of(&[("a.md", &plan(1)), ("b.md", &plan(2)), ("sub/c.md", &plan(3))]);
    let out = folder.path().join("out");
    let counts = |output: &Output| {
        assert_eq!(output.status.code(), Some(0), "{}", error_text(output));
        let report = report(&out);
        (report["run"]["converted"].as_u64(), report["run"]["unchanged"].as_u64())
    };
    assert_eq!(counts(&vanthu(folder.path(), CONVERT)), (Some(3), Some(0)));
    let first = outputs(&out);
    assert!(first.contains_key("archive/archive.xlsx") && first.contains_key("archive/tasks.jsonl"));
    assert_eq!(counts(&vanthu(folder.path(), CONVERT)), (Some(0), Some(3)));
    // A time stamp is no content.
    let file = fs::File::options().write(true).open(folder.path().join("in/a.md")).expect("the file");
    file.set_modified(std::time::SystemTime::now() + Duration::from_secs(60)).expect("a time");
    drop(file);
    assert_eq!(counts(&vanthu(folder.path(), CONVERT)), (Some(0), Some(3)));
    // Outputs that are gone or were changed are made again.
    fs::remove_file(out.join("a.csv")).expect("an output");
    fs::write(out.join("b.json"), "{}").expect("an output");
    assert_eq!(counts(&vanthu(folder.path(), CONVERT)), (Some(2), Some(1)));
    assert_eq!(outputs(&out), first);
    // Another content of the same length at the same time is found.
    fs::write(folder.path().join("in/b.md"), plan(7)).expect("a file");
    assert_eq!(counts(&vanthu(folder.path(), CONVERT)), (Some(1), Some(2)));
    assert!(String::from_utf8_lossy(&outputs(&out)["b.json"]).contains("Kiểm kê kho 7"));
    assert!(String::from_utf8_lossy(&outputs(&out)["archive/tasks.jsonl"]).contains("Kiểm kê kho 7"));
}

#[test]
fn the_same_content_is_converted_once_and_listed() {
    let folder = archive_of(&[("a.md", &plan(1)), ("z/b.md", &plan(1)), ("c.md", &plan(2))]);
    let output = vanthu(folder.path(), CONVERT);
    assert_eq!(output.status.code(), Some(0), "{}", error_text(&output));
    let out = folder.path().join("out");
    let duplicates = report(&out)["duplicates"].clone();
    let duplicates = duplicates.as_array().expect("a list");
    assert_eq!(duplicates.len(), 1);
    assert!(duplicates[0]["path"].as_str().is_some_and(|path| path.ends_with("z/b.md")));
    let json: serde_json::Value = serde_json::from_slice(&outputs(&out)["b.json"]).expect("JSON");
    assert_eq!(json["source"]["path"], "in/z/b.md");
    // Its tasks do not count twice in the tables over the archive.
    let lines = String::from_utf8_lossy(&outputs(&out)["archive/tasks.jsonl"]).lines().count();
    assert_eq!(lines, 2);
    assert_eq!(report(&out)["counts"]["tasks"], 2);
}

#[cfg(unix)]
#[test]
fn a_run_that_was_killed_ends_as_if_it_had_not_been() {
    let texts: Vec<(String, String)> = (0..60).map(|n| (format!("{n:02}.md"), plan(n / 2))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = archive_of(&files);
    let undisturbed = vanthu(folder.path(), &["convert", "in", "-o", "whole", "--format", "csv,jsonl,xlsx"]);
    assert_eq!(undisturbed.status.code(), Some(0), "{}", error_text(&undisturbed));
    for wait in [0, 15, 40, 70, 110, 160] {
        let mut child = command(folder.path(), CONVERT).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().expect("a kill");
        child.wait().expect("an end");
        // Nobody ever sees half a file.
        let out = folder.path().join("out");
        for entry in fs::read_dir(&out).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "json") {
                let bytes = fs::read(&path).expect("an output");
                serde_json::from_slice::<serde_json::Value>(&bytes).expect("a whole output");
            }
        }
    }
    let last = vanthu(folder.path(), CONVERT);
    assert_eq!(last.status.code(), Some(0), "{}", error_text(&last));
    assert_eq!(outputs(&folder.path().join("out")), outputs(&folder.path().join("whole")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_kills_its_worker_is_put_aside_and_the_others_go_on() {
    let folder = archive_of(&[("a.md", &plan(1)), ("c.md", &plan(3))]);
    // Takes no room on the disk, but all the memory that a file may have.
    let large = fs::File::create(folder.path().join("in/b.bin")).expect("a file");
    large.set_len(400 << 20).expect("a length");
    let arguments = &["convert", "in", "-o", "out", "--file-memory", "350"];
    let output = vanthu(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(3), "{}", error_text(&output));
    assert!(
        error_text(&output).contains("in/b.bin: reading it takes more than 350 MB of memory"),
        "{}",
        error_text(&output)
    );
    let report = report(&folder.path().join("out"));
    assert_eq!(report["counts"]["quarantined"], 1);
    assert_eq!(report["counts"]["converted"], 2);
    // It is not tried again under the same limits.
    let again = vanthu(folder.path(), arguments);
    assert_eq!(again.status.code(), Some(3));
    assert!(error_text(&again).contains("2 documents (2 unchanged)"), "{}", error_text(&again));
}

/// A scan of the corpus.
const SCAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/phuong-hoa-khe-ke-hoach-2025-scan.tif");

/// Runs the program with a `tesseract` that does what `reading` says, a shell's words, for each page.
#[cfg(unix)]
fn with_ocr(folder: &Path, reading: &str, arguments: &[&str]) -> Output {
    use std::os::unix::fs::PermissionsExt;
    let bin = folder.join("bin");
    fs::create_dir(&bin).expect("a folder");
    let program = format!(
        "#!/bin/sh\ncase $1 in --list-langs) echo vie;; --version) echo 'tesseract 5';;\n*) {reading};; esac\n"
    );
    fs::write(bin.join("tesseract"), program).expect("a program");
    fs::set_permissions(bin.join("tesseract"), fs::Permissions::from_mode(0o755)).expect("a mode");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut run = command(folder, arguments);
    run.env("PATH", path).env("VANTHU_CACHE", folder).output().expect("the program starts")
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_kills_its_worker_is_left_out_of_an_index() {
    let folder = archive_of(&[("a.md", &plan(1)), ("c.md", &plan(3))]);
    let large = fs::File::create(folder.path().join("in/b.bin")).expect("a file");
    large.set_len(400 << 20).expect("a length");
    let output = vanthu(folder.path(), &["index", "in", "--index", "idx", "--file-memory", "350"]);
    let said = error_text(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("in/b.bin: reading it takes more than 350 MB of memory"), "{said}");
    assert!(said.contains("2 documents added"), "{said}");
    let found = vanthu(folder.path(), &["search", "kiểm kê kho 3", "--index", "idx", "--json"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("Kiểm kê kho 3"));
    // Nothing of the conversion stays behind.
    assert_eq!(fs::read_dir(folder.path().join("idx/.vanthu/parts")).expect("the parts").count(), 0);
}

#[cfg(unix)]
#[test]
fn a_file_that_vanishes_after_it_was_listed_is_named() {
    let folder = archive_of(&[("b.md", &plan(1)), ("c.md", &plan(2))]);
    fs::copy(SCAN, folder.path().join("in/a.tif")).expect("a scan");
    let vanishing = folder.path().join("in/b.md");
    let removal = format!("rm -f {}", vanishing.display());
    let output = with_ocr(folder.path(), &removal, &["convert", "in", "-o", "out", "--jobs", "1"]);
    let said = error_text(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(!vanishing.exists(), "{said}");
    assert!(said.contains("in/b.md: "), "{said}");
    assert!(outputs(&folder.path().join("out")).contains_key("c.json"), "{said}");
    // Once it is gone it is no file of the archive any more.
    let again = error_text(&vanthu(folder.path(), &["convert", "in", "-o", "out", "--no-ocr"]));
    assert!(!again.contains("in/b.md"), "{again}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_stalls_its_worker_is_put_aside_with_all_that_it_started() {
    let folder = archive_of(&[("a.md", &plan(1))]);
    fs::copy(SCAN, folder.path().join("in/scan.tif")).expect("a scan");
    // It never ends, and says who it is.
    let started = folder.path().join("started");
    let endless = format!("echo $$ >> {}; exec sleep 600", started.display());
    let output = with_ocr(folder.path(), &endless, &["convert", "in", "-o", "out", "--file-timeout", "3"]);
    let said = error_text(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("in/scan.tif: reading it took more than 6 s, also with nothing beside it"),
        "{said}"
    );
    let report = report(&folder.path().join("out"));
    assert_eq!((&report["counts"]["quarantined"], &report["counts"]["converted"]), (&1.into(), &1.into()));
    // What it started ended with it.
    let started = fs::read_to_string(started).expect("it was asked");
    assert!(started.lines().count() >= 2, "tried once more: {started}");
    for id in started.lines() {
        let state = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        assert!(state.is_empty() || state.contains(") Z "), "{state}");
    }
}

#[test]
fn a_file_of_two_gigabytes_is_refused_and_one_that_grows_is_caught_up_with() {
    let folder = archive_of(&[("a.md", &plan(1)), ("grows.md", &plan(2))]);
    // It takes no room on the disk.
    let large = fs::File::create(folder.path().join("in/large.txt")).expect("a file");
    large.set_len(2 << 30).expect("a length");
    let path = folder.path().join("in/grows.md");
    let mut child = command(folder.path(), CONVERT).spawn().expect("the program starts");
    while child.try_wait().expect("a state").is_none() {
        let mut file = fs::File::options().append(true).open(&path).expect("the file");
        file.write_all("| 2 | Lập hồ sơ | Văn phòng HĐND và UBND | Quý II/2026 |\n".as_bytes())
            .expect("a line");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(child.wait().expect("an end").code(), Some(3));
    let output = vanthu(folder.path(), CONVERT);
    let said = error_text(&output);
    assert!(said.contains("in/large.txt: 2048 MB, more than the limit of 512 MB (--max-size)"), "{said}");
    let json = &outputs(&folder.path().join("out"))["grows.json"];
    let json: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    assert_eq!(json["source"]["bytes"], fs::metadata(path).expect("the file").len());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_named_and_odd_names_are_kept() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let folder = archive_of(&[("a.md", &plan(1)), ("x/b.md", &plan(2))]);
    let inside = folder.path().join("in");
    fs::write(inside.join(OsStr::from_bytes(b"k\xFF ho\xB9ch.md")), plan(3)).expect("a file");
    symlink(&inside, inside.join("x/loop")).expect("a link");
    symlink(inside.join("nothing"), inside.join("broken.md")).expect("a link");
    symlink("self.md", inside.join("self.md")).expect("a link");
    let output = vanthu(folder.path(), CONVERT);
    assert_eq!(output.status.code(), Some(3), "{}", error_text(&output));
    let said = error_text(&output);
    assert!(said.contains("in/broken.md") && said.contains("in/self.md"), "{said}");
    assert!(said.contains("3 documents, 3 tasks"), "{said}");
    let odd = folder.path().join("out").join(OsStr::from_bytes(b"k\xFF ho\xB9ch.json"));
    assert!(odd.is_file());
    let again = vanthu(folder.path(), CONVERT);
    assert!(error_text(&again).contains("3 documents (3 unchanged)"), "{}", error_text(&again));
}

#[test]
fn the_folder_of_outputs_is_no_input() {
    let folder = archive_of(&[("a.md", &plan(1))]);
    for _ in 0..2 {
        let output = vanthu(&folder.path().join("in"), &["convert", ".", "-o", "out", "--format", "md,html"]);
        assert_eq!(output.status.code(), Some(0), "{}", error_text(&output));
        assert!(error_text(&output).contains("1 documents"), "{}", error_text(&output));
    }
}

#[test]
fn a_program_reads_along() {
    let folder = archive_of(&[("a.md", &plan(1)), ("empty.md", "")]);
    let output = vanthu(folder.path(), &["convert", "in", "-o", "out", "--log", "json"]);
    let events: Vec<serde_json::Value> =
        error_text(&output).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let named = |name: &str| events.iter().filter(|event| event["event"] == name).count();
    assert_eq!((named("start"), named("file"), named("failure"), named("end")), (1, 2, 1, 1), "{events:?}");
}

#[test]
fn a_second_run_beside_the_first_is_refused() {
    let folder = archive_of(&[("a.md", &plan(1))]);
    fs::create_dir_all(folder.path().join("out/.vanthu")).expect("a folder");
    let mut lock = fs::File::create(folder.path().join("out/.vanthu/lock")).expect("a file");
    lock.write_all(b"").expect("a write");
    lock.lock().expect("a lock");
    let output = vanthu(folder.path(), CONVERT);
    assert_eq!(output.status.code(), Some(2));
    assert!(error_text(&output).contains("another run is writing"), "{}", error_text(&output));
}

/// A ZIP archive of `members`.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        archive.write_all(content).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn what_lies_in_containers_is_converted_like_files() {
    let folder = archive_of(&[("a.md", &plan(1))]);
    let mail = format!(
        "Return-Path: <x@example.invalid>\r\nFrom: x@example.invalid\r\nSubject: KH\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=windows-1258\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nK=EDnh g=FD=ECi anh, xem t=EA=F2p k=E8m.\r\n--b\r\n\
        Content-Type: text/markdown; charset=utf-8\r\nContent-Disposition: attachment; filename=\"ke hoach.md\"\r\n\
        Content-Transfer-Encoding: 8bit\r\n\r\n{}\r\n--b--\r\n",
        plan(4)
    );
    // A member whose bytes do not have the check sum that the directory tells.
    let damaged = b"cut off in the middle of nothing";
    let pack = |second: &str| {
        let inner = zip(&[("sub/b.md", second.as_bytes())]);
        let members: [(&str, &[u8]); 6] = [
            ("same.md", plan(1).as_bytes().to_vec().leak()),
            ("inner.zip", inner.leak()),
            ("letter.eml", mail.as_bytes()),
            ("bad.md", damaged),
            (".hidden.md", b"x"),
            ("c.json", b"{}"),
        ];
        let mut bytes = zip(&members);
        let at = bytes.windows(damaged.len()).position(|part| part == damaged);
        match at {
            Some(at) => bytes[at] ^= 1,
            // It was deflated: its check sum in the directory is changed.
            None => {
                let name = bytes.windows(6).rposition(|part| part == b"bad.md").expect("the directory");
                bytes[name - 46 + 16] ^= 1;
            }
        }
        bytes
    };
    fs::write(folder.path().join("in/z.zip"), pack(&plan(2))).expect("a file");
    let out = folder.path().join("out");
    let run = || {
        let output = vanthu(folder.path(), CONVERT);
        assert_eq!(output.status.code(), Some(3), "{}", error_text(&output));
        (error_text(&output), report(&out))
    };
    let (said, first) = run();
    assert!(said.contains("in/z.zip!/bad.md: the file is a ZIP archive that is damaged"), "{said}");
    let counts = &first["counts"];
    assert_eq!(
        (&counts["containers"], &counts["converted"], &counts["duplicates"], &counts["failed"]),
        (&1.into(), &4.into(), &1.into(), &1.into())
    );
    let source =
        |name: &str| -> serde_json::Value { serde_json::from_slice(&outputs(&out)[name]).expect("JSON") };
    assert_eq!(source("b.json")["source"]["path"], "in/z.zip!/inner.zip!/sub/b.md");
    assert_eq!(source("same.json")["source"]["path"], "in/z.zip!/same.md");
    assert_eq!(source("ke hoach.json")["source"]["path"], "in/z.zip!/letter.eml!/ke hoach.md");
    assert_eq!(source("ke hoach.json")["number"], "4");
    assert!(source("body.json").to_string().contains("in/z.zip!/letter.eml!/body.txt"));
    // Nothing is done twice, and of a container that changed only what changed in it.
    let (_, again) = run();
    assert_eq!((&again["run"]["converted"], &again["run"]["unchanged"]), (&0.into(), &5.into()));
    fs::write(folder.path().join("in/z.zip"), pack(&plan(7))).expect("a file");
    let (_, changed) = run();
    assert_eq!((&changed["run"]["converted"], &changed["run"]["unchanged"]), (&1.into(), &4.into()));
    assert_eq!(source("b.json")["number"], "7");
    // The same without a folder of results, and looked at before.
    let printed = vanthu(folder.path(), &["convert", "in/z.zip"]);
    assert_eq!(String::from_utf8_lossy(&printed.stdout).lines().count(), 4);
    let scan = vanthu(folder.path(), &["scan", "in", "--json"]);
    let scan: serde_json::Value = serde_json::from_slice(&scan.stdout).expect("JSON");
    assert_eq!((&scan["files"], &scan["duplicates"], &scan["faults"]), (&6.into(), &1.into(), &1.into()));
}

#[test]
fn a_container_that_asks_for_too_much_is_named() {
    let folder = archive_of(&[("a.md", &plan(1))]);
    let zeros = vec![0; 3 << 20];
    let many: Vec<(String, &[u8])> = (0..100_001).map(|n| (n.to_string(), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let mut deep = zip(&[("b.md", plan(2).as_bytes())]);
    for _ in 0..5 {
        deep = zip(&[("d.zip", &deep)]);
    }
    let bomb = zip(&[("c.md", plan(3).as_bytes()), ("zeros", &zeros)]);
    for (name, bytes) in [("many.zip", zip(&many)), ("deep.zip", deep), ("bomb.zip", bomb)] {
        fs::write(folder.path().join("in").join(name), bytes).expect("a file");
    }
    let output = vanthu(folder.path(), &["convert", "in", "-o", "out", "--max-size", "2"]);
    let said = error_text(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    for line in [
        "in/many.zip: it holds 100001 files; the limit is 100000",
        "in/deep.zip!/d.zip!/d.zip!/d.zip!/d.zip: the file is a ZIP archive, not a document",
        "in/bomb.zip!/zeros: the file has 3145728 bytes; the limit is 2097152",
        "2 documents",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn a_scan_tells_what_is_there() {
    let folder =
        archive_of(&[("a.md", &plan(1)), ("b.md", &plan(1)), ("c.pdf", "%PDF-1.4 and nothing more")]);
    let output = vanthu(folder.path(), &["scan", "in", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", error_text(&output));
    let scan: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&scan["files"], &scan["duplicates"], &scan["faults"]), (&3.into(), &1.into(), &1.into()));
    assert_eq!(scan["forms"]["markdown"], 2);
    assert_eq!(scan["list"][1]["same_as"], "in/a.md");
    let text = vanthu(folder.path(), &["scan", "in"]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("in/b.md = in/a.md"));
}

/// Forms of text that a generated archive holds, the same plan in each.
fn in_form(number: usize, rows: usize) -> (String, Vec<u8>) {
    let row = |row: usize| {
        [
            row.to_string(),
            format!("Kiểm kê kho {number}.{row}"),
            "Sở Nội vụ".to_owned(),
            "Quý I/2026".to_owned(),
        ]
    };
    let rows: Vec<[String; 4]> = (1..=rows).map(row).collect();
    let head = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"];
    let front = format!(
        "ỦY BAN NHÂN DÂN XÃ TÂN AN\n\nSố: {number}/KH-UBND\n\nTân An, ngày 05 tháng 01 năm 2026\n\nKẾ HOẠCH\n\nSố hóa hồ sơ năm 2026\n\nPHỤ LỤC\n\n"
    );
    let joined = |mark: &str, edge: &str| {
        let line = |cells: &[String]| format!("{edge}{}{edge}\n", cells.join(mark));
        let mut text = line(&head.map(str::to_owned));
        if !edge.is_empty() {
            text.push_str("|---|---|---|---|\n");
        }
        rows.iter().for_each(|row| text.push_str(&line(row)));
        text
    };
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let table = format!("{front}{}", joined(" | ", "|"));
    match number % 10 {
        0..=3 => ("md".to_owned(), table.into_bytes()),
        4 | 5 => ("tsv".to_owned(), format!("{front}{}", joined("\t", "")).into_bytes()),
        6 => ("txt".to_owned(), [vec![0xFF, 0xFE], utf_16(&table)].concat()),
        7 => {
            let cells = |row: &[String; 4]| format!("<tr><td>{}</td></tr>", row.join("</td><td>"));
            let body: String = rows.iter().map(cells).collect();
            let front = front.replace("\n\n", "</p><p>");
            ("html".to_owned(), format!("<!DOCTYPE html><html><meta charset=utf-8><body><p>{front}</p><table>{}{body}</table></body></html>", cells(&head.map(str::to_owned))).into_bytes())
        }
        8 => {
            let escaped: String = table
                .encode_utf16()
                .map(|unit| match unit {
                    10 => "\\par\n".to_owned(),
                    unit => format!("\\u{}?", unit.cast_signed()),
                })
                .collect();
            ("rtf".to_owned(), format!("{{\\rtf1\\ansi {escaped}}}").into_bytes())
        }
        _ => match number / 10 % 4 {
            0 => ("pdf".to_owned(), b"%PDF-1.7 cut off".to_vec()),
            1 => ("docx".to_owned(), b"PK\x03\x04word/ cut off".to_vec()),
            2 => ("md".to_owned(), Vec::new()),
            _ => (
                "bin".to_owned(),
                (0..4000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect(),
            ),
        },
    }
}

/// The demands of a large archive, measured: `VANTHU_FILES` files (20,000), `VANTHU_KILLS` kills (50), `VANTHU_ROWS` rows
/// each (100, about 10 kB). Prints what it measured; run it with `--ignored --nocapture`, best with `--release`.
#[cfg(unix)]
#[test]
#[ignore = "takes minutes"]
fn a_large_archive_with_many_kills() {
    use std::time::Instant;
    let number =
        |name: &str, default: usize| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (files, kills, rows) =
        (number("VANTHU_FILES", 20_000), number("VANTHU_KILLS", 50), number("VANTHU_ROWS", 100));
    let folder = tempfile::tempdir().expect("a folder");
    let mut bytes = 0;
    for file in 0..files {
        let inside = folder.path().join(format!("in/{:03}", file / 100));
        fs::create_dir_all(&inside).expect("a folder");
        // Every fiftieth is a copy of the one before.
        let (ending, content) = in_form(if file % 50 == 49 { file - 1 } else { file }, rows);
        bytes += content.len();
        fs::write(inside.join(format!("{file:06}.{ending}")), content).expect("a file");
    }
    std::thread::sleep(Duration::from_secs(4));
    let whole = ["convert", "in", "-o", "whole", "--format", "csv,jsonl,xlsx", "-q"];
    let started = Instant::now();
    let first = vanthu(folder.path(), &whole);
    let undisturbed = started.elapsed();
    assert_eq!(first.status.code(), Some(3), "{}", error_text(&first));
    let started = Instant::now();
    vanthu(folder.path(), &whole);
    let second = started.elapsed();
    let per_second = files as f64 / undisturbed.as_secs_f64();
    let percent = 100.0 * second.as_secs_f64() / undisturbed.as_secs_f64();
    println!(
        "{files} files, {bytes} bytes: {undisturbed:?}, {per_second:.0} files/s; second run {second:?}, {percent:.1} %"
    );
    let started = Instant::now();
    let mut left = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..kills {
        left ^= left << 13;
        left ^= left >> 7;
        left ^= left << 17;
        let wait = undisturbed.mul_f64((left % 1000) as f64 / 1000.0 * 3.0 / kills as f64);
        let mut child = command(folder.path(), CONVERT);
        let mut child =
            child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        std::thread::sleep(wait);
        child.kill().expect("a kill");
        child.wait().expect("an end");
    }
    let last = vanthu(folder.path(), CONVERT);
    assert_eq!(last.status.code(), Some(3));
    println!("{kills} kills and the last run: {:?}", started.elapsed());
    let (a, b) = (outputs(&folder.path().join("out")), outputs(&folder.path().join("whole")));
    let missing: Vec<&String> = b.keys().filter(|name| !a.contains_key(*name)).collect();
    let beyond: Vec<&String> = a.keys().filter(|name| !b.contains_key(*name)).collect();
    assert!(missing.is_empty() && beyond.is_empty(), "missing: {missing:?}, beyond: {beyond:?}");
    let differ: Vec<&String> =
        a.iter().filter(|(name, bytes)| b.get(*name) != Some(*bytes)).map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "{differ:?}");
}
