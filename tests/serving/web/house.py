"""A small company with people in it, for tests of the pages."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from serving import clock

WORD = "quatre mots sans lien"
ALL = frozenset(Role) - {Role.SERVICE, Role.SALES}

# Without mail addresses: what would be written by itself must be told by telephone, and is in the queue.
CUSTOMERS = """customer,customer_name,country,sales_owner
ACME,Ateliers Acmé,FR,Zoé
BOLT,Boulons du Nord,FR,Marc
"""
CONTACTS = """customer,role,name,phone
ACME,accounts_payable,Léa Roy,+33 1 99 00 00 01
BOLT,accounts_payable,Paul Bon,+33 1 99 00 00 02
"""
INVOICES = """number,customer,issued_on,due_on,amount,currency,paid_on
F-1,ACME,2024-01-02,2024-02-01,1200.00,EUR,2024-02-10
F-2,ACME,2024-03-04,2024-04-03,800.00,EUR,
F-3,BOLT,2024-03-05,2024-04-04,5000.00,EUR,
F-4,ACME,2024-05-09,2024-06-08,300.00,EUR,
"""


def people(door: FastAPI, name: str = "Ana", roles: Iterable[Role] = ALL, owner: str = "") -> str:
    """Let somebody in; returns the address to sign in with."""
    email = f"{name.lower()}@example.com"
    with door.state.house.database.transaction() as session:
        new = NewUser(name, email, frozenset(roles), owner)
        usecases.add_user(session, Argon2Hasher(memory_kib=64), new, WORD, at=clock.now())
    return email


class Browser:
    """Somebody at the pages, who sends each form from the page it stands on."""

    def __init__(self, door: FastAPI, email: str) -> None:
        self.client = TestClient(door, raise_server_exceptions=False, follow_redirects=False)
        told = self.client.post("/login", data={"email": email, "password": WORD})
        assert told.status_code == 303, told.text

    def see(self, path: str, status: int = 200) -> str:
        told = self.client.get(path, follow_redirects=True)
        assert told.status_code == status, told.text
        return told.text

    def send(self, path: str, *, seen: str = "/account", status: int = 303, **fields: Any) -> str:
        """Where it leads, or what it says when it is refused."""
        csrf = self.see(seen).split('name="csrf" value="')[1].split('"')[0]
        told = self.client.post(path, data={"csrf": csrf, **fields})
        assert told.status_code == status, told.text
        return told.headers.get("location", told.text)
