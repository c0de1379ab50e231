"""What `corpus.tables.streaming` reads: kinds of files, patterns and URLs, damage, and what is no input."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.commandline import ENGLISH, NORWEGIAN
from support.streamed import rows, table, write_jsonl

from corpus.errors import InputError
from corpus.inputs import articles as read
from corpus.tables.streaming.run import RunConfig, tag_stream

RULES = RunConfig(model="rules", shard_articles=20)


def test_nothing_in_the_input(tmp_path):
    (tmp_path / "x.jsonl").write_text("\n\n")
    ended = tag_stream([str(tmp_path / "x.jsonl")], tmp_path / "out", config=RULES)
    assert (ended.articles, ended.shards) == (0, 0)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["complete"] is True


def articles_of(names, folder, **options):
    """What a run over these names read, tagged or not: ids, texts, and reasons."""
    tag_stream([str(n) for n in names], folder, config=RunConfig(model="rules", **options))
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
    parts = ["a.jsonl.gz: the file is damaged", "b.parquet: the file is damaged", "c.jsonl:1: invalid JSON"]
    parts += [
        "c.jsonl:2: the line is not a JSON object",
        "c.jsonl:3: there is a lone surrogate",
        "c.jsonl:4",
        "not valid utf-8",
    ]
    for (position, reason), (number, part) in zip(failed, enumerate(parts), strict=True):
        assert position == len(ids) - 1 + number
        assert part in reason


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.jsonl", "no such file"),
        ("x.docx", "unsupported format"),
        ("none-*.parquet", "no files to read"),
        ("empty", "no files to read"),
        ("notext.parquet", "missing columns"),
        ("nowhere://x.jsonl", "cannot be read"),
    ],
)
def test_input_that_is_none(tmp_path, name, said):
    (tmp_path / "x.docx").write_bytes(b"")
    (tmp_path / "empty").mkdir()
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "notext.parquet")
    given = name if "://" in name else str(tmp_path / name)
    with pytest.raises(InputError, match=said):
        tag_stream([given], tmp_path / "out", config=RULES)


def test_a_file_named_twice(tmp_path):
    given = write_jsonl(tmp_path / "x.jsonl", rows(2))
    with pytest.raises(InputError, match="twice"):
        tag_stream([str(given), str(given)], tmp_path / "out", config=RULES)


def test_output_within_the_input(tmp_path):
    write_jsonl(tmp_path / "x.jsonl", rows(2))
    with pytest.raises(InputError, match="the output is inside the input folder"):
        tag_stream([str(tmp_path)], Path(tmp_path / "out"), config=RULES)


def test_a_disk_that_fails_stops_the_run(tmp_path, monkeypatch):
    """What can be read later is no failure of its articles: the run ends, and goes on when it is started again."""
    whole, output = [], tmp_path / "out"
    given = write_jsonl(tmp_path / "x.jsonl", rows(9))

    class Failing(type(Path())):
        def open(self, *arguments, **options):
            raise OSError(5, "Input/output error")

    whole.append(read.Path)
    monkeypatch.setattr(read, "Path", Failing)
    with pytest.raises(InputError, match=r"x\.jsonl: can no longer be read \(Input/output error\)"):
        tag_stream([str(given)], output, config=RULES)
    monkeypatch.setattr(read, "Path", whole[0])
    assert tag_stream([str(given)], output, config=RULES).articles == 9


def test_a_network_that_fails_stops_the_run(tmp_path, monkeypatch):
    (tmp_path / "x.txt").write_text(ENGLISH)

    def refuse(*arguments, **options):
        raise ConnectionError("no route")

    monkeypatch.setattr("fsspec.open", refuse)
    with pytest.raises(InputError, match="no route"):
        tag_stream([f"file://{tmp_path}/x.txt"], tmp_path / "out", config=RULES)


def test_an_endless_line_is_one_failure(tmp_path, monkeypatch):
    """It is passed over, and the next line is read."""
    monkeypatch.setattr("corpus.io.jsonl.MAX_JSON_LINE", 1000)
    good = json.dumps({"id": "x", "text": ENGLISH})
    (tmp_path / "x.jsonl").write_text("a" * 9000 + "\n" + good + "\n")
    found, failed = articles_of([tmp_path / "x.jsonl"], tmp_path / "out")
    assert found == [("x", ENGLISH)]
    ((position, reason),) = failed
    assert position == 0
    assert "x.jsonl:1: a line of more than 1,000 bytes" in reason
