"""What the bot knows while it runs: the durable records with their indexes, and passing memory (passing.py) that no restart keeps.

Only the kernel writes, by `apply`. Plugins get a `View`, which cannot. Every look-up is O(1) or O(log n) or walks only
the few records of one place or one person; nothing walks all people or all questions on a message or a tick.
"""

import heapq
import hmac
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from bot.core.fleeting import RECENT_IDS as RECENT_IDS
from bot.core.kept import Kept
from bot.core.people import Person, Place, surely_not
from bot.core.records import ENDED, KINDS, NEVER, Change, Claim, Drop, Mark, Put, Question, Record, Said, Status, Writeup
from bot.core.standing import Standing

HASHES_KEPT = 10_000  # identities whose hashes are at hand: each line of talk asks for the same few several times
OURS = ""  # in `ids`: a line of our own


class Memory(Kept):
    """All of it. `hash_key` (32 bytes) makes marks of people unreadable to whoever only has the database."""

    def __init__(self, hash_key: bytes, records: Iterable[Record] = ()) -> None:
        super().__init__()
        self.hash_key = hash_key
        self._hashes: dict[str, str] = {}
        self.records: dict[type[Record], dict[str, Record]] = {kind: {} for kind in KINDS}
        self._due: list[tuple[float, str]] = []
        self._hellos: list[tuple[float, str, str]] = []  # due, place key, person id
        self._expiry: list[tuple[float, int, str]] = []
        self._expires: dict[tuple[int, str], float] = {}  # each record's one valid entry in that heap: no later than its day
        self._by_room: dict[str, dict[str, None]] = defaultdict(dict)  # room -> question keys, oldest first
        self._standing = Standing()
        self._by_asker: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)  # (network, asker id) -> question keys
        self._lines: dict[str, str] = {}  # id of a line of ours -> key of its Said
        self._by_self: dict[str, dict[str, None]] = defaultdict(dict)  # hash of the asker's account -> question keys
        self._claims: dict[str, dict[str, None]] = defaultdict(dict)  # hash of a person -> keys of the claims by or about them
        self._helped_in: dict[str, dict[str, None]] = defaultdict(dict)  # a helper, by account and by nick -> keys of write-ups
        self._said: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)  # ("room"/"to"/"expert"…, value) -> (at, number)
        for record in sorted(records, key=_made):  # in whatever order a store gives them
            self.apply((Put(record),))

    # --- writing (the kernel and the start-up alone) ---

    def apply(self, changes: Iterable[Change]) -> None:
        """Make the changes, keep the indexes true."""
        for change in changes:
            if isinstance(change, Put):
                self._put(change.record)
            else:
                self._drop(change.kind, change.key)

    def _put(self, record: Record) -> None:
        kind = type(record)
        old = self.records[kind].get(record.key)
        if old is not None:
            self._unindex(old)
        self.records[kind][record.key] = record
        self._expire_at(record.expires, KINDS.index(kind), record.key)
        self._index(record)

    def _index(self, record: Record) -> None:
        if isinstance(record, Question):
            self._by_room[record.room][record.key] = None
            self._standing.put(record)
            self._by_asker[record.asker.network, record.asker.id][record.key] = None
            if record.asker.account is not None:
                self._by_self[self.hash(record.asker.identity)][record.key] = None
            heapq.heappush(self._due, (record.due_at, record.key))
        elif isinstance(record, Claim):
            for side in (record.who, record.also):
                self._claims[side][record.key] = None
        elif isinstance(record, Writeup):
            for name in _names(record.helper):
                self._helped_in[name][record.key] = None
        elif isinstance(record, Said):
            for index in _said_indexes(record):
                insort(self._said[index], (record.at, record.number))
            if record.id:
                self._lines[record.id] = record.key
                self.ids[record.id] = OURS  # what is said to it is said to us, after a restart, too

    def _expire_at(self, expires: float, kind_number: int, key: str) -> None:
        """Look at a record on its day. One whose day is put off, as a question's is with each line, is looked at on the old one first."""
        if expires < self._expires.get((kind_number, key), NEVER):
            self._expires[kind_number, key] = expires
            heapq.heappush(self._expiry, (expires, kind_number, key))

    def _drop(self, kind: type[Record], key: str) -> None:
        old = self.records[kind].pop(key, None)
        if old is not None:
            self._unindex(old)
        if isinstance(old, Question):
            self._by_room[old.room].pop(old.key, None)
            if not self._by_room[old.room]:
                del self._by_room[old.room]

    def _unindex(self, old: Record) -> None:
        if isinstance(old, Question):
            self._standing.take(old)
            mine = self._by_asker[old.asker.network, old.asker.id]
            mine.pop(old.key, None)
            if not mine:
                del self._by_asker[old.asker.network, old.asker.id]
            if old.asker.account is not None:
                _forget(self._by_self, self.hash(old.asker.identity), old.key)
        elif isinstance(old, Claim):
            for side in (old.who, old.also):
                _forget(self._claims, side, old.key)
        elif isinstance(old, Writeup):
            for name in _names(old.helper):
                _forget(self._helped_in, name, old.key)
        elif isinstance(old, Said):
            self._unsay(old)

    def _unsay(self, old: Said) -> None:
        self._lines.pop(old.id, None)
        for index in _said_indexes(old):
            said = self._said[index]
            where = bisect_left(said, (old.at, old.number))
            if where < len(said) and said[where] == (old.at, old.number):
                del said[where]
            if not said:
                del self._said[index]

    # --- time ---

    def next_due(self) -> float | None:
        """When the next question or bare greeting is due; None when nothing is. What only expires waits for the daily tick."""
        self._settle_due()
        times = [heap[0][0] for heap in (self._due, self._hellos) if heap]
        return min(times, default=None)

    def due(self, now: float) -> Question | None:
        """The question that has been due longest at `now`; None when none is."""
        self._settle_due()
        return self.question(self._due[0][1]) if self._due and self._due[0][0] <= now else None

    def greeted(self, place: Place, person: Person, due_at: float) -> None:
        """A bare greeting was said; it falls due unless something happens."""
        self.passing(place).hellos[person.id] = (due_at, person)
        heapq.heappush(self._hellos, (due_at, place.key, person.id))

    def due_hello(self, now: float) -> tuple[str, Person] | None:
        """A bare greeting that has waited long enough (place key and person), taken out; None when there is none."""
        while self._hellos and self._hellos[0][0] <= now:
            due_at, place_key, person_id = heapq.heappop(self._hellos)
            hellos = self.places[place_key].hellos
            waiting = hellos.get(person_id)
            if waiting is not None and waiting[0] == due_at:
                del hellos[person_id]
                return place_key, waiting[1]
        return None

    def _settle_due(self) -> None:
        """Throw away entries of the heaps that a later change has made void."""
        while self._due:
            due_at, key = self._due[0]
            question = self.question(key)
            if question is not None and question.due_at == due_at:
                break
            heapq.heappop(self._due)
        while self._hellos:
            due_at, place_key, person_id = self._hellos[0]
            waiting = self.places[place_key].hellos.get(person_id)
            if waiting is not None and waiting[0] == due_at:
                break
            heapq.heappop(self._hellos)

    def expired(self, now: float) -> Iterator[Drop]:
        """Records whose day has come, each once."""
        while self._expiry and self._expiry[0][0] <= now:
            at, kind_number, key = heapq.heappop(self._expiry)
            if self._expires.get((kind_number, key)) != at:
                continue
            del self._expires[kind_number, key]
            record = self.records[KINDS[kind_number]].get(key)
            if record is not None and record.expires <= now:
                yield Drop(type(record), key)
            elif record is not None:
                self._expire_at(record.expires, kind_number, key)

    # --- durable look-ups ---

    def question(self, key: str) -> Question | None:
        found = self.records[Question].get(key)
        return found if isinstance(found, Question) else None

    def questions(self, room: str) -> Iterator[Question]:
        """All questions kept for a joined place, oldest first."""
        for key in tuple(self._by_room.get(room, ())):
            question = self.question(key)
            if question is not None:
                yield question

    def standing(self, room: str, *statuses: Status) -> tuple[Question, ...]:
        """The questions of a joined place that stand so, oldest first."""
        return self._in_order(self._standing.among(room, statuses))

    def asked_by(self, room: str, asker_id: str) -> tuple[Question, ...]:
        """The questions of whoever has this id in a joined place, oldest first."""
        return self._in_order(self._standing.asked_by(room, asker_id))

    def for_return(self, room: str) -> tuple[Question, ...]:
        """The questions of a joined place with something that is kept for the asker's return, oldest first."""
        return self._in_order(self._standing.for_return(room))

    def _in_order(self, keys: Iterable[str]) -> tuple[Question, ...]:
        found = (question for question in map(self.question, keys) if question is not None)
        return tuple(sorted(found, key=lambda question: (question.asked_at, question.number)))

    def questions_by(self, person: Person) -> Iterator[Question]:
        """The questions of one asker wherever they were asked, newest first."""
        mine = dict(self._by_asker.get((person.network, person.id), ()))
        for elsewhere in self.selves(person):
            mine |= self._by_self.get(elsewhere, {})
        found = map(self.question, mine)
        yield from sorted((q for q in found if q is not None), key=lambda q: (q.asked_at, q.number), reverse=True)

    def questions_of(self, room: str, person: Person) -> Iterator[Question]:
        """The questions of one asker in a joined place, newest first; not those of somebody else under the same nick."""
        mine = (q for q in self.questions_by(person) if q.room == room)
        return (q for q in mine if q.asker.network != person.network or not surely_not(q.asker, person))

    def current(self, room: str, person: Person) -> Question | None:
        """The newest question of this asker that has not ended."""
        return next((q for q in self.questions_of(room, person) if q.status not in ENDED), None)

    def said(self, *, room: str = "", to: str = "", kind: str = "", entry: str = "", since: float = 0.0) -> Iterator[Said]:
        """What was said, newest first. Give `room` or `to` (an identity); `kind` and `entry` narrow it down."""
        index = self._said.get(("room", room) if room else ("to", to), [])
        for at, number in reversed(index):
            if at < since:
                return
            record = self.records[Said].get(str(number))
            if (
                isinstance(record, Said)
                and not record.withheld
                and (not kind or record.kind == kind)
                and (not entry or record.entry == entry)
            ):
                if to and record.to != to:
                    continue
                yield record

    def said_as(self, line_id: str) -> Said | None:
        """What we said with this line, or with the one that it is a copy of."""
        found = self.records[Said].get(self._lines.get(line_id) or self.echoes.get(line_id, ""))
        return found if isinstance(found, Said) else None

    def about(self, question: str) -> Iterator[Said]:
        """What was said to a question (by its key) or withheld from it, oldest first."""
        found = (self.records[Said].get(str(number)) for _, number in tuple(self._said.get(("question", question), ())))
        return (said for said in found if isinstance(said, Said))

    def withheld(self, room: str, since: float) -> Iterator[Said]:
        """What was decided not to be said in a joined place, newest first."""
        for at, number in reversed(self._said.get(("room", room), [])):
            if at < since:
                return
            record = self.records[Said].get(str(number))
            if isinstance(record, Said) and record.withheld:
                yield record

    def hash(self, identity: str) -> str:
        """The keyed hash that stands for a person in marks."""
        found = self._hashes.get(identity)
        if found is None:
            found = hmac.digest(self.hash_key, identity.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]
            if len(self._hashes) >= HASHES_KEPT:
                self._hashes.clear()
            self._hashes[identity] = found
        return found

    def marked(self, kind: str, person: Person) -> Mark | None:
        """The mark of this kind on this person: on their account or on their nick (in doubt, known: product 10.23)."""
        for identity in {person.identity: None, f"{person.network}:{person.id}": None}:
            mark = self.records[Mark].get(f"{kind}:{self.hash(identity)}")
            if isinstance(mark, Mark):
                return mark
        elsewhere = (self.records[Mark].get(f"{kind}:{hashed}") for hashed in self.selves(person))
        return next((mark for mark in elsewhere if isinstance(mark, Mark)), None)

    def whom(self, person: Person) -> str:
        """The keyed hash that stands for a person whom no account vouches for: of their nick and user@host together; "" else."""
        return self.hash(person.sighting) if person.sighting else ""

    def marks(self, hashes: Collection[str]) -> Iterator[Mark]:
        """All marks of the people behind these keyed hashes. Walks all marks: for whoever asks what is kept of them."""
        return (mark for mark in tuple(self.records[Mark].values()) if isinstance(mark, Mark) and mark.hash in hashes)

    def helped_in(self, person: Person) -> Iterator[Writeup]:
        """Write-ups of what somebody of this account or nick has helped with; whether it is the same person is for the caller to see."""
        if self._helped_in:
            keys = dict.fromkeys(key for name in _names(person) for key in self._helped_in.get(name, ()))
            found = (self.records[Writeup].get(key) for key in keys)
            yield from (writeup for writeup in found if isinstance(writeup, Writeup))

    def claims(self, hashed: str) -> Iterator[Claim]:
        """What the person behind this keyed hash has said of who they are elsewhere, and others of being them."""
        found = (self.records[Claim].get(key) for key in tuple(self._claims.get(hashed, ())))
        return (claim for claim in found if isinstance(claim, Claim))

    def selves(self, person: Person) -> tuple[str, ...]:
        """Keyed hashes of who this person is on other networks, by their own word from both sides."""
        if person.account is None or not self._claims:
            return ()
        mine = self.hash(person.identity)
        return tuple(claim.also for claim in self.claims(mine) if claim.mutual and claim.who == mine)


def _made(record: Record) -> tuple[float, int]:
    """When a record was made, as far as the indexes care."""
    if isinstance(record, Question):
        return record.asked_at, record.number
    return (record.at, record.number) if isinstance(record, Said) else (0.0, 0)


def _names(person: Person) -> tuple[str, ...]:
    """By what somebody is looked up: their account, and their nick or ID."""
    return tuple({person.identity: None, f"{person.network}:{person.id}": None})


def _forget(index: dict[str, dict[str, None]], who: str, key: str) -> None:
    kept = index.get(who, {})
    kept.pop(key, None)
    if not kept:
        index.pop(who, None)


def _said_indexes(said: Said) -> tuple[tuple[str, str], ...]:
    indexes = (("room", said.room), ("to", said.to), ("question", said.question))
    return tuple(index for index in indexes if index[1])
