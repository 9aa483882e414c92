"""Check that the documents tell the truth: links lead somewhere, commands and targets exist.

With `--write`, the pages that are made from the code are written anew first.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from features.catalogue import CATALOGUE, Block, Feature  # noqa: E402 -- the tree itself, installed or not
from serving.cli.main import COMMANDS  # noqa: E402

_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_COMMAND = re.compile(r"(?:^|[`$ /])encours ([a-z]+(?:-[a-z]+)*)", re.MULTILINE)
_TARGET = re.compile(r"`make ([a-z-]+)`|^\s*\$? ?make ([a-z-]+)", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


FEATURES = ROOT / "docs/features.md"
_HEAD = ("| Name | Meaning | En français | Unit | Range | Higher is | Trap avoided |", "|---" * 7 + "|")
_BLOCKS = {
    Block.IDENTITY: "What anybody can know of the customer before its first order.",
    Block.COMPANY: "What its company filed and what the official gazette published of it.",
    Block.LEDGER: "How it dealt with us.",
    Block.INVOICE: "The invoice asked about and its calendar; they say nothing of the customer.",
}


def main() -> None:
    if "--write" in sys.argv[1:]:
        FEATURES.write_text(features_page(), encoding="utf-8")
    faults = [fault for path in documents() for fault in faults_of(path)]
    faults += [*decision_faults(), *glossary_faults(), *features_faults()]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.exit(1 if faults else 0)


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def faults_of(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    code = "\n".join(match.strip("`") for match in _CODE.findall(text))
    name = path.relative_to(ROOT)
    for link in _LINK.findall(_CODE.sub("", text)):
        if "://" not in link and not link.startswith("mailto:") and not (path.parent / link).exists():
            yield f"{name}: the link to {link} leads nowhere."
    for command in sorted(set(_COMMAND.findall(code)) - set(COMMANDS)):
        yield f"{name}: there is no command “encours {command}”."
    named = {one or other for one, other in _TARGET.findall(text)}
    for target in sorted(named - targets()):
        yield f"{name}: there is no target “make {target}”."


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def decision_faults() -> Iterator[str]:
    """Decisions are numbered without a gap, so that a missing one is noticed."""
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"docs/decisions: the numbers {numbers} have a gap or a double."


def glossary_faults() -> Iterator[str]:
    """One word per idea: each once, where a reader looks for it."""
    for section in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = section.splitlines()
        words = [line.split("|")[1].strip() for line in lines if line.startswith("| ")][1:]
        keys = [re.sub(r"[^a-z0-9 ]", "", word.casefold()) for word in words]
        for word, key, before in zip(words[1:], keys[1:], keys, strict=False):
            if key <= before:
                yield f"docs/glossary.md: under {title}, “{word}” is out of order or stands twice."


def features_faults() -> Iterator[str]:
    if not FEATURES.exists() or FEATURES.read_text(encoding="utf-8") != features_page():
        yield "docs/features.md: not what the catalogue says now. Run `python scripts/documents.py --write`."


def features_page() -> str:
    """The catalogue, a table a block."""
    parts = [
        "# Features\n",
        f"The {len(CATALOGUE)} numbers that the models may read of an invoice and its customer on an\n"
        "evening, each from what was known by then. A missing one is missing, never zero. This page is\n"
        "made from the catalogue (`features/catalogue.py`): edit it there, then run\n"
        "`python scripts/documents.py --write`.\n",
    ]
    for block, about in _BLOCKS.items():
        entries = [feature for feature in CATALOGUE if feature.block is block]
        parts.append(f"## {block.value.capitalize()}\n\n{about}\n")
        parts.append("\n".join([*_HEAD, *(_line(feature) for feature in entries)]) + "\n")
    return "\n".join(parts)


def _line(feature: Feature) -> str:
    bounds = "any" if feature.low is None and feature.high is None else _bounds(feature)
    sign = feature.risk.value.removeprefix("higher is ")
    cells = (f"`{feature.name}`", feature.meaning, feature.french, feature.unit, bounds, sign, feature.trap)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _bounds(feature: Feature) -> str:
    if feature.high is None:
        return f"from {feature.low:g}"
    return f"to {feature.high:g}" if feature.low is None else f"{feature.low:g} to {feature.high:g}"


if __name__ == "__main__":
    main()
