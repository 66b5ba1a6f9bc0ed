"""What stands in a digest, and what never does."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import Draft
from bot.core.people import Person
from bot.core.records import DAY, Line, Question, Reported, Said, Status
from bot.core.settings import IrcNetwork, Mode, Room
from bot.digest.data import as_data
from bot.digest.text import as_text
from bot.digest.values import Due, Gap, Waiting, Wrong
from tests.builders import ROOM, alice, bob, direct, person, question, settings
from tests.entries import entry
from tests.weeks import NOW, busy, digest, helped, kept_back, uncovered, waiting


def test_open_questions_are_told_with_their_askers() -> None:
    (found,) = digest(waiting()).waiting
    assert found == Waiting(
        ROOM.key, 1, "alice", 18000.0, "waits for somebody who knows", "ovn", "ovn: instances get no metadata, any idea?"
    )


def test_what_is_answered_or_still_being_typed_does_not_wait() -> None:
    states = (Status.GATHERING, Status.ANSWERED, Status.SOLVED, Status.EXPIRED)
    assert digest(*(waiting(number=n, status=one) for n, one in enumerate(states))).waiting == ()


def test_of_what_was_asked_in_private_there_is_a_number_and_nothing_else() -> None:
    found = digest(waiting(place=direct(alice), room=direct(alice).key))
    assert (found.waiting, found.in_private) == ((), 1)


def test_questions_that_ask_the_same_are_one_gap_and_the_shortest_is_its_example() -> None:
    found = digest(
        uncovered("octavia amphora never becomes active", 1, "octavia"),
        uncovered("packstack stops at mariadb on centos 9 stream", 2, "packstack"),
        uncovered("packstack stops at mariadb", 3, "packstack"),
    )
    assert found.gaps == (
        Gap(2, "packstack", "packstack stops at mariadb", (ROOM.key,)),
        Gap(1, "octavia", "octavia amphora never becomes active", (ROOM.key,)),
    )


def test_what_was_asked_before_the_period_is_no_gap_of_it() -> None:
    assert digest(uncovered("packstack stops at mariadb", days_ago=9)).gaps == ()


def test_what_listen_mode_would_have_answered_is_no_gap() -> None:
    asked = uncovered("is there a repo for gazpacho?")
    assert digest(asked, kept_back(1, entry="rpms", question=asked.question)).gaps == ()
    assert len(digest(asked, kept_back(1, "call", question=asked.question)).gaps) == 1


def test_reports_are_told_with_their_number_those_that_wait_for_a_decision_first() -> None:
    one, other = Reported(ROOM.key, "a", NOW - DAY, "h", number=9), Reported(ROOM.key, "b", NOW - DAY, "", number=4, accepted=True)
    assert digest(one, other).wrong == (Wrong(9, "a", ROOM.key, DAY, False), Wrong(4, "b", ROOM.key, DAY, True))


def test_who_reported_something_in_private_is_not_told() -> None:
    assert [one.room for one in digest(Reported(f"{ROOM.network}/@alice", "a", NOW - DAY, "h", number=9)).wrong] == [
        f"{ROOM.network}/private"
    ]


def test_entries_are_due_within_a_month_the_oldest_first() -> None:
    days = {"later": date(2027, 3, 1), "soon": date(2026, 12, 20), "old": date(2026, 6, 1), "today": date(2026, 11, 23)}
    found = digest(entries=tuple(entry(name, "Where?", review_by=day) for name, day in days.items()))
    assert [(one.entry, one.overdue) for one in found.due] == [("old", True), ("today", False), ("soon", False)]
    assert found.due[0] == Due("old", date(2026, 6, 1), True)


def test_drafts_stand_in_the_order_of_their_numbers() -> None:
    assert [one.number for one in digest(drafts=(Draft(5, "gap", "b"), Draft(2, "writeup", "a"))).drafts] == [2, 5]


def test_nothing_of_the_control_room_is_told() -> None:
    network = IrcNetwork("oftc", "irc.example.org", rooms=(Room("#rdo"), Room("#ops", Mode.ASKED, reports=True)))
    house = settings(networks=(network,))
    place = replace(ROOM, room="#ops")
    found = digest(waiting(place=place, room=place.key), uncovered("what?", room=place.key), house=house)
    assert (found.waiting, found.gaps) == ((), ())


def test_the_same_records_give_the_same_digest() -> None:
    assert busy() == busy()


# --- what never stands there ---

names = st.text("bcdfghjklmnp", min_size=6, max_size=9)


def stranger(name: str) -> Person:
    return person(f"x{name}")


@given(st.lists(names, min_size=8, max_size=8, unique=True))
def test_nobody_is_named_but_experts_helpers_and_askers_of_open_questions(made: list[str]) -> None:
    asker, former, called, welcomed, reporter, private, leaver, silent = map(stranger, made)
    ended: Question = question("it fails with a strange error", former, number=8, status=Status.SOLVED, keep_until=NOW + DAY)
    typing = replace(ended, number=9, asker=silent, status=Status.GATHERING, lines=(Line(NOW, "hm, where is my coffee"),))
    asked = replace(waiting(number=7), asker=asker)
    said = Said(5, 5, NOW - 60, "welcome", ROOM.key, ROOM, welcomed.identity, False, text=f"{welcomed.name}: welcome")
    call = kept_back(
        6, "call", to=leaver.identity, text=f"{leaver.name} asks about ovn: where is my coffee", expert=called.name, question="q"
    )
    secret = replace(waiting("where is my coffee"), number=4, asker=private, place=direct(private), room=direct(private).key)
    report = Reported(ROOM.key, "old-one", NOW, reporter.identity, number=3)
    found = digest(ended, typing, asked, said, call, secret, report, helped(bob))
    told = f"{as_text(found)}{as_data(found)}"
    assert asker.name in told
    assert [one.name for one in (former, called, welcomed, reporter, private, leaver, silent) if one.name in told] == []
    assert "coffee" not in told
