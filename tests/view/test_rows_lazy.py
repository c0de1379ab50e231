"""Rows of Arrow tables: the same rows as dictionaries, in any order and selection."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from corpus.view.rows import GroupedRows, RowById, TableRows, places_by_key

KEYS = st.lists(st.sampled_from("abc"), max_size=1200)


def table_of(keys):
    rows = [{"id": str(n), "key": key, "list": [{"n": n}]} for n, key in enumerate(keys)]
    schema = pa.schema([("id", pa.string()), ("key", pa.string()), ("list", pa.list_(pa.struct([("n", pa.int32())])))])
    return rows, TableRows(pa.Table.from_pylist(rows, schema=schema))


@given(KEYS)
def test_rows_are_those_of_the_table(keys):
    rows, found = table_of(keys)
    assert len(found) == len(rows)
    assert list(found) == rows
    assert list(found[3:7]) == rows[3:7]
    assert [row["key"] for row in found.select("key")] == keys
    if rows:
        assert found[len(rows) - 1] == found[-1] == rows[-1]


@given(KEYS)
def test_groups_have_the_rows_of_a_key_in_order(keys):
    rows, found = table_of(keys)
    groups = GroupedRows(found, "key")
    assert list(groups) == list(dict.fromkeys(keys))
    for key in groups:
        assert list(groups[key]) == [row for row in rows if row["key"] == key]
    assert groups.get("z", ()) == ()
    assert list(groups.places("z")) == []


def test_rows_that_follow_one_another_are_a_range():
    assert places_by_key(iter("aabba")) == {"a": places_by_key(iter("aabba"))["a"], "b": range(2, 4)}
    assert list(places_by_key(iter("aabba"))["a"]) == [0, 1, 4]


def test_a_row_is_found_by_its_id():
    rows, found = table_of("abc")
    by_id = RowById(found, "id")
    assert [by_id[key] for key in by_id] == rows
    assert "1" in by_id
    assert "9" not in by_id
    assert None not in by_id
    assert by_id.get("9") is None
