"""Mail that came back, and the mark by which it names a message of the outbox."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_MARK_DIGITS = 32
_OUTBOX = sa.table("outbox_message", sa.column("company_id"), sa.column("key"), sa.column("mark"))


def upgrade() -> None:
    _add_marks()
    op.create_table(
        "returned_mail",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("came", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("suggested", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "mail", "place", name=op.f("pk_returned_mail")),
    )
    for column in ("customer_id", "key"):
        name = op.f(f"ix_returned_mail_company_id_{column}")
        op.create_index(name, "returned_mail", ["company_id", column], unique=False)


def _add_marks() -> None:
    """Messages written before get theirs too."""
    op.add_column("outbox_message", sa.Column("mark", sa.String(), server_default="", nullable=False))
    rows = op.get_bind().execute(sa.select(_OUTBOX.c.company_id, _OUTBOX.c.key)).all()
    for company, key in rows:
        mark = sha256(key.encode()).hexdigest()[:_MARK_DIGITS]
        this = (_OUTBOX.c.company_id == company) & (_OUTBOX.c.key == key)
        op.execute(_OUTBOX.update().where(this).values(mark=mark))
    for column in ("mark", "customer_id"):
        name = op.f(f"ix_outbox_message_company_id_{column}")
        op.create_index(name, "outbox_message", ["company_id", column], unique=False)
