"""What a message to a customer says, before anybody words or prints it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.language import Language


class Form(StrEnum):
    """What kind of message it is. Only reminders and formal notices chase."""

    PRE_DUE = "pre_due"
    REMINDER = "reminder"
    FORMAL_NOTICE = "formal_notice"
    STATEMENT = "statement"


class Tone(StrEnum):
    """From the kindest to the gravest."""

    KIND = "kind"
    NEUTRAL = "neutral"
    FIRM = "firm"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Party:
    """Who writes, or is written to: `lines` of the postal address, `mentions` what the law wants said.

    Of a sender: SIREN, register and city, registered office, legal form, capital (R123-237 C. com.).
    """

    name: str
    lines: tuple[str, ...] = ()
    contact: str = ""
    email: str = ""
    phone: str = ""
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bank:
    """Where to pay."""

    holder: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One invoice or instalment, in cents: `claimed` is what may be asked for of what is `open` of `amount`.

    `level` is the one this message gives it, 0 where it is listed without being moved. `interest` and
    `indemnity` stand beside the invoice, never in its balance.
    """

    number: str
    issued_on: date | None
    due_on: date
    currency: str
    amount_cents: int
    open_cents: int
    claimed_cents: int
    days_late: int
    level: int = 0
    disputed_cents: int = 0
    interest_cents: int = 0
    indemnity_cents: int = 0
    instalment: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Of one currency, in cents: gross, what the customer holds against it, and what is left to pay."""

    currency: str
    gross_cents: int
    credits_cents: int
    net_cents: int
    interest_cents: int = 0
    indemnity_cents: int = 0


@dataclass(frozen=True, slots=True)
class PastReminder:
    sent_on: date
    channel: str
    level: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as decided. `deadline_on` is the day printed until which we wait; `reference` finds it again.

    `rates` says in a sentence how interest was reckoned, with the source; blank where none is claimed.
    `registered` is whether a letter goes against a signature; a formal notice always does. `payment_link` is
    an https address to pay at, blank where there is none. `enclosed` are the numbers of invoices whose files
    go with it, `left_out` of those whose files are too large for that.
    """

    form: Form
    tone: Tone
    language: Language
    level: int
    dated_on: date
    reference: str
    customer: str
    sender: Party
    recipient: Party
    lines: tuple[NoticeLine, ...]
    totals: tuple[Total, ...]
    banks: tuple[Bank, ...] = ()
    deadline_on: date | None = None
    past: tuple[PastReminder, ...] = ()
    rates: str = ""
    signed_by: str = ""
    natural_person: bool = False
    registered: bool = False
    payment_link: str = ""
    with_statement: bool = False
    enclosed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
