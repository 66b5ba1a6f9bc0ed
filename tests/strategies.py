"""Any value of the house, for property tests: texts as hostile as chat can make them, moments as large as real ones."""

from datetime import date
from math import inf

from hypothesis import strategies as st

from bot.core.actions import Say
from bot.core.knowledge import Hours, Notify
from bot.core.people import Person, Place
from bot.core.records import (
    After,
    Call,
    Claim,
    Counter,
    Fared,
    Handing,
    Helped,
    Line,
    Mark,
    Offer,
    Pause,
    Position,
    Question,
    Quiet,
    Read,
    Record,
    Reply,
    Reported,
    Said,
    Sketch,
    Status,
    Step,
    Tally,
    Transition,
    Uncovered,
    Writeup,
)

texts = st.text(st.characters(exclude_categories=()), max_size=12)  # half surrogate pairs and NUL included
moments = st.floats(0, 4e9) | st.just(inf)
numbers = st.integers(0, 2**40)
weights = st.floats(0, 1e9)
people = st.builds(Person, texts, texts, texts, st.none() | texts, st.none() | texts, st.booleans())
places = st.builds(Place, texts, texts, st.booleans())
lines = st.builds(Line, moments, texts, texts)
calls = st.builds(Call, moments, texts, people)
replies = st.builds(Reply, moments, people, texts, texts, st.booleans())
hours = st.builds(Hours, texts, st.frozensets(st.integers(0, 6)), st.integers(0, 1439), st.integers(0, 1440))
days = st.dates(date(1970, 1, 1), date(9999, 12, 30))
said_names = st.lists(texts, max_size=2).map(tuple)
transitions = st.builds(Transition, moments, st.sampled_from(Status), texts, texts)
says = st.builds(
    Say, texts, places, st.lists(texts, max_size=3).map(tuple), st.none() | people, st.none() | texts, st.none() | texts, not_after=moments
)
questions = st.builds(
    Question,
    number=numbers,
    place=places,
    room=texts,
    asker=people,
    lines=st.lists(lines, max_size=3).map(tuple),
    asked_at=moments,
    last_at=moments,
    status=st.sampled_from(Status),
    step=st.sampled_from(Step),
    due_at=moments,
    keep_until=moments,
    topics=st.lists(texts, max_size=2).map(tuple),
    first=st.booleans(),
    answered_by=st.none() | people,
    replies=st.lists(replies, max_size=2).map(tuple),
    calls=st.lists(calls, max_size=2).map(tuple),
    thread=st.none() | texts,
    history=st.lists(transitions, max_size=2).map(tuple),
)
records: st.SearchStrategy[Record] = st.one_of(
    questions,
    st.builds(
        Said,
        *(numbers, numbers, moments, texts, texts, places, texts, st.booleans(), texts, texts, texts, texts, texts),
        after=st.none() | st.builds(After, moments, texts, texts),
    ),
    st.builds(Mark, texts, texts, moments),
    st.builds(Helped, texts, texts, texts, st.integers(0, 40_000), numbers),
    st.builds(Quiet, texts, moments, texts),
    st.builds(Counter, texts, numbers),
    st.builds(Position, texts, texts),
    st.builds(Read, texts, texts, moments),
    st.builds(Reported, texts, texts, moments, texts, texts, numbers, st.booleans()),
    st.builds(Claim, texts, texts, moments, st.booleans()),
    st.builds(Offer, people, texts, said_names, days, moments, st.none() | hours, st.none() | numbers, st.sampled_from(Notify)),
    st.builds(Pause, texts, moments, moments),
    st.builds(Handing, texts, texts, people, people, moments),
    st.builds(
        Writeup, numbers, moments, *(texts,) * 2, places, *(texts,) * 3, people, people, *(st.none() | st.booleans(),) * 2, texts, texts
    ),
    st.builds(Uncovered, texts, texts, texts, texts, moments),
    st.builds(Tally, texts, texts, st.integers(0, 40_000), numbers),
    st.builds(Sketch, texts, moments, st.lists(weights, max_size=3).map(tuple), texts),
    st.builds(Fared, texts, texts, moments, *(weights,) * 4),
)
