"""What is known of customers beside their invoices and payments, as frames of changes.

Each row is what became known on its `known_on` and stands until a later row of the same thing does. Rows are
never edited: what an evening knew are the rows with `known_on` up to it. Days are datetime64[s], NaT where
unknown; texts are "" and numbers NaN where nobody said; cents are of the customer's own currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache

import pandas as pd

# What financial health reads of a statement, in cents unless said; NaN where the form leaves it blank.
STATEMENT_ITEMS = (
    "total_assets", "fixed_assets", "current_assets", "inventory", "receivables", "cash", "equity",
    "retained_earnings", "provisions", "debts", "financial_debts", "long_term_debts", "current_liabilities",
    "payables", "tax_and_social_debts", "sales", "purchases", "value_added", "personnel_costs", "ebitda",
    "ebit", "financial_charges", "net_income", "headcount",
)  # fmt: skip

COLUMNS: Mapping[str, tuple[str, ...]] = {
    # kind is "person" for a natural person; parent is the code of the customer it belongs to
    "profiles": (
        "customer_id", "known_on", "kind", "siren", "legal_form", "naf", "country", "postcode", "parent",
        "payment_means", "founded_on", "opened_on",
    ),
    # closed_on and kind tell one statement from another; founded or filed late, known_on decides. siren is
    # the company's, "" where the source tells no other than the customer's
    "statements": (
        "customer_id", "known_on", "closed_on", "months", "kind", "confidential", "siren", *STATEMENT_ITEMS,
    ),
    # event tells one announcement from another; cancelled takes it back
    "events": (
        "customer_id", "known_on", "event", "published_on", "happened_on", "family", "kind", "cancelled",
    ),
    # cents of one invoice in dispute in a case, 0 from when it ended; outcome "" until then
    "disputes": ("customer_id", "known_on", "case_id", "invoice_id", "cents", "outcome"),
    # state is open, kept, broken or void, as the ledger judged it that evening; a row an invoice promised
    "promises": ("customer_id", "known_on", "case_id", "invoice_id", "promised_on", "state", "cents"),
    # a row an instalment of a plan, on the invoice it pays; state is open, kept, broken or ended; distressed
    # when agreed because the customer could not pay
    "plans": ("customer_id", "known_on", "case_id", "invoice_id", "due_on", "state", "distressed", "cents"),
    # state is given or taken_back; party is agency, lawyer, commissaire_de_justice or factor
    "hand_overs": ("customer_id", "known_on", "case_id", "state", "party"),
    # direct debits and bills that the bank sent back; 0 cents once that is undone. entry_id tells one from
    # another, 0 where nothing is ever undone
    "returns": ("customer_id", "known_on", "returned_on", "cents", "entry_id"),
    # form of the documents of their invoices, from the day it changed: factur-x, cii, ubl or csv
    "documents": ("customer_id", "known_on", "form"),
}  # fmt: skip

_DAYS = {
    "known_on",
    "founded_on",
    "opened_on",
    "closed_on",
    "published_on",
    "happened_on",
    "returned_on",
    "promised_on",
    "due_on",
}
_TEXTS = {
    "kind", "siren", "legal_form", "naf", "country", "postcode", "parent", "payment_means", "event", "family",
    "outcome", "state", "party", "form",
}  # fmt: skip
_TRUTHS = {"confidential", "cancelled", "distressed"}
_IDS = {"customer_id", "case_id", "invoice_id", "entry_id"}


def empty(name: str) -> pd.DataFrame:
    """The frame `name` of `COLUMNS` without a row, each column of its type."""
    # Answering a prospect asks for a hundred of them, and making one costs far more than a copy.
    return _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return typed(name, pd.DataFrame({column: [] for column in COLUMNS[name]}))


def typed(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the columns of `COLUMNS[name]`, in their order and types; a missing one is left blank."""
    told = {column: _typed(column, frame.get(column), len(frame)) for column in COLUMNS[name]}
    return pd.DataFrame(told)


def _typed(column: str, values: "pd.Series | None", rows: int) -> pd.Series:
    kind, nothing = _type_of(column)
    told = pd.Series([nothing] * rows) if values is None else values.reset_index(drop=True)
    if kind in ("bool", "int64") and told.hasnans:
        told = told.where(told.notna(), nothing)
    whole = told.astype(pd.api.types.pandas_dtype(kind))
    return whole.fillna("") if kind == "str" else whole


def _type_of(column: str) -> tuple[str, object]:
    """The type of a column, and what stands in it where nobody said."""
    if column in _DAYS:
        return "datetime64[s]", pd.NaT
    if column in _TEXTS:
        return "str", ""
    if column in _TRUTHS:
        return "bool", False
    return ("int64", 0) if column in _IDS else ("float64", float("nan"))


@dataclass(frozen=True, slots=True)
class Beside:
    """Frames of changes by the columns of `COLUMNS`, in any order of rows."""

    profiles: pd.DataFrame = field(default_factory=lambda: empty("profiles"))
    statements: pd.DataFrame = field(default_factory=lambda: empty("statements"))
    events: pd.DataFrame = field(default_factory=lambda: empty("events"))
    disputes: pd.DataFrame = field(default_factory=lambda: empty("disputes"))
    promises: pd.DataFrame = field(default_factory=lambda: empty("promises"))
    plans: pd.DataFrame = field(default_factory=lambda: empty("plans"))
    hand_overs: pd.DataFrame = field(default_factory=lambda: empty("hand_overs"))
    returns: pd.DataFrame = field(default_factory=lambda: empty("returns"))
    documents: pd.DataFrame = field(default_factory=lambda: empty("documents"))

    def known(self, as_of: date) -> "Beside":
        """What was known on an evening."""
        cut = {item.name: getattr(self, item.name) for item in fields(self)}
        day = pd.Timestamp(as_of)
        return Beside(**{name: frame.loc[frame["known_on"] <= day] for name, frame in cut.items()})

    def joined(self, other: "Beside") -> "Beside":
        """The rows of both, which speak of different customers."""
        both = {}
        for item in fields(self):
            mine, theirs = getattr(self, item.name), getattr(other, item.name)
            both[item.name] = mine if theirs.empty else pd.concat([mine, theirs], ignore_index=True)
        return Beside(**both)
