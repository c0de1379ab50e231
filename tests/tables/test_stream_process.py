"""``corpus tag --output`` as a command: exit codes, signals, processes that die, and who reads what it writes."""

import json
import os
import pty
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from datasets import load_dataset
from support.commandline import ENGLISH, process
from support.deadly import DEADLY
from support.nightly import amount
from support.paths import CONVOY, ROOT
from support.streamed import TABLES, content, rows, table, write_jsonl

from corpus.tables.streaming import shards
from corpus.tables.streaming.run import RunCallbacks, RunConfig, tag_stream

OPTIONS = ("--model", "rules", "--shard-articles", 20)


@pytest.fixture
def given(tmp_path):
    return write_jsonl(tmp_path / "x.jsonl", rows(50))


def test_exit_codes_and_json(run, tmp_path, given):
    some = run("tag", "--input", given, "--output", tmp_path / "some", *OPTIONS, "--json")
    assert some.code == 2
    (said,) = some.rows
    assert said["rows"]["failures"] == len(table(tmp_path / "some", "failures")) == 7
    assert (said["articles"], said["tagged_now"], said["shards"]) == (50, 50, 3)
    again = run("tag", "--input", given, "--output", tmp_path / "some", *OPTIONS)
    assert again.code == 2
    assert "is complete: nothing to do" in again.out
    assert "7 articles could not be tagged" in again.err
    assert run("tag", "--input", given, "--output", tmp_path / "some", "--model", "tagger").code == 1
    good = write_jsonl(tmp_path / "good.jsonl", rows(10, bad=False))
    assert run("tag", "--input", good, "--output", tmp_path / "good", *OPTIONS).code == 0


def test_names_without_an_option(run, tmp_path):
    """A pattern that the shell has filled in: its first name is the option's, the others are arguments."""
    names = [write_jsonl(tmp_path / f"{n}.jsonl", [{"id": n, "text": ENGLISH}]) for n in "bca"]
    assert run("tag", "--output", tmp_path / "out", *OPTIONS, "--input", *names).code == 0
    assert [a["article_id"] for a in table(tmp_path / "out", "articles")] == ["b", "c", "a"]


@pytest.mark.parametrize("options", [(), ("--output", "out"), ("x.txt", "--restart")])
def test_wrong_use(run, options):
    done = run("tag", *options)
    assert done.code == 2
    assert "Usage" in done.err


def test_speakers_of_a_project(run, tmp_path):
    path = write_jsonl(tmp_path / "x.jsonl", [{"id": "x", "text": "“We see them,” said Braga.", "language": "en"}])
    assert run("tag", "--input", path, "--output", tmp_path / "out", "--project", CONVOY).code == 0
    assert [q["speaker"] for q in table(tmp_path / "out", "quotes")] == ["Jon Braga"]
    assert run("tag", "--input", path, "--output", tmp_path / "out").code == 1


def test_other_hash_seed(tmp_path, given):
    made = []
    for seed in "12":
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        command = ("tag", "--input", given, "--output", tmp_path / seed, *OPTIONS, "--jobs", seed)
        running = process(*command, env=environment)
        _, err = running.communicate(timeout=120)
        assert (running.returncode, err.count("\n")) == (2, 1)
        made.append(content(tmp_path / seed))
    assert made[0] == made[1]


def test_killed_at_random_moments():
    kills = amount(2, 100)
    command = [sys.executable, ROOT / "scripts" / "kill_stream.py", str(kills)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{kills} of {kills} kills, exit codes 2 and 2, the same bytes\n"


def test_interrupt(tmp_path):
    """Ctrl-C reaches every process: the exit code says so, what is finished stays, and the next run goes on."""
    path = write_jsonl(tmp_path / "x.jsonl", [{"id": n, "text": ENGLISH * 20} for n in range(3000)])
    output = tmp_path / "out"
    command = ("tag", "--input", path, "--output", output, "--jobs", "2", "--model", "rules", "--shard-articles", "10")
    running = process(*command, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (output / "quotes-00001.parquet").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert f"finished shards stay in {output}" in err
    assert "nothing was changed" not in err
    shards = json.loads((output / "manifest.json").read_text("utf-8"))["shards"]
    assert 1 <= len(shards) < 300
    assert not list(output.glob(".*"))


@pytest.fixture
def deadly(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    folder.mkdir()
    text = textwrap.dedent(DEADLY).format(mark=str(tmp_path / "once"))
    (folder / "sitecustomize.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))


@pytest.mark.parametrize("jobs", [1, 2])
def test_process_that_dies(tmp_path, deadly, jobs):
    """Its articles are tagged one by one; one over which a process dies again is a failure, the others are tagged."""
    articles = rows(60, bad=False)
    articles[17]["text"] = f"KILLTHIS {ENGLISH}"
    articles[40]["text"] = f"KILLONCE {ENGLISH}"
    path = write_jsonl(tmp_path / "x.jsonl", articles)
    (tmp_path / "once").unlink(missing_ok=True)
    said = []
    wanted = RunConfig(model="rules", shard_articles=20, batch_articles=8)
    tag_stream([str(path)], tmp_path / "out", config=wanted, jobs=jobs, callbacks=RunCallbacks(warn=said.append))
    (failure,) = table(tmp_path / "out", "failures")
    assert failure == {
        "position": 17,
        "article_id": "a0017",
        "reason": "the process tagging it died (killed by signal 9)",
    }
    ids = [a["article_id"] for a in table(tmp_path / "out", "articles")]
    assert ids == [a["id"] for a in articles if a["id"] != "a0017"]
    assert [s.split(":")[0] for s in said if s.startswith("article ")] == ["article 17"]
    assert "articles 16 to 23" in [s.split(":")[0] for s in said]


def test_processes_that_cannot_start(tmp_path, monkeypatch, run):
    """That is an error, and makes no article a failure."""
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif '--multiprocessing-fork' in sys.argv: os._exit(3)\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    path = write_jsonl(tmp_path / "x.jsonl", rows(3))
    done = run("tag", "--input", path, "--output", tmp_path / "out")
    assert done.code == 1
    assert "a worker process could not start (exit code 3)" in done.err
    assert not list((tmp_path / "out").glob("*.parquet"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk_under_the_shards(tmp_path, given, monkeypatch, run):
    """What was finished stays, nothing half-written is left, and the next run goes on."""
    write = shards._write_parquet

    def full(table, place):
        with Path("/dev/full").open("wb", buffering=0) as device:
            if "quotes-00001" in place.name:
                place.write_bytes(b"half")
                device.write(b"the other half")
        write(table, place)

    monkeypatch.setattr(shards, "_write_parquet", full)
    done = run("tag", "--input", given, "--output", tmp_path / "out", *OPTIONS)
    assert done.code == 1
    assert "No space left on device" in done.err
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert (len(manifest["shards"]), manifest["complete"]) == (1, False)
    assert not list((tmp_path / "out").glob(".*"))
    monkeypatch.setattr(shards, "_write_parquet", write)
    assert run("tag", "--input", given, "--output", tmp_path / "out", *OPTIONS).code == 2
    assert len(table(tmp_path / "out", "articles")) == 43


def test_progress_on_a_terminal(tmp_path, given):
    """A bar with count and rate; nothing of it elsewhere (see `test_other_hash_seed`)."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    command = ("tag", "--input", given, "--output", tmp_path / "out", *OPTIONS)
    running = process(*command, stderr=theirs, env=environment)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(ours)
    running.communicate(timeout=60)
    assert b"/50" in said
    assert b"articles/s" in said


def test_who_reads_the_tables(tmp_path, given):
    """pandas, DuckDB and datasets, all shards of a table at once, also where a shard has no row of it."""
    output = tmp_path / "out"
    tag_stream([str(given)], output, config=RunConfig(model="rules", shard_articles=3))
    for name in TABLES:
        expected = table(output, name)
        files = sorted(map(str, output.glob(f"{name}-*.parquet")))
        assert len(files) == 17
        loaded = load_dataset("parquet", data_files=f"{output}/{name}-*.parquet", cache_dir=str(tmp_path / "cache"))
        assert loaded["train"].to_list() == expected
        assert len(pd.concat(map(pd.read_parquet, files))) == len(expected)
        assert duckdb.sql(f"select count(*) from '{output}/{name}-*.parquet'").fetchall() == [(len(expected),)]
