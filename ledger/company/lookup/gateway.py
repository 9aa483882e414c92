"""The ways to public registers, and the one that asks nobody.

Untested against the live services: they were tried on a server of our own only. That server gives what the
services document (API Recherche d'entreprises, Opendatasoft Explore 2.1), or what a broken one might.
"""

import http.client
import time
from dataclasses import dataclass
from ipaddress import ip_address
from typing import NamedTuple, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    UnknownHandler,
)

from kernel.siren import siren as checked
from ledger.company.lookup.answers import records_in
from ledger.company.lookup.looked_up import ANSWERED, BODACC, COMPANY_REGISTER, OFF, RATIOS, Heard, failed
from ledger.files.wording import printable

OFFICIAL = {
    COMPANY_REGISTER: "https://recherche-entreprises.api.gouv.fr/search",
    BODACC: "https://bodacc-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/"
    "annonces-commerciales/records",
    RATIOS: "https://data.economie.gouv.fr/api/explore/v2.1/catalog/datasets/ratios_inpi_bce/records",
}
TURNED_OFF = "look-ups are off: set ENCOURS_LOOKUPS=on"

_AGENT = "Encours (credit management; asks once, about one company)"
_A_PAGE = 100  # the most that Explore 2.1 gives at once
_MOST_PAGES = 10
_LARGEST = 4 << 20  # bytes of one page; a hundred announcements have a tenth of it
_STEP = 1 << 16
_LONGEST_TOLD = 200
_TOO_MANY_REQUESTS = 429
_REDIRECTS = range(300, 400)


class Gateway(Protocol):
    """One way to one register. Never raises for what a server does: that is an answer."""

    def ask(self, siren: str) -> Heard: ...


@dataclass(frozen=True, slots=True)
class NullGateway:
    """Asks nobody, and says so."""

    why: str = TURNED_OFF

    def ask(self, siren: str) -> Heard:
        return Heard(OFF, why=self.why)


@dataclass(frozen=True, slots=True)
class Gateways:
    """The three registers a company is looked up in."""

    company_register: Gateway = NullGateway()
    bodacc: Gateway = NullGateway()
    ratios: Gateway = NullGateway()


class _Page(NamedTuple):
    content: bytes
    why: str = ""


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """Asks one register at one address. `timeout` is in seconds, for each page as a whole."""

    register: str
    address: str
    timeout: float = 10.0

    def ask(self, siren: str) -> Heard:
        try:
            number = checked(siren)
        except ValueError as error:
            return failed(f"{error}")
        if why := unusable(self.address):
            return failed(why)
        host = urlsplit(self.address).hostname or ""
        if self.register == COMPANY_REGISTER:
            page = _fetched(_url(self.address, {"q": number, "page": 1, "per_page": 10}), self.timeout)
            return failed(page.why, host=host) if page.why else Heard(ANSWERED, (page.content,), host)
        return self._by_pages(number, host)

    def _by_pages(self, number: str, host: str) -> Heard:
        """All pages or none: half a list of announcements might lack the one that matters."""
        pages: list[bytes] = []
        seen = 0
        for _ in range(_MOST_PAGES):
            page = _fetched(_url(self.address, _query(self.register, number, seen)), self.timeout)
            if page.why:
                return failed(page.why, host=host)
            try:
                total, listed = records_in(page.content)
            except ValueError as error:
                return failed(str(error), host=host)
            pages.append(page.content)
            seen += len(listed)
            if seen >= total:
                return Heard(ANSWERED, tuple(pages), host)
            if not listed:
                return failed(f"It told of {total} records and gave {seen}.", host=host)
        return failed(f"It has more than {_MOST_PAGES * _A_PAGE} records on the company.", host=host)


def unusable(address: str) -> str:
    """Why nothing may be asked at an address; blank when it can. The address itself is not repeated."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "The address of the register is not written as one. Write https://host/path."
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))):
        return "The address of the register must be https://…; http:// is for this machine only."
    if parts.username is not None or parts.password is not None:
        return "The address of the register holds a login, which is not sent. Take it out."
    if parts.query or parts.fragment or not address.isascii() or any(one <= " " for one in address):
        return "The address of the register has more than host and path. Write https://host/path."
    return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _query(register: str, number: str, offset: int) -> dict[str, str | int]:
    if register == BODACC:
        where, order = f'registre like "{number}"', "dateparution,id"
    else:
        where, order = f'siren="{number}"', "date_cloture_exercice"
    return {"where": where, "order_by": order, "limit": _A_PAGE, "offset": offset}


def _url(address: str, query: dict[str, str | int]) -> str:
    return f"{address}?{urlencode(query)}"


def _opener() -> OpenerDirector:
    """HTTP and HTTPS, and nothing else: no proxy, no file, and no redirect to whoever a server names."""
    opener = OpenerDirector()
    for one in (HTTPHandler, HTTPSHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler, UnknownHandler):
        opener.add_handler(one())
    return opener


def _fetched(url: str, timeout: float) -> _Page:
    request = Request(url, headers={"Accept": "application/json", "User-Agent": _AGENT})  # noqa: S310  # checked by `unusable`
    until = time.monotonic() + timeout
    try:
        with _opener().open(request, timeout=timeout) as answer:
            return _read(answer, until)
    except HTTPError as error:
        error.close()
        return _Page(b"", _of_status(error.code))
    except URLError as error:
        return _Page(b"", _of_failure(error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _Page(b"", _of_failure(error))


def _read(answer: http.client.HTTPResponse, until: float) -> _Page:
    """No more than the largest page, and no longer than the time given, however slowly it trickles in."""
    content = bytearray()
    while part := answer.read1(_STEP):
        content += part
        if len(content) > _LARGEST:
            return _Page(b"", f"It answered more than {_LARGEST:,} bytes, far more than one company has.")
        if time.monotonic() > until:
            return _Page(b"", "It did not finish its answer in time.")
    if answer.length:
        return _Page(b"", "Its answer was cut short.")
    return _Page(bytes(content))


def _of_status(code: int) -> str:
    if code == _TOO_MANY_REQUESTS:
        return "It was asked too often (429). Look the company up again later."
    if code in _REDIRECTS:
        return f"It sends elsewhere ({code}), which is not followed. Set its present address."
    return f"It answered with an error ({code})."


def _of_failure(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "It did not answer in time."
    return printable(f"It could not be asked: {reason}", longest=_LONGEST_TOLD).rstrip(".") + "."
