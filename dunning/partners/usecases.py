"""Which partners there are, what they have in hand, and which may take a customer's case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.gathering.repository import debtors
from dunning.partners.fitting import Fitted, Objection, RoadCase, fitted, road_case, standing_of
from dunning.partners.policy import Partner, PartnersPolicy
from dunning.policy import DunningPolicy
from ledger.relation.hand_overs import HAND_OVER
from ledger.relation.repository import RelationRepository
from ledger.relation.usecases import list_cases
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class InHand:
    """A partner with the hand-overs it has in hand, and what it told it recovered on all it ever had."""

    code: str
    partner: Partner
    objections: tuple[Objection, ...]
    cases: tuple[int, ...]
    recovered_cents: Mapping[str, int]


def partners_on(session: ReadSession, policy: PartnersPolicy, *, on: date) -> list[InHand]:
    """By code. A hand-over is a partner's by its party and name."""
    cases = list_cases(session, matter=HAND_OVER, customer=None, as_of=on, as_recorded=None)
    found = []
    for code, partner in sorted(policy.partners.items()):
        known = (partner.party.value, partner.name)
        mine = [one for one in cases if (one.told.get("party"), one.told.get("name")) == known]
        recovered: dict[str, int] = {}
        for told in (told for one in mine for told in one.told["recovered"]):
            recovered[told["currency"]] = recovered.get(told["currency"], 0) + told["cents"]
        in_hand = tuple(one.case for one in mine if one.stands)
        found.append(InHand(code, partner, standing_of(partner, on=on), in_hand, recovered))
    return found


def partners_for(
    session: ReadSession, policy: PartnersPolicy, dunning: DunningPolicy, customer: str, *, on: date
) -> tuple[RoadCase, list[Fitted]]:
    """The case of a customer, and each partner with what speaks against it. Raises UnknownCustomer."""
    customer_id = RelationRepository(session, as_recorded=None).customer_id(customer)
    found = debtors(session, dunning, on=on, customers=[customer_id])
    case = (
        road_case(found[0], on=on)
        if found
        else RoadCase(customer, "", "FR", person=False, cents={}, oldest_days=0)
    )
    return case, fitted(policy, case, on=on)
