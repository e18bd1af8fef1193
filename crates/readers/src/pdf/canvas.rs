//! The pictures of a page put on one canvas, as a scanned page shows them.
//!
//! Only pictures are drawn: the letters of a text layer or a watermark would stand in the way of the OCR.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect as Area};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, LumaData, SoftMask,
};

use crate::raster::{Gray, MOST_PIXELS};

/// Resolution of a canvas: that of the scan, but never finer or coarser than an OCR reads well.
const COARSEST: f32 = 200.0;
const FINEST: f32 = 400.0;

/// A picture that covers less is a watermark.
const FAINT: f32 = 0.5;

/// Pixels per inch of the canvas for a page whose pictures have `dpi`.
pub(crate) fn resolution(dpi: f32) -> f32 {
    if dpi > 1.5 * FINEST { dpi / (dpi / FINEST).ceil() } else { dpi.clamp(COARSEST, 1.5 * FINEST) }
}

/// A canvas on which pictures are drawn.
pub(crate) struct Canvas {
    page: Gray,
    /// How far each open group covers what lies below, from the outermost.
    opacities: Vec<f32>,
}

impl Canvas {
    /// A white canvas for a page of so many points.
    pub(crate) fn new(width: f32, height: f32, dpi: f32) -> Option<Self> {
        let pixels = |points: f32| (points * dpi / 72.0).round().max(0.0) as usize;
        Some(Self { page: Gray::white(pixels(width), pixels(height), dpi)?, opacities: Vec::new() })
    }

    pub(crate) fn finish(self) -> Gray {
        self.page
    }

    /// Draws a picture of `width` by `height` pixels. `shade` gives the shade of a pixel and how far it covers, 0 to 255.
    fn draw(&mut self, transform: Affine, (width, height): (u32, u32), shade: impl Fn(usize) -> (u8, u8)) {
        let to_page = Affine::scale(f64::from(self.page.dpi()) / 72.0) * transform;
        let determinant = to_page.determinant();
        if !determinant.is_finite() || determinant.abs() < 1e-12 || width == 0 || height == 0 {
            return;
        }
        let back = to_page.inverse();
        let [a, b, c, d, ..] = back.as_coeffs();
        let area = to_page.transform_rect_bbox(Area::new(0.0, 0.0, f64::from(width), f64::from(height)));
        let clip = |x: f64, most: usize| x.clamp(0.0, most as f64) as usize;
        let (x0, x1) = (clip(area.x0.floor(), self.page.width()), clip(area.x1.ceil(), self.page.width()));
        let (y0, y1) = (clip(area.y0.floor(), self.page.height()), clip(area.y1.ceil(), self.page.height()));
        // Source pixels that one pixel of the page covers, along each axis.
        let steps = |x: f64, y: f64| ((x.abs() + y.abs()).round() as usize).clamp(1, 8);
        let (across, down) = (steps(a, c), steps(b, d));
        let parts = (across * down) as u32;
        for y in y0..y1 {
            for x in x0..x1 {
                let center = back * Point::new(x as f64 + 0.5, y as f64 + 0.5);
                let (mut dark, mut covered, mut seen) = (0_u32, 0_u32, 0_u32);
                for i in 0..across {
                    for j in 0..down {
                        let sx = center.x + (i as f64 + 0.5 - across as f64 / 2.0);
                        let sy = center.y + (j as f64 + 0.5 - down as f64 / 2.0);
                        if sx < 0.0 || sy < 0.0 || sx >= f64::from(width) || sy >= f64::from(height) {
                            continue;
                        }
                        let (level, cover) = shade(sy as usize * width as usize + sx as usize);
                        dark += u32::from(level) * u32::from(cover);
                        covered += u32::from(cover);
                        seen += 1;
                    }
                }
                if seen == 0 {
                    continue;
                }
                if let Some(pixel) = self.page.pixel_mut(x, y) {
                    // What lies below shows where the picture covers nothing.
                    let below = u32::from(*pixel) * (255 * parts - covered);
                    *pixel = ((dark + below) / (255 * parts)) as u8;
                }
            }
        }
    }
}

fn luma(r: u8, g: u8, b: u8) -> u8 {
    // ITU-R BT.601.
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000) as u8
}

/// The transform with the image's own scale factors, from its pixels.
fn placed(transform: Affine, (sx, sy): (f32, f32)) -> Affine {
    transform * Affine::scale_non_uniform(f64::from(sx), f64::from(sy))
}

impl<'a> Device<'a> for Canvas {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let pixels = u64::from(image.width()) * u64::from(image.height());
        // A watermark is drawn faintly.
        if pixels > MOST_PIXELS as u64 || self.opacities.iter().product::<f32>() < FAINT {
            return;
        }
        match image {
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask, _| {
                    let size = (mask.width, mask.height);
                    let transform = placed(props.transform, mask.scale_factors);
                    self.draw(transform, size, |at| (0, mask.data.get(at).copied().unwrap_or(0)));
                },
                None,
            ),
            Image::Raster(raster) => raster.with_rgba(
                |data, alpha: Option<LumaData>| {
                    let size = (data.width(), data.height());
                    let alpha = alpha.filter(|a| (a.width, a.height) == size);
                    let cover = |at: usize| {
                        alpha.as_ref().map_or(255, |alpha| alpha.data.get(at).copied().unwrap_or(255))
                    };
                    let transform = placed(props.transform, data.scale_factors());
                    match &data {
                        ImageData::Luma(luma) => self.draw(transform, size, |at| {
                            (luma.data.get(at).copied().unwrap_or(255), cover(at))
                        }),
                        ImageData::Rgb(rgb) => self.draw(transform, size, |at| {
                            let shade = match rgb.data.get(3 * at..3 * at + 3) {
                                Some([r, g, b]) => luma(*r, *g, *b),
                                _ => 255,
                            };
                            (shade, cover(at))
                        }),
                    }
                },
                None,
            ),
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.opacities.push(opacity);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {
        self.opacities.pop();
    }
}
