"""Who asks the room for help, and who only talks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.company import Company
from bot.core.gate import Burst, asks_for_help
from bot.load import load_knowledge
from tests.builders import ROOT

HOUR = 3600.0


def burst(*lines: str, author_helps: bool = False, addressed: bool = False, **changed: Any) -> Burst:
    """A newcomer's first words in a quiet room, unless told otherwise."""
    return Burst(lines, Company(**changed), addressed, author_helps)


def regular(*lines: str, **changed: Any) -> Burst:
    """Somebody at home here, silent for an hour, while others talk."""
    return burst(*lines, **{"newcomer": False, "silent_for": HOUR, "lines_since": 40, "talking": 20.0, **changed})


REQUESTS = """
    is there a repo for gazpacho?
    trying to install rdo on centos 9, is there a repo for gazpacho? dnf finds nothing
    ok: packstack stops at mariadb, cs9
    packstack stops at mariadb, cs9
    live migration between my two computes ends with "Permission denied (publickey)", epoxy, packstack
    ovn: instances get no metadata, any idea?
    what's the admin password for horizon after packstack?
    rdo is a joke, third day and packstack dies with this stupid puppet error again
    how do i add a second compute node
    does anyone know whether octavia works with ovn
    i cannot ping my vm from outside
    is the repo for gazpacho gone?
    what is the admin password for horizon after packstack?
"""
IN_A_QUIET_ROOM = """
    so how do you install this on cs9
"""
ERROR_LINES = """
    No match for argument: centos-release-openstack-dalmatian
    error: no match for argument: centos-release-openstack-dalmatian
    HostMappingNotFound: Host compute2 is not mapped to any cell
"""
NOTHING = """
    what?
    hi
    hello, anyone here?
    can I ask a question?
    packstack?
    who needs sleep?
    why do i even bother?
    the meeting is at 14 utc
    works now, thanks
    nevermind
    same here
    no idea, sorry
"""


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines(REQUESTS) + lines(IN_A_QUIET_ROOM) + lines(ERROR_LINES))
def test_a_newcomers_question_or_problem_asks(line: str) -> None:
    assert asks_for_help(burst(line)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_so_it_does_after_a_greeting_that_nobody_answered(line: str) -> None:
    assert asks_for_help(burst(line, newcomer=False)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_so_it_does_behind_a_greeting_in_one_go(line: str) -> None:
    assert asks_for_help(burst("hi all", line)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_so_it_does_for_a_newcomer_while_others_talk(line: str) -> None:
    assert asks_for_help(burst(line, talking=20.0)).asks


@pytest.mark.parametrize("line", lines(IN_A_QUIET_ROOM))
def test_what_may_be_a_part_of_the_talk_does_not_ask_while_others_talk(line: str) -> None:
    assert not asks_for_help(burst(line, talking=20.0)).asks


@pytest.mark.parametrize("line", lines(NOTHING))
def test_other_words_ask_nothing(line: str) -> None:
    assert not asks_for_help(burst(line)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_a_line_to_a_person_asks_that_person(line: str) -> None:
    assert not asks_for_help(burst(line, addressed=True)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_whoever_is_spoken_to_is_looked_after(line: str) -> None:
    assert not asks_for_help(burst(line, called=60.0)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_whoever_is_in_conversation_is_looked_after(line: str) -> None:
    assert not asks_for_help(regular(line, silent_for=120.0, lines_since=4, talking=30.0)).asks


@pytest.mark.parametrize("line", lines(REQUESTS))
def test_so_is_whoever_was_named_a_moment_ago_though_by_nobody_as_the_first_word(line: str) -> None:
    assert not asks_for_help(regular(line, silent_for=300.0, lines_since=10, named=60.0)).asks


def test_many_lines_of_others_end_a_conversation_sooner_than_time_does() -> None:
    line = "is there a repo for gazpacho?"
    assert asks_for_help(regular(line, silent_for=300.0, lines_since=120)).asks
    assert not asks_for_help(regular(line, silent_for=300.0, lines_since=5)).asks


def test_in_a_slow_room_time_does() -> None:
    line = "is there a repo for gazpacho?"
    assert asks_for_help(regular(line, silent_for=3 * HOUR, lines_since=3)).asks


def test_whoever_nobody_answered_is_not_in_conversation() -> None:
    assert asks_for_help(burst("packstack stops at mariadb on my new cs9 box", newcomer=False, silent_for=200.0, lines_since=0)).asks


@pytest.mark.parametrize(
    "line", ["the gate is broken again", "what is the issue?", "so the review failed?", "are you sure that it is merged?"]
)
def test_a_regulars_line_in_running_talk_is_talk(line: str) -> None:
    assert not asks_for_help(regular(line)).asks


@pytest.mark.parametrize("line", ["how do i rebuild the delorean repo on my own box?", "does anyone know why my build fails?"])
def test_a_regular_who_asks_in_so_many_words_asks(line: str) -> None:
    assert asks_for_help(regular(line)).asks


def test_people_at_home_must_be_more_explicit_than_guests() -> None:
    line = "did the promotion pass tonight?"
    assert asks_for_help(regular(line, lines=5)).asks
    assert not asks_for_help(regular(line, lines=200)).asks


def test_hardly_any_ordinary_talk_of_people_at_home_asks() -> None:
    chatter = load_knowledge(ROOT / "knowledge", "en", None)[0].chatter
    asked = [line for line in chatter if asks_for_help(regular(line, lines=200)).asks]
    assert len(asked) <= len(chatter) / 20


def test_a_regulars_problem_in_a_silent_room_asks() -> None:
    assert asks_for_help(regular("the centos 9 repo gives a 404", lines_since=2, talking=HOUR)).asks


@pytest.mark.parametrize("line", ["the gate is broken again", "what about the promotion of epoxy?", "is ovn the default there?"])
def test_an_experts_line_in_passing_does_not_ask(line: str) -> None:
    assert not asks_for_help(regular(line, author_helps=True, talking=HOUR)).asks


def test_an_expert_who_asks_in_so_many_words_asks() -> None:
    assert asks_for_help(regular("does anybody know how i rebuild the repo?", author_helps=True)).asks


PASTED = ("2026-08-14 10:02:11 ERROR nova one", "2026-08-14 10:02:11 ERROR nova two", "Traceback (most recent call last):", "KeyError: 'x'")


def test_a_pasted_wall_asks() -> None:
    assert asks_for_help(burst(*PASTED)).asks
    assert asks_for_help(regular(*PASTED)).asks


def test_a_wall_in_a_conversation_does_not() -> None:
    assert not asks_for_help(regular(*PASTED, called=30.0)).asks


def test_an_experts_wall_does_not() -> None:
    assert not asks_for_help(regular(*PASTED, author_helps=True)).asks


def test_a_verdict_says_why_strongest_first() -> None:
    assert asks_for_help(burst("hi")).reasons == ("a greeting and nothing else",)
    asks = asks_for_help(burst("how do i install rdo on cs9?"))
    assert (asks.asks, "begins like a question" in asks.reasons, any(why.startswith("but ") for why in asks.reasons)) == (True, True, False)
    goes_on = asks_for_help(regular("so is that it with you?", lines_since=8, silent_for=60.0))
    assert (goes_on.asks, goes_on.reasons[0].startswith("but "), goes_on.reasons[-1].startswith("but ")) == (False, False, True)
    assert "in the talk" in goes_on.reasons


SECONDS = st.none() | st.floats(0, 1e7)
SHARE = st.floats(0, 1)
TRUTHS = {name: st.booleans() for name in ("newcomer", "names", "half_named")}
TIMES = dict.fromkeys(("silent_for", "talking", "called", "named"), SECONDS)
COMPANY = st.builds(Company, **TRUTHS, **TIMES, lines_since=st.none() | st.integers(0, 10**9), takes_up=SHARE, repeats=SHARE)


@given(st.lists(st.text(), max_size=6).map(tuple), COMPANY, st.booleans(), st.booleans())
def test_any_burst_gets_a_verdict_with_a_reason(lines: tuple[str, ...], company: Company, addressed: bool, helps: bool) -> None:
    verdict = asks_for_help(Burst(lines, company, addressed, helps))
    assert 0.0 <= verdict.score <= 1.0
    assert verdict.asks == (verdict.score >= 0.5)
    assert verdict.reasons
