"""What we ask a homeserver to send: what is said, who changes, and nothing else. Client-server API, "Filtering".

No presence, no receipts, no account data but who our direct chats are with, members only for those who speak.
"""

import json
from typing import Any

LINES = 100  # timeline events of one room in one sync: the most that Synapse gives (filter_timeline_limit); more is fetched as a gap
STATE = ("m.room.member", "m.room.power_levels", "m.room.encryption", "m.room.tombstone")
SAID = ("m.room.message", "m.room.encrypted", "m.room.redaction", "m.reaction")

_NOTHING: dict[str, Any] = {"types": [], "limit": 0}


def first() -> str:
    """For the first sync ever: where the end of everything is, and nothing of what was said before."""
    room = {"timeline": {"limit": 0, "types": []}, "state": _NOTHING, "ephemeral": _NOTHING, "account_data": _NOTHING}
    return _written({"room": room, "presence": _NOTHING, "account_data": {"types": ["m.direct"]}})


def running() -> str:
    """For every sync after it."""
    room = {
        "timeline": {"limit": LINES, "types": [*SAID, *STATE], **_LAZY},
        "state": {"types": list(STATE), **_LAZY},
        "ephemeral": {"types": ["m.typing"]},
        "account_data": _NOTHING,
    }
    return _written({"room": room, "presence": _NOTHING, "account_data": {"types": ["m.direct"]}})


def page() -> str:
    """For the pages of a gap: as a running sync's timeline."""
    return _written({"types": [*SAID, *STATE], **_LAZY})


# Members come with the lines of whoever speaks, again and again: we hold no lists, and the server forgets what it has sent us before.
_LAZY: dict[str, Any] = {"lazy_load_members": True, "include_redundant_members": True}


def _written(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), sort_keys=True)
