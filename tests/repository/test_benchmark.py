"""`scripts/benchmark.py`: one run measures every part, and what its parts say is what they are asked."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.commandline import ENGLISH, NORWEGIAN
from support.paths import ROOT

SCRIPTS = ROOT / "scripts"
STAGES = {
    "reading JSONL",
    "reading Parquet",
    "cleaning",
    "cleaning and tagging by the rules",
    "cleaning and tagging",
    "writing shards",
}


@pytest.fixture
def module(monkeypatch):
    """A module of the script, by its name."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """One run on two articles."""
    folder = tmp_path_factory.mktemp("given")
    for name, text in (("a", ENGLISH), ("b", NORWEGIAN)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    options = ["--quick", "--json", "--sizes", "3", "--lengths", "200", "2000", "--input", str(folder)]
    command = [sys.executable, str(SCRIPTS / "benchmark.py"), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_one_run_measures_all(result):
    assert result.keys() == {
        "machine", "texts", "start", "stages", "peer", "jobs", "memory", "length", "loading"
    }  # fmt: skip
    assert result["texts"] == {"articles": 2, "megabytes": len((ENGLISH + NORWEGIAN).encode()) / 1e6, "given": True}
    assert result["stages"].keys() == STAGES
    for found in result["stages"].values():
        speeds = [found[unit]["median"] for unit in ("articles_per_second", "megabytes_per_second")]
        assert speeds[0] / speeds[1] == pytest.approx(2 / result["texts"]["megabytes"])
    jobs = result["jobs"]
    assert jobs["articles"] == 3
    assert jobs["ratio"]["median"] == pytest.approx(jobs["1"]["seconds"]["median"] / jobs["2"]["seconds"]["median"])
    assert jobs["1"]["cpu_seconds"]["median"] > 0.1
    assert result["memory"].keys() == {"3"}
    assert result["length"]["seconds"].keys() == {"200", "2000"}
    assert result["length"]["refused"] is None
    assert result["loading"].keys() == {"release", "load_dataset", "read_parquet"}
    assert [len(result["loading"][name]) for name in ("load_dataset", "read_parquet")] == [2, 2]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell memory so")
def test_memory_is_that_of_parent_and_workers(result):
    """Python with pyarrow takes some dozens of MB, not gigabytes."""
    assert all(30 < size < 2_000 for size in result["memory"]["3"].values())


def test_table_names_every_part(module, result):
    told = module("benchmark").render(result)
    assert all(f"| {name} |" in told for name in STAGES)
    parts = ["load ", "2 processes, by the clock", "two processes: ", "peak memory, 3 articles", "of 2,000 characters"]
    parts += ["power ", "load_dataset", "read_parquet", "start to the first article"]
    parts.append("pip install convoy17[bench]" if result["peer"] is None else "against textacy")
    assert [part for part in parts if part not in told] == []


def test_made_up_articles_are_english_and_differ(module):
    made = module("bench_texts").made_up(5)
    assert len({name for name, _ in made}) == len({text for _, text in made}) == 5
    assert {module("bench_stages").language_of(text) for _, text in made} == {"en"}


def test_peer_is_compared_on_english_texts(module, monkeypatch):
    stages, given = module("bench_stages"), []

    def peer(texts):
        given.append(list(texts))
        # It takes some time, by which what it is compared with is divided.
        return sum(range(100_000)) and 1

    monkeypatch.setattr(stages, "load_peer", lambda: peer)
    found = stages.against_peer([("a", ENGLISH), ("b", NORWEGIAN)], rounds=1)
    assert given == [[ENGLISH]] * 2
    assert (found["texts"], found["peer_gives_up"]) == (1, 1)
    assert found["ratio"]["median"] == pytest.approx(found["tool"]["median"] / found["peer"]["median"])
    assert found["rules_ratio"]["median"] == pytest.approx(found["rules"]["median"] / found["peer"]["median"])
    monkeypatch.setattr(stages, "load_peer", lambda: None)
    assert stages.against_peer([("a", ENGLISH)], rounds=1) is None


def test_an_article_over_the_limit_is_said_to_be_refused(module, monkeypatch):
    monkeypatch.setattr("corpus.io.text.MAX_ARTICLE", 1_000)
    found = module("bench_stages").by_length([("a", ENGLISH)], [200, 2_000, 4_000], least=0)
    assert list(found["seconds"]) == [200]
    assert found["refused"].startswith("2,000 characters: ")
    assert found["tool_exponent"] is None


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_exponent(module, power):
    seconds = {length: 3e-6 * length**power for length in (100, 1_000, 30_000)}
    assert module("bench_stages").exponent(seconds) == pytest.approx(power)
