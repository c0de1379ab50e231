"""How a corpus is cited: what ``corpus.toml`` says, in the forms that people, tools and repositories read.

Written here and not by a library, since a build prints them on every card: the libraries of this field are not kept
for current Pythons, and leave out the version. The tests read what is written back with them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from corpus.project.project import Project

_MESSAGE = "If you use this corpus, please cite it as below."
_RIGHTS = "The licence is for the annotations. The texts of the articles belong to their publishers: see the data card."
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    c: f"\\{c}" for c in "&%$#_{}"
}
#: APA, 7th edition, 9.8: of more authors the first 19 are given, and the last.
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Creator:
    """A person, where ``given`` is there, or an organisation or group under one name."""

    name: str
    given: str | None = None

    def __str__(self) -> str:
        return self.name if self.given is None else f"{self.given} {self.name}"


def creators_of(project: Project) -> list[Creator]:
    """Who made the corpus; ``Family, Given`` is a person, and a name without a comma is taken whole."""
    parts = ([part.strip() for part in creator.split(",", 1)] for creator in project.creators)
    return [Creator(*part) for part in parts]


def link_of(project: Project) -> str | None:
    """Where the corpus is found: its DOI, else its page."""
    return f"https://doi.org/{project.doi}" if project.doi else project.homepage


def bibtex(project: Project) -> str:
    """A BibTeX entry; the key is the name of the corpus."""
    names = (
        f"{_latex(c.name)}, {_latex(c.given)}" if c.given else f"{{{_latex(c.name)}}}" for c in creators_of(project)
    )
    fields = {
        "author": " and ".join(names),
        "title": f"{{{_latex(project.title)}}}",
        "year": str(project.released.year) if project.released else None,
        "month": str(project.released.month) if project.released else None,
        "note": f"Data set, version {_latex(project.version)}",
        "doi": project.doi,
        "url": link_of(project),
    }
    lines = (f"  {key} = {{{value}}}" for key, value in fields.items() if value)
    return f"@misc{{{project.name},\n" + ",\n".join(lines) + "\n}\n"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in text)


def apa(project: Project) -> str:
    """A line in the style of the American Psychological Association."""
    names = [f"{c.name}, {_initials(c.given)}" if c.given else c.name for c in creators_of(project)]
    if len(names) > _MOST_AUTHORS:
        names = [*names[: _MOST_AUTHORS - 1], f". . . {names[-1]}"]
    elif len(names) > 1:
        names[-1] = f"& {names[-1]}"
    authors, year = ", ".join(names), project.released.year if project.released else "n.d."
    parts = (
        authors if authors.endswith(".") else f"{authors}.",
        f"({year}).",
        f"{project.title} (Version {project.version}) [Data set].",
        link_of(project) or "",
    )
    return " ".join(filter(None, parts)) + "\n"


def _initials(given: str) -> str:
    return " ".join("-".join(f"{part[0]}." for part in name.split("-") if part) for name in given.split())


def ris(project: Project) -> str:
    """A RIS record, as reference managers import it."""
    fields: list[tuple[str, str | None]] = [("TY", "DATA")]
    fields += [("AU", f"{c.name}, {c.given}" if c.given else c.name) for c in creators_of(project)]
    fields += [
        ("TI", project.title),
        ("PY", str(project.released.year) if project.released else None),
        ("DA", f"{project.released:%Y/%m/%d}" if project.released else None),
        ("ET", project.version),
        ("AB", _line(project.description)),
        *(("KW", word) for word in project.keywords),
        ("DO", project.doi),
        ("UR", link_of(project)),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in fields if value) + "ER  - \n"


def csl(project: Project) -> str:
    """CSL-JSON, from which citation processors make every other style."""
    day = project.released
    item = {
        "id": project.name,
        "type": "dataset",
        "title": project.title,
        "author": [
            {"family": c.name, "given": c.given} if c.given else {"literal": c.name} for c in creators_of(project)
        ],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "version": project.version,
        "abstract": _line(project.description),
        "DOI": project.doi,
        "URL": link_of(project),
    }
    return _json([_filled(item)])


def cff(project: Project) -> str:
    """A Citation File Format file, version 1.2.0."""
    return "\n".join(_cff(project)) + "\n"


def _cff(project: Project) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_scalar(_MESSAGE)}"
    yield "type: dataset"
    yield f"title: {_scalar(project.title)}"
    yield f"version: {_scalar(project.version)}"
    if project.released:
        yield f"date-released: {project.released}"
    yield f"abstract: {_scalar(_line(project.description))}"
    yield "authors:"
    for c in creators_of(project):
        if c.given:
            yield f"  - family-names: {_scalar(c.name)}"
            yield f"    given-names: {_scalar(c.given)}"
        else:
            yield f"  - name: {_scalar(c.name)}"
    if project.keywords:
        yield "keywords:"
        yield from (f"  - {_scalar(word)}" for word in project.keywords)
    yield f"license: {_scalar(project.annotations_licence)}"
    if project.doi:
        yield f"doi: {_scalar(project.doi)}"
    if project.homepage:
        yield f"url: {_scalar(project.homepage)}"


def zenodo(project: Project) -> str:
    """The file ``.zenodo.json``, from which Zenodo takes the record of a release."""
    record = {
        "upload_type": "dataset",
        "title": project.title,
        "version": project.version,
        "publication_date": str(project.released) if project.released else None,
        "creators": [{"name": f"{c.name}, {c.given}" if c.given else c.name} for c in creators_of(project)],
        "description": f"<p>{escape(_line(project.description))}</p>",
        "keywords": list(project.keywords),
        "license": project.annotations_licence,
        "access_right": "open",
        "notes": _RIGHTS,
    }
    return _json(_filled(record))


#: Every form, by the name that `corpus cite --format` has for it.
FORMATS: Mapping[str, Callable[[Project], str]] = {
    "apa": apa, "bibtex": bibtex, "cff": cff, "csl": csl, "ris": ris, "zenodo": zenodo,
}  # fmt: skip


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _scalar(text: str) -> str:
    """A string in double quotes, which JSON and YAML read alike."""
    return json.dumps(text, ensure_ascii=False)


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
