"""The promise is kept in rooms whose talk is unlike the shipped chatter, soon and without labels; silence comes before a wrong answer."""

import math
from random import Random
from statistics import NormalDist, mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.records import DAY, Sketch, Tally
from plugins.faq.room import (
    EDGES,
    EVERY,
    HALF_LIFE,
    LEAST_SHARE,
    MISTAKEN,
    SELDOM,
    TRUSTED,
    USUAL_SHARE,
    WINDOW,
    Prior,
    Traffic,
    due,
    enough,
    faded,
    traffic,
    with_line,
)
from tests.builders import ROOM, START, memory

NONE = (0.0,) * (len(EDGES) + 1)
PROMISE = 1.0


def spread_out(middle: float, width: float, lines: int = 300) -> tuple[float, ...]:
    """Confidences of so many lines, evenly spread over a bell in logits."""
    bell = NormalDist(middle, width)
    return tuple(1 / (1 + math.exp(-bell.inv_cdf((n + 0.5) / lines))) for n in range(lines))


CALM = Prior(near=0.5, sure=0.9, talk=spread_out(-3, 1.2))


def sketched(confidences: tuple[float, ...], at: float = START) -> Sketch:
    sketch: Sketch | None = None
    for confidence in confidences:
        sketch = with_line(sketch, ROOM.key, confidence, at, "words")
    assert sketch is not None
    return sketch


confidences = st.floats(0, 1)
samples = st.lists(confidences, max_size=40).map(tuple)
classes = st.lists(st.floats(0, 1e6), min_size=len(NONE), max_size=len(NONE)).map(tuple)
priors = st.builds(Prior, confidences, confidences, st.lists(confidences, max_size=40).map(sorted).map(tuple))
shares = st.floats(LEAST_SHARE, 1)
promises = st.floats(0.01, 1000)


# --- what is enough ---


@given(classes, priors, shares, promises)
def test_it_is_never_less_than_what_near_questions_reach_and_never_more_than_all(
    counts: tuple[float, ...], prior: Prior, share: float, promise: float
) -> None:
    assert prior.near <= enough(counts, prior, share, promise) <= 1.0


@given(classes, priors, shares, promises, st.floats(1, 10))
def test_a_stricter_promise_or_more_that_passes_needs_no_less(
    counts: tuple[float, ...], prior: Prior, share: float, promise: float, times: float
) -> None:
    needed = enough(counts, prior, share, promise)
    assert enough(counts, prior, share, promise / times) >= needed
    assert enough(counts, prior, min(share * times, 1.0), promise) >= needed


@given(classes, priors, shares, promises, st.integers(1, len(EDGES)))
def test_talk_that_resembles_more_needs_no_less(counts: tuple[float, ...], prior: Prior, share: float, promise: float, up: int) -> None:
    """The same lines, each some classes higher."""
    higher = (*NONE[:up], *counts[:-up])
    higher = (*higher[:-1], higher[-1] + sum(counts[-up:]))
    assert enough(higher, prior, share, promise) >= enough(counts, prior, share, promise)


@given(priors, samples, shares, promises)
def test_above_it_the_promise_holds_on_what_was_heard(prior: Prior, heard: tuple[float, ...], share: float, promise: float) -> None:
    needed = enough(faded(sketched(heard) if heard else None, START, "words"), prior, share, promise)
    above = sum(confidence > needed for confidence in heard) + sum(confidence > needed for confidence in prior.talk)
    assert above == 0 or 1000 * share * above / (len(heard) + len(prior.talk)) <= promise


def test_where_nothing_is_known_the_shipped_chatter_decides() -> None:
    assert enough(NONE, CALM, USUAL_SHARE, PROMISE) == pytest.approx(max(CALM.talk), abs=0.1)
    assert enough(NONE, Prior(0.5, 0.9), MISTAKEN * USUAL_SHARE, PROMISE) == pytest.approx(0.9, abs=0.03)


def test_where_all_talk_is_like_the_entries_nothing_is_said() -> None:
    assert enough((*NONE[:-1], 500.0), CALM, MISTAKEN * USUAL_SHARE, PROMISE) == 1.0


def test_a_strict_promise_is_not_silence() -> None:
    assert max(CALM.talk) < enough(NONE, CALM, MISTAKEN * USUAL_SHARE, 0.01) < 1.0


def wrong_answers(middle: float, width: float, lines: int, seed: int, passing: float = 0.07) -> float:
    """Wrong answers per 1,000 lines of a room of such talk, once so many of its lines are known."""
    chance = Random(seed)  # noqa: S311 - talk, no secret
    heard = tuple(1 / (1 + math.exp(-chance.gauss(middle, width))) for _ in range(lines))
    counts = faded(sketched(heard), START, "words") if heard else NONE
    needed = enough(counts, CALM, Traffic(50 * lines, int(50 * lines * passing)).share, PROMISE)
    truth = spread_out(middle, width, 20_000)
    return 1000 * MISTAKEN * passing * sum(confidence > needed for confidence in truth) / len(truth)


@pytest.mark.parametrize(("middle", "width"), [(-4, 1.0), (-3, 1.2), (-2, 1.5), (-1, 1.0), (0, 1.0), (1, 2.0)])
@pytest.mark.parametrize("lines", [100, 300, 1000])
def test_the_promise_is_kept_in_rooms_of_other_talk(middle: float, width: float, lines: int) -> None:
    assert mean(wrong_answers(middle, width, lines, seed) for seed in range(10)) <= PROMISE


def test_a_room_whose_talk_resembles_little_needs_less_than_an_unknown_one() -> None:
    quiet = faded(sketched(spread_out(-5, 1, 1000)), START, "words")
    assert CALM.near <= enough(quiet, CALM, USUAL_SHARE, PROMISE) < enough(NONE, CALM, USUAL_SHARE, PROMISE)


# --- the sketch ---


@given(samples, confidences)
def test_a_line_is_one_more_in_one_class(heard: tuple[float, ...], confidence: float) -> None:
    before = sketched((0.5, *heard))
    after = with_line(before, ROOM.key, confidence, START, "words")
    assert (len(after.counts), sum(after.counts)) == (len(EDGES) + 1, sum(before.counts) + 1)
    assert sum(now != was for now, was in zip(after.counts, before.counts, strict=True)) == 1


def test_lines_fade_by_half_in_a_month_and_others_take_their_place() -> None:
    old = sketched((0.9,) * 8)
    assert sum(faded(old, START + HALF_LIFE, "words")) == 4
    loud, calm = sketched(spread_out(2, 1, 50)), spread_out(-3, 1.2, 50)
    now: Sketch | None = loud
    for confidence in calm:
        now = with_line(now, ROOM.key, confidence, START + 6 * HALF_LIFE, "words")
    before, after = (enough(faded(one, START + 6 * HALF_LIFE, "words"), CALM, USUAL_SHARE, 20) for one in (loud, now))
    assert before > after == CALM.near


def test_numbers_of_another_scale_or_form_mean_nothing() -> None:
    assert faded(sketched((0.9,)), START, "meaning") == faded(Sketch(ROOM.key, START, (1.0,), "words"), START, "words") == NONE


def test_thirty_lines_an_hour_are_looked_up() -> None:
    assert due(None, START)
    assert [due(sketched((0.5,)), START + after) for after in (0, EVERY - 1, EVERY)] == [False, False, True]
    assert 3600 / EVERY == 30


def test_a_room_that_is_known_is_looked_at_seldom() -> None:
    known = sketched((0.5,) * TRUSTED)
    assert [due(known, known.at + after) for after in (EVERY, SELDOM - 1, SELDOM)] == [False, False, True]


# --- what passes ---


def test_lines_and_questions_of_four_weeks_count() -> None:
    day = int(START // DAY)
    counted = [Tally(name, ROOM.key, day - ago, n) for name, ago, n in (("lines", 0, 300), ("lines", 27, 100), ("asked", 3, 8))]
    elsewhere = [Tally("lines", ROOM.key, day - WINDOW, 900), Tally("lines", "oftc/#other", day, 900)]
    assert traffic(ROOM.key, START, memory(*counted, *elsewhere)) == Traffic(400, 8)


def test_with_few_lines_the_share_is_the_usual_one_and_with_many_their_own() -> None:
    assert Traffic(0, 0).share == MISTAKEN * USUAL_SHARE
    assert Traffic(20, 10).share == pytest.approx(MISTAKEN * USUAL_SHARE, abs=0.005)
    assert Traffic(50_000, 2_000).share == pytest.approx(MISTAKEN * 0.04, abs=0.001)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_share_is_one_whatever_was_counted(lines: int, asked: int) -> None:
    assert LEAST_SHARE <= Traffic(lines, asked).share <= 1
