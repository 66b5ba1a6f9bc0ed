"""Small JSON files of one account that only the bot may read: written whole or not at all, and read with suspicion."""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.adapters.base import Refused

log = logging.getLogger(__name__)

OWNER_ONLY, FOLDER = 0o600, 0o700


def read_file(file: Path) -> dict[str, Any] | None:
    """What is in it; None when there is none. One that is no JSON object is moved aside and said."""
    try:
        data = json.loads(file.read_text())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        move_aside(file, type(error).__name__)
        return None
    if isinstance(data, dict):
        return data
    move_aside(file, "no JSON object")
    return None


def move_aside(file: Path, why: str) -> None:
    """It cannot be used, and is kept for whoever wants to know why."""
    bad = file.with_name(f"{file.name}.bad")
    log.warning("%s cannot be used (%s): it is moved to %s, and we do without", file, why, bad.name)
    with suppress(OSError):
        file.replace(bad)


def write_file(file: Path, data: Mapping[str, Any]) -> None:
    """Written aside, then in place: half a file is never read. Raises Refused when the folder cannot be written."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(descriptor, "w") as written:
            json.dump(data, written)
            written.flush()
            os.fsync(written.fileno())
        draft.replace(file)
    except OSError as error:
        raise Refused(f"{file.parent} cannot be written: {error.strerror} (make it writable for the bot)") from None
