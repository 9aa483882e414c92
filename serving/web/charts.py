"""What charts.js draws: data with the colours of our sheet, never a number that the page's tables lack."""

from collections.abc import Sequence
from typing import Any

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
