"""A replay against labels: which lines ask for help, and who answered them.

Labels are JSON lines, one object for each labelled line of the log:

    {"line": 12, "question": true, "by": ["bob", "carol"]}      line 12 asks for help; bob answered first
    {"line": 13, "question": false}                             line 13 does not

`line` counts from 1. `file` names the log where there are several, `id` stands in place of both where lines have ids. A log in JSON
lines may carry `question` and `by` itself and be its own labels: a line without `line` and `id` is about the line with its own number.
What is not labelled is not scored.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.records import Question
from bot.replay.logged import Malformed
from bot.replay.row import Row


@dataclass(slots=True)
class Label:
    """What is known of one line, and what the replay made of it."""

    question: bool | None
    by: tuple[str, ...] = ()  # nicks, the first one first
    flagged: bool = False  # it belongs to what was taken for a question
    given: bool = False  # an entry was given for it unprompted
    choice: str = ""  # nick or name of whom the bot would call first
    named: tuple[str, ...] = ()  # all names of that person

    @property
    def hit(self) -> bool:
        """Whether who would be called is who answered first."""
        return bool(self.by) and self.by[0].casefold() in self.named


@dataclass(slots=True)
class Score:
    """The labels, by the name of their line: `FILE:LINE` or an id."""

    labels: dict[str, Label]
    by_id: dict[str, Label] = field(default_factory=dict)  # labels whose lines have an id of their own in the log

    def met(self, line: str, id_: str) -> None:
        """This line of the log has this id in the replay."""
        label = self.labels.get(line)
        if label is not None and id_ and id_ != line:
            self.by_id[id_] = label

    def opened(self, question: Question) -> None:
        """These lines are taken for a question."""
        for label in self._of(line.id for line in question.lines):
            label.flagged = True

    def finished(self, row: Row) -> None:
        """What came of a question."""
        name, person = row.first_choice
        for label in self._of(row.lines):
            label.given = row.given is not None
            label.choice = name
            label.named = tuple({name.casefold(), person.name.casefold(), person.id.casefold()}) if person else ()

    def _of(self, ids: Iterable[str]) -> Iterable[Label]:
        found = (self.by_id.get(id_) or self.labels.get(id_) for id_ in ids)
        return (label for label in found if label is not None)

    def result(self) -> Mapping[str, float | int | None]:
        """The figures. A share of nothing is None."""
        judged = [label for label in self.labels.values() if label.question is not None]
        asked = [label for label in judged if label.question]
        flagged = [label for label in judged if label.flagged]
        right = sum(label.flagged for label in asked)
        wrong = len(flagged) - right
        answered = [label for label in self.labels.values() if label.by]
        chosen = [label for label in answered if label.choice]
        precision, recall = _share(right, len(flagged)), _share(right, len(asked))
        return {
            "labelled": len(judged),
            "questions": len(asked),
            "precision": precision,
            "recall": recall,
            "f1": _share(2 * right, 2 * right + wrong + len(asked) - right),
            "false_alarms_per_1000": _share(1000 * wrong, len(judged) - len(asked)),
            "answered_lines": len(answered),
            "somebody_chosen": len(chosen),
            "hit_at_1": _share(sum(label.hit for label in answered), len(answered)),
            "hit_at_1_of_chosen": _share(sum(label.hit for label in chosen), len(chosen)),
            "entry_though_answered": sum(label.given for label in answered),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def label(text: str, number: int, logs: Sequence[str]) -> tuple[str, Label] | None:
    """The label in one line of JSON, with the name of the line it is about; None when it labels nothing. Raises Malformed.

    `number` is that of the label's own line; `logs` are the names of the logs that are read.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("no JSON") from None
    if not isinstance(data, dict):
        raise Malformed("not a JSON object")
    question, by = data.get("question"), data.get("by", [])
    if not isinstance(question, bool | None):
        raise Malformed('"question" must be true or false')
    if not isinstance(by, list) or not all(isinstance(nick, str) for nick in by):
        raise Malformed('"by" must be a list of nicks')
    if question is None and not by:
        return None
    return _about(data, number, logs), Label(question, tuple(by))


def _about(data: Mapping[str, Any], number: int, logs: Sequence[str]) -> str:
    id_, line, file = data.get("id"), data.get("line"), data.get("file", logs[0] if len(logs) == 1 else None)
    if isinstance(id_, str) and id_ and line is None:
        return id_
    line = number if line is None else line
    if not isinstance(line, int) or isinstance(line, bool) or line < 1:
        raise Malformed('"line" must be a number from 1')
    if file not in logs:
        raise Malformed('"file" must name one of the logs, as the command does')
    return f"{file}:{line}"
