"""How invented customers are reached: people, addresses and numbers that belong to nobody.

Domains end in .example, which no registry gives; telephone numbers lie in the ranges that France keeps for
films (01 99 00). Each customer has chance of its own, so that others change nothing.
"""

import numpy as np

_STREAM = 41
_FRANCE, _PUBLIC = "FR", "84"
_FIRST = (
    "Claire",
    "Hugo",
    "Nadia",
    "Paul",
    "Inès",
    "Louis",
    "Sofia",
    "Marc",
    "Élise",
    "Karim",
    "Jeanne",
    "Théo",
)
_LAST = (
    "Vidal",
    "Morin",
    "Lebrun",
    "Garnier",
    "Perrot",
    "Colin",
    "Besson",
    "Marchal",
    "Hamon",
    "Rivière",
    "Noël",
)
_STREETS = ("rue de la Gare", "avenue Jean-Moulin", "rue du Moulin", "place du Marché", "chemin des Vignes")
_CITIES = (
    ("59000", "Lille"), ("69003", "Lyon"), ("44000", "Nantes"), ("31000", "Toulouse"), ("35000", "Rennes"),
    ("67000", "Strasbourg"), ("13008", "Marseille"), ("33000", "Bordeaux"), ("51100", "Reims"),
    ("21000", "Dijon"),
)  # fmt: skip
_ABROAD = {
    "BE": ("1000", "Bruxelles"),
    "DE": ("10115", "Berlin"),
    "ES": ("28001", "Madrid"),
    "IT": ("20121", "Milano"),
}
_ELSEWHERE = ("1000", "Elsewhere")
_HAS_ACCOUNTANT, _HAS_DIRECTOR = 0.93, 0.75

COLUMNS = (
    *("kind", "street", "postcode", "city", "language"),
    *("accounts_payable_name", "accounts_payable_email", "accounts_payable_phone"),
    *("director_name", "director_email", "director_phone"),
)


def contact_cells(number: int, *, code: str, naf: str, country: str) -> tuple[str, ...]:
    """The cells of `COLUMNS` for a customer; blank where the master does not know."""
    chance = np.random.default_rng(np.random.SeedSequence((_STREAM, number)))
    luck = chance.random(2)
    places = chance.integers(0, 10_000, size=8)
    postcode, city = _place(country, int(places[0]))
    street = f"{1 + int(places[1]) % 90} {_STREETS[int(places[2]) % len(_STREETS)]}"
    kind = "public" if naf.startswith(_PUBLIC) else "company"
    spoken = "fr" if country in (_FRANCE, "BE") else "en"
    accountant = _person("compta", code, places[3], places[4]) if luck[0] < _HAS_ACCOUNTANT else _NOBODY
    director = _person("direction", code, places[5], places[6]) if luck[1] < _HAS_DIRECTOR else _NOBODY
    return (kind, street, postcode, city, spoken, *accountant, *director)


_NOBODY = ("", "", "")


def _place(country: str, number: int) -> tuple[str, str]:
    return _CITIES[number % len(_CITIES)] if country == _FRANCE else _ABROAD.get(country, _ELSEWHERE)


def _person(box: str, code: str, first: np.int64, last: np.int64) -> tuple[str, str, str]:
    name = f"{_FIRST[int(first) % len(_FIRST)]} {_LAST[int(last) % len(_LAST)]}"
    digits = f"{(int(first) * 7 + int(last)) % 10_000:04d}"
    return name, f"{box}@{code.lower()}.example", f"+33 1 99 00 {digits[:2]} {digits[2:]}"
