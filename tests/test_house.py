"""The house keeps its own rules: who imports whom, how long modules are, and that what is written about it is true."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

import plugins
from bot.core.knowledge import Knowledge
from bot.load.plugins import plugin_module
from tests.builders import ROOT, phrases, settings

PYTHON = sorted(path for folder in ("bot", "plugins", "tests") for path in (ROOT / folder).rglob("*.py"))
CORE_LINES = 350  # the core is read whole before it is changed
TABLES = frozenset({"speech.py"})  # rows of words, read one by one
NAMES = sorted(module.name for module in iter_modules(plugins.__path__))
READ_ME, COMMANDS, BOT_YAML = (ROOT / name for name in ("README.md", "docs/commands.md", "bot.yaml"))
DOCUMENTS = sorted(path for start in ("*.md", "docs/*.md", "[bdkpt]*/**/README.md") for path in ROOT.glob(start))

# Product section 3; what is not here yet comes in a later version.
PROMISED = frozenset(
    """help about faq ask who open solved reopen wrong why tell writeup release events contribute list optout optin mydata forget
    iknow iam notme away back renew mine pass handover quiet speak drafts accept reject reload status audit""".split()
)


def commands() -> dict[str, str]:
    """Every command that exists, with its usage."""
    known = Knowledge(phrases=phrases())
    built = (plugin_module(name).build({}, settings(), known) for name in NAMES)
    return {spec.name: spec.usage for plugin in built for spec in plugin.commands}


# --- who imports whom ---


@pytest.mark.slow
def test_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_all_shipped_plugins_are_under_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    independent = next(c["modules"] for c in contracts if c["name"] == "Plugins do not know each other")
    assert sorted(independent) == [f"plugins.{name}" for name in NAMES]


# --- modules ---


def test_every_module_opens_with_what_it_is_for() -> None:
    texts = {path: path.read_text() for path in PYTHON}
    assert [str(path) for path, text in texts.items() if text and not ast.get_docstring(ast.parse(text))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "bot/core").rglob("*.py")), ids=lambda path: path.name)
def test_no_module_of_the_core_is_too_long(path: Path) -> None:
    assert path.name in TABLES or len(path.read_text().splitlines()) <= CORE_LINES


@pytest.mark.parametrize("path", sorted((ROOT / "bot/core").glob("*.py")), ids=lambda path: path.name)
def test_each_module_of_the_core_that_does_something_has_its_own_tests(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef) and node.name != "__init__"]
    values_only = path.name in {"view.py", "plugin.py", "settings.py", "knowledge.py", "speech.py"}  # tested where they are used
    assert not functions or values_only or (ROOT / f"tests/core/test_{path.name}").exists()


# --- what is written about it ---


def test_every_command_that_exists_was_promised() -> None:
    assert set(commands()) <= PROMISED


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_explained(name: str) -> None:
    assert re.search(rf"`{name}\b", COMMANDS.read_text())


def test_no_command_is_explained_that_does_not_exist() -> None:
    rows = [line for line in COMMANDS.read_text().splitlines() if line.startswith("|")]
    explained = {word for row in rows for cell in row.split("|")[2:3] for word in re.findall(r"`(\w+)", cell)}
    assert explained == set(commands())


@pytest.mark.parametrize("name", NAMES)
def test_every_plugin_is_named_where_people_look(name: str) -> None:
    for path in (READ_ME, BOT_YAML, ROOT / "plugins/README.md"):
        assert re.search(rf"\b{name}\b", path.read_text()), path


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text())
    assert [target for target in targets if not (path.parent / target).exists()] == []


def keys(node: object) -> Iterator[str]:
    """Every key that a schema knows, at any depth."""
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for inner in node.values():
            yield from keys(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from keys(inner)


def test_every_key_of_the_settings_is_in_bot_yaml() -> None:
    schema = json.loads((ROOT / "knowledge/schemas/bot.schema.json").read_text())
    text = BOT_YAML.read_text()
    declared = {*keys(schema), *(key for name in NAMES for key in plugin_module(name).SETTINGS)}
    assert sorted(key for key in declared if not re.search(rf"\b{key}:", text)) == []


def test_every_setting_of_a_plugin_is_in_bot_yaml_under_its_name() -> None:
    text = BOT_YAML.read_text()
    section = text[text.index("\nplugins:") :]
    for name in NAMES:
        own = re.split(r"\n {0,2}[^ ]", section[section.index(f"\n  {name}:") + 3 :])[0]
        assert [key for key in plugin_module(name).SETTINGS if f"{key}:" not in own] == []


def test_the_version_is_that_of_the_newest_change() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest[1] == version


def test_all_packages_are_installed() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = {".".join(p.parent.relative_to(ROOT).parts) for folder in ("bot", "plugins") for p in (ROOT / folder).rglob("__init__.py")}
    assert listed == found


def test_the_example_of_a_plugin_runs() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / "plugins/README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    names: dict[str, Any] = {"__name__": "coffee"}
    for block in blocks:
        exec(compile(block, "plugins/README.md", "exec", dont_inherit=True), names)  # noqa: S102 - running it is the test
    assert names["build"]({}, settings(), Knowledge(phrases=phrases())).name == "coffee"
