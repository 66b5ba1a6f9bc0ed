"""Who answers people in a room, as counts: what is seen of each line, what fades, what is bounded, what is forgotten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answering import PARTNERS, PEOPLE, Answering, Signs, means

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
Said = tuple[float, str, str | None, str]  # when, by whom, to whom, and the words


def room(*lines: Said) -> Answering:
    made = Answering()
    for at, who, to, text in lines:
        made.observe(at, who, to, asks=text.endswith("?"), words=len(text.split()))
    return made


def signs(made: Answering, who: str = "carol", at: float = HOUR, asker: str = "zoe") -> Signs:
    found = made.signs(who, asker, at)
    assert found is not None
    return found


def test_of_whom_nothing_was_heard_nothing_is_known() -> None:
    assert room((0, "alice", "carol", "are you there?")).signs("carol", "alice", HOUR) is None


def test_time_and_lines_since_they_spoke() -> None:
    found = signs(room((0, "carol", None, "hello"), (60, "bob", None, "hm"), (90, "dave", None, "ah")))
    assert (found.minutes, found.lines) == (60, 2)


ASKED = (0.0, "alice", None, "where is the repo?")


@pytest.mark.parametrize(
    ("lines", "picked"),
    [
        ((ASKED, (60, "carol", "alice", "on the page of epoxy")), 1),
        ((ASKED, (60, "carol", "alice", "which one?")), 1),  # a question back is help, too
        ((ASKED, (60, "carol", "alice", "on the page"), (61, "carol", "alice", "of epoxy")), 1),  # once a question
        ((ASKED, (60, "carol", None, "on the page of epoxy")), 0),  # to nobody: it may be talk
        ((ASKED, (601, "carol", "alice", "on the page of epoxy")), 0),  # too late to be an answer to that
        (((0, "alice", None, "so be it"), (60, "carol", "alice", "on the page of epoxy")), 0),
        (((0, "alice", "bob", "where is it?"), (60, "carol", "alice", "on the page")), 0),  # no question to the room
        (((0, "alice", None, "hm"), (5, "alice", None, "where is it?"), (60, "carol", "alice", "there")), 0),  # in the middle of their talk
        ((ASKED, (60, "alice", "alice", "found it on the page")), 0),
    ],
)
def test_who_speaks_to_somebody_that_has_just_asked_the_room_picks_it_up(lines: tuple[Said, ...], picked: float) -> None:
    made = room((0, "carol", None, "hello"), *lines)
    assert signs(made, at=lines[-1][0]).picked == pytest.approx(picked, abs=1e-4)


@pytest.mark.parametrize(
    ("lines", "reached"),
    [
        (((0, "carol", "alice", "it is in the log"),), 1),
        (((0, "carol", "alice", "it is in the log"), (10, "carol", "alice", "at the end of it")), 1),
        (((0, "carol", "alice", "it is in the log"), (10, "carol", "bob", "and yours is there")), 2),
        (((0, "carol", "alice", "yes it is"),), 0),
        (((0, "carol", "alice", "is it in the log?"),), 0),
    ],
)
def test_people_are_reached_by_lines_that_explain(lines: tuple[Said, ...], reached: float) -> None:
    assert signs(room(*lines), at=10).reached == pytest.approx(reached, abs=0.01)


def test_who_mostly_asks_is_known_for_it() -> None:
    asker = room(*((n * HOUR, "carol", None, "how?") for n in range(8)))
    helper = room(*((n * HOUR, "carol", "bob", "like this") for n in range(8)))
    assert signs(helper).asking < Signs(0, 0).asking < signs(asker).asking


@pytest.mark.parametrize(("speaker", "other"), [("carol", "zoe"), ("zoe", "carol")])
def test_the_asker_and_they_are_in_a_conversation(speaker: str, other: str) -> None:
    made = room((0, "carol", None, "hello"), (0, "zoe", None, "hello"), (10, speaker, other, "ah"))
    assert signs(made, at=10).talked == 1
    assert signs(made, at=HOUR).talked < 0.01
    assert signs(made, at=10, asker="bob").talked == 0


def test_what_helpers_did_holds_for_months_and_what_they_do_now_for_an_hour() -> None:
    made = room((0, "carol", None, "hello"), ASKED, (60, "carol", "alice", "it is on the page"))
    later = signs(made, at=30 * DAY)
    assert later.picked > 0.9
    assert later.reached < 0.001


def test_a_clock_that_was_set_back_counts_as_no_time() -> None:
    made = room((0, "zoe", None, "how do i start it?"), (10, "carol", "zoe", "it is on the page"))
    assert signs(made, at=10 - 40 * DAY) == signs(made, at=10)


def test_what_somebody_did_goes_with_their_name() -> None:
    made = room((0, "carol", None, "hello"), ASKED, (60, "carol", "alice", "it is on the page"), (70, "bob", None, "ah"))
    made.renamed("carol", "carol_")
    assert made.signs("carol", "zoe", 70) is None
    assert signs(made, "carol_", 70).picked > 0.9
    assert list(made.lately()) == ["bob", "carol_", "alice"]


def test_whoever_is_forgotten_is_in_nobodys_memory() -> None:
    made = room((0, "carol", None, "hello"), (10, "carol", "zoe", "look at the log"), (20, "zoe", "carol", "thanks"))
    made.forget("zoe")
    assert made.signs("zoe", "carol", 20) is None
    assert signs(made, at=20).talked == 0


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from([None, *"abcdefgh"]), st.booleans(), st.integers(0, 9)), max_size=60)
)
def test_any_talk_is_counted_within_bounds(talk: list[tuple[str, str | None, bool, int]]) -> None:
    made = Answering()
    for number, (who, to, asks, words) in enumerate(talk):
        made.observe(30.0 * number, who, to, asks=asks, words=words)
    for who in made.lately():
        found = signs(made, who, at=30.0 * len(talk))
        assert 0 <= found.asking <= 1
        assert 0 <= found.talked <= 1
        assert found.picked <= len(talk)
        assert found.reached <= len(talk)


def test_memory_is_bounded_in_people() -> None:
    made = room(*((n, f"p{n}", None, "hello") for n in range(PEOPLE + 2)))
    assert [*made.lately()][::-1] == [f"p{n}" for n in range(2, PEOPLE + 2)]


def test_memory_is_bounded_in_partners() -> None:
    made = room(*((9, "bob", f"q{n}", "look at the log") for n in range(PARTNERS + 1)))
    made.observe(9, "q0", None, asks=False, words=1)
    assert signs(made, "bob", 9, "q0").talked == 0  # the oldest of them
    assert signs(made, "bob", 9, "q1").talked == 1


HERE = {"bob": "bob", "pici": "pici", "so": "so", "1234": "1234", "well": "well"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("bob it is in the log", "bob"),
        ("@bob it is in the log", "bob"),
        ("thanks Pici", "pici"),
        ("that worked, thank you, pici!", "pici"),
        ("yes bob, like this", "bob"),
        ("!grub2 | bob", "bob"),
        ("!info libc6 > bob (look there)", "bob"),
        ("i asked bob about it yesterday", None),
        ("well that is it", None),  # a word that begins sentences
        ("it costs 1234", None),
        ("so what", None),  # too short to be told from a word
        ("", None),
        ("x" * 100_000, None),
        (f"{'word ' * 102}bob", None),  # a paste
        ("a " * 50_000, None),
    ],
)
def test_names_without_a_colon_count_where_a_line_begins_or_ends(text: str, who: str | None) -> None:
    assert means(text, lambda name: HERE.get(name.lower())) == who
