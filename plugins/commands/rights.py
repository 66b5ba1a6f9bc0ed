"""Who may do what: by account, MXID or hostmask as bot.yaml and experts.yaml name them, never because of a nick alone."""

from dataclasses import dataclass

from bot.core.knowledge import Expert
from bot.core.moments import Command
from bot.core.people import Person, Standing, vouched
from bot.core.roster import Roster
from bot.core.settings import Settings
from bot.core.view import View


@dataclass(frozen=True, slots=True)
class Rights:
    """Looks people up in experts.yaml and bot.yaml."""

    roster: Roster
    settings: Settings

    def runs_room(self, moment: Command, memory: View) -> bool:
        """Any op, voiced person or registered expert (product 3), known by more than a nick."""
        known = self.expert(moment.person, memory) is not None
        return moment.standing is not Standing.NONE or known or self.maintains(moment.person)

    def expert(self, person: Person, memory: View) -> Expert | None:
        """The entry of somebody who is known by more than a nick."""
        expert = self.roster.expert(person, memory)
        return expert if expert is not None and vouched(expert.identities, person) else None

    def filed(self, person: Person) -> bool:
        """Whether maintainers have entered them in experts.yaml."""
        return self.roster.directory.expert(person) is not None

    def maintains(self, person: Person) -> bool:
        return vouched(self.settings.maintainers, person)
