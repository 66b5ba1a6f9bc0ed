"""Hello and welcome among people: who has been greeted by a person needs no welcome of ours (product 2)."""

from collections.abc import Iterator

from bot.core.acts import Act, acts
from bot.core.address import hailed
from bot.core.notes import Notes
from bot.core.passing import Utterance
from bot.core.people import Person
from bot.core.text import words
from bot.core.utterance import STIRS_WITHIN, Spoken

WELCOME = "welcome"  # said by people who are at home: it greets others, and asks for nothing


def only_hello(said: Spoken, utterance: Utterance) -> bool:
    """Whether somebody has greeted and said nothing else so far: they may be waiting for a hello back."""
    return WELCOME not in words(said.words) and all(Act.GREETING in acts(text) for _, text, _ in utterance.lines)


def met(said: Spoken, notes: Notes) -> None:
    """Remember whom this line greets, as after a hello of ours."""
    for person in (*_by_name(said, notes), *_newcomers(said, notes)):
        notes.memory.passing(said.place).hellos.pop(person.id, None)
        if notes.memory.marked("hello", person) is None:
            notes.mark("hello", person.identity, said.at)


def _by_name(said: Spoken, notes: Notes) -> Iterator[Person]:
    """The person in "alice: hi" and "hi alice"."""

    def named(name: str) -> str | None:
        return notes.memory.person_named(said.place, name, said.at)

    name = hailed(said.heard.text, lambda name: named(name) is not None)
    who = said.target if Act.GREETING in said.acts else None
    person = notes.memory.present(said.place, who or (named(name) if name else None) or "")
    if person is not None:
        yield person


def _newcomers(said: Spoken, notes: Notes) -> Iterator[Person]:
    """Whom "hi and welcome", said to nobody by name, is for: those who have only just come with their first question or hello."""
    if WELCOME not in words(said.words):
        return
    recent = (q.asker for q in notes.memory.questions(said.room) if q.first and said.at - q.last_at <= STIRS_WITHIN)
    waiting = (person for _, person in notes.memory.passing(said.place).hellos.values())
    yield from [person for person in (*recent, *waiting) if person.id != said.sender.id]
