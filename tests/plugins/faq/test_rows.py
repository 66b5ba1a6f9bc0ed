"""Rows of features, laid out flat."""

import numpy as np
import pytest

from plugins.faq.rows import EMPTY, Row, Rows, holder, length


def row(*pairs: tuple[int, float]) -> Row:
    return np.array([number for number, _ in pairs], np.int64), np.array([weight for _, weight in pairs], np.float32)


FIRST, SECOND, THIRD = row((1, 0.6), (2, 0.8)), row((2, 1.0)), row((3, 1.0))
ROWS = Rows([FIRST, SECOND, EMPTY, THIRD])
ONES = np.ones(ROWS.features, np.float32)


def test_a_row_is_what_was_put_there() -> None:
    numbers, weights = ROWS.row(0)
    assert (numbers.tolist(), weights.tolist()) == ([1, 2], pytest.approx([0.6, 0.8]))


def test_dots_come_in_the_order_of_the_spans() -> None:
    assert ROWS.dots([(0, 2)], ONES).tolist() == pytest.approx([1.4, 1.0])
    assert ROWS.dots([(3, 4), (0, 2)], ONES).tolist() == pytest.approx([1.0, 1.4, 1.0])


def test_rows_of_nothing_resemble_nothing() -> None:
    assert ROWS.dots([(2, 4)], ONES).tolist() == [0.0, 1.0]
    assert Rows([row()]).dots([(0, 1)], ONES).tolist() == [0.0]


@pytest.mark.parametrize(("span", "long"), [((0, 1), 1.0), ((0, 2), np.hypot(0.6, 1.8)), ((2, 3), 0.0), ((2, 4), 1.0)])
def test_a_sum_holds_each_feature_once(span: tuple[int, int], long: float) -> None:
    numbers, weights = ROWS.sum(span)
    assert len(set(numbers.tolist())) == len(numbers) == len(weights)
    assert length((numbers, weights)) == pytest.approx(long)


def test_a_row_is_in_one_span_or_in_none() -> None:
    assert [holder([(0, 2), (3, 5)], number) for number in range(6)] == [0, 0, None, 1, 1, None]
