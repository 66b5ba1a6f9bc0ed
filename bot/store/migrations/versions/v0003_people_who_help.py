"""Tables for what people offer and agree to, for what no entry covers, and for counts; reports no longer expire."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RECORDS = ("offer", "pause", "handing", "writeup", "uncovered", "tally")


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
    op.execute(sa.text("UPDATE reported SET expires = NULL"))
