"""Hello and welcome among people: who has been greeted by a person needs no welcome of ours (product 2)."""

from collections.abc import Iterator

from bot.core.acts import Act, acts
from bot.core.address import hailed
from bot.core.bridges import Bridges
from bot.core.notes import Notes
from bot.core.passing import Utterance
from bot.core.people import Person
from bot.core.settings import Settings
from bot.core.text import words
from bot.core.utterance import STIRS_WITHIN, Spoken

WELCOME = "welcome"  # said by people who are at home: it greets others, and asks for nothing


def only_hello(said: Spoken, utterance: Utterance) -> bool:
    """Whether somebody has greeted and said nothing else so far: they may be waiting for a hello back."""
    return WELCOME not in words(said.words) and all(Act.GREETING in acts(text) for _, text, _ in utterance.lines)


def answered(person_id: str, said: Spoken, settings: Settings, notes: Notes) -> None:
    """Somebody who greeted has gone on, or was spoken to: their greeting waits for nobody, on whichever side of a bridge they are."""
    for side in settings.sides(said.place):
        notes.memory.passing(side).hellos.pop(person_id, None)


def met(said: Spoken, settings: Settings, notes: Notes) -> None:
    """Remember whom this line greets, as after a hello of ours."""
    for person in (*_by_name(said, settings, notes), *_newcomers(said, settings, notes)):
        answered(person.id, said, settings, notes)
        if notes.memory.marked("hello", person) is None:
            notes.mark("hello", person.identity, said.at)


def _by_name(said: Spoken, settings: Settings, notes: Notes) -> Iterator[Person]:
    """The person in "alice: hi" and "hi alice"."""

    def named(name: str) -> str | None:
        return Bridges(settings).named(said.place, name, said.at, notes.memory)

    name = hailed(said.heard.text, lambda name: named(name) is not None)
    who = said.target if Act.GREETING in said.acts else None
    id_ = who or (named(name) if name else None) or ""
    found = (notes.memory.present(side, id_) for side in settings.sides(said.place))
    yield from [person for person in found if person is not None][:1]


def _newcomers(said: Spoken, settings: Settings, notes: Notes) -> Iterator[Person]:
    """Whom "hi and welcome", said to nobody by name, is for: those who have only just come with their first question or hello."""
    if WELCOME not in words(said.words):
        return
    recent = (q.asker for q in notes.memory.questions(said.room) if q.first and said.at - q.last_at <= STIRS_WITHIN)
    waiting = (person for side in settings.sides(said.place) for _, person in notes.memory.passing(side).hellos.values())
    yield from [person for person in (*recent, *waiting) if person.id != said.sender.id]
