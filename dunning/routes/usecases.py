"""Compare the routes for a customer, from what the ledger and the policies know on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.charges.policy import PenaltyPolicy
from dunning.charges.usecases import penalties
from dunning.claims import Claim, Debtor, Kind
from dunning.dossier.papers import Kind as PaperKind
from dunning.dossier.repository import PaperReader
from dunning.gathering.failed.repository import proceedings_of
from dunning.gathering.repository import debtors
from dunning.law.deadlines import CodeLaw
from dunning.law.debtor import in_law
from dunning.law.rates import last_known
from dunning.partners.fitting import PROCEEDING, fitted, road_case
from dunning.partners.policy import PartnersPolicy, Party
from dunning.policy import DunningPolicy
from dunning.receivable.receivable import NOTHING_KEPT, receivables
from dunning.receivable.repository import PenaltyReader
from dunning.routes.case import Failed, Fee, RecoveryCase
from dunning.routes.comparing import Compared, compared
from dunning.routes.policy import RecoveryPolicy
from ledger.company.proceeding import Proceeding
from ledger.master.repository import profiles_on
from ledger.relation.repository import RelationRepository
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class RouteRules:
    """The policies a comparison is made by."""

    recovery: RecoveryPolicy
    partners: PartnersPolicy
    dunning: DunningPolicy
    penalties: PenaltyPolicy

    @property
    def law(self) -> CodeLaw:
        return CodeLaw(confirmed=self.recovery.confirmed, transport=self.recovery.transport)


@dataclass(frozen=True, slots=True)
class Choice:
    """The routes of one case, the best first. A person decides."""

    case: RecoveryCase
    routes: tuple[Compared, ...]


def routes_for(session: ReadSession, code: str, rules: RouteRules, *, on: date) -> list[Choice]:
    """One choice for each currency in which something late may be claimed. Raises UnknownCustomer."""
    key = RelationRepository(session, as_recorded=None).customer_id(code)
    owing = debtors(session, rules.dunning, on=on, customers=[key])
    return [
        Choice(case, tuple(compared(case, rules.recovery, on=on)))
        for debtor in owing
        for case in _cases(session, debtor, rules, on)
    ]


def _cases(session: ReadSession, debtor: Debtor, rules: RouteRules, on: date) -> list[RecoveryCase]:
    profiles = profiles_on(session, on, customers=[debtor.customer_id])
    kind = in_law(profiles.get(debtor.customer_id))
    proceeding = proceedings_of(session, profiles, on=on).get(debtor.customer_id)
    proceeding = proceeding if proceeding is not None and proceeding.open else None
    failed = None if proceeding is None else _failed(session, debtor, proceeding, rules.law, on)
    wanted = [one for one in debtor.claims if _counts(one, proceeding, on)]
    interest = _interest(session, debtor, rules, wanted, on)
    found = []
    for currency in sorted({one.currency for one in wanted}):
        same = [one for one in wanted if one.currency == currency]
        cents = sum(_claimed(one, proceeding) for one in same) - debtor.credits.get(currency, 0)
        if cents > 0:
            found.append(
                RecoveryCase(
                    code=debtor.code,
                    name=debtor.name,
                    kind=kind,
                    country=debtor.country,
                    currency=currency,
                    cents=cents,
                    interest_cents=interest.get(currency, 0),
                    disputed_cents=sum(one.open_cents - _claimed(one, proceeding) for one in same),
                    oldest_days=max(one.days_late(on) for one in same),
                    pd_12m=debtor.risk.pd_12m,
                    prescribed_on=_prescribed(same, kind, rules.law),
                    failed=failed,
                    fee=_fee(debtor, currency, rules.partners, on),
                )
            )
    return found


def _counts(one: Claim, proceeding: Proceeding | None, on: date) -> bool:
    """Late and not wholly held back; in a proceeding all that was born before it opened."""
    if not one.item.startswith("i:") or one.open_cents <= 0:
        return False
    if proceeding is None:
        return one.due_on < on and one.claimable_cents > 0
    opened = proceeding.open_since
    return opened is None or one.issued_on is None or one.issued_on < opened


def _claimed(one: Claim, proceeding: Proceeding | None) -> int:
    """A proceeding holds back its claims, which are declared in whole all the same."""
    return one.claimable_cents if proceeding is None else one.open_cents


def _interest(
    session: ReadSession, debtor: Debtor, rules: RouteRules, wanted: list[Claim], on: date
) -> Mapping[str, int]:
    """By currency, of the claims in question up to the last day whose rate is known, and what letters claimed
    of invoices that are paid.
    """
    items = {one.item for one in wanted}
    until = on if rules.penalties.contractual is not None else min(on, last_known())
    found: dict[str, int] = {}
    for one in penalties(session, debtor.code, rules.penalties, on=until).charged:
        if one.invoice.item in items:
            found[one.invoice.currency] = found.get(one.invoice.currency, 0) + one.interest_cents
    owed = {one.item for one in debtor.claims}
    kept = PenaltyReader(session).kept([debtor.customer_id], on=on).get(debtor.customer_id, NOTHING_KEPT)
    for left in receivables(kept.told, kept.acts):
        if left.item not in owed:
            found[left.currency] = found.get(left.currency, 0) + left.open_cents
    return found


def _failed(session: ReadSession, debtor: Debtor, proceeding: Proceeding, law: CodeLaw, on: date) -> Failed:
    opened, relief = proceeding.open_since, law.relief(proceeding)
    papers = PaperReader(session).of_kind(PaperKind.DECLARATION, as_of=on)
    declared = any(
        one.customer_id == debtor.customer_id and (opened is None or one.happened_on >= opened)
        for one in papers
    )
    return Failed(opened, proceeding.claims_due_on, None if relief is None else relief.last_on, declared)


def _prescribed(claims: list[Claim], kind: Kind, law: CodeLaw) -> date | None:
    """The last day in court of the youngest: until then some of it may be brought there."""
    ruled = [law.prescription(due_on=one.due_on, issued_on=one.issued_on, debtor=kind) for one in claims]
    days = [one.last_on for one in ruled if one is not None and one.last_on is not None]
    return max(days) if len(days) == len(ruled) else None


def _fee(debtor: Debtor, currency: str, policy: PartnersPolicy, on: date) -> Fee | None:
    """Of the cheapest agency that may take the case."""
    case = road_case(debtor, on=on)
    if PROCEEDING in case.matters:
        return None
    for one in fitted(policy, case, on=on):
        if one.may and one.partner.party is Party.AGENCY:
            fixed = one.partner.fixed_cents.get(currency, 0)
            return Fee(one.partner.name, fixed, one.partner.success_bp)
    return None
