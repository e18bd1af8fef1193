//! Whatever the program writes fits the committed schema.

use std::fs;
use std::path::Path;

use vanthu_cli::pipeline::{Limits, convert};
use vanthu_document::diagnostic::Language;
use vanthu_tests::corpus::{samples, scans_are_read};

#[test]
fn every_converted_document_fits_its_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/document.schema.json");
    let schema = serde_json::from_slice(&fs::read(path).expect("the schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema of draft 2020-12");
    let scans = scans_are_read();
    for sample in samples().expect("the corpus").into_iter().filter(|s| scans || !s.is_scan()) {
        let name = format!("{}.{}", sample.stem, sample.ending);
        let document =
            convert(&name, &sample.bytes, &Limits::default(), Language::Vietnamese).expect("it converts");
        let value = serde_json::to_value(&document).expect("JSON");
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
    // The schema refuses what is none of the program's.
    assert!(!validator.is_valid(&serde_json::json!({"schema": "vanthu/document/1"})));
}
