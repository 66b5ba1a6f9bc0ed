"""The command line `patience …`: finds the command, runs it, and turns what went wrong into words and an exit code."""

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bot.cli.console import FOUND_PROBLEMS, WRONG_USE, tell
from bot.load import BadInput
from bot.store.errors import BadStore, StoreFailed

# Each command and its module, imported when it is called for: `add(subparsers)` there says how.
GROUPS = {
    "run": "bot.cli.run",
    "chat": "bot.cli.chat",
    "init": "bot.cli.init",
    "check": "bot.cli.check",
    "explain": "bot.cli.explain",
    "replay": "bot.cli.replay",
    "kb": "bot.cli.kb",
    "drafts": "bot.cli.drafts",
    "digest": "bot.cli.digest",
    "data": "bot.cli.data",
}

INTERRUPTED = 130  # what shells expect after Ctrl-C
# Threads of the libraries below numpy, which read it when they are loaded. Our products are small: on a busy machine threads that wait for
# each other made one of 0.1 ms last a hundred times as long.
NUMBERS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0 fine, 1 found problems, 2 wrong use or a bot.yaml it cannot run with."""
    words = list(sys.argv[1:] if argv is None else argv)
    _writable()
    for name in NUMBERS:
        os.environ.setdefault(name, "1")
    try:
        code = _run(words)
        sys.stdout.flush()  # here, where a reader who has left can still be met
        return code
    except BadInput as fault:
        tell(fault.problems)
        return WRONG_USE
    except (BadStore, StoreFailed) as fault:
        print(fault, file=sys.stderr)  # noqa: T201  # the command line prints
        return FOUND_PROBLEMS
    except BrokenPipeError:  # `patience … | head`: nobody reads on, and Python must not complain about it when it ends
        _write_no_more()
        return FOUND_PROBLEMS
    except OSError as fault:  # a folder of somebody else's, a full disk: whoever met it first may not have looked for it
        if fault.filename is None and fault.errno != errno.ENOSPC:
            raise
        if fault.filename is None:
            _write_no_more()
        remedy = ": run this as the user whom the bot belongs to" if isinstance(fault, PermissionError) else ""
        print(f"{fault.filename or 'the output'}: {fault.strerror}{remedy}", file=sys.stderr)  # noqa: T201  # as above
        return FOUND_PROBLEMS
    except KeyboardInterrupt:
        return INTERRUPTED


def _writable() -> None:
    """What a stream cannot show is shown as an escape; one that was closed before the start swallows everything."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  # for as long as the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_no_more() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: Sequence[str]) -> int:
    try:
        args = _parser(words).parse_args(words)
    except SystemExit as end:  # argparse, after a help or a usage message
        return end.code if isinstance(end.code, int) else WRONG_USE
    return int(args.run(args))


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="patience",
        description="A community helper for IRC and Matrix.",
        epilog="example:\n  patience chat",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True, title="commands")
    named = [word for word in words[:1] if word in GROUPS]
    for name in named or GROUPS:
        import_module(GROUPS[name]).add(subparsers)
    return parser


if __name__ == "__main__":
    sys.exit(main())
