"""Who each customer was known to be, as numbers a model can read."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pandas as pd

from features.steps import SPAN, Floats, Ints, Step, days_in, ones, ordered, owners_in, step_of
from ledger.timeline import NEVER

_OVERSEAS = ("97", "98")
_POSTCODE_DIGITS, _NAF_DIGITS = 5, 2
_FRANCE = ("", "FR")
_ELECTRONIC = ("factur-x", "cii", "ubl")

# Region by its number in the official geographic code (INSEE), with its départements by number.
_REGIONS: Mapping[int, tuple[int, ...]] = {
    11: (75, 77, 78, 91, 92, 93, 94, 95),  # Île-de-France
    24: (18, 28, 36, 37, 41, 45),  # Centre-Val de Loire
    27: (21, 25, 39, 58, 70, 71, 89, 90),  # Bourgogne-Franche-Comté
    28: (14, 27, 50, 61, 76),  # Normandie
    32: (2, 59, 60, 62, 80),  # Hauts-de-France
    44: (8, 10, 51, 52, 54, 55, 57, 67, 68, 88),  # Grand Est
    52: (44, 49, 53, 72, 85),  # Pays de la Loire
    53: (22, 29, 35, 56),  # Bretagne
    75: (16, 17, 19, 23, 24, 33, 40, 47, 64, 79, 86, 87),  # Nouvelle-Aquitaine
    76: (9, 11, 12, 30, 31, 32, 34, 46, 48, 65, 66, 81, 82),  # Occitanie
    84: (1, 3, 7, 15, 26, 38, 42, 43, 63, 69, 73, 74),  # Auvergne-Rhône-Alpes
    93: (4, 5, 6, 13, 83, 84),  # Provence-Alpes-Côte d'Azur
    94: (20,),  # Corse
    1: (971,),  # Guadeloupe
    2: (972,),  # Martinique
    3: (973,),  # Guyane
    4: (974,),  # La Réunion
    6: (976,),  # Mayotte
}
_REGION_OF = {number: region for region, numbers in _REGIONS.items() for number in numbers}

SOLE_TRADER, SARL, SA, SAS, PARTNERSHIP, CIVIL, ASSOCIATION, PUBLIC, OTHER = range(1, 10)
# The first digits of the legal category (INSEE), or the words exports write. The longest that fits decides.
_CATEGORIES: Mapping[str, int] = {
    "1": SOLE_TRADER,
    "54": SARL,
    "55": SA,
    "56": SA,
    "57": SAS,
    "52": PARTNERSHIP,
    "53": PARTNERSHIP,
    "65": CIVIL,
    "92": ASSOCIATION,
    "93": ASSOCIATION,
    "4": PUBLIC,
    "7": PUBLIC,
}
_WORDS: Mapping[str, int] = {
    "EI": SOLE_TRADER,
    "EIRL": SOLE_TRADER,
    "ENTREPRENEUR INDIVIDUEL": SOLE_TRADER,
    "ENTREPRISE INDIVIDUELLE": SOLE_TRADER,
    "AUTO ENTREPRENEUR": SOLE_TRADER,
    "MICRO ENTREPRENEUR": SOLE_TRADER,
    "SARL": SARL,
    "EURL": SARL,
    "SELARL": SARL,
    "SOCIETE A RESPONSABILITE LIMITEE": SARL,
    "SA": SA,
    "SOCIETE ANONYME": SA,
    "SAS": SAS,
    "SASU": SAS,
    "SELAS": SAS,
    "SOCIETE PAR ACTIONS SIMPLIFIEE": SAS,
    "SNC": PARTNERSHIP,
    "SCS": PARTNERSHIP,
    "SCA": PARTNERSHIP,
    "SCI": CIVIL,
    "SCM": CIVIL,
    "SCP": CIVIL,
    "SOCIETE CIVILE": CIVIL,
    "ASSOCIATION": ASSOCIATION,
    "FONDATION": ASSOCIATION,
    "EPIC": PUBLIC,
    "COMMUNE": PUBLIC,
}
_NO_LETTER = re.compile(r"[^A-Z0-9]+")
_ACCENTS = str.maketrans("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "AAACEEEEIIOOUUU")


def profile_step(profiles: pd.DataFrame, customers: Ints, groups: Mapping[str, int]) -> Step:
    """By customer; `groups` numbers the codes of customers that head a group."""
    told = profiles.assign(owner=owners_in(profiles["customer_id"], customers))
    told = ordered(told.loc[told["owner"] >= 0], ["owner", "known_on"])
    department = _each(told["postcode"].where(told["country"].isin(_FRANCE), ""), department_of)
    values = {
        "siren": _each(told["siren"], _number),
        "division": _each(told["naf"], _division),
        "department": department,
        "region": np.array(
            [_REGION_OF.get(int(one), np.nan) if one == one else np.nan for one in department]
        ),
        "legal_form": _each(told["legal_form"], legal_form_group),
        "person": _whether(told["kind"], "person"),
        "direct_debit": _whether(told["payment_means"], "direct_debit"),
        "founded_day": days_or_nan(told["founded_on"]),
        "group": _each(told["parent"], lambda code: float(groups.get(code, np.nan))),
    }
    return Step(told["owner"].to_numpy(np.int64) * SPAN + days_in(told["known_on"]), values)


def document_step(documents: pd.DataFrame, customers: Ints) -> Step:
    """By customer: whether the last of its documents known is an electronic invoice."""
    owner = owners_in(documents["customer_id"], customers)
    mine = owner >= 0
    told = documents.loc[mine]
    electronic = ones(told["form"].isin(_ELECTRONIC))
    return step_of(owner[mine], days_in(told["known_on"]), {"electronic": electronic})


@lru_cache(maxsize=1_000)
def legal_form_group(text: str) -> float:
    """One of the groups above, by the legal category or the words for it; NaN where nothing is written."""
    written = " ".join(_NO_LETTER.sub(" ", text.upper().translate(_ACCENTS)).split())
    if not written:
        return np.nan
    if written[0].isdigit():
        fits = [head for head in _CATEGORIES if written.startswith(head)]
        return float(_CATEGORIES[max(fits, key=len)]) if fits else float(OTHER)
    spelt = written.replace(" ", "")  # S.A.S. as well
    return float(_WORDS.get(written, _WORDS.get(spelt, OTHER)))


def department_of(postcode: str) -> float:
    """The number of the département; both of Corsica are 20, those overseas have three digits."""
    digits = postcode.strip()
    if len(digits) != _POSTCODE_DIGITS or not digits.isdigit() or digits.startswith("00"):
        return np.nan
    return float(digits[:3] if digits.startswith(_OVERSEAS) else digits[:2])


def days_or_nan(column: pd.Series) -> Floats:
    days = days_in(column)
    return np.where(days < NEVER, days, np.nan).astype(np.float64)


def _division(naf: str) -> float:
    head = naf.strip()[:_NAF_DIGITS]
    return float(head) if len(head) == _NAF_DIGITS and head.isdigit() and head != "00" else np.nan


def _number(text: str) -> float:
    return float(text) if text.isdigit() else np.nan


def _whether(column: "pd.Series[str]", value: str) -> Floats:
    return np.where(column == "", np.nan, ones(column == value))


def _each(column: "pd.Series[str]", read: Callable[[str], float]) -> Floats:
    """Each text read once, however many rows have it."""
    place, texts = pd.factorize(column)
    found = np.array([read(str(text)) for text in texts], dtype=np.float64)
    return found[place] if len(found) else np.empty(0)
