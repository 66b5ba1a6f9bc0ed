"""What stands behind a time stamp, as clients differ about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay.bodies import moved, spoke, told
from bot.replay.logged import Logged, Malformed, What


def came(nick: str = "alice") -> Logged:
    return Logged(What.CAME, 1.0, nick)


def went(nick: str = "alice") -> Logged:
    return Logged(What.WENT, 1.0, nick)


def said(text: str, notice: bool = False) -> Logged:
    return Logged(What.SAID, 1.0, "alice", text, notice=notice)


@pytest.mark.parametrize(
    ("rest", "what"),
    [
        ("<alice> hi", said("hi")),
        ("<+alice> hi", said("hi")),
        ("< alice>  two  spaces", said(" two  spaces")),
        ("<alice> <b>hi</b>", said("<b>hi</b>")),
        ("<alice> \x0304red\x03", said("\x0304red\x03")),
        ("<alice>", said("")),
        ("* alice waves", said("/me waves")),
        ("* alice", said("/me ")),
        ("-alice- psst", said("psst", notice=True)),
        ("-alice!~a@host.example- psst", said("psst", notice=True)),
        ("-!- alice [~a@host] has joined #rdo", came()),
        ("*** alice <~a@host> has joined #rdo", came()),
        ("*** alice joined #rdo", came()),
        ("*** Parts: alice (~a@host) (bye)", went()),
        ("*** alice left #rdo", went()),
        ("=== alice [~a@host] has quit [Read error: has joined]", went()),
        ("-!- topic of #rdo: alice has joined", None),
    ],
)
def test_what_stands_behind_a_stamp(rest: str, what: Logged | None) -> None:
    assert told(rest, 1.0) == what


@pytest.mark.parametrize("rest", ["", "alice: hi", "<alice hi", "<> hi", "*alice waves"])
def test_anything_else_is_malformed(rest: str) -> None:
    with pytest.raises(Malformed, match="neither"):
        told(rest, 1.0)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\x01ACTION waves\x01", said("/me waves")),
        ("\x01ACTION waves", said("/me waves")),
        ("\x01VERSION\x01", said("", notice=True)),
        ("hi \x01 there", said("hi \x01 there")),
    ],
)
def test_ctcp_is_told_as_what_it_means(text: str, what: Logged) -> None:
    assert spoke("alice", text, 1.0) == what


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Netsplit over, joins: alice, @bob", ("alice", "bob")),
        ("Netsplit a.example <-> b.example quits: alice, bob, (+20 more, use /NETSPLIT to show all of them)", ("alice", "bob")),
    ],
)
def test_a_netsplit_is_of_several_people(text: str, people: tuple[str, ...]) -> None:
    split = moved(text, 1.0)
    assert split is not None
    assert split.people == people


@pytest.mark.parametrize(
    "text", ["You are now known as helper", "You have joined #rdo", "you were kicked", "Mode #rdo [+o alice] by ChanServ"]
)
def test_whoever_kept_the_log_is_nobody(text: str) -> None:
    assert moved(text, 1.0) is None


@given(st.one_of(st.text(), st.from_regex(r"(-!- |\*\*\* |<|\* |-)[ -~]{0,40}", fullmatch=True)))
def test_whatever_stands_there_is_told_or_malformed(rest: str) -> None:
    try:
        found = told(rest, 1.0)
    except Malformed:
        return
    assert found is None or found.at == 1.0
