"""A room lives on as another one: everything that is kept under the old place is kept under the new one from then on."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.events import Moved
from bot.core.notes import Notes
from bot.core.records import Counter, Question, Quiet, Record, Sketch
from bot.core.settings import Settings

NUMBERED = ("number", "since")  # counters of one place: `<name>:<room>`


def moved(event: Moved, settings: Settings, notes: Notes) -> None:
    """Questions, silence, reports, write-ups, numbers, and what was said; and what is known in passing."""
    memory, old, new = notes.memory, settings.joined_place(event.old), settings.joined_place(event.new)
    if old == new:
        return
    for name in NUMBERED:
        value = memory.counter(f"{name}:{old}")
        if value:
            notes.drop(Counter, f"{name}:{old}")
            notes.put(Counter(f"{name}:{new}", max(value, memory.counter(f"{name}:{new}"))))
    keys: dict[str, str] = {}
    for question in tuple(memory.questions(old)):
        there = replace(question, place=event.new, room=new)
        if memory.question(there.key) is not None:  # the new room has a question of that number
            there = replace(there, number=notes.count(f"number:{new}"))
        notes.drop(Question, question.key)
        notes.put(there)
        keys[question.key] = there.key
    for said in (*memory.said(room=old), *memory.withheld(old, 0.0)):
        place = event.new if said.place == event.old else said.place
        notes.put(replace(said, room=new, place=place, question=keys.get(said.question, said.question)))
    _records(event, old, new, keys, notes)
    passing = memory.places.pop(event.old.key, None)
    if passing is not None:
        memory.places[event.new.key] = passing
    if old in memory.answering:
        memory.answering[new] = memory.answering.pop(old)


def _records(event: Moved, old: str, new: str, keys: Mapping[str, str], notes: Notes) -> None:
    """What else is kept for the room. `keys`: of its questions, before and now."""
    memory = notes.memory
    for quiet in [one for one in memory.records[Quiet].values() if isinstance(one, Quiet) and one.room == old]:
        _instead(quiet, replace(quiet, room=new), notes)
    sketch = memory.sketch(old)
    if sketch is not None:
        notes.drop(Sketch, sketch.key)
        if memory.sketch(new) is None:
            notes.put(replace(sketch, room=new))
    for report in [one for one in memory.reports() if one.room == old]:
        _instead(report, replace(report, room=new), notes)
    for writeup in [one for one in memory.writeups() if one.room == old]:
        place = event.new if writeup.place == event.old else writeup.place
        notes.put(replace(writeup, room=new, place=place, question=keys.get(writeup.question, writeup.question)))
    for asked in [one for one in memory.uncovered(0.0) if one.room == old]:
        _instead(asked, replace(asked, room=new, question=keys.get(asked.question, asked.question)), notes)
    for tally in [one for one in memory.tallies(0) if one.room == old]:
        _instead(tally, replace(tally, room=new, value=tally.value + memory.tally(tally.name, new, tally.day)), notes)


def _instead(old: Record, new: Record, notes: Notes) -> None:
    notes.drop(type(old), old.key)
    notes.put(new)
