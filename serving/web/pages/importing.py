"""Files in, in two steps: looked at first, then imported by a process of its own, with a report."""

import csv
import io
import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Form, HTTPException, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import Response

from ledger import usecases
from ledger.files.heading import TABLES
from ledger.history import RejectedLine
from serving import clock
from serving.api.allowed import Who
from serving.api.deps import House, OpenHouse, Read, Write
from serving.rooms import Room
from serving.running.daily import KINDS
from serving.running.errands import Errand, Order, begin, errand, errands
from serving.spreadsheets import safe
from serving.web import previews, uploads
from serving.web.columns import column_texts
from serving.web.errors import UploadRefused
from serving.web.previews import Said
from serving.web.rendering import SECURITY, back, page
from serving.web.uploads import Upload

pages, acts = Room(), Room()

ERRAND = "import"
_SHOWN, _REJECTED_SHOWN = 50, 50
_MOST_WORDS = 100
_COUNTS = ("read", "accepted", "corrected", "unchanged", "rejected")


class SaidForm(BaseModel):
    """Which column is which: `word` are ours, `place` the number of the file's column for each, or blank."""

    dates: str = Field(default="", max_length=20)
    decimal: str = Field(default="", max_length=1)
    word: list[str] = Field(default=[], max_length=_MOST_WORDS)
    place: list[str] = Field(default=[], max_length=_MOST_WORDS)

    def said(self, upload: Upload) -> Said:
        """Only what stands in a list is heeded."""
        kind, head = TABLES.get(upload.kind), previews.preview(upload, Said()).head
        words = kind.words if kind else ()
        columns = {
            word: head[int(place)]
            for word, place in zip(self.word, self.place, strict=False)
            if word in words and place.isascii() and place.isdigit() and int(place) < len(head)
        }
        return Said(_among(self.dates, previews.DATES), _among(self.decimal, previews.DECIMALS), columns)


def _among(text: str, known: Collection[str]) -> str:
    return text if text in known else ""


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
def look(request: Request, house: OpenHouse, mark: str) -> Response:
    """Show how a file would be read, before it is: by what was said of it, or was the last time."""
    found = _kept(house, mark)
    said = previews.said_of(found)
    before = _said_before(house, found) if said is None else None
    said = said or before or Said()
    kind = TABLES.get(found.kind)
    return page(
        request,
        "import_look.html",
        upload=found,
        said=said,
        preview=previews.preview(found, said),
        before=before is not None,
        needed=kind.needed if kind else (),
        texts=column_texts(kind.words if kind else ()),
        dates=previews.DATES,
        decimals=previews.DECIMALS,
    )


@acts.post("/import/files/{mark}/say")
def say(session: Write, house: OpenHouse, mark: str, form: Annotated[SaidForm, Form()]) -> Response:
    """Keep what is said of a file, and look at it again."""
    found = _kept(house, mark)
    previews.keep_said(found, form.said(found))
    return back(f"/import/files/{mark}")


@acts.post("/import/files/{mark}/begin")
def start(
    session: Write, house: OpenHouse, who: Who, mark: str, form: Annotated[SaidForm, Form()]
) -> Response:
    """Import it as it is said to be read; where that cannot be, show why."""
    found = _kept(house, mark)
    said = form.said(found)
    previews.keep_said(found, said)
    seen = previews.preview(found, said)
    if seen.refused and seen.head:
        return back(f"/import/files/{mark}")
    told = {"mark": mark, "name": found.name, "kind": found.kind, "delimiter": seen.delimiter}
    told |= {"head": _line(seen.head), "said": json.dumps(asdict(said))}
    mapping = previews.write_mapping(found, said)
    more = ("--mapping", str(mapping)) if mapping and found.kind in previews.MAPPED else ()
    arguments = ("import", found.kind, str(found.path), *more, "--json")
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


def _said_before(house: House, upload: Upload) -> Said | None:
    """What was said of the last file of this kind that had all the columns which this was about."""
    names = set(previews.preview(upload, Said()).head)
    for one in errands(house.settings, ERRAND):
        if one.told["kind"] == upload.kind and "said" in one.told:
            said = Said(**json.loads(one.told["said"]))
            if said.columns and names.issuperset(said.columns.values()):
                return said
    return None


def _line(cells: tuple[str, ...]) -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=";", lineterminator="").writerow(cells)
    return held.getvalue()


def _kept(house: House, mark: str) -> Upload:
    found = uploads.kept(house.settings.home, mark)
    if found is None:
        raise HTTPException(404)
    return found


def _errand(house: House, name: str) -> Errand:
    found = errand(house.settings, ERRAND, name)
    if found is None:
        raise HTTPException(404)
    return found
