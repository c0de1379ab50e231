"""``card.md`` of a corpus project: what only its makers know, by the sections of the data card that it goes into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import ProjectError
from corpus.io.limits import MAX_DECLARED

NOTES_FILE = "card.md"
#: What a heading of the file may be, with what the section answers.
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
    """The sections of the file that say something, by heading; none where there is no file.

    Comments are left out, and so is everything under ``# `` before the first section.

    Raises:
        ProjectError: a heading is unknown or used twice, or the file cannot be read.
    """
    try:
        if path.stat().st_size > MAX_DECLARED:
            raise ProjectError(f"more than {MAX_DECLARED:,} bytes", path=path, hint="Shorten it")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as e:
        raise ProjectError(f"cannot be read ({e})", path=path, hint="Save it as UTF-8") from e
    lines = _without_comments(text).splitlines()
    found: dict[str, list[str]] = {}
    into: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            name = line[3:].strip()
            if name not in SECTIONS or name in found:
                message = f"the section {name!r} is there twice" if name in found else f"unknown section {name!r}"
                hint = f"The sections are {', '.join(SECTIONS)}"
                raise ProjectError(message, path=path, line=number, hint=hint)
            into = found[name] = []
        else:
            into.append(line)
    sections = {name: "\n".join(part).strip() for name, part in found.items()}
    return {name: section for name, section in sections.items() if section}


def _without_comments(text: str) -> str:
    """The text without its comments, whose line breaks stay: lines keep their numbers. An open one is no comment."""
    kept = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*kept, text[at:]])
