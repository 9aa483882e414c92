"""The weekly review: what is due, promised, stuck and changed, and what is newly watched, by owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, NamedTuple

from fastapi import Query, Request
from starlette.responses import Response

from credit.alerts.base import Kind
from credit.alerts.words import kind_text
from dunning.scenario import Way
from dunning.week import usecases
from dunning.week.review import Line, Section, Sort
from dunning.week.usecases import Known, Owners
from dunning.words import way_text
from kernel.language import Language
from kernel.policy import marked
from ledger.usecases import last_change
from serving.api.deps import OpenHouse, Read, Today
from serving.dunning import queue_rules
from serving.opening import evening
from serving.rooms import Room
from serving.web.rendering import language_of, page
from serving.web.waiting import kept, wait_for_it

pages, acts = Room(), Room()

# So many lines of a section keep a review on a sheet or two; the page says how many more there are.
_MOST = 8
_By = Annotated[Owners, Query()]


class Told(NamedTuple):
    """A line as the page shows it."""

    line: Line
    code: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a review."""

    section: str
    lines: list[Told]
    count: int
    cents: Mapping[str, int]


class Review(NamedTuple):
    owner: str
    parts: list[Part]


@pages.get("/week")
def week(
    request: Request, session: Read, house: OpenHouse, today: Today, by: _By = Owners.COLLECTOR
) -> Response:
    """Show the week to come and the one gone by, a review for each collector or sales owner."""
    found = evening(session, asked=None, today=today)
    policy, on, language = queue_rules(house.settings).policy, found.day, language_of(request)
    asked = ("week", on, marked(policy))
    known = kept(
        house, session, asked, lambda reading: usecases.week_of(reading, policy, on=on), mark=last_change
    )
    if known is None:
        return wait_for_it(request, "Week")
    told = usecases.weekly_review(session, known, policy, by=by, most=_MOST)
    return page(
        request,
        "week.html",
        on=on,
        last_on=on + timedelta(days=6),
        note=found.note(language),
        by=by.value,
        sections=[one.value for one in Section],
        reviews=[
            Review(
                one.owner,
                [
                    Part(
                        part.section.value,
                        [_told(line, known, language) for line in part.lines],
                        part.count,
                        part.cents,
                    )
                    for part in one.parts
                ],
            )
            for one in told
        ],
    )


def _told(line: Line, known: Known, language: Language) -> Told:
    code = known.codes.get(line.customer_id, str(line.customer_id))
    return Told(line, code, known.names.get(line.customer_id) or code, _about(line, language))


def _about(line: Line, language: Language) -> str:
    if line.sort is Sort.ALERT:
        return kind_text(Kind(line.about), language)
    if line.sort is Sort.APPROVAL:
        return way_text(Way(line.about), language)
    return line.about
