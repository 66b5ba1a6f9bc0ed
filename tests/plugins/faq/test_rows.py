"""Rows of features, laid out entry by entry."""

import numpy as np
import pytest

from plugins.faq.rows import EMPTY, Row, Rows


def row(*pairs: tuple[int, float]) -> Row:
    return np.array([number for number, _ in pairs], np.int64), np.array([weight for _, weight in pairs], np.float32)


FIRST, SECOND, THIRD = row((1, 0.6), (2, 0.8)), row((2, 1.0)), row((3, 1.0))
ROWS = Rows([FIRST, SECOND, EMPTY, THIRD], [(0, 2), (2, 4)])


def test_a_length_is_that_of_the_sum() -> None:
    assert ROWS.length(0, 1) == pytest.approx(1.0)
    assert ROWS.length(0, 2) == pytest.approx(np.hypot(0.6, 1.8))
    assert ROWS.length(1, 1) == 0.0


@pytest.mark.parametrize(("block", "without", "left"), [(0, 0, 1.0), (0, 1, 1.0), (1, 0, 1.0), (1, 1, 0.0)])
def test_a_row_is_taken_off_as_if_it_had_never_been_there(block: int, without: int, left: float) -> None:
    assert ROWS.length_without(block, 2, without, ROWS.length(block, 2)) == pytest.approx(left)


def test_a_row_that_stands_there_twice_stays_once() -> None:
    twice = Rows([FIRST, FIRST, SECOND], [(0, 3)])
    assert twice.length_without(0, 2, 1, twice.length(0, 2)) == pytest.approx(1.0)


def test_rows_of_nothing_resemble_nothing() -> None:
    assert ROWS.dots([1], np.ones((1, ROWS.features), np.float32)).tolist() == [[0.0, 1.0]]
