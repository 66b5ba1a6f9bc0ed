"""What is loaded for whom: memory and start-up time are paid by those who use a network, and keys are nobody's who wants none.

Each in a process of its own, as what is loaded stays loaded.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.folders import HEAD, entry, fill

pytestmark = pytest.mark.slow

IRC = "networks: [{name: libera, kind: irc, host: irc.example.org, rooms: ['#a']}]\n"
ACCOUNT = "homeserver: 'https://hs.example', user: '@bot:hs.example', password: pw"
MATRIX = f"networks: [{{name: home, kind: matrix, {ACCOUNT}, rooms: ['#a:hs.example'], encryption: false}}]\n"
SEALED = MATRIX.replace("encryption: false", "encryption: true")
GREETING = "plugins: {greeting: {}}\n"
KNOWLEDGE = {"knowledge/faq/a.yaml": entry(), "knowledge/topics.yaml": "- {id: repos, words: [repo]}\n"}

BUILD = """
import os, sys
from bot.cli.run import build_app, build_kernel
from bot.load import load_settings
from bot.store.store import Store
settings = load_settings(sys.argv[1], os.environ)
store = Store.open(settings.store)
build_app(sys.argv[1], settings, build_kernel(settings), store)
store.close()
"""
WITHOUT_EXTRA = "import sys\nsys.modules['vodozemac'] = sys.modules['peewee'] = None\n"  # as if it were not installed


def python(script: str, config: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", script, config], capture_output=True, text=True, check=False)


def loaded(tmp_path: Path, networks: str, before: str = "") -> set[str]:
    """The modules that a process has which has built everything for these networks."""
    config = str(fill(tmp_path, {"bot.yaml": HEAD + networks + GREETING, **KNOWLEDGE}) / "bot.yaml")
    done = python(f"{before}{BUILD}\nimport json; print(json.dumps([name for name in sys.modules if sys.modules[name]]))", config)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


OURS = {f"bot.adapters.matrix.{name}" for name in ("devices", "encryption", "machine", "crypto_store")}


def test_an_irc_bot_loads_nothing_of_matrix(tmp_path: Path) -> None:
    assert not loaded(tmp_path, IRC) & {"nio", "aiohttp", "vodozemac", "peewee", "bot.adapters.matrix.adapter"}


def test_a_matrix_bot_loads_nothing_of_irc_and_none_of_our_keys(tmp_path: Path) -> None:
    """nio itself loads its cryptography where it is installed, used or not; what we can do is to do without."""
    found = loaded(tmp_path, MATRIX)
    assert "nio" in found
    assert not found & {"irc", "ircstates", "bot.adapters.irc.link", *OURS}


def test_without_the_extra_a_matrix_bot_loads_no_cryptography(tmp_path: Path) -> None:
    assert not loaded(tmp_path, MATRIX, WITHOUT_EXTRA) & {"vodozemac", "peewee", "nio.crypto.olm_machine", *OURS}


@pytest.mark.parametrize(("command", "code"), [("check", 1), ("run", 2)])
def test_encryption_without_the_extra_is_an_error_that_names_the_remedy(tmp_path: Path, command: str, code: int) -> None:
    config = str(fill(tmp_path, {"bot.yaml": HEAD + SEALED + GREETING, **KNOWLEDGE}) / "bot.yaml")
    done = python(f"{WITHOUT_EXTRA}from bot.__main__ import main\nsys.exit(main([{command!r}, '--config', sys.argv[1]]))", config)
    assert done.returncode == code, done.stderr
    assert f"{config}:3: networks[0].encryption: needs the extra e2e (pip install 'patience-bot[e2e]', or false)" in done.stderr
    assert "Traceback" not in done.stderr
