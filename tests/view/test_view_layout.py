"""What pages are laid out from: pieces of lines, colours of speakers, names of files, addresses."""

from dataclasses import replace
from datetime import date
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.view.articles import lines_of
from corpus.view.site import COLOURS, LanguageInfo, Site, SpeakerView, _colours, _short_name, speaker_key
from corpus.view.text import days, file_stem, listed, neutral, web_address
from corpus.view.utterances import compared, parts_of

TEXT = "one two three four five six\n\nseven eight nine ten"
ENDS = [(0, 27), (29, 49)]


def quote(number, *, content, cue=(), source=(), article="a", speaker="Ada"):
    spans = {
        part: [{"start": s, "end": e, "text": TEXT[s:e]} for s, e in where]
        for part, where in (("content", content), ("cue", cue), ("source", source))
    }
    return {
        "quote_id": f"{article}.q{number:03d}",
        "article_id": article,
        "speaker_id": None,
        "speaker": speaker,
        **spans,
    }


def site(quotes, *, direction="ltr", text=TEXT, ends=ENDS):
    paragraphs = [
        {"paragraph_id": f"a.p{n}", "kept": True, "start": s, "end": e, "text": text[s:e]}
        for n, (s, e) in enumerate(ends)
    ]
    article = {"article_id": "a", "language": "xx", "text": text}
    speakers = {speaker_key(q): SpeakerView(q["speaker"], "x", "person", 1, None, (), q["speaker"]) for q in quotes}
    empty = dict.fromkeys(Site.__dataclass_fields__)
    values = empty | {
        "article_by_id": {"a": article},
        "quotes_of": {"a": quotes},
        "paragraphs_of": {"a": paragraphs},
        "speaker_by_key": speakers,
        "languages": {"xx": LanguageInfo("xx", "Xx", direction, "latin")},
    }
    return Site(**values), article, quotes


@st.composite
def spans(draw):
    start, end = draw(st.sampled_from(ENDS))
    a, b = sorted(draw(st.lists(st.integers(start, end), min_size=2, max_size=2, unique=True)))
    return a, b


QUOTES = st.lists(
    st.tuples(st.lists(spans(), min_size=1, max_size=3), st.lists(spans(), max_size=1), st.lists(spans(), max_size=1)),
    max_size=6,
)


@given(QUOTES)
def test_pieces_are_the_line_cut_and_nothing_else(given_quotes):
    quotes = [quote(n, content=c, cue=cue, source=s) for n, (c, cue, s) in enumerate(given_quotes)]
    lines = list(lines_of(*site(quotes)))
    assert ["".join(p.text for p in line.pieces) for line in lines] == [TEXT[s:e] for s, e in ENDS]
    assert all(p.text for line in lines for p in line.pieces)
    # Every attribution is described in one margin.
    assert sorted(q["quote_id"] for line in lines for q in line.quotes) == [q["quote_id"] for q in quotes]


@given(QUOTES)
def test_a_piece_belongs_to_the_shortest_span_around_it(given_quotes):
    quotes = [quote(n, content=c, cue=cue, source=s) for n, (c, cue, s) in enumerate(given_quotes)]
    own = [(s["start"], s["end"]) for q in quotes for part in ("content", "cue", "source") for s in q[part]]
    for line, (start, _) in zip(lines_of(*site(quotes)), ENDS, strict=True):
        starts = accumulate((len(p.text) for p in line.pieces), initial=start)
        for piece, at in zip(line.pieces, starts, strict=False):
            around = [e - s for s, e in own if s <= at and at + len(piece.text) <= e]
            assert (piece.quote is None) == (not around)
            if piece.quote is not None:
                mine = [(s["start"], s["end"]) for s in piece.quote[piece.part]]
                assert min(around) in [e - s for s, e in mine if s <= at and at + len(piece.text) <= e]


def test_a_quote_inside_another_keeps_its_source_and_cue():
    outer = quote(0, content=[(4, 27)])
    inner = quote(1, content=[(19, 27)], cue=[(14, 18)], source=[(8, 13)])
    pieces = next(lines_of(*site([outer, inner]))).pieces
    assert [(p.text, p.quote and p.quote["quote_id"], p.part, p.first, p.depth) for p in pieces] == [
        ("one ", None, "", False, 0),
        ("two ", "a.q000", "content", True, 1),
        ("three", "a.q001", "source", False, 1),
        (" ", "a.q000", "content", False, 1),
        ("four", "a.q001", "cue", False, 1),
        (" ", "a.q000", "content", False, 1),
        ("five six", "a.q001", "content", True, 2),
    ]


@pytest.mark.parametrize(
    ("usual", "text", "found"),
    [
        ("rtl", "قال CNN إن", "rtl"),
        ("rtl", "CNN said in a caption, قال", "ltr"),
        ("ltr", "as الجزيرة has it here", "ltr"),
        ("rtl", "2017", "rtl"),
        ("auto", "anything", "auto"),
    ],
)
def test_a_line_runs_as_most_of_its_letters_do(usual, text, found):
    (line,) = lines_of(*site([], direction=usual, text=text, ends=[(0, len(text))]))
    assert line.direction == found


@given(st.lists(st.booleans(), max_size=14))
def test_colours_are_of_one_speaker_each_the_focus_speakers_first(focus):
    keys = [f"id {n}" for n in range(len(focus))]
    colours = _colours(keys, {key for key, flag in zip(keys, focus, strict=True) if flag})
    assert len(set(colours.values())) == len(colours)
    assert set(colours.values()) <= set(range(1, COLOURS + 1))
    if any(focus):
        assert list(colours) == [key for key, flag in zip(keys, focus, strict=True) if flag][:COLOURS]
    else:
        assert list(colours) == keys[:4]


LONG = "Combined Joint Task Force – Operation Inherent Resolve"
ALIASES = [
    {"language": "en", "name": name} for name in ("the coalition", "CJTF-OIR", "US coalition", "US-led coalition")
]


@pytest.mark.parametrize(
    ("name", "aliases", "sources", "short"),
    [
        ("Kari Moen", ALIASES, ["the US coalition"], "Kari Moen"),
        (LONG, ALIASES, ["The US coalition", "the coalition", "the coalition", None], "US coalition"),
        (LONG, ALIASES, [], "CJTF-OIR"),
        (LONG, ALIASES[:1], ["the coalition"], LONG),
        (LONG, None, ["US coalition"], LONG),
    ],
)
def test_long_names_have_a_short_one_that_articles_use(name, aliases, sources, short):
    row = None if aliases is None else {"aliases": aliases}
    assert _short_name(name, row, [{"source_text": source} for source in sources]) == short


@given(st.text(max_size=40))
def test_file_names_are_plain(name):
    stem = file_stem(name)
    assert stem == stem.lower()
    assert "~" not in stem
    assert not set('/\\:*?"<>|. ') & set(stem[:1] + stem[-1:] + stem.replace(".", ""))
    assert ".." not in stem
    assert 0 < len(stem) <= 80


@given(st.lists(st.text(alphabet="aA.-_x/~1", max_size=6), min_size=2, max_size=8, unique=True))
def test_two_names_never_give_one_file(names):
    assert len({file_stem(n) for n in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../a", "CON", "con", "con.x", "lpt1", "x-" + "0" * 20, "a" * 81]
)
def test_what_some_file_system_does_not_take_is_hashed(name):
    assert file_stem(name).startswith("x-")
    assert file_stem(name) != name


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://example.org/a?b=ä", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
        (None, False),
    ],
)
def test_links_lead_into_the_web_alone(url, found):
    assert web_address(url) == (url if found else None)


def test_characters_that_act_are_named():
    assert neutral("a\u202eb\u2066c\x00d") == "a[U+202E]b[U+2066]c[U+0000]d"
    # Marks that act in one place, joiners and line ends stay; so does what is no text.
    kept = "a\u200f\u200c\u061c\n\tb"
    assert neutral(kept) == kept
    assert neutral(3) == 3


def test_days_are_written_without_a_locale():
    assert days(date(2017, 9, 8), date(2017, 9, 8)) == "8 September 2017"
    assert days(date(2017, 9, 8), date(2017, 9, 9)) == "8–9 September 2017"
    assert days(date(2017, 8, 31), date(2017, 9, 1)) == "31 August 2017 – 1 September 2017"
    assert days(None, None) == "date unknown"


def test_a_quote_renders_what_its_part_holds_and_all_where_it_names_none():
    held = {"a": [], "b": [], "a-b": ["a", "b"], "c": []}
    utterance = {"parts": [{"id": name, "gloss": "", "holds": holds} for name, holds in held.items()]}
    found = {p: parts_of(utterance, {"utterance_part": p}) for p in ("a", "a-b", None)}
    assert found == {"a": ("a",), "a-b": ("a", "b"), None: ("a", "b", "c")}


def variant(number, edits, similarity):
    ids = {"variant_id": f"v{number}", "first_quote_id": "a.q000", "second_quote_id": "a.q001"}
    places = dict.fromkeys(("first_start", "second_start"), 0) | dict.fromkeys(("first_end", "second_end"), 3)
    rows = [{"operation": operation, **places} for operation in edits]
    return {"utterance_id": "u", "same_language": True, "similarity": similarity, "edits": rows, **ids}


def test_pairs_that_show_something_are_set_side_by_side():
    quotes = [quote(n, content=[(0, 3)]) | {"text": "one"} for n in range(2)]
    variants = [
        variant(0, ["equal"], 1.0),
        variant(1, ["swapped", "equal"], 0.49),
        variant(2, ["equal", "cut"], 0.5),
        variant(3, ["swapped", "equal"], 0.9),
    ]
    there = replace(site(quotes)[0], quote_by_id={q["quote_id"]: q for q in quotes}, variants_of={"u": variants})
    found = compared(there, {"utterance_id": "u"})
    assert [pair.row["variant_id"] for pair in found.pairs] == ["v3", "v2"]
    assert (found.same, found.more) == (1, 1)


def test_long_lists_of_names_are_cut():
    assert listed(["a", "b", "c"], 3, "newsroom") == "a, b and c"
    assert listed(["a", "b", "c", "d"], 3, "newsroom") == "a, b and 2\u00a0more newsrooms"
