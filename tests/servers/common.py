"""What all servers of the tests share: starting, stopping and freezing a process, free ports, a throw-away certificate authority."""

import atexit
import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self

import trustme

LOOPBACK = "127.0.0.1"
POLL = 0.02  # seconds between looks at a starting process: there is nothing to wait on
START = 10.0  # seconds until a server must listen; a loaded machine needs 2
STOP = 5.0  # seconds that a server gets to save its data
PR_SET_PDEATHSIG = 1  # prctl(2)

_handed_out: set[int] = set()
_running: "weakref.WeakSet[Server]" = weakref.WeakSet()


class MissingError(Exception):
    """A program that the tests need is not installed; says which package brings it."""


def program(name: str, package: str) -> str:
    """The path of an installed program. Raises MissingError, in one line."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
    if found is None:
        raise MissingError(f"{name} is not installed, and these tests need the real server: apt-get install {package}")
    return found


def free_port() -> int:
    """A port that is free now; none is handed out twice."""
    while True:
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        if port not in _handed_out:
            _handed_out.add(port)
            return port


def wait_port(port: int, process: "subprocess.Popen[bytes]", timeout: float = START) -> None:
    """Return once something listens. Raises RuntimeError when the process ends before, TimeoutError when it takes too long."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it listened on {port}")
        try:
            with socket.create_connection((LOOPBACK, port), 0.2):
                return
        except OSError:
            time.sleep(POLL)
    raise TimeoutError(f"nothing listens on port {port} after {timeout} s")


def die_with_parent() -> Callable[[], None] | None:
    """For the child between fork and exec: be killed when the test process is. Linux only; elsewhere atexit must do."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    return ask_kernel


class Server(ABC):
    """One server process with its folder. It can be started again in place after `stop` or `kill`."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.owns_folder = folder is None
        self.dir = folder or Path(tempfile.mkdtemp(prefix=f"patience-{name}-"))
        self.dir.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.user: int | None = None  # run as this uid, where the program insists on not being root
        self.process: subprocess.Popen[bytes] | None = None
        self.output: IO[bytes] | None = None

    @abstractmethod
    def argv(self) -> list[str]:
        """The command line. Raises MissingError."""

    @abstractmethod
    def write_config(self) -> None:
        """Write what the server reads when it starts."""

    def wait_ready(self) -> None:
        assert self.process is not None  # called by start alone
        wait_port(self.port, self.process)

    def start(self) -> None:
        """Write the configuration, start, and return when it serves."""
        argv = self.argv()
        self.write_config()
        self.output = (self.dir / "stdout.log").open("ab")
        self.process = subprocess.Popen(
            argv,
            cwd=self.dir,
            stdout=self.output,
            stderr=self.output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            user=self.user,
            preexec_fn=die_with_parent(),
        )
        _running.add(self)
        self.wait_ready()

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def freeze(self) -> None:
        """SIGSTOP: the kernel goes on acknowledging, the server says nothing."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def stop(self) -> None:
        """SIGTERM: it may save its data."""
        self.thaw()
        self.signal(signal.SIGTERM)
        self._reap()

    def kill(self) -> None:
        """SIGKILL: as in a power cut."""
        self.signal(signal.SIGKILL)
        self._reap()

    def _reap(self) -> None:
        if self.process is not None:
            try:
                self.process.wait(STOP)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(STOP)
            self.process = None
        if self.output is not None:
            self.output.close()
            self.output = None

    def cleanup(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        if self.owns_folder:
            shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.cleanup()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.cleanup()


@atexit.register
def _end_all() -> None:
    for server in list(_running):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            server.kill()


class Pki:
    """A certificate authority for one test run, with certificates for localhost, for another host, and for a client."""

    def __init__(self, folder: Path) -> None:
        self.dir = folder
        self.dir.mkdir(parents=True, exist_ok=True)
        self.authority = trustme.CA()
        self.ca = self._write("ca.pem", self.authority.cert_pem.bytes())
        self.cert, self.key = self.issue("server", "localhost", LOOPBACK)
        self.wrong_cert, self.wrong_key = self.issue("wrong", "other.example")
        self.client_cert, self.client_key = self.issue("client", "helper@example.org")

    def issue(self, name: str, *identities: str) -> tuple[Path, Path]:
        """A certificate and its key, as files that every user may read (ngIRCd drops its privileges)."""
        issued = self.authority.issue_cert(*identities)
        chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
        return self._write(f"{name}.pem", chain), self._write(f"{name}.key", issued.private_key_pem.bytes())

    def _write(self, name: str, content: bytes) -> Path:
        path = self.dir / name
        path.write_bytes(content)
        path.chmod(0o644)
        return path
