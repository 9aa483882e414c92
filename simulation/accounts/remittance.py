"""What a payment says of the invoices it settles, as people and programs write it."""

from collections.abc import Callable, Sequence

import numpy as np
from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from simulation.accounts.facts import CUT, FULL, NOTHING, SHORT, STRUCTURED, WRONG, Remittance
from simulation.accounts.laws import Naming

_FULL_WAYS: tuple[Callable[[str], str], ...] = (
    str,
    str,
    str.lower,
    lambda number: number.replace("-", " "),
    lambda number: number.replace("-", ""),
    lambda number: number.replace("-", "/"),
)
_BEFORE = (
    "",
    "",
    "FACT ",
    "FACTURE ",
    "facture no ",
    "REGLEMENT VOTRE FACTURE NO ",
    "VIR SEPA FACT ",
    "Fac.",
)
_BETWEEN = (" ", ", ", " ET ", " + ", " / ")
_NO_REFERENCE = "NOTPROVIDED"
# From three on, people write the first and the last.
_A_RANGE = 3


def remittance(
    naming: Naming, numbers: Sequence[str], others: Sequence[str], *, lines: int, chance: np.random.Generator
) -> Remittance:
    """The text for invoices of these numbers; `others` are numbers that may be named by mistake."""
    luck = float(chance.random())
    end_to_end = _own_reference(chance) if chance.random() < 0.3 else _NO_REFERENCE  # noqa: PLR2004  # fixed
    if luck < naming.nothing:
        return Remittance(_nothing(chance), NOTHING, "", end_to_end)
    luck -= naming.nothing
    if luck < naming.structured and len(numbers) == 1:
        return Remittance((), STRUCTURED, creditor_reference(numbers[0]), end_to_end)
    luck -= naming.structured
    if luck < naming.short:
        return Remittance(_cut(_short(numbers, chance), naming, lines), SHORT, "", end_to_end)
    if luck < naming.short + naming.wrong and others:
        named = str(others[int(chance.integers(len(others)))])
        return Remittance(_cut(_full([named], chance), naming, lines), WRONG, "", end_to_end)
    told = _cut(_full(numbers, chance), naming, lines)
    said = letters_and_digits("".join(told))
    whole = all(letters_and_digits(number) in said for number in numbers)
    return Remittance(told, FULL if whole else CUT, "", end_to_end)


def letters_and_digits(text: str) -> str:
    """What is left of a number whatever its punctuation and case."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def creditor_reference(number: str) -> str:
    """The number as a reference of ISO 11649, with its check digits."""
    bare = letters_and_digits(number)
    return str(iso11649.validate(f"RF{mod_97_10.calc_check_digits(f'{bare}RF')}{bare}"))


def _cut(text: str, naming: Naming, lines: int) -> tuple[str, ...]:
    """Lines as banks pass them on; what does not fit is lost."""
    kept = text[: naming.width * lines]
    return tuple(kept[at : at + naming.width] for at in range(0, len(kept), naming.width))


def _full(numbers: Sequence[str], chance: np.random.Generator) -> str:
    write = _FULL_WAYS[int(chance.integers(len(_FULL_WAYS)))]
    before = _BEFORE[int(chance.integers(len(_BEFORE)))]
    between = _BETWEEN[int(chance.integers(len(_BETWEEN)))]
    return before + between.join(write(number) for number in numbers)


def _short(numbers: Sequence[str], chance: np.random.Generator) -> str:
    """The end of each number, with or without its zeros; or the first and the last of a list."""
    ends = [number.rsplit("-", 1)[-1] for number in numbers]
    if chance.random() < 0.5:  # noqa: PLR2004  # a coin
        ends = [end.lstrip("0") for end in ends]
    if len(ends) >= _A_RANGE and chance.random() < 0.5:  # noqa: PLR2004  # a coin
        return f"FACT {ends[0]} A {ends[-1]}"
    return "FACT " + _BETWEEN[int(chance.integers(len(_BETWEEN)))].join(ends)


def _nothing(chance: np.random.Generator) -> tuple[str, ...]:
    """Empty, or words of the payer's own that name no invoice of ours."""
    order = int(chance.integers(1_000, 999_999))
    month = f"{int(chance.integers(1, 13)):02d}"
    texts = (
        *("", "", "VIREMENT", "VIR SEPA", "REGLEMENT FACTURES", "PAIEMENT FOURNISSEUR", "VOTRE RELEVE"),
        *(f"BC {order}", f"CDE {order // 10}", f"FRN 40{order:06d}", f"{order:010d}"),
        *(f"PAIE {month} REF {order // 100}", f"ECHEANCE {month}", f"RGT {month} SOLDE"),
    )
    text = texts[int(chance.integers(len(texts)))]
    return (text,) if text else ()


def _own_reference(chance: np.random.Generator) -> str:
    return f"VIR{int(chance.integers(10**9)):09d}"
