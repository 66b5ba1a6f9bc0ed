"""Open questions are shown, once, to people who know and have become active: in the room or in private, as they chose."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.knowledge import Notify, Phrases
from bot.core.moments import HelperActive
from bot.core.people import private
from bot.core.plugin import Proposal, Reason, Showed, Words
from bot.core.quoting import quoted
from bot.core.spans import in_words
from bot.core.text import shorten
from bot.core.view import View
from plugins.experts.calling import NO_TOPIC, QUOTE
from plugins.experts.choice import Choice


@dataclass(frozen=True, slots=True)
class Showing:
    """Says what waits."""

    phrases: Phrases
    choice: Choice

    def show(self, moment: HelperActive, memory: View) -> Iterator[Proposal | Reason]:
        """Hand open questions over. Handing over beats pinging, and nobody is nagged twice."""
        expert = self.choice.roster.expert(moment.person, memory)
        if expert is None or not self.choice.may_be_asked(expert, moment.at, memory):
            return
        topics = set(expert.topics)
        fitting = tuple(q for q in moment.questions if topics & set(self.choice.roster.directory.chain(q.topics)))
        if not fitting:
            return
        oldest, count = fitting[0], len(fitting)
        about = {
            "topic": next(iter(oldest.topics), NO_TOPIC),
            "asker": oldest.asker.name,
            "age": in_words(moment.at - oldest.asked_at),
            "question": quoted(shorten(oldest.text, QUOTE), oldest.place, self.choice.settings, memory),
        }
        text = self.phrases.say("experts.show_one" if count == 1 else "experts.show", oldest.key, count=str(count), **about)
        place = private(moment.person) if expert.notify is Notify.PRIVATE else None
        shown = Showed(expert.name, tuple(question.key for question in fitting))
        yield Proposal("show", (Words(text, to=moment.person, place=place),), "they know the topic and are active now", effect=shown)
