"""At most one voice, and only where and when it may speak."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.commands import CommandSpec
from bot.core.memory import Memory
from bot.core.moments import AskerBack, Command, Greeted, HelperActive, Moment, SpokenTo, StillWaiting, TooFast
from bot.core.plugin import Proposal, Words
from bot.core.records import HOUR, Quiet, Step
from bot.core.referee import QUIET_AGAIN, Referee, Scene, Verdict, scene
from bot.core.settings import Mode
from tests.builders import NETWORK, ROOM, START, alice, carol, direct, known, memory, person, question, settings, uttered

AT = START + 120
WAITS: Moment = StillWaiting(AT, question(), Step.ANSWER)
RETURNS: Moment = AskerBack(AT, question())
SPOKE: Moment = SpokenTo(AT, ROOM, ROOM.key, alice, "hi")
PRIVATE: Moment = SpokenTo(AT, direct(), direct().key, alice, "hi")
SPECS = (CommandSpec("help", "", "", listening=True), CommandSpec("open", "", ""))
ORDER = Command(AT, ROOM, ROOM.key, alice, "help", "", known=SPECS)
FAST: Moment = TooFast(AT, ROOM, ROOM.key, alice)
GREETS: Moment = Greeted(AT, ROOM, ROOM.key, alice)
ACTIVE: Moment = HelperActive(AT, ROOM, ROOM.key, carol, "carol", (question(),))
UNPROMPTED = (WAITS, RETURNS, GREETS, ACTIVE)
PROMPTED = (SPOKE, PRIVATE, ORDER, FAST)


def proposal(kind: str = "answer", **more: Any) -> Proposal:
    return Proposal(kind, (Words(kind),), "because", **more)


def decide(moment: Moment, *proposals: Proposal, made: Memory | None = None, **more: Any) -> Verdict:
    return Referee(settings(**more)).decide(moment, proposals or (proposal(),), made or memory())


def rule(moment: Moment, made: Memory | None = None, **more: Any) -> str:
    return decide(moment, made=made, **more).rule


# --- who speaks ---

ONE, TWO, LAST, FRONT = proposal("one"), proposal("two"), proposal("last", last=True), proposal("front", front=True)
VOICES = (
    ((ONE, TWO), ONE, (), (TWO,)),
    ((LAST, ONE), ONE, (), (LAST,)),
    ((LAST,), LAST, (), ()),
    ((FRONT, ONE), ONE, (FRONT,), ()),
    ((ONE, FRONT), ONE, (FRONT,), ()),
)


@pytest.mark.parametrize(("proposals", "voice", "fronts", "unheard"), VOICES)
def test_the_first_voice_speaks_with_the_half_sentences_before_it(
    proposals: tuple[Proposal, ...], voice: Proposal, fronts: tuple[Proposal, ...], unheard: tuple[Proposal, ...]
) -> None:
    assert decide(WAITS, *proposals) == Verdict(voice, fronts, unheard)


def test_a_half_sentence_is_no_voice() -> None:
    assert decide(WAITS, FRONT).voice is None


def test_nobody_says_nothing() -> None:
    assert Referee(settings()).decide(WAITS, (), memory()) == Verdict(rule="nobody has anything to say")


def test_in_private_nobody_is_welcomed_to_the_channel() -> None:
    assert decide(PRIVATE, FRONT, ONE) == Verdict(ONE)


# --- modes ---


@pytest.mark.parametrize("moment", [*UNPROMPTED, *PROMPTED])
def test_gentle_lets_everything_be_said(moment: Moment) -> None:
    assert rule(moment) == ""


@pytest.mark.parametrize("moment", UNPROMPTED)
def test_asked_says_nothing_unprompted(moment: Moment) -> None:
    assert rule(moment, mode=Mode.ASKED) == "mode: asked"


@pytest.mark.parametrize("moment", PROMPTED)
def test_asked_answers_whoever_speaks_to_us(moment: Moment) -> None:
    assert rule(moment, mode=Mode.ASKED) == ""


@pytest.mark.parametrize("moment", [*UNPROMPTED, *PROMPTED])
def test_listen_says_nothing(moment: Moment) -> None:
    assert rule(moment, mode=Mode.LISTEN) == "mode: listen"


@pytest.mark.parametrize(("name", "heard"), [("help", True), ("open", False), ("unknown", False)])
def test_listen_answers_a_few_commands_in_private(name: str, heard: bool) -> None:
    order = replace(ORDER, place=direct(), room=direct().key, name=name)
    assert (rule(order, mode=Mode.LISTEN) == "") is heard


@pytest.mark.parametrize(("moment", "said"), [(WAITS, "mode: listen"), (PRIVATE, "")])
def test_a_room_may_have_a_mode_of_its_own(moment: Moment, said: str) -> None:
    assert rule(moment, room_mode=Mode.LISTEN) == said


# --- quiet, opt-out, budget ---


def quiet(until: float, reason: str = "quiet") -> Memory:
    return memory(Quiet(ROOM.key, until, reason))


@pytest.mark.parametrize("reason", ["quiet", "meeting"])
@pytest.mark.parametrize("moment", UNPROMPTED)
def test_a_quiet_room_hears_nothing_unprompted_and_later_all_the_same(moment: Moment, reason: str) -> None:
    verdict = decide(moment, made=quiet(AT + 7200, reason))
    assert (verdict.voice, verdict.rule, verdict.until) == (None, reason, AT + QUIET_AGAIN)


def test_quiet_that_ends_soon_is_waited_for() -> None:
    assert decide(WAITS, made=quiet(AT + 10)).until == AT + 10


@pytest.mark.parametrize("moment", PROMPTED)
def test_in_a_quiet_room_we_answer_when_spoken_to(moment: Moment) -> None:
    assert rule(moment, quiet(AT + 7200)) == ""


@pytest.mark.parametrize("moment", [WAITS, RETURNS, GREETS])
def test_who_opted_out_hears_nothing_unprompted_not_even_later(moment: Moment) -> None:
    verdict = decide(moment, made=known(memory(), alice, kind="optout"))
    assert (verdict.rule, verdict.until) == ("opted out", None)


def test_an_expert_who_opted_out_is_shown_nothing() -> None:
    assert rule(ACTIVE, known(memory(), carol, kind="optout")) == "opted out"
    assert rule(ACTIVE, known(memory(), alice, kind="optout")) == ""


@pytest.mark.parametrize("moment", PROMPTED)
def test_who_opted_out_is_answered_when_they_speak_to_us(moment: Moment) -> None:
    assert rule(moment, known(memory(), alice, kind="optout")) == ""


def spoken(*times: float, **more: Any) -> Memory:
    """A room in which was spoken unprompted, these seconds before the moment."""
    return memory(*(uttered(number, at=120 - ago, **more) for number, ago in enumerate(times, 1)))


OVER = "limits.unprompted_per_hour"


@pytest.mark.parametrize(("times", "said"), [((1, 2), OVER), ((1,), ""), ((1, HOUR - 1), OVER), ((1, HOUR), ""), ((1, HOUR + 1), "")])
def test_only_so_much_is_said_unprompted_in_an_hour(times: tuple[float, ...], said: str) -> None:
    assert rule(WAITS, spoken(*times), unprompted_per_hour=2) == said


def test_over_the_budget_is_not_now_and_at_the_end_of_the_hour_it_is() -> None:
    verdict = decide(WAITS, made=spoken(600, 60), unprompted_per_hour=2)
    assert verdict.until == AT + HOUR - 600
    later = StillWaiting(verdict.until, question(), Step.ANSWER)
    assert rule(later, spoken(600, 60), unprompted_per_hour=2) == ""


@pytest.mark.parametrize("more", [{"prompted": True}, {"withheld": "quiet"}, {"utterance": 1}, {"room": "oftc/#other"}])
def test_answers_to_people_and_what_was_kept_back_cost_nothing_and_an_utterance_counts_once(more: dict[str, object]) -> None:
    assert rule(WAITS, spoken(1, 2, 3, **more), unprompted_per_hour=2) == ""


@pytest.mark.parametrize("moment", PROMPTED)
def test_whoever_speaks_to_us_is_answered_over_the_budget(moment: Moment) -> None:
    assert rule(moment, spoken(1, 2), unprompted_per_hour=2) == ""


# --- scenes ---


def test_a_scene_is_where_the_question_was_asked_or_where_the_person_is() -> None:
    assert scene(WAITS) == Scene(AT, ROOM, ROOM.key, alice, question(), False)
    assert scene(ACTIVE) == Scene(AT, ROOM, ROOM.key, carol, None, False)
    assert scene(PRIVATE) == Scene(AT, direct(), direct().key, alice, None, True)
    assert [scene(moment).prompted for moment in (*UNPROMPTED, *PROMPTED)] == [False] * 4 + [True] * 4


def test_who_is_who_goes_by_network() -> None:
    elsewhere = person("alice", network="libera")
    assert rule(WAITS, known(memory(), elsewhere, kind="optout")) == ""
    assert elsewhere.network != NETWORK


# --- who wants to be left alone ---


@pytest.mark.parametrize("moment", [WAITS, SPOKE, ORDER])
def test_who_has_opted_out_is_spoken_to_by_nobodys_wish(moment: Moment) -> None:
    made = known(memory(), carol, kind="optout")
    to_carol = replace(ONE, words=(Words("a question for you", to=carol), Words("carol is asked", to=alice)))
    assert decide(moment, to_carol, made=made) == Verdict(unheard=(to_carol,), rule="opted out")
    assert decide(moment, to_carol, TWO, made=made) == Verdict(TWO, (), (to_carol,))


def test_who_has_opted_out_is_answered_when_they_ask() -> None:
    made = known(memory(), alice, kind="optout")
    answer = replace(ONE, words=(Words("here", to=alice),))
    assert decide(SPOKE, answer, made=made).voice == answer
