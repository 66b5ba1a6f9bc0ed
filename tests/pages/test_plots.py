"""Plots as SVG: the same bytes for the same figures, readable without seeing and without colour."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pages.plots import Bar, Plot, rows, stacked

PLOT = Plot("weekly", "Questions", "Two weeks.")
BARS = (Bar("2 Nov", (3, 2, 1), "83 %"), Bar("9 Nov", (5, 0, 2), "75 %"))
KINDS = ("by people", "by entries", "by nobody")
NAMES = {"s": "http://www.w3.org/2000/svg"}


def shape(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314  # our own


def test_it_is_a_picture_with_a_title_and_a_description() -> None:
    drawn = shape(stacked(PLOT, KINDS, BARS))
    named = [drawn.find(f"s:{tag}", NAMES) for tag in ("title", "desc")]
    assert [one.text for one in named if one is not None] == ["Questions", "Two weeks."]
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == " ".join(one.get("id", "") for one in named if one is not None)


def test_parts_differ_by_pattern_and_each_is_named() -> None:
    drawn = stacked(PLOT, KINDS, BARS)
    assert [drawn.count(f'class="bar {pattern}"') for pattern in ("solid", "lines", "dots")] == [3, 2, 3]
    words = [one.text for one in shape(drawn).iterfind("s:text", NAMES)]
    assert {*KINDS, "2 Nov", "9 Nov", "83 %", "75 %"} <= set(words)


def test_a_part_is_as_high_as_its_number() -> None:
    drawn = shape(stacked(PLOT, ("a",), (Bar("one", (2,)), Bar("two", (4,)))))
    _, one, two = (float(bar.get("height", "")) for bar in drawn.iterfind("s:rect", NAMES))
    assert two == pytest.approx(2 * one, abs=0.2)


def test_the_scale_ends_above_the_highest_bar_in_round_steps() -> None:
    drawn = shape(stacked(PLOT, ("a",), (Bar("one", (23,)),)))
    scale = [one.text for one in drawn.iterfind("s:text", NAMES) if (one.text or "").isdigit()]
    assert scale == ["0", "5", "10", "15", "20", "25"]


def test_rows_have_their_numbers_behind_them() -> None:
    words = [one.text for one in shape(rows(PLOT, (Bar("up to 2 min", (3,)), Bar("over 2 d", (0,))))).iterfind("s:text", NAMES)]
    assert words == ["up to 2 min", "3", "over 2 d", "0"]


def test_without_figures_there_is_an_empty_plot() -> None:
    assert shape(stacked(PLOT, KINDS, ())) is not None
    assert shape(rows(PLOT, ())) is not None


def test_a_page_may_hold_several_of_them() -> None:
    ids = re.findall(r' id="([^"]+)"', stacked(PLOT, KINDS, BARS) + rows(Plot("waits", "Time", ""), BARS))
    assert len(ids) == len(set(ids))


@given(st.text(), st.lists(st.integers(0, 10**6), max_size=3))
def test_no_text_becomes_markup_and_the_same_figures_are_the_same_bytes(text: str, parts: list[int]) -> None:
    name = f"<script>{text}</script>"
    drawn = [stacked(Plot("p", name, name), (name,), (Bar(name, tuple(parts), name),)) for _ in range(2)]
    assert "<script>" not in drawn[0]
    assert drawn[0] == drawn[1]
