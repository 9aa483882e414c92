"""List what was claimed beside the invoices; give it up, or let unallocated money settle it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dunning.charges.policy import PenaltyPolicy
from dunning.charges.usecases import PaidLate, Picked, paid_late, running_rates
from dunning.claims import Kind
from dunning.deadlines.law import LawDeadlines
from dunning.errors import PenaltyRefused
from dunning.law.debtor import in_law
from dunning.law.imputation import Settlement
from dunning.law.ruled import Ruled
from dunning.receivable.money.repository import PaymentFound, payments_of
from dunning.receivable.receivable import PenaltyAct, Receivable, What, receivables
from dunning.receivable.repository import PenaltyReader, PenaltyRepository
from dunning.receivable.told import Letter
from dunning.settling.debts import parts_of, settled
from kernel.language import Language
from kernel.money import Money
from ledger.imports.repository import ImportRepository
from ledger.master.repository import profiles_on
from ledger.registers.usecases import Act
from ledger.relation.repository import RelationRepository
from ledger.reports.repository import OpenItemsRepository
from store.session import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Owed:
    """What one invoice's penalties came to, whose they are, and until when they can be brought to court."""

    customer: str
    name: str
    receivable: Receivable
    prescribed: Ruled | None


@dataclass(frozen=True, slots=True)
class PayOrder:
    """Of which payment how much is for penalties; `invoices` by number are the payer's instruction."""

    payment: int
    cents: int
    invoices: Sequence[str]
    why: str


def claimed(session: ReadSession, law: LawDeadlines, *, on: date, customer: str | None) -> list[Owed]:
    """By customer and invoice, of letters that certainly left. Raises UnknownCustomer."""
    ids = None if customer is None else [RelationRepository(session, as_recorded=None).customer_id(customer)]
    kept = PenaltyReader(session).kept(ids, on=on)
    codes, names = OpenItemsRepository(session, as_of=date.max, as_recorded=None).customers(set(kept))
    profiles = profiles_on(session, on, customers=sorted(kept))
    found = [
        Owed(codes[key], names[key] or "", one, _prescribed(law, one, in_law(profiles.get(key))))
        for key, mine in kept.items()
        for one in receivables(mine.told, mine.acts)
    ]
    return sorted(found, key=lambda one: (one.customer, one.receivable.due_on, one.receivable.invoice))


def claim_paid_late(
    session: WriteSession, act: Act, code: str, policy: PenaltyPolicy, picked: Picked, *, language: Language
) -> PaidLate:
    """Write down that a letter on invoices paid late is sent: what it claims was told from now on.

    Raises UnknownCustomer, NotInForce, PenaltyRefused.
    """
    ImportRepository(session).lock()
    found = paid_late(session, code, policy, picked, language=language, on=act.on)
    if not found.told:
        raise PenaltyRefused(f"No invoice of {code} that is meant was paid late with penalties left to pay.")
    key = RelationRepository(session, as_recorded=None).customer_id(code)
    letter = Letter(found.reference, act.on, act.author, act.recorded_at, found.told)
    PenaltyRepository(session).add_letter(key, letter)
    return found


def waive(
    session: WriteSession, act: Act, customer: str, *, invoices: Sequence[str], why: str
) -> list[PenaltyAct]:
    """Give up all penalties up to the day of the act, of some invoices or of all that were claimed.

    Raises UnknownCustomer, PenaltyRefused.
    """
    _needs_reason(why)
    key, owed = _owed(session, customer)
    chosen = [one for one in _chosen(owed, invoices, customer) if one.open_cents]
    if not chosen:
        raise PenaltyRefused(f"No penalty of {customer} is open: there is nothing to waive.")
    repository = PenaltyRepository(session)
    acts = [
        PenaltyAct(
            *(number, key, What.WAIVED, one.item, one.invoice, one.currency),
            on=max(act.on, one.until),
            interest_cents=one.open_interest_cents,
            indemnity_cents=one.open_indemnity_cents,
            payment_id=0,
            why=why,
            author=act.author,
        )
        for number, one in enumerate(chosen, start=repository.next_id())
    ]
    repository.add(acts, recorded_at=act.recorded_at)
    return acts


def pay(
    session: WriteSession, act: Act, customer: str, order: PayOrder, policy: PenaltyPolicy
) -> list[PenaltyAct]:
    """Let unallocated money of a payment settle penalties: as the payer says, else by the law's order.

    Raises UnknownCustomer, PenaltyRefused, CurrencyMismatch.
    """
    _needs_reason(order.why)
    key, owed = _owed(session, customer)
    repository = PenaltyRepository(session)
    payment = _payment(session, key, customer, order, on=act.on)
    _check_free(payment, order, repository.acts([key]).get(key, ()))
    same = [one for one in owed if one.currency == payment.currency and one.open_cents]
    chosen = _chosen(same, order.invoices, customer) if order.invoices else ()
    rates = running_rates(session, customer, policy, on=act.on, paid_on=payment.paid_on)
    done = settled(Money(order.cents, payment.currency), same, rates, chosen, on=payment.paid_on)
    if done.held_cents:
        left = Money(done.held_cents, payment.currency)
        raise PenaltyRefused(f"{left} more than the penalties of {customer} that are open: say less.")
    paid = [one for one in same if any(parts_of(one, done)[:2])]
    acts = [
        _paid(one, done, payment, number, key, act, order)
        for number, one in enumerate(paid, start=repository.next_id())
    ]
    repository.add(acts, recorded_at=act.recorded_at)
    return acts


def _paid(
    one: Receivable,
    done: Settlement,
    payment: PaymentFound,
    number: int,
    key: int,
    act: Act,
    order: PayOrder,
) -> PenaltyAct:
    interest, flat, rule = parts_of(one, done)
    return PenaltyAct(
        *(number, key, What.PAID, one.item, one.invoice, one.currency),
        on=act.on,
        interest_cents=interest,
        indemnity_cents=flat,
        payment_id=payment.id,
        why=f"{order.why} ({rule})",
        author=act.author,
    )


def _payment(session: WriteSession, key: int, customer: str, order: PayOrder, *, on: date) -> PaymentFound:
    """As known on the day of the act, with what of it no invoice took now. Raises PenaltyRefused."""
    then = payments_of(session, [key], on=on).get(key, {}).get(order.payment)
    now = payments_of(session, [key], on=date.max).get(key, {}).get(order.payment)
    if then is None or now is None:
        raise PenaltyRefused(f"{customer} has no payment {order.payment}; encours export lists payments.")
    return replace(then, unallocated_cents=min(then.unallocated_cents, now.unallocated_cents))


def _check_free(payment: PaymentFound, order: PayOrder, acts: Sequence[PenaltyAct]) -> None:
    used = sum(one.interest_cents + one.indemnity_cents for one in acts if one.payment_id == payment.id)
    free = payment.unallocated_cents - used
    if order.cents > free:
        raise PenaltyRefused(
            f"Payment {payment.id} has {Money(max(free, 0), payment.currency)} that no invoice took; "
            f"{Money(order.cents, payment.currency)} was asked. The ledger's own allocations stand."
        )


def _owed(session: WriteSession, customer: str) -> tuple[int, list[Receivable]]:
    """Under lock, as everything is known now. Raises UnknownCustomer."""
    ImportRepository(session).lock()
    key = RelationRepository(session, as_recorded=None).customer_id(customer)
    kept = PenaltyReader(session).kept([key]).get(key)
    return key, [] if kept is None else receivables(kept.told, kept.acts)


def _chosen(owed: Sequence[Receivable], invoices: Sequence[str], customer: str) -> list[Receivable]:
    """Those of the invoices named, in that order; all where none is. Raises PenaltyRefused."""
    if not invoices:
        return list(owed)
    found = []
    for number in invoices:
        same = [one for one in owed if one.invoice == number]
        if len(same) != 1:
            raise PenaltyRefused(
                f"{len(same)} invoices {number} of {customer} have penalties claimed: "
                f"encours penalties list --customer {customer} shows them."
            )
        found += same
    return found


def _prescribed(law: LawDeadlines, one: Receivable, debtor: Kind) -> Ruled | None:
    """Counted from the due date of the invoice: interest of later days may still live longer."""
    return law.prescription(due_on=one.due_on, issued_on=None, debtor=debtor)


def _needs_reason(why: str) -> None:
    if not why.strip():
        raise PenaltyRefused("Say why: whoever reads the case later must know.")
