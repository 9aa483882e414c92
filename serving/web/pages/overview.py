"""What is in force: the files of policies and scenarios, the rates of law. Read only, and no secret."""

from datetime import date
from typing import NamedTuple

from fastapi import Request
from starlette.responses import Response

from dunning.law.rates import LEGAL_RATE, REFINANCING
from kernel.dated import NotInForce
from serving.api.deps import OpenHouse, Today
from serving.policy_kinds import policies_in_force
from serving.rooms import Room
from serving.scenarios import scenario_files, scenarios
from serving.settings import Settings
from serving.version import installed_version
from serving.web.rendering import language_of, page

pages, acts = Room(), Room()


class Rate(NamedTuple):
    """A rate of law: None where it is not known for the day."""

    name: str
    share: float | None
    until: date | None
    source: str


@pages.get("/settings")
def overview(request: Request, house: OpenHouse, now: Today) -> Response:
    """Show what is in force."""
    where, language = house.settings, language_of(request)
    files = scenario_files(where)
    return page(
        request,
        "settings.html",
        version=installed_version(),
        policies=list(policies_in_force(where)),
        scenarios=[
            (one.name[language.value], code, one.version, str(files[code]))
            for code, one in sorted(scenarios(where).items())
        ],
        rates=[_rate("refinancing", now), _rate("legal", now)],
        set_up=_set_up(where),
        on=now,
    )


def _rate(name: str, on: date) -> Rate:
    dated = REFINANCING if name == "refinancing" else LEGAL_RATE
    try:
        return Rate(name, float(dated.on(on)), dated.until, dated.source)
    except NotInForce:
        return Rate(name, None, dated.until, dated.source)


def _set_up(where: Settings) -> dict[str, str | bool]:
    """Whether, never what, where an address may hold a secret."""
    return {
        "home": str(where.home),
        "database": where.database_url.partition(":")[0].partition("+")[0],
        "language": where.language.value,
        "engine": where.engine,
        "mail": bool(where.smtp_url),
        "sender": where.mail_from,
        "webhooks": bool(where.webhook_urls),
        "lookups": where.lookups.on,
        "upload": f"{where.upload_megabytes} MB",
        "rate": str(where.rate_per_minute),
    }
