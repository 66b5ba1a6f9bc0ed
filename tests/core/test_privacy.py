"""Whose data it is, and that forgetting leaves nothing of them: never because of a nick, and nothing of anybody else's is lost."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.actions import Retract
from bot.core.life import Life
from bot.core.memory import Memory
from bot.core.people import Person
from bot.core.privacy import NOBODY, Kept, Whose, forgotten, kept, unsent
from bot.core.records import (
    After,
    Call,
    Claim,
    Drop,
    Handing,
    Helped,
    Mark,
    Offer,
    Pause,
    Put,
    Question,
    Quiet,
    Record,
    Reply,
    Reported,
    Said,
    Status,
    Transition,
    Writeup,
)
from bot.store.codec import encode
from tests.builders import ROOM, START, TIMING, alice, bob, carol, chat, direct, memory, person, question, uttered

LOGGED_IN = person("alice", account="alice")
STRANGER = person("alice", host="mallory@elsewhere.example.org")
THIEF = person("alice", account="mallory", host="mallory@elsewhere.example.org")
MOVED = person("alice_", account="Alice", host="alice@train.example.org")
HASHER = memory()
LIFE = Life(TIMING)


def hashed(identity: str) -> str:
    return HASHER.hash(identity)


def writeup(asker: Person, helper: Person) -> Writeup:
    return Writeup(9, START, "oftc/#rdo#1", ROOM.key, ROOM, "nova", "keys?", "copy them", asker, helper)


def of(who: Person) -> tuple[Record, ...]:
    """One record of each kind that is somebody's own."""
    return (
        question("where are the secret keys?", by=who, number=3),
        uttered(1, to=who.identity, whom=HASHER.whom(who), text="look at the page"),
        Helped(who.identity, who.name, "nova", 20781, 2, HASHER.whom(who)),
        Mark("spoke", hashed(who.identity), START),
        Claim(hashed(who.identity), "theirs elsewhere", START),
        Offer(who, who.name, ("nova",), date(2027, 1, 1), START),
        Pause(who.name, START + 60, START),
        Handing("nova", "carol", carol, who, START),
        writeup(who, bob),
        Reported(ROOM.key, "an-entry", START, hashed(who.identity), number=8),
    )


def knows(*records: Record) -> Memory:
    return memory(*records)


def own(who: Person, made: Memory) -> set[str]:
    """The kinds of what is kept about whoever speaks."""
    return {type(record).__name__ for record in kept(Whose.of(who, made), made).own}


def after_forgetting(who: Person, made: Memory, expert: str = "") -> Memory:
    made.apply(forgotten(Whose.of(who, made, expert), made))
    return made


def everything(made: Memory) -> str:
    return " ".join(encode(record) for kind in made.records.values() for record in kind.values())


ALL = {type(record).__name__ for record in of(LOGGED_IN)}


# --- whose it is ---


@pytest.mark.parametrize("who", [LOGGED_IN, MOVED], ids=["there", "under another nick, from elsewhere"])
def test_all_that_is_an_accounts_is_found_by_the_account(who: Person) -> None:
    assert own(who, knows(*of(LOGGED_IN))) == ALL


def test_without_an_account_it_is_found_by_nick_and_host() -> None:
    assert own(alice, knows(*of(alice))) == ALL - {"Mark", "Claim", "Reported"}


@pytest.mark.parametrize("who", [STRANGER, THIEF, replace(alice, host=None)], ids=["no account", "another account", "no host"])
def test_nobody_gets_at_an_accounts_data_by_its_nick(who: Person) -> None:
    made = knows(*of(LOGGED_IN))
    assert kept(Whose.of(who, made), made) == Kept((), ())
    assert forgotten(Whose.of(who, made), made) == ()


@pytest.mark.parametrize("who", [STRANGER, THIEF], ids=["no account", "another account"])
def test_of_a_nick_alone_nothing_is_told_and_its_marks_are_all_that_goes(who: Person) -> None:
    made = knows(*of(alice))
    assert own(who, made) == set()
    assert {change.kind for change in forgotten(Whose.of(who, made), made) if isinstance(change, Drop)} == {Mark}


def test_of_whom_a_bridge_speaks_nothing_is_theirs() -> None:
    behind = person("alice", host="relayed")
    made = knows(question(by=behind), uttered(1, to=behind.identity))
    assert kept(Whose.of(behind, made), made) == Kept((), ())


def test_linked_accounts_are_one_person() -> None:
    there = Person("matrix", "@alice:example.org", "Alice", account="@alice:example.org")
    link = (
        Claim(hashed(LOGGED_IN.identity), hashed(there.identity), START, mutual=True),
        Claim(hashed(there.identity), hashed(LOGGED_IN.identity), START, mutual=True),
    )
    made = knows(*of(there), *link)
    assert own(LOGGED_IN, made) >= {"Question", "Said", "Helped", "Mark", "Claim", "Offer", "Writeup"}
    assert "Question" not in own(LOGGED_IN, knows(*of(there), replace(link[0], mutual=False)))


# --- forgetting ---


@pytest.mark.parametrize("who", [LOGGED_IN, alice], ids=["account", "nick and host"])
def test_of_what_is_forgotten_no_name_host_or_word_is_left(who: Person) -> None:
    records = [record for record in of(who) if who.account or not isinstance(record, Claim)]  # those are of accounts alone
    text = everything(after_forgetting(who, knows(*records), expert="alice"))
    assert not any(word in text for word in ("alice", "secret keys", "look at the page", "copy them", hashed(who.identity)))


def test_forgetting_twice_changes_nothing_more() -> None:
    made = after_forgetting(LOGGED_IN, knows(*of(LOGGED_IN), question(by=bob, replies=(Reply(START, LOGGED_IN, "so", ""),))))
    assert all(change.record == made.records[type(change.record)][change.record.key] for change in _puts(made))


def _puts(made: Memory) -> list[Put]:
    changes = forgotten(Whose.of(LOGGED_IN, made), made)
    assert not any(isinstance(change, Drop) for change in changes)
    return [change for change in changes if isinstance(change, Put)]


def test_an_opt_out_stays() -> None:
    mark = Mark("optout", hashed(LOGGED_IN.identity), START)
    assert mark in after_forgetting(LOGGED_IN, knows(mark)).records[Mark].values()


def test_an_entry_stays_withheld_and_who_reported_it_is_blank() -> None:
    made = after_forgetting(LOGGED_IN, knows(*of(LOGGED_IN)))
    assert [(one.entry, one.by) for one in made.reports()] == [("an-entry", "")]


@pytest.mark.parametrize("by", [hashed(LOGGED_IN.identity), ""], ids=["by them", "long ago"])
def test_a_report_of_theirs_in_private_goes_since_it_names_them(by: str) -> None:
    report = Reported(direct(LOGGED_IN).key, "an-entry", START, by, number=8)
    assert list(after_forgetting(LOGGED_IN, knows(report)).reports()) == []


def test_that_something_was_said_in_the_room_still_counts_there() -> None:
    made = after_forgetting(LOGGED_IN, knows(uttered(1, to=LOGGED_IN.identity, text="words", entry="e")))
    assert [(one.entry, one.text, one.to) for one in made.said(room=ROOM.key)] == [("e", "", "")]


def test_what_was_said_in_private_goes() -> None:
    place = direct(LOGGED_IN)
    said = uttered(1, to=LOGGED_IN.identity, place=place, room=place.key)
    assert after_forgetting(LOGGED_IN, knows(said)).records[Said] == {}


def theirs() -> Question:
    """Somebody else's question, answered by alice after she was called for it."""
    call = Call(START, "alice", LOGGED_IN)
    asked = LIFE.called(question("what about nova?", by=bob), START, call)
    answered = LIFE.answered_by(asked, START + 60, LOGGED_IN)
    return replace(answered, replies=(Reply(START + 60, LOGGED_IN, "my own words", ""),), shown_to=("alice", "dave"))


def test_from_somebody_elses_question_name_and_words_go_and_the_question_stands() -> None:
    made = after_forgetting(LOGGED_IN, knows(theirs()))
    (left,) = made.all_questions()
    assert (left.asker, left.text, left.status, left.calls[0].expert) == (bob, "what about nova?", Status.ANSWERED, NOBODY)
    assert (left.replies, left.shown_to, left.answered_by and left.answered_by.name) == ((), ("dave",), NOBODY)
    assert "alice" not in everything(made)
    assert left.history[-1] == Transition(START + 60, Status.ANSWERED, NOBODY, "answered by a person")


def test_what_others_were_told_quotes_their_question_no_more() -> None:
    asked = question("my instance has lost its metadata since noon", by=LOGGED_IN)
    call = uttered(1, to="oftc:carol", kind="call", question=asked.key, text='alice asks about nova: "my instance has"')
    listed = uttered(2, to="oftc:dave", text="#1 a (10 min): my instance has lost its metadata since no…", why="dave spoke to me")
    other = uttered(3, to="oftc:dave", text="about something else")
    made = after_forgetting(LOGGED_IN, knows(asked, call, listed, other))
    assert [(one.to, one.text) for one in made.all_said(0.0)] == [
        ("oftc:carol", ""),
        ("oftc:dave", ""),
        ("oftc:dave", "about something else"),
    ]


def test_who_answered_after_something_was_said_is_not_told() -> None:
    said = uttered(1, to="oftc:bob", after=After(START + 60, LOGGED_IN.identity, "alice"))
    made = after_forgetting(LOGGED_IN, knows(said))
    assert [one.after for one in made.all_said(0.0)] == [After(START + 60, "", NOBODY)]


def test_whom_a_call_would_have_reached_is_not_told() -> None:
    said = uttered(1, to="oftc:bob", kind="call", expert="alice", withheld="mode: listen")
    made = after_forgetting(LOGGED_IN, knows(said), expert="alice")
    assert [one.expert for one in made.all_said(0.0)] == [NOBODY]


def test_nothing_of_other_people_is_touched() -> None:
    others = (question(by=bob, number=7), Helped(bob.identity, "bob", "nova", 20781, 1), Quiet(ROOM.key, START + 60, "quiet"))
    made = knows(*of(LOGGED_IN), *others)
    after_forgetting(LOGGED_IN, made)
    assert all(made.records[type(one)][one.key] == one for one in others)


nicks = st.sampled_from(["alice", "al", "a.b", "nova", "[m]", "\\", "?"])


@given(nicks, nicks, st.text("ab []\\?.nova", max_size=30))
def test_whatever_they_are_called_forgetting_them_takes_nothing_from_another_account(name: str, other: str, text: str) -> None:
    one, another = person(name, account="one"), person(other, account="two", host="x@y")
    made = knows(question(text, by=one, number=1), question(text, by=another, number=2), *of(another)[1:])
    before = kept(Whose.of(another, made), made).own
    after_forgetting(one, made)
    assert {r.key for r in kept(Whose.of(another, made), made).own} == {r.key for r in before}
    assert [q.asker for q in made.all_questions()] == [another]


# --- how it comes to be known ---


def test_who_was_spoken_to_and_who_helped_is_known_by_host_and_not_by_nick() -> None:
    room = chat()
    room.says("how do i resize an instance?", alice)
    room.says("alice: use openstack server resize", bob, 30)
    room.says("!open", bob, 60)
    assert own(bob, room.memory) == {"Said", "Helped"}
    assert own(person("bob", host="mallory@elsewhere.example.org"), room.memory) == set()


def test_what_two_people_did_under_one_nick_is_neither_ones() -> None:
    room = chat()
    room.says("how do i resize an instance?", alice)
    room.says("alice: use openstack server resize", bob, 30)
    room.says("why does resizing an instance fail?", carol, 600)
    room.says("carol: look at the log", person("bob", host="mallory@elsewhere.example.org"), 630)
    assert "Helped" not in own(bob, room.memory)
    assert [one.count for one in room.memory.helps(0)] == [2]


# --- what waits to be sent ---


def test_what_waits_to_be_said_to_them_unasked_is_taken_back() -> None:
    asked = question(by=LOGGED_IN)
    made = knows(
        asked,
        uttered(1, to=LOGGED_IN.identity, text="an answer"),
        uttered(2, to=LOGGED_IN.identity, prompted=True),
        uttered(3, to="oftc:carol", kind="call", question=asked.key),
        uttered(4, to=LOGGED_IN.identity, at=-3600),
        uttered(5, to=LOGGED_IN.identity, id="$sent"),
        uttered(6, to="oftc:alice"),
    )
    whose = Whose.of(LOGGED_IN, made)
    assert unsent(whose, made, START + 1) == (Retract(ROOM, "1"), Retract(ROOM, "3"))
    assert unsent(whose, made, START + 1, about=False) == (Retract(ROOM, "1"),)
