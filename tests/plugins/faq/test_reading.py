"""How the lines of a question are looked up."""

from dataclasses import replace

import pytest

from plugins.faq.matcher import Match, Matcher
from plugins.faq.reading import KNOWN, MAX_LINES, Reading
from tests.asking import question
from tests.entries import CHATTER, ENTRIES, SERIES

RABBIT = replace(ENTRIES[3], kinds=("error", "plain"))
MATCHER = Matcher.build((*ENTRIES[:3], RABBIT), CHATTER, SERIES)
READING = Reading.of(MATCHER)
NOISE = tuple(f'  File "/usr/lib/python3.9/site-packages/frob.py", line {n}, in quux' for n in range(200))


def found(*lines: str, wall: bool = False) -> tuple[Match, ...]:
    return READING.look_up(question(*lines, wall=wall))


def confidence(matches: tuple[Match, ...], entry: str) -> float:
    return next(match.confidence for match in matches if match.entry.id == entry)


def test_several_lines_are_one_question() -> None:
    assert found("hi", "what is the login", "of horizon")[0].entry.id == "login"


def test_one_line_is_looked_up_as_it_is() -> None:
    assert found("admin password of the dashboard") == MATCHER.match("admin password of the dashboard")


@pytest.mark.parametrize(
    "around", [("my desk is green today", "dhcp does not work in neutron"), ("dhcp does not work in neutron", "i drank some tea")]
)
def test_a_line_that_says_nothing_takes_little_away(around: tuple[str, str]) -> None:
    both, whole, alone = found(*around), MATCHER.match(" ".join(around)), MATCHER.match("dhcp does not work in neutron")
    assert both[0].entry.id == "dhcp"
    assert confidence(whole, "dhcp") < confidence(both, "dhcp") < confidence(alone, "dhcp")


def test_what_all_lines_together_deny_no_line_brings_back() -> None:
    """A line alone does not know what the others say."""
    lines = ("is there a theme for horizon", "a flamingo one")
    denied = {match.entry.id for match in MATCHER.match(" ".join(lines)) if match.against}
    assert "rpms" in denied
    assert confidence(found(*lines), "rpms") == 0


def test_lines_are_in_order_of_confidence() -> None:
    got = [match.confidence for match in found("no ip address", "horizon asks for a password", "rabbitmq is down")]
    assert got == sorted(got, reverse=True)


def test_the_known_error_line_of_a_paste_leaves_no_doubt() -> None:
    line = "2026-11-25 10:11:12 ERROR rabbitmq-server[17] failed to start on stream 8"
    known = found("Traceback", *NOISE[:5], line, wall=True)
    assert (known[0].entry.id, known[0].confidence, known[0].nearest) == ("rabbit", KNOWN, RABBIT.phrasings[0])
    assert MATCHER.surely(known, 0.99) is not None


def test_an_error_line_that_is_not_known_is_looked_up() -> None:
    best = found("Traceback", *NOISE[:5], "2026-11-25 10:11:12 ERROR rabbitmq-server has failed to start on stream 9", wall=True)[0]
    assert best.entry.id == "rabbit"
    assert best.confidence < KNOWN


def test_a_known_error_line_is_found_wherever_it_stands_in_a_paste() -> None:
    known = found(*NOISE[:MAX_LINES], "rabbitmq-server failed to start on stream 9", *NOISE[MAX_LINES:], wall=True)
    assert known[0].confidence == KNOWN


def test_of_a_long_paste_the_beginning_and_the_end_are_looked_up() -> None:
    assert found(*NOISE, "packstack stops at amqp.pp", wall=True)[0].entry.id == "rabbit"
    buried = found(*NOISE[:MAX_LINES], "packstack stops at amqp.pp", *NOISE[MAX_LINES:], wall=True)
    assert MATCHER.surely(buried) is None


def test_a_question_without_words_finds_nothing() -> None:
    assert found("") == ()
    assert found() == ()


@pytest.mark.parametrize(
    ("ran", "entry"), [("we run epoxy here", "rabbit"), ("we run dalmatian here", None), ("it ran for years", "rabbit")]
)
def test_a_known_line_is_no_answer_for_another_release_that_the_rest_names(ran: str, entry: str | None) -> None:
    line = "ERROR rabbitmq-server[17] failed to start on stream 8"
    reading = Reading.of(Matcher.build((*ENTRIES[:3], replace(RABBIT, releases=("2025.1",))), CHATTER, SERIES))
    first = reading.look_up(question(ran, "Traceback", *NOISE[:5], line, wall=True))[0]
    assert (first.entry.id if first.confidence == KNOWN else None) == entry
