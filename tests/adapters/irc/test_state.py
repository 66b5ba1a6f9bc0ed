"""What one server has told us, and what happens when it tells nonsense."""

import pytest

from bot.adapters.irc.state import State
from bot.adapters.irc.tokens import tokenise
from bot.core.events import Present
from bot.core.people import Person, Place
from tests.servers.script import CAPS, NOON, Script, joined, welcomed

ROOM = Place("oftc", "#rdo")


def fed(*lines: str) -> State:
    state = State("oftc")
    for text in lines:
        line = tokenise(text)
        assert line is not None
        state.feed(line)
    return state


@pytest.mark.parametrize(
    "token",
    [
        "CASEMAPPING=",
        "CASEMAPPING",
        "PREFIX=",
        "PREFIX=(ov",
        "PREFIX",
        "NICKLEN=",
        "NICKLEN=x",
        "CHANMODES=",
        "CHANMODES=a,b",
        "MODES=-",
        "TARGMAX=NAMES",
        "X=\\",
        "X=\\x",
        "X=\\xzz",
        "X=a\\\\\\",
        "=",
        "-WHOX",
        "STATUSMSG=",
        "MONITOR=no",
        "BOT=",
        "LINELEN=" + "9" * 5000,
        "",
    ],
)
def test_a_bad_token_of_isupport_is_left_out_and_the_others_are_read(token: str) -> None:
    state = fed(":s 001 helper :hi", f":s 005 helper {token} NETWORK=net WHOX :are supported")
    assert (state.isupport.network, state.isupport.whox) == ("net", True)


@pytest.mark.case(32)
def test_our_nick_is_folded_again_when_the_mapping_is_known() -> None:
    assert fed(":s 001 he[per :hi").nickname_lower == "he{per"
    assert fed(":s 001 he[per :hi", ":s 005 he[per CASEMAPPING=ascii :are supported").nickname_lower == "he[per"


def test_our_own_prefix_is_the_longest_possible_until_it_is_known() -> None:
    state = fed(":s 001 helper :hi")
    assert len(state.source_prefix()) == len(":helper!@ ") + 10 + 63
    state.feed(tokenise(":s 396 helper hidden.host :is now your displayed host") or pytest.fail("unreadable"))
    assert state.source_prefix().endswith("@hidden.host ")


def test_names_and_who_make_the_list_of_people_twice() -> None:
    script = joined()
    script.server(":s 353 helper = #rdo :@ann!a@host helper!helper@bot.host", ":s 366 helper #rdo :End")
    ann, us = Person("oftc", "ann", "ann", None, "a@host"), Person("oftc", "helper", "helper", None, "helper@bot.host")
    assert script.heard() == [Present(NOON, ROOM, (ann, us))]  # bob is gone
    assert script.sent() == ["WHO #rdo n%afhinrstu,735"]
    script.server(":s 354 helper 735 a 127.0.0.1 host s ann HB@ carol :Ann", ":s 315 helper #rdo :End")
    assert script.heard() == [Present(NOON, ROOM, (Person("oftc", "ann", "ann", "carol", "a@host", bot=True), us))]


def test_without_whox_a_plain_who_gives_the_hosts() -> None:
    script = joined(names="helper ann", isupport="CHANTYPES=#")
    script.server(":s 366 helper #rdo :End")
    assert script.sent() == ["WHO #rdo"]
    script.server(":s 352 helper #rdo a host s ann H :0 Ann", ":s 315 helper #rdo :End")
    assert Person("oftc", "ann", "ann", None, "a@host") in script.wire.state.people("#rdo")


@pytest.mark.parametrize(("flags", "away"), [("G", True), ("H", False), ("G@", True), ("HB@", False)])
@pytest.mark.parametrize("answer", ["354 helper 735 a 127.0.0.1 host s ann {} 0 :Ann", "352 helper #rdo a host s ann {} :0 Ann"])
def test_who_was_away_before_we_came_is_known_by_who(answer: str, flags: str, away: bool) -> None:
    script = joined(caps=f"{CAPS} away-notify").server(f":s {answer.format(flags)}", ":s 315 helper #rdo :End")
    (present,) = script.heard()
    assert isinstance(present, Present)
    assert {person.id: person.away for person in present.people} == {"ann": away, "bob": False, "helper": False}


def test_end_of_names_of_a_channel_that_we_are_not_in_is_nothing() -> None:
    assert joined().server(":s 366 helper #x :End", ":s 315 helper ann :End").heard() == []


def test_a_new_host_is_known() -> None:
    script = joined().server(":ann!a@host CHGHOST aa new.host")
    assert script.wire.state.person("ann").host == "aa@new.host"


def test_the_mark_of_a_bot_goes_with_its_owner() -> None:
    script = joined().server(":s 354 helper 735 b 127.0.0.1 host s bob HB 0 :Bob", ":bob!b@host NICK rob")
    assert script.wire.state.person("rob").bot
    script.server(":rob!b@host QUIT", ":rob!x@y JOIN #rdo")
    assert not script.wire.state.person("rob").bot


@pytest.mark.parametrize(
    "line", [":s MODE #rdo +o", ":s 353 helper = #rdo", ":ann!a@host KICK #rdo", "JOIN #rdo", "PART #rdo", ":s MODE #rdo"]
)
def test_a_line_that_cannot_be_read_makes_us_ask_who_is_there(line: str) -> None:
    assert joined().server(line).sent() == ["NAMES #rdo"]


def test_a_line_without_a_channel_makes_us_ask_about_all_of_ours() -> None:
    script = welcomed(Script(rooms=("#rdo", "#two"))).server(*(f":helper!h@x JOIN {name}" for name in ("#rdo", "#two", "#foreign", ":")))
    script.wait(60.0).sent()
    assert script.server("QUIT", "NICK x").sent() == ["NAMES #rdo", "NAMES #two"]


def test_a_broken_server_cannot_make_us_ask_all_the_time() -> None:
    script = joined().server(*["PART #rdo"] * 50)
    assert script.sent() == ["NAMES #rdo"]
    script.wait(61.0).sent()
    assert script.server("PART #rdo").sent() == ["NAMES #rdo"]


def test_lines_that_are_not_our_business_cost_no_memory() -> None:
    script = Script().server(":s 001 helper :hi", *[f":s 372 helper :line {number}" for number in range(1000)])
    assert script.wire.state.motd == []
