"""`corpus.stream`: shards of bounded size in input order, the same bytes however they are made, and a true manifest."""

import gzip
import hashlib
import json
import os
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commandline import ENGLISH, NORWEGIAN
from streamed import TABLES, content, rows, table, write_jsonl

import corpus
from corpus.errors import InputError, ReleaseError
from corpus.stream.run import Report, Wanted, tag_stream

RULES = Wanted(lead="rules", shard_articles=20)


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return write_jsonl(tmp_path_factory.mktemp("given") / "x.jsonl", rows(70))


@pytest.fixture(scope="module")
def usual(given, tmp_path_factory):
    """An undisturbed run."""
    output = tmp_path_factory.mktemp("usual") / "out"
    tag_stream([str(given)], output, wanted=RULES)
    return output


def test_rows_are_those_of_a_batch(usual):
    tagged = corpus.tag_batch(pa.Table.from_pylist(rows(70)), lead="rules")
    assert table(usual, "articles") == corpus.articles_of(tagged).to_pylist()
    assert table(usual, "paragraphs") == corpus.paragraphs_of(tagged).to_pylist()
    assert table(usual, "quotes") == corpus.quotes_of(tagged).to_pylist()
    failures = corpus.failures_of(tagged).to_pylist()
    found = table(usual, "failures")
    # What is said of a line of JSON has its place before it.
    assert [(f["position"], f["article_id"]) for f in found] == [(f["position"], f["article_id"]) for f in failures]
    assert len(found) == 9
    assert all(f["reason"].split(":", 1)[0].endswith("x.jsonl") or "told" in f["reason"] for f in found)


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
    wanted = Wanted(lead="rules", shard_articles=20, batch_articles=batch)
    tag_stream([str(given)], tmp_path / "out", wanted=wanted, jobs=jobs)
    assert content(tmp_path / "out") == content(usual)


def test_a_shard_is_bounded_by_its_bytes(given, usual, tmp_path, monkeypatch):
    """Whatever batches its articles come in; and no row is lost where one shard ends within a batch."""
    monkeypatch.setattr("corpus.stream.shards.Shard.__init__.__kwdefaults__", {"most": 5000, "most_bytes": 2000})
    made = []
    for batch in (3, 32):
        wanted = Wanted(lead="rules", shard_articles=20, batch_articles=batch)
        tag_stream([str(given)], tmp_path / str(batch), wanted=wanted)
        made.append(content(tmp_path / str(batch)))
    assert made[0] == made[1]
    shards = json.loads(made[0]["manifest.json"])["shards"]
    assert len(shards) > 4
    assert all(s["articles"] < 20 for s in shards)
    assert table(tmp_path / "3", "quotes") == table(usual, "quotes")
    assert table(tmp_path / "3", "failures") == table(usual, "failures")


def test_finished_run_does_nothing(given, usual):
    before = {p: p.stat().st_mtime_ns for p in usual.iterdir()}
    ended = tag_stream([str(given)], usual, wanted=RULES)
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
        tag_stream([str(given)], output, wanted=Wanted(**_fields(RULES, batch_articles=4)), report=Report(step=stop))
    assert json.loads((output / "manifest.json").read_text("utf-8"))["complete"] is False
    done = {p.name: p.stat().st_mtime_ns for p in output.glob("*.parquet")}
    assert len(done) == 8
    ended = tag_stream([str(given)], output, wanted=RULES, jobs=2)
    assert ended.tagged_now == 30
    assert content(output) == content(usual)
    assert {name: (output / name).stat().st_mtime_ns for name in done} == done


def _fields(wanted, **changes):
    return {name: getattr(wanted, name) for name in wanted.__dataclass_fields__} | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead": "tagger"}, "options lead: rules, now tagger"),
        ({"language": "english"}, "options language: null, now en"),
        ({"plain": True}, "options plain: false, now true"),
        ({"shard_articles": 10}, "options shard_articles: 20, now 10"),
    ],
)
def test_other_options_are_refused(given, usual, changes, said):
    before = content(usual)
    with pytest.raises(ReleaseError, match=said):
        tag_stream([str(given)], usual, wanted=Wanted(**_fields(RULES, **changes)))
    assert content(usual) == before


def test_other_input_is_refused_and_restart_begins_anew(tmp_path):
    path, output = write_jsonl(tmp_path / "x.jsonl", rows(25)), tmp_path / "out"
    tag_stream([str(path)], output, wanted=RULES)
    write_jsonl(path, rows(5))
    with pytest.raises(ReleaseError, match=r"input bytes: \d+, now \d+"):
        tag_stream([str(path)], output, wanted=RULES)
    assert len(table(output, "articles")) > 20
    tag_stream([str(path)], output, wanted=RULES, restart=True)
    assert len(table(output, "articles")) == 4
    assert {p.name for p in output.iterdir()} == {"manifest.json", *(f"{name}-00000.parquet" for name in TABLES)}


def test_same_size_other_time_is_another_input(tmp_path):
    path = write_jsonl(tmp_path / "x.jsonl", rows(3))
    tag_stream([str(path)], tmp_path / "out", wanted=RULES)
    os.utime(path, (time.time(), time.time() - 100))
    with pytest.raises(ReleaseError, match="input sha256"):
        tag_stream([str(path)], tmp_path / "out", wanted=RULES)


def test_foreign_folder_is_left_alone(given, tmp_path, release):
    (tmp_path / "quotes-00000.parquet").write_bytes(b"mine")
    before = content(tmp_path), content(release)
    for restart in (False, True):
        with pytest.raises(ReleaseError, match="not empty"):
            tag_stream([str(given)], tmp_path, wanted=RULES, restart=restart)
        with pytest.raises(ReleaseError):
            tag_stream([str(given)], release, wanted=RULES, restart=restart)
    assert (content(tmp_path), content(release)) == before


@pytest.mark.parametrize("fault", ["missing", "truncated", "manifest"])
def test_damaged_output_is_named(tmp_path, fault):
    path, output = write_jsonl(tmp_path / "x.jsonl", rows(5)), tmp_path / "out"
    tag_stream([str(path)], output, wanted=RULES)
    whole = content(output)
    file = output / ("manifest.json" if fault == "manifest" else "quotes-00000.parquet")
    if fault == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ReleaseError, match=r"damaged" if fault == "manifest" else r"quotes-00000\.parquet"):
        tag_stream([str(path)], output, wanted=RULES)
    if fault != "manifest":
        tag_stream([str(path)], output, wanted=RULES, restart=True)
        assert content(output) == whole


def test_two_runs_at_once(given, usual):
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(usual, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(ReleaseError, match="another run writes"):
            tag_stream([str(given)], usual, wanted=RULES)
    finally:
        os.close(handle)


def test_nothing_in_the_input(tmp_path):
    (tmp_path / "x.jsonl").write_text("\n\n")
    ended = tag_stream([str(tmp_path / "x.jsonl")], tmp_path / "out", wanted=RULES)
    assert (ended.articles, ended.shards) == (0, 0)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["complete"] is True


def articles_of(names, folder, **options):
    """What a run over these names read, tagged or not: ids, texts, and reasons."""
    tag_stream([str(n) for n in names], folder, wanted=Wanted(lead="rules", **options))
    found = [(a["article_id"], a["raw_text"]) for a in table(folder, "articles")]
    return found, [(f["position"], f["reason"]) for f in table(folder, "failures")]


def test_kinds_of_input(tmp_path):
    """JSON lines, plain or compressed, Parquet with any columns, and text files say the same."""
    given = rows(12, bad=False)
    texts = [(g["id"], g["text"]) for g in given]
    write_jsonl(tmp_path / "x.jsonl", given)
    with gzip.open(tmp_path / "x.jsonl.gz", "wb") as file:
        file.write((tmp_path / "x.jsonl").read_bytes())
    more = [g | {"other": [1], "outlet": "The Post"} for g in given]
    pq.write_table(pa.Table.from_pylist(more), tmp_path / "x.parquet", row_group_size=5)
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    for name, text in texts:
        (folder / "deep" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "notes.md").write_text("not read")
    for number, name in enumerate(("x.jsonl", "x.jsonl.gz", "x.parquet")):
        assert articles_of([tmp_path / name], tmp_path / f"o{number}") == (texts, [])
    assert {a["outlet"] for a in table(tmp_path / "o2", "articles")} == {"The Post"}
    found, failed = articles_of([folder], tmp_path / "t", language="en")
    assert (found, failed) == ([(f"deep/{name}", text) for name, text in texts], [])


def test_names_keep_their_order_and_patterns_are_sorted(tmp_path):
    for name in ("b", "a", "c"):
        write_jsonl(tmp_path / f"{name}.jsonl", [{"id": name, "text": ENGLISH}])
    found, _ = articles_of([tmp_path / "c.jsonl", tmp_path / "[ab].jsonl"], tmp_path / "out")
    assert [name for name, _ in found] == ["c", "a", "b"]


def test_url(tmp_path):
    """Through fsspec, here of a disk; a pattern in it, too."""
    for name in ("b", "a"):
        write_jsonl(tmp_path / f"{name}.jsonl", [{"id": name, "text": ENGLISH}])
    (tmp_path / "c.txt").write_text(ENGLISH)
    found, _ = articles_of([f"file://{tmp_path}/*.jsonl", f"file://{tmp_path}/c.txt"], tmp_path / "out")
    assert found == [("a", ENGLISH), ("b", ENGLISH), ("c", ENGLISH)]


def test_damaged_files_are_failures(tmp_path):
    """What can be read of them is tagged, and the files behind them are read."""
    lines = b"".join(json.dumps({"id": n, "text": f"{ENGLISH}{n}" * 30}).encode() + b"\n" for n in range(400))
    packed = gzip.compress(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no PAR1")
    (tmp_path / "c.jsonl").write_bytes(b'{\n[]\n{"id": "x", "text": "\\ud800"}\n{"id": "\\ud800", "text": "a"}\n')
    (tmp_path / "d.txt").write_bytes("på".encode("latin-1"))
    (tmp_path / "e.txt").write_text(NORWEGIAN)
    names = [tmp_path / n for n in ("a.jsonl.gz", "b.parquet", "c.jsonl", "d.txt", "e.txt")]
    found, failed = articles_of(names, tmp_path / "out")
    ids = [name for name, _ in found]
    assert ids[-1] == "e"
    assert 10 < len(ids) < 400
    assert ids[:-1] == [str(n) for n in range(len(ids) - 1)]
    parts = ["a.jsonl.gz: the file is damaged", "b.parquet: the file is damaged", "c.jsonl:1: not a line of JSON"]
    parts += ["c.jsonl:2: not an object", "c.jsonl:3: there is a lone surrogate", "c.jsonl:4", "not valid utf-8"]
    for (position, reason), (number, part) in zip(failed, enumerate(parts), strict=True):
        assert position == len(ids) - 1 + number
        assert part in reason


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.jsonl", "No such file"),
        ("x.docx", "no kind of file that is read"),
        ("none-*.parquet", "nothing to read"),
        ("empty", "nothing to read"),
        ("noid.parquet", "columns are missing"),
        ("nowhere://x.jsonl", "cannot be read"),
    ],
)
def test_input_that_is_none(tmp_path, name, said):
    (tmp_path / "x.docx").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    pq.write_table(pa.table({"text": ["a"]}), tmp_path / "noid.parquet")
    given = name if "://" in name else str(tmp_path / name)
    with pytest.raises(InputError, match=said):
        tag_stream([given], tmp_path / "out", wanted=RULES)


def test_a_file_named_twice(given, tmp_path):
    with pytest.raises(InputError, match="twice"):
        tag_stream([str(given), str(given)], tmp_path / "out", wanted=RULES)


def test_output_within_the_input(tmp_path):
    write_jsonl(tmp_path / "x.jsonl", rows(2))
    with pytest.raises(InputError, match="the output lies in the folder that is read"):
        tag_stream([str(tmp_path)], Path(tmp_path / "out"), wanted=RULES)
