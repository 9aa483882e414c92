"""Chance and slow hashes: passwords by Argon2id, tokens of 256 bits."""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from access.policy import BYTES_OF_CHANCE

_PREFIX = "encours_"


class Hasher(Protocol):
    def hashed(self, password: str) -> str: ...

    def matches(self, kept: str, password: str) -> bool:
        """Takes as long for a `kept` that is blank, so that time does not tell who is known."""
        ...


@dataclass(frozen=True, slots=True)
class Argon2Hasher:
    """RFC 9106, second recommended choice; `memory_kib` is lower in tests only."""

    memory_kib: int = 65_536
    _argon: PasswordHasher = field(init=False, repr=False)
    _nobody: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        argon = PasswordHasher(time_cost=3, memory_cost=self.memory_kib, parallelism=4)
        object.__setattr__(self, "_argon", argon)
        object.__setattr__(self, "_nobody", argon.hash(secrets.token_urlsafe(BYTES_OF_CHANCE)))

    def hashed(self, password: str) -> str:
        return self._argon.hash(password)

    def matches(self, kept: str, password: str) -> bool:
        try:
            return self._argon.verify(kept or self._nobody, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def new_token() -> str:
    return secrets.token_urlsafe(BYTES_OF_CHANCE)


def new_key() -> str:
    return _PREFIX + new_token()


def new_secret() -> str:
    """160 bits, as RFC 4226 recommends, in the letters that telephones take."""
    return pyotp.random_base32()


def new_words() -> tuple[str, ...]:
    """Ten words of 64 bits, in groups that can be read out."""
    told = (secrets.token_hex(8) for _ in range(10))
    return tuple("-".join(one[place : place + 4] for place in range(0, 16, 4)) for one in told)


def hash_of(token: str) -> str:
    """A token holds 256 bits of chance, which no dictionary can guess: a slow hash would add nothing."""
    return sha256(token.encode()).hexdigest()
