"""Files that people keep are written whole or not at all."""

import os
import secrets
import tempfile
from pathlib import Path

OPEN_MODE = 0o644  # of what everybody may read


def replace_file(target: Path, text: str, mode: int = OPEN_MODE) -> None:
    """Put the text in the place of the file, at once: whoever reads sees the old or the new. Raises OSError, and changes nothing."""
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def create_file(target: Path, text: str) -> None:
    """Write a new file, whole at once, with the mode that the process gives its files.

    Raises FileExistsError where there is one, OSError where it cannot be written; nothing is changed then.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
        target.hardlink_to(beside)  # unlike a rename it takes nobody's place
    finally:
        beside.unlink(missing_ok=True)
