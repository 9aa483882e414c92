"""What a stored score was told from: its features, and what its sentences name beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stored_score", sa.Column("siren", sa.String(), nullable=True))
    op.add_column("stored_score", sa.Column("own_weight", sa.Double(), nullable=True))
    op.add_column("stored_score", sa.Column("late_model", sa.String(), nullable=True))
    op.add_column("stored_score", sa.Column("features", sa.JSON(), nullable=True))
    op.create_index(
        op.f("ix_stored_score_company_id_customer_id_as_of"),
        "stored_score",
        ["company_id", "customer_id", "as_of"],
        unique=False,
    )
    op.create_table(
        "shadow_score",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("pd_12m", sa.Double(), nullable=False),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("pd_ttc", sa.Double(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("override", sa.String(), nullable=False),
        sa.Column("contributions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_shadow_score_company_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("company_id", "as_of", "customer_id", "model", name=op.f("pk_shadow_score")),
    )
