"""`patience init`: an interview with a list of answers, and the file it leaves, or does not."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.init import render, write_settings
from bot.cli.interview import Desk
from bot.core.settings import Invites, IrcNetwork, Login, MatrixNetwork, Mode, Room, Settings, TerminalNetwork, Tls
from bot.load import load_settings
from bot.load.form import SHIPPED

TERMINAL = ("", "the ops", "terminal", "", "")
IRC = ("helper", "the ops", "irc", "irc.example.org", "", "", "none", "#rdo", "asked")


MATRIX = ("", "ops", "matrix", "@h:example.org", "", "s3cret", "#r:example.org, !id", "*:example.org", "")
ON_MATRIX = MatrixNetwork(
    "matrix",
    "https://matrix.example.org",
    "@h:example.org",
    password="s3cret",
    rooms=(Room("#r:example.org"), Room("!id")),
    invites=Invites(("*:example.org",)),
)


class Counter:
    """Somebody who answers from a list and leaves when it ends, and what they were told."""

    def __init__(self, answers: Iterable[str], leaves_by: type[BaseException] = EOFError) -> None:
        self.answers = iter(answers)
        self.told: list[str] = []
        self.prompts: list[str] = []
        self.leaves_by = leaves_by

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        for answer in self.answers:
            return answer
        raise self.leaves_by

    @property
    def desk(self) -> Desk:
        return Desk(self.ask, self.ask, self.told.append)


def written(folder: Path, answers: Iterable[str], environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that the file of these answers gives; they load without problems."""
    counter = Counter(answers)
    assert write_settings(folder / "bot.yaml", counter.desk) == 0, counter.told
    return load_settings(folder / "bot.yaml", environ or {})


def networks(folder: Path, answers: Iterable[str], environ: Mapping[str, str] | None = None) -> tuple[object, ...]:
    return written(folder, answers, environ).networks


def test_defaults_are_taken_for_empty_answers(tmp_path: Path) -> None:
    got = written(tmp_path, TERMINAL)
    assert (got.name, got.owner, got.mode, got.networks) == ("helper", "the ops", Mode.GENTLE, (TerminalNetwork("terminal"),))
    assert got.knowledge == str(SHIPPED)


def test_an_irc_network_is_asked_for_what_it_needs(tmp_path: Path) -> None:
    got = written(tmp_path, IRC)
    assert got.networks == (IrcNetwork("irc", "irc.example.org", rooms=(Room("#rdo"),)),)
    assert got.mode is Mode.ASKED


def test_the_default_port_follows_the_encryption(tmp_path: Path) -> None:
    got = networks(tmp_path, ("", "ops", "", "h.example.org", "no", "", "", "#a, #b", ""))
    assert got == (IrcNetwork("irc", "h.example.org", 6667, None, rooms=(Room("#a"), Room("#b"))),)


def test_a_password_stays_between_the_owner_and_the_file(tmp_path: Path) -> None:
    got = networks(tmp_path, ("", "ops", "", "h.example.org", "", "", "sasl-plain", "me", ' p"${x} #1: ', "", ""))
    assert got == (IrcNetwork("irc", "h.example.org", login=Login("sasl-plain", "me", 'p"${x} #1:'), rooms=(Room("#rdo"),)),)
    assert (tmp_path / "bot.yaml").stat().st_mode & 0o777 == 0o600


def test_no_password_means_the_environment(tmp_path: Path) -> None:
    answers = ("", "ops", "", "h.example.org", "", "", "nickserv", "", "", "", "")
    got = networks(tmp_path, answers, {"IRC_PASSWORD": "123"})
    assert got == (IrcNetwork("irc", "h.example.org", login=Login("nickserv", "helper", "123"), rooms=(Room("#rdo"),)),)


def test_a_matrix_network_is_asked_for_what_it_needs(tmp_path: Path) -> None:
    assert networks(tmp_path, MATRIX) == (ON_MATRIX,)
    assert (tmp_path / "bot.yaml").stat().st_mode & 0o777 == 0o600


def test_both_networks_are_asked_for(tmp_path: Path) -> None:
    got = networks(tmp_path, ("", "ops", "both", "h.example.org", "", "", "none", "#r", *MATRIX[3:]))
    assert got == (IrcNetwork("irc", "h.example.org", rooms=(Room("#r"),)), ON_MATRIX)


def test_no_password_on_matrix_means_the_environment(tmp_path: Path) -> None:
    counter = Counter(("", "ops", "matrix", "@h:matrix.org", "", "", "#r:matrix.org", "", ""))
    assert write_settings(tmp_path / "bot.yaml", counter.desk) == 0
    assert counter.told[0] == "Set MATRIX_PASSWORD in the environment before you go on."
    got = load_settings(tmp_path / "bot.yaml", {"MATRIX_PASSWORD": "p"}).networks[0]
    assert got == MatrixNetwork("matrix", "https://matrix.org", "@h:matrix.org", password="p", rooms=(Room("#r:matrix.org"),))


@pytest.mark.parametrize(
    ("at", "wrong", "told"),
    [
        (3, "helper", "must be a Matrix ID such as @helper:example.org, not 'helper'"),
        (4, "http://example.org", "http:// is only for this machine itself (use https://)"),
        (4, "example.org", "must be an address such as https://matrix.example.org, not 'example.org'"),
        (6, "", "must not be empty"),
        (6, "#rdo", "must be a Matrix room such as \"#rdo:example.org\" (in quotes), not '#rdo'"),
        (7, "carol", 'must be a Matrix ID such as "@carol:example.org", with * for any run of characters ("*:example.org"), not \'carol\''),
    ],
)
def test_a_wrong_answer_about_matrix_is_explained_and_asked_again(tmp_path: Path, at: int, wrong: str, told: str) -> None:
    counter = Counter((*MATRIX[:at], wrong, *MATRIX[at:]))
    assert write_settings(tmp_path / "bot.yaml", counter.desk) == 0
    assert counter.told[0].strip() == told


def test_a_certificate_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "my.pem").touch()
    counter = Counter(("", "ops", "", "h.example.org", "", "", "sasl-external", "", "no.pem", "my.pem", "", "", ""))
    assert write_settings(tmp_path / "bot.yaml", counter.desk) == 0
    assert counter.told[:2] == ["  an answer is needed here", f"  there is no file {tmp_path}/no.pem"]
    got = load_settings(tmp_path / "bot.yaml", {}).networks[0]
    assert isinstance(got, IrcNetwork)
    assert (got.tls, got.login) == (Tls(certificate=str(tmp_path / "my.pem")), Login("sasl-external"))


@pytest.mark.parametrize(
    ("at", "wrong", "told"),
    [
        (0, "9lives", "must be a nick: letters, digits, - and _, not starting with a digit, not '9lives'"),
        (1, "", "an answer is needed here"),
        (2, "ircs", "must be one of irc, matrix, both, terminal, not 'ircs' (did you mean 'irc'?)"),
        (3, "http://x", "must be the name of a server, not 'http://x'"),
        (4, "maybe", "must be yes or no"),
        (5, "99999", "must be at most 65535, not 99999"),
        (5, "many", "must be a whole number, not 'many'"),
        (6, "sasl", "must be one of none, nickserv, sasl-plain, sasl-scram-sha-256, sasl-external, not 'sasl'"),
        (7, "rdo", "must start with # and have no spaces (in quotes: \"#rdo\"), not 'rdo'"),
        (7, " , ", "must not be empty"),
        (8, "loud", "must be one of listen, asked, gentle, not 'loud'"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path, at: int, wrong: str, told: str) -> None:
    counter = Counter((*IRC[:at], wrong, *IRC[at:]))
    assert write_settings(tmp_path / "bot.yaml", counter.desk) == 0
    assert counter.told[0].strip() == told


@pytest.mark.parametrize("leaves_by", [EOFError, KeyboardInterrupt])
@pytest.mark.parametrize("count", range(len(IRC)))
def test_who_leaves_half_way_leaves_nothing_behind(tmp_path: Path, leaves_by: type[BaseException], count: int) -> None:
    counter = Counter(IRC[:count], leaves_by)
    assert write_settings(tmp_path / "bot.yaml", counter.desk) == 2
    assert counter.told == ["\nNothing was written."]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("answer", "code", "replaced"), [("", 2, False), ("no", 2, False), ("what", 2, False), ("yes", 0, True), ("Y", 0, True)]
)
def test_an_existing_file_is_replaced_only_after_a_yes(tmp_path: Path, answer: str, code: int, replaced: bool) -> None:
    (tmp_path / "bot.yaml").write_text("mine\n")
    assert write_settings(tmp_path / "bot.yaml", Counter((answer, *TERMINAL)).desk) == code
    assert ((tmp_path / "bot.yaml").read_text() != "mine\n") is replaced
    assert [path.name for path in tmp_path.iterdir()] == ["bot.yaml"]


def test_a_folder_that_is_not_there_is_said_before_any_question(tmp_path: Path) -> None:
    counter = Counter(TERMINAL)
    assert write_settings(tmp_path / "no" / "bot.yaml", counter.desk) == 2
    assert counter.prompts == []


def test_a_knowledge_folder_beside_the_file_is_used(tmp_path: Path) -> None:
    (tmp_path / "knowledge" / "faq").mkdir(parents=True)
    assert written(tmp_path, TERMINAL).knowledge == str(tmp_path / "knowledge")


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(owner=st.text(min_size=1, max_size=40), password=st.text(max_size=40))
def test_any_words_survive_the_file(tmp_path_factory: pytest.TempPathFactory, owner: str, password: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "init"
    folder.mkdir(exist_ok=True)
    (folder / "bot.yaml").unlink(missing_ok=True)
    counter = Counter(("", owner, "ops", "irc", "h.example.org", "", "", "nickserv", "", password, "x", "", ""))
    if write_settings(folder / "bot.yaml", counter.desk) == 0:
        load_settings(folder / "bot.yaml", {"IRC_PASSWORD": "x"})


def run(folder: Path, text: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, answers through a pipe."""
    command = [sys.executable, "-m", "bot", "init", "--config", str(folder / "bot.yaml")]
    return subprocess.run(command, cwd=SHIPPED.parent, input=text, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.slow
def test_it_works_from_a_pipe(tmp_path: Path) -> None:
    got = run(tmp_path, "\n".join((*TERMINAL, "")))
    assert (got.returncode, got.stdout, got.stderr.splitlines()[-1][:5]) == (0, "", "Wrote")


@pytest.mark.slow
def test_the_end_of_a_pipe_is_the_end_of_the_interview(tmp_path: Path) -> None:
    got = run(tmp_path, "helper\n")
    assert (got.returncode, got.stderr.splitlines()[-1]) == (2, "Nothing was written.")


@pytest.mark.slow
def test_ctrl_d_at_a_terminal_leaves_nothing_behind(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "init", "--config", str(tmp_path / "bot.yaml")]
    with subprocess.Popen(command, cwd=SHIPPED.parent, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        os.write(ours, b"helper\n\x04")
        assert process.wait(60) == 2
    os.close(ours)
    os.close(theirs)
    assert list(tmp_path.iterdir()) == []


def test_the_file_explains_itself(tmp_path: Path) -> None:
    text = render({"name": "x", "owner": "y", "kind": "terminal", "rooms": ["#a"], "mode": "asked"}, tmp_path)
    assert text.startswith("# Settings of Patience, written by `patience init`.")
    assert "| asked: only when spoken to |" in text
