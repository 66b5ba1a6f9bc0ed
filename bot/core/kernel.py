"""One event through the steps: guard, ear, talk, plugins, referee. The result is a Turn: changes, actions, the trail.

Synchronous and deterministic: the same events, memory and knowledge give the same Turns, byte for byte. Changes are
made in memory as they are decided; the shell commits them together with the actions before anything is sent.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.actions import Action, Verify
from bot.core.afterwards import Afterwards
from bot.core.directory import Directory
from bot.core.ear import Ear, Heard
from bot.core.events import (
    Deed,
    Delivered,
    Edited,
    Event,
    Healed,
    Joined,
    Message,
    Moved,
    Named,
    Present,
    Reached,
    Reacted,
    Removed,
    Renamed,
    Tick,
    Typing,
    Undelivered,
    Unreadable,
)
from bot.core.guard import Guard, Presence, presence, seen
from bot.core.knowledge import Knowledge
from bot.core.life import Life
from bot.core.memory import Memory
from bot.core.moments import Command, Daily, Moment, TooFast, Unread
from bot.core.moving import moved
from bot.core.notes import Fault, Notes
from bot.core.observed import FORGETTING, forgotten, goes_on_as
from bot.core.pace import Pace, pace
from bot.core.plugin import Plugin, Reason
from bot.core.records import DAY, DRAFTS, REPORT_KEPT, Change, Counter, Position, Read, Reported
from bot.core.referee import Referee
from bot.core.reports import Reports
from bot.core.roster import Roster
from bot.core.settings import MatrixNetwork, Settings
from bot.core.stage import Stage
from bot.core.talk import Talk
from bot.core.waiting import Waiting

DEFAULT_PREFIX = "!"
INVITE_AFTER = 120.0  # seconds after a question was solved: thanks have been said, and the asker is still here
LINES_COUNTED = 100  # lines of a room that a crash may leave uncounted: counting each would cost a write for each


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one event has caused."""

    event: Event
    changes: tuple[Change, ...] = ()
    actions: tuple[Action, ...] = ()
    reasons: tuple[Reason, ...] = ()
    faults: tuple[Fault, ...] = ()


class Kernel:
    """The steps, wired together once. It keeps nothing between events: all state is in Memory."""

    def __init__(self, settings: Settings, knowledge: Knowledge, plugins: Iterable[Plugin]) -> None:
        self.settings = settings
        self.knowledge = knowledge
        self.plugins = tuple(plugins)
        self.commands = {spec.name: spec for plugin in self.plugins for spec in plugin.commands}
        owners = {spec.name: plugin for plugin in self.plugins for spec in plugin.commands}
        # Networks that are read again from the last position after a crash: what had consequences must not have them twice.
        self.replayed = frozenset(network.name for network in settings.networks if isinstance(network, MatrixNetwork))
        life = Life(settings.timing, _invite_after(settings))
        self.guard = Guard(settings)
        self.ear = Ear(_prefix(settings), self.commands)
        self.reports = Reports.of(knowledge)
        self.talk = Talk.of(settings, Roster(Directory.of(knowledge)), life, self.reports)
        self.waiting = Waiting(settings, life)
        self.afterwards = Afterwards(settings, self.ear, life, self.talk.asking, self.reports)
        self.stage = Stage(self.plugins, owners, Referee(settings), self.waiting, settings.limits)

    def handle(self, event: Event, memory: Memory) -> Turn:
        """Think about one event. Never raises for what people write."""
        memory.now = max(memory.now, event.at)
        notes = Notes(memory, event if isinstance(event, Message) else None)
        if isinstance(event, Deed) and event.id and memory.was_read(event.place.network, event.id):
            notes.why("kernel", "read before a crash, with all its consequences")
            return Turn(event, reasons=tuple(notes.reasons))
        for moment in self._moments(event, notes):
            self.stage.hear(moment, notes)
        if isinstance(event, Deed) and event.id and notes.changes and event.place.network in self.replayed:
            notes.put(Read(event.place.network, event.id, event.at))
        self._count_lines(notes)
        return Turn(event, tuple(notes.changes), tuple(notes.actions), tuple(notes.reasons), tuple(notes.faults))

    def until(self, at: float, memory: Memory) -> Iterator[Turn]:
        """Let time pass up to `at`: one Tick for each thing that falls due on the way."""
        while (due := memory.next_due()) is not None and due <= at:
            yield self.handle(Tick(max(due, memory.now)), memory)
        memory.now = max(memory.now, at)

    def _moments(self, event: Event, notes: Notes) -> Iterator[Moment]:
        if isinstance(event, Message):
            yield from self._message(event, notes)
        elif isinstance(event, Edited | Removed | Reacted):
            yield from self._afterwards(event, notes)
        elif isinstance(event, Tick):
            yield from self.waiting.due(event.at, notes)  # first: a question that expires is moved and counted there
            for drop in tuple(notes.memory.expired(event.at)):
                notes.change(drop)
            if event.daily:
                yield from self._daily(event.at, notes)
        elif isinstance(event, Presence):
            event = self.guard.marked(event)
            presence(event, notes, self._joined(event))
            yield from self._came(event, notes)
        elif isinstance(event, Unreadable):
            if self.guard.unread(event, notes):
                yield Unread(event.at, event.place, self.settings.joined_place(event.place), event.sender)
        else:
            self._told(event, notes)

    def _daily(self, at: float, notes: Notes) -> Iterator[Moment]:
        """Once a day: who reported what is forgotten in time, reports that an edit has settled go, and the control room hears."""
        if notes.memory.counter(DRAFTS) < self.reports.highest:  # somebody wrote drafts at the prompt: one row of numbers
            notes.put(Counter(DRAFTS, self.reports.highest))
        for report in tuple(notes.memory.reports()):
            if report.version != self.reports.versions.get(report.entry, ""):
                notes.drop(Reported, report.key)
                continue
            if not report.number:  # from before reports had numbers
                report = replace(report, number=notes.count(DRAFTS))
                notes.put(report)
            if report.by and at - report.at >= REPORT_KEPT:
                notes.put(replace(report, by=""))
        today = int(at // DAY)
        if self.settings.control_room is not None and notes.memory.counter("day") != today:
            notes.put(Counter("day", today))
            yield Daily(at, self.settings.control_room)

    def _count_lines(self, notes: Notes) -> None:
        """Lines of rooms are counted durably with whatever else is written, or by the hundred."""
        for room, lines in tuple(notes.memory.lines.items()):
            if notes.changes or lines >= LINES_COUNTED:
                del notes.memory.lines[room]
                notes.tally("lines", room, notes.memory.now, lines)

    def _told(self, event: Typing | Moved | Named | Delivered | Undelivered | Reached, notes: Notes) -> None:
        """What changes what we know, and means nothing to anybody by itself."""
        match event:
            case Typing():
                notes.memory.passing(event.place).typists = dict.fromkeys(event.people, event.at)
            case Named():
                notes.memory.names[event.network] = (event.name, *event.also)
                notes.memory.troubles.pop((event.network, ""), None)  # a network that calls us something has let us in
            case Moved():
                moved(event, self.settings, notes)
            case Delivered():
                self.waiting.delivered(event, notes)
            case Undelivered():
                self.waiting.undelivered(event, notes)
            case Reached():
                self._reached(event, notes)

    def _reached(self, event: Reached, notes: Notes) -> None:
        """The position is stored, and what was read on the way to it need not be remembered one by one any more."""
        if notes.memory.position(event.network) != event.position:
            notes.put(Position(event.network, event.position))
        for key in notes.memory.read_on(event.network):
            notes.drop(Read, key)

    def _joined(self, event: Presence) -> tuple[str, ...]:
        """The joined places that a renamed person may have spoken in: kept under the name of another network's room."""
        network = event.new.network if isinstance(event, Renamed) else ""
        return tuple(group[0].key for group in self.settings.same_room if any(place.network == network for place in group))

    def _came(self, event: Presence, notes: Notes) -> Iterator[Moment]:
        if isinstance(event, Renamed):
            self.waiting.renamed(event, notes)
            if event.old != event.new:  # they may be known now as who they are: logged in, or under their own nick again
                goes_on_as(event.old, event.new, self._joined(event), notes.memory)
                for place in notes.memory.whereabouts(event.new):
                    yield from self.waiting.came(place, (event.new,), event.at, notes)
        elif isinstance(event, Joined | Healed | Present):
            people = (event.person,) if isinstance(event, Joined) else event.people
            yield from self.waiting.came(event.place, people, event.at, notes)
            if isinstance(event, Present):
                self.waiting.resumed(event.place, event.at, notes)
                self.guard.bridges.looks_again(event.place, notes.memory)

    def _afterwards(self, event: Edited | Removed | Reacted, notes: Notes) -> Iterator[Moment]:
        """What happens to lines that were said before."""
        if isinstance(event, Removed):
            self.afterwards.removed(event, notes)
        elif self.guard.heeds(event, notes):
            if isinstance(event, Reacted):
                yield from self._signed(event, notes)
                return
            self.guard.bridges.edited(event, notes.memory)
            if (line := self.afterwards.edited(event, notes)) is not None:
                yield from self._heard(self.ear.hear(line, notes.memory), notes)

    def _signed(self, event: Reacted, notes: Notes) -> Iterator[Moment]:
        """A sign may stand for a command."""
        order = self.afterwards.reacted(event, notes)
        if order is not None and order[0] in self.commands:
            room, known = self.settings.joined_place(event.place), tuple(self.commands.values())
            yield Command(event.at, event.place, room, event.sender, *order, known=known)

    def _message(self, event: Message, notes: Notes) -> Iterator[Moment]:
        message = self.guard.admits(event, notes)
        if message is None:
            self.talk.over_a_bridge(notes)
            return
        heard = self.ear.hear(message, notes.memory)
        if not message.place.closed and not message.vouched and not self.settings.for_reports(message.place):
            notes.memory.lines[self.settings.joined_place(message.place)] += 1
        if heard.unknown and not message.place.direct:
            seen(message, notes.memory, room=self.settings.joined_place(message.place))
            notes.why("ear", f"{heard.command!r} is a command of somebody else")
        elif (heard.to_us or heard.command) and not message.vouched and (how := self._pace(message, notes)) is not Pace.FINE:
            seen(message, notes.memory, room=self.settings.joined_place(message.place))
            if how is Pace.HINT:
                yield TooFast(message.at, message.place, self.settings.joined_place(message.place), message.sender)
        else:
            yield from self._heard(heard, notes)

    def _pace(self, message: Message, notes: Notes) -> Pace:
        how = pace(notes.memory, message.sender.identity, message.at, self.settings.limits.commands_per_minute)
        if how is not Pace.FINE:
            notes.why("ear", "more lines a minute than limits.commands_per_minute")
        return how

    def _heard(self, heard: Heard, notes: Notes) -> Iterator[Moment]:
        message, spec = heard.message, self.commands.get(heard.command)
        if spec and spec.asks and heard.args:  # `ask QUESTION` is the same as putting the question to us
            yield from self.talk.hear(replace(heard, text=heard.args, to_us=True), notes)
        elif not heard.command:
            yield from self.talk.hear(heard, notes)
        elif self.talk.late(message):
            notes.why("ear", "a command read too late")
        elif spec is not None and self.guard.bridges.waits_for_own(message, spec.privileged):
            self.guard.bridges.forget(message, notes.memory)
            notes.why("ear", "a command over a bridge: it is obeyed where it is said, by whoever the network vouches for")
        elif spec is not None and spec.privileged and self._unknown(message):
            seen(message, notes.memory, room=self.settings.joined_place(message.place))
            notes.why("ear", "a command that needs rights: the network is asked who this is")
            notes.actions.append(Verify(message))
        else:
            if not message.vouched:  # else it was seen before; and an account counts for one line, presence would keep it (product 10.24)
                seen(message, notes.memory, room=self.settings.joined_place(message.place))
            if heard.command in FORGETTING:
                forgotten(message.sender, notes.memory)
            room, known = self.settings.joined_place(message.place), tuple(self.commands.values())
            order, reply = (heard.command, heard.args, message.standing, known), message.reply_to
            yield Command(message.at, message.place, room, message.sender, *order, reply_to=reply)

    def _unknown(self, message: Message) -> bool:
        """Whether a network could say more about the sender than the line does. Of people behind a bridge it knows nothing."""
        return message.sender.account is None and not message.vouched and not message.sender.relayed


def _section(settings: Settings, plugin: str) -> Mapping[str, Any] | None:
    return next((section for name, section in settings.plugins if name == plugin), None)


def _prefix(settings: Settings) -> str:
    return str((_section(settings, "commands") or {}).get("prefix", DEFAULT_PREFIX))


def _invite_after(settings: Settings) -> float | None:
    """None where the plugin `followup` is off: nobody is invited to anything."""
    section = _section(settings, "followup")
    return None if section is None else float(section.get("invite_after", INVITE_AFTER))
