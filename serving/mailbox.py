"""Read mail that came back, wherever it lies: one mail, one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dunning.policy import DunningPolicy
from dunning.returns.usecases import take_mail
from messaging.policy import MessagingPolicy
from messaging.returns.gateway import Mailbox, imap_box
from messaging.returns.usecases import Reader
from serving import clock
from serving.policies import policy_in_force
from serving.settings import SettingRefused, Settings
from store.session import Database

HOUSE = "mailbox"


@dataclass(frozen=True, slots=True)
class ReadMail:
    """How many mails were there, what new ones were taken for, and how many messages reached nobody."""

    mails: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    lost: int = 0

    @property
    def new(self) -> int:
        return sum(self.counts.values())


def reader_of(where: Settings, *, on: date, at: datetime, author: str = HOUSE) -> Reader:
    """Raises PolicyRefused."""
    return Reader(author, on, at, policy_in_force(where, "messaging", MessagingPolicy))


def read_mails(
    database: Database, where: Settings, mails: Iterable[bytes], *, on: date, now: Callable[[], datetime]
) -> ReadMail:
    """Take each mail once. What one of them says is real before the next is looked at."""
    count, lost, counts = 0, 0, Counter[str]()
    for content in mails:
        with database.transaction() as session:
            took = take_mail(session, content, reader_of(where, on=on, at=now()))
        count, lost = count + 1, lost + (took.lost is not None)
        if took.came is not None:
            counts[took.came.value] += 1
    return ReadMail(count, dict(sorted(counts.items())), lost)


def read_mailbox(
    database: Database, where: Settings, *, on: date | None = None, now: Callable[[], datetime] = clock.now
) -> ReadMail:
    """What the mailbox of the settings holds. Raises SettingRefused, AddressRefused, MailboxUnreadable."""
    if not where.imap_url:
        raise SettingRefused(
            "ENCOURS_IMAP_URL is not set: name a file to read, or set it to imaps://user:password@host."
        )
    policy = policy_in_force(where, "messaging", MessagingPolicy)
    zone = ZoneInfo(policy_in_force(where, "dunning", DunningPolicy).zone)
    day = on or now().astimezone(zone).date()
    box = Mailbox(imap_box(where.imap_url), timeout=policy.timeout_seconds)
    return read_mails(database, where, box.mails(on=day), on=day, now=now)
