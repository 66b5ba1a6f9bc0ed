"""Words of people in a sentence of ours: whoever is named in them, on whichever side of a bridge, is not called by that (product 10.12)."""

from bot.core.people import Place
from bot.core.settings import Settings
from bot.core.text import quieted
from bot.core.view import View


def names_around(place: Place, settings: Settings, memory: View) -> tuple[str, ...]:
    """The names of all who are where something is said, bridges included."""
    return tuple(person.name for side in settings.sides(place) for person in memory.people_in(side))


def quoted(text: str, place: Place, settings: Settings, memory: View) -> str:
    """The text, written so that it highlights nobody there."""
    return quieted(text, names_around(place, settings, memory))
