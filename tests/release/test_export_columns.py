"""Every column of a release is in every export, or a reason says why not.

A column is in an export if a changed value changes the file, or is refused because it contradicts another column.
"""

import json
from copy import deepcopy
from datetime import date, timedelta

import pyarrow as pa
import pytest
from support.exported import released

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.records import Article, Attribution, Mark, Span, Speaker
from corpus.release.formats.article_rows import group_by_article
from corpus.release.formats.conll import to_conll
from corpus.release.formats.csv_jsonl import to_csv, to_jsonl
from corpus.release.formats.tei import to_tei
from corpus.release.formats.webannotation import to_webannotation
from corpus.tables.schema import TABLES

TEXT = "Harbour news\n“The road is closed,” Kari Moen said. She added that it reopens.\n"
#: Why an export by article lacks a table or column: reason, formats, and what it is about.
REASONS = (
    ("the file has the tags of an attribution's words, and nothing else of it", "conll", "quotes"),
    ("a paragraph is the id above its sentences; lines without sentences are left out", "conll", "paragraphs"),
    ("marks are tokens of the file; the tags show what they enclose", "conll", "marks"),
    ("the file is about words; who speaks is in the other exports", "conll", "speakers"),
    ("the file has the article's id and split, and sentences with their text and language", "conll",
     ("articles.language articles.outlet articles.country articles.title articles.title_basis articles.url"
      " articles.published_earliest articles.published_latest articles.published_basis articles.rights"
      " articles.raw_text articles.raw_sha256"
      " articles.n_lines articles.n_paragraphs articles.n_sentences articles.n_tokens articles.n_quotes"
      " articles.n_speakers")),
    ("it joins several articles", "conll tei webannotation", "utterances variants"),
    ("it is what the tool finds without curation, exported as a table", "conll tei webannotation", "predictions"),
    ("words and sentences are a table, and CoNLL-U Plus", "tei webannotation", "tokens"),
    ("it is a column of articles, where it is in the header", "tei",
     "quotes.outlet quotes.language quotes.published_earliest quotes.published_latest quotes.published_basis"),
    ("it is about the article, which an annotation names by its address", "webannotation",
     ("quotes.outlet quotes.language quotes.published_earliest quotes.published_latest quotes.published_basis"
      " articles.outlet articles.country articles.title_basis articles.published_earliest articles.published_latest"
      " articles.published_basis articles.rights")),
    ("it follows from spans and text", "tei webannotation",
     ("quotes.text quotes.source_text quotes.paragraph_ids quotes.context paragraphs.position paragraphs.end"
      " paragraphs.quote_ids")),
    ("it is about the raw file, and the export has the article text", "tei webannotation",
     "articles.raw_text paragraphs.line paragraphs.rule paragraphs.raw_start paragraphs.raw_end"),
    ("the raw file is named by the address alone", "webannotation", "articles.raw_sha256"),
    ("it is a count", "tei webannotation",
     ("articles.n_lines articles.n_paragraphs articles.n_sentences articles.n_tokens articles.n_quotes"
      " articles.n_speakers speakers.n_quotes speakers.n_articles speakers.outlets speakers.languages")),
    ("it is about experiments and not about the article", "tei webannotation", "articles.split"),
    ("quotes have the speaker's name and kind", "tei webannotation", "speakers.name speakers.kind"),
    ("it is about the speaker beyond the article; the Wikidata item identifies one", "tei webannotation",
     "speakers.role speakers.affiliation speakers.aliases speakers.focus"),
    ("the text is annotated as a whole, without paragraphs", "webannotation",
     "paragraphs.paragraph_id paragraphs.role paragraphs.start"),
    ("marks that are no quotation are no annotation", "webannotation", "marks.mark_id marks.article_id marks.kind"),
)  # fmt: skip
NOT_CARRIED = {
    form: {entry for _, forms, entries in REASONS if form in forms.split() for entry in entries.split()}
    for form in ("conll", "tei", "webannotation")
}
BY_ARTICLE = {"conll": to_conll, "tei": to_tei, "webannotation": to_webannotation}


@pytest.fixture(scope="module")
def rows():
    """A release of one article with two quotes, a pair of marks and a listed speaker."""
    first, second = TEXT.index("The road"), TEXT.index("it reopens")
    cue, source = TEXT.index("said"), TEXT.index("Kari")
    quoted = Attribution(
        "q1", "direct", (Span(first, first + 19),), (Span(cue, cue + 4),), (Span(source, source + 9),), "Kari Moen",
        speaker_id="kari", speaker_kind="person", resolution="named", rule="rule-a", medium="radio", via="NTB",
        confidence=0.5,
    )  # fmt: skip
    nested = Attribution(
        "q2", "indirect", (Span(second, second + 10),), speaker="Kari Moen", speaker_id="kari", speaker_kind="person",
        resolution="pronoun", rule="rule-b", parent="q1",
    )  # fmt: skip
    marks = (Mark(first - 1, first + 20, "quotation", "q1"),)
    article = Article("one", "en", TEXT, plain_segments(TEXT), (quoted, nested), marks)
    return released(article, speakers=(Speaker("kari", "Kari Moen", "person", wikidata="Q1"),))


def changed(column, value):
    """Another value of the same type."""
    if pa.types.is_list(column.type):
        if pa.types.is_integer(column.type.value_type):
            return [(number + 1) % 3 for number in value]
        return [] if value or pa.types.is_struct(column.type.value_type) else ["x"]
    if pa.types.is_boolean(column.type):
        return not value
    if pa.types.is_integer(column.type):
        return (value or 0) + 1
    if pa.types.is_floating(column.type):
        return (value or 0.0) + 0.25
    if pa.types.is_date(column.type):
        return (value or date(2026, 1, 1)) + timedelta(days=1)
    return {"direct": "mixed"}.get(value, f"{value or ''}x")


def content(write, rows):
    """The file of the article; None where the export rejects it."""
    try:
        return [write(article) for article in group_by_article(rows, release="tiny 1.0.0")]
    except (ReleaseError, LookupError, ValueError):
        return None


def carried(write, rows, table, column):
    other = deepcopy(dict(rows))
    for row in other[table]:
        row[column.name] = changed(column, row[column.name])
    return content(write, other) != content(write, rows)


@pytest.mark.parametrize("name", BY_ARTICLE)
def test_what_is_not_in_a_file_has_a_reason(rows, name):
    missing = {
        (table, column.name)
        for table in TABLES
        for column in TABLES[table].schema
        if not carried(BY_ARTICLE[name], rows, table, column)
    }
    reasons = NOT_CARRIED[name]
    explained = {(t, c) for t, c in missing if t in reasons or f"{t}.{c}" in reasons}
    assert missing == explained
    listed = {t for t, _ in missing} | {f"{t}.{c}" for t, c in missing}
    assert reasons <= listed, "a reason for what is in the file"


#: Tables that an export lacks as a whole. Of any other table a new column is carried, or has a reason of its own.
WHOLE = {
    "conll": {"quotes", "paragraphs", "marks", "speakers", "utterances", "variants", "predictions"},
    "tei": {"utterances", "variants", "predictions", "tokens"},
    "webannotation": {"utterances", "variants", "predictions", "tokens"},
}


@pytest.mark.parametrize("name", BY_ARTICLE)
def test_reasons_for_whole_tables_are_few(name):
    """A new column of a table that is partly in a file is never left out by a reason for the whole table."""
    assert {entry for entry in NOT_CARRIED[name] if "." not in entry} == WHOLE[name]


@pytest.mark.parametrize("table", TABLES)
def test_tables_as_text_have_every_column(rows, table):
    schema = TABLES[table].schema
    assert to_csv(table, rows[table]).split(b"\r\n")[0].decode() == ",".join(f'"{name}"' for name in schema.names)
    for line in to_jsonl(table, rows[table]).splitlines():
        assert list(json.loads(line)) == schema.names
