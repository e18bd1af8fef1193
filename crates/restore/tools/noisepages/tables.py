"""Task tables: ruled, with narrow columns, sections, merged cells, and a header on every page."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from .corpus import Corpus
from .fonts import Family
from .invented import FORMS, TOPICS
from .page import Page, tokens

ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()


@dataclass
class Row:
    """A printed row. A cell that is merged with the one above is `None`."""

    kind: str
    cells: list[str | None]
    ordinal: str = ""
    sub: int = 0


@dataclass
class TableDesign:
    """What the pages of one table share."""

    columns: list[tuple[str, str, float]]
    size: float
    leading: float
    landscape: bool
    aligns: list[str]
    centred: bool
    repeat_header: bool
    numbers: bool
    rules: bool
    padding: float
    margins: tuple[float, float]

    @staticmethod
    def draw(rng: random.Random) -> "TableDesign":
        """A table design of an invented office."""
        columns = rng.choice(FORMS)
        aligns = []
        for role, _, _ in columns:
            if role == "task":
                aligns.append(rng.choice(("justify", "justify", "left")))
            elif role == "ordinal":
                aligns.append("center")
            else:
                aligns.append(rng.choice(("center", "center", "left", "justify")))
        return TableDesign(
            columns=columns,
            size=rng.choice((10.5, 11, 11.5, 12, 12, 13)),
            leading=rng.uniform(0.95, 1.12),
            landscape=rng.random() < 0.6,
            aligns=aligns,
            centred=rng.random() < 0.7,
            repeat_header=rng.random() < 0.7,
            numbers=rng.random() < 0.4,
            rules=rng.random() < 0.93,
            padding=rng.uniform(2.5, 5.5),
            margins=(rng.uniform(40, 60), rng.uniform(30, 50)),
        )


def rows(corpus: Corpus, rng: random.Random, design: TableDesign) -> Iterator[Row]:
    """Rows of an endless invented task table."""
    section = ordinal = 0
    sections = rng.random() < 0.7
    restart = rng.random() < 0.4
    agency = [corpus.agency() for _ in range(3)]
    support = [corpus.agency(True) for _ in range(3)]
    dotted = rng.random() < 0.25

    def cell(role: str) -> str:
        if role == "task":
            return corpus.task()
        if role == "lead":
            return rng.choice(agency) if rng.random() < 0.6 else corpus.agency()
        if role == "support":
            return "" if rng.random() < 0.08 else rng.choice(support) if rng.random() < 0.5 else corpus.agency(True)
        if role == "deadline":
            return corpus.deadline()
        if role == "product":
            return corpus.product()
        if role == "leader":
            return rng.choice(("Đ/c ", "")) + corpus.person()
        return corpus.heading()[:30].rsplit(" ", 1)[0] if rng.random() < 0.15 else ""

    while True:
        if sections and (ordinal == 0 or rng.random() < 0.2):
            if restart:
                ordinal = 0
            label = ROMAN[section % len(ROMAN)]
            section += 1
            yield Row("section", [label, corpus.heading() if rng.random() < 0.5 else rng.choice(TOPICS)], label)
        ordinal += 1
        mark = f"{ordinal}." if dotted else str(ordinal)
        yield Row("task", [mark if role == "ordinal" else cell(role) for role, _, _ in design.columns], mark)
        if rng.random() < 0.1:
            for sub in range(1, rng.choice((2, 2, 3))):
                cells = [
                    cell(role) if role in ("product", "deadline", "note") else None for role, _, _ in design.columns
                ]
                yield Row("task", cells, mark, sub)


class TablePage:
    """Sets rows on one page; keeps what was printed for the record."""

    def __init__(self, page: Page, design: TableDesign):
        self.page = page
        self.design = design
        self.left = page.px(design.margins[1])
        width = page.width - 2 * self.left
        total = sum(w for _, _, w in design.columns)
        self.edges = [self.left]
        for _, _, share in design.columns:
            self.edges.append(self.edges[-1] + width * share / total)
        self.y = page.px(design.margins[0])
        self.limit = page.height - page.px(design.margins[0])
        self.printed: list[Row] = []

    def place(self, group: list[Row]) -> bool:
        """Sets a task with its sub-rows (or a header, or a section); false if the page has no room."""
        page, design = self.page, self.design
        pad = page.px(design.padding)
        step = page.line_height(design.size) * design.leading
        bold = group[0].kind in ("header", "section")
        spans = self._columns(group[0])
        wrapped = []
        for row in group:
            wrapped.append(
                [
                    page.wrap(tokens(cell, "b" if bold else "r"), design.size, x1 - x0 - 2 * pad) if cell else []
                    for cell, (x0, x1) in zip(row.cells, spans)
                ]
            )
        heights = []
        spanning = {j for j, cell in enumerate(group[-1].cells) if cell is None}
        for i in range(len(group)):
            own = max((len(c) for j, c in enumerate(wrapped[i]) if j not in spanning), default=1)
            heights.append(max(own, 1) * step + 2 * pad)
        merged = max((len(wrapped[0][j]) for j in spanning), default=0)
        heights[-1] += max(0.0, merged * step + 2 * pad - sum(heights))
        if self.y + sum(heights) > self.limit and (self.printed or sum(heights) < self.limit):
            return False
        top = self.y
        for i, row in enumerate(group):
            for j, (x0, x1) in enumerate(spans):
                if row.cells[j] is None:
                    continue
                room = sum(heights) if j in spanning else heights[i]
                self._cell(wrapped[i][j], len(self.printed) + i, j, row, x0 + pad, x1 - x0 - 2 * pad, top, room, step)
                if design.rules:
                    page.draw.rectangle(
                        (round(x0), round(top), round(x1), round(top + room)),
                        outline=0,
                        width=max(1, round(page.px(0.5))),
                    )
            top += heights[i]
        self.printed += group
        self.y += sum(heights)
        return True

    def _columns(self, row: Row) -> list[tuple[float, float]]:
        spans = list(zip(self.edges, self.edges[1:]))
        return [spans[0], (self.edges[1], self.edges[-1])] if row.kind == "section" else spans

    def _cell(
        self,
        lines: list,
        row_no: int,
        column: int,
        row: Row,
        x: float,
        width: float,
        top: float,
        room: float,
        step: float,
    ) -> None:
        offset = (
            (room - len(lines) * step) / 2
            if self.design.centred or row.kind == "header"
            else self.page.px(self.design.padding)
        )
        align = (
            "center"
            if row.kind in ("header", "numbers") or (row.kind == "section" and column == 0)
            else self.design.aligns[column]
        )
        if row.kind == "section" and column == 1:
            align = "left"
        for i, line in enumerate(lines):
            kind = "left" if align == "justify" and i == len(lines) - 1 else align
            self.page.set_line(
                line, self.design.size, x, top + offset + i * step, width, kind, ("cell", row_no, column, i)
            )


def table_pages(
    corpus: Corpus, rng: random.Random, family: Family, dpi: int, count: int
) -> Iterator[tuple[Page, dict]]:
    """The first `count` pages of an invented task table, each with the true table printed on it."""
    design = TableDesign.draw(rng)
    source = rows(corpus, rng, design)
    pending: list[Row] = []
    header = Row("header", [name for _, name, _ in design.columns])
    numbers = Row("numbers", [str(i + 1) for i in range(len(design.columns))])
    sides = (842, 595) if design.landscape else (595, 842)
    for number in range(1, count + 1):
        page = Page(round(sides[0] * dpi / 72), round(sides[1] * dpi / 72), dpi, family, "table")
        setter = TablePage(page, design)
        if number == 1:
            _caption(setter, corpus, rng)
        if number == 1 or design.repeat_header:
            setter.place([header])
        if number == 1 and design.numbers:
            setter.place([numbers])
        while True:
            while len(pending) < 2 or pending[-1].sub:
                pending.append(next(source))
            group = [pending[0]]
            while pending[len(group)].sub:
                group.append(pending[len(group)])
                if len(group) == len(pending):
                    pending.append(next(source))
            if not setter.place(group):
                break
            del pending[: len(group)]
        yield (
            page,
            {
                "page_no": number,
                "columns": [{"role": role, "header": name} for role, name, _ in design.columns],
                "ruled": design.rules,
                "rows": [
                    {"kind": r.kind, "ordinal": r.ordinal, "sub": r.sub, "cells": r.cells} for r in setter.printed
                ],
            },
        )


def _caption(setter: TablePage, corpus: Corpus, rng: random.Random) -> None:
    page, size = setter.page, setter.design.size + 1
    width = setter.edges[-1] - setter.left
    office = f"UBND {rng.choice(('tỉnh', 'phường', 'xã'))} {corpus.place()}"
    text = [
        (rng.choice(("PHỤ LỤC", "Phụ lục I", "DANH MỤC NHIỆM VỤ", "PHỤ LỤC 2")), "b"),
        (corpus.heading().upper(), "b"),
        (
            f"(Kèm theo {corpus.number()} ngày {corpus.date()} của {office})",
            "i",
        ),
    ]
    line_no = 0
    for part, style in text:
        for line in page.wrap(tokens(part, style), size, width):
            page.set_line(line, size, setter.left, setter.y, width, "center", ("body", -4, line_no, 0))
            setter.y += page.line_height(size)
            line_no += 1
    setter.y += page.px(8)
