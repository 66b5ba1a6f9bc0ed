"""Who is in which channel, as one server has told us: ircstates, with its weak points guarded.

ircstates is handed only the commands that it must know. It raises on many odd lines and leaves its state half changed; then
`feed` says which channels can no longer be believed, and the caller asks for NAMES. Its ISUPPORT reader stops at the first bad
token and never ends at a value with a backslash as its last character; tokens are therefore given one by one, without it.
"""

from ircstates.names import Name
from ircstates.server import Server
from ircstates.user import User

from bot.adapters.irc.names import DEFAULT, fold
from bot.adapters.irc.tokens import Line, param
from bot.core.people import Person, Place, Standing

# What changes people, channels or ourselves. MOTD, topics and bans are not our business and would only cost memory;
# 900 is left out because ircstates then calls us what the mask in it says, which before the welcome is often `*`.
KNOWN = frozenset("001 311 324 329 352 353 354 396 NICK JOIN PART KICK QUIT MODE CHGHOST ACCOUNT AWAY SETNAME PRIVMSG NOTICE".split())
SENSITIVE = frozenset("353 NICK JOIN PART KICK QUIT MODE".split())  # when one of these is lost, lists of people are wrong
WHOX_NICK, WHOX_FLAGS = 6, 7  # parameters of 354 as ircstates asks for it
WHO_NICK, WHO_FLAGS = 5, 6  # parameters of 352
NO_ACCOUNT = frozenset({None, "", "*", "0"})
LONGEST_USER, LONGEST_HOST = 10, 63  # bytes, where the server has not said ours yet


def logged_in(account: str | None) -> str | None:
    """An account as a server writes it; None for its ways to write that somebody is not logged in."""
    return None if account in NO_ACCOUNT else account


class Member(User):
    """Somebody in one of our channels."""

    bot: bool = False  # mode +B, as WHO or a `bot` tag shows it


class State(Server):
    """One connection's view. `people` and `rooms` are by folded name."""

    def __init__(self, network: str) -> None:
        super().__init__(network)
        self.network = network
        self.mapping = DEFAULT
        self.bot_flag = ""  # of BOT= in ISUPPORT
        self.caps: set[str] = set()  # acknowledged capabilities, kept by register.py
        self._listed: dict[str, set[str]] = {}  # channel -> nicks seen in the NAMES reply that is coming in

    # --- names ---

    def casefold(self, s1: str) -> str:  # type: ignore[explicit-override]  # typing.override: 3.12
        return fold(s1, self.mapping)

    def create_user(self, nickname: Name) -> User:  # type: ignore[explicit-override]
        return Member(nickname)

    def room_of(self, target: str) -> str | None:
        """The folded channel that a target means, STATUSMSG prefixes taken off; None when it is no channel."""
        bare = target[len(self.status_of(target)) :]
        return self.casefold(bare) if bare and bare[0] in self.isupport.chantypes else None

    def status_of(self, target: str) -> str:
        """The STATUSMSG prefixes of a target: only those with that standing in the channel read it."""
        if target[:1] in self.isupport.chantypes:
            return ""
        return target[: len(target) - len(target.lstrip("".join(self.isupport.statusmsg)))]

    def place(self, room: str, status: str = "") -> Place:
        return Place(self.network, room, status=status)

    def shown(self, name: str) -> str:
        """A folded channel or nick as it is written, where that is known."""
        if name in self.channels:
            return str(self.channels[name].name)
        return str(self.users[name].nickname) if name in self.users else name

    def source_prefix(self) -> str:
        """What the server puts before our lines when it passes them on; the longest possible where it is not known."""
        user = self.username or "x" * LONGEST_USER
        return f":{self.nickname}!{user}@{self.hostname or 'x' * LONGEST_HOST} "

    # --- people ---

    def person(self, nick: str) -> Person:
        """Somebody as the state knows them. Accounts and absences count only where the server keeps them true."""
        user = self.users.get(self.casefold(nick))
        if user is None:
            return Person(self.network, self.casefold(nick), nick)
        account = logged_in(user.account) if "account-notify" in self.caps else None
        bot, away = isinstance(user, Member) and user.bot, "away-notify" in self.caps and user.away is not None
        return Person(self.network, user.nickname_lower, user.nickname, account, user.userhost(), bot, away)

    def speaker(self, line: Line) -> Person:
        """The sender of a line. With account-tag the tag alone decides: no tag, no account. The line must have a source."""
        mask = line.hostmask
        known = self.person(mask.nickname)
        tags = line.tags or {}
        account = logged_in(tags.get("account")) or (None if "account-tag" in self.caps else known.account)
        host = f"{mask.username}@{mask.hostname}" if mask.username and mask.hostname else known.host
        bot = known.bot or bool({"bot", "draft/bot", "inspircd.org/bot"} & tags.keys())
        return Person(self.network, known.id, mask.nickname, account, host, bot, known.away)

    def people(self, room: str) -> tuple[Person, ...]:
        channel = self.channels.get(room)
        return tuple(self.person(nick) for nick in sorted(channel.users)) if channel else ()

    def rooms_with(self, nick: str) -> tuple[str, ...]:
        """Our channels that somebody is in."""
        user = self.users.get(self.casefold(nick))
        return tuple(sorted(room for room in user.channels if room in self.channels)) if user else ()

    def standing(self, room: str, nick: str) -> Standing:
        """Operator from the mode `o` upwards, voice for everything below it."""
        channel = self.channels.get(room)
        member = channel.users.get(self.casefold(nick)) if channel else None
        if member is None or not member.modes:
            return Standing.NONE
        order = self.isupport.prefix.modes
        operators = order[: order.index("o") + 1] if "o" in order else []
        return Standing.OP if any(mode in operators for mode in member.modes) else Standing.VOICE

    # --- lines ---

    def feed(self, line: Line) -> tuple[str, ...]:
        """Take one line in. Returns the channels whose list of people is now in doubt; never raises."""
        if line.command == "005":
            self._isupport(line)
            return ()
        if line.command == "366":
            self._end_of_names(self.casefold(param(line, 1)))
            return ()
        if line.command not in KNOWN:
            return ()
        doubtful = self._concerned(line) if line.command in SENSITIVE else ()
        try:
            self.parse_tokens(line)
            self._note(line)
        except Exception:  # noqa: BLE001 -- ircstates raises whatever it stumbles over; the remedy is the same for all: ask again
            return tuple(room for room in doubtful if room in self.channels)
        return ()

    def _concerned(self, line: Line) -> tuple[str, ...]:
        """The channels that a line is about; all of them for a line that names none."""
        named = tuple(room for room in map(self.casefold, line.params) if room in self.channels)
        return named or tuple(self.channels)

    def _note(self, line: Line) -> None:
        """What ircstates does not keep: who is in a NAMES reply, and who is marked as a bot."""
        if line.command == "353":
            listed = self._listed.setdefault(self.casefold(line.params[2]), set())
            listed.update(
                self.casefold(word.lstrip("".join(self.isupport.prefix.prefixes)).split("!")[0]) for word in line.params[3].split()
            )
        elif line.command in ("352", "354") and self.bot_flag:
            nick, flags = (WHO_NICK, WHO_FLAGS) if line.command == "352" else (WHOX_NICK, WHOX_FLAGS)
            user = self.users.get(self.casefold(param(line, nick)))
            if isinstance(user, Member):
                user.bot = self.bot_flag in param(line, flags)

    def _end_of_names(self, room: str) -> None:
        """A NAMES reply is complete: who is not in it is not in the channel."""
        listed, channel = self._listed.pop(room, None), self.channels.get(room)
        if listed is None or channel is None:
            return
        for nick in set(channel.users) - listed:
            del channel.users[nick]
            user = self.users.get(nick)
            if user is not None:
                user.channels.discard(room)
                if not user.channels:
                    del self.users[nick]

    def _isupport(self, line: Line) -> None:
        """Read 005, token by token; a bad one is left out (modern.ircdocs.horse, RPL_ISUPPORT)."""
        for token in line.params[1:-1]:
            name, _, value = token.rstrip("\\").partition("=")
            if name == "CASEMAPPING":
                self.mapping = value.lower() or DEFAULT
            elif name == "BOT":
                self.bot_flag = value[:1]
            else:
                try:
                    self.isupport.from_tokens([f"{name}={value}" if "=" in token else name])
                except (ValueError, KeyError, IndexError):
                    continue
        self.nickname_lower = self.casefold(self.nickname)
