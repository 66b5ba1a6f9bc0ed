"""audit and why: lines by number, with reasons and rules, for those who may see them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.memory import Memory
from bot.core.moments import Command
from bot.core.people import Identity, Person, Place
from bot.core.plugin import Proposal
from bot.core.records import Said
from bot.core.text import JOINER
from plugins.commands import COMMANDS, build
from tests.builders import NETWORK, ROOM, START, alice, bob, direct, knowledge, memory, person, settings, uttered
from tests.entries import ENTRIES

MAYA = person("maya", account="maya")
HOUSE = settings(maintainers=(Identity(NETWORK, account="maya"),))
PLUGIN = build({}, HOUSE, knowledge(entries=ENTRIES))
OTHER = Place(NETWORK, "#other")
ANSWER = uttered(4, at=60, entry="rpms", text="The answer of rpms.", why='the words are like "gazpacho repo"', id="$4", prompted=False)
CALL = uttered(5, at=120, kind="call", text='alice asks: "my secret words"', why="carol offers repos", id="$5")
KEPT = uttered(6, at=180, text="another answer", why="sure of login", withheld="quiet", entry="login")
ELSEWHERE = uttered(7, at=240, room=OTHER.key, place=OTHER, why="in another room", kind="park")


def order(words: str, *said: Said, by: Person = MAYA, place: Place = ROOM, **more: Any) -> Proposal:
    name, _, args = words.partition(" ")
    made: Memory = memory(*said)
    moment = Command(START + 600, place, place.key, by, name, args, known=COMMANDS, **more)
    (proposal,) = PLUGIN.handle(moment, made)
    assert isinstance(proposal, Proposal)
    return proposal


def text(proposal: Proposal) -> str:
    return " ".join(f"{words.text} {' '.join(words.links)}" for words in proposal.words)


# --- audit ---


@pytest.mark.parametrize("by", [alice, person("maya"), person("maya", account="mallory")])
def test_a_nick_sees_nothing(by: Person) -> None:
    proposal = order("audit", ANSWER, by=by)
    assert "maintainers" in text(proposal)
    assert "rpms" not in text(proposal)


def test_lines_are_told_in_private_newest_first_with_reason_and_rule() -> None:
    room, *private = order("audit", ANSWER, CALL, KEPT).words
    assert room.place is None
    assert {(words.place, words.to) for words in private} == {(direct(MAYA), MAYA)}
    assert [words.text for words in private] == [
        "#6 11-24 14:03 answer login: not said (quiet): sure of login · #5 11-24 14:02 call: carol offers repos",
        '#4 11-24 14:01 answer rpms: the words are like "gazpacho repo"',
    ]


def test_no_line_names_more_than_two_people() -> None:
    told = order("audit", *(uttered(number, at=number, kind="command", why=f"p{number} spoke to me (help)") for number in range(1, 21)))
    assert max(words.text.count("spoke to me") for words in told.words) == 2


def test_no_words_of_people_are_told() -> None:
    assert "secret" not in text(order("audit", CALL))


def test_in_a_room_it_is_about_that_room_and_in_private_about_the_network() -> None:
    assert "in another room" not in text(order("audit", ANSWER, ELSEWHERE))
    assert "#other park: in another room" in text(order("audit", ANSWER, ELSEWHERE, place=direct(MAYA)))


@pytest.mark.parametrize(
    ("words", "count"), [("audit", 10), ("audit #3", 3), ("audit 99", 20), ("audit 0", 10), ("audit all", 10), (f"audit {'9' * 5000}", 20)]
)
def test_how_many(words: str, count: int) -> None:
    told = order(words, *(uttered(number, at=number, why="because") for number in range(1, 31)))
    assert text(told).count("because") == count
    assert len(told.words) <= 11


def test_nothing_said_is_told() -> None:
    assert "nothing" in text(order("audit"))


# --- why ---


def test_an_answer_is_explained_by_entry_words_page_and_month() -> None:
    told = text(order("why", ANSWER, by=alice))
    assert all(part in told for part in ("gazpacho repo", "Entry rpms", "2026-08", "https://example.org/rpms"))


def test_a_reply_asks_about_that_line() -> None:
    assert "gazpacho repo" in text(order("why", ANSWER, CALL, by=alice, reply_to="$4"))
    assert "carol offers repos" in text(order("why", ANSWER, CALL, by=alice, reply_to="$unknown"))


def test_a_number_asks_about_that_line_of_this_room() -> None:
    assert "gazpacho repo" in text(order("why 4", ANSWER, CALL, by=alice))
    assert "quiet" in text(order("why #6", ANSWER, KEPT, by=alice))
    assert "number 7" in text(order("why 7", ANSWER, ELSEWHERE, by=alice))


def test_maintainers_may_ask_in_private_about_every_line_of_the_network() -> None:
    assert "another room" in text(order("why 7", ELSEWHERE, place=direct(MAYA)))
    assert "number 7" in text(order("why 7", ELSEWHERE, by=alice, place=direct(alice)))


def test_what_was_said_in_private_is_quoted_to_nobody_else() -> None:
    asker = replace(alice, account="alice")
    mine = uttered(8, at=300, place=direct(alice), to=asker.identity, text="my secret words", why="a list was asked for", id="$8")
    here = replace(mine, room=direct(alice).key)
    stranger = replace(alice, account="mallory")
    assert "gazpacho repo" in text(order("why", ANSWER, mine, by=bob))
    assert "number 8" in text(order("why 8", ANSWER, mine, by=bob))
    assert "secret" not in text(order("why", ANSWER, mine, by=asker, reply_to="$8"))
    assert "number 8" in text(order("why 8", mine, place=direct(MAYA)))
    assert "nothing" in text(order("why", here, by=stranger, place=direct(alice)))
    assert "my secret words" in text(order("why", here, by=asker, place=direct(alice)))


def test_whoever_was_called_in_private_may_ask_there_why() -> None:
    carol = person("carol", account="carol")
    called = uttered(8, at=300, kind="call", place=direct(carol), to=carol.identity, text="alice asks", why="carol offers repos")
    assert "carol offers repos" in text(order("why", ANSWER, called, by=carol, place=direct(carol)))


def test_what_a_maintainer_decided_is_in_the_audit_and_not_what_why_is_about() -> None:
    decided = uttered(8, at=300, kind="decision", why="maya accepted draft 17", prompted=True)
    assert "maya accepted draft 17" in text(order("audit", ANSWER, decided))
    assert "gazpacho repo" in text(order("why", ANSWER, decided, by=alice))


def test_no_third_person_is_named_and_nobody_is_called() -> None:
    told = text(order("why", CALL, by=bob))
    assert "alice" not in told
    assert "carol offers repos" in told
    assert f"b{JOINER}ob offers repos" in text(order("why", replace(CALL, why="bob offers repos"), by=alice))
