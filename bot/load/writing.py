"""Entries and drafts as text, laid out as people write them: what this writes, the loader reads back as it was.

Text comes from chat and may be anything; it is quoted where YAML would take it for something else.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from bot.core.knowledge import PLAIN, Draft
from bot.core.text import clean
from bot.load.form import schema
from bot.load.yaml_lines import readable, scalar

WIDTH = 110  # characters of a line of text; a longer word stands alone
SLUG_WORDS, SLUG_LENGTH = 6, 40  # of an id made from a question: enough to be known again
FLOWING = ("links", "releases", "rooms")  # on one line where they fit

# What belongs into each field of a draft, in the order of an entry.
NOTES: Mapping[str, str] = {
    "id": "small letters, digits, hyphens; empty: made from the question",
    "topic": "one of the ids in topics.yaml",
    "question": "in good English, as a heading",
    "phrasings": "the same in the words of people who ask: ten, of as many kinds as fit",
    "not": "lines with similar words that this does not answer: two or three",
    "answer": "one idea, always a next step, at most two lines of chat",
    "links": "one or two pages, https only, that say the same as the answer",
    "releases": 'all, or the series it holds for: ["2025.1", later]',
    "state": "current, dated, historical or unsure",
    "checked": "the day you compared it with its source; empty: the day it is accepted",
    "review_by": "empty: half a year later",
    "rooms": 'only if it holds there alone: ["#rdo"]',
}
ORIGINS: Mapping[str, str] = {"writeup": "a question that was solved", "proposal": "somebody's suggestion", "gap": "asked, and not covered"}

_PLAIN = re.compile(r"[^\W_](?:[^:#\[\]{}\"\\`|>]|:(?=\S)|(?<=\S)#)*(?<![\s:])")  # YAML takes it as it stands, between commas, too
_WORDS = frozenset("yes no on off y n".split())  # that older readers take for true and false
_HEAD = """\
# yaml-language-server: $schema=../schemas/drafts.schema.json
# A proposed entry. Nobody who asks ever sees it. Make a good one of it (../README.md says how), then run
#   patience drafts accept {number}
# or say "accept {number}" to the bot; "reject {number}" takes it away.
"""


def draft_text(draft: Draft, entry: Mapping[str, Any] | None = None) -> str:
    """The file of a draft. `entry`: the data of the entry that it would change."""
    about: dict[str, Any] = {"number": draft.number, "kind": draft.kind, "date": str(draft.at), "room": tidy(draft.room)}
    about["credit"] = [tidy(name) for name in draft.credit]
    about |= {"entry": draft.entry} if draft.entry else {}
    lines = ["draft:  # what this is; leave it as it is"]
    lines += [
        f"  {line}" for key, value in about.items() for line in _field(key, value, ORIGINS.get(draft.kind, "") if key == "kind" else "")
    ]
    data = {key: value for key, value in (entry or {}).items() if key not in ("checked", "review_by")} | _given(draft)
    lines += ["", *(line for key, note in NOTES.items() for line in _noted(key, data.get(key), note))]
    return _HEAD.format(number=draft.number) + "\n" + "\n".join(lines) + "\n"


def entry_text(data: Mapping[str, Any]) -> str:
    """An entry as an item of a file in faq/, in the order in which people read it. What is empty is left out."""
    lines = [line for key in NOTES if data.get(key) for line in _field(key, data[key], "")]
    return "\n".join(f"{'  ' if number else '- '}{line}" for number, line in enumerate(lines)) + "\n"


def file_name(draft: Draft) -> str:
    """`0017-nova-migration.yaml`: sorted by number, known by its words."""
    return "-".join(filter(None, (f"{draft.number:04}", slug(draft.entry or draft.question)))) + ".yaml"


def slug(question: str) -> str:
    """The first words of a question as an id; "" when it has none in Latin letters."""
    made = "-".join(re.findall(r"[a-z0-9]+", tidy(question).casefold().replace("'", ""))[:SLUG_WORDS])
    return made if len(made) <= SLUG_LENGTH else made[: SLUG_LENGTH + 1].rpartition("-")[0] or made[:SLUG_LENGTH]


def tidy(text: str) -> str:
    """One line, with single spaces and nothing that a reader of YAML, or a terminal, stumbles over."""
    return " ".join(readable(clean(text)).split())


def _given(draft: Draft) -> dict[str, Any]:
    """What the draft says of the entry."""
    said: dict[str, Any] = {
        "topic": draft.topic,
        "question": tidy(draft.question),
        "answer": tidy(draft.answer),
        "links": list(draft.links),
    }
    if draft.kind != "proposal" and said["question"]:
        said["phrasings"] = {PLAIN: [said["question"]]}  # in the words of somebody who asked
    return {key: value for key, value in said.items() if value}


def _noted(key: str, value: Any, note: str) -> Iterator[str]:
    """A field of a draft with what belongs there; what an entry has unless it says otherwise is filled in."""
    usual = {"releases": "all", "state": "current"}
    if not value and key == "rooms":
        yield f"# rooms:  # {note}"
    elif key == "phrasings" and not isinstance(value, list):
        yield f"{key}:  # {note}"
        yield from (line for kind, about in _kinds().items() for line in _indented(_field(kind, (value or {}).get(kind) or None, about)))
    else:
        yield from _field(key, value or usual.get(key), note)


def _field(key: str, value: Any, note: str) -> Iterator[str]:
    """One field as lines. Without a value it stands there alone."""
    behind = f"  # {note}" if note else ""
    if key == "answer" and value:
        yield f"{key}: >-{behind}"
        yield from (f"  {line}" for line in wrap(tidy(value), WIDTH, break_long_words=False, break_on_hyphens=False))
    elif isinstance(value, dict):
        yield f"{key}:{behind}"
        yield from (line for kind, texts in value.items() if texts for line in _indented(_field(kind, texts, "")))
    elif isinstance(value, list) and key in (*FLOWING, "credit"):
        yield f"{key}: [{', '.join(quoted(item, ',') for item in value)}]{behind}"
    elif isinstance(value, list):
        yield f"{key}:{behind}"
        yield from (f"  - {quoted(item)}" for item in value)
    else:
        yield f"{key}: {quoted(value)}{behind}" if value not in (None, "") else f"{key}:{behind}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _kinds() -> Mapping[str, str]:
    """The kinds of phrasings, and what each is."""
    about = schema("drafts")["properties"]["phrasings"]["properties"]
    return {kind: f"{rules['description'][0].lower()}{rules['description'][1:].rstrip('.')}" for kind, rules in about.items()}


def quoted(value: Any, forbidden: str = "") -> str:
    """A value as YAML has it, in quotes where it needs them; `forbidden` are signs that need them here besides."""
    if not isinstance(value, str):
        return json.dumps(value)
    text = tidy(value)
    stands = _PLAIN.fullmatch(text) and scalar(text) == text and text.lower() not in _WORDS and not any(sign in text for sign in forbidden)
    return text if stands else json.dumps(text, ensure_ascii=False)
