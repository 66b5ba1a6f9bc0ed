"""The table of weights: one for each sign, and none for what is no sign."""

from bot.core.company import Company
from bot.core.gate_signs import Told, signs
from bot.core.gate_weights import WEIGHTS


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    assert sorted(name for name, _ in signs(Company(), Told.of(("x",)))) == sorted(WEIGHTS)


def test_signs_weigh_as_their_names_say() -> None:
    """A fit that turned one of these round would have learned its logs, not people."""
    against = ("in the talk", "named lately", "names somebody here", "half a name in front", "takes up what others speak of")
    speaking_for = ("asks", "begins like a question", "asks for a way", "says what is wanted", "turns to everybody", "says much")
    assert [WEIGHTS[name] < 0 for name in against] == [True] * len(against)
    assert [WEIGHTS[name] > 0 for name in speaking_for] == [True] * len(speaking_for)
