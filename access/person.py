"""Who came in."""

from collections.abc import Collection
from dataclasses import dataclass, field

from access.rights import Right, Role, rights_of


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a program, that the house knows: `name` is who is named beside what it does.

    `owner` is its name in the customer master: a person of sales sees the customers that bear it, and without
    one sees none. `scopes`, when given, narrow what the roles allow.
    """

    name: str
    roles: frozenset[Role]
    owner: str = ""
    language: str = ""
    user_id: int | None = None
    key_id: int | None = None
    scopes: frozenset[Right] | None = None

    def may(self, right: Right) -> bool:
        allowed = rights_of(self.roles)
        return right in (allowed if self.scopes is None else allowed & self.scopes)

    @property
    def sees_all(self) -> bool:
        """Whether it may look at customers that others look after."""
        return any(
            role is not Role.SALES and Right.READ_CUSTOMERS in rights_of([role]) for role in self.roles
        )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser's token, which is nowhere but in this answer, and whose it is.

    Where the second proof `waits`, it opens nothing yet.
    """

    token: str = field(repr=False)
    person: Person
    waits: bool = False


def roles_from(names: Collection[str]) -> frozenset[Role]:
    """Raises ValueError with a sentence for a name that is no role."""
    try:
        return frozenset(Role(name) for name in names)
    except ValueError as error:
        raise ValueError(f"{error}. Known roles: {', '.join(Role)}.") from error
