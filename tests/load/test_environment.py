"""References in bot.yaml: the environment and files, and secrets that are never shown."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.load.environment import SECRET_BYTES, fill
from bot.load.yaml_lines import Document, parse
from tests.folders import HEAD, TERMINAL, settings, settings_problems

ENVIRON = {"NAME": "carol", "EMPTY": "", "PORT": "7000"}


def filled(text: str, folder: Path = Path("/nowhere"), environ: Mapping[str, str] = ENVIRON) -> Document:
    return fill(parse(text, "f"), environ, folder)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${NAME}", "carol"),
        ("x-${NAME}-${NAME}", "x-carol-carol"),
        ("${NOPE:-default}", "default"),
        ("${NOPE:-}", ""),
        ("${EMPTY:-default}", "default"),
        ("${EMPTY}", ""),
        ("$${NAME}", "${NAME}"),
        ("$NAME", "$NAME"),
        ("costs 5$", "costs 5$"),
    ],
)
def test_references_are_filled_in(text: str, value: str) -> None:
    assert filled(f'a: "{text}"\n').data == {"a": value}


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    assert filled('a: "${X}"\n', environ={"X": "${NAME}", "NAME": "y"}).data == {"a": "${NAME}"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("${NOPE}", "f:2: b[0]: the environment variable NOPE is not set (set it, or write ${NOPE:-default})"),
        ("${NAME", "f:2: b[0]: has a ${ without its } (write $${ for a plain ${)"),
        ("${NA ME}", "f:2: b[0]: has ${NA ME}, which names no variable (write ${NAME}, ${NAME:-default} or ${file:/path})"),
        ("${file:nope}", "f:2: b[0]: the file /nowhere/nope cannot be read: No such file or directory"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_problem_with_its_line(text: str, problem: str) -> None:
    assert [str(p) for p in filled(f'a: 1\nb: ["{text}"]\n').problems] == [problem]


def test_a_file_gives_its_content_without_the_last_line_break(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("pa ss\n")
    assert filled('a: "${file:secret}"\n', tmp_path).data == {"a": "pa ss"}


def test_a_huge_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x" * (SECRET_BYTES + 1))
    assert "larger than 64 KiB" in str(filled('a: "${file:secret}"\n', tmp_path).problems[0])


def test_a_secret_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff")
    assert "is not UTF-8" in str(filled('a: "${file:secret}"\n', tmp_path).problems[0])


def test_a_number_from_the_environment_is_a_number_where_one_is_wanted(tmp_path: Path) -> None:
    text = HEAD + TERMINAL + 'limits: {lines: "${PORT}", bytes: "${BYTES:-200}"}\n'
    assert settings(tmp_path, text, {"PORT": "3"}).limits.bytes == 200


def test_a_password_of_digits_from_the_environment_stays_text(tmp_path: Path) -> None:
    text = HEAD + TERMINAL.replace("terminal, kind", '"${N}", kind')
    assert settings(tmp_path, text, {"N": "12345"}).networks[0].name == "12345"


def test_what_the_environment_gave_is_never_shown(tmp_path: Path) -> None:
    assert settings_problems(tmp_path, HEAD + TERMINAL + 'mode: "${MODE}"\n', {"MODE": "s3cret"}) == [
        "bot.yaml:4: mode: must be one of listen, asked, gentle, not '${MODE}'"
    ]


def test_a_missing_variable_is_the_only_thing_said_about_its_value(tmp_path: Path) -> None:
    assert settings_problems(tmp_path, HEAD + TERMINAL + 'limits: {lines: "${NOPE}"}\n') == [
        "bot.yaml:4: limits.lines: the environment variable NOPE is not set (set it, or write ${NOPE:-default})"
    ]
