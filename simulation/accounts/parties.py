"""Who pays: names and accounts as banks show them, against those of the customer master."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.accounts.laws import BankLaws

_PUBLIC = "84"  # sector of public bodies, which their treasury pays for
_LEGAL_FORMS = ("SARL", "SAS", "SA", "EURL", "SASU")
_LEGAL_SHARES = (0.40, 0.35, 0.06, 0.09, 0.10)
_OWNERS = ("Anne Roux", "Bruno Faure", "Claire Morel")
_ABBREVIATED = {
    "ELECTRICITE": "ELEC",
    "MECANIQUE": "MECA",
    "TRANSPORTS": "TRSP",
    "INFORMATIQUE": "INFO",
    "RESTAURANT": "REST",
    "NEGOCE": "NEG",
    "MARCHE": "MARCHE",
}
# No bank of this number exists, so that no invented account can be anybody's.
_NO_BANK = 99_999
_LETTERS = 55  # what turns the letters A to Z into 10 to 35
_FRANCE = "FR"
# A treasury pays for two or three companies of its group.
_IN_A_GROUP = (2, 3)


class Payer(NamedTuple):
    """How payments of a customer look on the statement: its names, the usual one first, and accounts."""

    names: tuple[str, ...]
    ibans: tuple[str, ...]  # the usual one first
    direct_debit: bool
    lines: int  # of text that its bank passes on


def legal_name(name: str, naf: str, chance: np.random.Generator) -> str:
    """The name with its legal form; public bodies have none."""
    form = str(chance.choice(_LEGAL_FORMS, p=_LEGAL_SHARES))
    return name if naf.startswith(_PUBLIC) else f"{name} {form}"


def sales_owner(chance: np.random.Generator) -> str:
    return _OWNERS[int(chance.integers(len(_OWNERS)))]


def plain(text: str) -> str:
    """In the letters that banks exchange: capitals without accents."""
    spelt = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in spelt if not unicodedata.combining(letter)).upper()


def payer(laws: BankLaws, *, name: str, naf: str, number: int, chance: np.random.Generator) -> Payer:
    """`name` is the one with the legal form."""
    luck = chance.random(2)
    bare = plain(name.rsplit(" ", 1)[0] if not naf.startswith(_PUBLIC) else name)
    trade, _, own = bare.partition(" ")
    others = (plain(name), bare, f"{_ABBREVIATED.get(trade, trade)} {own}", f"STE {own}", own)
    first = int(chance.integers(len(others)))
    accounts = [invented_iban(number, 1)]
    if luck[0] >= laws.parties.same_account:
        accounts.append(invented_iban(number, 2))
    lines = 1 + int(chance.choice(len(laws.naming.lines), p=laws.naming.lines))
    names = (others[first], others[(first + 1) % len(others)])
    return Payer(names, tuple(accounts), bool(luck[1] < laws.parties.direct_debit), lines)


def groups(laws: BankLaws, numbers: Sequence[int], chance: np.random.Generator) -> dict[int, tuple[str, str]]:
    """The treasury that pays, by customer: its name and account."""
    members = [number for number in numbers if chance.random() < laws.parties.holding]
    found: dict[int, tuple[str, str]] = {}
    while members:
        size = int(chance.integers(_IN_A_GROUP[0], _IN_A_GROUP[1] + 1))
        group, members = members[:size], members[size:]
        for number in group:
            found[number] = (f"HOLDING {_group_name(group[0])}", invented_iban(group[0], 9))
    return found


def _group_name(number: int) -> str:
    letters = "BCDFGLMNPRSTV"
    return "".join(letters[(number // 13**place) % 13] + "AEIOU"[(number + place) % 5] for place in range(3))


def invented_iban(number: int, rank: int) -> str:
    """A French account that passes every check and exists nowhere."""
    bank, branch, account = f"{_NO_BANK:05d}", f"{rank:05d}", f"{number:011d}"
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
    basic = f"{bank}{branch}{account}{key:02d}"
    digits = "".join(str(ord(letter) - _LETTERS) for letter in _FRANCE)
    return f"{_FRANCE}{98 - int(f'{basic}{digits}00') % 97:02d}{basic}"
