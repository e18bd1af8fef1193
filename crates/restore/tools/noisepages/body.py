"""Running pages: letterheads, headings, legal bases, articles, lists, the signature."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from .corpus import Corpus
from .fonts import Family
from .invented import ISSUERS
from .page import Page, Token, tokens


@dataclass
class Paragraph:
    """A paragraph waiting to be set."""

    words: list[Token]
    align: str = "justify"
    indent: float = 28.0
    size: float = 0.0


@dataclass
class Design:
    """What the pages of one document share: sizes in points, spacing, margins."""

    size: float
    leading: float
    gap: float
    margins: tuple[float, float, float, float]
    page_numbers: bool

    @staticmethod
    def draw(rng: random.Random) -> "Design":
        """A design within Decree 30/2020's limits (13-14 points, margins 20-35 mm) and a little beyond."""
        return Design(
            size=rng.choice((12, 13, 13, 13.5, 14, 14, 14)),
            leading=rng.uniform(0.98, 1.25),
            gap=rng.choice((0, 3, 6, 6, 8)),
            margins=(rng.uniform(50, 64), rng.uniform(42, 58), rng.uniform(68, 88), rng.uniform(42, 58)),
            page_numbers=rng.random() < 0.6,
        )


def blocks(corpus: Corpus, rng: random.Random) -> Iterator[Paragraph]:
    """The paragraphs of an endless invented document, title first."""
    kind = rng.choice(
        ("QUYẾT ĐỊNH", "KẾ HOẠCH", "THÔNG BÁO", "BÁO CÁO", "NGHỊ QUYẾT", "CHỈ THỊ", "TỜ TRÌNH", "HƯỚNG DẪN", "THÔNG TƯ")
    )
    yield Paragraph(tokens(kind, "b"), "center", 0)
    yield Paragraph(tokens(f"{rng.choice(('Về việc', 'V/v', 'Về'))} {corpus.heading()}", "b"), "center", 0)
    style = rng.choice(("i", "i", "r"))
    for _ in range(rng.randint(1, 5)):
        yield Paragraph(tokens(corpus.legal_base(), style))
    if kind == "QUYẾT ĐỊNH":
        yield Paragraph(tokens("QUYẾT ĐỊNH:", "b"), "center", 0)
    chapter = article = 0
    while True:
        draw = rng.random()
        if draw < 0.09:
            chapter += 1
            roman = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[chapter % 10]
            yield Paragraph(tokens(f"{roman}. {corpus.heading().upper()}", "b"), rng.choice(("justify", "center")))
        elif draw < 0.2:
            yield Paragraph(tokens(f"{rng.randint(1, 9)}. {corpus.heading()}", rng.choice(("b", "b", "bi", "i"))))
        elif draw < 0.3:
            article += 1
            yield Paragraph(tokens(f"Điều {article}.", "b") + tokens(corpus.paragraph(), rng.choice(("r", "r", "b"))))
        elif draw < 0.33:
            yield Paragraph(
                tokens(f"({corpus.heading()} kèm theo {corpus.number()} ngày {corpus.date()})", "i"), "center", 0
            )
        else:
            mark = rng.choice(
                (
                    "- ",
                    "- ",
                    "+ ",
                    "",
                    "",
                    f"{rng.randint(1, 12)}. ",
                    f"{rng.choice('abcdđeghi')}) ",
                    f"{rng.randint(1, 6)}.{rng.randint(1, 9)}. ",
                )
            )
            words = tokens(mark + corpus.paragraph(), rng.choices(("r", "i", "b"), (92, 5, 3))[0])
            if rng.random() < 0.06 and len(words) > 12:
                start = rng.randrange(len(words) - 6)
                words[start : start + 5] = [(w, rng.choice(("b", "i"))) for w, _ in words[start : start + 5]]
            yield Paragraph(words)


def letterhead(page: Page, corpus: Corpus, rng: random.Random, x: float, y: float, width: float, size: float) -> float:
    """Issuer and motto side by side; returns the lower edge."""
    upper, lower, symbol = rng.choice(ISSUERS)
    place = corpus.place()
    left = [line.format(place.upper()) for line in (upper, lower) if line]
    number = f"{rng.randint(1, 4000)}" if rng.random() < 0.7 else "        "
    split = width * rng.uniform(0.4, 0.46)
    rows = [
        (tokens(left[0], "r" if len(left) > 1 else "b"), tokens("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "b")),
        (tokens(left[1], "b") if len(left) > 1 else [], tokens("Độc lập - Tự do - Hạnh phúc", "b")),
        (
            tokens(f"Số: {number}/{symbol}"),
            tokens(
                f"{place}, ngày {rng.randint(1, 28):02} tháng {rng.randint(1, 12)} năm {rng.randint(2009, 2026)}", "i"
            ),
        ),
    ]
    small = size - 1
    step = page.line_height(small) * 1.05
    for i, (a, b) in enumerate(rows):
        if a:
            page.set_line(a, small, x, y, split, "center", ("body", -1, i, 0))
        right = page.wrap(b, small, width - split)[:1]
        page.set_line(right[0], small, x + split, y, width - split, "center", ("body", -1, i, 1))
        y += step
        if i == 1:
            page.rule(x + split + width * 0.15, y, x + width * 0.85, y)
            y += step * 0.35
    return y + step * 0.8


def signature(page: Page, corpus: Corpus, rng: random.Random, x: float, y: float, width: float, size: float) -> None:
    """Recipients left, signer right, with a scribble between his office and his name."""
    left = (
        ["Nơi nhận:"]
        + [f"- {corpus.agency()};" for _ in range(rng.randint(2, 5))]
        + [f"- Lưu: VT, {rng.choice(('NC', 'TH', 'CCHC', 'KT'))}."]
    )
    step = page.line_height(size - 2)
    for i, line in enumerate(left):
        style = "bi" if i == 0 else "r"
        page.set_line(
            page.wrap(tokens(line, style), size - 2, width / 2)[0],
            size - 2,
            x,
            y + i * step,
            width / 2,
            "left",
            ("body", -2, i, 0),
        )
    right = [
        rng.choice(("TM. ỦY BAN NHÂN DÂN", "KT. BỘ TRƯỞNG", "TL. CHỦ TỊCH")),
        rng.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "THỨ TRƯỞNG")),
    ]
    step = page.line_height(size)
    for i, line in enumerate(right):
        page.set_line(tokens(line, "b"), size, x + width / 2, y + i * step, width / 2, "center", ("body", -2, i, 1))
    page.scribble(rng, x + width * 0.66, y + 3.4 * step, width * 0.16)
    page.set_line(
        tokens(corpus.person(), "b"), size, x + width / 2, y + 5 * step, width / 2, "center", ("body", -2, 9, 1)
    )


def body_pages(corpus: Corpus, rng: random.Random, family: Family, dpi: int, count: int) -> Iterator[Page]:
    """The first `count` pages of an invented document."""
    design = Design.draw(rng)
    source = blocks(corpus, rng)
    pending: list[tuple[list[Token], float, str, int]] = []
    paragraph = 0
    for number in range(1, count + 1):
        page = Page(round(595 * dpi / 72), round(842 * dpi / 72), dpi, family, "body")
        top, bottom, left, right = (page.px(m) for m in design.margins)
        width = page.width - left - right
        limit = page.height - bottom
        y = top
        if number == 1 and rng.random() < 0.5:
            y = letterhead(page, corpus, rng, left, y, width, design.size)
        elif number > 1 and design.page_numbers:
            page.set_line(
                [(str(number), "r")], design.size - 1, left, y - page.px(24), width, "center", ("body", -3, 0, 0)
            )
        if number == count and rng.random() < 0.3:
            limit -= page.px(130)
        step = page.line_height(design.size) * design.leading
        line_no = 0
        while True:
            if not pending:
                block = next(source)
                paragraph += 1
                y += page.px(design.gap)
                line_no = 0
                lines = page.wrap(block.words, design.size, width, page.px(block.indent))
                for i, line in enumerate(lines):
                    last = i == len(lines) - 1
                    align = "left" if last and block.align == "justify" else block.align
                    pending.append((line, page.px(block.indent) if i == 0 else 0.0, align, paragraph))
            if y + step > limit:
                break
            line, indent, align, owner = pending.pop(0)
            page.set_line(line, design.size, left + indent, y, width - indent, align, ("body", owner, line_no, 0))
            line_no += 1
            y += step
        if limit < page.height - bottom:
            signature(page, corpus, rng, left, y + step, width, design.size)
        yield page
