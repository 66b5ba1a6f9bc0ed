"""Groups of questions: who is put together, in which order, and that groups do not chain."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.groups import grouped

SAME = ("packstack stops at mariadb on stream 9", "packstack fails on mariadb, centos stream 9", "mariadb kills my packstack run")
OTHER = ("how do I resize a cinder volume", "resizing cinder volumes while attached?")
FIELD = ("packstack hangs at puppet", "packstack answer file", "volume type", "attach a volume", "centos stream 9 repo")


def test_wordings_of_one_question_are_one_group() -> None:
    assert grouped((SAME[0], OTHER[0], SAME[1], OTHER[1], SAME[2]), FIELD) == [[0, 2, 4], [1, 3]]


def test_who_is_alone_is_a_group_of_one_and_comes_last() -> None:
    assert grouped(("where is the wiki", *OTHER), FIELD) == [[1, 2], [0]]


def test_a_typo_and_an_ending_make_no_other_question() -> None:
    assert grouped(("octavia loadbalancer stuck in pending_update", "octavia load balancers stuk in PENDING_UPDATE")) == [[0, 1]]


def test_the_same_text_twice_is_one_group() -> None:
    assert grouped(("hello", "what?", "hello")) == [[0, 2], [1]]


def test_groups_do_not_chain() -> None:
    """The middle is like both ends, the ends have nothing in common: they are never in one group."""
    left, middle, right = "keystone token expired", "keystone token glance image", "glance image upload"
    assert all({0, 2} - set(group) for group in grouped((left, middle, right)))


def test_nothing_is_no_group() -> None:
    assert grouped(()) == []


def test_a_word_that_everybody_writes_joins_nobody() -> None:
    texts = [f"packstack {word}" for word in ("ceph", "horizon", "neutron", "swift", "trove", "manila")]
    assert len(grouped(texts)) == len(texts)


@given(st.lists(st.text(max_size=30), max_size=12))
def test_every_text_is_in_one_group_whatever_it_says(texts: list[str]) -> None:
    groups = grouped(texts)
    assert sorted(i for group in groups for i in group) == list(range(len(texts)))
    assert [len(group) for group in groups] == sorted((len(group) for group in groups), reverse=True)
