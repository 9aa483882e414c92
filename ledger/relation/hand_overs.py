"""Hand-overs: somebody else collects, so that our own reminders rest until we take the claim back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ledger.errors import ActRefused
from ledger.relation.accounts import Accounts, Item
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import NewAct, When, check_ending, check_when
from ledger.relation.details import (
    Details,
    cents_in,
    choice_in,
    day_in,
    invoices_in,
    text_in,
    truth_in,
)
from ledger.relation.disputes import Label

HAND_OVER = "hand_over"
GIVEN, TAKEN_BACK, REPORTED = "given", "taken_back", "reported"
ACCEPTED, WORKING, RECOVERED, CLOSED = "accepted", "working", "recovered", "closed"
STATUSES = {
    ACCEPTED: Label("accepted", "acceptée"),
    WORKING: Label("being worked on", "en cours"),
    RECOVERED: Label("money recovered", "encaissement"),
    CLOSED: Label("closed", "clôturée"),
}
CLOSED_FOR = {
    "paid": Label("all is paid", "tout est réglé"),
    "refused": Label("the partner does not take it", "refusée par le partenaire"),
    "irrecoverable": Label("nothing is to be had", "irrécouvrable"),
    "insolvent": Label("a proceeding was opened", "procédure collective"),
    "recalled": Label("we called it back", "rappelée par nous"),
    "other": Label("another reason", "autre motif"),
}
FACTOR = "factor"
PARTIES = {
    "agency": Label("collection agency", "société de recouvrement"),
    "lawyer": Label("lawyer", "avocat"),
    "commissaire_de_justice": Label("commissaire de justice", "commissaire de justice"),
    FACTOR: Label("factor", "affactureur"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the third party told of a day: its status, and what it recovered or why it closed the file."""

    on: date
    status: str
    cents: int = 0
    currency: str = ""
    reason: str = ""
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who collects, and what: all the customer owes when no invoice is named.

    `recourse` is for a factor, to whom the claim is assigned: whether an unpaid one comes back to us.
    """

    party: str
    name: str
    recourse: bool | None
    invoices: tuple[int, ...]
    note: str
    reports: tuple[Report, ...] = ()

    @property
    def status(self) -> str:
        """The last one told; blank before the first."""
        return self.reports[-1].status if self.reports else ""

    @property
    def recovered(self) -> dict[str, int]:
        """Cents by currency, as the third party told them."""
        found: dict[str, int] = {}
        for one in self.reports:
            if one.status == RECOVERED:
                found[one.currency] = found.get(one.currency, 0) + one.cents
        return found


HandOver = Case[Mandate, str]


def _mandate(details: Details) -> Mandate:
    party = choice_in(details, "party", PARTIES)
    return Mandate(
        party=party,
        name=text_in(details, "name"),
        recourse=truth_in(details, "recourse") if party == FACTOR else None,
        invoices=invoices_in(details),
        note=text_in(details, "note"),
    )


def _reported(mandate: Mandate, details: Details) -> Mandate:
    status = choice_in(details, "status", STATUSES)
    recovered = status == RECOVERED
    told = Report(
        on=day_in(details, "on"),
        status=status,
        cents=cents_in(details, "cents") if recovered else 0,
        currency=text_in(details, "currency") if recovered else "",
        reason=choice_in(details, "reason", CLOSED_FOR) if status == CLOSED else "",
        reference=text_in(details, "reference"),
        note=text_in(details, "note"),
    )
    return replace(mandate, reports=(*mandate.reports, told))


HAND_OVERS = Grammar(
    matter=HAND_OVER,
    opening=GIVEN,
    read=_mandate,
    ending=TAKEN_BACK,
    read_end=lambda details: text_in(details, "note"),
    changes={REPORTED: _reported},
)


def hand_overs_on(acts: Sequence[RelationAct], *, as_of: date) -> list[HandOver]:
    """Every hand-over known on an evening, those taken back too."""
    return cases_of(HAND_OVERS, acts, as_of=as_of)


def give(
    items: Sequence[Item],
    accounts: Accounts,
    hand_overs: Iterable[HandOver],
    *,
    customer_id: int,
    party: str,
    name: str,
    recourse: bool | None,
    note: str,
    when: When,
) -> NewAct:
    """Raises ActRefused for a claim that is handed over already, or a recourse on anybody but a factor."""
    check_when(when, items)
    if party not in PARTIES:
        raise ActRefused(f"“{party}” is nobody to hand a claim over to. Choose one of {', '.join(PARTIES)}.")
    if (party == FACTOR) != (recourse is not None):
        raise ActRefused(
            "Say whether the factor has recourse against us."
            if party == FACTOR
            else "Only a factor has recourse against us, or has not."
        )
    for one in items:
        if one.open_cents <= 0:
            raise ActRefused(f"Nothing is open on {one.number}.")
    _check_free(items, accounts, [one for one in hand_overs if one.customer_id == customer_id])
    details = {
        "party": party,
        "name": name,
        "invoices": [one.invoice_id for one in items],
        "note": note,
        **({} if recourse is None else {"recourse": recourse}),
    }
    return NewAct(HAND_OVER, GIVEN, None, customer_id, when.happened_on, details)


def take_back(case: HandOver, *, note: str, when: When) -> NewAct:
    check_ending(case, when, ended="taken back")
    return NewAct(HAND_OVER, TAKEN_BACK, case.id, case.customer_id, when.happened_on, {"note": note})


def report(case: HandOver, told: Report, *, currencies: Iterable[str], when: When) -> NewAct:
    """What a third party told; `currencies` are those in which the customer has invoices. Without one, an
    amount is in the only one there is.

    Raises ActRefused for a file that is closed or taken back, or a report that says too little or too much.
    """
    check_ending(case, when, ended="taken back")
    known = sorted(set(currencies))
    if told.cents and not told.currency and len(known) == 1:
        told = replace(told, currency=known[0])
    _check_report(case, told, known)
    details: dict[str, Any] = {"status": told.status, "on": when.happened_on.isoformat()}
    if told.status == RECOVERED:
        details |= {"cents": told.cents, "currency": told.currency}
    if told.status == CLOSED:
        details["reason"] = told.reason
    details |= {"reference": told.reference, "note": told.note}
    return NewAct(HAND_OVER, REPORTED, case.id, case.customer_id, when.happened_on, details)


def _check_report(case: HandOver, told: Report, currencies: Sequence[str]) -> None:
    if told.status not in STATUSES:
        raise ActRefused(f"“{told.status}” is no status. Choose one of {', '.join(STATUSES)}.")
    before = "" if case.terms is None else case.terms.status
    if before == CLOSED:
        raise ActRefused(f"The file of the hand-over {case.id} is closed. Take the claim back instead.")
    if told.status == ACCEPTED and before:
        raise ActRefused(f"The hand-over {case.id} was accepted already: it is {before}.")
    if (told.status == RECOVERED) != (told.cents > 0):
        raise ActRefused("Say what was recovered with --amount: an amount above 0, and only with recovered.")
    if told.status == RECOVERED and told.currency not in currencies:
        known = ", ".join(currencies) or "none"
        raise ActRefused(f"The customer has no invoice in “{told.currency}”. Its currencies: {known}.")
    if (told.status == CLOSED) != bool(told.reason):
        raise ActRefused(f"Say why it is closed, and only then: --reason {', '.join(CLOSED_FOR)}.")
    if told.reason and told.reason not in CLOSED_FOR:
        raise ActRefused(f"“{told.reason}” is no reason to close. Choose one of {', '.join(CLOSED_FOR)}.")


def _check_free(items: Sequence[Item], accounts: Accounts, hand_overs: Iterable[HandOver]) -> None:
    for case in hand_overs:
        if case.terms is None or not case.stands:
            continue
        theirs = case.terms.invoices
        mine = [one.invoice_id for one in items]
        if not theirs or not mine:
            what = "What the customer owes, or a part of it,"
        elif both := [one for one in mine if one in theirs]:
            what = accounts.number_of(both[0])
        else:
            continue
        raise ActRefused(f"{what} is handed over already (number {case.id}). Take that back first.")
