"""Names of companies as their banks write them, and whose name one is."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from ledger.matching.policy import MatchingPolicy
from ledger.matching.words import plain, squeezed

_FORMS = frozenset(
    (
        *("SA", "SAS", "SASU", "SARL", "EURL", "SCI", "SNC", "GIE", "SCOP", "SCM"),
        *("SELARL", "EI", "EIRL", "GMBH", "AG", "KG", "LTD", "LIMITED", "LLC", "INC"),
        *("PLC", "BV", "NV", "SPA", "SRL", "SL", "STE", "SOCIETE", "ETS", "ETABLISSEMENT"),
        *("ETABLISSEMENTS", "CIE", "COMPAGNIE", "M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "LA"),
        *("LE", "LES", "ET", "AND", "DE", "DES", "DU"),
    )
)
_SHORTEST_IN_TEXT = 7  # letters of a name looked for inside a text: shorter ones are words of the language


def name_key(name: str) -> str:
    """A name without accents, marks, legal form and small words; initials are joined."""
    words = "".join(one if one.isalnum() else " " for one in plain(name)).split()
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1:
            run += word
            continue
        joined += [run] if run else []
        joined += [word] if word else []
        run = ""
    kept = [word for word in joined if word not in _FORMS] or joined
    return " ".join(kept)


class Names:
    """Finds the one customer that a name can mean."""

    def __init__(self, names: Iterable[tuple[int, str]], policy: MatchingPolicy) -> None:
        self._policy = policy
        self._parties: dict[str, set[int]] = defaultdict(set)
        for party, name in names:
            if key := name_key(name):
                self._parties[key].add(party)
        self._keys = list(self._parties)
        self._near: dict[str, int | None] = {}
        self._beginnings: dict[str, list[list[str]]] = defaultdict(list)
        for key in self._keys:
            if len(squeezed(key)) >= _SHORTEST_IN_TEXT:
                self._beginnings[key.split()[0]].append(key.split())

    def exact(self, name: str) -> int | None:
        """The customer whose name this is but for form and marks; None when two share it."""
        parties = self._parties.get(name_key(name), set())
        return next(iter(parties)) if len(parties) == 1 else None

    def near(self, name: str) -> int | None:
        """The customer whose name is nearly this, when no other one is near."""
        key = name_key(name)
        if key not in self._near:
            self._near[key] = self._nearest(key)
        return self._near[key]

    def within(self, text: str) -> int | None:
        """The one customer whose name stands whole in a text."""
        words = name_key(text).split()
        found: set[int] = set()
        for at, word in enumerate(words):
            for name in self._beginnings.get(word, ()):
                if words[at : at + len(name)] == name:
                    found |= self._parties[" ".join(name)]
        return next(iter(found)) if len(found) == 1 else None

    def _nearest(self, key: str) -> int | None:
        cutoff = self._policy.name_ratio - self._policy.name_margin
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=3)
        if not found or found[0][1] < self._policy.name_ratio:
            return None
        if len(found) > 1 and found[1][1] > found[0][1] - self._policy.name_margin:
            return None
        parties = self._parties[found[0][0]]
        return next(iter(parties)) if len(parties) == 1 else None
