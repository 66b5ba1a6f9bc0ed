"""What everyday words mean."""

import numpy as np
import pytest

from plugins.faq.lexicon import lexicon


def alike(one: str, other: str) -> float:
    return float(lexicon().vector(one) @ lexicon().vector(other))


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("the disk is full", "no space left on the drive", "when does the bus arrive"),
        ("delete a server", "remove a machine", "paint a picture"),
        ("how do i log in", "what is the login", "when does it rain"),
    ],
)
def test_texts_that_share_no_word_are_near_by_meaning(text: str, near: str, far: str) -> None:
    assert alike(text, near) > alike(text, far) + 0.1


def test_vectors_have_length_one_or_none_and_less_for_unknown_words() -> None:
    assert float(np.linalg.norm(lexicon().vector("install the package"))) == pytest.approx(1.0, abs=1e-5)
    assert not lexicon().vector("жщю").any()
    assert not lexicon().vector("frobnicate").any()
    assert 0 < float(np.linalg.norm(lexicon().vector("install the frobnicator"))) < 1


def test_the_order_of_words_means_nothing() -> None:
    assert alike("server not found", "found not server") == pytest.approx(1.0, abs=1e-5)
