"""One connection as a whole: nothing that a server or a stranger sends ends it, but what must end it does."""

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.irc.out import Kind
from bot.core.actions import Say
from bot.core.events import Gone, Message
from bot.core.people import BRIDGE_HOST, Person, Place
from tests.servers.script import ISUPPORT, Script, joined, welcomed

MALFORMED = [
    ":a!b@c QUIT",
    "PRIVMSG #x",
    "PING",
    "NICK x",
    " ",
    "",
    ":",
    "@",
    "@a",
    "@a=b ",
    ":s 005 helper TARGMAX=NAMES :x",
    ":s 005 helper PREFIX= :x",
    ":s 005 helper CASEMAPPING=rfc1459-strict :x",
    ":s 005 helper CASEMAPPING=rfc3454 :x",
    ":s 005 helper NICKLEN= :x",
    ":s 005 helper X=\\ :x",
    ":s 005",
    ":s 005 helper",
    "JOIN",
    ":s JOIN",
    ":a!b@c JOIN",
    "PRIVMSG",
    ":a!b@c PRIVMSG",
    "KICK",
    ":a!b@c KICK #rdo",
    ":s 353",
    ":s 353 helper = #rdo",
    ":s 366",
    ":s 315",
    ":s 354 helper",
    ":s 352 helper #rdo",
    ":s 001",
    ":s 433",
    ":s 900",
    ":s 904",
    ":s 376",
    "MODE",
    ":s MODE #rdo +ooo ann",
    ":s MODE helper",
    "CAP",
    ":s CAP * LS",
    ":s CAP",
    ":s CAP * ACK",
    ":s CAP * NEW",
    "AUTHENTICATE",
    "BATCH",
    ":s BATCH +",
    ":s BATCH -",
    "@batch= :a!b@c PRIVMSG #rdo :x",
    ":s 731 helper",
    ":s 404",
    ":s 473",
    "INVITE",
    "ACCOUNT",
    ":ann!a@host ACCOUNT",
    "CHGHOST",
    ":ann!a@host CHGHOST x",
    ":!@ PRIVMSG #rdo :x",
    ":@ PRIVMSG #rdo :x",
    ":! JOIN #rdo",
    ": PRIVMSG #rdo :x",
    "PART",
    ":ann!a@host PART",
    ":a!b@c NICK",
    ":s 396 helper",
    ":s 311 helper x",
    ":s 901",
    ":helper!h@x NICK :two words",
    ":helper!h@x JOIN :#a b",
    ":s 333 helper #rdo ann 99999999999999999999",
    ":s 329 helper #rdo x",
    "ERROR",
    ":ann!a@host PRIVMSG @ :x",
    ":ann!a@host PRIVMSG helper :\x01",
    ":ann!a@host PRIVMSG helper :\x01PING",
    "@time=9999-12-31T23:59:59+99:99 :a!b@c PRIVMSG #rdo :x",
]
WORDS = [
    "PRIVMSG",
    "NOTICE",
    "JOIN",
    "PART",
    "KICK",
    "QUIT",
    "NICK",
    "MODE",
    "CAP",
    "BATCH",
    "PING",
    "001",
    "005",
    "353",
    "354",
    "366",
    "433",
    "473",
    "404",
    "904",
    "#rdo",
    "helper",
    "ann",
    "bob",
    "=",
    "*",
    "+o",
    "-o",
    "LS",
    "ACK",
    "NEW",
    "DEL",
    "+1",
    "-1",
    "chathistory",
    ":ann!a@host",
    ":helper!h@x",
    ":s",
    "@batch=1",
    "@time=x;msgid=",
    ":",
    ": :",
    "PREFIX=(",
    "CASEMAPPING=ascii",
    "\x01",
    "\x02",
    ":hello",
]


def alive(script: Script) -> bool:
    """Whether a question still gets through."""
    script.heard()
    script.server(":eve!e@host PRIVMSG #still :here?")
    return script.fault is None and any(isinstance(event, Message) for event in script.heard())


@pytest.mark.case(50)
@pytest.mark.parametrize("line", MALFORMED)
def test_no_malformed_line_ends_the_connection(line: str) -> None:
    assert alive(joined().server(line))


@pytest.mark.parametrize("line", MALFORMED)
def test_no_malformed_line_ends_the_connection_while_it_begins(line: str) -> None:
    script = Script().server(line)
    assert alive(welcomed(script))


def test_malformed_lines_are_foreseen(caplog: pytest.LogCaptureFixture) -> None:
    """The net under every line is for what nobody foresaw; these were."""
    with caplog.at_level(logging.ERROR):
        joined().server(*(line for line in MALFORMED if line != ":helper!h@x JOIN :#a b"))
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.case(50)
@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=9)), max_size=7).map(" ".join), max_size=30))
def test_no_mixture_of_lines_ends_the_connection(lines: list[str]) -> None:
    script = joined()
    script.bytes("\r\n".join([*lines, ""]).encode("utf-8", "surrogatepass"))
    script.server(":helper!h@x JOIN #still", ":eve!e@host PRIVMSG #still :here?")
    assert script.fault is None
    assert all("\n" not in line and "\r" not in line and "\0" not in line for line in script.sent())


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(min_value=0, max_value=5))
def test_no_bytes_end_the_connection_while_it_begins(data: bytes, after: int) -> None:
    script = Script()
    for line in (":s CAP * LS :batch", ":s CAP * ACK :batch", ":s 001 helper :hi", ":s 005 helper WHOX :x", ":s 376 helper :x")[:after]:
        script.server(line)
    script.bytes(data + b"\r\n")
    assert script.fault is None or script.fault.kind is Kind.LOST


@pytest.mark.case(49)
def test_a_latin1_line_is_heard_and_the_next_one_too() -> None:
    script = joined().bytes(b":ann!a@host PRIVMSG #rdo :gr\xfc\xdfe\r\n:ann!a@host PRIVMSG #rdo :gr\xc3\xbc\xc3\x9fe\r\n")
    assert [event.text for event in script.heard() if isinstance(event, Message)] == ["grüße", "grüße"]


@pytest.mark.case(9)
def test_a_line_without_end_ends_the_connection() -> None:
    script = joined().bytes(b"x" * 70_000)
    assert script.fault is not None
    assert (script.fault.kind, script.sent()) == (Kind.LOST, [])


@pytest.mark.parametrize(
    ("line", "answer"), [("PING :a b", "PONG :a b"), ("PING x", "PONG :x"), ("PING", "PONG :"), ("@t=1 :s PING s1", "PONG :s1")]
)
def test_pings_are_answered(line: str, answer: str) -> None:
    assert Script().server(line).sent()[-1] == answer


def test_silence_is_asked_about_and_then_ends_the_connection() -> None:
    script = joined()
    script.answers = False
    script.server(":s NOTICE helper :x").wait(59.0)
    assert script.sent() == []
    assert script.wait(2.0).sent() == ["PING :are you there"]
    script.wait(30.0)
    assert script.fault is not None
    assert (script.fault.kind, script.fault.why) == (Kind.LOST, "nothing from the server for 90 s")


def test_an_answer_to_our_ping_keeps_the_connection() -> None:
    script = joined().wait(3600.0)
    assert script.fault is None
    assert script.sent().count("PING :are you there") == 60


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ERROR :Closing link: (h@x) [K-Lined: spam]", Kind.BARRED),
        ("ERROR :Closing Link: x (G-line: bots)", Kind.BARRED),
        ("ERROR :You are banned from this server", Kind.BARRED),
        ("ERROR :Trying to reconnect too fast.", Kind.BARRED),
        ("ERROR :Your host is trying to (re)connect too fast -- throttled", Kind.BARRED),
        ("ERROR :Closing link: (h@x) [Excess Flood]", Kind.BARRED),
        ("ERROR :Closing link: (h@x) [Ping timeout: 120 seconds]", Kind.LOST),
        ("ERROR :Server shutting down", Kind.LOST),
    ],
)
def test_the_last_words_of_the_server_decide_how_we_come_back(line: str, kind: Kind) -> None:
    fault = joined().server(line).wire.lost("reset")
    assert (fault.kind, fault.why) == (kind, f"the server hung up: {line[7:]}")


def test_a_lost_connection_without_words_is_just_lost() -> None:
    script = joined()
    assert script.wire.lost("reset by peer").why == "reset by peer"
    assert script.wire.gone(script.at, "reset") == (Gone(script.at, "oftc", None, "reset"),)
    assert not script.wire.ready


@pytest.mark.case(42)
def test_version_and_ping_are_answered_in_private_and_not_often() -> None:
    script = joined()
    ask = [f":u{number}!u@h PRIVMSG helper :\x01VERSION\x01" for number in range(50)]
    assert script.server(*ask).sent() == ["NOTICE u0 :\x01VERSION Patience\x01"]
    script.wait(5.0)
    assert script.server(":ann!a@host PRIVMSG helper :\x01PING 1\x102\x01\x01VERSION\x01").sent() == ["NOTICE ann :\x01PING 12\x01"]


@pytest.mark.case(42)
def test_many_requests_in_one_line_are_one() -> None:
    script = joined()
    assert script.server(":ann!a@host PRIVMSG helper :" + "\x01VERSION\x01" * 5).sent() == ["NOTICE ann :\x01VERSION Patience\x01"]


@pytest.mark.case(42)
def test_a_lone_mark_is_nothing() -> None:
    assert joined().server(":ann!a@host PRIVMSG helper :\x01", ":ann!a@host PRIVMSG helper :\x01\x01").sent() == []


@pytest.mark.parametrize(
    "line",
    [
        ":ann!a@host PRIVMSG #rdo :\x01VERSION\x01",
        ":ann!a@host NOTICE helper :\x01VERSION\x01",
        ":ann!a@host PRIVMSG helper :\x01TIME\x01",
        ":ann!a@host PRIVMSG helper :\x01DCC CHAT chat 1 1\x01",
        ":ann!a@host PRIVMSG helper :\x01ACTION VERSION\x01",
    ],
)
@pytest.mark.case(42)
def test_other_ctcp_is_not_answered(line: str) -> None:
    assert joined().server(line).sent() == []


def test_farewells_are_cleaned() -> None:
    assert joined().wire.farewell("see you\r\nJOIN #x") == "QUIT :see you JOIN #x"
    assert len(joined().wire.farewell("ü" * 500).encode()) <= 510


def test_something_is_always_due() -> None:
    script = joined()
    assert script.at < script.wire.due() <= script.at + 60.0


# --- whom a line is for ---

ANN, ROOM = Person("oftc", "ann", "ann", None, "a@host"), Place("oftc", "#rdo")
PRIVATE = Place("oftc", "ann", direct=True)


@pytest.mark.case(27)
@pytest.mark.parametrize(
    ("lines", "place", "missed"),
    [
        ((), ROOM, ""),
        ((), PRIVATE, ""),
        ((":ann!a@host QUIT :a.net b.net",), ROOM, "ann has left"),
        ((":ann!a@host PART #rdo",), ROOM, "ann has left"),
        ((":ann!a@host PART #rdo",), PRIVATE, ""),  # they may still be online
        ((":ann!a@host QUIT :a.net b.net", ":ann!m@elsewhere JOIN #rdo * :x"), ROOM, "the nick ann is somebody else's now"),
        ((":ann!a@host QUIT :a.net b.net", ":ann!m@elsewhere JOIN #rdo * :x"), PRIVATE, "the nick ann is somebody else's now"),
        ((":ann!a@host NICK anna", ":bob!b@host NICK ann"), PRIVATE, "the nick ann is somebody else's now"),
        ((":ann!a@host QUIT :a.net b.net", ":ann!a@host JOIN #rdo * :x"), ROOM, ""),
    ],
)
def test_a_line_for_somebody_does_not_reach_somebody_else(lines: tuple[str, ...], place: Place, missed: str) -> None:
    assert joined().server(*lines).wire.missed(Say("k", place, ("x",), to=ANN)) == missed


def test_people_behind_a_bridge_are_where_the_bridge_is() -> None:
    zoe = Person("oftc", "relay/zoe", "zoe", None, BRIDGE_HOST)
    assert joined().wire.missed(Say("k", ROOM, ("x",), to=zoe)) == ""
    assert joined().wire.missed(Say("k", ROOM, ("x",))) == ""


# --- typing (IRCv3 `+typing`) ---

TYPING = "@+typing=active TAGMSG #rdo"
RDO = Place("oftc", "#rdo")


def typing(script: Script, place: Place = RDO) -> list[str]:
    return script.wire.typing(place, script.at).lines


def test_who_waits_sees_that_an_answer_is_on_its_way() -> None:
    assert typing(joined()) == [TYPING]


def test_a_person_in_private_sees_it_too() -> None:
    assert typing(joined(), Place("oftc", "ann", direct=True)) == ["@+typing=active TAGMSG ann"]


@pytest.mark.parametrize("room", ["", ":x", "two words", "x\r\nQUIT"])
def test_a_place_that_cannot_be_written_to_gets_none_and_nothing_fails(room: str) -> None:
    assert typing(joined(), Place("oftc", room, direct=True)) == []


def test_it_is_shown_again_only_after_three_seconds() -> None:
    script = joined()
    assert typing(script) == [TYPING]
    script.at += 2.9
    assert typing(script) == []
    script.at += 0.2
    assert typing(script) == [TYPING]


@pytest.mark.parametrize("isupport", ["CLIENTTAGDENY=*", "CLIENTTAGDENY=typing", "CLIENTTAGDENY=draft/react,typing"])
def test_a_server_that_denies_the_tag_gets_none(isupport: str) -> None:
    assert typing(joined(isupport=f"{ISUPPORT} {isupport}")) == []


def test_a_server_that_denies_all_tags_but_this_gets_it() -> None:
    assert typing(joined(isupport=f"{ISUPPORT} CLIENTTAGDENY=*,-typing")) == [TYPING]


def test_a_server_without_tags_gets_none() -> None:
    assert typing(joined(caps="")) == []


def test_no_mark_goes_to_a_room_that_we_are_not_in() -> None:
    assert typing(joined(), Place("oftc", "#other")) == []


def test_a_mark_never_holds_up_a_line_that_waits() -> None:
    script = joined()
    script.wire.pacing.tokens = 0.0
    assert typing(script) == []
    assert script.wire.due() > script.at
