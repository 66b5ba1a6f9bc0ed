"""When to connect again: full jitter over a doubling delay, and when to give up for good."""

import random

from bot.adapters.irc.out import Fault, Kind
from bot.adapters.irc.timings import Timings
from bot.adapters.jitter import whole

PASSWORDS = 3  # refused logins in a row until we believe that the password is wrong: services refuse everybody while they start

WORSENED_BY_HASTE = frozenset({Kind.BARRED, Kind.PASSWORD})


class Backoff:
    """Remembers over the links of one adapter how it went so far."""

    def __init__(self, timings: Timings, chance: random.Random) -> None:
        self.timings, self.chance = timings, chance
        self.failures = 0
        self.passwords = 0  # refused in a row

    def delay(self, fault: Fault, lived: float) -> float:
        """Seconds until the next attempt, after a link that was usable for `lived` seconds (0 when it never was).

        Anything from nothing to the whole; after a ban, a throttle or a wrong password at least half of it.
        """
        if lived >= self.timings.stable:
            self.failures = 0
        self.passwords = self.passwords + 1 if fault.kind is Kind.PASSWORD else 0
        careful = fault.kind in WORSENED_BY_HASTE
        first = self.timings.backoff_barred if careful else self.timings.backoff
        most = whole(first, self.timings.backoff_cap, self.failures)
        self.failures += 1
        return self.chance.uniform(most / 2 if careful else 0.0, most)

    def hopeless(self, fault: Fault) -> str | None:
        """Why no further attempt makes sense, with the remedy; None while one does. Comes after `delay`."""
        if fault.kind is Kind.SUSPENDED:
            return f"{fault.why}. The account must be freed by the network's staff, or another one set under login:"
        if self.passwords >= PASSWORDS:
            return f"{fault.why}, {PASSWORDS} times in a row. Check account and password under login: of this network"
        return None
