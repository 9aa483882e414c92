"""Reckon interest and indemnity from the ledger: for notices about to leave, and for whoever asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from dunning.charges.before import before_of
from dunning.charges.charging import (
    Charged,
    LateInvoice,
    charged,
    charges_of,
    reckoned_until,
    running_rate,
    still_owed,
)
from dunning.charges.opened import paid_on, steps_of
from dunning.charges.policy import ClaimedFrom, PenaltyPolicy
from dunning.charges.repository import late_invoices
from dunning.claims import Claim, Debtor, Kind
from dunning.composing import Charges
from dunning.deciding import Decision
from dunning.gathering.failed.repository import proceedings_of
from dunning.gathering.repository import address_of
from dunning.law.debtor import in_law
from dunning.notice import Form
from dunning.receivable.receivable import NOTHING_KEPT, Kept
from dunning.receivable.repository import PenaltyReader
from dunning.receivable.told import Told
from kernel.language import Language
from ledger.company.proceeding import Proceeding
from ledger.master.repository import profiles_on
from ledger.relation.accounts import Accounts
from ledger.relation.repository import RelationRepository, accounts_of
from store.session import ReadSession

_INVOICE = "i:"


@dataclass(frozen=True, slots=True)
class Penalties:
    """What a customer's late invoices cost by a day; interest stops where a proceeding `opened_on` a day."""

    customer: str
    name: str
    debtor: Kind
    on: date
    opened_on: date | None
    charged: tuple[Charged, ...]


def charges_for(
    session: ReadSession, acting: Iterable[tuple[Debtor, Decision]], policy: PenaltyPolicy, *, on: date
) -> Mapping[int, Charges]:
    """By customer, for those whose message claims charges; the others are not looked at.

    A later notice tells the whole to its own day and replaces what an earlier one told: no day counts twice.
    Days that were waived are left out, and an indemnity told before is not told as a new one.
    """
    wanted = [(debtor, decision) for debtor, decision in acting if _claims(decision, policy)]
    if not wanted:
        return {}
    customers = [debtor.customer_id for debtor, _ in wanted]
    accounts = accounts_of(session, customers, as_of=on)
    profiles = profiles_on(session, on, customers=customers)
    failed = proceedings_of(session, profiles, on=on)
    kept = PenaltyReader(session).kept(customers)
    until, found = reckoned_until(on, policy), {}
    for debtor, decision in wanted:
        items = {line.item for line in decision.lines}
        mine = kept.get(debtor.customer_id, NOTHING_KEPT)
        owed = [_late(one, accounts) for one in debtor.claims if one.item in items and _is_invoice(one)]
        late = [after_letters(one, mine) for one in owed]
        opened_on = _opened_on(failed.get(debtor.customer_id))
        kind = in_law(profiles.get(debtor.customer_id))
        told = [charged(one, policy, debtor=kind, opened_on=opened_on, on=on, until=until) for one in late]
        language = (decision.to.language if decision.to else None) or debtor.language
        found[debtor.customer_id] = charges_of(told, policy, debtor=kind, language=language, on=until)
    return found


def penalties(
    session: ReadSession, code: str, policy: PenaltyPolicy, *, on: date, since: date | None = None
) -> Penalties:
    """What a customer's late invoices cost up to a day, those paid late too; `since` leaves out days before.

    Raises UnknownCustomer, NotInForce.
    """
    key = RelationRepository(session, as_recorded=None).customer_id(code)
    profiles = profiles_on(session, on, customers=[key])
    profile = profiles.get(key)
    opened_on = _opened_on(proceedings_of(session, profiles, on=on).get(key))
    late = late_invoices(session, key, on=on)
    if since is not None:
        late = [replace(one, claimed_until=since - timedelta(days=1)) for one in late]
    kind = in_law(profile)
    told = [charged(one, policy, debtor=kind, opened_on=opened_on, on=on) for one in late]
    name = "" if profile is None else profile.name or ""
    return Penalties(code, name, kind, on, opened_on, tuple(told))


def after_letters(one: LateInvoice, kept: Kept) -> LateInvoice:
    """With what earlier letters claimed of it, and what was paid or waived since."""
    before = before_of(kept, one.item)
    days = [day for day in (one.claimed_until, before.waived_until) if day is not None]
    return replace(
        one,
        before=before,
        claimed_until=max(days, default=None),
        indemnity_claimed=one.indemnity_claimed or before.flat_told,
    )


def running_rates(
    session: ReadSession, code: str, policy: PenaltyPolicy, *, on: date, paid_on: date
) -> Mapping[str, Fraction]:
    """By item as known on an evening: the yearly rate at which its interest grew on the day of a payment.

    Raises UnknownCustomer.
    """
    key = RelationRepository(session, as_recorded=None).customer_id(code)
    profiles = profiles_on(session, on, customers=[key])
    kind, opened_on = in_law(profiles.get(key)), _opened_on(proceedings_of(session, profiles, on=on).get(key))
    return {
        one.item: running_rate(one, policy, debtor=kind, opened_on=opened_on, on=paid_on)
        for one in late_invoices(session, key, on=on)
    }


@dataclass(frozen=True, slots=True)
class PaidLate:
    """What invoices paid late still cost beside them, less what was paid or waived; and whose they are.

    `told` is the same whole, as a letter claims it; `earlier` are the letters, with their days, that claimed
    some of it before.
    """

    customer: str
    name: str
    address: tuple[str, ...]
    charged: tuple[Charged, ...]
    rates: str
    on: date
    told: tuple[Told, ...] = ()
    earlier: tuple[tuple[str, date], ...] = ()

    @property
    def reference(self) -> str:
        return f"P-{self.customer}-{self.on:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class Picked:
    """Which invoices paid late are meant: some by number, or those paid within some days; else all."""

    invoices: tuple[str, ...] = ()
    paid_from: date = date.min
    paid_to: date = date.max

    def takes(self, one: LateInvoice) -> bool:
        paid = one.paid_on
        meant = not self.invoices or one.number in self.invoices
        return meant and paid is not None and self.paid_from <= paid <= self.paid_to


def paid_late(
    session: ReadSession, code: str, policy: PenaltyPolicy, picked: Picked, *, language: Language, on: date
) -> PaidLate:
    """Invoices paid after their due date whose penalties are open. Raises UnknownCustomer, NotInForce."""
    told = penalties(session, code, policy, on=on)
    key = RelationRepository(session, as_recorded=None).customer_id(code)
    kept = PenaltyReader(session).kept([key], on=on).get(key, NOTHING_KEPT)
    profile = profiles_on(session, on, customers=[key]).get(key)
    late = [after_letters(one.invoice, kept) for one in told.charged if picked.takes(one.invoice)]
    again = [charged(one, policy, debtor=told.debtor, opened_on=told.opened_on, on=on) for one in late]
    left = [(one, still_owed(one)) for one in again]
    open_still = [(one, owed) for one, owed in left if owed.interest_cents or owed.indemnity_cents]
    found = tuple(owed for _, owed in open_still)
    said = charges_of(found, policy, debtor=told.debtor, language=language, on=on)
    whole = charges_of([one for one, _ in open_still], policy, debtor=told.debtor, language=language, on=on)
    before = sorted((one.invoice.before for one, _ in open_still), key=lambda one: one.order)
    earlier = tuple(dict.fromkeys((one.letter, one.letter_on) for one in before if one.letter_on))
    return PaidLate(code, told.name, address_of(profile), found, said.rates, on, whole.told, earlier)


def _claims(decision: Decision, policy: PenaltyPolicy) -> bool:
    step = decision.step
    if step is None or step.way.by_person or policy.claimed_from is ClaimedFrom.NEVER:
        return False
    if policy.claimed_from is ClaimedFrom.REMINDER:
        return step.form in (Form.REMINDER, Form.FORMAL_NOTICE)
    return step.form is Form.FORMAL_NOTICE


def _is_invoice(claim: Claim) -> bool:
    return claim.item.startswith(_INVOICE)


def _opened_on(proceeding: Proceeding | None) -> date | None:
    return None if proceeding is None else proceeding.open_since


def _late(claim: Claim, accounts: Accounts) -> LateInvoice:
    since = min(claim.due_on, claim.issued_on or claim.due_on)
    receipts = accounts.receipts.get(claim.invoice_id, ())
    steps = steps_of(claim.amount_cents, since=since, receipts=receipts)
    return LateInvoice(
        claim.item, claim.number, claim.currency, claim.due_on, steps, paid_on(steps), born_on=claim.issued_on
    )
