"""The lines of the documentation for other libraries, run as they are printed where the library is installed."""

from importlib import import_module
from importlib.util import find_spec

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.commandline import ENGLISH, NORWEGIAN
from support.readme_lines import LINES

import corpus

ARTICLES = pa.table({"id": ["a", "b", "c"], "text": [ENGLISH, None, NORWEGIAN], "outlet": ["P", "Q", "R"]})


def given(library):
    """What the line of a library calls by a name of its own."""
    if library == "pandas":
        return {"frame": ARTICLES.to_pandas()}
    if library == "Polars":
        polars = import_module("polars")
        return {"polars": polars, "frame": polars.DataFrame(ARTICLES)}
    if library == "DuckDB":
        return {"duckdb": import_module("duckdb")}
    if library == "datasets":
        return {"dataset": import_module("datasets").Dataset(ARTICLES)}
    raise AssertionError(f"nothing is known of {library}")


def test_every_library_has_its_line():
    assert list(LINES) == ["pandas", "Polars", "DuckDB", "datasets", "Spark", "Dask", "Ray"]


@pytest.mark.parametrize("library", ["pandas", "Polars", "DuckDB"])
def test_lines_that_give_quotes(library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pq.write_table(ARTICLES, "articles.parquet")
    expected = corpus.quotes_of(corpus.tag_batch(ARTICLES))
    there = {"corpus": corpus, **given(library)}
    exec(LINES[library], there)
    found = there["quotes"]
    ids = list(found["quote_id"]) if library != "DuckDB" else found["quote_id"].to_pylist()
    assert ids == expected["quote_id"].to_pylist() == ["a.q001", "c.q001"]
    assert list(found.columns if library != "DuckDB" else found.column_names) == expected.schema.names


def test_line_for_datasets(tmp_path):
    """Also where it goes over several batches, and through the files of its cache."""
    there = {"corpus": corpus, **given("datasets")}
    exec(LINES["datasets"], there)
    expected = corpus.tag_batch(ARTICLES)
    tagged = there["tagged"]
    assert tagged.with_format("arrow")[:].schema.equals(corpus.TAGGED_SCHEMA)
    assert corpus.quotes_of(tagged.with_format("arrow")[:]).equals(corpus.quotes_of(expected))
    assert tagged.with_format(None)["failure"][:] == expected["failure"].to_pylist()
    small = LINES["datasets"].replace(
        "batched=True", f"batched=True, batch_size=1, cache_file_name='{tmp_path / 'x.arrow'}'"
    )
    exec(small, there)
    assert corpus.failures_of(there["tagged"].with_format("arrow")[:]).equals(corpus.failures_of(expected))


def test_polars_and_back():
    """Large strings and lists become plain ones again."""
    polars = import_module("polars")
    tagged = corpus.tag_batch(ARTICLES)
    for table in (corpus.articles_of, corpus.paragraphs_of, corpus.quotes_of, corpus.failures_of):
        assert table(polars.DataFrame(tagged)).equals(table(tagged))


@pytest.mark.skipif(find_spec("dask") is None, reason="Dask is not installed")
def test_line_for_dask():
    frame = import_module("dask.dataframe").from_pandas(ARTICLES.to_pandas(), npartitions=2)
    there = {"corpus": corpus, "frame": frame}
    exec(LINES["Dask"], there)
    found = there["tagged"].compute(scheduler="sync")
    assert list(found.columns) == corpus.TAGGED_SCHEMA.names
    assert corpus.quotes_of(found)["quote_id"].to_pylist() == ["a.q001", "c.q001"]
