"""What the command line asks of the plugin `faq`. It is found by name when a command needs it: the bot imports no plugin."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

from bot.cli.progress import count
from bot.core.knowledge import Entry, Knowledge
from bot.core.settings import Settings
from bot.load import BadKnowledge, missing_phrases
from bot.load.plugins import build_plugin, plugin_module

PLUGIN = "faq"


class Case(Protocol):
    kind: str
    text: str
    entry: Entry | None


class Failure(Protocol):
    case: Case
    said: str


class Score(Protocol):
    kind: str
    tried: int
    first: int
    in_five: int
    said: int
    wrong: int


class Confusion(Protocol):
    asked: str
    found: str
    texts: Sequence[str]
    nearest: str
    held: str
    remedy: str


class Copy(Protocol):
    entry: Entry
    text: str
    of: str


class Trial(Protocol):
    phrasings: int
    found: int
    sure: int
    unlike: int
    chatter: int
    failures: Sequence[Failure]
    kinds: tuple[Score, ...]
    confusions: tuple[Confusion, ...]
    copies: tuple[Copy, ...]


class Shift(Protocol):
    turn: str
    text: str
    owner: str
    before: float
    after: float


class Effect(Protocol):
    shifts: Sequence[Shift]
    repeats: str


class Match(Protocol):
    entry: Entry
    confidence: float
    nearest: str
    words: Sequence[str]
    against: str


class Thresholds(Protocol):
    sure: float
    asked: float
    likely: float


class Attempt(Protocol):
    matches: Sequence[Match]
    thresholds: Thresholds
    sure: bool
    said: str
    kept: str
    rival: str


class Faq(Protocol):
    @property
    def matcher(self) -> Any: ...

    @property
    def sureness(self) -> Any: ...

    def attempt(self, text: str) -> Attempt: ...


class _Module(Protocol):
    PHRASES: Mapping[str, frozenset[str]]

    def effect(self, before: Any, after: Any, entry: Entry, text: str) -> Effect: ...

    def trial(self, knowledge: Knowledge, leave_one_out: bool, matcher: Any, watch: Callable[[int, int], None], needed: float) -> Trial: ...


def faq(settings: Settings, knowledge: Knowledge) -> Faq:
    """The plugin over this knowledge, whether or not bot.yaml has it on. Raises BadKnowledge for sentences that it lacks."""
    module = _module()
    if lacking := missing_phrases(settings, module.PHRASES):
        raise BadKnowledge(lacking)
    return _built(settings, knowledge)


def trial(settings: Settings, knowledge: Knowledge, leave_one_out: bool, watch: Callable[[int, int], None]) -> Trial:
    """The knowledge put to the test against itself."""
    built = _built(settings, knowledge)
    return _module().trial(knowledge, leave_one_out, built.matcher, watch, built.sureness.anywhere)


def effect(before: Faq, after: Faq, entry: Entry, text: str) -> Effect:
    """What one more text of an entry does; `entry` is as it is in `after`."""
    return _module().effect(before.matcher, after.matcher, entry, text)


def _built(settings: Settings, knowledge: Knowledge) -> Faq:
    """The plugin with its part of bot.yaml, or as it would be without one."""
    return cast(Faq, build_plugin(PLUGIN, dict(settings.plugins).get(PLUGIN, {}), settings, knowledge, count))


def _module() -> _Module:
    return cast(_Module, plugin_module(PLUGIN))
