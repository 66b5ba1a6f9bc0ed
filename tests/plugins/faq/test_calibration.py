"""What is gathered when the matcher is built."""

import pytest

from plugins.faq.calibration import gather, learn_scale, spread, winner
from plugins.faq.views import USUAL, Texts, Views
from plugins.faq.weighing import Weighed
from plugins.faq.words import fold
from tests.entries import CHATTER, ENTRIES

TEXTS = tuple(Texts(tuple(map(fold, (e.question, *e.phrasings))), fold(e.answer), tuple(map(fold, e.unlike))) for e in ENTRIES)


def test_every_kind_of_text_is_looked_up() -> None:
    _, evidence = gather(Views(TEXTS, CHATTER))
    assert len(evidence.chatter) == len(CHATTER)
    assert len(evidence.questions) == sum(len(texts.phrasings) for texts in TEXTS)
    assert 0 < len(evidence.misses) <= sum(len(texts.unlike) for texts in TEXTS)


def test_without_chatter_the_units_are_the_usual_ones() -> None:
    scale = learn_scale(Views(TEXTS, ()), [])
    assert scale.mean.tolist() == USUAL.mean.tolist()
    assert scale.spread.tolist() == USUAL.spread.tolist()


def test_chatter_of_one_kind_does_not_make_units_of_nothing() -> None:
    scale, _ = gather(Views(TEXTS, ("zzz",) * 500))
    assert (scale.spread > 0).all()


@pytest.mark.parametrize(("count", "wanted", "chosen"), [(3, 5, [0, 1, 2]), (10, 5, [0, 2, 4, 6, 8]), (0, 5, [])])
def test_a_sample_is_spread_evenly(count: int, wanted: int, chosen: list[int]) -> None:
    assert list(spread(range(count), wanted)) == chosen


def test_the_winner_is_the_best_entry_that_is_not_denied() -> None:
    best = winner([Weighed(7, 4.0, 0, "no"), Weighed(8, 3.0, 0), Weighed(9, 1.0, 0)])
    assert best is not None
    assert best[0] == 8
    assert winner([Weighed(7, 4.0, 0, "no")]) is None
