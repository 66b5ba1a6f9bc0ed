"""Texts against entries by what they mean, with a meaning that counts letters."""

from collections.abc import Sequence

import numpy as np
import pytest

from plugins.faq.meaning import NULL_KEPT, NULL_LINES, NULL_SHARE, Meanings, Vectors

ENTRIES = (("aaa", "aab"), ("bbb",), ("ccc", "ccd", "cdd"))
CLOSE = 1e-6


class Letters:
    """What a text means: how much it has of each of four letters."""

    name = "letters"

    def vectors(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([[0.01 + text.count(letter) for letter in "abcd"] for text in texts], np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def like(one: str, other: str) -> float:
    """The cosine of two texts."""
    first, second = Letters().vectors((one, other))
    return float(first @ second)


def meanings(*chatter: str) -> Meanings:
    return Meanings(Letters(), ENTRIES, chatter)


def test_the_entry_of_like_meaning_is_nearest() -> None:
    assert meanings().look("dcdc").argmax() == 2


def test_an_entry_is_its_nearest_phrasing_and_all_of_them_together() -> None:
    seen = meanings().look("aaa")
    both = Letters().vectors(("aaa", "aab")).sum(axis=0)
    assert seen[0] == pytest.approx((1 + both[0] / np.linalg.norm(both)) / 2, abs=1e-3)
    assert seen[1] == pytest.approx(like("aaa", "bbb"), abs=CLOSE)


def test_a_phrasing_that_is_left_out_does_not_vouch_for_itself() -> None:
    seen = meanings().look("aab", without=1)
    assert seen[0] == pytest.approx(like("aab", "aaa"), abs=CLOSE)
    assert np.array_equal(seen[1:], meanings().look("aab")[1:])


def test_an_entry_whose_only_phrasing_is_left_out_is_like_nothing() -> None:
    assert meanings().look("bbb", without=2)[1] == -1


def test_what_chatter_has_in_common_with_a_text_is_taken_off() -> None:
    chatter = ("ad",) * NULL_LINES
    before, after = meanings().look("aaa"), meanings(*chatter).look("aaa")
    common = NULL_SHARE * like("aaa", "ad")
    assert np.allclose(before - after, common, atol=CLOSE)


def test_a_line_of_chatter_is_not_compared_with_itself() -> None:
    chatter = ("aad", *("ad",) * NULL_LINES)
    own = meanings(*chatter).look("aad", line=0)
    assert np.allclose(own, meanings(*chatter[1:]).look("aad"), atol=CLOSE)


def test_few_lines_of_chatter_say_nothing() -> None:
    assert np.array_equal(meanings(*("ad",) * (NULL_LINES - 1)).look("ad"), meanings().look("ad"))


def test_of_much_chatter_some_lines_stand_for_all_and_each_keeps_its_number() -> None:
    chatter = [("d" if n % 2 else "a") for n in range(2 * NULL_KEPT)]
    chatter[1] = "bc"  # between two that are kept
    some = Meanings(Letters(), ENTRIES, chatter)
    assert np.array_equal(some.look("bc", line=1), some.look("bc"))


@pytest.mark.parametrize("address", ["https://a.example/ddd", "www.ddd.example", "matrix://dddd"])
def test_addresses_mean_nothing(address: str) -> None:
    assert np.array_equal(meanings().look(f"bbb {address} b"), meanings().look("bbb   b"))


def test_a_text_that_is_an_address_is_looked_at_all_the_same() -> None:
    assert meanings().look("www.ddd").argmax() == 2
