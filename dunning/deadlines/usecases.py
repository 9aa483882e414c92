"""The calendar of what is lost by waiting: of all customers that owe, or of one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from credit.cover.deadlines import Deadline as Insured
from credit.cover.policy import CoverPolicy
from credit.cover.usecases import calendar_on
from dunning.claims import Claim, Debtor, Kind
from dunning.deadlines.deadline import Deadline
from dunning.deadlines.law import LawDeadlines
from dunning.deadlines.road import Given, Late, Road, deadlines_of, in_order
from dunning.dossier.papers import Kind as PaperKind
from dunning.dossier.papers import Paper
from dunning.dossier.repository import PaperReader
from dunning.gathering.failed.repository import proceedings_of
from dunning.gathering.repository import debtors
from dunning.law.debtor import in_law
from dunning.law.ruled import Certainty
from dunning.partners.policy import PartnersPolicy
from dunning.policy import DunningPolicy
from ledger.company.proceeding import Proceeding
from ledger.master.repository import profiles_on
from ledger.relation.hand_overs import HAND_OVER
from ledger.relation.repository import RelationRepository
from ledger.relation.standing import CaseOnEvening
from ledger.relation.usecases import list_cases
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """The law and the policies a calendar is made by."""

    law: LawDeadlines
    partners: PartnersPolicy
    dunning: DunningPolicy
    cover: CoverPolicy


def deadlines_on(
    session: ReadSession, rules: DeadlineRules, *, on: date, until: date | None, customer: str | None
) -> list[Deadline]:
    """Up to a day, or as far ahead as the policy looks; soonest first. Raises UnknownCustomer."""
    last = until or on + timedelta(days=rules.partners.ahead_days)
    ids = None
    if customer is not None:
        ids = [RelationRepository(session, as_recorded=None).customer_id(customer)]
    owing = debtors(session, rules.dunning, on=on, customers=ids)
    profiles = profiles_on(session, on, customers=[one.customer_id for one in owing])
    broken = proceedings_of(session, profiles, on=on)
    given = _given(list_cases(session, matter=HAND_OVER, customer=customer, as_of=on, as_recorded=None))
    declared = PaperReader(session).of_kind(PaperKind.DECLARATION, as_of=on)
    found = [
        deadline
        for one in owing
        for deadline in deadlines_of(
            _road(
                one,
                broken.get(one.customer_id),
                given.get(one.code, ()),
                declared,
                on,
                kind=in_law(profiles.get(one.customer_id)),
            ),
            rules.law,
            rules.partners,
            on=on,
            until=last,
        )
    ]
    ahead = replace(rules.cover, ahead_days=max((last - on).days, 0))
    insured = calendar_on(session, on=on, policy=ahead)
    found += [_insured(one) for one in insured if customer in (None, one.customer)]
    return in_order(one for one in found if one.last_on is None or one.last_on <= last)


def _given(cases: Iterable[CaseOnEvening]) -> Mapping[str, Sequence[Given]]:
    found: defaultdict[str, list[Given]] = defaultdict(list)
    for one in cases:
        if one.stands and one.told:
            reports = one.told["reports"]
            found[one.customer].append(
                Given(
                    number=one.case,
                    partner=one.told["name"],
                    party=one.told["party"],
                    since=one.opened_on,
                    heard_on=max((date.fromisoformat(told["on"]) for told in reports), default=None),
                    status=one.told["status"] or "",
                    invoices=tuple(part.invoice for part in one.invoices),
                )
            )
    return found


def _road(
    debtor: Debtor,
    proceeding: Proceeding | None,
    given: Sequence[Given],
    declared: Iterable[Paper],
    on: date,
    *,
    kind: Kind,
) -> Road:
    opened = None if proceeding is None else proceeding.open_since
    return Road(
        code=debtor.code,
        name=debtor.name,
        debtor=kind,
        late=tuple(
            _late(one) for one in debtor.claims if one.item.startswith("i:") and _counts(one, opened, on)
        ),
        given=tuple(given),
        proceeding=proceeding,
        declared=any(
            one.customer_id == debtor.customer_id and (opened is None or one.happened_on >= opened)
            for one in declared
        ),
    )


def _counts(claim: Claim, opened: date | None, on: date) -> bool:
    """Late ones; of a customer in a proceeding all: they must be declared before they are due (L622-24)."""
    return claim.open_cents > 0 and (claim.due_on < on or opened is not None)


def _late(claim: Claim) -> Late:
    return Late(
        number=claim.number,
        issued_on=claim.issued_on,
        due_on=claim.due_on,
        open_cents=claim.open_cents,
        currency=claim.currency,
        notice_on=None if claim.last is None else claim.last.deadline_on,
        held=bool(claim.held),
    )


def _insured(one: Insured) -> Deadline:
    return Deadline(
        kind=f"insurer_{one.kind}",
        customer=one.customer,
        name=one.name,
        last_on=one.last_on,
        invoices=one.invoices,
        cents=one.cents,
        currency=one.currency,
        article="",
        certainty=Certainty.CONTRACT,
        missed=one.missed,
        about=one.policy_number,
    )
