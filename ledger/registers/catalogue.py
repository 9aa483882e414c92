"""Every register: the values of its rows, in the order of the trade. Fields are the columns of its table."""

from datetime import date
from typing import Any, NamedTuple

from ledger.registers.register import Register


class CustomerProfileRow(NamedTuple):
    """Who a customer is and what was agreed; None where nobody said."""

    customer_id: int
    name: str | None
    kind: str | None
    siren: str | None
    siret: str | None
    vat: str | None
    legal_form: str | None
    naf: str | None
    parent: str | None
    street: str | None
    postcode: str | None
    city: str | None
    country: str | None
    delivery_address: str | None
    email: str | None
    phone: str | None
    language: str | None
    terms_days: int | None
    terms_month_end: str | None
    payment_means: str | None
    iban: str | None
    bic: str | None
    opened_on: date | None
    gts_accepted_on: date | None
    retention_of_title: bool | None
    acceleration: bool | None
    penalty_clause: bool | None
    jurisdiction: bool | None
    sales_owner: str | None


class ContactRow(NamedTuple):
    """A person to write to or call; `removed` once the master no longer names them."""

    customer_id: int
    role: str
    name: str | None
    email: str | None
    phone: str | None
    language: str | None
    removed: bool


class CustomerLinkRow(NamedTuple):
    """Whether a customer of the accounts is one of the customer master, as a person said."""

    customer_id: int
    master_id: int
    same: bool
    confidence: int


class BankEntryRow(NamedTuple):
    """A movement of a bank account, positive when money came in."""

    account: str
    booked_on: date
    value_on: date
    amount_cents: int
    currency: str
    payer_name: str | None
    payer_iban: str | None
    text: str
    structured_reference: str | None
    end_to_end: str | None
    bank_reference: str | None
    code: str | None
    returned: bool


class MatchActRow(NamedTuple):
    """Something done about a bank entry."""

    entry_id: int
    act: str
    customer_id: int | None
    payment_id: int | None
    payer: str | None
    how: str | None
    confidence: int | None
    why: str | None
    details: dict[str, Any]


class InvoiceDocumentRow(NamedTuple):
    """What the document of an invoice says beyond its amount and days."""

    invoice_id: int
    form: str
    profile: str | None
    type_code: str | None
    order_reference: str | None
    buyer_reference: str | None
    payment_reference: str | None
    preceding: str | None
    delivered_on: date | None
    seller_siren: str | None
    buyer_siren: str | None
    buyer_vat: str | None
    missing: list[str]
    warnings: list[str]


class FinancialStatementRow(NamedTuple):
    """The accounts of a company for one year; `lines` in cents by code of the tax form."""

    siren: str
    closed_on: date
    months: int
    kind: str
    chart: str
    lines: dict[str, int]
    ratios: dict[str, float]
    confidential: bool


class LegalEventRow(NamedTuple):
    """An announcement of the official gazette about a company."""

    siren: str
    published_on: date
    happened_on: date | None
    family: str
    kind: str
    nature: str
    court: str | None
    cancelled: bool


class CompanyIdentityRow(NamedTuple):
    """Who a company is, as the company register says; None where it does not."""

    siren: str
    name: str | None
    legal_form: str | None
    naf: str | None
    founded_on: date | None
    ceased_on: date | None
    state: str | None
    headcount_band: str | None
    headcount_year: int | None
    size: str | None
    address: str | None
    postcode: str | None
    city: str | None


class SalesOrderRow(NamedTuple):
    """An order not yet invoiced; the amount 0 says that it is invoiced or cancelled."""

    customer_id: int
    number: str
    ordered_on: date
    deliver_on: date | None
    amount_cents: int
    currency: str


class RelationActRow(NamedTuple):
    """Something that happened between us and a customer, under the case it belongs to."""

    case_id: int
    matter: str
    act: str
    customer_id: int
    happened_on: date
    details: dict[str, Any]


class CreditLimitRow(NamedTuple):
    """How much a customer may owe us, from a day on; a later row of the same standing replaces it.

    `kind` is standing or temporary, `state` asked (a second person must still agree), granted, refused or
    withdrawn. `binding` names the constraint that set the amount, `inputs` what the decision read.
    """

    customer_id: int
    kind: str
    state: str
    cents: int
    currency: str
    from_on: date
    until_on: date | None
    binding: str
    why: str
    policy: str
    asked_by: str
    approved_by: str
    inputs: dict[str, Any]


class InsurancePolicyRow(NamedTuple):
    """A contract of credit insurance; `quota_bp` is the insured share of a loss, in hundredths of a per cent.

    `unnamed_cents` covers customers nobody named, 0 for none. Days run from the due day of the invoice.
    """

    insurer: str
    number: str
    currency: str
    quota_bp: int
    unnamed_cents: int
    from_on: date
    until_on: date | None
    notify_days: int | None
    claim_days: int | None
    details: dict[str, Any]


class CoverRow(NamedTuple):
    """What an insurer agreed to cover of one customer; `state` is agreed, reduced or cancelled.

    Deliveries before `until_on`, or before a reduction, stay covered as they were when delivered.
    """

    customer_id: int
    policy_number: str
    kind: str
    state: str
    cents: int
    currency: str
    quota_bp: int | None
    from_on: date
    until_on: date | None
    details: dict[str, Any]


class CreditDecisionRow(NamedTuple):
    """A decision as it was taken: what it read, what it answered, by which policy: it can be replayed.

    `subject` is a customer's code or a SIREN, `kind` acceptance, overruled, limit or order.
    """

    subject: str
    customer_id: int | None
    kind: str
    decided_on: date
    outcome: str
    policy: str
    inputs: dict[str, Any]
    answer: dict[str, Any]


class ReminderRow(NamedTuple):
    """A level of reminding passed on an invoice, or on an instalment of a plan that settles it.

    `item` names which, `through` says whether it was sent, done or skipped; `deadline_on` is the day that was
    printed until which we would wait.
    """

    customer_id: int
    invoice_id: int
    item: str
    level: int
    through: str
    way: str
    tone: str
    passed_on: date
    deadline_on: date | None
    action_id: int


PROFILES = Register("customer_profile", CustomerProfileRow)
CONTACTS = Register("contact", ContactRow)
LINKS = Register("customer_link", CustomerLinkRow)
BANK_ENTRIES = Register("bank_entry", BankEntryRow)
MATCH_ACTS = Register("match_act", MatchActRow)
DOCUMENTS = Register("invoice_document", InvoiceDocumentRow)
STATEMENTS = Register("financial_statement", FinancialStatementRow)
LEGAL_EVENTS = Register("legal_event", LegalEventRow)
IDENTITIES = Register("company_identity", CompanyIdentityRow)
ORDERS = Register("sales_order", SalesOrderRow)
RELATION_ACTS = Register("relation_act", RelationActRow)
LIMITS = Register("credit_limit", CreditLimitRow)
INSURANCE_POLICIES = Register("insurance_policy", InsurancePolicyRow)
COVERS = Register("credit_cover", CoverRow)
CREDIT_DECISIONS = Register("credit_decision", CreditDecisionRow)
REMINDERS = Register("reminder", ReminderRow)

REGISTERS = (
    PROFILES,
    CONTACTS,
    LINKS,
    BANK_ENTRIES,
    MATCH_ACTS,
    DOCUMENTS,
    STATEMENTS,
    LEGAL_EVENTS,
    IDENTITIES,
    ORDERS,
    RELATION_ACTS,
    LIMITS,
    INSURANCE_POLICIES,
    COVERS,
    CREDIT_DECISIONS,
    REMINDERS,
)
