"""The life of a question: every transition there is, as one pure function each.

    gathering -> asked -> (routed | parked) -> answered -> solved        or withdrawn, or expired after timing.keep

A question holds exactly one next step and when it is due; there is no reminder store and nothing to cancel. Waiting is
counted from the asker's last line (product 10.2), or from another person's line that restarted it. Each transition is
recorded with its time, actor and reason.
"""

from dataclasses import dataclass, replace

from bot.core.people import Person
from bot.core.records import ENDED, HOUR, NEVER, SOLVED_KEPT, Call, Line, Question, Reply, Status, Step, Transition
from bot.core.settings import Timing

BOT = "patience"  # the actor of what the clock or a plugin caused
HISTORY = 40  # transitions kept; a question lives two days and moves a handful of times
LAST_WORD = 2 * HOUR  # before a question is let go; whoever was told that nobody is around as shortly before is not told again
REPLIES = 20  # lines of answers kept with it: what helped is said in fewer
LINES = 60  # lines kept of one question: more is a paste, and the first ones say what it is about


@dataclass(frozen=True, slots=True)
class Life:
    """The table of waits, and the transitions that use it. `invite_after`: None where nobody follows up on anything."""

    timing: Timing
    invite_after: float | None = None

    def _wait(self, step: Step, frustrated: bool) -> float:
        """Seconds from the asker's last line to each step; never before they have settled."""
        timing = self.timing
        waits = {
            Step.SETTLE: timing.settle,
            Step.ANSWER: timing.answer,
            Step.ROUTE: timing.frustrated if frustrated else timing.route,
            Step.NEXT_EXPERT: timing.next_expert,
        }
        return max(waits.get(step, NEVER), timing.settle)

    def _next(self, question: Question, step: Step, since: float) -> Question:
        """The question with its one next step; what has no time of its own waits until the question is forgotten."""
        return self._at(question, step, since + self._wait(step, question.frustrated))

    def _at(self, question: Question, step: Step, due_at: float) -> Question:
        """The question with this step due then; a step that would come too late never comes."""
        if due_at >= question.keep_until:
            return replace(question, step=Step.EXPIRE, due_at=question.keep_until)
        return replace(question, step=step, due_at=due_at)

    def _moved(self, question: Question, to: tuple[Status, float, str, str]) -> Question:
        """The question in another status, and why: (status, when, actor, reason). Whatever moves it, no answer is held any more."""
        status, at, actor, reason = to
        history = (*question.history, Transition(at, status, actor, reason))[-HISTORY:]
        return replace(question, status=status, history=history, held=False)

    # --- the asker ---

    def opened(self, question: Question, status: Status, reason: str) -> Question:
        """A new question: still being typed (GATHERING), said to us (ASKED), or too old to be answered (PARKED)."""
        at, actor = question.last_at, question.asker.name
        question = self._moved(question, (status, at, actor, reason))
        if status is Status.GATHERING:
            return self._next(question, Step.SETTLE, at)
        if status is Status.ASKED:
            return self._next(replace(question, faq=False), Step.ROUTE, at)
        return replace(question, step=Step.EXPIRE, due_at=question.keep_until)

    def typed(self, question: Question, line: Line, frustrated: bool) -> Question:
        """The asker adds a line: the waiting starts again from it. After we asked what is missing, they need not wait again."""
        more = replace(question, lines=(*question.lines, line)[:LINES], last_at=line.at, frustrated=question.frustrated or frustrated)
        if question.asked_back and question.step is Step.ROUTE:
            return replace(more, due_at=line.at)
        if question.step in (Step.SETTLE, Step.ANSWER, Step.ROUTE):
            return self._next(more, question.step, line.at)
        return more

    def edited(self, question: Question, at: float) -> Question:
        """The asker has put it in other words: waiting starts again, and an entry may fit now."""
        if question.step not in (Step.SETTLE, Step.ANSWER, Step.ROUTE):
            return question
        return self._next(replace(question, last_at=at), question.step, at)

    def settled(self, question: Question, at: float) -> Question:
        """The asker has been quiet for a while: this is the question."""
        question = self._moved(question, (Status.ASKED, at, question.asker.name, "asked, and quiet since"))
        step = Step.ANSWER if question.faq and not question.frustrated else Step.ROUTE
        return self._next(question, step, question.last_at)

    def solved(self, question: Question, at: float, actor: str, reason: str) -> Question:
        """Solved. A little later its asker may be invited to something; then it is forgotten. What they have yet to be told of stays."""
        question = self._moved(question, (Status.SOLVED, at, actor, reason))
        if question.late and actor != question.asker.name:
            return replace(question, step=Step.RETURN, due_at=question.keep_until)
        question = self._ended(question, at)
        if self.invite_after is None:
            return question
        invite_at = at + self.invite_after
        return replace(question, step=Step.INVITE, due_at=invite_at, keep_until=invite_at + SOLVED_KEPT)

    def dismissed(self, question: Question) -> Question:
        """Nothing more is wanted of the asker."""
        return replace(question, step=Step.DROP, due_at=question.keep_until)

    def withdrawn(self, question: Question, at: float, reason: str) -> Question:
        return self._ended(self._moved(question, (Status.WITHDRAWN, at, question.asker.name, reason)), at)

    def reopened(self, question: Question, at: float, actor: str, reason: str) -> Question:
        """Not solved after all: asked again. No entry is offered a second time; a person is sought once they have settled."""
        keep_until = max(question.keep_until, at + self.timing.keep)
        question = self._moved(replace(question, faq=False, keep_until=keep_until, last_at=at), (Status.ASKED, at, actor, reason))
        return self._at(question, Step.ROUTE, at + self.timing.settle)

    # --- other people ---

    def stirred(self, question: Question, at: float, actor: str, reason: str) -> Question:
        """Somebody spoke, perhaps to this: no entry now, and calling people waits again from their line."""
        question = replace(question, faq=False) if question.faq else question
        if question.status in (Status.GATHERING, Status.ASKED):
            return self._next(self._moved(question, (Status.ASKED, at, actor, reason)), Step.ROUTE, at)
        if question.step is Step.NEXT_EXPERT:
            return self._next(question, Step.NEXT_EXPERT, at)
        return question

    def answered_by(self, question: Question, at: float, person: Person) -> Question:
        """A person answered: nothing more is said."""
        question = self._moved(question, (Status.ANSWERED, at, person.name, "answered by a person"))
        return replace(question, answered_by=person, first=False, faq=False, step=Step.EXPIRE, due_at=question.keep_until)

    def replied(self, question: Question, reply: Reply) -> Question:
        """What somebody said to the asker stays with the question. If the asker is gone, until they are back, or for the time agreed."""
        question = replace(question, replies=(*question.replies, reply)[-REPLIES:])
        if not reply.late:
            return question
        until = max(question.keep_until, reply.at + self.timing.keep)
        if question.status is Status.ANSWERED or question.step in (Step.EXPIRE, Step.LAST_WORD, Step.RETURN):
            return replace(question, step=Step.RETURN, due_at=until, keep_until=until)
        return replace(question, keep_until=until)

    def passed_on(self, question: Question, at: float) -> Question:
        """The asker has been told what was said while they were away. It may be the answer; else waiting goes on from there."""
        question = replace(question, held=False, replies=tuple(replace(reply, late=False) for reply in question.replies))
        if question.status in ENDED:
            return self._ended(question, at)
        if question.step is not Step.RETURN:
            return question
        if question.open:
            return self._next(question, Step.ROUTE, at)
        return replace(question, step=Step.EXPIRE, due_at=question.keep_until)

    def taken(self, question: Question, at: float, person: Person, expert: str) -> Question:
        """An expert says that it is theirs to answer: nobody else is called for as long as an expert may take."""
        question = self._moved(question, (Status.ROUTED, at, person.name, "taken"))
        others = tuple(call for call in question.calls if call.expert != expert)  # who was called for it and takes it is one person
        return self._next(replace(question, calls=(*others, Call(at, expert, person)), first=False), Step.NEXT_EXPERT, at)

    def declined(self, question: Question, at: float, person: Person) -> Question:
        """A called expert has no time for it: the next one is sought at once."""
        question = self._moved(question, (Status.ROUTED, at, person.name, "passed on"))
        return self._at(question, Step.NEXT_EXPERT, at)

    # --- the clock and the plugins ---

    def passed(self, question: Question, at: float, reason: str) -> Question:
        """A step fell due and nothing was said: on to the next, and from the last one to waiting for somebody."""
        if question.step is Step.ANSWER:
            return self._next(question, Step.ROUTE, question.last_at)
        if question.step is Step.LAST_WORD:
            return replace(question, step=Step.EXPIRE, due_at=question.keep_until)
        return self.parked(question, at, reason)

    def gave(self, question: Question, at: float, entry: str, version: str = "") -> Question:
        """The bot answered with an entry, as it reads in this version."""
        question = self._moved(question, (Status.ANSWERED, at, BOT, f"answered with {entry}"))
        return replace(question, entry=entry, version=version, first=False, step=Step.EXPIRE, due_at=question.keep_until)

    def called(self, question: Question, at: float, call: Call) -> Question:
        question = self._moved(question, (Status.ROUTED, at, BOT, f"called {call.expert}"))
        question = replace(question, calls=(*question.calls, call), first=False)
        return self._next(question, Step.NEXT_EXPERT, at)

    def parked(self, question: Question, at: float, reason: str) -> Question:
        """Nobody suitable is around: it waits for them, and before its time is over its asker hears so once more."""
        question = self._moved(question, (Status.PARKED, at, BOT, reason))
        last_at = question.keep_until - LAST_WORD
        if self.invite_after is not None and last_at - at >= LAST_WORD:
            return replace(question, step=Step.LAST_WORD, due_at=last_at)
        return replace(question, step=Step.EXPIRE, due_at=question.keep_until)

    def asked_back(self, question: Question, at: float) -> Question:
        """We asked for what is missing: somebody is called when they answer, or after the same wait again."""
        return self._next(replace(question, asked_back=True, first=False), Step.ROUTE, at)

    def postponed(self, question: Question, until: float) -> Question:
        """Not now (budget, quiet, not in the room): the same step later, unless the question ends before."""
        return self._at(question, question.step, until)

    def resumed(self, question: Question, at: float) -> Question:
        """We are in the room again: what fell due meanwhile is due now, the rest when it would have been."""
        if question.step not in (Step.SETTLE, Step.ANSWER, Step.ROUTE, Step.NEXT_EXPERT):
            return question
        typing = question.step in (Step.SETTLE, Step.ANSWER) or not question.history
        since = question.last_at if typing else max(question.last_at, question.history[-1].at)
        due_at = max(at, since + self._wait(question.step, question.frustrated))
        return replace(question, due_at=min(due_at, question.due_at))

    def held(self, question: Question, at: float, reason: str) -> Question:
        """Something fell due and the asker is away: kept for their return."""
        question = self._moved(question, (Status.PARKED, at, BOT, reason))
        return replace(question, held=True, step=Step.RETURN, due_at=question.keep_until)

    def returned(self, question: Question, at: float) -> Question:
        """The asker is back and what was held was not said: a person is sought once they have settled in."""
        question = self._moved(question, (Status.ASKED, at, question.asker.name, "back"))
        return self._at(question, Step.ROUTE, at + self.timing.settle)

    def lost(self, question: Question, at: float, reason: str) -> Question:
        """Our answer never arrived: the question is asked still, and a person is sought after the usual wait."""
        question = self._moved(replace(question, faq=False, entry=""), (Status.ASKED, at, BOT, reason))
        return self._next(question, Step.ROUTE, at)

    def missed(self, question: Question, at: float, reason: str) -> Question:
        """Our answer found the asker gone: it is given on their return."""
        return self.held(replace(question, faq=True, entry=""), at, reason)

    def shown(self, question: Question, expert: str) -> Question:
        return replace(question, shown_to=(*question.shown_to, expert))

    def expired(self, question: Question, at: float) -> Question:
        question = self._moved(question, (Status.EXPIRED, at, BOT, "kept for the time agreed"))
        return self._ended(question, at)

    def _ended(self, question: Question, at: float) -> Question:
        return replace(question, step=Step.DROP, due_at=at + SOLVED_KEPT, keep_until=at + SOLVED_KEPT)
