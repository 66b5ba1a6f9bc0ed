"""docs/command-line.md is true: every command is there, has a help with an example, and gives the keys that are promised."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import GROUPS, main
from bot.load.form import SHIPPED
from bot.store.store import Store
from tests.builders import ROOT

PAGE = (ROOT / "docs/command-line.md").read_text()
WITHIN = {"kb": "lint test try add new stale gaps stats export", "drafts": "list show accept reject", "data": "report export erase backup"}
COMMANDS = sorted(command for name in GROUPS for command in [f"{name} {one}" for one in WITHIN.get(name, "").split()] or [name])
NETWORK = "networks: [{name: terminal, kind: terminal}]\nplugins: {faq: {}}\n"
WORDS = {"kb try": ["dhcp"]}  # what must stand behind a command


def promised() -> Iterator[tuple[str, list[str]]]:
    """Each command with --json, and its outermost keys: those that stand outside of lists and remarks."""
    for commands, keys in re.findall(r"^\| (`[^|]+) \| (`[^|]+) \|$", PAGE.partition("## As data")[2], re.MULTILINE):
        outside = re.sub(r"\([^)]*\)|: list of [^;]*|: from [^;]*", "", keys)
        yield from ((command, sorted(re.findall(r"`(\w+)`", outside))) for command in re.findall(r"`([^`]+)`", commands))


def test_the_page_has_every_command() -> None:
    assert [command for command in COMMANDS if not re.search(rf"^\|.*`{command}[ `]", PAGE, re.MULTILINE)] == []


@pytest.mark.parametrize("name", WITHIN)
def test_the_commands_of_a_group_are_all_looked_at(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([name, "--help"])
    assert set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)) == set(WITHIN[name].split())


@pytest.mark.parametrize("name", sorted({*COMMANDS, *GROUPS}))
def test_every_help_ends_with_an_example_of_the_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split(), "--help"]) == 0
    assert re.search(rf"^example:\n  .*patience {name}\b.*\n\Z", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize(("command", "keys"), sorted(promised()), ids=[command for command, _ in sorted(promised())])
def test_the_keys_of_json_are_those_of_the_page(command: str, keys: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "faq").mkdir()
    for name in ("topics.yaml", "releases.yaml", "faq/networking.yaml"):
        (tmp_path / name).write_text((SHIPPED / name).read_text())
    config = tmp_path / "bot.yaml"
    config.write_text("name: helper\nowner: us\nknowledge: .\nstore: sqlite:///patience.db\n" + NETWORK)
    Store.open(f"sqlite:///{tmp_path}/patience.db").close()
    (tmp_path / "patience.db.key").write_bytes(bytes(32))
    main([*command.split(), *WORDS.get(command, []), "--json", "--config", str(config)])
    assert sorted(json.loads(capsys.readouterr().out)) == keys
