"""When two names are the same, and what the bot calls itself."""

import pytest

from bot.adapters.irc.names import fold, ident, nick, safe_nick


@pytest.mark.parametrize(
    ("mapping", "name", "folded"),
    [
        ("ascii", "[A]^\\", "[a]^\\"),
        ("rfc1459", "[A]^\\", "{a}~|"),
        ("rfc1459-strict", "[A]^\\", "{a}^|"),
        ("rfc3454", "[A]Ä", "[a]Ä"),
        ("rfc1459", "\u212aelvin", "\u212aelvin"),  # KELVIN SIGN is not k
        ("ascii", "İstanbul", "İstanbul"),
    ],
)
@pytest.mark.case(32)
def test_names_fold_by_the_advertised_mapping_and_ascii_alone(mapping: str, name: str, folded: str) -> None:
    assert fold(name, mapping) == folded


@pytest.mark.parametrize(
    ("name", "as_nick"), [("rdohelper", "rdohelper"), ("RDO helper", "RDOhelper"), ("[bot]-1", "[bot]-1"), ("7of9", "of9"), ("ü", "helper")]
)
def test_the_name_becomes_a_nick(name: str, as_nick: str) -> None:
    assert nick(name) == as_nick


def test_user_names_are_short_and_plain() -> None:
    assert (ident("RDO-helper-of-the-day"), ident("ü")) == ("rdohelper", "helper")


def test_the_safe_nick_has_letters_and_digits_only() -> None:
    assert (safe_nick("[x]_bot-9"), safe_nick("[]")) == ("xbot9", "helper")
