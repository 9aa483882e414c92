"""Models: champion and challenger side by side, whether they hold, and runs that are begun and watched."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Write
from serving.running.errands import Order, begin, errand, errands
from serving.settings import Settings
from serving.shelf import NAMES, Model, Shelf
from serving.web.rendering import SECURITY, back, language_of, page

pages, acts = APIRouter(), APIRouter()

TRAIN, WATCH, MOVE = "train", "watch", "move"
_KINDS = (TRAIN, WATCH, MOVE)
_TRIALS = (0, 20, 50, 100)
_RUNS, _ACTS = 8, 20
_Why = Annotated[str, Form(min_length=1, max_length=2000)]


class Pair(NamedTuple):
    """The model in service, the newest other, and who moved what."""

    name: str
    champion: Model | None
    challenger: Model | None
    figures: Sequence[tuple[str, float | None, float | None]]
    changed: Sequence[tuple[str, str, str]]
    every: Sequence[Model]
    acts: Sequence[Any]


@pages.get("/models")
def every(request: Request, house: OpenHouse) -> Response:
    """Show what serves, what might, and how runs go."""
    shelf, where = Shelf(house.settings.home), house.settings
    begun = sorted((one for kind in _KINDS for one in errands(where, kind)), key=lambda one: one.begun_at)
    watched = next((one for one in errands(where, WATCH) if one.code == 0), None)
    return page(
        request,
        "models.html",
        pairs=[_pair(shelf, name) for name in NAMES],
        runs=begun[::-1][:_RUNS],
        watched=watched,
        watch=watched.as_json() if watched else None,
        names=NAMES,
        trials=_TRIALS,
        spoken=language_of(request).value,
    )


@pages.get("/models/{label}")
def one(request: Request, house: OpenHouse, label: str) -> Response:
    """Show a model's card and validation report."""
    shelf = Shelf(house.settings.home)
    found = _found(shelf, label)
    told = {"card": shelf.text(found, "model_card.md"), "report": shelf.text(found, "validation_report.md")}
    return page(request, "model.html", model=found, told=told)


@pages.get("/models/{label}/{picture}")
def picture(house: OpenHouse, label: str, picture: str) -> Response:
    """A curve that a run drew."""
    shelf = Shelf(house.settings.home)
    content = shelf.picture(_found(shelf, label), picture)
    if not content:
        raise HTTPException(404)
    return Response(content, media_type="image/png", headers=SECURITY)


@pages.get("/models/runs/{kind}/{name}")
def run(request: Request, house: OpenHouse, kind: str, name: str) -> Response:
    """Show how a run goes, and what came of it."""
    found = errand(house.settings, kind, name) if kind in _KINDS else None
    if found is None:
        raise HTTPException(404)
    return page(request, "model_run.html", run=found, answer=found.as_json(), spoken=language_of(request))


@acts.post("/models/train")
def train(
    session: Write,
    house: OpenHouse,
    who: Who,
    name: Annotated[str, Form(max_length=20)],
    trials: Annotated[int, Form()] = 0,
) -> Response:
    """Begin a run in a process of its own; the model serves only if it deserves it."""
    kind = _listed(name)
    more = ("--trials", str(trials)) if trials in _TRIALS and trials else ()
    return _begun(house.settings, TRAIN, ("train", kind, *more, "--json"), {"name": kind}, who.name)


@acts.post("/models/watch")
def watch(session: Write, house: OpenHouse, who: Who) -> Response:
    """Look at drift, calibration and data of the models in service."""
    return _begun(house.settings, WATCH, ("watch", "--json"), {"name": "watch"}, who.name)


@acts.post("/models/{label}/promote")
def promote(session: Write, house: OpenHouse, who: Who, label: str, why: _Why) -> Response:
    """Put a model in service."""
    known = _found(Shelf(house.settings.home), label).label
    told = ("models", "promote", known, f"--why={why}", f"--author={who.name}", "--json")
    return _begun(house.settings, MOVE, told, {"name": known}, who.name)


@acts.post("/models/{name}/rollback")
def rollback(session: Write, house: OpenHouse, who: Who, name: str, why: _Why) -> Response:
    """Bring back the model that was in service before."""
    kind = _listed(name)
    told = ("models", "rollback", kind, f"--why={why}", f"--author={who.name}", "--json")
    return _begun(house.settings, MOVE, told, {"name": kind}, who.name)


def _begun(where: Settings, kind: str, arguments: Sequence[str], told: dict[str, str], by: str) -> Response:
    name = begin(where, Order(kind, arguments, told, by, clock.now()))
    return back(f"/models/runs/{kind}/{name}")


def _listed(name: str) -> str:
    if name not in NAMES:
        raise HTTPException(404)
    return name


def _found(shelf: Shelf, label: str) -> Model:
    found = shelf.model(label)
    if found is None:
        raise HTTPException(404)
    return found


def _pair(shelf: Shelf, name: str) -> Pair:
    found = shelf.models(name)
    champion = next((one for one in found if one.champion), None)
    other = next((one for one in found if not one.champion), None)
    both = [one for one in (champion, other) if one is not None]
    names = sorted({figure for one in both for figure in one.figures})
    figures = [(one, _of(champion, one), _of(other, one)) for one in names]
    changed = []
    if champion is not None and other is not None:
        recipe = sorted({*champion.parameters, *other.parameters})
        sides = [(one, champion.parameters.get(one, "–"), other.parameters.get(one, "–")) for one in recipe]
        changed = [side for side in sides if side[1] != side[2]]
    return Pair(name, champion, other, figures, changed, found, shelf.acts(name)[:_ACTS])


def _of(model: Model | None, figure: str) -> float | None:
    return None if model is None else model.figures.get(figure)
