"""What an entry needs: its room's measure, moved by what became of its answers, in small steps that fade and are told."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fares import FATES, Fate
from bot.core.knowledge import Phrases
from bot.core.moments import Overheard
from bot.core.records import DAY, Fared
from plugins.faq.matcher import Matcher
from plugins.faq.room import EVERY, SHORTEST, Prior
from plugins.faq.sureness import LEAST, MOST, PHRASES, STEPS, WORTH_TELLING, Needed, Shift, Sureness, moved, shift, told
from tests.builders import ROOM, START, memory
from tests.entries import CHATTER, ENTRIES, entry
from tests.plugins.faq.test_plugin import faq

ENTRY = ENTRIES[0]
SURE = Sureness(Prior(near=0.6, sure=0.8), 1.0)
TEXTS = Phrases({key: (f"{key} " + " ".join(f"{{{name}}}" for name in sorted(names)),) for key, names in PHRASES.items()})
counts = st.floats(0, 1e6)


def fared(**more: float) -> Fared:
    return Fared(ENTRY.id, ENTRY.version, START, **more)


def need(*records: Any, at: float = START) -> Needed:
    return SURE.needed(ENTRY, ROOM.key, at, memory(*records))


def test_an_entry_without_a_past_needs_what_its_room_needs() -> None:
    assert need() == Needed(SURE.anywhere, SURE.anywhere)


@pytest.mark.parametrize("fate", ["wrong", "not_it"])
def test_a_word_against_it_makes_it_need_more(fate: Fate) -> None:
    assert need(fared(**{fate: 1})).confidence > SURE.anywhere
    assert need(fared(**{fate: 1})).reasons == (fate,)


@pytest.mark.parametrize("fate", ["solved", "same"])
def test_three_words_for_it_make_it_need_less(fate: Fate) -> None:
    found = need(fared(**{fate: 3}))
    assert SURE.prior.near <= found.confidence < SURE.anywhere
    assert (found.usual, found.reasons) == (SURE.anywhere, (fate,))


def test_what_it_solved_speaks_against_who_called_it_wrong() -> None:
    assert SURE.anywhere < need(fared(wrong=1, solved=3)).confidence < need(fared(wrong=1)).confidence


def test_it_fades_until_nothing_is_left_to_tell() -> None:
    found = [need(fared(wrong=1), at=START + days * DAY).confidence for days in (0, 60, 120, 400)]
    assert found == sorted(found, reverse=True)
    assert need(fared(wrong=1), at=START + 400 * DAY) == Needed(SURE.anywhere, SURE.anywhere)


def test_several_small_matters_are_named_together() -> None:
    assert shift(ENTRY, memory(fared(wrong=0.03, not_it=0.06)), START).reasons == ("wrong", "not_it")
    assert shift(ENTRY, memory(fared(wrong=1, not_it=0.01)), START).reasons == ("wrong",)


def test_an_edit_begins_anew() -> None:
    other = entry(ENTRY.id, ENTRY.question, answer="Something else.")
    assert shift(other, memory(fared(wrong=3)), START) == Shift()


@given(*(counts,) * 4)
def test_the_steps_are_bounded_whatever_is_said(wrong: float, not_it: float, solved: float, same: float) -> None:
    found = shift(ENTRY, memory(fared(wrong=wrong, not_it=not_it, solved=solved, same=same)), START)
    assert LEAST <= found.amount <= MOST
    assert all(STEPS[fate] * found.amount > 0 for fate in found.reasons)
    assert bool(found.reasons) == (found.amount != 0)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from((LEAST, -WORTH_TELLING, 0.0, WORTH_TELLING, MOST)))
def test_it_is_never_less_than_near_questions_reach(usual: float, least: float, amount: float) -> None:
    found = moved(usual, least, Shift(amount, FATES))
    assert min(usual, least) <= found.confidence <= 1
    assert (found.confidence >= usual) if amount > 0 else (found.confidence <= usual or amount == 0)
    assert bool(found.reasons) == (found.confidence != usual)


def test_at_the_floor_nothing_is_told_of_what_cannot_move_it() -> None:
    assert moved(0.6, 0.6, Shift(-1, ("solved",))) == Needed(0.6, 0.6)


def test_it_is_told_with_what_moved_it() -> None:
    assert told(0.7, Needed(0.9, 0.9), TEXTS) == "faq.sure 0.70 0.90"
    assert told(0.7, Needed(0.9, 0.8, ("wrong", "not_it")), TEXTS) == "faq.sure_moved 0.70 0.90 faq.moved_wrong, faq.moved_not_it 0.80"


# --- ordinary talk ---

LONG = "is the dashboard password of the admin in the answer file"


def listened(text: str, *records: Any, after: float = 0.0) -> list[Any]:
    made = memory(*records)
    return list(faq().handle(Overheard(START + after, ROOM, ROOM.key, text), made))


def test_ordinary_talk_leaves_one_more_in_a_class_and_no_word() -> None:
    [learned] = listened(LONG)
    assert (learned.sketch.room, sum(learned.sketch.counts)) == (ROOM.key, 1)
    assert "password" not in repr(learned)


def test_what_resembles_an_entry_lies_in_a_higher_class_than_what_does_not() -> None:
    like, unlike = (next(i for i, n in enumerate(listened(text)[0].sketch.counts) if n) for text in (LONG, "we had soup for lunch"))
    assert like > unlike


def test_a_line_that_would_be_a_toss_up_reaches_nothing() -> None:
    twins = [replace(one, id=f"{one.id}-too", answer="Something else.") for one in ENTRIES]
    heard = Overheard(START, ROOM, ROOM.key, LONG)
    [learned] = SURE.hears(heard, Matcher.build((*ENTRIES, *twins), CHATTER), memory())
    assert learned.sketch.counts[0] == 1
    assert next(SURE.hears(heard, Matcher.build(ENTRIES, CHATTER), memory())).sketch.counts[0] == 0


def test_short_lines_and_more_than_a_sample_leave_nothing() -> None:
    assert listened(" ".join(["password"] * (SHORTEST - 1))) == []
    [learned] = listened(LONG)
    assert listened(LONG, learned.sketch, after=EVERY - 1) == []
    [second] = listened(LONG, learned.sketch, after=EVERY)
    assert sum(second.sketch.counts) == pytest.approx(2, abs=0.01)
