"""list: one's question as a text for the mailing list."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.directory import Directory
from bot.core.knowledge import Knowledge, Topic
from bot.core.moments import Command
from bot.core.people import Person, Place
from bot.core.plugin import Proposal
from bot.core.records import Line, Question, Status
from bot.core.text import fit
from plugins.followup.mail import Mail
from tests.builders import ROOM, START, alice, bob, direct, memory, person, phrases, question, settings
from tests.following import LIST, topics

MAIL = Mail(phrases(), Directory.of(Knowledge(topics=topics())), settings())
ASKED = question("dnf finds no openstack packages on stream 9", topics=("repos",))


def listed(*questions: Question, by: Person = alice, place: Place = ROOM) -> Proposal:
    (proposal,) = MAIL.list(Command(START + 60, place, place.key, by, "list", ""), memory(*questions))
    return proposal


def text(proposal: Proposal) -> str:
    return "\n".join(words.text for words in proposal.words)


def test_it_says_where_to_what_and_when() -> None:
    said = text(listed(ASKED))
    assert f"To: {LIST}" in said
    assert "Subject: [repos] dnf finds no" in said
    assert "in #rdo on 2026-11-24 at 14:00 UTC" in said
    assert ASKED.text in said


def test_in_a_room_it_only_says_that_the_text_comes_in_private() -> None:
    proposal = listed(ASKED)
    assert [words.place for words in proposal.words] == [None, *[direct()] * 4]


def test_in_private_it_is_the_text_alone() -> None:
    assert len(listed(ASKED, place=direct()).words) == 4


def test_the_newest_question_is_meant() -> None:
    newer = question("and neutron?", number=2, at=30)
    assert "and neutron?" in text(listed(ASKED, newer))


def test_a_question_that_was_parked_counts() -> None:
    assert ASKED.text in text(listed(replace(ASKED, status=Status.PARKED)))


@pytest.mark.parametrize("by", [bob, replace(alice, host="mallory@example.net"), replace(alice, account="Mallory", host="x@example.net")])
def test_nobody_gets_the_question_of_somebody_else(by: Person) -> None:
    assert len(listed(ASKED, by=by).words) == 1


def test_whoever_is_logged_in_gets_it_from_wherever_they_are() -> None:
    asked = replace(ASKED, asker=replace(alice, account="Alice"))
    assert len(listed(asked, by=replace(alice, account="Alice", host="phone@example.net")).words) == 5


def test_nobody_behind_a_bridge_is_written_to_in_private_or_told_to_ask_again() -> None:
    zoe = Person("oftc", "zoe", "zoe", host="relayed")
    (words,) = listed(replace(ASKED, asker=zoe), by=zoe).words
    assert (words.place, "your own network" in words.text) == (None, True)


def test_what_was_asked_in_private_names_no_room() -> None:
    asked = replace(ASKED, place=direct(), room=direct().key)
    assert "asked this in private" in text(listed(asked, place=direct()))


def test_people_named_in_it_are_not_called_by_it() -> None:
    assert "ask bob" not in text(listed(question("bob said it works")))


@given(st.text(max_size=3_000))
def test_each_part_fits_the_limits(words: str) -> None:
    for part in listed(question(lines=(Line(START, words),))).words:
        assert len(fit(part.text, part.links, part.after, "", 2, 350)) <= 2


def test_without_a_list_there_is_a_subject_all_the_same() -> None:
    mail = replace(MAIL, directory=Directory.of(Knowledge(topics=(Topic("repos", ("repo",)),))))
    (proposal,) = mail.list(Command(START + 60, direct(), direct().key, alice, "list", ""), memory(ASKED))
    assert text(proposal).startswith("Subject: ")


@pytest.mark.parametrize(
    ("places", "found"), [((), ""), (("https://example.org", "#rdo"), ""), (("https://example.org", "a@b.example"), "a@b.example")]
)
def test_the_address_is_the_first_mail_address_of_the_community(places: tuple[str, ...], found: str) -> None:
    assert Directory.of(Knowledge(topics=(Topic("community", (), places=places),))).mailing_list == found


def test_somebody_without_a_question_is_told_how_it_is_made() -> None:
    assert "list" in text(listed(by=person("maya")))
