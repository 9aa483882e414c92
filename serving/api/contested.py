"""Whose automatic decision it is to read."""

from access.person import Person
from credit.acceptance.usecases import UnknownDecision
from credit.contests.decided import Decided, Kind
from serving.api.allowed import Own


def theirs(decided: Decided, who: Person, own: Own) -> Decided:
    """The decision, if whoever asks may read it: a salesperson those on its own customers, and the answers
    on prospects that it asked for itself.

    Raises UnknownDecision, in the words of one that does not exist.
    """
    kept = decided.kept
    asked_it = decided.kind is Kind.ACCEPTANCE and kept.author == who.name
    customers = kept.row.answer.get("customers", ()) if asked_it else (kept.row.subject,)
    if who.sees_all or all(map(own.sees, customers)):
        return decided
    raise UnknownDecision(f"No automatic decision has the number {kept.id}. Check it.")
