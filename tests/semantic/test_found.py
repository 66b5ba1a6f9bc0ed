"""The FAQ with `semantic: true` and the real model, from bot.yaml to what a command says: it finds what shares no word."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from tests.folders import HEAD, TERMINAL, entry, fill

ASKED = "my laptop cannot join the wifi"
FILES = {
    "knowledge/faq/a.yaml": entry("login", "How do I reset my password?", phrasings="[forgotten credentials, change the passphrase]")
    + entry("net", "The computer has no wireless connection", phrasings="[network adapter not working]")
    + entry("print", "Where do I find the printed pages?", phrasings="[nobody brings my printouts]"),
    "knowledge/chatter.yaml": "- brb lunch\n- good morning\n- see you tomorrow\n- the build is slow today\n- happy birthday\n",
    "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n",
}


def tried(folder: Path, capsys: pytest.CaptureFixture[str], section: str, words: str) -> Any:
    """What `patience kb try` prints with this section of the FAQ."""
    bot = {"bot.yaml": HEAD + TERMINAL + f"store: sqlite:///p.db\nplugins: {{faq: {section}}}\n"}
    assert main(["kb", "try", words, "--json", "--config", str(fill(folder, FILES | bot) / "bot.yaml")]) == 0
    return json.loads(capsys.readouterr().out)


def lead(outcome: Any, id_: str) -> float:
    """How far an entry is ahead of the best other one."""
    confidences = {match["entry"]: match["confidence"] for match in outcome["matches"]}
    return float(confidences.pop(id_, 0.0) - max(confidences.values(), default=0.0))


@pytest.mark.parametrize(("words", "id_"), [("i cannot remember how to sign in", "login"), (ASKED, "net")])
def test_what_shares_no_word_is_found_more_surely(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, id_: str) -> None:
    meant, said = (tried(tmp_path, capsys, section, words) for section in ("{semantic: true}", "{}"))
    assert meant["matches"][0]["entry"] == id_
    assert not meant["matches"][0]["words"]
    assert lead(meant, id_) > 2 * max(lead(said, id_), 0.0)


def test_vectors_are_kept_beside_the_store_and_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = tried(tmp_path, capsys, "{semantic: true}", ASKED)
    kept = (tmp_path / "p.db.faq.semantic").read_bytes()
    assert tried(tmp_path, capsys, "{semantic: true}", ASKED) == first
    assert (tmp_path / "p.db.faq.semantic").read_bytes() == kept
