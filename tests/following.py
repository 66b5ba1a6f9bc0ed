"""A conversation in which questions are seen through: late answers, invitations, write-ups. Values for the tests of what comes after."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.core.actions import WriteDraft
from bot.core.kernel import Kernel
from bot.core.knowledge import Expert, Topic
from bot.core.people import Person
from bot.core.plugin import Plugin
from bot.core.records import Record
from bot.core.settings import Settings
from bot.load.plugins import plugin_module
from tests.builders import TOPICS, Chat, alice, bob, helper, knowledge, known, memory, settings

NAMES = ("commands", "experts", "followup", "writeup")
LIST = "users@lists.example.org"
HELP = "can somebody help me with packstack? it fails at mariadb with a strange code"
FIX = "alice: restart the database first"
THANKS = "bob: thanks, that worked"


def house(*without: str, **more: Any) -> Settings:
    """Settings with the plugins that see a question through."""
    return settings(plugins=tuple((name, {}) for name in NAMES if name not in without), **more)


def topics() -> tuple[Topic, ...]:
    """The topics of builders.py, with a mailing list among the places of the community."""
    return tuple(replace(one, places=(*one.places, LIST)) if one.id == "community" else one for one in TOPICS)


def built(own: Settings, *people: Expert) -> tuple[Plugin, ...]:
    """The plugins that these settings name."""
    read = knowledge(*people, topics=topics())
    return tuple(plugin_module(name).build(section, own, read) for name, section in own.plugins)


def following(*people: Expert, here: Iterable[Person] = (), records: Iterable[Record] = (), own: Settings | None = None) -> Chat:
    """Alice, Bob and these experts, who have been here before; `records` are known from an earlier run."""
    own = house() if own is None else own
    regulars = (alice, bob, *(helper(one.name) for one in people))
    kernel = Kernel(own, knowledge(*people, topics=topics()), built(own, *people))
    return Chat(kernel, known(memory(*records, here=(*regulars, *here)), *regulars))


def solved(chat: Chat, at: float = 0.0, by: Person = alice, helper_: Person = bob) -> list[str]:
    """A question, its answer, thanks, and what is said until the time to be invited is over."""
    chat.says(HELP, by, at)
    chat.says(f"{by.name}: restart the database first", helper_, at + 60)
    before = chat.says(f"{helper_.name}: thanks, that worked", by, at + 120)
    return [*before, *chat.wait(at + 241)]


def drafts(turns: Iterable[Any]) -> list[WriteDraft]:
    """The drafts that were asked to be written."""
    return [action for turn in turns for action in turn.actions if isinstance(action, WriteDraft)]
