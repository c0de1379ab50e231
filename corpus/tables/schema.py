"""Schemas of the released tables: every column with its type and meaning, written once.

Writing, reading, checking and the data card all use `TABLES`. The first column of each table is its id.

`datasets` is imported inside functions, here and in the release package: it takes half a second, which commands that
do not need it should not pay.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

import pyarrow as pa

from corpus.records import ROLES, Act, AttributionType, MarkKind, Origin, Resolution, SpeakerKind

if TYPE_CHECKING:
    from datasets import Features

#: Raised with any change of a table, a column or its meaning; a test pins it together with the hash of all schemas.
SCHEMA_VERSION = 3
#: Parts of an attribution that the table ``tokens`` has BIO tags for.
TAGGED_PARTS = ("content", "cue", "source")
#: Class labels of each part's tags, by integer value, in the form that sequence taggers and seqeval read.
BIO_LABELS: Mapping[str, tuple[str, str, str]] = {p: ("O", f"B-{p.upper()}", f"I-{p.upper()}") for p in TAGGED_PARTS}
#: Meaning of each value of ``origin``, by which pages and the data card say who decided. ``curated`` is that of
#: releases up to schema 2, which do not distinguish people and models.
ORIGINS: Mapping[str, str] = {
    "human": "annotated or reviewed by a person",
    "model-annotated": "annotated by language models, not reviewed by a person",
    "predicted": "found by the tool, not reviewed",
    "curated": "annotated; the data card says by whom",
}
#: Split of tables whose rows belong to no article. `datasets` reserves ``all`` for the union of all splits.
WHOLE_SPLIT = "full"
DEFAULT_TABLE = "quotes"

_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())])
_ALIAS = pa.struct([("language", pa.string()), ("name", pa.string())])
_PART = pa.struct([("id", pa.string()), ("gloss", pa.string()), ("holds", pa.list_(pa.string()))])
_EDIT = pa.struct(
    [(name, pa.string()) for name in ("operation", "first", "second")]
    + [(name, pa.int32()) for name in ("first_start", "first_end", "second_start", "second_end")]
)
_SPANS, _STRINGS, _INTS, _TAGS = pa.list_(_SPAN), pa.list_(pa.string()), pa.list_(pa.int32()), pa.list_(pa.int64())


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of a release.

    Attributes:
        row: what a row describes, as the data card says it.
        schema: Arrow schema with a ``description`` in each column's metadata.
        by_article: whether each row belongs to an article, and so to a split.
        labels: class labels of integer columns, by column name.
    """

    row: str
    schema: pa.Schema
    by_article: bool = True
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def id_column(self) -> str:
        """Name of the column that identifies a row."""
        return str(self.schema.names[0])

    def descriptions(self) -> Iterator[tuple[str, str, str]]:
        """Yield (name, type, meaning) of each column, in order; the type ends in ``?`` where null is allowed."""
        for column in self.schema:
            yield column.name, _type_name(column.type) + "?" * column.nullable, column.metadata[b"description"].decode()

    @property
    def features(self) -> Features:
        """The columns as `datasets` features, with class labels."""
        from datasets import ClassLabel, Features, List  # noqa: PLC0415  (see the first lines)

        features = Features.from_arrow_schema(self.schema.remove_metadata())
        for name, names in self.labels.items():
            features[name] = List(ClassLabel(names=list(names)))
        return features

    @property
    def file_schema(self) -> pa.Schema:
        """The schema as written to Parquet, with the metadata that `datasets` reads features from, in stable order."""
        features = json.dumps({"info": {"features": self.features.to_dict()}}, ensure_ascii=False, sort_keys=True)
        return self.schema.with_metadata({"huggingface": features})


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list of {_type_name(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "{" + ", ".join(kind.field(i).name for i in range(kind.num_fields)) + "}"
    return {"date32[day]": "date", "double": "float64"}.get(str(kind), str(kind))


def _one_of(literal: Any) -> str:  # noqa: ANN401  (a Literal has no type)
    return ", ".join(get_args(literal))


def _schema(*columns: tuple[str, pa.DataType, str]) -> pa.Schema:
    """Build a schema from (name, type, meaning); a name that ends in ``?`` is nullable."""
    fields = [
        pa.field(name.rstrip("?"), kind, nullable=name.endswith("?"), metadata={"description": meaning})
        for name, kind, meaning in columns
    ]
    return pa.schema(fields)


#: The origins that this version writes, with their meanings.
_ORIGINS = "; ".join(f"`{name}` ({ORIGINS[name]})" for name in get_args(Origin))
_PUBLISHED = (
    ("published_earliest?", pa.date32(), "First day on which the article can have appeared; null where unknown."),
    ("published_latest?", pa.date32(), "Last such day; the same where the day is known, null where unknown."),
    ("published_basis?", pa.string(), "What the days rest on; null where both are unknown."),
)
_ARTICLE = (
    ("article_id", pa.string(), "The article."),
    ("outlet", pa.string(), "Name of the newsroom."),
    ("language", pa.string(), "Code of the article's language."),
)
_QUOTES = _schema(
    ("quote_id", pa.string(), "Id of the article, a point, id of the attribution in it."),
    *_ARTICLE,
    *_PUBLISHED,
    ("type", pa.string(), f"How the words are reported: {_one_of(AttributionType)}."),
    ("text", pa.string(), "The content, its parts joined by a space."),
    ("gloss?", pa.string(), "The content in English, in the annotators' words; null if it is in English or has none."),
    ("content", _SPANS, "The reported words: parts with their place in the article's text."),
    ("cue", _SPANS, "The words that signal the act of speech or writing; empty where there are none."),
    ("source", _SPANS, "The noun phrase that names the speaker at the cue; empty where there is none."),
    ("source_text?", pa.string(), "The source, its parts joined by a space."),
    ("paragraph_ids", _STRINGS, "The paragraphs that content, cue and source stand in."),
    ("context", pa.string(), "The text of these paragraphs, with an empty line between."),
    ("speaker_id?", pa.string(), "Id in the table speakers; null for a speaker that it does not list."),
    ("speaker", pa.string(), "Canonical name, or `unknown`."),
    ("speaker_kind", pa.string(), f"One of {_one_of(SpeakerKind)}."),
    ("resolution", pa.string(), f"What the speaker was told from: {_one_of(Resolution)}."),
    ("medium?", pa.string(), "The channel, in the article's words."),
    ("via?", pa.string(), "The go-between that the article credits, in its words."),
    ("parent_id?", pa.string(), "The quote in whose content this one stands."),
    ("utterance_id?", pa.string(), "The statement that this is a rendering of."),
    ("utterance_part?", pa.string(), "The part of the statement that it renders; all of it where null."),
    ("origin", pa.string(), f"Who decided: {_ORIGINS}."),
    ("rule", pa.string(), "What found it; `curated` where an annotation did."),
    ("act", pa.string(), f"One of {_one_of(Act)}: a report of speech or writing, or of an opinion or attitude."),
    ("confidence?", pa.float64(), "Probability that it is right; null in an annotation, which is taken to be right."),
    (
        "speaker_confidence?",
        pa.float64(),
        "Probability that the speaker is right if the attribution is; null in an annotation and for unknown speakers.",
    ),
)
_ARTICLES = _schema(
    *_ARTICLE,
    ("country?", pa.string(), "Country of the newsroom, ISO 3166-1; null where unknown."),
    ("title?", pa.string(), "Title of the article; null where unknown."),
    ("title_basis?", pa.string(), "Where the title was taken from; `raw text` if it is a line of the file."),
    ("url?", pa.string(), "Where it appeared; null where unknown."),
    *_PUBLISHED,
    ("rights?", pa.string(), "Whose the text is, and why it is here; null where unknown."),
    ("text", pa.string(), "The article text proper: the kept paragraphs, an empty line between. Offsets count in it."),
    ("raw_text", pa.string(), "The whole raw file, decoded."),
    ("raw_sha256", pa.string(), "SHA-256 of the raw file's bytes."),
    ("n_lines", pa.int32(), "Lines of the raw file that hold text."),
    ("n_paragraphs", pa.int32(), "Those of them that are article text."),
    ("n_sentences", pa.int32(), "Sentences of the article text."),
    ("n_tokens", pa.int32(), "Words and marks of the article text."),
    ("n_quotes", pa.int32(), "Attributions."),
    ("n_speakers", pa.int32(), "Different known speakers."),
    ("split", pa.string(), "The split that the article and all its rows are in."),
)
_PARAGRAPHS = _schema(
    ("paragraph_id", pa.string(), "Id of the article, `.p`, position."),
    ("article_id", pa.string(), "The article."),
    ("position", pa.int32(), "Number of the line among those that hold text, from 0."),
    ("line", pa.int32(), "Number of the line in the raw file, from 1."),
    ("role", pa.string(), f"What the line is: {', '.join(ROLES)}."),
    ("kept", pa.bool_(), "Whether it belongs to the article text."),
    ("rule", pa.string(), "What decided its role; `curated` where an annotation differs from the rules."),
    ("text", pa.string(), "The line without white space around it."),
    ("raw_start", pa.int32(), "Where it starts in the raw text, in code points."),
    ("raw_end", pa.int32(), "Where it ends in the raw text."),
    ("start?", pa.int32(), "Where it starts in the article text; null if it is not kept."),
    ("end?", pa.int32(), "Where it ends in the article text; null if it is not kept."),
    ("quote_ids", _STRINGS, "The quotes that stand in it, whole or in part."),
)
_SPEAKERS = _schema(
    ("speaker_id", pa.string(), "Id in the authority file."),
    ("name", pa.string(), "Canonical name, in English."),
    ("kind", pa.string(), f"One of {_one_of(SpeakerKind)}."),
    ("role?", pa.string(), "Office at the time of the event."),
    ("affiliation?", pa.string(), "Whom the speaker spoke for."),
    ("aliases", pa.list_(_ALIAS), "Forms of the name by language."),
    ("wikidata?", pa.string(), "Wikidata item, where looked up and confirmed."),
    ("focus", pa.bool_(), "Whether the corpus was made for this speaker."),
    ("n_quotes", pa.int32(), "Quotes in all articles."),
    ("n_articles", pa.int32(), "Articles that quote the speaker."),
    ("outlets", _STRINGS, "Outlets that do."),
    ("languages", _STRINGS, "Languages that they do it in."),
)
_UTTERANCES = _schema(
    ("utterance_id", pa.string(), "Id of the statement."),
    ("speaker_id?", pa.string(), "Who made it; null where nobody can be told."),
    ("gloss", pa.string(), "What was said, in English."),
    ("parts", pa.list_(_PART), "Parts of it that are reported alone; `holds` names those that a part is made of."),
    ("primary_source?", pa.string(), "Where the words were first published."),
    ("primary_url?", pa.string(), "Address of that."),
    ("quote_ids", _STRINGS, "The quotes that render it."),
    ("outlets", _STRINGS, "Outlets that report it."),
    ("languages", _STRINGS, "Languages that it is reported in."),
    ("splits", _STRINGS, "Splits that it occurs in."),
)
_UNITS = "none of which holds another: all where it has no `utterance_part`, none where the statement is not divided"
_NUMBER = "in one form for all languages: digits, with a point before decimals; a month beside one is `month-8`"
_NAMED = (
    "as far as they can be compared: an id where the speaker has an alias in the other's language, other names within "
    "one language"
)
_OPERATIONS = (
    "`equal`, `respelled`, `swapped`, `cut` (in the first alone), `added` (in the second alone), each with its stretch "
    "of the two `quotes.text`; they cover all words, marks and spaces between two belong to none"
)
_VARIANTS = _schema(
    ("variant_id", pa.string(), "Both quote ids, with a tilde between."),
    ("utterance_id", pa.string(), "The statement that both render, or that both render a part of."),
    ("first_quote_id", pa.string(), "The rendering whose id comes first."),
    ("second_quote_id", pa.string(), "The other one."),
    ("same_article", pa.bool_(), "Whether one article has both, as one that sums a statement up before it quotes it."),
    ("same_language", pa.bool_(), "Whether both are in one language."),
    ("same_type", pa.bool_(), "Whether both are direct, both indirect or both mixed."),
    ("first_named", pa.bool_(), "Whether the first names its speaker at the cue (its `resolution` is `named`)."),
    ("second_named", pa.bool_(), "Whether the second does."),
    ("first_parts", _STRINGS, f"Parts of the statement that the first renders, {_UNITS}."),
    ("second_parts", _STRINGS, "The same for the second."),
    ("shared_parts", _STRINGS, "The parts that both render; a pair that shares none, of a divided one, has no row."),
    ("numbers_kept", _STRINGS, f"Numbers in both texts, {_NUMBER}."),
    ("numbers_first", _STRINGS, "Numbers in the first text alone."),
    ("numbers_second", _STRINGS, "Numbers in the second text alone."),
    (
        "names_kept",
        _STRINGS,
        "Names in both texts: ids of the table speakers, or other words with capitals as written.",
    ),
    ("names_first", _STRINGS, f"Names in the first text alone, {_NAMED}."),
    ("names_second", _STRINGS, "Names in the second text alone, likewise."),
    ("first_gloss?", pa.string(), "The first rendering in English: `quotes.gloss`."),
    ("second_gloss?", pa.string(), "The second rendering in English, likewise."),
    ("similarity?", pa.float64(), "Share of the words that are equal or respelled, 0 to 1; null across languages."),
    ("edits", pa.list_(_EDIT), f"How the first becomes the second, in order: {_OPERATIONS}. Empty across languages."),
)
_MARKS = _schema(
    ("mark_id", pa.string(), "Id of the article, `.m`, number."),
    ("article_id", pa.string(), "The article."),
    ("start", pa.int32(), "Where it starts in the article text, marks included."),
    ("end", pa.int32(), "Where it ends in the article text."),
    ("text", pa.string(), "The marks with what they enclose, or the speech dash with what it sets off."),
    ("kind", pa.string(), f"What the marks are for: {_one_of(MarkKind)}."),
    ("quote_id?", pa.string(), "The quote whose content they hold."),
)
_TOKENS = _schema(
    ("sentence_id", pa.string(), "Id of the article, `.s`, number."),
    ("article_id", pa.string(), "The article."),
    ("paragraph_id", pa.string(), "The paragraph."),
    ("language", pa.string(), "Code of the article's language."),
    ("tokens", _STRINGS, "The words and marks of the sentence."),
    ("starts", _INTS, "Where each starts in the article text."),
    ("ends", _INTS, "Where each ends in the article text."),
    *((f"{part}_tags", _TAGS, f"BIO tags of {part}; of nested quotes the outer one.") for part in TAGGED_PARTS),
)

TABLES: Mapping[str, TableSchema] = {
    "quotes": TableSchema("attribution: a source, a cue and a content", _QUOTES),
    "articles": TableSchema("article", _ARTICLES),
    "paragraphs": TableSchema("line of a raw file that holds text, kept or dropped", _PARAGRAPHS),
    "speakers": TableSchema("speaker of the authority file", _SPEAKERS, by_article=False),
    "utterances": TableSchema("statement, however often reported", _UTTERANCES, by_article=False),
    "variants": TableSchema("pair of renderings of one statement", _VARIANTS, by_article=False),
    "marks": TableSchema("pair of quotation marks, or speech dash, in article text", _MARKS),
    "predictions": TableSchema("attribution as the tool alone finds it, without annotation", _QUOTES),
    "tokens": TableSchema(
        "sentence of article text",
        _TOKENS,
        labels={f"{part}_tags": names for part, names in BIO_LABELS.items()},
    ),
}
