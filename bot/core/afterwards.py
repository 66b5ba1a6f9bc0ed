"""What people do to lines that were said before: they edit them, take them back, or put a sign to them.

An edit changes what a question says, and it is decided anew with the new words if they mean something else; it never makes a command
run again, and it never brings back what was answered. Only whoever said a line may edit it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from bot.core.actions import Retract
from bot.core.acts import Act, acts, solves, upset
from bot.core.asking import Asking
from bot.core.company import Company
from bot.core.ear import Ear
from bot.core.events import Edited, Message, Reacted, Removed
from bot.core.gate import Burst, asks_for_help
from bot.core.life import Life
from bot.core.memory import OURS
from bot.core.notes import Notes
from bot.core.people import same_person
from bot.core.records import ENDED, Question, Said, Status, Uncovered, Writeup
from bot.core.reports import Reports, answered_with
from bot.core.settings import MatrixNetwork, Settings
from bot.core.text import plain, words
from bot.core.utterance import spoken

SAME_WORDS = 0.85  # likeness (difflib ratio) from which an edit only mends typing: nothing is waited for anew
SOLVED_SIGNS = frozenset("✅✔☑")  # people use them as "done"; a thumb up only means that somebody agrees
YES_SIGNS = SOLVED_SIGNS | frozenset("👍")
WRITE_YES = ("writeup", "yes")
WRONG_SIGNS = frozenset("👎")
QUOTED = 40  # characters by which a quote of a line is known; we quote more of it, unless it is shorter
_DRESS = "\ufe0e\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # how a sign is to look: text, picture, colour of skin


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The third step of the kernel, for what happens to lines."""

    settings: Settings
    ear: Ear
    life: Life
    asking: Asking
    reports: Reports

    # --- edits ---

    def edited(self, event: Edited, notes: Notes) -> Message | None:
        """Take in the new words; the line to be heard as said now, where the edit has made a question of a remark."""
        line = Message(event.at, event.place, event.sender, event.text, id=event.target, sent=event.sent)
        heard = self.ear.hear(line, notes.memory)
        if heard.command:
            notes.why("afterwards", "an edited command does not run again")
            return None
        text, late = spoken(heard, self.settings, notes.memory).words, self._late(event)
        question = self._asked_in(line, notes)
        if question is not None:
            self._reads_now(question, event.target, text, event.at, late, notes)
            return None
        return None if late or heard.to_us else self._typed(line, text, notes)

    def _late(self, event: Edited) -> bool:
        return event.sent is not None and event.at - event.sent > self.settings.timing.max_age

    def _asked_in(self, line: Message, notes: Notes) -> Question | None:
        """The sender's own question that this line belongs to."""
        mine = notes.memory.questions_of(self.settings.joined_place(line.place), line.sender)
        return next((q for q in mine if any(one.id == line.id for one in q.lines)), None)

    def _reads_now(self, question: Question, target: str, text: str, at: float, late: bool, notes: Notes) -> None:
        if question.status in ENDED or question.status is Status.ANSWERED:
            notes.why("afterwards", "an edit of what was answered or has ended")
            return
        before, topics = question.text, question.topics
        lines = tuple(replace(line, text=text) if line.id == target else line for line in question.lines)
        question = self._reread(replace(question, lines=lines))
        if not _differs(before, question.text) and topics == question.topics:
            notes.put(question)
            notes.why("afterwards", "an edit that changes no meaning")
        elif late:
            notes.put(question)
            notes.why("afterwards", "an edit read too late to be decided on")
        elif solves(acts(text)):
            notes.moved(self.life.solved(question, at, question.asker.name, "the asker says so, in an edit"))
        elif not self._still_asks(question):
            notes.moved(self.life.withdrawn(question, at, "edited, and asks nothing any more"))
        else:
            notes.moved(self.life.edited(question, at))

    def _reread(self, question: Question) -> Question:
        """The question with what its lines are about, and in which mood, as they are now."""
        return self.asking.reread(replace(question, frustrated=upset(acts(question.text))))

    def _still_asks(self, question: Question) -> bool:
        """Judged as it was when it began: what was asked of us is a question whatever its words."""
        if Act.WITHDRAWN in acts(question.text) or not words(question.text):
            return False
        if not question.history or question.history[0].status is not Status.GATHERING:
            return True
        lines = tuple(line.text for line in question.lines)
        return asks_for_help(Burst(lines, Company())).asks

    def _typed(self, line: Message, text: str, notes: Notes) -> Message | None:
        """A line of what somebody is typing: it reads otherwise, and is heard again if that is what makes it a question."""
        place = notes.memory.talk(self.settings.joined_place(line.place))
        typing = place.typing.get(line.sender.id)
        old = next((one for one in typing.lines if one[2] == line.id), None) if typing else None
        if typing is None or old is None:
            notes.why("afterwards", "an edit of a line that matters to nobody")
            return None
        typing.lines.remove(old)
        if not _differs(old[1], text):
            typing.lines.append((old[0], text, line.id))
            return None
        return line

    # --- removals ---

    def removed(self, event: Removed, notes: Notes) -> None:
        """The line is gone: out of what is being typed, out of its question, and with its last line the question itself."""
        room = self.settings.joined_place(event.place)
        for typing in tuple(notes.memory.talk(room).typing.values()):
            typing.lines[:] = [line for line in typing.lines if line[2] != event.target]
        for question in tuple(notes.memory.questions(room)):
            lines = tuple(line for line in question.lines if line.id != event.target)
            if lines != question.lines:
                self._without(replace(question, lines=lines), event.at, notes)
                self._unquote(question, event.target, notes)
            replies = tuple(reply for reply in question.replies if not reply.id or reply.id != event.target)
            kept = notes.memory.question(question.key)
            if kept is not None and replies != question.replies:
                notes.put(replace(kept, replies=replies))

    def _unquote(self, question: Question, target: str, notes: Notes) -> None:
        """What we said keeps no quote of a line that is gone: calls of experts quote the question, lists and hand-overs its beginning."""
        notes.drop(Uncovered, question.key)
        for writeup in notes.memory.writeups():
            if writeup.question == question.key:
                notes.drop(Writeup, writeup.key)
        gone = [_likeness(line.text)[:QUOTED] for line in question.lines if line.id == target]
        for said in [said for said in notes.memory.records[Said].values() if isinstance(said, Said) and said.at >= question.asked_at]:
            calls = said.question == question.key and said.kind == "call"
            if said.text and (calls or any(words_ and words_ in _likeness(said.text) for words_ in gone)):
                notes.put(replace(said, text=""))

    def _without(self, question: Question, at: float, notes: Notes) -> None:
        waits = question.open or question.status is Status.GATHERING
        if question.lines and (not waits or self._still_asks(question)):
            notes.put(self._reread(question))
            return
        if question.status in ENDED:
            notes.put(question)
        else:
            notes.moved(self.life.withdrawn(question, at, "deleted"))
        for said in tuple(notes.memory.said(room=question.room, since=question.asked_at)):
            if said.question == question.key and (not said.id or self._withdraws(said)):
                notes.actions.append(Retract(said.place, said.key, said.id))

    def _withdraws(self, said: Said) -> bool:
        """Whether what was said already is taken back, too."""
        network = self.settings.network(said.place.network)
        return isinstance(network, MatrixNetwork) and network.withdraw

    # --- signs ---

    def reacted(self, event: Reacted, notes: Notes) -> tuple[str, str] | None:
        """Done, or wrong; or yes to what we asked: the command (name, arguments) that it stands for. Others are between people."""
        sign = event.sign.strip().translate(dict.fromkeys(map(ord, _DRESS)))
        if sign in YES_SIGNS and self._agrees(event, notes):
            return WRITE_YES
        if sign in SOLVED_SIGNS:
            self._done(event, notes)
        elif sign in WRONG_SIGNS:
            self._wrong(event, notes)
        return None

    def _agrees(self, event: Reacted, notes: Notes) -> bool:
        """Whether the line asked the one who puts a sign to it about a write-up, and waits for their word."""
        said = notes.memory.said_as(event.target)
        if said is None or said.to != event.sender.identity:
            return False
        writeups = tuple(notes.memory.writeups())
        if said.kind == "invite":
            return any(w.question == said.question and w.asker_says is None and same_person(w.asker, event.sender) for w in writeups)
        return said.kind == "consent" and any(
            w.helper_asked and w.helper_says is None and same_person(w.helper, event.sender) for w in writeups
        )

    def _done(self, event: Reacted, notes: Notes) -> None:
        room = self.settings.joined_place(event.place)
        question = next((q for q in self._meant(event, room, notes) if q.status not in ENDED), None)
        if question is None or question.status is Status.GATHERING:
            return
        helper = question.answered_by is not None and same_person(question.answered_by, event.sender)
        if same_person(question.asker, event.sender) or helper:
            notes.moved(self.life.solved(question, event.at, event.sender.name, "marked as solved"))

    def _meant(self, event: Reacted, room: str, notes: Notes) -> Iterator[Question]:
        """The questions that a sign at this line may be about: the one that we or a person answered with it, or the one with the line."""
        said = notes.memory.said_as(event.target)
        ours = notes.memory.question(said.question) if said else None
        if ours is not None:
            yield ours
            return
        yield from (q for q in notes.memory.questions(room) if any(line.id == event.target for line in q.lines))
        by = notes.memory.ids.get(event.target)
        mine = notes.memory.current(room, event.sender)
        if mine is not None and by not in (None, OURS) and mine.answered_by is not None and mine.answered_by.id == by:
            yield mine

    def _wrong(self, event: Reacted, notes: Notes) -> None:
        """Anybody may say that an answer of ours is wrong: it is withheld here; of the asker it also means "that wasn't it"."""
        said = answered_with(event.target, notes.memory)
        if said is None:
            return
        notes.reported(said, event.sender, event.at, self.reports)
        question = notes.memory.question(said.question)
        if question is not None and question.status is Status.ANSWERED and question.entry and same_person(question.asker, event.sender):
            notes.moved(self.life.reopened(question, event.at, event.sender.name, "the asker says it is not solved"))


def _likeness(text: str) -> str:
    return " ".join(words(text))


def _differs(before: str, after: str) -> bool:
    """Whether an edit changes what is said, and not only how it is typed."""
    one, other = _likeness(before), _likeness(after)
    return one != other and SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio() < SAME_WORDS
