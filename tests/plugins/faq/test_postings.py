"""Which entries hold a feature."""

import numpy as np
import pytest

from plugins.faq.postings import MOST, Postings
from plugins.faq.rows import EMPTY
from tests.plugins.faq.test_rows import row

INDEX = Postings([row((1, 0.5), (3, 2.0)), row((3, 1.0)), EMPTY], 5)


def totals(*pairs: tuple[int, float]) -> list[float]:
    return [float(x) for x in INDEX.totals(*row(*pairs))]


def test_each_entry_has_what_its_features_are_worth() -> None:
    assert totals((1, 2.0), (3, 1.0)) == [3.0, 1.0, 0.0]


def test_a_feature_that_is_named_twice_counts_twice() -> None:
    assert totals((3, 1.0), (3, 0.5)) == totals((3, 1.5)) == [3.0, 1.5, 0.0]


def test_what_no_entry_holds_is_worth_nothing() -> None:
    assert totals((2, 1.0), (4, 1.0)) == totals() == [0.0, 0.0, 0.0]


def test_of_too_many_postings_the_rarest_features_are_read() -> None:
    common, rare = (1, 1.0), (2, 5.0)
    many = Postings([row(common, rare), *(row(common) for _ in range(MOST))], 3)
    assert many.totals(*row(common, rare))[:2].tolist() == pytest.approx([25.0, 0.0])
    assert many.totals(*row(common))[:2].tolist() == pytest.approx([1.0, 1.0])  # with nothing rarer they are all there is


def test_what_no_entry_holds_takes_no_place() -> None:
    many = Postings([row((1, 1.0)) for _ in range(MOST + 1)], 3)
    assert many.totals(*row((1, 1.0), (2, 9.0)))[0] == 1.0


def test_a_bounded_look_up_is_a_whole_one_where_everything_is_read() -> None:
    rng = np.random.default_rng(0)
    table = rng.random((20, 50)).astype(np.float32) * (rng.random((20, 50)) < 0.2)
    index = Postings([(np.flatnonzero(line), line[np.flatnonzero(line)]) for line in table], 50)
    side = rng.random(50).astype(np.float32)
    assert np.allclose(index.totals(np.arange(50), side), table @ side, atol=1e-5)
