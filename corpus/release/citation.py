"""Citations of a corpus, from ``corpus.toml``, in the formats that people, reference managers and repositories read.

Written by hand because every build prints them on its data card: the libraries of this field are not maintained for
current Pythons, and omit the version. The tests parse the output with them.
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
#: APA, 7th edition, 9.8: of more authors than this the first 19 are given, and the last.
_MOST_AUTHORS = 20


@dataclass(frozen=True, slots=True)
class Creator:
    """A person with family and given name, or an organisation under one ``name``."""

    name: str
    given: str | None = None

    def __str__(self) -> str:
        return self.name if self.given is None else f"{self.given} {self.name}"


def creators(project: Project) -> list[Creator]:
    """Parse the creators of a corpus: ``Family, Given`` is a person, a name without a comma an organisation."""
    parsed = []
    for creator in project.creators:
        name, comma, given = creator.partition(",")
        parsed.append(Creator(name.strip(), given.strip() if comma else None))
    return parsed


def citation_link(project: Project) -> str | None:
    """Return the URL of the corpus: its DOI, else its home page, else None."""
    return f"https://doi.org/{project.doi}" if project.doi else project.homepage


def _inverted(creator: Creator) -> str:
    """``Family, Given``, or the name of an organisation."""
    return f"{creator.name}, {creator.given}" if creator.given else creator.name


def bibtex(project: Project) -> str:
    """Return a BibTeX entry; its key is the name of the corpus."""
    day = project.released
    fields = {
        "author": " and ".join(map(_bibtex_name, creators(project))),
        "title": f"{{{_latex(project.title)}}}",
        "year": str(day.year) if day else None,
        "month": str(day.month) if day else None,
        "note": f"Data set, version {_latex(project.version)}",
        "doi": project.doi,
        "url": citation_link(project),
    }
    lines = (f"  {key} = {{{value}}}" for key, value in fields.items() if value)
    return f"@misc{{{project.name},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_name(creator: Creator) -> str:
    """A person's name, or that of an organisation in braces, so that it is not split into names."""
    return _latex(_inverted(creator)) if creator.given else f"{{{_latex(creator.name)}}}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in text)


def apa(project: Project) -> str:
    """Return a reference in APA style, 7th edition."""
    names = [f"{c.name}, {_initials(c.given)}" if c.given else c.name for c in creators(project)]
    if len(names) > _MOST_AUTHORS:
        names = [*names[: _MOST_AUTHORS - 1], f". . . {names[-1]}"]
    elif len(names) > 1:
        names[-1] = f"& {names[-1]}"
    authors = ", ".join(names).removesuffix(".")
    year = project.released.year if project.released else "n.d."
    parts = (
        f"{authors}.",
        f"({year}).",
        f"{project.title} (Version {project.version}) [Data set].",
        citation_link(project) or "",
    )
    return " ".join(filter(None, parts)) + "\n"


def _initials(given: str) -> str:
    return " ".join("-".join(f"{part[0]}." for part in name.split("-") if part) for name in given.split())


def ris(project: Project) -> str:
    """Return a RIS record, which reference managers import."""
    day = project.released
    fields: list[tuple[str, str | None]] = [("TY", "DATA")]
    fields += [("AU", _inverted(creator)) for creator in creators(project)]
    fields += [
        ("TI", project.title),
        ("PY", str(day.year) if day else None),
        ("DA", f"{day:%Y/%m/%d}" if day else None),
        ("ET", project.version),
        ("AB", _one_line(project.description)),
        *(("KW", word) for word in project.keywords),
        ("DO", project.doi),
        ("UR", citation_link(project)),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in fields if value) + "ER  - \n"


def csl(project: Project) -> str:
    """Return CSL-JSON, from which citation processors produce other styles."""
    day = project.released
    item = {
        "id": project.name,
        "type": "dataset",
        "title": project.title,
        "author": [_csl_name(creator) for creator in creators(project)],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "version": project.version,
        "abstract": _one_line(project.description),
        "DOI": project.doi,
        "URL": citation_link(project),
    }
    return _json([_without_empty(item)])


def _csl_name(creator: Creator) -> dict[str, str]:
    return {"family": creator.name, "given": creator.given} if creator.given else {"literal": creator.name}


def cff(project: Project) -> str:
    """Return a ``CITATION.cff`` file in the Citation File Format, version 1.2.0."""
    return "\n".join(_cff(project)) + "\n"


def _cff(project: Project) -> Iterator[str]:
    yield "cff-version: 1.2.0"
    yield f"message: {_yaml_string(_MESSAGE)}"
    yield "type: dataset"
    yield f"title: {_yaml_string(project.title)}"
    yield f"version: {_yaml_string(project.version)}"
    if project.released:
        yield f"date-released: {project.released}"
    yield f"abstract: {_yaml_string(_one_line(project.description))}"
    yield "authors:"
    for c in creators(project):
        if c.given:
            yield f"  - family-names: {_yaml_string(c.name)}"
            yield f"    given-names: {_yaml_string(c.given)}"
        else:
            yield f"  - name: {_yaml_string(c.name)}"
    if project.keywords:
        yield "keywords:"
        yield from (f"  - {_yaml_string(word)}" for word in project.keywords)
    yield f"license: {_yaml_string(project.annotations_licence)}"
    if project.doi:
        yield f"doi: {_yaml_string(project.doi)}"
    if project.homepage:
        yield f"url: {_yaml_string(project.homepage)}"


def zenodo(project: Project) -> str:
    """Return the file ``.zenodo.json``, from which Zenodo fills the record of a release."""
    record = {
        "upload_type": "dataset",
        "title": project.title,
        "version": project.version,
        "publication_date": str(project.released) if project.released else None,
        "creators": [{"name": _inverted(creator)} for creator in creators(project)],
        "description": f"<p>{escape(_one_line(project.description))}</p>",
        "keywords": list(project.keywords),
        "license": project.annotations_licence,
        "access_right": "open",
        "notes": _RIGHTS,
    }
    return _json(_without_empty(record))


#: Citation formats by the name that `corpus cite --format` takes.
CITATION_FORMATS: Mapping[str, Callable[[Project], str]] = {
    "apa": apa, "bibtex": bibtex, "cff": cff, "csl": csl, "ris": ris, "zenodo": zenodo,
}  # fmt: skip


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _yaml_string(text: str) -> str:
    """A quoted string, as JSON, which is also valid YAML."""
    return json.dumps(text, ensure_ascii=False)


def _without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
