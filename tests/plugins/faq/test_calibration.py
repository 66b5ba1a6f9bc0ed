"""What is gathered when the matcher is built."""

import math

import pytest

from plugins.faq.calibration import NOTHING, Winner, gather, spread, winner
from plugins.faq.texts import Texts
from plugins.faq.views import Views
from plugins.faq.weighing import Text, Weighed, Weighing, scores, weigh
from plugins.faq.words import fold
from tests.entries import CHATTER, ENTRIES

TEXTS = tuple(Texts(tuple(map(fold, (e.question, *e.phrasings))), fold(e.answer), tuple(map(fold, e.unlike))) for e in ENTRIES)


def test_every_kind_of_text_is_looked_up() -> None:
    views, lines = Views(TEXTS, CHATTER), (*CHATTER, "жщю")
    evidence = gather(views, lambda _: None, lines)
    assert len(evidence.chatter) == len(lines)
    assert evidence.chatter[-1] == Winner(NOTHING)
    assert len(evidence.questions) == sum(len(texts.phrasings) for texts in TEXTS)
    assert 0 < len(evidence.strange) <= len(evidence.questions)
    assert 0 < len(evidence.misses) <= sum(len(texts.unlike) for texts in TEXTS)


def test_a_question_reaches_less_where_its_entry_is_taken_away() -> None:
    evidence = gather(Views(TEXTS, CHATTER), lambda _: None, CHATTER)
    right = [best.score for best in evidence.questions if best.right]
    assert sum(right) / len(right) > sum(best.score for best in evidence.strange) / len(evidence.strange)


def test_a_line_scores_as_when_it_is_looked_up_alone() -> None:
    views = Views(TEXTS, CHATTER)
    evidence = gather(views, lambda _: None, CHATTER)
    alone = [winner(weigh(views, Text(line)), [texts.answer for texts in TEXTS]) for line in CHATTER]
    assert evidence.chatter == tuple(best or Winner(NOTHING) for best in alone)


@pytest.mark.parametrize(("count", "wanted", "chosen"), [(3, 5, [0, 1, 2]), (10, 5, [0, 2, 4, 6, 8]), (0, 5, [])])
def test_a_sample_is_spread_evenly(count: int, wanted: int, chosen: list[int]) -> None:
    assert list(spread(range(count), wanted)) == chosen


ANSWERS = [""] * 7 + ["seven", "eight", "nine", "eight"]


def test_the_winner_is_the_best_entry_that_is_not_denied() -> None:
    weighing = Weighing([Weighed(7, 4.0, 0, denied="no"), Weighed(8, 3.0, 0), Weighed(9, 1.0, 0)], 0.5)
    first, second = scores(weighing)[1:]
    assert winner(weighing, ANSWERS, right=8) == Winner(first, True, first - second)
    assert winner(weighing, ANSWERS, right=9) == Winner(first, False, first - second)
    assert winner(Weighing([Weighed(7, 4.0, 0, denied="no")], 0.5), ANSWERS) is None


@pytest.mark.parametrize("others", [(), (Weighed(7, 2.0, 0, denied="no"),), (Weighed(10, 2.9, 0),)])
def test_one_that_nothing_else_rivals_has_any_lead(others: tuple[Weighed, ...]) -> None:
    """Alone, beside one that is denied, or beside one that says the same."""
    weighing = Weighing([Weighed(8, 3.0, 0), *others], 0.5)
    assert winner(weighing, ANSWERS) == Winner(scores(weighing)[0], lead=math.inf)


def test_entries_without_answers_are_rivals() -> None:
    weighing = Weighing([Weighed(0, 3.0, 0), Weighed(1, 2.9, 0)], 0.5)
    first, second = scores(weighing)
    assert winner(weighing, ANSWERS) == Winner(first, lead=first - second)


def test_where_the_best_entry_is_taken_away_the_next_one_says_how_much_is_shared() -> None:
    weighing = Weighing([Weighed(8, 3.0, 0, shared=5.0), Weighed(9, 2.0, 0, shared=0.5)], 0.5)
    assert winner(Weighing(weighing.found[1:], 0.5), ANSWERS) == winner(weighing.less(8), ANSWERS)
    assert scores(weighing.less(8))[0] < scores(weighing)[1]
