"""What is added to the audit trail: one entry for each request that changes something, and each command."""

from access import usecases
from access.audit import Done
from serving import clock
from store.session import WriteSession


class OnceWitness:
    """A command's one entry, in the first of its transactions: what the later ones do belongs to it."""

    def __init__(self, done: Done) -> None:
        self._done: Done | None = done

    def __call__(self, session: WriteSession) -> None:
        done, self._done = self._done, None
        if done is not None:
            usecases.write_down(session, done, at=clock.now())
