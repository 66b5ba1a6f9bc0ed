"""`patience replay --remember`: whoever spoke in an old log is no newcomer (product 10.23). Keyed hashes are all that is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.core.memory import Memory
from bot.core.records import Change, Mark, Put
from bot.store.files import hash_key
from bot.store.store import Batch, Store

KIND = "spoke"


@contextmanager
def remember(url: str) -> Iterator[tuple[bytes, Callable[[Memory, float], str]]]:
    """The store's own key, and what keeps the people of a memory at a time, saying how many. Raises StoreBusy, BadStore, StoreFailed."""
    with Store.open(url) as store:
        yield hash_key(url), lambda memory, at: _keep(store, memory, at)


def _keep(store: Store, memory: Memory, at: float) -> str:
    known = {record.key: record for record in store.load(at) if isinstance(record, Mark) and record.kind == KIND}
    spoke = [mark for mark in memory.records[Mark].values() if isinstance(mark, Mark) and mark.kind == KIND]
    live = [mark for mark in spoke if mark.expires > at]
    newer = [mark for mark in live if mark.key not in known or known[mark.key].at < mark.at]
    changes: tuple[Change, ...] = tuple(Put(mark) for mark in newer)
    if changes:
        store.commit([Batch(changes)])
    old = f"; {len(spoke) - len(live)} others are older than the 12 months for which such marks are kept" if len(spoke) > len(live) else ""
    return f"{len(newer)} marks of people who have spoken before are kept{old}"
