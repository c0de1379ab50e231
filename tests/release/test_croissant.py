"""``croissant.json``: valid by the library of the format, and the rows come back through it, without a network."""

import json
from datetime import date

import mlcroissant
import pandas as pd
import pyarrow as pa
import pytest
from support.paths import CONVOY

from corpus.project.project import load_project
from corpus.release.citation import bibtex
from corpus.release.croissant import CROISSANT, _field
from corpus.release.load import read_rows
from corpus.release.manifest import read_manifest
from corpus.tables.schema import TABLES

# The library's own calls of rdflib and pandas are behind the times.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*inplace keyword in DataFrame.reset_index"),
]


@pytest.fixture(scope="module")
def described(release):
    return json.loads((release / CROISSANT).read_text("utf-8"))


def plain(value):
    """A value as mlcroissant gives it, as the release has it: names without their table, and Python's own types."""
    if isinstance(value, dict):
        return {key.rsplit("/", 1)[1]: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, pd.Timestamp):
        return value.date()
    value = value.decode() if isinstance(value, bytes) else value
    return value.item() if hasattr(value, "item") else value


def test_valid(release):
    metadata = mlcroissant.Dataset(jsonld=str(release / CROISSANT)).metadata
    assert not metadata.ctx.issues.errors
    assert not metadata.ctx.issues.warnings
    assert metadata.ctx.is_v1_1()
    assert {r.name for r in metadata.record_sets} == set(TABLES)


@pytest.mark.parametrize("name", ["quotes", "speakers", "utterances", "variants", "tokens"])
def test_records_are_the_rows(release, name):
    key = TABLES[name].id_column
    found = sorted(map(plain, mlcroissant.Dataset(jsonld=str(release / CROISSANT)).records(name)), key=lambda r: r[key])
    rows = sorted(read_rows(release)[name], key=lambda r: r[key])
    assert len(found) == len(rows)
    for record, row in zip(found, rows, strict=True):
        assert record == row
    assert name != "quotes" or isinstance(found[0]["published_earliest"], date)


def test_every_column_is_described(described):
    for record_set in described["recordSet"]:
        table = TABLES[record_set["name"]]
        assert [field["name"] for field in record_set["field"]] == table.schema.names
        assert all(field["description"] for field in record_set["field"])
        assert record_set["key"] == {"@id": f"{record_set['name']}/{table.id_column}"}


def test_list_in_a_struct():
    kind = pa.list_(pa.struct([("id", pa.string()), ("holds", pa.list_(pa.string()))]))
    field = _field("t", pa.field("parts", kind), "Parts.")
    assert field["isArray"] is True
    (one, many) = field["subField"]
    assert (one["dataType"], "isArray" in one) == ("sc:Text", False)
    assert (many["dataType"], many["isArray"]) == ("sc:Text", True)
    assert many["source"]["transform"] == {"jsonPath": "holds"}


def test_files_are_those_of_the_manifest(described, release):
    files = read_manifest(release)["files"]
    told = {f["contentUrl"]: f["sha256"] for f in described["distribution"] if f["@type"] == "cr:FileObject"}
    assert told == {name: file["sha256"] for name, file in files.items() if name.startswith("data/")}
    assert CROISSANT in files


def test_says_what_the_card_says(described):
    project = load_project(CONVOY)
    assert (described["name"], described["version"]) == (project.name, project.version)
    assert described["citeAs"] == bibtex(project).strip()
    assert described["datePublished"] == str(project.released)
    assert project.annotations_licence in described["license"]
    assert described["rai:dataBiases"] == project.notes["Biases and limits"]
    assert described["inLanguage"] == ["ar", "en", "nb"]


def test_names_no_machine(release):
    text = (release / CROISSANT).read_text("utf-8")
    assert str(release) not in text
    assert all(str(part) not in text for part in ("/tmp", "/home", "file:"))


def test_new_project_is_valid(run, root):
    assert run("build", "--project", root).code == 0
    path = root / "releases" / "0.1.0" / CROISSANT
    assert not mlcroissant.Dataset(jsonld=str(path)).metadata.ctx.issues.errors
    assert len(list(mlcroissant.Dataset(jsonld=str(path)).records("quotes"))) == 3
