"""release, events and contribute: what the knowledge folder knows as facts, with their dates and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches

from bot.core.directory import Directory
from bot.core.knowledge import Knowledge, Meeting, Series
from bot.core.moments import Command
from bot.core.people import private
from bot.core.plugin import Proposal, Words
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.speaking import LISTED, LISTED_PRIVATE, QUOTE, Speaking

ALIKE = 0.7  # of a typed name to a known one (difflib): one or two wrong letters in a word of eight
NAMED = 3  # names that are offered where none is given: the newest ones
GENERAL = "contribute"  # the topic whose places are for whoever would help with anything
AFTER = {"development": "maintained", "maintained": "unmaintained", "unmaintained": "eol"}  # what upstream's plan makes of a status


@dataclass(frozen=True, slots=True)
class Facts:
    """The three commands."""

    speaking: Speaking
    directory: Directory
    releases: tuple[Series, ...]  # newest first
    names: Mapping[str, Series]  # by name and by series, in small letters
    meetings: tuple[Meeting, ...]  # soonest first

    @classmethod
    def of(cls, speaking: Speaking, knowledge: Knowledge) -> "Facts":
        releases = tuple(sorted(knowledge.releases, key=_age, reverse=True))
        names = {word.casefold(): series for series in releases for word in (series.series, series.name) if word}
        return cls(
            speaking, Directory.of(knowledge), releases, names, tuple(sorted(knowledge.events, key=lambda one: (one.first, one.name)))
        )

    # --- release ---

    def release(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002 - every command is called in the same way
        wanted = moment.args.casefold().removeprefix("openstack").strip()
        found = self.names.get(wanted) or next((self.names[near] for near in get_close_matches(wanted, self.names, 1, ALIKE)), None)
        if found is None:
            known = ", ".join(_title(series) for series in self.releases[:NAMED])
            key = "release_unknown" if wanted and known else "release_which" if known else "release_none"
            return self.speaking.say(key, moment, name=shorten(moment.args, QUOTE), names=known)
        said = self.speaking.say("release", moment, name=_title(found), status=self._status(found, moment), rpms=self._rpms(found))
        return _with_link(said, found.link)

    def _status(self, series: Series, moment: Command) -> str:
        """When it came out and how it is kept up. What upstream had planned for a day that has passed is told as a plan."""
        today = _day(moment.at)
        dates = {"date": str(series.until or series.planned or ""), "checked": f"{series.checked:%Y-%m}"}
        if series.status in ("planned", "development"):
            due = series.released or series.planned or series.until
            key = f"release_{series.status}" if due is None else "release_due" if due <= today else "release_coming"
            return self._words(key, moment, **(dates | {"date": str(due or "")}))
        passed = series.until is not None and series.until <= today and series.status in AFTER
        status = AFTER[series.status] if passed else series.status
        end = "_since" if passed else "_until" if series.until is not None and series.status in AFTER else ""
        came = self._words("release_out", moment, date=str(series.released)) if series.released else ""
        return came + self._words(f"release_{status}{end}", moment, **dates)

    def _rpms(self, series: Series) -> str:
        last = next((one for one in self.releases if one.rpms), None)
        key = "rpms_last" if series == last else "rpms" if series.rpms else "rpms_none"
        return self.speaking.phrases.say(f"commands.release_{key}", series.series, last=_title(last) if last else "")

    def _words(self, key: str, moment: Command, **variables: str) -> str:
        return self.speaking.phrases.say(f"commands.{key}", f"{moment.at}", **variables)

    # --- events ---

    def events(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        coming = [one for one in self.meetings if one.last >= _day(moment.at)][: LISTED + LISTED_PRIVATE]
        if not coming:
            return _with_link(self.speaking.say("events_none", moment), *self._pages("events")[:1])
        lines = [self._meeting(one, moment) for one in coming]
        some = len(lines) if moment.place.direct else LISTED
        words = (replace(lines[0], to=moment.person, loud=True), *lines[1:some])
        first = Proposal("command", words, f"{moment.person.name} asked for events")
        return self._with_rest(first, lines[some:], moment)

    def _meeting(self, one: Meeting, moment: Command) -> Words:
        days = str(one.first) if one.first == one.last else self._words("events_days", moment, first=str(one.first), last=str(one.last))
        key = "events_item_for" if one.audience else "events_item"
        return Words(self._words(key, moment, name=one.name, days=days, place=one.place, audience=one.audience), (one.link,))

    def _with_rest(self, first: Proposal, rest: Sequence[Words], moment: Command) -> Proposal:
        """What a room has no space for goes to the person in private (product 10.4)."""
        if not rest:
            return first
        more = self._words("open_rest", moment, count=str(len(rest)))
        *before, last = first.words
        there = (replace(words, to=moment.person, place=private(moment.person)) for words in rest)
        return replace(first, words=(*before, replace(last, after=more), *there))

    # --- contribute ---

    def contribute(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        topic = self._topic(moment.args) if moment.args else ""
        pages = self._pages(topic) if topic else ()
        if pages:
            return _with_link(self.speaking.say("contribute", moment, topic=topic), *pages)
        key = "contribute_unknown" if moment.args and not topic else "contribute_any"
        return _with_link(self.speaking.say(key, moment, topic=shorten(moment.args, QUOTE)), *self._pages(GENERAL))

    def _topic(self, words: str) -> str:
        """The topic that is meant by its name, by one of its words, or with a letter wrong; "" when it is none."""
        near = get_close_matches(words.casefold(), self.directory.topics, 1, ALIKE)
        return self.directory.topic_named(words) or next(iter((*self.directory.topics_in(words), *near)), "")

    def _pages(self, topic: str) -> tuple[str, ...]:
        """Where fixes for it go; the places of the topics that it falls back to, where it has none of its own."""
        chain = self.directory.chain([topic])
        return next(
            (self.directory.topics[one].places for one in chain if one in self.directory.topics and self.directory.topics[one].places), ()
        )


def _day(at: float) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def _age(series: Series) -> tuple[bool, str]:
    """Numbers came after names, and both grow with time."""
    return series.series[:1].isdigit(), series.series


def _title(series: Series) -> str:
    """Name and number, where it has both: "Epoxy 2025.1", "Zed"."""
    return series.name if series.name.casefold() == series.series else f"{series.name} {series.series}"


def _with_link(proposal: Proposal, *links: str) -> Proposal:
    return replace(proposal, words=(replace(proposal.words[0], links=tuple(link for link in links if link)),))
