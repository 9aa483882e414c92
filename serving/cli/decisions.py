"""`encours decisions`: what the house decided by itself, what people object, and what a person decides."""

from typing import Annotated

import typer

from credit.contests import usecases
from credit.contests.decided import Contest, Decided, Objection, State, Word
from credit.contests.telling import as_json as told_as_json
from credit.contests.telling import contest_as_json
from credit.contests.words import KINDS, STATES, title_text, why_text, words_texts
from credit.limit.policy import LimitPolicy
from kernel.language import Language, day_text
from serving.cli.acting import Author, Customer, LearntOn, Number, acting, parse_amount
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

By = Annotated[str, typer.Option(metavar="WHO", help="Who objects.")]
Says = Annotated[str, typer.Option(metavar="TEXT", help="What they say, in their words.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with your name, and told to them.")]


@app.callback()
def decisions() -> None:
    """Contest automatic decisions, answer, and decide otherwise."""


@app.command("list")
def list_decisions(customer: Customer, as_json: AsJson = False) -> None:
    """List the automatic decisions on a customer, the latest first."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.decisions_of(session, customer)
    if as_json:
        print_json([told_as_json(one) for one in found])
    elif found:
        _table(found, where.language)
    else:
        say(_UNDECIDED[where.language])


@app.command()
def show(number: Number, as_json: AsJson = False) -> None:
    """Tell an automatic decision: its reason, what is objected, what a person decided in its place."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.decision(session, number)
    _tell(found, where.language, as_json=as_json)


@app.command()
def contest(
    number: Number,
    says: Says,
    by: By = "",
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write down what somebody objects to a decision; it waits until a person answers."""
    with acting(author, on, None) as desk:
        found = usecases.contest(desk.session, desk.act, number, Objection(by, says))
    _tell_contest(found, as_json=as_json)


@app.command("contest-score")
def contest_score(
    customer: Customer,
    says: Says,
    by: By = "",
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """The same, of the last score kept of a customer."""
    with acting(author, on, None) as desk:
        found = usecases.contest_score(desk.session, desk.act, customer, Objection(by, says))
    _tell_contest(found, as_json=as_json)


@app.command()
def contests(
    everything: Annotated[bool, typer.Option("--all", help="Answered ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what waits for an answer, with the last day to give it."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.contests(session, waiting=not everything)
    if as_json:
        print_json([contest_as_json(one) for one in found])
    elif found:
        print_table(_HEADINGS[where.language], [_line(one, where.language) for one in found], right=(0, 1))
    else:
        say(_UNCONTESTED[where.language])


@app.command()
def answer(
    number: Number,
    reason: Reason,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="They took it back.")] = False,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Answer a contest: a person looked again and the decision stands. To change it, override it."""
    state = State.WITHDRAWN if withdrawn else State.STANDS
    with acting(author, on, None) as desk:
        found = usecases.answer(desk.session, desk.act, number, state=state, reason=reason)
    _tell_contest(found, as_json=as_json)


@app.command()
def override(
    number: Number,
    reason: Reason,
    outcome: Annotated[
        str,
        typer.Option(metavar="WORD", help="One of those that `show --json` tells."),
    ] = "",
    amount: Annotated[
        int | None,
        typer.Option(parser=parse_amount, metavar="AMOUNT", help="What may be owed at once: 1250.00."),
    ] = None,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Decide otherwise; the automatic decision stays, and your word beside it."""
    where = settings()
    policy = policy_in_force(where, "limit", LimitPolicy)
    with acting(author, on, None) as desk:
        word = Word(outcome, reason, amount or 0)
        found = usecases.overrule(desk.session, desk.act, number, word, policy=policy)
    _tell(found, where.language, as_json=as_json)


_E, _F = Language.ENGLISH, Language.FRENCH
_HEADINGS = {
    _E: ("", "decision", "about", "told on", "answer by", "who", "says", "", "answer"),
    _F: ("", "décision", "sur", "dite le", "réponse avant", "qui", "dit", "", "réponse"),
}
_DECIDED = {
    _E: ("", "day", "", "decision", "why", "a person's word", "contests"),
    _F: ("", "jour", "", "décision", "pourquoi", "mot d'une personne", "contestations"),
}
_UNDECIDED = {
    _E: "Nothing was decided of this customer without a person yet.",
    _F: "Rien n'a encore été décidé de ce client sans une personne.",
}
_UNCONTESTED = {
    _E: "No contest waits for an answer.",
    _F: "Aucune contestation n'attend de réponse.",
}


def _line(one: Contest, language: Language) -> tuple[str, ...]:
    return (
        *(str(one.number), str(one.decision), one.subject),
        *(day_text(day, language) for day in (one.told_on, one.answer_by)),
        *(one.objection.by, one.objection.says, STATES[one.state][language], one.reason),
    )


def _table(found: list[Decided], language: Language) -> None:
    rows = [
        (
            str(one.number),
            day_text(one.kept.row.decided_on, language),
            KINDS[one.kind][language],
            title_text(one, language),
            why_text(one, language),
            " ".join(words_texts(one, language)),
            ", ".join(STATES[told.state][language] for told in one.contests),
        )
        for one in found
    ]
    print_table(_DECIDED[language], rows, right=(0,))


def _tell(one: Decided, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(told_as_json(one))
        return
    row = one.kept.row
    say(f"{KINDS[one.kind][language]} {one.number}, {row.subject}, {day_text(row.decided_on, language)}")
    for line in (title_text(one, language), why_text(one, language), *words_texts(one, language)):
        say(line)
    if one.contests:
        print_table(
            _HEADINGS[settings().language], [_line(told, language) for told in one.contests], right=(0, 1)
        )


def _tell_contest(one: Contest, *, as_json: bool) -> None:
    if as_json:
        print_json(contest_as_json(one))
    else:
        print_table(_HEADINGS[settings().language], [_line(one, settings().language)], right=(0, 1))
