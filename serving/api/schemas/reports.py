"""The reports of the ledger as they are told outside."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from kernel.language import Language
from ledger.reports.advice import title_of, todo_of
from ledger.reports.causes import Cause
from ledger.reports.dso import SalesDays
from serving.api.schemas.days import Day

_GROUP = Field(
    description="The customer's code, sales owner, sector or month; null for those that belong to none, and "
    "where all are told together.",
    examples=["C-0001"],
)
_NAME = Field(description="The group's name, where it has one beside its code.", examples=["Mairie Zelnarys"])
_CURRENCY = Field(description="ISO 4217 code: amounts of two are never added.", examples=["EUR"])


class AgedBalanceAnswer(BaseModel):
    """What a group owes in one currency; open is not due, the four ages and disputed, less credits."""

    model_config = ConfigDict(from_attributes=True)

    group: str | None = _GROUP
    name: str | None = _NAME
    currency: str = _CURRENCY
    open_cents: int = Field(description="The balance of accounts 411.", examples=[2_723_032_00])
    overdue_cents: int = Field(description="Past its due date, not in dispute.", examples=[628_709_00])
    not_due_cents: int = Field(description="Not due yet, not in dispute.", examples=[2_093_924_00])
    days_1_30_cents: int = Field(description="1 to 30 days late.", examples=[275_000_00])
    days_31_60_cents: int = Field(description="31 to 60 days late.", examples=[79_000_00])
    days_61_90_cents: int = Field(description="61 to 90 days late.", examples=[21_700_00])
    days_over_90_cents: int = Field(description="More than 90 days late.", examples=[252_936_00])
    disputed_cents: int = Field(description="In dispute, late or not.", examples=[399_85])
    disputed_overdue_cents: int = Field(description="Of it, past its due date.", examples=[399_85])
    credits_cents: int = Field(description="Credit notes and money not allocated.", examples=[0])
    bills_cents: int = Field(description="Bills (413), beside the balance.", examples=[0])
    doubtful_cents: int = Field(description="Doubtful accounts (416), beside the balance.", examples=[0])
    advances_cents: int = Field(description="Advances (4191), which we owe.", examples=[0])
    exposure_cents: int = Field(description="The whole balance of the ledger.", examples=[2_723_032_00])
    orders_cents: int = Field(description="Ordered and not invoiced, in no other sum.", examples=[0])
    items: int = Field(description="How many invoices and credit notes are open.", examples=[1_487])


class SalesDaysAnswer(BaseModel):
    """Days of sales outstanding of a group in one currency, what was collected, and how late."""

    group: str | None = _GROUP
    name: str | None = _NAME
    currency: str = _CURRENCY
    from_on: Day = Field(description="The first day of the period.", examples=["2024-05-01"])
    until_on: Day = Field(description="Its last day, as that evening knew it.", examples=["2024-05-31"])
    over_days: int = Field(description="Over how many days sales are taken.", examples=[365])
    receivable_cents: int = Field(description="Owed on accounts 411.", examples=[2_723_032_00])
    not_due_cents: int = Field(description="Of it, not due yet.", examples=[2_093_924_00])
    sales_cents: int = Field(description="Sold in the period, VAT included.", examples=[1_900_000_00])
    collected_cents: int = Field(description="Received in the period.", examples=[1_850_000_00])
    count_back_days: float | None = Field(description="DSO by count-back.", examples=[42.5])
    standard_days: float | None = Field(description="DSO over the days of sales.", examples=[44.1])
    best_possible_days: float | None = Field(description="DSO if nothing were late.", examples=[33.0])
    days_delinquent: float | None = Field(description="What lateness adds.", examples=[11.1])
    collection_effectiveness: float | None = Field(
        description="Per cent of what could be collected that was.", examples=[91.2]
    )
    paid_invoices: int = Field(description="Invoices paid in full in the period.", examples=[512])
    days_to_pay: float | None = Field(description="From issue to the last payment.", examples=[38.4])
    days_to_pay_weighted: float | None = Field(description="The same, weighted by amount.", examples=[40.2])
    days_late: float | None = Field(description="From the due date.", examples=[6.3])
    days_late_weighted: float | None = Field(description="The same, weighted by amount.", examples=[7.9])
    days_late_trend: float | None = Field(
        description="Weighted days late of the last 91 days less those of the 91 before.", examples=[-0.8]
    )
    why: Mapping[str, str] = Field(
        description="Why a figure is missing, by its name.", examples=[{"count_back_days": "no sales"}]
    )

    @classmethod
    def of(cls, told: SalesDays) -> "SalesDaysAnswer":
        return cls.model_validate(told.as_json(key="group"))


class CauseAnswer(BaseModel):
    """What a cause keeps from coming in: each overdue cent stands under one cause only."""

    group: str | None = _GROUP
    currency: str = _CURRENCY
    cause: str = Field(description="Its code.", examples=["late_invoicing"])
    title: str = Field(description="What it is called.", examples=["late invoicing"])
    overdue_cents: int = Field(description="Overdue for this cause.", examples=[16_396_00])
    items: int = Field(description="How many invoices.", examples=[6])
    share: float = Field(description="Of all that is overdue in that group and currency.", examples=[0.026])
    todo: str = Field(description="What to do about it.", examples=["Invoice with the delivery."])

    @classmethod
    def of(cls, told: Cause, language: Language) -> "CauseAnswer":
        plain = {name: getattr(told, name) for name in told.__slots__}
        return cls(**plain, title=title_of(told.cause, language), todo=todo_of(told.cause, language))
