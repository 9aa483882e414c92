"""A client of Encours with nothing but the standard library.

    ENCOURS_URL=http://127.0.0.1:8000 ENCOURS_KEY=encours_… python client.py

Copy it, and keep what you need. Every address in it is checked against the description at /openapi.json.
"""

import json
import os
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

_SECONDS = 30


class Refused(Exception):
    """What Encours did not do; `slug` stays the same from version to version, `detail` is for people."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.status: int = problem["status"]
        self.slug: str = problem["type"].rsplit(":", 1)[-1]
        super().__init__(f"{problem['title']}: {problem.get('detail', '')}")


@dataclass(frozen=True)
class Encours:
    """One house, asked with one key."""

    url: str
    key: str

    def queue(self, capacity: int = 20) -> list[dict[str, Any]]:
        """The day's most useful contacts."""
        return self._ask("GET", "/v1/queue", capacity=capacity)

    def case(self, customer: str) -> dict[str, Any]:
        """What stands between us and a customer, and what comes next."""
        return self._ask("GET", f"/v1/customers/{quote(customer)}/case")

    def disputes(self, standing: bool = True) -> Iterator[dict[str, Any]]:
        """Every dispute, part by part."""
        after: int | None = 0
        while after is not None:
            part = self._ask("GET", "/v1/disputes", standing=standing, after=after)
            yield from part["items"]
            after = part["next"]

    def promise(self, customer: str, day: str, cents: int, currency: str = "EUR") -> dict[str, Any]:
        """A customer promised to pay by a day."""
        told = {"customer": customer, "promised_on": day, "cents": cents, "currency": currency}
        return self._ask("POST", "/v1/promises", told)

    def push_invoices(self, events: list[dict[str, Any]], key: str = "") -> dict[str, Any]:
        """Invoices as they are issued; send a batch again with its own key when the answer was lost."""
        named = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self._ask("POST", "/v1/events/invoices", {"events": events}, headers=named)

    def import_file(self, kind: str, path: str) -> dict[str, Any]:
        """A file of a kind that `encours import` knows, with the report of every line set aside."""
        with open(path, "rb") as file:
            content = file.read()
        name = os.path.basename(path)
        return self._ask("POST", f"/v1/imports/{kind}", content, name=name)

    def _ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        **asked: Any,
    ) -> Any:
        address = self.url + path + ("?" + urlencode(asked) if asked else "")
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        said = {"X-API-Key": self.key, "Content-Type": kind, **(headers or {})}
        try:
            with urlopen(Request(address, content, said, method=method), timeout=_SECONDS) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise Refused(json.load(error)) from error


def main() -> None:
    house = Encours(os.environ["ENCOURS_URL"], os.environ["ENCOURS_KEY"])
    for entry in house.queue(capacity=3):
        sys.stdout.write(f"{entry['rank']} {entry['customer']} {entry['name']}: {entry['why']}\n")
        coming = house.case(entry["customer"])["next"]
        sys.stdout.write(f"  {coming['why'] if coming else 'Nothing is owed.'}\n")
    sys.stdout.write(f"{sum(1 for _ in house.disputes())} disputes stand.\n")


if __name__ == "__main__":
    main()
