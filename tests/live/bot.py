"""The bot as operators run it: `patience run` in a process of its own, with a bot.yaml written for the test."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from tests.servers.common import die_with_parent
from tests.servers.synapse import PASSWORD
from tests.transcript import ROOT

Network = dict[str, Any]  # an item of `networks:` in bot.yaml


def on_irc(port: int, *rooms: str) -> Network:
    return {
        "name": "testnet", "kind": "irc", "host": "127.0.0.1", "port": port, "tls": False, "rooms": rooms,
        "pace": {"burst": 50, "per_second": 50},
    }  # fmt: skip


def on_matrix(homeserver: str, user: str, *rooms: str, **more: Any) -> Network:
    login = more if "access_token" in more else {"password": PASSWORD, **more}
    pace = {"burst": 50, "per_second": 50}
    return {"name": "matrix", "kind": "matrix", "homeserver": homeserver, "user": user, "rooms": rooms, "pace": pace, **login}


class BotProcess:
    """One bot with its folder. `start`, then `kill` (SIGKILL) or `stop` (SIGTERM, returns the exit code)."""

    def __init__(self, folder: Path, port: int, channel: str, extra: str = "", networks: tuple[Network, ...] = ()) -> None:
        """On IRC in one channel, or on the `networks` that are given."""
        self.folder, self.channel = folder, channel
        self.config = folder / "bot.yaml"
        self.config.write_text(
            textwrap.dedent(f"""\
            name: helper
            owner: the operators
            knowledge: {ROOT / "knowledge"}
            store: sqlite:///patience.db
            timing: {{settle: 100ms, answer: 200ms, route: 400ms, hello: 200ms, frustrated: 200ms, next_expert: 1h}}
            limits: {{unprompted_per_hour: 1000, commands_per_minute: 1000}}
            plugins: {{commands: {{}}, faq: {{}}, experts: {{}}, greeting: {{}}, followup: {{invite_after: 1h}}, writeup: , digest: }}
            networks:
            """)
            + "".join(f"  - {json.dumps(network)}\n" for network in networks or (on_irc(port, channel),))
            + textwrap.dedent(extra)
        )
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "bot.log"

    @classmethod
    def on(cls, folder: Path, *networks: Network) -> "BotProcess":
        return cls(folder, 0, "", networks=networks)

    @property
    def store(self) -> str:
        return f"sqlite:///{self.folder / 'patience.db'}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "--config", str(self.config)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(os.environ, PYTHONWARNINGS="default"),
                preexec_fn=die_with_parent(),
            )

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(5)

    def stop(self, seconds: float = 5.0) -> int:
        """SIGTERM. Raises subprocess.TimeoutExpired when it takes longer than product 10.18 allows."""
        self.signal(signal.SIGTERM)
        assert self.process is not None
        return self.process.wait(seconds)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def words(self) -> str:
        """Everything it has logged."""
        return self.log.read_text(errors="replace")
