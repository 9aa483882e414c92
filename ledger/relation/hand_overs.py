"""Hand-overs: somebody else collects, so that our own reminders rest until we take the claim back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import ActRefused
from ledger.relation.accounts import Accounts, Item
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import NewAct, When, check_ending, check_when
from ledger.relation.details import Details, choice_in, invoices_in, text_in, truth_in
from ledger.relation.disputes import Label

HAND_OVER = "hand_over"
GIVEN, TAKEN_BACK = "given", "taken_back"
FACTOR = "factor"
PARTIES = {
    "agency": Label("collection agency", "société de recouvrement"),
    "lawyer": Label("lawyer", "avocat"),
    "commissaire_de_justice": Label("commissaire de justice", "commissaire de justice"),
    FACTOR: Label("factor", "affactureur"),
}


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


HAND_OVERS = Grammar(
    matter=HAND_OVER,
    opening=GIVEN,
    read=_mandate,
    ending=TAKEN_BACK,
    read_end=lambda details: text_in(details, "note"),
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
