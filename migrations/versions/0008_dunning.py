"""What dunning decided and what became of it, and the levels passed as facts of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dunning_engine",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_dunning_engine_company_id_company")
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_dunning_engine")),
    )
    op.create_table(
        "dunning_run",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("run_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_dunning_run_company_id_company")
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_dunning_run")),
    )
    op.create_table(
        "dunning_action",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("approval", sa.Boolean(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_dunning_action_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "run_id"],
            ["dunning_run.company_id", "dunning_run.id"],
            name=op.f("fk_dunning_action_company_id_run_id_dunning_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_dunning_action")),
    )
    op.create_index(
        op.f("ix_dunning_action_company_id_customer_id"),
        "dunning_action",
        ["company_id", "customer_id"],
        unique=False,
    )
    op.create_table(
        "dunning_exemption",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_dunning_exemption_company_id_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_dunning_exemption")),
    )
    op.create_index(
        op.f("ix_dunning_exemption_company_id_customer_id"),
        "dunning_exemption",
        ["company_id", "customer_id"],
        unique=False,
    )
    op.create_table(
        "dunning_event",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "action_id"],
            ["dunning_action.company_id", "dunning_action.id"],
            name=op.f("fk_dunning_event_company_id_action_id_dunning_action"),
        ),
        sa.PrimaryKeyConstraint("company_id", "action_id", "place", name=op.f("pk_dunning_event")),
    )
    op.create_table(
        "dunning_item",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attempt", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "action_id"],
            ["dunning_action.company_id", "dunning_action.id"],
            name=op.f("fk_dunning_item_company_id_action_id_dunning_action"),
        ),
        sa.PrimaryKeyConstraint("company_id", "item", "level", "attempt", name=op.f("pk_dunning_item")),
    )
    op.create_index(
        op.f("ix_dunning_item_company_id_action_id"),
        "dunning_item",
        ["company_id", "action_id"],
        unique=False,
    )
    op.create_table(
        "reminder",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("through", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.Column("action_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_reminder_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_reminder_company_id_import_id_import_run"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "invoice_id"],
            ["invoice.company_id", "invoice.id"],
            name=op.f("fk_reminder_company_id_invoice_id_invoice"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", "version", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "company_id",
            "source",
            "source_id",
            "version",
            name=op.f("uq_reminder_company_id_source_source_id_version"),
        ),
    )
    op.create_index(
        op.f("ix_reminder_company_id_customer_id"), "reminder", ["company_id", "customer_id"], unique=False
    )
