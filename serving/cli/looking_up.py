"""`--fetch`: ask the public registers about a company, and tell what each said."""

from collections.abc import Callable
from typing import Annotated

import typer

from ledger.company.lookup.looked_up import ANSWERED, BODACC, COMPANY_REGISTER, RATIOS, UNTESTED, LookedUp
from ledger.company.lookup.looked_up import RegisterAnswer as Answer
from ledger.company.lookup.usecases import ask, keep
from serving import clock
from serving.cli.output import remark, say
from serving.lookups import gateways_of
from serving.settings import Settings
from store.session import Database

Fetch = Annotated[
    bool,
    typer.Option(
        "--fetch",
        help="Ask the public registers first, and keep what they say. Off until ENCOURS_LOOKUPS=on.",
    ),
]

_NAMES = {COMPANY_REGISTER: "Company register", BODACC: "Gazette (BODACC)", RATIOS: "Ratios (INPI)"}


def fetched(database: Database, where: Settings, siren: str) -> LookedUp:
    """Ask outside the transaction, so that nobody waits for three servers, then keep what they said."""
    asked = ask(gateways_of(where), siren)
    with database.transaction() as session:
        return keep(session, asked, on=clock.today(), recorded_at=clock.now(), author=where.author)


def tell_looked_up(looked_up: LookedUp, *, tell: Callable[[str], None] = say) -> None:
    """One line a register; one for all of them where look-ups are off."""
    if looked_up.off:
        tell(f"{looked_up.answers[0].why[:1].upper()}{looked_up.answers[0].why[1:]}.")
        return
    remark(UNTESTED)
    for one in looked_up.answers:
        tell(f"{_NAMES[one.register]}: {_said(one)}")
        for why in (*one.set_aside, *one.doubts):
            tell(f"  {why}")


def _said(one: Answer) -> str:
    if one.state != ANSWERED:
        return one.why if one.why.endswith(".") else f"{one.why}."
    if one.read == 0:
        return one.why
    return f"{one.new} new, {one.unchanged} as before, {len(one.set_aside)} set aside."
