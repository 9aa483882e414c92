"""Where answers to an e-mail go, and from when on the next one may leave."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_message", sa.Column("reply_to", sa.String(), server_default="", nullable=False))
    op.create_table(
        "outbox_pace",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "channel", name=op.f("pk_outbox_pace")),
    )
