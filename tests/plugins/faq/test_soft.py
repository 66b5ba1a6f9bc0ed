"""Likeness by words, forgiving about spelling."""

import pytest

from plugins.faq.soft import SoftWords
from plugins.faq.words import words

ROWS = [words(text) for text in ("horizon login", "dashboard password", "rabbitmq start", "cirros login")]
GROUPS = (2, 1)  # the last row stands apart


def test_a_row_covers_itself() -> None:
    cover = SoftWords(ROWS, GROUPS).cover(ROWS[2])
    assert cover.rows.tolist() == [0.0, 0.0, pytest.approx(1.0), 0.0]
    assert cover.groups.tolist() == [0.0, pytest.approx(1.0)]


def test_a_group_is_covered_by_words_of_any_of_its_rows_but_not_of_rows_apart() -> None:
    cover = SoftWords(ROWS, GROUPS).cover(words("horizon password"))
    assert cover.groups.tolist() == [pytest.approx(1.0), 0.0]
    assert cover.rows[0] < 1
    assert SoftWords(ROWS, GROUPS).cover(words("cirros")).groups.tolist() == [0.0, 0.0]


def test_a_row_left_out_no_longer_speaks_for_its_group() -> None:
    assert SoftWords(ROWS, GROUPS).cover(words("rabbitmq"), without=2).groups.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("rabbitmq", ["rabbitmq"]),
        ("rabitmq", ["rabbitmq"]),
        ("horizont", ["horizon"]),
        ("logi", ["login"]),
        ("zzzz", []),
        ("log", []),  # three letters: too short to be a misspelling of anything
    ],
)
def test_spellings_of_a_word_are_found(word: str, near: list[str]) -> None:
    assert [found for found, _ in SoftWords(ROWS, GROUPS).near(word)] == near


def test_a_known_misspelling_still_leads_to_the_word() -> None:
    rows = [words("tripelo dead"), words("tripleo retired")]
    assert [found for found, _ in SoftWords(rows, (1, 1)).near("tripelo")] == ["tripelo", "tripleo"]


def test_rare_words_weigh_more() -> None:
    index = SoftWords(ROWS, GROUPS)
    assert index.rarity("unheard") > index.rarity("rabbitmq") > index.rarity("login")


def test_no_words_cover_nothing() -> None:
    assert SoftWords(ROWS, GROUPS).cover({}).rows.tolist() == [0.0] * 4
