"""More phrasings in an entry that is there: where they come, and that all else stays as it was."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.knowledge import KINDS
from bot.enriching import enriched
from bot.load import BadKnowledge
from bot.load.form import SHIPPED
from bot.load.phrasings import NOT, widened
from bot.load.yaml_lines import parse

ENTRY = """\
# What is where.

- id: one  # the first
  topic: repos
  question: Where is it?
  phrasings:
    symptom:
      - it is
        gone  # a note
      - lost

    # said by tools
    error: ["E: a", b]
    typo:
      - wehre
  answer: There.
  checked: 2026-01-01

- id: two
  topic: repos
  question: What is it?
  phrasings:
    - a thing
  answer: A thing.
"""


def rows(text: str) -> list[str]:
    return text.splitlines()


def new(kind: str, text: str, id_: str = "one", entry: str = ENTRY) -> str:
    """What is added where only lines are added: the new lines with the one in front of them."""
    before, after = rows(entry), rows(enriched(entry, "x.yaml", id_, [(kind, text)]))
    at = next((n for n, (old, made) in enumerate(zip(before, after, strict=False)) if old != made), len(before))
    more = len(after) - len(before)
    assert after[:at] + after[at + more :] == before
    return "\n".join(after[at - 1 : at + more])


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("symptom", "nowhere", "      - lost\n      - nowhere"),
        ("typo", "hwere: is it", '      - wehre\n      - "hwere: is it"'),
        ("words", "the place", '    error: ["E: a", b]\n    words:\n      - the place'),
        ("plain", "place", "      - wehre\n    plain:\n      - place"),
    ],
)
def test_a_phrasing_comes_behind_those_of_its_kind_and_a_kind_in_its_order(kind: str, text: str, wanted: str) -> None:
    assert new(kind, text) == wanted


def test_a_kind_before_all_others_comes_first() -> None:
    assert new("symptom", "gone", entry=ENTRY.replace("symptom:", "foreign:")) == "  phrasings:\n    symptom:\n      - gone"


def test_a_list_stays_a_list_for_what_is_plain() -> None:
    assert new("plain", "this thing", "two") == "    - a thing\n    - this thing"


@pytest.mark.parametrize(
    ("kind", "id_", "has"),
    [
        ("error", "one", '    error:\n      - "E: a"\n      - b\n      - more\n    typo:'),
        ("error", "two", "  phrasings:\n    error:\n      - more\n    plain:\n      - a thing\n  answer: >-\n    A thing.\n"),
        (NOT, "two", "    - a thing\n  not:\n    - more\n  answer: >-"),
    ],
)
def test_where_no_line_can_be_added_the_entry_is_laid_out_anew_and_the_others_stay(kind: str, id_: str, has: str) -> None:
    after = enriched(ENTRY, "x.yaml", id_, [(kind, "more")])
    assert has in after
    other = ENTRY[: ENTRY.index("- id: two")] if id_ == "two" else ENTRY[ENTRY.index("- id: two") :]
    assert other in after


def test_windows_line_ends_and_a_missing_last_one_are_kept_up() -> None:
    text = ENTRY.replace("\n", "\r\n").rstrip().removesuffix("  answer: A thing.").rstrip()
    assert enriched(text, "x", "two", [("plain", "it")]).endswith("    - a thing\r\n    - it\r\n")


def test_a_file_in_one_bracket_is_left_to_people() -> None:
    with pytest.raises(BadKnowledge, match="has a layout of its own"):
        enriched("[{id: one, answer: a}, {id: two, answer: c}]\n", "x.yaml", "two", [("plain", "it")])


@pytest.mark.parametrize("path", sorted((SHIPPED / "faq").glob("*.yaml")), ids=lambda path: path.name)
def test_every_shipped_entry_takes_a_text_of_each_kind(path: Path) -> None:
    text = path.read_text("utf-8")
    last = parse(text, "x").data[-1]["id"]
    more = [(kind, f"some {kind}: words") for kind in (*KINDS, NOT)]
    after = enriched(text, "x", last, more)
    wanted = parse(text, "x").data
    for kind, said in more:
        wanted[-1] = widened(wanted[-1], kind, said)
    assert parse(after, "x").data == wanted
    assert [row for row in rows(text) if row not in rows(after)] == []


@settings(max_examples=60)
@given(
    st.sampled_from([*KINDS, NOT]),
    st.text(alphabet="ab :#-\"'{}[]&*!|>%@`,é\\", min_size=1, max_size=12).filter(str.strip),
    st.sampled_from(["one", "two"]),
)
def test_any_text_is_read_back_as_it_was_said(kind: str, said: str, id_: str) -> None:
    said = " ".join(said.split())
    before = parse(ENTRY, "x").data
    after = parse(enriched(ENTRY, "x", id_, [(kind, said)]), "x").data
    assert after == [widened(entry, kind, said) if entry["id"] == id_ else entry for entry in before]
