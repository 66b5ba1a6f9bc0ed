"""Who a line is said to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.address import NEVER_NAMES, addressee, hailed, spoken_to

HERE = frozenset(["bob", "carol", "dave_", "alice doe", "@erin:example.org", "frank", "hi", "all", "ok", "well"])
OURS = ("rdohelper", "rdohelper_", "RDO helper")


def here(name: str) -> bool:
    return name.lower() in HERE


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("bob: look in the log", "bob", "look in the log"),
        ("Bob, look", "Bob", "look"),
        ("bob , look", "bob", "look"),
        ("dave_: look", "dave_", "look"),
        ("bob:", "bob", ""),
        ("@bob look", "bob", "look"),
        ("@bob: look", "bob", "look"),
        ("@bob @carol look", "bob", "look"),
        ("bob, carol: look", "bob", "look"),
        ("bob, carol, look", "bob", "look"),
        ("bob and carol: look", "bob", "look"),
        ("bob: carol: said so", "bob", "carol: said so"),
        ("Alice Doe: look", "Alice Doe", "look"),
        ("@erin:example.org: look", "@erin:example.org", "look"),
        ("@erin:example.org look", "@erin:example.org", "look"),
        ("@frank:example.org look", "frank", "look"),
        ("carol: works now!! it was the ssh keys", "carol", "works now!! it was the ssh keys"),
    ],
)
def test_a_name_in_front_is_who_it_is_said_to(text: str, name: str, rest: str) -> None:
    assert addressee(text, here) == (name, rest)


@pytest.mark.parametrize(
    "text", ["hi bob", "Hello, Bob!", "welcome bob", "hi and welcome back, bob :)", "good morning @bob", "hey hey bob."]
)
def test_a_greeting_with_a_name_behind_it_is_for_that_person(text: str) -> None:
    assert (hailed(text, here) or "").lower() == "bob"


@pytest.mark.parametrize("text", ["hi all", "hi", "hi eve", "bob", "hi bob, how do i install rdo?", "so, bob", "hi bob carol"])
def test_other_lines_greet_nobody_by_name(text: str) -> None:
    assert hailed(text, here) is None


@pytest.mark.parametrize(
    "text",
    [
        "hi, how do i install rdo?",
        "all: the promotion is done",
        "ok: packstack stops at mariadb, cs9",
        "well, that did not help",
        "so, what now",
        "hello: anyone here",
        "@all look",
        "eve: i have left long ago",
        "ovn: instances get no metadata",
        "bob said: no",
        "bob and carol know that",
        "i asked bob: he does not know",
        "http://bob: x",
        "12:30 is fine",
        "bob:8080 is closed",
        "error: bob",
        "",
        ":",
        "@",
    ],
)
def test_a_word_in_front_is_no_name(text: str) -> None:
    assert addressee(text, here) == (None, text)


def test_a_person_called_like_a_greeting_is_not_addressed_by_every_greeting() -> None:
    assert addressee("hi: anyone here", lambda _: True) == (None, "hi: anyone here")


def test_a_list_of_everybody_is_read_only_so_far() -> None:
    assert addressee("bob, " * 20 + "look", here) == ("bob", "bob, " * 12 + "look")


def test_a_list_without_end_is_no_list() -> None:
    text = "bob and " * 3000
    assert addressee(text, here) == (None, text)


@given(st.text() | st.from_regex(r"@?[a-z]{2,5}[,:]? (and )?@?(bob|carol)[:,] .{0,20}"), st.frozensets(st.sampled_from(sorted(HERE))))
def test_only_people_who_are_here_are_addressed(text: str, people: frozenset[str]) -> None:
    name, rest = addressee(text, lambda n: n.lower() in people)
    assert name is None or (name.lower() in people and name.lower() not in NEVER_NAMES)
    assert rest in text


# --- to us ---


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rdohelper: is there a repo?", "is there a repo?"),
        ("rdohelper, is there a repo?", "is there a repo?"),
        ("RDOHelper:open", "open"),
        ("rdohelper_: x", "x"),
        ("RDO helper: x", "x"),
        ("@rdohelper x", "x"),
        ("rdohelper is there a repo?", "is there a repo?"),
        ("rdohelper how do i install it", "how do i install it"),
        ("rdohelper can you help", "can you help"),
        ("rdohelper open", "open"),
        ("rdohelper iknow nova 30d", "iknow nova 30d"),
        ("rdohelper who knows ovn?", "who knows ovn?"),
        ("rdohelper that's wrong", "that's wrong"),
        ("is there a repo, rdohelper?", "is there a repo?"),
        ("is there a repo rdohelper?", "is there a repo?"),
        ("is there a repo, @rdohelper", "is there a repo"),
        ("hi rdohelper", "hi"),
        ("good morning rdohelper!", "good morning"),
        ("hello rdohelper, is there a repo?", "is there a repo?"),
        ("hey rdohelper can you help", "can you help"),
        ("thanks rdohelper", "thanks"),
        ("thanks rdohelper, that worked", "thanks, that worked"),
        ("works now, thanks rdohelper", "works now, thanks"),
        ("rdohelper thanks!", "thanks"),
        ("rdohelper?", ""),
        ("rdohelper", ""),
        ("rdohelper: please ignore me", "please ignore me"),
    ],
)
def test_said_to_us(text: str, said: str) -> None:
    assert spoken_to(text, OURS) == said


@pytest.mark.parametrize(
    "text",
    [
        "the rdohelper script fails",
        "rdohelper is broken",
        "rdohelper does not answer",
        "rdohelper was wrong again",
        "rdohelper can be installed from the repo",
        "rdohelper open source is great",
        "i asked rdohelper and it said nothing",
        "who wrote the rdohelper?",
        "did you ask rdohelper?",
        "rdohelper-ng: x",
        "rdohelpers: x",
        "rdohelper__: x",
        "myrdohelper: x",
        "I like rdohelper",
        "bob: ask rdohelper",
        "",
    ],
)
def test_said_about_us_is_not_said_to_us(text: str) -> None:
    assert spoken_to(text, OURS) is None


def test_without_a_name_nobody_speaks_to_us() -> None:
    assert spoken_to("help", ()) is None


def test_a_name_full_of_signs_is_only_a_name() -> None:
    assert spoken_to("[h]elp^er|: x", ("[h]elp^er|",)) == "x"


@given(st.text(), st.lists(st.text(min_size=1, max_size=9), max_size=3))
def test_no_text_breaks_the_ear(text: str, names: list[str]) -> None:
    said = spoken_to(text, names)
    assert said is None or len(said) <= len(text)
