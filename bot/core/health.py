"""Where we should be and are not: what `status` tells maintainers, and later the health page."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.people import Place
from bot.core.settings import Settings
from bot.core.view import Trouble, View

UNCROSSED = 5  # lines said on one side, none of which was seen on the other: two or three are lost in a netsplit or a restart
UNCROSSED_FOR = 600.0  # seconds since the first of them: bridges lag by minutes, and catch up


@dataclass(frozen=True, slots=True)
class Silence:
    """A bridge that brings nothing from one place to another."""

    said: Place  # where people speak
    unseen: Place  # where nothing of it appears
    since: float
    lines: int


def silences(settings: Settings, memory: View) -> Iterator[Silence]:
    """The directions of bridges in which nothing crosses though people speak. In a quiet night nothing is said, and nothing is wrong."""
    for group in settings.same_room:
        for one in group:
            for other in settings.sides(one)[1:]:
                lines, since = memory.crossing(one, other)
                if lines >= UNCROSSED and memory.now - since >= UNCROSSED_FOR:
                    yield Silence(one, other, since, lines)


def absences(settings: Settings, memory: View) -> Iterator[tuple[str, Trouble | None]]:
    """The networks and rooms where we are not, by name, each with what is known about it (None: not there yet, nothing is wrong).

    The rooms of a network that is away are not told one by one.
    """
    for network in settings.networks:
        trouble = memory.trouble(network.name)
        if trouble is not None or not memory.own_names(network.name):
            yield network.name, trouble
            continue
        for room in network.rooms:
            place = Place(network.name, room.name.lower())
            if not memory.in_room(place):
                yield f"{network.name} {room.name}", memory.trouble(network.name, place.room)
