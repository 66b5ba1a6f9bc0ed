"""One table per kind of record, and the outbox.

Why the body of a row is JSON and not a column per field: memory lives in the process. The database has to give it back
whole at start, to list what is kept, and to delete on time; it is never asked for a question by its topic. So it knows
the key, the day of forgetting and the rest as text, and a new field of a record is no migration.
"""

from sqlalchemy import BigInteger, Column, Double, MetaData, Table, Text

from bot.core.records import KINDS, Record

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"}  # names that later migrations can rely on
)


def _records(kind: type[Record]) -> Table:
    return Table(
        kind.__name__.lower(),
        metadata,
        Column("key", Text, primary_key=True),
        Column("expires", Double, nullable=True, index=True),  # seconds since the epoch; NULL: kept until it is dropped
        Column("body", Text, nullable=False),
    )


RECORDS: dict[type[Record], Table] = {kind: _records(kind) for kind in KINDS}

WAITING = "waiting"  # committed, and not yet on the wire
SENDING = "sending"  # given to the wire; after a crash nobody knows whether it was said

OUTBOX = Table(
    "outbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("network", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created", Double, nullable=False),  # seconds since the epoch
    Column("not_after", Double, nullable=True),  # NULL: never too late
    Column("order", BigInteger, nullable=False),  # of committing; it only grows
)
