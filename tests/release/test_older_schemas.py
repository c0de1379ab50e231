"""Releases of every schema are read by everything that reads releases, and stay as they are."""

import hashlib

import pyarrow as pa
import pytest
from support.paths import CONVOY

import corpus
from corpus.release.diff import diff_releases
from corpus.release.formats.export import RELEASE_FORMATS, export_release
from corpus.release.load import load, read_contents, read_rows
from corpus.release.manifest import read_manifest
from corpus.release.verify import verify_release
from corpus.tables.batch import TAGGED_SCHEMA
from corpus.tables.schema import SCHEMA_VERSION, TABLES
from corpus.view.figures.all_figures import figures_of
from corpus.view.site import read_site

RELEASES = CONVOY / "releases"
#: SHA-256 of the manifests, which hold the hashes of all other files.
MANIFESTS = {
    "0.1.0": "0a83c5e50112b5fd1e3e0b52275e82a09c86569d2e447e8112177d98658abfdb",
    "0.2.0": "e57915b6b0ad92d747554b96afbe6af0d8f188fb3ccea3ba488d96d480dbd448",
    "0.3.0": "08bb432bce126b32ac812595ac9bba7714991168836bfb147207de7ebe8a48eb",
}
#: Columns that schema 3 added.
NEW = {"quotes": ("gloss", "act", "speaker_confidence"), "variants": ("first_gloss", "second_gloss")}


@pytest.mark.parametrize("version", MANIFESTS)
def test_released_bytes_stay(version):
    folder = RELEASES / version
    assert hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest() == MANIFESTS[version]
    result = verify_release(folder)
    assert (result.faults, result.version) == ((), version)


@pytest.mark.parametrize("version", MANIFESTS)
@pytest.mark.parametrize("form", RELEASE_FORMATS.values(), ids=lambda f: f.name)
def test_every_format_takes_an_older_release(version, form, tmp_path):
    written = export_release(read_rows(RELEASES / version), form=form, folder=tmp_path / "out", release=version)
    assert len(written) == (5 if form.article else 9) + 5 * form.with_text
    assert all(path.stat().st_size for path in written)


@pytest.mark.parametrize("version", MANIFESTS)
def test_older_rows_lack_only_what_is_new(version):
    rows = read_rows(RELEASES / version)
    assert not set(NEW["quotes"]) & rows["quotes"][0].keys()
    assert {q["origin"] for q in rows["quotes"]} == {"curated"}
    assert load("quotes", release=RELEASES / version)["train"].num_rows == 37
    assert len(figures_of(rows)) == 4


def test_pages_of_schema_2():
    site = read_site(RELEASES / "0.3.0")
    assert read_manifest(RELEASES / "0.3.0")["schema_version"] == 2 < SCHEMA_VERSION
    assert {(q["gloss"], q["speaker_confidence"]) for q in site.quotes} == {(None, None)}


def test_difference_between_schemas():
    old, new = read_contents(RELEASES / "0.3.0"), read_contents(RELEASES / "0.4.0")
    changed = {table.name: table for table in diff_releases(old, new)}
    for name, columns in NEW.items():
        added = [c.name for c in changed[name].columns if c.old is None]
        assert added == [c for c in TABLES[name].schema.names if c in columns]
    by_id = {row.id: row.values for row in changed["quotes"].changed}
    assert {values["origin"] for values in by_id.values()} == {("curated", "model-annotated")}


def test_tagged_tables_of_schema_2_are_exploded():
    """A table that an earlier version tagged has fewer fields in its lists of rows."""
    tagged = corpus.tag_batch({"id": ["x"], "text": ["The road is closed, Kari Moen said."]}, language="en")
    rows = tagged.to_pylist()
    for quote in rows[0]["quotes"]:
        for column in NEW["quotes"]:
            del quote[column]
    kind = TAGGED_SCHEMA.field("quotes").type.value_type
    fields = [kind.field(n) for n in range(kind.num_fields) if kind.field(n).name not in NEW["quotes"]]
    index = TAGGED_SCHEMA.get_field_index("quotes")
    earlier = pa.Table.from_pylist(
        rows, schema=TAGGED_SCHEMA.set(index, pa.field("quotes", pa.list_(pa.struct(fields))))
    )
    (quote,) = corpus.quotes_of(earlier).to_pylist()
    assert (quote["text"], quote["speaker"], quote["gloss"]) == ("The road is closed", "Kari Moen", None)
