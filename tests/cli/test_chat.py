"""`patience chat` with a script from a pipe, in this process and through `make run`'s command."""

import io
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.adapters.terminal import Terminal
from bot.cli.chat import Conversation
from bot.core.kernel import Kernel
from bot.core.knowledge import Expert
from bot.core.memory import Memory
from bot.core.people import Identity
from bot.core.settings import TerminalNetwork, Timing
from tests.transcript import ROOT, START, all_plugins, shipped, terminal_settings

CAROL = Expert("carol", (Identity("terminal", nick="carol"),), ("nova",))
DEAD_COMPUTE = "evacuating my nova instances from a dead compute leaves them rebuilding for ever"


def talk(script: str) -> list[str]:
    """What the terminal shows for a script."""
    settings = terminal_settings(Timing())
    knowledge = replace(shipped(), experts=(CAROL,))
    kernel = Kernel(settings, knowledge, all_plugins(settings, knowledge))
    network = settings.networks[0]
    assert isinstance(network, TerminalNetwork)
    out = io.StringIO()
    code = Conversation(kernel, Memory(b"k" * 32), Terminal(settings, network), START).talk(io.StringIO(script), out)
    assert code == 0
    return out.getvalue().splitlines()


def test_a_question_from_a_pipe_is_shown_with_the_time_that_passed_and_its_answer() -> None:
    question, passed, answer = talk("is there a repo for gazpacho?\n")
    assert question == "<you> is there a repo for gazpacho?"
    assert passed == "… 2 min later"
    assert answer.startswith("<helper> you: Welcome.")
    assert "https://www.rdoproject.org/contribute/rdo-volunteers/" in answer


def test_a_second_person_may_answer_first_and_then_nothing_is_said() -> None:
    shown = talk("alice> is there a repo for gazpacho?\nbob> alice: no, epoxy is the last one\n/wait 2h\n")
    assert [line for line in shown if line.startswith("<helper>")] == []


def test_an_expert_who_joins_is_called_when_ten_minutes_have_passed() -> None:
    shown = talk(f"/join carol\n{DEAD_COMPUTE}\n/wait 11m\n")
    assert any(line.startswith("<helper> carol: ") for line in shown)
    assert any(line.startswith("<helper> you: ") and "carol" in line for line in shown)


def test_as_changes_who_types() -> None:
    assert "<bob> is there a repo for gazpacho?" in talk("/as bob\nis there a repo for gazpacho?\n")


def test_why_tells_the_reason_for_the_last_line() -> None:
    shown = talk("is there a repo for gazpacho?\n/wait 3m\n/why\n")
    assert any("rpms-after-epoxy" in line for line in shown)


def test_open_lists_the_open_questions() -> None:
    shown = talk(f"{DEAD_COMPUTE}\n/wait 11m\n/open\n")
    assert any("1 open" in line for line in shown)


def test_quit_ends_before_what_is_due() -> None:
    assert talk("is there a repo for gazpacho?\n/quit\nhello\n") == ["<you> is there a repo for gazpacho?", "/quit"]


@pytest.mark.parametrize(
    ("order", "hint"),
    [("/frob", "/as NICK"), ("/wait soon", "how long"), ("/as two words", "cannot be a nick"), ("/part nobody", "is not here")],
)
def test_an_order_that_makes_no_sense_gets_a_hint(order: str, hint: str) -> None:
    assert any(hint in line for line in talk(f"{order}\n"))


def test_control_characters_of_the_script_do_not_reach_the_terminal() -> None:
    shown = "\n".join(talk("helper: is there a repo for gazpacho?\x1b[2J\x07\n"))
    assert "\x1b" not in shown.split("\n", 1)[1]


@pytest.mark.slow
def test_the_command_of_make_run_answers_from_a_pipe_and_exits_zero() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"], cwd=ROOT, input="is there a repo for gazpacho?\n", capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "Epoxy" in done.stdout
    assert done.stderr == ""
