"""What financial health reads of a statement, from the boxes of the tax forms 2050 to 2053.

Each sum is written with the labels that the forms print (`ledger.files.liasse`). A box left blank on a form
that was told is nil; of a source that tells a few figures only, what it does not tell is not known.
"""

from collections.abc import Mapping
from math import nan

from ledger.beside import STATEMENT_ITEMS

Lines = Mapping[str, float]

# capitaux propres and total des dettes stand on every balance sheet filled in, as does a total of it.
_BALANCE_TOTALS, _BALANCE_PARTS = ("CO", "EE"), ("DL", "EC")
# chiffre d'affaires net and total des charges d'exploitation: the same of the income statement.
_INCOME_PARTS = ("FL", "GF")

# Item: boxes added. All stand on the balance sheet (2050 net of depreciation, 2051).
_BALANCE: Mapping[str, tuple[str, ...]] = {
    "fixed_assets": ("BJ",),  # total actif immobilisé
    "current_assets": ("CJ",),  # total actif circulant
    "inventory": ("BL", "BN", "BP", "BR", "BT"),  # stocks et en-cours
    "receivables": ("BX",),  # clients et comptes rattachés
    "cash": ("CD", "CF"),  # valeurs mobilières de placement, disponibilités
    "equity": ("DL",),  # capitaux propres
    # réserves, report à nouveau and résultat de l'exercice: all that was earned and kept
    "retained_earnings": ("DD", "DE", "DF", "DG", "DH", "DI"),
    "provisions": ("DR",),  # total des provisions
    "debts": ("EC",),  # total des dettes
    "financial_debts": ("DS", "DT", "DU", "DV"),  # emprunts et dettes financières
    "payables": ("DX",),  # dettes fournisseurs et comptes rattachés
    "tax_and_social_debts": ("DY",),  # dettes fiscales et sociales
}
# Item: boxes added, boxes taken off. All stand on the income statement (2052).
_PURCHASES = (
    "FS",
    "FU",
    "FW",
)  # achats de marchandises, de matières premières, autres achats et charges externes
_CONSUMED = (*_PURCHASES, "FT", "FV")  # with variations de stock
_STAFF = ("FY", "FZ")  # salaires et traitements, charges sociales
_PRODUCED = ("FL", "FM", "FN")  # chiffre d'affaires, production stockée, production immobilisée
_INCOME: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "purchases": (_PURCHASES, ()),
    "value_added": (_PRODUCED, _CONSUMED),
    "personnel_costs": (_STAFF, ()),
    # excédent brut d'exploitation: valeur ajoutée, subventions, less taxes (FX) and staff
    "ebitda": ((*_PRODUCED, "FO"), (*_CONSUMED, "FX", *_STAFF)),
}
# The dataset of public ratios names these itself.
_TOLD_EBITDA = ("ebe", "ebitda")


def items_of(lines: Lines) -> dict[str, float]:
    """The items of `STATEMENT_ITEMS` in cents; NaN what a statement does not tell."""
    balance = any(code in lines for code in _BALANCE_TOTALS) and all(one in lines for one in _BALANCE_PARTS)
    income = all(code in lines for code in _INCOME_PARTS)
    found = {name: _sum(lines, codes, whole=balance) for name, codes in _BALANCE.items()}
    for name, (added, taken) in _INCOME.items():
        found[name] = _sum(lines, added, whole=income) - _sum(lines, taken, whole=income)
    if found["ebitda"] != found["ebitda"]:
        found["ebitda"] = _first(lines, _TOLD_EBITDA)
    found |= {
        "total_assets": _first(lines, _BALANCE_TOTALS),
        "sales": _first(lines, ("FL",)),  # chiffre d'affaires net
        "ebit": _first(lines, ("GG",)),  # résultat d'exploitation
        "net_income": _first(lines, ("HN", "DI")),  # bénéfice ou perte, résultat de l'exercice
        # intérêts et charges assimilées; the total of financial charges where a source has only that
        "financial_charges": _first(lines, ("GR", "GU"), nothing=0.0 if income else nan),
        # dettes à moins d'un an stand in the notes, and many leave them blank: then all debts count
        "current_liabilities": _first(lines, ("EG", "EC")),
        "long_term_debts": _first(lines, ("EC",)) - _first(lines, ("EG",)),
        "headcount": nan,  # stands on the form 2058
    }
    return {name: found[name] for name in STATEMENT_ITEMS}


def _sum(lines: Lines, codes: tuple[str, ...], *, whole: bool) -> float:
    if whole or all(code in lines for code in codes):
        return float(sum(lines.get(code, 0) for code in codes))
    return nan


def _first(lines: Lines, codes: tuple[str, ...], *, nothing: float = nan) -> float:
    return next((float(lines[code]) for code in codes if code in lines), nothing)
