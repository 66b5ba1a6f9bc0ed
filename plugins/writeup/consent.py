"""writeup yes and no: whether question and fix may become a draft entry, asked of both sides, each for their own words.

The asker was invited by the plugin followup, which made the record. After their yes the helper is asked, once, in private: at once where
they are seen, else when they next speak. Both have agreed: the draft is written. Either says no: nothing is kept. Nobody is named who has
not said how.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from bot.core.actions import WriteDraft
from bot.core.consent import agrees
from bot.core.knowledge import Draft, Phrases
from bot.core.moments import Command, ConsentDue, SpokenTo
from bot.core.people import Person, Place, private, same_person
from bot.core.plugin import Proposal, Reason, Words
from bot.core.records import HOUR, Drop, Put, Writeup
from bot.core.text import clean, quieted, shorten
from bot.core.view import View

JUST_SAID = HOUR / 2  # a bare yes or no to us is about what we asked within this time
ASKED = frozenset({"invite", "consent"})  # kinds of what was said
QUESTION, ANSWER = 160, 280  # bytes of each in the question to the helper: it fits two lines
NAME = 60  # bytes of a name to be credited
NOBODY = frozenset({"nobody", "no one", "none", "anonymous", "no name"})
_SAID = re.compile(r"(?P<word>yes|no)?[\s,.!]*(?:(?:please|thanks|thank you)[\s,.!]*)?(?:as\s+(?P<name>.+))?", re.IGNORECASE | re.DOTALL)

Side = Literal["asker", "helper"]


@dataclass(frozen=True, slots=True)
class Consent:
    """What people say to a write-up of theirs."""

    phrases: Phrases
    prefix: str = "!"

    def said(self, moment: Command, memory: View) -> Iterator[Proposal | Reason]:
        """writeup yes | no [as NAME | as nobody], or `as NAME` alone, afterwards."""
        order = _SAID.fullmatch(moment.args.strip())
        if order is None:
            yield self._say("writeup.how", moment)
            return
        word, name = (order["word"] or "").lower(), order["name"]
        awaited, decided = _awaited(moment, memory), _decided(moment.person, memory)
        found = awaited if word == "yes" else (awaited or decided) if word else decided
        if not word and name is None and (awaited or decided):
            yield self._say("writeup.how", moment)
        elif found is None:
            yield self._say("writeup.waits" if decided else "writeup.how" if awaited else "writeup.none", moment)
        elif word == "no":
            yield replace(self._say("writeup.refused", moment), changes=(Drop(Writeup, found[0].key),))
        elif word:
            yield self._agreed(*found, _named(name), moment, memory)
        else:
            yield self._credited(*found, _named(name), moment)

    def spoken(self, moment: SpokenTo, memory: View) -> Iterator[Proposal | Reason]:
        """A bare "yes" or "no thanks" to us, right after we asked."""
        yes = agrees(moment.text)
        just = next(iter(memory.said(to=moment.person.identity, since=moment.at - JUST_SAID)), None)
        if moment.question is not None or moment.solved or just is None or just.kind not in ASKED or yes is None:
            return
        if _awaited(moment, memory) is not None:
            word = "yes" if yes else "no"
            yield from self.said(Command(moment.at, moment.place, moment.room, moment.person, "writeup", word), memory)

    def due(self, moment: ConsentDue, memory: View) -> Iterator[Proposal]:
        """The helper speaks: their turn to be asked."""
        ask = self._ask(moment.writeup, moment.person, memory)
        yield Proposal("consent", (ask,), "the asker has agreed", changes=(Put(replace(moment.writeup, helper_asked=True)),))

    def _agreed(self, kept: Writeup, side: Side, name: str, moment: Command | SpokenTo, memory: View) -> Proposal:
        """A yes: on to the other side, or to the maintainers."""
        kept = _says_yes(kept, side, name)
        if kept.asker_says and kept.helper_says:
            draft = WriteDraft(draft_of(kept, moment.at), moment.place, moment.person)
            done = self._say("writeup.both", moment, number=str(kept.number))
            return replace(done, changes=(Drop(Writeup, kept.key),), actions=(draft,))
        key = "writeup.thanks_named" if name else "writeup.thanks"
        thanks = self._say(key, moment, helper=kept.helper.name, name=name, prefix=self._how(moment.place))
        helper = _seen(kept.helper, memory)
        if helper is None or _busy(kept.helper, memory):
            return replace(thanks, changes=(Put(kept),))
        ask = self._ask(kept, helper, memory)
        changes = (Put(replace(kept, helper_asked=True)),)
        return Proposal("consent", (ask, *thanks.words), "the asker agrees; the helper is asked", changes=changes)

    def _credited(self, kept: Writeup, side: Side, name: str, moment: Command) -> Proposal:
        key = "writeup.credited" if name else "writeup.uncredited"
        return replace(self._say(key, moment, name=name), changes=(Put(_says_yes(kept, side, name)),))

    def _ask(self, kept: Writeup, helper: Person, memory: View) -> Words:
        """The question to the helper, in private, with the words that it is about."""
        names = [person.name for person in memory.people_in(kept.place)]
        question, answer = (quieted(shorten(text, most), names) for text, most in ((kept.text, QUESTION), (kept.answer, ANSWER)))
        text = self.phrases.say("writeup.ask", kept.question, question=question, answer=answer, name=helper.name)
        return Words(text, to=helper, place=private(helper), loud=True)

    def _how(self, place: Place) -> str:
        return "" if place.direct else self.prefix

    def _say(self, key: str, moment: Command | SpokenTo, **variables: str) -> Proposal:
        text = self.phrases.say(key, f"{moment.at}", **variables)
        return Proposal("command", (Words(text, to=moment.person, loud=True),), f"{moment.person.name} spoke to me ({key})")


def draft_of(kept: Writeup, at: float) -> Draft:
    """The draft: question and fix without names, and whom to credit as they wish."""
    credit = tuple(dict.fromkeys(name for name in (kept.asker_credit, kept.helper_credit) if name))
    day = datetime.fromtimestamp(at, UTC).date()
    return Draft(kept.number, "writeup", kept.text, kept.answer, kept.topic, credit, day, kept.place.room)


def _says_yes(kept: Writeup, side: Side, name: str) -> Writeup:
    if side == "asker":
        return replace(kept, asker_says=True, asker_credit=name)
    return replace(kept, helper_says=True, helper_credit=name)


def _awaited(moment: Command | SpokenTo, memory: View) -> tuple[Writeup, Side] | None:
    """The write-up that waits for this person's word. In private what was asked in private comes first, in a room the invitation."""
    asked = [(w, "asker") for w in memory.writeups() if w.asker_says is None and same_person(w.asker, moment.person)]
    helped = [(w, "helper") for w in memory.writeups() if _waits(w) and same_person(w.helper, moment.person)]
    return _newest(helped, asked) if moment.place.direct else _newest(asked, helped)


def _decided(person: Person, memory: View) -> tuple[Writeup, Side] | None:
    """The write-up to which this person has said yes, and which waits for the other side."""
    return _newest([(w, "asker") for w in memory.writeups() if w.asker_says and same_person(w.asker, person)], [])


def _newest(first: list[tuple[Writeup, str]], then: list[tuple[Writeup, str]]) -> tuple[Writeup, Side] | None:
    found = max(first or then, key=lambda one: one[0].number, default=None)
    return None if found is None else (found[0], "asker" if found[1] == "asker" else "helper")


def _waits(kept: Writeup) -> bool:
    """Whether the helper was asked and has not said anything."""
    return kept.helper_asked and kept.helper_says is None


def _busy(helper: Person, memory: View) -> bool:
    """Whether they are asked about another one already: one at a time. Nor is whoever wants to be left alone asked at all."""
    return memory.marked("optout", helper) is not None or any(_waits(w) and same_person(w.helper, helper) for w in memory.writeups())


def _seen(helper: Person, memory: View) -> Person | None:
    """The helper as present somewhere on their network: surely them."""
    return next((person for person in memory.people_on(helper.network) if same_person(helper, person)), None)


def _named(name: str | None) -> str:
    """A name to be credited, as one short line; "" for nobody."""
    said = shorten(clean(name or "").strip().strip("\"'"), NAME)
    return "" if said.lower() in NOBODY else said
