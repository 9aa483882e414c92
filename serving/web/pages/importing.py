"""Files in, in two steps: looked at first, then imported by a process of its own, with a report."""

import csv
import io
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request, UploadFile
from starlette.responses import Response

from ledger import usecases
from ledger.history import RejectedLine
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import OpenHouse, Read, Write
from serving.running.daily import KINDS
from serving.running.errands import Errand, Order, begin, errand
from serving.spreadsheets import safe
from serving.web import uploads
from serving.web.errors import UploadRefused
from serving.web.rendering import SECURITY, back, page

pages, acts = APIRouter(), APIRouter()

ERRAND = "import"
_SHOWN, _REJECTED_SHOWN = 50, 50
_COUNTS = ("read", "accepted", "corrected", "unchanged", "rejected")


@pages.get("/import")
def entry(request: Request, session: Read, house: OpenHouse) -> Response:
    """Take a file, and list those that came before."""
    uploads.forget_old(house.settings.home, now=clock.now())
    found = usecases.list_imports(session, limit=_SHOWN)
    most = house.settings.upload_megabytes
    return page(request, "import.html", kinds=KINDS, found=found, most=most)


@acts.post("/import")
def take(
    request: Request,
    session: Write,
    house: OpenHouse,
    who: Who,
    kind: Annotated[str, Form(max_length=20)],
    file: UploadFile,
) -> Response:
    """Keep a file until it is looked at."""
    if kind not in KINDS:
        raise UploadRefused(f"“{kind}” is no kind of file. Known: {', '.join(KINDS)}.")
    home, name = house.settings.home, file.filename or ""
    made = uploads.keep(home, file.file, kind=kind, name=name, by=who.name, at=clock.now())
    request.state.about = made.mark[:12]
    return back(f"/import/files/{made.mark}")


@pages.get("/import/files/{mark}")
def look(
    request: Request, house: OpenHouse, mark: str, dates: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    """Show how a file would be read, before it is; with its dates in an order that is said, if any."""
    found, order = _kept(house, mark), _order(dates)
    shown, mapped = uploads.preview(found, dates=order), found.kind in uploads.MAPPED
    orders = uploads.DATES if mapped else ()
    return page(request, "import_look.html", upload=found, preview=shown, dates=order, orders=orders)


@acts.post("/import/files/{mark}/begin")
def start(
    session: Write,
    house: OpenHouse,
    who: Who,
    mark: str,
    dates: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Import it."""
    found, order = _kept(house, mark), _order(dates)
    seen = uploads.preview(found, dates=order)
    told = {"mark": mark, "name": found.name, "kind": found.kind, "delimiter": seen.delimiter}
    told["head"] = _line(seen.head)
    mapping = uploads.write_mapping(found, order) if order and found.kind in uploads.MAPPED else None
    said = ("--mapping", str(mapping)) if mapping else ()
    arguments = ("import", found.kind, str(found.path), *said, "--json")
    asked = Order(ERRAND, arguments, told, who.name, clock.now())
    return back(f"/import/runs/{begin(house.settings, asked)}")


@acts.post("/import/files/{mark}/drop")
def drop(session: Write, house: OpenHouse, mark: str) -> Response:
    """Leave a file unread."""
    uploads.forget(house.settings.home, mark)
    return back("/import")


@pages.get("/import/runs/{name}")
def report(request: Request, house: OpenHouse, name: str) -> Response:
    """Show how an import goes, and what came of it."""
    found = _errand(house, name)
    if not found.running:
        uploads.forget(house.settings.home, found.told["mark"])
    told = found.as_json()
    answer: dict[str, Any] = told if isinstance(told, dict) else {}
    counts = {one: answer[one] for one in _COUNTS if one in answer}
    rejections = answer.get("rejections", [])
    return page(
        request,
        "import_run.html",
        run=found,
        counts=counts,
        refused=answer.get("refused", ""),
        rejections=rejections[:_REJECTED_SHOWN],
        more=max(len(rejections) - _REJECTED_SHOWN, 0),
        warnings=answer.get("warnings", [])[:_REJECTED_SHOWN],
        import_id=answer.get("import_id"),
    )


@pages.get("/import/runs/{name}/rejected.csv")
def rejected_of_run(session: Read, house: OpenHouse, name: str) -> Response:
    """The lines set aside as the file had them, with the reason: to be mended and sent again."""
    found = _errand(house, name)
    answer = found.as_json()
    number = answer.get("import_id") if isinstance(answer, dict) else None
    if number is None:
        raise HTTPException(404)
    lines = usecases.list_rejections(session, import_id=number)
    head = next(csv.reader([found.told["head"]], delimiter=";"), [])
    return _as_csv(head, found.told["delimiter"], lines, f"rejected-{number}.csv")


@pages.get("/import/rejected/{number}.csv")
def rejected(session: Read, number: int) -> Response:
    """The same of any import, without the header of its file."""
    return _as_csv([], "", usecases.list_rejections(session, import_id=number), f"rejected-{number}.csv")


def _as_csv(head: list[str], delimiter: str, lines: list[RejectedLine], name: str) -> Response:
    held = io.StringIO()
    out = csv.writer(held, delimiter=";", lineterminator="\r\n")
    fields = [line.raw.split(delimiter) if delimiter else [line.raw] for line in lines]
    width = max([len(head), *map(len, fields)], default=0)
    if lines and delimiter:
        out.writerow([*map(safe, head), *[""] * (width - len(head)), "encours_line", "encours_why"])
    for line, told in zip(lines, fields, strict=True):
        out.writerow([*map(safe, told), *[""] * (width - len(told)), line.line, safe(line.why)])
    headers = {**SECURITY, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + held.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _order(dates: str) -> str:
    """One of the orders there are; blank for none."""
    return dates if dates in uploads.DATES else ""


def _line(cells: tuple[str, ...]) -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=";", lineterminator="").writerow(cells)
    return held.getvalue()


def _kept(house: Any, mark: str) -> uploads.Upload:
    found = uploads.kept(house.settings.home, mark)
    if found is None:
        raise HTTPException(404)
    return found


def _errand(house: Any, name: str) -> Errand:
    found = errand(house.settings, ERRAND, name)
    if found is None:
        raise HTTPException(404)
    return found
