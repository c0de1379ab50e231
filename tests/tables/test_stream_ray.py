"""`corpus tag --engine ray`: what the local engine writes, whatever dies on the way."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from support.clustered import caught, cluster, descendants, until
from support.commandline import ENGLISH, process
from support.deadly import DEADLY
from support.readme_lines import LINES
from support.streamed import content, rows, table, write_jsonl

from corpus.tables.streaming.run import RunConfig, tag_stream

ARTICLES, SHARD = 1000, 60
OPTIONS = ("--model", "rules", "--shard-articles", SHARD)


@pytest.fixture(scope="module", autouse=True)
def _ray():
    pytest.importorskip("ray")


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Articles enough for some seconds, every seventh one bad."""
    articles = [a | {"text": a["text"] * 16 if len(a["text"]) > 20 else a["text"]} for a in rows(ARTICLES)]
    return write_jsonl(tmp_path_factory.mktemp("given") / "x.jsonl", articles)


@pytest.fixture(scope="module")
def usual(given, tmp_path_factory):
    """What the local engine writes."""
    output = tmp_path_factory.mktemp("usual") / "out"
    tag_stream([str(given)], output, config=RunConfig(model="rules", shard_articles=SHARD))
    return content(output)


@pytest.fixture(scope="module")
def head():
    with cluster() as made:
        yield made


def tagging(given, output, *options, **more):
    return process("tag", "--input", given, "--output", output, *OPTIONS, "--engine", "ray", *options, **more)


def on(head, given, output, *options):
    return tagging(given, output, "--address", head.address, *options, env=head.environment)


def begun(output):
    """Whether a shard is finished."""
    manifest = output / "manifest.json"
    return manifest.exists() and json.loads(manifest.read_text("utf-8"))["shards"]


def test_on_this_machine(given, usual, tmp_path):
    """Ray starts and ends with the command, which prints what it always prints."""
    running = tagging(given, tmp_path / "out", "--jobs", 2, "--json")
    started = until(lambda: descendants(running.pid))
    out, err = running.communicate(timeout=120)
    assert (running.returncode, err) == (2, "")
    assert content(tmp_path / "out") == usual
    assert json.loads(out)["rows"]["failures"] == len(table(tmp_path / "out", "failures")) > ARTICLES // 10
    assert not [p for p in started if Path(f"/proc/{p}").exists()]


def test_worker_killed(head, given, usual, tmp_path):
    running = on(head, given, tmp_path / "out")
    until(lambda: begun(tmp_path / "out"))
    os.kill(caught(head.nodes[0]), signal.SIGKILL)
    _, err = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "Traceback" not in err
    assert content(tmp_path / "out") == usual


def test_node_killed(head, given, usual, tmp_path):
    """Of two nodes one is gone at once, with its raylet and while a worker of it tags."""
    node = head.add_node()
    running = on(head, given, tmp_path / "out")
    until(lambda: begun(tmp_path / "out"))
    caught(node)
    assert running.poll() is None
    head.kill(node)
    _, err = running.communicate(timeout=180)
    assert running.returncode == 2
    assert "Traceback" not in err
    assert content(tmp_path / "out") == usual


def test_driver_killed(head, given, usual, tmp_path):
    """The local engine goes on where one on a cluster was killed, and tags nothing twice."""
    running = on(head, given, tmp_path / "out")
    until(lambda: begun(tmp_path / "out"))
    running.kill()
    running.communicate()
    done = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").glob("*-00000.parquet")}
    ended = tag_stream([str(given)], tmp_path / "out", config=RunConfig(model="rules", shard_articles=SHARD))
    assert 0 < ended.tagged_now < ARTICLES
    assert content(tmp_path / "out") == usual
    assert {p: p.stat().st_mtime_ns for p in done} == done


def test_article_that_kills(tmp_path):
    """Ray tries it again a few times; then it is a failure, and costs no other article."""
    articles = rows(40, bad=False)
    articles[17]["text"] = f"KILLTHIS {ENGLISH}"
    given = write_jsonl(tmp_path / "x.jsonl", articles)
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(DEADLY).format(mark=str(tmp_path / "once")), "utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    running = tagging(given, tmp_path / "out", "--jobs", 2, env={**os.environ, "PYTHONPATH": path})
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out.count("\n")) == (2, 1)
    assert "articles 0 to 31: the process tagging them died (WorkerCrashedError)" in err
    (failure,) = table(tmp_path / "out", "failures")
    reason = "the process tagging it died (WorkerCrashedError)"
    assert failure == {"position": 17, "article_id": "a0017", "reason": reason}
    ids = [a["article_id"] for a in table(tmp_path / "out", "articles")]
    assert ids == [a["id"] for a in articles if a["id"] != "a0017"]


def test_few_batches_are_under_way(head, tmp_path):
    """However many there are, and while the first of them takes long."""
    code = """
        import sys
        from functools import partial
        from corpus.tables.batch import parse_input_row
        from corpus.tables.streaming.reading import make_batches
        from corpus.tables.streaming.ray_workers import RayWorkers
        from corpus.tables.streaming.ordered import tag_batches

        taken = []

        def batches():
            texts = ({"article_id": n, "text": "Open. " * (1 if n else 20_000)} for n in range(60))
            for batch in make_batches((partial(parse_input_row, t) for t in texts), first=0, batch_articles=1):
                taken.append(batch.number)
                yield batch

        pool, options = partial(RayWorkers, warn=print, address=sys.argv[1]), {"model": "rules", "language": "en"}
        ahead = [
            len(taken) - done
            for done, _ in enumerate(tag_batches(batches(), jobs=1, options=options, warn=print, pool=pool))
        ]
        print(len(ahead), max(ahead))
    """
    command = [sys.executable, "-c", textwrap.dedent(code), head.address]
    done = subprocess.run(command, env=head.environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "60 4\n"), done.stderr


def test_line_of_the_readme(head):
    """With Ray Data, as it is printed."""
    code = """
        import sys
        import pyarrow as pa
        import ray
        import corpus

        ray.init(address=sys.argv[1], log_to_driver=False, logging_level="ERROR")
        ray.data.DataContext.get_current().enable_progress_bars = False
        articles = pa.table({"id": ["a", "b", "c"], "text": [sys.argv[3], None, sys.argv[3]]})
        dataset = ray.data.from_arrow(articles)
        exec(sys.argv[2])
        tagged = pa.concat_tables(ray.get(tagged.to_arrow_refs()))
        print(corpus.quotes_of(tagged)["quote_id"].to_pylist(), corpus.failures_of(tagged)["article_id"].to_pylist())
    """
    command = [sys.executable, "-c", textwrap.dedent(code), head.address, LINES["Ray"], ENGLISH]
    done = subprocess.run(command, env=head.environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "['a.q001', 'c.q001'] ['b']\n"), done.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "127.0.0.1:1",
            "no Ray cluster answers at 127.0.0.1:1 (ConnectionRefusedError: Connection refused). Hint: Use",
        ),
        ("auto", "no Ray cluster answers at 127.0.0.1:1 ("),
        ("nobody.invalid:6379", "no Ray cluster answers at nobody.invalid:6379 ("),
        ("here", "invalid cluster address: here"),
        ("127.0.0.1:99999", "no Ray cluster answers at 127.0.0.1:99999 ("),
    ],
)
def test_no_cluster(address, said, tmp_path):
    """An error in a line, at once, and what was there before is not removed."""
    given = write_jsonl(tmp_path / "x.jsonl", rows(3))
    tag_stream([str(given)], tmp_path / "out", config=RunConfig(model="rules"))
    before, start = content(tmp_path / "out"), time.monotonic()
    environment = {**os.environ, "RAY_ADDRESS": "127.0.0.1:1"}
    running = tagging(given, tmp_path / "out", "--address", address, "--restart", env=environment)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, "")
    assert "Traceback" not in err
    assert said in err
    assert time.monotonic() - start < 30
    assert content(tmp_path / "out") == before
