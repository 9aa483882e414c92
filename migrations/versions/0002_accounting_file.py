"""What the accounting file adds: where a due date comes from, what an item is, how sure an allocation is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("invoice", "invoice_correction"):
        op.add_column(
            table, sa.Column("due_on_source", sa.String(), nullable=False, server_default="provided")
        )
    for table in ("invoice", "payment"):
        op.add_column(table, sa.Column("account_class", sa.String(), nullable=False, server_default="411"))
    op.add_column("invoice", sa.Column("opening", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("payment", sa.Column("kind", sa.String(), nullable=False, server_default="payment"))
    op.add_column("allocation", sa.Column("how", sa.String(), nullable=False, server_default="told"))
    op.add_column("allocation", sa.Column("confidence", sa.Integer(), nullable=False, server_default="100"))
