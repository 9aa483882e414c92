"""Set up a second proof, give it when signing in, and be rid of it."""

from datetime import datetime

from access.errors import PasswordRefused, SecondRefused
from access.gateway import Hasher, hash_of, new_secret, new_token, new_words
from access.person import SignedIn
from access.policy import LOCKED_FOR, PROOF_WITHIN, WRONG_BEFORE_LOCK
from access.repository import AccessReader, AccessRepository, User
from access.second.codes import plain, step_of
from access.second.repository import Second, SecondReader, SecondRepository
from store.session import ReadSession, WriteSession


def prove(session: WriteSession, token: str, code: str, *, at: datetime) -> SignedIn | None:
    """The second step of signing in: a code, or one of the words on paper, each good once.

    None for a wrong one, after five in a row, and for a browser that waited too long: which one is not told.
    """
    access, seconds = AccessRepository(session), SecondRepository(session)
    name = hash_of(token)
    found = seconds.waiting(name)
    if found is None:
        return None
    user, began = found
    locked = user.locked_until is not None and at < user.locked_until
    if at >= began + PROOF_WITHIN or user.left_at is not None or locked:
        return None
    second = seconds.of(user.id)
    if second is None or not _counts(seconds, second, code, at):
        if access.count_wrong(user.id) >= WRONG_BEFORE_LOCK:
            access.change_user(user.id, locked_until=at + LOCKED_FOR, wrong=0)
        return None
    access.change_user(user.id, wrong=0, locked_until=None)
    seconds.forget([name], before=at - PROOF_WITHIN)
    fresh = new_token()
    access.open_session(hash_of(fresh), user.id, at)
    return SignedIn(fresh, user.person())


def begin(session: WriteSession, user_id: int) -> str:
    """A secret for the telephone, which counts once a code of it was told. Raises SecondRefused."""
    seconds = SecondRepository(session)
    now = seconds.of(user_id)
    if now is not None and now.confirmed_at is not None:
        raise SecondRefused("A second proof is set up already. End that one first.")
    secret = new_secret()
    seconds.begin(user_id, secret)
    return secret


def confirm(session: WriteSession, user_id: int, code: str, *, at: datetime) -> tuple[str, ...]:
    """The words to keep on paper, which are nowhere but in this answer. Raises SecondRefused."""
    seconds = SecondRepository(session)
    second = seconds.of(user_id)
    if second is None or second.confirmed_at is not None:
        raise SecondRefused("No second proof is being set up. Begin again on your account's page.")
    step = step_of(second.secret, code, at=at, after=0)
    if step is None:
        raise SecondRefused(
            "This is not the code that the telephone shows now. Is its clock right? Begin again, and type "
            "the six digits before they change."
        )
    words = new_words()
    kept = [hash_of(plain(one)) for one in words]
    seconds.change(user_id, confirmed_at=at, last_step=step, words=kept)
    return words


def end(session: WriteSession, hasher: Hasher, user_id: int, password: str) -> None:
    """Raises PasswordRefused."""
    user = AccessReader(session).user(user_id)
    if user is None or not hasher.matches(user.password, password):
        raise PasswordRefused("The present password is not this one. Nothing was changed.")
    SecondRepository(session).end(user_id)


def reset(session: WriteSession, user: User) -> None:
    """For somebody who lost telephone and paper; its sessions end. Raises SecondRefused."""
    seconds = SecondRepository(session)
    if user.id not in seconds.confirmed():
        raise SecondRefused(f"{user.email} has no second proof: a password is enough to sign in.")
    seconds.end(user.id)
    AccessRepository(session).close_sessions_of(user.id)


def with_second(session: ReadSession) -> frozenset[int]:
    """The users, by number, that need more than a password."""
    return SecondReader(session).confirmed()


def _counts(seconds: SecondRepository, second: Second, code: str, at: datetime) -> bool:
    """Whether it is right, and is used up now."""
    step = step_of(second.secret, code, at=at, after=second.last_step)
    if step is not None:
        seconds.change(second.user_id, last_step=step)
        return True
    word = hash_of(plain(code))
    if word not in second.words:
        return False
    seconds.change(second.user_id, words=[one for one in second.words if one != word])
    return True
