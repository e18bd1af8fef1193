"""Which printed words each word of the OCR stands for."""

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from .letters import strip_accents
from .ocr import Read, ReadLine
from .page import Fragment, Word

#: Shapes of a step: so many words read for so many printed.
SHAPES = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2)]
JOIN_COST, LOST_COST = 0.7, 0.8
#: How much of the lower of a word and a fragment must lie beside the other.
LEAST_OVERLAP = 0.4


@dataclass(slots=True)
class Pair:
    """Words read for words printed; either side may hold several words, or none."""

    read: str
    true: str
    style: str


@dataclass(slots=True)
class LinePair:
    """A line read with what was printed there, the fragments it crosses, and its word pairs."""

    number: int
    read: str
    true: str
    pairs: list[Pair]
    pieces: list[dict]


def align_words(
    read: list[str], true: list[str], places: tuple[list[tuple], list[tuple]] | None = None
) -> list[tuple[int, int, int, int]]:
    """The cheapest monotone pairing of two word lists: spans `(read from, to, true from, to)`.

    The cost of a step is the edit distance of the letters without accents, plus a fee for each join or split, plus,
    where `places` gives horizontal extents, the distance of the two middles in lengths of the printed words. A word
    that has no counterpart costs a part of its length.
    """
    bare_read = [strip_accents(w) for w in read]
    bare_true = [strip_accents(w) for w in true]
    n, m = len(read), len(true)
    best = [[float("inf")] * (m + 1) for _ in range(n + 1)]
    back: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            here = best[i][j]
            if here == float("inf"):
                continue
            for a, b in SHAPES:
                if i + a > n or j + b > m:
                    continue
                x, y = "".join(bare_read[i : i + a]), "".join(bare_true[j : j + b])
                if a == 0 or b == 0:
                    cost = LOST_COST * len(x + y)
                else:
                    cost = Levenshtein.distance(x, y) + JOIN_COST * (a + b - 2)
                    if places is not None:
                        cost += min(
                            3.0, abs(_middle(places[0], i, a) - _middle(places[1], j, b)) / _extent(places[1], j, b)
                        )
                if here + cost < best[i + a][j + b]:
                    best[i + a][j + b] = here + cost
                    back[i + a][j + b] = (a, b)
    steps = []
    i, j = n, m
    while i or j:
        a, b = back[i][j]
        steps.append((i - a, i, j - b, j))
        i, j = i - a, j - b
    return steps[::-1]


def _middle(extents: list[tuple], start: int, count: int) -> float:
    return (extents[start][0] + extents[start + count - 1][1]) / 2


def _extent(extents: list[tuple], start: int, count: int) -> float:
    return max(extents[start + count - 1][1] - extents[start][0], 1.0)


def _owner(word: Read, fragments: list[Fragment]) -> int | None:
    """The fragment that a word's box covers most, or none."""
    best, area = None, 0.0
    for index, f in enumerate(fragments):
        gap = (f.bottom - f.top) * 0.5
        across = min(word.x1, f.x1 + gap) - max(word.x0, f.x0 - gap)
        down = min(word.y1, f.bottom) - max(word.y0, f.top)
        enough = LEAST_OVERLAP * min(word.y1 - word.y0, f.bottom - f.top)
        if across > 0 and down > enough and across * down > area:
            best, area = index, across * down
    return best


def align_page(lines: list[ReadLine], fragments: list[Fragment]) -> list[LinePair]:
    """Pairs every line read with the printed words it covers.

    A line may cross several columns (their fragments are taken from left to right), and a column's fragment may be
    split between lines (or be read twice, once as its accents alone): each printed word then goes to the line that has
    the nearest and likest word.
    """
    owned: list[dict[int, list[Read]]] = []
    lines_of: dict[int, list[int]] = {}
    strays: list[list[Read]] = []
    for at, line in enumerate(lines):
        groups: dict[int, list[Read]] = {}
        stray = []
        for word in line.words:
            owner = _owner(word, fragments)
            if owner is None:
                stray.append(word)
            else:
                groups.setdefault(owner, []).append(word)
        for owner in groups:
            lines_of.setdefault(owner, []).append(at)
        owned.append(groups)
        strays.append(stray)
    found = []
    for at, line in enumerate(lines):
        pieces, pairs, true = [], [Pair(w.text, "", "noise") for w in strays[at]], []
        for index, words in sorted(owned[at].items(), key=lambda item: fragments[item[0]].x0):
            printed = _share(
                fragments[index], [owned[other][index] for other in lines_of[index]], lines_of[index].index(at)
            )
            words = sorted(words, key=lambda w: w.x0)
            places = ([(w.x0, w.x1) for w in words], [(w.x0, w.x1) for w in printed])
            for a, b, c, d in align_words([w.text for w in words], [w.text for w in printed], places):
                style = printed[c].style if c < d else "noise"
                pairs.append(Pair(" ".join(w.text for w in words[a:b]), " ".join(w.text for w in printed[c:d]), style))
            true.append(" ".join(w.text for w in printed))
            pieces.append({"place": fragments[index].place, "read": " ".join(w.text for w in words), "true": true[-1]})
        found.append(LinePair(line.number, line.text, " ".join(t for t in true if t), pairs, pieces))
    return found


def _share(fragment: Fragment, rivals: list[list[Read]], mine: int) -> list[Word]:
    """The words of `fragment` that belong to the reading `rivals[mine]`."""
    if len(rivals) == 1:
        return fragment.words

    height = fragment.bottom - fragment.top

    def unlike(word: Word, group: list[Read]) -> float:
        bare = strip_accents(word.text)
        gaps = ((max(r.x0 - word.x1, word.x0 - r.x1, 0.0) / height, r) for r in group)
        return min(gap + Levenshtein.normalized_distance(bare, strip_accents(r.text)) for gap, r in gaps)

    return [w for w in fragment.words if min(range(len(rivals)), key=lambda k: unlike(w, rivals[k])) == mine]
