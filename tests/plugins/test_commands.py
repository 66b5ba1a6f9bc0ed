"""The words anybody can say to the bot, and small talk: moments in, proposals out."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.actions import Reload
from bot.core.memory import Memory
from bot.core.moments import Command, SpokenTo, TooFast
from bot.core.people import Identity, Person, Place, Standing
from bot.core.plugin import UNSURE, Closed, Proposal, Reopened, Words
from bot.core.records import DAY, HOUR, Call, Counter, Drop, Mark, Put, Question, Quiet, Status, Step
from bot.core.settings import Mode
from bot.core.text import JOINER
from plugins.commands import COMMANDS, Commands, build
from plugins.commands.silence import QUIET_AT_MOST
from tests.builders import (
    NETWORK,
    ROOM,
    START,
    alice,
    bob,
    carol,
    chat,
    direct,
    expert,
    helper,
    knowledge,
    known,
    memory,
    person,
    question,
    settings,
    uttered,
)
from tests.entries import entry

MAINTAINER = person("maya", account="maya")
MASKED = person("max", host="max@staff.example.org")
HOUSE = settings(
    maintainers=(Identity(NETWORK, account="maya"), Identity(NETWORK, hostmask="max!*@staff.example.org"), Identity(NETWORK, nick="nina"))
)


def commands(*experts: Any, **section: str) -> Commands:
    return build(section, HOUSE, knowledge(*experts))


def propose(order: str, by: Person = alice, made: Memory | None = None, plugin: Commands | None = None, **more: Any) -> Proposal:
    """What the plugin says to a command; `place` and `standing` may be given."""
    name, _, args = order.partition(" ")
    place = more.pop("place", ROOM)
    moment = Command(START + 600, place, place.key, by, name, args, known=COMMANDS, **more)
    (proposal,) = (plugin or commands()).handle(moment, made or memory())
    assert isinstance(proposal, Proposal)
    return proposal


def told(order: str, by: Person = alice, made: Memory | None = None, **more: Any) -> str:
    """The words said to a command in the room."""
    first = propose(order, by, made, **more).words[0]
    return f"{first.text} {first.after}".strip()


def open_question(number: int = 1, by: Person = alice, **more: Any) -> Question:
    return question(number=number, by=by, **more)


# --- help and about ---


def test_help_lists_three_commands_and_the_rest_in_private() -> None:
    public, private = propose("help").words
    assert "help, about, ask" in public.text
    assert public.after == f"({len(COMMANDS) - 3} more in private)"
    assert (private.place, private.to) == (direct(), alice)
    assert all(spec.name in private.text for spec in COMMANDS[3:])


def test_help_in_private_lists_all_commands() -> None:
    (only,) = propose("help", place=direct()).words
    assert all(spec.name in only.text for spec in COMMANDS)


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_help_tells_of_each_command_how_it_is_used_and_what_it_does(spec: Any) -> None:
    assert told(f"help {spec.name}").startswith(f"{spec.usage}: ")
    assert told(f"help !{spec.name.upper()}") == told(f"help {spec.name}")


def test_help_for_what_is_no_command_says_where_to_look() -> None:
    assert told("help frobnicate") == 'I have no command "frobnicate". "help" alone lists them.'


def test_about_names_who_runs_it_what_is_kept_and_what_it_is() -> None:
    text = told("about")
    assert all(word in text for word in ("the operators", "2 days", "Patience", "Apache-2.0", "a bot"))


def test_ask_alone_asks_what() -> None:
    assert "ask" in told("ask")


def test_an_unknown_command_gets_a_kind_hint() -> None:
    assert 'I don\'t know the command "frob".' in told("frob", place=direct())


# --- open ---


def test_no_open_questions_are_told() -> None:
    assert told("open", made=memory(open_question(status=Status.ANSWERED))) == "No open questions here."


@pytest.mark.parametrize("status", [Status.ASKED, Status.ROUTED, Status.PARKED])
def test_an_open_question_is_listed_with_number_age_asker_and_first_words(status: Status) -> None:
    text = told("open", made=memory(open_question(number=7, status=status)))
    assert text == "1 open: #7 alice (10 min): is there a repo for gazpacho?"


def test_three_are_listed_in_the_room_and_the_rest_in_private() -> None:
    said = propose("open", made=memory(*(open_question(n) for n in range(1, 6)))).words
    assert [(words.to, words.place, words.after) for words in said] == [
        (alice, None, ""),
        (None, None, ""),
        (None, None, "(2 more in private)"),
        (alice, direct(), ""),
        (alice, direct(), ""),
    ]


def test_each_question_of_a_list_has_a_line_of_its_own() -> None:
    for place in (ROOM, direct()):
        said = propose("open", made=memory(*(open_question(n) for n in range(1, 6))), place=place).words
        assert [words.text.count("#") for words in said] == [1] * 5


def test_nobody_whom_a_listed_question_names_is_called_by_that() -> None:
    made = memory(
        open_question(text="carol and bob told me to ask: does nova's evacuation work?"), here=(alice, bob, carol, person("nova"))
    )
    text = told("open", made=made)
    assert not any(name in text for name in ("carol", "bob", "nova"))
    assert text.replace(JOINER, "").endswith("carol and bob told me to ask: does nova's evacuation work?")


def test_in_private_the_questions_of_shared_rooms_are_listed() -> None:
    assert told("open", made=memory(open_question(by=bob)), place=direct()).startswith("1 open: #1 bob")


def test_in_private_rooms_that_they_are_not_in_are_none_of_their_business() -> None:
    assert told("open", carol, memory(open_question()), place=direct(carol)) == "No open questions here."


def test_where_nobody_has_a_list_of_members_a_room_is_theirs_who_asked_there_and_was_not_seen_leaving() -> None:
    made = memory(open_question(), here=())
    made.passing(ROOM).complete = False
    assert told("open", made=made, place=direct()).startswith("1 open: #1 alice")
    assert told("open", carol, made, place=direct(carol)) == "No open questions here."
    assert "1" in told("solved 1", made=made, place=direct())
    made.passing(ROOM).left[alice.id] = START
    assert told("open", made=made, place=direct()) == "No open questions here."


def test_a_long_question_is_cut() -> None:
    assert len(told("open", made=memory(open_question(text="word " * 100))).encode()) < 120


# --- solved and reopen ---


def test_what_is_closed_already_is_said_to_be() -> None:
    assert told("solved 1", made=memory(open_question(status=Status.SOLVED))).startswith("Question 1 is in that state already.")
    assert told("reopen 1", made=memory(open_question())).startswith("Question 1 is in that state already.")


ANSWERED = open_question(status=Status.ANSWERED, answered_by=bob, calls=(Call(START, "carol", carol),))
LOGGED_IN = person("alice", account="alice")
MAY = (
    (ANSWERED, alice, True),  # who asked
    (ANSWERED, bob, True),  # who answered
    (ANSWERED, carol, True),  # who was called
    (ANSWERED, person("dave"), False),
    (ANSWERED, MAINTAINER, False),
    (ANSWERED, person("alice", host="mallory@example.net"), False),  # a nick alone is nobody
    (replace(ANSWERED, asker=LOGGED_IN), person("al", account="alice"), True),
    (replace(ANSWERED, asker=LOGGED_IN), person("alice", account="mallory"), False),
)


@pytest.mark.parametrize(("asked", "by", "may"), MAY)
@pytest.mark.parametrize(("order", "effect"), [("solved", Closed), ("reopen", Reopened)])
def test_a_question_is_closed_and_reopened_by_whoever_asked_or_helped(
    asked: Question, by: Person, may: bool, order: str, effect: type
) -> None:
    done = effect(asked.key, by) if may else None
    assert propose(order, by, memory(asked)).effect == done
    assert propose(f"{order} 1", by, memory(asked)).effect == done


@pytest.mark.parametrize(("order", "number"), [("solved", 2), ("solved 1", 1), ("solved #1", 1), ("solved that", 2), ("solved 9", None)])
def test_without_a_number_the_newest_is_meant(order: str, number: int | None) -> None:
    effect = propose(order, made=memory(open_question(1), open_question(2))).effect
    assert effect == (Closed(f"{ROOM.key}#{number}", alice) if number else None)


def test_what_is_solved_is_not_solved_again_and_what_is_open_is_not_reopened() -> None:
    assert propose("solved", made=memory(open_question(status=Status.SOLVED))).effect is None
    assert propose("reopen", made=memory(open_question(status=Status.ASKED))).effect is None


def test_a_number_that_is_not_theirs_says_whose_it_may_be() -> None:
    assert told("solved 1", bob, memory(open_question())).startswith("I find no question 1 of yours.")


def test_solving_by_command_solves() -> None:
    room = chat(expert())
    room.says("is there a repo for gazpacho?")
    assert room.says("!solved", alice, 5)[0].endswith("Question 1 is closed.")
    assert (room.question.status, room.question.history[-1].actor) == (Status.SOLVED, "alice")
    assert "open again" in room.says("!reopen", alice, 10)[0]
    assert room.question.status is Status.ASKED


# --- why ---


def test_why_tells_the_reason_of_the_last_line() -> None:
    made = memory(uttered(1, text="the answer", why="it fits", entry="e"), uttered(2, 5, kind="command", text="help"))
    assert told("why", made=made) == '"the answer" - because: e: it fits'


def test_why_tells_what_was_kept_back_last() -> None:
    made = memory(uttered(1, text="the answer", why="it fits"), uttered(2, 5, withheld="quiet"))
    assert told("why", made=made) == "I would have said something, and did not: quiet."


def test_why_tells_how_sure_it_was_of_what_it_kept_to_itself() -> None:
    known_ = knowledge(entries=(entry("e", "Where?", links=("https://example.org/e",)),))
    kept = uttered(1, withheld=UNSURE, entry="e", why="0.70 sure where 0.90 is needed")
    said = propose("why", made=memory(kept), plugin=build({}, HOUSE, known_)).words[0]
    assert (said.text, said.links) == (
        "I had an answer in mind and kept it to myself: 0.70 sure where 0.90 is needed. Entry e:",
        ("https://example.org/e",),
    )
    assert told("why", made=memory(kept)) == "I would have said something, and did not: not sure enough."  # the entry is gone


@pytest.mark.parametrize("record", [(), (uttered(1, at=600 - DAY - 1),), (uttered(1, room="oftc/#other"),)])
def test_why_has_nothing_to_tell(record: tuple[Any, ...]) -> None:
    assert told("why", made=memory(*record)) == "I have said nothing here today that needs a reason."


# --- quiet and speak ---

NICKED = replace(expert("dan", ("repos",)), identities=(Identity(NETWORK, nick="dan"),))
RUNS = (
    (alice, Standing.NONE, False),
    (alice, Standing.OP, True),
    (alice, Standing.VOICE, True),
    (helper("carol"), Standing.NONE, True),  # a registered expert
    (person("carol"), Standing.NONE, False),  # somebody with the nick of one
    (person("dan"), Standing.NONE, False),  # an expert known by nick alone
    (MAINTAINER, Standing.NONE, True),
    (person("maya"), Standing.NONE, False),
    (person("nina"), Standing.NONE, False),  # named by nick: a nick gives no rights
)


@pytest.mark.parametrize(("by", "standing", "may"), RUNS)
def test_a_room_is_made_quiet_by_those_who_run_it(by: Person, standing: Standing, may: bool) -> None:
    plugin = commands(expert("carol"), NICKED)
    quiet = (Put(Quiet(ROOM.key, START + 600 + 2 * HOUR, "quiet")),) if may else ()
    assert propose("quiet", by, plugin=plugin, standing=standing).changes == quiet
    undone = tuple(Drop(Quiet, f"{ROOM.key}|{reason}") for reason in ("quiet", "meeting")) if may else ()
    assert propose("speak", by, plugin=plugin, standing=standing).changes == undone


@pytest.mark.parametrize(("args", "length"), [("", 2 * HOUR), (" 30m", 1800), (" 90m", 5400), (" 99d", QUIET_AT_MOST)])
def test_quiet_lasts_as_long_as_was_said_and_a_week_at_most(args: str, length: float) -> None:
    (change,) = propose(f"quiet{args}", standing=Standing.OP).changes
    assert isinstance(change, Put)
    assert change.record.expires == START + 600 + length


@pytest.mark.parametrize("args", ["0s", "-1h", "soon", "2"])
def test_a_length_that_is_none_is_asked_for(args: str) -> None:
    proposal = propose(f"quiet {args}", standing=Standing.OP)
    assert (proposal.changes, "how long" in proposal.words[0].text) == ((), True)


@pytest.mark.parametrize("order", ["quiet", "speak"])
@pytest.mark.parametrize("place", [direct(MAINTAINER), Place(NETWORK, ROOM.room, status="@")])
def test_where_not_all_of_the_room_hear_it_no_room_is_meant(order: str, place: Place) -> None:
    proposal = propose(order, MAINTAINER, place=place, standing=Standing.OP)
    assert (proposal.changes, "in the room" in proposal.words[0].text) == ((), True)


def test_quiet_is_obeyed_and_undone() -> None:
    room = chat(expert())
    room.says("!quiet 1h", bob, standing=Standing.OP)
    room.says("is there a repo for gazpacho?", alice, 200)
    assert room.wait(1200) == []
    room.says("!speak", bob, 1300, standing=Standing.OP)
    assert [to for _, to in room.told if to != "bob"] == []
    room.wait(1900)
    assert [to for _, to in room.told if to != "bob"] == ["carol", "alice"]


# --- opting out ---


def test_opting_out_holds_for_account_and_nick() -> None:
    hashes = {memory().hash(identity) for identity in (f"{NETWORK}:account=alice", f"{NETWORK}:alice")}
    assert set(propose("optout", LOGGED_IN).changes) == {Put(Mark("optout", h, START + 600)) for h in hashes}
    assert set(propose("optin", LOGGED_IN).changes) == {Drop(Mark, f"optout:{h}") for h in hashes}


def test_who_opted_out_hears_nothing_unprompted_until_they_opt_in() -> None:
    room = chat(expert())
    room.says("!optout")
    room.says("hi", alice, 10)
    assert room.wait(900) == []
    assert len(room.says("!optin", alice, 1000)) == 1
    room.says("hi", alice, 1100)
    assert len(room.wait(1300)) == 1


# --- maintainers ---

MAINTAINS = (
    (MAINTAINER, True),
    (MASKED, True),
    (person("max"), False),
    (person("maya"), False),
    (person("maya", account="mallory"), False),
    (person("maya", network="libera", account="maya"), False),
    (person("nina"), False),
)


@pytest.mark.parametrize(("by", "may"), MAINTAINS)
@pytest.mark.case(30)
def test_maintainers_are_known_by_what_the_network_vouches_for(by: Person, may: bool) -> None:
    assert propose("reload", by, standing=Standing.OP).actions == ((Reload(ROOM, by),) if may else ())
    assert ("entries" in told("status", by, standing=Standing.OP)) is may


def test_status_counts_what_is_open_said_and_lost() -> None:
    made = memory(open_question(), open_question(2, status=Status.SOLVED), Counter("said", 12), Counter("lines lost", 3))
    assert told("status", MAINTAINER, made) == "0 entries, 1 open questions, 12 things said so far, 3 lines lost, mode gentle."


def status(made: Memory, **more: Any) -> tuple[Words, ...]:
    return propose("status", MAINTAINER, made, **more).words


def test_status_tells_in_private_why_a_network_is_away() -> None:
    made = memory()
    made.gone(NETWORK, "", START, "no connection to irc.oftc.net:6697: refused")
    made.gone(NETWORK, "", START + 500, "no connection to irc.oftc.net:6697: timed out")
    in_room, in_private = status(made)
    assert in_room.after == "1 things to look at: sent to you in private."
    assert (in_private.place, in_private.text) == (
        direct(MAINTAINER),
        "oftc: not there for 10 minutes: no connection to irc.oftc.net:6697: timed out",
    )


def test_status_tells_why_a_room_is_closed() -> None:
    made = memory()
    made.gone(NETWORK, ROOM.room, START + 540, "cannot join: invite only (473)")
    made.passing(ROOM).joined = False
    assert status(made, place=direct(MAINTAINER))[1].text == "oftc #rdo: not there for 1 minute: cannot join: invite only (473)"


def test_status_tells_what_has_not_come_about_yet() -> None:
    made = memory()
    made.passing(ROOM).joined = False
    assert status(made)[1].text == "oftc #rdo: not there yet, nothing has gone wrong so far"
    made.names.clear()
    assert status(made)[1].text == "oftc: not there yet, nothing has gone wrong so far"


def test_status_tells_the_mode_of_the_room() -> None:
    plugin = build({}, replace(HOUSE, mode=Mode.ASKED), knowledge())
    assert "mode asked" in told("status", MAINTAINER, plugin=plugin)


# --- small talk ---


def small_talk(text: str, asked: Question | None = None) -> Proposal:
    (proposal,) = commands().handle(SpokenTo(START, ROOM, ROOM.key, alice, text, asked), memory())
    assert isinstance(proposal, Proposal)
    return proposal


TALK = (
    ("thanks", ("You're welcome.", "Any time.")),
    ("that worked", ("You're welcome.", "Any time.")),
    ("hi", ("Hello.",)),
    ("that is wrong", ("Which line do you mean?",)),
)


@pytest.mark.parametrize(("text", "answers"), TALK)
def test_small_talk_is_answered_in_kind(text: str, answers: tuple[str, ...]) -> None:
    assert small_talk(text).words[0].text.startswith(answers)


def test_a_question_that_nobody_answers_is_told_where_to_turn_and_only_when_nobody_does() -> None:
    proposal = small_talk("is there a repo?", question())
    assert ("Ask in the channel" in proposal.words[0].text, proposal.last) == (True, True)


def test_too_many_lines_get_one_kind_word() -> None:
    (proposal,) = commands().handle(TooFast(START, ROOM, ROOM.key, alice), memory())
    assert isinstance(proposal, Proposal)
    assert (proposal.kind, "minute" in proposal.words[0].text) == ("too_fast", True)


# --- all of them ---


@pytest.mark.parametrize("spec", COMMANDS, ids=lambda spec: spec.name)
def test_whoever_gives_a_command_is_answered_so_that_they_notice(spec: Any) -> None:
    first = propose(spec.name).words[0]
    assert (first.to, first.place, first.loud) == (alice, None, True)


@pytest.mark.parametrize(("args", "given"), [("help", "!"), ("help", ".")])
def test_help_shows_the_prefix_in_force(args: str, given: str) -> None:
    assert f'"{given}help NAME"' in told(args, plugin=commands(prefix=given))


def test_a_question_of_another_room_is_not_closed_from_here() -> None:
    other = Place(NETWORK, "#other")
    asked = open_question(place=other, step=Step.EXPIRE)
    assert propose("solved", made=known(memory(asked), alice)).effect is None
