"""What listen mode has shown: what would have been said, when, and what people did.

The core records each thing that it would have said once, and the question goes on as if nothing had been said, since
nothing was. Here the silence is thought away: a question that would have been answered would have called nobody afterwards;
an entry would have been given once a day in a room, "see above" once, and then not again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.core.people import Place
from bot.core.records import DAY, Said
from bot.core.referee import LISTENS
from bot.core.roster import Roster
from bot.core.settings import Mode, Settings
from bot.core.view import View
from bot.digest.figures import begins, counted, for_askers
from bot.digest.people import identities
from bot.digest.values import ANSWERS, Heard, Listening, Period


def listening(roster: Roster, memory: View, settings: Settings, period: Period) -> Listening | None:
    """What the rooms in listen mode have shown since the first day of the period; None where the bot may speak everywhere."""
    kept_back = [
        said
        for said in memory.all_said(begins(period.first))
        if said.withheld == LISTENS and not said.place.direct and said.at <= period.now
    ]
    rooms = {said.room for said in kept_back if for_askers(said.room, settings)} | set(_rooms(settings))
    if not rooms:
        return None
    would = tuple(said for said in _would(kept_back) if not said.prompted)
    tallies = [tally for tally in counted(memory, settings, period.first) if tally.room in rooms]
    by_people = sum(tally.value for tally in tallies if tally.name == "person")
    after = len({said.question for said in would if said.after is not None})
    return Listening(
        tuple(sorted(rooms)),
        sum(tally.value for tally in tallies if tally.name == "lines"),
        tuple(_heard(said, roster, memory) for said in would),
        sum(said.prompted for said in kept_back),
        max(0, by_people - after),
    )


def _rooms(settings: Settings) -> Iterator[str]:
    places = (Place(network.name, room.name.lower()) for network in settings.networks for room in network.rooms)
    return (settings.joined_place(place) for place in places if settings.mode_of(place) is Mode.LISTEN)


def _would(kept_back: Iterable[Said]) -> Iterator[Said]:
    """Of what was kept back, oldest first: what would have been said in all likelihood."""
    course = _Course()
    return (said for said in kept_back if course.says(said))


@dataclass(slots=True)
class _Course:
    """How things would have gone on."""

    answered: set[str] = field(default_factory=set)  # questions that are dealt with
    given: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)  # (room, entry) -> since when, how often
    once: dict[tuple[str, str, str], float] = field(default_factory=dict)  # (room, person, kind) -> when

    def says(self, said: Said) -> bool:
        if said.question and said.prompted:  # whoever asks it is answered, or somebody is called at once
            self.answered.add(said.question)
            return True
        if said.question:
            return said.question not in self.answered and (said.kind not in ANSWERS or self._gives(said))
        last = self.once.get((said.room, said.to, said.kind))
        if last is not None and said.at - last < DAY:
            return False
        self.once[said.room, said.to, said.kind] = said.at
        return True

    def _gives(self, said: Said) -> bool:
        self.answered.add(said.question)
        since, times = self.given.get((said.room, said.entry), (said.at, 0))
        if said.at - since >= DAY:
            since, times = said.at, 0
        self.given[said.room, said.entry] = since, times + 1
        return times <= 1  # the answer, "see above", and then silence (product 10.5)


def _heard(said: Said, roster: Roster, memory: View) -> Heard:
    after = said.after
    expert = roster.named(said.expert, memory) if said.expert else None
    same = after is not None and expert is not None and after.person in identities(expert)
    known = said.expert if expert is not None else ""
    return Heard(said.at, said.room, said.kind, said.entry, known, after.name if after else "", after.at - said.at if after else None, same)
