"""An article as rows, nested values, a data frame and HTML."""

import json
import re

import pytest
from support.commandline import ENGLISH

import corpus
from corpus.presentation import DARK, LIGHT, QUOTE_COLUMNS
from corpus.records import Article, Attribution, Segment, Span
from corpus.view.figures.figure import THEMES

TEXT = f"Harbour reopens\n\n{ENGLISH}\nThe quay is shut, the police said on Monday.\n"


@pytest.fixture(scope="module")
def article():
    return corpus.annotate(TEXT, language="en", model="rules")


def test_quotes_are_rows_with_words(article):
    first = article.quotes[0]
    assert tuple(first) == QUOTE_COLUMNS
    assert (first["text"], first["cue"], first["speaker"], first["line"]) == (
        "It is safe to sail,",
        "said",
        "Kari Moen",
        3,
    )
    assert TEXT[first["start"] : first["end"]] == first["text"]
    assert len(article.quotes) == len(article.attributions)


def test_spans_know_their_text(article):
    spans = [s for a in article.attributions for s in (*a.content, *a.cue, *a.source)]
    assert all(s.text == TEXT[s.start : s.end] for s in spans)
    assert spans[0] == Span(spans[0].start, spans[0].end)
    assert hash(spans[0]) == hash(Span(spans[0].start, spans[0].end))


def test_dictionary_is_json(article):
    value = json.loads(json.dumps(article.to_dict()))
    assert (value["id"], value["language"], value["text"]) == ("", "en", TEXT)
    assert value["paragraphs"][0]["text"] == "Harbour reopens"
    places = [p for q in value["quotes"] for part in ("content", "cue", "source") for p in q[part]]
    assert all(TEXT[p["start"] : p["end"]] == p["text"] for p in places)
    assert value["quotes"][0]["text"] == "It is safe to sail,"


def test_data_frame_has_all_columns_without_rows(article):
    assert tuple(article.to_pandas().columns) == QUOTE_COLUMNS
    assert article.to_pandas()["speaker"][0] == "Kari Moen"
    empty = Article("x", "en", "A.", ())
    assert (tuple(empty.to_pandas().columns), len(empty.to_pandas())) == (QUOTE_COLUMNS, 0)


def test_html_has_the_text_and_its_speakers(article):
    shown = article._repr_html_()
    words = re.sub(r"<style>.*?</style>|<[^>]+>", "", shown, flags=re.DOTALL)
    assert "It is safe to sail," in words
    assert 'title="Kari Moen"' in shown
    assert '<span class="v1">Kari Moen</span>' in shown
    assert "<script" not in shown
    assert "http" not in shown


def test_html_escapes_markup_and_control_characters():
    text = 'A <b>"x" &\u202e said Moen'
    attribution = Attribution("q1", "direct", (Span(2, 9),), cue=(Span(5, 12),), speaker='<script>"M')
    article = Article("<i>", "en", text, (Segment(0, 1, 0, len(text), "body", "r"),), (attribution,))
    shown = article._repr_html_()
    assert "<b>" not in shown
    assert "<script>" not in shown
    assert "\u202e" not in shown
    assert "&lt;script&gt;" in shown
    assert "[U+202E]" in shown
    body = shown[shown.index('<p dir="auto"') :]
    assert re.sub(r"<[^>]+>", "", body[: body.index("</p>")]) == "A &lt;b&gt;&quot;x&quot; &amp;[U+202E] said Moen"


def test_colours_are_those_of_the_pages():
    assert (THEMES["light"].series, THEMES["dark"].series) == (LIGHT, DARK)


def test_only_eight_speakers_have_a_colour():
    text = "x" * 30
    found = [Attribution(f"q{n}", "direct", (Span(n, n + 1),), speaker=f"S{n}") for n in range(10)]
    found.append(Attribution("q11", "direct", (Span(20, 21),)))
    shown = Article("a", "en", text, (Segment(0, 1, 0, 30, "body", "r"),), tuple(found))._repr_html_()
    voices = re.findall(r'<span class="v(\d)">(\w+)</span>', shown)
    assert voices == [*((str(n + 1), f"S{n}") for n in range(8)), ("0", "S8"), ("0", "S9"), ("0", "unknown")]
