"""Records what real servers send, for tests/adapters/irc/corpus.txt: `python -m tests.servers.record > tests/adapters/irc/corpus.txt`.

One busy session on InspIRCd with services and one on ngIRCd, seen by a client called `helper` that asks for all the capabilities
that the adapter uses. People and channels are made up; times, addresses and message ids are replaced, so that a new recording
differs only where the servers do.
"""

import base64
import re
import sys
from collections.abc import Callable

from bot.adapters.irc.register import WANTED
from tests.servers.ircd import Inspircd, Ngircd, RawIrc

CHANNEL = "#rdo"
SECRET = "long-secret"
SAME = (  # what differs from run to run, and what is written instead
    (re.compile(r"time=[^; ]+"), "time=2026-11-24T14:00:00.000Z"),
    (re.compile(r"msgid=[^; ]+"), "msgid=001~1795528800~17"),
    (re.compile(r"\b1[789]\d{8}\b"), "1795528800"),
    (re.compile(r"(fence|asks)\d+"), r"\1"),
    (re.compile(r"127\.0\.0\.1"), "host.example.org"),
    (re.compile(r"\d\d:\d\d:\d\d"), "14:00:00"),
    (re.compile(r"(?<=created )14:00:00 .*|(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* \w+ \d+ \d+"), "Tue Nov 24 2026"),
)


def talk(people: list[RawIrc], port: int) -> None:
    """What happens in a channel: people, words, modes, nicks, kicks, and all that is answered to us."""
    ann, bob, helper = people

    def does(person: RawIrc, *lines: str | bytes) -> None:
        person.send(*lines)
        for one in (person, helper):
            one.fence()

    for person in people:
        person.join(CHANNEL)
    does(
        ann,
        f"MODE {CHANNEL} +ovo bob bob helper",
        f"MODE {CHANNEL} +mnt",
        f"TOPIC {CHANNEL} :questions about packages",
        f"MODE {CHANNEL} -m",
    )
    for text in ("hi all", "is there a repo for gazpacho?", "helper: what does slurp mean", "\x02bold\x02 \x0304red\x03", "grüße 👩‍🚀"):
        does(ann, f"PRIVMSG {CHANNEL} :{text}")
    does(ann, f"PRIVMSG {CHANNEL} :\x01ACTION waves\x01", "PRIVMSG helper :\x01VERSION\x01", f"NOTICE {CHANNEL} :a notice")
    does(ann, f"PRIVMSG @{CHANNEL} :for ops", f"PRIVMSG {CHANNEL} :gr".encode() + b"\xfc\xdfe", f"@+typing=active TAGMSG {CHANNEL}")
    does(helper, f"MODE {CHANNEL}", f"WHO {CHANNEL}", f"WHO {CHANNEL} %tcuhnfar,735", f"NAMES {CHANNEL}", "WHOIS ann", "MODE helper +B")
    does(
        helper,
        f"PRIVMSG {CHANNEL} :ann: yes",
        "PRIVMSG nobody :hello?",
        "JOIN #closed",
        "MONITOR + ann,gone",
        "NICK ann",
        "NICK #",
        "NOSUCH",
    )
    does(helper, f"@label=l1;+draft/reply=x PRIVMSG {CHANNEL} :labelled", "@label=l2 PRIVMSG nobody :lost", "CAP REQ :nothing-like-this")
    does(
        bob, "AWAY :lunch", "AWAY", "SETNAME :Bob B.", "NICK bobby", f"PRIVMSG NickServ :IDENTIFY bob {SECRET}", "PRIVMSG NickServ :LOGOUT"
    )
    does(ann, f"INVITE helper {CHANNEL}", f"KICK {CHANNEL} bobby :behave", f"MODE {CHANNEL} +b *!*@bad.example.org", f"MODE {CHANNEL} b")
    with RawIrc(port, "carol") as carol:
        carol.join(CHANNEL)
        does(carol, f"PRIVMSG {CHANNEL} :morning")
        carol.send("QUIT :irc.one.example.org irc.two.example.org")
        helper.expect("QUIT", timeout=5.0)
    does(ann, "OPER oper oper", "SETHOST new.example.org", f"PART {CHANNEL} :bye", f"SAPART helper {CHANNEL}", "SANICK helper renamed")


def offered(port: int) -> tuple[str, ...]:
    """Of the capabilities that the adapter uses, those that a server has."""
    with RawIrc(port, "asks") as asks:
        asks.send("CAP LS 302")
        names = {word.partition("=")[0] for word in asks.expect(" LS ").split(" LS ")[1].lstrip(":").split()}
    return tuple(name for name in WANTED if name in names)


def session(port: int, before: Callable[[list[RawIrc]], None]) -> list[str]:
    """The lines that `helper` gets, from its first to its last."""
    caps = offered(port)
    with RawIrc(port, "ann", caps=caps) as ann, RawIrc(port, "bob") as bob, RawIrc(port, "helper", caps=caps) as helper:
        ann.send("JOIN #closed", "MODE #closed +i")
        ann.fence()
        helper.send("CAP LS 302")
        before([ann, bob, helper])
        talk([ann, bob, helper], port)
        helper.send("QUIT :done")
        helper.lines(0.5)
        return [line for line in helper.log if line != "<EOF>"]


def log_in(people: list[RawIrc]) -> None:
    """Ann through NickServ, we by SASL: at the second try."""
    ann, _, helper = people
    ann.send(f"PRIVMSG NickServ :IDENTIFY ann {SECRET}")
    ann.expect(" 900 ")
    for password in ("wrong", SECRET):
        helper.send("CAP REQ :sasl", "AUTHENTICATE PLAIN")
        helper.expect("AUTHENTICATE")
        secret = f"bob\0bob\0{password}".encode()
        helper.send(f"AUTHENTICATE {base64.b64encode(secret).decode()}")
        helper.expect(" 903 ", " 904 ")


def main() -> None:
    lines: list[str] = []
    with Inspircd(services=True) as server:
        for nick in ("ann", "bob"):
            server.register_account(nick, SECRET)
        lines += session(server.port, log_in)
    with Ngircd() as plain:
        lines += session(plain.port, lambda _: None)
    for pattern, same in SAME:
        lines = [pattern.sub(same, line) for line in lines]
    sys.stdout.buffer.write("\n".join([*dict.fromkeys(lines), ""]).encode("utf-8", "surrogateescape"))


if __name__ == "__main__":
    main()
