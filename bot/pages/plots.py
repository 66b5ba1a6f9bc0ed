"""Plots as SVG that stands inside a page: drawn without a browser, read without colour, the same bytes for the same figures.

Kinds of bars differ by pattern and are named in words; every plot has a title and a description, and a page puts its figures beside
it as a table. Colours are classes of the page's style sheet, so that they follow light and dark. The elements are those of svg.py,
which writes texts as they are: whatever goes into one is escaped here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import svg
from markupsafe import Markup, escape

WIDTH = 920
TOP, LEFT, RIGHT = 56, 44, 12  # around the bars of weeks: a legend above, numbers beside
TALL = 200  # of the bars
BELOW = 26  # for the names of weeks
ROW, NAMES, NUMBERS = 28, 130, 50  # of the bars of classes: each its row, names before and numbers behind
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # between lines of the scale
LINES = 5  # of the scale at most
PATTERNS = ("solid", "lines", "dots")  # of the kinds of bars, from the bottom up


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how high its parts are, what stands below it, and what above."""

    name: str
    parts: tuple[int, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """What a plot says: `id` is its own on a page, `about` tells those who cannot see it what it shows."""

    id: str
    title: str
    about: str


def stacked(plot: Plot, kinds: Sequence[str], bars: Sequence[Bar]) -> Markup:
    """Bars beside each other, in as many parts as there are kinds (at most three)."""
    most = max((sum(bar.parts) for bar in bars), default=0)
    step = next((step for step in STEPS if step * LINES >= most), STEPS[-1])
    top = max(step, -(-most // step) * step)
    elements = [_patterns(plot), *_legend(plot, kinds), *_scale(top, step)]
    wide = (WIDTH - LEFT - RIGHT) / max(1, len(bars))
    for index, bar in enumerate(bars):
        elements += _column(plot, bar, LEFT + wide * index, wide, TALL / top)
    return _whole(plot, TOP + TALL + BELOW, elements)


def rows(plot: Plot, bars: Sequence[Bar]) -> Markup:
    """Bars below each other, each with its number behind it."""
    most = max((sum(bar.parts) for bar in bars), default=0) or 1
    elements: list[svg.Element] = [_patterns(plot)]
    for index, bar in enumerate(bars):
        number, y = sum(bar.parts), ROW * index
        length = (WIDTH - NAMES - NUMBERS) * number / most
        elements.append(_text(bar.name, NAMES - 10, y + 19, "end"))
        elements.append(_rect(plot, PATTERNS[0], (NAMES, y + 5, length, ROW - 10)))
        elements.append(_text(str(number), NAMES + length + 8, y + 19, "start"))
    return _whole(plot, ROW * len(bars) + 4, elements)


def _column(plot: Plot, bar: Bar, left: float, wide: float, scale: float) -> Iterator[svg.Element]:
    y, middle = float(TOP + TALL), left + wide / 2
    thick = min(wide * 0.6, 48)
    for part, pattern in zip(bar.parts, PATTERNS, strict=False):
        high = part * scale
        y -= high
        if part:
            yield _rect(plot, pattern, (middle - thick / 2, y, thick, high))
    yield _text(bar.mark, middle, y - 6, "middle")
    yield _text(bar.name, middle, TOP + TALL + 18, "middle", soft=True)


def _scale(top: int, step: int) -> Iterator[svg.Element]:
    for number in range(0, top + 1, step):
        y = TOP + TALL - TALL * number / top
        yield svg.Line(x1=LEFT, x2=WIDTH - RIGHT, y1=_number(y), y2=_number(y), class_=["scale"])
        yield _text(str(number), LEFT - 8, y + 4, "end", soft=True)


def _legend(plot: Plot, kinds: Sequence[str]) -> Iterator[svg.Element]:
    x = float(LEFT)
    for kind, pattern in zip(kinds, PATTERNS, strict=False):
        yield _rect(plot, pattern, (x, 6, 18, 14))
        yield _text(kind, x + 26, 18, "start")
        x += 44 + 8 * len(kind)  # about as wide as its letters


def _patterns(plot: Plot) -> svg.Element:
    """How parts differ without colour: full, in slanted lines, in dots. Their names are the plot's own: a page may hold several."""
    lines = svg.Pattern(
        id=f"{plot.id}-lines",
        patternUnits="userSpaceOnUse",
        width=7,
        height=7,
        patternTransform=[svg.Rotate(45)],
        elements=[svg.Rect(width=7, height=7, class_=["paper"]), svg.Rect(width=3, height=7, class_=["ink-lines"])],
    )
    dots = svg.Pattern(
        id=f"{plot.id}-dots",
        patternUnits="userSpaceOnUse",
        width=7,
        height=7,
        elements=[svg.Rect(width=7, height=7, class_=["paper"]), svg.Circle(cx=3.5, cy=3.5, r=1.3, class_=["ink-dots"])],
    )
    return svg.Defs(elements=[lines, dots])


def _rect(plot: Plot, pattern: str, box: tuple[float, float, float, float]) -> svg.Element:
    x, y, width, height = map(_number, box)
    fill = None if pattern == PATTERNS[0] else f"url(#{plot.id}-{pattern})"
    return svg.Rect(x=x, y=y, width=width, height=height, fill=fill, class_=["bar", pattern])


def _text(words: str, x: float, y: float, anchor: str, soft: bool = False) -> svg.Element:
    extra = {"text-anchor": anchor}
    return svg.Text(text=str(escape(words)), x=_number(x), y=_number(y), extra=extra, class_=["soft"] if soft else None)


def _whole(plot: Plot, height: float, elements: Sequence[svg.Element]) -> Markup:
    told: list[svg.Element] = [
        svg.Title(text=str(escape(plot.title)), id=f"{plot.id}-title"),
        svg.Desc(text=str(escape(plot.about)), id=f"{plot.id}-about"),
    ]
    made = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, height),
        elements=[*told, *elements],
        extra={"role": "img", "aria-labelledby": f"{plot.id}-title {plot.id}-about"},
        class_=["plot"],
    )
    return Markup(made.as_str())  # noqa: S704  # every text in it was escaped


def _number(value: float) -> float:
    """Short, and the same on every machine."""
    return round(value, 1)
