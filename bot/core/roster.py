"""Who may be asked about what: experts.yaml, and over it what people have said of themselves.

Somebody's own word counts first: who registers in chat replaces their entry of the file, and who wants to be asked nothing is
asked nothing. Whose word it is goes by what vouches for them, never by a name: a stranger called like an expert is somebody else.
All look-ups end in an `Expert`, so nobody else needs to know where an entry came from.

Where lines carry no account (OFTC) people are found again by the nick and user@host under which services last vouched for them. That
is enough to be asked something; what changes an entry is vouched for each time (product 10.24).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.directory import Directory
from bot.core.knowledge import Expert
from bot.core.people import Identity, Person, same_person
from bot.core.records import Offer, Pause
from bot.core.view import View

NO_END = date(9999, 12, 30)  # the last day of an offer that ends when its person says so; the day after it is a day, too
_WILD = str.maketrans({"\\": "\\\\", "*": "\\*", "?": "\\?"})


@dataclass(frozen=True, slots=True)
class Roster:
    """The look-ups over the file and the offers."""

    directory: Directory

    def expert(self, person: Person, memory: View) -> Expert | None:
        """The entry of this person, by account or MXID; without accounts by nick and user@host. Nobody behind a bridge."""
        if next(memory.offers(), None) is None:  # as in most houses: nobody has registered in chat
            return self.directory.expert(person)
        own = self.own(person, memory)
        return self._entries(memory)[own[0].key] if own else self.directory.expert(person)

    def own(self, person: Person, memory: View) -> tuple[Offer, ...]:
        """What this person has said of themselves, here or where they are linked with themselves; newest first."""
        if person.relayed:
            return ()
        filed = self.directory.expert(person)
        by_key = memory.offer(person.identity)
        found = [by_key] if by_key is not None and (filed is not None or _says(by_key, person)) else []
        if filed is not None:
            found += [offer for offer in memory.offers() if offer != by_key and self.directory.expert(offer.person) is filed]
        if person.account is None:
            found += [offer for offer in memory.offers() if offer not in found and _seen_as(offer.person, person)]
        selves = memory.selves(person)
        if selves:
            found += [o for o in memory.offers() if o not in found and o.person.account and memory.hash(o.person.identity) in selves]
        return tuple(sorted(found, key=lambda offer: (-offer.at, offer.key)))

    def named(self, name: str, memory: View) -> Expert | None:
        """The entry with this name."""
        return next((expert for expert in self.everybody(memory) if expert.name == name), None)

    def everybody(self, memory: View) -> Iterator[Expert]:
        """All entries, each name once, those who want to be asked nothing among them."""
        own = {expert.name: expert for expert in self._entries(memory).values()}
        yield from (own.pop(expert.name, expert) for expert in self.directory.experts)
        yield from own.values()

    def offers(self, topic: str, memory: View) -> tuple[Expert, ...]:
        """Everybody who may be asked about a topic, whether they are away or not."""
        own = {expert.name: expert for expert in self._entries(memory).values()}
        from_file = (expert for expert in self.directory.offers(topic) if expert.name not in own)
        return (*from_file, *(expert for expert in own.values() if topic in expert.topics))

    def pause(self, expert: Expert, memory: View) -> Pause | None:
        """Until when they are away by their own word; None when they are not."""
        pause = memory.pause(expert.name)
        return pause if pause is not None and pause.until > memory.now else None

    def name_for(self, person: Person, memory: View) -> str:
        """The name of this person's entry: that of the file, or of before, else their own unless somebody else's entry bears it."""
        known = self.expert(person, memory)
        if known is not None:
            return known.name
        taken = {expert.name for expert in self.everybody(memory)}
        return next((name for name in (person.name, f"{person.name} ({person.network})") if name not in taken), person.identity)

    def _entries(self, memory: View) -> dict[str, Expert]:
        """The entry that each offer makes, by the offer's key, the oldest first."""
        filed_names = {expert.name for expert in self.directory.experts}
        names: set[str] = set()
        entries: dict[str, Expert] = {}
        for offer in sorted(memory.offers(), key=lambda offer: (offer.at, offer.key)):
            filed = self.directory.expert(offer.person)
            name = offer.name if offer.name not in filed_names | names else offer.key
            names.add(name)
            entries[offer.key] = expert_of(offer, filed, name if filed is None else filed.name)
        return entries


def expert_of(offer: Offer, filed: Expert | None, name: str) -> Expert:
    """The entry that somebody's own word makes, under all identities by which the file knows them."""
    mine = identity_of(offer.person)
    identities = (mine,) if filed is None else filed.identities if mine in filed.identities else (*filed.identities, mine)
    until = None if offer.until >= NO_END else offer.until
    return Expert(name, identities, offer.topics, offer.hours, offer.max_per_day, offer.notify, until)


def identity_of(person: Person) -> Identity:
    """By what a person is known again: their account or MXID, else exactly this nick and user@host."""
    if person.account is not None and person.account.startswith("@"):
        return Identity(person.network, id=person.account)
    if person.account is not None:
        return Identity(person.network, account=person.account)
    return Identity(person.network, hostmask=f"{person.name}!{person.host or '?'}".translate(_WILD))


def _seen_as(known: Person, person: Person) -> bool:
    """Whether somebody without an account on their line has the nick and user@host under which an account was vouched for."""
    return known.account is not None and None not in (known.host, person.host) and same_person(known, person)


def _says(own: Offer, person: Person) -> bool:
    """Whether that offer is this person's: under a nick without account it is only with the same host."""
    return own.person.account is not None or identity_of(own.person).is_person(person)
