"""Words for the operator, each said once: a server that is down for a night must not fill a log or a control room."""

from collections import OrderedDict
from collections.abc import Callable

SAME = 6 * 3600.0  # seconds in which the same line is not said again
KEPT = 200  # lines remembered


class Reports:
    """Passes lines on to whoever reads them."""

    def __init__(self, network: str, report: Callable[[str], None]) -> None:
        self.network, self.report = network, report
        self._said: OrderedDict[str, float] = OrderedDict()

    def tell(self, words: str, at: float) -> None:
        """Say one line, with the network's name, unless it was said lately."""
        if at - self._said.get(words, -SAME) < SAME:
            return
        self._said[words] = at
        self._said.move_to_end(words)
        if len(self._said) > KEPT:
            self._said.popitem(last=False)
        self.report(f"{self.network}: {words}")
