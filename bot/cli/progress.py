"""How far long work is, on a terminal only: one line that is written over, and gone when the work is done."""

import sys
from dataclasses import dataclass, field
from typing import TextIO

WIDTH = 30  # characters of the bar
EVERY = 25  # things done between two steps of a count


def count(done: int, of: int, stream: TextIO | None = None) -> None:
    """Show how many of all are done, now and then; nothing is left when it is all of them."""
    stream = stream or sys.stderr
    if stream.isatty() and (done % EVERY == 0 or done == of):
        stream.write(f"\r{done} of {of}" + ("\r\x1b[K" if done == of else ""))
        stream.flush()


@dataclass
class Bar:
    """Progress towards `whole` (bytes, say). Without a whole only what is done is shown."""

    whole: int
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    base: int = 0  # done before the present part
    _shown: str = ""

    def step(self, done: int) -> None:
        """So much of the present part is done."""
        if not self.stream.isatty():
            return
        part = min((self.base + done) / self.whole, 1.0) if self.whole else 0.0
        full = int(part * WIDTH)
        text = f"[{'#' * full}{'.' * (WIDTH - full)}] {100 * part:3.0f} %" if self.whole else f"{done:,}"
        if text != self._shown:
            self._shown = text
            self.stream.write(f"\r{text}")
            self.stream.flush()

    def clear(self) -> None:
        """Take it away, so that something else can be said."""
        if self._shown:
            self._shown = ""
            self.stream.write("\r\x1b[K")
            self.stream.flush()
