"""Models: champion and challenger side by side, whether they hold, and runs that are begun and watched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from fastapi import Form, HTTPException, Request
from starlette.responses import Response

from kernel.language import Language
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import House, OpenHouse, Write
from serving.rooms import Room
from serving.running.errands import Order, begin, errand, errands
from serving.settings import Settings
from serving.shelf import NAMES, Model, Shelf
from serving.web.figures import Figure, better_of, figure_named
from serving.web.papers import blocks_of, strong_of
from serving.web.rendering import SECURITY, back, language_of, page

pages, acts = Room(), Room()

TRAIN, WATCH, MOVE = "train", "watch", "move"
_KINDS = (TRAIN, WATCH, MOVE)
_TRIALS = (0, 20, 50, 100)
_RUNS, _ACTS = 8, 20
_LANGUAGES = {Language.ENGLISH: "english", Language.FRENCH: "french"}
_Why = Annotated[str, Form(min_length=1, max_length=2000)]


class Row(NamedTuple):
    """A figure of both models, and which of them is better by it: 1, 2, or 0 for neither."""

    figure: Figure
    first: float | None
    second: float | None
    better: int


class Pair(NamedTuple):
    """The model in service, the one that might take its place, and who moved what."""

    name: str
    champion: Model | None
    challenger: Model | None
    figures: Sequence[Row]
    changed: Sequence[tuple[str, str, str]]
    every: Sequence[Model]
    acts: Sequence[Any]
    returns: bool
    drawn: Sequence[Model]


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
        spoken=_spoken(request),
    )


@pages.get("/models/{label}")
def one(request: Request, house: OpenHouse, label: str) -> Response:
    """Show a model's card and validation report."""
    shelf = Shelf(house.settings.home)
    found = _found(shelf, label)
    papers = {"card": "model_card.md", "report": "validation_report.md"}
    return page(
        request,
        "model.html",
        model=found,
        told={name: list(blocks_of(shelf.text(found, path))) for name, path in papers.items()},
        strong_of=strong_of,
        may_serve=not found.champion and found.complete,
        spoken=_spoken(request),
    )


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
    answer = found.as_json()
    told: dict[str, Any] = answer if isinstance(answer, dict) else {}
    spoken = _LANGUAGES[language_of(request)]
    why = [one[spoken] for one in told.get("why", []) if isinstance(one, dict)]
    return page(request, "model_run.html", run=found, answer=told, why=why, spoken=_spoken(request))


@acts.post("/models/train")
def train(
    request: Request,
    session: Write,
    house: OpenHouse,
    who: Who,
    name: Annotated[str, Form(max_length=20)],
    trials: Annotated[int, Form()] = 0,
) -> Response:
    """Begin a run in a process of its own; the model serves only if it deserves it."""
    kind = _listed(name)
    more = ("--trials", str(trials)) if trials in _TRIALS and trials else ()
    order = Order(TRAIN, ("train", kind, *more, "--json"), {"name": kind}, who.name, clock.now())
    return _begun(house.settings, order, language_of(request))


@acts.post("/models/watch")
def watch(request: Request, session: Write, house: OpenHouse, who: Who) -> Response:
    """Look at drift, calibration and data of the models in service."""
    order = Order(WATCH, ("watch", "--json"), {"name": "watch"}, who.name, clock.now())
    return _begun(house.settings, order, language_of(request))


@acts.post("/models/{label}/promote")
def promote(request: Request, session: Write, house: OpenHouse, who: Who, label: str, why: _Why) -> Response:
    """Put a model in service."""
    known = _found(Shelf(house.settings.home), label).label
    return _moved(request, house, "promote", known, why, who.name)


@acts.post("/models/{label}/decline")
def decline(request: Request, session: Write, house: OpenHouse, who: Who, label: str, why: _Why) -> Response:
    """Leave the model in service, and try this one beside it no more."""
    known = _found(Shelf(house.settings.home), label).label
    return _moved(request, house, "decline", known, why, who.name)


@acts.post("/models/{name}/rollback")
def rollback(request: Request, session: Write, house: OpenHouse, who: Who, name: str, why: _Why) -> Response:
    """Bring back the model that was in service before."""
    return _moved(request, house, "rollback", _listed(name), why, who.name)


def _moved(request: Request, house: House, deed: str, about: str, why: str, by: str) -> Response:
    told = ("models", deed, about, f"--why={why}", f"--author={by}", "--json")
    order = Order(MOVE, told, {"name": about}, by, clock.now())
    return _begun(house.settings, order, language_of(request))


def _begun(where: Settings, order: Order, language: Language) -> Response:
    name = begin(where, replace(order, language=language))
    return back(f"/models/runs/{order.kind}/{name}")


def _spoken(request: Request) -> str:
    return language_of(request).value


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
    acts = shelf.acts(name)
    champion = next((one for one in found if one.champion), None)
    other = _challenger(found, {one["after"] for one in acts if one["deed"] == "decline"})
    both = [one for one in (champion, other) if one is not None]
    names = sorted({figure for one in both for figure in one.figures})
    figures = [_row(one, _of(champion, one), _of(other, one)) for one in names]
    changed = []
    if champion is not None and other is not None:
        recipe = sorted({*champion.parameters, *other.parameters})
        sides = [(one, champion.parameters.get(one, "–"), other.parameters.get(one, "–")) for one in recipe]
        changed = [side for side in sides if side[1] != side[2]]
    moves = [one["deed"] for one in acts]
    returns = moves.count("promote") - moves.count("roll back") > 1
    shown = [_dated(one) for one in acts[:_ACTS]]
    drawn = [one for one in both if one.judged]
    return Pair(name, champion, other, figures, changed, found, shown, returns, drawn)


def _row(name: str, first: float | None, second: float | None) -> Row:
    figure = figure_named(name)
    return Row(figure, first, second, better_of(figure, first, second))


def _dated(act: Mapping[str, Any]) -> dict[str, Any]:
    return {**act, "at": datetime.fromisoformat(act["at"]) if act["at"] else None}


def _challenger(found: Sequence[Model], declined: Collection[int]) -> Model | None:
    """The one that is tried beside the champion, else the newest of a later run that nobody declined."""
    tried = next((one for one in found if one.tried and not one.champion), None)
    if tried is not None:
        return tried
    serving = max((one.number for one in found if one.champion), default=0)
    return next((one for one in found if one.number > serving and one.number not in declined), None)


def _of(model: Model | None, figure: str) -> float | None:
    return None if model is None else model.figures.get(figure)
