"""Edits, removals and signs: what they change, what they never do, and who may do them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.actions import Retract
from bot.core.events import Delivered, Edited, Message, Named, Reacted, Removed, Typing, Unreadable
from bot.core.kernel import Kernel
from bot.core.people import Person
from bot.core.records import Put, Question, Reported, Status
from bot.core.settings import MatrixNetwork
from tests.builders import NETWORK, ROOM, START, Chat, alice, bob, expert, helper, known, memory, person, settings
from tests.transcript import PLUGINS, all_plugins, shipped

GAZPACHO = "is there a repo for gazpacho?"
OVN = "how do I restart the ovn controller on a compute node?"


def room(**more: Any) -> Chat:
    """A conversation with Alice and Bob under all plugins and the shipped knowledge; Carol offers the topic of the questions."""
    carol = helper("carol")
    house = replace(settings(**more), plugins=PLUGINS)
    known_here = replace(shipped(), experts=(expert(topics=("rdo-packaging", "neutron", "repos", "rdo")),))
    return Chat(Kernel(house, known_here, all_plugins(house, known_here)), known(memory(here=(alice, bob, carol)), alice, bob, carol))


def edited(text: str, target: str = "$1", by: Person = alice, at: float = 10.0, **more: Any) -> Edited:
    return Edited(START + at, ROOM, by, target, text, id=f"$edit{at}", **more)


def only(talk: Chat) -> Question:
    (found,) = talk.memory.questions(ROOM.key)
    return found


def answered(talk: Chat) -> str:
    """Alice asks, and the answer is delivered as $answer; its entry."""
    talk.says(GAZPACHO, at=0, id="$1")
    talk.wait(125)
    say = talk.said[-1][1]
    talk.hear(Delivered(START + 126, ROOM, say.key, "$answer"))
    assert only(talk).status is Status.ANSWERED
    return only(talk).entry


@pytest.mark.case(25)
def test_an_edit_with_another_meaning_is_what_is_answered() -> None:
    talk = room()
    talk.says(OVN, at=0, id="$1")
    talk.hear(edited(GAZPACHO, at=30))
    assert (only(talk).text, only(talk).last_at) == (GAZPACHO, START + 30)
    assert talk.wait(30 + 119) == []
    assert "Epoxy" in " ".join(talk.wait(30 + 121))


def test_an_edit_that_mends_typing_starts_no_new_waiting() -> None:
    talk = room()
    talk.says("is there a repo for gazpacho", at=0, id="$1")
    talk.hear(edited("Is there a repo for Gazpacho??", at=60))
    assert (only(talk).text, only(talk).last_at) == ("Is there a repo for Gazpacho??", START)


@pytest.mark.case(25)
def test_an_edited_command_does_not_run_again() -> None:
    talk = room()
    assert talk.says("!open", at=0, id="$1") != []
    assert talk.hear(edited("!help", at=5), edited("helper: open", at=6)) == []


def test_only_who_said_a_line_may_edit_it() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.hear(edited("never mind", by=bob))
    assert only(talk).text == GAZPACHO


def test_a_question_that_is_edited_into_none_is_withdrawn() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.hear(edited("lunch was good today", at=30))
    assert only(talk).status is Status.WITHDRAWN
    assert talk.wait(3600) == []


def test_a_question_that_is_edited_to_solved_is_solved() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.hear(edited("nevermind, that worked, it is solved", at=30))
    assert only(talk).status in (Status.SOLVED, Status.WITHDRAWN)


def test_a_remark_that_is_edited_into_a_question_is_one_from_then_on() -> None:
    talk = room()
    talk.says("so", by=alice, at=0, id="$1")
    talk.hear(edited(GAZPACHO, at=20))
    assert (only(talk).text, only(talk).asked_at) == (GAZPACHO, START + 20)


def test_an_edit_of_what_was_answered_changes_nothing() -> None:
    talk = room()
    answered(talk)
    before = only(talk)
    assert talk.hear(edited(OVN, at=200)) == []
    assert only(talk) == before


def test_an_edit_read_too_late_changes_the_words_alone() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.hear(edited(OVN, at=50, sent=START - 3600))
    assert (only(talk).text, only(talk).last_at) == (OVN, START)


@pytest.mark.case(24)
def test_an_edit_that_is_delivered_twice_is_one() -> None:
    talk = room()
    talk.says(OVN, at=0, id="$1")
    talk.hear(edited(GAZPACHO, at=30))
    talk.says("on centos 9", at=40, id="$2")
    before = only(talk)
    talk.hear(replace(edited(GAZPACHO, at=30), at=START + 50))
    assert only(talk) == before


@pytest.mark.case(25)
def test_a_deleted_question_is_answered_no_more() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.hear(Removed(START + 30, ROOM, "$1", "$r"))
    assert (only(talk).status, only(talk).text) == (Status.WITHDRAWN, "")
    assert talk.wait(7200) == []


def test_nothing_that_is_kept_quotes_a_deleted_line() -> None:
    talk = room()
    secret = "my password hunter2 fails in packstack, is there a repo or a fix for that somewhere?"
    talk.says(secret, at=0, id="$1")
    talk.wait(700)
    talk.says("!open", by=bob, at=800, id="$2")
    quoted = [say for _, say in talk.said if "hunter2" in " ".join(say.lines)]
    assert len(quoted) == 2  # the call of an expert, and the list
    talk.hear(Removed(START + 900, ROOM, "$1", "$r"))
    assert "hunter2" not in repr([record for kind in talk.memory.records.values() for record in kind.values()])


def test_a_deleted_line_of_several_leaves_the_others() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.says("my password is hunter2", at=10, id="$2")
    talk.hear(Removed(START + 30, ROOM, "$2", "$r"))
    assert (only(talk).text, only(talk).status) == (GAZPACHO, Status.GATHERING)


def test_a_line_that_is_deleted_while_it_is_typed_is_no_part_of_the_question() -> None:
    talk = room()
    talk.says("oops wrong window", at=0, id="$0")
    talk.hear(Removed(START + 5, ROOM, "$0", "$r"))
    talk.says(GAZPACHO, at=10, id="$1")
    assert only(talk).text == GAZPACHO


def _retracted(talk: Chat, removed: Removed) -> list[Retract]:
    turn = talk.kernel.handle(removed, talk.memory)
    return [action for action in turn.actions if isinstance(action, Retract)]


def test_an_answer_that_waits_to_be_sent_is_taken_back_with_its_question() -> None:
    talk = room()
    talk.says("helper: " + GAZPACHO, at=0, id="$1")
    say = talk.said[-1][1]
    assert _retracted(talk, Removed(START + 1, ROOM, "$1", "$r")) == [Retract(ROOM, say.key)]


@pytest.mark.parametrize("withdraw", [True, False])
def test_an_answer_that_stands_is_taken_back_only_where_the_settings_say_so(withdraw: bool) -> None:
    network = MatrixNetwork(NETWORK, "https://hs.example", "@helper:hs.example", withdraw=withdraw)
    talk = room(networks=(network,))
    answered(talk)
    say = talk.said[-1][1]
    wanted = [Retract(ROOM, say.key, "$answer")] if withdraw else []
    assert _retracted(talk, Removed(START + 200, ROOM, "$1", "$r")) == wanted


@pytest.mark.parametrize("sign", ["✅", "✔️", "☑️"])
@pytest.mark.parametrize("target", ["$answer", "$1"])
def test_a_tick_by_the_asker_solves(sign: str, target: str) -> None:
    talk = room()
    answered(talk)
    talk.hear(Reacted(START + 200, ROOM, alice, target, sign, "$s"))
    assert only(talk).status is Status.SOLVED


@pytest.mark.parametrize(("by", "sign"), [(bob, "✅"), (alice, "👍"), (alice, "🎉"), (alice, "")])
def test_other_signs_and_other_people_solve_nothing(by: Person, sign: str) -> None:
    talk = room()
    answered(talk)
    talk.hear(Reacted(START + 200, ROOM, by, "$answer", sign, "$s"))
    assert only(talk).status is Status.ANSWERED


def test_a_tick_at_the_line_of_who_helped_solves() -> None:
    talk = room()
    talk.says(OVN, at=0, id="$1")
    talk.says("alice: systemctl restart ovn-controller", by=bob, at=20, id="$2")
    talk.hear(Reacted(START + 60, ROOM, alice, "$2", "✅", "$s"))
    assert only(talk).status is Status.SOLVED


def test_who_helped_may_tick_the_question_off() -> None:
    talk = room()
    talk.says(OVN, at=0, id="$1")
    talk.says("alice: systemctl restart ovn-controller", by=bob, at=20, id="$2")
    talk.hear(Reacted(START + 60, ROOM, bob, "$1", "✅", "$s"))
    assert only(talk).status is Status.SOLVED


def test_a_thumb_down_by_the_asker_reports_the_entry_and_seeks_a_person() -> None:
    talk = room()
    entry = answered(talk)
    talk.hear(Reacted(START + 200, ROOM, alice, "$answer", "👎🏽", "$s"))
    assert talk.memory.reported(ROOM.key, entry) is not None
    assert only(talk).status is Status.ASKED
    assert "carol" in " ".join(talk.wait(900))


def test_a_thumb_down_by_anybody_withholds_the_entry_here() -> None:
    talk = room()
    entry = answered(talk)
    talk.hear(Reacted(START + 200, ROOM, bob, "$answer", "👎", "$s"))
    assert (only(talk).status, talk.memory.reported(ROOM.key, entry) is not None) == (Status.ANSWERED, True)
    assert "Epoxy" not in " ".join(talk.says(f"helper: {GAZPACHO}", by=bob, at=300, id="$9"))


def test_a_report_is_settled_once_the_entry_says_something_else() -> None:
    talk = room()
    entry = answered(talk)
    talk.hear(Reacted(START + 200, ROOM, bob, "$answer", "👎", "$s"))
    assert "reported as wrong" in " ".join(talk.says(f"!faq {GAZPACHO}", by=bob, at=250, id="$8"))
    (report,) = talk.memory.reports()
    talk.memory.apply([Put(replace(report, version="of another text"))])
    assert "Epoxy" in " ".join(talk.says(f"helper: {GAZPACHO}", by=bob, at=300, id="$9"))
    assert "reported as wrong" not in " ".join(talk.says(f"!faq {GAZPACHO}", by=bob, at=350, id="$10"))
    talk.hear(Reacted(START + 400, ROOM, bob, "$answer", "👎", "$s2"))  # and may be reported again
    assert talk.memory.reported(ROOM.key, entry) == replace(report, at=START + 400)


@pytest.mark.case(16)
def test_our_own_signs_and_edits_mean_nothing() -> None:
    talk = room()
    talk.hear(Named(START, NETWORK, "helper", ("@helper:hs.example",)))
    us = person("@helper:hs.example")
    entry = answered(talk)
    talk.hear(Reacted(START + 200, ROOM, us, "$answer", "👎", "$s"), edited("is there a repo for epoxy?", "$answer", us, at=210))
    assert (only(talk).status, talk.memory.reported(ROOM.key, entry)) == (Status.ANSWERED, None)


def test_nobody_reports_more_than_three_a_day() -> None:
    talk = room()
    who = talk.memory.hash(bob.identity)
    talk.memory.apply(Put(Reported("elsewhere", f"entry{n}", START, who)) for n in range(3))
    entry = answered(talk)
    talk.hear(Reacted(START + 200, ROOM, bob, "$answer", "👎", "$s"))
    assert talk.memory.reported(ROOM.key, entry) is None


def test_a_reply_to_our_line_is_said_to_us_after_a_restart_too() -> None:
    talk = room()
    answered(talk)
    again = Chat(talk.kernel, known(memory(*(r for kind in talk.memory.records.values() for r in kind.values())), alice, bob))
    assert again.hear(Message(START + 300, ROOM, alice, "that was not it", id="$3", reply_to="$answer")) != []


def test_what_falls_due_waits_for_somebody_who_types_but_not_for_ever() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    for at in range(100, 400, 10):
        talk.wait(at)
        talk.hear(Typing(START + at, ROOM, ("bob",)))
    assert [at for at, _ in talk.said] == [pytest.approx(120 + 120, abs=20)]


def test_a_greeting_is_answered_once_nobody_types() -> None:
    talk = room()
    talk.says("hi", person("zoe"), at=0, id="$1")
    talk.wait(175)
    talk.hear(Typing(START + 175, ROOM, ("bob",)))
    assert talk.wait(199) == []
    talk.hear(Typing(START + 199, ROOM, ()))
    assert len(talk.wait(201)) == 1


def test_what_waited_for_who_types_is_not_remembered_for_ever() -> None:
    talk = room()
    for number in range(5):
        talk.says(GAZPACHO, by=person(f"asker{number}"), at=number * 1000, id=f"${number}")
        talk.hear(Typing(START + number * 1000 + 115, ROOM, ("bob",)))
        talk.wait(number * 1000 + 125)
        talk.says(f"asker{number}: Epoxy is the last one", by=bob, at=number * 1000 + 130, id=f"$a{number}")
    assert len(talk.memory.passing(ROOM).waited) == 1


def test_who_has_stopped_typing_is_not_waited_for() -> None:
    talk = room()
    talk.says(GAZPACHO, at=0, id="$1")
    talk.hear(Typing(START + 115, ROOM, ("bob",)), Typing(START + 118, ROOM, ()))
    assert len(talk.wait(121)) == 1


@pytest.mark.case(54)
def test_a_room_is_told_once_a_day_that_we_cannot_read_it() -> None:
    talk = room()
    said = [len(talk.hear(Unreadable(START + at, ROOM, alice, f"$u{at}"))) for at in (0, 60, 3600, 86_000, 87_000)]
    assert said == [1, 0, 0, 0, 1]


@pytest.mark.case(54)
@pytest.mark.parametrize(("late", "answered"), [(60.0, True), (1000.0, False)], ids=["young", "older than max_age"])
def test_a_line_whose_key_came_late_is_answered_only_when_it_is_young(late: float, answered: bool) -> None:
    talk = room()
    talk.hear(Unreadable(START, ROOM, alice, "$1"))
    talk.says(GAZPACHO, at=late, id="$1", sent=START)
    assert ("Epoxy" in " ".join(talk.wait(late + 125))) is answered
