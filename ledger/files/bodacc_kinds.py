"""What an announcement of the gazette (BODACC) is about, told from its family and the words of its judgment.

No official list of the wordings is published; these are the ones seen in public copies of the dataset. They
are compared reduced to lower case without accents, and the first row whose every part is found wins.
"""

from collections.abc import Sequence
from functools import lru_cache

from ledger.files.wording import plain

OTHER_JUDGMENT = "other_judgment"
OPENING = "opening"  # of a proceeding whose kind the words do not say
COLLECTIVE = "collective"

Rows = Sequence[tuple[str, tuple[str, ...]]]

# What merely quotes a judgment comes first, then what ends or changes a proceeding, then what opens one.
NATURES: Rows = (
    ("retraction", ("retractation",)),
    ("appeal", ("cour d appel",)),
    ("claims_filed", ("etat des creances",)),
    ("claims_filed", ("etat de collocation",)),
    ("claims_filed", ("projet de repartition",)),
    ("claims_listed", ("liste des creances",)),
    ("other_filing", ("avis de depot",)),
    ("sanction", ("interdiction de gerer",)),
    ("sanction", ("faillite personnelle",)),
    (OTHER_JUDGMENT, ("date de cessation des paiements",)),
    ("plan_resolution_liquidation", ("resolution du plan", "la liquidation judiciaire")),
    ("plan_resolution_receivership", ("resolution du plan", "et le redressement judiciaire")),
    ("plan_resolution", ("resolution du plan",)),
    ("reopening_liquidation", ("reprise de la procedure de liquidation",)),
    ("conversion_liquidation", ("mettant fin", "ouvrant une procedure de liquidation")),
    ("conversion_receivership", ("mettant fin", "ouvrant une procedure de redressement")),
    ("closure_insufficient_assets", ("insuffisance d actif",)),
    ("closure_debts_paid", ("extinction du passif",)),
    ("closure", ("cloture",)),
    ("closure", ("mettant fin",)),
    ("closure", ("constatant", "execution du plan")),
    ("conversion_liquidation", ("conversion", "en liquidation")),
    ("conversion_receivership", ("conversion", "en redressement")),
    ("plan_changed", ("modifiant le plan",)),
    ("sale_plan", ("plan de cession",)),
    ("plan", ("arretant le plan",)),
    ("plan", ("jugement de plan",)),
    ("extension_liquidation", ("extension", "liquidation judiciaire")),
    ("extension_receivership", ("extension", "redressement judiciaire")),
    ("extension_safeguard", ("extension", "sauvegarde")),
    ("opening_liquidation", ("ouverture", "liquidation judiciaire")),
    ("opening_liquidation", ("prononcant la liquidation judiciaire",)),
    ("opening_receivership", ("ouverture", "redressement judiciaire")),
    ("opening_safeguard", ("ouverture", "sauvegarde")),
    ("opening_crisis_exit", ("ouverture", "sortie de crise")),
    (OPENING, ("jugement d ouverture",)),
)

# Where the nature is one of the catch-alls (“Autre jugement et ordonnance”), the operative words of the
# judgment decide; only phrases that decide something count, since these texts also recall what came before.
COMPLEMENTS: Rows = (
    ("plan_resolution_liquidation", ("resolution du plan", "prononce la liquidation judiciaire")),
    ("plan_resolution_liquidation", ("resolution du plan", "prononcant la liquidation judiciaire")),
    ("closure_insufficient_assets", ("cloture", "insuffisance d actif")),
    ("closure_debts_paid", ("cloture", "extinction du passif")),
    ("conversion_liquidation", ("conversion", "en liquidation judiciaire")),
    ("conversion_liquidation", ("prononce la liquidation judiciaire", "conversion")),
    ("conversion_receivership", ("conversion", "en redressement judiciaire")),
    ("plan", ("arrete le plan de redressement",)),
    ("plan", ("arretant le plan de redressement",)),
    ("plan", ("arrete le plan de sauvegarde",)),
    ("plan", ("arretant le plan de sauvegarde",)),
    ("sale_plan", ("arrete le plan de cession",)),
    ("sale_plan", ("arretant le plan de cession",)),
    ("opening_liquidation", ("prononce la liquidation judiciaire",)),
    ("opening_liquidation", ("prononcant la liquidation judiciaire",)),
    ("opening_liquidation", ("ouvre les operations de la liquidation judiciaire",)),
    ("opening_liquidation", ("ouvre une procedure de liquidation judiciaire",)),
    ("opening_liquidation", ("ouvrant une procedure de liquidation judiciaire",)),
    ("opening_receivership", ("ouvre une procedure de redressement judiciaire",)),
    ("opening_receivership", ("ouvrant une procedure de redressement judiciaire",)),
    ("opening_safeguard", ("ouvre une procedure de sauvegarde",)),
    ("opening_safeguard", ("ouvrant une procedure de sauvegarde",)),
)

# The family by its code in the dataset, and by its label where a file has only that.
FAMILIES: Rows = (
    ("collective", ("collective",)),
    ("conciliation", ("conciliation",)),
    ("personal_recovery", ("retablissement professionnel",)),
    ("accounts_filed", ("dpc",)),
    ("accounts_filed", ("depots des comptes",)),
    ("creation", ("creation",)),
    ("creation", ("immatriculation",)),
    ("modification", ("modification",)),
    ("striking_off", ("radiation",)),
    ("sale", ("vente",)),
    ("other", ("divers",)),
)


@lru_cache(maxsize=1_000)
def family_of(code: str, label: str) -> str:
    """Our word for the family; `other` when it is none we know."""
    return _first(FAMILIES, plain(code)) or _first(FAMILIES, plain(label)) or "other"


def kind_of_judgment(nature: str, *, group: str, complement: str) -> tuple[str, bool]:
    """The kind of a judgment, and whether its complement had to say it.

    `group` is the field `famille` of the judgment, which alone tells some retractions and closures.
    """
    kind = _of_nature(nature) or _of_nature(group) or OTHER_JUDGMENT
    if kind in {OTHER_JUDGMENT, OPENING} and "cessation des paiements" not in plain(nature):
        said = _first(COMPLEMENTS, plain(complement))
        if said is not None:
            return said, True
    return kind, False


@lru_cache(maxsize=1_000)
def _of_nature(words: str) -> str | None:
    """Courts use the same few dozen wordings all over again."""
    return _first(NATURES, plain(words))


def _first(rows: Rows, words: str) -> str | None:
    return next((kind for kind, parts in rows if all(part in words for part in parts)), None)
