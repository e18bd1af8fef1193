"""How alike two sets of aligned lines are: shares of right words, and what each letter is read as."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .align import align_words
from .letters import strip_accents

#: Costs of a letter without counterpart, of one read with other marks or case, of another letter.
GAP, SAME_BASE, OTHER = 0.8, 0.2, 1.0


def _unlike(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return SAME_BASE if strip_accents(a).lower() == strip_accents(b).lower() else OTHER


def align_letters(read: str, true: str) -> list[tuple[str, str]]:
    """Pairs each letter of `true` with the letters read for it.

    Letters read for none go to a neighbour: to one that bears a mark if there is one, else to the one before.
    """
    n, m = len(read), len(true)
    cost = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            ways = []
            if i:
                ways.append(cost[i - 1][j] + GAP)
            if j:
                ways.append(cost[i][j - 1] + GAP)
            if i and j:
                ways.append(cost[i - 1][j - 1] + _unlike(read[i - 1], true[j - 1]))
            cost[i][j] = min(ways, default=0.0)
    readings = [""] * m
    i, j = n, m
    while i or j:
        here = cost[i][j]
        if i and j and math.isclose(here, cost[i - 1][j - 1] + _unlike(read[i - 1], true[j - 1])):
            i, j = i - 1, j - 1
            readings[j] = read[i] + readings[j]
        elif i and math.isclose(here, cost[i - 1][j] + GAP):
            i -= 1
            if j < m and (j == 0 or not true[j].isascii()):
                readings[j] = read[i] + readings[j]
            elif j:
                readings[j - 1] = read[i] + readings[j - 1]
        else:
            j -= 1
    return list(zip(true, readings, strict=True))


@dataclass
class Likeness:
    """Figures of one set of aligned lines."""

    words: int = 0
    right: int = 0
    exact: int = 0
    right_lower: int = 0
    joined: int = 0
    split: int = 0
    lost: int = 0
    invented: int = 0
    letters: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, read: str, true: str) -> None:
        """Counts one line."""
        r, t = read.split(), true.split()
        for a, b, c, d in align_words(r, t):
            x, y = "".join(r[a:b]), "".join(t[c:d])
            self.words += d - c
            if a == b:
                self.lost += d - c
                continue
            if c == d:
                self.invented += b - a
                continue
            if d - c > b - a:
                self.joined += d - c
            elif b - a > d - c:
                self.split += d - c
            elif b - a == 1:
                bare = strip_accents(y)
                self.right += strip_accents(x) == bare
                self.exact += x == bare
            for letter, as_read in align_letters(x, y):
                self.letters[letter][as_read] += 1

    def share(self, letter: str, as_read: str) -> float:
        """How often `letter` is read as `as_read`."""
        total = sum(self.letters[letter].values())
        return self.letters[letter][as_read] / total if total else 0.0


def compare(ours: Likeness, theirs: Likeness, letters: int = 40) -> str:
    """A report that sets two likenesses side by side, the marked letters of `theirs` by frequency."""
    rows = [f"{'':28}{'simulated':>12}{'reference':>12}"]
    for name in ("right", "exact", "joined", "split", "lost", "invented"):
        a, b = (getattr(x, name) / max(x.words, 1) for x in (ours, theirs))
        rows.append(f"{name + ' (share of words)':28}{a:12.4f}{b:12.4f}")
    distance = weight = 0.0
    common = sorted((c for c in theirs.letters if not c.isascii()), key=lambda c: -sum(theirs.letters[c].values()))
    for letter in common:
        count = sum(theirs.letters[letter].values())
        outputs = set(theirs.letters[letter]) | set(ours.letters[letter])
        distance += count * sum(abs(ours.share(letter, o) - theirs.share(letter, o)) for o in outputs) / 2
        weight += count
    rows.append(
        f"distance of the readings of marked letters (total variation, weighted): {distance / max(weight, 1):.3f}"
    )
    for letter in common[:letters]:
        sides = []
        for side in (theirs, ours):
            total = sum(side.letters[letter].values())
            sides.append(" ".join(f"{o or '∅'}:{n / total:.2f}" for o, n in side.letters[letter].most_common(7)))
        rows.append(f"{letter}  reference {sum(theirs.letters[letter].values()):4}  {sides[0]}")
        rows.append(f"      simulated       {sides[1]}")
    return "\n".join(rows)


#: Marks that are taken off both sides before a pair is looked up.
_MARKS = '.,;:()“”"'


class Coverage:
    """How many of a reference's running pairs occur among the pairs of a simulation."""

    def __init__(self, pairs: list[tuple[str, str]]):
        stripped = [(read.strip(_MARKS), true.strip(_MARKS)) for read, true in pairs]
        self._pairs = set(stripped)
        self._folded = {(read.lower(), true.lower()) for read, true in stripped}
        self.all = self.seen = self.seen_folded = self.expected = 0

    def add(self, read: str, true: str) -> None:
        """Looks up the pairs of one line."""
        r, t = read.split(), true.split()
        for a, b, c, d in align_words(r, t):
            x, y = (" ".join(words).strip(_MARKS) for words in (r[a:b], t[c:d]))
            if not y:
                continue
            folded = (x.lower(), y.lower()) in self._folded
            self.all += 1
            self.seen += (x, y) in self._pairs
            self.seen_folded += folded
            self.expected += folded or x == strip_accents(y)

    def __str__(self) -> str:
        n = max(self.all, 1)
        return (
            f"pairs of the reference seen: {self.seen / n:.4f}, without regard to case {self.seen_folded / n:.4f}, "
            f"seen or merely stripped {self.expected / n:.4f}, of {self.all}"
        )
