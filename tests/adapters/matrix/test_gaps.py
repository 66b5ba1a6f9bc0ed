"""What was said between two syncs: page by page, in order, each event once, and no longer than is of use."""

import random
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.gaps import OLDEST, PAGES, Gaps
from bot.adapters.matrix.link import Answer, Unreachable
from bot.adapters.matrix.timings import DEFAULT
from tests.servers.answers import Answers

NOW = 1.8e9
QUICK = replace(DEFAULT, backoff=0.0)


def event(number: int, age: float = 60.0) -> dict[str, Any]:
    return {"type": "m.room.message", "event_id": f"${number}", "origin_server_ts": 1000 * (NOW - age)}


def page(*events: object, end: str = "", **more: object) -> Answer:
    return Answer(200, {"chunk": list(events), **({"end": end} if end else {}), **more})


async def filled(*answers: Answer | Unreachable) -> tuple[list[str], Answers]:
    link = Answers(*answers)
    found = await Gaps(link, QUICK, lambda: NOW, random.Random(1)).fill("!r:hs", "end", "since")  # noqa: S311 - dice
    return [event["event_id"] for event in found.events], link


async def test_pages_that_go_back_are_put_in_order() -> None:
    events, link = await filled(page(event(4), event(3), end="p1"), page(event(2), event(1), end="p2"), page())
    assert events == ["$1", "$2", "$3", "$4"]
    assert [("from=end" in asked.where, "from=p1" in asked.where, "from=p2" in asked.where) for asked in link.asked] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert all("dir=b" in asked.where and "to=since" in asked.where for asked in link.asked)


async def test_an_event_on_two_pages_is_one() -> None:
    assert (await filled(page(event(3), event(2), end="p1"), page(event(2), event(1))))[0] == ["$1", "$2", "$3"]


async def test_a_page_that_fails_is_asked_for_again() -> None:
    again = (Unreachable("cut off"), Answer(200, {"chunk": "x"}), Answer(500, {}), page(event(1)))
    assert (await filled(page(event(2), end="p1"), *again))[0] == ["$1", "$2"]


async def test_a_page_that_keeps_failing_costs_the_rest_and_not_what_was_read() -> None:
    events, link = await filled(page(event(2), end="p1"), *[Answer(403, {"errcode": "M_FORBIDDEN"})] * 9)
    assert (events, len(link.asked)) == (["$2"], 1 + QUICK.page_tries)


async def test_a_homeserver_that_leads_in_circles_is_left() -> None:
    assert len((await filled(*[page(event(1), end="end")] * 9))[1].asked) == 1
    assert len((await filled(*[page(event(n), end=f"p{n % 2}") for n in range(2 * PAGES)]))[1].asked) == PAGES


async def test_nobody_reads_back_for_days() -> None:
    old = OLDEST + 60.0
    assert len((await filled(page(event(2, old), event(1, old), end="p1"), page(event(0))))[1].asked) == 1


async def test_a_false_time_of_somebody_hides_no_lines_of_others() -> None:
    events, _ = await filled(page(event(3), event(2, NOW), end="p1"), page(event(1)))
    assert events == ["$1", "$2", "$3"]


@given(st.lists(st.integers(1, 7), min_size=1, max_size=10), st.integers(0, 3))
async def test_whatever_the_sizes_of_pages_nothing_is_lost_and_the_order_kept(sizes: list[int], overlap: int) -> None:
    wanted = list(range(sum(sizes)))
    newest_first, answers, at = wanted[::-1], [], 0
    for number, size in enumerate(sizes):
        answers.append(page(*(event(n) for n in newest_first[max(0, at - overlap) : at + size]), end=f"p{number}"))
        at += size
    assert (await filled(*answers, page()))[0] == [f"${number}" for number in wanted]


values = st.one_of(st.none(), st.text(max_size=3), st.floats(), st.booleans(), st.integers())
odd = st.one_of(values, st.dictionaries(st.sampled_from(("type", "event_id", "origin_server_ts")), values))


@given(st.lists(odd, max_size=5))
async def test_pages_of_any_content_end_nothing(chunk: list[object]) -> None:
    assert isinstance((await filled(page(*chunk, end="p1")))[0], list)
