"""The bounded inbox: what gives way, what waits, and the end."""

import asyncio

from bot.core.events import Event, Message, Tick
from bot.core.people import Person, Place
from bot.inbox import Inbox

ROOM = Place("oftc", "#rdo")
BOB = Person("oftc", "bob", "bob")


def line(text: str, place: Place = ROOM) -> Message:
    return Message(0.0, place, BOB, text)


async def filled(*events: Event, slots: int = 3) -> Inbox:
    inbox = Inbox(("helper",), slots)
    async with asyncio.timeout(2):
        for event in events:
            await inbox.put(event)
    return inbox


async def drained(inbox: Inbox) -> list[Event]:
    await inbox.close()
    events = []
    while (event := await inbox.get()) is not None:
        events.append(event)
    return events


async def test_events_come_out_in_the_order_they_went_in() -> None:
    assert await drained(await filled(line("a"), line("b"))) == [line("a"), line("b")]


async def test_when_full_the_oldest_line_that_nobody_said_to_us_gives_way() -> None:
    inbox = await filled(line("helper: a"), line("b"), line("c"), line("d"))
    assert await drained(inbox) == [line("helper: a"), line("c"), line("d")]
    assert inbox.dropped == 1


async def test_private_lines_and_other_events_never_give_way() -> None:
    private = line("x", Place("oftc", "bob", direct=True))
    inbox = await filled(private, Tick(1.0), line("b"), line("c"))
    assert await drained(inbox) == [private, Tick(1.0), line("c")]


async def test_full_of_what_must_stay_the_writer_waits_for_the_reader() -> None:
    inbox = await filled(Tick(1.0), Tick(2.0), Tick(3.0))
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(inbox.put(Tick(4.0)))
        await asyncio.sleep(0)
        assert not writer.done()
        assert await inbox.get() == Tick(1.0)
    assert await drained(inbox) == [Tick(2.0), Tick(3.0), Tick(4.0)]


async def test_after_the_end_nothing_more_is_taken() -> None:
    inbox = await filled(line("a"))
    await inbox.close()
    await inbox.put(line("b"))
    assert await drained(inbox) == [line("a")]


MATRIX = Place("matrix", "#rdo:example.org")


async def test_lines_of_a_network_that_keeps_them_for_us_wait_and_others_give_way() -> None:
    inbox = await filled(line("kept", MATRIX), line("b"))
    inbox.wait.add("matrix")
    async with asyncio.timeout(2):
        await inbox.put(line("kept, too", MATRIX))
        await inbox.put(line("and this", MATRIX))
    assert await drained(inbox) == [line("kept", MATRIX), line("kept, too", MATRIX), line("and this", MATRIX)]
    assert inbox.dropped == 1


async def test_a_network_that_keeps_its_lines_waits_when_nothing_can_give_way() -> None:
    inbox = await filled()
    inbox.wait.add("matrix")
    async with asyncio.timeout(2), asyncio.TaskGroup() as tasks:
        for number in range(3):
            await inbox.put(line(str(number), MATRIX))
        writer = tasks.create_task(inbox.put(line("3", MATRIX)))
        await asyncio.sleep(0)
        assert not writer.done()
        assert await inbox.get() == line("0", MATRIX)
    assert [event.text for event in await drained(inbox) if isinstance(event, Message)] == ["1", "2", "3"]
    assert inbox.dropped == 0
