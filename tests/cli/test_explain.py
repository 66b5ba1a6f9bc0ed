"""`patience explain`: decisions, reasons, and JSON lines."""

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cli.explain import Explainer, Explanation
from bot.load import load_knowledge, load_settings
from tests.transcript import ROOT, all_plugins


@pytest.fixture(scope="module")
def explain() -> Explainer:
    settings = load_settings(ROOT / "bot.yaml", {})
    knowledge, _ = load_knowledge(settings.knowledge, settings.locale, None)
    return Explainer(settings, knowledge, all_plugins(settings, knowledge))


@pytest.mark.parametrize(
    ("text", "addressed", "decision"),
    [
        ("is there a repo for gazpacho?", False, "answer"),
        ("is there a repo for gazpacho?", True, "answer"),
        ("evacuating nova instances does not work, they stay in rebuilding for ever", False, "route"),
        ("evacuating nova instances does not work, they stay in rebuilding for ever", True, "route"),
        ("rdo is a joke, third day and packstack dies with this stupid puppet error again", False, "route"),
        ("hi", False, "silent"),
        ("lunch time, back in an hour", False, "silent"),
        ("thanks a lot", False, "silent"),
        ("", False, "silent"),
    ],
)
def test_the_decision(explain: Explainer, text: str, addressed: bool, decision: str) -> None:
    assert explain(text, addressed).decision == decision


def test_an_answer_names_its_entry_and_how_sure_it_is(explain: Explainer) -> None:
    explanation = explain("is there a repo for gazpacho?", False)
    assert explanation.entry == "rpms-after-epoxy"
    assert explanation.confidence == explanation.candidates[0][1] > 0.8


def test_the_steps_are_told_in_order(explain: Explainer) -> None:
    speakers = [reason.partition(":")[0] for reason in explain("is there a repo for gazpacho?", False).reasons]
    assert speakers == ["gate", "talk", "talk", "faq", "referee", "talk"]


def test_candidates_are_shown_for_silence_too(explain: Explainer) -> None:
    explanation = explain("lunch time, the gazpacho repo can wait", False)
    assert isinstance(explanation, Explanation)
    assert explanation.candidates


def lines(text: str, *options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "explain", "--json", *options, "-"], cwd=ROOT, input=text, capture_output=True, text=True, timeout=60
    )


def answers(output: str) -> list[Mapping[str, Any]]:
    return [json.loads(line) for line in io.StringIO(output)]


@pytest.mark.slow
def test_json_lines_in_json_lines_out() -> None:
    done = lines('{"text": "is there a repo for gazpacho?"}\n{"text": "hi"}\n')
    first, second = answers(done.stdout)
    assert done.returncode == 0
    assert set(first) == {"decision", "entry", "confidence", "candidates", "reasons"}
    assert (first["decision"], first["entry"]) == ("answer", "rpms-after-epoxy")
    assert (second["decision"], second["entry"]) == ("silent", None)


@pytest.mark.slow
def test_a_line_that_is_no_json_is_named_and_the_others_are_answered() -> None:
    done = lines('nonsense\n{"text": "hi"}\n{"words": 1}\n')
    assert done.returncode == 1
    assert len(answers(done.stdout)) == 1
    assert "<stdin>:1" in done.stderr
    assert "<stdin>:3" in done.stderr


@pytest.mark.slow
def test_without_a_text_it_says_how_to_use_it() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "explain"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "example" in done.stderr


@pytest.mark.slow
def test_a_broken_configuration_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "bot.yaml").write_text("name: [\n")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "explain", "--config", str(tmp_path / "bot.yaml"), "hi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "bot.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
