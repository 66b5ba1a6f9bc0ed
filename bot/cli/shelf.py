"""The folder that a new entry is for: what would be wrong with it, and what is found in it, once the entry were there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.adding import added, changed, home, judged
from bot.cli.interview import Answers
from bot.cli.matching import Faq
from bot.core.knowledge import Entry, Knowledge
from bot.core.settings import Limits
from bot.load import BadKnowledge, Folder, Problem, knowledge_of
from bot.load.phrases import shown
from bot.load.problem import ERROR
from bot.load.writing import entry_text

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

    def text(self, answers: Answers) -> tuple[Path, str]:
        """The file of the entry, and the text of that file with it."""
        path = home(self.folder, self.files, answers["topic"])
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        return path, added(before, entry_text(answers))

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
