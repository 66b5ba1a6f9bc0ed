"""Whose invitations we follow: the allow-list and the limits of bot.yaml (product 10.19)."""

from dataclasses import dataclass

from bot.adapters.matrix.sync import Invitation
from bot.core.settings import MatrixNetwork


@dataclass(frozen=True, slots=True)
class Decision:
    """Follow it, or decline it and why (for the operator's log)."""

    follow: bool
    why: str = ""


def decide(invitation: Invitation, settings: MatrixNetwork, guest_rooms: int) -> Decision:
    """Whether to follow one. `guest_rooms`: the rooms that we are in by invitation, direct chats not counted."""
    if not any(matches(pattern, invitation.sender) for pattern in settings.invites.senders):
        return Decision(False, f"{invitation.sender} is not among invites.from")
    if invitation.encrypted and not settings.encryption:
        return Decision(False, "the room is encrypted, and encryption is off")
    if not invitation.direct and guest_rooms >= settings.invites.max_rooms:
        return Decision(False, f"invites.max_rooms ({settings.invites.max_rooms}) is reached")
    return Decision(True)


def matches(pattern: str, mxid: str) -> bool:
    """Whether a Matrix ID fits a pattern in which `*` stands for any run of characters; everything else is literal, case included."""
    parts = pattern.split("*")
    if len(parts) == 1:
        return pattern == mxid
    if not mxid.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = mxid.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(mxid) - at >= len(parts[-1]) and mxid.endswith(parts[-1])
