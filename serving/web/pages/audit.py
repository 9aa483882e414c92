"""Who did what, and whether anybody touched the trail since."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from starlette.responses import Response

from access import usecases
from serving.api.deps import Read
from serving.rooms import Room
from serving.web.rendering import page

pages, acts = Room(), Room()

_SHOWN = 100
_Text = Annotated[str, Query(max_length=200)]


@pages.get("/audit")
def trail(
    request: Request,
    session: Read,
    actor: _Text = "",
    act: _Text = "",
    before: Annotated[int | None, Query(ge=1)] = None,
    verify: Annotated[bool, Query()] = False,
) -> Response:
    """Show the latest entries, and follow the whole chain when asked."""
    found = usecases.trail(session, before=before, limit=_SHOWN, actor=actor.strip(), act=act.strip())
    more = ""
    if len(found) == _SHOWN:
        more = "/audit?" + urlencode({"actor": actor, "act": act, "before": found[-1].number})
    verified = usecases.verify(session) if verify else None
    return page(request, "audit.html", found=found, actor=actor, act=act, more=more, verified=verified)
