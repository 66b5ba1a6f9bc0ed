"""Write a bot.yaml or a knowledge folder for a test, and read off what the loader says about it."""

from collections.abc import Mapping
from pathlib import Path

from bot.core.knowledge import Knowledge
from bot.core.settings import Settings
from bot.load import BadInput, load_knowledge, load_settings

TERMINAL = "networks: [{name: terminal, kind: terminal}]\n"
HEAD = "name: helper\nowner: ops\n"
ENTRY = """\
- id: {id}
  topic: repos
  question: {question}
  answer: Enable it first; the page says how.
  links: [https://example.org/]
  checked: 2026-01-01
  review_by: 2026-07-01
"""


def entry(name: str = "one", question: str = "Where is the repository?", **more: str) -> str:
    """A FAQ entry as text. `more` are further lines by key; a key that is there already is replaced."""
    text = ENTRY.format(id=name, question=question)
    for key, value in more.items():
        key = key.rstrip("_")  # `not_` is the key `not`
        kept = [line for line in text.splitlines() if not line.startswith(f"  {key}:")]
        text = "\n".join([*kept, f"  {key}: {value}", ""])
    return text


def fill(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files, folders included."""
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return folder


def settings(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Settings:
    """Load this text as a bot.yaml whose knowledge folder exists."""
    (folder / "knowledge").mkdir(exist_ok=True)
    return load_settings(fill(folder, {"bot.yaml": text}) / "bot.yaml", environ or {})


def settings_problems(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    """What is said about this text as a bot.yaml, without the folder's name; nothing if all is well."""
    try:
        settings(folder, text, environ)
    except BadInput as fault:
        return [str(problem).replace(f"{folder}/", "") for problem in fault.problems]
    return []


def knowledge(folder: Path, files: Mapping[str, str]) -> Knowledge:
    """Load these files as a knowledge folder."""
    (folder / "faq").mkdir(exist_ok=True)
    return load_knowledge(fill(folder, files), "en", None)[0]


def knowledge_problems(folder: Path, files: Mapping[str, str]) -> list[str]:
    """What is said about the form of these files."""
    try:
        knowledge(folder, files)
    except BadInput as fault:
        return [str(problem).replace(f"{folder}/", "") for problem in fault.problems]
    return []
