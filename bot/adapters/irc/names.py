"""When two nicks or channel names are the same: the CASEMAPPING that the server advertises, and no more than it says.

ASCII letters only: under Unicode rules KELVIN SIGN equals k, and somebody else could be taken for you.
"""

import re

DEFAULT = "rfc1459"  # in force until the server says otherwise

_UPPER, _LOWER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
FOLDS = {
    "ascii": str.maketrans(_UPPER, _LOWER),
    "rfc1459": str.maketrans(_UPPER + "[]\\^", _LOWER + "{}|~"),
    "rfc1459-strict": str.maketrans(_UPPER + "[]\\", _LOWER + "{}|"),
}


def fold(name: str, mapping: str = DEFAULT) -> str:
    """The form in which names are compared. An unknown mapping counts as ascii: rather two people than one too few."""
    return name.translate(FOLDS.get(mapping, FOLDS["ascii"]))


def ident(name: str) -> str:
    """A user name made of a nick: letters and digits, short enough for every server (USERLEN is 10 or so)."""
    return re.sub(r"[^a-z0-9]", "", fold(name, "ascii"))[:9] or "helper"


def nick(name: str) -> str:
    """The bot's name as a nick: what no server allows in one is left out (RFC 2812 2.3.1)."""
    return re.sub(r"^[0-9-]+|[^A-Za-z0-9\[\]\\`_^{|}-]", "", name) or "helper"


def safe_nick(name: str) -> str:
    """A nick that every server accepts, for when ours was called erroneous."""
    return re.sub(r"^[0-9]+|[^A-Za-z0-9]", "", name)[:9] or "helper"
