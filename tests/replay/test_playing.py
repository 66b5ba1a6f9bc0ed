"""A log through the kernel: who is there, who is taken for whom, and what is said when."""

import json
from datetime import UTC, datetime

from bot.core.knowledge import Expert
from bot.core.people import Identity, Place
from bot.core.records import Read
from bot.core.settings import Mode, Timing
from bot.replay.playing import as_replayed, place_of
from tests.builders import ROOM, settings
from tests.replay.playing import matrix_settings, playing, report_of, rows

GAZPACHO = "is there a repo for gazpacho?"
NOVA = "evacuating my nova instances from a dead compute leaves them rebuilding for ever"
CAROL = Expert("carol", (Identity("terminal", account="Caz"),), ("nova",))


def test_a_question_that_nobody_answers_gets_its_entry_after_the_usual_wait() -> None:
    (row,) = rows(report_of(playing(), [f"12:00:00 <alice> {GAZPACHO}"]))
    assert (row.given, row.entry, row.outcome, row.lines) == (120.0, "rpms-after-epoxy", "answered by the bot", ("log:1",))


def test_when_somebody_answers_first_nothing_is_said() -> None:
    (row,) = rows(report_of(playing(), [f"12:00:00 <alice> {GAZPACHO}", "12:00:40 <bob> alice: there is none, see the project page"]))
    assert (row.said, row.answered, row.outcome) == ([], 40.0, "answered by a person")


def test_what_would_have_been_said_is_foreseen() -> None:
    (row,) = rows(report_of(playing(), [f"12:00:00 <alice> {GAZPACHO}", "12:00:40 <bob> alice: there is none, see the project page"]))
    assert row.foreseen is not None
    assert (row.foreseen.entry, row.foreseen.after, row.lead) == ("rpms-after-epoxy", 120.0, 80.0)


def test_whoever_speaks_under_the_name_of_an_expert_is_taken_for_them() -> None:
    lines = ["11:00:00 <Carol> morning", f"12:00:00 <alice> {NOVA}", "12:20:00 <Carol> alice: set the host to forced down"]
    (row,) = rows(report_of(playing(CAROL), lines))
    assert (row.called, row.call, row.answered, row.hit, row.lead) == ("carol", 600.0, 1200.0, True, -600.0)


def test_an_account_is_a_name_of_its_expert_too() -> None:
    lines = ["11:00:00 <caz> morning", f"12:00:00 <alice> {NOVA}"]
    assert rows(report_of(playing(CAROL), lines))[0].called == "carol"


def test_whoever_has_left_is_not_called() -> None:
    lines = ["11:00:00 <carol> morning", "11:30:00 *** carol has quit IRC", f"12:00:00 <alice> {NOVA}"]
    assert rows(report_of(playing(CAROL), lines))[0].called == ""


def test_somebody_is_the_same_under_another_nick() -> None:
    lines = [f"12:00:00 <alice> {GAZPACHO}", "12:00:10 *** alice is now known as ali", "12:00:40 <bob> ali: there is none, see the page"]
    assert rows(report_of(playing(), lines))[0].answered == 40.0


def test_lines_under_our_own_name_are_left_out_and_counted() -> None:
    made = playing()
    report = report_of(made, [f"12:00:00 <alice> {GAZPACHO}", "12:00:40 <Helper> alice: there is none"])
    assert (made.ours, report.total.lines, report.outcomes["answered by the bot"]) == (1, 1, 1)


def test_time_does_not_go_back() -> None:
    made = playing()
    report_of(made, ["12:00:10 <alice> a", "12:00:00 <alice> b", "12:00:20 <alice> c"])
    assert (made.back, made.memory.now) == (1, datetime(2026, 11, 23, 12, 0, 20, tzinfo=UTC).timestamp())


def test_a_netsplit_takes_several_people_at_once() -> None:
    made = playing()
    report_of(made, ["--- Log opened Mon Nov 23 2026", "12:00 < a> x", "12:01 -!- Netsplit x.net <-> y.net quits: a, b"], log="irssi")
    assert not any(made.memory.here(made.place, who) for who in ("a", "b"))


def test_what_is_remembered_between_positions_ends_with_them() -> None:
    made = playing(settings=matrix_settings(Timing()))
    lines = [
        json.dumps({"at": 1_763_900_000 + n * 60, "nick": f"@p{n}:example.org", "text": f"good to be here {n}", "id": f"${n}"})
        for n in range(1001)
    ]
    report_of(made, lines, log="jsonl")
    assert len(made.memory.records[Read]) <= 2
    assert made.person("matrix", "@p1:example.org").account == "@p1:example.org"


def test_replay_behaves_as_gentle_whatever_the_mode_is_and_reports_to_nobody() -> None:
    house = as_replayed(settings(mode=Mode.LISTEN, room_mode=Mode.ASKED, control_room=ROOM))
    assert (house.mode, house.networks[0].rooms[0].mode, house.control_room) == (Mode.GENTLE, None, None)


def test_a_log_may_name_its_rooms() -> None:
    house = settings()
    named = [place_of(text, ROOM, house) for text in ("", "#Dev", "oftc/#dev", "else/#dev")]
    assert named == [ROOM, Place("oftc", "#dev"), Place("oftc", "#dev"), Place("oftc", "else/#dev")]
