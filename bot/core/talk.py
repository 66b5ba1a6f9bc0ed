"""Who speaks to whom about what: utterances, who answers whom, and what each line does to a question.

Lines of a room are read here once, in the order that a person would: is it about the speaker's own question, is it an
answer to somebody else's, or does it begin a new one? Transitions themselves are in life.py; what the clock brings is
in waiting.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core import greetings, speech
from bot.core.acts import Act, fails, solves
from bot.core.asking import Asking, Begins
from bot.core.awaited import Awaited
from bot.core.bridges import BRIDGED_WITHIN, Bridges
from bot.core.ear import Heard
from bot.core.events import Message
from bot.core.fares import counted, gives_same
from bot.core.joining import joins
from bot.core.life import Life
from bot.core.moments import Moment, Overheard, SpokenTo
from bot.core.notes import Correction, Notes
from bot.core.observed import observed
from bot.core.passing import Bridged, Utterance
from bot.core.records import DAY, ENDED, HOUR, After, Helped, Question, Quiet, Reply, Status
from bot.core.reports import ANSWERS, Reports
from bot.core.roster import Roster
from bot.core.settings import MatrixNetwork, Settings
from bot.core.text import words
from bot.core.utterance import STIRS_WITHIN, Spoken, gathered, introduced, spoken
from bot.core.waiting import is_here
from bot.core.wrong import called_wrong

MEETING_AT_MOST = 4 * HOUR  # a meeting that nobody ended does not silence the bot for ever
ASKED: Begins = (Status.GATHERING, "asks the room")
TOO_LATE: Begins = (Status.PARKED, "read too late to be answered")


@dataclass(frozen=True, slots=True)
class Talk:
    """The third step of the kernel, for messages."""

    settings: Settings
    roster: Roster
    life: Life
    asking: Asking
    reports: Reports

    @classmethod
    def of(cls, settings: Settings, roster: Roster, life: Life, reports: Reports | None = None) -> "Talk":
        return cls(settings, roster, life, Asking(roster, life), reports or Reports())

    # --- lines ---

    def hear(self, heard: Heard, notes: Notes) -> Iterator[Moment]:
        """Read one line that is not a command, and yield what it means. Lines to us owe an answer, the others usually none."""
        said = spoken(heard, self.settings, notes.memory)
        utterance = gathered(said, joins(said, notes.memory), self.settings.timing.settle, notes.memory)
        newcomer = introduced(said, notes)
        late = self.late(heard.message)
        if heard.to_us and late:
            self._to_us_late(said, notes)
        elif heard.to_us:
            yield from self._to_us(said, newcomer, notes)
        elif not said.place.closed and not self.settings.for_reports(said.place):
            self._meeting(said, notes)
            ordinary = self._in_room(said, utterance, notes)
            if not late:
                observed(said, self.settings, notes)
                if ordinary and notes.memory.marked("optout", said.sender) is None:
                    yield Overheard(said.at, said.place, said.room, said.words)
                yield from Awaited(self.roster).speaks(said, notes)

    def late(self, message: Message) -> bool:
        """Whether the line is older than `max_age` now that it is first read (product 10.10)."""
        return message.sent is not None and message.at - message.sent > self.settings.timing.max_age

    def _to_us_late(self, said: Spoken, notes: Notes) -> None:
        """Yesterday's question is never answered, but it is kept and listed (product 10.10); thanks and greetings are no question."""
        current = notes.memory.current(said.room, said.sender)
        if (current is None or not self._about_own(said, current, notes)) and not self._wants_nothing(said):
            self.asking.open(said, [said.line], TOO_LATE, False, notes)

    # --- said to us ---

    def _to_us(self, said: Spoken, newcomer: bool, notes: Notes) -> Iterator[Moment]:
        moment = SpokenTo(said.at, said.place, said.room, said.sender, said.words, wrong=called_wrong(said, self.reports, notes))
        current = self._own(said, notes)
        if current is not None and self._about_own(said, current, notes):
            after = notes.memory.question(current.key)
            again = after is not None and after.status is Status.ASKED
            yield replace(moment, question=after if again else None, not_it=again)
            return
        current = notes.memory.current(said.room, said.sender)
        if current is not None and current.status is Status.ASKED and not current.asked_back and _short(said, speech.YES | speech.NO):
            yield self._chosen(said, current, moment, notes)
            return
        if moment.wrong is not None or self._wants_nothing(said):
            pleads = speech.PLEA.issuperset(words(said.words)) and Act.THANKS not in said.acts
            yield replace(moment, question=current if pleads else None)
            return
        if current is not None and self._presses(said, current):
            yield replace(moment, question=notes.moved(self.asking.extended(current, said)))
            return
        if current is not None and current.open and current.status is not Status.ASKED and words(said.words) == words(current.text):
            yield replace(moment, question=current)  # the same again: it is no second question
            return
        if current is not None and current.status in (Status.GATHERING, Status.ASKED):
            if current.asked_back:
                yield replace(moment, question=notes.moved(self.asking.extended(current, said)))
                return
            notes.moved(self.life.withdrawn(current, said.at, "asked again, of the bot"))
        notes.memory.talk(said.room).typing.pop(said.sender.id, None)
        yield replace(moment, question=self.asking.open(said, [said.line], (Status.ASKED, "asked of the bot"), newcomer, notes))

    def _chosen(self, said: Spoken, own: Question, moment: SpokenTo, notes: Notes) -> SpokenTo:
        """Yes or no to "is it one of these?": it was, or a person is sought."""
        if _short(said, speech.YES):
            notes.moved(self.life.solved(own, said.at, said.sender.name, "the asker says so"))
            return replace(moment, solved=True)
        return replace(moment, question=own, not_it=True)

    def _presses(self, said: Spoken, own: Question) -> bool:
        """Whether somebody whose question waits for a person says how long it takes, and nothing that would be another question."""
        waits = own.status in (Status.ROUTED, Status.PARKED)
        return waits and Act.FRUSTRATED in said.acts and not self.roster.directory.topics_in(said.words)

    def _wants_nothing(self, said: Spoken) -> bool:
        """Greetings, thanks, small talk and bare pleas: no question of their own."""
        small = {Act.GREETING, Act.THANKS, Act.SOLVED, Act.WITHDRAWN, Act.RHETORICAL, Act.NO_IDEA, Act.NOT_IT}
        if speech.PLEA.issuperset(words(said.words)) or _short(said, speech.YES | speech.NO):
            return True
        return bool(said.acts & small) and not said.acts & {Act.ASKS, Act.PROBLEM}

    # --- said in the room ---

    def _in_room(self, said: Spoken, utterance: Utterance, notes: Notes) -> bool:
        """Read a line that is not for us; whether it is ordinary talk, about no question that is known."""
        place = notes.memory.talk(said.room)
        greetings.answered(said.sender.id, said, self.settings, notes)
        greetings.met(said, self.settings, notes)
        if said.target is not None and Act.GREETING not in said.acts:  # a hello back is not the help that they came for
            greetings.answered(said.target, said, self.settings, notes)
        own = self._own(said, notes)
        if own is not None and self._about_own(said, own, notes):
            place.typing.pop(said.sender.id, None)  # that matter is closed: what comes next is said anew
            return False
        own = notes.memory.current(said.room, said.sender)
        if said.target is not None:
            return self._to_somebody(said, notes)
        if own is not None and self._goes_on(said, own):
            notes.moved(self.asking.extended(own, said))
            return False
        if greetings.only_hello(said, utterance) and not self.late(said.heard.message):
            notes.memory.greeted(said.place, said.sender, said.at + self.settings.timing.hello)
            notes.why("talk", "a greeting and nothing else yet")
            return True
        if self.asking.asks(said, utterance, notes) and notes.memory.marked("optout", said.sender) is None:
            self.asking.begin(said, utterance, TOO_LATE if self.late(said.heard.message) else ASKED, notes)
            return False
        return not self._stir(said, notes)

    def _own(self, said: Spoken, notes: Notes) -> Question | None:
        """The asker's question that has not ended; or the one that they called solved, when they now say that it is not."""
        current = notes.memory.current(said.room, said.sender)
        if current is None and _takes_back(said):
            solved = (q for q in notes.memory.questions_of(said.room, said.sender) if q.status is Status.SOLVED)
            current = next(solved, None)
        return current

    def _about_own(self, said: Spoken, own: Question, notes: Notes) -> bool:
        """Thanks, "it works", "still fails", "never mind": what the asker says of their own question. False: there is more to the line."""
        answered = own.status in (Status.ANSWERED, Status.SOLVED)
        if answered and (fails(said.acts) or (said.acts & {Act.NOT_IT, Act.WRONG} and own.entry)):
            notes.moved(self.life.reopened(own, said.at, said.sender.name, "the asker says it is not solved"))
            return True
        if solves(said.acts) or (_thanks(said) and _was_helped(own, said)):
            notes.moved(self.life.solved(own, said.at, said.sender.name, "the asker says so"))
            return Act.ASKS not in said.acts  # "that worked, thanks. One more question: …"
        if Act.WITHDRAWN in said.acts:
            notes.moved(self.life.withdrawn(own, said.at, "withdrawn by the asker"))
            return True
        return False

    def _goes_on(self, said: Spoken, own: Question) -> bool:
        """Whether an unaddressed line belongs to the speaker's own question rather than beginning another."""
        if own.status in (Status.GATHERING, Status.ASKED):
            return True
        return own.open and Act.ASKS not in said.acts

    def _to_somebody(self, said: Spoken, notes: Notes) -> bool:
        """A line addressed to a person: an answer to their question, or a question back; else ordinary talk, and True."""
        own = notes.memory.current(said.room, said.sender)
        live = [q for q in notes.memory.asked_by(said.room, said.target or "") if q.status not in ENDED]
        theirs = next((q for q in reversed(live) if q.status is not Status.ANSWERED), live[-1] if live else None)
        if own is not None and (own.open or own.status is Status.GATHERING) and _tells_of_own(own, theirs):
            notes.moved(self.asking.extended(own, said))
            return False
        if theirs is None:
            notes.why("talk", "said to somebody else")
            return True
        theirs = replace(theirs, first=False)
        if said.acts & {Act.NO_IDEA, Act.ASKS_BACK, Act.ASKS, Act.RHETORICAL} or Act.GREETING in said.acts:
            theirs = notes.moved(self.life.stirred(theirs, said.at, said.sender.name, "spoken to, not answered"))
            reply = self._reply(theirs, said.at, said, notes)
            if reply.late and said.acts & {Act.ASKS_BACK, Act.ASKS}:  # asked back while they are gone: told on their return
                notes.put(self.life.replied(theirs, reply))
        elif _has_answer(theirs):
            if not said.acts & {Act.THANKS, Act.SOLVED}:
                notes.put(self.life.replied(theirs, self._reply(theirs, said.at, said, notes)))
        elif (line := self._crosses_first(said, theirs, notes)) is not None:
            line.answers = theirs.key
        else:
            self._answered(theirs, self._reply(theirs, said.at, said, notes), notes)
        return False

    def _reply(self, theirs: Question, at: float, said: Spoken | Bridged, notes: Notes) -> Reply:
        """What was said to the asker. Where a network keeps what was said, nobody needs to be told of it later (Matrix)."""
        keeps = isinstance(self.settings.network(theirs.place.network), MatrixNetwork)
        gone = notes.memory.in_room(theirs.place) and not is_here(theirs.place, theirs.asker, notes.memory)
        text, id_ = (said.words, said.line.id) if isinstance(said, Spoken) else (said.text, said.id)
        return Reply(at, said.sender, text, id_, late=gone and not keeps)

    def _answered(self, question: Question, reply: Reply, notes: Notes) -> None:
        """A person has answered. Remember who helped on which topic, counted per day."""
        by, at = reply.by, reply.at
        question = notes.moved(self.life.answered_by(question, at, by))
        notes.put(self.life.replied(question, reply))
        for said in notes.memory.about(question.key):
            if said.after is None:
                notes.put(replace(said, after=After(at, by.identity, by.name)))
                if said.withheld and said.kind in ANSWERS and gives_same(reply.text, self.reports.links.get(said.entry, ())):
                    version = self.reports.versions[said.entry]
                    notes.put(counted(said.entry, version, "same", at, notes.memory))
        day = int(at // DAY)
        for topic in question.topics[:1] or ("other",):
            before = notes.memory.helped(by.identity, topic, day)
            count, whom = before.count + 1 if before else 1, notes.memory.whom(by)
            notes.put(Helped(by.identity, by.name, topic, day, count, whom if before is None or before.whom == whom else ""))

    # --- over a bridge ---

    def _crosses_first(self, said: Spoken, theirs: Question, notes: Notes) -> Bridged | None:
        """A line said on the other side of a bridge that has yet to be seen on the asker's: lost on its way, it answers nobody.

        The question waits for as long as a bridge may need.
        """
        message, bridges = said.heard.message, Bridges(self.settings)
        if theirs.place in (message.place, message.via) or not bridges.brings_to(theirs.place):
            return None
        line = next(bridges.lines(message, notes.memory), None)
        if line is not None and theirs.due_at < said.at + BRIDGED_WITHIN:
            notes.put(self.life.postponed(theirs, said.at + BRIDGED_WITHIN))
        return line

    def over_a_bridge(self, notes: Notes) -> None:
        """What the copy of a line means that was heard before: answers have arrived, lines read otherwise."""
        for line, place in notes.arrived:
            for question in map(notes.memory.question, dict.fromkeys((line.answers, *line.stirs))):
                if question is None or question.place != place or question.status in ENDED or _has_answer(question):
                    continue
                if question.key == line.answers:
                    question = replace(question, first=False)
                    self._answered(question, self._reply(question, notes.memory.now, line, notes), notes)
                else:
                    notes.moved(self.life.stirred(question, line.at, line.sender.name, "somebody spoke on the other side of a bridge"))
        if notes.correction is not None and notes.correction.before != notes.correction.text:
            self._corrected(notes.correction, notes)

    def _corrected(self, correction: Correction, notes: Notes) -> None:
        """The line stands in its question, or among what is being typed, as it reads now. It never is a second question."""
        message, before, text = correction.message, correction.before, correction.text
        room = self.settings.joined_place(message.place)
        for question in tuple(notes.memory.questions_of(room, message.sender)):
            lines = tuple(replace(line, text=text) if line.text == before else line for line in question.lines)
            if question.status not in ENDED and lines != question.lines:
                notes.put(self.asking.reread(replace(question, lines=lines)))
        typing = notes.memory.talk(room).typing.get(message.sender.id)
        if typing is not None:
            typing.lines[:] = [(at, text if was == before else was, id_) for at, was, id_ in typing.lines]

    def _stir(self, said: Spoken, notes: Notes) -> bool:
        """An unaddressed line soon after a question may be about it: nothing is offered, and waiting starts again. Whether there is one."""
        stirs = False
        for question in notes.memory.standing(said.room, Status.GATHERING, Status.ASKED, Status.ROUTED):
            called = any(call.person.id == said.sender.id for call in question.calls)
            recent = said.at - question.last_at <= STIRS_WITHIN and question.status in (Status.GATHERING, Status.ASKED)
            if question.asker.id == said.sender.id or not (recent or (called and question.status is Status.ROUTED)):
                continue
            stirs = True
            line = self._crosses_first(said, question, notes)
            if line is not None:
                line.stirs = (*line.stirs, question.key)
            else:
                notes.moved(self.life.stirred(question, said.at, said.sender.name, "somebody spoke"))
        return stirs

    # --- the room ---

    def _meeting(self, said: Spoken, notes: Notes) -> None:
        """Meeting bots' commands: nothing unprompted is said between them."""
        word = said.heard.text.split(" ", 1)[0].lower()
        if word == "#startmeeting":
            notes.put(Quiet(said.room, said.at + MEETING_AT_MOST, "meeting"))
        elif word == "#endmeeting":
            notes.drop(Quiet, f"{said.room}|meeting")


def _has_answer(question: Question) -> bool:
    """Whether a person has answered, and it is not open again."""
    return question.status is Status.ANSWERED and question.answered_by is not None


def _short(said: Spoken, answers: frozenset[str]) -> bool:
    """Whether the line is one of these short answers, perhaps a polite one, and nothing else."""
    left = set(words(said.words)) - speech.POLITE
    return bool(left) and answers >= left


def _thanks(said: Spoken) -> bool:
    """Thanks and nothing more."""
    return Act.THANKS in said.acts and not said.acts & {Act.ASKS, Act.PROBLEM} and not fails(said.acts)


def _was_helped(own: Question, said: Spoken) -> bool:
    """Whether thanks are for help: for an answer, to a person, or after somebody spoke. Thanks for being connected close nothing."""
    if own.status is Status.ASKED:
        return not own.faq
    return own.status in (Status.ANSWERED, Status.SOLVED) or (own.open and said.target is not None)


def _takes_back(said: Spoken) -> bool:
    return fails(said.acts) or Act.NOT_IT in said.acts


def _tells_of_own(own: Question, theirs: Question | None) -> bool:
    """Whether a line to somebody goes on with the speaker's own question: unless it helps with theirs. To a question back, it does."""
    return theirs is None or own.history[-1].actor == theirs.asker.name
