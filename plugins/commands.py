"""The words anybody can say to the bot: help, about, ask, open, solved, reopen, why, quiet, speak, optout, optin, status, reload.

Also what is owed to somebody who speaks to the bot without asking anything: thanks and greetings are answered, an
unknown command in private gets a kind hint, and too many lines get one kind word before silence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.core.actions import Reload
from bot.core.acts import Act, acts
from bot.core.commands import CommandSpec
from bot.core.directory import Directory
from bot.core.health import absences
from bot.core.knowledge import Knowledge, Phrases
from bot.core.moments import Command, Moment, SpokenTo, TooFast
from bot.core.people import Identity, Person, Place, Standing, same_person
from bot.core.plugin import Closed, Proposal, Reason, Reopened, Words
from bot.core.records import HOUR, OPEN, Drop, Mark, Put, Question, Quiet, Status
from bot.core.settings import Settings
from bot.core.spans import seconds, span
from bot.core.text import shorten
from bot.core.view import Trouble, View

QUIET_FOR = 2 * HOUR  # without a length of time
QUIET_AT_MOST = 7 * 24 * HOUR  # longer than a week is a decision for bot.yaml
LISTED = 3  # items of a list in a room; the rest comes in private (product 10.4)
LISTED_PRIVATE = 10
QUOTE = 60  # bytes of a question in a list
TROUBLES = 5  # lines of status about where we are not; the first say what to look at
REASON = 200  # bytes of what a server said
LOOK_BACK = 24 * HOUR  # how far back `why` looks

_NUMBER = frozenset({"number"})
PHRASES: Mapping[str, frozenset[str]] = {
    "commands.about": frozenset({"owner", "keep"}),
    "commands.help": frozenset({"names", "prefix"}),
    "commands.help_one": frozenset({"usage", "summary"}),
    "commands.help_unknown": frozenset({"name"}),
    "commands.unknown": frozenset({"name"}),
    "commands.ask_what": frozenset(),
    "commands.open": frozenset({"count", "items"}),
    "commands.open_item": frozenset({"number", "age", "asker", "question"}),
    "commands.open_none": frozenset(),
    "commands.open_rest": frozenset({"count"}),
    "commands.solved": _NUMBER,
    "commands.reopened": _NUMBER,
    "commands.not_yours": _NUMBER,
    "commands.no_question": frozenset(),
    "commands.why": frozenset({"text", "reason"}),
    "commands.why_withheld": frozenset({"rule"}),
    "commands.why_nothing": frozenset(),
    "commands.quiet": frozenset({"length"}),
    "commands.quiet_how": frozenset(),
    "commands.speak": frozenset(),
    "commands.not_allowed_quiet": frozenset(),
    "commands.not_allowed": frozenset(),
    "commands.room_only": frozenset(),
    "commands.optout": frozenset(),
    "commands.optin": frozenset(),
    "commands.status": frozenset({"entries", "open", "said", "lost", "mode"}),
    "commands.status_rest": frozenset({"count"}),
    "commands.status_trouble": frozenset({"where", "age", "why"}),
    "commands.status_waiting": frozenset({"where"}),
    "commands.reload": frozenset(),
    "commands.too_fast": frozenset(),
    "commands.thanks": frozenset(),
    "commands.hello": frozenset(),
    "commands.no_answer": frozenset(),
    "help.help": frozenset(),
    "help.about": frozenset(),
    "help.ask": frozenset(),
    "help.open": frozenset(),
    "help.solved": frozenset(),
    "help.reopen": frozenset(),
    "help.why": frozenset(),
    "help.quiet": frozenset(),
    "help.speak": frozenset(),
    "help.optout": frozenset(),
    "help.optin": frozenset(),
    "help.status": frozenset(),
    "help.reload": frozenset(),
}
SETTINGS: Mapping[str, Any] = {"prefix": {"type": "string", "pattern": r"^[^\w\s]{1,3}$", "description": "What marks a command in a room"}}

COMMANDS = (
    CommandSpec("help", "help [command]", "help.help", words=1, listening=True),
    CommandSpec("about", "about", "help.about", words=0, listening=True),
    CommandSpec("ask", "ask QUESTION", "help.ask", asks=True),
    CommandSpec("open", "open", "help.open", words=0),
    CommandSpec("solved", "solved [N]", "help.solved", words=1),
    CommandSpec("reopen", "reopen [N]", "help.reopen", words=1),
    CommandSpec("why", "why", "help.why", words=0),
    CommandSpec("quiet", "quiet [2h]", "help.quiet", words=1, privileged=True, listening=True),
    CommandSpec("speak", "speak", "help.speak", words=0, privileged=True, listening=True),
    CommandSpec("optout", "optout", "help.optout", words=0, listening=True),
    CommandSpec("optin", "optin", "help.optin", words=0, listening=True),
    CommandSpec("status", "status", "help.status", words=0, privileged=True, listening=True),
    CommandSpec("reload", "reload", "help.reload", words=0, privileged=True, listening=True),
)


@dataclass(frozen=True, slots=True)
class Commands:
    """The plugin."""

    phrases: Phrases
    directory: Directory
    settings: Settings
    entries: int
    prefix: str = "!"
    name: ClassVar[str] = "commands"
    hears: ClassVar[tuple[type[Moment], ...]] = (Command, SpokenTo, TooFast)
    commands: ClassVar[tuple[CommandSpec, ...]] = COMMANDS

    def handle(self, moment: Moment, memory: View) -> Iterable[Proposal | Reason]:
        match moment:
            case Command():
                yield from self._command(moment, memory)
            case SpokenTo():
                yield self._small_talk(moment)
            case TooFast():
                yield self._say("too_fast", moment, kind="too_fast")

    def _command(self, moment: Command, memory: View) -> Iterator[Proposal | Reason]:
        table: Mapping[str, Callable[[Command, View], Proposal]] = {
            "help": self._help,
            "about": self._about,
            "ask": lambda m, _: self._say("ask_what", m),
            "open": self._open,
            "solved": self._solved,
            "reopen": self._reopen,
            "why": self._why,
            "quiet": self._quiet,
            "speak": self._speak,
            "optout": self._optout,
            "optin": self._optin,
            "status": self._status,
            "reload": self._reload,
        }
        answer = table.get(moment.name)
        yield answer(moment, memory) if answer else self._say("unknown", moment, name=shorten(moment.name, QUOTE))

    def _say(self, key: str, moment: Command | SpokenTo | TooFast, kind: str = "command", **variables: str) -> Proposal:
        """One sentence back to whoever spoke."""
        text = self.phrases.say(f"commands.{key}", f"{moment.at}", **variables)
        words = Words(text, to=moment.person, loud=True)
        return Proposal(kind, (words,), f"{moment.person.name} spoke to me ({key})")

    # --- said to us without asking anything ---

    def _small_talk(self, moment: SpokenTo) -> Proposal:
        """What is owed when no plugin has an answer: thanks for thanks, a greeting, or where to turn."""
        thanked = acts(moment.text) & {Act.THANKS, Act.SOLVED}
        key = "no_answer" if moment.question is not None else "thanks" if thanked else "hello"
        return replace(self._say(key, moment, kind="small talk"), last=True)

    # --- help ---

    def _help(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002 - every command is called in the same way
        wanted = moment.args.lower().removeprefix(self.prefix)
        if not wanted:
            return self._help_all(moment)
        spec = next((spec for spec in moment.known if spec.name == wanted), None)
        if spec is None:
            return self._say("help_unknown", moment, name=shorten(wanted, QUOTE))
        return self._say("help_one", moment, usage=spec.usage, summary=self.phrases.say(spec.summary, spec.name))

    def _help_all(self, moment: Command) -> Proposal:
        """The names of all commands: in a room the first of them, and the rest in private (product 10.4)."""
        names = [spec.name for spec in moment.known]
        some = len(names) if moment.place.direct else LISTED
        first = self._say("help", moment, names=", ".join(names[:some]), prefix=self.prefix)
        return self._with_rest(first, ", ".join(names[some:]), len(names) - some, moment)

    def _with_rest(self, first: Proposal, rest: str, count: int, moment: Command) -> Proposal:
        """What did not fit into the room goes to the person in private, and they are told."""
        if not rest:
            return first
        private = Place(moment.person.network, moment.person.id, direct=True)
        more = self.phrases.say("commands.open_rest", f"{moment.at}", count=str(count))
        return replace(first, words=(replace(first.words[0], after=more), Words(rest, to=moment.person, place=private)))

    def _about(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        return self._say("about", moment, owner=self.settings.owner, keep=span(self.settings.timing.keep))

    # --- questions ---

    def _open(self, moment: Command, memory: View) -> Proposal:
        waiting = [q for room in self._rooms(moment, memory) for q in memory.questions(room) if q.status in OPEN]
        if not waiting:
            return self._say("open_none", moment)
        some = LISTED_PRIVATE if moment.place.direct else LISTED
        first = self._say("open", moment, count=str(len(waiting)), items=self._items(waiting[:some], moment))
        rest = [] if moment.place.direct else waiting[some : some + LISTED_PRIVATE]
        return self._with_rest(first, self._items(rest, moment), len(waiting) - some, moment)

    def _rooms(self, moment: Command, memory: View) -> tuple[str, ...]:
        """The room itself; in private, the rooms of the network that this person is in."""
        if not moment.place.direct:
            return (moment.room,)
        network = next((n for n in self.settings.networks if n.name == moment.place.network), None)
        places = (Place(network.name, room.name.lower()) for room in network.rooms) if network else ()
        return tuple(self.settings.joined_place(p) for p in places if memory.present(p, moment.person.id) is not None)

    def _items(self, questions: list[Question], moment: Command) -> str:
        say = self.phrases.say
        return " · ".join(
            say(
                "commands.open_item",
                q.key,
                number=str(q.number),
                age=span(moment.at - q.asked_at),
                asker=q.asker.name,
                question=shorten(q.text, QUOTE),
            )
            for q in questions
        )

    def _solved(self, moment: Command, memory: View) -> Proposal:
        question = self._meant(moment, memory, lambda q: q.status is not Status.SOLVED)
        if isinstance(question, Proposal):
            return question
        proposal = self._say("solved", moment, number=str(question.number))
        return replace(proposal, effect=Closed(question.key, moment.person))

    def _reopen(self, moment: Command, memory: View) -> Proposal:
        question = self._meant(moment, memory, lambda q: q.status in (Status.SOLVED, Status.ANSWERED, Status.WITHDRAWN))
        if isinstance(question, Proposal):
            return question
        proposal = self._say("reopened", moment, number=str(question.number))
        return replace(proposal, effect=Reopened(question.key, moment.person))

    def _meant(self, moment: Command, memory: View, fits: Callable[[Question], bool]) -> Question | Proposal:
        """The question that somebody may close or reopen: their own, or one they helped with; else why not."""
        number = moment.args.lstrip("#")
        number = number if number.isdecimal() else ""  # "solved that" means no other than "solved"
        candidates = [q for room in self._rooms(moment, memory) for q in memory.questions(room) if fits(q)]
        mine = [q for q in candidates if self._may(q, moment.person)]
        if not number:
            return mine[-1] if mine else self._say("no_question", moment)
        named = next((q for q in mine if str(q.number) == number), None)
        return named or self._say("not_yours", moment, number=shorten(number, QUOTE))

    def _may(self, question: Question, person: Person) -> bool:
        helpers = (question.answered_by, *(call.person for call in question.calls))
        return any(p is not None and same_person(p, person) for p in (question.asker, *helpers))

    def _why(self, moment: Command, memory: View) -> Proposal:
        """Why the last line was said here, or why the last one was not."""
        since = moment.at - LOOK_BACK
        talk = ("command", "small talk", "too_fast", "welcome")
        said = next((s for s in memory.said(room=moment.room, since=since) if s.kind not in talk), None)
        kept_back = next(iter(memory.withheld(moment.room, since)), None)
        if said is not None and (kept_back is None or said.at >= kept_back.at):
            entry = f"{said.entry}: " if said.entry else ""
            return self._say("why", moment, text=shorten(said.text, QUOTE), reason=f"{entry}{said.why}")
        if kept_back is not None:
            return self._say("why_withheld", moment, rule=kept_back.withheld)
        return self._say("why_nothing", moment)

    # --- how much the bot says ---

    def _quiet(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        if moment.place.closed:
            return self._say("room_only", moment)
        if not self._runs_room(moment):
            return self._say("not_allowed_quiet", moment)
        length = seconds(moment.args) if moment.args else QUIET_FOR
        if length is None or length <= 0:
            return self._say("quiet_how", moment)
        length = min(length, QUIET_AT_MOST)
        quiet = Quiet(moment.room, moment.at + length, moment.person.name, "quiet")
        return replace(self._say("quiet", moment, length=span(length)), changes=(Put(quiet),))

    def _speak(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        if moment.place.closed:
            return self._say("room_only", moment)
        if not self._runs_room(moment):
            return self._say("not_allowed_quiet", moment)
        undone = tuple(Drop(Quiet, f"{moment.room}|{reason}") for reason in ("quiet", "meeting"))
        return replace(self._say("speak", moment), changes=undone)

    def _runs_room(self, moment: Command) -> bool:
        """Any op, voiced person or registered expert (product 3), known by more than a nick."""
        expert = self.directory.expert(moment.person)
        vouched = expert is not None and _vouched(expert.identities, moment.person)
        return moment.standing is not Standing.NONE or vouched or self._maintains(moment.person)

    def _optout(self, moment: Command, memory: View) -> Proposal:
        marks = tuple(Put(Mark("optout", memory.hash(identity), moment.at)) for identity in _identities(moment.person))
        return replace(self._say("optout", moment), changes=marks)

    def _optin(self, moment: Command, memory: View) -> Proposal:
        undone = tuple(Drop(Mark, f"optout:{memory.hash(identity)}") for identity in _identities(moment.person))
        return replace(self._say("optin", moment), changes=undone)

    # --- maintainers ---

    def _status(self, moment: Command, memory: View) -> Proposal:
        if not self._maintains(moment.person):
            return self._say("not_allowed", moment)
        rooms = {self.settings.joined_place(Place(n.name, room.name.lower())) for n in self.settings.networks for room in n.rooms}
        waiting = sum(1 for room in rooms for q in memory.questions(room) if q.status in OPEN)
        first = self._say(
            "status",
            moment,
            entries=str(self.entries),
            open=str(waiting),
            said=str(memory.counter("said")),
            lost=str(memory.counter("lines lost")),
            mode=str(self.settings.mode_of(moment.place)),
        )
        return self._with_troubles(first, [self._trouble(*one, moment) for one in absences(self.settings, memory)], moment)

    def _with_troubles(self, first: Proposal, troubles: list[str], moment: Command) -> Proposal:
        """One line for each place where we should be and are not: in private, because a server's words are none for a room."""
        if not troubles:
            return first
        private = Place(moment.person.network, moment.person.id, direct=True)
        rest = self.phrases.say("commands.status_rest", f"{moment.at}", count=str(len(troubles)))
        after = "" if moment.place.direct else rest
        lines = (Words(line, to=moment.person, place=private) for line in troubles[:TROUBLES])
        return replace(first, words=(replace(first.words[0], after=after), *lines))

    def _trouble(self, where: str, trouble: Trouble | None, moment: Command) -> str:
        if trouble is None:
            return self.phrases.say("commands.status_waiting", where, where=where)
        age, why = span(moment.at - trouble.since), shorten(trouble.why, REASON)
        return self.phrases.say("commands.status_trouble", where, where=where, age=age, why=why)

    def _reload(self, moment: Command, memory: View) -> Proposal:  # noqa: ARG002
        if not self._maintains(moment.person):
            return self._say("not_allowed", moment)
        return replace(self._say("reload", moment), actions=(Reload(moment.place, moment.person),))

    def _maintains(self, person: Person) -> bool:
        """By account, MXID or hostmask as bot.yaml names them: never because of a nick alone."""
        return _vouched(self.settings.maintainers, person)


def _vouched(identities: Iterable[Identity], person: Person) -> bool:
    """Whether one of these is that person by what their network vouches for: a nick gives no rights."""
    return any(identity.nick is None and identity.is_person(person) for identity in identities)


def _identities(person: Person) -> tuple[str, ...]:
    """Account and nick: an opt-out holds before and after logging in."""
    return tuple(dict.fromkeys((person.identity, f"{person.network}:{person.id}")))


def build(section: Mapping[str, Any], settings: Settings, knowledge: Knowledge) -> Commands:
    """The plugin from its own section of bot.yaml."""
    prefix = str(section.get("prefix", "!"))
    return Commands(knowledge.phrases, Directory.of(knowledge), settings, len(knowledge.entries), prefix)
