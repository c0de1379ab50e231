"""Streaming: shards of bounded size in input order, the same bytes however they are made, and a true manifest."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.commandline import ENGLISH
from support.nightly import amount
from support.streamed import TABLES, content, rows, table, write_jsonl

import corpus
from corpus.errors import ReleaseError
from corpus.inputs import articles as read
from corpus.inputs.files import find_files
from corpus.tables.streaming.ordered import tag_batches
from corpus.tables.streaming.reading import make_batches
from corpus.tables.streaming.run import RunCallbacks, RunConfig, tag_stream

RULES = RunConfig(model="rules", shard_articles=20)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return write_jsonl(tmp_path_factory.mktemp("given") / "x.jsonl", rows(70))


@pytest.fixture(scope="module")
def usual(given, tmp_path_factory):
    """An undisturbed run."""
    output = tmp_path_factory.mktemp("usual") / "out"
    tag_stream([str(given)], output, config=RULES)
    return output


def test_rows_are_those_of_a_batch(usual):
    tagged = corpus.tag_batch(pa.Table.from_pylist(rows(70)), model="rules")
    assert table(usual, "articles") == corpus.articles_of(tagged).to_pylist()
    assert table(usual, "paragraphs") == corpus.paragraphs_of(tagged).to_pylist()
    assert table(usual, "quotes") == corpus.quotes_of(tagged).to_pylist()
    failures = corpus.failures_of(tagged).to_pylist()
    found = table(usual, "failures")
    # What is said of a line of JSON has its place before it.
    assert [(f["position"], f["article_id"]) for f in found] == [(f["position"], f["article_id"]) for f in failures]
    assert len(found) == 9
    assert all(
        f["reason"].split(":", 1)[0].endswith("x.jsonl") or "detected" in f["reason"] or "determined" in f["reason"]
        for f in found
    )


def test_manifest_is_true(usual, given):
    manifest = json.loads((usual / "manifest.json").read_text("utf-8"))
    assert manifest["complete"] is True
    assert (manifest["input"]["files"], manifest["input"]["bytes"]) == (1, given.stat().st_size)
    assert [s["articles"] for s in manifest["shards"]] == [20, 20, 20, 10]
    assert [s["first"] for s in manifest["shards"]] == [0, 20, 40, 60]
    named = {"manifest.json"}
    for shard in manifest["shards"]:
        assert set(shard["files"]) == set(TABLES)
        for said in shard["files"].values():
            path = usual / said["file"]
            named.add(path.name)
            assert said["rows"] == pq.read_metadata(path).num_rows
            assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {p.name for p in usual.iterdir()} == named
    assert manifest["rows"] == {name: len(table(usual, name)) for name in TABLES}


@pytest.mark.parametrize("processes", [(2, 32), (1, 7), (2, 1)])
def test_processes_and_batches_make_no_difference(usual, given, tmp_path, processes):
    jobs, batch = processes
    wanted = RunConfig(model="rules", shard_articles=20, batch_articles=batch)
    tag_stream([str(given)], tmp_path / "out", config=wanted, jobs=jobs)
    assert content(tmp_path / "out") == content(usual)


def test_a_shard_is_bounded_by_its_bytes(given, usual, tmp_path, monkeypatch):
    """Whatever batches its articles come in; and no row is lost where one shard ends within a batch."""
    monkeypatch.setattr(
        "corpus.tables.streaming.shards.Shard.__init__.__kwdefaults__", {"max_articles": 5000, "max_bytes": 2000}
    )
    made = []
    for batch in (3, 32):
        wanted = RunConfig(model="rules", shard_articles=20, batch_articles=batch)
        tag_stream([str(given)], tmp_path / str(batch), config=wanted)
        made.append(content(tmp_path / str(batch)))
    assert made[0] == made[1]
    shards = json.loads(made[0]["manifest.json"])["shards"]
    assert len(shards) > 4
    assert all(s["articles"] < 20 for s in shards)
    assert table(tmp_path / "3", "quotes") == table(usual, "quotes")
    assert table(tmp_path / "3", "failures") == table(usual, "failures")


def test_finished_run_does_nothing(given, usual):
    before = {p: p.stat().st_mtime_ns for p in usual.iterdir()}
    ended = tag_stream([str(given)], usual, config=RULES)
    assert (ended.tagged_now, ended.articles, ended.shards) == (0, 70, 4)
    assert {p: p.stat().st_mtime_ns for p in usual.iterdir()} == before


def test_goes_on_behind_the_last_shard(given, usual, tmp_path):
    """Nothing is tagged twice: the warnings of a run say what it does, and it does the rest only."""
    steps = []

    def stop(articles):
        steps.append(articles)
        if sum(steps) > 45:
            raise KeyboardInterrupt

    output = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        tag_stream(
            [str(given)],
            output,
            config=RunConfig(**_fields(RULES, batch_articles=4)),
            callbacks=RunCallbacks(step=stop),
        )
    assert json.loads((output / "manifest.json").read_text("utf-8"))["complete"] is False
    done = {p.name: p.stat().st_mtime_ns for p in output.glob("*.parquet")}
    assert len(done) == 8
    ended = tag_stream([str(given)], output, config=RULES, jobs=2)
    assert ended.tagged_now == 30
    assert content(output) == content(usual)
    assert {name: (output / name).stat().st_mtime_ns for name in done} == done


def _fields(wanted, **changes):
    return {name: getattr(wanted, name) for name in wanted.__dataclass_fields__} | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model": "tagger"}, "options model: rules, now tagger"),
        ({"language": "english"}, "options language: null, now en"),
        ({"plain": True}, "options plain: false, now true"),
        ({"shard_articles": 10}, "options shard_articles: 20, now 10"),
    ],
)
def test_other_options_are_refused(given, usual, changes, said):
    before = content(usual)
    with pytest.raises(ReleaseError, match=said):
        tag_stream([str(given)], usual, config=RunConfig(**_fields(RULES, **changes)))
    assert content(usual) == before


def test_other_input_is_refused_and_restart_begins_anew(tmp_path):
    path, output = write_jsonl(tmp_path / "x.jsonl", rows(25)), tmp_path / "out"
    tag_stream([str(path)], output, config=RULES)
    write_jsonl(path, rows(5))
    with pytest.raises(ReleaseError, match=r"input bytes: \d+, now \d+"):
        tag_stream([str(path)], output, config=RULES)
    assert len(table(output, "articles")) > 20
    tag_stream([str(path)], output, config=RULES, restart=True)
    assert len(table(output, "articles")) == 4
    assert {p.name for p in output.iterdir()} == {"manifest.json", *(f"{name}-00000.parquet" for name in TABLES)}


def test_same_size_other_time_is_another_input(tmp_path):
    path = write_jsonl(tmp_path / "x.jsonl", rows(3))
    tag_stream([str(path)], tmp_path / "out", config=RULES)
    os.utime(path, (time.time(), time.time() - 100))
    with pytest.raises(ReleaseError, match="input sha256"):
        tag_stream([str(path)], tmp_path / "out", config=RULES)


def test_foreign_folder_is_left_alone(given, tmp_path, release):
    (tmp_path / "quotes-00000.parquet").write_bytes(b"mine")
    before = content(tmp_path), content(release)
    for restart in (False, True):
        with pytest.raises(ReleaseError, match="not empty"):
            tag_stream([str(given)], tmp_path, config=RULES, restart=restart)
        with pytest.raises(ReleaseError):
            tag_stream([str(given)], release, config=RULES, restart=restart)
    assert (content(tmp_path), content(release)) == before


@pytest.mark.parametrize("fault", ["missing", "truncated", "manifest"])
def test_damaged_output_is_named(tmp_path, fault):
    path, output = write_jsonl(tmp_path / "x.jsonl", rows(5)), tmp_path / "out"
    tag_stream([str(path)], output, config=RULES)
    whole = content(output)
    file = output / ("manifest.json" if fault == "manifest" else "quotes-00000.parquet")
    if fault == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ReleaseError, match=r"damaged" if fault == "manifest" else r"quotes-00000\.parquet"):
        tag_stream([str(path)], output, config=RULES)
    if fault != "manifest":
        tag_stream([str(path)], output, config=RULES, restart=True)
        assert content(output) == whole


def test_two_runs_at_once(given, usual):
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(usual, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(ReleaseError, match="another run is writing"):
            tag_stream([str(given)], usual, config=RULES)
    finally:
        os.close(handle)


def test_few_batches_are_under_way(tmp_path):
    """However fast reading is, it is only so far ahead of what is written, also while one article takes long."""
    articles = [{"id": n, "text": ENGLISH * (1 if n % 20 else 1000), "language": "en"} for n in range(70)]
    given = write_jsonl(tmp_path / "x.jsonl", articles)
    readings = read.iter_articles(find_files([str(given)], output=Path("out")).files)
    taken = []

    def counted():
        for batch in make_batches(readings, first=0, batch_articles=1):
            taken.append(batch.number)
            yield batch

    for done, (batch, _) in enumerate(tag_batches(counted(), jobs=2, options={"model": "rules"}, warn=print)):
        assert batch.number == done
        assert len(taken) - done <= 6
    assert len(taken) == 70


def test_memory_does_not_grow_with_the_input(tmp_path):
    """Many more articles, in a process of its own that prints the most memory that it had."""
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from corpus.tables.streaming.run import RunConfig, tag_stream\n"
        "tag_stream([sys.argv[1]], Path(sys.argv[2]), config=RunConfig(model='rules', plain=True, shard_articles=50))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    peaks = []
    for count in (200, amount(1000, 4000)):
        line = "The road by the harbour is open and the bridge is closed.\n" * 40
        path = write_jsonl(
            tmp_path / f"{count}.jsonl", [{"id": n, "text": line, "language": "en"} for n in range(count)]
        )
        command = [sys.executable, "-c", code, path, tmp_path / f"o{count}"]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True)
        peaks.append(float(done.stdout))
    assert peaks[1] < peaks[0] + 20
