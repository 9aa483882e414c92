"""Whether a challenger takes the champion's place, and the sentences why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.run.compare import Difference, Measured
from training.run.subject import Check, Told

# Expected over observed may leave 1 by a tenth: beyond, money read off the model is wrong by as much.
BALANCE = (0.9, 1.1)
# A refresh that measures worse may cost this share of the champion's log-loss at the worst end of its
# interval: less than two windows of one year differ by.
REFRESH_TOLERANCE = 0.01
# No segment may lose more than this share of its log-loss. Below so many rows a difference of this kind is
# chance more often than not, so smaller segments are shown and decide nothing.
SEGMENT_TOLERANCE = 0.05
SMALLEST_SEGMENT = 200
# The longer first: one begins like another.
_FRENCH = {
    "paid more than 30 days late": "payée avec plus de 30 jours de retard",
    "paid late": "payée en retard",
    "default within 12 months": "défaut à 12 mois",
    "identity": "identité",
    "with company": "avec ce qui est public",
    "with ledger": "avec notre grand livre",
}


@dataclass(frozen=True, slots=True)
class Case:
    """All that the gate looks at. `refresh` is the champion's own recipe on later facts.

    `unjudged` says why no window could judge anything, None where one did.
    """

    figures: Sequence[Measured]
    differences: Sequence[Difference]
    checks: Sequence[Check]
    empty_sections: Sequence[str]
    champion: str | None
    champion_figures: Sequence[Measured] = ()
    refresh: bool = False
    nothing_new: bool = False
    unjudged: Told | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    promoted: bool
    why: tuple[Told, ...]


def decide(case: Case) -> Verdict:
    """Promote when nothing speaks against it; every objection is told, not the first alone.

    Without a champion only the report and the checks can object: any model beats none, and one that nothing
    could judge says so.
    """
    objections = [*_unfit(case)]
    if case.champion is not None and case.unjudged is not None:
        objections.append(_unproven(case, case.unjudged))
    elif case.champion is not None:
        objections += [*_not_worth_it(case), *_out_of_balance(case)]
    if objections:
        return Verdict(False, tuple(objections))
    return Verdict(True, (_in_favour(case),))


def _unfit(case: Case) -> Iterator[Told]:
    if case.empty_sections:
        listed = ", ".join(f"“{title}”" for title in case.empty_sections)
        yield Told(
            f"Its validation report is incomplete: {listed}.",
            f"Son rapport de validation est incomplet : {listed}.",
        )
    for check in case.checks:
        if not check.passed:
            yield check.said


def _not_worth_it(case: Case) -> Iterator[Told]:
    if case.nothing_new:
        yield Told(
            f"It is {case.champion} again: the same facts, the same recipe.",
            f"C'est de nouveau {case.champion} : mêmes faits, même recette.",
        )
        return
    whole = [one for one in case.differences if not one.segment]
    for place, one in enumerate(whole):
        yield from _worse(one) if case.refresh or place > 0 else _not_better(one)
    for one in case.differences:
        if one.segment and one.rows >= SMALLEST_SEGMENT:
            lost = one.log_loss.value / one.champion_log_loss
            if lost > SEGMENT_TOLERANCE:
                yield Told(
                    f"On {one.segment} ({one.question}) its log-loss is {lost:.1%} above that of "
                    f"{case.champion}; {SEGMENT_TOLERANCE:.0%} is tolerated.",
                    f"Sur {one.segment} ({_in_french(one.question)}), sa perte logarithmique dépasse de "
                    f"{lost:.1%} celle de {case.champion} ; la tolérance est de {SEGMENT_TOLERANCE:.0%}.",
                )


def _not_better(one: Difference) -> Iterator[Told]:
    for name, nom, gap in (
        ("log-loss", "perte logarithmique", one.log_loss),
        ("Brier score", "score de Brier", one.brier),
    ):
        if gap.high >= 0:
            yield Told(
                f"It is not clearly better ({one.question}): {name} {gap.value:+.5f}, "
                f"95 % interval {gap.low:+.5f} to {gap.high:+.5f}.",
                f"Il n'est pas nettement meilleur ({_in_french(one.question)}) : {nom} {gap.value:+.5f}, "
                f"intervalle à 95 % de {gap.low:+.5f} à {gap.high:+.5f}.",
            )


def _worse(one: Difference) -> Iterator[Told]:
    """Worse by its figure, and by more than is tolerated at the worst end of its interval.

    On a small book that end is always far: one that measures better takes the place all the same, or no small
    book would ever see its model learn again.
    """
    most = REFRESH_TOLERANCE * one.champion_log_loss
    if one.log_loss.value > 0 and one.log_loss.high > most:
        yield Told(
            f"It may be worse ({one.question}): log-loss {one.log_loss.value:+.5f}, at worst "
            f"{one.log_loss.high:+.5f}; {most:.5f} is tolerated.",
            f"Il pourrait être moins bon ({_in_french(one.question)}) : perte logarithmique "
            f"{one.log_loss.value:+.5f}, au "
            f"pire {one.log_loss.high:+.5f} ; {most:.5f} est toléré.",
        )


def _out_of_balance(case: Case) -> Iterator[Told]:
    """Beyond a tenth of 1 and further from it than the champion, unless chance could explain it.

    Keeping a champion that is out of balance itself, because its successor is no better there, would help
    nobody; the report lists the imbalance among the open issues.
    """
    low, high = BALANCE
    for one, now in zip(case.figures, case.champion_figures, strict=True):
        ratio, its = one.expected_over_observed, now.expected_over_observed
        if ratio is None or low <= ratio.value <= high or ratio.low <= 1 <= ratio.high:
            continue
        if its is not None and abs(ratio.value - 1) <= abs(its.value - 1):
            continue
        yield Told(
            f"Expected over observed is {ratio.value:.2f} ({one.question}), outside {low} to {high} and "
            "further "
            f"from 1 than that of {case.champion}.",
            f"Attendu sur observé vaut {ratio.value:.2f} ({_in_french(one.question)}), hors de {low} à "
            f"{high} et plus loin de 1 que celui de {case.champion}.",
        )


def _unproven(case: Case, why: Told) -> Told:
    return Told(
        f"Nothing could be judged, as {why.english}: it does not take the place of {case.champion} by "
        "itself. "
        "A person may promote it with a reason.",
        f"Rien n'a pu être jugé, car {why.french} : il ne prend pas de lui-même la place de {case.champion}. "
        "Une personne peut le promouvoir en disant pourquoi.",
    )


def _in_favour(case: Case) -> Told:
    if case.champion is None and case.unjudged is not None:
        return Told(
            f"It is the first, and serves unjudged: {case.unjudged.english}. Train again as history grows.",
            f"C'est le premier, et il sert sans avoir été jugé : {case.unjudged.french}. À réentraîner quand "
            "l'historique aura grandi.",
        )
    if case.champion is None:
        return Told(
            "No model that this version can run was in service, and the validation report is complete.",
            "Aucun modèle utilisable par cette version n'était en service, et le rapport de validation est "
            "complet.",
        )
    if case.refresh:
        return Told(
            f"The recipe of {case.champion} on later facts, and not worse on the same windows.",
            f"La recette de {case.champion} sur des faits plus récents, pas moins bonne sur les mêmes "
            "fenêtres.",
        )
    return Told(
        f"Better than {case.champion} on the same windows, beyond chance, and worse nowhere that counts.",
        f"Meilleur que {case.champion} sur les mêmes fenêtres, hasard exclu, et moins bon nulle part où cela "
        "compte.",
    )


def _in_french(question: str) -> str:
    """A question as French readers know it; what follows its first words, a tier say, stays."""
    for english, french in _FRENCH.items():
        question = question.replace(english, french)
    return question
