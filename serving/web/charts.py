"""What charts.js draws: data with the colours of our sheet, never a number that the page's tables lack."""

from collections.abc import Sequence
from typing import Any, NamedTuple

Chart = dict[str, Any]
Numbers = Sequence[float | None]


def units(cents: Sequence[int]) -> list[float]:
    """Cents as a chart shows them."""
    return [one / 100 for one in cents]


def bars(names: Sequence[str], values: Numbers, *, colours: Sequence[str], unit: str) -> Chart:
    """One bar a name."""
    return {
        "data": [
            {
                "type": "bar",
                "x": list(names),
                "y": list(values),
                "marker": {"color": list(colours)},
                "hovertemplate": f"%{{x}}: %{{y:,.0f}} {unit}<extra></extra>",
            }
        ],
        "layout": {"xaxis": {"type": "category"}, "yaxis": {"ticksuffix": f" {unit}", "rangemode": "tozero"}},
    }


def lines(days: Sequence[str], named: Sequence[tuple[str, Numbers, str]], *, unit: str) -> Chart:
    """Lines of several measures; each has its own dash as well as its own colour."""
    dashes = ("solid", "dash", "dot")
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": list(days),
                "y": list(values),
                "line": {"color": colour, "dash": dashes[place % len(dashes)]},
                "hovertemplate": f"%{{x}}: %{{y:,.1f}} {unit}<extra></extra>",
            }
            for place, (name, values, colour) in enumerate(named)
        ],
        "layout": {"xaxis": {"type": "category"}, "yaxis": {"ticksuffix": f" {unit}", "rangemode": "tozero"}},
    }


class Fan(NamedTuple):
    """The bands of a fan chart, the widest first, each with its name, its ends and its colour."""

    name: str
    low: Numbers
    high: Numbers
    colour: str


def fan(
    came: tuple[str, Sequence[str], Numbers],
    days: Sequence[str],
    bands: Sequence[Fan],
    named: Sequence[tuple[str, Numbers, str]],
    *,
    unit: str,
) -> Chart:
    """What came as bars, then what is expected: lines over the bands between which it lies."""
    name, past, values = came
    drawn: list[dict[str, Any]] = [
        {"type": "bar", "name": name, "x": list(past), "y": list(values), "marker": {"color": "--soft"}}
    ]
    for band in bands:
        edge = {"type": "scatter", "mode": "lines", "x": list(days), "line": {"width": 0}}
        drawn.append(edge | {"y": list(band.low), "showlegend": False, "hoverinfo": "skip"})
        filled = {"fill": "tonexty", "fillcolor": band.colour, "name": band.name, "hoverinfo": "skip"}
        drawn.append(edge | filled | {"y": list(band.high), "line": {"width": 0, "color": band.colour}})
    drawn += lines(days, named, unit=unit)["data"]
    axis = {"type": "date", "tickformat": "%d/%m"}
    return {
        "data": drawn,
        "layout": {
            "xaxis": axis,
            "yaxis": {"ticksuffix": f" {unit}", "rangemode": "tozero"},
            "bargap": 0.35,
            "legend": {"y": -0.15},
        },
    }
