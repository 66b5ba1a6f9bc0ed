"""Likeness by character n-grams."""

import numpy as np
import pytest

from plugins.faq.ngrams import Ngrams

TEXTS = ("horizon login password", "rabbitmq does not start", "no ip from dhcp")


def test_a_text_is_like_itself_and_no_other() -> None:
    cosines = Ngrams(TEXTS).cosines(TEXTS[1])
    assert cosines[1] == pytest.approx(1.0)
    assert int(np.argmax(cosines)) == 1


def test_a_typo_hardly_hurts() -> None:
    cosines = Ngrams(TEXTS).cosines("rabitmq stxrt")
    assert int(np.argmax(cosines)) == 1


def test_a_text_of_unknown_characters_is_like_nothing() -> None:
    assert Ngrams(TEXTS).cosines("жщю").tolist() == [0.0, 0.0, 0.0]


def test_a_text_without_characters_is_like_nothing() -> None:
    assert Ngrams((*TEXTS, "")).cosines("").tolist() == [0.0] * 4


def test_what_is_common_in_the_background_counts_less() -> None:
    texts = ("horizon is slow", "horizon is broken")
    plain, informed = Ngrams(texts), Ngrams(texts, background=["everything is slow", "slow again", "slow today"])
    assert informed.cosines("horizon slow")[0] < plain.cosines("horizon slow")[0]


def test_the_length_of_one_text_is_one_and_of_two_like_ones_nearly_two() -> None:
    texts = ("rabbitmq start", "horizon login", "horizon login", "")
    assert Ngrams(texts, (1, 2, 1)).lengths.tolist() == [pytest.approx(1.0), pytest.approx(2.0), 1.0]
