"""InspIRCd with TLS and services, ngIRCd, and `RawIrc`: the other user, who shares no code with what is tested."""

import asyncio
import os
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from tests.servers.common import LOOPBACK, START, Pki, Server, free_port, program

MODULES = """
cap ircv3 ircv3_accounttag ircv3_batch ircv3_capnotify ircv3_chghost ircv3_ctctags ircv3_echomessage ircv3_invitenotify
ircv3_labeledresponse ircv3_msgid ircv3_servertime monitor setname botmode namesx uhnames chanhistory spanningtree
services_account sasl hidechans chghost svshold cban globops topiclock mlock banexception inviteexception nicklock
sajoin sakick sanick sapart samode saquit sethost stripcolor blockcolor muteban messageflood joinflood callerid deaf
noctcp nonotice sslinfo regex_glob
"""

# No DNS, no ident, no fake lag: these decide how fast and how steady the tests are. `defaultmodes` needs the "o", or nobody is operator.
INSPIRCD = """
<server name="{host}" description="test" id="{sid}" network="testnet">
<admin name="a" email="a@example.org" nick="a">
<path configdir="{dir}" datadir="{dir}" logdir="{dir}" moduledir="{modules}">
<pid file="{dir}/inspircd.pid">
<bind address="127.0.0.1" port="{port}" type="clients">
<bind address="127.0.0.1" port="{link_port}" type="servers">
<dns server="127.0.0.1" timeout="1" enabled="no">
<connect name="main" allow="*" resolvehostnames="no" useident="no" timeout="10" registertimeout="10s" pingfreq="{pingfreq}"
  hardsendq="1M" softsendq="512K" recvq="{recvq}" threshold="{threshold}" commandrate="{commandrate}" fakelag="{fakelag}"
  localmax="5000" globalmax="5000" maxconnwarn="no" limit="5000" modes="+i">
<performance softlimit="4096" somaxconn="128" quietbursts="yes">
<security announceinvites="none" hidesplits="no" hidebans="no" maxtargets="20" flatlinks="no" userstats="Pu">
<options prefixquit="" suffixquit="" casemapping="{casemapping}" syntaxhints="no" splitwhois="no" defaultmodes="not" hostintopic="yes">
<limits maxnick="30" maxchan="64" maxmodes="20" maxident="10" maxhost="64" maxquit="255" maxtopic="307" maxkick="255" maxreal="128"
  maxaway="200">
<class name="NetAdmin" commands="*" privs="*" usermodes="*" chanmodes="*">
<type name="NetAdmin" classes="NetAdmin">
<oper name="oper" password="oper" host="*@*" type="NetAdmin">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="{dir}/ircd.log">
<uline server="services.test" silent="yes">
<link name="services.test" ipaddr="127.0.0.1" port="{link_port}" allowmask="*" sendpass="linkpass" recvpass="linkpass">
<sasl requiressl="no" target="services.test">
<chanhistory maxlines="50" prefixmsg="yes" bots="{histbots}" sendtobots="{histbots}">
"""
INSPIRCD_TLS = """
<module name="ssl_gnutls">
<sslprofile name="clients" provider="gnutls" certfile="{cert}" keyfile="{key}" cafile="{ca}" hash="sha256" requestclientcert="yes">
<bind address="127.0.0.1" port="{port}" type="clients" sslprofile="clients">
"""
INSPIRCD_LINK = '<link name="{name}" ipaddr="127.0.0.1" port="{port}" allowmask="*" timeout="5s" sendpass="linkpass" recvpass="linkpass">\n'


@dataclass(frozen=True, slots=True)
class InspircdOptions:
    """What tests vary. The flood limits are off by default; their real values are threshold 10, commandrate 1000, fakelag on."""

    host: str = "irc.test"
    sid: str = "001"
    casemapping: str = "rfc1459"  # or ascii
    pingfreq: str = "120s"
    threshold: int = 1000
    commandrate: int = 100_000
    fakelag: str = "no"
    recvq: str = "64K"  # 8K by default
    histbots: str = "yes"  # whether +H channels replay to clients with mode +B
    links: tuple[tuple[str, int], ...] = ()  # name and link port of other servers
    without: tuple[str, ...] = ()  # modules left out
    extra: str = ""  # more configuration, such as modules


class Inspircd(Server):
    """InspIRCd 3: plain on `port`, TLS on `tls_port` when a Pki is given, with Atheme when `services`."""

    def __init__(
        self, pki: Pki | None = None, *, services: bool = False, options: InspircdOptions = InspircdOptions(), folder: Path | None = None
    ) -> None:
        super().__init__("inspircd", folder)
        self.pki, self.options = pki, options
        self.link_port, self.tls_port = free_port(), free_port()
        self.services = Atheme(self) if services else None

    @override
    def argv(self) -> list[str]:
        return [program("inspircd", "inspircd"), "--runasroot", "--nofork", "--config", str(self.dir / "inspircd.conf")]

    @override
    def write_config(self) -> None:
        options = self.options
        values = {name: getattr(options, name) for name in ("host", "sid", "casemapping", "pingfreq", "threshold", "commandrate")}
        text = INSPIRCD.format(
            **values,
            fakelag=options.fakelag,
            recvq=options.recvq,
            histbots=options.histbots,
            dir=self.dir,
            modules=_module_folder(),
            port=self.port,
            link_port=self.link_port,
        )
        text += "".join(f'<module name="{name}">\n' for name in MODULES.split() if name not in options.without)
        text += "".join(INSPIRCD_LINK.format(name=name, port=port) for name, port in options.links)
        if self.pki is not None:
            text += INSPIRCD_TLS.format(cert=self.pki.cert, key=self.pki.key, ca=self.pki.ca, port=self.tls_port)
        (self.dir / "inspircd.conf").write_text(text + options.extra)

    @override
    def start(self) -> None:
        """Also starts the services, or waits until those that outlived the server are linked again."""
        super().start()
        if self.services is not None and self.services.process is None:
            self.services.start()
        elif self.services is not None:
            self.services.wait_ready()

    @override
    def stop(self) -> None:
        if self.services is not None:
            self.services.stop()
        super().stop()

    def stop_services(self) -> None:
        """End them; returns when the server offers no SASL any more. Told to, because it misses the end of a link that just spoke."""
        assert self.services is not None  # asked for by whoever calls this
        with RawIrc(self.port, f"probe{free_port()}") as probe:
            self.services.stop()
            probe.send("OPER oper oper", "SQUIT services.test", "CAP LS 302")
            while "sasl" in probe.expect(" LS "):
                probe.lines(0.1)  # no CAP DEL comes
                probe.send("CAP LS 302")

    def register_account(self, nick: str, password: str) -> None:
        """An account at the services, named like the nick, with nobody logged in afterwards."""
        with RawIrc(self.port, nick) as person:
            person.send(f"PRIVMSG NickServ :REGISTER {password} {nick}@example.org")
            person.expect(" 900 ", "is now registered", "has been registered")

    def certify_account(self, nick: str, password: str, fingerprint: str) -> None:
        """Let a client certificate (SHA-256 of its DER form, hexadecimal) log in to the account."""
        with RawIrc(self.port, nick + "-c") as person:
            person.send(f"PRIVMSG NickServ :IDENTIFY {nick} {password}")
            person.expect(" 900 ")
            person.send(f"PRIVMSG NickServ :CERT ADD {fingerprint}")
            person.expect("Added fingerprint", "fingerprint")


def _module_folder() -> str:
    """Where the distribution keeps InspIRCd's modules."""
    places = [Path("/usr/lib/inspircd/modules"), *Path("/usr/lib").glob("*/inspircd"), *Path("/usr/lib").glob("*/inspircd/modules")]
    return str(next((place for place in places if place.is_dir()), places[0]))


ATHEME_MODULES = """
protocol/inspircd backend/opensex crypto/pbkdf2v2 nickserv/main nickserv/register nickserv/identify nickserv/cert
nickserv/group nickserv/ghost nickserv/regain nickserv/release nickserv/enforce nickserv/info nickserv/logout
nickserv/set_core nickserv/set_enforce nickserv/set_password nickserv/drop saslserv/main saslserv/plain
saslserv/external chanserv/main chanserv/register chanserv/op chanserv/flags chanserv/invite chanserv/akick
chanserv/kick operserv/main operserv/kill
"""
ATHEME = """
crypto {{ pbkdf2v2_rounds = 1000; }};
serverinfo {{ name = "services.test"; desc = "services"; numeric = "00A"; recontime = 1; netname = "testnet"; hidehostsuffix = "users.test";
 adminname = "a"; adminemail = "a@example.org"; registeremail = "a@example.org"; mta = "/bin/true"; loglevel = {{ all; }};
 maxlogins = 0; maxusers = 0; mdlimit = 100; emaillimit = 100; emailtime = 1; auth = none; casemapping = {casemapping}; }};
uplink "{uplink}" {{ host = "127.0.0.1"; port = {port}; send_password = "linkpass"; receive_password = "linkpass"; }};
nickserv {{ nick = "NickServ"; user = "NickServ"; host = "services.test"; real = "ns"; enforce_expire = 0; }};
chanserv {{ nick = "ChanServ"; user = "ChanServ"; host = "services.test"; real = "cs"; }};
saslserv {{ nick = "SaslServ"; user = "SaslServ"; host = "services.test"; real = "ss"; }};
operserv {{ nick = "OperServ"; user = "OperServ"; host = "services.test"; real = "os"; }};
general {{ commit_interval = 5; default_clone_limit = 0; flood_msgs = 0; ratelimit_uses = 0; expiry_time = 0; secure = no; }};
"""


class Atheme(Server):
    """Services linked to one Inspircd. Only `stop` saves the accounts; `kill` loses those of the last minutes."""

    def __init__(self, ircd: Inspircd) -> None:
        super().__init__("atheme", ircd.dir / "atheme")
        self.ircd = ircd

    @override
    def argv(self) -> list[str]:
        here = str(self.dir)
        files = ["-c", f"{here}/atheme.conf", "-l", f"{here}/atheme.log", "-p", f"{here}/atheme.pid", "-D", here]
        return [program("atheme-services", "atheme-services"), "-n", *files]

    @override
    def write_config(self) -> None:
        mapping = "ascii" if self.ircd.options.casemapping == "ascii" else "rfc1459"
        text = "".join(f'loadmodule "modules/{name}";\n' for name in ATHEME_MODULES.split())
        text += ATHEME.format(casemapping=mapping, uplink=self.ircd.options.host, port=self.ircd.link_port)
        (self.dir / "atheme.conf").write_text(text)
        (self.dir / "services.db").touch()

    @override
    def wait_ready(self) -> None:
        """Ready is when NickServ answers, not when the process runs."""
        deadline = time.monotonic() + START
        with RawIrc(self.ircd.port, f"probe{free_port()}") as probe:
            while time.monotonic() < deadline:
                if self.process is None or self.process.poll() is not None:
                    raise RuntimeError("Atheme ended: " + (self.dir / "stdout.log").read_text(errors="replace")[-2000:])
                probe.send("PRIVMSG NickServ@services.test :INFO nosuchnick")
                if any(" NOTICE " in line and "NickServ" in line for line in probe.lines(0.15)):
                    return
        raise TimeoutError("Atheme did not link: " + (self.dir / "atheme.log").read_text(errors="replace")[-1500:])


NGIRCD = """[Global]
Name = {host}
Info = test
AdminInfo1 = a
AdminEMail = a@example.org
Listen = 127.0.0.1
Ports = {port}
MotdPhrase = hi
PidFile = {dir}/ngircd.pid
[Limits]
PingTimeout = {ping}
PongTimeout = {pong}
MaxConnections = 0
MaxConnectionsIP = 0
MaxNickLength = 30
MaxPenaltyTime = 0
[Options]
DNS = no
Ident = no
PAM = no
SyslogFacility = local1
[Operator]
Name = oper
Password = oper
"""
NGIRCD_TLS = """[SSL]
CertFile = {cert}
KeyFile = {key}
Ports = {port}
"""
NOBODY = 65534


class Ngircd(Server):
    """ngIRCd: no accounts, no tags, CASEMAPPING=ascii, and the one server here that ends a line at a bare CR."""

    def __init__(self, pki: Pki | None = None, *, ping: int = 120, pong: int = 20, folder: Path | None = None) -> None:
        super().__init__("ngircd", folder)
        self.pki, self.ping, self.pong = pki, ping, pong
        self.tls_port = free_port()
        if os.geteuid() == 0:
            self.user = NOBODY  # started as such: a process that drops its privileges later no longer dies with its parent
            self.dir.chmod(0o755)
            os.chown(self.dir, NOBODY, NOBODY)

    @override
    def argv(self) -> list[str]:
        return [program("ngircd", "ngircd"), "--nodaemon", "--config", str(self.dir / "ngircd.conf")]

    @override
    def write_config(self) -> None:
        text = NGIRCD.format(host="ng.test", port=self.port, dir=self.dir, ping=self.ping, pong=self.pong)
        if self.pki is not None:
            text += NGIRCD_TLS.format(cert=self.pki.cert, key=self.pki.key, port=self.tls_port)
        (self.dir / "ngircd.conf").write_text(text)


def ident(nick: str) -> str:
    """A user name that servers accept for it."""
    return "".join(char for char in nick if char.isalnum())[:9] or "u"


class RawIrc:
    """A tiny blocking client: the other user. In a test that runs the bot on the same loop, use `await peer.hears(…)`.

    `log` holds every line received (bytes that are not UTF-8 as surrogates); "<EOF>" stands for the end of the connection.
    """

    def __init__(
        self, port: int, nick: str, *, caps: Sequence[str] = (), tls: ssl.SSLContext | None = None, password: str | None = None
    ) -> None:
        plain = socket.create_connection((LOOPBACK, port), 5)
        self.socket = tls.wrap_socket(plain, server_hostname="localhost") if tls else plain
        self.nick = nick
        self.log: list[str] = []
        self.position = 0  # lines of `log` that `expect` has passed
        self._rest = b""
        if caps:
            self.send("CAP REQ :" + " ".join(caps))
        if password:
            self.send(f"PASS {password}")
        self.send(f"NICK {nick}", f"USER {ident(nick)} 0 * :{nick}")
        if caps:
            self.send("CAP END")
        try:
            self.expect(" 376 ", " 422 ", timeout=START)
        except BaseException:
            self.close()
            raise

    def send(self, *lines: str | bytes) -> None:
        """Write lines as they are; give bytes for what is not UTF-8."""
        for line in lines:
            raw = line.encode("utf-8", "surrogateescape") if isinstance(line, str) else line
            self.socket.sendall(raw + b"\r\n")

    def join(self, channel: str) -> None:
        self.send(f"JOIN {channel}")
        self.expect(" 366 ")

    def say(self, target: str, text: str) -> None:
        self.send(f"PRIVMSG {target} :{text}")

    def _read(self, seconds: float) -> list[str]:
        self.socket.settimeout(seconds)
        try:
            data = self.socket.recv(65536)
        except TimeoutError:
            return []
        except OSError:
            data = b""
        *full, self._rest = (self._rest + data).split(b"\n") if data else (self._rest, b"")
        lines = [raw.rstrip(b"\r").decode("utf-8", "surrogateescape") for raw in full if raw] + ([] if data else ["<EOF>"])
        for line in lines:
            if line.startswith("PING "):
                self.send("PONG " + line[5:])
        lines = [line for line in lines if not line.startswith("PING ")]
        self.log += lines
        return lines

    def lines(self, timeout: float = 0.3) -> list[str]:
        """What arrives within that time: for what must NOT come. Counts as passed."""
        found: list[str] = []
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0 and "<EOF>" not in found:
            found += self._read(left)
        self.position = len(self.log)
        return found

    def expect(self, *parts: str, timeout: float = 5.0) -> str:
        """The next line that holds one of the parts. Raises EOFError or TimeoutError with the last lines."""
        deadline = time.monotonic() + timeout
        while True:
            while self.position < len(self.log):
                line = self.log[self.position]
                self.position += 1
                if any(part in line for part in parts):
                    return line
                if line == "<EOF>":
                    raise EOFError(f"{self.nick}: the server hung up before any of {parts}: {self.log[-15:]}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.nick}: none of {parts} in {self.log[-15:]}")
            self._read(0.05)

    async def hears(self, *parts: str, timeout: float = 5.0) -> str:
        """`expect`, without holding up the event loop."""
        return await asyncio.to_thread(self.expect, *parts, timeout=timeout)

    def fence(self) -> list[str]:
        """Everything that the server sent before now, not yet passed by `expect`: for what must NOT have come."""
        start = self.position
        mark = f"fence{free_port()}"
        self.send(f"PING {mark}")
        self.expect(mark)
        return self.log[start : self.position - 1]

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> "RawIrc":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
