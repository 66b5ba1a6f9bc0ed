"""The router as the evaluation kit asks for it: `observe` for every line, `rank` just before a question is observed.

It counts what the kernel counts (bot/core/answering.py), and scores as the plugin does (plugins/experts/likely.py).
"""

from bot.core.acts import Act, acts
from bot.core.address import addressee
from bot.core.answering import Answering, means
from bot.core.passing import SEEN_FOR
from bot.core.text import words
from plugins.experts.likely import likely


class Router:
    """One channel that nothing is known of when the first line is heard."""

    def __init__(self) -> None:
        self.answering = Answering()
        self.nicks: dict[str, tuple[str, float]] = {}  # id -> nick as written, when last seen

    def observe(self, time: float, nick: str, text: str, replied_to: str | None) -> None:
        """Somebody said a line; `replied_to`: whom a name in front of it means."""
        who = nick.lower()
        self.nicks[who] = nick, time
        _, rest = addressee(text, lambda name: replied_to is not None and name.lower() == replied_to.lower())
        to = replied_to.lower() if replied_to else means(text, lambda name: self._named(name, time))
        self.answering.observe(time, who, to, asks=Act.ASKS in acts(rest), words=len(words(rest)))

    def rank(self, time: float, asker: str, text: str) -> list[str]:
        """Who will probably answer, likeliest first; nobody where nobody is likely."""
        found = likely(self.answering, asker.lower(), text, time)
        return [self.nicks[who][0] for who, _ in found]

    def _named(self, name: str, time: float) -> str | None:
        """Somebody of that name seen within a day, as memory has it."""
        found = self.nicks.get(name.lower())
        return name.lower() if found is not None and time - found[1] <= SEEN_FOR else None
