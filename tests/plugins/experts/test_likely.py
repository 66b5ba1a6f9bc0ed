"""Who will probably answer: what speaks for somebody, and that nobody is named who is not likely."""

from bot.core.answering import Answering, Signs
from plugins.experts.likely import AT_MOST, LEAST, NOBODY, WITHIN, candidates, chance, likely, score, terms

NOW = Signs(minutes=1, lines=3)
HOUR = 3_600.0


def room() -> Answering:
    """carol answers questions, eve asks them, dave talks; all spoke within minutes, carol least lately."""
    made = Answering()
    for turn in range(6):
        at = 700.0 * turn
        made.observe(at, f"asker{turn}", None, asks=True, words=6)
        made.observe(at + 30, "carol", f"asker{turn}", asks=False, words=8)
        made.observe(at + 60, "dave", None, asks=False, words=5)
        made.observe(at + 90, "eve", None, asks=True, words=5)
    return made


def test_what_speaks_for_and_against_somebody() -> None:
    plain = score(NOW)
    assert score(Signs(60, 3)) < plain
    assert score(Signs(1, 300)) < plain
    assert score(Signs(1, 3, picked=3)) > plain
    assert score(Signs(1, 3, reached=2)) > plain
    assert score(Signs(1, 3, asking=0.9)) < plain
    assert score(Signs(1, 3, talked=1.0)) > plain
    assert score(NOW, named=True) > plain


def test_each_weight_has_what_it_weighs() -> None:
    assert len(terms(NOW, named=True)) == 7
    assert terms(Signs(0, 0, asking=0.5, talked=0.25), named=True) == (0, 0, 0, 0, 0.5, 0.25, 1)


def test_who_answers_comes_before_who_spoke_last() -> None:
    names = [who for who, _ in likely(room(), "zoe", "where is the repo?", 3_600.0)]
    assert names[0] == "carol"
    assert names.index("dave") < names.index("eve")


def test_who_is_named_comes_first() -> None:
    assert likely(room(), "zoe", "Dave, where is the repo?", HOUR)[0][0] == "dave"


def test_nobody_answers_themselves() -> None:
    assert "carol" not in dict(likely(room(), "carol", "carol here, where is the repo?", HOUR))


def test_chances_fall_and_nobody_is_named_below_the_limit() -> None:
    chances = [share for _, share in likely(room(), "zoe", "where?", HOUR)]
    assert chances == sorted(chances, reverse=True)
    assert all(LEAST <= share < 1 for share in chances)
    assert likely(room(), "zoe", "where?", 12 * HOUR) == []
    assert likely(Answering(), "zoe", "where?", HOUR) == []


def test_a_chance_is_even_where_nobody_is_as_likely() -> None:
    assert chance(NOBODY) == 0.5
    assert 0 <= chance(-1e9) < chance(0) < chance(1e9) <= 1


def test_who_spoke_long_ago_or_before_many_others_is_not_compared() -> None:
    made = Answering()
    for number in range(AT_MOST + 5):
        made.observe(float(number), f"p{number}", None, asks=False, words=3)
    assert [who for who, _ in candidates(made, "zoe", 200.0)] == [f"p{n}" for n in range(AT_MOST + 4, 4, -1)]
    assert list(candidates(made, "zoe", 200.0 + 60 * WITHIN)) == []
