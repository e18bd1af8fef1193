//! Pages as pictures in shades of grey, and what is done to them before an OCR reads them.

use std::ops::Range;

pub(crate) mod blots;
pub(crate) mod deskew;
pub(crate) mod morphology;

/// A page in shades of grey.
#[derive(Debug, Clone, PartialEq)]
pub struct Gray {
    width: usize,
    height: usize,
    /// Pixels per inch.
    dpi: f32,
    data: Vec<u8>,
}

/// Most pixels of a page: a sheet of A3 at 600 pixels per inch has 70 million.
pub(crate) const MOST_PIXELS: usize = 100_000_000;

impl Gray {
    /// A white page; `None` where it would have no pixel or too many.
    pub(crate) fn white(width: usize, height: usize, dpi: f32) -> Option<Self> {
        let pixels = width.checked_mul(height).filter(|n| (1..=MOST_PIXELS).contains(n))?;
        Some(Self { width, height, dpi, data: vec![255; pixels] })
    }

    /// A page of known pixels, row by row from the top, 0 black and 255 white; `None` where their number does not fit.
    #[must_use]
    pub fn new(width: usize, height: usize, dpi: f32, data: Vec<u8>) -> Option<Self> {
        let fits = width.checked_mul(height) == Some(data.len()) && (1..=MOST_PIXELS).contains(&data.len());
        fits.then_some(Self { width, height, dpi, data })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// Pixels per inch.
    #[must_use]
    pub fn dpi(&self) -> f32 {
        self.dpi
    }

    /// The pixels, row by row from the top, 0 black and 255 white.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.data
    }

    /// The pixels of each row, to be changed.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [u8]> {
        self.data.chunks_exact_mut(self.width)
    }

    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.data.chunks_exact(self.width)
    }

    pub(crate) fn pixel_mut(&mut self, x: usize, y: usize) -> Option<&mut u8> {
        if x >= self.width { None } else { self.data.get_mut(y * self.width + x) }
    }

    /// The shade between four pixels; white outside the page.
    fn between(&self, x: f32, y: f32) -> u8 {
        let (x0, y0) = (x.floor(), y.floor());
        if x0 < 0.0 || y0 < 0.0 {
            return 255;
        }
        let (column, row, fx, fy) = (x0 as usize, y0 as usize, x - x0, y - y0);
        if column + 1 >= self.width || row + 1 >= self.height {
            return 255;
        }
        let at = row * self.width + column;
        let pair = |at: usize| {
            let (a, b) = (f32::from(self.data[at]), f32::from(self.data[at + 1]));
            a + (b - a) * fx
        };
        let (upper, lower) = (pair(at), pair(at + self.width));
        (upper + (lower - upper) * fy).round() as u8
    }

    /// A part of the page with a white margin of `margin` pixels; `None` where it is empty.
    pub(crate) fn part(&self, x: Range<usize>, y: Range<usize>, margin: usize) -> Option<Gray> {
        let (x, y) = (x.start..x.end.min(self.width), y.start..y.end.min(self.height));
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let mut out = Gray::white(x.len() + 2 * margin, y.len() + 2 * margin, self.dpi)?;
        for (to, from) in out.rows_mut().skip(margin).zip(self.rows().skip(y.start).take(y.len())) {
            if let (Some(to), Some(from)) = (to.get_mut(margin..margin + x.len()), from.get(x.clone())) {
                to.copy_from_slice(from);
            }
        }
        Some(out)
    }

    /// Makes a part of the page white.
    pub(crate) fn whiten(&mut self, x: Range<usize>, y: Range<usize>) {
        for row in self.rows_mut().skip(y.start).take(y.len()) {
            let end = x.end.min(row.len());
            if let Some(pixels) = row.get_mut(x.start.min(end)..end) {
                pixels.fill(255);
            }
        }
    }

    /// The page turned by quarters, clockwise.
    pub(crate) fn turned(&self, quarters: u8) -> Gray {
        let (w, h) = (self.width, self.height);
        let mut out = self.clone();
        match quarters % 4 {
            0 => {}
            2 => out.data.reverse(),
            quarter => {
                (out.width, out.height) = (h, w);
                for (y, row) in self.data.chunks_exact(w).enumerate() {
                    for (x, pixel) in row.iter().enumerate() {
                        let (to_x, to_y) = if quarter == 1 { (h - 1 - y, x) } else { (y, w - 1 - x) };
                        out.data[to_y * h + to_x] = *pixel;
                    }
                }
            }
        }
        out
    }

    /// The shade up to which a pixel is ink: the one that parts ink from paper best, as long as it is darker than the paper's
    /// own grain. On an empty page nothing is.
    pub(crate) fn threshold(&self) -> u8 {
        let counts = self.counts();
        let parted = best_parted(&counts);
        match Paper::of(&counts) {
            Some(paper) => parted.min(paper.darkest),
            None => parted,
        }
    }

    /// The page with its paper white, where a scanner left it grey: what is erased on it leaves no trace then.
    pub(crate) fn whitened(&self) -> Gray {
        let mut out = self.clone();
        if let Some(paper) = Paper::of(&self.counts()).filter(|paper| paper.shade < WHITE) {
            let lightest = (f32::from(paper.shade) - 2.0 * paper.grain).max(f32::from(paper.darkest));
            for pixel in &mut out.data {
                *pixel = (f32::from(*pixel) * 255.0 / lightest).min(255.0) as u8;
            }
        }
        out
    }

    /// How many pixels there are of each shade.
    fn counts(&self) -> [u64; 256] {
        let mut counts = [0_u64; 256];
        for pixel in &self.data {
            counts[usize::from(*pixel)] += 1;
        }
        counts
    }
}

/// Paper from this shade on needs no whitening.
const WHITE: u8 = 250;
/// A page whose middle shade is darker than this is no paper: a photograph, or white on black.
const DARKEST_PAPER: u8 = 100;
/// How much darker than the paper ink is at least, in shades and in deviations of the paper's grain.
const INK_DARKER: f32 = 16.0;
const INK_BEYOND: f32 = 4.0;

/// What most of a page is.
struct Paper {
    /// Its shade.
    shade: u8,
    /// Standard deviation of its shades.
    grain: f32,
    /// The lightest shade that may be ink on it.
    darkest: u8,
}

impl Paper {
    fn of(counts: &[u64; 256]) -> Option<Paper> {
        let total: u64 = counts.iter().sum();
        let quantile = |share: f64| {
            let mut below = 0_u64;
            let at = counts.iter().position(|n| {
                below += n;
                below as f64 >= share * total as f64
            });
            at.unwrap_or(255) as f32
        };
        // Of a normal distribution 0.52 deviations lie between these shares; ink below them makes it seem a little more.
        let (lower, shade) = (quantile(0.3), quantile(0.5));
        let grain = (shade - lower) / 0.52;
        let darker = (INK_BEYOND * grain).max(INK_DARKER).min(shade / 2.0);
        (shade >= f32::from(DARKEST_PAPER)).then_some(Paper {
            shade: shade as u8,
            grain,
            darkest: (shade - darker) as u8,
        })
    }
}

/// The shade that makes what is darker and what is lighter most alike within themselves.
///
/// N. Otsu: A Threshold Selection Method from Gray-Level Histograms (1979).
fn best_parted(counts: &[u64; 256]) -> u8 {
    let total: u64 = counts.iter().sum();
    let sum: f64 = counts.iter().enumerate().map(|(shade, n)| shade as f64 * *n as f64).sum();
    let (mut below, mut below_sum) = (0_u64, 0.0);
    let mut best = (0.0, 128_u8);
    // Shades that no pixel has part as well as the last one before them: where a thin rule is turned, its ink is spread over
    // them, so the lighter ones of them are ink as well.
    let mut last = 128_u8;
    for (shade, n) in (0..=255_u8).zip(counts) {
        below += n;
        below_sum += f64::from(shade) * *n as f64;
        if below == 0 || below == total {
            continue;
        }
        let above = total - below;
        let apart = below_sum / below as f64 - (sum - below_sum) / above as f64;
        let score = below as f64 * above as f64 * apart * apart;
        if score > best.0 {
            best = (score, shade);
            last = shade;
        } else if *n == 0 && last.checked_add(1) == Some(shade) {
            last = shade;
        }
    }
    ((3 * u16::from(best.1) + 5 * u16::from(last)) / 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_four_times_changes_nothing() {
        let page = Gray::new(3, 2, 72.0, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let once = page.turned(1);
        assert_eq!((once.width(), once.height()), (2, 3));
        assert_eq!(once.pixels(), [4, 1, 5, 2, 6, 3]);
        assert_eq!(once.turned(3), page);
        assert_eq!(page.turned(2).turned(2), page);
    }

    #[test]
    fn ink_and_paper_are_parted() {
        let page = Gray::new(4, 1, 72.0, vec![10, 30, 200, 250]).unwrap();
        assert!((30..200).contains(&page.threshold()));
        // Of two shades only, what lies between is ink if it is not nearly paper.
        let page = Gray::new(4, 1, 72.0, vec![0, 255, 255, 255]).unwrap();
        assert_eq!(page.threshold(), 158);
    }

    /// Grey paper with a grain, and some lines of ink on it.
    fn grey_page(lines: usize) -> Gray {
        let mut page = Gray::white(400, 300, 150.0).unwrap();
        let mut state = 7_u32;
        for (y, row) in page.rows_mut().enumerate() {
            for pixel in row {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // The sum of two dice lies near the middle mostly.
                let grain = (state >> 28) as u8 + ((state >> 24) & 15) as u8;
                *pixel = if y % 20 < 3 && y / 20 < lines { 30 + grain } else { 225 + grain };
            }
        }
        page
    }

    #[test]
    fn the_grain_of_grey_paper_is_no_ink() {
        let ink = |page: &Gray| {
            let threshold = page.threshold();
            page.pixels().iter().filter(|p| **p <= threshold).count()
        };
        assert_eq!(ink(&grey_page(0)), 0);
        assert_eq!(ink(&grey_page(0).whitened()), 0);
        assert_eq!(ink(&grey_page(8)), 8 * 3 * 400);
        assert_eq!(ink(&grey_page(8).whitened()), 8 * 3 * 400);
        let white = grey_page(8).whitened();
        assert!(white.pixels().iter().filter(|p| **p == 255).count() > 100_000);
        // What is white already stays as it is.
        let page = Gray::white(10, 10, 72.0).unwrap();
        assert_eq!(page.whitened(), page);
    }

    #[test]
    fn pages_of_impossible_sizes_are_none() {
        assert!(Gray::white(0, 10, 300.0).is_none());
        assert!(Gray::white(usize::MAX, 2, 300.0).is_none());
        assert!(Gray::new(2, 2, 300.0, vec![0; 3]).is_none());
    }
}
