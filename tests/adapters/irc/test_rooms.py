"""Into channels, out of them, and back."""

import pytest

from bot.core.actions import Say
from bot.core.events import Gone
from bot.core.people import Place
from tests.servers.script import Script, joined, welcomed

ROOM = Place("oftc", "#rdo")


def test_joins_are_paced() -> None:
    script = Script(rooms=tuple(f"#r{number}" for number in range(8)))
    script.wire.pacing.timings = script.wire.timings.__class__(line_burst=4, line_every=1.0)
    script.wire.pacing.tokens = 4.0
    welcomed(script)
    assert [line for line in script.sent() if line.startswith("JOIN")] == ["JOIN #r0", "JOIN #r1", "JOIN #r2", "JOIN #r3"]
    assert script.wait(2.0).sent() == ["JOIN #r4", "JOIN #r5"]


@pytest.mark.case(37)
def test_a_kick_is_reported_and_answered_by_coming_back_ever_later() -> None:
    script = joined()
    waits = []
    for _ in range(4):
        script.server(":ann!a@host KICK #rdo helper :out")
        assert script.heard() == [Gone(script.at, "oftc", ROOM, "kicked by ann: out")]
        waits.append(script.until("JOIN #rdo"))
        script.server(":helper!helper@bot.host JOIN #rdo")
        script.sent()
    assert waits == [5.0, 10.0, 20.0, 40.0]
    assert set(script.reports) == {"#rdo: kicked by ann: out"}


def test_after_a_quiet_time_a_kick_counts_as_the_first_again() -> None:
    script = joined()
    script.server(":ann!a@host KICK #rdo helper :out").wait(5.0)
    script.server(":helper!helper@bot.host JOIN #rdo").wait(0.0)
    script.at += 600.0
    script.server(":ann!a@host KICK #rdo helper :out")
    assert script.wire.rooms.rooms["#rdo"].try_at == script.at + 5.0


@pytest.mark.case(37)
@pytest.mark.parametrize("numeric", ["403", "405", "471", "473", "474", "475", "477"])
def test_a_refused_join_is_reported_and_tried_ever_later(numeric: str) -> None:
    script = welcomed(Script())
    script.heard()
    waits = []
    for _ in range(3):
        script.server(f":s {numeric} helper #RDO :Cannot join channel")
        assert script.heard() == [Gone(script.at, "oftc", ROOM, f"cannot join: Cannot join channel ({numeric})")]
        script.sent()
        waits.append(script.until("JOIN #rdo"))
    assert waits == [30.0, 60.0, 120.0]
    assert set(script.reports) == {f"#rdo: cannot join: Cannot join channel ({numeric}); I keep trying"}


def test_a_join_without_an_answer_is_sent_again() -> None:
    script = welcomed(Script())
    script.sent()
    assert script.wait(60.0).sent() == ["PING :are you there", "JOIN #rdo"]


@pytest.mark.case(37)
@pytest.mark.parametrize("before", [":s 474 helper #rdo :Banned", ":s 475 helper #rdo :Key", ":ann!a@host KICK #rdo helper :out"])
def test_an_invitation_undoes_no_kick_and_no_ban(before: str) -> None:
    script = (joined() if "KICK" in before else welcomed(Script())).server(before)
    script.sent()
    assert script.server(":ann!a@host INVITE helper #rdo").sent() == []


@pytest.mark.case(37)
def test_a_kick_with_a_ban_means_ever_longer_waits_and_one_line_for_each_to_the_operator() -> None:
    script = joined().server(":ann!a@host MODE #rdo +b *!*@bot.host", ":ann!a@host KICK #rdo helper :out")
    waits = []
    for _ in range(4):
        waits.append(script.until("JOIN #rdo"))
        script.server(":s 474 helper #rdo :Cannot join channel (you're banned)")
    assert waits == [5.0, 60.0, 120.0, 240.0]
    assert len(set(script.reports)) == 2


def test_a_join_refused_by_standard_reply_is_refused() -> None:
    script = welcomed(Script()).server(":s FAIL JOIN CHANNEL_CLOSED #rdo :Closed for today")
    assert script.reports == ["#rdo: cannot join: Closed for today (CHANNEL_CLOSED); I keep trying"]


@pytest.mark.case(37)
def test_an_invitation_to_one_of_our_channels_is_taken_at_once() -> None:
    script = welcomed(Script()).server(":s 473 helper #rdo :Cannot join channel (+i)")
    script.sent()
    assert script.server(":ann!a@host INVITE helper #RDO").sent() == ["JOIN #rdo"]


@pytest.mark.case(37)
def test_an_invitation_to_another_channel_is_ignored() -> None:
    script = joined()
    assert script.server(":ann!a@host INVITE helper #spam").sent() == []


def test_a_channel_that_we_were_put_into_is_left() -> None:
    script = joined()
    assert script.server(":helper!helper@bot.host JOIN #spam").sent() == ["PART #spam :not one of my channels"]
    assert script.heard() == []


@pytest.mark.case(37)
def test_being_taken_out_is_like_a_kick() -> None:
    script = joined().server(":helper!helper@bot.host PART #rdo")
    assert script.heard() == [Gone(script.at, "oftc", ROOM, "taken out of it")]
    assert "JOIN #rdo" in script.wait(5.0).sent()


@pytest.mark.parametrize("name", ["#a,#b", "#a b", ":x", "#a\r\nQUIT", ""])
def test_a_name_that_is_no_channel_is_left_out(name: str) -> None:
    script = welcomed(Script(rooms=("#rdo", name)))
    assert [line for line in script.sent() if line.startswith("JOIN")] == ["JOIN #rdo"]
    assert script.reports == [f"{name!r} cannot be the name of a channel: left out"]


def test_only_joined_channels_can_be_reached() -> None:
    script = welcomed(Script())
    assert not script.wire.can_reach(ROOM)
    assert joined().wire.can_reach(ROOM)
    assert joined().wire.can_reach(Place("oftc", "ann", direct=True))


def test_leaving_a_channel_that_was_never_ours_is_nothing() -> None:
    script = joined().server(":helper!helper@bot.host JOIN #spam", ":helper!helper@bot.host PART #spam")
    assert script.heard() == []
    assert script.reports == []


def test_a_channel_that_sends_us_elsewhere_is_tried_ever_later() -> None:
    script = welcomed(Script()).server(":s 470 helper #rdo ##overflow :Forwarding to another channel", ":helper!h@x JOIN ##overflow")
    assert "PART ##overflow :not one of my channels" in script.sent()
    assert script.until("JOIN #rdo") == 30.0


def test_a_channel_not_yet_joined_is_written_as_configured() -> None:
    script = welcomed(Script(rooms=("#RDO-Dev",)))
    assert script.wire.lines_for(Say("k", Place("oftc", "#rdo-dev"), ("x",))) == ["PRIVMSG #RDO-Dev :x"]
