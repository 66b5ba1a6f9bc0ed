"""Whose invitations are followed."""

import pytest

from bot.adapters.matrix.invites import decide, matches
from bot.adapters.matrix.sync import Invitation
from bot.core.settings import Invites, MatrixNetwork


@pytest.mark.parametrize(
    ("pattern", "mxid", "expected"),
    [
        ("@ann:hs.org", "@ann:hs.org", True),
        ("@ann:hs.org", "@Ann:hs.org", False),
        ("@ann:hs.org", "@ann:hs.org.evil", False),
        ("*:hs.org", "@ann:hs.org", True),
        ("*:hs.org", "@ann:evil.hs.org", False),
        ("*:hs.org", "@ann:hs.org:evil.org", False),
        ("@*:hs.org", "@ann:hs.org", True),
        ("@a*n:h*g", "@ann:hs.org", True),
        ("@an*n:hs.org", "@an:hs.org", False),
        ("a*a", "a", False),
        ("*", "@anybody:anywhere", True),
        ("@an?:hs.org", "@ann:hs.org", False),
        ("@a[n]n:hs.org", "@ann:hs.org", False),
        ("", "@ann:hs.org", False),
        ("*a*b*", "xaxbx", True),
        ("*a*b*", "xbxax", False),
    ],
)
def test_patterns(pattern: str, mxid: str, expected: bool) -> None:
    assert matches(pattern, mxid) is expected


def test_a_pattern_of_many_stars_is_read_in_one_go() -> None:
    assert not matches("*a" * 500 + "b", "@" + "a" * 60_000)


@pytest.mark.parametrize(
    ("invitation", "encryption", "rooms", "why"),
    [
        (Invitation("!r:x", "@ann:hs.org"), False, 0, ""),
        (Invitation("!r:x", "@ann:hs.org"), False, 2, "invites.max_rooms (2) is reached"),
        (Invitation("!r:x", "@ann:hs.org", direct=True), False, 2, ""),
        (Invitation("!r:x", "@eve:evil.org", direct=True), False, 0, "@eve:evil.org is not among invites.from"),
        (Invitation("!r:x", ""), False, 0, " is not among invites.from"),
        (Invitation("!r:x", "@ann:hs.org", encrypted=True), False, 0, "the room is encrypted, and encryption is off"),
        (Invitation("!r:x", "@ann:hs.org", encrypted=True), True, 0, ""),
    ],
)
def test_whom_we_follow_and_why_not(invitation: Invitation, encryption: bool, rooms: int, why: str) -> None:
    settings = MatrixNetwork(
        "matrix", "https://hs.org", "@me:hs.org", encryption=encryption, invites=Invites(senders=("*:hs.org",), max_rooms=2)
    )
    decision = decide(invitation, settings, rooms)
    assert (decision.follow, decision.why) == (not why, why)


def test_nobody_is_followed_when_the_settings_name_nobody() -> None:
    assert not decide(Invitation("!r:x", "@ann:hs.org"), MatrixNetwork("matrix", "https://hs.org", "@me:hs.org"), 0).follow
