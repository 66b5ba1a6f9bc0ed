"""What every shipped plugin owes the house, whatever it does (plugins/README.md)."""

import ast
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import plugins
from bot.core.commands import CommandSpec
from bot.core.knowledge import Notify
from bot.core.memory import Memory
from bot.core.moments import (
    AskerBack,
    Command,
    ConsentDue,
    Daily,
    EntryEnds,
    Greeted,
    HelperActive,
    Moment,
    Overheard,
    SpokenTo,
    StillWaiting,
    TooFast,
    WasSolved,
)
from bot.core.people import Identity, Person, Place, Standing
from bot.core.plugin import KeptBack, Plugin, Proposal, Reason
from bot.core.records import (
    Call,
    Counter,
    Handing,
    Line,
    Mark,
    Offer,
    Pause,
    Put,
    Question,
    Quiet,
    Record,
    Reply,
    Reported,
    Status,
    Step,
    Writeup,
)
from bot.core.text import fit
from bot.load.phrases import variables
from bot.load.plugins import plugin_module
from tests.builders import NETWORK, ROOM, START, alice, bob, direct, expert, helper, memory, person, question, settings, uttered
from tests.transcript import faq, shipped

NAMES = sorted(module.name for module in iter_modules(plugins.__path__))
EXPERTS = (expert("carol", ("repos", "packstack", "neutron")), expert("dave", ("repos",)))
START_DAY = date(2026, 11, 24).toordinal()
UTTERANCES = 2  # a call and its notice, a list and its rest
REPORT = 11  # audit: so many lines at most, in private
each = pytest.mark.parametrize("name", NAMES)


HOUSE = settings(plugins=tuple((one, {}) for one in NAMES), maintainers=(Identity(NETWORK, account="maya"),))


@cache
def built(name: str) -> Plugin:
    if name == "faq":
        return faq()
    return plugin_module(name).build({}, HOUSE, replace(shipped(), experts=EXPERTS))


def test_the_shipped_plugins_are_these() -> None:
    assert NAMES == ["commands", "digest", "experts", "faq", "followup", "greeting", "writeup"]


# --- what it declares ---


@each
def test_it_has_its_own_name(name: str) -> None:
    assert built(name).name == name


@each
def test_its_sentences_exist_with_exactly_their_variables(name: str) -> None:
    sentences = shipped().phrases.variants
    needed = {**{spec.summary: frozenset[str]() for spec in built(name).commands}, **plugin_module(name).PHRASES}
    assert {key: frozenset[str]().union(*map(variables, sentences[key])) for key in needed} == needed


def test_no_sentence_is_without_a_speaker() -> None:
    spoken = {key for name in NAMES for key in plugin_module(name).PHRASES}
    summaries = {spec.summary for name in NAMES for spec in built(name).commands}
    assert {key for key in shipped().phrases.variants if not key.startswith(("reload.", "drafts."))} == spoken | summaries


@each
def test_its_commands_have_usage_summary_and_help(name: str) -> None:
    for spec in built(name).commands:
        assert spec.usage.split()[0] == spec.name == spec.name.lower()
        assert shipped().phrases.say(spec.summary, "").endswith(".")


def test_no_command_has_two_owners() -> None:
    names = [spec.name for name in NAMES for spec in built(name).commands]
    assert len(names) == len(set(names))


@each
def test_it_hears_moments_and_nothing_else(name: str) -> None:
    assert set(built(name).hears) <= set(get_args(Moment))


@each
def test_its_settings_are_described(name: str) -> None:
    assert all(declared.get("description") and declared.get("type") for declared in plugin_module(name).SETTINGS.values())


@each
def test_it_imports_no_other_plugin(name: str) -> None:
    for file in files(name):
        for node in ast.walk(ast.parse(file.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [m for m in modules if m.startswith("plugins") and f"{m}.".split(".")[1] != name]


def files(name: str) -> Iterable[Path]:
    spec = find_spec(f"plugins.{name}")
    assert spec is not None
    assert spec.origin is not None
    origin = Path(spec.origin)
    return origin.parent.glob("*.py") if origin.name == "__init__.py" else (origin,)


# --- what it says to anything ---

hostile = st.text(st.characters(exclude_categories=()), max_size=30)
lines = st.sampled_from(("is there a repo for gazpacho?", "packstack fails", "thanks", "hi", "{asker}", "%s{0}", "#1", "1", "repos", ""))
texts = st.one_of(lines, hostile, st.builds(lambda a, b: a + b, hostile, lines), st.just("x " * 3000))
strangers = st.builds(Person, st.just(NETWORK), hostile, hostile, st.none() | hostile, st.none() | hostile, st.booleans())
people = st.sampled_from((alice, bob, helper("carol"), helper("dave"), person("maya", account="maya"))) | strangers
places = st.sampled_from((ROOM, direct(), Place(NETWORK, "#other")))
times = st.floats(START, START + 10**7)
asked = st.builds(
    lambda by, place, text, more: question(by=by, place=place, lines=(Line(START, text, "m1"),), **more),
    people,
    places,
    texts,
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(Status),
            "step": st.sampled_from(Step),
            "number": st.integers(1, 3),
            "first": st.booleans(),
            "faq": st.booleans(),
            "frustrated": st.booleans(),
            "asked_back": st.booleans(),
            "wall": st.booleans(),
            "entry": st.sampled_from(("", "rpms-after-epoxy")),
            "topics": st.lists(st.sampled_from(("repos", "neutron", "gone")) | hostile, max_size=3).map(tuple),
            "answered_by": st.none() | people,
            "replies": st.lists(st.builds(Reply, times, people, texts, st.just(""), st.booleans()), max_size=4).map(tuple),
            "calls": st.lists(st.builds(Call, times, st.sampled_from(("carol", "x")), people), max_size=3).map(tuple),
        }
    ),
)
said: st.SearchStrategy[Record] = st.builds(
    lambda number, kind, to, text, rule: uttered(number, kind=kind, to=to, text=text, entry="rpms-after-epoxy", withheld=rule),
    st.integers(1, 5),
    st.sampled_from(("answer", "call", "welcome", "paste", "command", "invite", "consent", "offer")),
    st.sampled_from((alice.identity, helper("carol").identity)),
    texts,
    st.sampled_from(("", "quiet")),
)
marks = st.builds(lambda kind: Mark(kind, memory().hash(alice.identity), START), st.sampled_from(("spoke", "hello", "optout", "solved")))
writeups = st.builds(
    lambda number, by, helper_, text, says: Writeup(number, START, "q", ROOM.key, ROOM, "repos", text, text, by, helper_, *says),
    st.integers(1, 9),
    people,
    st.sampled_from((helper("carol"), helper("dave"))),
    texts,
    st.tuples(st.sampled_from((None, True)), st.none(), st.just(""), st.just(""), st.booleans()),
)
own_words: st.SearchStrategy[Record] = st.one_of(
    st.builds(
        lambda by, topics, day, notify: Offer(by, by.name, topics, date.fromordinal(day), START, notify=notify),
        people,
        st.sampled_from(((), ("repos",), ("neutron", "gone"))),
        st.integers(START_DAY - 9, START_DAY + 99),
        st.sampled_from(Notify),
    ),
    st.builds(Pause, st.sampled_from(("carol", "maya")), times, st.just(START)),
    st.builds(Handing, st.just("repos"), st.just("carol"), st.just(helper("carol")), people, times),
)
records = st.lists(st.one_of(asked, said, marks, writeups, own_words, st.just(Quiet(ROOM.key, START + 10**7, "quiet"))), max_size=6)
memories = st.builds(lambda kept, here: memory(*kept, here=here), records, st.lists(people, max_size=4))


@cache
def all_commands() -> tuple[CommandSpec, ...]:
    return tuple(spec for name in NAMES for spec in built(name).commands)


def _spoken(at: float, place: Place, by: Person, text: str, question_: Question | None) -> Moment:
    return SpokenTo(at, place, place.key, by, text, question_)


def _ordered(at: float, place: Place, by: Person, order: tuple[str, str], standing: Standing) -> Moment:
    return Command(at, place, place.key, by, *order, standing, all_commands())


orders = st.one_of(
    st.tuples(st.deferred(lambda: st.sampled_from([spec.name for spec in all_commands()])) | hostile, texts),
    st.sampled_from((("iknow", "repos"), ("iknow", "nothing"), ("away", ""), ("renew", ""), ("mine", "1"), ("pass", ""))),
    st.tuples(st.just("handover"), st.sampled_from(("repos to maya", "repos to bob", "yes", "no"))),
    st.sampled_from(
        (("tell", "bob is there a repo for gazpacho?"), ("tell", "bob packstack"), ("wrong", ""), ("why", "1"), ("audit", "20"))
    ),
    st.sampled_from((("faq", "propose What? = That."), ("faq", "propose rpms-after-epoxy: That."), ("drafts", ""), ("reject", "1"))),
)
moments: st.SearchStrategy[Moment] = st.one_of(
    st.builds(_spoken, times, places, people, texts, st.none() | asked),
    st.builds(_ordered, times, places, people, orders, st.sampled_from(Standing)),
    st.builds(StillWaiting, times, asked, st.sampled_from((Step.ANSWER, Step.ROUTE, Step.NEXT_EXPERT))),
    st.builds(AskerBack, times, asked),
    st.builds(WasSolved, times, asked),
    st.builds(lambda at, kept: ConsentDue(at, ROOM, ROOM.key, kept.helper, kept), times, writeups),
    st.builds(
        lambda at, by, qs: HelperActive(at, ROOM, ROOM.key, by, "carol", tuple(qs)), times, people, st.lists(asked, min_size=1, max_size=3)
    ),
    st.builds(
        lambda at, by, day: EntryEnds(at, ROOM, ROOM.key, by, replace(EXPERTS[0], until=date.fromordinal(day))),
        times,
        people,
        st.integers(START_DAY, START_DAY + 99),
    ),
    st.builds(lambda at, by: Greeted(at, ROOM, ROOM.key, by), times, people),
    st.builds(lambda at, place, by: TooFast(at, place, place.key, by), times, places, people),
)


def proposals(name: str, moment: Moment, made: Memory) -> list[Proposal]:
    """What it would say to a moment that it hears. As in the house, a command is heard by its owner or is unknown."""
    plugin = built(name)
    if type(moment) not in plugin.hears:
        return []
    if isinstance(moment, Command) and moment.name in {s.name for s in all_commands()} - {s.name for s in plugin.commands}:
        return []
    found = tuple(plugin.handle(moment, made))
    assert all(isinstance(one, Proposal | Reason | KeptBack) for one in found)
    return [one for one in found if isinstance(one, Proposal)]


@each
@given(moments, memories)
def test_whatever_it_hears_it_keeps_to_the_form(name: str, moment: Moment, made: Memory) -> None:
    for proposal in proposals(name, moment, made):
        assert proposal.why
        assert proposal.kind
        private = [words for words in proposal.words[1:] if words.place is not None and words.place.direct]
        assert proposal.words or proposal.actions  # what has become of an order for the shell is told by the shell
        assert len(proposal.words) <= (UTTERANCES if len(private) < len(proposal.words) - 1 else REPORT)
        assert {type(change.record) if isinstance(change, Put) else change.kind for change in proposal.changes} <= {
            Mark,
            Quiet,
            Counter,
            Writeup,
            Offer,
            Pause,
            Handing,
            Reported,
        }
        for words in proposal.words:
            laid = fit(words.text, words.links, words.after, "", 2, 350)
            assert 1 <= len(laid) <= 2
            assert words.to is not None or not words.loud
            assert words.to is None or _concerned(words.to, moment) or _named(words.to, moment, made)
            assert words.to is None or words.to.id == _first(moment) or made.marked("optout", words.to) is None


def _concerned(to: Person, moment: Moment) -> bool:
    """The asker, the speaker, or somebody who offered to be called."""
    asker = moment.question.asker if isinstance(moment, SpokenTo | StillWaiting | AskerBack | WasSolved) and moment.question else None
    speaker = getattr(moment, "person", None)
    return to in (asker, speaker) or to.account in ("carol", "dave")


def _first(moment: Moment) -> str:
    """Whose moment it is: to them it is decided elsewhere whether anything may be said."""
    question_ = moment.question if isinstance(moment, StillWaiting | AskerBack | WasSolved) else None
    return (
        question_.asker.id
        if question_
        else moment.person.id
        if not isinstance(moment, StillWaiting | AskerBack | WasSolved | Daily | Overheard)
        else ""
    )


def _named(to: Person, moment: Moment, made: Memory) -> bool:
    """Whom somebody takes a question of, or hands a topic to; and who has handed it."""
    if isinstance(moment, Command) and moment.name == "mine":
        return to in [question.asker for question in made.all_questions()]
    return isinstance(moment, Command) and moment.name in ("handover", "tell") and to in made.people_on(NETWORK)


@each
@given(moments, memories)
def test_the_same_moment_gives_the_same_proposals_and_changes_nothing(name: str, moment: Moment, made: Memory) -> None:
    before = repr(made.records)
    assert proposals(name, moment, made) == proposals(name, moment, made)
    assert repr(made.records) == before
