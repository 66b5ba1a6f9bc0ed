"""Is it said to us, and which of its words count? Commands, mentions and direct messages are told apart here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.core.acts import Act, acts
from bot.core.address import addressee, spoken_to
from bot.core.events import Message
from bot.core.memory import OURS, Memory
from bot.core.plugin import CommandSpec
from bot.core.speech import ABOUT_US
from bot.core.text import plain, without_quotes, without_quotes_and_code, words

LEAVE, ABOUT = "optout", "about"  # the commands that are meant by "please ignore me" and "are you a bot?", said to us
ASKED_WITHIN = 100  # characters of a line that asks who we are: longer ones say more
ANY_NAME = 24  # letters of the longest word that can be a command: longer ones are talk


@dataclass(frozen=True, slots=True)
class Heard:
    """A line as it matters to us."""

    message: Message
    text: str  # plain words; what follows our name where we were spoken to
    to_us: bool
    command: str = ""  # its name, "" when it is none
    args: str = ""
    unknown: bool = False  # a command by its form, but of nobody here


@dataclass(frozen=True, slots=True)
class Ear:
    """The second step of the kernel. `commands` are all that the plugins declare; `prefix` marks one in a room."""

    prefix: str
    commands: Mapping[str, CommandSpec]

    def hear(self, message: Message, memory: Memory) -> Heard:
        """Never fails: what is not a command or a mention is a line of the room."""
        text = plain(without_quotes_and_code(message.text))
        names = memory.own_names(message.place.network)
        if message.via is not None:  # said on one side, read on the other: a bridge may call us by either name
            names = (*names, *memory.own_names(message.via.network))
        said = spoken_to(text, names)
        replied = message.reply_to is not None and memory.ids.get(message.reply_to) == OURS
        to_us = message.place.direct or said is not None or replied or self._mentioned(message, text, names, memory)
        body = said if said is not None else text
        marked = bool(self.prefix) and body.startswith(self.prefix)
        word, _, args = body.removeprefix(self.prefix if marked else "").strip().partition(" ")
        name = word.lower()
        if (marked or to_us) and name in self.commands and self._meant(name, args, marked):
            return Heard(message, body, to_us, name, self._with_code(message, names, name, args.strip()))
        if marked and name[:1].isalpha() and len(name) <= ANY_NAME:
            return Heard(message, body, to_us, name, args.strip(), unknown=True)
        whole = plain(without_quotes(message.text))  # a command is never code, but what a question is about often is
        spoken = spoken_to(whole, names)
        spoken = whole if spoken is None else spoken
        return Heard(message, spoken, to_us, self._in_words(spoken) if to_us else "")

    def _in_words(self, said: str) -> str:
        """The command that somebody means who says it to us in words of their own."""
        if Act.LEAVE in acts(said):
            return LEAVE if LEAVE in self.commands else ""
        about = ABOUT in self.commands and len(said) <= ASKED_WITHIN and ABOUT_US.fullmatch(" ".join(words(said)))
        return ABOUT if about else ""

    def _with_code(self, message: Message, names: Sequence[str], name: str, args: str) -> str:
        """What stands behind a command as it was written: the word itself is never code, but what is asked or proposed often has some."""
        whole = plain(without_quotes(message.text))
        spoken = spoken_to(whole, names)
        word, _, rest = (whole if spoken is None else spoken).removeprefix(self.prefix).strip().partition(" ")
        return rest.strip() if word.lower() == name else args

    def _mentioned(self, message: Message, text: str, names: Sequence[str], memory: Memory) -> bool:
        """Whether the sender's client names us on purpose, in a line that is not said to somebody else."""
        if not any(name in message.mentions for name in names):
            return False
        others = tuple(id_ for id_ in message.mentions if id_ not in names)
        known = partial(memory.person_named, message.place, now=message.at)
        front, _ = addressee(text, lambda name: known(name) is not None or mentioned(name, others) is not None)
        return front is None

    def _meant(self, name: str, args: str, marked: bool) -> bool:
        """Whether an unmarked word is a command: "open" is one, "open source or not?" and "who can help me with ovn?" are not."""
        spec, said = self.commands[name], args.lower().strip(" .!?")
        if marked:
            return True
        if spec.only:
            return said in spec.only
        if spec.number and said and not said.removeprefix("#").isdecimal():
            return False
        return said.partition(" ")[0] not in spec.never and (spec.words is None or len(args.split()) <= spec.words)


def mentioned(name: str, mentions: Sequence[str]) -> str | None:
    """Whom of those that a line names on purpose this name means: a Matrix ID, or what stands in front of its server."""
    return next((id_ for id_ in mentions if name.lower() in (id_.lower(), id_[1:].partition(":")[0].lower())), None)
