"""Forms: sent by whoever opened them, from the page they belong to."""

import hmac
from typing import Annotated

from fastapi import Form, Request

from access.errors import NotAllowed
from serving.identity import csrf_of


def same_hand(request: Request, csrf: Annotated[str, Form(max_length=100)] = "") -> None:
    """Raises NotAllowed for a form that another site made."""
    token: str = getattr(request.state, "token", "")
    if not token or not hmac.compare_digest(csrf.encode(), csrf_of(token).encode()):
        raise NotAllowed(
            "The page was open for too long, or the form is not its own. Open it again and resend."
        )
