"""bot.yaml: what it becomes, and a table of everything that can be wrong with it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Identity, Place
from bot.core.settings import Bridge, Invites, IrcNetwork, Limits, Login, MatrixNetwork, Mode, Pace, Room, TerminalNetwork, Timing, Tls
from bot.load import BadSettings, load_settings, refuse_mixed_terminal
from tests.folders import HEAD, TERMINAL, settings, settings_problems

WHOLE = """\
name: rdohelper
owner: "the #rdo channel operators"
mode: asked
locale: en
knowledge: knowledge
store: sqlite:///var/patience.db
control_room: {network: oftc, room: "#RDO-Helpers"}
maintainers: [{network: oftc, account: carol}, {network: oftc, hostmask: "carol!*@staff.example.org"}]
networks:
  - name: oftc
    kind: irc
    host: irc.oftc.net
    port: 6667
    tls: {verify: false, ca: ca.pem, certificate: my.pem, key: null, fingerprint: "AB:CD"}
    login: {method: nickserv, account: helper, password: "12345"}
    rooms: ["#rdo", {name: "#rdo-dev", mode: listen}, {name: "#x"}]
    bots: ["meetbot"]
    bridges: [{nick: "matrixrelay", pattern: '^<(?P<nick>[^>]+)> (?P<text>.*)$'}, {puppets: '^(?P<nick>.+)-m$'}]
    pace: {burst: 3, per_second: 0.5}
  - {name: plain, kind: irc, host: localhost, tls: false, rooms: []}
  - {name: terminal, kind: terminal, rooms: ["#rdo"]}
same_room:
  - [{network: oftc, room: "#rdo"}, {network: terminal, room: "#RDO"}]
timing: {settle: 1s, keep: 1d}
limits: {lines: 3}
""".replace("AB:CD", ":".join(["AB"] * 32))


def test_the_whole_file_becomes_values(tmp_path: Path) -> None:
    for name in ("ca.pem", "my.pem"):
        (tmp_path / name).touch()
    got = settings(tmp_path, WHOLE)
    assert got.networks == (
        IrcNetwork(
            name="oftc",
            host="irc.oftc.net",
            port=6667,
            tls=Tls(verify=False, ca=str(tmp_path / "ca.pem"), certificate=str(tmp_path / "my.pem"), fingerprint="ab" * 32),
            login=Login("nickserv", "helper", "12345"),
            rooms=(Room("#rdo"), Room("#rdo-dev", Mode.LISTEN), Room("#x"), Room("#RDO-Helpers", Mode.ASKED, reports=True)),
            bots=("meetbot",),
            bridges=(Bridge("matrixrelay", "^<(?P<nick>[^>]+)> (?P<text>.*)$"), Bridge(puppets="^(?P<nick>.+)-m$")),
            pace=Pace(3, 0.5),
        ),
        IrcNetwork(name="plain", host="localhost", tls=None),
        TerminalNetwork(name="terminal"),
    )
    assert (got.mode, got.timing, got.limits) == (Mode.ASKED, Timing(settle=1.0, keep=86_400.0), Limits(lines=3))
    assert got.control_room == Place("oftc", "#rdo-helpers")
    assert got.maintainers == (Identity("oftc", account="carol"), Identity("oftc", hostmask="carol!*@staff.example.org"))
    assert got.same_room == ((Place("oftc", "#rdo"), Place("terminal", "#rdo")),)
    assert (got.knowledge, got.store) == (str(tmp_path / "knowledge"), f"sqlite:///{tmp_path}/var/patience.db")


def test_a_control_room_that_is_one_of_the_rooms_stays_what_it_is(tmp_path: Path) -> None:
    got = settings(tmp_path, HEAD + TERMINAL + 'control_room: {network: terminal, room: "#RDO"}\n')
    assert got.networks == (TerminalNetwork("terminal"),)
    assert not got.for_reports(Place("terminal", "#rdo"))


def test_a_room_for_reports_is_known_as_such(tmp_path: Path) -> None:
    got = settings(tmp_path, HEAD + TERMINAL + 'control_room: {network: terminal, room: "#Ops"}\n')
    assert [got.for_reports(Place("terminal", room)) for room in ("#ops", "#rdo")] == [True, False]
    assert got.mode_of(Place("terminal", "#ops")) is Mode.ASKED


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    got = settings(tmp_path, HEAD + TERMINAL)
    assert (got.mode, got.timing, got.limits, got.plugins) == (Mode.GENTLE, Timing(), Limits(), ())


@pytest.mark.parametrize("store", ["sqlite://", "postgresql://me@host/db", "sqlite:////var/lib/x.db"])
def test_other_stores_stay_as_they_are(tmp_path: Path, store: str) -> None:
    assert settings(tmp_path, HEAD + TERMINAL + f"store: {store}\n").store == store


def test_settings_remember_where_they_stood(tmp_path: Path) -> None:
    got = settings(tmp_path, HEAD + TERMINAL)
    assert (got.file, got.lines["networks[0].kind"]) == (str(tmp_path / "bot.yaml"), 3)


def test_a_password_does_not_show_in_the_values(tmp_path: Path) -> None:
    for name in ("ca.pem", "my.pem"):
        (tmp_path / name).touch()
    assert "12345" not in repr(settings(tmp_path, WHOLE))


MATRIX = (
    "name: helper\nowner: ops\nnetworks:\n"
    '  - {name: m, kind: matrix, homeserver: "https://m.example.org", user: "@h:example.org", password: p, rooms: ["#r:example.org"]}\n'
)


def test_a_matrix_network_becomes_values(tmp_path: Path) -> None:
    more = (
        'device_id: D, encryption: false, withdraw: true, invites: {from: ["*:example.org"], max_rooms: 3}, pace: {burst: 2, per_second: 1}'
    )
    rooms = '["#R:example.org", {name: "!an-id", mode: asked}]'
    text = (
        MATRIX.replace("password: p", f"password: p, {more}")
        .replace('["#r:example.org"]', rooms)
        .replace('example.org", user', 'example.org/", user')
    )
    assert settings(tmp_path, text).networks == (
        MatrixNetwork(
            name="m",
            homeserver="https://m.example.org",
            user="@h:example.org",
            password="p",
            device_id="D",
            withdraw=True,
            rooms=(Room("#R:example.org"), Room("!an-id", Mode.ASKED)),
            invites=Invites(("*:example.org",), 3),
            pace=Pace(2, 1),
        ),
    )


def test_a_matrix_network_needs_little_and_keeps_its_secrets(tmp_path: Path) -> None:
    got = settings(tmp_path, MATRIX.replace("password: p", "access_token: s3cret"))
    assert "s3cret" not in repr(got)
    assert [network.pace for network in got.networks] == [Pace(burst=8, per_second=0.15)]


def irc(more: str) -> str:
    """Settings with one IRC network that has these lines besides name and kind; the first of them is line 6."""
    return HEAD + "networks:\n  - name: oftc\n    kind: irc\n" + "".join(f"    {line}\n" for line in more.splitlines())


OK = 'host: irc.oftc.net\nrooms: ["#rdo"]\n'

# What stands in the file, and all that is said about it.
BROKEN: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "",
        (
            "bot.yaml:1: name: is missing (the bot's nick on IRC, its display name on Matrix)",
            "bot.yaml:1: networks: is missing (where the bot talks)",
            "bot.yaml:1: owner: is missing (who runs the bot; shown by the command about and in the IRC realname)",
        ),
    ),
    ("- a\n", ("bot.yaml:1: must be a mapping (key: value), not a list",)),
    (HEAD + TERMINAL + "naem: x\n", ("bot.yaml:4: naem: unknown key 'naem' (did you mean 'name'?)",)),
    (HEAD + TERMINAL + "name: x\n", ("bot.yaml:4: name: stands here a second time (first in line 1)",)),
    (HEAD + TERMINAL + "web: {listen: 127.0.0.1:8008}\n", ("bot.yaml:4: web: not in this version yet (leave it out)",)),
    (
        HEAD + TERMINAL + "mode: gentel\n",
        ("bot.yaml:4: mode: must be one of listen, asked, gentle, not 'gentel' (did you mean 'gentle'?)",),
    ),
    (HEAD + TERMINAL + "locale: ../x\n", ("bot.yaml:4: locale: must be a language such as en, not '../x'",)),
    (HEAD + TERMINAL + "knowledge: nowhere\n", ("bot.yaml:4: knowledge: there is no folder nowhere",)),
    (
        HEAD + TERMINAL + "store: mysql://u:pw@h\n",
        (
            "bot.yaml:4: store: must be an address such as sqlite:///var/patience.db or postgresql://user@host/db, "
            "not what is written there",
        ),
    ),
    (
        "name: 9lives\n" + "owner: 1.10\n" + TERMINAL,
        (
            "bot.yaml:1: name: must be a nick: letters, digits, - and _, not starting with a digit, not '9lives'",
            'bot.yaml:2: owner: must be text, not 1.10 (put it in quotes: "1.10")',
        ),
    ),
    (
        'name: "x\\n"\nowner: "a\\nb"\n' + TERMINAL,
        (
            "bot.yaml:1: name: must be a nick: letters, digits, - and _, not starting with a digit, not 'x\\n'",
            "bot.yaml:2: owner: must be one line, not 'a\\nb'",
        ),
    ),
    (HEAD + "networks: []\n", ("bot.yaml:3: networks: must not be empty",)),
    (HEAD + "networks:\n", ("bot.yaml:3: networks: is empty (it must be a list)",)),
    (HEAD + "networks: terminal\n", ("bot.yaml:3: networks: must be a list, not 'terminal' (put it in brackets: ['terminal'])",)),
    (
        HEAD + "networks: [{name: x, kind: ircs}]\n",
        ("bot.yaml:3: networks[0].kind: must be one of irc, matrix, terminal, not 'ircs' (did you mean 'irc'?)",),
    ),
    (HEAD + "networks: [{kind: terminal}]\n", ("bot.yaml:3: networks[0].name: is missing (your own short name for the network)",)),
    (
        HEAD + "networks:\n  - {name: x, kind: terminal}\n  - {name: x, kind: terminal}\n",
        ("bot.yaml:5: networks[1].name: 'x' is the name of networks[0], too (each needs its own)",),
    ),
    (
        irc(""),
        (
            "bot.yaml:4: networks[0].host: is missing (name of the server, such as irc.oftc.net)",
            "bot.yaml:4: networks[0].rooms: is missing (rooms to be in: a name, or a name with its own mode)",
        ),
    ),
    (irc(OK + 'port: "6697"'), ("bot.yaml:8: networks[0].port: must be a whole number, not '6697' (leave out the quotes)",)),
    (irc(OK + "port: 70000"), ("bot.yaml:8: networks[0].port: must be at most 65535, not 70000",)),
    (irc(OK + "tls: {verify: yes}"), ("bot.yaml:8: networks[0].tls.verify: must be true or false, not 'yes'",)),
    (irc(OK + "tls: {ca: no.pem}"), ("bot.yaml:8: networks[0].tls.ca: there is no file no.pem",)),
    (irc(OK + "tls: {key: bot.yaml}"), ("bot.yaml:8: networks[0].tls.key: is never used without tls.certificate",)),
    (
        irc("host: x\nrooms: [rdo]"),
        ("bot.yaml:7: networks[0].rooms[0]: must start with # and have no spaces (in quotes: \"#rdo\"), not 'rdo'",),
    ),
    (
        irc('host: x\nrooms: ["#a b", 5]'),
        (
            "bot.yaml:7: networks[0].rooms[0]: must start with # and have no spaces (in quotes: \"#rdo\"), not '#a b'",
            'bot.yaml:7: networks[0].rooms[1]: must be text or a mapping (key: value), not 5 (put it in quotes: "5")',
        ),
    ),
    (irc('host: x\nrooms: ["#a", "#A"]'), ("bot.yaml:7: networks[0].rooms[1]: #a stands here twice",)),
    (irc("host: x\nrooms: [{mode: asked}]"), ("bot.yaml:7: networks[0].rooms[0].name: is missing (name of the room)",)),
    (
        irc("host: x\nrooms: [#rdo]\n"),
        ("bot.yaml:7: is not valid YAML: # starts a comment here (put a name that starts with # into quotes)",),
    ),
    (
        irc(OK + "login: {method: nickserv}"),
        (
            "bot.yaml:8: networks[0].login.account: is missing (login by nickserv needs it)",
            "bot.yaml:8: networks[0].login.password: is missing (login by nickserv needs it)",
        ),
    ),
    (
        irc(OK + "login: {method: sasl-plain, account: a, password: 12345}"),
        ("bot.yaml:8: networks[0].login.password: must be text, not what is written there (put it in quotes)",),
    ),
    (
        irc(OK + "login: {account: a}"),
        ("bot.yaml:8: networks[0].login.account: is never used (set method: nickserv or sasl-plain, or leave it out)",),
    ),
    (
        irc(OK + "login: {method: sasl-scram-sha-256, account: a}"),
        ("bot.yaml:8: networks[0].login.password: is missing (login by sasl-scram-sha-256 needs it)",),
    ),
    (
        irc(OK + "tls: {fingerprint: AB:CD}"),
        (
            "bot.yaml:8: networks[0].tls.fingerprint: must be the SHA-256 of the certificate: 64 hexadecimal digits, "
            "with or without colons, not 'AB:CD'",
        ),
    ),
    (
        irc(OK + "login: {method: sasl-external}"),
        ("bot.yaml:8: networks[0].login.method: sasl-external needs tls.certificate (the file with the client certificate)",),
    ),
    (
        irc(OK + "bridges: [{nick: relay, pattern: '<(.*)>'}]"),
        ("bot.yaml:8: networks[0].bridges[0].pattern: '<(.*)>' has no group (?P<nick>…) and no group (?P<text>…)",),
    ),
    (irc(OK + "bridges: [{puppets: '(.*)'}]"), ("bot.yaml:8: networks[0].bridges[0].puppets: '(.*)' has no group (?P<nick>…)",)),
    (irc(OK + "bridges: [{nick: relay}]"), ("bot.yaml:8: networks[0].bridges[0].pattern: is missing (nick needs it)",)),
    (
        irc(OK + "bridges: [{}]"),
        ("bot.yaml:8: networks[0].bridges[0]: names nobody (give nick and pattern of a relaying bot, or puppets)",),
    ),
    (
        irc(OK + "bridges: [{nick: relay, pattern: '(?P<nick>x'}]"),
        (
            "bot.yaml:8: networks[0].bridges[0].pattern: '(?P<nick>x' is no regular expression: "
            "missing ), unterminated subpattern at position 0",
        ),
    ),
    (
        irc(OK + "pace: {burst: 0, per_second: 0}"),
        (
            "bot.yaml:8: networks[0].pace.burst: must be at least 1, not 0",
            "bot.yaml:8: networks[0].pace.per_second: must be more than 0, not 0",
        ),
    ),
    (
        HEAD + TERMINAL + "timing: {settle: 90, hello: -2m, answer: 1x, keep: 9999999d}\n",
        (
            "bot.yaml:4: timing.answer: must be a duration: a number with a unit (ms s m h d w), such as \"90s\", not '1x'",
            "bot.yaml:4: timing.hello: must be a duration: a number with a unit (ms s m h d w), such as \"90s\", not '-2m'",
            "bot.yaml:4: timing.keep: must not be longer than ten years, not '9999999d'",
            'bot.yaml:4: timing.settle: must be a duration: a number with a unit (ms s m h d w), such as "90s"',
        ),
    ),
    (
        HEAD + TERMINAL + 'maintainers: [{network: terminal}, {network: x, account: a}, {network: terminal, id: "@a:b", account: b}]\n',
        (
            "bot.yaml:4: maintainers[0]: must have the network and exactly one of account, id and hostmask (a nick alone gives no rights)",
            "bot.yaml:4: maintainers[1].network: there is no network 'x' (networks: terminal)",
            "bot.yaml:4: maintainers[2]: must have the network and exactly one of account, id and hostmask (a nick alone gives no rights)",
        ),
    ),
    (
        HEAD + TERMINAL + "maintainers: [{network: terminal, hostmask: carol}, {network: terminal, id: carol}]\n",
        (
            "bot.yaml:4: maintainers[0].hostmask: must be a hostmask such as *!carol@host.example.org, not 'carol'",
            "bot.yaml:4: maintainers[1].id: must be a Matrix ID such as @carol:example.org, not 'carol'",
        ),
    ),
    (
        HEAD + TERMINAL + 'control_room: {network: x, room: "#a"}\n',
        ("bot.yaml:4: control_room.network: there is no network 'x' (networks: terminal)",),
    ),
    (
        HEAD + TERMINAL + "control_room: {network: terminal, room: ops}\n",
        ("bot.yaml:4: control_room.room: 'ops' is no room of terminal (such as \"#rdo-helpers\")",),
    ),
    (
        irc(OK) + 'same_room:\n  - [{network: oftc, room: "#rdo"}, {network: x, room: "#a"}]\n'
        '  - [{network: oftc, room: "#no"}, {network: oftc, room: "#rdo"}]\n',
        (
            "bot.yaml:9: same_room[0][1].network: there is no network 'x' (networks: oftc)",
            "bot.yaml:10: same_room[1][0].room: #no is not among the rooms of oftc (add it there)",
            "bot.yaml:10: same_room[1][1].room: #rdo stands in same_room twice",
        ),
    ),
    (HEAD + TERMINAL + 'same_room: [[{network: terminal, room: "#rdo"}]]\n', ("bot.yaml:4: same_room[0]: must have at least 2 of them",)),
    (
        HEAD
        + 'networks:\n  - {name: m, kind: matrix, homeserver: "http://m.example.org", user: "@h:example.org", rooms: ["#r:example.org"]}\n',
        (
            "bot.yaml:4: networks[0].homeserver: http:// is only for this machine itself (use https://)",
            "bot.yaml:4: networks[0].password: is missing (a password, or an access_token in its place)",
        ),
    ),
    (
        MATRIX.replace("password: p", "password: p, access_token: t"),
        ("bot.yaml:4: networks[0].access_token: is given beside a password (one of the two is enough)",),
    ),
    (
        MATRIX + "maintainers: [{network: m, account: carol}, {network: m, hostmask: 'c!*@*'}]\n",
        (
            'bot.yaml:5: maintainers[0].account: names nobody on m (use id: "@name:server")',
            'bot.yaml:5: maintainers[1].hostmask: names nobody on m (use id: "@name:server")',
        ),
    ),
    (
        HEAD + TERMINAL + "maintainers: [{network: terminal, id: '@c:example.org'}]\n",
        ("bot.yaml:4: maintainers[0].id: names nobody on terminal (use account, or hostmask where there are none)",),
    ),
    (
        MATRIX.replace('"#r:example.org"', '"r:example.org", "#", "#rdo"').replace(
            "password: p", "password: p, invites: {from: [example.org]}"
        ),
        (
            'bot.yaml:4: networks[0].invites.from[0]: must be a Matrix ID such as "@carol:example.org"',
            'bot.yaml:4: networks[0].rooms[0]: must be a Matrix room such as "#rdo:example.org" (in quotes)',
            'bot.yaml:4: networks[0].rooms[1]: must be a Matrix room such as "#rdo:example.org" (in quotes)',
            'bot.yaml:4: networks[0].rooms[2]: must be a Matrix room such as "#rdo:example.org" (in quotes)',
        ),
    ),
    (
        HEAD + TERMINAL + "maintainers: [{network: terminal, nick: a}]\n",
        ("bot.yaml:4: maintainers[0].nick: unknown key 'nick' (known here: network, account, id, hostmask)",),
    ),
    (HEAD + TERMINAL + "plugins: {faqs: {}}\n", ("bot.yaml:4: plugins.faqs: there is no plugin 'faqs'",)),
    (HEAD + TERMINAL + "plugins: {../x: {}}\n", ("bot.yaml:4: plugins.../x: there is no plugin '../x'",)),
    (HEAD + TERMINAL + "plugins: [faq]\n", ("bot.yaml:4: plugins: must be a mapping (key: value), not a list",)),
)


@pytest.mark.parametrize(("text", "expected"), BROKEN, ids=range(len(BROKEN)))
def test_everything_wrong_is_said_at_once_with_line_and_remedy(tmp_path: Path, text: str, expected: tuple[str, ...]) -> None:
    said = settings_problems(tmp_path, text)
    assert len(said) == len(expected)
    for sentence, start in zip(said, expected, strict=True):
        assert sentence.startswith(start)


def test_a_file_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(BadSettings, match=r"^no/bot\.yaml:1: there is no such file \(\"patience init\" writes one"):
        load_settings("no/bot.yaml", {})


def test_a_file_is_named_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text("")
    given_as = f"{tmp_path}/../{tmp_path.name}/bot.yaml"
    with pytest.raises(BadSettings) as caught:
        load_settings(given_as, {})
    assert {problem.file for problem in caught.value.problems} == {given_as}


def test_a_terminal_runs_alone(tmp_path: Path) -> None:
    assert refuse_mixed_terminal(settings(tmp_path, HEAD + TERMINAL)) == []


def test_a_terminal_beside_another_network_is_refused_where_it_stands(tmp_path: Path) -> None:
    text = HEAD + "networks:\n  - {name: a, kind: irc, host: h, rooms: []}\n  - {name: b, kind: terminal}\n"
    said = [str(problem) for problem in refuse_mixed_terminal(settings(tmp_path, text))]
    assert said == [f"{tmp_path}/bot.yaml:5: networks[1].kind: a terminal cannot run beside other networks (comment it out, or the others)"]


PIECES = st.sampled_from(
    [
        "name: x\n",
        "networks:\n",
        "  - ",
        "kind: irc\n",
        "kind: terminal\n",
        "    name: y\n",
        "rooms: ",
        '["#a"]\n',
        "[",
        "{",
        "}",
        "]\n",
        ": ",
        "null\n",
        "timing: {settle: 1s}\n",
        "same_room: ",
        "maintainers: ",
        "- [{network: y}]\n",
        "plugins: ",
        "login: {}\n",
        "5\n",
        "&a ",
        "*a\n",
        "${X}",
        "\t",
    ]
)


@given(text=st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_any_text_is_settings_or_problems(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    for line in settings_problems(folder, text.encode("utf-8", "replace").decode()):
        assert line.startswith("bot.yaml:")
