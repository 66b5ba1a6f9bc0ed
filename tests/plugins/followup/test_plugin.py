"""A last word before a question is let go."""

from bot.core.events import Present
from bot.core.records import HOUR, Status, Step
from bot.core.settings import Mode
from tests.builders import ROOM, START, Chat, alice, bob, expert
from tests.following import FIX, HELP, LIST, following, house

KEEP = 48 * HOUR


def waited(chat: Chat, until: float) -> list[str]:
    """Nobody answers; what was said after the first hour."""
    chat.says(HELP)
    chat.wait(HOUR)
    return chat.wait(until)


def test_two_hours_before_it_is_let_go_the_asker_hears_where_else_to_ask() -> None:
    chat = following()
    (said,) = waited(chat, KEEP - 1)
    assert LIST in said
    assert "2 hours" in said
    assert chat.told[-1] == (KEEP - 2 * HOUR, "alice")


def test_it_is_said_once_and_the_question_expires_as_before() -> None:
    chat = following()
    waited(chat, KEEP - 1)
    assert chat.wait(KEEP + 1) == []
    assert list(chat.memory.questions(ROOM.key)) == []


def test_an_answer_makes_it_unnecessary() -> None:
    chat = following()
    chat.says(HELP)
    chat.says(FIX, bob, 20 * HOUR)
    assert chat.wait(KEEP + 1) == []


def test_nobody_is_run_after_and_nothing_is_held_for_it() -> None:
    chat = following()
    chat.says(HELP)
    chat.wait(HOUR)
    chat.leaves(alice, HOUR)
    assert chat.wait(KEEP - HOUR) == []
    assert (chat.question.status, chat.question.step) == (Status.PARKED, Step.EXPIRE)
    assert chat.comes(alice, KEEP - HOUR / 2) == []


def test_whoever_was_told_shortly_before_is_not_told_again() -> None:
    chat = following(own=house(keep=3 * HOUR))
    assert waited(chat, 4 * HOUR) == []


def test_it_comes_after_the_experts_who_were_called() -> None:
    chat = following(expert("carol", ("packstack",)))
    chat.says(HELP)
    chat.wait(10 * HOUR)
    chat.wait(KEEP - 1)
    assert chat.told[-2:] == [(600 + 1800, "alice"), (KEEP - 2 * HOUR, "alice")]


def test_where_nobody_follows_up_nothing_is_said() -> None:
    assert waited(following(own=house("followup")), KEEP + 1) == []


def test_where_only_the_asked_is_answered_nothing_is_said() -> None:
    chat = following(own=house(mode=Mode.ASKED))
    assert waited(chat, KEEP + 1) == []


def test_what_fell_due_while_we_were_down_is_said_once_when_we_are_back() -> None:
    chat = following()
    chat.says(HELP)
    chat.wait(HOUR)
    chat.memory.passing(ROOM).joined = False
    chat.wait(KEEP - 1.5 * HOUR)
    chat.hear(Present(START + KEEP - 1.5 * HOUR, ROOM, (alice, bob)))
    assert len(chat.wait(KEEP - 1)) == 1
