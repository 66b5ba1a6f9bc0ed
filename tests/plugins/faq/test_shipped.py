"""The shipped knowledge: every phrasing finds its entry, no `not` example and no chatter is answered."""

from pathlib import Path

import pytest

from bot.load import load_knowledge
from plugins.faq.trial import trial

FOLDER = Path(__file__).parents[3] / "knowledge"


@pytest.mark.slow
def test_the_shipped_knowledge_passes_its_own_trial() -> None:
    knowledge, _ = load_knowledge(FOLDER, "en", None)
    outcome = trial(knowledge)
    assert [failure.said for failure in outcome.failures] == []
    assert outcome.sure / outcome.phrasings > 0.97


@pytest.mark.slow
def test_new_words_for_shipped_questions_mostly_find_their_entry() -> None:
    knowledge, _ = load_knowledge(FOLDER, "en", None)
    outcome = trial(knowledge, leave_one_out=True)
    assert outcome.found / outcome.phrasings > 0.6
