"""The pages of a release of one fuzzed text: what a text holds is text on them, and no element comes from it."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import pyarrow as pa

from corpus.pipeline import annotate_text
from corpus.tables.rows import Rows
from corpus.tables.schema import SCHEMA_VERSION, TABLES
from corpus.view import site as sites
from corpus.view.pages import all_pages, render
from corpus.view.quotations import browse_files
from corpus.view.rows import TableRows
from corpus.view.text import neutral
from support.exported import released
from support.fuzzed_texts import text_of
from support.strategies import LANGUAGES

#: What HTML is made of, each as another sign: a text without them cannot make an element.
HARMLESS = str.maketrans("<>&\"'`=/", "†‡•‣※⁂‖⁅")
_CALL = re.compile(r"convoy\.[a-z]+\((.*)\);\n", re.DOTALL)


class Parsed(HTMLParser):
    """The elements of a page with the names of their attributes, and the running text of its article."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.paragraphs, self.inside = Counter(), [], False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements[tag, tuple(name for name, _ in attrs)] += 1
        if dict(attrs).get("class") == "text":
            self.inside = True
            self.paragraphs.append("")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("p", "h1")

    def handle_data(self, data):
        if self.inside:
            self.paragraphs[-1] += data


def table_rows(name, rows) -> TableRows:
    """Rows as pages read them from a file."""
    schema = TABLES[name].schema
    shown = pa.schema([schema.field(column) for column in sites.COLUMNS[name]])
    return TableRows(pa.Table.from_pylist(rows, schema=shown))


def site_of(rows: Rows) -> sites.Site:
    """What pages show of rows that are on no disk."""
    manifest = {"schema_version": SCHEMA_VERSION, "name": "tiny", "version": "1.0.0"}
    with (
        mock.patch.object(sites, "read_manifest", return_value=manifest),
        mock.patch.object(sites, "_read", lambda _release, _manifest, name: table_rows(name, rows.get(name, []))),
    ):
        return sites.read_site(Path("/nowhere"))


def harmless(value):
    """A value of a row with the signs of markup replaced, in the values that come from texts; lengths stay."""
    if isinstance(value, str):
        return value.translate(HARMLESS)
    if isinstance(value, dict):
        return {key: harmless(v) for key, v in value.items()}
    return [harmless(v) for v in value] if isinstance(value, list) else value


def pages(data):
    """Every page of the text, beside the same page of the text without any sign of markup."""
    code = LANGUAGES[data[0] % len(LANGUAGES)] if data else "en"
    text = text_of(data[1:], code)
    article = annotate_text(text, article_id="one", language=code, model="rules")
    rows = released(article, title=text.split()[0])
    site = site_of(rows)
    found = {page.file: Parsed(render(site, page)) for page in all_pages(site, ())}
    plain = {name: [{k: v if k in _KEPT else harmless(v) for k, v in row.items()} for row in table]
             for name, table in rows.items()}  # fmt: skip
    tame = site_of(plain)
    expected = sum((Parsed(render(tame, page)).elements for page in all_pages(tame, ())), Counter())
    assert sum((page.elements for page in found.values()), Counter()) == expected
    assert found["articles/one.html"].paragraphs == [neutral(row["text"]) for row in site.paragraphs_of["one"]]
    for file, script in browse_files(site):
        if file.endswith(".js"):
            json.loads(f"[{_CALL.fullmatch(script)[1]}]")


#: Columns that a text does not reach, or whose signs are of an address.
_KEPT = {"url", "article_id", "quote_id", "paragraph_id", "paragraph_ids", "mark_id", "parent_id", "rule", "split"}
