"""What many evenings share, read once."""

from dunning.gathering.owed.repository import OwedOverTime
from dunning.gathering.people.repository import PeopleOverTime
from ledger.relation.repository import RelationOverTime
from store.session import ReadSession


class OverTime:
    """Of whom no contact was known yet on an evening, people are as known by now."""

    def __init__(self, session: ReadSession) -> None:
        self.owed = OwedOverTime(session)
        self.relation = RelationOverTime(session)
        self.people = PeopleOverTime(session)
