"""Entries and drafts as text: what is written is read back as it was, whatever people say."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge import KINDS, Draft
from bot.load.drafts import drafts_of
from bot.load.form import check, schema
from bot.load.phrasings import Form, filled
from bot.load.writing import draft_text, entry_text, file_name, slug, tidy
from bot.load.yaml_lines import Document, parse

DRAFT = Draft(17, "proposal", "Where is the log?", "In /var/log.", "repos", ("alice",), date(2026, 11, 25), "#rdo")
anything = st.text(max_size=300) | st.text(alphabet=" \n:#-?!@&*>|%'\"`{}[],yesno1.\\", max_size=60)


def read(text: str) -> Document:
    return check(parse(text, "drafts/x.yaml"), schema("drafts"), {})


def back(draft: Draft) -> Draft:
    (found,) = drafts_of([read(draft_text(draft))])
    return found


def test_a_draft_has_all_fields_of_an_entry_with_what_belongs_there() -> None:
    text = draft_text(DRAFT)
    assert "patience drafts accept 17" in text
    assert "\nid:  # small letters, digits, hyphens; empty: made from the question\n" in text
    assert "\nnot:  # lines with similar words that this does not answer: two or three\n" in text
    assert "\nquestion: Where is the log?  # in good English, as a heading\n" in text
    assert "\n# rooms:  # " in text


@given(anything, anything, st.lists(anything, max_size=2))
def test_a_draft_is_read_back_as_it_was(question: str, answer: str, names: list[str]) -> None:
    credit = tuple(filter(None, map(tidy, names)))
    draft = Draft(3, "writeup", question, answer, "repos", credit, date(2026, 1, 2), "#rdo", ("https://example.org/a,b#c",))
    found = back(draft)
    assert (found.question, found.answer, found.credit) == (tidy(question), tidy(answer), credit)
    assert (found.topic, found.room, found.links, found.at) == (draft.topic, draft.room, draft.links, draft.at)


def test_what_was_asked_is_a_phrasing_too_and_what_was_proposed_is_none() -> None:
    asked = Draft(1, "gap", "where is teh log")
    kinds = [read(draft_text(draft)).data["phrasings"] for draft in (asked, DRAFT)]
    assert [filled(phrasings) for phrasings in kinds] == [{"plain": ["where is teh log"]}, {}]


def test_a_draft_offers_every_kind_of_phrasing_and_says_what_it_is() -> None:
    text = draft_text(DRAFT)
    assert "kinds as fit\n  symptom:  # what one sees go wrong, in plain words\n  error:  # the error line itself" in text
    assert tuple(read(text).data["phrasings"]) == KINDS


@pytest.mark.parametrize("phrasings", [["a b", "c: d"], {"error": ["E: c", "d #1"], "typo": ["e"]}])
def test_phrasings_keep_their_form_in_entries_and_corrections(phrasings: Form) -> None:
    entry = {"id": "log", "topic": "repos", "question": "Where?", "phrasings": phrasings, "answer": "Old."}
    entry |= {"checked": "2026-01-01", "review_by": "2026-07-01"}
    assert check(parse(entry_text(entry), "x"), schema("faq"), {}).data == [entry]
    assert filled(read(draft_text(Draft(2, "proposal", "", "New.", entry="log"), entry)).data["phrasings"]) == phrasings


def test_a_correction_has_the_fields_of_the_entry_with_the_new_answer() -> None:
    entry = {
        "id": "log",
        "topic": "repos",
        "question": "Where?",
        "phrasings": ["a b"],
        "answer": "Old.",
        "state": "dated",
        "checked": "2020-01-01",
    }
    data = read(draft_text(Draft(2, "proposal", "", "New.", entry="log"), entry)).data
    changed = entry | {"answer": "New.", "checked": None}
    assert {key: data[key] for key in entry} == changed


@given(
    st.fixed_dictionaries({key: st.lists(anything.filter(tidy), min_size=1, max_size=3) for key in ("phrasings", "not", "links")}), anything
)
def test_an_entry_is_read_back_as_it_was(lists: dict[str, list[str]], answer: str) -> None:
    data: dict[str, Any] = {"id": "a-b", "topic": "repos", "question": "What: # is it?", "answer": tidy(answer) or "x", **lists}
    data |= {"releases": ["2025.1", "later"], "state": "current", "checked": "2026-11-25", "review_by": "2027-05-24", "rooms": ["#rdo"]}
    tidied = data | {key: list(map(tidy, texts)) for key, texts in lists.items()}
    assert check(parse(entry_text(data), "x"), schema("faq"), {}).data == [tidied]


def test_an_entry_leaves_out_what_is_empty() -> None:
    assert entry_text({"id": "a", "question": "What?", "not": [], "rooms": None}) == "- id: a\n  question: What?\n"


@pytest.mark.parametrize(
    ("question", "id_"),
    [
        ("Where is the log?", "where-is-the-log"),
        ("What's new in 2025.1, and what else is there to know?", "whats-new-in-2025-1-and"),
        ("Permission denied publickeypublickeypublickey", "permission-denied"),
        ("где логи?", ""),
        ("x" * 99, "x" * 40),
    ],
)
def test_an_id_is_made_from_the_first_words(question: str, id_: str) -> None:
    assert slug(question) == id_


def test_the_name_of_a_file_tells_number_and_words() -> None:
    assert file_name(DRAFT) == "0017-where-is-the-log.yaml"
    assert file_name(Draft(2, "gap", "где?")) == "0002.yaml"
    assert file_name(Draft(2, "proposal", "x", entry="some-id")) == "0002-some-id.yaml"


def test_a_name_cannot_leave_its_folder() -> None:
    assert Path(file_name(Draft(1, "gap", "../../etc/passwd"))).parent == Path()
