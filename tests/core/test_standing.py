"""The index of where questions stand: it agrees with a walk through all of them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.memory import Memory
from bot.core.records import Drop, Put, Question, Reply, Status
from bot.core.standing import Standing
from tests.builders import ROOM, START, alice, bob, carol, question

ASKERS = (alice, bob)
STANDS = st.builds(
    lambda number, by, status, held, late: question(
        "why?", by, at=number, number=number, status=status, held=held, replies=(Reply(START, carol, "so", late=True),) if late else ()
    ),
    st.integers(1, 6),
    st.sampled_from(ASKERS),
    st.sampled_from(list(Status)),
    st.booleans(),
    st.booleans(),
)
CHANGES = st.lists(st.one_of(STANDS.map(Put), st.integers(1, 6).map(lambda number: Drop(Question, f"{ROOM.key}#{number}"))), max_size=20)


@given(CHANGES)
def test_it_agrees_with_a_walk(changes: list[Put | Drop]) -> None:
    made = Memory(b"k" * 32)
    made.apply(changes)
    walked = sorted(made.questions(ROOM.key), key=lambda q: q.number)
    for status in Status:
        assert list(made.standing(ROOM.key, status)) == [q for q in walked if q.status is status]
    for asker in ASKERS:
        assert list(made.asked_by(ROOM.key, asker.id)) == [q for q in walked if q.asker.id == asker.id]
    assert list(made.for_return(ROOM.key)) == [q for q in walked if q.held or q.late]


def test_what_was_taken_out_leaves_nothing_behind() -> None:
    index = Standing()
    one = question()
    index.put(one)
    index.take(one)
    assert not index


def test_several_statuses_come_in_order_of_asking() -> None:
    made = Memory(b"k" * 32, (question(number=2, at=2.0), replace(question(number=1, at=1.0), status=Status.ROUTED)))
    assert [q.number for q in made.standing(ROOM.key, Status.ASKED, Status.ROUTED)] == [1, 2]
