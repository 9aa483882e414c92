"""Deadlines in words, English and French."""

from collections.abc import Mapping

from credit.cover.words import KINDS as _COVER
from dunning.deadlines.deadline import (
    ACCEPTANCE,
    DECLARATION,
    NEWS,
    NOTICE,
    PRESCRIPTION,
    RELIEF,
    RETENTION,
)
from dunning.law.ruled import Certainty
from kernel.language import Language

_E, _F = Language.ENGLISH, Language.FRENCH

_KINDS: Mapping[str, Mapping[Language, str]] = {
    DECLARATION: {_E: "declare the claim", _F: "déclarer la créance"},
    RELIEF: {_E: "ask for relief of a late declaration", _F: "demander un relevé de forclusion"},
    RETENTION: {_E: "claim goods back", _F: "revendiquer la marchandise"},
    PRESCRIPTION: {_E: "bring it to court", _F: "agir avant la prescription"},
    NOTICE: {_E: "follow the notice up", _F: "donner suite à la mise en demeure"},
    ACCEPTANCE: {_E: "ask whether the partner takes it", _F: "demander si le partenaire accepte"},
    NEWS: {_E: "ask the partner for news", _F: "demander des nouvelles au partenaire"},
    **{f"insurer_{kind}": texts for kind, texts in _COVER.items()},
}
_CERTAINTIES: Mapping[Certainty, Mapping[Language, str]] = {
    Certainty.VERIFIED: {_E: "read in the text", _F: "lu dans le texte"},
    Certainty.SECONDARY: {_E: "as others quote it", _F: "source secondaire"},
    Certainty.UNVERIFIED: {_E: "not verified", _F: "non vérifié"},
    Certainty.CONTRACT: {_E: "by contract", _F: "contractuel"},
    Certainty.CHOSEN: {_E: "our choice", _F: "notre choix"},
}


def kind_text(kind: str, language: Language) -> str:
    return _KINDS[kind][language]


def certainty_text(certainty: Certainty, language: Language) -> str:
    return _CERTAINTIES[certainty][language]
