"""Refusals find the line that they refuse."""

import pytest

from bot.core.actions import Say
from bot.core.events import Gone, Undelivered
from bot.core.people import Place
from tests.servers.script import CAPS, LABELS, Script, joined

ROOM, ANN = Place("oftc", "#rdo"), Place("oftc", "ann", direct=True)


def wrote(*says: tuple[str, Place], caps: str = CAPS) -> Script:
    script = joined(caps=caps)
    for key, place in says:
        script.wire.wrote(Say(key, place, ("x",)), 1, script.at)
    return script


@pytest.mark.case(36)
@pytest.mark.parametrize("numeric", ["404", "477", "403"])
def test_a_refused_line_in_a_room_is_undelivered(numeric: str) -> None:
    script = wrote(("one", ROOM), ("two", ROOM)).server(f":s {numeric} helper #RDO :Cannot send to channel")
    assert script.heard() == [Undelivered(script.at, ROOM, "two", f"Cannot send to channel ({numeric})")]
    assert script.reports == [f"#rdo: a line of mine was refused: Cannot send to channel ({numeric})"]


@pytest.mark.case(36)
@pytest.mark.parametrize("numeric", ["401", "716", "531"])
def test_a_refused_private_line_is_undelivered(numeric: str) -> None:
    script = wrote(("one", ANN), ("two", ROOM)).server(f":s {numeric} helper ANN :is not there")
    assert script.heard() == [Undelivered(script.at, ANN, "one", f"is not there ({numeric})")]


def test_each_utterance_is_undelivered_once() -> None:
    script = wrote(("one", ROOM)).server(*[":s 404 helper #rdo :no"] * 3)
    assert len(script.heard()) == 1


def test_an_old_line_is_not_taken_for_the_refused_one() -> None:
    script = wrote(("one", ROOM))
    script.at += 11.0
    assert script.server(":s 404 helper #rdo :no").heard() == []


def test_a_refusal_for_another_place_is_not_ours() -> None:
    assert wrote(("one", ROOM)).server(":s 404 helper #other :no", ":s 401 helper bob :no").heard() == []


def test_a_refusal_by_standard_reply_is_understood() -> None:
    script = wrote(("one", ROOM)).server(":s FAIL PRIVMSG CANNOT_SEND #rdo :Not now")
    assert script.heard() == [Undelivered(script.at, ROOM, "one", "Not now (CANNOT_SEND)")]


def test_other_standard_replies_are_for_the_operator() -> None:
    script = joined().server(":s WARN * BUSY :Slow down", ":s NOTE * HI :hello", ":s FAIL BOX BOXES_INVALID STACK :Bad")
    assert script.reports == ["the server says: * BUSY Slow down (WARN)", "the server says: BOX BOXES_INVALID STACK Bad (FAIL)"]


# --- with labels ---


def test_every_line_has_a_label_of_its_own() -> None:
    lines = joined(caps=LABELS).wire.lines_for(Say("7.0", ROOM, ("a", "b"), reply_to="m1"))
    assert lines == ["@label=7.0/0;+draft/reply=m1 PRIVMSG #rdo :a", "@label=7.0/1;+draft/reply=m1 PRIVMSG #rdo :b"]


@pytest.mark.case(36)
@pytest.mark.parametrize("reply", ["404 helper #rdo :no", "482 helper @#rdo :no", "FAIL PRIVMSG 404 #rdo :no", "401 helper x :no"])
def test_a_label_says_which_line_was_refused(reply: str) -> None:
    script = wrote(("one", ROOM), ("two", ROOM), caps=LABELS)
    script.at += 60.0
    (lost,) = script.server(f"@label=one/0 :s {reply}").heard()
    assert isinstance(lost, Undelivered)
    assert (lost.key, lost.why) == ("one", f"no ({'404' if 'FAIL' in reply else reply[:3]})")


def test_a_refusal_may_come_in_a_batch() -> None:
    script = wrote(("one", ROOM), caps=LABELS)
    script.server("@label=one/0 :s BATCH +1 labeled-response", "@batch=1 :s 301 helper ann :away", "@batch=1 :s 404 helper #rdo :no")
    assert [event.key for event in script.heard() if isinstance(event, Undelivered)] == ["one"]


def test_where_labels_tell_nothing_is_guessed() -> None:
    assert wrote(("one", ROOM), caps=LABELS).server(":s 404 helper #rdo :no", "@label=x/0 :s 404 helper #rdo :no").heard() == []


ANSWERS = ("@label=one/0;msgid=m :helper!h@x PRIVMSG #rdo :x", "@label=one/0 :s ACK", "@label=one/0 :s 301 helper ann :away")


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_was_answered_has_arrived(answer: str) -> None:
    script = wrote(("one", ROOM), caps=LABELS).server(answer)
    assert script.wire.gone(script.at, "reset") == (Gone(script.at, "oftc", None, "reset"),)


def test_what_was_not_answered_when_the_connection_broke_has_not_arrived() -> None:
    script = wrote(("one", ROOM), ("two", ROOM), caps=LABELS).server(ANSWERS[0])
    lost = Undelivered(script.at, ROOM, "two", "the connection broke before it had arrived")
    assert script.wire.gone(script.at, "reset") == (lost, Gone(script.at, "oftc", None, "reset"))


def test_what_was_written_long_ago_is_not_taken_for_lost() -> None:
    script = wrote(("one", ROOM), caps=LABELS)
    assert len(script.wire.gone(script.at + 101.0, "reset")) == 1


def test_without_labels_nobody_knows_what_arrived() -> None:
    script = wrote(("one", ROOM))
    assert len(script.wire.gone(script.at, "reset")) == 1
