//! What a page draws, collected.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as Area, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

use super::fonts::Fonts;
use crate::layout::{Glyph, Rect, Rule, Sheet};

/// Most glyphs, rules and pictures of a page that are kept.
const MOST_GLYPHS: usize = 1 << 20;
const MOST_RULES: usize = 1 << 18;
const MOST_PICTURES: usize = 10_000;
/// Paint lighter than this on each channel cannot be seen on paper.
const WHITE: u8 = 245;

/// A picture on a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Picture {
    pub(crate) area: Rect,
    /// Pixels per inch.
    pub(crate) dpi: f32,
}

/// Collects glyphs, rules and the places of pictures.
pub(crate) struct Collector<'f> {
    sheet: Sheet,
    pictures: Vec<Picture>,
    fonts: &'f mut Fonts,
    spaces: usize,
    /// Whether marks may be added to the last glyph.
    open: bool,
}

impl<'f> Collector<'f> {
    pub(crate) fn new(number: u32, fonts: &'f mut Fonts) -> Self {
        let sheet = Sheet { number, ..Sheet::default() };
        Self { sheet, pictures: Vec::new(), fonts, spaces: 0, open: false }
    }

    pub(crate) fn finish(mut self) -> (Sheet, Vec<Picture>) {
        // Vietnamese words have three letters on average.
        self.sheet.spaced = self.spaces * 20 > self.sheet.glyphs.len();
        (self.sheet, self.pictures)
    }

    fn glyph(&mut self, drawn: &Drawn<'_>, transform: Affine, font: u16) {
        let [a, b, c, d, ..] = transform.as_coeffs();
        let advance = match drawn {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(glyph) => glyph.advance_width(),
        };
        let origin = transform * Point::ZERO;
        let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let size = 1000.0 * c.hypot(d) as f32;
        // Upright text only: what runs at an angle is a watermark or a drawing.
        let upright = a > 0.0 && b.abs() < 0.1 * a;
        if !upright || !size.is_finite() || size < 0.5 {
            return;
        }
        let start = self.sheet.text.len();
        match drawn.as_unicode() {
            Some(BfString::Char(c)) => self.sheet.text.push(c),
            Some(BfString::String(s)) => self.sheet.text.push_str(&s),
            // A font that says nothing, such as those of 8-bit encodings: the code is all that is known.
            None => match u8::try_from(drawn.char_code()) {
                Ok(code) if code >= b' ' => self.sheet.text.push(char::from(code)),
                _ => self.sheet.text.push(char::REPLACEMENT_CHARACTER),
            },
        }
        let text = self.sheet.text.get(start..).unwrap_or("");
        if text.is_empty() {
            return;
        }
        let len = text.len() as u32;
        let (x0, x1, baseline) = (origin.x as f32, end.x as f32, origin.y as f32);
        if self.open
            && text.chars().all(is_combining)
            && let Some(last) = self.sheet.glyphs.last_mut()
            && (last.baseline - baseline).abs() < size
            && x0 > last.x0 - 0.2 * size
            && x0 < last.x1 + 0.6 * size
        {
            last.len += len;
            return;
        }
        let space = text.chars().all(char::is_whitespace);
        self.spaces += usize::from(space);
        self.open = !space;
        self.sheet.glyphs.push(Glyph {
            start: start as u32,
            len,
            x0,
            x1: x1.max(x0),
            baseline,
            size,
            font,
            struck_twice: false,
            confidence: 1.0,
        });
    }

    fn rule(&mut self, rule: Option<Rule>) {
        if self.sheet.rules.len() < MOST_RULES {
            self.sheet.rules.extend(rule);
        }
    }

    /// The rules that a filled path draws: its thin parts.
    fn filled(&mut self, path: &BezPath, transform: Affine) {
        for part in parts(path) {
            let area = (transform * part).bounding_box();
            self.rule(Rule::of_area(&rect(area)));
        }
    }

    /// The rules that a stroked path draws.
    fn stroked(&mut self, path: &BezPath, transform: Affine) {
        let (mut first, mut at) = (Point::ZERO, Point::ZERO);
        let mut line = |to: Point, at: Point| {
            let place = |p: Point| {
                let p = transform * p;
                (p.x as f32, p.y as f32)
            };
            self.rule(Rule::of_line(place(at), place(to)));
        };
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => (first, at) = (to, to),
                PathEl::LineTo(to) => {
                    line(to, at);
                    at = to;
                }
                PathEl::ClosePath => {
                    line(first, at);
                    at = first;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => at = to,
            }
        }
    }
}

/// Whether a character is a mark over or under the letter before it.
fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

fn rect(area: Area) -> Rect {
    Rect::new(area.x0 as f32, area.y0 as f32, area.x1 as f32, area.y1 as f32)
}

/// The subpaths of a path.
fn parts(path: &BezPath) -> Vec<BezPath> {
    let mut out: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        match (element, out.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => out.push(BezPath::from_vec(vec![*element])),
            (_, Some(open)) => open.push(*element),
        }
    }
    out.retain(|part| matches!(part.elements().first(), Some(PathEl::MoveTo(_))));
    out
}

/// Whether paint can be seen on paper.
fn visible(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [r, g, b, alpha] = color.to_rgba().to_rgba8();
            alpha > 20 && (r < WHITE || g < WHITE || b < WHITE)
        }
        Paint::Pattern(_) => true,
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        if !visible(&props.paint) {
            return;
        }
        match draw_mode {
            DrawMode::Fill(_) => self.filled(path, props.transform),
            DrawMode::Stroke(_) => self.stroked(path, props.transform),
            DrawMode::FillAndStroke(..) => {
                self.filled(path, props.transform);
                self.stroked(path, props.transform);
            }
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let Some(first) = run.glyphs().first() else { return };
        let font = self.fonts.number(first);
        for glyph in run.glyphs() {
            if self.sheet.glyphs.len() >= MOST_GLYPHS {
                return;
            }
            self.glyph(glyph, props.transform * glyph.transform(), font);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if self.pictures.len() >= MOST_PICTURES {
            return;
        }
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let [a, b, ..] = props.transform.as_coeffs();
        let area = props.transform.transform_rect_bbox(Area::new(0.0, 0.0, width, height));
        self.pictures.push(Picture { area: rect(area), dpi: (72.0 / a.hypot(b)) as f32 });
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
