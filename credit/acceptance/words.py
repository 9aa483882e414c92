"""The sentences of an answer, English and French."""

from collections.abc import Mapping

from credit.acceptance.answer import Acceptance, Condition, Rule
from credit.acceptance.chance import Adjustment
from credit.acceptance.policy import Means, Outcome
from kernel.days import MonthEnd
from kernel.language import Language, amount_text, number_text
from kernel.money import Money

_E, _F = Language.ENGLISH, Language.FRENCH
Told = Mapping[Language, str]

OUTCOMES: Mapping[Outcome, Told] = {
    Outcome.ACCEPT: {_E: "Accept", _F: "Accepter"},
    Outcome.CONDITIONS: {_E: "Accept with conditions", _F: "Accepter sous conditions"},
    Outcome.REFER: {_E: "Refer to a person", _F: "Soumettre à une personne"},
    Outcome.REFUSE: {_E: "Refuse credit", _F: "Refuser le crédit"},
}
_RULES: Mapping[Rule, Told] = {
    Rule.PROCEEDING: {
        _E: "a collective proceeding is open against the company.",
        _F: "une procédure collective est ouverte contre l'entreprise.",
    },
    Rule.STRUCK_OFF: {
        _E: "the company no longer exists: struck off, ceased or dissolved.",
        _F: "l'entreprise n'existe plus : radiée, cessée ou dissoute.",
    },
    Rule.IN_DEFAULT: {
        _E: "the company is in default with us.",
        _F: "l'entreprise est en défaut chez nous.",
    },
    Rule.GRADE_REFUSED: {
        _E: "the policy gives no credit to grade {grade}.",
        _F: "la politique n'accorde pas de crédit à la note {grade}.",
    },
    Rule.NEGATIVE_EQUITY: {
        _E: "the equity of the last accounts is negative: the company owes more than it owns.",
        _F: "les capitaux propres des derniers comptes sont négatifs : l'entreprise doit plus qu'elle "
        "ne possède.",
    },
    Rule.NO_ROOM: {
        _E: "no amount may be owed by the limit policy ({binding} binds).",
        _F: "la politique d'encours n'autorise aucun montant (limite : {binding}).",
    },
    Rule.SECOND_PERSON: {
        _E: "{requested} is more than one person may grant.",
        _F: "{requested} dépassent ce qu'une seule personne peut accorder.",
    },
    Rule.TOO_UNCERTAIN: {
        _E: "too little is known for {requested}: the probability of default lies between {low} and {high}.",
        _F: "on en sait trop peu pour {requested} : la probabilité de défaut est entre {low} et {high}.",
    },
    Rule.REFERENCE_INCIDENT: {
        _E: "a supplier tells of a payment incident.",
        _F: "un fournisseur signale un incident de paiement.",
    },
    Rule.ABOVE_LIMIT: {
        _E: "{requested} asked for, {offered} may be owed ({binding} binds).",
        _F: "{requested} sont demandés, {offered} peuvent être dus (limite : {binding}).",
    },
    Rule.TERMS_ABOVE_LAW: {
        _E: "the terms asked for are longer than the law allows: at most {legal} (art. {article}).",
        _F: "le délai demandé dépasse le maximum légal : {legal} au plus (art. {article}).",
    },
    Rule.TERMS_ABOVE_GRADE: {
        _E: "grade {grade} gets shorter terms: {terms}.",
        _F: "la note {grade} a un délai plus court : {terms}.",
    },
    Rule.NO_ACCOUNTS: {
        _E: "no recent accounts are known, and {offered} is much without.",
        _F: "aucun compte récent n'est connu, et {offered} sont beaucoup sans eux.",
    },
    Rule.YOUNG_FIRM: {
        _E: "the company is in its first years, in which firms fail most.",
        _F: "l'entreprise est dans ses premières années, où les défaillances sont les plus fréquentes.",
    },
    Rule.GRADE_CONDITIONS: {
        _E: "grade {grade} is accepted with conditions.",
        _F: "la note {grade} est acceptée sous conditions.",
    },
    Rule.WITHIN_POLICY: {
        _E: "grade {grade}, {requested} and {terms} are within the policy.",
        _F: "note {grade}, {requested} et {terms} : conforme à la politique.",
    },
}
_MEANS: Mapping[Means, Told] = {
    Means.DEPOSIT: {_E: "a deposit of {share} ({cents})", _F: "un acompte de {share} ({cents})"},
    Means.PREPAYMENT: {_E: "prepayment ({cents})", _F: "le paiement d'avance ({cents})"},
    Means.DIRECT_DEBIT: {_E: "payment by direct debit", _F: "le paiement par prélèvement"},
    Means.SHORTER_TERMS: {_E: "shorter terms ({terms})", _F: "un délai plus court ({terms})"},
    Means.RETENTION_OF_TITLE: {
        _E: "retention of title, in writing by delivery at the latest",
        _F: "une clause de réserve de propriété, écrite au plus tard à la livraison",
    },
    Means.GUARANTEE: {_E: "a guarantee", _F: "une garantie ou une caution"},
    Means.INSURANCE: {_E: "credit insurance", _F: "une assurance-crédit"},
}
_BINDING: Mapping[str, Told] = {
    "need": {_E: "need", _F: "besoin"},
    "capacity": {_E: "capacity", _F: "capacité"},
    "appetite": {_E: "risk appetite", _F: "appétit pour le risque"},
    "cover": {_E: "cover", _F: "couverture"},
    "group": {_E: "concentration", _F: "concentration"},
    "override": {_E: "a proceeding or a default", _F: "une procédure ou un défaut"},
}
_PIECES: Mapping[str, Told] = {
    "statements": {_E: "yearly accounts", _F: "les comptes annuels"},
    "legal_events": {_E: "the gazette's announcements", _F: "les annonces du BODACC"},
    "age": {_E: "the day it was founded", _F: "la date de création"},
    "sector": {_E: "the sector (NAF)", _F: "le secteur (NAF)"},
    "legal_form": {_E: "the legal form", _F: "la forme juridique"},
    "references": {_E: "trade references", _F: "les références fournisseurs"},
}
_ADJUSTED: Mapping[str, Told] = {
    "references": {
        _E: "Trade references move the log-odds of default by {by}.",
        _F: "Les références fournisseurs déplacent les log-cotes de défaut de {by}.",
    },
    "external": {
        _E: "The external score moves the log-odds of default by {by}.",
        _F: "Le score externe déplace les log-cotes de défaut de {by}.",
    },
}
_NOT_USED: Told = {
    _E: "The external score is not used: {why}.",
    _F: "Le score externe n'est pas utilisé : {why}.",
}
_UNUSED: Mapping[str, Told] = {
    "unknown scale": {
        _E: "its scale is not in the policy, or not of that date",
        _F: "son échelle n'est pas dans la politique, ou pas à cette date",
    },
    "of a later day": {_E: "it bears a later day", _F: "il porte une date ultérieure"},
    "too old": {_E: "it is too old", _F: "il est trop ancien"},
    "not on the scale": {_E: "its value is not on the scale", _F: "sa valeur n'est pas sur l'échelle"},
}
_PERSON: Told = {
    _E: "This may not be refused by a machine alone: it is a natural person. Someone must look at it, hear "
    "the applicant and answer for the decision (GDPR, art. 22). The data used, the main reasons and what is "
    "missing are listed here; the applicant may ask for them.",
    _F: "Aucune machine ne peut refuser seule : il s'agit d'une personne physique. Quelqu'un doit examiner "
    "la demande, entendre le demandeur et répondre de la décision (RGPD, art. 22). Les données utilisées, "
    "les motifs principaux et ce qui manque figurent ici ; le demandeur peut les demander.",
}
_UNSAID: Told = {
    _E: "Nobody said whether this is a natural person. If it is, a person must decide before any refusal.",
    _F: "Personne n'a dit s'il s'agit d'une personne physique. Si oui, une personne doit décider avant tout "
    "refus.",
}
# Below one in a hundred a second digit tells grades apart.
_SMALL = 0.01


def outcome_text(answer: Acceptance, language: Language) -> str:
    return OUTCOMES[answer.outcome][language]


def rule_text(rule: Rule, answer: Acceptance, language: Language) -> str:
    """What the rule says of this application, as one sentence."""
    said = _RULES[rule][language].format(
        grade=answer.grade,
        requested=_amount(answer.requested_cents, answer, language),
        offered=_amount(answer.offered_cents, answer, language),
        binding=_BINDING[answer.binding][language],
        low=percent(answer.chance.low, language),
        high=percent(answer.chance.high, language),
        legal=days_text(answer.terms.legal_days, answer.terms.legal_month_end, language),
        terms=days_text(answer.terms.days, answer.terms.month_end, language),
        article=answer.terms.article,
    )
    return said[0].upper() + said[1:]


def condition_text(one: Condition, answer: Acceptance, language: Language) -> str:
    return _MEANS[one.means][language].format(
        share=_share(one.share_bp, language),
        cents=_amount(one.cents, answer, language),
        terms=days_text(answer.terms.days, answer.terms.month_end, language),
    )


def piece_text(piece: str, language: Language) -> str:
    return _PIECES[piece][language]


def adjustment_texts(answer: Acceptance, language: Language) -> list[str]:
    """What moved the model's answer, or could not."""
    return [_adjustment(one, language) for one in answer.adjustments]


def _adjustment(one: Adjustment, language: Language) -> str:
    if not one.used:
        return _NOT_USED[language].format(why=_UNUSED[one.why][language])
    by = f"{one.log_odds:+.2f}"
    return _ADJUSTED[one.what][language].format(by=by.replace(".", ",") if language is _F else by)


def person_texts(answer: Acceptance, person: bool | None, language: Language) -> list[str]:
    """Why a person must decide; and that nobody said, where a refusal rests on it."""
    if answer.person:
        return [_PERSON[language]]
    return [_UNSAID[language]] if person is None and answer.outcome is Outcome.REFUSE else []


def days_text(days: int, month_end: MonthEnd, language: Language) -> str:
    """“45 days end of month”; payment before delivery for none."""
    french = language is _F
    if days == 0 and month_end is MonthEnd.NONE:
        return "paiement avant livraison" if french else "payment before delivery"
    told = f"{number_text(days, language)} {'jours' if french else 'days'}"
    if month_end is MonthEnd.NONE:
        return told
    if month_end is MonthEnd.DAYS_THEN_END:
        return f"{told} fin de mois" if french else f"{told} end of month"
    return f"fin de mois + {told}" if french else f"end of month + {told}"


def percent(share: float, language: Language) -> str:
    """With the digits that tell small chances apart."""
    digits = 2 if share < _SMALL else 1
    told = f"{100 * share:.{digits}f}"
    return f"{told.replace('.', ',')} %" if language is _F else f"{told}%"


def _amount(cents: int, answer: Acceptance, language: Language) -> str:
    return amount_text(Money(cents, answer.currency), language)


def _share(bp: int, language: Language) -> str:
    whole, rest = divmod(bp, 100)
    told = f"{whole}" if rest == 0 else f"{whole}.{rest:02d}".rstrip("0")
    return f"{told.replace('.', ',')} %" if language is _F else f"{told}%"
