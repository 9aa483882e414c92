"""`encours alerts`: when to worry about which customer, and what to do."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from credit.alerts import usecases
from credit.alerts.acts import AlertAct, Done, State
from credit.alerts.base import Kind
from credit.alerts.policy import AlertPolicy
from credit.alerts.repository import Wanted
from credit.alerts.telling.usecases import act_and_tell, run_and_tell
from credit.alerts.told import ToldAlert, together, told
from credit.alerts.usecases import Ran, RunOrder
from credit.alerts.words import action_text, kind_text
from kernel.language import Language, day_text
from serving import clock
from serving.cli.acting import Author, Note, acting
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On, parse_day
from serving.cli.output import print_json, print_table, remark, say, stages
from serving.policies import policy_in_force
from serving.senders import post
from serving.settings import Settings, settings
from store.session import Database

app = typer.Typer(add_completion=False)

_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="As `encours alerts list` gives it.")]
_Kind = Annotated[Kind | None, typer.Option("--kind", help="Of this kind only.")]
_Customer = Annotated[str | None, typer.Option("--customer", metavar="CODE", help="Of this customer only.")]
_All = Annotated[bool, typer.Option("--all", help="Those snoozed, acknowledged and over too.")]
_Quiet = Annotated[
    bool, typer.Option("--quiet", help="Write alerts down and send nothing: for a first run on an old book.")
]
_Anew = Annotated[bool, typer.Option("--anew", help="Gather every customer, not only those that changed.")]
_OPEN = frozenset({State.OPEN})
_SHOWN = 40

_WORDS = {
    Language.ENGLISH: {
        "none": "No alert is open as of {on}.",
        "ran": "{fired} new as of {on}; {gathered} customers gathered, {judged} accounts judged.",
        "before": "Alerts ran up to {last} already: this is how they stood on {on}.",
        "more": "{count} more: encours alerts list --json.",
        "headings": ("", "customer", "name", "alert", "why", "what to do", "state"),
        "open": "open",
        "snoozed": "snoozed until {until}",
        "acknowledged": "acknowledged",
        "over": "over",
    },
    Language.FRENCH: {
        "none": "Aucune alerte ouverte au {on}.",
        "ran": "{fired} nouvelles au {on} ; {gathered} clients relus, {judged} comptes jugés.",
        "before": "Les alertes ont déjà été passées jusqu'au {last} : voici leur état au {on}.",
        "more": "{count} de plus : encours alerts list --json.",
        "headings": ("", "client", "nom", "alerte", "pourquoi", "que faire", "état"),
        "open": "ouverte",
        "snoozed": "en veille jusqu'au {until}",
        "acknowledged": "prise en compte",
        "over": "passée",
    },
}


@app.callback(invoke_without_command=True)
def alerts(context: typer.Context, on: On = None, as_json: AsJson = False) -> None:
    """Run the alerts of the day, and list those that are open."""
    if context.invoked_subcommand is not None:
        return
    where = settings()
    with opened(where) as database:
        day, last = _day(database, on)
        if last is not None and day < last:
            remark(_word("before", where.language).format(**_days(where.language, last=last, on=day)))
        else:
            _say_run(_run(database, where, day, quiet=False, anew=False), where.language)
        with database.read() as session:
            found = usecases.list_alerts(session, Wanted(), on=day, states=_OPEN)
    tell(found, on=day, as_json=as_json, language=where.language)


@app.command()
def run(on: On = None, quiet: _Quiet = False, anew: _Anew = False, as_json: AsJson = False) -> None:
    """Run the alerts of a day, and tell the new ones. A second run of a day tells nothing."""
    where = settings()
    with opened(where) as database:
        day, _ = _day(database, on)
        ran = _run(database, where, day, quiet=quiet, anew=anew)
    _say_run(ran, where.language)
    tell([told(one, on=day) for one in ran.alerts], on=day, as_json=as_json, language=where.language)


@app.command("list")
def list_alerts(
    on: On = None,
    kind: _Kind = None,
    customer: _Customer = None,
    every: _All = False,
    as_json: AsJson = False,
) -> None:
    """List open alerts as they stand on a day. Runs nothing."""
    where = settings()
    wanted = Wanted(kind=None if kind is None else kind.value, customer=customer)
    with opened(where) as database, database.read() as session:
        day = on or usecases.day_to_show(session, day_for(session, None))
        found = usecases.list_alerts(session, wanted, on=day, states=None if every else _OPEN)
    tell(found, on=day, as_json=as_json, language=where.language)


@app.command()
def ack(
    number: _Number, note: Note = "", author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """Acknowledge an alert: somebody has seen to it."""
    _act(number, Done.ACKNOWLEDGED, note=note, author=author, on=on, as_json=as_json)


@app.command()
def snooze(
    number: _Number,
    until: Annotated[
        date, typer.Option(parser=parse_day, metavar="DATE", help="The last day it stays silent.")
    ],
    note: Note = "",
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Put an alert aside until the end of a day."""
    _act(number, Done.SNOOZED, until=until, note=note, author=author, on=on, as_json=as_json)


@app.command()
def assign(
    number: _Number,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A name, or a mail address to tell.")],
    note: Note = "",
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Give an alert to somebody; a mail address is told."""
    _act(number, Done.ASSIGNED, person=person.strip(), note=note, author=author, on=on, as_json=as_json)


def _act(
    number: int,
    done: Done,
    *,
    note: str,
    author: str | None,
    on: date | None,
    as_json: bool,
    until: date | None = None,
    person: str = "",
) -> None:
    where = settings()
    with acting(author, on, None) as desk:
        day = on or usecases.day_to_show(desk.session, desk.act.on)
        act = AlertAct(done, day, desk.act.author, until, person, note.strip())
        after = act_and_tell(desk.session, number, act, post(where), recorded_at=desk.act.recorded_at)
    if as_json:
        print_json(after.as_json(where.language))
    else:
        tell([after], on=day, as_json=False, language=where.language)


def _day(database: Database, on: date | None) -> tuple[date, date | None]:
    """The day to run for, and that of the last run."""
    with database.read() as session:
        return day_for(session, on), usecases.last_run_on(session)


def _run(database: Database, where: Settings, day: date, *, quiet: bool, anew: bool) -> Ran:
    if day > clock.today():
        raise typer.BadParameter(f"{day} is to come: nothing is known on it yet.")
    policy = policy_in_force(where, "alerts", AlertPolicy)
    order = RunOrder(day, policy, where.author or usecases.HOUSE, clock.now(), anew=anew)
    with stages("alerts") as step, database.transaction() as session:
        return run_and_tell(session, order, None if quiet else post(where), progress=step)


def _say_run(ran: Ran, language: Language) -> None:
    told_of = {"fired": len(ran.alerts), "gathered": ran.gathered, "judged": ran.judged}
    remark(_word("ran", language).format(**told_of, **_days(language, on=ran.on)))


def tell(found: Sequence[ToldAlert], *, on: date, as_json: bool, language: Language) -> None:
    if as_json:
        print_json([one.as_json(language) for one in found])
        return
    if not found:
        say(_word("none", language).format(**_days(language, on=on)))
        return
    rows = together(found)
    print_table(_WORDS[language]["headings"], [_row(some, language) for some in rows[:_SHOWN]], right=(0,))
    if len(rows) > _SHOWN:
        remark(_word("more", language).format(count=sum(map(len, rows[_SHOWN:]))))


def _row(some: Sequence[ToldAlert], language: Language) -> tuple[str, ...]:
    """One row, with what the gravest of them advises."""
    last = some[-1]
    numbers = ", ".join(str(one.alert.id) for one in some)
    alert = last.alert
    return (
        *(numbers, alert.customer, alert.name, kind_text(alert.kind, language), last.why(language)),
        *(action_text(alert.action, language), _state(last, language)),
    )


def _state(one: ToldAlert, language: Language) -> str:
    standing = one.standing
    until = {} if standing.until_on is None else _days(language, until=standing.until_on)
    state = _word(standing.state.value, language).format(**until)
    return f"{state}, {standing.assigned_to}" if standing.assigned_to else state


def _days(language: Language, **days: date) -> dict[str, str]:
    return {name: day_text(day, language) for name, day in days.items()}


def _word(name: str, language: Language) -> str:
    return str(_WORDS[language][name])
