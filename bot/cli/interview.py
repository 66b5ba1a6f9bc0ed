"""The questions of `patience init`: a table, asked in order, each answer judged by the schema that judges bot.yaml."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.text import clean
from bot.load.form import check, schema
from bot.load.meaning import loopback
from bot.load.yaml_lines import Document, scalar

Answers = dict[str, Any]

YES, NO = ("yes", "y"), ("no", "n")
KINDS = ("irc", "matrix", "both", "terminal")
BY_PASSWORD = ("nickserv", "sasl-plain", "sasl-scram-sha-256")  # methods of login that need an account and a password


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask. `rules` is the schema of the answer; `default` and `when` look at the answers before it."""

    key: str
    text: str
    rules: Mapping[str, Any]
    default: Callable[[Answers], str | None]  # None: an answer is needed
    when: Callable[[Answers], bool] = lambda _: True
    value: Callable[[str], Any] = str
    secret: bool = False


Strange = Callable[[Question, Any, Answers], str]  # what no form can say of an answer, or ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where questions are put: each function shows a prompt and returns a line, or raises EOFError; `tell` shows what is wrong."""

    ask: Callable[[str], str]
    ask_secret: Callable[[str], str]
    tell: Callable[[str], None]


def interview(desk: Desk, folder: Path) -> Answers:
    """Ask everything that matters, each until its answer is right. Relative paths start at `folder`. Raises EOFError."""
    answers: Answers = {}
    for question in _questions():
        if question.when(answers):
            answers[question.key] = put(question, answers, desk, lambda q, value, before: _strange(q, value, before, folder))
    return answers


def confirmed(desk: Desk, text: str) -> bool:
    """Whether the answer is yes; anything else is no."""
    return desk.ask(f"{text} [no]: ").strip().lower() in YES


def put(question: Question, answers: Answers, desk: Desk, strange: Strange) -> Any:
    """Ask one question until its answer is right. Raises EOFError."""
    default = question.default(answers)
    prompt = f"{question.text}{f' [{default}]' if default else ''}: "
    while True:
        line = (desk.ask_secret if question.secret else desk.ask)(prompt)
        text = " ".join(clean(line).split()) if not question.secret else clean(line).strip()
        value = question.value(text or default or "")
        fault = _fault(question, value, default is None) or (strange(question, value, answers) if value not in ("", None) else "")
        if not fault:
            return value
        desk.tell(f"  {fault}")


def _fault(question: Question, value: Any, needed: bool) -> str:
    if value == "" and needed:
        return "an answer is needed here"
    if value in ("", None):
        return ""
    problems = check(Document("", value, {}, {}), question.rules, {}).problems
    return problems[0].text if problems else ""


def _strange(question: Question, value: Any, answers: Answers, folder: Path) -> str:
    """What no form can say."""
    if question.key in ("certificate", "certificate_key") and not (folder / value).is_file():
        return f"there is no file {folder / value}"
    if value == "sasl-external" and not answers["tls"]:
        return "sasl-external needs an encrypted connection (choose another, or start again)"
    if question.key == "homeserver" and value.startswith("http://") and not loopback(value):
        return "http:// is only for this machine itself (use https://)"
    return ""


def _questions() -> Iterator[Question]:
    top = schema("bot")["properties"]
    yield Question("name", "Name of the bot: its nick on IRC", top["name"], _always("helper"))
    yield Question("owner", "Who runs it, as people shall see it", top["owner"], lambda _: None)
    yield Question("kind", "Network: irc, matrix, both, or terminal to try it out", {"enum": list(KINDS)}, _always("irc"))
    yield from _about_irc()
    yield from _about_matrix()
    yield Question("mode", "How much it may say: listen, asked or gentle", top["mode"], _always("gentle"))


def _about_irc() -> Iterator[Question]:
    irc = schema("bot")["$defs"]["irc"]["properties"]
    login, tls = irc["login"]["properties"], irc["tls"]["properties"]
    yield Question("host", "Server", irc["host"], _always("irc.oftc.net"), _irc)
    yield Question(
        "tls", "Encrypt the connection: yes or no", {"type": "boolean", "errorMessage": "must be yes or no"}, _always("yes"), _irc, _truth
    )
    yield Question("port", "Port", irc["port"], lambda answers: "6697" if answers["tls"] else "6667", _irc, scalar)
    methods = login["method"]
    yield Question("method", f"Log in: {', '.join(methods['enum'])}", methods, _always("none"), _irc)
    yield Question("account", "Account", login["account"], lambda answers: str(answers["name"]), _by(*BY_PASSWORD))
    ask = "Password (empty: bot.yaml will take it from the environment variable IRC_PASSWORD)"
    yield Question("password", ask, login["password"], _always(""), _by(*BY_PASSWORD), secret=True)
    yield Question("certificate", "File with the client certificate", tls["certificate"], lambda _: None, _by("sasl-external"))
    yield Question("certificate_key", "File with its key (empty: the same file)", tls["key"], _always(""), _by("sasl-external"))
    yield Question("rooms", "Rooms, separated by spaces", {**irc["rooms"], "minItems": 1}, _always("#rdo"), _not_matrix_alone, words)


def _about_matrix() -> Iterator[Question]:
    matrix = schema("bot")["$defs"]["matrix"]["properties"]
    yield Question("user", "Matrix ID of the bot, such as @helper:example.org", matrix["user"], lambda _: None, _matrix)
    yield Question("homeserver", "Address of its homeserver", matrix["homeserver"], _usual_address, _matrix)
    ask = "Its password (empty: bot.yaml will take it from the environment variable MATRIX_PASSWORD)"
    yield Question("matrix_password", ask, matrix["password"], _always(""), _matrix, secret=True)
    ask = "Rooms on Matrix, separated by spaces, such as #rdo:example.org"
    yield Question("matrix_rooms", ask, {**matrix["rooms"], "minItems": 1}, lambda _: None, _matrix, words)
    ask = "Whose invitations it follows, separated by spaces, such as *:example.org (empty: nobody's)"
    yield Question("invites", ask, matrix["invites"]["properties"]["from"], _always(""), _matrix, words)


def _always(text: str) -> Callable[[Answers], str]:
    return lambda _: text


def _irc(answers: Answers) -> bool:
    return answers["kind"] in ("irc", "both")


def _matrix(answers: Answers) -> bool:
    return answers["kind"] in ("matrix", "both")


def _not_matrix_alone(answers: Answers) -> bool:
    return bool(answers["kind"] != "matrix")


def _usual_address(answers: Answers) -> str:
    """Where a server's homeserver mostly is; `check --online` tells when it is elsewhere."""
    server = str(answers["user"]).partition(":")[2]
    return f"https://{server}" if server.startswith("matrix.") else f"https://matrix.{server}"


def _by(*methods: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("method") in methods


def _truth(text: str) -> Any:
    word = text.lower()
    return True if word in YES else False if word in NO else text


def words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", text) if word]
