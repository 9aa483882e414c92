"""What is said of a challenger beside the champion, in both languages."""

from kernel.language import Language, day_text, number_text, share_text
from scoring.score import Grade
from scoring.wording.phrases import chance
from serving.cli.output import print_table, say
from training.shadow.compare import Compared

_MOST_NAMED = 20


def tell_shadow(told: Compared, *, language: Language) -> None:
    """How far the two agree, then who would get another grade."""
    words = _FRENCH if language is Language.FRENCH else _ENGLISH
    say(words["title"].format(told.challenger, told.champion, day_text(told.as_of, language)))
    say(words["counted"].format(number_text(told.customers, language), number_text(told.certain, language)))
    if told.mean_champion is None or told.mean_challenger is None or told.stability is None:
        return
    means = (chance(one, language) for one in (told.mean_champion, told.mean_challenger))
    say(words["means"].format(*means))
    agreed = "–" if told.rank_agreement is None else _decimal(told.rank_agreement, language)
    say(words["ranks"].format(agreed, _decimal(told.stability, language)))
    same = share_text(told.same_grade / told.customers, language)
    say(words["grades"].format(same, told.better, told.worse))
    _tell_moves(told, words["from"], language)
    for one in told.apart[:_MOST_NAMED]:
        told_of = (chance(one.champion, language), chance(one.challenger, language))
        say(words["apart"].format(one.code, one.champion_grade, one.challenger_grade, *told_of))


def _tell_moves(told: Compared, corner: str, language: Language) -> None:
    """A row a grade of the champion, a column a grade of the challenger."""
    counted = {(one.champion, one.challenger): one.customers for one in told.moves}
    rows = [
        [str(grade), *(number_text(counted.get((grade, other), 0), language) for other in Grade)]
        for grade in Grade
    ]
    print_table([corner, *(str(grade) for grade in Grade)], rows, right=tuple(range(1, len(Grade) + 1)))


def _decimal(value: float, language: Language) -> str:
    written = f"{value:.3f}"
    return written.replace(".", ",") if language is Language.FRENCH else written


_ENGLISH = {
    "title": "{0} beside {1}, on {2}; {1} gave the answers.",
    "counted": "{0} customers compared; of {1} more a fact decides alone.",
    "means": "Mean default within 12 months: {0} by the champion, {1} by the challenger.",
    "ranks": "Rank agreement (Spearman): {0}. Population stability index: {1}.",
    "grades": "{0} would keep their grade, {1} would get a better one, {2} a worse one.",
    "from": "from",
    "apart": "{0}: {1} by the champion ({3}), {2} by the challenger ({4}).",
}
_FRENCH = {
    "title": "{0} à côté de {1}, au {2} ; c'est {1} qui a répondu.",
    "counted": "{0} clients comparés ; pour {1} autres un fait décide seul.",
    "means": "Défaut moyen à 12 mois : {0} selon le champion, {1} selon le challenger.",
    "ranks": "Accord des rangs (Spearman) : {0}. Indice de stabilité : {1}.",
    "grades": "{0} garderaient leur note, {1} en auraient une meilleure, {2} une moins bonne.",
    "from": "de",
    "apart": "{0} : {1} selon le champion ({3}), {2} selon le challenger ({4}).",
}
