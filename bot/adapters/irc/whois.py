"""Who is behind a nick, asked anew for one line of theirs (product 10.24): for networks that put no account on a line.

The account is what services report: the name in 330, or the nick itself in 307 ("has identified for this nick"). It counts only
when the nick is still with whoever said the line: the same user@host, and nobody seen to leave, or to take or lose the nick,
since. Whom we share no channel with we do not see go; then user@host alone must do.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace

from bot.adapters.irc.out import Out, UnsafeError, line
from bot.adapters.irc.state import State, logged_in
from bot.adapters.irc.tokens import Line, param
from bot.core.events import Message

WHOISUSER, END_OF_WHOIS, WHOISACCOUNT, WHOISREGNICK = "311", "318", "330", "307"
MOVED = 2_000  # nicks whose last change of hands is kept: more than change in the seconds that an answer takes


@dataclass(slots=True)
class Asked:
    """One question on its way, and what is known so far. What came before 311 was said to somebody else's question."""

    message: Message
    host: str | None = None
    named: str | None = None  # 330
    registered: bool = False  # 307


class Whois:
    """One question at a time, on one connection. Times are the bot's clock, in seconds."""

    def __init__(self) -> None:
        self._asked: Asked | None = None
        self._moved: OrderedDict[str, float] = OrderedDict()  # folded nick -> when its holder went or changed

    def ask(self, message: Message, state: State, out: Out) -> None:
        """Ask about the sender; the answer comes in `out.vouched`, at once where every line says all there is to know."""
        self._asked = None
        try:
            asking = line("WHOIS", message.sender.name)
        except UnsafeError:  # nothing that a server would let anybody be called
            out.vouched = vouched(message, None)
            return
        if "account-tag" in state.caps:
            out.vouched = vouched(message, message.sender.account)
        else:
            self._asked = Asked(message)
            out.later.append(asking)

    def heard(self, reply: Line, state: State, at: float, out: Out) -> None:
        """One line of the server's."""
        if reply.command in ("QUIT", "NICK", "PART", "KICK"):
            self._note(reply, state, at)
        asked = self._asked
        if asked is None or state.casefold(param(reply, 1)) != asked.message.sender.id:
            return
        if reply.command == WHOISUSER:
            asked.host, asked.named, asked.registered = f"{param(reply, 2)}@{param(reply, 3)}", None, False
        elif reply.command == WHOISACCOUNT and len(reply.params) > 3:
            asked.named = param(reply, 2)
        elif reply.command == WHOISREGNICK:
            asked.registered = True
        elif reply.command == END_OF_WHOIS:
            self._asked = None
            out.vouched = vouched(asked.message, self._account(asked))

    def _note(self, reply: Line, state: State, at: float) -> None:
        """Remember that a nick is not, or not surely, with the same person any more."""
        nicks = [param(reply, 1)] if reply.command == "KICK" else [reply.hostmask.nickname] if reply.source else []
        if reply.command == "NICK":
            nicks.append(param(reply, 0))
        for nick in map(state.casefold, nicks):
            self._moved.pop(nick, None)
            self._moved[nick] = at
        while len(self._moved) > MOVED:
            self._moved.popitem(last=False)

    def _account(self, asked: Asked) -> str | None:
        sender = asked.message.sender
        if asked.host is None or asked.host != sender.host or self._moved.get(sender.id, -1.0) >= asked.message.at:
            return None
        if asked.named is not None:
            return logged_in(asked.named)
        return sender.name if asked.registered else None


def vouched(message: Message, account: str | None) -> Message:
    """The message with what the network says of its sender."""
    return replace(message, sender=replace(message.sender, account=account), vouched=True)
