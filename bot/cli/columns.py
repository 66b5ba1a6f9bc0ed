"""Rows of text under each other, for people who read them on a terminal."""

from collections.abc import Sequence

from bot.core.text import clean

GAP = "  "


def columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """The rows with their cells in line; the columns in `right` (numbers) end in line. All rows have as many cells.

    What strangers put into them cannot steer the terminal.
    """
    rows = [[clean(cell) for cell in row] for row in rows]
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    laid = (
        GAP.join(cell.rjust(width) if i in right else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in laid)
