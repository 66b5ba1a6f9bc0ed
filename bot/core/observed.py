"""What a line of a room tells of who answers people there (answering.py): counted as it is heard, and forgotten when somebody says so."""

from collections.abc import Iterable

from bot.core.acts import Act
from bot.core.answering import means
from bot.core.bridges import Bridges
from bot.core.memory import Memory
from bot.core.notes import Notes
from bot.core.people import Person
from bot.core.settings import Settings
from bot.core.text import words
from bot.core.utterance import Spoken

FORGETTING = frozenset({"forget", "optout"})  # commands after which nothing is known in passing of whoever gave them


def observed(said: Spoken, settings: Settings, notes: Notes) -> None:
    """Count a line that was said to the room or to somebody in it; of whoever has opted out nothing."""
    memory, message = notes.memory, said.heard.message
    if memory.marked("optout", said.sender) is not None:
        return

    def named(name: str) -> str | None:
        return Bridges(settings).named(message.via or message.place, name, said.at, memory)

    to = said.target or means(said.words, named)
    memory.answering[said.room].observe(said.at, said.sender.id, to, asks=Act.ASKS in said.acts, words=len(words(said.words)))


def goes_on_as(old: Person, new: Person, rooms: Iterable[str], memory: Memory) -> None:
    """The person is the same under another nick. `rooms`: the joined places that their network has a part in."""
    for room, answering in memory.answering.items():
        if room.startswith(f"{new.network}/") or room in rooms:
            answering.renamed(old.id, new.id)


def forgotten(person: Person, memory: Memory) -> None:
    """Nothing is known in passing any more of whoever has this id."""
    for room, answering in memory.answering.items():
        answering.forget(person.id)
        memory.talk(room).forget(person.id)
