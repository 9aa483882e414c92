"""Public registers on this machine: they answer what a test invents, or break in a way it names."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ledger.company.lookup.gateway import Gateways, HttpGateway
from ledger.company.lookup.looked_up import BODACC, COMPANY_REGISTER, RATIOS
from tests.ledger.gazette import COMPANY

REGISTER_PATH, BODACC_PATH, RATIOS_PATH = "/search", "/bodacc/records", "/ratios/records"
_PATIENCE = 0.5  # seconds a test waits for a server that is silent


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does: answer, trickle one byte after the other, stay silent, or cut itself short."""

    body: bytes = b""
    status: int = 200
    location: str = ""
    trickle: bool = False
    silent: bool = False
    cut: bool = False


@dataclass(slots=True)
class Registers:
    """A server with one path a register; `asked` are the paths and queries that reached it."""

    replies: dict[str, Reply] = field(default_factory=dict)
    pages: dict[str, Sequence[Any]] = field(default_factory=dict)  # records given out a page at a time
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    root: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    def gateways(self) -> Gateways:
        return Gateways(
            HttpGateway(COMPANY_REGISTER, self.root + REGISTER_PATH, timeout=_PATIENCE),
            HttpGateway(BODACC, self.root + BODACC_PATH, timeout=_PATIENCE),
            HttpGateway(RATIOS, self.root + RATIOS_PATH, timeout=_PATIENCE),
        )

    def says(self, path: str, value: Any) -> None:
        self.replies[path] = Reply(json.dumps(value).encode())


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the standard library calls it so
        registers: Registers = self.server.registers  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        registers.asked.append((parts.path, query))
        registers.agents.add(self.headers["User-Agent"])
        if parts.path in registers.pages:
            listed, offset = registers.pages[parts.path], int(query["offset"])
            page = listed[offset : offset + int(query["limit"])]
            return self._give(Reply(json.dumps({"total_count": len(listed), "results": page}).encode()))
        return self._give(registers.replies.get(parts.path, Reply(status=404)))

    def _give(self, reply: Reply) -> None:
        over = self.server.registers.over  # type: ignore[attr-defined]
        if reply.silent:
            over.wait(10)
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply.body) + (50 if reply.cut else 0)))
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        try:
            for byte in reply.body if reply.trickle else b"":
                self.wfile.write(bytes([byte]))
                if over.wait(0.1):
                    return
            if not reply.trickle:
                self.wfile.write(reply.body)
        except OSError:
            return  # whoever asked has hung up

    def log_message(self, *_told: object) -> None:
        return


@contextmanager
def public_registers() -> Iterator[Registers]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        registers = Registers(root=f"http://127.0.0.1:{server.server_address[1]}")
        server.registers = registers  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield registers
        finally:
            registers.over.set()
            server.shutdown()
            thread.join()


def company(siren: str = COMPANY, **told: Any) -> dict[str, Any]:
    """A result of the company register, as API Recherche d'entreprises documents it."""
    return {
        "siren": siren,
        "nom_complet": "MENUISERIES DU LAC (MDL)",
        "nom_raison_sociale": "MENUISERIES DU LAC",
        "nombre_etablissements": 2,
        "siege": {
            "siret": f"{siren}00015",
            "adresse": "12 RUE DES FORGES 33300 BORDEAUX",
            "code_postal": "33300",
            "libelle_commune": "BORDEAUX",
        },
        "activite_principale": "43.32A",
        "categorie_entreprise": "PME",
        "date_creation": "2011-04-01",
        "date_fermeture": None,
        "etat_administratif": "A",
        "nature_juridique": "5710",
        "tranche_effectif_salarie": "12",
        "annee_tranche_effectif_salarie": "2023",
    } | told


def found(*companies: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the company register."""
    return {"results": list(companies), "total_results": len(companies), "page": 1, "per_page": 10}


def ratios(closed_on: str, siren: str = COMPANY, **told: Any) -> dict[str, Any]:
    """A record of ratios_inpi_bce."""
    return {
        "siren": siren,
        "date_cloture_exercice": closed_on,
        "type_bilan": "C",
        "confidentiality": "Public",
        "chiffre_d_affaires": 1_250_000,
        "resultat_net": -20_500.5,
        "ebit": 1.2e6,
        "autonomie_financiere": 31.456,
        "credit_clients_jours": 48,
        "marge_ebe": None,
    } | told
