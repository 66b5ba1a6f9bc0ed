"""drafts, accept and reject: what waits for maintainers, and what they make of it.

Proposed entries and reports of wrong answers are one list with one row of numbers (product 10.13). What becomes of a draft is told by
whoever changes the files; a report is settled here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.core.actions import Decide
from bot.core.commands import number_in
from bot.core.knowledge import Draft, Knowledge, Phrases
from bot.core.moments import Command
from bot.core.people import private, vouched
from bot.core.plugin import Proposal, Words
from bot.core.quoting import names_around
from bot.core.records import Change, Put, Reported
from bot.core.reports import Reports
from bot.core.settings import Settings
from bot.core.tallies import told_as
from bot.core.text import clean, quieted, shorten
from bot.core.view import View

LISTED = 3  # items in a room; the rest comes in private (product 10.4)
LISTED_PRIVATE = 10  # in all; `patience drafts list` has every one
FIRST_WORDS = 50  # bytes of a question that an item shows

PHRASES: Mapping[str, frozenset[str]] = {
    "writeup.not_allowed": frozenset(),
    "writeup.drafts": frozenset({"count", "items"}),
    "writeup.drafts_more": frozenset({"items"}),
    "writeup.drafts_rest": frozenset({"count"}),
    "writeup.drafts_none": frozenset(),
    "writeup.item": frozenset({"number", "kind", "words"}),
    "writeup.kind_writeup": frozenset(),
    "writeup.kind_proposal": frozenset(),
    "writeup.kind_correction": frozenset({"entry"}),
    "writeup.kind_gap": frozenset(),
    "writeup.kind_report": frozenset({"entry", "room"}),
    "writeup.which": frozenset(),
    "writeup.no_draft": frozenset({"number"}),
    "writeup.report_accepted": frozenset({"entry", "room"}),
    "writeup.report_rejected": frozenset({"entry", "room"}),
}


@dataclass(frozen=True, slots=True)
class Deciding:
    """The three commands."""

    phrases: Phrases
    settings: Settings
    drafts: tuple[Draft, ...]
    reports: Reports
    questions: Mapping[str, str]  # of entries, by id

    @classmethod
    def of(cls, knowledge: Knowledge, settings: Settings) -> "Deciding":
        questions = {entry.id: entry.question for entry in knowledge.entries}
        return cls(knowledge.phrases, settings, knowledge.drafts, Reports.of(knowledge), questions)

    def list(self, moment: Command, memory: View) -> Iterator[Proposal]:
        """What waits, oldest first."""
        if not vouched(self.settings.maintainers, moment.person):
            yield self._say("not_allowed", moment)
            return
        names = names_around(moment.place, self.settings, memory)
        items = [quieted(item, names) for _, item in sorted(self._items(memory))]
        if not items:
            yield self._say("drafts_none", moment)
            return
        shown, rest = items[:LISTED], items[LISTED:LISTED_PRIVATE]
        said = self._say("drafts", moment, count=str(len(items)), items=" · ".join(shown))
        if rest and not moment.place.direct:
            after = self._phrase("drafts_rest", moment, count=str(len(rest)))
            said = replace(said, words=(replace(said.words[0], after=after),))
        more = self._say("drafts_more", moment, items=" · ".join(rest)).words if rest else ()
        yield replace(said, words=(*said.words, *(replace(words, place=private(moment.person)) for words in more)))

    def accept(self, moment: Command, memory: View) -> Iterator[Proposal]:
        yield self._decide(moment, memory, True)

    def reject(self, moment: Command, memory: View) -> Iterator[Proposal]:
        yield self._decide(moment, memory, False)

    # --- what waits ---

    def _items(self, memory: View) -> Iterator[tuple[int, str]]:
        for report in self.reports.standing(memory):
            kind = self.phrases.say("writeup.kind_report", "", entry=report.entry, room=_room(report))
            yield report.number, self._item(report.number, kind, self.questions.get(report.entry, ""))
        for draft in self.drafts:
            key = "correction" if draft.entry else draft.kind
            kind = self.phrases.say(f"writeup.kind_{key}", "", entry=draft.entry)
            yield draft.number, self._item(draft.number, kind, draft.question or draft.answer)

    def _item(self, number: int, kind: str, words: str) -> str:
        return self.phrases.say("writeup.item", "", number=str(number), kind=kind, words=shorten(words, FIRST_WORDS))

    # --- deciding ---

    def _decide(self, moment: Command, memory: View, accept: bool) -> Proposal:
        if not vouched(self.settings.maintainers, moment.person):
            return self._say("not_allowed", moment)
        number = number_in(moment.args)
        if not number:
            return self._say("which", moment)
        report = next((one for one in self.reports.standing(memory) if str(one.number) == number), None)
        if report is not None:
            return self._settled(report, moment, accept, memory)
        draft = next((one for one in self.drafts if str(one.number) == number), None)
        if draft is None:
            return self._say("no_draft", moment, number=shorten(number, FIRST_WORDS))
        by = clean(moment.person.account or moment.person.name)
        why = f"{by} {'accepted' if accept else 'rejected'} draft {draft.number}"
        return Proposal("decision", (), why, actions=(Decide(draft.number, accept, by, moment.place, moment.person),))

    def _settled(self, report: Reported, moment: Command, accept: bool, memory: View) -> Proposal:
        """Accepted, the entry stays back until it says something else; rejected, it is given again."""
        accepted: tuple[Change, ...] = (Put(replace(report, accepted=True)),)
        changes = accepted if accept else self.reports.cleared(report, moment.at, memory)
        said = self._say("report_accepted" if accept else "report_rejected", moment, entry=report.entry, room=_room(report))
        by = moment.person.account or moment.person.name
        why = f"{by} {'accepted' if accept else 'rejected'} report {report.number} of {report.entry}"
        return replace(said, kind="decision", why=why, changes=changes)

    # --- words ---

    def _say(self, key: str, moment: Command, **variables: str) -> Proposal:
        words = Words(self._phrase(key, moment, **variables), to=moment.person, loud=True)
        return Proposal("command", (words,), f"{moment.person.name} spoke to me about drafts ({key})")

    def _phrase(self, key: str, moment: Command, **variables: str) -> str:
        return self.phrases.say(f"writeup.{key}", f"{moment.at}", **variables)


def _room(report: Reported) -> str:
    """The room as people call it; in private: "private"."""
    return told_as(report.room).partition("/")[2]
