"""Words and n-grams: folded, bounded, the same in every process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.faq.words import MAX_CHARS, MAX_PARTS, MAX_WORDS, bare_words, fold, grams, parts, spoken, stem, words


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
    assert len(words(many.replace(" ", "-"))) == MAX_WORDS  # one name in many parts, too
    assert len(bare_words(many)) == MAX_WORDS


def test_grams_stay_inside_words_and_know_their_borders() -> None:
    assert grams("nova") == (" no", "nov", "ova", "va ", " nov", "nova", "ova ")
    assert grams("x") == (" x ",)
    assert bare_words("nova? nova, (x) ?") == ("nova", "x", "?")


@given(st.text())
def test_any_text_has_words_and_grams(text: str) -> None:
    folded = fold(text)
    assert words(folded) == words(folded)
    assert all(3 <= len(gram) <= 4 for word in bare_words(folded) for gram in grams(word))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one short text", []),
        (
            "trying rdo, is there a repo for gazpacho? dnf finds nothing",
            ["trying rdo", "is there a repo for gazpacho?", "dnf finds nothing"],
        ),
        ("i run epoxy. ok. nova fails with error 42!", ["i run epoxy.", "nova fails with error 42!"]),
        ("first, second and third thing", []),
        ("nova.conf and 2025.1 stay whole", []),
    ],
)
def test_sentences_and_questions_are_looked_at_by_themselves(text: str, found: list[str]) -> None:
    assert parts(text) == [text, *found]


def test_only_so_many_sentences_are_looked_at() -> None:
    assert len(parts("nova compute fails. " * 50)) == 1 + MAX_PARTS


def test_a_text_as_it_is_spoken_has_no_punctuation_around_its_words() -> None:
    assert spoken("is there (again) a repo for 2025.2?") == "is there again a repo for 2025.2"
