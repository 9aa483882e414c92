"""Gathers what goes with messages, as known on the day they are decided."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dunning.claims import Debtor
from dunning.deciding import Decision
from dunning.dossier.facts import Account
from dunning.dossier.gathering.repository import accounts_of
from dunning.dossier.papers import Kind, Paper
from dunning.dossier.repository import PaperReader
from dunning.enclosed import NOTHING, Enclosed, files_of, fitting
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The stored invoices and the accounts of some customers; `most` bytes go with one message."""

    session: ReadSession
    most: int
    papers: Mapping[int, Sequence[Paper]]
    accounts: Mapping[int, Account]

    def enclosed_with(self, decision: Decision) -> Enclosed:
        """The files that the decision's step asks for, read only now: a day's need not fit in memory."""
        step, customer = decision.step, decision.customer_id
        if step is None or not self.most or not (step.attach_invoices or step.attach_statement):
            return NOTHING
        stored = files_of(decision, self.papers.get(customer, ())) if step.attach_invoices else ()
        kept = fitting(stored, most=self.most)
        contents = PaperReader(self.session).contents(customer, [one.paper for one in kept])
        return Enclosed(
            invoices=tuple(replace(one, content=contents[one.paper]) for one in kept),
            left_out=tuple(one.invoice for one in stored if one not in kept),
            account=self.accounts.get(customer) if step.attach_statement else None,
            most=self.most,
        )


def cabinet(
    session: ReadSession, acting: Sequence[tuple[Debtor, Decision]], *, most: int, on: date
) -> Cabinet:
    """For the decisions of a day; what no step asks for is not looked for."""
    steps = [(debtor, decision.step) for debtor, decision in acting if decision.step is not None and most]
    filed = sorted({debtor.customer_id for debtor, step in steps if step.attach_invoices})
    named = {one.customer_id: (one.code, one.name) for one, step in steps if step.attach_statement}
    papers = PaperReader(session).of_customers(filed, Kind.INVOICE, as_of=on)
    return Cabinet(session, most, papers, accounts_of(session, named, as_of=on))


def still_stand(session: ReadSession, customer_id: int, papers: Collection[int], *, on: date) -> bool:
    """Whether none of the papers was withdrawn meanwhile."""
    if not papers:
        return True
    known = PaperReader(session).of_customer(customer_id, as_of=on)
    return {one.id for one in known if not one.withdrawn}.issuperset(papers)
