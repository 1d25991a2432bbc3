"""Write a picture as SVG by hand: a few shapes and words, readable on light and on dark paper, the same bytes each time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]

# each with its colour on light and on dark paper; the first is ours
SERIES = (
    ("#2355c4", "#8fb0ff"),
    ("#b4530a", "#f0a35e"),
    ("#00806f", "#4fc9b5"),
    ("#6c52a8", "#b9a3ee"),
    ("#860737", "#f07fa5"),
    ("#6e6960", "#b5afa5"),
)
CHARACTER, WIDE_CHARACTER = 0.56, 1.0  # widths, of the size of the letters
STYLE = "\n".join((
    "text{font-family:system-ui,'Noto Sans','Noto Sans CJK SC',sans-serif;fill:#211f1c}",
    ".faint{fill:#6e6960}.grid{stroke:#e5e2dc;fill:none}.axis{stroke:#8d877d;fill:none}.paper{fill:#fff}.water{stroke:#cfdfe8;fill:none}",
    *(f".s{k}{{fill:{light}}}.l{k}{{stroke:{light};fill:none}}" for k, (light, _) in enumerate(SERIES)),
    "@media (prefers-color-scheme:dark){",
    "text{fill:#eceae6}.faint{fill:#a8a299}.grid{stroke:#3a3733}.axis{stroke:#8d877d}.paper{fill:#1b1a18}.water{stroke:#24404f;fill:none}",
    *(f".s{k}{{fill:{dark}}}.l{k}{{stroke:{dark};fill:none}}" for k, (_, dark) in enumerate(SERIES)),
    "}",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """Where a word stands, as wide as its letters are at most."""

    left: float
    top: float
    right: float
    bottom: float
    words: str

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(slots=True)
class Svg:
    width: float
    height: float
    title: str
    marks: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def text(self, at: Point, words: str, *, size: float = 12, anchor: str = "start", kind: str = "") -> None:
        x, y = at
        wide = size * sum(WIDE_CHARACTER if ord(one) > 0x2E7F else CHARACTER for one in words)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        self.boxes.append(Box(left, y - 0.8 * size, left + wide, y + 0.25 * size, words))
        self._mark("text", escape(words), x=x, y=y, font_size=size, text_anchor=anchor, **_kind(kind))

    def line(self, points: Iterable[Point], *, kind: str, width: float = 1, dashed: bool = False) -> None:
        path = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        dash = {"stroke_dasharray": "4 4"} if dashed else {}
        self._mark(
            "polyline", points=path, stroke_width=width, stroke_linejoin="round", **_kind(kind), **dash
        )

    def rect(self, at: Point, width: float, height: float, *, kind: str, words: str = "") -> None:
        """`words` are shown to who points at it."""
        inside = f"<title>{escape(words)}</title>" if words else ""
        self._mark("rect", inside, x=at[0], y=at[1], width=max(0.0, width), height=height, **_kind(kind))

    def dot(self, at: Point, radius: float, *, kind: str, words: str = "", colour: str = "") -> None:
        inside = f"<title>{escape(words)}</title>" if words else ""
        given = {"style": f"fill:{colour}"} if colour else {}
        self._mark("circle", inside, cx=at[0], cy=at[1], r=radius, **_kind(kind), **given)

    def path(self, points: Sequence[Point], *, colour: str, width: float) -> None:
        """A line in a colour of its own that both papers bear."""
        path = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self._mark("path", d=path, stroke_width=width, style=f"stroke:{colour};fill:none", opacity=0.85)

    def overlaps(self) -> list[tuple[str, str]]:
        """Words that stand on each other, or leave the paper (told as meeting its edge)."""
        met = [(one.words, other.words) for one, other in combinations(self.boxes, 2) if one.meets(other)]
        out = [
            (box.words, "edge")
            for box in self.boxes
            if box.left < 0 or box.top < 0 or box.right > self.width or box.bottom > self.height
        ]
        return met + out

    def write(self) -> str:
        size = f'width="{_number(self.width)}" height="{_number(self.height)}"'
        box = f'viewBox="0 0 {_number(self.width)} {_number(self.height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img">'
        paper = '<rect class="paper" width="100%" height="100%"/>'
        body = [f"<title>{escape(self.title)}</title>", f"<style>{STYLE}</style>", paper, *self.marks]
        return "\n".join([head, *body, "</svg>"]) + "\n"

    def save(self, path: Path) -> None:
        path.write_text(self.write(), encoding="utf-8")

    def _mark(self, name: str, inside: str = "", /, **given: float | str) -> None:
        shown = " ".join(
            f"{key.replace('_', '-')}={quoteattr(value if isinstance(value, str) else _number(value))}"
            for key, value in given.items()
        )
        self.marks.append(f"<{name} {shown}>{inside}</{name}>" if inside else f"<{name} {shown}/>")


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """The same places in the same order, moved apart until there is a gap between neighbours."""
    placed: dict[int, float] = {}
    last = float("-inf")
    for k in sorted(range(len(wanted)), key=lambda k: (wanted[k], k)):
        last = placed[k] = max(wanted[k], last + gap)
    return [placed[k] for k in range(len(wanted))]


def _kind(kind: str) -> dict[str, str]:
    return {"class": kind} if kind else {}


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
