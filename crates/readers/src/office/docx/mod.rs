//! Word documents of 2007 and later (`.docx`).
//!
//! Source: ECMA-376, *Office Open XML File Formats*, part 1, WordprocessingML. Changes that were tracked are taken as
//! accepted; of alternatives the first is read; text boxes stand before the paragraph that they are anchored in; notes
//! follow the text.

mod body;
mod numbering;
mod styles;

use vanthu_document::page::{Form, Pages};

use super::Story;
use super::package::Package;
use crate::ReadOptions;
use crate::error::{Binary, ReadError};
use body::Body;
use numbering::Lists;
use styles::Styles;

/// Reads the document in a package.
///
/// # Errors
/// Where it is damaged or holds no text.
pub(crate) fn read(package: &Package<'_>, options: &ReadOptions) -> Result<Pages, ReadError> {
    let text = package.read("word/document.xml").ok_or(ReadError::Damaged(Binary::Docx))?;
    let mut story = Story::default();
    let styles = Styles::read(&package.read("word/styles.xml").unwrap_or_default(), &mut story);
    let lists = Lists::read(&package.read("word/numbering.xml").unwrap_or_default());
    let mut body = Body::new(styles, lists, story);
    body.read(&text);
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = package.read(notes) {
            body.read(&notes);
        }
    }
    body.finish().finish(Form::Docx, options)
}
