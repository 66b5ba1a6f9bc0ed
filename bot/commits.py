"""What maintainers decide on, as a commit of exactly these files where the knowledge folder is a git work tree.

A commit is made only where nobody is surprised by it: on a branch, with somebody's name in git's settings, of files that held no
other changes; what else is changed or staged stays as it is. Where that cannot be, there is a patch instead. Git is run as a program,
never through a shell, and never for longer than GIT_WITHIN.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

GIT_WITHIN = 10.0  # seconds for one call; hooks run in it. Longer is a hook that waits for somebody
GIVES_UP = 1.0  # seconds between asking git to end and ending it: it takes its locks away
UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
# Where git is told to look elsewhere, as inside of a hook; people's names and addresses stay.
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX")


class NotCommitted(Exception):
    """Git would not; the text says why, in words for whoever keeps the folder."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of one file."""

    path: Path
    before: str | None  # None: there was none
    after: str | None  # None: it goes


@dataclass(frozen=True, slots=True)
class WorkTree:
    """A folder under git. `top` is where its files begin, `store` where git keeps its own."""

    top: Path
    store: Path
    within: float = GIT_WITHIN  # seconds for one call

    @classmethod
    def around(cls, folder: Path) -> "WorkTree | None":
        """The work tree that this folder lies in; None where there is none, or no git."""
        if shutil.which("git") is None:
            return None
        try:
            top, store = _git(folder, "rev-parse", "--show-toplevel", "--absolute-git-dir").splitlines()
        except (NotCommitted, ValueError):
            return None
        return cls(Path(top), Path(store))

    def hinders(self, target: Path) -> str:
        """Why no commit of this file should be made now; "" when it may. To be asked before the file is changed."""
        try:
            self._git("symbolic-ref", "--quiet", "HEAD")
        except NotCommitted:
            return "no branch is checked out"
        if any((self.store / name).exists() for name in UNFINISHED):
            return "a merge or rebase is not finished"
        try:
            changed = self._git("status", "--porcelain", "--ignored", "--untracked-files=all", "--", self._name(target))
        except (NotCommitted, ValueError) as fault:
            return str(fault)
        return f"{target.name} has changes that nobody has committed" if changed.strip() else ""

    def commit(self, edits: Sequence[Edit], message: str) -> str:
        """Commit the edits, which are made already, and nothing else; the commit's short name. Raises NotCommitted."""
        known = [edit for edit in edits if edit.before is None or self.knows(edit.path)]
        new = [self._name(edit.path) for edit in known if edit.before is None]
        names = [self._name(edit.path) for edit in known]
        if not names:
            raise NotCommitted("git knows none of these files")
        if new:
            self._git("add", "--intent-to-add", "--", *new)
        try:
            # Nobody's name is made up: without one in its settings git refuses.
            self._git("-c", "user.useConfigOnly=true", "commit", "--quiet", "--only", "--file=-", "--", *names, said=message)
        except NotCommitted:
            if new:
                with suppress(NotCommitted):
                    self._git("rm", "--cached", "--force", "--quiet", "--", *new)
            raise
        return self._git("rev-parse", "--short", "HEAD").strip()

    def patch(self, edits: Sequence[Edit], message: str) -> str:
        """The edits as `git apply` takes them, the message in front."""
        return message.rstrip("\n") + "\n\n" + "".join(self._diff(edit) for edit in edits if edit.before is None or self.knows(edit.path))

    def _diff(self, edit: Edit) -> str:
        name = self._name(edit.path)
        before, after = ("/dev/null" if text is None else f"{side}/{name}" for side, text in (("a", edit.before), ("b", edit.after)))
        kind = "new file mode 100644\n" if edit.before is None else "deleted file mode 100644\n" if edit.after is None else ""
        lines = unified_diff(_lines(edit.before), _lines(edit.after), before, after)
        return f"diff --git a/{name} b/{name}\n{kind}" + "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )

    def _git(self, *words: str, said: str = "") -> str:
        return _git(self.top, *words, said=said, within=self.within)

    def knows(self, path: Path) -> bool:
        """Whether git follows this file. Raises NotCommitted."""
        return bool(self._git("ls-files", "--", self._name(path)).strip())

    def _name(self, path: Path) -> str:
        return path.resolve().relative_to(self.top.resolve()).as_posix()


def _lines(text: str | None) -> list[str]:
    """Lines as a diff counts them: only a line feed ends one."""
    return [line for line in (text or "").replace("\n", "\n\0").split("\0") if line]


def _git(folder: Path, *words: str, said: str = "", within: float = GIT_WITHIN) -> str:
    """Run git; what it prints. Raises NotCommitted with its last words."""
    environ = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    environ |= {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of words, no shell
            ("git", "--literal-pathspecs", "-C", str(folder), *words),  # noqa: S607 - the one of the PATH, as at the prompt
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environ,
            start_new_session=True,  # so that its hooks end with it
        )
    except OSError as fault:
        raise NotCommitted(f"git cannot be run: {fault.strerror}") from None
    try:
        out, err = process.communicate(said.encode("utf-8", "replace"), within)
    except subprocess.TimeoutExpired:
        _end(process)
        raise NotCommitted(f"git took longer than {within:.0f} s") from None
    if process.returncode:
        last = err.decode("utf-8", "replace").strip().splitlines()
        raise NotCommitted(last[-1] if last else f"git {words[0]} failed")
    return out.decode("utf-8", "surrogateescape")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End git with all that it has started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=GIVES_UP)
            return
