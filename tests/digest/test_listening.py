"""What listen mode has shown: the silence is thought away, and people's answers stand beside it."""

from bot.core.records import Record, Said
from bot.core.settings import Mode
from bot.digest.values import Listening
from tests.builders import ROOM, direct, helper, settings
from tests.weeks import answered, digest, erin, kept_back, tally

LISTENS = settings(mode=Mode.LISTEN)


def heard(*records: Record) -> Listening:
    found = digest(*records, house=LISTENS).listening
    assert found is not None
    return found


def kinds(*said: Said) -> list[str]:
    return [one.kind for one in heard(*said).said]


def test_there_is_nothing_to_tell_where_the_bot_may_speak() -> None:
    assert digest().listening is None


def test_a_room_that_listened_is_told_of_even_if_it_speaks_now() -> None:
    found = digest(kept_back(1)).listening
    assert found is not None
    assert found.rooms == (ROOM.key,)


def test_what_would_have_been_answered_would_have_called_nobody() -> None:
    assert kinds(kept_back(1, question="q"), kept_back(2, "call", 50, question="q", expert="carol")) == ["answer"]


def test_whoever_asks_it_is_answered_and_nobody_is_called_unasked() -> None:
    assert kinds(kept_back(1, "suggest", question="q", prompted=True), kept_back(2, "call", 50, question="q", expert="carol")) == []


def test_an_entry_is_given_once_a_day_then_pointed_at_and_then_no_more() -> None:
    said = [kept_back(n, "answer", 60 * (30 - n), question=f"q{n}", entry="e") for n in range(1, 5)]
    assert [one.at for one in heard(*said).said] == [said[0].at, said[1].at]
    later = kept_back(9, "answer", 1, question="q9", entry="e")
    assert [one.at for one in heard(*said, later).said] == [said[0].at, said[1].at, later.at]


def test_what_belongs_to_no_question_is_said_to_somebody_once_a_day() -> None:
    shows = [kept_back(n, "show", 60 * (40 - n)) for n in range(1, 20)]
    assert len(heard(*shows).said) == 1
    assert kinds(kept_back(1, "show"), kept_back(2, "show", to=erin.identity), kept_back(3, "hello")) == ["show", "show", "hello"]


def test_who_answered_afterwards_is_told_with_how_long_it_took() -> None:
    found = heard(
        kept_back(1, "call", 60, question="q1", expert="carol", after=answered(helper("carol"), 30)),
        kept_back(2, "call", 59, question="q2", expert="carol", after=answered(erin, 58)),
        kept_back(3, "call", 58, question="q3", expert="carol"),
    )
    assert [(one.person, one.after, one.same) for one in found.said] == [("carol", 1800.0, True), ("erin", 60.0, False), ("", None, False)]
    assert (found.calls, found.slower, found.compared, found.hits) == (3, 2, 2, 1)


def test_people_were_faster_where_they_answered_and_nothing_had_been_kept_back() -> None:
    found = heard(tally("person", 5), tally("lines", 2000), kept_back(1, question="q", after=answered(erin, 1)))
    assert (found.faster, found.slower, found.per_1000) == (4, 1, 0.5)


def test_who_spoke_to_it_is_counted_apart() -> None:
    found = heard(kept_back(1, "command", prompted=True), kept_back(2))
    assert (found.prompted, len(found.said)) == (1, 1)


def test_what_was_said_in_private_or_kept_back_for_another_reason_is_no_part_of_it() -> None:
    assert kinds(kept_back(1, place=direct()), kept_back(2, withheld="quiet")) == []


def test_an_expert_who_is_none_any_more_is_not_named() -> None:
    assert [one.expert for one in heard(kept_back(1, "call", question="q", expert="zoe")).said] == [""]
