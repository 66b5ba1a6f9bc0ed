"""Synapse from PyPI in an environment of its own: SQLite in a temporary folder, loopback HTTP, no federation."""

import base64
import hashlib
import hmac
import json
import secrets
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from typing_extensions import override

from tests.servers.common import LOOPBACK, POLL, MissingError, Server

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / ".venv-synapse" / "bin" / "python"  # made by `make .venv-synapse/stamp`
START = 60.0  # seconds until it must answer: it needs two, on a loaded machine ten
SECRET = "shared-secret"
PASSWORD = "a-long-password"
NAME = "hs.test"

# The response cache would give two clients of one device an old sync; bcrypt would take most of the time of a login.
CONFIG = """
server_name: {name}
pid_file: {dir}/hs.pid
public_baseurl: {url}/
listeners: [{{port: {port}, type: http, tls: false, bind_addresses: ['127.0.0.1'], resources: [{{names: [client], compress: false}}]}}]
database: {{name: sqlite3, args: {{database: {dir}/hs.db}}}}
log_config: {dir}/log.yaml
media_store_path: {dir}/media
signing_key_path: {dir}/signing.key
macaroon_secret_key: m
form_secret: f
registration_shared_secret: {secret}
report_stats: false
trusted_key_servers: []
federation_domain_whitelist: []
suppress_key_server_warning: true
bcrypt_rounds: 4
presence: {{enabled: false}}
user_directory: {{enabled: false}}
send_federation: false
caches: {{sync_response_cache_duration: 0s}}
"""
LOG = """
version: 1
formatters: {{p: {{format: '%(asctime)s %(levelname)s %(name)s %(message)s'}}}}
handlers: {{f: {{class: logging.FileHandler, formatter: p, filename: {dir}/hs.log}}}}
root: {{level: WARNING, handlers: [f]}}
disable_existing_loggers: false
"""
_FREELY = "{per_second: 10000, burst_count: 10000}"
FAST = f"""
rc_message: {_FREELY}
rc_registration: {_FREELY}
rc_login: {{address: {_FREELY}, account: {_FREELY}, failed_attempts: {_FREELY}}}
rc_joins: {{local: {_FREELY}, remote: {_FREELY}}}
rc_invites: {{per_room: {_FREELY}, per_user: {_FREELY}, per_issuer: {_FREELY}}}
rc_room_creation: {_FREELY}
rc_admin_redaction: {_FREELY}
"""


class Synapse(Server):
    """One homeserver. `fast`: without the limits on how often one may say or do something."""

    def __init__(self, folder: Path | None = None, *, fast: bool = True, extra: str = "") -> None:
        super().__init__("synapse", folder)
        self.fast, self.extra = fast, extra
        self.url = f"http://{LOOPBACK}:{self.port}"

    @override
    def argv(self) -> list[str]:
        if not PYTHON.exists():
            raise MissingError("Synapse is not installed, and these tests need the real server: make .venv-synapse/stamp")
        return [str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(self.dir / "hs.yaml")]

    @override
    def write_config(self) -> None:
        (self.dir / "media").mkdir(exist_ok=True)
        key = self.dir / "signing.key"
        if not key.exists():
            key.write_text("ed25519 a_test " + base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=") + "\n")
        values = {"name": NAME, "dir": self.dir, "url": self.url, "port": self.port, "secret": SECRET}
        (self.dir / "log.yaml").write_text(LOG.format(**values))
        (self.dir / "hs.yaml").write_text(CONFIG.format(**values) + (FAST if self.fast else "") + self.extra)

    @override
    def wait_ready(self) -> None:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"Synapse ended: {(self.dir / 'stdout.log').read_text(errors='replace')[-2000:]}")
            try:
                with urllib.request.urlopen(f"{self.url}/_matrix/client/versions", timeout=1) as answer:  # noqa: S310 - loopback
                    answer.read()
                    return
            except OSError:
                time.sleep(POLL)
        raise TimeoutError(f"Synapse does not answer after {START} s")

    def register(self, name: str, password: str = PASSWORD, *, admin: bool = False) -> dict[str, str]:
        """A new user; `user_id`, `access_token` and `device_id` of a first login. By Synapse's shared-secret registration."""
        nonce = self._call("GET", None)["nonce"]
        parts = (nonce, name, password, "admin" if admin else "notadmin")
        mac = hmac.new(SECRET.encode(), b"\0".join(part.encode() for part in parts), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        return self._call("POST", body)

    def _call(self, method: str, body: dict[str, Any] | None) -> dict[str, str]:
        request = urllib.request.Request(  # noqa: S310 - loopback
            f"{self.url}/_synapse/admin/v1/register",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=START) as answer:  # noqa: S310 - loopback
            found: dict[str, str] = json.loads(answer.read())
            return found


def mxid(name: str) -> str:
    return f"@{name}:{NAME}"
