"""Tesseract: a page picture in, its lines of words with boxes out."""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from .scan import Turn


@dataclass(slots=True)
class Read:
    """A word as read, with its box turned back onto the page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class ReadLine:
    """A line as read; `number` counts the lines of the text output from 1, blank ones too."""

    number: int
    words: list[Read]

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


def read_page(
    image: Image.Image, dpi: int, turn: Turn, language: str = "eng", tessdata: str = ""
) -> tuple[list[ReadLine], list[str]]:
    """Reads a page. Returns its lines with boxes, and the lines of the plain text output."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder, "page")
        image.save(base.with_suffix(".pgm"))
        models = ["--tessdata-dir", tessdata] if tessdata else []
        subprocess.run(
            ["tesseract", base.with_suffix(".pgm"), base, "-l", language, "--dpi", str(dpi), *models]
            + ["-c", "tessedit_create_txt=1", "-c", "tessedit_create_tsv=1"],
            check=True,
            capture_output=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        table = base.with_suffix(".tsv").read_text(encoding="utf-8")
        text = base.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\f\n").split("\n")
    groups: dict[tuple[str, ...], list[Read]] = {}
    for record in table.split("\n")[1:]:
        cells = record.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            x, y, w, h = map(float, cells[6:10])
            # The box of a turned word: turn its centre back and keep its size.
            cx, cy = turn.back(x + w / 2, y + h / 2)
            groups.setdefault(tuple(cells[1:5]), []).append(
                Read(cells[11].strip(), cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)
            )
    lines = []
    at = 0
    for words in groups.values():
        joined = "".join(w.text for w in words)
        while at < len(text) and "".join(text[at].split()) != joined:
            at += 1
        if at == len(text):
            raise RuntimeError(f"the text output lacks the line {joined!r}")
        lines.append(ReadLine(at + 1, words))
        at += 1
    return lines, text
