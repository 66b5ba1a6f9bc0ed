"""Drafts become files, and files entries: what `faq propose`, write-ups and maintainers' decisions do to the knowledge folder.

Everything is decided on the texts before a file is touched: an entry that lint refuses changes nothing. Files are replaced whole.
All of it blocks, and is called off the loop.
"""

import logging
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.commits import Edit, NotCommitted, WorkTree
from bot.core.knowledge import Draft
from bot.core.settings import Limits
from bot.core.text import shorten
from bot.editing import Change, NotReady, edited, entry_of
from bot.files import create_file, replace_file
from bot.lint import lint
from bot.load import BadInput, Folder, Problem, read_folder
from bot.load.drafts import FOLDER, drafts_of, faults, missing, read_drafts
from bot.load.phrases import shown
from bot.load.problem import ERROR
from bot.load.writing import draft_text, file_name, tidy
from bot.load.yaml_lines import Document

log = logging.getLogger("patience")

MOST = 500  # drafts in the folder; more is a flood, and nobody's reading
SUBJECT = 72  # bytes of the first line of a commit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of it: the sentence for it (`drafts.…` in the phrases) with its words, and what is to be mended first."""

    sentence: str
    words: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    done: bool = True
    entries: bool = False  # entries have changed: the knowledge is to be read again


@dataclass(frozen=True, slots=True)
class Desk:
    """The knowledge folder, as maintainers work on it."""

    folder: Path
    locale: str
    limits: Limits
    today: Callable[[], date]

    # --- writing one down ---

    def write(self, draft: Draft) -> Outcome:
        """A new file in the folder of drafts. A number that is taken there is replaced by the next one that is free."""
        waiting = read_drafts(self.folder)
        if len(waiting) >= MOST:
            return self._failed("drafts.full", f"{MOST} drafts wait already")
        taken = {one.number for one in drafts_of(waiting)}
        draft = draft if draft.number not in taken else replace(draft, number=max(taken) + 1)
        try:
            entry = entry_of(self._read(), draft.entry) if draft.entry else None
            target = self.folder / FOLDER / file_name(draft)
            target.parent.mkdir(exist_ok=True)
            create_file(target, draft_text(draft, entry))
        except BadInput as fault:
            return self._failed("drafts.not_written", str(fault.problems[0]))
        except OSError as fault:
            return self._failed("drafts.not_written", f"{self.folder / FOLDER}: {fault.strerror}")  # its name has words of people
        log.info("draft %d written", draft.number)
        return Outcome("drafts.written", {"number": str(draft.number), "file": shown(target)})

    # --- deciding ---

    def accept(self, number: int, by: str) -> Outcome:
        """The draft becomes an entry and its file goes. What lint would say of the entry is said, and nothing changes then."""
        document = self._find(number)
        if document is None:
            return Outcome("drafts.gone", {"number": str(number)}, done=False)
        try:
            return self._put(document, by, self._change(document))
        except (NotReady, BadInput) as fault:
            first, words = fault.problems[0], {"number": str(number)}
            return Outcome("drafts.incomplete", words | {"where": f"{first.file}:{first.line}"}, fault.problems, done=False)

    def stands_between(self, number: int) -> tuple[Problem, ...]:
        """What is to be mended before this draft can become an entry; nothing where there is no such draft."""
        document = self._find(number)
        try:
            if document is not None:
                self._change(document)
        except (NotReady, BadInput) as fault:
            return fault.problems
        return ()

    def reject(self, number: int, by: str, reason: str = "") -> Outcome:
        """The file goes. The reason stands in the commit, where there is one."""
        document = self._find(number)
        if document is None:
            return Outcome("drafts.gone", {"number": str(number)}, done=False)
        said = f"Reject draft {number}\n\n" + "".join(f"{line}\n" for line in (tidy(reason), f"Decided by {tidy(by)}.") if line)
        words = {"number": str(number)}
        return self._make([self._removal(document)], said, Outcome("drafts.rejected", words))

    # --- how it is done ---

    def _find(self, number: int) -> Document | None:
        found = (one for one in read_drafts(self.folder) if one.data and isinstance(one.data, dict))
        return next((one for one in found if (one.data.get("draft") or {}).get("number") == number), None)

    def _change(self, document: Document) -> Change:
        """What is to be written for a draft to become an entry. Raises NotReady, BadInput."""
        lacking = tuple(p for p in (*faults(document), *missing(document, ERROR)) if p.severity == ERROR)
        if lacking:
            raise NotReady(lacking)
        return edited(self._read(), self.folder, document, self.today(), self._lint)

    def _read(self) -> Folder:
        return read_folder(self.folder, self.locale)

    def _lint(self, files: Folder) -> tuple[Problem, ...]:
        return lint(files, self.limits, self.today())

    def _removal(self, document: Document) -> Edit:
        path = self._path(document)
        return Edit(path, path.read_bytes().decode("utf-8", "replace"), None)

    def _path(self, document: Document) -> Path:
        return self.folder / FOLDER / Path(document.file).name

    def _put(self, document: Document, by: str, change: Change) -> Outcome:
        (draft,) = drafts_of([document])
        message = f"FAQ: {shorten(tidy(draft.question), SUBJECT)}\n\nDraft {draft.number}, accepted by {tidy(by)}.\n"
        message += "".join(f"\nSuggested-by: {tidy(name)}" for name in draft.credit)
        words = {"number": str(draft.number), "entry": change.entry, "file": shown(change.edit.path)}
        return self._make([change.edit, self._removal(document)], message, Outcome("drafts.accepted", words, entries=True))

    def _make(self, edits: list[Edit], message: str, outcome: Outcome) -> Outcome:
        """Change the files, all of them or none; then the commit, or the patch."""
        tree = WorkTree.around(self.folder)
        hinders = tree.hinders(edits[0].path) if tree else ""
        try:
            _apply(edits)
        except OSError as fault:
            return self._failed("drafts.not_changed", f"{fault.filename}: {fault.strerror}")
        log.info("%s", message.splitlines()[0])
        return outcome if tree is None else self._recorded(tree, hinders, edits, message, outcome)

    def _recorded(self, tree: WorkTree, hinders: str, edits: list[Edit], message: str, outcome: Outcome) -> Outcome:
        """A commit where nothing hinders it; else, of a new entry, a patch."""
        try:
            if hinders:
                raise NotCommitted(hinders)
            commit = tree.commit(edits, message)
        except NotCommitted as fault:
            if not outcome.entries:
                return outcome
            log.warning("not committed: %s", fault)
            return self._patched(tree, edits, message, outcome)
        return (
            replace(outcome, sentence=f"{outcome.sentence}_commit", words={**outcome.words, "commit": commit})
            if outcome.entries
            else outcome
        )

    def _patched(self, tree: WorkTree, edits: list[Edit], message: str, outcome: Outcome) -> Outcome:
        """The change as a patch beside the drafts, for whoever commits it."""
        target = self.folder / FOLDER / f"{int(outcome.words['number']):04}.patch"
        try:
            target.parent.mkdir(exist_ok=True)
            replace_file(target, tree.patch(edits, message))
        except (OSError, NotCommitted) as fault:
            log.warning("no patch written: %s", fault)
            return outcome
        return replace(outcome, sentence=f"{outcome.sentence}_patch", words={**outcome.words, "patch": shown(target)})

    def _failed(self, sentence: str, why: str) -> Outcome:
        log.warning("knowledge folder: %s", why)
        return Outcome(sentence, done=False)


def _apply(edits: Sequence[Edit]) -> None:
    """Make all the changes; those made are taken back when one cannot be. Raises OSError."""
    done: list[Edit] = []
    try:
        for edit in edits:
            _write(edit.path, edit.after)
            done.append(edit)
    except OSError:
        for edit in reversed(done):
            with suppress(OSError):
                _write(edit.path, edit.before)
        raise


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    elif path.exists():
        replace_file(path, text, stat.S_IMODE(path.stat().st_mode))
    else:
        create_file(path, text)
