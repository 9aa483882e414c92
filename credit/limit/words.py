"""What a limit decision says, in both languages."""

from collections.abc import Mapping

from credit.limit.limit import Bound, Constraint, LimitDecision
from kernel.language import Language, amount_text, number_text
from kernel.money import Money

_NAMES: Mapping[Constraint, tuple[str, str]] = {
    Constraint.NEED: ("its need", "son besoin"),
    Constraint.CAPACITY: ("what it can bear", "sa capacité"),
    Constraint.APPETITE: ("the risk we accept", "le risque que nous acceptons"),
    Constraint.COVER: ("its cover", "sa couverture"),
    Constraint.GROUP: ("the share of one group in the book", "la part d'un groupe dans l'encours"),
    Constraint.OVERRIDE: ("a proceeding or a default", "une procédure ou un défaut"),
}
_RAISED: Mapping[Constraint, tuple[str, str]] = {
    Constraint.NEED: (
        "more sales, or an order that asks for more",
        "plus de ventes, ou une commande qui demande plus",
    ),
    Constraint.CAPACITY: (
        "accounts with more equity and working capital, or any accounts where none are known",
        "plus de fonds propres et de fonds de roulement, ou des comptes s'il n'y en a pas",
    ),
    Constraint.APPETITE: (
        "cover, a guarantee, or a lower probability of default",
        "une couverture, une garantie, ou une probabilité de défaut plus basse",
    ),
    Constraint.COVER: ("more agreed cover", "une couverture accordée plus élevée"),
    Constraint.GROUP: ("less owed by the rest of its group", "moins d'encours sur le reste de son groupe"),
    Constraint.OVERRIDE: ("the end of it", "sa fin"),
}  # fmt: skip
_BASES: Mapping[str, tuple[str, str]] = {
    "no sales yet": ("no sales in twelve months", "aucune vente en douze mois"),
    "requested": ("the amount asked for", "le montant demandé"),
    "busiest quarter": (
        "the busiest quarter of twelve months over the days to cash",
        "le meilleur trimestre de douze mois sur le délai d'encaissement",
    ),
    "no score": ("no stored score: run encours score --all", "aucune note : lancez encours score --all"),
    "no accounts": ("no accounts known; a figure by grade", "comptes inconnus ; un montant selon la note"),
    "equity": ("a share of equity by grade", "une part des fonds propres selon la note"),
    "working capital": (
        "a share of working capital by grade",
        "une part du fonds de roulement selon la note",
    ),
    "above break-even": (
        "each further euro is expected to lose: insured amount only",
        "chaque euro de plus perdrait en moyenne : montant assuré seulement",
    ),
    "expected loss": ("the loss we accept to expect", "la perte attendue que nous acceptons"),
    "not insured": ("not insured", "non assuré"),
    "cover": ("agreed cover and our own risk", "couverture accordée et notre part de risque"),
    "share of the book": ("a share of all that is owed to us", "une part de tout ce qui nous est dû"),
    "insolvency": ("open proceeding", "procédure collective ouverte"),
    "in default": (
        "in default: it buys on as far as it pays",
        "en défaut : il achète encore tant qu'il paie",
    ),
    "experience": ("a multiple of what it usually owes us", "un multiple de son encours habituel"),
    "least with accounts": (
        "the least by grade for sound accounts",
        "le minimum selon la note quand les comptes sont sains",
    ),
    "none": ("none", "aucun"),
}  # fmt: skip


def name_of(constraint: Constraint, language: Language) -> str:
    return _NAMES[constraint][language is Language.FRENCH]


def basis_of(bound: Bound, language: Language) -> str:
    return _BASES[bound.basis][language is Language.FRENCH]


def why_text(decision: LimitDecision, language: Language) -> str:
    """The limit, what binds it, and what would raise it how far."""
    french = language is Language.FRENCH
    limit = amount_text(Money(decision.cents, decision.currency), language)
    binds, raises = name_of(decision.binding, language), _RAISED[decision.binding][french]
    basis = basis_of(decision.bound(decision.binding), language)
    told = (
        f"{limit} : ce qui limite est {binds} ({basis})."
        if french
        else f"{limit}: what binds is {binds} ({basis})."
    )
    if decision.next_cents is None or decision.next_binding is None:
        return told
    further = amount_text(Money(decision.next_cents, decision.currency), language)
    then = name_of(decision.next_binding, language)
    return told + (
        f" Ce qui l'élèverait : {raises} ; jusqu'à {further}, où {then} prend le relais."
        if french
        else f" What would raise it: {raises}; up to {further}, where {then} takes over."
    )


def odds_text(decision: LimitDecision, language: Language) -> str:
    """The chance of default over the days a sale stays unpaid beside that at which a sale earns nothing."""
    if decision.pd_over_terms is None:
        return ""
    pd, even = _percent(decision.pd_over_terms, language), _percent(decision.break_even, language)
    if language is Language.FRENCH:
        return f"Défaut pendant le délai : {pd} ; une vente à crédit gagne jusqu'à {even}."
    return f"Default while unpaid: {pd}; a sale on credit earns up to {even}."


def _percent(share: float, language: Language) -> str:
    whole = number_text(int(share * 100), language)
    part = f"{share * 100:.2f}".split(".")[1]
    return f"{whole},{part} %" if language is Language.FRENCH else f"{whole}.{part} %"
