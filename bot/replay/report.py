"""The report of a replay, gathered from Turns: its size depends on people, days and what is open, never on the length of the log."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from bot.core.actions import Say
from bot.core.events import Message
from bot.core.kernel import Turn
from bot.core.records import Change, Drop, Question, Said, Status
from bot.core.tallies import WAITS, wait_class
from bot.core.text import shorten
from bot.replay.foresight import Foreseen
from bot.replay.row import BY_PERSON, Row, Spoken

ROWS = 50  # questions kept from the beginning, and as many from the end: the whole list is what --json writes
QUOTE = 300  # bytes of a question, and of what is said to it
NAMES = 5_000  # people, rooms or pairs that are counted apart; whoever comes later is counted under OTHERS
DAYS = 400  # days counted apart; older ones are counted by month
OTHERS = "others"
GIVES = frozenset({"answer", "again"})  # kinds of what is said that give an entry
PART = 1800  # seconds of a day that are looked up once: zones begin their days at full or half hours


@dataclass(slots=True)
class Numbers:
    """The numbers of all, of a day or of a room."""

    lines: int = 0
    questions: int = 0
    by_people: int = 0  # answered by a person first
    by_us: int = 0  # given an entry unprompted, whoever answered besides
    unprompted: int = 0  # lines of ours in rooms that nobody asked us for

    @property
    def per_1000(self) -> float:
        return 1000 * self.unprompted / self.lines if self.lines else 0.0

    def add(self, other: "Numbers") -> None:
        for name in ("lines", "questions", "by_people", "by_us", "unprompted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Answerer:
    """Somebody who answered, and how they compare with the bot."""

    answers: int = 0
    faster: int = 0
    slower: int = 0
    seconds: float = 0.0  # from question to answer, summed

    @property
    def mean(self) -> float:
        return self.seconds / self.answers if self.answers else 0.0


@dataclass
class Report:
    """Hears every Turn. `foresee` asks what would have been said to a question; `opened` and `finished` get each one."""

    foresee: Callable[[Question, float], Foreseen]
    opened: Callable[[Question], None] = lambda _question: None
    finished: Callable[[Row], None] = lambda _row: None
    zone: tzinfo = UTC  # of the days
    began: float | None = None
    ended: float = 0.0
    total: Numbers = field(default_factory=Numbers)
    days: dict[str, Numbers] = field(default_factory=dict)
    rooms: dict[str, Numbers] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)  # of what was said unprompted
    kept_back: Counter[str] = field(default_factory=Counter)  # by rule
    waits: list[int] = field(default_factory=lambda: [0] * (len(WAITS) + 1))  # people's first answers, by classes of time
    entries: Counter[str] = field(default_factory=Counter)  # given
    also_person: int = 0  # a person answered, too, after the bot had
    solved: int = 0
    prompted: int = 0
    faults: int = 0
    fault: str = ""  # the last one
    people: dict[str, Answerer] = field(default_factory=dict)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)  # (whom it would call first, who answered)
    hits: int = 0
    compared: int = 0  # questions where somebody answered and somebody would have been called
    first: list[Row] = field(default_factory=list)
    last: deque[Row] = field(default_factory=lambda: deque(maxlen=ROWS))
    told: int = 0  # questions in all that are over
    _open: dict[str, Row] = field(default_factory=dict)
    _said: int = 0  # number of the newest record of what was said
    _utterance: int = 0
    _to: dict[str, str] = field(default_factory=dict)  # key of a line of this Turn -> whom it is said to
    _day: tuple[int, Numbers] = (-1, Numbers())

    # --- hearing ---

    def hear(self, turn: Turn) -> None:
        """Take in one Turn."""
        event = turn.event
        for fault in turn.faults:
            self.faults += 1
            self.fault = f"{fault.plugin} on {fault.moment}: {fault.error!r}"
        if isinstance(event, Message):
            self.began = event.at if self.began is None else self.began
            self.ended = event.at
            for numbers in self._numbers(event.at, event.place.key):
                numbers.lines += 1
        self._to = {action.key: action.to.name for action in turn.actions if isinstance(action, Say) and action.to is not None}
        for action in turn.actions:
            if isinstance(action, Say) and not action.prompted and not action.place.direct:
                for numbers in self._numbers(event.at, action.place.key):
                    numbers.unprompted += len(action.lines)
        for change in turn.changes:
            self._changed(change)

    def _changed(self, change: Change) -> None:
        if isinstance(change, Drop):
            if change.kind is Question:
                self._over(change.key)
        elif isinstance(change.record, Question):
            self._moved(change.record)
        elif isinstance(change.record, Said) and change.record.number > self._said:
            self._said = change.record.number
            self._spoken(change.record)

    def close(self) -> None:
        """The log is at its end: what is open stays as it is."""
        for key in tuple(self._open):
            self._over(key)

    def _numbers(self, at: float, room: str) -> tuple[Numbers, ...]:
        part = int(at // PART)
        if part != self._day[0]:
            self._day = part, self.days.setdefault(self._day_of(at), Numbers())
            if len(self.days) > DAYS:
                self._older()
        return self.total, self._day[1], self.rooms.setdefault(_among(self.rooms, room), Numbers())

    def _day_of(self, at: float) -> str:
        return datetime.fromtimestamp(at, self.zone).date().isoformat()

    def _older(self) -> None:
        """The oldest day goes into its month."""
        day = min(day for day in self.days if len(day) == len("2024-01-31"))
        self.days.setdefault(day[:7], Numbers()).add(self.days.pop(day))

    # --- one question ---

    def _moved(self, question: Question) -> None:
        if question.place.closed:
            return
        row = self._open.get(question.key)
        if row is None:
            row = self._open[question.key] = _row(question)
            self.opened(question)
            for numbers in self._numbers(question.last_at, question.room):
                numbers.questions += 1
        if len(question.lines) > len(row.lines) + row.more:
            row.text, row.more = shorten(question.text, QUOTE), len(question.lines) - len(row.lines)
        if question.calls and not row.called:
            call = question.calls[0]
            row.called, row.called_person, row.call = call.expert, call.person, call.at - row.at
        if question.answered_by is not None and row.person is None:
            self._answered(row, question)
        row.solved = question.status is Status.SOLVED

    def _answered(self, row: Row, question: Question) -> None:
        at = question.history[-1].at
        row.person, row.answered = question.answered_by, at - row.at
        if row.spoke is None:
            row.foreseen = self.foresee(question, at)

    def _spoken(self, said: Said) -> None:
        if said.withheld:
            self.kept_back[said.withheld] += 1
            return
        row = self._open.get(said.question)
        if row is not None:
            self._said_to(row, said)
        if said.utterance > self._utterance:
            self._utterance = said.utterance
            if said.prompted:
                self.prompted += 1
                return
            self.kinds[said.kind] += 1

    def _said_to(self, row: Row, said: Said) -> None:
        after, text = said.at - row.at, shorten(said.text, QUOTE)
        if said.utterance == self._utterance and not said.kind.endswith(".notice"):  # half a sentence in front of it
            row.said[-1].text = f"{text} {row.said[-1].text}"
            return
        row.said.append(Spoken(after, said.kind, self._to.get(said.key, ""), text, said.entry))
        if said.entry and row.given is None and said.kind in GIVES:
            row.entry, row.given = said.entry, after
            self.entries[said.entry] += 1

    def _over(self, key: str) -> None:
        row = self._open.pop(key, None)
        if row is None:
            return
        self.told += 1
        self.outcomes[row.outcome] += 1
        self.solved += row.solved
        self.also_person += row.person is not None and row.outcome != BY_PERSON
        for numbers in (self.total, self.days.get(self._day_of(row.at)), self.rooms.get(row.room)):
            if numbers is not None:
                numbers.by_people += row.outcome == BY_PERSON
                numbers.by_us += row.given is not None
        if row.person is not None and row.answered is not None:
            self._compare(row, row.person.name, row.answered)
        if len(self.first) < ROWS:
            self.first.append(row)
        else:
            self.last.append(row)
        self.finished(row)

    def _compare(self, row: Row, name: str, answered: float) -> None:
        self.waits[wait_class(answered)] += 1
        person = self.people.setdefault(_among(self.people, name), Answerer())
        person.answers += 1
        person.seconds += answered
        lead = row.lead
        person.faster += lead is not None and lead > 0
        person.slower += lead is not None and lead <= 0  # at the same second it had spoken already
        choice, _ = row.first_choice
        if row.hit is not None:
            self.compared += 1
            self.hits += row.hit
            pair = (choice, name)
            self.pairs[pair if pair in self.pairs or len(self.pairs) < NAMES else (OTHERS, OTHERS)] += 1


def _row(question: Question) -> Row:
    ids = tuple(line.id for line in question.lines)
    return Row(question.number, question.room, question.asked_at, ids, question.asker.name, shorten(question.text, QUOTE))


def _among(counted: Mapping[str, object], name: str) -> str:
    """Under which name it is counted."""
    return name if name in counted or len(counted) < NAMES else OTHERS
