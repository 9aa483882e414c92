"""The policy files in force: a company's own where it wrote one, else those that come with the house."""

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kernel.policy import PolicyRefused, policy_from
from serving.settings import Settings

P = TypeVar("P")

# In the working tree as in a wheel.
_SHIPPED = Path(__file__).resolve().parent.parent / "policy"


def policy_file(where: Settings, name: str) -> Path:
    """Where the policy `name` is read: in ENCOURS_POLICY, in the home's own policy folder, or as shipped."""
    own = [folder / f"{name}.toml" for folder in (where.policy, where.home / "policy") if folder is not None]
    return next((path for path in own if path.exists()), _SHIPPED / f"{name}.toml")


def policy_in_force(where: Settings, name: str, kind: type[P]) -> P:
    """The policy `name` as its file says. Raises PolicyRefused with a sentence."""
    path = policy_file(where, name)
    reader: Any = kind  # mypy takes a variable class for no key
    told: P = _read(path, _mark(path), reader)
    return told


def _mark(path: Path) -> tuple[int, int, int]:
    """Another one once the file was written again."""
    try:
        seen = path.stat()
    except OSError:
        return (0, 0, 0)  # reading it will say why
    return (seen.st_mtime_ns, seen.st_size, seen.st_ino)


@lru_cache(maxsize=64)
def _read(path: Path, _mark: tuple[int, int, int], kind: Any) -> Any:
    """Policies are values, and a door asks for them at every request."""
    return policy_from(policy_text(path), kind, name=str(path))


def policy_text(path: Path) -> str:
    """The text of a policy file. Raises PolicyRefused."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyRefused(f"{path} cannot be read: {error}. Name a policy file in UTF-8.") from error
