"""The registers as they lie in the database: one row a version, each with the full values, never changed.

The identity of a fact is its `source` and `source_id`; its versions share them and `id`. When a row was
written and by whom is told by its import, which for an act of a person has the content `act`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from store.base import Base

METADATA = Base.metadata


def _of(column: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["company_id", column], [f"{table}.company_id", f"{table}.id"])


def _key(place: int) -> Mapped[int]:
    return mapped_column(BigInteger, primary_key=True, autoincrement=False, sort_order=place)


class _Versions:
    company_id: Mapped[int] = _key(-3)
    id: Mapped[int] = _key(-2)
    version: Mapped[int] = _key(-1)
    source: Mapped[str]
    source_id: Mapped[str]
    known_on: Mapped[date] = mapped_column(Date)
    import_id: Mapped[int] = mapped_column(BigInteger)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805  # SQLAlchemy hands over the class
        return (
            UniqueConstraint("company_id", "source", "source_id", "version"),
            _of("import_id", "import_run"),
            *(_of(column, table) for column, table in getattr(cls, "_refers", {}).items()),
            *(Index(None, "company_id", column) for column in getattr(cls, "_sought", ())),
        )


class CustomerProfile(_Versions, Base):
    """Who a customer is and what was agreed, from the customer master."""

    __tablename__ = "customer_profile"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str | None]
    kind: Mapped[str | None]  # company, public or consumer
    siren: Mapped[str | None]
    siret: Mapped[str | None]
    vat: Mapped[str | None]
    legal_form: Mapped[str | None]
    naf: Mapped[str | None]
    parent: Mapped[str | None]  # the code of the customer at the head of its group
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    country: Mapped[str | None]
    delivery_address: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    language: Mapped[str | None]
    terms_days: Mapped[int | None]
    terms_month_end: Mapped[str | None]
    payment_means: Mapped[str | None]
    iban: Mapped[str | None]
    bic: Mapped[str | None]
    opened_on: Mapped[date | None] = mapped_column(Date)
    gts_accepted_on: Mapped[date | None] = mapped_column(Date)  # the general terms of sale
    retention_of_title: Mapped[bool | None]
    acceleration: Mapped[bool | None]
    penalty_clause: Mapped[bool | None]
    jurisdiction: Mapped[bool | None]
    sales_owner: Mapped[str | None]
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)


class Contact(_Versions, Base):
    __tablename__ = "contact"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[str]  # accounts_payable, buyer, director, sales_owner or other
    name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    language: Mapped[str | None]
    removed: Mapped[bool]
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)


class CustomerLink(_Versions, Base):
    """Whether a customer of the accounts is one of the customer master, as a person said."""

    __tablename__ = "customer_link"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    master_id: Mapped[int] = mapped_column(BigInteger)
    same: Mapped[bool]
    confidence: Mapped[int]
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer", "master_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)


class BankEntry(_Versions, Base):
    """One movement of a bank account; positive is money received."""

    __tablename__ = "bank_entry"
    account: Mapped[str]
    booked_on: Mapped[date] = mapped_column(Date)
    value_on: Mapped[date] = mapped_column(Date)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    payer_name: Mapped[str | None]
    payer_iban: Mapped[str | None]
    text: Mapped[str]  # all that the payer and the bank wrote, one line
    structured_reference: Mapped[str | None]
    end_to_end: Mapped[str | None]
    bank_reference: Mapped[str | None]
    code: Mapped[str | None]  # what the bank calls this kind of movement
    returned: Mapped[bool]  # a direct debit or transfer that came back


class MatchAct(_Versions, Base):
    """What became of a bank entry: each act a row, the present state the fold of them."""

    __tablename__ = "match_act"
    entry_id: Mapped[int] = mapped_column(BigInteger)
    act: Mapped[str]  # applied, confirmed, booked (in the accounts already), returned, refused or undone
    customer_id: Mapped[int | None] = mapped_column(BigInteger)
    payment_id: Mapped[int | None] = mapped_column(BigInteger)
    payer: Mapped[str | None]  # by what the payer is known again: an IBAN or a plain name
    how: Mapped[str | None]
    confidence: Mapped[int | None]
    why: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer", "payment_id": "payment"}
    _sought: ClassVar[Sequence[str]] = ("entry_id",)


class InvoiceDocument(_Versions, Base):
    """What the document of an invoice says beyond its amount and days."""

    __tablename__ = "invoice_document"
    invoice_id: Mapped[int] = mapped_column(BigInteger)
    form: Mapped[str]  # factur-x, cii, ubl or csv
    profile: Mapped[str | None]
    type_code: Mapped[str | None]
    order_reference: Mapped[str | None]
    buyer_reference: Mapped[str | None]
    payment_reference: Mapped[str | None]
    preceding: Mapped[str | None]  # the number of the invoice that a credit note lowers
    delivered_on: Mapped[date | None] = mapped_column(Date)
    seller_siren: Mapped[str | None]
    buyer_siren: Mapped[str | None]
    buyer_vat: Mapped[str | None]
    missing: Mapped[list[str]] = mapped_column(JSON)  # mentions the law or the buyer asks for
    warnings: Mapped[list[str]] = mapped_column(JSON)  # business rules it breaks
    _refers: ClassVar[Mapping[str, str]] = {"invoice_id": "invoice"}
    _sought: ClassVar[Sequence[str]] = ("invoice_id",)


class FinancialStatement(_Versions, Base):
    __tablename__ = "financial_statement"
    siren: Mapped[str]
    closed_on: Mapped[date] = mapped_column(Date)
    months: Mapped[int]
    kind: Mapped[str]  # complete, simplified or consolidated: never mixed
    chart: Mapped[str]  # the version of the chart of accounts, such as PCG 2025
    lines: Mapped[dict[str, int]] = mapped_column(JSON)  # cents by code of the tax form
    ratios: Mapped[dict[str, float]] = mapped_column(JSON)  # as the source gives them
    confidential: Mapped[bool]
    _sought: ClassVar[Sequence[str]] = ("siren",)


class LegalEvent(_Versions, Base):
    """An announcement of the official gazette; known from the day it was published."""

    __tablename__ = "legal_event"
    siren: Mapped[str]
    published_on: Mapped[date] = mapped_column(Date)
    happened_on: Mapped[date | None] = mapped_column(Date)  # the day of the judgment or act
    family: Mapped[str]
    kind: Mapped[str]
    nature: Mapped[str]  # as published
    court: Mapped[str | None]
    cancelled: Mapped[bool]
    _sought: ClassVar[Sequence[str]] = ("siren",)


class CompanyIdentity(_Versions, Base):
    """Who a company is by the company register; as it is now, so known from the day it was asked."""

    __tablename__ = "company_identity"
    siren: Mapped[str]
    name: Mapped[str | None]
    legal_form: Mapped[str | None]  # the legal category of INSEE, such as 5710
    naf: Mapped[str | None]
    founded_on: Mapped[date | None] = mapped_column(Date)
    ceased_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str | None]  # active or ceased; a company in a proceeding may well be active here
    headcount_band: Mapped[str | None]  # the code of INSEE, such as 12 for 20 to 49
    headcount_year: Mapped[int | None]
    size: Mapped[str | None]  # PME, ETI or GE
    address: Mapped[str | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    _sought: ClassVar[Sequence[str]] = ("siren",)


class SalesOrder(_Versions, Base):
    """An order not yet invoiced; the amount 0 says that it is invoiced or cancelled."""

    __tablename__ = "sales_order"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str]
    ordered_on: Mapped[date] = mapped_column(Date)
    deliver_on: Mapped[date | None] = mapped_column(Date)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)


class RelationAct(_Versions, Base):
    """What happened between us and a customer: each act a row, a case the fold of its acts."""

    __tablename__ = "relation_act"
    case_id: Mapped[int] = mapped_column(BigInteger)  # the id of the act that opened the case
    matter: Mapped[str]  # dispute, promise, plan, block, write_off or hand_over
    act: Mapped[str]
    customer_id: Mapped[int] = mapped_column(BigInteger)
    happened_on: Mapped[date] = mapped_column(Date)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id", "case_id")


class CreditLimit(_Versions, Base):
    """How much a customer may owe: a fact once granted, that features and forecasts may read."""

    __tablename__ = "credit_limit"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]  # standing or temporary
    state: Mapped[str]  # asked, granted, refused or withdrawn
    cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    binding: Mapped[str]
    why: Mapped[str]
    policy: Mapped[str]  # its version and mark
    asked_by: Mapped[str]
    approved_by: Mapped[str]
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)


class InsurancePolicy(_Versions, Base):
    __tablename__ = "insurance_policy"
    insurer: Mapped[str]
    number: Mapped[str]
    currency: Mapped[str]
    quota_bp: Mapped[int]  # the insured share of a loss, in hundredths of a per cent
    unnamed_cents: Mapped[int] = mapped_column(BigInteger)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    notify_days: Mapped[int | None]
    claim_days: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class CreditCover(_Versions, Base):
    __tablename__ = "credit_cover"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    policy_number: Mapped[str]
    kind: Mapped[str]  # named, unnamed or temporary
    state: Mapped[str]  # agreed, reduced or cancelled
    cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    quota_bp: Mapped[int | None]
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)


class CreditDecision(_Versions, Base):
    """A decision with what it read, so that it can be replayed."""

    __tablename__ = "credit_decision"
    subject: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]  # acceptance, limit or order
    decided_on: Mapped[date] = mapped_column(Date)
    outcome: Mapped[str]
    policy: Mapped[str]
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer"}
    _sought: ClassVar[Sequence[str]] = ("subject",)


class Reminder(_Versions, Base):
    """A level of reminding passed: a fact once certain. Its source id names item and level, so it is one."""

    __tablename__ = "reminder"
    customer_id: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[int] = mapped_column(BigInteger)
    item: Mapped[str]
    level: Mapped[int]
    through: Mapped[str]  # sent, done or skipped
    way: Mapped[str]
    tone: Mapped[str]
    passed_on: Mapped[date] = mapped_column(Date)
    deadline_on: Mapped[date | None] = mapped_column(Date)
    action_id: Mapped[int] = mapped_column(BigInteger)
    _refers: ClassVar[Mapping[str, str]] = {"customer_id": "customer", "invoice_id": "invoice"}
    _sought: ClassVar[Sequence[str]] = ("customer_id",)
