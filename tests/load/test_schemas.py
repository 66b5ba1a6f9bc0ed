"""The shipped schemas: for editors they must be whole and say what each key means; bot.yaml and its schema agree."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.core.knowledge import KINDS
from bot.load.form import SHIPPED, schema
from bot.load.plugins import NoPlugin, plugin_module
from bot.load.yaml_lines import parse

NAMES = ("bot", "chatter", "drafts", "events", "experts", "faq", "names", "phrases", "releases", "topics")
COMING = {"web", "web.listen"}


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    assert {path.name.removesuffix(".schema.json") for path in (SHIPPED / "schemas").iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def properties(rules: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every key that a schema names, and its rules."""
    if isinstance(rules, list):
        for item in rules:
            yield from properties(item, path)
    elif isinstance(rules, dict):
        for key, value in rules.get("properties", {}).items():
            yield f"{path}/{key}", value
        for key, value in rules.items():
            yield from properties(value, f"{path}/{key}")


@pytest.mark.parametrize("name", NAMES)
def test_every_key_says_what_it_means(name: str) -> None:
    whole = schema(name)
    dumb = [path for path, rules in properties(whole) if not rules.get("description") and "const" not in rules and "$ref" not in rules]
    assert dumb == []


@pytest.mark.parametrize("rules", [schema("faq")["items"], schema("drafts")], ids=["faq", "drafts"])
def test_the_kinds_of_phrasings_are_those_of_the_core(rules: Mapping[str, Any]) -> None:
    assert tuple(rules["properties"]["phrasings"]["properties"]) == KINDS


def keys(rules: Mapping[str, Any], defs: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Every path of keys that the schema of bot.yaml allows; networks go by their kind."""
    if "$ref" in rules:
        rules = defs[rules["$ref"].rpartition("/")[2]]
    if path == "networks":
        for kind in ("irc", "matrix", "terminal"):
            yield from keys(defs[kind], defs, f"networks.{kind}")
        return
    for key, value in rules.get("properties", {}).items():
        here = f"{path}.{key}" if path else key
        yield here
        yield from keys(value, defs, here)
    if "items" in rules:
        yield from keys(rules["items"], defs, path)


def used(data: Any, path: str = "") -> Iterator[str]:
    """Every path of keys in a bot.yaml, in the same form."""
    if isinstance(data, list):
        for item in data:
            yield from used(item, f"networks.{item['kind']}" if path == "networks" else path)
    elif isinstance(data, dict):
        for key, value in data.items():
            here = f"{path}.{key}" if path else key
            yield here
            yield from used(value, here)


def shared(path: str) -> str:
    """What all kinds of network have in common needs explaining once."""
    return re.sub(r"^networks\.\w+\.(rooms|bridges|pace)\.", r"networks.irc.\1.", path)


def opened(text: str) -> str:
    """bot.yaml with its examples uncommented: `# key: …` and what is indented behind a #."""
    text = re.sub(r"^#( {2,}\S.*)$", r"\1", text, flags=re.MULTILINE)
    return re.sub(r"^( *)# ([a-z_]+:( .*)?)$", r"\1\2", text, flags=re.MULTILINE)


def test_bot_yaml_and_its_schema_name_the_same_keys() -> None:
    whole = schema("bot")
    document = parse(opened((SHIPPED.parent / "bot.yaml").read_text("utf-8")), "bot.yaml")
    assert document.problems == ()
    assert set(map(shared, used(document.data))) - COMING == set(map(shared, keys(whole, whole["$defs"])))


def test_the_examples_in_bot_yaml_differ_from_the_rest_in_nothing_but_the_sign() -> None:
    active = parse((SHIPPED.parent / "bot.yaml").read_text("utf-8"), "bot.yaml")
    assert [network["kind"] for network in active.data["networks"]] == ["terminal"]


@pytest.mark.parametrize("name", schema("bot")["properties"]["plugins"]["properties"])
def test_editors_see_the_settings_that_a_plugin_declares(name: str) -> None:
    """Copy SETTINGS of the plugin to its section in bot.schema.json when this fails."""
    assert schema("bot")["properties"]["plugins"]["properties"][name]["properties"] == plugin_module(name).SETTINGS


def test_a_plugin_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(NoPlugin, match=r"there is no plugin 'nobody' \(known: .*greeting"):
        plugin_module("nobody")
