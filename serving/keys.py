"""Who may come in by HTTP: keys are compared by their hash, and only the hash is kept."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from serving.settings import Settings

_KEPT = "api-key.sha256"
_BYTES_OF_CHANCE = 32
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The hashes of the keys that open the door; an empty ring opens it to nobody."""

    hashes: tuple[str, ...]

    def opens(self, key: str) -> bool:
        """Compare with every hash, in a time that tells nothing of where they differ."""
        presented = hashed(key)
        matches = [hmac.compare_digest(presented, kept) for kept in self.hashes]
        return any(matches)


def hashed(key: str) -> str:
    """A made key holds 256 bits of chance, which no dictionary can guess: a slow hash would add nothing."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_ring(settings: Settings) -> KeyRing:
    """The keys of the environment, else the one made at the first start."""
    if settings.api_keys:
        return KeyRing(tuple(hashed(key) for key in settings.api_keys))
    kept = kept_in(settings.home)
    return KeyRing(tuple(kept.read_text(encoding="ascii").split()) if kept.exists() else ())


def kept_in(home: Path) -> Path:
    return home / _KEPT


def make_key(home: Path) -> str:
    """A new key: its hash is kept in `home`, the key itself is nowhere but in the answer."""
    key = "encours_" + secrets.token_urlsafe(_BYTES_OF_CHANCE)
    home.mkdir(parents=True, exist_ok=True)
    kept = kept_in(home)
    kept.touch(mode=_OWNER_ONLY)
    kept.write_text(hashed(key) + "\n", encoding="ascii")
    return key
