"""`encours prospect`: may this company buy on account?"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from credit.acceptance import usecases
from credit.acceptance.policy import AcceptancePolicy, Policies
from credit.acceptance.telling import as_json as told_as_json
from credit.acceptance.telling import lines
from credit.acceptance.words import outcome_text
from credit.limit.policy import LimitPolicy
from kernel.days import MonthEnd
from kernel.language import amount_text
from kernel.money import Money
from ledger.registers.usecases import Act
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from serving import clock
from serving.api.schemas.prospect import ProspectQuestion
from serving.cli.acting import Author, parse_amount
from serving.cli.house import day_for, opened
from serving.cli.looking_up import Fetch, fetched, tell_looked_up
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, remark, say
from serving.policies import policy_in_force
from serving.settings import Settings, settings

_ASK = "ask"
_STANDARD_INPUT = "-"
# The value that pydantic met is long where a file is wrong from its first word on.
_PREFIX = "Value error, "


class _AskByDefault(TyperGroup):
    """`encours prospect FILE` asks; a file named like a command is written ./list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_ASK, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_AskByDefault, no_args_is_help=True, add_completion=False)


@app.callback()
def prospect() -> None:
    """Say whether a company may buy on account.

    encours prospect FILE.json, or encours prospect --siren N --amount 20000 --terms 45.
    """


@app.command(_ASK)
def ask(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="What is asked, as JSON; - for standard input.")
    ] = None,
    siren: Annotated[str | None, typer.Option(metavar="SIREN", help="The company's number.")] = None,
    name: Annotated[str | None, typer.Option(metavar="TEXT", help="Its name.")] = None,
    amount: Annotated[
        int | None, typer.Option(parser=parse_amount, metavar="AMOUNT", help="Asked for: 20000.00.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="ISO 4217 code; EUR when left out.")
    ] = None,
    terms: Annotated[int | None, typer.Option(metavar="DAYS", help="Days of credit asked for.")] = None,
    month_end: Annotated[
        MonthEnd | None, typer.Option(help="How the end of the month counts; none when left out.")
    ] = None,
    on: On = None,
    author: Author = None,
    fetch: Fetch = False,
    as_json: AsJson = False,
) -> None:
    """Accept, accept with conditions, refer or refuse, with the rule that decided; the answer is kept."""
    where = settings()
    if file is not None:
        if any(one is not None for one in (siren, name, amount, currency, terms, month_end)):
            raise typer.BadParameter(
                "A FILE says itself who asks for how much on what terms. Leave the options out, or the FILE."
            )
        question = _question(_read(file), file)
        day_asked = on or question.on
    else:
        if (siren is None and name is None) or amount is None or terms is None:
            raise typer.BadParameter("Name a FILE, or write --siren (or --name), --amount and --terms.")
        told = {
            "siren": siren or "",
            "name": name or "",
            "request": {"amount_cents": amount, "currency": (currency or "EUR").strip().upper()},
            "terms": {"days": terms, "month_end": (month_end or MonthEnd.NONE).value},
        }
        question, day_asked = _question(told, "The command line"), on
    decided = _answered(where, question, on=day_asked, author=(author or where.author).strip(), fetch=fetch)
    if as_json:
        print_json(told_as_json(decided))
    else:
        for line in lines(decided, where.language):
            say(line)


@app.command("list")
def list_decisions(as_json: AsJson = False) -> None:
    """List the answers given so far."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.decisions(session)
    if as_json:
        print_json([_short(one) for one in found])
    elif found:
        rows = [
            (
                str(one.number),
                one.decided_on.isoformat(),
                one.subject,
                one.name,
                outcome_text(one.answer, where.language),
                one.answer.rule.value,
                amount_text(Money(one.answer.offered_cents, one.answer.currency), where.language),
                one.answer.grade,
            )
            for one in found
        ]
        print_table(("", "day", "company", "name", "answer", "rule", "offered", "grade"), rows, right=(0, 6))
    else:
        say("No application was answered yet.")


@app.command()
def show(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As the list gives it.")],
    as_json: AsJson = False,
) -> None:
    """Tell an answer again, as it was given."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.decision(session, number)
    if as_json:
        print_json(told_as_json(found))
    else:
        for line in lines(found, where.language):
            say(line)


@app.command()
def replay(
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="As the list gives it.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every answer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take an answer again from what it read: it must be the same."""
    if (number is None) == (not everything):
        raise typer.BadParameter("Name one answer by its number, or --all.")
    with opened(settings()) as database, database.read() as session:
        found = usecases.replay(session, number)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            verdict = "the same" if one.same else one.why or "ANOTHER ANSWER"
            say(f"{one.number} {one.subject}: {verdict}")
        say(f"{sum(one.same for one in found)} of {len(found)} give the same answer.")
    if not all(one.same for one in found):
        raise typer.Exit(1)


def _answered(
    where: Settings, question: ProspectQuestion, *, on: date | None, author: str, fetch: bool
) -> usecases.Decided:
    policies = Policies(
        policy_in_force(where, "acceptance", AcceptancePolicy),
        policy_in_force(where, "limit", LimitPolicy),
        policy_in_force(where, "grades", GradePolicy),
    )
    asked = question.asked()
    if fetch and not asked.siren:
        raise typer.BadParameter(
            "--fetch asks the registers by a SIREN, and none is told. Add it, or leave --fetch out."
        )
    with opened(where) as database:
        if fetch:
            tell_looked_up(fetched(database, where, asked.siren), tell=remark)
        with database.transaction() as session:
            act = Act(author, day_for(session, on), clock.now())
            return usecases.answer_prospect(
                session, Registry(where.home), act, asked, policies=policies, language=where.language
            )


def _short(one: usecases.Decided) -> dict[str, Any]:
    answer = one.answer
    return {
        "decision": one.number,
        "decided_on": one.decided_on.isoformat(),
        "subject": one.subject,
        "name": one.name,
        "outcome": answer.outcome.value,
        "rule": answer.rule.value,
        "offered_cents": answer.offered_cents,
        "currency": answer.currency,
        "grade": answer.grade,
    }


def _read(file: str) -> Any:
    """What the file holds. Raises BadParameter with a sentence."""
    try:
        text = sys.stdin.read() if file == _STANDARD_INPUT else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file} cannot be read: {error}.") from error
    try:
        return json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"{file} is not JSON: {error}.") from error


def _question(told: Any, where: str) -> ProspectQuestion:
    """What is asked. Raises BadParameter with a sentence for each field that cannot be used."""
    try:
        return ProspectQuestion.model_validate(told)
    except ValidationError as error:
        raise typer.BadParameter(" ".join(_faults(error, where))) from error


def _faults(error: ValidationError, where: str) -> Sequence[str]:
    return [
        f"{where}, {'.'.join(str(part) for part in one['loc']) or 'as a whole'}: "
        f"{str(one['msg']).removeprefix(_PREFIX).rstrip('.')}."
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]
