"""The matcher with a reader of meanings, which here counts letters: what shares no word with an entry is found by it."""

from functools import cache

import pytest

from plugins.faq.matcher import Matcher
from tests.entries import entry
from tests.plugins.faq.test_meaning import Letters

ENTRIES = (entry("a", "aaa", "aab"), entry("b", "bbb", "bba"), entry("cd", "ccc", "ccd", "cdd"))
CHATTER = ("abcd", "dcba", "badc")


@cache
def matcher(reads: bool) -> Matcher:
    return Matcher.build(ENTRIES, CHATTER, meaning=Letters() if reads else None)


@pytest.mark.parametrize(("text", "id_"), [("dcdc", "cd"), ("bdb", "b")])
def test_what_no_word_finds_is_found_by_its_meaning(text: str, id_: str) -> None:
    assert [match.entry.id for match in matcher(True).match(text)][:1] == [id_]
    assert matcher(False).match(text) == ()


def test_what_words_find_is_found_with_it_too() -> None:
    assert {matcher(reads).match("ccd")[0].nearest for reads in (True, False)} == {"ccd"}


def test_a_phrasing_left_out_does_not_vouch_for_itself_in_any_view() -> None:
    left, whole = (matcher(True).match("bba", leave_out=out)[0] for out in ("bba", ""))
    assert (whole.entry.id, whole.nearest) == ("b", "bba")
    assert left.confidence < whole.confidence
    assert left.nearest != "bba"
