"""Every table there is, declared whoever asks: what walks over all of them must miss none."""

from access import tables as of_access
from credit.alerts import tables as of_alerts
from dunning import tables as of_dunning
from dunning.dossier import tables as of_papers
from ledger import tables as of_ledger
from ledger.erased import tables as of_erasures
from ledger.registers import tables as of_registers
from messaging import tables as of_messages
from messaging.returns import tables as of_returns
from scoring import tables as of_scores
from store.answered import tables as of_answers
from store.base import Base
from store.jobs import tables as of_jobs

DECLARING = (
    *(of_access, of_alerts, of_answers, of_dunning, of_erasures, of_jobs, of_ledger, of_messages),
    *(of_papers, of_registers, of_returns, of_scores),
)
METADATA = Base.metadata
