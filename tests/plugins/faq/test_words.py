"""Words and n-grams: folded, bounded, the same in every process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.faq.words import MAX_CHARS, MAX_WORDS, fold, grams, stem, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Where IS\tHorizon? ", "where is horizon?"),
        ("ﬁle", "file"),
        ("it’s", "it's"),
        ("\x0304red\x03 words\x02", "red words"),
        ("", ""),
        ("x" * 3 * MAX_CHARS, "x" * MAX_CHARS),
    ],
)
def test_folding_leaves_plain_lower_case_of_bounded_length(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [("booting", "boot"), ("booted", "boot"), ("nodes", "nod"), ("node", "nod"), ("was", "was"), ("ips", "ips"), ("migrations", "migr")],
)
def test_endings_go_and_short_words_stay(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_words_that_every_question_has_do_not_count() -> None:
    assert words("how do i get help with the") == {}


def test_a_compound_is_itself_and_its_parts() -> None:
    assert words("openstack-nova") == {"openstack-nova": "openstack-nova", "openstack": "openstack", "nova": "nova"}


def test_a_word_is_remembered_as_it_was_first_written() -> None:
    assert words("nodes node") == {"nod": "nodes"}


def test_only_so_many_words_are_looked_at() -> None:
    many = " ".join(f"word{n}x" for n in range(10 * MAX_WORDS))
    assert len(words(many)) == MAX_WORDS
    assert len({gram for gram in grams(many) if gram.startswith(" word")}) <= 5 * MAX_WORDS


def test_grams_stay_inside_words_and_know_their_borders() -> None:
    assert grams("nova?") == [" no", "nov", "ova", "va ", " nov", "nova", "ova ", " nova", "nova "]
    assert grams("x ?") == [" x ", " ? "]


@given(st.text())
def test_any_text_has_words_and_grams(text: str) -> None:
    folded = fold(text)
    assert words(folded) == words(folded)
    assert all(3 <= len(gram) <= 5 for gram in grams(folded))
