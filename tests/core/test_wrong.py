"""“That's wrong”, said to the bot: what is reported, and what is still sought for whoever asked."""

from typing import Any

import pytest

from bot.core.records import Status
from bot.core.wrong import WRONG_WITHIN
from tests.builders import Chat, bob
from tests.core.test_afterwards import answered, room


def reports(talk: Chat) -> list[str]:
    return [report.entry for report in talk.memory.reports()]


def told(
    text: str = "helper: that's wrong on stream 9", by: Any = bob, at: float = 200.0, **more: Any
) -> tuple[list[str], list[str], Chat]:
    """What is said to this after an answer to Alice, and what is reported then."""
    talk = room()
    answered(talk)
    return talk.says(text, by=by, at=at, id="$9", **more), reports(talk), talk


def test_anybody_may_say_so_and_is_thanked() -> None:
    said, reported, talk = told()
    assert reported == [talk.question.entry]
    assert len(said) == 1
    assert "maintainer" in said[0]


def test_said_by_somebody_else_it_reopens_nothing() -> None:
    assert told()[2].question.status is Status.ANSWERED


@pytest.mark.parametrize(
    "text",
    ["helper: that's not what she asked", "helper: what's wrong with that?", "that's wrong on stream 9", "helper: wrong channel, sorry"],
)
def test_what_says_something_else_reports_nothing(text: str) -> None:
    assert told(text)[1] == []


def test_said_to_a_line_of_ours_it_is_about_that_line() -> None:
    assert told("that is outdated", reply_to="$answer")[1] != []


def test_long_after_an_answer_it_may_be_about_anything() -> None:
    assert told(at=200.0 + WRONG_WITHIN)[1] == []
