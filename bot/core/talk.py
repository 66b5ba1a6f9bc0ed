"""Who speaks to whom about what: utterances, who answers whom, and what each line does to a question.

Lines of a room are read here once, in the order that a person would: is it about the speaker's own question, is it an
answer to somebody else's, or does it begin a new one? Transitions themselves are in life.py; what the clock brings is
in waiting.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.acts import Act, acts, fails, solves, wall
from bot.core.address import addressee
from bot.core.directory import Directory
from bot.core.ear import Heard
from bot.core.events import Message
from bot.core.gate import Burst, asks_for_help
from bot.core.guard import seen
from bot.core.life import LINES, Life
from bot.core.memory import Memory, Utterance
from bot.core.moments import HelperActive, Moment, SpokenTo
from bot.core.notes import Notes
from bot.core.people import Person, Place
from bot.core.records import DAY, ENDED, HOUR, Helped, Line, Question, Quiet, Status, Step
from bot.core.settings import Settings
from bot.core.text import words

STIRS_WITHIN = 180.0  # seconds: a line by somebody else this soon after a question may be about it (product 10.6)
MEETING_AT_MOST = 4 * HOUR  # a meeting that nobody ended does not silence the bot for ever
MARK_AGAIN = 30 * DAY  # "has spoken before" is renewed this often, not on every line: a busy channel must not write all day
TYPING = 1_000  # people in one room whose lines are read together at once; oldest out
TOO_LATE = (Status.PARKED, "read too late to be answered")
PLEA_WORDS = (
    "a any anybody anyone can could do does have help here hey hi i idea ideas know me of on please pls somebody someone "
    "thanks that the there this what would you your"
)
PLEA = frozenset(PLEA_WORDS.split())  # with nothing but these a line asks for attention, not a question


@dataclass(frozen=True, slots=True)
class Said:
    """A line with everything the rules below ask of it."""

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


@dataclass(frozen=True, slots=True)
class Talk:
    """The third step of the kernel, for messages."""

    settings: Settings
    directory: Directory
    life: Life

    # --- lines ---

    def hear(self, heard: Heard, notes: Notes) -> Iterator[Moment]:
        """Read one line that is not a command, and yield what it means. Lines to us owe an answer, the others usually none."""
        said = self._said(heard, notes.memory)
        utterance = self._utterance(said, notes.memory)
        newcomer = self._introduced(said, notes)
        late = self.late(heard.message)
        if heard.to_us and late:
            self._to_us_late(said, notes)
        elif heard.to_us:
            yield from self._to_us(said, newcomer, notes)
        elif not said.place.direct:
            self._meeting(said, notes)
            self._in_room(said, utterance, notes)
            if not late:
                yield from self._helper_active(said, notes)

    def _said(self, heard: Heard, memory: Memory) -> Said:
        message, at = heard.message, heard.message.at
        name, rest = addressee(heard.text, lambda name: memory.person_named(message.place, name, at) is not None)
        target = memory.person_named(message.place, name, at) if name else None
        if message.reply_to:
            target = memory.ids.get(message.reply_to) or target
        room = self.settings.joined_place(message.place)
        return Said(heard, room, acts(rest), None if target == message.sender.id else target, rest)

    def _utterance(self, said: Said, memory: Memory) -> Utterance:
        """What this person has typed in one go, this line included; must be read before the line counts as spoken."""
        place, sender, at = memory.passing(said.place), said.sender, said.at
        before = place.spoke.get(sender.id)
        current = place.typing.get(sender.id)
        if current is None or at - current.last_at > self.settings.timing.settle:
            newcomer = memory.marked("spoke", sender) is None
            silent_for = None if before is None else at - before
            talking = None if place.last_line is None or place.last_by == sender.id else at - place.last_line
            current = Utterance(sender, said.place, [], newcomer, silent_for, talking, at)
            place.typing.pop(sender.id, None)
            place.typing[sender.id] = current
            while len(place.typing) > TYPING:
                del place.typing[next(iter(place.typing))]
        current.person, current.last_at = sender, at
        current.addressed = current.addressed or said.target is not None
        current.lines.append((at, said.words, said.heard.message.id))
        del current.lines[:-LINES]
        return current

    def _introduced(self, said: Said, notes: Notes) -> bool:
        """Note that this person has spoken; whether they never had before. A bare greeting introduces nobody: what comes next may be
        their first question."""
        greeting = Act.GREETING in said.acts
        seen(said.heard.message, notes.memory, greeting)
        mark = notes.memory.marked("spoke", said.sender)
        if not greeting and (mark is None or said.at - mark.at > MARK_AGAIN):
            for identity in dict.fromkeys((said.sender.identity, f"{said.sender.network}:{said.sender.id}")):
                notes.mark("spoke", identity, said.at)
        return mark is None

    def late(self, message: Message) -> bool:
        """Whether the line is older than `max_age` now that it is first read (product 10.10)."""
        return message.sent is not None and message.at - message.sent > self.settings.timing.max_age

    def _to_us_late(self, said: Said, notes: Notes) -> None:
        """Yesterday's question is never answered, but it is kept and listed (product 10.10); thanks and greetings are no question."""
        current = notes.memory.current(said.room, said.sender)
        if (current is None or not self._about_own(said, current, notes)) and not self._wants_nothing(said):
            self._open(said, [said.line], TOO_LATE, False, notes)

    # --- said to us ---

    def _to_us(self, said: Said, newcomer: bool, notes: Notes) -> Iterator[Moment]:
        moment = SpokenTo(said.at, said.place, said.room, said.sender, said.words)
        current = notes.memory.current(said.room, said.sender)
        if current is not None and self._about_own(said, current, notes):
            after = notes.memory.question(current.key)
            again = after is not None and after.status is Status.ASKED
            yield replace(moment, question=after if again else None, not_it=again)
            return
        if self._wants_nothing(said):
            plea = current if current is not None and current.status not in ENDED and self._plea(said) else None
            yield replace(moment, question=plea)
            return
        if current is not None and current.status in (Status.GATHERING, Status.ASKED):
            if current.asked_back:
                yield replace(moment, question=notes.moved(self._extended(current, said)))
                return
            notes.moved(self.life.withdrawn(current, said.at, "asked again, of the bot"))
        notes.memory.passing(said.place).typing.pop(said.sender.id, None)
        yield replace(moment, question=self._open(said, [said.line], (Status.ASKED, "asked of the bot"), newcomer, notes))

    def _plea(self, said: Said) -> bool:
        return all(word in PLEA for word in words(said.words))

    def _wants_nothing(self, said: Said) -> bool:
        """Greetings, thanks, small talk and bare pleas: no question of their own."""
        small = {Act.GREETING, Act.THANKS, Act.SOLVED, Act.WITHDRAWN, Act.RHETORICAL, Act.NO_IDEA, Act.NOT_IT}
        if self._plea(said):
            return True
        return bool(said.acts & small) and not said.acts & {Act.ASKS, Act.PROBLEM}

    # --- said in the room ---

    def _in_room(self, said: Said, utterance: Utterance, notes: Notes) -> None:
        place = notes.memory.passing(said.place)
        place.hellos.pop(said.sender.id, None)
        if said.target is not None:
            place.called[said.target] = said.at
            place.hellos.pop(said.target, None)
        own = notes.memory.current(said.room, said.sender)
        if own is not None and self._about_own(said, own, notes):
            return
        if said.target is not None:
            self._to_somebody(said, notes)
            return
        if own is not None and self._goes_on(said, own):
            notes.moved(self._extended(own, said))
            return
        if self._only_hello(utterance) and not self.late(said.heard.message):
            notes.memory.greeted(said.place, said.sender, said.at + self.settings.timing.hello)
            notes.why("talk", "a greeting and nothing else yet")
            return
        if self._asks(said, utterance, notes) and notes.memory.marked("optout", said.sender) is None:
            self._begin(said, utterance, notes)
            return
        self._stir(said, notes)

    def _only_hello(self, utterance: Utterance) -> bool:
        return all(Act.GREETING in acts(text) for _, text, _ in utterance.lines)

    def _about_own(self, said: Said, own: Question, notes: Notes) -> bool:
        """Thanks, "it works", "still fails", "never mind": what the asker says of their own question."""
        answered = own.status is Status.ANSWERED
        if answered and (fails(said.acts) or (Act.NOT_IT in said.acts and own.entry)):
            notes.moved(self.life.reopened(own, said.at, said.sender.name, "the asker says it is not solved"))
            return True
        thanked = Act.THANKS in said.acts and not said.acts & {Act.ASKS, Act.PROBLEM} and (answered or not own.faq)
        if solves(said.acts) or (thanked and not fails(said.acts)):
            notes.moved(self.life.solved(own, said.at, said.sender.name, "the asker says so"))
            return True
        if Act.WITHDRAWN in said.acts:
            notes.moved(self.life.withdrawn(own, said.at, "withdrawn by the asker"))
            return True
        return False

    def _goes_on(self, said: Said, own: Question) -> bool:
        """Whether an unaddressed line belongs to the speaker's own question rather than beginning another."""
        if own.status in (Status.GATHERING, Status.ASKED):
            return True
        return own.open and Act.ASKS not in said.acts

    def _extended(self, own: Question, said: Said) -> Question:
        """The question with one line more, and what it is about read again."""
        more = self.life.typed(own, said.line, Act.FRUSTRATED in said.acts)
        lines = tuple(line.text for line in more.lines)
        return replace(more, topics=self.directory.topics_in(more.text), wall=wall(lines))

    def _to_somebody(self, said: Said, notes: Notes) -> None:
        """A line addressed to a person: an answer to their question, or a question back."""
        own = notes.memory.current(said.room, said.sender)
        if own is not None and own.status in (Status.GATHERING, Status.ASKED, Status.ROUTED, Status.PARKED):
            notes.moved(self._extended(own, said))
        live = [q for q in notes.memory.questions(said.room) if q.asker.id == said.target and q.status not in ENDED]
        theirs = next((q for q in reversed(live) if q.status is not Status.ANSWERED), live[-1] if live else None)
        if theirs is None:
            notes.why("talk", "said to somebody else")
            return
        theirs = replace(theirs, first=False)
        if said.acts & {Act.NO_IDEA, Act.ASKS_BACK, Act.ASKS, Act.RHETORICAL} or Act.GREETING in said.acts:
            notes.moved(self.life.stirred(theirs, said.at, said.sender.name, "spoken to, not answered"))
        elif theirs.status is not Status.ANSWERED or theirs.answered_by is None:
            notes.moved(self.life.answered_by(theirs, said.at, said.sender))
            self._credit(theirs, said, notes)

    def _credit(self, question: Question, said: Said, notes: Notes) -> None:
        """Remember who helped on which topic, counted per day."""
        day = int(said.at // DAY)
        for topic in question.topics[:1] or ("other",):
            before = notes.memory.helped(said.sender.identity, topic, day)
            count = before.count + 1 if before else 1
            notes.put(Helped(said.sender.identity, said.sender.name, topic, day, count))

    def _stir(self, said: Said, notes: Notes) -> None:
        """An unaddressed line soon after a question may be about it: nothing is offered, and waiting starts again."""
        for question in notes.memory.questions(said.room):
            called = any(call.person.id == said.sender.id for call in question.calls)
            recent = said.at - question.last_at <= STIRS_WITHIN and question.status in (Status.GATHERING, Status.ASKED)
            if question.asker.id != said.sender.id and (recent or (called and question.status is Status.ROUTED)):
                notes.moved(self.life.stirred(question, said.at, said.sender.name, "somebody spoke"))

    # --- new questions ---

    def _asks(self, said: Said, utterance: Utterance, notes: Notes) -> bool:
        """Whether what this person has typed so far asks the room for help (gate.py)."""
        place, at = notes.memory.passing(said.place), said.at
        called = place.called.get(said.sender.id)
        lines = tuple(text for _, text, _ in utterance.lines)
        verdict = asks_for_help(
            Burst(
                lines=lines,
                addressed=utterance.addressed,
                newcomer=utterance.newcomer,
                silent_for=utterance.silent_for,
                called=None if called is None else at - called,
                author_helps=self.directory.expert(said.sender) is not None,
                talking=utterance.talking,
            )
        )
        notes.why("gate", f"{'asks' if verdict.asks else 'does not ask'} for help ({', '.join(verdict.reasons)})")
        return verdict.asks

    def _begin(self, said: Said, utterance: Utterance, notes: Notes) -> None:
        lines = [Line(*line) for line in utterance.lines if Act.GREETING not in acts(line[1])]
        del notes.memory.passing(said.place).typing[said.sender.id]
        if self.late(said.heard.message):
            self._open(said, lines, TOO_LATE, False, notes)
        else:
            self._open(said, lines, (Status.GATHERING, "asks the room"), utterance.newcomer, notes)

    def _open(self, said: Said, lines: list[Line], begins: tuple[Status, str], first: bool, notes: Notes) -> Question:
        text = " ".join(line.text for line in lines)
        done = acts(text)
        question = Question(
            number=notes.count(f"number:{said.room}"),
            place=said.place,
            room=said.room,
            asker=said.sender,
            lines=tuple(lines),
            asked_at=lines[0].at,
            last_at=said.at,
            status=begins[0],
            step=Step.SETTLE,
            due_at=said.at,
            keep_until=lines[0].at + self.settings.timing.keep,
            topics=self.directory.topics_in(text),
            first=first,
            frustrated=Act.FRUSTRATED in done and (Act.PROBLEM in done or Act.ASKS in done),
            wall=wall(tuple(line.text for line in lines)),
            thread=said.heard.message.thread,
        )
        return notes.moved(self.life.opened(question, *begins))

    # --- the room ---

    def _meeting(self, said: Said, notes: Notes) -> None:
        """Meeting bots' commands: nothing unprompted is said between them."""
        word = said.heard.text.split(" ", 1)[0].lower()
        if word == "#startmeeting":
            notes.put(Quiet(said.room, said.at + MEETING_AT_MOST, said.sender.name, "meeting"))
        elif word == "#endmeeting":
            notes.drop(Quiet, f"{said.room}|meeting")

    def _helper_active(self, said: Said, notes: Notes) -> Iterator[Moment]:
        """Somebody who offered to be asked is here: do questions wait for them? Handing over beats pinging."""
        expert = self.directory.expert(said.sender)
        if expert is None:
            return
        waiting = tuple(
            q
            for q in notes.memory.questions(said.room)
            if q.status is Status.PARKED
            and q.asker.id != said.sender.id
            and expert.name not in q.shown_to
            and set(self.directory.chain(q.topics)) & set(expert.topics)
        )
        if waiting:
            yield HelperActive(said.at, said.place, said.room, said.sender, expert.name, waiting)
