"""phrases/LOCALE.yaml: every sentence of the bot. What a folder lacks comes from the shipped file (product 10.20)."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from bot.core.knowledge import Phrases
from bot.core.settings import Settings
from bot.load.form import SHIPPED, check, schema
from bot.load.problem import Problem
from bot.load.yaml_lines import Document, read

SHIPPED_LOCALE = "en"


def shown(path: Path) -> str:
    """A file of the knowledge folder as people should read it: from where they stand, if it is below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (OSError, ValueError):  # OSError: the working directory is gone
        return os.fspath(path)


def phrase_files(folder: Path, locale: str) -> tuple[Path, ...]:
    """Where sentences come from, the first that has a sentence wins."""
    own, shipped = folder / "phrases" / f"{locale}.yaml", SHIPPED / "phrases" / f"{locale}.yaml"
    english = SHIPPED / "phrases" / f"{SHIPPED_LOCALE}.yaml"
    return tuple(path for path in dict.fromkeys((own, shipped, english)) if path.is_file())


def read_phrases(folder: Path, locale: str) -> tuple[Document, ...]:
    """The files with sentences, checked. Raises Unreadable."""
    return tuple(_checked(read(path, shown(path))) for path in phrase_files(folder, locale))


def _checked(document: Document) -> Document:
    return document if document.data is None else check(document, schema("phrases"), {})


def phrases_of(documents: tuple[Document, ...]) -> Phrases:
    """All sentences by key, the first file that has one wins."""
    variants: dict[str, tuple[str, ...]] = {}
    for document in reversed(documents):
        variants |= {key: tuple(texts) for key, texts in (document.data or {}).items()}
    return Phrases(variants)


def variables(text: str) -> frozenset[str]:
    """The `{names}` in a sentence. Raises ValueError with a sentence for people when the braces are not right."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("has a brace without its partner (write {name}; a plain brace is {{ or }})") from None
    names = [(field, spec, conversion) for _, field, spec, conversion in parts if field is not None]
    for field, spec, conversion in names:
        if not field.isidentifier() or spec or conversion:
            raise ValueError(f"has {{{field}}} with more than a name in its braces (write {{name}})")
    return frozenset(field for field, _, _ in names)


def missing_phrases(settings: Settings, needed: Mapping[str, frozenset[str]]) -> tuple[Problem, ...]:
    """Sentences that are needed and not there, or that use variables nobody fills in, where they stand in their file.

    `needed` has each key with the variables it may use. Form errors are `load_knowledge`'s to report.
    """
    documents = read_phrases(Path(settings.knowledge), settings.locale)
    return tuple(problem for key, allowed in needed.items() for problem in _lacks(documents, key, allowed))


def _lacks(documents: tuple[Document, ...], key: str, allowed: frozenset[str]) -> Iterator[Problem]:
    document = next((document for document in documents if key in (document.data or {})), None)
    if document is None:
        file = documents[0].file if documents else f"phrases/{SHIPPED_LOCALE}.yaml"
        yield Problem(file, 1, key, "is missing (add the sentence)")
        return
    for i, text in enumerate(document.data[key] or ()):
        for name in sorted(_names(text or "") - allowed):
            known = ", ".join(f"{{{word}}}" for word in sorted(allowed)) or "none"
            yield document.problem((key, i), f"nobody fills in {{{name}}} here (known: {known})")


def _names(text: str) -> frozenset[str]:
    try:
        return variables(text)
    except ValueError:
        return frozenset()
