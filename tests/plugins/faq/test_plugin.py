"""What the plugin says, to whom, and when it says nothing."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from bot.core.knowledge import Knowledge, Phrases, State, Topic
from bot.core.memory import Memory
from bot.core.moments import AskerBack, Command, Moment, SpokenTo, StillWaiting
from bot.core.people import Place
from bot.core.plugin import Gave, KeptBack, Outcome, Proposal, Reason
from bot.core.records import DAY, HOUR, Fared, Put, Said, Step
from bot.core.settings import Settings
from plugins.faq import PHRASES, SETTINGS, Faq, build
from tests.asking import ALICE, NOW, ROOM, question
from tests.entries import CHATTER, ENTRIES, SERIES, entry

TEXTS = {key: (f"{key} " + " ".join(f"{{{name}}}" for name in sorted(names)),) for key, names in PHRASES.items()}
SETTING = Settings("helper", "ops", ())
GAVE = Gave("login", version=next(e.version for e in ENTRIES if e.id == "login"))
QUESTION = "admin password of the dashboard"
PRIVATE = Place("net", "alice", direct=True)
OLD = entry("qpid", "qpidd errors", "qpid sasl error", "broker drops the connection", state=State.HISTORICAL, topic="messaging")
UNSURE = entry("meeting", "When is the RDO meeting?", "rdo meeting time in utc", state=State.UNSURE)
DATED = entry(
    "promotion", "Why is the trunk not promoted?", "promotion stuck since weeks", state=State.DATED, links=("https://example.org/p",)
)
LOCAL = entry("coffee", "Where is the coffee machine?", "coffee machine on which floor", rooms=("#office",))
TWINS = (
    entry("first", "volume stuck in creating state", "cinder volume hangs while creating", links=("https://example.org/1",)),
    entry("second", "volume stuck in deleting state", "cinder volume hangs while deleting"),
)


@cache
def faq() -> Faq:
    entries = (*ENTRIES, OLD, UNSURE, DATED, LOCAL, *TWINS)
    topics = (Topic("messaging", ("qpid",)),)
    return build({}, SETTING, Knowledge(entries, topics, (), SERIES, Phrases(TEXTS), CHATTER))


def memory(*said: Said) -> Memory:
    return Memory(b"k" * 32, said)


def said(kind: str, ago: float, entry_: str = "", to: str = "net:bob", number: int = 1) -> Said:
    return Said(number, number, NOW - ago, kind, ROOM.key, ROOM, to, False, entry=entry_)


def heard(moment: Moment, *before: Said) -> list[Outcome]:
    return list(faq().handle(moment, memory(*before)))


def voices(found: Iterable[Outcome]) -> list[Proposal]:
    return [one for one in found if isinstance(one, Proposal)]


def waits(*lines: str, step: Step = Step.ANSWER, **more: Any) -> StillWaiting:
    return StillWaiting(NOW, question(*lines, **more), step)


def spoken(text: str, not_it: bool = False, **more: Any) -> SpokenTo:
    return SpokenTo(NOW, ROOM, ROOM.key, ALICE, text, question(text, **more), not_it)


def command(args: str, place: Place = ROOM) -> Command:
    return Command(NOW, place, place.key, ALICE, "faq", args)


# --- nobody has answered ---


def test_a_sure_match_is_answered_with_its_links_and_how_to_say_that_it_was_not_it() -> None:
    [proposal] = voices(heard(waits(QUESTION)))
    [words] = proposal.words
    assert (proposal.kind, proposal.entry, proposal.effect) == ("answer", "login", GAVE)
    assert (words.text, words.links, words.after.strip()) == ("The answer of login.", ("https://example.org/login",), "faq.hint")
    assert (words.to, words.loud, words.place) == (ALICE, True, None)
    assert "admin password of the dashboard" in proposal.why


def test_what_was_weighed_is_told() -> None:
    [reason] = [one for one in heard(waits(QUESTION)) if isinstance(one, Reason)]
    assert reason.by == "faq"
    assert reason.text.startswith("login, faq.sure ")
    assert reason.candidates[0][0] == "login"


def test_what_speaks_against_an_entry_is_told() -> None:
    denied = build({}, SETTING, Knowledge(ENTRIES[1:2], (), (), SERIES, Phrases(TEXTS), CHATTER))
    [reason] = denied.handle(waits("cirros login password"), memory())
    assert isinstance(reason, Reason)
    assert 'but it is not for "cirros login password"' in reason.text


@pytest.mark.parametrize(
    "moment",
    [
        waits("my keyboard is sticky, which cleaner do you use"),
        waits(""),
        waits(QUESTION, step=Step.ROUTE),
        waits(QUESTION, step=Step.NEXT_EXPERT),
        waits(QUESTION, frustrated=True),
        waits(QUESTION, faq=False),
        waits("cirros login password"),
        waits("rdo meeting time in utc"),
        waits("coffee machine on which floor"),
        waits("broker drops the connection"),
        waits("cinder volume hangs"),
        spoken(QUESTION, not_it=True),
        spoken(QUESTION, frustrated=True),
        spoken("which cleaner for a sticky keyboard"),
        spoken("rdo meeting time in utc"),
        SpokenTo(NOW, ROOM, ROOM.key, ALICE, "thanks"),
        Command(NOW, ROOM, ROOM.key, ALICE, "open", ""),
    ],
    ids=lambda moment: repr(moment)[:90],
)
def test_else_it_is_silent(moment: Moment) -> None:
    assert voices(heard(moment)) == []


def test_historical_entries_are_for_those_who_name_them() -> None:
    [proposal] = voices(heard(waits("qpid sasl error")))
    assert proposal.entry == "qpid"


def test_a_dated_entry_is_shown_with_the_month_of_its_check() -> None:
    [proposal] = voices(heard(waits("promotion stuck since weeks")))
    assert proposal.words[0].text == "faq.dated The answer of promotion. 2026-08"


def test_an_entry_for_a_room_is_given_there() -> None:
    [proposal] = voices(heard(waits("coffee machine on which floor", place=Place("net", "#Office"))))
    assert proposal.entry == "coffee"


def test_the_same_entry_within_a_day_is_pointed_to_once() -> None:
    [proposal] = voices(heard(waits(QUESTION), said("answer", 2 * HOUR, "login")))
    assert (proposal.kind, proposal.entry, proposal.effect) == ("again", "login", GAVE)
    assert proposal.words[0].text == "faq.again 2 hours"
    assert voices(heard(waits(QUESTION), said("answer", 2 * HOUR, "login"), said("again", HOUR, "login", number=2))) == []


@pytest.mark.parametrize("before", [said("answer", 2 * DAY, "login"), said("answer", HOUR, "dhcp"), said("command", HOUR, "login")])
def test_what_was_said_long_ago_or_of_another_entry_does_not_count(before: Said) -> None:
    assert voices(heard(waits(QUESTION), before))[0].kind == "answer"


def test_an_asker_who_comes_back_gets_the_answer_that_is_still_sure() -> None:
    assert voices(heard(AskerBack(NOW, question(QUESTION))))[0].entry == "login"


# --- pasted output ---

PASTE = ("Traceback (most recent call last):", '  File "/srv/frob.py", line 12', "    quux(1)", "ZorkError: 0x17")


def test_a_known_line_in_a_paste_is_answered() -> None:
    lines = (*PASTE[:2], "2026-11-25 10:11:12 ERROR rabbitmq-server failed to start on stream 9")
    assert voices(heard(waits(*lines, wall=True)))[0].entry == "rabbit"


def test_an_unknown_paste_gets_one_hint_per_person_and_day() -> None:
    [proposal] = voices(heard(waits(*PASTE, wall=True)))
    assert (proposal.kind, proposal.words[0].to, proposal.effect) == ("paste", ALICE, None)
    told = said("paste", 23 * HOUR, to=ALICE.identity)
    assert voices(heard(waits(*PASTE, wall=True), told)) == []
    assert voices(heard(waits(*PASTE, wall=True), replace(told, at=NOW - 25 * HOUR))) != []
    assert voices(heard(waits(*PASTE, wall=True), replace(told, to="net:bob"))) != []


# --- they spoke to us ---


def test_who_asks_us_is_answered_even_if_it_was_said_today() -> None:
    [proposal] = voices(heard(spoken(QUESTION), said("answer", HOUR, "login")))
    assert (proposal.kind, proposal.effect) == ("answer", GAVE)


def test_two_likely_entries_are_offered() -> None:
    [proposal] = voices(heard(spoken("cinder volume hangs")))
    assert proposal.kind == "suggest"
    assert proposal.effect is None
    assert all(twin.question in proposal.words[0].text for twin in TWINS)
    assert proposal.words[0].text.startswith("faq.suggest ")
    assert proposal.words[0].links == ("https://example.org/1",)


def likely_alone(asked: Faq, text: str) -> Faq:
    """The plugin with thresholds between which this text's best entry lies, alone."""
    first, second = (confidence for _, confidence in asked.weigh(text)[:2])
    line = replace(asked.matcher.thresholds, sure=0.99, asked=min(first + 0.001, 0.98), likely=(first + second) / 2)
    strict = replace(asked.sureness, prior=replace(asked.sureness.prior, near=0.99))
    return replace(asked, matcher=replace(asked.matcher, thresholds=line), sureness=strict)


def test_one_likely_entry_is_offered_alone() -> None:
    text = "forgot the password of my dashboard user"
    found = likely_alone(faq(), text).handle(spoken(text), memory())
    [proposal] = voices(found)
    assert (proposal.kind, proposal.entry) == ("suggest", "login")
    assert proposal.words[0].text == "faq.suggest_one What is the Horizon login?"


UNPROMPTED = (waits("forgot the password of my dashboard user"), AskerBack(NOW, question("forgot the password of my dashboard user")))


@pytest.mark.parametrize("moment", UNPROMPTED, ids=lambda moment: type(moment).__name__)
def test_to_whom_nobody_spoke_nothing_likely_is_offered_and_it_is_kept_back(moment: Moment) -> None:
    asked = likely_alone(faq(), "forgot the password of my dashboard user")
    made = list(asked.handle(moment, memory()))
    assert voices(made) == []
    [kept] = [one for one in made if isinstance(one, KeptBack)]
    assert (kept.proposal.entry, kept.proposal.words[0].text) == ("login", "The answer of login.")
    assert kept.proposal.why.startswith("faq.sure ")


def test_what_resembles_nothing_is_not_even_kept_back() -> None:
    assert not [one for one in heard(waits("what a lovely day in the park")) if isinstance(one, KeptBack)]


# --- what became of its answers ---


def after(**fates: float) -> list[Outcome]:
    """A question in nearly known words, once that befell the entry that they find."""
    login = next(e for e in ENTRIES if e.id == "login")
    made = memory()
    made.apply((Put(Fared(login.id, login.version, NOW, **fates)),))
    return list(faq().handle(waits("i forgot the admin password of the dashboard"), made))


def test_an_entry_that_was_called_wrong_again_and_again_is_not_given_unprompted_on_like_words() -> None:
    assert [one.kind for one in voices(after(wrong=0))] == ["answer"]
    assert voices(after(wrong=2)) == []
    [kept] = [one for one in after(wrong=2) if isinstance(one, KeptBack)]
    assert "faq.moved_wrong" in kept.proposal.why


def test_what_it_solved_brings_it_back() -> None:
    assert [one.kind for one in voices(after(wrong=2, solved=10))] == ["answer"]


# --- the command ---


def test_the_command_lists_entries_with_links() -> None:
    [proposal] = voices(heard(command("horizon login")))
    assert proposal.kind == "command"
    assert proposal.words[0].text.startswith("faq.found faq.item https://example.org/login What is the Horizon login?")


def test_without_words_it_names_the_topics() -> None:
    [proposal] = voices(heard(command("")))
    assert proposal.words[0].text == "faq.topics horizon, messaging, networking, packstack, repos"


def test_unknown_words_find_nothing() -> None:
    assert voices(heard(command("жщю")))[0].words[0].text == "faq.nothing "


def test_an_empty_folder_has_nothing() -> None:
    empty = build({}, SETTING, Knowledge(phrases=Phrases(TEXTS)))
    [proposal] = voices(empty.handle(command(""), memory()))
    assert proposal.words[0].text == "faq.nothing "


def test_a_room_gets_three_and_the_rest_comes_in_private() -> None:
    many = tuple(entry(f"e{n}", f"packstack step {n} fails", f"step {n} of packstack") for n in range(8))
    asked = build({}, SETTING, Knowledge((*ENTRIES, *many), (), (), SERIES, Phrases(TEXTS), CHATTER))
    [in_room] = voices(asked.handle(command("packstack step fails"), memory()))
    [in_private] = voices(asked.handle(command("packstack step fails", PRIVATE), memory()))
    assert in_room.words[0].text.count("faq.item") == 3
    assert in_room.words[1].place == PRIVATE
    assert in_private.words[0].text.count("faq.item") == 3 + in_room.words[1].text.count("faq.item")
    assert in_room.words[0].after == f"faq.rest {in_room.words[1].text.count('faq.item')}"


# --- explain and try ---


def test_weighing_names_entries_and_confidences_best_first() -> None:
    found = faq().weigh(QUESTION)
    assert found[0][0] == "login"
    assert [c for _, c in found] == sorted((c for _, c in found), reverse=True)


@pytest.mark.parametrize(
    ("text", "sure", "said_", "kept"),
    [
        (QUESTION, True, "The answer of login. https://example.org/login", ""),
        ("promotion stuck since weeks", True, "faq.dated The answer of promotion. 2026-08 https://example.org/p", ""),
        ("rdo meeting time in utc", True, "", "it is unsure, a person must check it first"),
        ("coffee machine on which floor", True, "The answer of coffee.", ""),
        ("sticky keyboard", False, "", ""),
    ],
)
def test_an_attempt_shows_what_would_be_said(text: str, sure: bool, said_: str, kept: str) -> None:
    attempt = faq().attempt(text)
    assert (attempt.sure, attempt.said, attempt.kept) == (sure, said_, kept)


# --- settings ---


def test_the_promise_is_a_setting() -> None:
    knowledge = Knowledge(
        ENTRIES, (), (), SERIES, Phrases(TEXTS), (*CHATTER, "admin password of the dashboard", "my vm gets no ip from dhcp again")
    )
    assert build({"wrong_per_1000": 500}, SETTING, knowledge).matcher.sure < build({}, SETTING, knowledge).matcher.sure


def test_every_setting_says_what_it_is() -> None:
    assert all(rule["description"] for rule in SETTINGS.values())
    assert build({"semantic": False}, SETTING, Knowledge()).name == "faq"
