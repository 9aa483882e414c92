"""XML from strangers: no entity is expanded, nothing is fetched, nothing unfolds."""

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from ledger.errors import FileUnreadable

Element: TypeAlias = etree._Element  # lxml has no public name for it
_LIMIT = 256 << 20  # bytes: a year of statements of a large company, and far from what memory holds
_DEEPEST = 100  # levels of elements; the formats we read have fewer than twenty


def parse_xml(content: bytes) -> Element:
    """The root of a document. Raises FileUnreadable when it is no XML, declares a document type, or is too
    large or too deep.
    """
    if len(content) > _LIMIT:
        raise FileUnreadable(f"The file has more than {_LIMIT:,} bytes. Split it first.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileUnreadable(f"The file is not XML: {_in_a_line(error)}. Export it again.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileUnreadable(
            "The file declares a document type: invoices and bank statements need none, attacks do. "
            "Ask its sender for one without."
        )
    if _depth(root) > _DEEPEST:
        raise FileUnreadable(
            f"The file nests elements more than {_DEEPEST} deep. Ask its sender for another."
        )
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace; blank for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    return element.iterchildren(f"{{*}}{name}")


def first(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of local names, None when there is none."""
    found = element
    for name in path:
        found = None if found is None else next(children(found, name), None)
    return found


def text_of(element: Element | None, *path: str) -> str | None:
    """The text of the first element down a path, stripped; None when blank or absent."""
    found = first(element, *path)
    return ((found.text or "").strip() or None) if found is not None else None


def _depth(root: Element) -> int:
    deepest, level = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
