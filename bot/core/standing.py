"""Where the questions of a room stand: an index by status, by asker, and by what waits for somebody's return.

A busy room keeps hundreds of questions for two days, and each line of talk concerns a few of them.
"""

from collections.abc import Iterator

from bot.core.records import Question, Status

RETURN = "return"  # something is kept for the asker until they are back
_Key = tuple[str, str]  # of a room, and what


class Standing:
    """Keys of questions. Whoever changes a question takes it out as it was and puts it in as it is."""

    def __init__(self) -> None:
        self._keys: dict[_Key, dict[str, None]] = {}

    def put(self, question: Question) -> None:
        for label in _labels(question):
            self._keys.setdefault(label, {})[question.key] = None

    def take(self, question: Question) -> None:
        for label in _labels(question):
            kept = self._keys.get(label, {})
            kept.pop(question.key, None)
            if not kept:
                self._keys.pop(label, None)

    def among(self, room: str, statuses: tuple[Status, ...]) -> Iterator[str]:
        for status in statuses:
            yield from self._keys.get((room, status), ())

    def asked_by(self, room: str, asker_id: str) -> Iterator[str]:
        yield from self._keys.get((room, f"by:{asker_id}"), ())

    def for_return(self, room: str) -> Iterator[str]:
        yield from self._keys.get((room, RETURN), ())

    def __bool__(self) -> bool:
        return bool(self._keys)


def _labels(question: Question) -> Iterator[_Key]:
    yield question.room, question.status
    yield question.room, f"by:{question.asker.id}"
    if question.held or question.late:
        yield question.room, RETURN
