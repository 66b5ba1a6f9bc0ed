"""How much a feature tells."""

from plugins.faq.rarity import Rarity

RARITY = Rarity([{"nova", "the"}, {"horizon", "the"}, {"cirros", "the", "lunch"}], [{"the", "lunch"}, {"lunch"}])


def test_what_few_entries_hold_weighs_more() -> None:
    assert RARITY.unseen > RARITY.of("nova") > RARITY.of("the") > 0
    assert RARITY.unseen == RARITY.of("a word that nobody ever said")


def test_what_everybody_says_tells_no_entries_apart() -> None:
    assert RARITY.of("lunch") < RARITY.of("nova")


def test_what_fills_the_entries_tells_none_apart_however_rare_it_is_in_chatter() -> None:
    assert Rarity([{"nova"}] * 9, [{"lunch"}] * 99).of("nova") == Rarity([{"nova"}] * 9, []).of("nova") < RARITY.of("nova")


def test_what_chatter_says_tells_no_question() -> None:
    assert RARITY.telling("nova") > RARITY.telling("lunch") > 0
    assert RARITY.telling("nova") > RARITY.telling("the")
    assert RARITY.telling("a word that nobody ever said") == 1


def test_without_entries_and_chatter_every_word_tells_the_same() -> None:
    nothing = Rarity([], [])
    assert (nothing.of("a"), nothing.telling("a")) == (nothing.unseen, 1)
