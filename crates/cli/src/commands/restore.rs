//! `vanthu restore`: damaged text in, restored text out, line for line.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use serde::Serialize;
use vanthu_restore::{Change, RestoredLine, State};
use vanthu_text::{Encoding, decode};

use super::Setting;
use crate::args::Restore;
use crate::inputs;
use crate::restoration::RESTORER;
use crate::status::Status;

/// Bytes of text that are restored together. Lines beyond know nothing of each other, and memory has a bound.
const CHUNK: usize = 256 << 10;

/// A line of `--json`.
#[derive(Serialize)]
struct JsonLine<'a> {
    /// Number from 1.
    line: usize,
    text: &'a str,
    state: State,
    changes: &'a [Change],
}

/// Restores the file that `arguments` name, or standard input.
pub(crate) fn run(arguments: &Restore, setting: Setting) -> Result<Status> {
    let path = arguments.file.clone().unwrap_or_else(|| PathBuf::from("-"));
    let limit = arguments.max_size.saturating_mul(1 << 20);
    let failed = |reason: String| anyhow!("{}: {reason}", path.display());
    let bytes = inputs::read(Path::new(&path), limit, setting.language).map_err(failed)?;
    let mut out = BufWriter::new(io::stdout().lock());
    restore(&bytes, arguments.json, &mut out)?;
    out.flush()?;
    Ok(Status::Done)
}

/// Restores `bytes` to `out`: as many lines as there are, their ends as they are.
fn restore(bytes: &[u8], json: bool, out: &mut dyn Write) -> io::Result<()> {
    // UTF-8 goes on as it is, so that what is clean comes out byte for byte.
    let decoded = decode(bytes);
    let text = if decoded.encodings == [Encoding::Utf8] {
        String::from_utf8_lossy(bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes))
    } else {
        Cow::Owned(decoded.text)
    };
    let mut number = 0;
    let mut rest: &str = &text;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(chunk_end(rest));
        rest = after;
        let ended: Vec<(&str, &str)> = chunk.split_inclusive('\n').map(split_end).collect();
        let lines: Vec<&str> = ended.iter().map(|(line, _)| *line).collect();
        for (restored, (_, end)) in RESTORER.restore_lines(&lines).iter().zip(&ended) {
            number += 1;
            if json {
                write_json(number, restored, out)?;
            } else {
                out.write_all(restored.text.as_bytes())?;
                out.write_all(end.as_bytes())?;
            }
        }
    }
    Ok(())
}

/// Where the first chunk of `text` ends: behind the last line end within reach, or behind the first line.
fn chunk_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    if bytes.len() <= CHUNK {
        return bytes.len();
    }
    let line_end = |part: &[u8]| part.iter().position(|b| *b == b'\n');
    let last = bytes[..CHUNK].iter().rposition(|b| *b == b'\n');
    last.or_else(|| line_end(&bytes[CHUNK..]).map(|at| CHUNK + at)).map_or(bytes.len(), |at| at + 1)
}

/// A line and its end.
fn split_end(line: &str) -> (&str, &str) {
    let text = line.strip_suffix('\n').map_or(line, |text| text.strip_suffix('\r').unwrap_or(text));
    line.split_at(text.len())
}

fn write_json(number: usize, line: &RestoredLine, out: &mut dyn Write) -> io::Result<()> {
    let RestoredLine { text, state, changes, .. } = line;
    serde_json::to_writer(&mut *out, &JsonLine { line: number, text, state: *state, changes })?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(bytes: &[u8], json: bool) -> String {
        let mut out = Vec::new();
        restore(bytes, json, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn line_ends_and_clean_lines_stay() {
        let text = "Ủy ban nhân dân xã họp thường kỳ.\r\n\r\nUy ban nhan dan xa hop thuong ky.\n\n";
        let out = restored(text.as_bytes(), false);
        assert_eq!(out, "Ủy ban nhân dân xã họp thường kỳ.\r\n\r\nỦy ban nhân dân xã họp thường kỳ.\n\n");
        assert_eq!(restored(b"", false), "");
    }

    #[test]
    fn json_has_a_line_for_each_line() {
        let out = restored("So Noi vu chu tri.\n\nSở Nội vụ".as_bytes(), true);
        let lines: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["state"], "stripped");
        assert_eq!(lines[0]["text"], "Sở Nội vụ chủ trì.");
        assert_eq!(
            (&lines[0]["changes"][0]["start"], &lines[0]["changes"][0]["end"]),
            (&0.into(), &2.into())
        );
        assert_eq!(lines[2]["changes"].as_array().unwrap().len(), 0);
    }

    #[test]
    fn a_chunk_ends_behind_a_line() {
        let line = "x".repeat(1000) + "\n";
        let text = line.repeat(5000);
        let end = chunk_end(&text);
        assert!(end <= CHUNK && end > CHUNK - 2000 && text[..end].ends_with('\n'));
        assert_eq!(chunk_end("một\nhai"), "một\nhai".len());
        let long = "y".repeat(CHUNK + 10) + "\nz";
        assert_eq!(chunk_end(&long), CHUNK + 11);
    }
}
