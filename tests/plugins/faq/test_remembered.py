"""What was worked out about a word."""

from itertools import count

from plugins.faq.remembered import LONGEST, MOST, Remembered


def test_each_word_is_read_once() -> None:
    numbers = count()
    known = Remembered(lambda word: (word, next(numbers)))
    assert [known[word] for word in ("nova", "cinder", "nova")] == [("nova", 0), ("cinder", 1), ("nova", 0)]


def test_long_words_are_read_and_forgotten() -> None:
    known = Remembered(len)
    assert (known["x" * LONGEST], known["x" * (LONGEST + 1)]) == (LONGEST, LONGEST + 1)
    assert list(known) == ["x" * LONGEST]


def test_it_never_grows_beyond_its_bound() -> None:
    known = Remembered(int)
    assert [known[str(number)] for number in range(MOST + 1)] == list(range(MOST + 1))
    assert list(known) == [str(MOST)]
