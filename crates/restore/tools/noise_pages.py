#!/usr/bin/env python3
"""Simulated scans of Vietnamese administrative pages, read with the wrong language, aligned word by word.

The noise model of `vanthu restore` is learnt from pairs of what an OCR read and what was printed. This tool makes
such pairs: it sets pages from plain Vietnamese text (running text, letterheads, headings, lists, ruled task
tables), spoils them as scanners do, has `tesseract -l eng` read them, and aligns the readings by place and spelling.
See README.md beside this file for the files it writes and for how to learn from your own scans.

    noise_pages.py generate --text decisions.txt.xz:4 --text statutes.txt.xz:2 --pages 200 --out noise/ --seed 1
    noise_pages.py align    --read scan.txt --true typed.txt --out noise/      # your own pages, line by line
    noise_pages.py compare  --pairs noise/lines.tsv --reference my-lines.tsv   # is the simulation like your scans?
"""

import argparse
import json
import random
import sys
from pathlib import Path

from noisepages.align import LinePair, align_page, align_words
from noisepages.body import body_pages
from noisepages.corpus import Corpus
from noisepages.fonts import Family, FontMissing
from noisepages.ocr import read_page
from noisepages.page import Page
from noisepages.scan import Scan
from noisepages.statistics import Coverage, Likeness, compare
from noisepages.tables import table_pages


class Writer:
    """Appends to `words.tsv`, `lost.tsv`, `lines.tsv` and `tables.jsonl`, page by page."""

    def __init__(self, folder: Path, gold_form: bool):
        folder.mkdir(parents=True, exist_ok=True)
        self.words, self.lost, self.lines, self.tables = (
            open(folder / name, "a", encoding="utf-8")
            for name in ("words.tsv", "lost.tsv", "lines.tsv", "tables.jsonl")
        )
        self.gold_form = gold_form
        self.line_no = 0

    def page(self, name: str, page: Page, how: str, pairs: list[LinePair], text: list[str], table: dict | None) -> None:
        """Writes one page."""
        for line in pairs:
            for pair in line.pairs:
                file = self.words if pair.read and pair.true else self.lost
                print(pair.read, pair.true, 1, pair.style, page.dpi, name, sep="\t", file=file)
        if table is None:
            for line in pairs:
                if line.true:
                    tail = [] if self.gold_form else [page.dpi, how, page.family.name, name]
                    print(self.line_no + line.number, line.read, line.true, *tail, sep="\t", file=self.lines)
            self.line_no += len(text) + 1
        else:
            record = {
                "page": name,
                "dpi": page.dpi,
                "scan": how,
                "font": page.family.name,
                "text": text,
                "table": table,
            }
            record["pieces"] = [{"line": line.number, **piece} for line in pairs for piece in line.pieces]
            print(json.dumps(record, ensure_ascii=False), file=self.tables)
        for handle in (self.words, self.lost, self.lines, self.tables):
            handle.flush()


def documents(args: argparse.Namespace, corpus: Corpus, families: list[Family]):
    """Yields `(name, page, scan, models, table or None)` for document after document; each has a seed of its own."""
    number = args.first
    models, weights = zip(*(weighted(m) for m in args.tessdata or [""]))
    while True:
        rng = random.Random(f"{args.seed}/{number}")
        corpus.rng = rng
        scan = Scan.draw(rng)
        if args.dpi:
            scan.dpi = args.dpi
        family = rng.choice(families)
        model = rng.choices(models, weights)[0]
        name = f"{args.seed}-{number}"
        count = rng.randint(1, 4)
        if rng.random() < args.tables:
            pages = table_pages(corpus, rng, family, scan.dpi * scan.over, count)
        else:
            pages = ((page, None) for page in body_pages(corpus, rng, family, scan.dpi * scan.over, count))
        for i, (page, table) in enumerate(pages, 1):
            page.shrink(scan.over)
            yield f"{name}.{i}", page, scan, model, table
        number += 1


def weighted(argument: str) -> tuple[str, float]:
    """`path:weight` or `path` alone, of weight 1."""
    path, _, weight = argument.partition(":")
    return path, float(weight or 1)


def generate(args: argparse.Namespace) -> None:
    """The command `generate`."""
    families = [Family.load(name) for name in args.fonts.split(",")]
    sources = [(Path(path), weight) for path, weight in map(weighted, args.text)]
    corpus = Corpus(sources, args.held_out, random.Random(f"{args.seed}/corpus"))
    writer = Writer(args.out, args.gold_form)
    for done, (name, page, scan, model, table) in enumerate(documents(args, corpus, families)):
        if done == args.pages:
            break
        picture, turn = scan.apply(page.image, args.seed * 100_003 + done)
        if args.keep_pictures:
            picture.save(args.out / f"{name}.png")
        lines, text = read_page(picture, page.dpi, turn, args.language, model)
        how = f"{scan.mode}/{Path(model).name or 'system'}"
        writer.page(name, page, how, align_page(lines, page.fragments), text, table)
        print(f"{done + 1}\t{name}\t{page.kind}\t{how}\t{page.dpi}", file=sys.stderr, flush=True)


def align(args: argparse.Namespace) -> None:
    """The command `align`: the user's own lines, read and typed, into word pairs."""
    read = args.read.read_text(encoding="utf-8").split("\n")
    true = args.true.read_text(encoding="utf-8").split("\n")
    if len(read) != len(true):
        sys.exit(f"{args.read} has {len(read)} lines, {args.true} has {len(true)}: they must match line by line")
    args.out.mkdir(parents=True, exist_ok=True)
    with (
        open(args.out / "words.tsv", "a", encoding="utf-8") as words,
        open(args.out / "lines.tsv", "a", encoding="utf-8") as lines,
    ):
        for number, (a, b) in enumerate(zip(read, true), 1):
            r, t = a.split(), b.split()
            if r and t:
                print(number, a, b, sep="\t", file=lines)
                for i, j, k, m in align_words(r, t):
                    if i < j and k < m:
                        print(" ".join(r[i:j]), " ".join(t[k:m]), 1, sep="\t", file=words)


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """`(read, true)` of a file in the form of `lines.tsv`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    return [(row[1], row[2]) for row in rows if len(row) > 2]


def read_words(path: Path) -> list[tuple[str, str]]:
    """`(read, true)` of a file in the form of `words.tsv`."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    return [(row[0], row[1]) for row in rows if len(row) > 1]


def compare_files(args: argparse.Namespace) -> None:
    """The command `compare`."""
    sides = []
    for path in (args.pairs, args.reference):
        side = Likeness()
        for read, true in read_pairs(path)[: args.limit]:
            side.add(read, true)
        sides.append(side)
    print(compare(*sides))
    if args.words:
        coverage = Coverage(read_words(args.words))
        for read, true in read_pairs(args.reference):
            coverage.add(read, true)
        print(coverage)


def main() -> None:
    """Parses the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    g = commands.add_parser("generate", help="make pages, read them, write aligned pairs")
    g.add_argument(
        "--text",
        action="append",
        required=True,
        metavar="FILE[:WEIGHT]",
        help="Vietnamese text, a paragraph a line, plain or .xz; repeat",
    )
    g.add_argument("--out", type=Path, required=True, help="folder to append words.tsv, lines.tsv, tables.jsonl to")
    g.add_argument("--pages", type=int, default=100)
    g.add_argument("--seed", type=int, default=1)
    g.add_argument("--first", type=int, default=1, help="number of the first document, to continue a run")
    g.add_argument("--tables", type=float, default=0.12, help="share of documents that are task tables")
    g.add_argument("--fonts", default="tinos,termes", help="families, comma-separated (see noisepages/fonts.py)")
    g.add_argument("--dpi", type=int, help="one resolution instead of a mixture of 150 to 300")
    g.add_argument("--language", default="eng", help="tesseract's language")
    g.add_argument(
        "--tessdata",
        action="append",
        metavar="DIR[:WEIGHT]",
        help="folder of tesseract's models, drawn by document; repeat; default: the system's",
    )
    g.add_argument("--held-out", action="store_true", help="print the held-out lines of the text instead of the others")
    g.add_argument("--gold-form", action="store_true", help="lines.tsv with three columns only: number, read, true")
    g.add_argument("--keep-pictures", action="store_true")
    g.set_defaults(run=generate)
    a = commands.add_parser("align", help="word pairs from your own lines")
    a.add_argument("--read", type=Path, required=True, help="the OCR's text")
    a.add_argument("--true", type=Path, required=True, help="the typed text, line for line the same")
    a.add_argument("--out", type=Path, required=True)
    a.set_defaults(run=align)
    c = commands.add_parser("compare", help="compare the noise of two sets of line pairs")
    c.add_argument("--pairs", type=Path, required=True)
    c.add_argument("--reference", type=Path, required=True)
    c.add_argument("--words", type=Path, help="words.tsv whose coverage of the reference is reported")
    c.add_argument("--limit", type=int, default=5000, help="lines of each side to look at")
    c.set_defaults(run=compare_files)
    args = parser.parse_args()
    try:
        args.run(args)
    except FontMissing as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
