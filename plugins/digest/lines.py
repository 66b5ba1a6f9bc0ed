"""A digest in a handful of lines of chat: what a maintainer may want to do something about. Parts that say nothing are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Phrases
from bot.core.spans import span
from bot.core.tallies import WAITS
from bot.core.text import shorten
from bot.digest.values import Digest, Thin
from bot.digest.words import day_words, period_words, rate

ITEMS = 3  # of a list: the command line has the rest
PEOPLE = 2  # in one line (product 10.12)
QUOTE = 70  # bytes of a question in a list


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one digest. The variants of its sentences are picked by its day."""

    phrases: Phrases
    digest: Digest

    def __iter__(self) -> Iterator[str]:
        yield self._figures()
        yield from self._gaps()
        yield from self._care()
        yield from self._thin()
        yield from self._people()
        yield from self._listening()
        yield self._say("rest")

    def _say(self, key: str, **words: str) -> str:
        return self.phrases.say(f"digest.{key}", str(self.digest.period.last), **words)

    def _figures(self) -> str:
        digest, now = self.digest, self.digest.figures
        text = self._say(
            "figures",
            name=digest.name,
            when=period_words(digest.period),
            asked=str(now.asked),
            people=str(now.by_people),
            entries=str(now.by_entries),
            nobody=str(now.by_nobody),
            open=str(len(digest.waiting) + digest.in_private),
        )
        return text if now.median is None else f"{text} {self._median(now.median)}"

    def _median(self, index: int) -> str:
        return self._say("over", span=span(WAITS[-1])) if index == len(WAITS) else self._say("within", span=span(WAITS[index]))

    def _gaps(self) -> Iterator[str]:
        items = [self._say("gap", count=str(gap.count), question=shorten(gap.example, QUOTE)) for gap in self.digest.gaps[:ITEMS]]
        if items:
            yield self._say("gaps", items=" ".join(items))

    def _care(self) -> Iterator[str]:
        wrong, due = sum(not one.accepted for one in self.digest.wrong), len(self.digest.due)
        if wrong or due or self.digest.drafts:
            yield self._say("care", wrong=str(wrong), due=str(due), drafts=str(len(self.digest.drafts)))

    def _thin(self) -> Iterator[str]:
        """Those that are asked about, or whose people have gone away; how many have nobody at all is a number."""
        told = [one for one in self.digest.thin if one.asked or one.away][:PEOPLE]  # each may name somebody
        if told:
            nobody = sum(not one.active for one in self.digest.thin)
            yield self._say("thin", items="; ".join(map(self._topic, told)), count=str(nobody))

    def _topic(self, one: Thin) -> str:
        back = min((person.until for person in one.away if person.until is not None), default=None)
        if one.active:
            return self._say("thin_one", topic=one.topic, name=one.active[0].name)
        return self._say("thin_until", topic=one.topic, day=day_words(back)) if back else self._say("thin_nobody", topic=one.topic)

    def _people(self) -> Iterator[str]:
        """Who is new, and who is never called because they have not offered to be asked. In the order of their names."""
        line, named = "", frozenset[str]()
        for text, people in self._parts():
            if line and len(named | people) > PEOPLE:
                yield line
                line, named = "", frozenset()
            line, named = f"{line} {text}".strip(), named | people
        if line:
            yield line

    def _parts(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each with whom it names."""
        known = self.digest.new_helpers
        for key, asked_before in (("helpers", False), ("askers", True)):
            names = [one.name for one in known if one.asked_before is asked_before]
            if names:
                yield self._say(key, names=self._names(names)), frozenset(names[:PEOPLE])
        for one in self.digest.unregistered[:ITEMS]:
            yield self._say("unregistered", names=self._names(one.names), topic=one.topic), frozenset(one.names[:PEOPLE])

    def _names(self, names: Sequence[str]) -> str:
        """The first of them, and how many there are beside them."""
        some, more = ", ".join(names[:PEOPLE]), len(names) - PEOPLE
        return self._say("more", names=some, count=str(more)) if more > 0 else some

    def _listening(self) -> Iterator[str]:
        found = self.digest.listening
        if found is not None:
            yield self._say(
                "listening",
                rooms=", ".join(found.rooms),
                answers=str(found.answers),
                calls=str(found.calls),
                faster=str(found.faster),
                slower=str(found.slower),
                rate=rate(found.per_1000),
            )
