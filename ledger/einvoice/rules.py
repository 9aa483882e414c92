"""Business rules of the norm (EN 16931) and of the French reform that an invoice may break.

We check them ourselves: the official checks (Schematron) need a server that a company does not have. A broken
rule is a warning kept with the invoice, since the claim exists all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from ledger.einvoice.kinds import CORRECTIVE, PREPAYMENT, is_credit_note
from ledger.files.einvoice import EInvoice, EParty, VatGroup, checked_siren

_ZERO, _CENT = Decimal(0), Decimal("0.01")
_LONGEST_NUMBER = 35  # characters, by the French specification (BR-FR-01)
_SIREN = 9
_MINIMUM = "minimum"
_WITHOUT_LINES = (_MINIMUM, "basicwl")
_OUTSIDE_VAT = "O"  # the category that has no rate
_LATEST_DUE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Rule:
    """Its code in the specifications, or a word of ours, and what is wrong when it is broken."""

    code: str
    broken: Callable[[EInvoice], str | None]


def broken_rules(invoice: EInvoice) -> list[str]:
    """A sentence for each broken rule, its code first."""
    found = ((rule.code, rule.broken(invoice)) for rule in RULES)
    return [f"{code}: {why}" for code, why in found if why is not None]


def _lacks(what: str, told: Callable[[EInvoice], object], *without: str) -> Callable[[EInvoice], str | None]:
    """What the norm requires; the profiles named last cannot tell it."""

    def broken(invoice: EInvoice) -> str | None:
        absent = invoice.profile not in without and not told(invoice)
        return f"the {what} is missing." if absent else None

    return broken


def _in_each_group(told: Callable[[VatGroup], object]) -> Callable[[EInvoice], bool]:
    return lambda invoice: all(told(group) for group in invoice.vat)


def _differs(what: str, said: Decimal | None, expected: Decimal | None, made_of: str) -> str | None:
    if said is None or expected is None or said == expected:
        return None
    return f"the {what} is {said:f}, but {made_of} gives {expected:f}."


def _lines(invoice: EInvoice) -> str | None:
    expected = sum(invoice.lines, _ZERO) if invoice.lines else None
    return _differs(
        "total of lines (BT-106)", invoice.totals.lines, expected, "the sum of its lines (BT-131)"
    )


def _allowances(invoice: EInvoice) -> str | None:
    expected = sum(invoice.allowances, _ZERO) if invoice.allowances else None
    said = invoice.totals.allowances
    return _differs("total of allowances (BT-107)", said, expected, "the sum of allowances (BT-92)")


def _charges(invoice: EInvoice) -> str | None:
    expected = sum(invoice.charges, _ZERO) if invoice.charges else None
    return _differs(
        "total of charges (BT-108)", invoice.totals.charges, expected, "the sum of charges (BT-99)"
    )


def _net(invoice: EInvoice) -> str | None:
    total = invoice.totals
    if total.lines is None:
        return None
    expected = total.lines - (total.allowances or _ZERO) + (total.charges or _ZERO)
    return _differs("total without VAT (BT-109)", total.net, expected, "lines less allowances plus charges")


def _vat(invoice: EInvoice) -> str | None:
    taxes = [group.tax for group in invoice.vat if group.tax is not None]
    expected = sum(taxes, _ZERO) if taxes else None
    return _differs(
        "total of VAT (BT-110)", invoice.totals.vat, expected, "the sum of its breakdown (BT-117)"
    )


def _bases(invoice: EInvoice) -> str | None:
    bases = [group.base for group in invoice.vat if group.base is not None]
    expected = sum(bases, _ZERO) if bases else None
    return _differs(
        "total without VAT (BT-109)", invoice.totals.net, expected, "the sum of VAT bases (BT-116)"
    )


def _gross(invoice: EInvoice) -> str | None:
    total = invoice.totals
    if total.net is None:
        return None
    expected = total.net + (total.vat or _ZERO)
    return _differs("total with VAT (BT-112)", total.gross, expected, "the total without VAT plus VAT")


def _due(invoice: EInvoice) -> str | None:
    total = invoice.totals
    if invoice.profile == _MINIMUM:
        return None  # it cannot say what was paid before
    expected = total.gross - (total.prepaid or _ZERO) + (total.rounding or _ZERO)
    return _differs("amount due (BT-115)", total.due, expected, "the total less what was paid (BT-113)")


def _rates(invoice: EInvoice) -> str | None:
    for group in invoice.vat:
        if group.base is None or group.tax is None or group.rate is None:
            continue
        expected = (group.base * group.rate / 100).quantize(_CENT, ROUND_HALF_UP)
        if abs(group.tax - expected) > _CENT:
            return f"VAT at {group.rate:f} % of {group.base:f} is {expected:f}, not {group.tax:f} (BT-117)."
    return None


def _rated(group: VatGroup) -> bool:
    return group.rate is not None or group.category == _OUTSIDE_VAT


def _currency(invoice: EInvoice) -> str | None:
    others = ", ".join(invoice.other_currencies)
    return f"the currency is {invoice.currency} (BT-5), but totals are in {others}." if others else None


def _term(invoice: EInvoice) -> str | None:
    said = invoice.payment.due_on or invoice.payment.terms
    silent = invoice.totals.due > 0 and invoice.profile != _MINIMUM and not said
    return "something is to pay, but neither due date (BT-9) nor terms (BT-20) are said." if silent else None


def _due_after_issue(invoice: EInvoice) -> str | None:
    """Deposits and bills already paid are due before they are issued."""
    if not invoice.french or invoice.type_code in PREPAYMENT or not invoice.payment.due_on:
        return None
    due_on = invoice.payment.due_on[0]
    if due_on < invoice.issued_on and invoice.totals.due != 0:
        return f"the due date (BT-9) {due_on} lies before the issue date (BT-2) {invoice.issued_on}."
    return None


def _due_not_years_later(invoice: EInvoice) -> str | None:
    last = max(invoice.payment.due_on, default=invoice.issued_on)
    late = last - invoice.issued_on > _LATEST_DUE
    return f"the due date (BT-9) {last} lies more than a year after the issue date." if late else None


def _corrects_one(invoice: EInvoice) -> str | None:
    if invoice.type_code not in CORRECTIVE or len(invoice.references.preceding) == 1:
        return None
    count = len(invoice.references.preceding) or "no"
    return (
        f"a corrective invoice ({invoice.type_code}) names one preceding invoice (BT-25), this one {count}."
    )


def _credits_one(invoice: EInvoice) -> str | None:
    if not invoice.french or not is_credit_note(invoice) or invoice.references.preceding:
        return None
    return "a credit note names the invoice it lowers (BT-25), this one does not."


def _negative(invoice: EInvoice) -> str | None:
    negative = invoice.totals.gross < 0
    if negative and not is_credit_note(invoice, by_sign=False):
        return (
            f"the total is negative although the type (BT-3) is {invoice.type_code}: taken as a credit note."
        )
    if negative:
        return "a credit note tells what it gives back as a positive amount, this one as a negative one."
    return None


def _number(invoice: EInvoice) -> str | None:
    long = invoice.french and len(invoice.number) > _LONGEST_NUMBER
    return f"the number (BT-1) has more than {_LONGEST_NUMBER} characters." if long else None


def _identified(invoice: EInvoice) -> str | None:
    seller = invoice.seller
    silent = seller.said.siren is None and seller.said.siret is None and seller.said.vat is None
    return (
        "nothing identifies the seller: neither registration (BT-30) nor VAT number (BT-31)."
        if silent
        else None
    )


def _keys(invoice: EInvoice) -> str | None:
    for who, field, party in (("seller", "BT-30", invoice.seller), ("buyer", "BT-47", invoice.buyer)):
        if (why := _bad_key(party)) is not None:
            return f"the {why} of the {who} ({field}) is not one: its key is wrong."
    return None


def _bad_key(party: EParty) -> str | None:
    said = party.said
    if said.siren is not None and said.siren.isdigit() and checked_siren(said.siren) is None:
        return f"SIREN “{said.siren}”"
    if said.vat is not None and said.vat.startswith("FR") and party.vat is None:
        return f"VAT number “{said.vat}”"
    return None


def _establishment(invoice: EInvoice) -> str | None:
    for who, party in (("seller", invoice.seller), ("buyer", invoice.buyer)):
        said = party.said
        if said.siret and said.siren and said.siret[:_SIREN] != said.siren[:_SIREN]:
            return f"the SIRET of the {who}, {said.siret}, does not begin with its SIREN, {said.siren}."
    return None


def _profile(invoice: EInvoice) -> str | None:
    return f"the profile does not use {invoice.unused[0]}." if invoice.unused else None


RULES = (
    Rule("BR-01", _lacks("profile (BT-24)", lambda one: one.profile)),
    Rule("BR-06", _lacks("name of the seller (BT-27)", lambda one: one.seller.said.name)),
    Rule("BR-07", _lacks("name of the buyer (BT-44)", lambda one: one.buyer.said.name)),
    Rule("BR-09", _lacks("country of the seller (BT-40)", lambda one: one.seller.said.country)),
    Rule("BR-11", _lacks("country of the buyer (BT-55)", lambda one: one.buyer.said.country, _MINIMUM)),
    Rule("BR-12", _lacks("total of lines (BT-106)", lambda one: one.totals.lines is not None, _MINIMUM)),
    Rule("BR-13", _lacks("total without VAT (BT-109)", lambda one: one.totals.net is not None)),
    Rule("BR-16", _lacks("line (BG-25)", lambda one: one.lines, *_WITHOUT_LINES)),
    Rule("BR-45", _lacks("base of a VAT group (BT-116)", _in_each_group(lambda one: one.base is not None))),
    Rule("BR-46", _lacks("VAT of a VAT group (BT-117)", _in_each_group(lambda one: one.tax is not None))),
    Rule("BR-47", _lacks("category of a VAT group (BT-118)", _in_each_group(lambda one: one.category))),
    Rule("BR-48", _lacks("rate of a VAT group (BT-119)", _in_each_group(_rated))),
    Rule("BR-55", _lacks("number of a preceding invoice (BT-25)", lambda one: not one.references.unnamed)),
    Rule("BR-CO-18", _lacks("breakdown of VAT (BG-23)", lambda one: one.vat, _MINIMUM)),
    Rule("BR-CO-10", _lines),
    Rule("BR-CO-11", _allowances),
    Rule("BR-CO-12", _charges),
    Rule("BR-CO-13", _net),
    Rule("BR-CO-14", _vat),
    Rule("BR-CO-15", _gross),
    Rule("BR-CO-16", _due),
    Rule("BR-CO-17", _rates),
    Rule("BR-CO-25", _term),
    Rule("BR-CO-26", _identified),
    Rule("VAT-BASES", _bases),  # the norm says it by category of VAT (BR-S-08 and its sisters)
    Rule("CURRENCY", _currency),
    Rule("SIGN", _negative),
    Rule("BR-FR-01", _number),
    Rule("BR-FR-09", _establishment),
    Rule("BR-FR-CO-04", _corrects_one),
    Rule("BR-FR-CO-05", _credits_one),
    Rule("BR-FR-CO-07", _due_after_issue),
    Rule("DUE-DATE", _due_not_years_later),
    Rule("COMPANY-NUMBER", _keys),
    Rule("NOT-USED", _profile),
)
