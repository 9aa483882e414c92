"""The files of the pages: our own style and scripts, and Plotly's from the installed wheel."""

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import HTTPException
from fastapi import Path as InPath
from starlette.responses import Response

from serving.rooms import Room

router = Room(include_in_schema=False)

_STATIC = Path(__file__).parent / "static"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_A_YEAR = 31_536_000
_PLOTLY = "plotly.min.js"


@lru_cache
def _known() -> dict[str, bytes]:
    """Every file there is to serve: nothing of an address reaches the disk."""
    found = {one.name: one.read_bytes() for one in sorted(_STATIC.iterdir()) if one.suffix in _KINDS}
    found[_PLOTLY] = (files("plotly") / "package_data" / _PLOTLY).read_bytes()
    return found


@lru_cache
def address_of_file(name: str) -> str:
    """Changes with the content, so that browsers may keep a file for ever."""
    return f"/static/{name}?v={sha256(_known()[name]).hexdigest()[:12]}"


@router.get("/static/{name}")
def file(name: Annotated[str, InPath(max_length=100)]) -> Response:
    """Send a file of the pages."""
    content = _known().get(name)
    if content is None:
        raise HTTPException(404)
    return Response(
        content,
        media_type=_KINDS[Path(name).suffix],
        headers={
            "Cache-Control": f"public, max-age={_A_YEAR}, immutable",
            "X-Content-Type-Options": "nosniff",
        },
    )
