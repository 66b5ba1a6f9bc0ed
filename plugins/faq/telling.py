"""tell NICK WORDS: an entry for somebody who is here, with the teller named (product 10.12)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.allowance import spent
from bot.core.knowledge import Phrases
from bot.core.moments import Command
from bot.core.people import Person, private
from bot.core.plugin import Gave, Proposal, Words
from bot.core.records import OPEN, Status
from bot.core.settings import Settings
from bot.core.text import shorten
from bot.core.view import View
from plugins.faq.listing import WORTH_LISTING
from plugins.faq.matcher import Match, Matcher
from plugins.faq.showing import Showing, month, reported

NAME = 60  # bytes of a name that is said back
NEAREST = 2  # entries that the teller is shown when none is sure

PHRASES: Mapping[str, frozenset[str]] = {
    "faq.tell": frozenset({"teller", "answer"}),
    "faq.tell_how": frozenset(),
    "faq.tell_room": frozenset(),
    "faq.tell_nobody": frozenset({"name"}),
    "faq.tell_not_them": frozenset({"name"}),
    "faq.tell_enough": frozenset(),
    "faq.tell_unsure": frozenset(),
    "faq.tell_nearest": frozenset({"items"}),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """The command."""

    phrases: Phrases
    matcher: Matcher
    showing: Showing
    settings: Settings

    def command(self, moment: Command, memory: View) -> Proposal:
        """Whom, what, and whether it may be: the first thing in the way is said kindly to the teller."""
        name, _, words = moment.args.partition(" ")
        name, words = name.rstrip(":,"), words.strip()
        if not name or not words:
            return self._refuse("tell_how", moment)
        if moment.place.closed:
            return self._refuse("tell_room", moment)
        whom = self._present(name, moment, memory)
        if whom is None:
            return self._refuse("tell_nobody", moment, name=shorten(name, NAME))
        if self._no_wish(whom, moment, memory):
            return self._refuse("tell_not_them", moment, name=shorten(whom.name, NAME))
        best = self._found(words, moment, memory)
        if isinstance(best, Proposal):
            return best
        change = spent("told", moment.person, moment.at, memory)
        return self._refuse("tell_enough", moment) if change is None else replace(self._told(best, whom, moment, memory), changes=(change,))

    def _present(self, name: str, moment: Command, memory: View) -> Person | None:
        """Who is here under this name, on either side of a bridge; where nobody has a list, who was seen here and not leaving."""
        for side in self.settings.sides(moment.place):
            named = (memory.person_named(side, called, moment.at) for called in (name, name.lstrip("@")))
            id_ = next(filter(None, named), name if name.startswith("@") and ":" in name else None)
            if id_ is not None and memory.here(side, id_):
                return memory.present(side, id_) or Person(side.network, id_, name)
        return None

    def _no_wish(self, whom: Person, moment: Command, memory: View) -> bool:
        """Whether they are a bot, or want to hear nothing from us; whoever tells themselves wants to."""
        network = self.settings.network(whom.network)
        bots = {bot.casefold() for bot in getattr(network, "bots", ())}
        ours = {own.casefold() for own in memory.own_names(whom.network)}
        if whom.bot or whom.name.casefold() in bots | ours:
            return True
        return whom.id != moment.person.id and memory.marked("optout", whom) is not None

    def _found(self, words: str, moment: Command, memory: View) -> Match | Proposal:
        """The entry that somebody who asks us these words would be given; else the nearest, for the teller alone."""
        matches = tuple(match for match in self.matcher.match(words) if not self._withheld(match, words, moment, memory))
        best = self.matcher.surely(matches, self.matcher.asked)
        if best is not None:
            return best
        refusal, near = self._refuse("tell_unsure", moment), [match for match in matches if match.confidence >= WORTH_LISTING][:NEAREST]
        if not near:
            return refusal
        items = " · ".join(f"{match.entry.question} {' '.join(match.entry.links[:1])}".strip() for match in near)
        shown = Words(self.phrases.say("faq.tell_nearest", "", items=items), to=moment.person, place=private(moment.person))
        return replace(refusal, words=(*refusal.words, shown))

    def _withheld(self, match: Match, words: str, moment: Command, memory: View) -> bool:
        return reported(match.entry, moment.room, memory) or bool(self.showing.withheld(match.entry, moment.place, words))

    def _told(self, best: Match, whom: Person, moment: Command, memory: View) -> Proposal:
        """An answer to what they have asked, if they have."""
        answer, checked = best.entry.answer, month(best.entry)
        text = self.phrases.say("faq.dated", best.entry.id, answer=answer, month=checked) if checked else answer
        said = self.phrases.say("faq.tell", f"{moment.at}", teller=shorten(moment.person.name, NAME), answer=text)
        side = next((side for side in self.settings.sides(moment.place) if side.network == whom.network), moment.place)
        words = Words(said, best.entry.links, whom, None if side == moment.place else side, loud=True)
        asked = memory.current(moment.room, whom)
        waits = asked is not None and (asked.status in OPEN or asked.status is Status.GATHERING)
        effect = Gave(best.entry.id, asked.key, best.entry.version) if asked is not None and waits else None
        return Proposal("tell", (words,), f"{moment.person.name} asked me to tell them", best.entry.id, effect=effect)

    def _refuse(self, key: str, moment: Command, **variables: str) -> Proposal:
        words = Words(self.phrases.say(f"faq.{key}", f"{moment.at}", **variables), to=moment.person, loud=True)
        return Proposal("command", (words,), f"{moment.person.name} asked me to tell somebody")
