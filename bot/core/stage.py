"""Plugins hear a moment, the referee picks, and what is said is recorded: one utterance at most, with all that comes with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.core.actions import Say
from bot.core.events import Message
from bot.core.moments import Command, Moment, StillWaiting
from bot.core.notes import Fault, Notes
from bot.core.plugin import UNSURE, Called, KeptBack, Learned, Plugin, Proposal, Reason, Words
from bot.core.records import HOUR, Said
from bot.core.referee import NOBODY, Referee, Scene, Verdict, scene
from bot.core.settings import Limits
from bot.core.text import fit
from bot.core.waiting import Waiting

PROMPTED_FOR = 600.0  # seconds that an answer to somebody who spoke to us may wait for its turn (product 10.10)
UNPROMPTED_FOR = 120.0  # and one that nobody asked us for
REPORT_FOR = 12 * HOUR  # and the daily report: it is made while the bot starts, and after a night without a network it is of use still
KEPT_BACK_AGAIN = HOUR  # what belongs to no question is recorded this often: an expert who talks through a meeting is one record


@dataclass(frozen=True, slots=True)
class Stage:
    """The last two steps of the kernel. `owners` says which plugin declares which command."""

    plugins: tuple[Plugin, ...]
    owners: Mapping[str, Plugin]
    referee: Referee
    waiting: Waiting
    limits: Limits

    def hear(self, moment: Moment, notes: Notes) -> None:
        """Let the plugins hear a moment and the chosen one speak."""
        if isinstance(moment, StillWaiting) and self._still_kept_back(moment, notes):
            return
        proposals = [p for plugin in self._listeners(moment) for p in self._ask(plugin, moment, notes)]
        verdict = self.referee.decide(moment, proposals, notes.memory)
        where = scene(moment)
        for other in verdict.unheard:
            notes.why("referee", f"not said: {other.kind} ({verdict.rule or 'another voice came first'})")
        if verdict.voice is not None:
            self._perform(verdict.voice, verdict.fronts, where, notes)
        elif verdict.unheard:
            self._keep_back(verdict, where, notes)

    def _still_kept_back(self, moment: StillWaiting, notes: Notes) -> bool:
        """Whether what would be said is known from before, and it still is not the time: dozens may wait for one free place in an hour."""
        question = moment.question
        before = next((said for said in reversed(tuple(notes.memory.about(question.key))) if said.withheld), None)
        if before is None or not question.history or before.at < question.history[-1].at:
            return False
        rule, until = self.referee.forbids(moment, notes.memory)
        if until is None or rule != before.withheld:
            return False
        notes.why("referee", f"still not said: {before.kind} ({rule})")
        notes.put(self.waiting.life.postponed(question, until))
        return True

    def _listeners(self, moment: Moment) -> Iterator[Plugin]:
        """Those who named this kind of moment; a command goes to the plugin that declares it, an unknown one to all of them."""
        if isinstance(moment, Command) and moment.name in self.owners:
            yield self.owners[moment.name]
            return
        yield from (plugin for plugin in self.plugins if type(moment) in plugin.hears)

    def _ask(self, plugin: Plugin, moment: Moment, notes: Notes) -> list[Proposal]:
        """What one plugin would say. A plugin that fails has said nothing, and the others still answer."""
        try:
            said = tuple(plugin.handle(moment, notes.memory))
        except Exception as error:  # noqa: BLE001 - the one place where a plugin's bug is caught: it must not silence the others
            notes.faults.append(Fault(plugin.name, type(moment).__name__, error))
            notes.why(plugin.name, "failed; the operator's log has the details")
            return []
        notes.reasons.extend(s for s in said if isinstance(s, Reason))
        for one in said:
            if isinstance(one, Learned):
                notes.put(one.sketch)
            elif isinstance(one, KeptBack):
                self._note_kept_back(one.proposal, UNSURE, scene(moment), notes)
        return [s for s in said if isinstance(s, Proposal)]

    def _perform(self, voice: Proposal, fronts: tuple[Proposal, ...], where: Scene, notes: Notes) -> None:
        """Record and send what was chosen; changes and effects come with being said."""
        utterance = notes.count("said")
        numbers = (utterance, *(notes.count("said") for _ in voice.words[1:]))  # of the records, and of the lines by which they are known
        front = " ".join(words.text for proposal in fronts for words in proposal.words)
        for number, words in zip(numbers, voice.words, strict=False):  # a voice without words has a record all the same
            mine = front if words.to is not None and words.to.id == where.person.id else ""
            say = self._say(str(number), words, mine, where, notes.line)
            if say.lines:
                notes.actions.append(say)
        if voice.recorded:
            self._record(voice, utterance, numbers, where, notes)
        if not where.prompted:
            notes.tally("unprompted", where.room, where.at)
        for proposal in (voice, *fronts):
            for change in proposal.changes:
                notes.change(change)
            notes.actions.extend(proposal.actions)
        notes.why("referee", f"said: {voice.kind} ({voice.why})")
        question = notes.memory.question(where.question.key) if where.question else None
        for proposal in fronts:
            self._record(proposal, utterance, tuple(notes.count("said") for _ in proposal.words), where, notes)
            if question is not None:
                question = replace(question, first=False)
                notes.put(question)
        if voice.effect is not None:
            self.waiting.take(voice.effect, question, where.at, notes)

    def _say(self, key: str, words: Words, front: str, where: Scene, line: Message | None) -> Say:
        place = words.place or where.place
        asked = where.question if where.question is not None and place == where.place else None
        answered = line if where.prompted and place == where.place else None  # what somebody said to us
        first, thread = (asked.message_id, asked.thread) if asked else (None, None)
        return Say(
            key=key,
            place=place,
            lines=fit(words.text, words.links, words.after, front, self.limits.lines, self.limits.bytes),
            to=words.to,
            reply_to=(answered.id or None) if answered else first,
            thread=answered.thread if answered else thread,
            loud=words.loud,
            prompted=where.prompted,
            not_after=where.at + _waits_for(where),
            question=asked.key if asked else None,
        )

    def _record(self, proposal: Proposal, utterance: int, numbers: tuple[int, ...], where: Scene, notes: Notes) -> None:
        """One record for each thing said, so that "greeted, repeated, called today" are look-ups; the first is named like the utterance."""
        silent = (Words(""),) if where.prompted else ()  # an order whose outcome somebody else will tell
        for index, (number, words) in enumerate(zip(numbers, proposal.words or silent, strict=False)):
            to = words.to or (where.person if proposal.front else None)
            said = Said(
                number=number,
                utterance=utterance,
                at=where.at,
                kind=proposal.kind if index == 0 else f"{proposal.kind}.notice",
                room=where.room,
                place=words.place or where.place,
                to=to.identity if to else "",
                whom=notes.memory.whom(to) if to else "",
                prompted=where.prompted,
                text=words.text,
                entry=proposal.entry,
                question=where.question.key if where.question else "",
                why=proposal.why,
                expert=_called(proposal),
            )
            notes.put(said)

    def _keep_back(self, verdict: Verdict, where: Scene, notes: Notes) -> None:
        """Something would have been said: record once why not, and postpone it where the rule only means "later"."""
        self._note_kept_back(verdict.unheard[0], verdict.rule, where, notes)
        current = notes.memory.question(where.question.key) if where.question else None
        if current is not None and verdict.until is not None:
            notes.put(self.waiting.life.postponed(current, verdict.until))

    def _note_kept_back(self, voice: Proposal, rule: str, where: Scene, notes: Notes) -> None:
        """Record it once for each question, or for whoever it was for."""
        question = where.question
        key, since = (question.key, question.asked_at) if question else ("", where.at - KEPT_BACK_AGAIN)
        known = (s for s in notes.memory.about(key) if s.withheld) if question else notes.memory.withheld(where.room, since)
        if not any((s.question, s.kind, s.to) == (key, voice.kind, where.person.identity) for s in known):
            self._record_withheld(voice, rule, where, notes)

    def _record_withheld(self, voice: Proposal, rule: str, where: Scene, notes: Notes) -> None:
        number = notes.count("said")
        said = Said(
            number=number,
            utterance=number,
            at=where.at,
            kind=voice.kind,
            room=where.room,
            place=where.place,
            to=where.person.identity,
            whom=notes.memory.whom(where.person),
            prompted=where.prompted,
            text=voice.words[0].text if voice.words else "",
            entry=voice.entry,
            question=where.question.key if where.question else "",
            why=voice.why,
            withheld=rule,
            expert=_called(voice),
        )
        notes.put(said)


def _waits_for(where: Scene) -> float:
    """Seconds that a line may wait for its turn."""
    if where.person is NOBODY:
        return REPORT_FOR
    return PROMPTED_FOR if where.prompted else UNPROMPTED_FOR


def _called(proposal: Proposal) -> str:
    """Whom it calls, by their entry's name: where it is not said, no question knows of the call."""
    return proposal.effect.expert if isinstance(proposal.effect, Called) else ""
