"""Plugins hear a moment, one speaks, and what is said is recorded with all that comes with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.core.actions import Reload, Say
from bot.core.commands import CommandSpec
from bot.core.moments import AskerBack, Command, Daily, HelperActive, Moment, SpokenTo, StillWaiting
from bot.core.notes import Notes
from bot.core.people import Person
from bot.core.plugin import UNSURE, Called, Gave, KeptBack, Learned, Outcome, Proposal, Reason, Words
from bot.core.records import DAY, HOUR, Mark, Put, Quiet, Said, Sketch, Status, Step
from bot.core.referee import Referee
from bot.core.settings import Mode
from bot.core.stage import PROMPTED_FOR, REPORT_FOR, UNPROMPTED_FOR, Stage
from bot.core.view import View
from bot.core.waiting import Waiting
from tests.builders import ROOM, START, alice, bob, carol, chat, direct, known, life, memory, notes, question, settings, uttered

AT = START + 120
ASKED = question(number=3, first=True, thread="t")
WAITS = StillWaiting(AT, ASKED, Step.ANSWER)
SPOKE = SpokenTo(AT, ROOM, ROOM.key, alice, "hi")


@dataclass(frozen=True)
class Parrot:
    """Says what it was given, whatever it hears."""

    says: tuple[Outcome, ...] = ()
    name: str = "parrot"
    hears: tuple[type[Moment], ...] = (StillWaiting, SpokenTo, Command, AskerBack, HelperActive)
    commands: tuple[CommandSpec, ...] = ()
    fails: bool = False

    def handle(self, moment: Moment, memory: View) -> Iterable[Outcome]:  # noqa: ARG002 - it hears nothing
        yield from self.says
        if self.fails:
            raise ZeroDivisionError


def proposal(text: str = "the answer", to: Person | None = alice, **more: Any) -> Proposal:
    standard: dict[str, Any] = {"kind": "answer", "words": (Words(text, to=to),), "why": "because"}
    return Proposal(**{**standard, **more})


def stage(*plugins: Parrot, **more: Any) -> Stage:
    house = settings(**more)
    owners = {spec.name: plugin for plugin in plugins for spec in plugin.commands}
    return Stage(plugins, owners, Referee(house), Waiting(house, life()), house.limits)


def heard(moment: Moment, *plugins: Parrot, made: Notes | None = None, **more: Any) -> Notes:
    made = made or notes(ASKED)
    stage(*plugins, **more).hear(moment, made)
    return made


def says(made: Notes) -> list[Say]:
    return [action for action in made.actions if isinstance(action, Say)]


def records(made: Notes) -> list[Said]:
    return [change.record for change in made.changes if isinstance(change, Put) and isinstance(change.record, Said)]


# --- what is said ---


def test_an_answer_to_a_question_points_to_it() -> None:
    asked = replace(ASKED, lines=(replace(ASKED.lines[0], id="m1"),))
    made = heard(replace(WAITS, question=asked), Parrot((proposal(),)), made=notes(asked))
    assert says(made) == [
        Say("1", ROOM, ("the answer",), alice, "m1", "t", prompted=False, not_after=AT + UNPROMPTED_FOR, question=ASKED.key)
    ]


def test_whoever_spoke_to_us_waits_longer_for_the_answer() -> None:
    assert [(say.prompted, say.not_after) for say in says(heard(SPOKE, Parrot((proposal(),))))] == [(True, AT + PROMPTED_FOR)]


def test_a_report_waits_until_its_room_can_be_reached() -> None:
    made = heard(Daily(AT, ROOM), Parrot((proposal(to=None),), hears=(Daily,)))
    assert [say.not_after for say in says(made)] == [AT + REPORT_FOR]


def test_in_private_no_question_of_a_room_is_replied_to() -> None:
    call = proposal(words=(Words("look", to=carol, place=direct(carol)), Words("called", to=alice)))
    private, public = says(heard(WAITS, Parrot((call,))))
    assert (private.place, private.to, private.question, private.thread) == (direct(carol), carol, None, None)
    assert (public.place, public.to, public.question, public.key) == (ROOM, alice, ASKED.key, "2")


def test_keys_are_never_used_again() -> None:
    made = notes(ASKED)
    for _ in range(3):
        heard(SPOKE, Parrot((proposal(words=(Words("a"), Words("b"))),)), made=made)
    keys = [say.key for say in says(made)]
    assert len(set(keys)) == len(keys) == 6


def test_lines_are_as_long_as_settings_allow() -> None:
    (say,) = says(heard(SPOKE, Parrot((proposal("word " * 100),)), lines=1, bytes=60))
    assert [len(line.encode()) <= 60 for line in say.lines] == [True]


def test_words_that_are_nothing_once_cleaned_are_not_sent() -> None:
    assert says(heard(SPOKE, Parrot((proposal("\x00\x07"),)))) == []


# --- what is recorded ---


def test_what_was_said_is_recorded_with_its_reason() -> None:
    (said,) = records(heard(WAITS, Parrot((proposal(entry="e"),))))
    assert said == Said(
        1,
        1,
        AT,
        "answer",
        ROOM.key,
        ROOM,
        alice.identity,
        False,
        "the answer",
        entry="e",
        question=ASKED.key,
        why="because",
        whom=memory().whom(alice),
    )


def test_a_welcome_stands_in_front_and_is_a_record_of_the_same_utterance() -> None:
    made = heard(WAITS, Parrot((proposal("welcome.", front=True, kind="welcome"), proposal())))
    assert [say.lines for say in says(made)] == [("welcome. the answer",)]
    assert [(said.number, said.utterance, said.kind, said.to) for said in records(made)] == [
        (1, 1, "answer", alice.identity),
        (2, 1, "welcome", alice.identity),
    ]
    question_now = made.memory.question(ASKED.key)
    assert question_now is not None
    assert not question_now.first


def test_a_welcome_is_for_the_asker_and_not_for_the_expert() -> None:
    call = proposal(words=(Words("look", to=carol), Words("called", to=alice)), kind="call")
    made = heard(WAITS, Parrot((proposal("welcome.", front=True, kind="welcome"), call)))
    assert [say.lines for say in says(made)] == [("look",), ("welcome. called",)]
    assert [said.kind for said in records(made)] == ["call", "call.notice", "welcome"]


def test_a_welcome_is_heard_by_an_asker_who_has_logged_in_meanwhile() -> None:
    moment = SpokenTo(AT, ROOM, ROOM.key, replace(alice, account="alice"), "?", ASKED)
    made = heard(moment, Parrot((proposal("welcome.", front=True, kind="welcome"), proposal())))
    assert [say.lines for say in says(made)] == [("welcome. the answer",)]


def test_what_comes_with_being_said_comes_with_being_said() -> None:
    mark = Put(Mark("hello", "h", AT))
    made = heard(WAITS, Parrot((proposal(effect=Gave("e"), changes=(mark,), actions=(Reload(ROOM, alice),)),)))
    after = made.memory.question(ASKED.key)
    assert after is not None
    assert (after.status, mark in made.changes, Reload(ROOM, alice) in made.actions) == (Status.ANSWERED, True, True)


def test_what_is_not_said_has_no_effect() -> None:
    unheard = proposal("second", effect=Gave("e"), changes=(Put(Mark("hello", "h", AT)),), actions=(Reload(ROOM, alice),))
    made = heard(WAITS, Parrot((proposal(), unheard)))
    assert (made.memory.question(ASKED.key), len(made.actions), made.memory.records[Mark]) == (ASKED, 1, {})
    assert "not said: answer (another voice came first)" in [reason.text for reason in made.reasons]


# --- who hears ---


def test_a_command_is_heard_by_its_owner_alone() -> None:
    owner = Parrot((proposal("mine"),), commands=(CommandSpec("x", "x", ""),))
    order = Command(AT, ROOM, ROOM.key, alice, "x", "")
    assert [say.lines for say in says(heard(order, Parrot((proposal("not mine"),)), owner))] == [("mine",)]


def test_an_unknown_command_is_heard_by_all_who_hear_commands() -> None:
    order = Command(AT, ROOM, ROOM.key, alice, "y", "")
    assert [say.lines for say in says(heard(order, Parrot(hears=()), Parrot((proposal("what?"),))))] == [("what?",)]


def test_a_plugin_hears_what_it_named() -> None:
    assert says(heard(WAITS, Parrot((proposal(),), hears=(SpokenTo,)))) == []


def test_what_was_weighed_is_written_down() -> None:
    reason = Reason("parrot", "unsure", (("e", 0.4),))
    assert reason in heard(WAITS, Parrot((reason,))).reasons


# --- a plugin fails ---


def test_a_plugin_that_fails_has_said_nothing_and_the_others_still_answer() -> None:
    made = heard(
        WAITS, Parrot((proposal("half", changes=(Put(Mark("hello", "h", AT)),)),), name="broken", fails=True), Parrot((proposal(),))
    )
    assert [say.lines for say in says(made)] == [("the answer",)]
    assert [(fault.plugin, fault.moment, type(fault.error)) for fault in made.faults] == [("broken", "StillWaiting", ZeroDivisionError)]
    assert made.memory.records[Mark] == {}


def test_when_the_only_plugin_fails_nothing_is_said_or_changed() -> None:
    made = heard(WAITS, Parrot(fails=True))
    assert (made.actions, made.changes, len(made.faults)) == ([], [], 1)


# --- kept back ---

HUSH = Quiet(ROOM.key, START + DAY, "quiet")


def test_what_is_kept_back_is_recorded_with_the_rule_and_postponed() -> None:
    made = heard(WAITS, Parrot((proposal(entry="e"),)), made=notes(ASKED, HUSH))
    (said,) = records(made)
    assert (said.withheld, said.text, said.entry, said.question, made.actions) == ("quiet", "the answer", "e", ASKED.key, [])
    after = made.memory.question(ASKED.key)
    assert after is not None
    assert (after.step, after.due_at) == (Step.ANSWER, AT + 300)


def test_a_call_that_is_kept_back_tells_whom_it_would_have_called() -> None:
    made = heard(WAITS, Parrot((proposal("call", effect=Called("carol", carol)),)), made=notes(ASKED, HUSH))
    assert [(said.expert, said.withheld) for said in records(made)] == [("carol", "quiet")]


def test_what_is_kept_back_again_and_again_is_recorded_once() -> None:
    made = notes(ASKED, HUSH)
    for later in range(5):
        heard(replace(WAITS, at=AT + later), Parrot((proposal(),)), made=made)
    assert len(records(made)) == 1


def test_what_an_active_expert_is_not_shown_is_recorded_once_an_hour() -> None:
    made = notes(ASKED, HUSH)
    for minute in range(0, 100, 2):
        active = HelperActive(AT + 60 * minute, ROOM, ROOM.key, carol, "carol", (ASKED,))
        heard(active, Parrot((proposal(kind="show", to=carol),)), made=made)
    assert len(records(made)) == 2


def test_what_is_kept_from_one_person_says_nothing_about_another() -> None:
    made = known(notes(ASKED, HUSH).memory, bob)
    both = Notes(made)
    for somebody in (bob, carol):
        heard(HelperActive(AT, ROOM, ROOM.key, somebody, "x", (ASKED,)), Parrot((proposal(kind="show", to=somebody),)), made=both)
    assert [said.to for said in records(both)] == [bob.identity, carol.identity]


def test_nothing_kept_back_is_no_record() -> None:
    assert records(heard(WAITS, Parrot(), made=notes(ASKED, HUSH))) == []


@pytest.mark.parametrize("moment", [WAITS, SPOKE])
def test_the_same_moment_says_the_same(moment: Moment) -> None:
    plugins = (Parrot((proposal("welcome.", front=True), proposal(), Reason("parrot", "x"))), Parrot(fails=True))
    one, two = heard(moment, *plugins), heard(moment, *plugins)
    assert (one.changes, one.actions, one.reasons) == (two.changes, two.actions, two.reasons)


@pytest.mark.parametrize("text", ["helper: is there a repo for gazpacho?", "!about", "helper: open"])
def test_what_somebody_said_to_us_is_what_the_answer_replies_to(text: str) -> None:
    talk = chat()
    talk.says(text, at=1, id="$line", thread="$root")
    assert {(say.reply_to, say.thread) for _, say in talk.said} == {("$line", "$root")}


def test_what_leaves_no_record_is_said_all_the_same() -> None:
    made = heard(SPOKE, Parrot((replace(proposal(), recorded=False),)))
    assert [say.lines for say in says(made)] == [("the answer",)]
    assert records(made) == []


def test_while_the_hour_is_full_what_was_kept_back_is_not_weighed_again() -> None:
    asked = life().settled(ASKED, START + 90)
    again = replace(WAITS, at=AT + 600, question=asked)
    made = notes(asked, uttered(1, at=60), uttered(2, at=90, withheld="limits.unprompted_per_hour", question=asked.key))
    heard(again, Parrot(fails=True), made=made, unprompted_per_hour=1)  # it would fail if it were asked
    assert (made.faults, records(made)) == ([], [])
    assert made.memory.question(asked.key) == replace(asked, due_at=START + 60 + HOUR)


def test_what_was_kept_back_before_the_question_moved_on_is_weighed_again() -> None:
    moved = life().stirred(life().settled(ASKED, START + 90), START + 100, "bob", "somebody spoke")
    made = notes(moved, uttered(1, at=60), uttered(2, at=95, withheld="limits.unprompted_per_hour", question=moved.key))
    heard(replace(WAITS, at=AT + 600, question=moved), Parrot((proposal(),)), made=made, unprompted_per_hour=1)
    assert [said.withheld for said in records(made)] == ["limits.unprompted_per_hour"]


def test_an_order_whose_outcome_somebody_else_tells_is_on_record_without_a_line() -> None:
    made = heard(SPOKE, Parrot((proposal(words=(), kind="decision"),)))
    (said,) = made.memory.said(room=ROOM.key)
    assert (said.kind, said.text, said.why, made.actions) == ("decision", "", "because", [])


def test_what_was_done_unasked_and_in_silence_counts_as_no_line() -> None:
    assert list(heard(WAITS, Parrot((proposal(words=()),))).memory.said(room=ROOM.key)) == []


# --- what needs no turn to speak ---


def test_what_a_plugin_is_not_sure_enough_to_say_is_recorded_once_and_another_may_speak() -> None:
    unsure = KeptBack(proposal("perhaps this", entry="e", why="0.70 sure where 0.90 is needed"))
    made = heard(WAITS, Parrot((unsure, proposal("carol may know", kind="call"))))
    again = heard(WAITS, Parrot((unsure,)), made=made)
    records = [said for said in again.memory.all_said(0.0) if said.withheld]
    assert [(said.withheld, said.text, said.entry, said.why) for said in records] == [(UNSURE, "perhaps this", "e", unsure.proposal.why)]
    assert [" ".join(say.lines) for say in again.actions if isinstance(say, Say)] == ["carol may know"]


def test_numbers_that_are_learned_need_no_leave() -> None:
    sketch = Sketch(ROOM.key, AT, (1.0,))
    made = heard(WAITS, Parrot((Learned(sketch),)), mode=Mode.LISTEN)
    assert (made.memory.sketch(ROOM.key), made.actions) == (sketch, [])
