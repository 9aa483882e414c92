"""Columns of yearly statements: headers in English and French, and the names of the public ratios."""

from collections.abc import Mapping

from ledger.files.liasse import CODES

# One line per word of ours, then what exports call it; accents, case, spaces and punctuation do not count.
ABOUT: Mapping[str, str] = {
    "siren": "siren, numéro siren, n° siren, siren number",
    "closed_on": """closed on, closing date, year end, date clôture exercice, date de clôture de l'exercice,
        date de clôture, date clôture, clôture, date d'arrêté, exercice clos le, fin d'exercice""",
    "opened_on": """opened on, opening date, year start, date ouverture exercice, date d'ouverture de
        l'exercice, date d'ouverture, date ouverture, début d'exercice, exercice ouvert le""",
    "months": """months, number of months, durée, durée exercice, durée de l'exercice, durée exercice n,
        nombre de mois, nb mois, mois""",
    "kind": """kind, statement kind, type bilan, type de bilan, code type bilan, type de comptes, type
        comptes""",
    "filed_on": """filed on, filing date, published on, publication date, date dépôt, date de dépôt, déposé
        le, date de publication, date publication""",
    "confidential": "confidential, confidentiality, confidentialité, confidentiel",
}
LONG: Mapping[str, str] = {
    "code": "code, code liasse, code poste, liasse code",
    "amount": "amount, montant, valeur, value",
    "m1": "m1",
    "m2": "m2",
    "m3": "m3",
    "m4": "m4",
}
WIDE: Mapping[str, str] = {code: code for code in CODES}

# Amounts of the dataset ratios_inpi_bce. Sales, net result and operating result are boxes of the form; the
# others are sums of several boxes and keep the name of the dataset. That `ebit` is box GG is not written
# anywhere official: in published rows it lies between EBE and current result as the operating result does.
AMOUNTS: Mapping[str, str] = {
    "chiffre_d_affaires": "FL",
    "resultat_net": "HN",
    "ebit": "GG",
    "marge_brute": "marge_brute",
    "ebe": "ebe",
    "ebitda": "ebitda",
}
# In per cent or in days of 360 to the year, as published; never computed anew.
RATIOS = (
    "taux_d_endettement",
    "ratio_de_liquidite",
    "ratio_de_vetuste",
    "autonomie_financiere",
    "poids_bfr_exploitation_sur_ca",
    "poids_bfr_exploitation_sur_ca_jours",
    "couverture_des_interets",
    "caf_sur_ca",
    "capacite_de_remboursement",
    "marge_ebe",
    "resultat_courant_avant_impots_sur_ca",
    "rotation_des_stocks_jours",
    "credit_clients_jours",
    "credit_fournisseurs_jours",
)
PUBLIC_RATIOS: Mapping[str, str] = {name: name for name in (*AMOUNTS, *RATIOS)}

COMPLETE, SIMPLIFIED, CONSOLIDATED = "complete", "simplified", "consolidated"
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("c", "n", "complete", "complet", "normal", "reel normal", "social"), COMPLETE),
    **dict.fromkeys(("s", "simplified", "simplifie", "reel simplifie"), SIMPLIFIED),
    **dict.fromkeys(("k", "consolidated", "consolide", "consolides", "comptes consolides"), CONSOLIDATED),
}
OPEN_WORDS = frozenset({"", "public", "publique", "non", "no", "false", "0", "non confidentiel"})
