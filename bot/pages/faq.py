"""The FAQ as one page: every entry that may be shown, by topic, with what people must know about it in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.knowledge import Entry, Knowledge, State
from bot.core.text import plain
from bot.pages.render import render

TITLE = "Questions and answers"
SHORT = 3  # letters of a topic's name that is an abbreviation: ci

_STATES = {State.DATED: "From an older page; the idea still holds", State.HISTORICAL: "About old releases only"}
_ENDS = {"later": "and later", "earlier": "and earlier"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry as the page shows it."""

    id: str
    question: str
    answer: str
    links: tuple[str, ...]
    state: str  # "" for a current one
    facts: tuple[str, ...]
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A topic and its answers."""

    id: str
    name: str
    entries: tuple[Answer, ...]


def faq_page(knowledge: Knowledge, name: str, owner: str, lang: str = "en") -> str:
    """The page, without unsure entries. `name` is the bot's, `owner` whom to tell what is wrong. The same folder gives the same bytes."""
    shown = [entry for entry in knowledge.entries if entry.state is not State.UNSURE]
    newest = max((entry.checked for entry in shown), default=None)
    return render(
        "faq",
        {
            "title": TITLE,
            "lang": lang,
            "name": name,
            "owner": owner,
            "count": len(shown),
            "newest": f"{newest.day} {newest:%B %Y}" if newest else "",
            "topics": _sections(knowledge, shown),
        },
    )


def _sections(knowledge: Knowledge, shown: Sequence[Entry]) -> tuple[Section, ...]:
    """In the order of topics.yaml; topics that it does not have come last."""
    order = dict.fromkeys((*(topic.id for topic in knowledge.topics), *sorted(entry.topic for entry in shown)))
    series = {one.series: one.name for one in knowledge.releases}
    found = {topic: tuple(_answer(entry, series) for entry in shown if entry.topic == topic) for topic in order}
    return tuple(Section(topic, topic_name(topic), entries) for topic, entries in found.items() if entries)


def topic_name(topic: str) -> str:
    """`project-status` as a heading: Project status. Short ones are abbreviations: CI."""
    return topic.upper() if len(topic) <= SHORT else topic.replace("-", " ").capitalize()


def _answer(entry: Entry, series: Mapping[str, str]) -> Answer:
    facts = (_holds(entry.releases, series), _rooms(entry.rooms), f"Checked in {entry.checked:%B %Y}")
    links = tuple(link for link in entry.links if link.startswith("https://"))  # a page must not open javascript:
    phrasings = tuple(plain(text) for kind, text in entry.worded if kind != "typo")  # the search needs no typos to find them
    return Answer(
        entry.id, plain(entry.question), plain(entry.answer), links, _STATES.get(entry.state, ""), tuple(filter(None, facts)), phrasings
    )


def _holds(releases: tuple[str, ...], series: Mapping[str, str]) -> str:
    """`("2025.2", "later")` as: For 2025.2 Flamingo and later."""
    if not releases:
        return ""
    names = [_named(release, series) for release in releases if release not in _ENDS]
    end = f" {_ENDS[releases[-1]]}" if releases[-1] in _ENDS else ""
    return f"For {', '.join(names)}{end}"


def _named(release: str, series: Mapping[str, str]) -> str:
    name = series.get(release, "")
    return f"{release} {name}".strip() if release[:1].isdigit() else name or release.capitalize()


def _rooms(rooms: tuple[str, ...]) -> str:
    return f"Only in {', '.join(rooms)}" if rooms else ""
