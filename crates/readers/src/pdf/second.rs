//! A second engine, `pdf-extract`, for files of which the first one reads nothing.
//!
//! It gives letters and their places, but no fonts and no rules. It also panics on some files, and follows a file's
//! references wherever they lead: so it works in a thread that may fail, and only on pages whose references are no loop.

use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use pdf_extract::{Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Transform, output_doc_page};

use super::budget::{Budget, PAGE_TIME, Stop};
use crate::guard;
use crate::layout::{Font, Glyph, Sheet};

/// Most time for a file.
const MOST_TIME: Duration = PAGE_TIME.saturating_mul(2);
/// How sure its letters are: it reads files that another engine holds for empty or broken, and does not say what it left
/// out. A judgement, not a measurement.
const CONFIDENCE: f32 = 0.8;
/// Deepest chain of references from a page: its stack goes as deep.
const DEEPEST: usize = 40;
/// Most objects that a page may refer to.
const MOST_OBJECTS: usize = 100_000;

/// The sheets of a file, without fonts; `None` where it gives no text.
pub(super) fn read(
    bytes: &[u8],
    most_pages: usize,
    left: Option<Duration>,
) -> Option<(Vec<Sheet>, Vec<Font>)> {
    let (sender, receiver) = sync_channel(1);
    let (bytes, stop) = (bytes.to_vec(), Stop::default());
    let asked = stop.clone();
    guard::spawn(move || {
        let _ = sender.send(sheets(&bytes, most_pages, &asked));
    })
    .ok()?;
    let sheets = receiver.recv_timeout(left.map_or(MOST_TIME, |left| left.min(MOST_TIME)));
    stop.ask();
    let sheets = sheets.ok()?;
    let lettered = sheets.iter().any(|sheet| sheet.text.contains(char::is_alphanumeric));
    lettered.then(|| (sheets, vec![Font::default()]))
}

fn sheets(bytes: &[u8], most_pages: usize, stop: &Stop) -> Vec<Sheet> {
    let Ok(mut document) = Document::load_mem(bytes) else { return Vec::new() };
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (&number, &page) in document.get_pages().iter().take(most_pages) {
        let sheet = Sheet { number, ..Sheet::default() };
        let mut letters = Letters { sheet, left: 0.0, top: 0.0, budget: Budget::new(stop.clone()) };
        if is_finite(&document, page) {
            // What stood before a fault stays.
            let drawing = std::panic::AssertUnwindSafe(|| output_doc_page(&document, &mut letters, number));
            let _ = std::panic::catch_unwind(drawing);
        }
        let Letters { mut sheet, .. } = letters;
        sheet.spaced = sheet.text.matches(' ').count() * 20 > sheet.glyphs.len();
        out.push(sheet);
    }
    out
}

/// Whether the references from a page, its parents and what these draw with lead to an end.
fn is_finite(document: &Document, page: ObjectId) -> bool {
    let mut open = Vec::new();
    let mut above = Some(page);
    for _ in 0..DEEPEST {
        let Some(id) = above else { return drawn_with(document, open) };
        let Ok(node) = document.get_dictionary(id) else { return false };
        for key in [b"Resources".as_slice(), b"Contents"] {
            references(node.get(key).ok(), &mut open);
        }
        above = node.get(b"Parent").and_then(Object::as_reference).ok();
    }
    false
}

/// Whether what is reachable from `roots` is a graph without loops, no deeper than [`DEEPEST`].
fn drawn_with(document: &Document, roots: Vec<ObjectId>) -> bool {
    /// Whether an object is still being looked into.
    enum Step {
        Enter(ObjectId, usize),
        Leave(ObjectId),
    }
    let mut on_way: BTreeMap<ObjectId, bool> = BTreeMap::new();
    let mut steps: Vec<Step> = roots.into_iter().map(|id| Step::Enter(id, 0)).collect();
    while let Some(step) = steps.pop() {
        let (id, depth) = match step {
            Step::Enter(id, depth) => (id, depth),
            Step::Leave(id) => {
                on_way.insert(id, false);
                continue;
            }
        };
        match on_way.get(&id) {
            Some(true) => return false,
            Some(false) => continue,
            None if depth >= DEEPEST || on_way.len() >= MOST_OBJECTS => return false,
            None => {}
        }
        on_way.insert(id, true);
        steps.push(Step::Leave(id));
        let mut inside = Vec::new();
        references(document.get_object(id).ok(), &mut inside);
        steps.extend(inside.into_iter().map(|id| Step::Enter(id, depth + 1)));
    }
    true
}

/// The references that stand in an object, but for those back to a parent.
fn references(object: Option<&Object>, out: &mut Vec<ObjectId>) {
    let mut rest: Vec<&Object> = object.into_iter().collect();
    while let Some(object) = rest.pop() {
        let dictionary = match object {
            Object::Reference(id) => {
                out.push(*id);
                continue;
            }
            Object::Array(items) => {
                rest.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        rest.extend(dictionary.iter().filter(|(key, _)| key.as_slice() != b"Parent").map(|(_, value)| value));
    }
}

/// Takes down letters and their places.
struct Letters {
    sheet: Sheet,
    /// The corner of the page from which places are counted.
    left: f64,
    top: f64,
    budget: Budget,
}

impl Letters {
    fn step(&mut self) -> Result<(), OutputError> {
        if self.budget.spent_with(1) { Err(OutputError::FormatError(std::fmt::Error)) } else { Ok(()) }
    }
}

impl OutputDev for Letters {
    fn begin_page(
        &mut self,
        _: u32,
        page: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        (self.left, self.top) = (page.llx, page.ury);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        transform: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.step()?;
        let across = font_size * transform.m11;
        let size = font_size * transform.m21.hypot(transform.m22);
        let (x, y) = (transform.m31 - self.left, self.top - transform.m32);
        let upright = across > 0.0 && (font_size * transform.m12).abs() < 0.1 * across;
        if !upright || text.is_empty() || !(size >= 0.5 && (x + y + width * across).is_finite()) {
            return Ok(());
        }
        let start = self.sheet.text.len() as u32;
        self.sheet.text.push_str(text);
        self.sheet.glyphs.push(Glyph {
            start,
            len: text.len() as u32,
            x0: x as f32,
            x1: (x + (width * across).max(0.0)) as f32,
            baseline: y as f32,
            size: size as f32,
            font: 0,
            struck_twice: false,
            confidence: CONFIDENCE,
        });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.step()
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pdf_extract::{Dictionary, Stream};

    /// A file of one page, on which `resources` of the page may be changed.
    fn file(edit: impl FnOnce(&mut Dictionary, ObjectId)) -> Vec<u8> {
        let dictionary = |entries: &[(&str, Object)]| {
            Dictionary::from_iter(entries.iter().map(|(key, value)| (*key, value.clone())))
        };
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let mut document = Document::with_version("1.5");
        let font = [("Type", name("Font")), ("Subtype", name("Type1")), ("BaseFont", name("Helvetica"))];
        let font = document.add_object(dictionary(&font));
        let fonts = dictionary(&[("F1", Object::Reference(font))]);
        let mut resources = dictionary(&[("Font", Object::Dictionary(fonts))]);
        let resources_id = document.new_object_id();
        edit(&mut resources, resources_id);
        document.objects.insert(resources_id, Object::Dictionary(resources));
        let operators = b"BT /F1 12 Tf 72 700 Td (So 12) Tj ET".to_vec();
        let contents = document.add_object(Stream::new(Dictionary::new(), operators));
        let pages = document.new_object_id();
        let edges = [0, 0, 595, 842].map(Object::Integer).to_vec();
        let page = document.add_object(dictionary(&[
            ("Type", name("Page")),
            ("Parent", Object::Reference(pages)),
            ("Contents", Object::Reference(contents)),
            ("Resources", Object::Reference(resources_id)),
            ("MediaBox", Object::Array(edges)),
        ]));
        let kids = Object::Array(vec![Object::Reference(page)]);
        let tree = [("Type", name("Pages")), ("Kids", kids), ("Count", Object::Integer(1))];
        document.objects.insert(pages, Object::Dictionary(dictionary(&tree)));
        let catalog = [("Type", name("Catalog")), ("Pages", Object::Reference(pages))];
        let catalog = document.add_object(dictionary(&catalog));
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("a file in memory");
        bytes
    }

    #[test]
    fn letters_have_places_and_are_doubted() {
        let (sheets, fonts) = read(&file(|_, _| {}), 10, None).expect("it has text");
        let [sheet] = sheets.as_slice() else { panic!("one page, not {}", sheets.len()) };
        assert_eq!((sheet.text.as_str(), sheet.number, fonts.len()), ("So 12", 1, 1));
        let first = &sheet.glyphs[0];
        assert!((first.x0 - 72.0).abs() < 0.5 && (first.baseline - 142.0).abs() < 0.5, "{first:?}");
        assert!(sheet.glyphs.iter().all(|glyph| glyph.confidence < 0.9));
        assert!(sheet.glyphs.windows(2).all(|pair| pair[0].x0 < pair[1].x0));
    }

    #[test]
    fn pages_that_refer_to_themselves_are_left_alone() {
        let looped = file(|resources, own| resources.set("XObject", Object::Reference(own)));
        assert!(read(&looped, 10, None).is_none());
        assert!(read(b"%PDF-1.4 nothing", 10, None).is_none());
    }
}
