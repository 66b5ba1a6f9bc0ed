"""Where we should be and are not: what `status` tells maintainers, and later the health page."""

from collections.abc import Iterator

from bot.core.people import Place
from bot.core.settings import Settings
from bot.core.view import Trouble, View


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
