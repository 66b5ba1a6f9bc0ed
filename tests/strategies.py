"""Any value of the house, for property tests: texts as hostile as chat can make them, moments as large as real ones."""

from math import inf

from hypothesis import strategies as st

from bot.core.actions import Say
from bot.core.people import Person, Place
from bot.core.records import (
    Call,
    Claim,
    Counter,
    Helped,
    Line,
    Mark,
    Position,
    Question,
    Quiet,
    Read,
    Record,
    Reported,
    Said,
    Status,
    Step,
    Transition,
)

texts = st.text(st.characters(exclude_categories=()), max_size=12)  # half surrogate pairs and NUL included
moments = st.floats(0, 4e9) | st.just(inf)
numbers = st.integers(0, 2**40)
people = st.builds(Person, texts, texts, texts, st.none() | texts, st.none() | texts, st.booleans())
places = st.builds(Place, texts, texts, st.booleans())
lines = st.builds(Line, moments, texts, texts)
calls = st.builds(Call, moments, texts, people)
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
    calls=st.lists(calls, max_size=2).map(tuple),
    thread=st.none() | texts,
    history=st.lists(transitions, max_size=2).map(tuple),
)
records: st.SearchStrategy[Record] = st.one_of(
    questions,
    st.builds(Said, numbers, numbers, moments, texts, texts, places, texts, st.booleans(), texts, texts, texts, texts, texts),
    st.builds(Mark, texts, texts, moments),
    st.builds(Helped, texts, texts, texts, st.integers(0, 40_000), numbers),
    st.builds(Quiet, texts, moments, texts, texts),
    st.builds(Counter, texts, numbers),
    st.builds(Position, texts, texts),
    st.builds(Read, texts, texts, moments),
    st.builds(Reported, texts, texts, moments, texts, texts),
    st.builds(Claim, texts, texts, moments, st.booleans()),
)
