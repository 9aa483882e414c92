"""Run by Alembic: applies the revisions on the connection that store/schema.py opened."""

from alembic import context

from access import tables as _access_tables  # noqa: F401
from credit.alerts import tables as _alert_tables  # noqa: F401
from dunning import tables as _dunning_tables  # noqa: F401
from dunning.dossier import tables as _dossier_tables  # noqa: F401
from ledger import tables as _ledger_tables  # noqa: F401  # declares its tables on the shared metadata
from ledger.erased import tables as _erased_tables  # noqa: F401
from ledger.registers import tables as _register_tables  # noqa: F401
from messaging import tables as _messaging_tables  # noqa: F401
from messaging.returns import tables as _return_tables  # noqa: F401
from scoring import tables as _scoring_tables  # noqa: F401
from store.answered import tables as _answered_tables  # noqa: F401
from store.base import Base
from store.jobs import tables as _job_tables  # noqa: F401

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
