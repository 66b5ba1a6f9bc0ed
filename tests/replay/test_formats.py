"""What the lines of each format tell, how a format is recognised, and that no line of anybody's fails."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replay.formats import MATRIX, READERS, day_in, reader, recognised
from bot.replay.logged import Logged, Malformed, UnknownFormat, What

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp()
DAY = "2026-11-23"


def said(text: str = "hi", **more: Any) -> Logged:
    return Logged(What.SAID, NOON, "alice", text, **more)


CASES = [
    ("irssi", "12:00 < alice> hi", said()),
    ("irssi", "12:00 <@alice> hi", said()),
    ("irssi", "12:00  * alice waves", said("/me waves")),
    ("irssi", "12:00 -alice:#rdo- hi", Logged(What.SAID, NOON, "alice", "hi", notice=True)),
    ("irssi", "12:00 -!- alice [~a@host.example] has joined #rdo", Logged(What.CAME, NOON, "alice")),
    ("irssi", "12:00 -!- alice [~a@host.example] has quit [Quit: bye]", Logged(What.WENT, NOON, "alice")),
    ("irssi", "12:00 -!- alice was kicked from #rdo by op [why]", Logged(What.WENT, NOON, "alice")),
    ("irssi", "12:00 -!- alice is now known as alice_", Logged(What.RENAMED, NOON, "alice", "alice_")),
    ("irssi", "12:00 -!- Netsplit a.net <-> b.net quits: alice, bob (+3 more)", Logged(What.WENT, NOON, "", people=("alice", "bob"))),
    ("irssi", "12:00 -!- Netsplit over, joins: alice, bob", Logged(What.CAME, NOON, "", people=("alice", "bob"))),
    ("irssi", "12:00 -!- mode/#rdo [+o alice] by ChanServ", None),
    ("irssi", "12:00 -!- You're now known as helper", None),
    ("irssi", "--- Day changed Mon Nov 23 2026", None),
    ("weechat", "2026-11-23 12:00:00\t@alice\thi", said()),
    ("weechat", "2026-11-23 12:00:00\t *\talice waves", said("/me waves")),
    ("weechat", "2026-11-23 12:00:00\t-->\talice (~a@host) has joined #rdo", Logged(What.CAME, NOON, "alice")),
    ("weechat", "2026-11-23 12:00:00\t-->\talice [acc] (Alice) (~a@host) has joined #rdo", Logged(What.CAME, NOON, "alice")),
    ("weechat", "2026-11-23 12:00:00\t<--\talice (~a@host) has quit (Ping timeout)", Logged(What.WENT, NOON, "alice")),
    ("weechat", "2026-11-23 12:00:00\t<--\top has kicked alice (why)", Logged(What.WENT, NOON, "alice")),
    ("weechat", "2026-11-23 12:00:00\t--\talice is now known as bob", Logged(What.RENAMED, NOON, "alice", "bob")),
    ("weechat", "2026-11-23 12:00:00\t--\tNotice(alice): hi", Logged(What.SAID, NOON, "alice", "hi", notice=True)),
    ("znc", "[12:00:00] <alice> hi", said()),
    ("znc", "[12:00:00] *** Joins: alice (~a@host)", Logged(What.CAME, NOON, "alice")),
    ("znc", "[12:00:00] *** Quits: alice (~a@host) (bye)", Logged(What.WENT, NOON, "alice")),
    ("znc", "[12:00:00] *** alice is now known as bob", Logged(What.RENAMED, NOON, "alice", "bob")),
    ("znc", "[12:00:00] *** op sets mode: +v alice", None),
    ("iso", "2026-11-23T12:00:00  <alice> hi", said()),
    ("iso", "[2026-11-23 13:00:00.250+01:00] <alice> hi", Logged(What.SAID, NOON + 0.25, "alice", "hi")),
    ("iso", "2026-11-23T12:00:00Z alice\thi", said()),
    ("iso", "2026-11-23T12:00:00 *** alice has quit IRC", Logged(What.WENT, NOON, "alice")),
    ("iso", "2026-11-23T12:00:00 * alice waves", said("/me waves")),
    ("iso", "2026-11-23T12:00:00 <alice> \x01ACTION waves\x01", said("/me waves")),
    ("epoch", f"{NOON:.0f} <alice> hi", said()),
    ("epoch", f"{NOON * 1000:.0f} <alice> hi", said()),
    ("jsonl", f'{{"at": {NOON}, "nick": "alice", "text": "hi"}}', said()),
    ("jsonl", '{"at": "2026-11-23T12:00:00Z", "nick": "alice", "text": "hi", "id": "a", "reply_to": "b"}', said(id="a", target="b")),
    ("jsonl", f'{{"at": {NOON}, "nick": "alice", "kind": "renamed", "text": "bob"}}', Logged(What.RENAMED, NOON, "alice", "bob")),
    (
        "jsonl",
        f'{{"at": {NOON}, "nick": "alice", "kind": "came", "place": "oftc/#rdo"}}',
        Logged(What.CAME, NOON, "alice", place="oftc/#rdo"),
    ),
]


@pytest.mark.parametrize(("name", "line", "told"), CASES)
def test_what_a_line_tells(name: str, line: str, told: Logged | None) -> None:
    assert reader(name, UTC, DAY).read(line) == told


BAD = [
    ("irssi", "garbage", "no time stamp"),
    ("irssi", "25:00 < alice> hi", "no such time"),
    ("irssi", "--- Day changed Lun 23 novembre 2026", None),  # its month is read by its first letters
    ("irssi", "--- Day changed Mo 23. Dez 2026", "names of months must be English"),
    ("znc", "12:00 <alice> hi", "no time stamp like"),
    ("weechat", "2026-11-23 12:00:00 alice hi", "tabs"),
    ("iso", "2026-13-41T12:00:00 <alice> hi", "no such time"),
    ("iso", "2026-11-23T12:00:00+99:99 <alice> hi", "offset"),
    ("iso", "2026-11-23T12:00:00 what is this", "neither"),
    ("epoch", "99999999999999 <alice> hi", "no time stamp like"),
    ("jsonl", "{", "no JSON"),
    ("jsonl", "[]", "not a JSON object"),
    ("jsonl", '{"at": 1, "text": "hi"}', '"nick" is missing'),
    ("jsonl", '{"at": 1, "nick": "a"}', '"text" is missing'),
    ("jsonl", '{"at": "noon", "nick": "a", "text": "hi"}', '"at" must be'),
    ("jsonl", '{"at": 1, "nick": "a", "text": 3}', '"text" must be text'),
    ("jsonl", '{"at": 1, "nick": "a", "text": "x", "kind": "sang"}', '"kind" must be'),
]


@pytest.mark.parametrize(("name", "line", "why"), BAD)
def test_what_is_wrong_with_a_line_is_said(name: str, line: str, why: str | None) -> None:
    if why is None:
        assert reader(name, UTC, DAY).read(line) is None
        return
    with pytest.raises(Malformed, match=why):
        reader(name, UTC, DAY).read(line)


@pytest.mark.parametrize("name", ["irssi", "znc"])
def test_without_a_day_there_is_no_time(name: str) -> None:
    line = {"irssi": "12:00 < alice> hi", "znc": "[12:00:00] <alice> hi"}[name]
    with pytest.raises(Malformed, match="day"):
        reader(name, UTC).read(line)


def test_irssi_days_follow_its_notes() -> None:
    log = reader("irssi", UTC)
    told = [
        log.read(line)
        for line in ("--- Log opened Sun Nov 22 10:00:00 2026", "23:59 < a> x", "--- Day changed Mon Nov 23 2026", "12:00 < alice> hi")
    ]
    assert told[3] == said()


def test_a_znc_log_that_passes_midnight_goes_on_the_next_day() -> None:
    log = reader("znc", UTC, "2026-11-22")
    log.read("[23:59:59] <bob> late")
    assert log.read("[00:00:00] <alice> hi") == Logged(What.SAID, NOON - 12 * 3600, "alice", "hi")


def test_stamps_without_a_zone_are_in_the_zone_of_the_log() -> None:
    assert reader("iso", ZoneInfo("Europe/Paris")).read("2026-11-23T13:00:00 <alice> hi") == said()


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, line, _ in CASES])
def test_formats_are_recognised_by_their_lines(name: str, line: str) -> None:
    assert recognised(["", line]) == name


def test_a_json_value_over_many_lines_is_an_export() -> None:
    assert recognised(["{", '  "room_name": "rdo",', '  "messages": [', "    {"]) == MATRIX


@pytest.mark.parametrize("lines", [[], [""], ["a novel", "in many lines"]])
def test_what_is_no_log_is_not_recognised(lines: list[str]) -> None:
    with pytest.raises(UnknownFormat):
        recognised(lines)


@pytest.mark.parametrize(
    ("name", "day"),
    [("2026-11-23.log", DAY), ("#rdo_20261123.log", DAY), ("2026-99-99.log", None), ("rdo.log", None), ("20200101/x-2026-11-23.log", DAY)],
)
def test_the_day_in_the_name_of_a_file(name: str, day: str | None) -> None:
    assert day_in(name) == day


@given(st.sampled_from(sorted(READERS)), st.sampled_from([line for _, line, _ in CASES]), st.text(max_size=30), st.integers(0, 60))
def test_whatever_a_line_is_it_is_read_or_called_malformed(name: str, line: str, junk: str, at: int) -> None:
    try:
        told = reader(name, UTC, DAY).read(line[:at] + junk + line[at:])
    except Malformed:
        return
    assert told is None or told.at >= 0
