"""Days by which a right is lost: of the law, of an insurer, of a letter, of a partner."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from credit.cover.policy import CoverPolicy
from dunning.claims import Kind
from dunning.deadlines.deadline import Deadline
from dunning.deadlines.road import Given, Late, Road, deadlines_of, in_order
from dunning.deadlines.usecases import DeadlineRules, deadlines_on
from dunning.dossier.papers import Kind as PaperKind
from dunning.law.deadlines import CodeLaw
from dunning.law.ruled import Certainty, Ruled
from dunning.partners.policy import PartnersPolicy
from kernel.policy import policy_from
from ledger.company.proceeding import Proceeding
from ledger.relation import usecases as relation
from ledger.relation.hand_overs import Report
from store.session import Database
from tests.dunning.dossier import books
from tests.dunning.dossier.books import EVENING, PDF
from tests.policies import shipped

ON = date(2024, 6, 12)
POLICY = PartnersPolicy("test", 10, 30, 90, {})
LATE = Late("A-1", date(2024, 4, 1), date(2024, 5, 31), 1_000, "EUR")
ROAD = Road("ACME", "Acme", debtor=Kind.COMPANY, late=(LATE,))
OPENED = Proceeding(
    open=True,
    stage="receivership",
    since=date(2024, 6, 1),
    court="Bordeaux",
    opened_on=date(2024, 6, 1),
    claims_due_on=date(2024, 8, 5),
)


@dataclass(frozen=True, slots=True)
class Law:
    """Ten days after the due date, a rule as sure as it is told to be."""

    certainty: Certainty = Certainty.VERIFIED

    def prescription(self, *, due_on: date, issued_on: date | None, debtor: Kind) -> Ruled | None:
        return None if debtor is Kind.PERSON else Ruled(due_on + timedelta(days=10), "art. 1", self.certainty)

    def declaration(self, proceeding: Proceeding) -> Ruled | None:
        return Ruled(proceeding.claims_due_on, "art. 2", Certainty.SECONDARY)

    def relief(self, proceeding: Proceeding) -> Ruled | None:
        return None

    def retention(self, proceeding: Proceeding) -> Ruled | None:
        return None


def _found(road: Road, law: Any = None, *, on: date = ON, days: int = 90) -> list[Deadline]:
    return deadlines_of(road, law or CodeLaw(), POLICY, on=on, until=on + timedelta(days=days))


def test_the_door_to_the_law_decides() -> None:
    """The rule gives day, article and certainty; one that nobody verified is off."""
    (one,) = _found(ROAD, Law())
    assert (one.kind, one.last_on, one.article) == ("prescription", date(2024, 6, 10), "art. 1")
    assert (one.certainty, one.missed, one.cents) == (Certainty.VERIFIED, True, 1_000)
    assert _found(ROAD, Law(Certainty.UNVERIFIED)) == []
    assert _found(replace(ROAD, debtor=Kind.PERSON), Law()) == []
    assert _found(ROAD) == []


def test_what_a_proceeding_stays_is_declared_and_not_brought_to_court() -> None:
    """Relief is told once the declaration is late; goods are claimed back only under a rule confirmed."""
    published = replace(OPENED, published_on=date(2024, 6, 3))
    road = replace(ROAD, proceeding=published)
    long, after = 365 * 6, date(2024, 9, 1)
    assert [one.kind for one in _found(road, days=long)] == ["declaration"]
    assert [(one.kind, one.missed) for one in _found(road, on=after, days=long)] == [
        ("declaration", True),
        ("relief", False),
    ]
    confirmed = _found(road, CodeLaw(confirmed=("retention",)), days=long)
    assert {one.kind: one.last_on for one in confirmed}["retention"] == date(2024, 9, 3)
    later = replace(LATE, issued_on=date(2024, 6, 2))
    assert [one.kind for one in _found(replace(road, late=(later,)), days=long)] == ["prescription"]


def test_one_deadline_for_what_shares_day_rule_and_currency() -> None:
    late = (LATE, replace(LATE, number="A-2"), replace(LATE, number="A-3", currency="USD"))
    found = in_order(_found(replace(ROAD, late=late), Law()))
    assert [(one.invoices, one.cents, one.currency) for one in found] == [
        (("A-1", "A-2"), 2_000, "EUR"),
        (("A-3",), 1_000, "USD"),
    ]


def test_only_claims_born_before_the_opening_are_declared_and_only_until_they_are() -> None:
    later = replace(LATE, number="A-2", issued_on=date(2024, 6, 1))
    unknown = replace(LATE, number="A-3", issued_on=None)
    road = replace(ROAD, late=(LATE, later, unknown), proceeding=OPENED)
    (one,) = _found(road)
    assert (one.kind, one.invoices, one.about) == ("declaration", ("A-1", "A-3"), "Bordeaux")
    assert (one.last_on, one.missed) == (date(2024, 8, 5), False)
    assert _found(replace(road, declared=True)) == []
    assert _found(replace(road, proceeding=replace(OPENED, open=False))) == []


def test_a_day_that_cannot_be_told_comes_first() -> None:
    """The opening was never seen: the deadline may be today."""
    unseen = replace(ROAD, code="ZED", proceeding=replace(OPENED, opened_on=None, claims_due_on=None))
    found = in_order([*_found(replace(ROAD, proceeding=OPENED)), *_found(unseen)])
    assert [(one.customer, one.last_on) for one in found] == [("ZED", None), ("ACME", date(2024, 8, 5))]


def test_what_a_letter_announced_is_followed_up_unless_the_claim_is_held() -> None:
    noticed = replace(LATE, notice_on=date(2024, 6, 11))
    (one,) = _found(replace(ROAD, late=(noticed, LATE)))
    assert (one.kind, one.invoices, one.missed) == ("notice", ("A-1",), True)
    assert _found(replace(ROAD, late=(replace(noticed, held=True),))) == []


def test_a_partner_is_asked_until_it_closes() -> None:
    """Ten days to accept, thirty between news; a factor, and a closed file, are left alone."""
    given = Given(7, "Recouvra", "agency", date(2024, 6, 5), None, "")
    for one, kind, day in (
        (given, "acceptance", date(2024, 6, 15)),
        (replace(given, heard_on=date(2024, 6, 6), status="working"), "news", date(2024, 7, 6)),
    ):
        (found,) = _found(replace(ROAD, given=(one,)))
        assert (found.kind, found.last_on, found.about) == (kind, day, "Recouvra (7)")
        assert found.certainty is Certainty.CHOSEN
    assert _found(replace(ROAD, given=(replace(given, status="closed"),))) == []
    assert _found(replace(ROAD, given=(replace(given, party="factor"),))) == []
    assert _found(replace(ROAD, given=(replace(given, invoices=("Z-9",)),))) == []


def test_what_lies_further_ahead_waits() -> None:
    road = replace(ROAD, proceeding=OPENED)
    assert len(_found(road, days=54)) == 1
    assert _found(road, days=53) == []


def _rules() -> DeadlineRules:
    return DeadlineRules(
        CodeLaw(),
        policy_from(shipped("partners"), PartnersPolicy, name="partners.toml"),
        books.rules().policy,
        policy_from(shipped("cover"), CoverPolicy, name="cover.toml"),
    )


def test_the_calendar_reads_proceedings_hand_overs_and_papers(database: Database) -> None:
    """A declaration kept as a paper ends its deadline; a partner's report moves the next question."""
    books.told(database)
    books.gazette(database)
    with database.transaction() as session:
        mandate: dict[str, Any] = {"party": "agency", "name": "Recouvra", "recourse": None, "note": ""}
        case = relation.hand_over(
            session, books.act(EVENING), "BOLT", [], **mandate, happened_on=date(2024, 6, 13)
        )

    def found(**more: Any) -> list[tuple[str, str, str]]:
        with database.read() as session:
            asked = {"on": EVENING, "until": None, "customer": None, **more}
            told = deadlines_on(session, _rules(), **asked)
        return [(one.kind, one.customer, str(one.last_on)) for one in told]

    assert found() == [
        ("acceptance", "BOLT", "2024-06-23"),
        ("declaration", "ACME", "2024-08-13"),
        ("declaration", "ACME", "2024-08-13"),
    ]
    assert found(customer="BOLT") == [("acceptance", "BOLT", "2024-06-23")]
    assert found(until=date(2024, 6, 22)) == []
    with database.transaction() as session:
        relation.report_hand_over(session, books.act(EVENING), case.case, Report(EVENING, "accepted"))
    books.attach(database, "ACME", "declaration.pdf", PDF, PaperKind.DECLARATION)
    assert found() == [("news", "BOLT", "2024-07-14")]
