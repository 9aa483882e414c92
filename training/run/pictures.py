"""Curves of a run as pictures: PNG bytes by file name."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from training.run.subject import Judged

_BINS = 10
_SIZE = (6.0, 4.0)


def pictures(
    judged: Sequence[Judged], *, families: Mapping[str, float], losses: Sequence[float]
) -> dict[str, bytes]:
    """Reliability and gain of each question, families of features, and the search when there was one."""
    made: dict[str, bytes] = {}
    for place, one in enumerate(judged, start=1):
        made[f"reliability_{place}.png"] = _reliability(one)
        made[f"gain_{place}.png"] = _gain(one)
    if families:
        made["families.png"] = _families(families)
    if losses:
        made["search.png"] = _search(losses)
    return made


def _reliability(one: Judged) -> bytes:
    figure, axes = _blank(one.question, "foretold · prévu", "observed · observé")
    order = np.argsort(one.predicted, kind="stable")
    groups = [group for group in np.array_split(order, _BINS) if len(group)]
    told = [float(one.predicted[group].mean()) for group in groups]
    seen = [float(one.truth[group].mean()) for group in groups]
    most = max([*told, *seen, 0.01])
    axes.plot([0, most], [0, most], color="0.7", linewidth=1)
    axes.plot(told, seen, marker="o")
    return _bytes(figure)


def _gain(one: Judged) -> bytes:
    """Of all that happened, the share among the rows foretold riskiest."""
    figure, axes = _blank(f"{one.question}: gain", "share of rows, riskiest first", "share of what happened")
    order = np.argsort(-one.predicted, kind="stable")
    share = np.cumsum(one.truth[order]) / max(int(one.truth.sum()), 1)
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot(np.arange(1, len(share) + 1) / max(len(share), 1), share)
    return _bytes(figure)


def _families(families: Mapping[str, float]) -> bytes:
    figure, axes = _blank("What each family of features adds", "log-loss gained when shuffled", "")
    ranked = sorted(families.items(), key=lambda item: item[1])
    axes.barh([name for name, _ in ranked], [gain for _, gain in ranked])
    return _bytes(figure)


def _search(losses: Sequence[float]) -> bytes:
    figure, axes = _blank("Search", "trial finished", "penalised loss")
    places = np.arange(1, len(losses) + 1)
    axes.plot(places, losses, marker=".", linestyle="none")
    axes.plot(places, np.minimum.accumulate(losses))
    return _bytes(figure)


def _blank(title: str, across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=_SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    return figure, axes


def _bytes(figure: Figure) -> bytes:
    written = BytesIO()
    # The writer's version and the time stay out, so that the same figures give the same bytes.
    figure.savefig(written, format="png", dpi=100, metadata={"Software": None})
    return written.getvalue()
