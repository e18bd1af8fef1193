"""Tests of the alignment and of the page geometry; they need neither tesseract nor fonts."""

import math
import random
import unittest

from noisepages.align import align_page, align_words
from noisepages.corpus import is_held_out, usable
from noisepages.letters import strip_accents, tidy
from noisepages.ocr import Read, ReadLine
from noisepages.page import Fragment, Word
from noisepages.scan import Scan, Turn
from noisepages.statistics import Likeness, align_letters


def fragment(text: str, x: float, y: float, place: tuple) -> Fragment:
    """Words of ten pixels a letter on a line twenty pixels high."""
    words = []
    for word in text.split():
        words.append(Word(word, "r", x, x + 10 * len(word)))
        x += 10 * len(word) + 10
    return Fragment(words, y, y + 20, place)


def reading(text: str, x: float, y: float) -> list[Read]:
    """Boxes as `fragment` would print `text`."""
    return [Read(w.text, w.x0, y + 4, w.x1, y + 18) for w in fragment(text, x, y, ()).words]


class AlignWords(unittest.TestCase):
    def spans(self, read: str, true: str) -> list[tuple[str, str]]:
        r, t = read.split(), true.split()
        return [(" ".join(r[a:b]), " ".join(t[c:d])) for a, b, c, d in align_words(r, t)]

    def test_joined_and_split_words(self) -> None:
        self.assertEqual(
            self.spans("Kéhoach k¥ nin g", "Kế hoạch kỹ năng"),
            [("Kéhoach", "Kế hoạch"), ("k¥", "kỹ"), ("nin g", "năng")],
        )

    def test_short_words_stay_apart(self) -> None:
        self.assertEqual(self.spans("st dung", "sử dụng"), [("st", "sử"), ("dung", "dụng")])

    def test_specks_have_no_counterpart(self) -> None:
        self.assertEqual(self.spans("| phong ban", "phòng ban"), [("|", ""), ("phong", "phòng"), ("ban", "ban")])


class AlignPage(unittest.TestCase):
    def test_a_line_across_two_columns(self) -> None:
        printed = [fragment("Thời hạn", 300, 0, ("cell", 0, 1, 0)), fragment("Sở Nội vụ", 0, 0, ("cell", 0, 0, 0))]
        line = ReadLine(1, reading("S& Noi vu", 0, 0) + [Read("|", 200, 0, 204, 20)] + reading("Thoi han", 300, 0))
        (pair,) = align_page([line], printed)
        self.assertEqual(pair.true, "Sở Nội vụ Thời hạn")
        self.assertEqual([p["place"][2] for p in pair.pieces], [0, 1])
        self.assertIn(("|", ""), [(p.read, p.true) for p in pair.pairs])

    def test_accents_read_as_a_line_of_their_own(self) -> None:
        printed = [fragment("ứng phó với", 0, 0, ("cell", 0, 0, 0))]
        accents = ReadLine(1, [Read("r", 0, 0, 8, 9), Read(".", 70, 0, 74, 9)])
        whole = ReadLine(2, reading("ing phé véi", 0, 0))
        first, second = align_page([accents, whole], printed)
        self.assertEqual(first.true, "")
        self.assertEqual(second.true, "ứng phó với")


class Text(unittest.TestCase):
    def test_stripping(self) -> None:
        self.assertEqual(strip_accents("Đường phố Huế"), "Duong pho Hue")

    def test_tidy_composes(self) -> None:
        self.assertEqual(tidy(" kế\u00a0 hoa\u0323ch "), "kế hoạch")

    def test_foreign_lines_are_left_out(self) -> None:
        self.assertTrue(usable("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6;"))
        self.assertFalse(usable("The quick brown fox jumps over the lazy dog again and again"))

    def test_held_out_lines_are_never_training_lines(self) -> None:
        self.assertEqual([i for i in range(401) if is_held_out(i)], [0, 200, 400])


class Geometry(unittest.TestCase):
    def test_a_turn_keeps_the_centre_and_the_distance(self) -> None:
        turn = Turn(100, 50, math.radians(0.5))
        self.assertEqual(turn.back(100, 50), (100, 50))
        x, y = turn.back(200, 50)
        self.assertAlmostEqual(math.hypot(x - 100, y - 50), 100)
        self.assertGreater(y, 50)

    def test_scans_are_drawn_from_the_seed(self) -> None:
        self.assertEqual(Scan.draw(random.Random("7/1")), Scan.draw(random.Random("7/1")))


class Statistics(unittest.TestCase):
    def test_letters_read_as_two(self) -> None:
        self.assertEqual(align_letters("chirc", "chức"), [("c", "c"), ("h", "h"), ("ứ", "ir"), ("c", "c")])

    def test_shares(self) -> None:
        seen = Likeness()
        seen.add("Kéhoach cong tac", "Kế hoạch công tác")
        self.assertEqual((seen.words, seen.right, seen.exact, seen.joined), (4, 2, 2, 2))


if __name__ == "__main__":
    unittest.main()
