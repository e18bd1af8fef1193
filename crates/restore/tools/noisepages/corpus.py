"""The text that is printed on the simulated pages: filtered paragraphs, citations, task-table cells."""

import lzma
import random
import re
from collections import Counter
from pathlib import Path

from .invented import DOC_KINDS, GIVEN, OWN_AGENCIES, PLACES, PRODUCTS, SHORT_FORMS, SURNAMES, TOPICS
from .letters import PRINTABLE, syllables, tidy

#: Every so-manieth line of a source, from the first, is held out; the language model's training leaves out the same.
HELD_EVERY = 200
#: Marks of mark-up and code, which no paper bears.
MARKUP = frozenset("*_<>=@")

_BULLET = re.compile(r"^(?:[-+*•]|\(?[0-9]{1,2}[.)]|[a-zđ]\)|[IVX]+\.)\s*")
_TASK = re.compile(
    r"(?:^|[;.:] |, )((?:Xây dựng|Ban hành|Triển khai|Tổ chức|Rà soát|Kiểm tra|Tham mưu|Hoàn thiện|Thực hiện"
    r"|Nghiên cứu|Cập nhật|Hướng dẫn|Phối hợp|Tăng cường|Đẩy mạnh|Báo cáo|Theo dõi|Đánh giá|Công bố|Lập|Bố trí"
    r"|Tuyên truyền|Sửa đổi|Đôn đốc|Tổng hợp|Đề xuất|Thẩm định|Bảo đảm|Nâng cao|Đào tạo|Quản lý|Phát triển)"
    r" [^.;:()\"]{25,230})(?=[.;]|$)",
    re.I,
)
_AGENCY = re.compile(
    r"\b((?:Sở|Phòng|Ban|Vụ|Cục|Tổng cục|Chi cục|Văn phòng|Bộ|Trung tâm|Thanh tra|Viện|Hội|Liên đoàn|Ủy ban"
    r"|Ngân hàng|Bảo hiểm|Công an|Kho bạc|Tòa án|Trường|Học viện)"
    r"(?: (?:và |- )?[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [a-zà-ỹđ]{2,6}(?= (?:và|-)|[,.;)]))?){1,5})"
)


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, plain or xz-compressed."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        return handle.read().split("\n")


def usable(line: str) -> bool:
    """Whether a source line is running Vietnamese that the fonts can print."""
    if not 25 <= len(line) <= 900 or any(c not in PRINTABLE or c in MARKUP for c in line):
        return False
    words = line.split()
    letters = sum(c.isalpha() for c in line)
    marked = sum(c.isalpha() and not c.isascii() for c in line)
    return (
        letters > 0.6 * len(line)
        and 0.12 * letters < marked < 0.5 * letters
        and max(map(len, words)) < 24
        and '":' not in line
    )


def is_held_out(index: int) -> bool:
    """Whether source line `index` (from 0) is held out."""
    return index % HELD_EVERY == 0


class Corpus:
    """Paragraphs of several registers, drawn at random with a preference for syllables that were drawn seldom."""

    def __init__(self, sources: list[tuple[Path, float]], held_out: bool, rng: random.Random):
        self.rng = rng
        self.weights = [weight for _, weight in sources]
        self.registers: list[list[str]] = []
        self.drawn: Counter[str] = Counter()
        tasks: list[str] = []
        agencies: Counter[str] = Counter()
        for path, _ in sources:
            lines = [tidy(line) for i, line in enumerate(read_lines(path)) if is_held_out(i) == held_out]
            lines = [line for line in lines if usable(line)]
            if not lines:
                raise ValueError(f"{path} holds no usable line")
            self.registers.append(lines)
            for line in rng.sample(lines, min(len(lines), 12000)):
                tasks += [task[0].upper() + task[1:] for task in _TASK.findall(line)]
                agencies.update(_AGENCY.findall(line))
        self.tasks = sorted(set(tasks))
        self.agencies = OWN_AGENCIES + sorted(a for a, n in agencies.items() if n >= 3 and len(a) < 60)

    def paragraph(self) -> str:
        """A paragraph without its list mark; of a few candidates the one with the rarest syllables so far."""
        register = self.rng.choices(self.registers, self.weights)[0]
        candidates = [self.rng.choice(register) for _ in range(self.rng.choice((1, 3)))]
        best = max(candidates, key=self._novelty)
        self.drawn.update(syllables(best))
        return _BULLET.sub("", self._shorten(best))

    def _shorten(self, text: str) -> str:
        """Replaces some of the long forms by today's short ones."""
        for long, short in SHORT_FORMS.items():
            if self.rng.random() < 0.6:
                text = text.replace(long, short)
        return text

    def _novelty(self, text: str) -> float:
        found = syllables(text)
        return sum(1 / (1 + self.drawn[s]) for s in found) / (len(found) or 1)

    def number(self) -> str:
        """An invented document number with its symbol, as printed after the document's kind."""
        kind = self.rng.choice(list(DOC_KINDS))
        return f"{kind} số {self._figure(kind)}"

    def _figure(self, kind: str) -> str:
        rng = self.rng
        symbol = rng.choice(DOC_KINDS[kind])
        figure = str(rng.randint(1, 9999 if rng.random() < 0.3 else 400)).zfill(2)
        year = (
            f"{rng.randint(2003, 2026)}/" if symbol in ("NĐ-CP", "QH13", "QH14", "QH15") or rng.random() < 0.3 else ""
        )
        sign = "-" if "/" in symbol else "/"
        return f"{figure}/{year}{symbol}" if year else f"{figure}{sign}{symbol}"

    def date(self) -> str:
        """A date as `12/3/2025` or in words."""
        rng = self.rng
        d, m, y = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2005, 2026)
        forms = (f"{d}/{m}/{y}", f"{d:02}/{m:02}/{y}", f"{d:02} tháng {m:02} năm {y}")
        return rng.choice(forms)

    def legal_base(self) -> str:
        """`Căn cứ …;` with an invented number and a subject of the corpus."""
        subject = " ".join(self.paragraph().split()[: self.rng.randint(8, 24)]).rstrip(",.;:")
        issuer = self.rng.choice(
            ["Chính phủ", "Quốc hội", "Bộ Nội vụ", f"UBND tỉnh {self.place()}", "Thủ tướng Chính phủ"]
        )
        return f"Căn cứ {self.number()} ngày {self.date()} của {issuer} về việc {subject[:1].lower()}{subject[1:]};"

    def place(self) -> str:
        """The name of a place."""
        return self.rng.choice(PLACES)

    def person(self) -> str:
        """An invented person's name."""
        return " ".join([self.rng.choice(SURNAMES)] + self.rng.sample(GIVEN, self.rng.choice((1, 2, 2, 2, 3))))

    def heading(self) -> str:
        """A short heading."""
        if self.rng.random() < 0.25:
            return self.rng.choice(TOPICS)
        words = self.paragraph().split()[: self.rng.randint(4, 13)]
        return " ".join(words).rstrip(",.;:")

    def task(self) -> str:
        """What a task row asks for."""
        text = self._shorten(self.rng.choice(self.tasks))
        if self.rng.random() < 0.15:
            text += f" theo {self.number()} ngày {self.date()}"
        return text + self.rng.choice(("", "", "."))

    def agency(self, several: bool = False) -> str:
        """One agency, or a list of up to three."""
        names = [self.rng.choice(self.agencies if self.rng.random() < 0.5 else OWN_AGENCIES)]
        while several and len(names) < 3 and self.rng.random() < 0.5:
            names.append(self.rng.choice(OWN_AGENCIES))
        return self.rng.choice((", ", "; ")).join(names)

    def product(self) -> str:
        """What a task yields."""
        return self.rng.choice(PRODUCTS)

    def deadline(self) -> str:
        """When a task is due."""
        rng = self.rng
        m, y = rng.randint(1, 12), rng.randint(2010, 2026)
        return rng.choice(
            [
                f"Trước ngày {rng.randint(1, 28)}/{m}/{y}",
                f"Tháng {m}/{y}",
                f"Tháng {m:02}/{y}",
                f"Quý {rng.choice(['I', 'II', 'III', 'IV'])}/{y}",
                f"Năm {y}",
                "Thường xuyên",
                "Hằng năm",
                "Định kỳ hằng quý",
                f"Theo hướng dẫn của {rng.choice(['Bộ Nội vụ', 'Thành phố', 'UBND tỉnh', 'cấp trên'])}",
                "Theo kế hoạch",
                f"Trong quý {rng.choice(['I', 'II', 'III', 'IV'])} năm {y}",
                f"{y}-{y + rng.randint(1, 5)}",
                "Sau khi có văn bản chỉ đạo",
                f"Hoàn thành trước {rng.randint(1, 28):02}/{m:02}/{y}",
                "6 tháng, năm",
            ]
        )
