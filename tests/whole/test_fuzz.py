"""What fuzzing promises, for a moment on each target, and all that it ever found."""

import struct

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fuzzed import NEXT, TARGETS, run, seeds
from support.fuzzed_texts import some_bytes
from support.nightly import amount


def parquet(metadata, letters=b"a"):
    """A file of Parquet with one column of text that need be none."""
    buffers = [None, pa.py_buffer(struct.pack("<2i", 0, len(letters))), pa.py_buffer(letters)]
    schema = pa.schema([pa.field("mark_id", pa.string())], metadata={"huggingface": metadata})
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table([pa.Array.from_buffers(pa.string(), 1, buffers)], schema=schema), sink)
    return sink.getvalue().to_pybytes()


DEEP = b"[" * 100_000
MANIFEST = b'{"tables": {%s}, "files": {%s}, "sources": {%s}, "name": "x", "version": "1"}'
TABLE = b'"marks": {"content_sha256": "", "rows": 1, "splits": {"train": 1}}'
#: Inputs that led to another exception than ours, or to nothing in any time, when they were found.
FOUND = [
    ("read", b"\x12any"),  # a NUL in the name of an encoding
    ("tei", b'<?xml version="1.0" encoding="utf-9"?><TEI/>'),
    ("tables", b"\x43article_id,\xf5\r\n1,2\r\n"),  # a name of a column that is no UTF-8
    ("tables", b"\x03" + DEEP),
    ("webannotation", DEEP),
    ("manifest", DEEP),
    ("manifest", MANIFEST % (b'"marks": []', b"", b"")),
    ("manifest", MANIFEST % (TABLE, b'"README.md": "sha256"', b"")),
    ("manifest", MANIFEST % (TABLE, b'"README.md": {"sha256": 5}', b'"one": {}')),
    ("parquet", parquet(b"{}", letters=b"\xff\xfe")),
    ("parquet", parquet(b"{")),
    ("parquet", parquet(b"[]")),
    ("parquet", parquet(b'{"info": {"features": {"mark_id": {"names": 1}}}}')),
    ("project", b"a = " + DEEP),
    ("project", b"a = " + b"1" * 5_000),
    ("language", b'code = "xx"\nname = "X"\nscripts = ["Latin"]\nignored = "^"'),
    ("language", b'code = "xx"\nname = "X"\nscripts = ["Nowhere"]'),
    ("language", b'code = "xx"\nname = "X"\nscripts = [1]\nsame = [2]'),
    ("language", b'code = "xx"\nname = "X"\nscripts = ["Latin"]' + NEXT + b'time = [" "]' + NEXT + b"verbs = 1"),
    ("language", NEXT * 4 + b'[[informal]]\nid = "a"'),
    ("language", NEXT * 4 + b'[[rule]]\nid = "a"\nrole = "chrome"\npattern = 1'),
    ("language", NEXT * 4 + b'[[rule]]\nid = "a"\nrole = []\npattern = "a"'),
    ("language", NEXT * 4 + b'rule = "a"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), FOUND, ids=[f"{n}-{i}" for i, (n, _) in enumerate(FOUND)])
def test_found_before(name, data):
    run(name, data)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_well_formed(name):
    """Where a target has a form, its seed is read to the end: else the fuzzer would only ever see the first error."""
    for seed in seeds(name):
        if name not in ("read", "detect"):
            TARGETS[name](seed)


@pytest.mark.parametrize("name", [n for n in TARGETS if n not in ("view", "parquet", "tagger-en", "neural-en")])
@settings(max_examples=amount(25, 1_000))
@given(data=some_bytes, place=st.floats(0, 1), cut=st.integers(0, 20))
def test_any_bytes(name, data, place, cut):
    """By itself, and put into what is well formed."""
    run(name, data)
    for seed in seeds(name)[:2]:
        at = int(place * len(seed))
        run(name, seed[:at] + data[:8] + seed[at + cut :])


@pytest.mark.parametrize("name", ["view", "parquet", "tagger-en", "neural-en"])
@settings(max_examples=amount(6, 100))
@given(data=some_bytes)
def test_any_bytes_of_slow_ones(name, data):
    run(name, data)
