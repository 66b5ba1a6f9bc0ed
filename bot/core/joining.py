"""A line joins the talk of a room: how its author stood to the talk until then (company.py), and what is remembered of it for the next."""

import re
from collections.abc import Iterator

from bot.core.acts import Act
from bot.core.address import NEVER_NAMES
from bot.core.company import Company, Subjects, about
from bot.core.memory import Memory
from bot.core.passing import Passing
from bot.core.text import words
from bot.core.utterance import Spoken

AT_HAND = 3600.0  # seconds: who has spoken more recently takes part, and their name in a line is talk with or about them
TALK = 300.0  # seconds for which the subjects of the talk are at hand
OWN = 7200.0  # seconds for which somebody's own are: who gets no answer asks again within an hour or two
FEW_SUBJECTS = 2  # fewer are alike by chance
SHORTEST_NAME = 3  # letters: shorter nicks are too often words
LONGEST_LINE = 400  # characters of a line that are read for names: as much as IRC lets through

_NICK = re.compile(r"[^\W_][\w\-\[\]\\`^{|}]*|[_\[\]\\`^{|}][\w\-\[\]\\`^{|}]+")
_FRONT = re.compile(r"@?([\w\[\]\\`^{|}][\w\-\[\]\\`^{|}]{2,})[,:]\s")


def joins(said: Spoken, memory: Memory) -> Company:
    """How the author of a line stands to the talk of its room; afterwards the line is a part of that talk.

    To be asked before the line counts as spoken (guard.py: seen). Of whoever has opted out nothing is remembered: they ask us alone.
    """
    if memory.marked("optout", said.sender) is not None:
        return Company()
    talk, sender, at = memory.talk(said.room), said.sender.id, said.at
    named = tuple(dict.fromkeys(_named(said, talk, memory)))
    subjects = frozenset(map(hash, about(words(said.words))))
    voice = talk.voice(sender)
    spoke = talk.spoke.get(sender) if voice.line else None
    company = Company(
        newcomer=memory.marked("spoke", said.sender) is None,
        silent_for=None if spoke is None else at - spoke,
        lines_since=None if spoke is None else talk.heard - voice.line,
        lines=voice.lines,
        talking=next((at - when for when, by, _ in reversed(talk.lately) if by != sender), None),
        called=None if voice.called is None or voice.called_in <= voice.line else at - voice.called,
        named=None if voice.named is None else at - voice.named,
        names=bool(named),
        half_named=said.target is None and _half_named(said, talk),
        takes_up=_taken_up(subjects, talk, sender, at),
        repeats=max((_alike(subjects, before) for when, before in voice.said if at - when <= OWN), default=0.0),
    )
    _remember(said, named, subjects, talk)
    return company


def _named(said: Spoken, talk: Passing, memory: Memory) -> Iterator[str]:
    """Who is named in a line, wherever, and takes part in the talk."""
    known = memory.passing(said.heard.message.via or said.place).names
    for token in _NICK.findall(said.words[:LONGEST_LINE]):
        found = known.get(token.lower()) if len(token) >= SHORTEST_NAME else None
        if found is not None and found[0] != said.sender.id and found[0] != said.target and token.lower() not in NEVER_NAMES:
            spoke = talk.spoke.get(found[0])
            if spoke is not None and said.at - spoke <= AT_HAND:
                yield found[0]


def _half_named(said: Spoken, talk: Passing) -> bool:
    """Whether a line begins like one that is said to somebody, with the beginning of their name or a little more than it."""
    front = _FRONT.match(said.words)
    if front is None or (name := front[1].lower()) in NEVER_NAMES:
        return False
    for nick, spoke in reversed(talk.spoke.items()):
        if said.at - spoke > AT_HAND:
            return False
        if nick != said.sender.id and len(nick) >= SHORTEST_NAME and (nick.startswith(name) or name.startswith(nick)):
            return True
    return False


def _taken_up(subjects: Subjects, talk: Passing, sender: str, at: float) -> float:
    """The share of subjects that the last lines of others have."""
    if not subjects:
        return 0.0
    recent = [before for when, by, before in talk.lately if by != sender and at - when <= TALK]
    return len(subjects & frozenset[int]().union(*recent)) / len(subjects)


def _alike(one: Subjects, other: Subjects) -> float:
    """Jaccard likeness; 0 for lines that say little."""
    return len(one & other) / len(one | other) if len(other) >= FEW_SUBJECTS and one else 0.0


def _remember(said: Spoken, named: tuple[str, ...], subjects: Subjects, talk: Passing) -> None:
    """The line is heard: what it is about, and whom it names. A hello names nobody: it is not the help that they came for."""
    if Act.GREETING not in said.acts:
        for nick in named if said.target is None else (*named, said.target):
            talk.voice(nick).named = said.at
        if said.target is not None:
            voice = talk.voice(said.target)
            voice.called, voice.called_in = said.at, talk.heard + 1  # as `seen` will count this line
    talk.lately.append((said.at, said.sender.id, subjects))
    voice = talk.voice(said.sender.id)
    voice.lines += 1
    if subjects:
        voice.said.append((said.at, subjects))
