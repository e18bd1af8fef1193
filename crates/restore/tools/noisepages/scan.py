"""From clean ink to a scan: skew, blur, ink spread, uneven light, noise, one-bit thresholding."""

import math
import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter


@dataclass
class Scan:
    """How one document was scanned: `over` is how many times finer the ink is set than the scan resolves.

    Angles in degrees, lengths in points.
    """

    dpi: int
    over: int
    mode: str
    skew: float
    blur: float
    noise: float
    light: float
    threshold: float

    @staticmethod
    def draw(rng: random.Random) -> "Scan":
        """Draws a scan: born-digital rasters, gray scans, one-bit scans."""
        mode = rng.choices(("digital", "gray", "bit"), (40, 38, 22))[0]
        dpi = rng.choices((150, 200, 250, 300, 400), (6, 26, 20, 42, 6))[0]
        if mode == "digital":
            return Scan(
                dpi, rng.choice((1, 1, 2)) if dpi <= 200 else 1, mode, 0.0, rng.choice((0.0, 0.1, 0.2)), 0.0, 0.0, 0.0
            )
        skew = max(-0.8, min(0.8, rng.gauss(0, 0.25)))
        return Scan(
            dpi, 1, mode, skew, rng.uniform(0.08, 0.27), rng.uniform(2, 9), rng.uniform(0, 30), rng.uniform(105, 170)
        )

    def apply(self, image: Image.Image, seed: int) -> tuple[Image.Image, "Turn"]:
        """The scanned picture of `image`, and the turn that maps its places back to the page's."""
        turn = Turn(image.width / 2, image.height / 2, 0.0)
        if self.mode == "digital":
            if self.blur:
                image = image.filter(ImageFilter.GaussianBlur(self.blur * self.dpi / 72))
            return image, turn
        noise = np.random.default_rng(seed)
        turn = Turn(turn.cx, turn.cy, math.radians(self.skew))
        image = image.rotate(self.skew, Image.Resampling.BILINEAR, fillcolor=255)
        image = image.filter(ImageFilter.GaussianBlur(self.blur * self.dpi / 72))
        ink = np.asarray(image, dtype=np.float32)
        height, width = ink.shape
        shade = self.light * (
            np.linspace(0, 1, width, dtype=np.float32) * noise.uniform(-1, 1)
            + np.linspace(0, 1, height, dtype=np.float32)[:, None] * noise.uniform(-1, 1)
        )
        ink = ink * 0.86 + 18 + shade - self.light / 4
        ink += noise.standard_normal((height, width), dtype=np.float32) * self.noise
        if self.mode == "bit":
            ink = np.where(ink > self.threshold, 255, 0)
        return Image.fromarray(np.clip(ink, 0, 255).astype(np.uint8)), turn


@dataclass
class Turn:
    """A rotation of the picture about (`cx`, `cy`) by `angle` radians, anticlockwise."""

    cx: float
    cy: float
    angle: float

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the scan lies on the unturned page."""
        dx, dy = x - self.cx, y - self.cy
        c, s = math.cos(self.angle), math.sin(self.angle)
        return self.cx + c * dx - s * dy, self.cy + s * dx + c * dy
