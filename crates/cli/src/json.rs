//! JSON for people and programs: as `serde_json` sets it out, an indent of two for each level, but written several times
//! as fast: half of the time of converting a long appendix went into indents of two letters each.

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

/// What stands between two values: a comma, a line end, and room for the deepest documents' indents.
const BETWEEN: &[u8; 66] = b",\n                                                                ";

/// Sets out JSON as [`serde_json::ser::PrettyFormatter`] does.
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
        if self.filled {
            self.line(true, out)?;
        }
        out.write_all(bracket)
    }

    /// Begins a line; the first of its list has no comma before it.
    fn line(&self, first: bool, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        let between = &BETWEEN[usize::from(first)..];
        let mark = 2 - usize::from(first);
        let mut left = 2 * self.depth;
        let whole = left.min(between.len() - mark);
        out.write_all(&between[..mark + whole])?;
        left -= whole;
        while left > 0 {
            let part = left.min(BETWEEN.len() - 2);
            out.write_all(&BETWEEN[2..2 + part])?;
            left -= part;
        }
        Ok(())
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
        self.line(first, out)
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
        self.line(first, out)
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

    #[test]
    fn it_is_set_out_as_by_serde_json() {
        let mut nested = json!(["ở cuối", {}, [], { "a": [[]] }]);
        for _ in 0..60 {
            nested = json!({ "trong": nested, "số": [1.5, null, true, -3], "rỗng": [], "chữ": "a\"\n" });
        }
        for value in [nested, json!([]), json!({}), json!("x"), Value::Null] {
            let mut ours = Vec::new();
            write(&value, &mut ours).unwrap();
            assert_eq!(String::from_utf8(ours).unwrap(), format!("{value:#}\n"));
        }
    }
}
