"""A page of ink: words with known places, rules, and the paragraph breaker that sets them."""

import random
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from .fonts import Family, Sized

#: A word with its style: `r`, `b`, `i` or `bi`.
Token = tuple[str, str]


@dataclass(slots=True)
class Word:
    """A printed word and its horizontal extent in pixels."""

    text: str
    style: str
    x0: float
    x1: float


@dataclass(slots=True)
class Fragment:
    """Words on one baseline of one column or cell, with the place they were printed at."""

    words: list[Word]
    top: float
    bottom: float
    place: tuple

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


def tokens(text: str, style: str = "r") -> list[Token]:
    """The words of `text`, all in one style."""
    return [(word, style) for word in text.split()]


@dataclass
class Page:
    """A sheet in pixels; `kind` is `body` or `table`."""

    width: int
    height: int
    dpi: int
    family: Family
    kind: str
    fragments: list[Fragment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("L", (self.width, self.height), 255)
        self.draw = ImageDraw.Draw(self.image)

    def px(self, points: float) -> float:
        """Points to pixels."""
        return points * self.dpi / 72

    def font(self, style: str, points: float) -> Sized:
        """The page's family in one style at a size in points."""
        return self.family.sized(style, self.px(points))

    def wrap(self, words: list[Token], size: float, width: float, indent: float = 0.0) -> list[list[Token]]:
        """Breaks `words` greedily into lines of at most `width` pixels; the first is shorter by `indent`."""
        lines: list[list[Token]] = []
        room = 0.0
        for token in words:
            font = self.font(token[1], size)
            need = font.width(token[0])
            if lines and need + font.width(" ") <= room:
                lines[-1].append(token)
                room -= need + font.width(" ")
            else:
                lines.append([token])
                room = width - (0.0 if len(lines) > 1 else indent) - need
        return lines

    def line_height(self, size: float) -> float:
        """Height in pixels of a line set solid."""
        font = self.font("r", size)
        return font.ascent + font.descent

    def set_line(
        self, line: list[Token], size: float, x: float, y: float, width: float, align: str, place: tuple
    ) -> Fragment:
        """Prints one line with its upper edge at `y`. `align` is `left`, `center`, `right` or `justify`."""
        fonts = [self.font(style, size) for _, style in line]
        widths = [font.width(word) for font, (word, _) in zip(fonts, line)]
        space = fonts[0].width(" ")
        slack = width - sum(widths) - space * (len(line) - 1)
        if align == "justify" and len(line) > 1 and slack > 0:
            space += slack / (len(line) - 1)
        elif align == "center":
            x += slack / 2
        elif align == "right":
            x += slack
        words = []
        for (word, style), font, advance in zip(line, fonts, widths):
            self.draw.text((round(x), round(y)), word, font=font.font, fill=0)
            words.append(Word(word, style, x, x + advance))
            x += advance + space
        fragment = Fragment(words, y, y + fonts[0].ascent + fonts[0].descent, place)
        self.fragments.append(fragment)
        return fragment

    def shrink(self, factor: int) -> None:
        """Makes the finished page coarser by a whole factor: ink without the rasteriser's hinting."""
        if factor == 1:
            return
        self.image = self.image.reduce(factor)
        self.dpi //= factor
        for fragment in self.fragments:
            fragment.top /= factor
            fragment.bottom /= factor
            for word in fragment.words:
                word.x0 /= factor
                word.x1 /= factor

    def rule(self, x0: float, y0: float, x1: float, y1: float, points: float = 0.5) -> None:
        """A straight rule."""
        self.draw.line((round(x0), round(y0), round(x1), round(y1)), fill=0, width=max(1, round(self.px(points))))

    def scribble(self, rng: random.Random, x: float, y: float, size: float) -> None:
        """A signature, and often the ring of a seal: ink that is no text."""
        t = np.linspace(0, 1, 60)
        xs = x + size * (t + 0.18 * np.sin(rng.uniform(9, 25) * t + rng.random()))
        ys = y + size * 0.3 * np.sin(rng.uniform(12, 30) * t) * rng.uniform(0.4, 1.0)
        self.draw.line(
            list(zip(xs.tolist(), ys.tolist())), fill=40, width=max(1, round(self.px(rng.uniform(0.8, 1.6))))
        )
        if rng.random() < 0.7:
            radius = size * rng.uniform(0.3, 0.45)
            cx = x - size * 0.1
            for r in (radius, radius * 0.9):
                self.draw.ellipse((cx - r, y - r, cx + r, y + r), outline=120, width=max(1, round(self.px(1.2))))
