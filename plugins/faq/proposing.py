"""faq propose: anybody suggests an entry, or another answer for one. It becomes a file that maintainers look through, and nothing else.

The tone of a suggestion is nobody's business before it is reviewed: no suggestion is refused for its words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.actions import WriteDraft
from bot.core.allowance import spent
from bot.core.directory import Directory
from bot.core.knowledge import Draft, Knowledge, Phrases
from bot.core.moments import Command
from bot.core.plugin import Proposal, Words
from bot.core.records import DRAFTS, Counter, Put
from bot.core.reports import next_number
from bot.core.text import clean, size
from bot.core.view import View

WORD = "propose"
QUESTION, ANSWER = 300, 600  # bytes: a heading, and what fits an answer of two lines with room to shorten it
NAME = 60  # bytes of a name that is credited

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.propose_how": frozenset(),
    "faq.propose_long": frozenset({"question", "answer"}),
    "faq.propose_unknown": frozenset({"id"}),
    "faq.propose_enough": frozenset(),
}

_CREDIT = re.compile(r"\s*\(as ([^()]{1,60})\)\s*$", re.IGNORECASE)
_OWN = re.compile(r"\s+as (\S+)\s*$", re.IGNORECASE)
_ID = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was suggested. `entry`: id of the entry that it would change."""

    question: str
    answer: str
    entry: str = ""
    credit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposing:
    """The command. `entries`: question and topic by id. `highest`: number of a draft that lies in the folder."""

    phrases: Phrases
    directory: Directory
    entries: Mapping[str, tuple[str, str]]
    highest: int

    @classmethod
    def of(cls, knowledge: Knowledge, highest: int) -> "Proposing":
        entries = {entry.id: (entry.question, entry.topic) for entry in knowledge.entries}
        return cls(knowledge.phrases, Directory.of(knowledge), entries, highest)

    def command(self, moment: Command, memory: View) -> Proposal:
        """What has become of it is told by whoever writes the file."""
        said = self.read(moment.args.partition(" ")[2], moment.person.name)
        if said is None:
            return self._say("propose_how", moment)
        if said.entry and said.entry not in self.entries:
            return self._say("propose_unknown", moment, id=said.entry[:NAME])
        if size(said.question) > QUESTION or size(said.answer) > ANSWER:
            return self._say("propose_long", moment, question=str(QUESTION), answer=str(ANSWER))
        change = spent("proposed", moment.person, moment.at, memory)
        if change is None:
            return self._say("propose_enough", moment)
        number = next_number(memory, self.highest)
        write = WriteDraft(self._draft(said, number, moment), moment.place, moment.person)
        why = f"{moment.person.name} suggested an entry"
        return Proposal("proposal", (), why, changes=(change, Put(Counter(DRAFTS, number))), actions=(write,))

    def read(self, text: str, name: str) -> Suggestion | None:
        """`QUESTION = ANSWER` or `ID: ANSWER`, and who wants to be credited: `(as NAME)`, or `as` and their own nick."""
        text, credit = _credit(" ".join(clean(text).split()), name)
        found = _ID.match(text)
        question, equals, answer = _apart(text)
        if found and (found[1] in self.entries or not equals):
            return Suggestion(self.entries.get(found[1], ("", ""))[0], text[found.end() :], found[1], credit)
        return Suggestion(question, answer, "", credit) if question and answer else None

    def _draft(self, said: Suggestion, number: int, moment: Command) -> Draft:
        topics = self.directory.topics_in(f"{said.question} {said.answer}")
        topic = self.entries[said.entry][1] if said.entry else next(iter(topics), "")
        day = datetime.fromtimestamp(moment.at, UTC).date()
        room = "" if moment.place.closed else moment.place.room
        return Draft(number, "proposal", said.question, said.answer, topic, said.credit, day, room, entry=said.entry)

    def _say(self, key: str, moment: Command, **variables: str) -> Proposal:
        words = Words(self.phrases.say(f"faq.{key}", f"{moment.at}", **variables), to=moment.person, loud=True)
        return Proposal("command", (words,), f"{moment.person.name} would suggest an entry")


def _credit(text: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The text without the name at its end, and the name. "run it as root" credits nobody called root."""
    found = _CREDIT.search(text)
    own = _OWN.search(text)
    if found is None and own is not None and own[1].casefold() == name.casefold():
        found = own
    return (text, ()) if found is None else (text[: found.start()], (found[1].strip(),))


def _apart(text: str) -> tuple[str, str, str]:
    """Question and answer, by the first ` = `, or by the only `=`."""
    sign = " = " if " = " in text else "=" if text.count("=") == 1 else ""
    question, equals, answer = text.partition(sign) if sign else (text, "", "")
    return question.strip(), equals, answer.strip()
