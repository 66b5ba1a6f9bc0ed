"""Each sign of a request, as values."""

from typing import Any

import pytest

from bot.core.company import Company
from bot.core.gate_signs import Told, in_talk, signs

HOUR = 3600.0


def sign(name: str, *lines: str, **company: Any) -> float:
    return dict(signs(Company(**company), Told.of(lines)))[name]


WORDS = (
    ("asks", "is there a repo for gazpacho, and where is it to be found by people who have never looked for it before?", 1.0),
    ("asks", "there is a repo for gazpacho", 0.0),
    ("asks", "you sure?", 0.0),  # too few words to ask anything by itself
    ("tells of a problem and asks nothing", "packstack stops at mariadb with an error", 1.0),
    ("tells of a problem and asks nothing", "why does packstack stop with an error?", 0.0),  # a question says so by itself
    ("ends with a question mark", "a repo for gazpacho?", 1.0),
    ("ends with a question mark", "gazpacho? there is none", 0.0),
    ("begins like a question", "is xubuntu supported here", 1.0),
    ("begins like a question", "hi all, can it be booted from a stick", 1.0),
    ("begins like a question", "it is supported here", 0.0),
    ("asks for a way", "and how do i get it", 1.0),
    ("asks for a way", "how it came to that i know", 0.0),
    ("says what is wanted", "trying to install rdo", 1.0),
    ("turns to everybody", "somebody with a second compute here", 1.0),
    ("begins with a hello", "hello, packstack fails", 1.0),
    ("begins with a hello", "packstack says hello and fails", 0.0),
    ("speaks of nothing in particular", "what do you mean by that?", 1.0),
    ("speaks of nothing in particular", "what does packstack mean by that?", 0.0),
    ("refers back", "is it in the repo", 1.0),
    ("refers back", "is packstack in the repo", 0.0),
    ("goes on from something said", "so the review failed?", 1.0),
    ("goes on from something said", "no match for argument: centos-release", 0.0),  # an error line, not an answer
    ("speaks to one person", "are you on epoxy", 1.0),
    ("speaks to one person", "are you on epoxy, anyone", 0.0),
    ("gives advice", "try the other mirror", 1.0),
    ("asks somebody back", "which release is that?", 1.0),
    ("asks somebody back", "error: no match for argument", 0.0),
    ("thanks or sums up", "thanks for the mirror", 1.0),
    ("pasted output", "packstack fails", 0.0),
)


@pytest.mark.parametrize(("name", "line", "value"), WORDS)
def test_a_sign_in_the_words(name: str, line: str, value: float) -> None:
    assert sign(name, line) == pytest.approx(value)


def test_more_words_say_more_up_to_a_point() -> None:
    short, long, longer = (sign("says much", " ".join(["packstack"] * count)) for count in (3, 19, 200))
    assert 0 < short < long == longer == 1.0


def test_a_greeting_in_a_line_of_its_own_is_a_hello_and_no_words() -> None:
    assert sign("begins with a hello", "hi all", "packstack fails") == 1.0
    assert sign("says much", "hi all", "packstack fails") == sign("says much", "packstack fails")


STANDING: tuple[tuple[str, dict[str, Any], float], ...] = (
    ("named lately", {"named": 30.0}, 1.0),
    ("named lately", {"named": HOUR}, 0.0),
    ("named lately", {}, 0.0),
    ("names somebody here", {"names": True}, 1.0),
    ("half a name in front", {"half_named": True}, 1.0),
    ("takes up what others speak of", {"takes_up": 0.5}, 0.5),
    ("says again what they said", {"repeats": 0.8}, 0.8),
    ("nobody has spoken for a while", {}, 1.0),
    ("nobody has spoken for a while", {"talking": 60.0}, 0.0),
    ("nobody has spoken for a while", {"talking": HOUR}, 1.0),
    ("at home here", {}, 0.0),
    ("at home here", {"lines": 10}, 0.0),
    ("at home here", {"lines": 100}, 1.0),
    ("new here", {}, 1.0),
    ("new here", {"newcomer": False}, 0.0),
    ("new here, with a problem", {}, 1.0),
    ("new here, with a problem", {"newcomer": False}, 0.0),
    ("new here, with a matter of their own", {}, 1.0),
    ("new here, with a matter of their own", {"newcomer": False}, 0.0),
)


@pytest.mark.parametrize(("name", "company", "value"), STANDING)
def test_a_sign_in_how_they_stand(name: str, company: dict[str, Any], value: float) -> None:
    assert sign(name, "my packstack fails", **company) == pytest.approx(value)


IN_TALK: tuple[tuple[dict[str, Any], float, float], ...] = (
    ({}, 0.0, 0.0),  # never spoke
    ({"silent_for": 30.0, "lines_since": 1, "talking": 5.0}, 1.0, 1.0),
    ({"silent_for": 30.0, "lines_since": 20, "talking": 5.0}, 0.6, 0.8),
    ({"silent_for": 600.0, "lines_since": 3, "talking": 60.0}, 0.5, 0.7),
    ({"silent_for": 3 * HOUR, "lines_since": 3, "talking": 60.0}, 0.0, 0.0),  # of a slow room
    ({"silent_for": 3600.0, "lines_since": 150, "talking": 5.0}, 0.0, 0.0),  # of a busy one
    ({"silent_for": HOUR, "lines_since": 3, "talking": 3 * HOUR}, 0.0, 0.0),  # nobody talks
)


@pytest.mark.parametrize(("company", "least", "most"), IN_TALK)
def test_lines_and_time_and_silence_take_one_out_of_a_talk(company: dict[str, Any], least: float, most: float) -> None:
    assert least <= in_talk(Company(newcomer=False, **company)) <= most
