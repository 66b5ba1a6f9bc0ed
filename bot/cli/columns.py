"""Rows of text under each other, for people who read them on a terminal."""

from collections.abc import Sequence

GAP = "  "


def columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """The rows with their cells in line; the columns in `right` (numbers) end in line. All rows have as many cells."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    laid = (
        GAP.join(cell.rjust(width) if i in right else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in laid)
