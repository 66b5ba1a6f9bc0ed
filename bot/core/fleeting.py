"""What no restart keeps: who is where and spoke to whom, what was read lately, what crosses a bridge, what keeps us out of a room."""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Iterator

from bot.core.answering import Answering, Signs
from bot.core.passing import Bridged, Crossing, Passing
from bot.core.people import Person, Place
from bot.core.view import Trouble

RECENT_IDS = 10_000  # message ids kept to recognise duplicates and replies: hours of a busy channel


class Fleeting:
    """The passing half of Memory. Only the kernel writes."""

    def __init__(self) -> None:
        self.places: dict[str, Passing] = defaultdict(Passing)  # by Place.key
        self.names: dict[str, tuple[str, ...]] = {}  # network -> what we are called there, the true nick first
        self.troubles: dict[tuple[str, str], Trouble] = {}  # (network, room or "") -> why we are not there
        self.ids: OrderedDict[str, str] = OrderedDict()  # message id -> id of the person who said it
        self.lately: OrderedDict[tuple[str, str, str], float] = OrderedDict()  # (place, person, text) -> when, for networks without ids
        self.bridged: OrderedDict[tuple[str, str], deque[Bridged]] = OrderedDict()  # (joined place, name as compared) -> last lines
        self.homes: OrderedDict[tuple[str, str], Person] = OrderedDict()  # (network, id) behind a bridge -> who that is at home
        self.echoes: OrderedDict[str, str] = OrderedDict()  # id of a copy that a bridge made of a line of ours -> key of its Said
        self.crossings: dict[tuple[str, str], Crossing] = defaultdict(Crossing)  # (place key, place key of another side)
        self.commands: OrderedDict[str, list[float]] = OrderedDict()  # identity -> times of the last minute
        self.lines: dict[str, int] = defaultdict(int)  # joined place -> lines heard since they were last counted durably
        self.answering: dict[str, Answering] = defaultdict(Answering)  # joined place -> who answers people there
        self.now = 0.0  # the bot's own clock as last told; never goes back

    def passing(self, place: Place) -> Passing:
        return self.places[place.key]

    def talk(self, room: str) -> Passing:
        """Who spoke to whom in a joined place: kept once, whichever side they are on. Who is where stays with each place."""
        return self.places[room]

    def on(self, network: str) -> Iterator[Passing]:
        """The passing memory of every room of a network."""
        return (place for key, place in tuple(self.places.items()) if key.startswith(f"{network}/"))

    def present(self, place: Place, person_id: str) -> Person | None:
        """The person as now present in the room; None when they are not, or we are not."""
        found = self.places.get(place.key)
        return found.people.get(person_id) if found else None

    def here(self, place: Place, person_id: str) -> bool:
        """Whether they are here, as far as is known: where nobody has a list, everybody is who was not seen leaving."""
        return place.closed or (place.key in self.places and self.places[place.key].here(person_id))

    def in_room(self, place: Place) -> bool:
        """Whether we are in the room ourselves; private conversations are always possible."""
        return place.closed or (place.key in self.places and self.places[place.key].joined)

    def people_in(self, place: Place) -> Iterator[Person]:
        found = self.places.get(place.key)
        return iter(tuple(found.people.values()) if found else ())

    def people_on(self, network: str) -> Iterator[Person]:
        """Everybody seen present on a network, each once per room."""
        for place in self.on(network):
            yield from place.people.values()

    def person_named(self, place: Place, name: str, now: float) -> str | None:
        """The id of the person whom this name means: present, or seen here within a day (product 10.6)."""
        found = self.places.get(place.key)
        return found.named(name, now) if found else None

    def whereabouts(self, person: Person) -> tuple[Place, ...]:
        """The rooms in which they are present."""
        keys = (key for key, place in self.places.items() if key.startswith(f"{person.network}/") and person.id in place.people)
        return tuple(Place(person.network, key.partition("/")[2]) for key in keys)

    def gone(self, network: str, room: str, at: float, why: str) -> None:
        """Note why we are not there; since when is what the first of several failures said."""
        before = self.troubles.get((network, room))
        self.troubles[network, room] = Trouble(before.since if before else at, why)

    def trouble(self, network: str, room: str = "") -> Trouble | None:
        """Why we are not on a network, or not in one of its rooms; None when we are, or have not tried yet."""
        return self.troubles.get((network, room))

    def crossing(self, one: Place, other: Place) -> tuple[int, float]:
        """How many lines were said in one place since anything was seen to cross to the other, and since when."""
        found = self.crossings.get((one.key, other.key))
        return (found.lines, found.since) if found else (0, 0.0)

    def spoke(self, room: str, person_id: str) -> float | None:
        """When somebody last spoke in a joined place, as far as it is remembered; no restart keeps it. Never shown to anybody."""
        found = self.places.get(room)
        return found.spoke.get(person_id) if found else None

    def signs(self, room: str, person_id: str, asker_id: str, at: float) -> Signs | None:
        """What a joined place knows of somebody who might answer this asker now; None: they have not spoken. Never shown to anybody."""
        found = self.answering.get(room)
        return found.signs(person_id, asker_id, at) if found else None

    def echoed(self, line_id: str, key: str) -> None:
        """A bridge has made this copy of a line of ours."""
        self.echoes[line_id] = key
        while len(self.echoes) > RECENT_IDS:
            self.echoes.popitem(last=False)

    def own_names(self, network: str) -> tuple[str, ...]:
        return self.names.get(network, ())
