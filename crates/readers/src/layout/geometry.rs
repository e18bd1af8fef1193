//! Rectangles on a page.

use thin_vec::thin_vec;
use vanthu_document::page::{PageBox, Span};

/// A rectangle in points from the page's top left corner; `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Rect {
    pub(crate) fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    pub(crate) fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    pub(crate) fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    pub(crate) fn center(&self) -> (f32, f32) {
        (f32::midpoint(self.x0, self.x1), f32::midpoint(self.y0, self.y1))
    }

    pub(crate) fn holds(&self, (x, y): (f32, f32)) -> bool {
        x >= self.x0 && x < self.x1 && y >= self.y0 && y < self.y1
    }

    /// The place of the rectangle on page `page`, in hundredths of a point.
    pub(crate) fn span(&self, page: u32) -> Span {
        let round = |x: f32| (x * 100.0).round() / 100.0;
        let [x0, y0, x1, y1] = [self.x0, self.y0, self.x1, self.y1].map(round);
        Span { page: Some(page), lines: None, boxes: thin_vec![PageBox { page, x0, y0, x1, y1 }] }
    }

    /// The smallest rectangle around both.
    pub(crate) fn join(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Length that both share on the vertical axis; negative where they lie apart.
    pub(crate) fn shared_height(&self, other: &Rect) -> f32 {
        self.y1.min(other.y1) - self.y0.max(other.y0)
    }
}
