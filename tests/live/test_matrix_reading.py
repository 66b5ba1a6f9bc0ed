"""What a real homeserver sends for our filters, read by the pure modules; and that it takes what they write, whatever the size."""

import pytest

from bot.adapters.matrix import filters
from bot.adapters.matrix.hearing import Upgrade, heard
from bot.adapters.matrix.rooms import Rooms
from bot.adapters.matrix.speaking import content, transaction
from bot.adapters.matrix.sync import Sync, read_page, read_sync
from bot.core.actions import Say
from bot.core.events import Edited, Event, Joined, Left, Message, Reacted, Removed, Renamed
from bot.core.people import Person, Standing
from bot.core.settings import MatrixNetwork
from tests.servers.resident import Resident
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.slow
NOON = 1_700_000_000.0


async def sync(me: Resident, since: str = "") -> Sync:
    """One sync of ours."""
    query = {"since": since, "filter": filters.running()} if since else {"filter": filters.first()}
    return read_sync(await me.call("GET", "/sync", timeout="0", **query), me.user)


def understood(found: Sync, rooms: Rooms) -> list[Event | Upgrade]:
    events: list[Event | Upgrade] = []
    for part in found.joined:
        for event in part.state:
            rooms.learn(part.room_id, event)
        for event in part.timeline:
            events += heard(event, part.room_id, rooms, NOON)
    return events


@pytest.mark.parametrize("version", ["10", "11"])
async def test_everything_that_people_do_arrives_and_is_understood(synapse: Synapse, version: str) -> None:
    people = [Resident.of(synapse, f"{name}{version}") for name in ("reads", "ann", "bob")]
    async with people[0] as me, people[1] as ann, people[2] as bob:
        room = await ann.room(room_version=version)
        await me.join(room)
        await ann.say(room, "before we looked")
        first = await sync(me)
        assert [part.timeline + part.state for part in first.joined if part.timeline or part.state] == []

        rooms = Rooms(MatrixNetwork("matrix", synapse.url, me.user), me.user)
        await bob.join(room)
        asked = await ann.say(room, "hello?")
        answer = await bob.reply(room, asked, "hi")
        await ann.edit(room, asked, "hello there")
        await ann.react(room, answer, "👍️")
        await bob.redact(room, answer)
        await bob.set_state(room, "m.room.member", {"membership": "join", "displayname": "Bob <b>"}, bob.user)
        await bob.leave(room)
        await ann.typing(room)
        found = await sync(me, first.next_batch)
        heard_ = understood(found, rooms)

        kinds = [Joined, Message, Edited, Reacted, Removed, Renamed, Left]
        assert [type(event) for event in heard_] == kinds  # the line that was removed is none
        assert [e.sender.name for e in heard_ if isinstance(e, Message)] == [f"ann{version}"]
        assert [(e.target, e.text) for e in heard_ if isinstance(e, Edited)] == [(asked, "hello there")]
        assert [(e.target, e.sign) for e in heard_ if isinstance(e, Reacted)] == [(answer, "👍️")]
        assert [e.target for e in heard_ if isinstance(e, Removed)] == [answer]
        assert [(e.old.name, e.new.name) for e in heard_ if isinstance(e, Renamed)] == [(f"bob{version}", "Bob <b>")]
        assert [part.typing for part in found.joined] == [(ann.user,)]

        replacement = await ann.upgrade(room)
        assert Upgrade(room, replacement, ann.user) in understood(await sync(me, found.next_batch), rooms)


async def test_invitations_kicks_levels_and_gaps_arrive(synapse: Synapse) -> None:
    async with Resident.of(synapse, "reads_me") as me, Resident.of(synapse, "reads_ann") as ann:
        start = await sync(me)
        room = await ann.room(preset="private_chat", invite=[me.user], is_direct=True, encrypted=True)
        invited = await sync(me, start.next_batch)
        assert [(i.room_id, i.sender, i.direct, i.encrypted) for i in invited.invited] == [(room, ann.user, True, True)]

        await me.join(room)
        await ann.say(room, "a line")
        rooms = Rooms(MatrixNetwork("matrix", synapse.url, me.user), me.user)
        joined = await sync(me, invited.next_batch)
        assert [event.text for event in understood(joined, rooms) if isinstance(event, Message)] == ["a line"]
        assert (rooms.encrypted(room), rooms.levels(room)) == (True, None)  # of levels only changes are believed

        rooms.leveled(room, {}, frozenset({ann.user}))
        levels = await ann.state(room, "m.room.power_levels")
        del levels["status"]
        await ann.set_state(room, "m.room.power_levels", {**levels, "users": {me.user: 50}})
        joined = await sync(me, joined.next_batch)
        understood(joined, rooms)
        assert (rooms.standing(room, me.user), rooms.standing(room, ann.user)) == (Standing.OP, Standing.OP)

        for number in range(filters.LINES + 5):
            await ann.say(room, f"line {number}")
        burst = await sync(me, joined.next_batch)
        (part,) = burst.joined
        assert part.limited
        page = read_page(
            await me.call(
                "GET",
                f"/rooms/{room}/messages",
                dir="b",
                limit="50",
                filter=filters.page(),
                to=joined.next_batch,
                **{"from": part.prev_batch},
            )
        )
        texts = [event["content"]["body"] for event in (*reversed(page.events), *part.timeline)]
        assert texts == [f"line {number}" for number in range(filters.LINES + 5)]

        await ann.kick(room, me.user, "no bots")
        gone = await sync(me, burst.next_batch)
        assert [(d.room_id, d.sender, d.membership, d.reason) for d in gone.left] == [(room, ann.user, "leave", "no bots")]


@pytest.mark.case(44)
async def test_a_homeserver_takes_whatever_we_write_once(synapse: Synapse) -> None:
    async with Resident.of(synapse, "writes_me") as me:
        room = await me.room()
        for number, word in enumerate(("word ", "ä", "\U0001f600 ", "<&\"'> ", "\\ ", "\x7f\x00x ", "e\u0301")):
            say = Say(
                f"k{number}",
                Rooms(MatrixNetwork("m", "", me.user), me.user).place(room),
                (word * 30_000,),
                Person("m", me.user, "\x00@room", None),
                loud=True,
            )
            made = content(say)
            assert made is not None
            first = await me.send(room, made, txn=transaction(say))
            assert first
            assert await me.send(room, made, txn=transaction(say)) == first
        assert len(await me.lines(room, "writes_me")) == 7
