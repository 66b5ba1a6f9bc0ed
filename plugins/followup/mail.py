"""list: one's question as a text that is ready for the mailing list, with empty places for what its readers will ask about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.directory import Directory
from bot.core.knowledge import Phrases
from bot.core.moments import Command
from bot.core.people import Person, private, same_person
from bot.core.plugin import Proposal, Words
from bot.core.quoting import quoted
from bot.core.records import Question
from bot.core.settings import Settings
from bot.core.text import shorten
from bot.core.view import View

SUBJECT = 60  # bytes of the question in the subject
AROUND = 150  # bytes of an utterance for the words around a quoted question, and for lines that break early


@dataclass(frozen=True, slots=True)
class Mail:
    """The command."""

    phrases: Phrases
    directory: Directory
    settings: Settings

    def list(self, moment: Command, memory: View) -> Iterator[Proposal]:
        """The text in private, one utterance for each part of it; in a room a word that it was sent.

        Nobody behind a bridge can be told in private, or be known to be the asker.
        """
        if moment.person.relayed:
            words = Words(self.phrases.say("followup.list_bridge", f"{moment.at}"), to=moment.person, loud=True)
            yield Proposal("command", (words,), "a text for the mailing list, over a bridge")
            return
        question = next(self._own(moment.person, memory), None)
        if question is None:
            words = Words(self.phrases.say("followup.list_none", f"{moment.at}"), to=moment.person, loud=True)
            yield Proposal("command", (words,), "a text for the mailing list, and no question of theirs")
            return
        text = tuple(Words(part, to=moment.person, place=private(moment.person)) for part in self._parts(question, memory))
        sent = Words(self.phrases.say("followup.list_sent", f"{moment.at}"), to=moment.person, loud=True)
        yield Proposal("command", text if moment.place.direct else (sent, *text), "a text for the mailing list")

    def _own(self, person: Person, memory: View) -> Iterator[Question]:
        """Their questions, newest first."""
        return (q for q in memory.questions_by(person) if _asked_by(q, person, memory))

    def _parts(self, question: Question, memory: View) -> Iterator[str]:
        say, key = self.phrases.say, question.key
        asked = datetime.fromtimestamp(question.asked_at, UTC)
        text, limits = quoted(question.text, question.place, self.settings, memory), self.settings.limits
        topic = next(iter(question.topics), "")
        subject = f"{f'[{topic}] ' if topic else ''}{shorten(text, SUBJECT)}"
        to = self.directory.mailing_list
        yield say("followup.list_to", key, list=to, subject=subject) if to else say("followup.list_nowhere", key, subject=subject)
        where = "private" if question.place.closed else question.place.room
        day, time, whole = f"{asked:%Y-%m-%d}", f"{asked:%H:%M} UTC", shorten(text, max(SUBJECT, limits.lines * limits.bytes - AROUND))
        yield say("followup.list_asked", key, room=shorten(where, SUBJECT), day=day, time=time, question=whole)
        yield f"{say('followup.list_system', key)} {say('followup.list_tried', key)}"
        yield say("followup.list_how", key)


def _asked_by(question: Question, person: Person, memory: View) -> bool:
    """Whether it is theirs: by account, else by nick and user@host, or by their own word from both sides."""
    asker = question.asker
    return same_person(asker, person) or (asker.account is not None and memory.hash(asker.identity) in memory.selves(person))
