"""What somebody says in one go: a line with its meaning, gathered with the lines before it until they have been quiet for a while."""

from dataclasses import dataclass, replace

from bot.core.acts import Act, acts
from bot.core.address import addressee
from bot.core.bridges import Bridges
from bot.core.company import Company
from bot.core.ear import Heard, mentioned
from bot.core.guard import seen
from bot.core.life import LINES
from bot.core.memory import Memory
from bot.core.notes import Notes
from bot.core.passing import Utterance
from bot.core.people import Person, Place, folded
from bot.core.records import DAY, Line
from bot.core.settings import Settings

STIRS_WITHIN = 180.0  # seconds: a line by somebody else this soon after a question may be about it (product 10.6)
MARK_AGAIN = 30 * DAY  # "has spoken before" is renewed this often, not on every line: a busy channel must not write all day
TYPING = 1_000  # people in one room whose lines are read together at once; oldest out


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line with everything that talk.py asks of it."""

    heard: Heard
    room: str
    acts: frozenset[Act]
    target: str | None  # id of the person it is said to
    words: str  # without the name in front

    @property
    def at(self) -> float:
        return self.heard.message.at

    @property
    def sender(self) -> Person:
        return self.heard.message.sender

    @property
    def place(self) -> Place:
        return self.heard.message.place

    @property
    def line(self) -> Line:
        return Line(self.at, self.words, self.heard.message.id)


def spoken(heard: Heard, settings: Settings, memory: Memory) -> Spoken:
    """Who the line is said to (a reply tag counts more than a name in front), and what it does."""
    message, at, bridges = heard.message, heard.message.at, Bridges(settings)
    room = settings.joined_place(message.place)
    others = tuple(id_ for id_ in message.mentions if id_ not in memory.own_names(message.place.network))

    def asker(name: str) -> str | None:
        """Somebody whose question is kept: no restart, and no day since they were last here, loses who they are."""
        theirs = (question for id_ in (name.lower(), folded(name)) for question in memory.asked_by(room, id_))
        return next((question.asker.id for question in theirs), None)

    def meant(name: str) -> str | None:
        """Whom a name in front means: somebody known here, or whom the sender's client names on purpose (where few are known)."""
        known = bridges.named(message.via or message.place, name, at, memory) or mentioned(name, others) or asker(name)
        return known or (others[0] if len(others) == 1 and not message.reply_to else None)  # replies name whom they reply to

    name, rest = addressee(heard.text, lambda name: meant(name) is not None)
    target = meant(name) if name else None
    if message.reply_to:
        target = memory.ids.get(message.reply_to) or target
    return Spoken(heard, room, acts(rest), None if target == message.sender.id else target, rest)


def gathered(said: Spoken, company: Company, settle: float, memory: Memory) -> Utterance:
    """What this person has typed in one go, this line included. `company`: how they stand to the talk as they say it (joining.py)."""
    place, sender, at = memory.talk(said.room), said.sender, said.at
    current = place.typing.get(sender.id)
    if current is None or at - current.last_at > settle:
        current = Utterance(sender, said.place, [], company.newcomer, at, company=company)
        place.typing.pop(sender.id, None)
        place.typing[sender.id] = current
        while len(place.typing) > TYPING:
            del place.typing[next(iter(place.typing))]
    if current.run and place.last_by == sender.id:  # nobody has spoken between: they still stand where they stood when it began
        before = current.company
        current.company = replace(
            company,
            newcomer=before.newcomer,
            silent_for=before.silent_for,
            lines_since=before.lines_since,
            talking=before.talking,
            repeats=before.repeats,
        )
        current.run += 1
    else:
        current.company, current.run, current.addressed = company, 1, False
    current.person, current.last_at = sender, at
    current.addressed = current.addressed or said.target is not None
    current.lines.append((at, said.words, said.heard.message.id))
    del current.lines[:-LINES]
    return current


def introduced(said: Spoken, notes: Notes) -> bool:
    """Note that this person has spoken; whether they never had before.

    A bare greeting introduces nobody: what comes next may be their first question.
    """
    greeting = Act.GREETING in said.acts
    seen(said.heard.message, notes.memory, greeting, said.room)
    mark = notes.memory.marked("spoke", said.sender)
    if not greeting and (mark is None or said.at - mark.at > MARK_AGAIN):
        for identity in dict.fromkeys((said.sender.identity, f"{said.sender.network}:{said.sender.id}")):
            notes.mark("spoke", identity, said.at)
    return mark is None
