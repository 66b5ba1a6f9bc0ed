"""The first schema: one table per kind of record, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RECORDS = ("question", "said", "mark", "helped", "quiet", "counter", "position")


def upgrade() -> None:
    for name in RECORDS:
        op.create_table(
            name,
            sa.Column("key", sa.Text(), nullable=False),
            sa.Column("expires", sa.Double(), nullable=True),
            sa.Column("body", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("key", name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_expires", name, ["expires"])
    op.create_table(
        "outbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("not_after", sa.Double(), nullable=True),
        sa.Column("order", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_outbox"),
    )
