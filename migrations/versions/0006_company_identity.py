"""Who a company is, as the company register says."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = ("name", "legal_form", "naf", "state", "headcount_band", "size", "address", "postcode", "city")


def upgrade() -> None:
    op.create_table(
        "company_identity",
        *(
            sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)
            for name in ("company_id", "id", "version")
        ),
        sa.Column("siren", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=True) for name in _TEXTS),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("ceased_on", sa.Date(), nullable=True),
        sa.Column("headcount_year", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_company_identity_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", "version", name=op.f("pk_company_identity")),
        sa.UniqueConstraint(
            "company_id",
            "source",
            "source_id",
            "version",
            name=op.f("uq_company_identity_company_id_source_source_id_version"),
        ),
    )
    op.create_index(
        op.f("ix_company_identity_company_id_siren"),
        "company_identity",
        ["company_id", "siren"],
        unique=False,
    )
