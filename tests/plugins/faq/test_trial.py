"""The knowledge put to the test against itself."""

from dataclasses import replace

import pytest

from bot.core.knowledge import Knowledge
from plugins.faq.matcher import Matcher
from plugins.faq.trial import Case, Failure, Trial, trial
from tests.entries import CHATTER, ENTRIES, SERIES, entry

KNOWLEDGE = Knowledge(ENTRIES, releases=SERIES, chatter=CHATTER)
PHRASINGS = sum(1 + len(entry.phrasings) for entry in ENTRIES)


def test_a_good_folder_has_no_failures() -> None:
    outcome = trial(KNOWLEDGE)
    assert replace(outcome, kinds=()) == Trial(PHRASINGS, PHRASINGS, PHRASINGS, 3, len(CHATTER), ())


def test_a_phrasing_that_finds_another_entry_first_is_named() -> None:
    thief = entry("thief", "horizon logins", "what are the horizon logins", "horizon logins again")
    shy = entry("shy", "something else entirely", "horizon logins")
    [failure] = trial(replace(KNOWLEDGE, entries=(*ENTRIES, thief, shy))).failures[-1:]
    assert failure.case.kind == "phrasing"
    assert failure.said.endswith("(add the deciding word to the phrasing, or this text as a `not` example to the other entry)")


def test_a_not_example_that_is_a_phrasing_leaves_it_without_an_answer() -> None:
    confused = entry("confused", "frobnicate the quux", unlike=("frobnicate the quux",))
    outcome = trial(replace(KNOWLEDGE, entries=(*ENTRIES, confused)))
    assert outcome.failures == ()  # equal texts: the phrasing wins, lint names the collision


def test_left_out_phrasings_are_harder_to_find() -> None:
    outcome = trial(KNOWLEDGE, leave_one_out=True)
    assert outcome.found < PHRASINGS
    assert {failure.case.kind for failure in outcome.failures} == {"phrasing"}


def test_a_promise_that_allows_wrong_answers_shows_them() -> None:
    near = replace(KNOWLEDGE, chatter=(*CHATTER, "what is the horizon login"))
    lax = Matcher.build(near.entries, near.chatter, near.releases, wrong_per_1000=900)
    kinds = {(failure.case.kind, failure.found) for failure in trial(near, matcher=lax).failures}
    assert ("chatter", "login") in kinds


def test_what_counts_as_said_is_what_a_room_needs_and_chatter_must_reach_less() -> None:
    outcome = trial(KNOWLEDGE, needed=1.0)
    assert (outcome.found, outcome.sure) == (PHRASINGS, 0)
    assert outcome.failures == trial(KNOWLEDGE, needed=0.0).failures == ()


def test_each_step_is_told() -> None:
    steps: list[tuple[int, int]] = []
    trial(KNOWLEDGE, watch=lambda done, of: steps.append((done, of)))
    total = PHRASINGS + 3 + len(CHATTER)
    assert steps == [(n, total) for n in range(1, total + 1)]


def test_a_phrasing_without_words_finds_nothing() -> None:
    [failure] = trial(replace(KNOWLEDGE, entries=(*ENTRIES, entry("blank", "frobnicate the quux", "\u200b")))).failures
    assert (failure.case.text, failure.found) == ("\u200b", "")


def test_nothing_to_try_is_fine() -> None:
    assert trial(Knowledge()).phrasings == 0


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (
            Failure(Case("phrasing", "no repo"), "rpms", 0.5),
            '"no repo" finds rpms (0.50) (add the deciding word to the phrasing, or this text as a `not` example to the other entry)',
        ),
        (
            Failure(Case("phrasing", "x" * 100), "", 0.0),
            f'"{"x" * 79}…" finds nothing (add the deciding word to the phrasing, or this text as a `not` example to the other entry)',
        ),
        (
            Failure(Case("not", "theme"), "rpms", 0.9),
            '"theme" would be answered with rpms (0.90) (reword it closer to what people write, or take its words out of the phrasings)',
        ),
        (
            Failure(Case("chatter", "lunch"), "rpms", 0.9),
            '"lunch" would be answered with rpms (0.90) (add it to that entry as a `not` example, or make its phrasings more exact)',
        ),
    ],
)
def test_a_failure_says_what_is_wrong_and_what_helps(failure: Failure, said: str) -> None:
    assert failure.said == said
