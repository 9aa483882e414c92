"""The facts of the ledger, and what was imported when."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "import_run",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("horizon", sa.Date(), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_import_run_company_id_company")
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "customer",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_customer_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_customer")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_customer_company_id_code")),
    )
    op.create_table(
        "rejection",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_rejection_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "import_id", "position", name=op.f("pk_rejection")),
    )
    op.create_table(
        "warning",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("import_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_warning_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "import_id", "position", name=op.f("pk_warning")),
    )
    op.create_table(
        "customer_correction",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_customer_correction_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_customer_correction_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "customer_id", "version", name=op.f("pk_customer_correction")),
    )
    op.create_table(
        "invoice",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_invoice_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_invoice_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_invoice")),
        sa.UniqueConstraint(
            "company_id", "source", "source_id", name=op.f("uq_invoice_company_id_source_source_id")
        ),
    )
    op.create_index(
        op.f("ix_invoice_company_id_customer_id"), "invoice", ["company_id", "customer_id"], unique=False
    )
    op.create_index(op.f("ix_invoice_company_id_number"), "invoice", ["company_id", "number"], unique=False)
    op.create_table(
        "payment",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_payment_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_payment_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_payment")),
        sa.UniqueConstraint(
            "company_id", "source", "source_id", name=op.f("uq_payment_company_id_source_source_id")
        ),
    )
    op.create_index(
        op.f("ix_payment_company_id_customer_id"), "payment", ["company_id", "customer_id"], unique=False
    )
    op.create_table(
        "allocation",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("allocated_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_allocation_company_id_import_id_import_run"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "invoice_id"],
            ["invoice.company_id", "invoice.id"],
            name=op.f("fk_allocation_company_id_invoice_id_invoice"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "payment_id"],
            ["payment.company_id", "payment.id"],
            name=op.f("fk_allocation_company_id_payment_id_payment"),
        ),
        sa.PrimaryKeyConstraint("company_id", "id", name=op.f("pk_allocation")),
        sa.UniqueConstraint(
            "company_id", "source", "source_id", name=op.f("uq_allocation_company_id_source_source_id")
        ),
    )
    op.create_index(
        op.f("ix_allocation_company_id_invoice_id"), "allocation", ["company_id", "invoice_id"], unique=False
    )
    op.create_index(
        op.f("ix_allocation_company_id_payment_id"), "allocation", ["company_id", "payment_id"], unique=False
    )
    op.create_table(
        "invoice_correction",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("invoice_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_invoice_correction_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_invoice_correction_company_id_import_id_import_run"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "invoice_id"],
            ["invoice.company_id", "invoice.id"],
            name=op.f("fk_invoice_correction_company_id_invoice_id_invoice"),
        ),
        sa.PrimaryKeyConstraint("company_id", "invoice_id", "version", name=op.f("pk_invoice_correction")),
    )
    op.create_index(
        op.f("ix_invoice_correction_company_id_customer_id"),
        "invoice_correction",
        ["company_id", "customer_id"],
        unique=False,
    )
    op.create_table(
        "payment_correction",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "customer_id"],
            ["customer.company_id", "customer.id"],
            name=op.f("fk_payment_correction_company_id_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_payment_correction_company_id_import_id_import_run"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "payment_id"],
            ["payment.company_id", "payment.id"],
            name=op.f("fk_payment_correction_company_id_payment_id_payment"),
        ),
        sa.PrimaryKeyConstraint("company_id", "payment_id", "version", name=op.f("pk_payment_correction")),
    )
    op.create_index(
        op.f("ix_payment_correction_company_id_customer_id"),
        "payment_correction",
        ["company_id", "customer_id"],
        unique=False,
    )
    op.create_table(
        "allocation_correction",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("allocation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "allocation_id"],
            ["allocation.company_id", "allocation.id"],
            name=op.f("fk_allocation_correction_company_id_allocation_id_allocation"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "import_id"],
            ["import_run.company_id", "import_run.id"],
            name=op.f("fk_allocation_correction_company_id_import_id_import_run"),
        ),
        sa.PrimaryKeyConstraint(
            "company_id", "allocation_id", "version", name=op.f("pk_allocation_correction")
        ),
    )
    op.execute(sa.text("INSERT INTO company (id, name) VALUES (1, NULL)"))
