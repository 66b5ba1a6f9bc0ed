"""What becomes of an entry's answers is counted for what it says now, and fades."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fares import FATES, HALF_LIFE, Fate, counted, counts, faded, fate_of, gives_same
from bot.core.kernel import Kernel
from bot.core.records import DAY, Fared, Put, Status
from tests.builders import START, Chat, bob, knowledge, life, memory, notes, question, settings, uttered
from tests.entries import ENTRIES

SAME = f"it is all on {ENTRIES[0].links[0]}"
PAGE = "https://www.example.org/docs/repos/"


def fared(**more: float) -> Fared:
    return Fared("rpms", "v", START, **more)


def test_counts_halve_in_two_months() -> None:
    assert counts(faded(fared(wrong=1, solved=3), START + HALF_LIFE)) == (0.5, 0, 1.5, 0)


def test_a_clock_that_stands_still_or_an_older_time_changes_nothing() -> None:
    assert faded(fared(wrong=1), START - DAY) == fared(wrong=1)


@pytest.mark.parametrize("fate", FATES)
def test_each_fate_has_its_own_count(fate: Fate) -> None:
    made = memory()
    for _ in range(2):
        made.apply((Put(counted("rpms", "v", fate, START, made)),))
    assert dict(zip(FATES, counts(made.fared("rpms", "v") or fared()), strict=True)) == {**dict.fromkeys(FATES, 0), fate: 2}


def test_an_entry_that_says_something_else_begins_anew() -> None:
    assert counted("rpms", "w", "wrong", START, memory(fared(wrong=3))) == Fared("rpms", "w", START, wrong=1)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e9))
def test_no_count_is_ever_less_than_nothing_or_more_than_before(had: float, taken: float, later: float) -> None:
    left = counted("rpms", "v", "wrong", START + later, memory(fared(wrong=had)), -taken)
    assert 0 <= left.wrong <= had


@pytest.mark.parametrize(("name", "fate"), [("solved:rpms", "solved"), ("not_it:rpms", "not_it"), ("solved", None), ("wait:3", None)])
def test_counts_of_the_digest_tell_what_befell_an_entry(name: str, fate: Fate | None) -> None:
    assert fate_of(name) == fate


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("see https://www.example.org/docs/repos/", True),
        ("it is all in <http://example.org/docs/repos>.", True),
        ("(https://EXAMPLE.org/docs/Repos)", True),
        ("https://www.example.org/docs", False),
        ("https://www.example.org/docs/repos/old", False),
        ("example.org/docs/repos", False),  # no link: somebody speaks of it
        ("://", False),
        ("", False),
    ],
)
def test_the_same_page_is_the_same_answer(text: str, same: bool) -> None:
    assert gives_same(text, ("https://example.org/other", PAGE)) is same


def test_no_page_is_like_none() -> None:
    assert not gives_same("http:// https://", ("", "https://"))


# --- where it is counted ---

ANSWERED: dict[str, Any] = {"status": Status.ANSWERED, "entry": "rpms", "version": "v"}


def befell(*made: Any) -> tuple[float, ...]:
    kept = notes(question(**ANSWERED))
    for after in made:
        kept.moved(after)
    found = kept.memory.fared("rpms", "v")
    return counts(found) if found else (0.0,) * len(FATES)


def test_a_question_that_an_entry_solved_counts_for_it() -> None:
    asked = question(**ANSWERED)
    assert befell(life().solved(asked, START, "alice", "thanks")) == (0, 0, 1, 0)
    assert befell(life().reopened(asked, START, "alice", "not it")) == (0, 1, 0, 0)
    assert befell(life().answered_by(asked, START, bob)) == (0, 0, 0, 0)
    assert befell(life().withdrawn(asked, START, "never mind")) == (0, 0, 0, 0)


def kept_back(reply: str, withheld: str = "mode: listen") -> Chat:
    """An answer of ours was kept back, and bob answers."""
    asked = question()
    said = uttered(1, 60, question=asked.key, entry=ENTRIES[0].id, withheld=withheld)
    talk = Chat(Kernel(settings(), knowledge(entries=ENTRIES), ()), memory(asked, said))
    talk.says(f"alice: {reply}", bob, 90)
    return talk


@pytest.mark.parametrize(
    ("reply", "withheld", "times"), [(SAME, "mode: listen", 1), (SAME, "", 0), ("use the trunk repository", "mode: listen", 0)]
)
def test_who_gives_the_page_that_we_kept_back_says_that_it_was_right(reply: str, withheld: str, times: int) -> None:
    found = kept_back(reply, withheld).memory.fared(ENTRIES[0].id, ENTRIES[0].version)
    assert (found.same if found else 0) == times
