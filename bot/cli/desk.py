"""Where the questions of a command are put: at the terminal, or to a pipe that answers line by line."""

import getpass
import sys

from bot.cli.interview import Desk


def at_terminal() -> Desk:
    """The terminal, or a pipe that answers line by line."""

    def ask(prompt: str) -> str:
        print(prompt, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if not sys.stdin.isatty():
            print(file=sys.stderr)
        return line

    def ask_secret(prompt: str) -> str:
        return getpass.getpass(prompt) if sys.stdin.isatty() else ask(prompt)

    return Desk(ask, ask_secret, lambda text: print(text, file=sys.stderr))
