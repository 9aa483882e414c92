"""What follows what, for the description: the number an answer gives is the number another address takes."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Link(NamedTuple):
    """After `method path` answered 2xx, `parameters` for the address `to`, as OpenAPI writes expressions."""

    method: str
    path: str
    name: str
    to: tuple[str, str]
    parameters: Mapping[str, str]


_CASE = {"number": "$response.body#/case"}
_IMPORT = {"number": "$response.body#/import_id"}
_LIMIT = {"number": "$response.body#/number"}
_CUSTOMER = {"customer": "$request.path.customer"}

# Cases by their matter: what may be done with one that was just written down.
_ACTS = {
    "promises": ("cancel",),
    "disputes": ("amend", "comment", "resolve"),
    "plans": ("cancel",),
    "blocks": ("lift",),
}
_OF_CASES = tuple(
    Link("post", f"/v1/{matter}", name, to, _CASE)
    for matter, acts in _ACTS.items()
    for name, to in (
        ("show", ("get", f"/v1/{matter}/{{number}}")),
        *((act, ("post", f"/v1/{matter}/{{number}}/{act}")) for act in acts),
    )
)
_BRINGING = ("/v1/imports/{kind}", "/v1/events/invoices", "/v1/events/payments", "/v1/events/statements")
_OF_IMPORTS = tuple(
    Link("post", path, name, ("get", f"/v1/imports/{{number}}{rest}"), _IMPORT)
    for path in _BRINGING
    for name, rest in (("show", ""), ("rejections", "/rejections"), ("rejections_csv", "/rejections.csv"))
)
_OF_LIMITS = tuple(
    Link("post", "/v1/customers/{code}/limit", act, ("post", f"/v1/limits/{{number}}/{act}"), _LIMIT)
    for act in ("approve", "refuse", "withdraw")
)
LINKS = (
    *_OF_CASES,
    *_OF_IMPORTS,
    *_OF_LIMITS,
    Link("post", "/v1/queue/{customer}/outcome", "undo", ("post", "/v1/queue/{customer}/undo"), _CUSTOMER),
)


def with_links(description: dict[str, Any]) -> dict[str, Any]:
    """Written beside the answers of success. Raises KeyError for a link from or to nowhere."""
    paths = description["paths"]
    for link in LINKS:
        method, to = link.to
        told = {"operationId": paths[to][method]["operationId"], "parameters": dict(link.parameters)}
        for status, answer in paths[link.path][link.method]["responses"].items():
            if status.startswith("2"):
                answer.setdefault("links", {})[link.name] = told
    return description
