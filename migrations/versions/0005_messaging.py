"""The outbox: messages that leave the house, their files and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        *_keys(),
        *(_text(name) for name in ("channel", "purpose", "sender")),
        sa.Column("recipients", sa.JSON(), nullable=False),
        *(_text(name) for name in ("subject", "text", "html")),
        sa.Column("payload", sa.JSON(), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        _instant("created_at"),
        _text("state"),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _instant("not_before"),
        _instant("changed_at"),
        _text("worker"),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        _text("told"),
        sa.PrimaryKeyConstraint("company_id", "key", name=op.f("pk_outbox_message")),
    )
    op.create_index(
        op.f("ix_outbox_message_company_id_state_not_before"),
        "outbox_message",
        ["company_id", "state", "not_before"],
        unique=False,
    )
    op.create_table(
        "outbox_attachment",
        *_keys(),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        *(_text(name) for name in ("name", "media_type", "sha256")),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_of_message("outbox_attachment"),
    )
    op.create_table(
        "outbox_attempt",
        *_keys(),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        _instant("at"),
        *(_text(name) for name in ("step", "state")),
        sa.Column("attempt", sa.Integer(), nullable=False),
        *(_text(name) for name in ("by", "told")),
        *_of_message("outbox_attempt"),
    )


def _keys() -> list[sa.Column[object]]:
    return [
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
    ]


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=False)


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of_message(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["company_id", "key"],
            ["outbox_message.company_id", "outbox_message.key"],
            name=op.f(f"fk_{table}_company_id_key_outbox_message"),
        ),
        sa.PrimaryKeyConstraint("company_id", "key", "place", name=op.f(f"pk_{table}")),
    ]
