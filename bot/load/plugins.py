"""The plugins that bot.yaml names: found, their sections and sentences checked, built.

A plugin is a module of the folder plugins/, or of another package that names it in the entry point group
`patience.plugins`. It has `build(section, settings, knowledge)`, `SETTINGS` (the JSON Schema "properties" of its section;
durations have `"format": "patience-duration"` and arrive as seconds, models of meaning `"format": "patience-model"` and arrive
opened) and `PHRASES` (its sentences and their variables).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from bot.core.knowledge import Knowledge
from bot.core.plugin import Plugin
from bot.core.settings import Settings
from bot.load.durations import DURATION, seconds
from bot.load.form import check
from bot.load.models import MODEL, Watch, opened, placed
from bot.load.phrases import missing_phrases
from bot.load.problem import BadKnowledge, BadSettings, Problem
from bot.load.yaml_lines import Document

PACKAGE = "plugins"
GROUP = "patience.plugins"

_NAME = re.compile(r"[a-z][a-z0-9_]*")

Sections = tuple[tuple[str, Mapping[str, Any]], ...]


class PluginModule(Protocol):
    """What a plugin's module offers."""

    SETTINGS: Mapping[str, Any]
    PHRASES: Mapping[str, frozenset[str]]

    def build(self, section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Plugin: ...


class NoPlugin(Exception):
    """There is no such plugin, or it cannot be used; the text says why."""


def known_plugins() -> tuple[str, ...]:
    """Names that may stand under `plugins:`, in order."""
    shipped = {module.name for module in iter_modules(import_module(PACKAGE).__path__)}
    return tuple(sorted(shipped | {point.name for point in entry_points(group=GROUP)}))


def plugin_module(name: str) -> PluginModule:
    """The module of a plugin, imported. Raises NoPlugin."""
    target = _target(name)
    if target is None:
        raise NoPlugin(f"there is no plugin {name!r} (known: {', '.join(known_plugins())})")
    try:
        module = import_module(target)
    except (ImportError, SyntaxError) as fault:
        raise NoPlugin(f"cannot be imported: {fault}") from None
    lacking = [part for part in ("build", "SETTINGS", "PHRASES") if not hasattr(module, part)]
    if lacking:
        raise NoPlugin(f"is no plugin: it has no {' and no '.join(lacking)}")
    return cast(PluginModule, module)


def _target(name: str) -> str | None:
    """The module that a name stands for; ours first, so that no other package can take its place."""
    if not _NAME.fullmatch(name):
        return None
    if find_spec(f"{PACKAGE}.{name}") is not None:
        return f"{PACKAGE}.{name}"
    return next((point.value for point in entry_points(group=GROUP, name=name)), None)


def known_sections(document: Document, folder: Path) -> tuple[Document, Sections]:
    """Check each section under `plugins:` against what its plugin declares; the sections in the order of the file.

    Relative paths in it start at `folder`.
    """
    sections: list[tuple[str, Mapping[str, Any]]] = []
    data = document.data if isinstance(document.data, dict) else {}
    for name in data.get("plugins", {}):
        try:
            declared = plugin_module(name).SETTINGS
        except NoPlugin as fault:
            document = replace(document, problems=(*document.problems, document.problem(("plugins", name), str(fault))))
            continue
        document = check(document, _only(name, declared), {})
        section = (document.data.get("plugins") or {}).get(name) or {}
        sections.append((name, {key: _value(declared.get(key, {}), value, folder) for key, value in section.items()}))
    return document, tuple(sections)


def _only(name: str, declared: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema of bot.yaml that looks at one plugin's section alone."""
    section = {"type": ["object", "null"], "properties": declared, "additionalProperties": False}
    return {"properties": {"plugins": {"properties": {name: section}}}}


def _value(rules: Mapping[str, Any], value: Any, folder: Path) -> Any:
    if rules.get("format") == MODEL:
        return placed(value, folder)
    return seconds(value) if rules.get("format") == DURATION and isinstance(value, str) else value


def build_plugin(name: str, section: Mapping[str, Any], settings: Settings, knowledge: Knowledge, watch: Watch | None = None) -> Plugin:
    """One plugin with this section, what it asks for opened; `watch` is told of long reading.

    Raises NoPlugin, BadSettings, and ValueError for what it refuses.
    """
    module = plugin_module(name)
    with opened(name, module.SETTINGS, section, settings, watch) as ready:
        return module.build(ready, settings, knowledge)


def load_plugins(settings: Settings, knowledge: Knowledge, watch: Watch | None = None) -> tuple[Plugin, ...]:
    """Build the plugins in the order of bot.yaml; `watch` is told of long reading.

    Raises BadSettings for a section that a plugin refuses, BadKnowledge for a sentence that a plugin needs and phrases lack.
    """
    problems: list[Problem] = []
    built: list[Plugin] = []
    needed: dict[str, frozenset[str]] = {}
    for name, section in settings.plugins:
        try:
            plugin = build_plugin(name, section, settings, knowledge, watch)
        except BadSettings as fault:
            problems += fault.problems
            continue
        except (NoPlugin, ValueError) as fault:
            problems.append(Problem(settings.file, settings.lines.get(f"plugins.{name}", 1), f"plugins.{name}", str(fault)))
            continue
        needed |= dict(_needed(plugin_module(name), plugin))
        built.append(plugin)
    if problems:
        raise BadSettings(problems)
    if lacking := missing_phrases(settings, needed):
        raise BadKnowledge(lacking)
    return tuple(built)


def _needed(module: PluginModule, plugin: Plugin) -> Iterator[tuple[str, frozenset[str]]]:
    yield from ((spec.summary, frozenset()) for spec in plugin.commands)
    yield from module.PHRASES.items()
