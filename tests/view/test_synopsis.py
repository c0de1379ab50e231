"""The synopsis of a statement: every rendering in the lines of its parts, and who is named for which part."""

import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.view.quotations import words_of
from corpus.view.site import speaker_key
from corpus.view.synopsis import find_statement, synopsis_of
from corpus.view.text import counted, listed, number_word, part_letter, share

HOLDS = {"a": [], "b": [], "c": [], "bc": ["b", "c"]}
PARTS = [{"id": name, "gloss": name, "holds": holds} for name, holds in HOLDS.items()]


def site_of(renderings, *, parts=PARTS, dates=True):
    """A site with one statement; each rendering is (outlet, part, speaker)."""
    quotes, articles = [], {}
    for number, (outlet, part, speaker) in enumerate(renderings):
        day = datetime.date(2021, 5, 1 + len(articles)) if dates else None
        days = {"published_earliest": day, "published_latest": day}
        articles.setdefault(outlet, {"article_id": outlet, "outlet": outlet} | days)
        quotes.append({
            "quote_id": str(number), "outlet": outlet, "article_id": outlet, "utterance_part": part,
            "speaker": speaker, "speaker_id": None,
        })  # fmt: skip
    outlets = sorted(articles)
    utterance = {
        "utterance_id": "u", "parts": parts, "gloss": "All.", "quote_ids": [q["quote_id"] for q in quotes],
        "outlets": outlets, "languages": ["en"],
    }  # fmt: skip
    speakers = {speaker_key(q): SimpleNamespace(name=q["speaker"], is_known=q["speaker"] != "unknown") for q in quotes}
    return SimpleNamespace(
        utterances=(utterance,), quote_by_id={q["quote_id"]: q for q in quotes}, article_by_id=articles,
        speaker_by_key=speakers, outlets=tuple(outlets), articles=[],
    )  # fmt: skip


RENDERINGS = st.lists(
    st.tuples(st.sampled_from("VWXYZ"), st.sampled_from(["a", "b", "c", "bc", None]), st.sampled_from("PQ")),
    min_size=1,
    max_size=8,
)


@given(RENDERINGS)
def test_every_part_of_every_newsroom_has_one_cell(renderings):
    site = site_of(renderings)
    synopsis = synopsis_of(site, site.utterances[0])
    assert [n.outlet for n in synopsis.newsrooms] == list(dict.fromkeys(outlet for outlet, _, _ in renderings))
    covered = {}
    for number, line in enumerate(synopsis.lines):
        for cell in line:
            assert cell.first == number
            for part in range(cell.first, cell.first + cell.span):
                assert (cell.outlet, part) not in covered
                covered[cell.outlet, part] = cell
    assert len(covered) == 3 * len(synopsis.newsrooms)
    shown = [q["quote_id"] for line in synopsis.lines for cell in line for q in cell.quotes]
    assert sorted(shown) == sorted(site.quote_by_id)


def test_a_rendering_of_two_parts_takes_both_lines_and_what_is_cut_is_empty():
    site = site_of([("V", "a", "P"), ("V", "bc", "P"), ("W", "c", "Q")])
    lines = synopsis_of(site, site.utterances[0]).lines
    found = [[(c.outlet, c.span, len(c.quotes)) for c in line] for line in lines]
    assert found == [[("V", 1, 1), ("W", 1, 0)], [("V", 2, 1), ("W", 1, 0)], [("W", 1, 1)]]


def test_finding_is_the_part_on_which_newsrooms_differ_most():
    site = site_of(
        [("V", "a", "P"), ("W", "a", "P"), ("V", "bc", "P"), ("W", "bc", "P"), ("X", "c", "Q"), ("Y", "c", "unknown")]
    )
    finding = synopsis_of(site, site.utterances[0]).finding
    assert finding.part == 2
    assert [(n.speaker.name, n.outlets) for n in finding.namings] == [
        ("P", ("V", "W")),
        ("Q", ("X",)),
        ("unknown", ("Y",)),
    ]
    assert finding.differing == 2
    assert find_statement(site) is site.utterances[0]


@pytest.mark.parametrize("renderings", [[("V", "a", "P")], [("V", "a", "P"), ("W", "b", "Q")]])
def test_no_statement_without_a_part_in_two_newsrooms(renderings):
    site = site_of(renderings)
    assert find_statement(site) is None
    assert synopsis_of(site, site.utterances[0]).finding is None


def test_a_statement_without_parts_is_one_line():
    site = site_of([("V", None, "P"), ("W", None, "Q")], parts=[])
    synopsis = synopsis_of(site, site.utterances[0])
    assert [part["gloss"] for part in synopsis.parts] == ["All."]
    assert [len(line) for line in synopsis.lines] == [2]
    assert synopsis.finding.differing == 1


def test_time_axis_has_a_place_for_each_known_day():
    site = site_of([("V", "a", "P"), ("W", "a", "P"), ("X", "a", "P")])
    axis = synopsis_of(site, site.utterances[0]).axis
    assert [day.day for _, day in axis.days] == [1, 2, 3]
    assert [(first, last) for first, last, _ in axis.links] == [(x, x) for x, _ in axis.days]
    assert all(16 < x < 100 for x, _ in axis.days)
    undated = site_of([("V", "a", "P"), ("W", "a", "P")], dates=False)
    assert synopsis_of(undated, undated.utterances[0]).axis is None


def test_numbers_and_names_in_sentences():
    assert [number_word(n) for n in (0, 1, 9, 10, 2000)] == ["no", "one", "nine", "10", "2,000"]
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [part_letter(n) for n in (0, 25, 26)] == ["A", "Z", "27"]
    assert (counted(1, "rendering"), counted(2000, "rendering")) == ("1\u00a0rendering", "2,000\u00a0renderings")
    assert [share(*pair) for pair in ((0, 5), (1, 900), (1, 8), (899, 900), (5, 5), (0, 0))] == [
        f"{text}\u00a0%" for text in ("0", "<1", "12", ">99", "100", "0")
    ]


def test_words_of_the_index_have_neither_case_nor_marks():
    assert words_of("The CAFÉ's 2 boats, Ålesund; قَالَ <b>") == {"the", "cafe", "s", "2", "boats", "alesund", "قال", "b"}
