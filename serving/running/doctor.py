"""What a host asks: is the house well, and what is to be done where it is not."""

import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import text

from access import usecases as access
from access.rights import Role
from credit.acceptance.policy import AcceptancePolicy
from credit.alerts.policy import AlertPolicy
from credit.cover.policy import CoverPolicy
from credit.limit.policy import LimitPolicy
from credit.orders.policy import OrderPolicy
from credit.provisions.policy import ProvisionPolicy
from dunning.law.rates import LEGAL_RATE, REFINANCING
from dunning.partners.policy import PartnersPolicy
from dunning.routes.policy import RecoveryPolicy
from dunning.sender import SenderPolicy
from forecast.policy import ForecastPolicy
from kernel.dated import NotInForce
from kernel.language import Language
from kernel.policy import PolicyRefused
from ledger.usecases import horizon
from messaging.delivery import State as MessageState
from messaging.gateway import smtp_server
from messaging.policy import MessagingPolicy
from messaging.usecases import counts, listed
from scoring.gateway import NoChampion, Registry
from scoring.grades import GradePolicy
from scoring.lateness.artifact import LATENESS
from serving.dunning import queue_rules
from serving.policies import policy_in_force
from serving.running.daily import JOB, STEPS
from serving.settings import Settings
from serving.templates import penalty_texts_in_force, templates_in_force
from store.copying import revision_of
from store.engine import is_sqlite
from store.jobs.repository import last_done
from store.session import Database

_LEAST_FREE = 1 << 30
_CLOCKS_APART = timedelta(seconds=30)
_OLD_LEDGER, _OLD_DAY, _OLD_MODEL = 31, 2, 400
_SECONDS = 5.0
_POLICIES: tuple[tuple[str, type], ...] = (
    ("acceptance", AcceptancePolicy),
    ("alerts", AlertPolicy),
    ("cover", CoverPolicy),
    ("forecast", ForecastPolicy),
    ("grades", GradePolicy),
    ("limit", LimitPolicy),
    ("messaging", MessagingPolicy),
    ("orders", OrderPolicy),
    ("partners", PartnersPolicy),
    ("provisions", ProvisionPolicy),
    ("recovery", RecoveryPolicy),
    ("sender", SenderPolicy),
)


class Health(StrEnum):
    WELL = "well"
    MIND = "mind"  # it works, and somebody should know
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do where it is not well."""

    what: str
    health: Health
    told: str
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    database: Database
    where: Settings
    now: datetime
    today: date


Check = Callable[[Patient], Iterator[Finding]]


def examine(patient: Patient) -> Iterator[Finding]:
    """Look at everything; a check that fails by itself is a finding too."""
    for check in CHECKS:
        try:
            yield from check(patient)
        except Exception as error:  # the doctor goes on to the next one
            name = check.__name__.strip("_").replace("_", " ")
            yield Finding(name, Health.ILL, f"{error}", "Mend what is said here, and ask again.")


def _database(at: Patient) -> Iterator[Finding]:
    with at.database.read() as session:
        connection = session.connection()
        if is_sqlite(connection):
            told = str(connection.execute(text("PRAGMA quick_check")).scalar_one())
            kind, healthy = "SQLite", told == "ok"
        else:
            told = str(connection.execute(text("SELECT version()")).scalar_one()).split(" on ")[0]
            kind, healthy = told, True
        revision = revision_of(session)
    if healthy:
        yield Finding("database", Health.WELL, f"{kind}, version {revision} of the tables")
    else:
        yield Finding(
            "database",
            Health.ILL,
            f"SQLite found it damaged: {told}",
            "Restore the last copy: encours restore.",
        )


def _clock(at: Patient) -> Iterator[Finding]:
    with at.database.read() as session:
        connection = session.connection()
        if is_sqlite(connection):
            theirs = at.now
        else:
            theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one().astimezone(UTC)
    apart = abs(theirs - at.now)
    if apart <= _CLOCKS_APART:
        yield Finding("clock", Health.WELL, f"{at.now:%Y-%m-%d %H:%M} UTC; in France it is {at.today}")
    else:
        yield Finding(
            "clock",
            Health.ILL,
            f"The database's clock is {apart.total_seconds():.0f} s away from this machine's.",
            "Let both be set by NTP: a day decided twice, or not at all, begins here.",
        )


def _room(at: Patient) -> Iterator[Finding]:
    free = shutil.disk_usage(at.where.home).free
    told = f"{free / (1 << 30):.1f} GiB free in {at.where.home}"
    if free >= _LEAST_FREE:
        yield Finding("room", Health.WELL, told)
    else:
        yield Finding("room", Health.ILL, told, "Make room: below 1 GiB an import may not fit.")


def _policies(at: Patient) -> Iterator[Finding]:
    bad = []
    for name, kind in _POLICIES:
        try:
            policy_in_force(at.where, name, kind)
        except PolicyRefused as error:
            bad.append(f"{error}")
    queue_rules(at.where)
    templates_in_force(at.where)
    for language in Language:
        penalty_texts_in_force(at.where, language)
    for told in bad:
        yield Finding(
            "policy", Health.ILL, told, "Mend the file; encours policy check says when it is right."
        )
    if not bad:
        yield Finding("policy", Health.WELL, f"{len(_POLICIES)} files, scenarios and texts can be read")


def _rates(at: Patient) -> Iterator[Finding]:
    for name, dated in (("refinancing rate", REFINANCING), ("legal interest", LEGAL_RATE)):
        try:
            dated.on(at.today)
        except NotInForce as error:
            yield Finding(
                name,
                Health.ILL,
                f"{error}",
                "Interest cannot be reckoned until then: upgrade, or add the value with its source.",
            )
        else:
            until = dated.until
            near = until is not None and (until - at.today).days < _OLD_LEDGER
            told = f"in force{f' until {until}' if until else ''}"
            health = Health.MIND if near else Health.WELL
            yield Finding(name, health, told, "The next half-year's value is needed soon." if near else "")


def _mail(at: Patient) -> Iterator[Finding]:
    if not at.where.smtp_url:
        yield Finding("mail", Health.MIND, "No mail server is set.", "Set ENCOURS_SMTP_URL to send e-mails.")
        return
    server = smtp_server(at.where.smtp_url)
    try:
        kind = smtplib.SMTP_SSL if server.encrypted else smtplib.SMTP
        with kind(server.host, server.port, timeout=_SECONDS) as session:
            session.ehlo()
            if not server.encrypted and not server.on_this_machine:
                session.starttls()
            if server.user:
                session.login(server.user, server.password)
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            "mail",
            Health.ILL,
            f"{server.host}:{server.port} does not take us: {type(error).__name__}.",
            "Check ENCOURS_SMTP_URL; messages wait until it answers.",
        )
    else:
        yield Finding("mail", Health.WELL, f"{server.host}:{server.port} answers")
    if policy_in_force(at.where, "sender", SenderPolicy).example:
        yield Finding(
            "sender",
            Health.MIND,
            "policy/sender.toml still names the invented company: nothing leaves under it.",
            "Copy it into policy/ of the home, and write your own name, address and bank.",
        )


def _model(at: Patient) -> Iterator[Finding]:
    try:
        model = Registry(at.where.home).champion(LATENESS)
    except NoChampion as error:
        yield Finding("model", Health.MIND, f"{error}", "Make one: encours train.")
    else:
        yield Finding("model", Health.WELL, f"{getattr(model, 'label', LATENESS.name)} serves")


def _ledger(at: Patient) -> Iterator[Finding]:
    with at.database.read() as session:
        last = horizon(session)
    if last is None:
        yield Finding("ledger", Health.MIND, "The ledger is empty.", "Bring accounts in: encours import.")
    elif (at.today - last).days > _OLD_LEDGER:
        yield Finding(
            "ledger",
            Health.MIND,
            f"It ends on {last}: answers are as of that day.",
            "Bring the latest accounts in; ENCOURS_INBOX does it by itself every day.",
        )
    else:
        yield Finding("ledger", Health.WELL, f"known up to {last}")


def _outbox(at: Patient) -> Iterator[Finding]:
    with at.database.read() as session:
        found = counts(session)
        stuck = listed(session, states=[MessageState.AMBIGUOUS, MessageState.DEAD], limit=1_000)
    waiting = sum(
        count for (_, state), count in found.items() if state in (MessageState.WAITING, MessageState.FAILED)
    )
    if stuck:
        yield Finding(
            "messages",
            Health.MIND,
            f"{len(stuck)} may have arrived or were given up; {waiting} wait.",
            "Say what became of them: encours messages list --state ambiguous --state dead.",
        )
    else:
        yield Finding("messages", Health.WELL, f"{waiting} wait")


def _day(at: Patient) -> Iterator[Finding]:
    with at.database.read() as session:
        last = last_done(session, JOB, STEPS[-1].name)
    if last is None:
        yield Finding(
            "daily job", Health.MIND, "It never ran.", "Start encours worker, or encours daily by cron."
        )
    elif (at.today - last).days > _OLD_DAY:
        yield Finding(
            "daily job",
            Health.ILL,
            f"It last ended on {last}.",
            "Look at encours daily --show, start the worker.",
        )
    else:
        yield Finding("daily job", Health.WELL, f"ended on {last}")


def _people(at: Patient) -> Iterator[Finding]:
    with at.database.read() as session:
        users = [one for one in access.users(session) if one.left_at is None]
        keys = [one for one in access.keys(session) if one.stands(at.now)]
        told = access.verify(session)
    if not any(Role.ADMINISTRATOR in one.roles for one in users):
        yield Finding(
            "people",
            Health.MIND,
            "Nobody can sign in as administrator.",
            "Let somebody in: encours users add.",
        )
    else:
        yield Finding("people", Health.WELL, f"{len(users)} sign in, {len(keys)} keys stand")
    soon = [one.name for one in keys if one.expires_at - at.now < timedelta(days=14)]
    if soon:
        yield Finding(
            "keys", Health.MIND, f"{', '.join(soon)} expire within two weeks.", "encours keys rotate NAME."
        )
    if told.breaks:
        yield Finding(
            "audit trail", Health.ILL, f"It breaks at entry {told.breaks[0].number}.", "encours audit verify."
        )
    else:
        yield Finding("audit trail", Health.WELL, f"{told.entries} entries follow from each other")


CHECKS: tuple[Check, ...] = (
    _database,
    _clock,
    _room,
    _ledger,
    _model,
    _policies,
    _rates,
    _mail,
    _outbox,
    _day,
    _people,
)
