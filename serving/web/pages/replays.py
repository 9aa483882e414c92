"""A scenario replayed over the past year, in a process of its own: it takes a minute or more."""

from fastapi import HTTPException, Request
from starlette.responses import Response

from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Write
from serving.rooms import Room
from serving.running.errands import Order, begin, errand
from serving.scenarios import scenarios
from serving.web.rendering import back, language_of, page

pages, acts = Room(), Room()

ERRAND = "replay"


@acts.post("/scenarios/{scenario}/replay")
def start(request: Request, session: Write, house: OpenHouse, who: Who, scenario: str) -> Response:
    """Begin it, beside the rules as they stand. Writes and sends nothing."""
    if scenario not in scenarios(house.settings):
        raise HTTPException(404)
    told = ("scenario", "preview", scenario, "--language", language_of(request).value)
    order = Order(ERRAND, told, {"name": scenario}, who.name, clock.now())
    return back(f"/scenarios/replays/{begin(house.settings, order)}")


@pages.get("/scenarios/replays/{name}")
def replayed(request: Request, house: OpenHouse, name: str) -> Response:
    """Show how it goes, and what came of it."""
    found = errand(house.settings, ERRAND, name)
    if found is None:
        raise HTTPException(404)
    return page(request, "replay.html", run=found)
