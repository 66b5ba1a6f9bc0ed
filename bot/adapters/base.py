"""What the house expects of a network: listen, perform, verify, close. Nothing else may touch a socket."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.core.actions import Say
from bot.core.events import Event, Message
from bot.core.people import Place

Inbox = Callable[[Event], Awaitable[None]]  # waits while the house is busy: that is the back-pressure
Clock = Callable[[], float]  # the bot's own clock, seconds since the epoch, never going back


class Refused(Exception):
    """The network has refused us for good (bad password, banned): trying again would make it worse. Says what to do."""


class NotConnected(Exception):
    """Not now: the line was not written and may be tried again after the link is back."""


class Rejected(Exception):
    """Not ever: the line cannot be said there (no such room, not allowed, nothing left after cleaning)."""


class Adapter(Protocol):
    """One network."""

    @property
    def network(self) -> str:
        """Its name in bot.yaml."""
        ...

    @property
    def ready(self) -> bool:
        """Whether a line could be written now."""
        ...

    async def listen(self, inbox: Inbox) -> None:
        """Connect, stay connected, report events. Ends only by cancellation or by raising Refused."""
        ...

    @property
    def repeats(self) -> bool:
        """Whether a line that is performed twice is said once (Matrix transaction ids): then NotConnected may also mean "perhaps"."""
        ...

    async def perform(self, say: Say) -> str:
        """Write one utterance to the wire; its id there, "" where lines have none. Raises NotConnected or Rejected."""
        ...

    async def retract(self, place: Place, id_: str) -> None:
        """Remove a line of ours, where the network can; else nothing happens. Raises NotConnected or Rejected."""
        ...

    def typing(self, place: Place) -> None:
        """Show that an answer to somebody there is on its way, where the network can show it; never waits, never fails."""
        ...

    async def verify(self, message: Message) -> Message:
        """Ask the network who is behind a line: the same message, vouched for, its sender with the account they are logged in to now.

        Without an account when the network has none, does not say in time, or when it may be somebody else by now. Called for
        one line at a time.
        """
        ...

    async def close(self, words: str) -> None:
        """Say goodbye and let go of the wire, within a second or two."""
        ...
