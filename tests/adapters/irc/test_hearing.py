"""Lines of other people to events."""

from dataclasses import replace

import pytest

from bot.core.events import Joined, Left, Message, Renamed
from bot.core.people import Person, Place, Standing
from tests.servers.script import CAPS, NOON, Script, joined

ROOM, WITH_ANN = Place("oftc", "#rdo"), Place("oftc", "ann", direct=True)
ANN = Person("oftc", "ann", "ann", None, "a@host")
BOB = Person("oftc", "bob", "bob", None, "b@host")


def message(line: str, **options: str) -> Message | None:
    """The one message that a line is, in #rdo with ann (operator) and bob (voice)."""
    events = joined(**options).server(line).heard()
    assert len(events) <= 1
    found = events[0] if events else None
    assert found is None or isinstance(found, Message)
    return found


@pytest.mark.case(47)
def test_a_line_in_a_room() -> None:
    assert message(":ann!a@host PRIVMSG #RDO :hello \x02there\x02") == Message(NOON, ROOM, ANN, "hello there", standing=Standing.OP)


def test_a_private_line() -> None:
    assert message(":Ann!a@host PRIVMSG HELPER :hello") == Message(NOON, WITH_ANN, Person("oftc", "ann", "Ann", None, "a@host"), "hello")


def test_everything_that_tags_can_say() -> None:
    tags = "@msgid=m1;time=2023-11-14T22:13:21Z;+draft/reply=m0;account=carol;bot"
    sender = Person("oftc", "ann", "ann", "carol", "a@host", bot=True)
    expected = Message(NOON, ROOM, sender, "hi", "m1", NOON + 1.0, "m0", standing=Standing.OP)
    assert message(f"{tags} :ann!a@host PRIVMSG #rdo :hi") == expected


@pytest.mark.case(52)
@pytest.mark.parametrize(("target", "status"), [("@#rdo", "@"), ("+#rdo", "+"), ("@+#RDO", "@+"), ("#rdo", "")])
def test_a_line_to_some_of_a_room_was_said_to_them_alone(target: str, status: str) -> None:
    found = message(f":ann!a@host PRIVMSG {target} :hi")
    assert found is not None
    assert (found.place, found.standing) == (Place("oftc", "#rdo", status=status), Standing.OP)


def test_without_such_prefixes_a_line_to_some_of_a_room_goes_nowhere() -> None:
    assert message(":ann!a@host PRIVMSG @#rdo :hi", isupport="CHANTYPES=#") is None


@pytest.mark.case(52)
def test_channel_types_are_those_of_the_server() -> None:
    found = message(":ann!a@host PRIVMSG +local :hi", isupport="CHANTYPES=#+ STATUSMSG=+")
    assert found is not None
    assert found.place == Place("oftc", "+local")


@pytest.mark.parametrize(
    ("nick", "standing"), [("ann", Standing.OP), ("bob", Standing.VOICE), ("helper", Standing.NONE), ("eve", Standing.NONE)]
)
def test_the_standing_is_that_in_the_room(nick: str, standing: Standing) -> None:
    found = message(f":{nick}!x@y PRIVMSG #rdo :hi")
    assert found is not None
    assert found.standing is standing


def test_halfops_count_as_voiced_and_founders_as_operators() -> None:
    script = joined(names="~ann %bob helper", isupport="PREFIX=(qaohv)~&@%+ CHANTYPES=#")
    assert (script.wire.state.standing("#rdo", "ann"), script.wire.state.standing("#rdo", "bob")) == (Standing.OP, Standing.VOICE)


def test_the_standing_follows_mode_changes() -> None:
    script = joined().server(":ann!a@host MODE #rdo -o+v ann ann")
    assert script.wire.state.standing("#rdo", "ann") is Standing.VOICE


def test_notices_are_marked() -> None:
    found = message(":ann!a@host NOTICE #rdo :hi")
    assert found is not None
    assert found.notice


@pytest.mark.case(16)
def test_after_a_collision_our_own_lines_are_still_our_own() -> None:
    """When a netsplit heals and two have the nick, servers rename both to their unique ids."""
    script = joined().server(":helper!helper@bot.host NICK 001AAAAAB", ":001AAAAAB!helper@bot.host PRIVMSG #rdo :an answer")
    (said,) = (event for event in script.heard() if isinstance(event, Message))
    assert said.own


@pytest.mark.case(16)
def test_our_own_lines_are_marked_and_belong_to_whom_they_went_to() -> None:
    room, direct = message(":helper!h@x PRIVMSG #rdo :hi"), message(":helper!h@x PRIVMSG Ann :hi")
    assert room is not None
    assert direct is not None
    assert (room.own, room.place, direct.own, direct.place) == (True, ROOM, True, WITH_ANN)


def test_an_action_is_its_words() -> None:
    found = message(":ann!a@host PRIVMSG #rdo :\x01ACTION needs help with packstack\x01")
    assert found is not None
    assert found.text == "needs help with packstack"


@pytest.mark.parametrize(
    "line",
    [
        ":irc.test NOTICE helper :*** Spoofing your IP",
        ":irc.test PRIVMSG #rdo :server notice",
        "NOTICE helper :no source",
        ":ann!a@host PRIVMSG $* :to everybody",
        ":ann!a@host PRIVMSG * :to everybody",
        ":ann!a@host PRIVMSG bob :not for us",
        ":ann!a@host PRIVMSG #rdo :",
        ":ann!a@host PRIVMSG #rdo :\x02\x0f ",
        ":ann!a@host PRIVMSG #rdo",
        ":ann!a@host PRIVMSG",
        ":ann!a@host NOTICE helper :\x01VERSION mIRC\x01",
        ":ann!a@host PRIVMSG #rdo :\x01DCC SEND x\x01",
        ":ann!a@host TAGMSG #rdo",
    ],
)
def test_what_nobody_said_is_no_message(line: str) -> None:
    assert message(line) is None


def test_without_the_tag_nobody_is_logged_in_where_tags_tell() -> None:
    script = joined().server(":ann!a@host ACCOUNT carol", ":ann!a@host PRIVMSG #rdo :hi")
    found = script.heard()[-1]
    assert isinstance(found, Message)
    assert found.sender.account is None


@pytest.mark.case(30)
@pytest.mark.parametrize(("said", "account"), [("carol", "carol"), ("*", None), ("0", None)])
def test_whoever_logs_in_or_out_is_known_otherwise(said: str, account: str | None) -> None:
    script = joined().server(":ann!a@host ACCOUNT before")
    script.heard()
    old, new = replace(ANN, account="before"), replace(ANN, account=account)
    assert script.server(f":ann!a@host ACCOUNT {said}").heard() == [Renamed(NOON, old, new)]
    assert script.wire.state.person("ann") == new


def test_whoever_gets_another_host_is_known_otherwise() -> None:
    script = joined().server(":ann!a@host CHGHOST ann users.test")
    assert script.heard() == [Renamed(NOON, ANN, replace(ANN, host="ann@users.test"))]
    assert script.wire.state.person("ann").host == "ann@users.test"


@pytest.mark.parametrize(
    "line",
    [
        ":eve!e@host ACCOUNT carol",
        ":helper!h@host ACCOUNT carol",
        "ACCOUNT carol",
        ":ann!a@host ACCOUNT",
        ":ann!a@host CHGHOST x",
        "CHGHOST x y",
    ],
)
def test_of_strangers_of_ourselves_and_in_broken_lines_nothing_is_told(line: str) -> None:
    assert joined().server(line).heard() == []


def test_without_account_notify_accounts_are_not_followed() -> None:
    assert joined(caps="extended-join").server(":ann!a@host ACCOUNT carol").heard() == []


@pytest.mark.case(31)
def test_two_people_who_swap_their_nicks_are_told_in_order() -> None:
    script = joined().server(":ann!a@host NICK x", ":bob!b@host NICK ann", ":x!a@host NICK bob", ":bob!a@host PRIVMSG #rdo :I was ann")
    renamed = [(event.old.host, event.old.id, event.new.id) for event in script.heard()[:-1] if isinstance(event, Renamed)]
    assert renamed == [("a@host", "ann", "x"), ("b@host", "bob", "ann"), ("a@host", "x", "bob")]
    assert {(person.id, person.host) for person in script.wire.state.people("#rdo")} >= {("bob", "a@host"), ("ann", "b@host")}


@pytest.mark.parametrize(("caps", "account"), [("extended-join account-notify", "carol"), ("extended-join", None)])
def test_without_account_tags_an_account_counts_only_while_we_hear_of_changes(caps: str, account: str | None) -> None:
    script = joined(caps=caps).server(":eve!e@host JOIN #rdo carol :Eve", ":eve!e@host PRIVMSG #rdo :hi")
    found = script.heard()[-1]
    assert isinstance(found, Message)
    assert found.sender.account == account


def test_logging_out_is_heard() -> None:
    script = joined(caps="extended-join account-notify").server(
        ":eve!e@host JOIN #rdo carol :Eve", ":eve!e@host ACCOUNT *", ":eve!e@host PRIVMSG #rdo :hi"
    )
    found = script.heard()[-1]
    assert isinstance(found, Message)
    assert found.sender.account is None


def test_people_come_in() -> None:
    script = joined().server(":Eve!e@host JOIN #rdo carol :Eve")
    assert script.heard() == [Joined(NOON, ROOM, Person("oftc", "eve", "Eve", "carol", "e@host"))]


@pytest.mark.parametrize("line", [":ann!a@host PART #RDO :bye", ":bob!b@host KICK #rdo Ann :out", ":s KICK #rdo ann", ":ann!a@host QUIT"])
def test_people_leave(line: str) -> None:
    script = joined().server(line)
    assert script.heard() == [Left(NOON, ROOM, ANN)]
    assert [person.id for person in script.wire.state.people("#rdo")] == ["bob", "helper"]


def test_who_quits_leaves_every_channel_that_we_shared() -> None:
    script = joined().server(":helper!h@x JOIN #two", ":s 353 helper = #two :helper ann!a@host", ":s 366 helper #two :End")
    script.heard()
    assert script.server(":ann!a@host QUIT :bye").heard() == [Left(NOON, ROOM, ANN), Left(NOON, Place("oftc", "#two"), ANN)]


def test_people_change_their_nick() -> None:
    script = joined().server(":ann!a@host NICK Anna")
    assert script.heard() == [Renamed(NOON, ANN, Person("oftc", "anna", "Anna", None, "a@host"))]
    assert script.wire.state.standing("#rdo", "anna") is Standing.OP


def test_nicks_that_are_swapped_follow_their_owners() -> None:
    script = joined().server(":ann!a@host NICK tmp", ":bob!b@host NICK ann", ":tmp!a@host NICK bob")
    assert {person.id: person.host for person in script.wire.state.people("#rdo")} == {
        "bob": "a@host", "ann": "b@host", "helper": "helper@bot.host",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", [":eve!e@host QUIT", ":eve!e@host NICK x", ":eve!e@host PART #rdo", ":s KICK #rdo eve", ":ann!a@host PART #x"]
)
def test_what_people_whom_we_do_not_see_do_is_nothing(line: str) -> None:
    assert joined().server(line).heard() == []


@pytest.mark.parametrize(("mapping", "same"), [("rfc1459", True), ("ascii", False), ("rfc1459-strict", True), ("nonsense", False)])
def test_people_are_told_apart_by_the_mapping_of_the_server(mapping: str, same: bool) -> None:
    script = joined(isupport=f"CHANTYPES=# CASEMAPPING={mapping}", names="helper [x]!x@host")
    script.server(":{x}!x@host PRIVMSG #rdo :hi", ":[x]!x@host PRIVMSG #rdo :hi")
    first, second = (event for event in script.heard() if isinstance(event, Message))
    assert (first.sender.id == second.sender.id) is same


def test_the_kelvin_sign_is_not_the_letter_k() -> None:
    found = message(":\u212aim!k@host PRIVMSG #rdo :hi")
    assert found is not None
    assert found.sender.id == "\u212aim"


AWAY_CAPS = f"{CAPS} away-notify setname"


def away(script: Script) -> list[bool]:
    return [event.new.away for event in script.heard() if isinstance(event, Renamed)]


def test_whoever_goes_away_and_comes_back_is_known_to_be() -> None:
    script = joined(caps=AWAY_CAPS).server(":ann!a@host AWAY :lunch", ":ann!a@host AWAY")
    assert away(script) == [True, False]


def test_whoever_is_away_stays_away_when_they_speak() -> None:
    script = joined(caps=AWAY_CAPS).server(":ann!a@host AWAY :lunch")
    script.heard()
    (said,) = script.server(":ann!a@host PRIVMSG #rdo :one thing more").heard()
    assert isinstance(said, Message)
    assert said.sender.away


def test_a_server_that_does_not_keep_absences_true_tells_none() -> None:
    assert away(joined().server(":ann!a@host AWAY :lunch")) == []


def test_who_else_is_away_is_nothing_to_us() -> None:
    assert away(joined(caps=AWAY_CAPS).server(":eve!e@host AWAY :x", ":helper!h@host AWAY :x", "AWAY :x")) == []


def test_another_real_name_changes_nothing_of_the_house() -> None:
    script = joined(caps=AWAY_CAPS).server(":ann!a@host SETNAME :Ann Other", ":ann!a@host SETNAME", "SETNAME :x")
    assert script.heard() == []
    assert script.sent() == []
    assert script.fault is None
