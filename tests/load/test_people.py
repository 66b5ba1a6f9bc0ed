"""Experts who are nobody on the networks that there are."""

from pathlib import Path

import pytest

from bot.core.settings import IrcNetwork, MatrixNetwork, TerminalNetwork
from bot.load import read_folder
from bot.load.people import nobody
from tests.builders import settings
from tests.folders import entry, fill

NETWORKS = (IrcNetwork("oftc", "h"), MatrixNetwork("matrix", "https://h", "@h:h"), TerminalNetwork("terminal"))


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ("{network: oftc, account: c}", []),
        ("{network: terminal, nick: c}", []),
        ('{network: matrix, id: "@c:h"}', []),
        ("{network: elsewhere, nick: c}", []),
        ("{network: matrix, nick: c}", ['nick: names nobody on matrix, so carol is never called there (use id: "@name:server")']),
        (
            '{network: oftc, id: "@c:h"}',
            ["id: names nobody on oftc, so carol is never called there (use account, or nick where there are none)"],
        ),
    ],
)
def test_an_expert_needs_an_identity_that_the_network_has(tmp_path: Path, identity: str, said: list[str]) -> None:
    experts = f"- name: carol\n  identities: [{identity}]\n  topics: [repos]\n"
    fill(tmp_path, {"faq/a.yaml": entry(), "topics.yaml": "- {id: repos, words: [repo]}\n", "experts.yaml": experts})
    found = nobody(read_folder(tmp_path, "en").experts, settings(networks=NETWORKS))
    assert [str(problem).partition("experts.yaml:2: warning: [0].identities[0].")[2] for problem in found] == said
