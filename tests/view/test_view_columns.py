"""Pages carry every column of every table, or a list says why not."""

import re

import pytest
from support.paths import ROOT

from corpus.tables.schema import TABLES
from corpus.view.site import COLUMNS, NOT_SHOWN

#: Code and templates that use columns.
SOURCES = [*(ROOT / "corpus" / "view").rglob("*.py"), *(ROOT / "corpus" / "view").rglob("*.html")]


def declared(table):
    return list(TABLES[table].schema.names)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_shown_or_listed_with_a_reason(table):
    reasons = NOT_SHOWN.get(table, {})
    if "*" in reasons:
        assert (list(reasons), table in COLUMNS) == (["*"], False)
        return
    assert sorted([*COLUMNS[table], *reasons]) == sorted(declared(table))


def test_every_reason_is_one():
    assert all(len(reason.split()) > 2 for reasons in NOT_SHOWN.values() for reason in reasons.values())


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, columns in COLUMNS.items() for c in columns])
def test_every_column_that_is_read_is_used(table, column):
    """In a template, in the code that lays out pages, or in a figure; the list itself does not count."""
    used = 0
    for path in SOURCES:
        text = path.read_text("utf-8")
        if path.name == "site.py":
            text = text[: text.index("COLUMNS: Mapping")] + text[text.index("@dataclass") :]
        used += len(re.findall(rf"(?<!\w){column}(?!\w)", text))
    assert used > 0
