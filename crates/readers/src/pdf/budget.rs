//! Limits of a page: how much it may draw, and for how long.
//!
//! A file of few bytes can ask for endless drawing (forms that draw forms), and a fault of an interpreter can make it spin.
//! [`Bounded`] stands between the interpreter and a device and unwinds when the page has had its share; what was drawn till
//! then stays. Where no drawing happens at all, only somebody outside can notice: the work runs in a
//! [guarded thread](crate::guard), which is told to [`Stop`] and left behind.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{BezPath, Rect};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// Most time that drawing a page may take.
pub(crate) const PAGE_TIME: Duration = Duration::from_secs(10);
/// Most drawing of a page: operators, letters, and points of paths. Dense maps have some millions.
const MOST_STEPS: u64 = 8_000_000;
/// How many steps pass between two looks at the clock.
const LOOK: u64 = 256;
/// Tells a thread that nobody waits for it any longer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    pub(crate) fn ask(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How much of its share a page has left.
#[derive(Debug)]
pub(crate) struct Budget {
    steps: u64,
    next_look: u64,
    deadline: Instant,
    stop: Stop,
}

/// The page drew for too long.
#[derive(Debug)]
struct Spent;

impl Budget {
    pub(crate) fn new(stop: Stop) -> Self {
        Self { steps: 0, next_look: LOOK, deadline: Instant::now() + PAGE_TIME, stop }
    }

    /// Whether the page has had its share, now that it did so many steps more.
    pub(crate) fn spent_with(&mut self, steps: u64) -> bool {
        self.steps += steps;
        if self.steps < self.next_look {
            return false;
        }
        self.next_look = self.steps + LOOK;
        self.steps > MOST_STEPS || self.stop.asked() || Instant::now() > self.deadline
    }
}

/// How drawing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Whole,
    /// The interpreter failed on the page.
    Damaged,
    /// The page had had its share.
    OverLimit,
}

/// A device that draws within a budget.
pub(crate) struct Bounded<'d, D> {
    device: &'d mut D,
    budget: Budget,
}

impl<'d, D> Bounded<'d, D> {
    /// Lets `draw` draw on `device` within `budget`. What it drew stays, however it ends.
    pub(crate) fn run(device: &'d mut D, budget: Budget, draw: impl FnOnce(&mut Self)) -> Ending {
        let mut bounded = Self { device, budget };
        match catch_unwind(AssertUnwindSafe(|| draw(&mut bounded))) {
            Ok(()) => Ending::Whole,
            Err(reason) if reason.is::<Spent>() => Ending::OverLimit,
            Err(_) => Ending::Damaged,
        }
    }

    fn step(&mut self, steps: usize) {
        if self.budget.spent_with(1 + steps as u64) {
            // The interpreter asks nobody whether to go on. No panic: no message is printed.
            resume_unwind(Box::new(Spent));
        }
    }
}

impl<'a, D: Device<'a>> Device<'a> for Bounded<'_, D> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.step(path.elements().len());
        self.device.draw_path(path, props, draw_mode);
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.step(clip_path.path.elements().len());
        self.device.push_clip_path(clip_path);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.step(0);
        self.device.push_clip_rect(rect);
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend_mode: BlendMode) {
        self.step(0);
        self.device.push_transparency_group(opacity, mask, blend_mode);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.step(run.glyphs().len());
        self.device.draw_glyph_run(run, props, draw_mode);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        // Pictures take long: the clock is looked at before each.
        self.step(LOOK as usize);
        self.device.draw_image(image, props);
    }

    fn pop_clip(&mut self) {
        self.device.pop_clip();
    }

    fn pop_transparency_group(&mut self) {
        self.device.pop_transparency_group();
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.step(4);
        self.device.draw_rect(rect, props, draw_mode);
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.step(0);
        self.device.begin_marked_content(tag, properties);
    }

    fn end_marked_content(&mut self) {
        self.device.end_marked_content();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_interpret::DummyDevice;

    #[test]
    fn endless_drawing_ends() {
        let ending = Bounded::run(&mut DummyDevice, Budget::new(Stop::default()), |device| {
            loop {
                device.push_clip_rect(&Rect::ZERO);
                device.pop_clip();
            }
        });
        assert_eq!(ending, Ending::OverLimit);
    }

    #[test]
    fn who_is_left_behind_stops() {
        let stop = Stop::default();
        stop.ask();
        let drawn = std::cell::Cell::new(0);
        let ending = Bounded::run(&mut DummyDevice, Budget::new(stop), |device| {
            loop {
                device.push_clip_rect(&Rect::ZERO);
                drawn.set(drawn.get() + 1);
            }
        });
        assert_eq!(ending, Ending::OverLimit);
        assert!(drawn.get() <= LOOK);
    }
}
