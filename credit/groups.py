"""Which customers belong together: each by the code at the head of its group."""

from collections.abc import Mapping


def head_of(code: str, parents: Mapping[str, str]) -> str:
    """The last of a customer's parents; of parents that go round in a circle, the first by its code."""
    passed = [code]
    while (parent := parents.get(passed[-1])) is not None and parent not in passed:
        passed.append(parent)
    circle = parents.get(passed[-1])
    return passed[-1] if circle is None else min(passed[passed.index(circle) :])
