"""What is old is told from what is new."""

import pytest

from bot.adapters.irc.history import sent
from bot.adapters.irc.tokens import tokenise
from bot.core.events import Message
from tests.servers.script import Script, joined, welcomed


def playback(script: Script, *lines: str) -> list[bool]:
    script.heard()
    return [event.playback for event in script.server(*lines).heard() if isinstance(event, Message)]


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        ("2023-11-14T22:13:20.000Z", 1_700_000_000.0),
        ("2023-11-14T22:13:20.500Z", 1_700_000_000.5),
        ("2023-11-14T22:13:20", 1_700_000_000.0),
        ("2023-11-15T00:13:20+02:00", 1_700_000_000.0),
        ("yesterday", None),
        ("", None),
        ("0000-00-00T00:00:00Z", None),
    ],
)
def test_time_stamps_are_read(stamp: str, seconds: float | None) -> None:
    line = tokenise(f"@time={stamp} :a!b@c PRIVMSG #x :hi")
    assert line is not None
    assert sent(line) == seconds


@pytest.mark.case(23)
@pytest.mark.parametrize("kind", ["chathistory", "draft/chathistory", "znc.in/playback", "playback"])
def test_lines_in_a_history_batch_are_old(kind: str) -> None:
    lines = [
        f":s BATCH +1 {kind} #rdo",
        "@batch=1 :ann!a@host PRIVMSG #rdo :old",
        ":ann!a@host PRIVMSG #rdo :new",
        ":s BATCH -1",
        "@batch=1 :ann!a@host PRIVMSG #rdo :new, too",
    ]
    assert playback(joined(), *lines) == [True, False, False]


def test_batches_within_history_are_history() -> None:
    lines = [":s BATCH +1 chathistory #rdo", "@batch=1 :s BATCH +2 draft/multiline #rdo", "@batch=2 :ann!a@host PRIVMSG #rdo :old"]
    assert playback(joined(), *lines) == [True]


def test_other_batches_are_not_history() -> None:
    assert playback(joined(), ":s BATCH +1 netjoin a b", "@batch=1 :ann!a@host PRIVMSG #rdo :new") == [False]


def test_comings_and_goings_in_history_did_not_happen_now() -> None:
    script = joined().server(":s BATCH +1 chathistory #rdo", "@batch=1 :ann!a@host PART #rdo", "@batch=1 :eve!e@host JOIN #rdo")
    assert script.heard() == []
    assert {person.id for person in script.wire.state.people("#rdo")} == {"ann", "bob", "helper"}


@pytest.mark.case(23)
def test_a_stamp_from_before_we_came_is_old() -> None:
    lines = [
        "@time=2023-11-14T22:13:14.000Z :ann!a@host PRIVMSG #rdo :six seconds before we connected",
        "@time=2023-11-14T22:13:16.000Z :ann!a@host PRIVMSG #rdo :four seconds before",
        ":ann!a@host PRIVMSG #rdo :no stamp",
    ]
    assert playback(joined(), *lines) == [True, False, False]


def test_before_we_came_is_judged_by_the_clock_of_the_server() -> None:
    script = welcomed(Script())
    script = Script().server(":s CAP * LS :server-time", ":s CAP * ACK :server-time")
    script.server("@time=2023-11-14T21:00:00.000Z :s 001 helper :an hour behind", ":s 422 helper :no MOTD")
    lines = ["@time=2023-11-14T20:59:00Z :ann!a@host PRIVMSG helper :old", "@time=2023-11-14T21:00:01Z :ann!a@host PRIVMSG helper :new"]
    assert playback(script, *lines) == [True, False]


def test_after_coming_back_what_was_said_meanwhile_is_old() -> None:
    script = joined().server(":ann!a@host KICK #rdo helper :out", "@time=2023-11-14T23:00:00Z :helper!helper@bot.host JOIN #rdo")
    lines = ["@time=2023-11-14T22:59:00Z :ann!a@host PRIVMSG #rdo :meanwhile", "@time=2023-11-14T23:00:05Z :ann!a@host PRIVMSG #rdo :now"]
    assert playback(script, *lines) == [True, False]


def test_batches_that_never_end_are_forgotten() -> None:
    script = joined().server(*[f":s BATCH +{number} chathistory #rdo" for number in range(150)])
    assert playback(script, "@batch=149 :ann!a@host PRIVMSG #rdo :x", "@batch=3 :ann!a@host PRIVMSG #rdo :x") == [True, False]


def entering(*lines: str, caps: str = "") -> Script:
    """Our JOIN has been answered, and these lines have come behind it."""
    return welcomed(Script(), caps=caps).server(
        ":helper!h@x JOIN #rdo", ":s 353 helper = #rdo :helper ann", ":s 366 helper #rdo :x", *lines
    )


@pytest.mark.case(23)
def test_without_any_mark_what_comes_while_our_join_is_carried_out_is_old() -> None:
    lines = [
        ":s NOTICE #rdo :Replaying up to 5 lines of pre-join history",
        ":ann!a@host PRIVMSG #rdo :old",
        ":ann!a@host PRIVMSG helper :hi",
    ]
    script = entering(*lines)
    assert [event.playback for event in script.heard() if isinstance(event, Message)] == [True, True, False]
    assert "PING :joined #rdo" in script.sent()
    assert playback(script, ":s PONG s :joined #rdo", ":ann!a@host PRIVMSG #rdo :new") == [False]


def test_a_server_that_never_answers_does_not_deafen_us() -> None:
    script = entering()
    script.at += 10.0
    assert playback(script, ":ann!a@host PRIVMSG #rdo :new") == [False]


@pytest.mark.case(23)
def test_what_is_shown_while_our_join_is_carried_out_is_told_by_its_stamp() -> None:
    script = welcomed(Script(), caps="server-time").server("@time=2023-11-14T22:13:20.000Z :helper!h@x JOIN #rdo")
    lines = ["@time=2023-11-14T22:13:19.000Z :ann!a@host PRIVMSG #rdo :old", "@time=2023-11-14T22:13:21.000Z :ann!a@host PRIVMSG #rdo :new"]
    assert playback(script, *lines) == [True, False]


def test_where_history_is_marked_no_ping_is_needed() -> None:
    script = welcomed(Script()).server("@time=2023-11-14T22:13:20.000Z :helper!h@x JOIN #rdo")
    assert not any(line.startswith("PING") for line in script.sent())
