"""How large a booster is to explain: the sum over its trees of leaves × depth²."""

from collections.abc import Iterator
from typing import Any

import lightgbm

# A row costs about 2 ns a unit on one core of a small machine (docs/retraining.md tells the measure): this
# keeps its explanation under half a millisecond.
LARGEST = 200_000.0


def size_of(booster: lightgbm.Booster) -> float:
    """Leaves × depth² summed over the trees, which the time of an exact explanation follows."""
    trees = booster.dump_model()["tree_info"]
    return float(sum(tree["num_leaves"] * _depth(tree["tree_structure"]) ** 2 for tree in trees))


def _depth(root: dict[str, Any]) -> int:
    deepest, layer = 0, [root]
    while layer := [child for node in layer for child in _children(node)]:
        deepest += 1
    return deepest


def _children(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for side in ("left_child", "right_child"):
        if side in node:
            yield node[side]
