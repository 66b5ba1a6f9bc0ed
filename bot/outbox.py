"""When may what be said? The pace of one network, as plain values: no task, no clock, time comes as an argument.

Rules of the room
- Two buckets bound every line: the network's (`pace` in bot.yaml) and the room's.
- What somebody asked for goes before what nobody asked for; between equals, rooms take turns.
- Within a room people take turns, so that nobody's ten answers keep another's first one waiting; what is for one person keeps
  its order. An answer that waits behind an unprompted line lends that line its urgency.
- Utterances are not merged: each has its own row, addressee and expiry, and is laid out in as few lines as it needs (text.fit).
- An utterance goes whole, or not yet. One with more lines than a bucket holds waits for the full bucket, and what comes
  after it waits for the debt to be paid.
- Full: the oldest unprompted utterance gives way, then the oldest; `take` returns it as expired.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isfinite

from bot.core.actions import Say
from bot.core.people import Place
from bot.core.settings import Pace

LINE = 400  # bytes of text that go in one line of IRC; an adapter makes two of a longer one
OUTBOX_SLOTS = 1024  # utterances: answers wait ten minutes at most, and in those a network takes 600 lines at the default pace
ROOM_PACE = Pace(burst=3, per_second=0.5)  # channels with a flood mode kick at some five lines in as many seconds; and nobody reads faster


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket, kept as the one moment at which it will be full again, so that `free_at` is exact (GCRA, ITU-T I.371)."""

    pace: Pace
    full_at: float = -inf

    def free_at(self, lines: int) -> float:
        """When so many lines may go together. More than the bucket holds go when it is full."""
        return self.full_at - (self.pace.burst - min(lines, self.pace.burst)) / self.pace.per_second

    def spend(self, lines: int, now: float) -> "Bucket":
        return replace(self, full_at=max(self.full_at, now) + lines / self.pace.per_second)


@dataclass(frozen=True, slots=True)
class Taken:
    """What to do now, and when to look again (None: when something is added, or the network becomes ready)."""

    send: tuple[Say, ...]
    expired: tuple[Say, ...]
    look_at: float | None


@dataclass(slots=True)
class Outbox:
    """What waits for one network."""

    pace: Pace
    room_pace: Pace = ROOM_PACE
    slots: int = OUTBOX_SLOTS
    _waiting: dict[str, Say] = field(default_factory=dict)  # by key, oldest first
    _rooms: dict[Place, deque[Say]] = field(default_factory=dict)  # those with something to say, in the order of their turns
    _buckets: dict[Place, Bucket] = field(default_factory=dict)  # those that are not full
    _network: Bucket = field(init=False)
    _dropped: dict[str, Say] = field(default_factory=dict)  # until the next take

    def __post_init__(self) -> None:
        self._network = Bucket(self.pace)

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, say: Say) -> None:
        """Queue it among what its room is to hear; a key that waits already is not added twice."""
        if self._knows(say):
            return
        self._waiting[say.key] = say
        queue = self._rooms.setdefault(say.place, deque())
        queue.insert(_turn(say, queue), say)
        self._make_room()

    def again(self, says: Sequence[Say]) -> None:
        """Back to the head of the queue, in this order: they were taken and the network could not write them."""
        back = [say for say in says if not self._knows(say)]
        self._waiting = {say.key: say for say in back} | self._waiting
        for say in reversed(back):
            self._rooms.setdefault(say.place, deque()).appendleft(say)
        self._make_room()

    def drop(self, key: str) -> bool:
        """Take out an utterance that is no longer wanted; whether it was still waiting."""
        say = self._waiting.get(key)
        if say is not None:
            self._remove(say)
        return say is not None

    def owed(self) -> tuple[Place, ...]:
        """Where somebody who asked still waits for what was decided to say."""
        return tuple(dict.fromkeys(say.place for say in self._waiting.values() if say.prompted))

    def take(self, now: float, ready: bool) -> Taken:
        """Remove and return what may go now, and what is too late (`not_after` reached) or gave way. Nothing goes unless `ready`.

        The caller takes again at `look_at`, which is later than `now`, or when something was added.
        """
        late = [say for say in self._waiting.values() if say.not_after <= now]
        for say in late:
            self._remove(say)
        expired = (*self._dropped.values(), *late)
        self._dropped = {}
        send = list(self._sendable(now)) if ready else []
        self._buckets = {place: bucket for place, bucket in self._buckets.items() if bucket.full_at > now}
        return Taken(tuple(send), expired, self._look_at(now, ready))

    def _sendable(self, now: float) -> Iterator[Say]:
        while (say := self._next(now)) is not None and self._network.free_at(_cost(say)) <= now:
            self._network = self._network.spend(_cost(say), now)
            self._buckets[say.place] = self._bucket(say.place).spend(_cost(say), now)
            self._remove(say)
            if say.place in self._rooms:
                self._rooms[say.place] = self._rooms.pop(say.place)  # to the end of the turns
            yield say

    def _next(self, now: float) -> Say | None:
        """Whose turn it is among the rooms that may hear something now. No cheaper line overtakes it while the network's bucket fills."""
        free = [queue for place, queue in self._rooms.items() if self._room_free_at(place) <= now]
        queue = next((queue for queue in free if any(say.prompted for say in queue)), free[0] if free else None)
        return queue[0] if queue else None

    def _look_at(self, now: float, ready: bool) -> float | None:
        """The first moment at which anything can change by itself."""
        moments = [say.not_after for say in self._waiting.values()]
        if ready:
            moments += [at for place in self._rooms if (at := self._room_free_at(place)) > now]
            say = self._next(now)
            moments += [self._network.free_at(_cost(say))] if say else []
        return min((at for at in moments if isfinite(at)), default=None)

    def _knows(self, say: Say) -> bool:
        return say.key in self._waiting or say.key in self._dropped

    def _bucket(self, place: Place) -> Bucket:
        return self._buckets.get(place) or Bucket(self.room_pace)

    def _room_free_at(self, place: Place) -> float:
        return self._bucket(place).free_at(_cost(self._rooms[place][0]))

    def _make_room(self) -> None:
        while len(self._waiting) > self.slots:
            oldest = next((say for say in self._waiting.values() if not say.prompted), next(iter(self._waiting.values())))
            self._dropped[oldest.key] = oldest
            self._remove(oldest)

    def _remove(self, say: Say) -> None:
        del self._waiting[say.key]
        queue = self._rooms[say.place]
        queue.remove(say)
        if not queue:
            del self._rooms[say.place]


def _turn(say: Say, queue: Sequence[Say]) -> int:
    """Where it belongs: behind what is the first for everybody if it is the first for its person, and so on."""
    number = 1 + sum(_whom(other) == _whom(say) for other in queue)
    count: Counter[str] = Counter()
    for index, other in enumerate(queue):
        count[_whom(other)] += 1
        if count[_whom(other)] > number:
            return index
    return len(queue)


def _whom(say: Say) -> str:
    return say.to.id if say.to is not None else ""


def _cost(say: Say) -> int:
    """One token for each line that goes over the wire."""
    return max(1, sum(1 + len(line.encode("utf-8", "replace")) // LINE for line in say.lines))
