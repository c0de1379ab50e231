"""What is said of `--engine` where Ray is not there, used the wrong way, or differs from machine to machine."""

import sys
from types import SimpleNamespace

import pyarrow as pa
import pytest
from support.streamed import content, rows, write_jsonl

from corpus.errors import CorpusError
from corpus.tables.batch import tag_batch
from corpus.tables.streaming.ray_workers import RayWorkers, _tag_remotely, tool_versions
from corpus.tables.streaming.run import RunConfig, tag_stream
from corpus.tables.streaming.workers import from_bytes, to_bytes

ARTICLES = pa.Table.from_pylist(rows(5))


def test_ray_is_not_installed(run, tmp_path, monkeypatch):
    """It says what to install, and removes nothing."""
    monkeypatch.setitem(sys.modules, "ray", None)
    given = write_jsonl(tmp_path / "x.jsonl", rows(3))
    tag_stream([str(given)], tmp_path / "out", config=RunConfig(model="rules"))
    before = content(tmp_path / "out")
    done = run("tag", "--input", given, "--output", tmp_path / "out", "--engine", "ray", "--restart")
    assert (done.code, done.out) == (1, "")
    assert "ray is not installed. Hint: pip install 'convoy17[ray]'." in done.err
    assert content(tmp_path / "out") == before


@pytest.mark.parametrize(
    "options",
    [
        ("--input", "x.jsonl", "--output", "out", "--address", "auto"),
        ("--input", "x.jsonl", "--output", "out", "--address", "auto", "--engine", "ray", "--jobs", 2),
        ("--input", "x.jsonl", "--output", "out", "--engine", "spark"),
        ("x.txt", "--engine", "ray"),
        ("x.txt", "--address", "auto"),
    ],
)
def test_wrong_use(run, tmp_path, monkeypatch, options):
    monkeypatch.chdir(tmp_path)
    write_jsonl(tmp_path / "x.jsonl", rows(3))
    done = run("tag", *options)
    assert done.code == 2
    assert "Usage" in done.err
    assert not (tmp_path / "out").exists()


def test_a_machine_with_other_versions():
    """It would write other rows, and nobody would see it."""
    options = {"model": "rules"}
    kind, said = _tag_remotely(to_bytes(ARTICLES), (options, tool_versions(options)))
    assert kind == "tagged"
    assert from_bytes(said).equals(tag_batch(ARTICLES, **options))
    kind, said = _tag_remotely(to_bytes(ARTICLES), (options, tool_versions(options) | {"convoy17": "0.0.1"}))
    assert kind == "error"
    assert isinstance(said, CorpusError)
    assert "has convoy17 " in str(said)
    assert ", not 0.0.1. " in str(said)


def test_machines_come_and_go(monkeypatch):
    """What is under way follows the processors that there are; of none at all it is said once."""
    said, there, now = [], {}, [0.0]
    monkeypatch.setattr("corpus.tables.streaming.ray_workers.time.monotonic", lambda: now[0])
    workers = RayWorkers(1, options={}, warn=said.append, address="auto")
    monkeypatch.setattr(workers, "_ray", SimpleNamespace(cluster_resources=lambda: there), raising=False)
    found = []
    for processors in (0, 0, 8, 3):
        now[0] += 10
        there |= {"CPU": float(processors)} if processors else {}
        found.append(workers.max_pending)
    assert found == [2, 2, 18, 8]
    assert said == ["the cluster has no processors; waiting for machines to join"]
