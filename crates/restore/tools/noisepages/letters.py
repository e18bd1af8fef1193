"""Vietnamese letters: stripping of accents, the alphabet a font must have, syllable counting."""

import re
import unicodedata

LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
#: Every character a page may hold: the alphabet in both cases, digits, and the marks of official papers.
PRINTABLE = frozenset(LOWER + LOWER.upper() + "0123456789 .,;:!?()[]/-–+*%&\"'“”‘’…@_=<>°²³")

_WORD = re.compile(r"[^\W\d_]+")


def strip_accents(text: str) -> str:
    """`text` without tone and vowel marks; `đ` becomes `d`."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def syllables(text: str) -> list[str]:
    """The lower-case letter runs of `text`."""
    return [w.lower() for w in _WORD.findall(text)]


def tidy(line: str) -> str:
    """NFC, typographic variants folded, runs of blanks made one space."""
    line = unicodedata.normalize("NFC", line).replace("\u2013", "-").replace("\u00ad", "")
    return " ".join(line.split())
