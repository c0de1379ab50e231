"""Which marks hold which contents."""

from corpus.project.annotated_marks import all_pairs, curated_marks, type_by_marks, uncovered
from corpus.project.annotation import Annotation, CuratedMark
from corpus.records import Span

TEXT = '"Go on," said Ana of the "Harbour Plan".'
FIRST, SECOND = all_pairs(TEXT)


def annotation(*marks: CuratedMark) -> Annotation:
    return Annotation("one", "0", "unreviewed", (), (), marks, ())


def test_pairs():
    assert [TEXT[p.start : p.end] for p in (FIRST, SECOND)] == ['"Go on,"', '"Harbour Plan"']


def test_type_by_marks():
    pairs = [FIRST, SECOND]
    assert type_by_marks(TEXT, [Span(1, 7)], pairs) == "direct"
    assert type_by_marks(TEXT, [Span(0, 8)], pairs) == "direct"
    assert type_by_marks(TEXT, [Span(1, 12)], pairs) == "mixed"
    assert type_by_marks(TEXT, [Span(9, 13)], pairs) == "indirect"
    assert type_by_marks(TEXT, [], pairs) == "indirect"


def test_listed_marks_are_covered():
    listed = annotation(CuratedMark(SECOND.start, SECOND.end, TEXT[SECOND.start : SECOND.end], "title"))
    assert list(uncovered([FIRST, SECOND], listed)) == [FIRST]
    assert [(m.start, m.kind) for m in curated_marks([FIRST, SECOND], listed)] == [
        (FIRST.start, "term"), (SECOND.start, "title"),
    ]  # fmt: skip
