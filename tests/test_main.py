"""The command line as a whole: help, wrong use, exit codes."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import GROUPS, main
from bot.load.form import SHIPPED


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["check", "--nonsense"], ["kb"], ["kb", "nonsense"]])
def test_wrong_use_exits_2_with_the_usage(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert capsys.readouterr().err.startswith("usage: patience")


@pytest.mark.parametrize("name", GROUPS)
def test_every_command_has_a_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: patience {name}")


@pytest.mark.parametrize("argv", [["check"], ["init"], ["kb", "lint"]])
def test_the_help_of_a_command_has_the_settings_file_and_an_example(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*argv, "--help"]) == 0
    out = capsys.readouterr().out
    assert "--config FILE" in out
    assert f"example:\n  patience {' '.join(argv)}" in out


def test_the_help_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert [name for name in GROUPS if name not in out] == []


def test_what_the_system_refuses_is_one_line_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "bot.yaml"
    config.write_text(f"knowledge: {'x' * 300}\nnetworks: [{{name: terminal, kind: terminal}}]\n")
    assert main(["check", "--config", str(config)]) == 1
    assert capsys.readouterr().err.endswith("File name too long\n")


@pytest.mark.slow
def test_numbers_are_computed_by_one_thread_unless_somebody_wants_more() -> None:
    script = (
        "import os, sys; from bot.__main__ import NUMBERS, main; early = 'numpy' in sys.modules; main(['--help']); "
        "print(early, *(os.environ[name] for name in NUMBERS))"
    )
    env = {"MKL_NUM_THREADS": "2"}
    got = subprocess.run(
        [sys.executable, "-c", script], cwd=SHIPPED.parent, env=env, capture_output=True, text=True, timeout=60, check=True
    )
    assert got.stdout.splitlines()[-1] == "False 1 1 2"


@pytest.mark.slow
def test_a_reader_who_leaves_early_causes_no_complaint() -> None:
    command = f"{sys.executable} -m bot --help | true"
    got = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=SHIPPED.parent, capture_output=True, text=True, timeout=60, check=False
    )
    assert got.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        ("kb export | grep … > /dev/null", 0, ""),  # a page is UTF-8 even where nothing else is
        ("explain 'wo ist das repo für “gazpacho”?'", 0, ""),
        ("kb lint >&-", 0, ""),
        ("kb export > /dev/full", 1, "the output: No space left on device\n"),
    ],
)
def test_output_that_cannot_be_shown_or_kept_ends_without_a_traceback(words: str, code: int, complaint: str) -> None:
    command = f"LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {sys.executable} -m bot {words}"
    got = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=SHIPPED.parent, capture_output=True, text=True, timeout=60, check=False
    )
    assert (got.returncode, got.stderr) == (code, complaint)
