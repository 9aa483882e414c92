"""Scenarios: which step follows which, how long after the due date, by which channel and in which tone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dunning.notice import Form, Tone

EURO = "EUR"  # the currency of a scenario's amounts
LAST_NOTICE_DAY = 0  # a notice before the due date may still leave on it


class Way(StrEnum):
    """How a step is taken. A task is done by a person; an escalation asks one for the end of the road."""

    EMAIL = "email"
    LETTER = "letter"
    REGISTERED = "registered_letter"
    CALL = "call"
    WEBHOOK = "webhook"
    SMS = "sms"
    ESCALATE = "escalate"

    @property
    def by_person(self) -> bool:
        return self in (Way.CALL, Way.ESCALATE)

    @property
    def by_webhook(self) -> bool:
        """Whether another system carries it, which we tell by a signed event."""
        return self in (Way.WEBHOOK, Way.SMS)


@dataclass(frozen=True, slots=True)
class Step:
    """`days` after the due date, before it where negative; level 0 is a notice before the due date.

    `roles` are tried in their order; an e-mail goes to every contact of the roles in `also` besides.
    `minimum_cents`, in euros, is below what an invoice alone does not cause the step; neither it nor
    `from_cents` says anything about an invoice in another currency. `deadline_days` are printed and waited
    for. A notice before the due date goes to those invoices only that are large or likely late. `sender` is
    the code of who writes, in policy/sender.toml; the company itself where it is blank.
    """

    level: int
    days: int
    way: Way
    form: Form
    tone: Tone
    roles: tuple[str, ...]
    minimum_cents: int = 0
    approval: bool = False
    deadline_days: int = 0
    attach_invoices: bool = False
    attach_statement: bool = False
    from_cents: int = 0
    from_p_late: float = 0.0
    also: tuple[str, ...] = ()
    sender: str = ""

    def __post_init__(self) -> None:
        for wrong in (*_wrong_place(self), *_wrong_content(self)):
            raise ValueError(f"the step of level {self.level}: {wrong}")


def _wrong_place(step: Step) -> Iterator[str]:
    if step.level < 0:
        yield "levels count from 0 (before the due date), then 1, 2 …"
    if (step.level == 0) != (step.days <= LAST_NOTICE_DAY):
        yield f"days is {step.days}. Level 0 comes before or on the due date, all others after it."
    if (step.level == 0) != (step.form is Form.PRE_DUE):
        yield "the form “pre_due” belongs to level 0, and no other form does."
    if step.deadline_days < 0 or step.minimum_cents < 0 or step.from_cents < 0:
        yield "deadline_days, minimum_cents and from_cents are 0 or more."
    if not 0.0 <= step.from_p_late <= 1.0:
        yield "from_p_late is a probability, between 0 and 1."


def _wrong_content(step: Step) -> Iterator[str]:
    if step.also and step.way is not Way.EMAIL:
        yield "also names who else gets an e-mail, and this is none."
    if (step.attach_invoices or step.attach_statement) and (step.way.by_person or step.way.by_webhook):
        yield "files go with e-mails and letters, and this is none."
    if step.way is Way.SMS and step.form is Form.FORMAL_NOTICE:
        yield "a formal notice is no text message. Send it by registered letter."
    if not step.roles and step.way is not Way.ESCALATE:
        yield "roles is empty. Name who is written to, such as accounts_payable."
    if step.form is Form.FORMAL_NOTICE and step.deadline_days == 0:
        yield "a formal notice needs deadline_days; 8 is usual."


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps in the order of their levels, from 1 on without a gap, with or without a level 0 before them."""

    version: str
    code: str
    name: Mapping[str, str]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not {"fr", "en"} <= set(self.name):
            raise ValueError("[name] needs fr and en.")
        levels = [one.level for one in self.steps]
        first = 0 if levels[:1] == [0] else 1
        if not levels or levels != list(range(first, first + len(levels))):
            raise ValueError(
                f"levels are {levels}: they count 1, 2, 3 … in order, with a 0 before them or not."
            )
        for one, other in pairwise(self.steps):
            if other.days <= one.days:
                raise ValueError(
                    f"level {other.level} must come more days after the due date than the one before."
                )
        if any(one.way is Way.ESCALATE for one in self.steps[:-1]):
            raise ValueError("“escalate” is the end of the road: only the last step may be one.")

    def step(self, level: int) -> Step | None:
        return next((one for one in self.steps if one.level == level), None)

    @property
    def last_level(self) -> int:
        return self.steps[-1].level
