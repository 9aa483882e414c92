"""Files in over HTTP, and what came of them."""

import csv
import io
from typing import Annotated

from fastapi import Body, Path, Query
from starlette.responses import Response

from ledger import usecases
from ledger.history import RejectedLine
from serving.api.cases import OnDesk
from serving.api.deps import Read
from serving.api.paging import After, Most, Number, part
from serving.api.problems import documented
from serving.api.schemas.common import NO_ZERO, Page
from serving.api.schemas.imports import ImportAnswer, ImportedAnswer, ImportPage, RejectionAnswer
from serving.bringing import KINDS, Brought
from serving.bringing import bring as brought
from serving.rooms import Room
from serving.spreadsheets import safe

router = Room(prefix="/imports", tags=["imports"])

_Kind = Annotated[str, Path(pattern=f"^({'|'.join(KINDS)})$", description="As `encours import` calls it.")]
_File = Annotated[
    bytes, Body(media_type="application/octet-stream", description="The file as it is; gzip is taken too.")
]
_Name = Annotated[str, Query(max_length=200, pattern=NO_ZERO, description="What the file is called.")]
_Source = Annotated[
    str | None, Query(min_length=1, max_length=200, pattern=NO_ZERO, description="The program it comes from.")
]
_Partial = Annotated[bool, Query(description="It only adds: what it does not name stays as it is.")]
_Before = Annotated[int | None, Query(ge=1, le=2**53, description="Those with a lower number only.")]


@router.post("/{kind}", status_code=201, responses=documented(413))
def bring(
    desk: OnDesk,
    kind: _Kind,
    file: _File,
    name: _Name = "",
    source: _Source = None,
    partial: _Partial = False,
) -> ImportAnswer:
    """Import a file; a bad line is set aside and told, and stops no other."""
    told = brought(desk.session, kind, Brought(file, name or f"{kind} by api", source, partial), desk.real)
    return ImportAnswer.model_validate(told)


@router.get("")
def list_imports(session: Read, before: _Before = None, limit: Most = 100) -> ImportPage:
    """List what was brought in, the latest first."""
    found = usecases.list_imports(session, limit=limit + 1, before=before)
    shown = found[:limit]
    more = shown[-1].import_id if len(found) > limit else None
    return ImportPage(items=[ImportedAnswer.model_validate(one) for one in shown], next=more)


@router.get("/{number}")
def one(session: Read, number: Number) -> ImportedAnswer:
    """Show what came of an import."""
    return ImportedAnswer.model_validate(usecases.import_numbered(session, number))


@router.get("/{number}/rejections")
def rejections(session: Read, number: Number, after: After = 0, limit: Most = 100) -> Page[RejectionAnswer]:
    """List the lines that were set aside, with the reason of each."""
    found = list(enumerate(_lines(session, number), start=1))
    return part(found, lambda row: row[0], lambda row: _rejection(*row), after=after, limit=limit)


@router.get(
    "/{number}/rejections.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def rejections_csv(session: Read, number: Number) -> Response:
    """The same as a file that a spreadsheet opens, and runs nothing of."""
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")
    out.writerow(["line", "why", "raw"])
    out.writerows([line.line, safe(line.why), safe(line.raw)] for line in _lines(session, number))
    headers = {"Content-Disposition": f'attachment; filename="rejected-{number}.csv"'}
    return Response("\ufeff" + held.getvalue(), media_type="text/csv", headers=headers)


def _lines(session: Read, number: int) -> list[RejectedLine]:
    usecases.import_numbered(session, number)
    return usecases.list_rejections(session, import_id=number)


def _rejection(number: int, line: RejectedLine) -> RejectionAnswer:
    return RejectionAnswer(number=number, line=line.line, why=line.why, raw=line.raw)
