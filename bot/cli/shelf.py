"""The folder that an entry is for: what would be wrong with it, and what is found in it, once the entry were there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.adding import added, changed, home, judged
from bot.cli.interview import Answers
from bot.cli.matching import Faq
from bot.core.knowledge import Entry, Knowledge
from bot.core.settings import Limits
from bot.enriching import enriched
from bot.load import BadKnowledge, Folder, Problem, knowledge_of
from bot.load.phrases import shown
from bot.load.phrasings import NOT, worded
from bot.load.problem import ERROR
from bot.load.writing import entry_text
from bot.load.yaml_lines import Document

# What fields that are still to come have in their place.
_STAND_IN = {"id": "new-entry", "topic": "", "question": "?", "answer": "?", "checked": "2000-01-01", "review_by": "2000-01-01"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder."""

    folder: Path
    files: Folder
    limits: Limits
    today: date
    finder: Callable[[Knowledge], Faq]  # what looks words up in some knowledge
    to: str = ""  # id of the entry that gets more phrasings; "" for a new one

    def text(self, answers: Answers) -> tuple[Path, str]:
        """The file of the entry, and the text of that file with it. Raises BadKnowledge where it cannot be put there."""
        if place := self._place():
            return self._enriched(place, answers)
        path = home(self.folder, self.files, answers["topic"])
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        return path, added(before, entry_text(answers))

    def there(self) -> Answers | None:
        """The entry that gets more phrasings, as its file has it; None if there is none of this id."""
        place = self._place()
        return dict(place[0].data[place[1]]) if place else None

    @property
    def line(self) -> int:
        """Where that entry stands in its file."""
        place = self._place()
        return place[0].line((place[1],)) if place else 1

    def _place(self) -> tuple[Document, int] | None:
        places = ((document, i) for document in self.files.faq for i in range(len(document.data or ())))
        return next(((document, i) for document, i in places if document.data[i]["id"] == self.to), None)

    def _enriched(self, place: tuple[Document, int], answers: Answers) -> tuple[Path, str]:
        document, i = place
        path = self.folder / "faq" / Path(document.file).name
        known = set(_texts(document.data[i]))
        more = [pair for pair in _texts(answers) if pair not in known]
        return path, enriched(path.read_bytes().decode("utf-8-sig"), document.file, self.to, more)

    def problems(self, answers: Answers) -> tuple[Problem, ...]:
        """What would be wrong with the folder."""
        try:
            return judged(self.files, changed(self.files, *self.text(answers)), self.limits, self.today)
        except BadKnowledge as fault:
            return fault.problems

    def wrong(self, key: str, value: Any, before: Answers) -> str:
        """What lint says of this answer, or "". The answers before it count, and those that are still to come are none of its faults."""
        whole = {**_STAND_IN, "topic": next(iter(topic.id for topic in self.knowledge().topics), "x"), **before, key: value}
        own = shown(self.text(whole)[0])
        for problem in self.problems(whole):
            if problem.severity == ERROR and problem.file != own:  # such as another entry that says the same
                return f"{problem.file}:{problem.line}: {problem.text}"
            if problem.severity == ERROR and f".{key}" in problem.path:
                return problem.text
        return ""

    def knowledge(self, answers: Answers | None = None) -> Knowledge:
        """All that is known; with the entry, if there are answers. Raises BadKnowledge."""
        return knowledge_of(self.files if answers is None else changed(self.files, *self.text(answers)))

    def found_with(self, answers: Answers) -> tuple[Faq, Entry]:
        """What looks words up once the entry is there, and the entry. Raises BadKnowledge."""
        known = self.knowledge(answers)
        return self.finder(known), next(entry for entry in known.entries if entry.id == answers["id"])


def _texts(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Phrasings with their kinds, then `not` examples."""
    return [*((phrasing.kind, phrasing.text) for phrasing in worded(entry)), *((NOT, text) for text in entry.get(NOT) or ())]
