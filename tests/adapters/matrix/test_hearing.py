"""What events of Matrix rooms mean."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.matrix.hearing import Upgrade, heard
from bot.adapters.matrix.rooms import Rooms
from bot.core.address import addressee
from bot.core.events import Edited, Event, Joined, Left, Message, Reacted, Removed, Renamed, Unreadable
from bot.core.people import Person, Place, Standing
from bot.core.settings import MatrixNetwork, Room
from bot.core.text import without_quotes_and_code

ME, ANN, BOB = "@helper:hs.org", "@ann:hs.org", "@bob:hs.org"
ROOM, NOON = "!abc:hs.org", 1_700_000_000.0
RDO = Place("matrix", "#rdo:hs.org")
PILL = f'<a href="https://matrix.to/#/{BOB}">Bob Smith</a>'


def rooms() -> Rooms:
    """One room, called #rdo in bot.yaml, where Ann is a moderator and Bob is called Bob Smith."""
    found = Rooms(MatrixNetwork("matrix", "https://hs.org", ME, rooms=(Room("#rdo:hs.org"),)), ME)
    found.called(ROOM, "#RDO:hs.org")
    found.entered(ROOM)
    found.leveled(ROOM, {"users": {ANN: 50}})
    for mxid, name in ((ANN, "Ann"), (BOB, "Bob Smith")):
        found.learn(ROOM, {"type": "m.room.member", "state_key": mxid, "content": {"membership": "join", "displayname": name}})
    return found


def event(content: Any, kind: str = "m.room.message", **fields: Any) -> dict[str, Any]:
    return {"type": kind, "event_id": "$e", "sender": ANN, "origin_server_ts": NOON * 1000, "content": content, **fields}


def hear(content: Any, kind: str = "m.room.message", **fields: Any) -> tuple[Event | Upgrade, ...]:
    return heard(event(content, kind, **fields), ROOM, rooms(), NOON + 1)


def line(body: object, html: object = None, **content: Any) -> Message:
    """The one line that a content is."""
    formatted = {} if html is None else {"format": "org.matrix.custom.html", "formatted_body": html}
    (found,) = hear({"msgtype": "m.text", "body": body, **formatted, **content})
    assert isinstance(found, Message)
    return found


# --- lines ---


def test_a_line_in_a_room() -> None:
    ann = Person("matrix", ANN, "Ann", ANN)
    assert line("hello") == Message(NOON + 1, RDO, ann, "hello", "$e", NOON, standing=Standing.OP)


def test_a_room_that_is_not_in_the_settings_goes_by_its_id_and_a_stranger_by_the_localpart() -> None:
    found = heard(event({"msgtype": "m.text", "body": "hi"}), "!other:hs.org", rooms(), NOON)
    assert [(e.place, e.sender.name) for e in found if isinstance(e, Message)] == [(Place("matrix", "!other:hs.org"), "ann")]


def test_a_direct_chat_is_the_place_of_the_other() -> None:
    known = rooms()
    known.chat(ANN, "!dm:hs.org")
    found = heard(event({"msgtype": "m.text", "body": "hi"}), "!dm:hs.org", known, NOON)
    assert [e.place for e in found if isinstance(e, Message)] == [Place("matrix", ANN, direct=True)]


def test_notices_and_our_own_lines_are_told_as_such() -> None:
    (own,) = hear({"msgtype": "m.notice", "body": "hi"}, sender=ME)
    assert isinstance(own, Message)
    assert (own.notice, own.own) == (True, True)


def test_an_emote_is_an_action_as_on_irc() -> None:
    (found,) = hear({"msgtype": "m.emote", "body": "waves"})
    assert isinstance(found, Message)
    assert found.text == "/me waves"


@pytest.mark.parametrize("kind", ["m.image", "m.file", "m.audio", "m.video", "m.location", "m.key.verification.request", "x", None, 1])
def test_pictures_and_the_like_are_no_lines(kind: object) -> None:
    assert hear({"msgtype": kind, "body": "cat.png"}) == ()


@pytest.mark.parametrize("kind", ["m.sticker", "m.room.server_acl", "m.room.topic", "m.call.invite", "org.example", ""])
def test_other_events_mean_nothing(kind: str) -> None:
    assert hear({"body": "x"}, kind, state_key="") == ()


def test_a_line_that_was_removed_is_none() -> None:
    assert hear({"msgtype": "m.text", "body": "x"}, unsigned={"redacted_because": {"type": "m.room.redaction"}}) == ()
    assert hear({}) == ()


# --- replies and threads ---

REPLY: dict[str, Any] = {"m.in_reply_to": {"event_id": "$q"}}


@pytest.mark.parametrize(
    ("relation", "reply_to", "thread"),
    [
        (REPLY, "$q", None),
        ({"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True, **REPLY}, None, "$root"),
        ({"rel_type": "m.thread", "event_id": "$root", **REPLY}, None, "$root"),
        ({"rel_type": "m.thread", "event_id": "$root", "is_falling_back": False, **REPLY}, "$q", "$root"),
        ({"rel_type": "m.thread", "event_id": 7}, None, None),
        ({"rel_type": ["m.thread"], "event_id": "$root"}, None, None),
        ({"m.in_reply_to": "$q"}, None, None),
        ({"m.in_reply_to": {"event_id": "$" + "x" * 300}}, None, None),
        ("rubbish", None, None),
        (None, None, None),
        ([REPLY], None, None),
    ],
)
def test_what_a_line_replies_to_and_its_thread(relation: object, reply_to: str | None, thread: str | None) -> None:
    found = line("yes", **{"m.relates_to": relation})
    assert (found.text, found.reply_to, found.thread) == ("yes", reply_to, thread)


def test_the_quotation_of_a_reply_is_not_what_its_sender_says() -> None:
    body = f"> <{BOB}> how do I\n>\n> restart nova?\n\nwith systemctl"
    assert line(body, **{"m.relates_to": REPLY}).text == "with systemctl"


def test_a_quotation_outside_of_a_reply_is_left_to_the_house() -> None:
    found = line("> somebody said this\nis it true?")
    assert without_quotes_and_code(found.text) == "is it true?"


def test_code_and_pills_in_the_quotation_of_a_reply_are_not_the_senders() -> None:
    quoted = f"<mx-reply><blockquote>{PILL}<br><code>nova</code></blockquote></mx-reply>"
    found = line("> <@b:c> x\n\nnova is down", f"{quoted}nova is down", **{"m.relates_to": REPLY, "m.mentions": {"user_ids": [BOB]}})
    assert found.text == "nova is down"


# --- who is spoken to ---


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        ({"user_ids": [ME, BOB, ME]}, (ME, BOB)),
        ({"user_ids": [1, None, "", [ME], "@x\u202e:hs.org"]}, ()),
        ({"user_ids": ME}, ()),
        ({"room": True}, ()),
        ([ME], ()),
        ({}, ()),
    ],
)
def test_who_was_mentioned(mentions: object, expected: tuple[str, ...]) -> None:
    assert line("hi", **{"m.mentions": mentions}).mentions == expected


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("Bob Smith: could you look", f"{PILL}: could you look"),
        ("Bob Smith could you look", f"{PILL} could you look"),
        ("@Bob Smith could you look", f"<p>{PILL} could you look</p>"),
        (f"{BOB} could you look", f"{PILL} could you look"),
        ("Bobby, could you look", '<a href="https://matrix.to/#/%40bob%3Ahs.org">Bobby</a>, could you look'),
    ],
)
def test_a_pill_in_front_is_a_name_that_the_house_finds(body: str, html: str) -> None:
    found = line(body, html, **{"m.mentions": {"user_ids": [BOB]}})
    assert addressee(found.text, lambda name: name in ("Bob Smith", BOB, "bob")) == ("Bob Smith", "could you look")


def test_a_name_that_cannot_be_told_from_words_is_written_as_the_matrix_id() -> None:
    known = rooms()
    known.learn(ROOM, {"type": "m.room.member", "state_key": BOB, "content": {"membership": "join", "displayname": "re: x, y"}})
    content = {"msgtype": "m.text", "body": "re: x, y hi there", "format": "org.matrix.custom.html", "m.mentions": {"user_ids": [BOB]}}
    (found,) = heard(event({**content, "formatted_body": f'<a href="https://matrix.to/#/{BOB}">re: x, y</a> hi there'}), ROOM, known, NOON)
    assert isinstance(found, Message)
    assert addressee(found.text, lambda name: name == BOB) == (BOB, "hi there")


@pytest.mark.parametrize(
    ("body", "html", "mentions"),
    [
        ("Bob Smith could you", f"{PILL} could you", []),  # the client does not say that he is meant
        ("ask Bob Smith", f"ask {PILL}", [BOB]),
        ("Bob Smithson could you", f"{PILL}son could you", [BOB]),
        ("something else", f"{PILL} could you", [BOB]),
    ],
)
def test_other_pills_change_nothing(body: str, html: str, mentions: list[str]) -> None:
    assert line(body, html, **{"m.mentions": {"user_ids": mentions}}).text == body


# --- code ---


@pytest.mark.parametrize(
    ("body", "html", "own"),
    [
        ("it says\nTraceback: help me", "it says<pre><code class='x'>Traceback: help me\n</code></pre>", "it says"),
        ("run nova list now", "run <code>nova list</code> now", "run   now"),
        ("a &lt; b", "<code>a &amp;lt; b</code>", ""),
        ("x x", "<CODE >x</CODE> <code>x</code>", ""),
        ("```\nx\n```\ny", "<pre>x</pre>y", "y"),
        ("nothing of it", "<pre>other</pre>", "nothing of it"),
        ("unclosed x", "unclosed <pre>x", "unclosed x"),
        ("empty", "<pre></pre><code>\n</code>empty", "empty"),
    ],
)
def test_code_that_only_the_formatted_body_shows_is_marked(body: str, html: str, own: str) -> None:
    assert without_quotes_and_code(line(body, html).text) == own


# --- edits, removals, reactions ---


def edit(new: object, target: object = "$q", **fields: Any) -> tuple[Event | Upgrade, ...]:
    relation = {"rel_type": "m.replace", "event_id": target}
    return hear({"msgtype": "m.text", "body": "* fallback", "m.new_content": new, "m.relates_to": relation}, **fields)


def test_an_edit_has_the_new_words_and_never_the_fallback() -> None:
    ann = Person("matrix", ANN, "Ann", ANN)
    assert edit({"msgtype": "m.text", "body": "new"}) == (Edited(NOON + 1, RDO, ann, "$q", "new", "$e", NOON),)


@pytest.mark.parametrize("new", [None, "new", {}, {"body": "new"}, {"msgtype": "m.image", "body": "new"}, {"msgtype": "m.text", "body": 1}])
def test_an_edit_without_words_is_no_line_either(new: object) -> None:
    assert edit(new) == ()


def test_an_edit_of_nothing_and_our_own_edits_mean_nothing() -> None:
    assert edit({"msgtype": "m.text", "body": "new"}, target=None) == ()
    assert edit({"msgtype": "m.text", "body": "new"}, sender=ME) == ()


@pytest.mark.parametrize(
    ("inside", "beside", "target"), [("$q", None, "$q"), (None, "$q", "$q"), ("$q", "$q", "$q"), ("$q", "$other", None), (1, [], None)]
)
def test_removals_of_old_and_new_room_versions(inside: object, beside: object, target: str | None) -> None:
    expected = () if target is None else (Removed(NOON + 1, RDO, target, "$e"),)
    assert hear({"redacts": inside}, "m.room.redaction", redacts=beside) == expected


@pytest.mark.parametrize("sign", ["👍", "👍️", "👩🏽‍🚀", "+1"])
def test_a_reaction_has_its_sign_as_it_was_sent(sign: str) -> None:
    (found,) = hear({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$q", "key": sign}}, "m.reaction")
    assert isinstance(found, Reacted)
    assert (found.target, found.sign) == ("$q", sign)


@pytest.mark.parametrize(
    "relation", [None, {}, {"rel_type": "m.annotation", "event_id": "$q"}, {"rel_type": "x", "event_id": "$q", "key": "y"}]
)
def test_reactions_to_nothing_mean_nothing(relation: object) -> None:
    assert hear({"m.relates_to": relation}, "m.reaction") == ()


def test_a_line_that_could_not_be_decrypted() -> None:
    assert hear({"algorithm": "m.megolm.v1.aes-sha2"}, "m.room.encrypted") == (
        Unreadable(NOON + 1, RDO, Person("matrix", ANN, "Ann", ANN), "$e"),
    )


# --- people ---

CAROL = "@carol:hs.org"


def member(membership: object, name: object = "Carol", before: object = None, mxid: str = CAROL) -> tuple[Event | Upgrade, ...]:
    content = {"membership": membership, "displayname": name}
    return hear(content, "m.room.member", state_key=mxid, sender=CAROL, unsigned={"prev_content": before} if before else {})


WAS_IN, WAS_OUT, INVITED = {"membership": "join", "displayname": "Carol"}, {"membership": "leave"}, {"membership": "invite"}


@pytest.mark.case(34)
@pytest.mark.parametrize(
    ("membership", "name", "before", "kind", "called"),
    [
        ("join", "Carol", None, Joined, "Carol"),
        ("join", "Carol", WAS_OUT, Joined, "Carol"),
        ("join", None, INVITED, Joined, "carol"),
        ("join", " Caro\u202el\n<b>@room</b> ", None, Joined, "Carol <b>@room</b>"),
        ("join", "\u202e\n ", None, Joined, "carol"),
        ("join", "x" * 500, None, Joined, "x" * 80),
        ("leave", None, WAS_IN, Left, "Carol"),
        ("ban", None, WAS_IN, Left, "Carol"),
    ],
)
def test_who_comes_and_goes_and_what_they_are_called(membership: str, name: object, before: object, kind: type, called: str) -> None:
    (found,) = member(membership, name, before)
    assert isinstance(found, Joined | Left)
    assert (type(found), found.person) == (kind, Person("matrix", CAROL, called, CAROL))


@pytest.mark.case(34)
def test_a_new_name_is_no_coming_and_rights_stay_with_the_matrix_id() -> None:
    carol = Person("matrix", CAROL, "Carol", CAROL)
    assert member("join", "Ann", WAS_IN) == (Renamed(NOON + 1, carol, Person("matrix", CAROL, "Ann", CAROL)),)


def test_a_new_picture_is_nothing() -> None:
    assert member("join", "Carol", WAS_IN) == ()


@pytest.mark.parametrize(
    ("membership", "before"), [("leave", INVITED), ("leave", {"membership": "ban"}), ("invite", None), ("knock", None), (7, None)]
)
def test_who_never_was_in_does_not_leave(membership: object, before: object) -> None:
    assert member(membership, None, before) == ()


def test_our_own_membership_is_read_elsewhere() -> None:
    assert member("leave", None, WAS_IN, mxid=ME) == ()


# --- rooms ---


def test_a_room_that_was_replaced() -> None:
    assert hear({"replacement_room": "!new:hs.org"}, "m.room.tombstone", state_key="") == (Upgrade(ROOM, "!new:hs.org", ANN),)


@pytest.mark.parametrize(("replacement", "key"), [("#x:hs.org", ""), (None, ""), ("!new:hs.org", "x")])
def test_a_tombstone_that_names_no_room_replaces_none(replacement: object, key: str) -> None:
    assert hear({"replacement_room": replacement}, "m.room.tombstone", state_key=key) == ()


def test_a_room_that_becomes_encrypted_stays_so_whatever_the_algorithm() -> None:
    known = rooms()
    assert heard(event({"algorithm": "rot13"}, "m.room.encryption", state_key=""), ROOM, known, NOON) == ()
    known.told_encrypted(ROOM, False)
    assert known.encrypted(ROOM) is True


def test_new_power_levels_count_from_the_next_line_on() -> None:
    known = rooms()
    assert heard(event({"users": {BOB: 100}}, "m.room.power_levels", state_key=""), ROOM, known, NOON) == ()
    assert (known.standing(ROOM, BOB), known.standing(ROOM, ANN)) == (Standing.OP, Standing.NONE)


# --- whatever may come ---

KEYS = st.sampled_from(
    """body msgtype format formatted_body m.relates_to m.new_content m.mentions user_ids rel_type event_id key redacts m.in_reply_to
    is_falling_back membership displayname users events users_default algorithm replacement_room prev_content redacted_because""".split()
)
KINDS_OF_WORDS = "m.text m.emote m.replace m.thread m.annotation org.matrix.custom.html join leave $q".split()
TRICKS = ["<pre>a</pre>", "<code><![x", "<!--", "a", "> <@a:b> q\n\na", "\ud800", "\0", "<mx-reply>", ROOM, ANN, ME, PILL]
WORDS = st.sampled_from([*KINDS_OF_WORDS, *TRICKS])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=6),
    max_leaves=20,
)
KINDS = st.sampled_from(
    ["m.reaction", "x", *(f"m.room.{kind}" for kind in "message encrypted redaction member tombstone power_levels encryption".split())]
)


@pytest.mark.case(51)
@given(KINDS, st.dictionaries(KEYS, JSON, max_size=8), JSON, JSON, JSON)
def test_no_content_of_an_event_ends_anything(kind: str, content: object, unsigned: object, key: object, stamp: object) -> None:
    for found in hear(content, kind, unsigned=unsigned, state_key=key, origin_server_ts=stamp, redacts=key):
        if isinstance(found, Message | Edited):
            found.text.encode()


@pytest.mark.case(51)
@given(st.dictionaries(st.sampled_from(["event_id", "sender", "content", "unsigned", "state_key"]), JSON), KINDS)
def test_no_event_ends_anything(fields: dict[str, Any], kind: str) -> None:
    heard({**fields, "type": kind}, ROOM, rooms(), NOON)


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<code>", "<pre>a", "</code>", "&#", "`", "> ", "<mx-reply>", "<code>a</code>", '<a href="']
)
def test_a_body_of_full_size_is_read_in_one_go(piece: str) -> None:
    full = piece * (65_536 // len(piece))
    assert len(line(full, full, **{"m.relates_to": REPLY}).text) <= 2 * 65_536
