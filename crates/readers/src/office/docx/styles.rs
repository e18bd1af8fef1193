//! The styles of a document: how letters are set before anything is said of them.

use std::collections::BTreeMap;

use super::super::xml::{Element, Step, steps};
use super::super::{Story, Style};

/// Differences in how letters are set.
#[derive(Debug, Clone, Default)]
pub(super) struct Difference {
    pub(super) font: Option<String>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) caps: Option<bool>,
    pub(super) hidden: Option<bool>,
}

impl Difference {
    /// Takes in an element of `w:rPr`.
    pub(super) fn take(&mut self, element: &Element) {
        match element.name.as_str() {
            "rFonts" => {
                let names = ["ascii", "hAnsi", "cs"].into_iter().filter_map(|name| element.get(name));
                // A font made for an encoding before Unicode tells most.
                let chosen = names
                    .clone()
                    .find(|name| vanthu_text::font_class(name).encoding.is_some())
                    .or_else(|| names.clone().next());
                if let Some(name) = chosen {
                    self.font = Some(name.to_owned());
                }
            }
            "b" => self.bold = Some(element.is_on()),
            "i" => self.italic = Some(element.is_on()),
            "caps" | "smallCaps" => self.caps = Some(element.is_on()),
            "vanish" | "webHidden" => self.hidden = Some(element.is_on()),
            _ => {}
        }
    }

    fn over(&self, base: &Difference) -> Difference {
        Difference {
            font: self.font.clone().or_else(|| base.font.clone()),
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            caps: self.caps.or(base.caps),
            hidden: self.hidden.or(base.hidden),
        }
    }

    /// The style that comes of it, and whether letters are hidden.
    pub(super) fn style(&self, story: &mut Story) -> (Style, bool) {
        let font = story.font(self.font.as_deref().unwrap_or_default());
        let style = Style {
            font,
            bold: self.bold == Some(true),
            italic: self.italic == Some(true),
            caps: self.caps == Some(true),
        };
        (style, self.hidden == Some(true))
    }
}

/// A style as it stands in the file.
#[derive(Debug, Clone, Default)]
struct Entry {
    based_on: Option<String>,
    difference: Difference,
    list: Option<(u32, u32)>,
    heading: Option<u8>,
}

/// A style with all that it is based on.
#[derive(Debug, Clone, Default)]
pub(super) struct Settled {
    pub(super) difference: Difference,
    /// List and level.
    pub(super) list: Option<(u32, u32)>,
    pub(super) heading: Option<u8>,
}

/// All styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    entries: BTreeMap<String, Entry>,
    plain: Difference,
    /// The id of the paragraph style that holds where none is named.
    usual: Option<String>,
}

/// Longest chain of styles based on one another.
const DEEPEST: usize = 12;

impl Styles {
    pub(super) fn read(xml: &[u8], story: &mut Story) -> Styles {
        let mut styles = Styles::default();
        let mut current: Option<(String, Entry)> = None;
        let (mut defaults, mut letters) = (false, false);
        for step in steps(xml) {
            match step {
                Step::Start(element) => match element.name.as_str() {
                    "rPrDefault" => defaults = true,
                    "rPr" => letters = true,
                    "style" => {
                        let id = element.get("styleId").unwrap_or_default().to_owned();
                        if element.get("type") == Some("paragraph")
                            && matches!(element.get("default"), Some("1" | "true"))
                        {
                            styles.usual = Some(id.clone());
                        }
                        current = Some((id, Entry::default()));
                    }
                    _ if letters && defaults => styles.plain.take(&element),
                    _ => {
                        let Some((_, entry)) = &mut current else { continue };
                        match element.name.as_str() {
                            "basedOn" => entry.based_on = element.get("val").map(str::to_owned),
                            "numId" => {
                                entry.list = element.number("val").map(|n| (n, entry.list.map_or(0, |l| l.1)))
                            }
                            "ilvl" => {
                                entry.list = element.number("val").map(|l| (entry.list.map_or(0, |n| n.0), l))
                            }
                            "outlineLvl" => {
                                let level = element.number("val").filter(|level| *level < 9);
                                entry.heading = level.and_then(|level| u8::try_from(level + 1).ok());
                            }
                            _ if letters => entry.difference.take(&element),
                            _ => {}
                        }
                    }
                },
                Step::End(name) => match name.as_str() {
                    "rPrDefault" => defaults = false,
                    "rPr" => letters = false,
                    "style" => styles.entries.extend(current.take()),
                    _ => {}
                },
                Step::Text(_) => {}
            }
        }
        // Text without any font is in the first.
        story.font(styles.plain.font.as_deref().unwrap_or_default());
        styles
    }

    /// The style of a paragraph; the usual one where none is named.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Settled {
        self.settle(id.or(self.usual.as_deref()), &self.plain)
    }

    /// The style of letters over `base`.
    pub(super) fn letters(&self, id: &str, base: &Difference) -> Difference {
        self.settle(Some(id), base).difference
    }

    fn settle(&self, id: Option<&str>, base: &Difference) -> Settled {
        let mut chain = Vec::new();
        let mut next = id.and_then(|id| self.entries.get(id));
        while let Some(entry) = next.filter(|_| chain.len() < DEEPEST) {
            chain.push(entry);
            next = entry.based_on.as_ref().and_then(|id| self.entries.get(id));
        }
        let mut out = Settled { difference: base.clone(), ..Settled::default() };
        for entry in chain.into_iter().rev() {
            out.difference = entry.difference.over(&out.difference);
            out.list = entry.list.or(out.list);
            out.heading = entry.heading.or(out.heading);
        }
        out
    }
}
