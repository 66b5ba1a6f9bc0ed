"""A process that commits numbered batches for ever and says after each that it is kept: to be killed (test_kill.py).

Usage: python endless.py URL. Batch N is PARTS marks, the counter `last` = N, the utterance N, and drops the mark of N - 1
that batch N - 1 made to be dropped. It goes on from where the last process was killed.
"""

import sys
from itertools import count

from bot.core.actions import Say
from bot.core.people import Place
from bot.core.records import Counter, Drop, Mark, Put, Record
from bot.store.store import Batch, Store

PARTS = 5


def batch(number: int) -> Batch:
    """Everything that is kept of one number, or nothing."""
    kept: tuple[Record, ...] = (
        *(Mark("part", f"{number}.{part}", 2e9) for part in range(PARTS)),
        Mark("brief", f"{number}", 2e9),
        Counter("last", number),
    )
    return Batch(
        (*(Put(record) for record in kept), Drop(Mark, f"brief:{number - 1}")),
        (Say(f"say.{number}", Place("oftc", "#rdo"), (f"line {number}",)),),
    )


def main(url: str) -> None:
    with Store.open(url) as store:
        last = next((record.value for record in store.load(0.0) if isinstance(record, Counter)), 0)
        for number in count(last + 1, 2):
            store.commit([batch(number), batch(number + 1)])  # a group
            store.mark_sending([f"say.{number}"])
            print(number + 1, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
