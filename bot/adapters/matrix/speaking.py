"""What we say as an event of a room: m.room.message with relation, mentions, sizes, and the id that makes it be sent once.

Product 10.3: a reply to the question, in its thread if it has one; `m.mentions` with exactly the people meant, always there, so that no
name or "@room" in the text calls anybody; m.text for the line that somebody must notice, m.notice for all others.
"""

import json
import re
import uuid
from typing import Any

from bot.adapters.matrix.html import html, pill
from bot.adapters.matrix.rooms import localpart, shown
from bot.core.actions import Say
from bot.core.people import Person
from bot.core.text import clean, shorten, size

# Of the 65,536 that a whole event may have (client-server API, "Size limits"): the homeserver adds its fields and signatures, and
# encryption makes it 1.4 times as long.
CONTENT_BYTES = 40_000
SHORTER = 0.8  # a content that is too large is cut to this part of its text, again and again until it fits
NAMESPACE = uuid.UUID("6d0cfa4e-5b0b-4f0e-9d5f-7b1f3a0e2c11")  # of our transaction ids: any constant will do


def transaction(say: Say) -> str:
    """The transaction id of a line: the same for the same committed line, whatever happens to the process in between.

    `not_after` is the moment of its cause plus a constant, so a new store that numbers its lines from one again gives other ids.
    """
    cause = [say.key, say.place.key, repr(say.not_after), *say.lines]
    return uuid.uuid5(NAMESPACE, "\n".join(cause).encode("utf-8", "backslashreplace").decode()).hex


def retraction(id_: str) -> str:
    """The transaction id of removing a line of ours."""
    return uuid.uuid5(NAMESPACE, f"retract\n{id_}").hex


def content(say: Say) -> dict[str, Any] | None:
    """The content of the event; None when nothing is left of the line once what may not be sent is taken out."""
    text = "\n".join(line for line in (" ".join(clean(line).split()) for line in say.lines) if line)
    if not text:
        return None
    bytes_ = min(size(text), CONTENT_BYTES)
    kept = _cut(text, bytes_) if bytes_ < size(text) else text
    while kept and len(_canonical(made := _made(say, kept))) > CONTENT_BYTES:
        bytes_ = int(bytes_ * SHORTER)
        kept = _cut(text, bytes_)
    return made if kept else None


def _cut(text: str, bytes_: int) -> str:
    """As much of the text as fits, its last link kept: an answer without its link is worth less than one with fewer words."""
    links = _LINK.findall(text)
    link = links[-1] if links and size(links[-1]) < bytes_ // 2 else ""
    lines = _beginning(text.split("\n"), bytes_ - size(link) - 1)
    return "\n".join(lines if not link or any(link in line.split() for line in lines) else [*lines, link])


def _beginning(lines: list[str], bytes_: int) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if size(line) > bytes_:
            return [*kept, cut] if (cut := shorten(line[: bytes_ + 1], bytes_)) else kept
        kept.append(line)
        bytes_ -= size(line) + 1
    return kept


_LINK = re.compile(r"https://\S+")


def _made(say: Say, text: str) -> dict[str, Any]:
    to = None if say.place.direct else say.to
    body, formatted = text, html(text)
    if to is not None and _by_name(say):
        body, formatted = f"{_name(to)}: {text}", f"{pill(to.id, _name(to))}: {formatted}"
    made: dict[str, Any] = {
        "msgtype": "m.text" if say.loud or say.place.direct else "m.notice",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": formatted,
        "m.mentions": {"user_ids": [to.id]} if to is not None else {},
    }
    relation = _relation(say)
    return {**made, "m.relates_to": relation} if relation else made


def _by_name(say: Say) -> bool:
    """Whether the text begins with a name: where no reply shows whom it is for, and where somebody is called to look."""
    return say.loud or say.reply_to is None


def _name(person: Person) -> str:
    return shown(person.name) or localpart(person.id)


def _relation(say: Say) -> dict[str, Any]:
    """The question as what is replied to; in its thread without falling back, as it is a true reply there."""
    relation: dict[str, Any] = {}
    if say.reply_to is not None:
        relation["m.in_reply_to"] = {"event_id": say.reply_to}
    if say.thread is not None:
        relation |= {"rel_type": "m.thread", "event_id": say.thread, "is_falling_back": say.reply_to is None}
        relation.setdefault("m.in_reply_to", {"event_id": say.thread})
    return relation


def _canonical(made: dict[str, Any]) -> str:
    """As long as it can become on the way: with every character beyond ASCII escaped."""
    return json.dumps(made, separators=(",", ":"))
