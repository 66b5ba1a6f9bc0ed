"""Confidence and the thresholds, from what chatter, questions and near misses score."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.faq.calibration import Evidence, Winner
from plugins.faq.thresholds import CLEAR_LEAD, Thresholds, clear, decide, fit, logistic

SCORES = st.floats(-50, 50)
WINNERS = st.lists(st.builds(Winner, SCORES, st.booleans(), st.floats(0, 10)), max_size=30).map(tuple)
EVIDENCE = st.builds(Evidence, WINNERS, WINNERS, WINNERS, WINNERS)
RIGHT = tuple(Winner(4 + n / 10, True) for n in range(20))


def lines(*scores: float) -> tuple[Winner, ...]:
    return tuple(map(Winner, scores))


def above(thresholds: Thresholds, score: float) -> bool:
    return thresholds.confidence(score) > thresholds.sure


def test_the_best_line_of_chatter_is_not_answered_and_a_better_question_is() -> None:
    thresholds = decide(Evidence(chatter=lines(0.0, 1.0, 3.9), questions=RIGHT), wrong_per_1000=1)
    assert not above(thresholds, 3.9)
    assert above(thresholds, 4.0)


def test_a_promise_that_allows_some_wrong_answers_lowers_the_threshold() -> None:
    evidence = Evidence(chatter=lines(*(n / 100 for n in range(1000))), questions=RIGHT)
    assert decide(evidence, 100).sure < decide(evidence, 1).sure
    assert not above(decide(evidence, 100), 8.99)
    assert above(decide(evidence, 100), 9.0)


def test_near_misses_raise_it_until_only_one_in_twenty_is_answered() -> None:
    misses = tuple(Winner(5.0, True) for _ in range(4)) + tuple(Winner(1.0, True) for _ in range(16))
    thresholds = decide(Evidence(chatter=lines(0.0), questions=RIGHT, misses=misses), 1)
    assert not above(thresholds, 5.0)


def test_so_do_questions_of_which_the_entry_is_not_there() -> None:
    strange = lines(*(5.0,) * 40, *(1.0,) * 160)
    assert not above(decide(Evidence(chatter=lines(0.0), questions=RIGHT, strange=strange), 1), 4.0)
    assert above(decide(Evidence(chatter=lines(0.0), questions=RIGHT, strange=lines(*(1.0,) * 200)), 1), 4.0)


def test_a_miss_that_another_entry_wins_says_nothing() -> None:
    misses = tuple(Winner(5.0, False) for _ in range(20))
    assert above(decide(Evidence(chatter=lines(0.0), questions=RIGHT, misses=misses), 1), 4.0)


def test_wrong_winners_raise_it_until_nine_of_ten_answers_are_right() -> None:
    questions = (*(Winner(9 + n / 10, True) for n in range(10)), *(Winner(5.0, False) for _ in range(10)))
    assert not above(decide(Evidence(chatter=lines(0.0), questions=questions), 1), 5.0)


def test_without_any_evidence_there_are_usual_values() -> None:
    thresholds = decide(Evidence(), 1)
    assert (round(thresholds.likely, 2), round(thresholds.asked, 2), round(thresholds.sure, 2)) == (0.33, 0.53, 0.95)


TOSS_UP = 0.01  # a lead that says nothing
CALM = Evidence(chatter=lines(0.0), questions=RIGHT)


def tossed_up(right: bool, many: int) -> tuple[Winner, ...]:
    return tuple(Winner(5.0, right, TOSS_UP) for _ in range(many))


def test_what_is_a_toss_up_would_not_be_said_and_raises_nothing() -> None:
    plain = decide(CALM, 1).near
    assert decide(replace(CALM, misses=tossed_up(True, 10)), 1).near == plain
    assert decide(replace(CALM, questions=(*RIGHT, *tossed_up(False, 10))), 1).near <= plain
    strange = decide(replace(CALM, strange=tossed_up(False, 200)), 1).near
    assert 0.5 < strange < decide(replace(CALM, strange=lines(*(5.0,) * 200)), 1).near


@pytest.mark.parametrize("many", [1, 20, 300])
def test_a_folder_whose_strange_questions_are_toss_ups_is_no_reason_to_say_what_is_hardly_likely(many: int) -> None:
    held, usual = (decide(replace(CALM, strange=strange), 1).near for strange in (tossed_up(False, many), ()))
    assert 0.5 <= held <= usual


@pytest.mark.parametrize("few", [0, 1, 8])
def test_fewer_than_are_allowed_raise_nothing(few: int) -> None:
    clearly, plain = lines(*(6.0,) * few), decide(replace(CALM, strange=tossed_up(False, 300)), 1).near
    assert decide(replace(CALM, strange=(*clearly, *tossed_up(False, 300 - few))), 1).near == plain
    misses = tuple(Winner(6.0, True) for _ in range(few))
    assert decide(replace(CALM, misses=(*misses, *tossed_up(True, 300 - few))), 1).near == decide(CALM, 1).near


@given(SCORES, st.floats(0, 10), st.floats(0.25, 4), st.floats(-5, 5))
def test_a_lead_of_scores_is_clear_when_that_of_confidences_is(score: float, lead: float, slope: float, offset: float) -> None:
    odds = [slope * one + offset for one in (score, score - lead)]
    if abs(slope * lead - math.log(CLEAR_LEAD)) > 1e-6 and all(abs(one) < 20 for one in odds):
        assert clear(*map(logistic, odds)) == (slope * lead > math.log(CLEAR_LEAD))


def test_chatter_that_is_a_toss_up_is_talk_that_reaches_nothing() -> None:
    decided = decide(Evidence(chatter=(Winner(3.0, lead=TOSS_UP), Winner(1.0)), questions=RIGHT), 1)
    assert decided.talk == (0.0, decided.confidence(1.0))
    assert not above(decided, 3.0)  # `sure` bounds confidence by itself


@pytest.mark.parametrize(
    ("best", "second", "ahead"),
    [(0.9, 0.7, True), (0.9, 0.8, False), (0.5, 0.2, True), (1.0, 0.99, True), (1.0, 1.0, False), (0.7, 0.0, True)],
)
def test_a_clear_lead_is_one_of_odds(best: float, second: float, ahead: bool) -> None:
    assert clear(best, second) is ahead


@given(EVIDENCE, st.floats(0.01, 1000))
def test_whatever_the_evidence_thresholds_are_ordered_and_confidence_grows(evidence: Evidence, promise: float) -> None:
    thresholds = decide(evidence, promise)
    assert 1 / 3 == thresholds.likely < thresholds.asked < thresholds.near <= thresholds.sure <= 1
    assert thresholds.near >= 0.5 - 1e-9
    assert 0 <= thresholds.confidence(-10) <= thresholds.confidence(0) <= thresholds.confidence(10) <= 1


def test_right_and_wrong_scores_draw_the_line_between_them() -> None:
    slope, offset = fit(Evidence(chatter=lines(*(0.0, 0.5) * 20), questions=RIGHT * 3))
    assert logistic(slope * 0.5 + offset) < 0.3
    assert logistic(slope * 4 + offset) > 0.9


@pytest.mark.parametrize(("x", "p"), [(0.0, 0.5), (1e9, 1.0), (-1e9, 0.0)])
def test_logistic(x: float, p: float) -> None:
    assert logistic(x) == pytest.approx(p)
