"""Font families: where their four styles lie, whether they hold the alphabet, and sized instances."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from .letters import PRINTABLE

ROOTS = [Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts/opentype/public"), Path.home() / ".fonts"]

#: family name -> file name of the styles regular, bold, italic, bold italic.
FAMILIES = {
    "tinos": ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    "termes": (
        "texgyretermes-regular.otf",
        "texgyretermes-bold.otf",
        "texgyretermes-italic.otf",
        "texgyretermes-bolditalic.otf",
    ),
    "arimo": ("Arimo-Regular.ttf", "Arimo-Bold.ttf", "Arimo-Italic.ttf", "Arimo-BoldItalic.ttf"),
    "freeserif": ("FreeSerif.ttf", "FreeSerifBold.ttf", "FreeSerifItalic.ttf", "FreeSerifBoldItalic.ttf"),
    "times": ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
}
STYLES = ("r", "b", "i", "bi")


class FontMissing(Exception):
    """A font file is not installed, or lacks letters that the pages need."""


def _locate(name: str) -> Path:
    for root in ROOTS:
        for path in sorted(root.rglob(name)) if root.is_dir() else []:
            return path
    raise FontMissing(f"{name} is not installed under {', '.join(map(str, ROOTS))}")


@dataclass(frozen=True)
class Family:
    """The four styles of one family, checked to hold every letter of `PRINTABLE`."""

    name: str
    paths: tuple[str, ...]

    @staticmethod
    def load(name: str) -> "Family":
        """Finds the files of family `name` and checks their coverage; raises `FontMissing`."""
        paths = [_locate(file) for file in FAMILIES[name]]
        for path in paths:
            cmap = TTFont(path, lazy=True).getBestCmap()
            missing = sorted(c for c in PRINTABLE if ord(c) not in cmap)
            if missing:
                raise FontMissing(f"{path} lacks {''.join(missing)}")
        return Family(name, tuple(map(str, paths)))

    def sized(self, style: str, pixels: float) -> "Sized":
        """The style `style` at an em of `pixels` pixels."""
        return _sized(self.paths[STYLES.index(style)], round(pixels, 1))


class Sized:
    """A font at one size, with remembered word widths."""

    def __init__(self, path: str, pixels: float):
        self.font = ImageFont.truetype(path, pixels, layout_engine=ImageFont.Layout.BASIC)
        self.ascent, self.descent = self.font.getmetrics()
        self._widths: dict[str, float] = {}

    def width(self, word: str) -> float:
        """The advance width of `word` in pixels."""
        found = self._widths.get(word)
        if found is None:
            found = self._widths[word] = self.font.getlength(word)
        return found


@lru_cache(maxsize=256)
def _sized(path: str, pixels: float) -> Sized:
    return Sized(path, pixels)
