"""Yes and no to what we asked."""

import pytest

from bot.core.consent import agrees


@pytest.mark.parametrize("said", ["yes", "Yes!", "yes, please", "sure, go ahead", "ok thanks", "yep, I'll take it", "gladly"])
def test_a_yes_is_one(said: str) -> None:
    assert agrees(said) is True


@pytest.mark.parametrize("said", ["no", "nope", "No, thanks.", "no, sorry", "nah"])
def test_a_no_is_one(said: str) -> None:
    assert agrees(said) is False


@pytest.mark.parametrize(
    "said",
    ["", "thanks", "sorry", "not sure", "ok, but later", "sure no", "yes and no", "yes, what does it mean?", "no idea", "\x02\u202e"],
)
def test_what_is_more_than_that_decides_nothing(said: str) -> None:
    assert agrees(said) is None
