"""What the tests of formats share: articles with nasty text and any spans as the rows of a release."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
from hypothesis import strategies as st

from corpus.clean.roles import plain_segments
from corpus.pipeline import annotate_text
from corpus.project.annotated_articles import curated_article
from corpus.project.project import load_project
from corpus.records import Article, Source, Speaker
from corpus.release.formats.article_rows import QUOTE_FIELDS, group_by_article
from corpus.tables.rows import build_rows
from corpus.tables.schema import TABLES, TAGGED_PARTS
from support.annotated import WORDS, annotated
from support.paths import CONVOY
from support.strategies import texts

EMPTY = replace(load_project(CONVOY), sources=(), speakers=(), utterances=(), splits={"train": ("one",)})
#: What XML cannot hold or changes, what Unicode calls a line's end but XML does not, letters beyond the basic plane.
HARD = st.text('ab "“”–\t\x01\x08\x1b\x1f\x7f\x9f\ufffe\uffff\u0301\u200f\U0001f600<&>]#_ق\n\n\r\u2028\x85', min_size=1)


def source(**changes):
    day = date(2026, 5, 3)
    made = Source("one", "one.txt", "0" * 64, "The Post", "NO", "en", "A title", "raw text", "https://example.org/a",
                  day, day, "printed", "All rights reserved.")  # fmt: skip
    return replace(made, **changes)


def released(article, *, speakers=(), **changes):
    """The rows of a release of one article."""
    project = replace(EMPTY, sources=(source(language=article.language, **changes),), speakers=speakers)
    return build_rows(project, [article])


def gathered(rows):
    """The one article of such rows."""
    (of,) = group_by_article(rows, release="tiny 1.0.0")
    return of


def core(rows):
    """What of quotes makes the round trip."""
    return [{name: row[name] for name in ("quote_id", *TAGGED_PARTS, *QUOTE_FIELDS)} for row in rows]


@st.composite
def _curated(draw):
    """An article whose spans overlap in any way that the guidelines' form allows."""
    text, annotation = draw(annotated(HARD))
    language = draw(st.sampled_from(["en", "ar"]))
    plain = Article("one", language, text, plain_segments(text))
    speaker = Speaker("ana", draw(WORDS.filter(str.strip)), "person")
    names = {a.speaker for a in annotation.attributions}
    project = replace(EMPTY, speakers=(replace(speaker, name=min(names, default="Ana")),))
    made = curated_article(project, plain, annotation)
    return released(made, speakers=project.speakers, title=draw(WORDS), rights=draw(WORDS), outlet=draw(WORDS))


def _found(pair):
    language, text = pair
    return released(annotate_text(text, article_id="one", language=language, model="rules"))


#: The rows of a release of one article, as the rules annotate it or with spans anywhere.
articles = st.one_of(_curated(), texts.map(_found)).map(gathered)


def rows_of(name):
    """Rows of a table, as its schema allows them and no more sensible."""
    table = TABLES[name]
    columns = {c.name: st.none() | _values(c.type) if c.nullable else _values(c.type) for c in table.schema}
    columns |= {c: st.lists(st.integers(0, len(names) - 1), max_size=3) for c, names in table.labels.items()}
    return st.lists(st.fixed_dictionaries(columns), max_size=3)


def _values(kind):
    if pa.types.is_list(kind):
        return st.lists(_values(kind.value_type), max_size=2)
    if pa.types.is_struct(kind):
        return st.fixed_dictionaries({f.name: _values(f.type) for f in kind})
    if pa.types.is_string(kind):
        return WORDS | st.text("\",\r\n='\\n ", max_size=4)
    if pa.types.is_boolean(kind):
        return st.booleans()
    if pa.types.is_date(kind):
        return st.dates(min_value=date(1000, 1, 1))
    if pa.types.is_floating(kind):
        return st.floats(0, 1)
    return st.integers(-(2**31), 2**31 - 1)


def damages(letters):
    """A function that cuts a few bytes out of a file and puts others there."""

    def damage(place, cut, put):
        def at(data):
            n = int(place * len(data))
            return data[:n] + put.encode() + data[n + cut :]

        return at

    return st.builds(damage, st.floats(0, 1), st.integers(0, 9), st.text(letters, max_size=5))
