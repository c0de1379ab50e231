"""Read ``card.md`` of a project: what only its makers know, by section of the data card."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import ProjectError
from corpus.io.limits import MAX_DECLARED

NOTES_FILE = "card.md"
#: The headings that the file may have, with the question that each section answers.
SECTIONS: Mapping[str, str] = {
    "Motivation": "why the corpus was made, by whom, and who paid",
    "Selection": "which articles were taken, of how many, and how they were collected",
    "Agreement": "how far those who annotated agree",
    "Personal and sensitive information": "who is named, whether they were asked, and what may harm them",
    "Biases and limits": "what the articles are not typical of",
    "Uses": "what the corpus was used for, what it is good for, and what not",
    "Maintenance": "who keeps it, and how to reach them",
}


def read_notes(path: Path) -> Mapping[str, str]:
    """Read the sections of a ``card.md``. Comments, and everything before the first section, are ignored.

    Args:
        path: The file; it may be absent.

    Returns:
        The text of each section that is not empty, by heading.

    Raises:
        ProjectError: A heading is unknown or used twice, or the file cannot be read.
    """
    lines_by_section: dict[str, list[str]] = {}
    section: list[str] = []
    for number, line in enumerate(_without_comments(_read(path)).splitlines(), 1):
        if not line.startswith("## "):
            section.append(line)
            continue
        name = line[3:].strip()
        if name not in SECTIONS:
            hint = f"The sections are {', '.join(SECTIONS)}"
            raise ProjectError(f"unknown section {name!r}", path=path, line=number, hint=hint)
        if name in lines_by_section:
            raise ProjectError(f"duplicate section {name!r}", path=path, line=number, hint="Merge the two")
        section = lines_by_section[name] = []
    sections = {name: "\n".join(lines).strip() for name, lines in lines_by_section.items()}
    return {name: text for name, text in sections.items() if text}


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_DECLARED:
            raise ProjectError(f"more than {MAX_DECLARED:,} bytes", path=path, hint="Shorten it")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as e:
        raise ProjectError(f"cannot be read ({e})", path=path, hint="Save it as UTF-8") from e


def _without_comments(text: str) -> str:
    """Remove comments but keep their line breaks, so that lines keep their numbers; an open comment stays."""
    kept = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*kept, text[at:]])
