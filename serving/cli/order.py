"""`encours order`: may it leave?"""

from datetime import date
from typing import Annotated, Any

import typer

from credit.orders import usecases
from credit.orders.policy import OrderPolicy
from credit.orders.telling import as_json as told_as_json
from credit.orders.telling import figures_text
from credit.orders.words import limit_end_text, outcome_text, release_text, why_text
from ledger.registers.usecases import Act
from serving import clock
from serving.cli.acting import Author, Customer, parse_amount
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, remark, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

Amount = Annotated[
    int, typer.Argument(parser=parse_amount, metavar="AMOUNT", help="What is to be delivered: 1250.00.")
]


@app.callback()
def order() -> None:
    """Say whether an order may leave."""


@app.command()
def check(
    customer: Customer,
    amount: Amount,
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 code.")] = "EUR",
    number: Annotated[
        str, typer.Option(metavar="N", help="The order's number. Without it no headroom is held.")
    ] = "",
    on: On = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Release an order, hold it, or say on which conditions it may leave."""
    where = settings()
    policy = policy_in_force(where, "orders", OrderPolicy)
    with opened(where) as database, database.transaction() as session:
        day: date = day_for(session, on)
        act = Act((author or where.author).strip(), day, clock.now())
        question = usecases.Question(customer, amount, currency.strip().upper(), number.strip())
        checked = usecases.check_order(session, act, question, policy=policy)
    if as_json:
        print_json(told_as_json(checked))
    else:
        _tell(checked, where.language)


def _tell(checked: usecases.Checked, language: Any) -> None:
    answer = checked.answer
    say(f"{outcome_text(answer, language)}: {why_text(answer, language)}")
    for sentence in (release_text(answer, language), figures_text(answer, language)):
        if sentence:
            say(sentence)
    remark(limit_end_text(answer, language))
