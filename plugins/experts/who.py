"""who: whether anybody offers a topic and is likely to be around. Never who is awake, and never when somebody was last seen."""

from dataclasses import dataclass

from bot.core.directory import in_force, in_hours, opens
from bot.core.knowledge import Expert, Phrases
from bot.core.moments import Command
from bot.core.plugin import Proposal, Words
from bot.core.records import DAY
from bot.core.text import shorten
from bot.core.view import View
from plugins.experts.choice import Choice

QUOTE = 40  # bytes of the word that is no topic


@dataclass(frozen=True, slots=True)
class Who:
    """The command. Hours, expiry and people's own "away" count; presence does not, so the answer tells nothing of it."""

    phrases: Phrases
    choice: Choice

    def who(self, moment: Command, memory: View) -> Proposal:
        directory = self.choice.roster.directory
        topic = directory.topic_named(moment.args)
        offered = [e for t in directory.chain([topic]) for e in self.choice.roster.offers(t, memory)] if topic else []
        key = self._key(moment, topic, [expert for expert in offered if in_force(expert, moment.at)], memory)
        places = directory.topics[topic].places if topic and key == "experts.who_nobody" else ()
        links = tuple(place for place in places if place.startswith("https://"))[:1]
        words = Words(self.phrases.say(key, moment.args, topic=topic or shorten(moment.args, QUOTE)), links, to=moment.person)
        return Proposal("command", (words,), f"who {moment.args}")

    def _key(self, moment: Command, topic: str | None, offers: list[Expert], memory: View) -> str:
        if topic is None:
            return "experts.who_unknown" if moment.args else "experts.who_what"
        if not offers:
            return "experts.who_nobody"
        back = [expert for expert in offers if self.choice.may_be_asked(expert, moment.at, memory)]
        if any(in_hours(expert.hours, moment.at) for expert in back):
            return "experts.who"
        soon = any((begins := opens(expert.hours, moment.at)) is not None and begins - moment.at < DAY for expert in back)
        return "experts.who_later" if soon else "experts.who_days"
