"""The fit of how sure an answer is, on texts of two kinds."""

import math

import numpy as np
import pytest

from plugins.faq.weighing import Weighed, Weighing
from tests.quality.fit_score import NOTHING, Texts, answered, fitted, kin, told

RIGHT = Texts("right", np.array([[4.0 + n / 10, 1.0, 0.5] for n in range(20)]))
WRONG = Texts("wrong", np.array([[1.0 + n / 10, 1.0, 0.5] for n in range(20)]))
TALK = Texts("chatter", np.array([[2.0 + n / 100, 0.0, 0.5] for n in range(100)]))
ONE = (RIGHT, WRONG, TALK)


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    units, _, rarity, _ = fitted([ONE])
    assert units > 0
    assert abs(rarity) < units  # the same of all, so it tells nothing


def test_a_share_is_told_where_so_many_others_are_answered() -> None:
    by_units = np.array([1.0, 0.0, 0.0, 0.0])
    assert answered(by_units, ONE, "chatter", 0.01) == pytest.approx(20 / 40)
    assert answered(-by_units, ONE, "chatter", 0.01) == 0.0
    assert math.isnan(answered(by_units, ONE, "near", 0.05))


def test_the_signs_are_those_of_the_entry_that_comes_first() -> None:
    found = Weighing([Weighed(3, 9.0, 0, 1.0, "no"), Weighed(5, 2.0, 0, 1.5)], 0.4)
    assert told(found) == (5, (2.0, math.log1p(1.5), 0.4))
    assert told(Weighing([], 0.4)) == NOTHING


def test_corpora_of_one_origin_are_kin() -> None:
    assert kin("factoids-history") == kin("factoids") != kin("clinc150")
