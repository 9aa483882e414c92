"""`encours causes`: why money is late, and what to do about it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer

from kernel.language import Language, share_text
from ledger.reports import usecases
from ledger.reports.advice import title_of, todo_of
from ledger.reports.causes import Cause
from ledger.reports.groups import By
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import say
from serving.cli.report_words import word
from serving.cli.reporting import (
    All,
    AsCsv,
    AsRecorded,
    cents_text,
    count_text,
    key_of,
    print_rows,
    question_of,
    tell,
)
from serving.settings import settings

app = typer.Typer(add_completion=False)

_FIELDS = ("cause", "title", "currency", "overdue_cents", "items", "share", "todo")


@app.command()
def causes(
    as_of: AsOf = None,
    as_recorded: AsRecorded = None,
    by: Annotated[
        By | None, typer.Option("--by", help="The causes of each of these; of all together when left out.")
    ] = None,
    every: All = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Rank the causes of lateness by money, each overdue cent under one cause, with what to do.

    Overdue is what accounts 411 owe late, disputed or not, before credits: they are a cause of their own.
    """
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        found = usecases.causes(session, question_of(day, as_recorded, by))
    rows = [_told(one, by, where.language) for one in found]
    key = [] if by is None else [key_of(by)]
    if as_json or as_csv:
        print_rows(rows, as_json=as_json, columns=[*key, *_FIELDS])
    elif rows:
        _tell(rows, key, every=every, language=where.language)
    else:
        say(word("nothing_late", where.language))


def _tell(rows: Sequence[dict[str, Any]], key: Sequence[str], *, every: bool, language: Language) -> None:
    total: dict[str, int] = {}
    for row in rows:
        total[row["currency"]] = total.get(row["currency"], 0) + row["overdue_cents"]
    tell(
        rows,
        columns=[*key, "title", "currency", "overdue_cents", "share", "items"],
        texts={
            "overdue_cents": cents_text(language),
            "items": count_text(language),
            "share": lambda share: "" if share is None else share_text(share, language),
        },
        totals=[
            {"title": word("total", language), "currency": currency, "overdue_cents": cents}
            for currency, cents in sorted(total.items())
        ],
        every=every,
        language=language,
    )
    for title, todo in dict.fromkeys((row["title"], row["todo"]) for row in rows):
        say(f"–  {title}: {todo}" if language is Language.ENGLISH else f"–  {title} : {todo}")


def _told(cause: Cause, by: By | None, language: Language) -> dict[str, Any]:
    told = asdict(cause)
    group = told.pop("group")
    named = {} if by is None else {key_of(by): group}
    words = {"title": title_of(cause.cause, language), "todo": todo_of(cause.cause, language)}
    return {**named, **told, **words}
