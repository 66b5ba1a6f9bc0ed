"""Whose word about themselves counts: of who is logged in; where a network has no accounts, of nick and user@host together."""

from dataclasses import dataclass

from bot.core.people import Identity, Person
from bot.core.roster import Roster
from bot.core.settings import IrcNetwork, MatrixNetwork, Settings
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Proof:
    """Looks at what a network can vouch for, as far as can be known of it.

    Where there are no accounts, an entry is changed from the host alone from which it was made, one that the file knows by its nick, too.
    """

    roster: Roster
    settings: Settings

    def missing(self, person: Person, memory: View) -> str:
        """Why somebody's word does not count, as the last part of a key; "" when it does."""
        if person.relayed:
            return "bridge"
        if person.account is not None or self._masked(person):
            return ""
        if person.host is None or self.has_accounts(person.network, memory):
            return "login"
        other = memory.offer(person.identity)
        return "taken" if other is not None and other.person.host != person.host else ""

    def _masked(self, person: Person) -> bool:
        """Whether maintainers have said by which hosts somebody is known."""
        filed = self.roster.directory.expert(person)
        return filed is not None and any(one.hostmask is not None and one.is_person(person) for one in filed.identities)

    def has_accounts(self, network: str, memory: View) -> bool:
        """Whether people can be logged in there: we are, or somebody is or is known by an account."""
        found = self.settings.network(network)
        if isinstance(found, MatrixNetwork) or (isinstance(found, IrcNetwork) and found.login.method != "none"):
            return True
        filed = (identity for expert in self.roster.directory.experts for identity in expert.identities)
        named: tuple[Identity, ...] = (*self.settings.maintainers, *filed)
        if any(one.network == network and one.account is not None for one in named):
            return True
        people = (*memory.people_on(network), *(offer.person for offer in memory.offers() if offer.person.network == network))
        return any(person.account is not None for person in people)
