"""A stored score as it is told again: nothing is read but what was written down with it."""

from kernel.language import Language
from scoring.default.model import OWN_SOURCE
from scoring.default.prior import PRIOR_LABEL
from scoring.kept import HINDSIGHT, KeptScore, Whole
from scoring.reasons import Told, reasons_of
from scoring.score import CustomerScore, Grade, NextPayment, confidence_of, score_of
from scoring.vector import figures_of
from scoring.wording import answers as words

_NONE = Told((), ())


def told_again(whole: Whole, *, language: Language) -> CustomerScore:
    """The answer of that evening in a reader's language, but for what was not kept: the counterfactual."""
    kept = whole.score
    label, late_on = kept.model.removesuffix(HINDSIGHT), kept.model.endswith(HINDSIGHT)
    person = (words.natural_person(language),) if kept.natural_person else ()
    notes = words.stored_on(kept.as_of, hindsight=late_on, told=whole.features is not None, language=language)
    why = _reasons(whole, language)
    return CustomerScore(
        customer=whole.customer,
        as_of=kept.as_of,
        score=score_of(kept.pd_12m),
        grade=Grade(kept.grade),
        pd_12m=kept.pd_12m,
        low=kept.low,
        high=kept.high,
        pd_ttc=kept.pd_ttc,
        confidence=confidence_of(kept.low, kept.high),
        tier=kept.tier,
        source=kept.source,
        model=label,
        siren=kept.siren or "",
        own_weight=kept.own_weight or 0.0,
        override=kept.override,
        natural_person=kept.natural_person,
        hindsight=late_on,
        adverse=why.adverse,
        favourable=why.favourable,
        contributions=kept.contributions,
        next_payment=_next_payment(kept),
        override_text=words.override(kept.override, language),
        source_text=_source_text(kept, label, language),
        knowledge=words.knowledge(kept.tier, language),
        notes=(*person, *notes),
    )


def _reasons(whole: Whole, language: Language) -> Told:
    """Without their figures sentences would say that nothing is known, which is not so."""
    if whole.features is None:
        return _NONE
    return reasons_of(whole.score.contributions, figures_of(whole.features), language=language)


def _next_payment(kept: KeptScore) -> NextPayment | None:
    if kept.p_late_30 is None:
        return None
    return NextPayment(kept.p_late_30, kept.late_model or "", kept.days_to_cash)


def _source_text(kept: KeptScore, label: str, language: Language) -> str:
    """Nothing where the share was not kept."""
    if kept.own_weight is None:
        return ""
    return words.source(
        kept.own_weight, own=kept.source == OWN_SOURCE, trained=label != PRIOR_LABEL, language=language
    )
