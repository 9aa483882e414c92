"""Check that the documents tell the truth: links lead somewhere, commands and targets exist."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from serving.cli.main import COMMANDS  # noqa: E402 -- the tree itself, installed or not

_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_COMMAND = re.compile(r"(?:^|[`$ /])encours ([a-z]+(?:-[a-z]+)*)", re.MULTILINE)
_TARGET = re.compile(r"`make ([a-z-]+)`|^\s*\$? ?make ([a-z-]+)", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def main() -> None:
    faults = [fault for path in documents() for fault in faults_of(path)]
    faults += [*decision_faults(), *glossary_faults()]
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


if __name__ == "__main__":
    main()
