"""Encrypted lines that came before their key: kept for a while, few of them, and read when the key comes."""

from collections import OrderedDict

from bot.adapters.matrix.sync import Raw

KEPT = 500  # lines; a key that is late comes within minutes, and nobody can make us keep more
SECONDS = 3600.0  # that a line waits for its key: older ones would not be answered anyway


class Late:
    """Lines that wait, in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, str], tuple[float, str, Raw]] = OrderedDict()  # (room, event id) -> since, session, event
        self._due: dict[str, list[Raw]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def keep(self, room_id: str, event: Raw, now: float) -> None:
        """An event that could not be read. One without an id or without the name of its key cannot be found again."""
        id_, content = event.get("event_id"), event.get("content")
        session = content.get("session_id") if isinstance(content, dict) else None
        if not isinstance(id_, str) or not isinstance(session, str):
            return
        self._waiting.setdefault((room_id, id_), (now, session, event))
        while len(self._waiting) > KEPT:
            self._waiting.popitem(last=False)

    def due(self, keys: frozenset[tuple[str, str]], now: float) -> dict[str, list[Raw]]:
        """What waited for one of these keys (room id, session id), by room, until `done`; what has waited too long is given up."""
        while self._waiting and next(iter(self._waiting.values()))[0] <= now - SECONDS:
            self._waiting.popitem(last=False)
        for (room_id, id_), (_, session, event) in list(self._waiting.items()) if keys else ():
            if (room_id, session) in keys:
                del self._waiting[room_id, id_]
                self._due.setdefault(room_id, []).append(event)
        return {room_id: list(events) for room_id, events in self._due.items()}

    def forget(self, room_id: str) -> None:
        """We are not in that room any more: what was said there is none of our business."""
        self._waiting = OrderedDict((key, line) for key, line in self._waiting.items() if key[0] != room_id)
        self._due.pop(room_id, None)

    def done(self) -> None:
        """What was due has been told: until then it is due again, because the sync that brought the key may come again without it."""
        self._due.clear()
