"""iam and notme: who somebody is on another network, by their own word from both sides and by nothing else.

A word counts from an account (Matrix: an ID), never from a nick. Until the other side says the same it changes nothing.
"""

import re
from dataclasses import dataclass, replace

from bot.core.moments import Command
from bot.core.people import vouched_for
from bot.core.plugin import Proposal
from bot.core.records import Change, Claim, Drop, Put
from bot.core.settings import IrcNetwork, MatrixNetwork, Settings
from bot.core.text import shorten
from bot.core.view import View
from plugins.commands.speaking import QUOTE, Speaking

SELVES = 4  # accounts that one person is linked with: a few networks and an old account; the oldest goes
_SAID = re.compile(r"(?P<who>\S+) on (?P<network>\S+)", re.IGNORECASE)
_MXID = re.compile(r"@[^\s:]+:\S+")


@dataclass(frozen=True, slots=True)
class Selves:
    """The two commands."""

    speaking: Speaking
    settings: Settings

    def iam(self, moment: Command, memory: View) -> Proposal:
        if moment.args.lower() == "nobody":
            return self.notme(moment, memory)
        if moment.person.account is None:
            return self.speaking.say("mydata_bridge" if moment.person.relayed else "iam_no_account", moment)
        said = _SAID.fullmatch(moment.args)
        if said is None:
            return self.speaking.say("iam_how", moment, networks=self._networks())
        return self._elsewhere(moment, said, memory)

    def _elsewhere(self, moment: Command, said: re.Match[str], memory: View) -> Proposal:
        network = self.settings.network(said["network"].lower()) or self.settings.network(said["network"])
        if not isinstance(network, IrcNetwork | MatrixNetwork):
            return self.speaking.say("iam_network", moment, network=shorten(said["network"], QUOTE), networks=self._networks())
        if network.name == moment.person.network:
            return self.speaking.say("iam_self", moment)
        if isinstance(network, MatrixNetwork) and not _MXID.fullmatch(said["who"]):
            return self.speaking.say("iam_how", moment, networks=self._networks())
        return self._claimed(moment, memory.hash(vouched_for(network.name, said["who"])), memory)

    def _claimed(self, moment: Command, other: str, memory: View) -> Proposal:
        mine = memory.hash(moment.person.identity)
        claims = tuple(memory.claims(mine))
        if any((claim.who, claim.also) == (other, mine) for claim in claims):
            both = (Put(Claim(mine, other, moment.at, mutual=True)), Put(Claim(other, mine, moment.at, mutual=True)))
            linked = sorted((claim for claim in claims if claim.mutual and claim.who == mine and claim.also != other), key=lambda c: c.at)
            oldest = linked[: max(0, len(linked) - SELVES + 1)]
            over = tuple(Drop(Claim, key) for claim in oldest for key in (claim.key, f"{claim.also}>{mine}"))
            return replace(self.speaking.say("iam_done", moment), changes=(*over, *both))
        waiting: tuple[Change, ...] = tuple(Drop(Claim, claim.key) for claim in claims if claim.who == mine and not claim.mutual)
        half = self.speaking.say("iam_half", moment, me=moment.person.account or "", network=moment.person.network)
        return replace(half, changes=(*waiting, Put(Claim(mine, other, moment.at))))

    def notme(self, moment: Command, memory: View) -> Proposal:
        """Undone, whichever side has said it: links, and words that wait for ours."""
        if moment.person.account is None:
            return self.speaking.say("iam_no_account", moment)
        undone = tuple(Drop(Claim, claim.key) for claim in memory.claims(memory.hash(moment.person.identity)))
        return replace(self.speaking.say("iam_nobody", moment), changes=undone)

    def _networks(self) -> str:
        return ", ".join(network.name for network in self.settings.networks)
