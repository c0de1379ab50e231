"""What holds for every annotated article."""

from itertools import pairwise

from corpus.records import ROLES, Span
from support.strategies import MARKS


def spans_of(article):
    return [s for a in article.attributions for s in (*a.content, *a.cue, *a.source)]


def spans_stay_in_one_kept_segment(article):
    kept = [s.span for s in article.paragraphs]
    assert all(any(span.within(k) for k in kept) for span in spans_of(article))


def spans_hold_something(article):
    assert all(span.of(article.text).strip() for span in spans_of(article))


def spans_come_in_order(article):
    for a in article.attributions:
        assert a.content
        for spans in (a.content, a.cue, a.source):
            assert all(one.end <= two.start for one, two in pairwise(spans)), (a.id, spans)


def attributions_come_in_order(article):
    assert [a.id for a in article.attributions] == [f"q{n:03d}" for n in range(1, len(article.attributions) + 1)]
    starts = [a.content[0].start for a in article.attributions]
    assert starts == sorted(starts)


def segments_partition_the_text(article):
    """Every code point that is no white space is in exactly one segment, and no segment has more than one line."""
    covered = [i for s in article.segments for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    left = set(range(len(article.text))).difference(covered)
    assert all(article.text[i].isspace() for i in left)
    for segment in article.segments:
        words = segment.span.of(article.text)
        assert words == words.strip() != ""
        assert len(words.splitlines()) == 1
        assert segment.role in ROLES
        assert segment.rule
    assert [s.position for s in article.segments] == list(range(len(article.segments)))


def parents_hold_their_children(article):
    by_id = {a.id: a for a in article.attributions}
    for a in article.attributions:
        if a.parent is not None:
            parent = by_id[a.parent]
            assert parent is not a
            assert all(any(s.within(p) for p in parent.content) for s in a.content), (a.id, a.parent)


def marks_begin_with_a_mark_or_dash(article):
    whole_lines = {(s.start, s.end) for s in article.paragraphs}
    for mark in article.marks:
        # A quotation over several lines has a record for each; lines between the first and the last have no sign.
        signs = {article.text[mark.start], article.text[mark.end - 1]} & {*MARKS, *"–—―-„‟"}
        assert signs or (mark.start, mark.end) in whole_lines
        assert mark.end > mark.start + 1 or (mark.start, mark.end) in whole_lines
        assert any(Span(mark.start, mark.end).within(s.span) for s in article.paragraphs)


def marks_are_accounted_for(article):
    ids = {a.id: a for a in article.attributions}
    for mark in article.marks:
        assert (mark.kind == "quotation") == (mark.attribution is not None)
        if mark.attribution is not None:
            assert any(s.overlaps(Span(mark.start, mark.end)) for s in ids[mark.attribution].content)


def types_are_those_of_the_marks(article):
    """Words set apart are direct or mixed, except in a block, which is direct without any mark.

    For what is reported inside other reported words, the marks around the outer ones say nothing.
    """
    inside = [Span(m.start, m.end) for m in article.marks]
    for a in (a for a in article.attributions if a.parent is None):
        if a.type == "indirect":
            assert not any(s.overlaps(m) for s in a.content for m in inside), a.id
        elif a.type == "direct" and a.rule != "direct.block":
            assert all(any(s.within(m) for m in inside) for s in a.content), a.id


INVARIANTS = [
    spans_stay_in_one_kept_segment, spans_hold_something, spans_come_in_order, attributions_come_in_order,
    segments_partition_the_text, parents_hold_their_children, marks_begin_with_a_mark_or_dash, marks_are_accounted_for,
    types_are_those_of_the_marks,
]  # fmt: skip
