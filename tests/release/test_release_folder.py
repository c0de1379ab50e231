"""The folder of a release: hashes, card and manifest, and what is loaded from it."""

import random
from dataclasses import replace

import pytest
from huggingface_hub import DatasetCard
from support.released import names_of

from corpus.errors import ReleaseError
from corpus.release.load import load, read_rows
from corpus.release.locate import find_release
from corpus.release.manifest import MANIFEST, damaged_files, read_manifest
from corpus.release.write import write_release
from corpus.tables.hashing import canonical_json, content_hashes, overall_hash, table_hash
from corpus.tables.rows import build_rows
from corpus.tables.schema import DEFAULT_TABLE, TABLES

# Hashes


def test_hash_knows_no_order(project, articles, built):
    shuffled = list(articles)
    random.Random(1).shuffle(shuffled)
    assert content_hashes(build_rows(project, shuffled)) == content_hashes(built.rows)
    backwards = {name: [dict(reversed(row.items())) for row in reversed(rows)] for name, rows in built.rows.items()}
    assert content_hashes(backwards) == content_hashes(built.rows)


def test_hash_of_release_read_back(built, release):
    hashes = content_hashes(read_rows(release))
    assert overall_hash(hashes) == built.manifest["content_sha256"]


def test_hash_sees_a_letter(built):
    rows = built.rows["articles"]
    changed = [{**rows[0], "text": rows[0]["text"] + "x"}, *rows[1:]]
    assert table_hash("articles", changed) != table_hash("articles", rows)


def test_canonical_form_is_pinned(built):
    """Another form would give every release another hash."""
    row = {"b": [1, None, 0.5], "a": "é\n“", "day": built.rows["articles"][0]["published_earliest"]}
    assert canonical_json(row) == '{"a":"é\\n“","b":[1,null,0.5],"day":"2017-09-08"}'
    expected = "145cf77f"
    assert table_hash("marks", [{"mark_id": "x"}]).startswith(expected)


# Card and manifest


def test_card(release, built):
    card = DatasetCard.load(release / "README.md")
    data = card.data
    assert {c["config_name"] for c in data.configs} == set(TABLES)
    assert [c["config_name"] for c in data.configs if c.get("default")] == [DEFAULT_TABLE]
    named = [f["path"] for c in data.configs for f in c["data_files"]]
    assert sorted(named) == [n for n in names_of(release) if n.endswith(".parquet")]
    assert data.language == ["ar", "en", "nb"]
    assert {info["config_name"] for info in data.dataset_info} == set(TABLES)
    for name, table in TABLES.items():
        assert f"### {name}\n" in card.text
        assert all(f"| `{column}` |" in card.text for column, _, meaning in table.descriptions() if meaning)
    assert all(article["title"] in card.text for article in built.rows["articles"])
    assert "$" not in card.text


def test_card_survives_awkward_words(project, articles, tmp_path):
    awkward = replace(project, title='A: "b" | # $c', description="--- x\n---\n$name")
    written = write_release(awkward, articles, output=tmp_path / "r")
    assert DatasetCard.load(written.path / "README.md").data.pretty_name == 'A: "b" | # $c'
    assert load("articles", release=written.path)["train"].num_rows == 3


def test_manifest(built, release, project):
    manifest = read_manifest(release)
    assert manifest == built.manifest
    assert sorted(manifest["files"]) == [n for n in names_of(release) if n != MANIFEST]
    assert all((release / n).stat().st_size == f["bytes"] for n, f in manifest["files"].items())
    assert manifest["sources"].keys() == {s.id for s in project.sources}
    assert damaged_files(release, manifest) == []


def test_same_bytes_on_each_build(project, articles, release, tmp_path):
    again = write_release(project, list(reversed(articles)), output=tmp_path / "again").path
    assert names_of(again) == names_of(release)
    assert all((again / n).read_bytes() == (release / n).read_bytes() for n in names_of(release))


# Loading


def test_load_what_is_not_there(release, tmp_path):
    with pytest.raises(
        ReleaseError,
        match=r"no table 'quote' in this release\. Hint: Did you mean 'quotes'\? Available tables: quotes, ",
    ):
        load("quote", release=release)
    with pytest.raises(ReleaseError, match="not a release"):
        load(release=tmp_path)


def test_empty_table_is_left_out(project, articles, tmp_path):
    bare = replace(project, speakers=(), utterances=())
    written = write_release(bare, [replace(a, attributions=(), marks=()) for a in articles], output=tmp_path / "bare")
    assert load("tokens", release=written.path).keys() == {"train", "validation", "test"}
    with pytest.raises(ReleaseError, match="the table 'quotes' is empty in this release"):
        load("quotes", release=written.path)


def test_newest_release(tmp_path):
    for version in ("0.9.0", "0.10.0", "0.10.0-rc.1", ".0.11.0.1.building"):
        (tmp_path / "releases" / version).mkdir(parents=True)
        (tmp_path / "releases" / version / MANIFEST).write_text("{}")
    assert find_release(tmp_path).name == "0.10.0"
    assert find_release(tmp_path, version="0.9.0").name == "0.9.0"
    with pytest.raises(ReleaseError, match=r"no release 2\.0\.0.*Existing releases: 0\.9\.0, 0\.10\.0-rc\.1, 0\.10\.0"):
        find_release(tmp_path, version="2.0.0")
