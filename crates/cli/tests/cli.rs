//! The program as a user meets it: what it prints, what it writes, how it ends.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the program in `folder` with its messages in English.
fn vanthu(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program starts")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vanthu"));
    command.args(arguments).current_dir(folder).env("VANTHU_LANG", "en").stdin(Stdio::null());
    command
}

/// Exit status, standard output and standard error in one text.
fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "status: {}\n--- out\n{}--- err\n{}",
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr)
    )
}

const PLAN: &str = "\
ỦY BAN NHÂN DÂN XÃ TÂN AN

Số: 12/KH-UBND

Tân An, ngày 05 tháng 01 năm 2026

**KẾ HOẠCH**

**Số hóa hồ sơ lưu trữ năm 2026**

**PHỤ LỤC**

| TT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|---|
| 1 | Kiểm kê kho lưu trữ | Báo cáo | Văn phòng HĐND và UBND | Quý I/2026 |
| 2 | Quét hồ sơ hộ tịch | Tệp PDF |  | Tháng 9/2026 |
";

fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

#[test]
fn help_in_two_languages() {
    let folder = folder_with(&[]);
    insta::assert_snapshot!("help-en", said(&vanthu(folder.path(), &["convert", "--help"])));
    insta::assert_snapshot!("help-vi", said(&vanthu(folder.path(), &["--lang", "vi", "convert", "--help"])));
    insta::assert_snapshot!("help-program-vi", said(&vanthu(folder.path(), &["--lang=vi", "--help"])));
}

#[test]
fn wrong_use_ends_with_2() {
    let folder = folder_with(&[]);
    for arguments in
        [&["convert"][..], &["no-such-command"], &["convert", "x", "--format", "pdf"], &["schema", "nothing"]]
    {
        assert_eq!(vanthu(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_document_becomes_json_and_csv_and_a_table() {
    let folder = folder_with(&[("ke-hoach.md", PLAN.as_bytes())]);
    let output = vanthu(
        folder.path(),
        &["convert", "ke-hoach.md", "-o", "out", "--format", "json,csv", "--table", "-v"],
    );
    insta::assert_snapshot!("convert-table", said(&output));
    let mut names: Vec<_> = fs::read_dir(folder.path().join("out"))
        .expect("the output folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    assert_eq!(names, ["ke-hoach.csv", "ke-hoach.json"]);
    let json = fs::read_to_string(folder.path().join("out/ke-hoach.json")).expect("the JSON");
    insta::assert_snapshot!("convert-json", json);
}

#[test]
fn a_document_is_written_in_every_form_and_read_again_from_its_markdown() {
    let folder = folder_with(&[("ke-hoach.md", PLAN.as_bytes())]);
    let output =
        vanthu(folder.path(), &["convert", "ke-hoach.md", "-o", "out", "--format", "csv,xlsx,md,html,akn"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let start = |name: &str| {
        let bytes = fs::read(folder.path().join("out").join(name)).expect(name);
        bytes.into_iter().take(5).collect::<Vec<u8>>()
    };
    assert_eq!(start("ke-hoach.xlsx").get(..2), Some(&b"PK"[..]));
    assert_eq!(start("ke-hoach.html"), b"<!DOC");
    assert_eq!(start("ke-hoach.akn.xml"), b"<?xml");
    let tasks = |path: &str| {
        let output = vanthu(folder.path(), &["convert", path, "-q"]);
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let tasks = value["appendices"][0]["tasks"].as_array().expect("tasks").clone();
        let fields = |task: &serde_json::Value| {
            let rest = &task["assignments"];
            (task["ordinal"].clone(), task["section"].clone(), task["task"].clone(), rest.clone())
        };
        tasks.iter().map(fields).collect::<Vec<_>>()
    };
    assert_eq!(tasks("ke-hoach.md").len(), 2);
    assert_eq!(tasks("out/ke-hoach.md"), tasks("ke-hoach.md"));
}

#[test]
fn bad_files_are_named_and_the_others_go_on() {
    let folder = folder_with(&[
        ("in/a.md", PLAN.as_bytes()),
        ("in/empty.txt", b""),
        ("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01"),
        ("in/gold.json", b"{\"document\": {}}"),
        ("in/sub/b.md", PLAN.as_bytes()),
    ]);
    let output = vanthu(folder.path(), &["convert", "in", "missing.md", "-o", "out"]);
    insta::assert_snapshot!("bad-files", said(&output));
    assert!(folder.path().join("out/a.json").is_file());
    assert!(folder.path().join("out/b.json").is_file());
    assert!(!folder.path().join("out/empty.json").exists());
}

#[test]
fn nothing_converted_ends_with_2() {
    let folder = folder_with(&[("empty.txt", b"  \n\n")]);
    let output = vanthu(folder.path(), &["convert", "empty.txt", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn standard_input_and_output() {
    let folder = folder_with(&[]);
    let mut child = command(folder.path(), &["convert", "-", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(PLAN.as_bytes()).expect("the program reads");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", said(&output));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(value["number"], "12");
    assert_eq!(value["appendices"][0]["tasks"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    let folder = folder_with(&[("a.md", PLAN.as_bytes()), ("b.md", PLAN.as_bytes())]);
    let run = |out: &str, jobs: &str| {
        vanthu(
            folder.path(),
            &["convert", "a.md", "b.md", "-o", out, "--format", "json,csv", "--jobs", jobs],
        );
        ["a.json", "a.csv", "b.json", "b.csv"]
            .map(|name| fs::read(folder.path().join(out).join(name)).expect("an output"))
    };
    assert_eq!(run("one", "1"), run("two", "2"));
}

#[cfg(unix)]
#[test]
fn an_unwritable_place_is_told() {
    let folder = folder_with(&[("a.md", PLAN.as_bytes()), ("out", b"a file, no folder")]);
    let output = vanthu(folder.path(), &["convert", "a.md", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("out"), "{}", said(&output));
}

#[test]
fn schemas_are_listed_and_printed() {
    let folder = folder_with(&[]);
    let names = vanthu(folder.path(), &["schema"]);
    assert_eq!(String::from_utf8_lossy(&names.stdout), "document\ndiff\ndiff-chain\n");
    for name in ["document", "diff", "diff-chain"] {
        let schema = vanthu(folder.path(), &["schema", name]);
        let committed =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/{name}.schema.json"));
        let committed = fs::read_to_string(committed).expect("the committed schema");
        // To renew it: cargo run -- schema NAME > schemas/NAME.schema.json
        assert_eq!(String::from_utf8_lossy(&schema.stdout), committed, "schemas/ is behind the types");
    }
}

/// The plan of the year after: a task renumbered and handed to another office, one dropped, one added.
const NEXT_PLAN: &str = "\
ỦY BAN NHÂN DÂN XÃ TÂN AN

Số: 09/KH-UBND

Tân An, ngày 06 tháng 01 năm 2027

**KẾ HOẠCH**

**Số hóa hồ sơ lưu trữ năm 2027**

**PHỤ LỤC**

| TT | Nhiệm vụ | Sản phẩm | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|---|
| 1 | Tập huấn nghiệp vụ văn thư | Hội nghị | Phòng Văn hóa - Xã hội | Quý II/2027 |
| 2 | Kiểm kê kho lưu trữ | Báo cáo | Phòng Văn hóa - Xã hội | Quý II/2027 |
";

#[test]
fn differences_are_told_with_their_causes() {
    let folder = folder_with(&[("cu.md", PLAN.as_bytes()), ("moi.md", NEXT_PLAN.as_bytes())]);
    let told = vanthu(folder.path(), &["diff", "cu.md", "moi.md"]);
    insta::assert_snapshot!("diff-text", said(&told));
    // Converted JSON compares as its document does.
    vanthu(folder.path(), &["convert", "cu.md", "-o", "out"]);
    let mixed = vanthu(folder.path(), &["diff", "out/cu.json", "moi.md"]);
    assert_eq!(String::from_utf8_lossy(&mixed.stdout), String::from_utf8_lossy(&told.stdout));
}

#[test]
fn differences_come_in_every_format() {
    let folder = folder_with(&[("cu.md", PLAN.as_bytes()), ("moi.md", NEXT_PLAN.as_bytes())]);
    for (format, begins) in
        [("json", &b"{"[..]), ("csv", "\u{feff}".as_bytes()), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")]
    {
        for documents in [&["cu.md", "moi.md"][..], &["cu.md", "moi.md", "cu.md"]] {
            let mut arguments = vec!["diff", "--format", format, "-o", "out"];
            arguments.extend(documents);
            let output = vanthu(folder.path(), &arguments);
            assert_eq!(output.status.code(), Some(1), "{}", said(&output));
            let written = fs::read(folder.path().join("out")).expect("the report");
            assert!(written.starts_with(begins), "{format}");
        }
    }
}

#[test]
fn a_comparison_of_nothing_says_why() {
    let empty = "| TT | Nhiệm vụ | Cơ quan chủ trì |\n|---|---|---|\n";
    let files: &[(&str, &[u8])] = &[
        ("cu.md", PLAN.as_bytes()),
        ("thu.txt", "Kính gửi Sở Nội vụ".as_bytes()),
        ("0.md", empty.as_bytes()),
    ];
    let folder = folder_with(files);
    let mut all = String::new();
    for arguments in [
        &["cu.md", "cu.md"][..],
        &["cu.md", "thu.txt"],
        &["cu.md", "0.md"],
        &["cu.md", "none.md"],
        &["cu.md", "cu.md", "--appendix", "7"],
    ] {
        let mut with_command = vec!["diff"];
        with_command.extend(arguments);
        all.push_str(&format!(
            "$ {}\n{}\n",
            arguments.join(" "),
            said(&vanthu(folder.path(), &with_command))
        ));
    }
    insta::assert_snapshot!("diff-nothing", all);
}
