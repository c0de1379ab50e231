"""Write ``croissant.json``: a release's tables as machine-readable metadata in Croissant 1.1 (MLCommons).

Each table is a record set over the files of its splits, with their hashes and paths relative to the release.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus.project.project import Project
from corpus.release.citation import Creator, bibtex, citation_link, creators
from corpus.tables.hashing import file_hash
from corpus.tables.parquet import TableFile
from corpus.tables.schema import TABLES

CROISSANT = "croissant.json"
_FORMAT = "application/x-parquet"
_CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
_TYPES = {
    "string": "sc:Text", "bool": "sc:Boolean", "date32[day]": "sc:Date", "int32": "cr:Int32", "int64": "cr:Int64",
    "double": "cr:Float64",
}  # fmt: skip
_ARRAY: dict[str, Any] = {"isArray": True, "arrayShape": "-1"}
#: Sections of the project's notes by property of the Responsible AI vocabulary.
_RAI = {
    "rai:dataCollection": "Selection",
    "rai:dataAnnotationAnalysis": "Agreement",
    "rai:personalSensitiveInformation": "Personal and sensitive information",
    "rai:dataBiases": "Biases and limits",
    "rai:dataUseCases": "Uses",
    "rai:dataReleaseMaintenancePlan": "Maintenance",
}


def write_croissant(folder: Path, project: Project, files: Sequence[TableFile]) -> None:
    """Write the metadata of the tables in a release folder; it has no time and no name of a machine.

    Args:
        folder: the release folder, with its Parquet files.
        project: the project that is released.
        files: the Parquet files.
    """
    text = json.dumps(_dataset(folder, project, files), ensure_ascii=False, indent=1) + "\n"
    (folder / CROISSANT).write_text(text, encoding="utf-8", newline="\n")


def _dataset(folder: Path, project: Project, files: Sequence[TableFile]) -> dict[str, Any]:
    tables = list(dict.fromkeys(f.table for f in files))
    described = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": list(_CONFORMS),
        "name": project.name,
        "alternateName": project.title,
        "description": " ".join(project.description.split()),
        "version": project.version,
        "datePublished": str(project.released) if project.released else None,
        "creator": [_creator(creator) for creator in creators(project)],
        "license": f"https://spdx.org/licenses/{project.annotations_licence}.html",
        "usageInfo": "The licence is for the annotations; the texts of the articles belong to their publishers.",
        "url": citation_link(project),
        "keywords": list(project.keywords),
        "inLanguage": sorted({s.language for s in project.sources}),
        "citeAs": bibtex(project).strip(),
        "isLiveDataset": False,
        "rai:dataAnnotationProtocol": project.annotation_process.strip(),
        **{key: project.notes.get(section) for key, section in _RAI.items()},
        "distribution": [*(_file(folder, f) for f in files), *map(_file_set, tables)],
        "recordSet": [_record_set(name) for name in tables],
    }
    return {key: value for key, value in described.items() if value not in (None, "", [])}


def _creator(creator: Creator) -> dict[str, Any]:
    if not creator.given:
        return {"@type": "sc:Organization", "name": creator.name}
    return {
        "@type": "sc:Person",
        "name": str(creator),
        "familyName": creator.name,
        "givenName": creator.given,
    }


def _context() -> object:
    """The JSON-LD context of the specification, verbatim from ``croissant.json``: readers compare it."""
    return json.loads((package_files("corpus.release") / CROISSANT).read_text(encoding="utf-8"))


def _file(folder: Path, file: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": f"The split {file.split} of the table {file.table}: {file.rows} rows.",
        "contentUrl": file.name,
        "contentSize": f"{file.file_bytes} B",
        "encodingFormat": _FORMAT,
        "sha256": file_hash(folder / file.name),
    }


def _file_set(table: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{table}-files",
        "name": f"{table}-files",
        "description": f"The table {table}, all splits.",
        "encodingFormat": _FORMAT,
        "includes": f"data/{table}/*.parquet",
    }


def _record_set(name: str) -> dict[str, Any]:
    table = TABLES[name]
    meanings = {column: meaning for column, _, meaning in table.descriptions()}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"One record per {table.row}.",
        "key": {"@id": f"{name}/{table.id_column}"},
        "field": [_field(name, column, meanings[column.name]) for column in table.schema],
    }


def _field(table: str, column: pa.Field, meaning: str) -> dict[str, Any]:
    field = {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": meaning,
    }
    kind, source = column.type, _source(table, column.name)
    if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        return field | _ARRAY | {"subField": list(_sub_fields(table, column.name, kind.value_type))}
    return field | _typed(kind) | {"source": source}


def _sub_fields(table: str, column: str, kind: pa.StructType) -> Iterator[dict[str, Any]]:
    for part in kind:
        yield {
            "@type": "cr:Field",
            "@id": f"{table}/{column}/{part.name}",
            "name": part.name,
            **_typed(part.type),
            "source": _source(table, column) | {"transform": {"jsonPath": part.name}},
        }


def _typed(kind: pa.DataType) -> dict[str, Any]:
    """The data type of a scalar, or of the items of a list."""
    if pa.types.is_list(kind):
        return _ARRAY | {"dataType": _TYPES[str(kind.value_type)]}
    return {"dataType": _TYPES[str(kind)]}


def _source(table: str, column: str) -> dict[str, Any]:
    return {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": column}}
