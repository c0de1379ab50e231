"""A release: what its tables hold, that every reader takes them, and that writing one is all or nothing."""

import errno
import os
import random
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from conftest import CONVOY
from datasets import ClassLabel, List, load_dataset
from huggingface_hub import DatasetCard
from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import plain_segments
from corpus.errors import ReleaseError
from corpus.publish import release as release_module
from corpus.publish import write as write_module
from corpus.publish.hash import canonical, content_hashes, overall_hash, table_hash
from corpus.publish.layout import lay_out
from corpus.publish.load import find_release, load, read_rows
from corpus.publish.manifest import MANIFEST, damaged_files, read_manifest
from corpus.publish.release import write_release
from corpus.publish.rows import build_rows
from corpus.publish.schema import BIO, DEFAULT_TABLE, TABLES, TAGGED
from corpus.publish.sentences import BEGIN, INSIDE, OUTSIDE, tag
from corpus.publish.variants import compare
from corpus.records import Article, Span
from corpus.text import tokenize

EVERY_TABLE = pytest.mark.parametrize("name", TABLES)


def names_of(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


# Tables


def test_no_table_is_empty(built):
    assert all(built.rows.values())


@EVERY_TABLE
def test_schema_round_trip(built, release, name):
    files = sorted((release / "data" / name).iterdir())
    for file in files:
        assert pq.read_schema(file).equals(TABLES[name].schema)
    assert sum(pq.read_metadata(f).num_rows for f in files) == len(built.rows[name])
    assert all(row.keys() == set(TABLES[name].schema.names) for row in built.rows[name])


@EVERY_TABLE
def test_load_dataset(built, release, tmp_path, name):
    loaded = load_dataset(str(release), name, cache_dir=str(tmp_path))
    splits = built.manifest["tables"][name]["splits"]
    assert {split: len(rows) for split, rows in loaded.items()} == splits
    rows = [row for split in loaded.values() for row in split]
    assert table_hash(name, rows) == built.manifest["tables"][name]["content_sha256"]


def test_default_config_is_quotes(release, tmp_path):
    assert "quote_id" in load_dataset(str(release), cache_dir=str(tmp_path))["train"].column_names


def test_tags_are_class_labels(release):
    features = load("tokens", release=release)["test"].features
    assert all(features[f"{part}_tags"] == List(ClassLabel(names=list(BIO))) for part in TAGGED)


@EVERY_TABLE
def test_pandas_and_duckdb(built, release, name):
    files = sorted(str(p) for p in (release / "data" / name).iterdir())
    count = len(built.rows[name])
    assert sum(len(pd.read_parquet(f)) for f in files) == count
    with duckdb.connect() as connection:
        found = connection.execute("select count(*) from read_parquet(?)", [files]).fetchone()
    assert found == (count,)


def test_spans_are_their_text(built):
    texts = {a["article_id"]: a["text"] for a in built.rows["articles"]}
    raw = {a["article_id"]: a["raw_text"] for a in built.rows["articles"]}
    for quote in built.rows["quotes"]:
        for part in TAGGED:
            for span in quote[part]:
                assert texts[quote["article_id"]][span["start"] : span["end"]] == span["text"]
        assert all(span["text"] in quote["context"] for part in TAGGED for span in quote[part])
    for row in built.rows["paragraphs"]:
        assert raw[row["article_id"]][row["raw_start"] : row["raw_end"]] == row["text"]
        if row["kept"]:
            assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
        else:
            assert row["start"] is row["end"] is None
    for row in built.rows["marks"]:
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
    for row in built.rows["tokens"]:
        found = [texts[row["article_id"]][a:b] for a, b in zip(row["starts"], row["ends"], strict=True)]
        assert found == row["tokens"]
        assert len(found) == len(row["content_tags"]) == len(row["cue_tags"]) == len(row["source_tags"])


def test_ids_refer(built):
    rows = built.rows
    quotes = {q["quote_id"] for q in rows["quotes"]}
    paragraphs = {p["paragraph_id"] for p in rows["paragraphs"]}
    assert {p for q in rows["quotes"] for p in q["paragraph_ids"]} <= paragraphs
    assert {q for p in rows["paragraphs"] for q in p["quote_ids"]} == quotes
    assert {t["paragraph_id"] for t in rows["tokens"]} <= paragraphs
    assert {m["quote_id"] for m in rows["marks"]} - {None} <= quotes
    assert {v[key] for v in rows["variants"] for key in ("first_quote_id", "second_quote_id")} <= quotes
    assert {q["speaker_id"] for q in rows["quotes"]} - {None} <= {s["speaker_id"] for s in rows["speakers"]}


def test_fixed_rows(built):
    """First and last article and paragraph: cheap, and enough to see that rows were not shuffled."""
    rows = built.rows
    assert [a["article_id"] for a in rows["articles"]][::4] == ["vg-20170908", "zerohedge-20170909"]
    assert rows["paragraphs"][0]["paragraph_id"] == "vg-20170908.p000"
    assert rows["paragraphs"][0]["text"].startswith("Det amerikanske militæret har avsluttet")
    assert sum(a["n_lines"] for a in rows["articles"]) == len(rows["paragraphs"]) == 114


@pytest.mark.parametrize(
    ("first", "second", "similarity", "operations"),
    [
        ("We do not stop", "we do not stop", 1.0, ["equal"]),
        ("We do not stop", "We will not stop", 0.75, ["equal", "replace", "equal"]),
        ("yes", "no", 0.0, ["replace"]),
    ],
)
def test_compare(first, second, similarity, operations):
    found, edits = compare(first, second, language="en")
    assert (found, [e["operation"] for e in edits]) == (similarity, operations)
    assert " ".join(filter(None, (e["first"] for e in edits))) == first


@given(st.text(alphabet="ab c.", max_size=30), st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=5))
def test_bio_is_well_formed(text, spans):
    tokens = tokenize(text, 0, len(text))
    tags = tag(tokens, [Span(start, start + length) for start, length in spans])
    assert len(tags) == len(tokens)
    assert all(b != INSIDE or a != OUTSIDE for a, b in zip([OUTSIDE, *tags], tags, strict=False))


def test_bio_of_one_span():
    text = 'He said: "It is over."'
    assert tag(tokenize(text, 0, len(text)), [Span(10, 20)])[4:] == [BEGIN, INSIDE, INSIDE, OUTSIDE, OUTSIDE]


# What the tool can only do by mistake is refused when it is published.


def broken(article, **changes):
    return replace(article, attributions=(replace(article.attributions[0], **changes), *article.attributions[1:]))


def test_mistakes_are_refused(project, articles):
    first, *rest = articles
    a, b = first.paragraphs[:2]
    mistakes = {
        "is not inside one paragraph": broken(first, content=(Span(a.start, b.end),)),
        "no such parents": broken(first, parent="nobody"),
        "do not hold all of its text": replace(first, segments=first.segments[1:]),
        "an id occurs twice": replace(first, attributions=(*first.attributions, first.attributions[0])),
    }
    for message, article in mistakes.items():
        with pytest.raises(ReleaseError, match=message):
            build_rows(project, [article, *rest])
    with pytest.raises(ReleaseError, match="the articles are not those of the project"):
        build_rows(project, rest)


@given(st.text(alphabet="ab é\u0301\u200f\U0001f600\n\r\t\xa0", max_size=40).filter(str.strip))
def test_every_place_keeps_its_character(text):
    article = Article("x", "", text, plain_segments(text))
    layout = lay_out(article)
    for paragraph in article.paragraphs:
        for at in range(paragraph.start, paragraph.end):
            assert layout.shift(Span(at, at + 1)).of(layout.text) == text[at]


def test_span_outside_of_text(articles):
    layout = lay_out(articles[0])
    for span in (Span(len(articles[0].text), len(articles[0].text) + 1), Span(-1, 1), Span(5, 5)):
        with pytest.raises(ReleaseError):
            layout.shift(span)


def test_null_and_unknown_columns_are_refused(built):
    row = built.rows["marks"][0]
    for bad in ({**row, "text": None}, {**row, "more": 1}, {**row, "start": "x"}):
        with pytest.raises(ReleaseError):
            write_module.to_arrow(TABLES["marks"], [bad])


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
    assert canonical(row) == '{"a":"é\\n“","b":[1,null,0.5],"day":"2017-09-08"}'
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
    with pytest.raises(ReleaseError, match=r"'quote' is no table\. There are quotes, "):
        load("quote", release=release)
    with pytest.raises(ReleaseError, match="this is no release"):
        load(release=tmp_path)


def test_empty_table_is_left_out(project, articles, tmp_path):
    bare = replace(project, speakers=(), utterances=())
    written = write_release(bare, [replace(a, attributions=(), marks=()) for a in articles], output=tmp_path / "bare")
    assert load("tokens", release=written.path).keys() == {"train", "validation", "test"}
    with pytest.raises(ReleaseError, match="'quotes' is empty in this release"):
        load("quotes", release=written.path)


def test_newest_release(tmp_path):
    for version in ("0.9.0", "0.10.0", "0.10.0-rc.1", ".0.11.0.1.building"):
        (tmp_path / "releases" / version).mkdir(parents=True)
        (tmp_path / "releases" / version / MANIFEST).write_text("{}")
    assert find_release(tmp_path).name == "0.10.0"
    assert find_release(tmp_path, version="0.9.0").name == "0.9.0"
    with pytest.raises(ReleaseError, match=r"no release 2\.0\.0.*There are 0\.9\.0, 0\.10\.0-rc\.1, 0\.10\.0"):
        find_release(tmp_path, version="2.0.0")


# Writing: all or nothing


@pytest.fixture
def target(project, articles, tmp_path):
    """A project in a folder of its own that has a release."""
    moved = replace(project, root=tmp_path)
    return moved, write_release(moved, articles).path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names_of(folder)}


def test_same_again_is_unchanged(target, articles):
    project, path = target
    before = {p: p.stat().st_mtime_ns for p in path.rglob("*")}
    assert write_release(project, articles).status == "unchanged"
    assert {p: p.stat().st_mtime_ns for p in path.rglob("*")} == before


def test_different_content_is_refused(target, articles):
    project, path = target
    before = snapshot(path)
    changed = [broken(articles[0], speaker="Somebody Else"), *articles[1:]]
    with pytest.raises(ReleaseError, match=r"other content in quotes, predictions\. Raise `version`"):
        write_release(project, changed)
    assert snapshot(path) == before
    assert write_release(replace(project, version="0.2.0"), changed).status == "written"
    assert snapshot(path) == before


def test_other_version_is_refused(target, articles):
    project, path = target
    with pytest.raises(ReleaseError, match=r"convoy17 0\.1\.0 lies here"):
        write_release(replace(project, version="0.2.0"), articles, output=path)


def test_damaged_release_is_refused(target, articles):
    project, path = target
    (path / "data" / "quotes" / "train.parquet").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"the release is damaged: data/quotes/train\.parquet"):
        write_release(project, articles)
    (path / MANIFEST).write_text('{"tables": []}')
    with pytest.raises(ReleaseError, match="the manifest is damaged"):
        write_release(project, articles)


def test_what_is_no_release_is_left_alone(project, articles, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="this is no release"):
        write_release(project, articles, output=tmp_path)
    with pytest.raises(ReleaseError):
        write_release(project, articles, output=tmp_path / "mine.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def failing(kind, number):
    def fail(*_args, **_kwargs):
        raise kind(number, os.strerror(number)) if number else kind

    return fail


# Where it fails, and with what: the disk is full, turns out to be read-only, or breaks on the last step.
FAILURES = [
    (write_module.pq, "write_table", errno.ENOSPC),
    (release_module, "write_card", errno.ENOSPC),
    (release_module, "write_manifest", errno.EIO),
    (os, "fsync", errno.EIO),
    (Path, "rename", errno.EROFS),
    (Path, "mkdir", errno.EROFS),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure[1])
def test_failure_leaves_nothing(target, articles, monkeypatch, failure):
    project, path = target
    owner, name, number = failure
    before = snapshot(path)
    monkeypatch.setattr(owner, name, failing(OSError, number))
    with pytest.raises(ReleaseError, match=os.strerror(number)) as caught:
        write_release(replace(project, version="0.2.0"), articles)
    monkeypatch.undo()
    assert caught.value.path is not None
    assert [p.name for p in path.parent.iterdir()] == ["0.1.0"]
    assert snapshot(path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(project, articles, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ReleaseError, match="Permission denied"):
        write_release(project, articles, output=tmp_path / "r")


@pytest.mark.parametrize("name", ["write_tables", "write_manifest"])
def test_interrupt_leaves_nothing(target, articles, monkeypatch, name):
    project, path = target
    before = snapshot(path)
    monkeypatch.setattr(release_module, name, failing(KeyboardInterrupt, 0))
    with pytest.raises(KeyboardInterrupt):
        write_release(replace(project, version="0.2.0"), articles)
    assert [p.name for p in path.parent.iterdir()] == ["0.1.0"]
    assert snapshot(path) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killed_process(tmp_path, number):
    """SIGTERM cleans up and then ends the process as ever; after SIGKILL the next build cleans up."""
    script = f"""
        import os
        from pathlib import Path
        from corpus.publish import release
        from corpus.pipeline import annotate_project
        from corpus.project import load_project

        root = Path({str(CONVOY)!r})
        release.write_manifest = lambda *_: os.kill(os.getpid(), {int(number)})
        project = load_project(root)
        release.write_release(project, annotate_project(project), output=Path({str(tmp_path / "r")!r}))
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert ended.returncode == -number
    left = [p.name for p in tmp_path.iterdir()]
    assert len(left) == (number == signal.SIGKILL)


def test_stale_folders(project, articles, tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".0.0.9.{dead.pid}.building" / "data").mkdir(parents=True)
    (tmp_path / f".0.0.9.{os.getppid()}.building").mkdir()
    (tmp_path / ".mine").mkdir()
    write_release(project, articles, output=tmp_path / "r")
    assert sorted(p.name for p in tmp_path.iterdir()) == [f".0.0.9.{os.getppid()}.building", ".mine", "r"]


def test_handler_of_sigterm_is_put_back(project, articles, tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    write_release(project, articles, output=tmp_path / "r")
    assert signal.getsignal(signal.SIGTERM) is before


def test_predictions_are_marked(built):
    assert {row["origin"] for row in built.rows["predictions"]} == {"predicted"}
