"""Memory as plugins see it: look-ups only. `Memory` satisfies it; a type checker keeps plugins from anything else."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.core.answering import Signs
from bot.core.people import Person, Place
from bot.core.records import (
    Claim,
    Fared,
    Handing,
    Helped,
    Mark,
    Offer,
    Pause,
    Question,
    Quiet,
    Reported,
    Said,
    Sketch,
    Tally,
    Uncovered,
    Writeup,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why we are not where we should be, in words for maintainers, and since when."""

    since: float
    why: str


class View(Protocol):
    """What may be asked of memory. Identities are `Person.identity`; `room` is the key of a joined place."""

    @property
    def now(self) -> float: ...

    def question(self, key: str) -> Question | None: ...

    def questions(self, room: str) -> Iterator[Question]:
        """All questions kept for a joined place, oldest first."""
        ...

    def questions_by(self, person: Person) -> Iterator[Question]:
        """The questions of one asker wherever they were asked, newest first."""
        ...

    def questions_of(self, room: str, person: Person) -> Iterator[Question]:
        """The questions of one asker in a joined place, newest first."""
        ...

    def current(self, room: str, person: Person) -> Question | None:
        """The newest question of this asker that has not ended."""
        ...

    def said(self, *, room: str = "", to: str = "", kind: str = "", entry: str = "", since: float = 0.0) -> Iterator[Said]:
        """What was said, newest first. Give `room` or `to` (an identity); `kind` and `entry` narrow it down."""
        ...

    def withheld(self, room: str, since: float) -> Iterator[Said]:
        """What was decided not to be said in a joined place, newest first."""
        ...

    def reported(self, room: str, entry: str) -> Reported | None:
        """Whether an entry is withheld in a joined place because somebody called it wrong."""
        ...

    def tally(self, name: str, room: str, day: int) -> int:
        """How often something happened in a place on one day (tallies.py names them)."""
        ...

    def sketch(self, room: str) -> Sketch | None:
        """What the ordinary talk of a joined place resembles, in numbers."""
        ...

    def fared(self, entry: str, version: str) -> Fared | None:
        """What became of the answers of an entry, as it reads in this version."""
        ...

    def about(self, question: str) -> Iterator[Said]:
        """What was said to a question (by its key) or withheld from it, oldest first."""
        ...

    def said_as(self, line_id: str) -> Said | None:
        """What we said with this line."""
        ...

    def reports(self) -> Iterator[Reported]:
        """All entries that are withheld somewhere."""
        ...

    def offers(self) -> Iterator[Offer]:
        """What people have said of themselves: who may be asked about what."""
        ...

    def offer(self, identity: str) -> Offer | None: ...

    def pause(self, name: str) -> Pause | None:
        """Until when an expert is away, by their own word."""
        ...

    def handings(self) -> Iterator[Handing]:
        """Topics that are offered to somebody who has not said yes."""
        ...

    def writeups(self) -> Iterator[Writeup]:
        """Write-ups that wait for somebody's consent."""
        ...

    def hash(self, identity: str) -> str:
        """The keyed hash that stands for a person in marks."""
        ...

    def whom(self, person: Person) -> str:
        """The keyed hash of somebody whom no account vouches for: of their nick and user@host together; "" else."""
        ...

    def marks(self, hashes: Collection[str]) -> Iterator[Mark]:
        """All marks of the people behind these keyed hashes."""
        ...

    def claims(self, hashed: str) -> Iterator[Claim]:
        """What the person behind this keyed hash has said of who they are elsewhere, and others of being them."""
        ...

    def selves(self, person: Person) -> tuple[str, ...]:
        """Keyed hashes of who this person is on other networks, by their own word from both sides."""
        ...

    def marked(self, kind: str, person: Person) -> Mark | None:
        """The mark of this kind on this person: on their account, on their nick, or on who they are elsewhere."""
        ...

    def counter(self, name: str) -> int: ...

    def quiet(self, room: str, now: float) -> Quiet | None:
        """Why nothing unprompted may be said here now."""
        ...

    def helped(self, person: str, topic: str, day: int) -> Helped | None: ...

    def present(self, place: Place, person_id: str) -> Person | None:
        """The person as now present in the room; None when they are not, or we are not."""
        ...

    def here(self, place: Place, person_id: str) -> bool:
        """Whether they are here, as far as is known: where nobody has a list, everybody is who was not seen leaving."""
        ...

    def person_named(self, place: Place, name: str, now: float) -> str | None:
        """The id of the person whom this name means: present in the room, or seen there within a day."""
        ...

    def in_room(self, place: Place) -> bool: ...

    def people_in(self, place: Place) -> Iterator[Person]: ...

    def people_on(self, network: str) -> Iterator[Person]:
        """Everybody seen present on a network, once per shared room."""
        ...

    def trouble(self, network: str, room: str = "") -> Trouble | None:
        """Why we are not on a network, or not in one of its rooms; None when we are, or have not tried yet."""
        ...

    def crossing(self, one: Place, other: Place) -> tuple[int, float]:
        """How many lines were said in one place since anything was seen to cross to the other, and since when."""
        ...

    def spoke(self, room: str, person_id: str) -> float | None:
        """When somebody last spoke in a joined place, as far as it is remembered; no restart keeps it. Never shown to anybody."""
        ...

    def signs(self, room: str, person_id: str, asker_id: str, at: float) -> Signs | None:
        """What a joined place knows of somebody who might answer this asker now; None: they have not spoken. Never shown to anybody."""
        ...

    # --- for reports: these walk everything of a kind ---

    def all_questions(self) -> Iterator[Question]: ...

    def all_said(self, since: float) -> Iterator[Said]:
        """What was said or withheld everywhere, oldest first."""
        ...

    def uncovered(self, since: float) -> Iterator[Uncovered]:
        """What was asked and no entry covers, oldest first."""
        ...

    def tallies(self, since_day: int) -> Iterator[Tally]: ...

    def helps(self, since_day: int) -> Iterator[Helped]: ...

    def own_names(self, network: str) -> tuple[str, ...]: ...
