//! JSON for people and programs: an indent of two for each of the outer levels, and what lies deeper in one line. So a task
//! of a document is a line, which can be searched for and compared, and a file with a long table has little more than half
//! the size that it has with indents throughout.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Writes `value` over several lines, with a line end behind it.
///
/// # Errors
/// What `out` says.
pub(crate) fn write(value: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Indented::default()))?;
    out.write_all(b"\n")
}

/// Levels whose values have lines of their own: the document's, its lists', their members' (an article, an appendix), and
/// the lists' in those, of clauses and tasks.
const LEVELS: usize = 4;
/// What stands between two values of those levels: a comma, a line end, an indent.
const BETWEEN: &[u8; 2 + 2 * LEVELS] = b",\n        ";

/// Sets out JSON as the module says.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether the innermost list or object has a value.
    filled: bool,
}

impl Indented {
    fn begin(&mut self, bracket: &[u8], out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn end(&mut self, bracket: &[u8], out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.filled && self.depth < LEVELS {
            out.write_all(&BETWEEN[1..2 + 2 * self.depth])?;
        }
        out.write_all(bracket)
    }

    /// Begins a value; the first of its list has no comma before it.
    fn value(&self, first: bool, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        if self.depth <= LEVELS {
            out.write_all(&BETWEEN[usize::from(first)..2 + 2 * self.depth])
        } else if first {
            Ok(())
        } else {
            out.write_all(b", ")
        }
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(b"[", out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(b"]", out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.value(first, out)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(b"{", out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(b"}", out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.value(first, out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(value: &Value) -> String {
        let mut out = Vec::new();
        write(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn outer_levels_have_lines_and_inner_ones_none() {
        let value = json!({ "a": [{ "b": [{ "c": [1, { "d": [] }], "e": null }, {}], "f": [] }], "g": "x" });
        let text = r#"{
  "a": [
    {
      "b": [
        {"c": [1, {"d": []}], "e": null},
        {}
      ],
      "f": []
    }
  ],
  "g": "x"
}
"#;
        assert_eq!(written(&value), text);
    }

    #[test]
    fn it_reads_back_as_it_was() {
        let mut nested = json!(["ở cuối", {}, [], { "a": [[]] }]);
        for _ in 0..60 {
            nested = json!({ "trong": nested, "số": [1.5, null, true, -3], "rỗng": [], "chữ": "a\"\n" });
        }
        for value in [nested, json!([]), json!({}), json!([1, []]), json!("x"), Value::Null] {
            assert_eq!(serde_json::from_str::<Value>(&written(&value)).unwrap(), value);
        }
    }
}
