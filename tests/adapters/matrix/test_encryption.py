"""Encrypted rooms with a homeserver in memory: what is written can be read, whatever fails on the way."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.base import Rejected
from bot.adapters.matrix.crypto_store import KEYS, StoreLost
from bot.adapters.matrix.encryption import SNOOZE
from bot.adapters.matrix.link import Slower, Unreachable
from tests.servers.keyserver import ROOM, Fault, KeyServer, dropped, failed, nonsense, too_fast

pytestmark = pytest.mark.slow  # each device has a database of its own

BOT, ALICE, BOB = "@bot:hs.test", "@alice:hs.test", "@bob:hs.test"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KeyServer]:
    server = KeyServer(tmp_path)
    yield server
    server.close()


async def test_both_read_each_other(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("does it work?")
    assert bot.reads() == ["does it work?"]
    await bot.says("it does")
    assert alice.reads() == ["does it work?", "it does"]


async def test_nothing_of_a_line_is_readable_outside_but_what_it_relates_to(server: KeyServer) -> None:
    bot, _ = await server.device(BOT), await server.device(ALICE)
    relation = {"rel_type": "m.thread", "event_id": "$root"}
    said = await bot.says("the secret", **{"m.relates_to": relation, "m.mentions": {"user_ids": [ALICE]}})
    assert set(said["content"]) == {"algorithm", "sender_key", "ciphertext", "session_id", "device_id", "m.relates_to"}
    assert said["content"]["m.relates_to"] == relation


async def test_what_a_line_relates_to_is_read_from_outside(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("and?", **{"m.relates_to": {"m.in_reply_to": {"event_id": "$x"}}})
    taken = bot.keys.take(*bot.sync())
    assert taken.joined[0].timeline[0]["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": "$x"}}
    assert taken.joined[0].timeline[0]["type"] == "m.room.message"


async def test_a_second_line_needs_no_request(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await bot.says("one")
    before = len(server.asked)
    await bot.says("two")
    assert len(server.asked) == before
    assert alice.reads() == ["one", "two"]


FAULTS: list[Fault] = [dropped, failed, too_fast, nonsense]


@pytest.mark.case(53)
@pytest.mark.parametrize(("fault", "done"), [(dropped, True), *((fault, False) for fault in FAULTS)])
@pytest.mark.parametrize("where", ["sendToDevice", "keys/claim", "keys/query", "/members", "m.room.encryption"])
async def test_a_line_whose_keys_met_a_fault_is_readable_when_it_is_said_again(
    server: KeyServer, where: str, fault: Fault, done: bool
) -> None:
    bot, alice, bob = await server.device(BOT), await server.device(ALICE), await server.device(BOB)
    server.trouble(where, fault, done=done)
    with pytest.raises((Unreachable, Slower)):
        await bot.says("never")
    await bot.says("again")
    assert alice.reads() == bob.reads() == ["again"]


async def test_a_key_that_reached_only_some_goes_on_to_the_others(server: KeyServer) -> None:
    """Twenty devices are written to at once: the second portion fails."""
    bot = await server.device(BOT)
    crowd = [await server.device(f"@u{number}:hs.test") for number in range(22)]
    server.trouble("sendToDevice", dropped, times=1)
    with pytest.raises(Unreachable):
        await bot.says("never")
    server.troubles.clear()
    await bot.says("again")
    assert [device.reads() for device in crowd] == [["again"]] * 22


@pytest.mark.parametrize("fault", FAULTS)
async def test_keys_that_could_not_be_uploaded_are_uploaded_later(server: KeyServer, fault: Fault) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    server.one_time[BOT, "BOT"].clear()
    bot.reads()
    server.trouble("keys/upload", fault, done=True)
    with pytest.raises((Unreachable, Slower)):
        await bot.keys.settle()
    await bot.keys.settle()
    assert len(server.one_time[BOT, "BOT"]) == 50
    await alice.says("hello")
    assert bot.reads() == ["hello"]


async def test_enough_keys_are_not_uploaded_again(server: KeyServer) -> None:
    bot = await server.device(BOT)
    bot.reads()
    before = len(server.asked)
    await bot.keys.settle()
    assert len(server.asked) == before


async def test_who_comes_later_reads_from_then_on(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    first = await bot.says("one")
    bob = await server.device(BOB)
    server.say(BOB, {"membership": "join"}, "m.room.member", state_key=BOB)
    bot.reads()
    second = await bot.says("two")
    assert second["content"]["session_id"] == first["content"]["session_id"]
    assert alice.reads()[0::2] == ["one", "two"]
    assert bob.reads()[0::2] == [None, "two"]


@pytest.mark.parametrize("limited", [False, True], ids=["seen leaving", "left in a gap"])
async def test_who_has_left_reads_nothing_more(server: KeyServer, limited: bool) -> None:
    bot, alice, bob = await server.device(BOT), await server.device(ALICE), await server.device(BOB)
    await bot.says("one")
    server.members[BOB] = "leave"
    if limited:
        bot.reads(rooms={"join": {ROOM: {"timeline": {"events": [], "limited": True, "prev_batch": "p"}}}})
    else:
        server.say(BOB, {"membership": "leave"}, "m.room.member", state_key=BOB)
        bot.reads()
    await bot.says("two")
    assert bob.reads()[-1] is None
    assert alice.reads()[-1] == "two"


async def test_somebodys_new_device_reads_too_and_one_that_is_gone_does_not(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await bot.says("one")
    phone = await server.device(ALICE, "PHONE")
    bot.reads(device_lists={"changed": [ALICE]})
    await bot.says("two")
    assert phone.reads() == [None, "two"]
    del server.devices[ALICE]["ALICE"]
    bot.reads(device_lists={"changed": [ALICE]})
    await bot.says("three")
    assert phone.reads() == ["three"]
    assert alice.reads() == ["one", "two", None]


async def test_a_device_that_changes_its_keys_is_not_believed(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await bot.says("one")
    del server.devices[ALICE]["ALICE"], server.one_time[ALICE, "ALICE"]
    impostor = await server.device(ALICE, folder="elsewhere")
    bot.reads(device_lists={"changed": [ALICE]})
    await bot.says("two")
    assert impostor.reads() == [None, None]
    assert alice.login == impostor.login


async def test_a_device_without_one_time_keys_holds_nobody_up(server: KeyServer) -> None:
    bot, alice, _ = await server.device(BOT), await server.device(ALICE), await server.device(BOB)
    server.one_time[BOB, "BOB"].clear()
    await bot.says("one")
    before = len(server.asked)
    await bot.says("two")
    assert len(server.asked) == before  # it is not asked again for every line
    assert alice.reads() == ["one", "two"]


async def test_people_whose_server_does_not_answer_hold_nobody_up_and_are_asked_again(server: KeyServer) -> None:
    bot, alice, bob = await server.device(BOT), await server.device(ALICE), await server.device(BOB)
    server.trouble("keys/query", lambda: server.answer(bot.login, "POST", "////keys/query", {"device_keys": {ALICE: []}}))
    await bot.says("one")
    await bot.says("two")
    server.now += SNOOZE
    await bot.says("three")
    assert alice.reads() == ["one", "two", "three"]
    assert bob.reads() == [None, None, "three"]


@pytest.mark.parametrize(
    "keys", [None, [], {}, {"keys": {}}, {"algorithms": [], "device_id": "EVIL", "user_id": BOB, "keys": {"ed25519:EVIL": "x"}}]
)
async def test_a_malformed_device_does_not_take_the_others_with_it(server: KeyServer, keys: Any) -> None:
    bot, _ = await server.device(BOT), await server.device(BOB)
    tablet = await server.device(BOB, "TABLET")
    server.devices[BOB]["EVIL"] = keys
    await bot.says("one")
    assert tablet.reads() == ["one"]


@pytest.mark.parametrize("key", [None, [], {}, {"signed_curve25519:A": {}}, {"signed_curve25519:A": {"key": "!", "signatures": {}}}])
async def test_a_malformed_one_time_key_does_not_take_the_others_with_it(server: KeyServer, key: Any) -> None:
    bot, alice, _ = await server.device(BOT), await server.device(ALICE), await server.device(BOB)
    claimed = server.answer(bot.login, "POST", "////keys/claim", {"one_time_keys": {ALICE: {"ALICE": "signed_curve25519"}}})
    claimed.body["one_time_keys"][BOB] = {"BOB": key}
    server.trouble("keys/claim", lambda: claimed)
    await bot.says("one")
    assert alice.reads() == ["one"]


async def test_an_encryption_that_nobody_knows_is_not_written(server: KeyServer) -> None:
    bot = await server.device(BOT)
    server.algorithm = "org.example.rot13"
    with pytest.raises(Rejected):
        await bot.says("one")


# --- reading what came in a bad order, twice, or with malice ---


@pytest.mark.case(54)
async def test_a_line_that_came_before_its_key_is_read_when_the_key_comes(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("one")
    held = server.inbox.pop((BOT, "BOT"))
    assert bot.reads() == [None]
    server.say(ALICE, {"msgtype": "m.text", "body": "in the clear"}, "m.room.message")
    server.inbox[BOT, "BOT"] = held
    assert bot.reads() == ["one", "in the clear"]
    assert bot.reads() == []


async def test_a_late_key_alone_brings_its_lines(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("one")
    held = server.inbox.pop((BOT, "BOT"))
    bot.reads()
    server.inbox[BOT, "BOT"] = held
    assert bot.reads() == ["one"]


async def test_a_sync_that_is_read_twice_says_the_same(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("early")
    held = server.inbox.pop((BOT, "BOT"))
    bot.reads()
    server.inbox[BOT, "BOT"] = held
    await alice.says("now")
    sync = bot.sync()
    first, second = bot.keys.take(*sync), bot.keys.take(*sync)
    assert [event["content"]["body"] for event in first.joined[0].timeline] == ["early", "now"]
    assert first == second


async def test_a_sync_that_is_read_again_by_the_next_process_says_the_same(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("one")
    sync = bot.sync()
    first = bot.keys.take(*sync)
    bot.keys.close()
    again = await server.device(BOT)
    assert again.keys.take(*sync) == first
    await again.says("still here")
    await alice.says("good")
    assert again.reads() == ["one", "still here", "good"]


async def test_a_line_repeated_by_somebody_else_is_not_read(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    said = await alice.says("one")
    server.say(BOB, said["content"])
    assert bot.reads() == ["one", None]


@pytest.mark.parametrize("kind", ["m.room.member", "m.room.redaction", "m.room.power_levels", "org.example.poll"])
async def test_what_only_a_server_can_vouch_for_does_not_come_out_of_an_envelope(server: KeyServer, kind: str) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("one")
    olm = alice.keys._machine._olm
    server.say(ALICE, olm.group_encrypt(ROOM, {"type": kind, "content": {"redacts": "$0", "membership": "ban"}}))
    assert bot.reads() == ["one"]


async def test_the_sender_key_need_not_be_named_any_more(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    said = await alice.says("one")
    del said["content"]["sender_key"], said["content"]["device_id"]
    assert bot.reads() == ["one"]


async def test_a_removed_line_is_no_line(server: KeyServer) -> None:
    bot, alice = await server.device(BOT), await server.device(ALICE)
    (await alice.says("one"))["content"].clear()
    assert bot.reads() == []


NAMES = st.sampled_from(["type", "content", "sender", "events", "body", "changed", "x"])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(BOT) | st.just(ROOM),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
BASE64 = st.text("AB+/=", max_size=99)
ALGORITHM = st.sampled_from(["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2", "x"])
SEALED: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"algorithm": ALGORITHM | JSON},
    optional={"sender_key": JSON | BASE64, "session_id": JSON, "device_id": JSON, "ciphertext": JSON | BASE64},
)


@pytest.mark.case(54)
@given(st.data())
async def test_whatever_comes_in_ends_nothing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    with closing(KeyServer(tmp_path_factory.mktemp("keys"))) as server:  # also when an example is given up halfway
        bot, alice = await server.device(BOT), await server.device(ALICE)
        content, own = data.draw(SEALED), bot.keys._machine.keys["curve25519"]
        to_us = {**content, "sender_key": own, "ciphertext": {own: {"type": data.draw(st.integers(0, 2)), "body": data.draw(BASE64)}}}
        server.say(ALICE, content)
        server.say(ALICE, data.draw(JSON), event_id=data.draw(JSON))
        given = [*({"type": "m.room.encrypted", "sender": ALICE, "content": made} for made in (content, to_us)), data.draw(JSON)]
        bot.reads(to_device={"events": given}, device_lists=data.draw(JSON), device_one_time_keys_count=data.draw(JSON))
        await alice.says("fine")
        assert bot.reads()[-1] == "fine"


# --- the store ---


async def test_lost_keys_are_noticed_by_what_the_server_has(server: KeyServer) -> None:
    bot = await server.device(BOT)
    bot.keys.close()
    folder = server.folder / f"{BOT}BOT" / "crypto"
    (folder / KEYS).unlink()
    with pytest.raises(StoreLost, match="are not here"):
        await server.device(BOT)
    assert any(".lost-" in path.name for path in folder.iterdir())
    await server.device(BOT, "ANOTHER")


async def test_a_restored_store_that_is_too_old_is_noticed(server: KeyServer) -> None:
    """The server has one-time keys by the same names, made after the backup."""
    bot = await server.device(BOT)
    bot.keys.close()
    kept = {file: file.read_bytes() for file in (server.folder / f"{BOT}BOT" / "crypto").iterdir()}
    bot = await server.device(BOT)
    bot.reads(device_one_time_keys_count={})
    await bot.keys.settle()  # after the backup
    bot.keys.close()
    for file, content in kept.items():
        file.write_bytes(content)
    bot = await server.device(BOT)
    bot.reads(device_one_time_keys_count={})
    with pytest.raises(Unreachable):
        await bot.keys.settle()
    assert bot.keys.broken
    assert not (server.folder / f"{BOT}BOT" / "crypto" / KEYS).exists()


async def test_keys_that_cannot_be_stored_make_the_sync_come_again(server: KeyServer) -> None:
    """The disk is full when a key arrives: nothing is lost."""
    bot, alice = await server.device(BOT), await server.device(ALICE)
    await alice.says("one")
    sync = bot.sync()
    database = bot.keys._machine._olm.store.database
    database.execute_sql("CREATE TRIGGER full BEFORE INSERT ON megolminboundsessions BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(Unreachable, match="disk full"):
        bot.keys.take(*sync)
    assert bot.keys.broken
    database.execute_sql("DROP TRIGGER full")
    bot.keys.close()
    again = await server.device(BOT)
    assert [event["content"].get("body") for event in again.keys.take(*sync).joined[0].timeline] == ["one"]
