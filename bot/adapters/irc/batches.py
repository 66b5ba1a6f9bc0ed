"""Open batches: which lines belong together, as what, and in answer to which of ours (IRCv3 batch, labeled-response)."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.adapters.irc.tokens import Line, param

HISTORY = frozenset({"chathistory", "draft/chathistory", "znc.in/playback", "playback"})
SPLIT, JOIN = frozenset({"netsplit"}), frozenset({"netjoin"})
KNOWN = HISTORY | SPLIT | JOIN
OPEN = 100  # of a server that opens without closing, the oldest are forgotten


@dataclass(frozen=True, slots=True)
class Batch:
    """One open batch, with what the batches around it say."""

    kinds: frozenset[str]  # of those that matter here
    label: str


NONE = Batch(frozenset(), "")


class Batches:
    """The open batches of one connection."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Batch] = OrderedDict()  # by reference

    def heard(self, line: Line) -> None:
        """A BATCH line. A batch inside another one is of that one's kind, too."""
        reference, around = param(line, 0), self._around(line)
        if reference.startswith("-"):
            self._open.pop(reference[1:], None)
        elif reference.startswith("+"):
            self._open[reference[1:]] = Batch(around.kinds | (KNOWN & {param(line, 1)}), self.label(line))
            if len(self._open) > OPEN:
                self._open.popitem(last=False)

    def within(self, line: Line, kinds: frozenset[str]) -> bool:
        """Whether the line belongs to a batch of one of these kinds."""
        return not kinds.isdisjoint(self._around(line).kinds)

    def label(self, line: Line) -> str:
        """The label of ours that the line answers, alone or as part of a batch; "" for none."""
        return (line.tags or {}).get("label") or self._around(line).label

    def _around(self, line: Line) -> Batch:
        return self._open.get((line.tags or {}).get("batch") or "", NONE)
