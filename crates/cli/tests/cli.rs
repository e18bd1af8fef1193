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
    let listed = String::from_utf8_lossy(&names.stdout);
    let listed: Vec<&str> = listed.lines().collect();
    assert_eq!(listed, ["document", "diff", "diff-chain", "search", "search-documents", "agencies"]);
    for name in listed {
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

/// A plan of another year, with an office that was merged since.
const OLD_PLAN: &str = "\
ỦY BAN NHÂN DÂN TỈNH LAM KINH

Số: 30/KH-UBND

Lam Kinh, ngày 10 tháng 02 năm 2024

**KẾ HOẠCH**

**Cải thiện môi trường đầu tư năm 2024**

**PHỤ LỤC**

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |
|---|---|---|---|---|
| I | **Hạ tầng** | | | |
| 1 | Rà soát quỹ đất sạch | Sở Kế hoạch và Đầu tư | Sở Xây dựng | Tháng 3/2024 |
| II | **Hỗ trợ** | | | |
| 2 | Kiểm kê hồ sơ doanh nghiệp | Sở Tài chính | Các sở, ban, ngành | Quý IV/2024 |
";

/// A folder with two plans and an index of them.
fn indexed() -> tempfile::TempDir {
    let folder = folder_with(&[("so-hoa.md", PLAN.as_bytes()), ("dau-tu.md", OLD_PLAN.as_bytes())]);
    let output = vanthu(folder.path(), &["index", "so-hoa.md", "dau-tu.md", "--index", "idx"]);
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("2 documents added"), "{}", said(&output));
    folder
}

/// What `vanthu search … --index idx --json` says.
fn found(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let output = vanthu(folder, &[&["search", "--index", "idx", "--json"], arguments].concat());
    let answer = serde_json::from_slice(&output.stdout);
    assert!(answer.is_ok(), "{}", said(&output));
    answer.unwrap_or_default()
}

/// The tasks among it, in order.
fn tasks(answer: &serde_json::Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
    hits.iter().filter_map(|hit| hit["task"].as_str()).collect()
}

#[test]
fn a_search_finds_tasks_with_their_places() {
    let folder = indexed();
    let answer = found(folder.path(), &["kiem ke kho luu tru"]);
    assert_eq!(answer["total"], 1, "{answer:#}");
    let hit = &answer["hits"][0];
    assert_eq!(hit["task"], "Kiểm kê kho lưu trữ");
    assert_eq!(hit["match"], "all");
    assert_eq!(hit["document"]["source"], "so-hoa.md");
    assert_eq!(hit["document"]["number"], "12");
    assert_eq!(hit["highlights"][0], serde_json::json!({"field": "task", "start": 0, "end": 25}));
    assert!(hit["provenance"]["lines"][0].is_number() && hit["features"].is_null());
    assert_eq!(answer["facets"]["lead"][0]["count"], 1);
    // What stands behind the full matches has some of the words.
    assert_eq!(tasks(&answer)[..2], ["Kiểm kê kho lưu trữ", "Kiểm kê hồ sơ doanh nghiệp"]);
    assert_eq!(answer["hits"][1]["match"], "partial");

    let explained = found(folder.path(), &["kiểm kê", "--explain"]);
    assert!(explained["hits"][0]["features"][0]["value"].as_f64().is_some_and(|value| value > 0.0));
    let nothing = vanthu(folder.path(), &["search", "zzzz", "--index", "idx"]);
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn a_search_is_narrowed_by_filters() {
    let folder = indexed();
    let only = |arguments: &[&str]| {
        let answer = found(folder.path(), arguments);
        tasks(&answer).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (land, stock) = ("Rà soát quỹ đất sạch", "Kiểm kê hồ sơ doanh nghiệp");
    assert_eq!(only(&["--lead", "so tai chinh"]), [stock]);
    assert_eq!(only(&["--support", "Sở Xây dựng"]), [land]);
    assert_eq!(only(&["--agency", "SỞ XÂY DỰNG"]), [land]);
    assert!(only(&["--lead", "Sở Xây dựng"]).is_empty());
    assert_eq!(only(&["--year", "2024"]), [land, stock]);
    assert_eq!(only(&["--year", "2025..2026"]), ["Kiểm kê kho lưu trữ", "Quét hồ sơ hộ tịch"]);
    assert_eq!(only(&["--section", "ho tro"]), [stock]);
    assert_eq!(only(&["--due", "2024-Q4"]), [stock]);
    assert_eq!(only(&["--due", "..2024-06"]), [land]);
    // The office that led the first task is part of another one today, which is told.
    let answer = found(folder.path(), &["--lead", "Sở Tài chính", "--successors"]);
    assert_eq!(answer["total"], 2);
    let heirs: Vec<&serde_json::Value> =
        answer["hits"].as_array().unwrap().iter().filter(|hit| hit["heirs"][0].is_object()).collect();
    assert_eq!(heirs.len(), 1);
    assert_eq!(heirs[0]["heirs"][0]["became"], "so-tai-chinh");
    let unknown = found(folder.path(), &["--lead", "Sở Vũ trụ"]);
    assert!(unknown["warnings"][0].as_str().is_some_and(|warning| warning.contains("Sở Vũ trụ")));
}

#[test]
fn documents_are_found_by_their_text_each_once() {
    let folder = indexed();
    // The same path and title, another text: two documents.
    fs::create_dir(folder.path().join("x")).expect("a folder");
    fs::write(folder.path().join("x/so-hoa.md"), PLAN.replace("Số: 12", "Số: 13")).expect("a file");
    let other = folder.path().join("x");
    assert_eq!(vanthu(&other, &["index", "so-hoa.md", "--index", "../idx"]).status.code(), Some(0));
    let answer = found(folder.path(), &["--documents", "so hoa ho so luu tru"]);
    assert_eq!(answer["total"], 2, "{answer:#}");
    let mut numbers: Vec<&str> =
        answer["hits"].as_array().unwrap().iter().filter_map(|h| h["document"]["number"].as_str()).collect();
    numbers.sort_unstable();
    assert_eq!(&numbers[..2], ["12", "13"]);
}

#[test]
fn adding_again_changes_nothing_and_what_is_taken_out_is_gone() {
    let folder = indexed();
    let index = |arguments: &[&str]| {
        let output = vanthu(folder.path(), &[&["index", "--index", "idx"], arguments].concat());
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert!(index(&["so-hoa.md", "dau-tu.md"]).1.starts_with("2 unchanged"));
    // A changed file takes the place of what it was.
    fs::write(folder.path().join("so-hoa.md"), PLAN.replace("Quét", "Chụp")).expect("a file");
    assert!(index(&["so-hoa.md"]).1.starts_with("1 documents added"));
    let changed = found(folder.path(), &["\"hộ tịch\""]);
    assert_eq!(tasks(&changed), ["Chụp hồ sơ hộ tịch"]);
    // So does its converted form, which is the same document.
    vanthu(folder.path(), &["convert", "dau-tu.md", "-o", "out"]);
    assert_eq!(index(&["out/dau-tu.json"]).0, Some(0));
    assert_eq!(found(folder.path(), &[])["total"], 4);
    assert!(index(&["--remove", "dau-tu.md"]).1.starts_with("1 removed"));
    assert_eq!(found(folder.path(), &[])["total"], 2);
    assert_eq!(index(&["--remove", "dau-tu.md"]).0, Some(2));
    // An index is known for what it is.
    assert_eq!(vanthu(folder.path(), &["index", "so-hoa.md", "--index", "out"]).status.code(), Some(2));
    assert_eq!(vanthu(folder.path(), &["search", "x", "--index", "none"]).status.code(), Some(2));
}

#[test]
fn agencies_are_counted_by_year_and_document() {
    let folder = indexed();
    let output = vanthu(folder.path(), &["agencies", "--index", "idx", "--json"]);
    let agencies: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = agencies.as_array().expect("a list");
    let former = list.iter().find(|a| a["agency"] == "so-ke-hoach-va-dau-tu").expect("the office");
    assert_eq!((&former["lead"], &former["support"]), (&serde_json::json!(1), &serde_json::json!(0)));
    assert_eq!(former["by_year"]["2024"]["lead"], 1);
    assert_eq!(former["successor"], "so-tai-chinh");
    let heir = list.iter().find(|a| a["agency"] == "so-tai-chinh").expect("the office");
    assert_eq!(heir["predecessors"], serde_json::json!(["so-ke-hoach-va-dau-tu"]));
    let csv = vanthu(folder.path(), &["agencies", "--index", "idx", "--csv"]);
    assert!(csv.stdout.starts_with("\u{feff}Id,Agency".as_bytes()), "{}", said(&csv));
}
