"""Finding, checking and building plugins, with a tiny one of another package."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.knowledge import Knowledge
from bot.core.settings import Settings
from bot.load import BadKnowledge, BadSettings, load_plugins
from bot.load.plugins import NoPlugin, known_plugins, plugin_module
from tests.folders import HEAD, TERMINAL, fill, settings, settings_problems

PACKAGES = str(Path(__file__).parent / "packages")
SAYS = {"knowledge/phrases/en.yaml": "tiny.says: ['size {size}']\n"}


@pytest.fixture(autouse=True)
def _packages() -> Iterator[None]:
    """The packages beside this file are installed."""
    sys.path.append(PACKAGES)
    yield
    sys.path.remove(PACKAGES)


def test_plugins_of_other_packages_are_known_beside_ours() -> None:
    assert {"tiny", "greeting"} <= set(known_plugins())


def test_a_plugin_is_built_with_its_section(tmp_path: Path) -> None:
    got = settings(fill(tmp_path, SAYS), HEAD + TERMINAL + "plugins: {tiny: {size: 3}}\n")
    assert [(plugin.name, getattr(plugin, "size", None)) for plugin in load_plugins(got, Knowledge())] == [("tiny", 3)]


def test_an_empty_section_turns_a_plugin_on(tmp_path: Path) -> None:
    got = settings(fill(tmp_path, SAYS), HEAD + TERMINAL + "plugins:\n  tiny:\n")
    assert got.plugins == (("tiny", {}),)
    assert [plugin.name for plugin in load_plugins(got, Knowledge())] == ["tiny"]


def test_durations_arrive_as_seconds(tmp_path: Path) -> None:
    assert settings(tmp_path, HEAD + TERMINAL + "plugins: {tiny: {rest: 1.5m}}\n").plugins == (("tiny", {"rest": 90.0}),)


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("{sise: 3}", "bot.yaml:6: plugins.tiny.sise: unknown key 'sise' (did you mean 'size'?)"),
        ("{rest: 7}", 'bot.yaml:6: plugins.tiny.rest: must be a duration: a number with a unit (ms s m h d w), such as "90s", not 7'),
        ("{rest: 7x}", "bot.yaml:6: plugins.tiny.rest: must be a duration: a number with a unit (ms s m h d w), such as \"90s\", not '7x'"),
        ("{size: 0}", "bot.yaml:6: plugins.tiny.size: must be at least 1, not 0"),
        ("[]", "bot.yaml:6: plugins.tiny: must be a mapping (key: value), not a list"),
    ],
)
def test_a_section_is_checked_by_what_its_plugin_declares(tmp_path: Path, section: str, problem: str) -> None:
    assert settings_problems(tmp_path, f"{HEAD}{TERMINAL}plugins:\n  # only one\n  tiny: {section}\n") == [problem]


def test_what_a_plugin_refuses_is_a_problem_of_its_section(tmp_path: Path) -> None:
    got = settings(fill(tmp_path, SAYS), HEAD + TERMINAL + "plugins: {tiny: {size: 7}}\n")
    with pytest.raises(BadSettings, match=r"bot\.yaml:4: plugins\.tiny: seven is not small$"):
        load_plugins(got, Knowledge())


# --- models of meaning ---


def reading(tmp_path: Path, reads: str) -> Settings:
    """Settings whose one plugin compares meanings with this, its section on line 4."""
    return settings(fill(tmp_path, SAYS), f"{HEAD}{TERMINAL}plugins: {{tiny: {{reads: {reads}}}}}\nstore: sqlite:///own/p.db\n")


def test_a_plugin_that_asks_for_a_model_finds_it_opened_and_its_vectors_are_kept_beside_the_store(tmp_path: Path) -> None:
    [plugin] = load_plugins(reading(tmp_path, "true"), Knowledge())
    [vector] = plugin.reads.vectors(["said in a room"])  # type: ignore[attr-defined]  # the tiny plugin's own
    assert vector.shape == (384,)
    assert [file.name for file in (tmp_path / "own").iterdir()] == ["p.db.tiny.reads"]
    [again] = load_plugins(reading(tmp_path, "true"), Knowledge())
    assert len(again.reads.known) == 1  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize("section", ["{}", "{reads: false}"])
def test_without_a_model_none_is_opened(tmp_path: Path, section: str) -> None:
    got = settings(fill(tmp_path, SAYS), f"{HEAD}{TERMINAL}plugins: {{tiny: {section}}}\n")
    assert [getattr(plugin, "reads", 0) for plugin in load_plugins(got, Knowledge())] == [None]


def test_a_model_of_ones_own_is_sought_from_the_folder_of_bot_yaml(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as fault:
        load_plugins(reading(tmp_path, "{model: here}"), Knowledge())
    assert str(fault.value) == f"{tmp_path}/bot.yaml:4: plugins.tiny.reads: {tmp_path}/here: there is no such folder"


def test_a_plugin_that_cannot_be_imported_says_why(tmp_path: Path) -> None:
    assert settings_problems(tmp_path, HEAD + TERMINAL + "plugins: {lost: {}}\n") == [
        "bot.yaml:4: plugins.lost: cannot be imported: No module named 'no_such_module_anywhere'"
    ]


def test_a_module_that_is_no_plugin_says_what_it_lacks() -> None:
    with pytest.raises(NoPlugin, match="is no plugin: it has no build and no SETTINGS and no PHRASES"):
        plugin_module("empty")


def test_a_sentence_that_a_plugin_needs_must_be_there(tmp_path: Path) -> None:
    got = settings(fill(tmp_path, {"knowledge/phrases/en.yaml": "x: [y]\n"}), HEAD + TERMINAL + "plugins: {tiny: {}}\n")
    with pytest.raises(BadKnowledge, match=r"phrases/en\.yaml:1: tiny\.says: is missing \(add the sentence\)$"):
        load_plugins(got, Knowledge())


def test_a_sentence_with_a_variable_that_nobody_fills_in_is_a_problem_where_it_stands(tmp_path: Path) -> None:
    text = "x: [y]\ntiny.says:\n  - size {size}\n  - size {sise}\n"
    got = settings(fill(tmp_path, {"knowledge/phrases/en.yaml": text}), HEAD + TERMINAL + "plugins: {tiny: {}}\n")
    with pytest.raises(BadKnowledge, match=r"en\.yaml:4: tiny\.says\[1\]: nobody fills in \{sise\} here \(known: \{size\}\)$"):
        load_plugins(got, Knowledge())
