"""Which role may do what: every cell of the table."""

import pytest

from access.person import Person
from access.rights import RIGHTS, Right, Role
from tests.tables import rows

ROLES = (
    "administrator",
    "credit_manager",
    "collector",
    "sales",
    "accountant",
    "auditor",
    "service",
)


@rows("""
    right             | administrator | credit_manager | collector | sales | accountant | auditor | service
    read_customers    | .             | yes            | yes       | yes   | yes        | yes     | yes
    read_queue        | .             | yes            | yes       | .     | yes        | yes     | yes
    read_portfolio    | .             | yes            | yes       | .     | yes        | yes     | yes
    read_scenarios    | yes           | yes            | yes       | .     | yes        | yes     | yes
    read_models       | yes           | yes            | .         | .     | .          | yes     | yes
    read_users        | yes           | .              | .         | .     | .          | yes     | .
    read_audit        | yes           | yes            | .         | .     | .          | yes     | .
    ask_prospect      | .             | yes            | .         | yes   | .          | .       | yes
    check_order       | .             | yes            | yes       | yes   | .          | .       | yes
    act_on_alerts     | .             | yes            | yes       | .     | .          | .       | yes
    record_outcome    | .             | yes            | yes       | .     | .          | .       | yes
    approve_messages  | .             | yes            | .         | .     | .          | .       | .
    grant_limit       | .             | yes            | .         | .     | .          | .       | .
    override_decision | .             | yes            | .         | .     | .          | .       | .
    change_scenarios  | .             | yes            | .         | .     | .          | .       | .
    import            | .             | yes            | .         | .     | yes        | .       | yes
    train             | .             | yes            | .         | .     | .          | .       | .
    manage_users      | yes           | .              | .         | .     | .          | .       | .
    erase_person      | .             | yes            | .         | .     | .          | .       | .
    own_account       | yes           | yes            | yes       | yes   | yes        | yes     | .
""")
def test_each_role_has_these_rights(
    right: str,
    administrator: str,
    credit_manager: str,
    collector: str,
    sales: str,
    accountant: str,
    auditor: str,
    service: str,
) -> None:
    told = (administrator, credit_manager, collector, sales, accountant, auditor, service)
    found = [Person("x", frozenset({Role(role)})).may(Right(right)) for role in ROLES]
    assert found == [one == "yes" for one in told]


def test_no_role_or_right_escapes_the_table() -> None:
    assert set(RIGHTS) == set(Role) == {Role(one) for one in ROLES}


@pytest.mark.parametrize("right", list(Right))
def test_nobody_without_a_role_may_do_anything(right: Right) -> None:
    assert not Person("x", frozenset()).may(right)


def test_scopes_narrow_and_never_widen() -> None:
    held = Person("erp", frozenset({Role.SERVICE}), scopes=frozenset({Right.CHECK_ORDER, Right.MANAGE_USERS}))
    assert [right for right in Right if held.may(right)] == [Right.CHECK_ORDER]


@rows("""
    roles                | all
    sales                | no
    sales,collector      | yes
    administrator        | no
    auditor              | yes
""")
def test_only_sales_are_kept_to_their_own_customers(roles: str, told: str) -> None:
    person = Person("x", frozenset(Role(one) for one in roles.split(",")))
    assert person.sees_all == (told == "yes")
