"""Annotations to test with: those of our own corpus, and strategies.

The strategies make any text, any spans that the guidelines allow in it, any words in the other fields.
"""

from hypothesis import strategies as st

from corpus.clean.lines import split_lines
from corpus.project.annotation import (
    Annotation,
    CuratedAttribution,
    CuratedMark,
    Difference,
    LineRole,
    TextSpan,
)
from corpus.project.annotation_files import annotation_files
from corpus.project.project import load_project
from corpus.records import KEPT_ROLES, ROLES
from support.paths import CONVOY

OWN = load_project(CONVOY)
FILES = annotation_files(OWN)

#: Marks of all kinds, what the tools' formats reserve, letters outside the basic plane, combining and direction signs.
TEXT = st.text(alphabet='ab "“”«–[]|_*\\;->#\té\u0301\u200f\U0001f600ق\n\n\r\u2028', min_size=1, max_size=60)
ID = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
WORDS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text("[]|_*\\;->#\n\t\r n\"1'", max_size=12),
)
NAME = WORDS.filter(str.strip)


@st.composite
def annotated(draw, texts=TEXT) -> tuple[str, Annotation]:
    """A text with an annotation that has no fault in its form."""
    text = draw(texts.filter(str.strip))
    lines = split_lines(text)
    roles = [draw(st.sampled_from(ROLES)) for _ in lines]
    kept = [line for line, role in zip(lines, roles, strict=True) if role in KEPT_ROLES]
    ids = draw(st.lists(ID, unique=True, max_size=4)) if kept else []
    rows = [draw(_attribution(text, kept, name=name, ids=ids)) for name in ids]
    marks = draw(st.lists(_span(text, kept), max_size=2)) if kept else []
    return text, Annotation(
        article_id="one",
        raw_sha256="0" * 64,
        status=draw(st.sampled_from(["reviewed", "unreviewed"])),
        segments=tuple(LineRole(line.number, role) for line, role in zip(lines, roles, strict=True)),
        attributions=tuple(sorted(rows, key=lambda a: a.content[0].start)),
        marks=tuple(
            CuratedMark(m.start, m.end, m.text, draw(st.sampled_from(["term", "title", "label"])))
            for m in sorted(marks, key=lambda m: m.start)
        ),
        differences=tuple(draw(st.lists(_DIFFERENCE, max_size=2))),
    )


_DIFFERENCE = st.builds(Difference, ID | st.integers(1, 99), WORDS, WORDS, WORDS, WORDS)


@st.composite
def _span(draw, text, lines) -> TextSpan:
    line = draw(st.sampled_from(lines))
    places = [i for i in range(line.start, line.end) if not text[i].isspace()]
    first, last = sorted(draw(st.tuples(*[st.sampled_from(places)] * 2)))
    return TextSpan(first, last + 1, text[first : last + 1])


@st.composite
def _spans(draw, text, lines, *, least) -> tuple[TextSpan, ...]:
    found: list[TextSpan] = []
    for span in sorted(draw(st.lists(_span(text, lines), min_size=least, max_size=3)), key=lambda s: s.start):
        if not found or found[-1].end <= span.start:
            found.append(span)
    return tuple(found)


@st.composite
def _attribution(draw, text, lines, *, name, ids) -> CuratedAttribution:
    others = [i for i in ids if i != name]
    return CuratedAttribution(
        id=name,
        type=draw(st.sampled_from(["direct", "indirect", "mixed"])),
        content=draw(_spans(text, lines, least=1)),
        cue=draw(_spans(text, lines, least=0)),
        source=draw(_spans(text, lines, least=0)),
        speaker=draw(NAME),
        speaker_kind=draw(st.sampled_from(["person", "organisation", "group", "unknown"])),
        resolution=draw(st.sampled_from(["named", "pronoun", "description", "implied", "unknown"])),
        medium=draw(st.none() | NAME),
        via=draw(st.none() | NAME),
        parent=draw(st.sampled_from([None, *others])),
        utterance=draw(st.none() | ID),
        part=draw(st.none() | ID),
        note=draw(WORDS),
    )
