"""`corpus.tag_batch`: Arrow in and out, the rows of a release, a constant schema, and no article that costs another."""

import pickle
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from support.commandline import ENGLISH, NORWEGIAN
from support.paths import CONVOY
from support.streamed import BAD

import corpus
from corpus.errors import InputError, LanguageError
from corpus.pipeline import annotate_project
from corpus.project.project import load_project, read_source
from corpus.tables import batch as tag
from corpus.tables.batch import BATCH_TABLES, PASSED_COLUMNS
from corpus.tables.rows import build_rows
from corpus.tables.schema import TABLES

EXPLODED = {"articles": corpus.articles_of, "paragraphs": corpus.paragraphs_of, "quotes": corpus.quotes_of}


def one(text, **options):
    return corpus.tag_batch({"id": ["x"], "text": [text]}, **options)


def test_rows_are_those_of_a_release():
    """Of our own sources, as the rules tag them, every column of every row."""
    project = load_project(CONVOY)
    split_of = project.splits_of()
    given = [
        {"id": s.id, "text": read_source(project, s), "split": split_of[s.id]}
        | {name: getattr(s, name) for name in ("language", *PASSED_COLUMNS) if name != "split"}
        for s in project.sources
    ]
    tagged = corpus.tag_batch(pa.Table.from_pylist(given), speakers=project.speakers, model="rules")
    released = build_rows(project, annotate_project(project))
    for name, table in EXPLODED.items():
        assert table(tagged).to_pylist() == released[name]
        assert len(released[name]) >= 5


@pytest.mark.parametrize("name", EXPLODED)
def test_columns_are_those_of_a_release(name):
    """Names, types, order and meanings; only what is taken over from the input may be null here alone."""
    declared = TABLES[name].schema
    for table in (corpus.tag_batch({"id": [], "text": []}), one(ENGLISH)):
        found = EXPLODED[name](table).schema
        assert found.names == declared.names
        assert [(f.type, f.metadata) for f in found] == [(f.type, f.metadata) for f in declared]
        loosened = {f.name for f, d in zip(found, declared, strict=True) if f.nullable != d.nullable}
        assert loosened == {c for c in PASSED_COLUMNS if c in found.names and not declared.field(c).nullable}


@pytest.mark.parametrize("texts", [[], [None], ["", "12 34"], [ENGLISH], [None, ENGLISH, NORWEGIAN]])
def test_schema_is_constant(texts):
    tagged = corpus.tag_batch(pa.table({"id": range(len(texts)), "text": pa.array(texts, pa.string())}))
    assert tagged.schema == corpus.TAGGED_SCHEMA
    assert tagged.num_rows == len(texts)


def test_bad_articles_become_failures():
    """Each keeps its place and id, and has a reason; those beside it are tagged as if it were not there."""
    given = [ENGLISH, *BAD, None, NORWEGIAN]
    names = [f"a{n}" for n in range(len(given))]
    tagged = corpus.tag_batch({"id": names, "text": given})
    reasons = tagged["failure"].to_pylist()
    assert (reasons[0], reasons[-1]) == (None, None)
    for reason, part in zip(reasons[1:-1], [*BAD.values(), "no text"], strict=True):
        assert part in reason
    assert tagged["article_id"].to_pylist() == names
    kept = corpus.tag_batch({"id": [names[0], names[-1]], "text": [ENGLISH, NORWEGIAN]})
    assert corpus.quotes_of(tagged).equals(corpus.quotes_of(kept))
    assert corpus.articles_of(tagged).equals(corpus.articles_of(kept))
    failed = corpus.failures_of(tagged, first=100)
    assert failed["position"].to_pylist() == [*range(101, 100 + len(given) - 1)]
    assert failed["article_id"].to_pylist() == names[1:-1]
    assert failed["reason"].to_pylist() == reasons[1:-1]
    for row in tagged.to_pylist()[1:-1]:
        assert {k for k, v in row.items() if v not in (None, [])} == {"article_id", "failure"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": None}, "no id"),
        ({"id": ""}, "no id"),
        ({"id": 1.5}, "no id"),
        ({"text": 7}, "the text is not a string"),
        ({"language": 7}, "the language is not a string"),
        ({"language": "xx"}, "no data for the language 'xx'"),
        ({"published_latest": "yesterday"}, "published_latest is not a date: 'yesterday'"),
        ({"failure": "lost on the way"}, "lost on the way"),
    ],
)
def test_a_bad_row_is_a_failure(row, reason):
    table = pa.Table.from_pylist([{"id": "x", "text": ENGLISH} | row])
    (found,) = corpus.tag_batch(table)["failure"].to_pylist()
    assert reason in found


def test_broken_utf8_costs_one_article():
    """Arrow does not look at what a string holds; the second of these is Latin-1."""
    data = [ENGLISH.encode(), b"caf\xe9", NORWEGIAN.encode()]
    texts = pa.Array.from_buffers(pa.string(), 3, pa.array(data, pa.binary()).buffers())
    reasons = corpus.tag_batch(pa.table({"id": [1, 2, 3], "text": texts}))["failure"].to_pylist()
    assert [r is None for r in reasons] == [True, False, True]
    assert "the column text cannot be read" in reasons[1]


def test_a_fault_of_the_tool_costs_one_article(monkeypatch):
    def annotate(text, options):
        if "fault" in text:
            raise RecursionError("too deep")
        return original(text, options)

    original = tag.annotate_steps
    monkeypatch.setattr(tag, "annotate_steps", annotate)
    tagged = corpus.tag_batch({"id": ["a", "b"], "text": ["The fault is here.", ENGLISH]})
    assert tagged["failure"].to_pylist() == ["internal error (RecursionError: too deep)", None]


def test_context_has_a_limit(monkeypatch):
    """Each attribution brings its paragraph: of an article in one endless line that is the square of its length."""
    monkeypatch.setattr("corpus.tables.batch.MAX_CONTEXT", 1000)
    line = " ".join(f"“Road {n} is safe,” said Kari Moen." for n in range(20))
    (reason,) = one(line, language="en")["failure"].to_pylist()
    assert "characters of context" in reason
    assert one(line.replace(". ", ".\n"), language="en")["failure"].to_pylist() == [None]


def test_what_is_known_of_an_article_is_taken_over():
    moment = datetime(2026, 5, 4, 23, 59, tzinfo=UTC)
    row = {"outlet": "The Post", "published_earliest": "2026-05-04T08:00:00", "published_latest": moment, "other": 1}
    tagged = corpus.tag_batch(pa.Table.from_pylist([{"id": 7, "text": ENGLISH, **row}]))
    for table in (corpus.articles_of(tagged), corpus.quotes_of(tagged)):
        (found,) = table.to_pylist()
        assert (found["article_id"], found["outlet"]) == ("7", "The Post")
        assert found["published_earliest"] == found["published_latest"] == date(2026, 5, 4)
        assert found["published_basis"] is None


def test_offsets_count_in_the_text_of_the_article():
    tagged = one(f"Share\n\n😀 {ENGLISH}", language="en")
    (article,), (quote,) = corpus.articles_of(tagged).to_pylist(), corpus.quotes_of(tagged).to_pylist()
    for span in (*quote["content"], *quote["cue"], *quote["source"]):
        assert article["text"][span["start"] : span["end"]] == span["text"]
    for paragraph in corpus.paragraphs_of(tagged).to_pylist():
        assert article["raw_text"][paragraph["raw_start"] : paragraph["raw_end"]] == paragraph["text"]


def test_division_into_batches_makes_no_difference():
    texts = [ENGLISH, None, NORWEGIAN, "", f"{ENGLISH}\n{NORWEGIAN}"] * 3
    table = pa.table({"id": [*range(len(texts))], "text": pa.array(texts)})
    whole = corpus.tag_batch(table)
    for size in (1, 4):
        parts = [corpus.tag_batch(batch) for batch in table.to_batches(max_chunksize=size)]
        assert pa.concat_tables(parts).combine_chunks().equals(whole.combine_chunks())


def test_much_text_comes_in_chunks(monkeypatch):
    monkeypatch.setattr("corpus.tables.batch._CHUNK_CHARACTERS", 100)
    tagged = corpus.tag_batch({"id": [*range(9)], "text": [ENGLISH] * 9})
    assert tagged["text"].num_chunks > 3
    assert corpus.quotes_of(tagged)["article_id"].to_pylist() == [str(n) for n in range(9)]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_any_kind_of_string(kind):
    given = pa.table({"id": pa.array(["x"]).cast(kind), "text": pa.array([ENGLISH]).cast(kind)})
    assert corpus.tag_batch(given).equals(one(ENGLISH))


def test_record_batch_is_as_good():
    batch = pa.RecordBatch.from_pydict({"article_id": ["x"], "text": [ENGLISH]})
    assert corpus.tag_batch(batch).equals(one(ENGLISH))
    (tagged,) = one(ENGLISH).to_batches()
    assert corpus.quotes_of(tagged).equals(corpus.quotes_of(one(ENGLISH)))


def test_options():
    text = f"Subscribe\n\n{ENGLISH}"
    assert [p["role"] for p in corpus.paragraphs_of(one(text)).to_pylist()] == ["chrome", "body"]
    assert [p["role"] for p in corpus.paragraphs_of(one(text, plain=True)).to_pylist()] == ["body", "body"]
    assert one("12 34", language="english")["language"].to_pylist() == ["en"]
    rules = corpus.quotes_of(one(ENGLISH, model="rules"))["rule"].to_pylist()
    assert rules == [a.rule for a in corpus.annotate(ENGLISH, model="rules").attributions]


@pytest.mark.parametrize("given", [{"id": [1]}, {"text": ["a"]}, {}, 7, {"id": [1], "text": [1, 2]}])
def test_no_table_of_articles(given):
    with pytest.raises(InputError):
        corpus.tag_batch(given)


def test_unknown_language_is_said_at_once():
    with pytest.raises(LanguageError):
        corpus.tag_batch({"id": [], "text": []}, language="klingon")


def test_goes_to_other_processes():
    assert pickle.loads(pickle.dumps(corpus.tag_batch)) is corpus.tag_batch


def test_failures_have_their_own_columns():
    assert BATCH_TABLES["failures"].names == ["position", "article_id", "reason"]


def test_unknown_name():
    with pytest.raises(AttributeError, match="tag_everything"):
        corpus.tag_everything  # noqa: B018
