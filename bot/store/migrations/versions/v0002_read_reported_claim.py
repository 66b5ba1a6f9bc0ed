"""Tables for what a network sends again after a crash, reports of wrong answers, and people's word on who else they are."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RECORDS = ("read", "reported", "claim")


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
