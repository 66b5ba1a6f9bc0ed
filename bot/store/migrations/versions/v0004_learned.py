"""Tables for numbers that are learned from talk and from what becomes of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RECORDS = ("sketch", "fared")


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
