"""Who is called, who is told, what is kept: moments in, proposals out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.core.knowledge import Expert, Hours, Notify
from bot.core.memory import Memory
from bot.core.moments import Command, HelperActive, SpokenTo, StillWaiting
from bot.core.people import Identity, Person, Place
from bot.core.plugin import AskedBack, Called, Parked, Proposal, Reason, Showed
from bot.core.records import DAY, HOUR, Call, Helped, Line, Offer, Pause, Question, Record, Status, Step, Transition
from bot.core.text import JOINER
from plugins.experts import build
from plugins.experts.ranking import Merit
from tests.builders import (
    NETWORK,
    ROOM,
    START,
    alice,
    bob,
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

AT = START + 600
OTHER = Place(NETWORK, "#dev")
CAROL, DAVE = expert("carol"), expert("dave")
ASKED = question(topics=("repos",), step=Step.ROUTE)
SUNDAY = Hours("UTC", frozenset({6}), 0, 60)
BUSY = Hours("UTC", frozenset(range(7)), 0, 60)  # asleep in the afternoon


def around(*people: Person, records: tuple[Record, ...] = ()) -> Memory:
    return memory(*records, here=(alice, bob, *people))


def weigh(
    *people: Expert, asked: Question = ASKED, made: Memory | None = None, at: float = AT, **section: int
) -> tuple[list[Proposal], list[str]]:
    """What is proposed when a question waits, and the reasons; everybody is here unless told otherwise."""
    plugin = build(section, settings(), knowledge(*people))
    found = list(plugin.handle(StillWaiting(at, asked, Step.ROUTE), made or around(*(helper(e.name) for e in people))))
    return [p for p in found if isinstance(p, Proposal)], [r.text for r in found if isinstance(r, Reason)]


def called(*people: Expert, **more: Any) -> str | None:
    """Who is called; None: nobody."""
    ((proposal,), _) = weigh(*people, **more)
    return proposal.effect.expert if isinstance(proposal.effect, Called) else None


def spoke(made: Memory, who: str, ago: float) -> None:
    """They have said a line in the room, so many seconds ago."""
    made.talk(ROOM.key).spoke[who] = AT - ago
    made.answering[ROOM.key].observe(AT - ago, who, None, asks=False, words=3)


def call(at: float, name: str = "carol", number: int = 1) -> Record:
    return uttered(number, at, kind="call", to=helper(name).identity)


# --- a call ---


def test_a_call_carries_the_question_in_the_askers_words_and_the_asker_is_told() -> None:
    ((proposal,), _) = weigh(CAROL)
    to_expert, to_asker = proposal.words
    assert (to_expert.to, to_expert.place, to_expert.loud) == (helper("carol"), None, True)
    assert all(part in to_expert.text for part in ("alice", "repos", '"is there a repo for gazpacho?"'))
    assert (to_asker.to, "carol" in to_asker.text, "2 d" in to_asker.text) == (alice, True, True)
    assert (proposal.kind, proposal.effect) == ("call", Called("carol", helper("carol")))


def test_why_somebody_was_called_is_explained() -> None:
    ((proposal,), _) = weigh(CAROL)
    assert proposal.why == "carol offers repos, is inside their hours and daily limit, has had no call today"


def test_why_tells_of_answers_and_never_who_is_awake() -> None:
    made = around(helper("carol"), records=(call(-60), Helped(helper("carol").identity, "carol", "repos", int(AT // DAY), 1)))
    made.talk(ROOM.key).spoke["carol"] = AT - 10
    ((proposal,), _) = weigh(CAROL, made=made)
    assert proposal.why == "carol offers repos, is inside their hours and daily limit, has answered on it lately"


def test_a_long_question_is_shortened() -> None:
    ((proposal,), _) = weigh(CAROL, asked=replace(ASKED, lines=(replace(ASKED.lines[0], text="word " * 200),)))
    assert len(proposal.words[0].text.encode()) < 300


def test_nobody_is_named_beside_expert_and_asker() -> None:
    ((proposal,), _) = weigh(CAROL, DAVE)
    assert not any("dave" in words.text for words in proposal.words)


PRIVATE = replace(CAROL, notify=Notify.PRIVATE)


def test_who_wants_private_calls_gets_them_with_the_room_named() -> None:
    ((proposal,), _) = weigh(PRIVATE)
    assert proposal.words[0].place == direct(helper("carol"))
    assert "#rdo" in proposal.words[0].text
    assert proposal.words[1].place is None


def test_private_calls_reach_people_in_other_rooms_and_calls_in_the_room_do_not() -> None:
    made = around()
    made.passing(OTHER).people["carol"] = helper("carol")
    assert called(PRIVATE, made=made) == "carol"
    assert called(CAROL, made=made) is None


# --- who is not called ---

WHY_NOT = (
    (CAROL, around(), "not here"),
    (CAROL, around(person("carol")), "not here"),  # somebody with that nick
    (replace(CAROL, notify=Notify.DIGEST), None, "reads the digest only"),
    (CAROL, around(replace(helper("carol"), away=True)), "away"),
    (replace(CAROL, until=date(2026, 11, 23)), None, "the entry has expired"),
    (replace(CAROL, hours=BUSY), None, "outside their hours"),
    (CAROL, known(around(helper("carol")), helper("carol"), kind="optout"), "opted out"),
    (CAROL, around(helper("carol"), records=(call(-60), call(-30, number=2))), "has had their calls for today"),
)


@pytest.mark.parametrize(("somebody", "made", "why"), WHY_NOT)
def test_who_is_not_called_and_why(somebody: Expert, made: Memory | None, why: str) -> None:
    ((proposal,), reasons) = weigh(somebody, made=made)
    assert reasons == [f"carol (repos): {why}"]
    assert isinstance(proposal.effect, Parked)


def test_nobody_is_called_twice_for_one_question() -> None:
    asked = replace(ASKED, calls=(Call(START, "carol", helper("carol")),), step=Step.NEXT_EXPERT)
    assert weigh(CAROL, asked=asked)[1] == ["carol (repos): called already"]
    assert called(CAROL, DAVE, asked=asked) == "dave"


def test_nobody_is_called_for_their_own_question() -> None:
    assert weigh(CAROL, asked=replace(ASKED, asker=helper("carol")))[1] == ["carol (repos): asks themselves"]


def test_so_many_people_are_called_and_no_more() -> None:
    calls = tuple(Call(START, name, helper(name)) for name in ("x", "y"))
    ((proposal,), _) = weigh(CAROL, asked=replace(ASKED, calls=calls), max_calls=2)
    assert (proposal.kind, "have seen no answer so far" in proposal.words[0].text) == ("park", True)


# --- fair choice ---


def test_the_nearest_topic_comes_first_then_who_was_called_longest_ago_then_the_name() -> None:
    far = expert("anna", ("packaging",))  # what repos falls back to
    assert called(far, DAVE, CAROL) == "carol"
    assert called(far, DAVE, CAROL, made=around(*map(helper, ("anna", "carol", "dave")), records=(call(-5 * DAY),))) == "dave"
    assert called(far) == "anna"


def test_among_those_who_were_called_the_one_longest_ago_is_called() -> None:
    records = (call(-3 * HOUR, "carol", 1), call(-2 * DAY, "dave", 2))
    assert called(CAROL, DAVE, made=around(helper("carol"), helper("dave"), records=records)) == "dave"


@pytest.mark.parametrize(("ago", "who"), [(60, "dave"), (3600, "dave"), (6 * HOUR, "dave"), (2 * DAY, "carol"), (None, "carol")], ids=str)
def test_who_has_spoken_lately_comes_before_who_has_not(ago: float | None, who: str) -> None:
    made = around(helper("carol"), helper("dave"))
    if ago is not None:
        spoke(made, "dave", ago)
    assert called(CAROL, DAVE, made=made) == who


def test_who_has_answered_on_the_topic_comes_first_and_other_topics_do_not_count() -> None:
    def helped(topic: str, days: int = 5) -> Memory:
        one = Helped(helper("dave").identity, "dave", topic, int(AT // DAY) - days, 1)
        return around(helper("carol"), helper("dave"), records=(one,))

    assert called(CAROL, DAVE, made=helped("repos")) == "dave"
    assert called(CAROL, DAVE, made=helped("packstack")) == "carol"
    assert called(CAROL, DAVE, made=helped("repos", days=91)) == "carol"


def test_who_has_a_question_with_them_comes_later() -> None:
    busy = question(number=2, by=bob, status=Status.ROUTED, step=Step.NEXT_EXPERT, calls=(Call(START, "carol", helper("carol")),))
    made = around(helper("carol"), helper("dave"), records=(busy,))
    spoke(made, "carol", 6 * HOUR)  # a little activity does not outweigh it
    assert called(CAROL, DAVE, made=made) == "dave"


def test_who_did_not_react_to_three_calls_in_a_row_is_not_called_until_they_speak() -> None:
    calls = tuple(call(-days * DAY, "carol", days) for days in (9, 6, 3))
    made = around(helper("carol"), records=calls[1:])
    assert called(CAROL, made=made) == "carol"
    made = around(helper("carol"), records=calls)
    ((proposal,), reasons) = weigh(CAROL, made=made)
    assert isinstance(proposal.effect, Parked)
    assert reasons == ["carol (repos): not likely to answer"]
    spoke(made, "carol", 2 * DAY)
    assert called(CAROL, made=made) == "carol"


def test_who_answers_people_in_the_room_comes_before_who_talks() -> None:
    made = around(helper("carol"), helper("dave"))
    for turn in range(9):
        made.answering[ROOM.key].observe(START - 900 * turn, "alice", None, asks=True, words=5)
        made.answering[ROOM.key].observe(START - 900 * turn, "dave", "alice", asks=False, words=9)
    spoke(made, "dave", 200)
    spoke(made, "carol", 100)
    assert called(CAROL, DAVE, made=made) == "dave"


def test_who_is_named_in_the_question_comes_first() -> None:
    asked = replace(ASKED, lines=(Line(START, "is Dave or somebody around who knows of a repo for gazpacho?", "1"),))
    assert called(CAROL, DAVE, asked=asked) == "dave"


def test_a_call_of_today_weighs_less_than_one_that_is_with_somebody() -> None:
    assert Merit(calls=1).points > Merit(load=1).points
    assert Merit(active=1, answers=1, calls=2).points == 0


def test_the_same_moment_chooses_the_same() -> None:
    assert weigh(DAVE, CAROL) == weigh(DAVE, CAROL)


# --- people's own words ---


def test_who_registered_in_chat_is_called() -> None:
    offer = Offer(helper("eve"), "eve", ("repos",), date(2027, 1, 1), START)
    assert called(made=around(helper("eve"), records=(offer,))) == "eve"
    assert called(made=around(person("eve"), records=(offer,))) == "eve"  # seen without an account, from where it was vouched for
    assert called(made=around(person("eve", host="m@elsewhere.org"), records=(offer,))) is None  # somebody with that nick


def test_who_is_away_by_their_own_word_is_not_called() -> None:
    made = around(helper("carol"), records=(Pause("carol", AT + DAY, START),))
    made.now = AT
    assert weigh(CAROL, made=made)[1] == ["carol (repos): away by their own word"]


def test_who_wants_to_be_asked_nothing_is_not_called() -> None:
    offer = Offer(helper("carol"), "carol", (), date(2027, 1, 1), START)
    assert called(CAROL, made=around(helper("carol"), records=(offer,))) is None


def test_who_took_a_question_is_not_called_for_it_whatever_their_nick() -> None:
    nick = person("carolina", account="carol")
    asked = replace(ASKED, calls=(Call(START, "carolina", nick),), step=Step.NEXT_EXPERT)
    assert weigh(CAROL, asked=asked, made=around(nick))[1] == ["carol (repos): called already"]


# --- the daily limit ---

MIDNIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC).timestamp()
TOKYO = Hours("Asia/Tokyo")  # the day there began at 15:00 UTC the day before


@pytest.mark.parametrize(
    ("somebody", "per_day", "calls", "who"),
    [
        (CAROL, 2, 1, "carol"),
        (CAROL, 2, 2, None),
        (CAROL, 3, 2, "carol"),
        (replace(CAROL, max_per_day=1), 5, 1, None),  # a person's own number wins
        (replace(CAROL, max_per_day=5), 1, 4, "carol"),
        (replace(CAROL, max_per_day=0), 5, 0, None),
    ],
)
def test_a_person_is_called_so_often_a_day(somebody: Expert, per_day: int, calls: int, who: str | None) -> None:
    records = tuple(call(-60.0 * n, number=n + 1) for n in range(calls))
    assert called(somebody, made=around(helper("carol"), records=records), per_day=per_day) == who


@pytest.mark.parametrize(
    ("hours", "when", "who"),
    [
        (None, MIDNIGHT - 1, "carol"),  # yesterday does not count
        (None, MIDNIGHT, None),
        (TOKYO, MIDNIGHT - 9 * HOUR, None),
        (TOKYO, MIDNIGHT - 9 * HOUR - 1, "carol"),
    ],
)
def test_a_day_is_the_persons_own(hours: Hours | None, when: float, who: str | None) -> None:
    made = around(helper("carol"), records=(call(when - START),))
    assert called(replace(CAROL, hours=hours, max_per_day=1), made=made) == who


def test_notices_to_the_asker_are_no_calls() -> None:
    records = tuple(uttered(n, kind="call.notice", to=helper("carol").identity) for n in (1, 2, 3))
    assert called(CAROL, made=around(helper("carol"), records=records)) == "carol"


# --- one at a time ---


def test_one_question_of_an_asker_is_with_somebody_at_a_time() -> None:
    routed = question(number=2, status=Status.ROUTED, step=Step.NEXT_EXPERT)
    ((proposal,), reasons) = weigh(CAROL, made=around(helper("carol"), records=(routed, ASKED)))
    assert (proposal.effect, reasons) == (
        Parked("one routed question per asker at a time"),
        ["another question of theirs is with somebody: one at a time"],
    )


def test_somebody_elses_routed_question_is_no_hindrance() -> None:
    routed = question(number=2, by=bob, status=Status.ROUTED, step=Step.NEXT_EXPERT)
    assert called(CAROL, made=around(helper("carol"), records=(routed, ASKED))) == "carol"


# --- nobody ---


AWAY = (expert("erin", ("packstack",)),)  # offered it, and is not here


@pytest.mark.parametrize(
    ("topics", "people", "hour", "says"),
    [
        (("packstack",), AWAY, 14, "packstack"),
        (("packstack",), AWAY, 3, "night"),
        (("packstack",), (), 3, "Nobody has offered to help with packstack so far."),
        ((), AWAY, 14, "I don't know who knows this one. I've kept your question on the list of open ones"),
        (("repos",), AWAY, 14, "This may help meanwhile: https://example.org/repos"),
        ((), AWAY, 14, "https://example.org/community"),
    ],
)
def test_when_nobody_is_around_the_asker_is_told_with_a_next_step(
    topics: tuple[str, ...], people: tuple[Expert, ...], hour: int, says: str
) -> None:
    ((proposal,), _) = weigh(*people, asked=replace(ASKED, topics=topics), at=START + (hour - 14) * HOUR, made=around())
    assert (proposal.words[0].to, says in proposal.words[0].text) == (alice, True)


@pytest.mark.parametrize(
    ("topics", "people", "why"), [((), AWAY, "no topic"), (("packstack",), (), "nobody has offered"), (("packstack",), AWAY, "suitable")]
)
def test_why_nobody_was_called_is_explained(topics: tuple[str, ...], people: tuple[Expert, ...], why: str) -> None:
    ((proposal,), _) = weigh(*people, asked=replace(ASKED, topics=topics), made=around())
    assert why in proposal.why


EVENING = Hours("Europe/Paris", frozenset(range(5)), 9 * 60, 12 * 60)  # 8:00 to 11:00 UTC


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (AT, "from 8:00 UTC"),  # a Tuesday afternoon
        (AT - 12 * HOUR, "It's night for most people here; those who know repos are usually around from 8:00 UTC."),
        (AT + 3 * DAY, "from Monday, 8:00 UTC"),  # a Friday
    ],
)
def test_the_asker_is_told_when_those_who_know_are_usually_here(at: float, says: str) -> None:
    ((proposal,), _) = weigh(replace(CAROL, hours=EVENING), at=at, made=around())
    assert says in proposal.words[0].text
    assert "carol" not in proposal.words[0].text


NEVER_CALLED = (replace(CAROL, hours=EVENING, notify=Notify.DIGEST), replace(CAROL, hours=EVENING, until=date(2026, 11, 1)))


@pytest.mark.parametrize("somebody", NEVER_CALLED)
def test_hours_of_who_is_never_called_are_not_told(somebody: Expert) -> None:
    ((proposal,), _) = weigh(somebody, made=around())
    assert "UTC" not in proposal.words[0].text


def test_who_passed_is_not_said_to_be_silent() -> None:
    calls = (Call(START, "carol", helper("carol")),)
    passed = Transition(START, Status.ROUTED, "carol", "passed on")
    ((proposal,), _) = weigh(CAROL, DAVE, asked=replace(ASKED, calls=calls, history=(passed,)))
    assert "No word yet" not in proposal.words[1].text


def test_where_a_text_for_the_mailing_list_can_be_had_it_is_named() -> None:
    house = knowledge()
    community = replace(house.topics[-1], places=("https://example.org/community", "users@example.org"))
    plugin = build({}, settings(plugins=(("followup", {}),)), replace(house, topics=(*house.topics[:-1], community)))
    (proposal,) = (p for p in plugin.handle(StillWaiting(AT, ASKED, Step.ROUTE), around()) if isinstance(p, Proposal))
    assert 'users@example.org reaches people who are not here now; the command "list"' in proposal.words[0].text


def test_the_next_step_names_the_mailing_list_of_the_community() -> None:
    house = knowledge()
    community = replace(house.topics[-1], id="community", places=("https://example.org/community", "#rdo on OFTC", "users@example.org"))
    plugin = build({}, settings(), replace(house, topics=(*house.topics, community)))
    (proposal,) = (p for p in plugin.handle(StillWaiting(AT, ASKED, Step.ROUTE), around()) if isinstance(p, Proposal))
    assert "https://example.org/repos" in proposal.words[0].text
    assert proposal.words[0].text.endswith(": users@example.org")


def test_who_was_called_and_did_not_react_is_not_said_to_be_away() -> None:
    asked = replace(ASKED, calls=(Call(START, "carol", helper("carol")),))
    ((proposal,), _) = weigh(CAROL, asked=asked)
    assert proposal.words[0].text.startswith("I asked about repos and have seen no answer so far.")


def test_nobody_whom_the_question_names_is_called_by_that() -> None:
    asked = replace(ASKED, lines=(Line(START, "bob and dave told me to ask: where is the repo?"),))
    ((proposal,), _) = weigh(CAROL, asked=asked, made=around(helper("carol"), helper("dave")))
    assert "bob" not in proposal.words[0].text
    assert "bob and dave told me" in proposal.words[0].text.replace(JOINER, "")


# --- frustration ---


def test_who_is_frustrated_is_asked_once_what_is_missing_and_then_gets_a_person() -> None:
    ((proposal,), _) = weigh(CAROL, asked=replace(ASKED, frustrated=True))
    assert (proposal.kind, proposal.effect) == ("which", AskedBack())
    assert called(CAROL, asked=replace(ASKED, frustrated=True, asked_back=True)) == "carol"


# --- asked directly ---


def answered(asked: Question | None, *people: Expert) -> list[Proposal]:
    plugin = build({}, settings(), knowledge(*people))
    place = asked.place if asked else ROOM
    moment = SpokenTo(AT, place, place.key, alice, "?", asked)
    return [p for p in plugin.handle(moment, around(*(helper(e.name) for e in people))) if isinstance(p, Proposal)]


def test_who_asks_us_gets_somebody_at_once_and_is_told_that_we_do_not_know() -> None:
    (proposal,) = answered(ASKED, CAROL)
    assert (proposal.effect, "I don't know that one" in proposal.words[1].text) == (Called("carol", helper("carol")), True)


def test_who_asks_again_is_told_who_was_called() -> None:
    (proposal,) = answered(replace(ASKED, status=Status.ROUTED, calls=(Call(START, "carol", helper("carol")),)), CAROL)
    assert (proposal.kind, proposal.effect, "carol" in proposal.words[0].text) == ("waiting", None, True)


def test_who_asks_again_is_told_that_the_question_is_kept() -> None:
    (proposal,) = answered(replace(ASKED, status=Status.PARKED), CAROL)
    assert (proposal.kind, proposal.effect) == ("kept", None)


def test_in_private_the_way_to_the_channel_is_told() -> None:
    (proposal,) = answered(replace(ASKED, place=direct(), room=direct().key), CAROL)
    assert ("#rdo" in proposal.words[0].text, proposal.words[0].to) == (True, alice)


@pytest.mark.case(52)
def test_what_was_asked_of_some_of_a_room_is_quoted_to_nobody() -> None:
    private = expert("carol", notify=Notify.PRIVATE)
    some = Place(NETWORK, ROOM.room, status="@")
    (proposal,) = answered(replace(ASKED, place=some, room=some.key), private)
    assert [(words.place, words.to) for words in proposal.words] == [(None, alice)]
    assert weigh(private, asked=replace(ASKED, place=some, room=some.key))[0] == []


def test_small_talk_is_not_for_experts() -> None:
    assert answered(None, CAROL) == []


# --- people who know become active ---


def shown(somebody: Expert, *questions: Question, by: Person | None = None) -> list[Proposal]:
    plugin = build({}, settings(), knowledge(somebody))
    moment = HelperActive(AT, ROOM, ROOM.key, by or helper(somebody.name), somebody.name, questions or (ASKED,))
    return [p for p in plugin.handle(moment, around(helper(somebody.name))) if isinstance(p, Proposal)]


def test_open_questions_are_shown_to_who_knows_with_the_oldest_named() -> None:
    (proposal,) = shown(CAROL, ASKED, replace(ASKED, number=2, asker=bob))
    (words,) = proposal.words
    assert all(part in words.text for part in ("2 questions on repos", "alice", "10 minutes", "gazpacho"))
    assert (words.to, "bob" in words.text, proposal.effect) == (helper("carol"), False, Showed("carol", (ASKED.key, f"{ROOM.key}#2")))


def test_they_are_shown_where_the_person_chose() -> None:
    assert shown(PRIVATE)[0].words[0].place == direct(helper("carol"))
    assert shown(CAROL)[0].words[0].place is None


@pytest.mark.parametrize("somebody", [replace(CAROL, notify=Notify.DIGEST), replace(CAROL, until=date(2026, 11, 1))])
def test_who_wants_a_digest_or_has_expired_is_shown_nothing(somebody: Expert) -> None:
    assert shown(somebody) == []


def test_somebody_with_the_nick_of_an_expert_is_shown_nothing() -> None:
    assert shown(CAROL, by=person("carol")) == []


# --- who ---


def who(topic: str, *people: Expert, made: Memory | None = None) -> str:
    (proposal,) = build({}, settings(), knowledge(*people)).handle(Command(AT, ROOM, ROOM.key, alice, "who", topic), made or memory())
    assert isinstance(proposal, Proposal)
    return " ".join((proposal.words[0].text, *proposal.words[0].links))


WHO = (
    ("repos", (CAROL,), "Somebody has offered to help with repos and may be around."),
    ("repo", (expert("carol", ("packaging",)),), "Somebody has offered to help with repos and may be around."),  # by fallback
    ("repos", (replace(CAROL, hours=BUSY),), "Somebody has offered to help with repos, but probably later today."),
    ("repos", (replace(CAROL, hours=SUNDAY),), "Somebody has offered to help with repos, but probably not today."),
    ("repos", (replace(CAROL, until=date(2026, 11, 1)),), "Nobody has offered to help with repos yet."),
    ("repos", (), "Nobody has offered to help with repos yet. Ask all the same, people read along. https://example.org/repos"),
    ("frobs", (CAROL,), 'I know no topic called "frobs".'),
    ("", (CAROL,), "Which topic?"),
)


@pytest.mark.parametrize(("topic", "people", "says"), WHO)
def test_who_tells_whether_somebody_offered_a_topic(topic: str, people: tuple[Expert, ...], says: str) -> None:
    assert who(topic, *people).startswith(says)


@pytest.mark.parametrize(("topic", "people", "says"), WHO)
def test_who_says_the_same_whether_they_are_here_or_not(topic: str, people: tuple[Expert, ...], says: str) -> None:
    here = around(*(helper(e.name) for e in people))
    assert who(topic, *people, made=here) == who(topic, *people) == who(topic, *people, made=known(memory(), helper("carol")))
    assert "carol" not in who(topic, *people)
    assert says


def test_who_says_nothing_of_being_away_but_that_it_takes_longer() -> None:
    made = memory(Pause("carol", AT + 5 * DAY, START))
    assert who("repos", CAROL, made=made).startswith("Somebody has offered to help with repos, but probably not today.")


def test_who_knows_of_those_who_registered_in_chat() -> None:
    offer = Offer(helper("eve"), "eve", ("repos",), date(2027, 1, 1), START)
    assert who("repos", made=memory(offer)).startswith("Somebody has offered to help with repos and may be around.")


TALK = ("helper: who are you?", "helper: who runs this bot?", "helper: who can help me with repos?")


@pytest.mark.parametrize("text", TALK)
def test_a_question_that_begins_with_who_is_no_command(text: str) -> None:
    assert not any("no topic" in line for line in chat(CAROL).says(text))


@pytest.mark.parametrize("text", ["helper: who repos", "!who spec file", "!who mailing list please"])
def test_who_with_a_topic_is_one(text: str) -> None:
    assert any("offered" in line or "no topic" in line for line in chat(CAROL).says(text))


# --- a whole story ---


def test_the_next_one_is_called_when_nobody_reacts_and_then_the_question_is_parked() -> None:
    room = chat(CAROL, DAVE)
    room.says("is there a repo for gazpacho?")
    room.wait(3 * HOUR)
    assert room.told == [(600, "carol"), (600, "alice"), (2400, "dave"), (2400, "alice"), (4200, "alice")]
    assert room.question.status is Status.PARKED


def test_a_hint_by_mask_is_enough_to_be_called() -> None:
    masked = replace(CAROL, identities=(Identity(NETWORK, hostmask="carol!*@staff.example.org"),))
    somebody = person("carol", host="c@staff.example.org")
    assert called(masked, made=around(somebody)) == "carol"
    assert called(masked, made=around(person("carol"))) is None
