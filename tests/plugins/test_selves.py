"""Who somebody is on another network: by their own word from both sides, from accounts, and undone from either side."""

import pytest

from bot.core.people import Person
from bot.core.records import CLAIM_KEPT, DAY, MARK_KEPT, Claim, Status
from tests.builders import QUESTION, START, Chat, alice, person
from tests.core.test_bridges import eve, on_matrix, relayed, says, two_sides

ALICE = person("alice", account="Alice")
ON_MATRIX = on_matrix("alice")
HALF = "Noted for a day. Say the same from the other side, so that I know: iam {} on {}"


def told(chat: Chat, text: str, by: Person, at: float = 0.0) -> str:
    return " ".join(chat.hear(says(f"!{text}", by, at)))


def linked(at: float = 0.0) -> Chat:
    chat = two_sides(here=(ALICE,), there=(ON_MATRIX, eve))
    assert told(chat, "iam @alice:example.org on matrix", ALICE, at) == HALF.format("Alice", "oftc")
    assert told(chat, "iam alice on oftc", ON_MATRIX, at + 60).startswith("Thank you")
    return chat


def claims(chat: Chat) -> list[Claim]:
    return [claim for claim in chat.memory.records[Claim].values() if isinstance(claim, Claim)]


REFUSED = (
    ("iam @alice:example.org on matrix", alice, "accounts only"),
    ("iam alice", ALICE, "on: oftc, matrix"),
    ("iam", ALICE, "on: oftc, matrix"),
    ("iam alice on matrix", ALICE, "on: oftc, matrix"),
    ("iam alice on nowhere", ALICE, 'no network called "nowhere"'),
    ("iam bob on oftc", ALICE, "you already"),
    ("notme", alice, "accounts only"),
)


@pytest.mark.parametrize(("text", "by", "answer"), REFUSED)
def test_what_cannot_be_linked_is_refused_in_words(text: str, by: Person, answer: str) -> None:
    chat = two_sides(here=(by,))
    assert answer in told(chat, text, by)
    assert claims(chat) == []


def test_one_word_alone_changes_nothing_and_is_forgotten_after_a_day() -> None:
    chat = two_sides(here=(ALICE,), there=(ON_MATRIX,))
    told(chat, "iam @alice:example.org on matrix", ALICE)
    assert (chat.memory.selves(ALICE), chat.memory.selves(ON_MATRIX)) == ((), ())
    assert [claim.expires for claim in claims(chat)] == [START + CLAIM_KEPT]
    list(chat.kernel.until(START + 2 * DAY, chat.memory))
    for drop in tuple(chat.memory.expired(START + 2 * DAY)):
        chat.memory.apply((drop,))
    assert claims(chat) == []
    assert "Noted" in told(chat, "iam alice on oftc", ON_MATRIX, 3 * DAY)


def test_both_words_link_the_two_for_a_year() -> None:
    chat = linked()
    assert chat.memory.selves(ALICE) == (chat.memory.hash(ON_MATRIX.identity),)
    assert chat.memory.selves(ON_MATRIX) == (chat.memory.hash(ALICE.identity),)
    assert {claim.expires for claim in claims(chat)} == {START + 60 + MARK_KEPT}


def test_nothing_of_it_can_be_read_in_the_store() -> None:
    assert "alice" not in repr(claims(linked())).lower()


def test_nobody_can_link_somebody_else() -> None:
    chat = two_sides(here=(ALICE,), there=(ON_MATRIX, eve))
    told(chat, "iam alice on oftc", eve)
    told(chat, "iam @alice:example.org on matrix", ALICE)
    assert (chat.memory.selves(eve), chat.memory.selves(ALICE)) == ((), ())
    assert chat.hear(relayed("!iam alice on oftc", "alice", 9)) == []
    assert chat.memory.selves(ALICE) == ()


@pytest.mark.parametrize(("text", "by"), [("iam nobody", ALICE), ("notme", ON_MATRIX)])
def test_either_side_undoes_it(text: str, by: Person) -> None:
    chat = linked()
    assert told(chat, text, by, 90).startswith("Done")
    assert (claims(chat), chat.memory.selves(ALICE), chat.memory.selves(ON_MATRIX)) == ([], (), ())


def test_only_the_latest_word_waits() -> None:
    chat = two_sides(here=(ALICE,))
    told(chat, "iam @a:example.org on matrix", ALICE)
    told(chat, "iam @b:example.org on matrix", ALICE, 9)
    assert [claim.also for claim in claims(chat)] == [chat.memory.hash("matrix:account=@b:example.org")]


def test_their_question_is_theirs_on_both_sides() -> None:
    chat = linked()
    chat.hear(says(QUESTION, ALICE, 900))
    asked = next(chat.memory.questions_by(ON_MATRIX))
    assert chat.memory.current(asked.room, ON_MATRIX) == asked
    assert "closed" in told(chat, "solved", ON_MATRIX, 920)
    assert chat.memory.question(asked.key).status is Status.SOLVED  # type: ignore[union-attr]
    assert "open again" in told(chat, "reopen 1", ON_MATRIX, 930)
    told(chat, "notme", ON_MATRIX, 940)
    assert "no question 1 of yours" in told(chat, "solved 1", ON_MATRIX, 950)


def test_who_wants_to_be_left_alone_is_on_both_sides() -> None:
    chat = linked()
    told(chat, "optout", ALICE, 90)
    assert chat.memory.marked("optout", ON_MATRIX) is not None
    told(chat, "optin", ALICE, 99)
    assert (chat.memory.marked("optout", ON_MATRIX), chat.memory.marked("optout", ALICE)) == (None, None)


def test_a_memory_built_from_its_records_knows_the_links() -> None:
    chat = linked()
    chat.hear(says(QUESTION, ALICE, 900))
    again = type(chat.memory)(chat.memory.hash_key, [r for kind in chat.memory.records.values() for r in kind.values()])
    assert again.selves(ALICE) == chat.memory.selves(ALICE)
    assert list(again.questions_by(ON_MATRIX)) == list(chat.memory.questions_by(ON_MATRIX))
