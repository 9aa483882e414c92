"""`encours relation`: everything between the company and a customer."""

import typer

from kernel.language import Language
from ledger.relation import usecases
from ledger.relation.standing import Relation
from serving.cli.acting import AsRecorded, Customer, tell_cases
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, say
from serving.cli.phrases import act_phrase
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def relation(
    customer: Customer, as_of: AsOf = None, as_recorded: AsRecorded = None, as_json: AsJson = False
) -> None:
    """Tell all that stands between us and a customer, and its history."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        found = usecases.relation_of(session, customer, as_of=day, as_recorded=as_recorded)
    if as_json:
        print_json(found.as_json())
    else:
        tell(found, language=where.language)


def tell(found: Relation, *, language: Language) -> None:
    """What stands first, then what is over, then who did what when."""
    title = " ".join(word for word in (found.customer, found.name) if word)
    if not found.history:
        say(f"{title}: nothing but invoices and payments as of {found.as_of}.")
        return
    over = [one for one in found.cases if not one.stands]
    for heading, cases in (("what stands", found.standing), ("what is over", over)):
        if cases:
            say(f"{title}, {heading} as of {found.as_of}:")
            tell_cases(cases, language=language, matters=True)
    say("History:")
    rows = [
        (
            f"{one.recorded_at:%Y-%m-%d %H:%M} UTC",
            one.author,
            f"{one.matter.replace('_', '-')} {one.case}",
            one.act.replace("_", " "),
            str(one.happened_on),
            str(one.known_on),
            act_phrase(one.details),
        )
        for one in found.history
    ]
    print_table(("written down", "by", "case", "act", "happened", "known", ""), rows)
