"""The durable half of Memory as look-ups that need no index: by a record's own key, and walks through all of a kind."""

from collections.abc import Iterator

from bot.core.fleeting import Fleeting
from bot.core.records import (
    Counter,
    Fared,
    Handing,
    Helped,
    Offer,
    Pause,
    Position,
    Question,
    Quiet,
    Read,
    Record,
    Reported,
    Said,
    Sketch,
    Tally,
    Uncovered,
    Writeup,
)


class Kept(Fleeting):
    """Records by kind and key. Memory writes them and keeps the indexes."""

    records: dict[type[Record], dict[str, Record]]

    # --- by key ---

    def counter(self, name: str) -> int:
        found = self.records[Counter].get(name)
        return found.value if isinstance(found, Counter) else 0

    def quiet(self, room: str, now: float) -> Quiet | None:
        """Why nothing unprompted may be said here now."""
        for reason in ("meeting", "quiet"):
            found = self.records[Quiet].get(f"{room}|{reason}")
            if isinstance(found, Quiet) and found.until > now:
                return found
        return None

    def helped(self, person: str, topic: str, day: int) -> Helped | None:
        found = self.records[Helped].get(f"{person}|{topic}|{day}")
        return found if isinstance(found, Helped) else None

    def tally(self, name: str, room: str, day: int) -> int:
        found = self.records[Tally].get(f"{name}|{room}|{day}")
        return found.value if isinstance(found, Tally) else 0

    def reported(self, room: str, entry: str) -> Reported | None:
        """Whether an entry is withheld in a joined place because somebody called it wrong."""
        found = self.records[Reported].get(f"{room}|{entry}")
        return found if isinstance(found, Reported) else None

    def sketch(self, room: str) -> Sketch | None:
        """What the ordinary talk of a joined place resembles, in numbers."""
        found = self.records[Sketch].get(room)
        return found if isinstance(found, Sketch) else None

    def fared(self, entry: str, version: str) -> Fared | None:
        """What became of the answers of an entry, as it reads in this version."""
        found = self.records[Fared].get(f"{entry}|{version}")
        return found if isinstance(found, Fared) else None

    def offer(self, identity: str) -> Offer | None:
        found = self.records[Offer].get(identity)
        return found if isinstance(found, Offer) else None

    def pause(self, name: str) -> Pause | None:
        """Until when an expert is away, by their own word."""
        found = self.records[Pause].get(name)
        return found if isinstance(found, Pause) else None

    def position(self, network: str) -> str | None:
        found = self.records[Position].get(network)
        return found.position if isinstance(found, Position) else None

    def was_read(self, network: str, event_id: str) -> bool:
        """Whether an event beyond the stored position has had its consequences, before a crash."""
        return f"{network}/{event_id}" in self.records[Read]

    # --- all of a kind of which there are few ---

    def reports(self) -> Iterator[Reported]:
        """All entries that are withheld somewhere: few, until a maintainer has looked."""
        return (record for record in self.records[Reported].values() if isinstance(record, Reported))

    def offers(self) -> Iterator[Offer]:
        """What people have said of themselves: who may be asked about what. Few."""
        return (record for record in tuple(self.records[Offer].values()) if isinstance(record, Offer))

    def handings(self) -> Iterator[Handing]:
        """Topics that are offered to somebody who has not said yes. Few."""
        return (record for record in tuple(self.records[Handing].values()) if isinstance(record, Handing))

    def writeups(self) -> Iterator[Writeup]:
        """Write-ups that wait for somebody's consent. Few."""
        return (record for record in tuple(self.records[Writeup].values()) if isinstance(record, Writeup))

    def read_on(self, network: str) -> list[str]:
        """Keys of all such events of a network: few, since each position that is reached ends them."""
        return [key for key, record in self.records[Read].items() if isinstance(record, Read) and record.network == network]

    # --- for reports: these walk everything of a kind, once a day or for a person at a terminal ---

    def all_questions(self) -> Iterator[Question]:
        found = (record for record in tuple(self.records[Question].values()) if isinstance(record, Question))
        return iter(sorted(found, key=lambda question: (question.asked_at, question.key)))

    def all_said(self, since: float) -> Iterator[Said]:
        """What was said or withheld everywhere, oldest first."""
        found = (record for record in tuple(self.records[Said].values()) if isinstance(record, Said) and record.at >= since)
        return iter(sorted(found, key=lambda said: (said.at, said.number)))

    def uncovered(self, since: float) -> Iterator[Uncovered]:
        """What was asked and no entry covers, oldest first."""
        found = (record for record in tuple(self.records[Uncovered].values()) if isinstance(record, Uncovered) and record.at >= since)
        return iter(sorted(found, key=lambda one: (one.at, one.key)))

    def tallies(self, since_day: int) -> Iterator[Tally]:
        return (record for record in tuple(self.records[Tally].values()) if isinstance(record, Tally) and record.day >= since_day)

    def helps(self, since_day: int) -> Iterator[Helped]:
        return (record for record in tuple(self.records[Helped].values()) if isinstance(record, Helped) and record.day >= since_day)
