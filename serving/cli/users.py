"""`encours users`: who signs in, and what they may do."""

import getpass
import sys
from typing import Annotated, Any

import typer

from access import usecases
from access.gateway import Argon2Hasher
from access.repository import User
from access.rights import Role
from access.second import usecases as second
from access.usecases import NewUser
from kernel.language import Language
from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

app = typer.Typer(add_completion=False, no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address somebody signs in with.")]
Roles = Annotated[
    list[Role], typer.Option("--role", help="What they may do; may be said again.", show_choices=True)
]
Owner = Annotated[
    str, typer.Option("--owner", metavar="NAME", help="Of sales: their name in the customer master.")
]
Spoken = Annotated[Language | None, typer.Option("--language", help="Of their pages.")]


@app.command("list")
def list_users(as_json: AsJson = False) -> None:
    """List who signs in."""
    with opened(settings()) as database, database.read() as session:
        found, proving = usecases.users(session), second.with_second(session)
    if as_json:
        print_json([{**_told(one), "second_proof": one.id in proving} for one in found])
    elif found:
        rows = [
            (
                *(one.email, one.name, ", ".join(sorted(one.roles)), one.owner),
                "code" if one.id in proving else "",
                _state(one),
            )
            for one in found
        ]
        print_table(("e-mail", "name", "roles", "owner", "second proof", ""), rows)
    else:
        say("Nobody signs in yet: encours users add.")


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(metavar="NAME", help="Who is named beside what they do.")],
    role: Roles,
    owner: Owner = "",
    language: Spoken = None,
    as_json: AsJson = False,
) -> None:
    """Let somebody in. The password is asked for, or read from standard input."""
    password = _password()
    new = NewUser(name, email, frozenset(role), owner, language or "")
    with opened(settings()) as database, database.transaction() as session:
        made = usecases.add_user(session, Argon2Hasher(), new, password, at=clock.now())
    _tell(made, as_json=as_json)


@app.command()
def change(
    email: Email,
    role: Annotated[
        list[Role] | None, typer.Option("--role", help="All they may do from now on; may be said again.")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help="Of sales: their name.")] = None,
    language: Spoken = None,
    as_json: AsJson = False,
) -> None:
    """Change what somebody may do; their sessions end."""
    with opened(settings()) as database, database.transaction() as session:
        made = usecases.change_user(session, email, roles=role or None, owner=owner, language=language)
    _tell(made, as_json=as_json)


@app.command()
def password(email: Email) -> None:
    """Give somebody a new password; it is asked for, or read from standard input."""
    told = _password()
    with opened(settings()) as database, database.transaction() as session:
        usecases.set_password(session, Argon2Hasher(), email, told)
    say(f"{email} has a new password, and every session has ended.")


@app.command("reset-second")
def reset_second(email: Email) -> None:
    """Ask for the password only, of somebody who lost the telephone and the words on paper."""
    with opened(settings()) as database, database.transaction() as session:
        user = usecases.named(session, email)
        second.reset(session, user)
    say(f"{user.email} signs in by password only until a second proof is set up again.")


@app.command()
def remove(email: Email) -> None:
    """Let somebody in no more; what they did stays."""
    with opened(settings()) as database, database.transaction() as session:
        usecases.let_go(session, email, at=clock.now())
    say(f"{email} signs in no more.")


def _password() -> str:
    """Never an argument: those stand in the list of processes and the history of the shell."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    told = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != told:
        raise typer.BadParameter("The two passwords differ. Nothing was changed.")
    return told


def _tell(user: User, *, as_json: bool) -> None:
    if as_json:
        print_json(_told(user))
    else:
        say(f"{user.email}: {', '.join(sorted(user.roles))}")


def _told(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "roles": sorted(user.roles),
        "owner": user.owner,
        "language": user.language,
        "state": _state(user) or "active",
    }


def _state(user: User) -> str:
    if user.left_at is not None:
        return "left"
    return "locked" if user.locked_until is not None and user.locked_until > clock.now() else ""
