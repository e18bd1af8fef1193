//! The fonts that a document's glyphs are set in.

use hayro_interpret::font::Glyph;

use crate::layout::Font;

/// Fonts by number, each once.
#[derive(Debug, Default)]
pub(crate) struct Fonts {
    list: Vec<Font>,
    /// The last one asked for, by the key of its data: runs of one font follow each other.
    last: Option<(u128, u16)>,
    known: Vec<(u128, u16)>,
}

/// Weight from which a font is bold.
const BOLD: u32 = 600;

impl Fonts {
    /// Fonts whose numbers go on behind those of `list`.
    pub(crate) fn behind(list: Vec<Font>) -> Self {
        Self { list, ..Self::default() }
    }

    pub(crate) fn list(&self) -> &[Font] {
        &self.list
    }

    /// The number of the font of `glyph`.
    pub(crate) fn number(&mut self, glyph: &Glyph<'_>) -> u16 {
        let data = match glyph {
            Glyph::Outline(outline) => outline.font_data(),
            Glyph::Type3(_) => None,
        };
        let key = data.as_ref().map_or(0, |d| d.cache_key);
        if let Some((last, number)) = self.last
            && last == key
        {
            return number;
        }
        let number = self.known.iter().find(|(known, _)| *known == key).map(|(_, number)| *number);
        let number = number.unwrap_or_else(|| {
            let font = data.map_or_else(Font::default, |data| {
                let name = data.postscript_name.unwrap_or_default();
                let folded = name.to_ascii_lowercase();
                let says = |word: &str| folded.contains(word);
                Font {
                    bold: data.weight.is_some_and(|w| w >= BOLD) || says("bold") || says("black"),
                    italic: data.is_italic || says("italic") || says("oblique"),
                    name,
                }
            });
            let number = u16::try_from(self.list.len()).unwrap_or(u16::MAX);
            self.list.push(font);
            self.known.push((key, number));
            number
        });
        self.last = Some((key, number));
        number
    }
}
