"""Routes in words, English and French."""

from collections.abc import Mapping

from dunning.dossier.words import day_or_blank, money_text
from dunning.routes.law import Note
from dunning.routes.policy import Route
from kernel.language import Language

_E, _F = Language.ENGLISH, Language.FRENCH

_ROUTES: Mapping[Route, Mapping[Language, str]] = {
    Route.AGENCY: {_E: "collection agency", _F: "agence de recouvrement"},
    Route.UNCONTESTED: {_E: "uncontested claim (L126-1)", _F: "créance incontestée (L126-1)"},
    Route.SMALL_CLAIM: {_E: "small claim (L125-1)", _F: "petites créances (L125-1)"},
    Route.ORDER: {_E: "order for payment", _F: "injonction de payer"},
    Route.PROCEEDING: {_E: "claim in the proceeding", _F: "déclaration au passif"},
    Route.WRITE_OFF: {_E: "write-off", _F: "passage en perte"},
}
_WHY: Mapping[str, Mapping[Language, str]] = {
    "no_partner": {
        _E: "no agency of partners.toml takes the case: priors; it needs a written mandate",
        _F: "aucune agence de partners.toml ne prend le dossier : a priori ; mandat écrit nécessaire",
    },
    "not_euros": {_E: "in {about}, not euros", _F: "en {about}, pas en euros"},
    "not_in_force": {_E: "{about}", _F: "{about}"},
    "above": {_E: "principal and interest above {limit}", _F: "principal et intérêts au-dessus de {limit}"},
    "merchants": {
        _E: "claims invoiced between merchants are excluded",
        _F: "créances facturées entre commerçants exclues",
    },
    "needs_consent": {
        _E: "the debtor must agree within a month",
        _F: "le débiteur doit accepter sous un mois",
    },
    "not_merchant": {_E: "the debtor is no merchant", _F: "le débiteur n'est pas commerçant"},
    "no_decree": {
        _E: "decree not published, as far as we know {day}",
        _F: "décret non publié à notre connaissance {day}",
    },
    "serve_in_time": {
        _E: "an order of that day is to be served within {about} months",
        _F: "une ordonnance de ce jour est à signifier dans les {about} mois",
    },
    "amicable_first": {
        _E: "an amicable attempt may have to come first",
        _F: "une tentative amiable préalable peut être exigée",
    },
    "no_proceeding": {_E: "no proceeding is open", _F: "aucune procédure ouverte"},
    "declared": {_E: "declared already", _F: "déjà déclarée"},
    "day_unknown": {
        _E: "the last day to declare is not known: it may be today",
        _F: "dernier jour inconnu : peut-être aujourd'hui",
    },
    "declare_by": {_E: "to be declared by {day}", _F: "à déclarer avant le {day} inclus"},
    "relief_by": {
        _E: "too late to declare; relief may be asked for by {day}",
        _F: "hors délai ; relevé de forclusion possible jusqu'au {day}",
    },
    "too_late": {_E: "too late since {day}", _F: "hors délai depuis le {day}"},
    "given_up": {_E: "the claim is given up", _F: "la créance est abandonnée"},
    "abroad": {
        _E: "the debtor is in {about}: not compared here",
        _F: "débiteur en {about} : non comparé ici",
    },
    "public_body": {
        _E: "a public body: not compared here",
        _F: "personne publique : non comparé ici",
    },
    "prescribed": {_E: "prescribed since {day}", _F: "prescrite depuis le {day}"},
    "stayed": {
        _E: "actions of single creditors are stayed since {day}",
        _F: "poursuites individuelles arrêtées depuis le {day}",
    },
    "no_price": {
        _E: "policy/recovery.toml has no cost in {about}",
        _F: "policy/recovery.toml ne donne aucun coût en {about}",
    },
}
DISCLAIMER: Mapping[Language, str] = {
    _E: "Chances and durations are priors of policy/recovery.toml, measured on nobody. "
    "This is no legal advice: it shows figures and texts; you decide, with your counsel.",
    _F: "Les chances et durées sont des a priori de policy/recovery.toml, mesurés sur personne. "
    "Ceci n'est pas un conseil juridique : des chiffres et des textes ; vous décidez, avec votre conseil.",
}


def route_text(route: Route, language: Language) -> str:
    return _ROUTES[route][language]


def note_text(one: Note, language: Language) -> str:
    limit = money_text(int(one.about), "EUR", language) if one.why == "above" else ""
    told = _WHY[one.why][language].format(about=one.about, limit=limit, day=day_or_blank(one.on, language))
    return f"{told.strip()} ({one.article})" if one.article else told.strip()
