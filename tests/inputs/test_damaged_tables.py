"""Tables that a library cannot read: the file or the row is a failure, and no other article is lost."""

import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpus.add.add import add_articles
from corpus.add.metadata import FILE, read_metadata
from corpus.add.proposal import AddOptions
from corpus.errors import InputError
from corpus.inputs import arrow_rows as arrow_rows_module
from corpus.inputs.articles import check_files, count_articles, read_articles
from corpus.inputs.documents import raw_documents
from corpus.inputs.files import find_files
from corpus.project.new_project import make_project
from corpus.project.project import load_project

TEXT = "The quay is shut, said Kari Moen."


def parquet(path, **columns):
    pq.write_table(pa.table({"id": ["a", "b"], "text": [TEXT, TEXT], **columns}), path)
    return path


def table(path, rows):
    """A table of any format with these rows."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    else:
        sign = "\t" if path.suffix == ".tsv" else ","
        lines = [sign.join(rows[0])] + [sign.join(f'"{value}"' for value in row.values()) for row in rows]
        path.write_bytes("\n".join(lines).encode() + b"\n")
    return path


def failures(path):
    return [a.failure for a in read_articles([str(path)])]


def test_damaged_footer(tmp_path):
    """Numbers of the header of a Parquet file: a bit or nine bytes of it changed."""
    path, rng = tmp_path / "x.parquet", random.Random(17)
    data = parquet(path).read_bytes()
    failed = 0
    for n in range(120):
        damaged, at = bytearray(data), rng.randrange(4, len(data))
        damaged[at] ^= 1 << rng.randrange(8)
        if n % 3 == 0:
            damaged[at : at + 9] = b"\xff" * 9
        path.write_bytes(damaged)
        found = failures(path)
        failed += any(f is not None and str(path) in f for f in found)
        files = find_files([str(path)]).files
        check_files(files)
        count_articles(files)
        assert all(isinstance(d, InputError) or d.data for d in raw_documents(path))
    assert failed > 60


NUMBERS = ("1" + "0" * 30, "-1", "1e999", "9" * 5000, "NaN", "-0", "1E400", "0x10", "١٢", "1_000", "[[[[", '{"a":')


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("column", ["id", "text", "url", "published_earliest", "line_roles"])
def test_numbers_in_json_lines(tmp_path, number, column):
    path = tmp_path / "x.jsonl"
    good = json.dumps({"id": "a", "text": TEXT})
    bad = {"id": '"b"', "text": json.dumps(TEXT)} | {column: number}
    line = "{" + ", ".join(f'"{name}": {value}' for name, value in bad.items()) + "}"
    path.write_text(f"{good}\n{line}\n{good}\n", encoding="utf-8")
    first, second, third = failures(path)
    assert (first, third) == (None, None)
    assert second is None or second.startswith(f"{path}:2: ")


def test_time_zone_that_nobody_knows(tmp_path):
    path = parquet(tmp_path / "x.parquet", published_earliest=pa.array([0, None], pa.timestamp("us", tz="No/Where")))
    first, second = failures(path)
    assert "the column published_earliest cannot be read" in first
    assert second is None


class OddError(Exception):
    """What no list of exceptions has."""


@pytest.mark.parametrize("error", [OddError("odd"), OverflowError(), AssertionError(), MemoryError(), KeyError("x")])
def test_any_exception_of_a_library(tmp_path, monkeypatch, error):
    """The file is a failure with the rest of it, and the next file is read."""

    def failing(*_, **__):
        raise error

    damaged, good = parquet(tmp_path / "a.parquet"), table(tmp_path / "b.jsonl", [{"id": "c", "text": TEXT}])
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", failing)
    first, second = read_articles([str(damaged), str(good)])
    assert first.failure.startswith(f"{damaged}: the file is damaged; the rest of it was not read (")
    assert second.id == "c"
    assert isinstance(next(raw_documents(damaged)), InputError)


def test_any_exception_in_a_value(tmp_path):
    class Column:
        def __getitem__(self, number):
            raise OddError(f"value {number}")

    class Batch:
        num_rows, schema = 1, pa.schema([("text", pa.string())])

        def column(self, name):
            return Column()

    assert list(arrow_rows_module.arrow_rows(Batch())) == [{"failure": "the column text cannot be read (value 0)"}]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "jsonl", "parquet"])
@pytest.mark.parametrize("url", ["https://x.example/\x1b[31m", "https://x.example/\x9b", "https://x\u202e.example/"])
def test_address_with_control_characters(tmp_path, suffix, url):
    rows = [{"id": "a", "text": TEXT, "url": url}, {"id": "b", "text": TEXT, "url": "https://x.example/b"}]
    path = table(tmp_path / f"x.{suffix}", rows)
    first, second = read_articles([str(path)])
    assert "url has control characters" in first.failure
    assert first.failure.isprintable()
    assert second.metadata["url"] == "https://x.example/b"


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_line_end_after_an_address(tmp_path, suffix):
    path = table(tmp_path / f"x.{suffix}", [{"id": "a", "text": TEXT, "url": " https://x.example/b\n"}])
    (found,) = read_articles([str(path)])
    assert found.metadata["url"] == "https://x.example/b"


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_added_from_a_table_without_the_address(tmp_path, suffix):
    """An article whose address has control characters is not added, the others are."""
    make_project(tmp_path / "corpus")
    text = "\n\n".join(f"{TEXT} The ferry to island {n} waits for calmer weather." for n in range(4))
    rows = [
        {"id": "a", "text": text, "language": "en", "outlet": "Post", "url": "https://x.example/\x1b[31m"},
        {"id": "b", "text": text, "language": "en", "outlet": "Post", "url": "https://x.example/b"},
    ]
    result = add_articles(table(tmp_path / f"x.{suffix}", rows), AddOptions("Post"), root=tmp_path / "corpus")
    assert [p.source.url for p in result.added] == ["https://x.example/b"]
    assert len(result.failed) == 1
    assert "control characters" in str(result.failed[0])
    assert all(s.url is None or s.url.isprintable() for s in load_project(tmp_path / "corpus").sources)


def test_metadata_that_is_not_a_table(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text('file,title\na.txt,"open\n')
    with pytest.raises(InputError, match="not a table") as e:
        read_metadata(path, key=FILE)
    assert (str(e.value.path), e.value.line) == (str(path), 2)
