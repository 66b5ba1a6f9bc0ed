"""The gate as the evaluation kit asks for it: `make() -> feed`, `feed(time, nick, text) -> how surely this line asks for help now`.

Each line goes the way it goes in the kernel up to the verdict: guard, ear, talk. What becomes of a question behind the gate (a line that
goes on with an open question is never judged) is left out: the labels are about lines.
"""

from collections.abc import Callable

from bot.core.events import Message
from bot.core.gate import Burst, asks_for_help
from bot.core.joining import joins
from bot.core.notes import Notes
from bot.core.people import Person
from bot.core.utterance import gathered, introduced, spoken
from tests.builders import NETWORK, ROOM, TIMING, kernel, memory


class Channel:
    """One channel that nothing is known of when the first line is heard."""

    def __init__(self) -> None:
        self.kernel, self.memory = kernel(plugins=()), memory(here=())
        self.memory.now = 0.0  # the clock of the log

    def burst(self, time: float, nick: str, text: str) -> Burst | None:
        """What the gate is asked about when this line is heard; None for a line that nobody is to hear."""
        self.memory.now = max(self.memory.now, time)
        message = Message(self.memory.now, ROOM, Person(NETWORK, nick.lower(), nick, host=f"{nick}@example.org"), text)
        notes = Notes(self.memory, message)
        if self.kernel.guard.admits(message, notes) is None:
            return None
        said = spoken(self.kernel.ear.hear(message, self.memory), self.kernel.settings, self.memory)
        utterance = gathered(said, joins(said, self.memory), TIMING.settle, self.memory)
        introduced(said, notes)
        return self.kernel.talk.asking.burst(said, utterance, notes)

    def asked(self, nick: str) -> None:
        """What this person has typed so far is a question: what they type next begins anew."""
        self.memory.talk(ROOM.key).typing.pop(nick.lower(), None)

    def __call__(self, time: float, nick: str, text: str) -> float:
        burst = self.burst(time, nick, text)
        if burst is None:
            return 0.0
        verdict = asks_for_help(burst)
        if verdict.asks:
            self.asked(nick)
        return verdict.score


def gate() -> Callable[[float, str, str], float]:
    return Channel()
