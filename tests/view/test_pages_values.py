"""What pages are filled with: lists in parts, who is listed, what may be replaced, pieces of compared texts, totals."""

from collections import Counter

import pytest

from corpus.view.articles import _boundaries, _PartSpan
from corpus.view.figures.cross_table import cross_table, totals_of
from corpus.view.figures.figure import Grid, RowLabel
from corpus.view.figures.layout import _most
from corpus.view.figures.outlets import types_by_outlet
from corpus.view.figures.spread import utterance_spread
from corpus.view.pages import _paged
from corpus.view.site import _TITLE, _first_group, most_frequent
from corpus.view.utterances import _side
from corpus.view.write import _may_write


@pytest.mark.parametrize(
    ("count", "files"),
    [(0, ["x.html"]), (2, ["x.html"]), (3, ["x.html", "x~2.html"]), (5, ["x.html", "x~2.html", "x~3.html"])],
)
def test_lists_are_divided_into_pages(count, files):
    parts = list(_paged("list/x", range(count), 2))
    assert [file for file, _, _ in parts] == [f"list/{name}" for name in files]
    assert [entry for _, entries, _ in parts for entry in entries] == list(range(count))
    assert all(names == files for _, _, names in parts)


def test_folders_that_may_be_written(tmp_path):
    assert _may_write(tmp_path / "new")
    assert _may_write(tmp_path)
    (tmp_path / "other.txt").write_text("x")
    assert not _may_write(tmp_path)
    assert not _may_write(tmp_path / "other.txt")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "theme.js").write_text("")
    assert _may_write(tmp_path)


def test_a_text_is_cut_at_its_edits():
    edits = [
        {"operation": "equal", "first_start": 0, "first_end": 3},
        {"operation": "cut", "first_start": 4, "first_end": 7},
        {"operation": "added", "first_start": 7, "first_end": 7},
    ]
    pieces = [("equal", "one"), ("equal", " "), ("cut", "two"), ("equal", " three")]
    assert list(_side("one two three", edits, "first")) == pieces


def test_boundaries_stay_inside_the_line():
    spans = [_PartSpan(0, 12, 2, "content", {}), _PartSpan(14, 30, 0, "cue", {})]
    assert _boundaries({"start": 10, "end": 20}, spans) == [10, 12, 14, 20]


def test_kind_of_a_speaker_is_that_of_most_quotes():
    assert most_frequent(Counter(["group", "person", "person"])) == "person"
    assert most_frequent(Counter()) == "unknown"


def test_title_of_a_card():
    assert _first_group(_TITLE, "## No\n\n# The   title\n") == "The title"
    assert _first_group(_TITLE, "no title") == ""


def test_totals_and_cross_table():
    pairs = Counter({("a", "x"): 3, ("a", "y"): 1, ("b", "x"): 1, ("c", "x"): 1, ("d", "x"): 1})
    totals, spread = totals_of(pairs)
    assert (totals, spread) == (Counter(a=4, b=1, c=1, d=1), Counter(a=2, b=1, c=1, d=1))
    table = cross_table(pairs, list("abcd"), list("xy"), limits=(2, 2))
    assert (list(table.lines), table.more_lines, table.counts) == (["a", "b"], 2, [[3, 1], [1, 0], [2, 0]])


def test_largest_count_leaves_out_the_rest():
    grid = Grid((RowLabel("a"), RowLabel("more", rest=True)), (RowLabel("x"),), ((2,), (9,)), ("speaker", "outlet"))
    assert _most(grid) == 2
    assert _most(Grid((RowLabel("a"),), (RowLabel("x"),), ((0,),), ("speaker", "outlet"))) == 1


def test_no_figure_without_data():
    rows = {"articles": [], "quotes": [], "utterances": []}
    assert types_by_outlet(rows) is utterance_spread(rows) is None
