"""Who may be asked about what: experts.yaml, and over it what people have said of themselves.

Somebody's own word counts first: who registers in chat replaces their entry of the file, and who wants to be asked nothing is
asked nothing. All look-ups end in an `Expert`, so nobody else needs to know where an entry came from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.directory import Directory
from bot.core.knowledge import Expert
from bot.core.people import Identity, Person
from bot.core.records import Offer, Pause
from bot.core.view import View

_WILD = str.maketrans({"\\": "\\\\", "*": "\\*", "?": "\\?"})


@dataclass(frozen=True, slots=True)
class Roster:
    """The look-ups over the file and the offers."""

    directory: Directory

    def expert(self, person: Person, memory: View) -> Expert | None:
        """The entry of this person, by account or MXID; without accounts by nick and user@host. Nobody behind a bridge."""
        if person.relayed:
            return None
        filed = self.directory.expert(person)
        own = memory.offer(person.identity) or next((o for o in memory.offers() if filed is not None and o.name == filed.name), None)
        if own is None or not _says(own, person, filed):
            return filed
        return expert_of(own, filed)

    def named(self, name: str, memory: View) -> Expert | None:
        """The entry with this name."""
        return next((expert for expert in self.everybody(memory) if expert.name == name), None)

    def everybody(self, memory: View) -> Iterator[Expert]:
        """All entries, those who want to be asked nothing among them."""
        own = {offer.name: offer for offer in memory.offers()}
        filed = {expert.name: expert for expert in self.directory.experts}
        yield from (expert_of(own[name], expert) if name in own else expert for name, expert in filed.items())
        yield from (expert_of(offer, None) for name, offer in own.items() if name not in filed)

    def offers(self, topic: str, memory: View) -> tuple[Expert, ...]:
        """Everybody who may be asked about a topic, whether they are away or not."""
        own = tuple(memory.offers())
        if not own:
            return self.directory.offers(topic)
        said = {offer.name for offer in own}
        filed = {expert.name: expert for expert in self.directory.experts}
        from_file = tuple(expert for expert in self.directory.offers(topic) if expert.name not in said)
        return (*from_file, *(expert_of(offer, filed.get(offer.name)) for offer in own if topic in offer.topics))

    def pause(self, expert: Expert, memory: View) -> Pause | None:
        """Until when they are away by their own word; None when they are not."""
        pause = memory.pause(expert.name)
        return pause if pause is not None and pause.until > memory.now else None


def expert_of(offer: Offer, filed: Expert | None) -> Expert:
    """The entry that somebody's own word makes, under all identities by which the file knows them."""
    mine = identity_of(offer.person)
    identities = (*filed.identities, mine) if filed is not None and mine not in filed.identities else filed.identities if filed else (mine,)
    own = Expert(offer.name, identities, offer.topics, offer.hours, offer.max_per_day, offer.notify, offer.until)
    return own if filed is None else replace(own, name=filed.name)


def identity_of(person: Person) -> Identity:
    """By what a person is known again: their account or MXID, else exactly this nick and user@host."""
    if person.account is not None and person.account.startswith("@"):
        return Identity(person.network, id=person.account)
    if person.account is not None:
        return Identity(person.network, account=person.account)
    return Identity(person.network, hostmask=f"{person.name}!{person.host or '?'}".translate(_WILD))


def _says(own: Offer, person: Person, filed: Expert | None) -> bool:
    """Whether that offer is this person's: under a nick without account it is only with the same host."""
    return own.person.account is not None or filed is not None or identity_of(own.person).is_person(person)
