"""One fault for each invariant, to be planted where it hurts; the tests named must catch it."""

from collections.abc import Sequence
from typing import NamedTuple

_HERE = "tests/dunning/invariants/test_"
_LAW = "tests/dunning/law/test_penalties.py"


class Fault(NamedTuple):
    """`old` stands once in `file`; with `new` in its place a test of `of` must fail that `tests` picks."""

    invariant: str
    file: str
    old: str
    new: str
    of: str
    tests: str


_ALL = (
    Fault(
        "I1",
        "dunning/reminders/usecases.py",
        "return again is not None and print_of(again[1]) == action.print",
        "return again is None or print_of(again[1]) == action.print",
        "eligibility",
        "i01_paid",
    ),
    Fault(
        "I2",
        "dunning/gathering/repository.py",
        "claimable_cents=0 if whole else self._holds.claimable_cents(item),",
        "claimable_cents=left,",
        "eligibility",
        "i02_each or i02_of",
    ),
    Fault(
        "I3",
        "dunning/levels.py",
        "    if on <= claim.due_on:\n",
        "    if on <= claim.due_on + timedelta(days=3):\n",
        "eligibility",
        "i03",
    ),
    Fault(
        "I4",
        "dunning/deciding.py",
        "if cents > debtor.credits.get(currency, 0))",
        "if cents > 0)",
        "eligibility",
        "i04",
    ),
    Fault(
        "I5",
        "dunning/deciding.py",
        "    least = policy.minimum_cents.get(claim.currency, 0)\n",
        "    least = 0\n",
        "eligibility",
        "i05",
    ),
    Fault(
        "I6",
        "ledger/relation/holds.py",
        "        *_of_strangers(acts, as_of),\n",
        "",
        "eligibility",
        "i06",
    ),
    Fault(
        "I7",
        "dunning/levels.py",
        "return scenario.step(1 if last is None else last.level + 1)",
        "return scenario.step(1 if last is None else last.level + 2)",
        "levels",
        "i07_levels",
    ),
    Fault(
        "I8",
        "dunning/gathering/repository.py",
        "register.versions(as_recorded=None, among=among), date.max)",
        "register.versions(as_recorded=None, among=among), self._on)",
        "levels",
        "i08_a_run",
    ),
    Fault(
        "I9",
        "dunning/levels.py",
        "days.append(last.on + gap)",
        "days.append(last.on)",
        "levels",
        "i09",
    ),
    Fault(
        "I10",
        "dunning/actions.py",
        "if message is None or message.state is not Sent.SENT:",
        "if message is None or message.state not in (Sent.SENT, Sent.AMBIGUOUS):",
        "levels",
        "i10_a_failed ",
    ),
    Fault(
        "I11",
        "dunning/levels.py",
        "return Stand(claim, Place.READY if first <= on else Place.WAITING, step, first)",
        "return Stand(claim, Place.READY if first == on else Place.WAITING, step, first)",
        "levels",
        "i11_missed",
    ),
    Fault(
        "I12",
        "dunning/listing.py",
        "_line(one.claim, one.level if one.place",
        "_line(one.claim, level if one.place",
        "levels",
        "i12",
    ),
    Fault(
        "I13",
        "dunning/deciding.py",
        "(free := last + timedelta(days=policy.interval_days))",
        "(free := last + timedelta(days=1))",
        "levels",
        "i13_one or i13_a_send",
    ),
    Fault(
        "I14",
        "dunning/acts/usecases.py",
        "    if again is None or print_of(again[1]) != action.print:\n",
        "    if again is None:\n",
        "levels",
        "i14_a_message ",
    ),
    Fault(
        "I15",
        "dunning/levels.py",
        "    if claim.open_cents <= 0:\n",
        "    if claim.open_cents < claim.amount_cents:\n",
        "changes",
        "i15_a_part_paid_is_off",
    ),
    Fault(
        "I16",
        "dunning/gathering/repository.py",
        "return (*written, *self._folded.completed.get(name, ()))",
        "return self._folded.completed.get(name, ())",
        "changes",
        "i16_a_payment ",
    ),
    Fault(
        "I17",
        "dunning/gathering/owed/repository.py",
        "told.get(str(currency), 0) - int(cents)",
        "told.get(str(currency), 0) + int(cents)",
        "changes",
        "i17",
    ),
    Fault(
        "I18",
        "ledger/relation/promises.py",
        "    if as_of == word.promised_on:\n",
        "    if as_of >= word.promised_on:\n",
        "changes",
        "i18_",
    ),
    Fault(
        "I19",
        "dunning/gathering/repository.py",
        "        if plan.state == ALIVE:\n",
        "        if plan.state != ALIVE:\n",
        "changes",
        "i19",
    ),
    Fault(
        "I20",
        "dunning/levels.py",
        "days.append(claim.resumed_on + gap)",
        "days.append(claim.resumed_on)",
        "changes",
        "i20_a_dispute_lost ",
    ),
    Fault(
        "I21",
        "ledger/relation/holds.py",
        "            yield Hold(HAND_OVER, case.id, case.customer_id, invoice_id, why)\n",
        "            yield Hold(HAND_OVER, case.id, case.customer_id, invoice_id, why, 1)\n",
        "changes",
        "i21_a_hand_over ",
    ),
    Fault(
        "I22",
        "dunning/law/interest.py",
        "begin = max(first, due_on + timedelta(days=1))",
        "begin = max(first, due_on)",
        _LAW,
        "i22",
    ),
    Fault(
        "I23",
        "dunning/law/rates.py",
        "date(year, 1 if half == 1 else 7, 1)",
        "date(year, 1 if half == 1 else 8, 1)",
        _LAW,
        "i23",
    ),
    Fault(
        "I24",
        "dunning/law/indemnity.py",
        "if claimed_before or not late",
        "if not late",
        _LAW,
        "i24",
    ),
    Fault(
        "I25",
        "dunning/gathering/owed/repository.py",
        '    "left_cents",\n    "currency",\n',
        '    "amount_cents",\n    "currency",\n',
        "money",
        "i25",
    ),
    Fault(
        "I26",
        "dunning/listing.py",
        "Sum(currency, cents, credit.get(currency, 0))",
        "Sum(currency, cents, sum(credit.values()))",
        "money",
        "i26_each or i26_euros",
    ),
    Fault(
        "I27",
        "dunning/listing.py",
        "claimed_cents=claim.claimable_cents,",
        "claimed_cents=claim.claimable_cents + 4_000,",
        "money",
        "i27",
    ),
    Fault(
        "I28",
        "dunning/gathering/owed/repository.py",
        'held = items.loc[items["left_cents"] < 0]',
        'held = items.loc[items["left_cents"] < -1_000]',
        "money",
        "i28",
    ),
    Fault(
        "I29",
        "dunning/gathering/repository.py",
        "return of_all(self._session, self._on)",
        "return of_all(self._session, self._on + _AHEAD)",
        "money",
        "i29_days",
    ),
    Fault(
        "I30",
        "credit/alerts/life.py",
        "armed = told is None or one.cleared or one.rank > told",
        "armed = True",
        "risk",
        "i30",
    ),
    Fault(
        "I31",
        "credit/alerts/cover.py",
        "raised = signals.insured and uncovered > 0",
        "raised = signals.insured and uncovered > 50_000",
        "risk",
        "i31",
    ),
    Fault(
        "I32",
        "dunning/gathering/repository.py",
        "ScoreRepository(session).latest(until=on, customers=self._few)",
        "ScoreRepository(session).latest(until=date.max, customers=self._few)",
        "risk",
        "i32_a_score",
    ),
    Fault(
        "I33",
        "dunning/today/ranking.py",
        "if one.code in seen or not _has_room",
        "if not _has_room",
        "tests/dunning/test_queue_ranking.py",
        "i33",
    ),
    Fault(
        "I34",
        "dunning/reminders/usecases.py",
        "    if acting or settled:\n",
        "    if pairs:\n",
        "process",
        "i34_a_second ",
    ),
    Fault(
        "I35",
        "dunning/gathering/repository.py",
        "            return self._debtor(key)\n        except Exception as error:\n",
        "            return self._debtor(key)\n        except ZeroDivisionError as error:\n",
        "process",
        "i35_one_that",
    ),
    Fault(
        "I36",
        "dunning/gathering/repository.py",
        "ZoneInfo(self._policy.zone), freed=gone)",
        "ZoneInfo(self._policy.zone), freed=())",
        "process",
        "i36 ",
    ),
    Fault(
        "I37",
        "dunning/passed/usecases.py",
        "event = Event(What.PASSED, act.on, act.recorded_at, act.author, told, details or {})",
        'event = Event(What.PASSED, act.on, act.recorded_at, "", told, details or {})',
        "process",
        "i37_history ",
    ),
    Fault(
        "I38",
        "dunning/gathering/people/repository.py",
        "found += self.contacts.get(master, ()) if master != key else ()",
        "found += [one for theirs in self.contacts.values() for one in theirs]",
        "process",
        "i38_items ",
    ),
    Fault(
        "I39",
        "dunning/reminders/usecases.py",
        "return again is not None and print_of(again[1]) == action.print",
        "return again is not None",
        "process",
        "i39_what and amount",
    ),
    Fault(
        "I40",
        "dunning/reminders/usecases.py",
        "if owner is not None and not order.take_over:",
        "if owner is None and order.take_over:",
        "process",
        "i40 ",
    ),
)


def faults() -> Sequence[Fault]:
    """Of all invariants, in their order."""
    return sorted(_ALL, key=lambda one: int(one.invariant[1:]))


def file_of(fault: Fault) -> str:
    """The file of the tests that must catch it."""
    return fault.of if fault.of.endswith(".py") else f"{_HERE}{fault.of}.py"
