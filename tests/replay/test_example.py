"""The documentation shows what a replay tells today: its figures and what people did. What the bot says is the knowledge's business."""

from bot.replay.telling import in_text
from tests.builders import ROOT
from tests.replay.example import told

FIGURES = ("Replay", "Whom it would have called, and who answered")


def test_the_report_in_the_documentation_is_a_real_one() -> None:
    shown = " ".join((ROOT / "docs/replay.md").read_text().split())
    sections = {section.title: section for section in told()}
    parts = [*(" ".join(in_text([sections[title]])) for title in FIGURES)]
    for when, who, question, _, people in sections["Questions"].rows:
        parts += [f"{when} who: {who} question: {question}", f"people: {people}"]
    assert [part for part in parts if " ".join(part.split()) not in shown] == []
