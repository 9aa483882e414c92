"""What a message says of the files that go with it, and of those that do not fit."""

from collections.abc import Iterator, Sequence

from dunning.letters.typography import clean
from dunning.notice import Notice
from kernel.language import Language

_MOST_NAMED = 8  # numbers; more are counted, since the table lists them
_UNBROKEN = "\u00a0"
_F, _E = Language.FRENCH, Language.ENGLISH
_AND = {_F: " et ", _E: " and "}
_STATEMENT = {_F: "votre relevé de compte", _E: "your statement of account"}
_ONE = {_F: f"la facture{_UNBROKEN}{{}}", _E: f"invoice{_UNBROKEN}{{}}"}
_MANY = {_F: "les factures {}", _E: "invoices {}"}
_COUNT = {_F: f"les copies de {{}}{_UNBROKEN}factures", _E: f"copies of {{}}{_UNBROKEN}invoices"}
_WITH = {_F: "Vous trouverez ci-joint {}.", _E: "With this message: {}."}
_LEFT = {
    _F: "Trop volumineux pour ce message\u202f: {}. Nous vous en adresserons copie sur simple demande.",
    _E: "Too large for this message: {}. We will gladly send copies on request.",
}


def files_told(notice: Notice) -> Iterator[str]:
    """A paragraph for what goes along, one for what is too large; none for what was never stored."""
    language = notice.language
    along = [_STATEMENT[language]] if notice.with_statement else []
    along += _invoices(notice.enclosed, language)
    if along:
        yield _WITH[language].format(_AND[language].join(along))
    for told in _invoices(notice.left_out, language):
        yield _LEFT[language].format(told)


def _invoices(numbers: Sequence[str], language: Language) -> list[str]:
    names = [clean(one) for one in numbers]
    if len(names) > _MOST_NAMED:
        return [_COUNT[language].format(len(names))]
    if len(names) > 1:
        return [_MANY[language].format(f"{', '.join(names[:-1])}{_AND[language]}{names[-1]}")]
    return [_ONE[language].format(name) for name in names]
