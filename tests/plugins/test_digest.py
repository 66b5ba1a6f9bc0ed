"""When the control room is told how things stand, and in which words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.memory import Memory
from bot.core.moments import Daily
from bot.core.people import Place
from bot.core.plugin import Proposal
from bot.core.records import DAY, Counter, Pause, Record
from bot.core.text import JOINER, size
from bot.digest import Digest
from plugins.digest.lines import Lines
from plugins.digest.plugin import Reports, build
from tests.builders import person, phrases, settings
from tests.weeks import NOW, TODAY, busy, digest, erin, helped, known, remembering, tally, uncovered, waiting

OPS = Place("oftc", "#ops")
LONG = " ".join(["verylongname"] * 20)


def reports(every: str = "weekly") -> Reports:
    return build({"every": every}, settings(), known())


def told(made: Memory, at: float = NOW, every: str = "weekly") -> list[str]:
    """What is said on a day; what is said is remembered."""
    made.now = at
    said = [one for one in reports(every).handle(Daily(at, OPS), made) if isinstance(one, Proposal)]
    for proposal in said:
        made.apply(proposal.changes)
    return [words.text for proposal in said for words in proposal.words]


def days(every: str, *after: int, last: int = 0) -> list[int]:
    """On which of these days after Monday something is told. `last`: days before Monday on which it was told last."""
    made = remembering(*([Counter("digest", TODAY - last)] if last else []))
    return [day for day in after if told(made, NOW + day * DAY, every)]


def lines(found: Digest) -> list[str]:
    return list(Lines(phrases(), found))


def test_every_monday() -> None:
    assert days("weekly", *range(15), last=7) == [0, 7, 14]


def test_a_missed_monday_is_made_up_for_once() -> None:
    assert days("weekly", 2, 3, 4, 7, last=7) == [2, 7]


def test_the_first_day_of_all_has_one() -> None:
    assert days("weekly", 2, 3, 7) == [2, 7]


def test_every_day_if_so_wished() -> None:
    assert days("daily", 0, 1, 1, 4, last=1) == [0, 1, 4]


def test_without_a_word_in_the_settings_it_is_weekly() -> None:
    assert build({}, settings(), known()).every == "weekly"


@pytest.mark.parametrize(("last", "when"), [(7, "16 to 22 November 2026"), (14, "9 to 22 November 2026"), (0, "16 to 22 November 2026")])
def test_it_tells_of_the_days_since_the_last_one(last: int, when: str) -> None:
    made = remembering(*([Counter("digest", TODAY - last)] if last else []))
    assert f"helper, {when}:" in told(made)[0]


def test_a_daily_one_tells_of_yesterday() -> None:
    made = remembering(Counter("digest", TODAY - 1), tally("asked", 5, 1), tally("asked", 7, 0), tally("asked", 9, 2))
    assert "22 November 2026: 5 asked" in told(made, every="daily")[0]


def test_what_it_says_is_not_itself_remembered() -> None:
    (proposal,) = (one for one in reports().handle(Daily(NOW, OPS), remembering()) if isinstance(one, Proposal))
    assert not proposal.recorded


def test_nobody_is_called_by_it() -> None:
    text = " ".join(told(remembering(helped(erin))))
    assert f"e{JOINER}rin" in text
    assert "erin" not in text


def test_but_our_own_name_is_written_as_it_is() -> None:
    made = remembering()
    made.passing(OPS).people["helper"] = person("helper")
    assert told(made)[0].startswith("helper, 16 to")


# --- its words ---


def test_a_quiet_week_is_two_lines() -> None:
    found = lines(digest(entries=()))
    assert [line.split(":")[0] for line in found] == ["helper, 16 to 22 November 2026", "All of it, with names and numbers"]


def test_a_busy_one_is_a_handful() -> None:
    found = lines(busy())
    for part in (
        "12 asked, 8 answered by people, 2 by entries, 1 by nobody; 1 open now. Half of the first answers came within 5 min.",
        '2x "packstack stops at mariadb, any idea?" 1x "octavia amphora never becomes active"',
        "1 reported wrong, 1 due for review, 1 waiting as drafts",
        "octavia: nobody until 5 Jan",
        "New helpers: frank. They asked once and help now: erin.",
        "They answer on nova and are never called, since they have not offered it: frank. They answer on ovn",
        "I would have answered 1 and called somebody for 2; people were faster with 6 and answered 2 after me",
    ):
        assert part in " ".join(found)
    assert len(found) == 7


def test_no_line_names_more_than_two_people() -> None:
    many = [helped(person(f"p{number}"), topic) for number in range(5) for topic in ("nova", "ovn")]
    found = lines(digest(*many))
    assert max(sum(f"p{number}" in line for number in range(5)) for line in found) == 2
    assert "New helpers: p0, p1 and 3 more." in " ".join(found)


def test_each_line_is_one_of_a_chat() -> None:
    records: list[Record] = [uncovered(f"{LONG} {number}", number, LONG) for number in range(9)]
    records += [waiting(LONG, number=number) for number in range(9)]
    assert max(map(size, lines(digest(*records)))) <= settings().limits.bytes


def test_when_half_of_the_answers_took_longer_than_is_counted_it_says_so() -> None:
    assert "took more than 2 d" in lines(digest(tally("wait:7", 3)))[0]


def test_a_topic_whose_one_person_is_away_is_told_of_though_nobody_asked_about_it() -> None:
    pause = Pause("carol", datetime(2027, 1, 6, tzinfo=UTC).timestamp(), NOW)
    assert "octavia: nobody until 5 Jan; ovn: nobody until 5 Jan. Topics without anybody: 2." in " ".join(lines(digest(pause)))


def test_a_topic_that_one_person_carries_is_told_of_when_it_is_asked_about() -> None:
    assert "ovn: carol alone" in " ".join(lines(digest(uncovered("what is ovn", topic="ovn"))))


def test_the_same_day_says_the_same() -> None:
    assert lines(busy()) == lines(busy())
    assert lines(replace(busy(), period=replace(busy().period, last=date(2026, 11, 29)))) != lines(busy())
