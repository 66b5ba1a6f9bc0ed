"""`patience init`: ask the few things a bot.yaml must know, and write one that `check` accepts.

Nothing is written before the last answer is in: whoever stops half-way leaves nothing behind.
"""

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.console import FINE, WRONG_USE, command
from bot.cli.desk import at_terminal
from bot.cli.interview import Answers, Desk, confirmed, interview
from bot.files import OPEN_MODE, replace_file
from bot.load.form import SHIPPED

if TYPE_CHECKING:
    from bot.cli.console import Subparsers

SECRET_MODE = 0o600  # of a bot.yaml with a password in it
VARIABLES = {"password": "IRC_PASSWORD", "matrix_password": "MATRIX_PASSWORD"}  # where a password comes from that was not given


def add(subparsers: "Subparsers") -> None:
    parser = command(
        subparsers, "init", "ask the few things it must know and write a bot.yaml", "patience init --config /etc/patience/bot.yaml"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    return write_settings(Path(args.config), at_terminal())


def write_settings(target: Path, desk: Desk) -> int:
    """Interview, then write; the exit code. An existing file is replaced only after a yes."""
    folder = target.absolute().parent
    if not folder.is_dir():
        desk.tell(f"{target}: there is no folder {folder} (make it first)")
        return WRONG_USE
    try:
        if target.exists() and not confirmed(desk, f"{target} exists. Replace it? yes or no"):
            desk.tell("Nothing was changed.")
            return WRONG_USE
        answers = interview(desk, folder)
    except (EOFError, KeyboardInterrupt):
        desk.tell("\nNothing was written.")
        return WRONG_USE
    try:
        replace_file(target, render(answers, folder), SECRET_MODE if any(map(answers.get, VARIABLES)) else OPEN_MODE)
    except OSError as fault:
        desk.tell(f"{target}: cannot be written: {fault.strerror}")
        return WRONG_USE
    for key, variable in VARIABLES.items():
        if answers.get(key) == "":
            desk.tell(f"Set {variable} in the environment before you go on.")
    desk.tell(f"Wrote {target}. Next: patience check, then patience chat to try it, patience run to start it.")
    return FINE


def render(answers: Answers, folder: Path) -> str:
    """The text of a bot.yaml for these answers, to stand in `folder`."""
    knowledge = "knowledge" if (folder / "knowledge" / "faq").is_dir() else str(SHIPPED)
    maintainer, networks = _KINDS[answers["kind"]]
    return _TEXT.format(
        name=_quoted(answers["name"]),
        owner=_quoted(answers["owner"]),
        mode=answers["mode"],
        knowledge=_quoted(knowledge),
        maintainer=maintainer,
        networks="\n".join(network(answers) for network in networks),
    )


def _quoted(text: str) -> str:
    """The text in YAML's double quotes, which are those of JSON; `${` would be taken for a reference."""
    return json.dumps(text.replace("${", "$${"), ensure_ascii=False)


def _list(texts: list[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _terminal(answers: Answers) -> str:
    return f"""\
  - name: terminal
    kind: terminal
    rooms: {_list(answers["rooms"])}
"""


def _irc(answers: Answers) -> str:
    return f"""\
  - name: irc                          # your own short name for the network; other settings refer to it
    kind: irc
    host: {_quoted(answers["host"])}
    port: {answers["port"]}
    tls: {_tls(answers)}
    login: {_login(answers)}
    rooms: {_list(answers["rooms"])}
    bots: []                           # names that are bots but do not say so
"""


def _tls(answers: Answers) -> str:
    if not answers["tls"]:
        return "false                         # anybody on the way can read the connection"
    files = {"certificate": answers.get("certificate"), "key": answers.get("certificate_key")}
    return _flow({"verify": True, **{key: value for key, value in files.items() if value}})


def _login(answers: Answers) -> str:
    if answers["method"] in ("none", "sasl-external"):
        return _flow({"method": answers["method"]})
    password = _password(answers, "password")
    start = _flow({"method": answers["method"], "account": answers["account"]})
    return f"{start[:-1]}, password: {password}}}"


def _password(answers: Answers, key: str) -> str:
    return _quoted(answers[key]) if answers[key] else f'"${{{VARIABLES[key]}}}"'


def _matrix(answers: Answers) -> str:
    return f"""\
  - name: matrix                       # your own short name for the network; other settings refer to it
    kind: matrix
    homeserver: {_quoted(answers["homeserver"])}
    user: {_quoted(answers["user"])}
    password: {_password(answers, "matrix_password")}
    rooms: {_list(answers["matrix_rooms"])}
    bots: []                           # names that are bots but do not say so
    invites: {{from: {_list(answers["invites"])}}}    # whose invitations it follows
"""


def _flow(data: dict[str, Any]) -> str:
    return f"{{{', '.join(f'{key}: {_quoted(value) if isinstance(value, str) else json.dumps(value)}' for key, value in data.items())}}}"


_ON_IRC, _ON_MATRIX = "{network: irc, account: YOUR_ACCOUNT}", '{network: matrix, id: "@YOU:example.org"}'
_KINDS: Mapping[str, tuple[str, tuple[Callable[[Answers], str], ...]]] = {  # an example of maintainers, and what is written
    "irc": (_ON_IRC, (_irc,)),
    "matrix": (_ON_MATRIX, (_matrix,)),
    "both": (f"{_ON_IRC}, {_ON_MATRIX}", (_irc, _matrix)),
    "terminal": ('{network: terminal, hostmask: "YOUR_NICK!*@*"}', (_terminal,)),
}

_TEXT = """\
# Settings of Patience, written by `patience init`. Check them with `patience check`.
# The bot.yaml that comes with the program documents every key; what is absent here has the value that stands there.
# Texts may contain ${{NAME}} (an environment variable), ${{NAME:-default}} or ${{file:/path}}: passwords belong there.

name: {name}
owner: {owner}
mode: {mode}                           # listen: never speak | asked: only when spoken to | gentle: the full behaviour
knowledge: {knowledge}
store: sqlite:///var/patience.db       # what it must remember

# Who may use the maintainers' commands.
# maintainers: [{maintainer}]

networks:
{networks}
timing: {{settle: 90s, hello: 3m, answer: 2m, route: 10m, frustrated: 3m, next_expert: 30m, keep: 48h, max_age: 15m}}
limits: {{lines: 2, bytes: 350, unprompted_per_hour: 6, commands_per_minute: 12}}

plugins:                               # present is on, in the order of asking
  commands: {{prefix: "!"}}
  faq: {{}}
  experts: {{max_calls: 3, per_day: 2}}
  greeting: {{}}
"""
