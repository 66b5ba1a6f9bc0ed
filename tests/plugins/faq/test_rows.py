"""Rows of features, laid out flat."""

import numpy as np
import pytest

from plugins.faq.rows import EMPTY, LeftOut, Row, Rows, length, rest


def row(*pairs: tuple[int, float]) -> Row:
    return np.array([number for number, _ in pairs], np.int64), np.array([weight for _, weight in pairs], np.float32)


FIRST, SECOND, THIRD = row((1, 0.6), (2, 0.8)), row((2, 1.0)), row((3, 1.0))
ROWS = Rows([FIRST, SECOND, EMPTY, THIRD])
ALL = row((1, 1.0), (2, 1.0), (3, 1.0))


def test_a_row_is_what_was_put_there() -> None:
    numbers, weights = ROWS.row(0)
    assert (numbers.tolist(), weights.tolist()) == ([1, 2], pytest.approx([0.6, 0.8]))


def test_dots_come_in_the_order_of_the_spans() -> None:
    assert ROWS.dots(*ALL, [(0, 2)]).tolist() == pytest.approx([1.4, 1.0])
    assert ROWS.dots(*ALL, [(3, 4), (0, 2)]).tolist() == pytest.approx([1.0, 1.4, 1.0])


def test_rows_of_nothing_resemble_nothing() -> None:
    assert ROWS.dots(*ALL, [(2, 4)]).tolist() == [0.0, 1.0]
    assert Rows([row()]).dots(*row(), [(0, 1)]).tolist() == [0.0]


@pytest.mark.parametrize(("span", "long"), [((0, 1), 1.0), ((0, 2), np.hypot(0.6, 1.8)), ((2, 3), 0.0), ((2, 4), 1.0)])
def test_a_sum_holds_each_feature_once(span: tuple[int, int], long: float) -> None:
    numbers, weights = ROWS.sum(span)
    assert len(set(numbers.tolist())) == len(numbers) == len(weights)
    assert length((numbers, weights)) == pytest.approx(long)


def test_a_look_up_leaves_nothing_behind() -> None:
    alone = ROWS.dots(*row((1, 1.0)), [(0, 2)]).tolist()
    ROWS.dots(*ALL, [(0, 4)])
    ROWS.sums(*ALL)
    assert ROWS.dots(*row((1, 1.0)), [(0, 2)]).tolist() == alone == pytest.approx([0.6, 0.0])


def test_features_that_are_named_twice_are_summed() -> None:
    assert ROWS.sums(*row((2, 0.5), (3, 1.0), (2, 0.25))).tolist() == [0.75, 1.0, 0.75]


def test_a_look_up_that_breaks_off_leaves_nothing_behind() -> None:
    with pytest.raises(IndexError):
        ROWS.dots(*ALL, [(0, 99)])
    with pytest.raises(ValueError, match="broadcast"):
        ROWS.sums(ALL[0], np.ones(2, np.float32))
    assert ROWS.dots(*row((1, 1.0)), [(0, 2)]).tolist() == pytest.approx([0.6, 0.0])


@pytest.mark.parametrize(
    ("row", "others"), [(2, [(3, 5)]), (3, [(2, 3), (4, 5)]), (4, [(2, 4)]), (1, [(2, 5)]), (5, [(2, 5)]), (None, [(2, 5)])]
)
def test_without_a_row_the_others_are_left(row: int | None, others: list[tuple[int, int]]) -> None:
    assert rest((2, 5), None if row is None else LeftOut(0, row)) == others


def test_without_its_only_row_nothing_is_left() -> None:
    assert rest((2, 3), LeftOut(0, 2)) == []
