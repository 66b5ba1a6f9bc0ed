"""What we say as HTML: text, links, code and the pill of one person. Nothing else can come out of this room, whatever goes in.

Client-server API, "m.room.message msgtypes": clients show a list of tags; of it we write <a>, <br> and <code>, closed in order.
"""

import re
from html import escape
from urllib.parse import quote

_PARTS = re.compile(r"(?P<code>`[^`\n]+`)|(?P<link>https://[^\s<>\"'`.,;:!?)\]}][^\s<>\"'`]*)")
_AFTER_LINK = ".,;:!?)]}"  # what follows an address in a sentence is no part of it


def html(text: str) -> str:
    """A plain text with addresses as links and `code` as code."""
    written, at = [], 0
    for part in _PARTS.finditer(text):
        whole = part[0] if part["code"] else _address(part[0])
        written += [_plain(text[at : part.start()]), _code(whole) if part["code"] else _link(whole, whole)]
        at = part.start() + len(whole)
    return "".join([*written, _plain(text[at:])])


def pill(mxid: str, name: str) -> str:
    """One person, as clients show somebody who is spoken to (specification, appendix "matrix.to navigation")."""
    return _link(f"https://matrix.to/#/{quote(mxid, safe='@:', errors='replace')}", name)


def _address(link: str) -> str:
    """The link without what belongs to the sentence around it; a bracket that it opens itself stays."""
    shorter = link.rstrip(_AFTER_LINK)
    return shorter + ")" if link[len(shorter) :].startswith(")") and shorter.count("(") > shorter.count(")") else shorter


def _plain(text: str) -> str:
    return escape(text, quote=True).replace("\n", "<br>")


def _code(text: str) -> str:
    return f"<code>{escape(text.strip('`'), quote=True)}</code>"


def _link(address: str, shown: str) -> str:
    return f'<a href="{escape(address, quote=True)}">{escape(shown, quote=True)}</a>'
