"""Find what is wrong in an annotation whose values all have the right type.

The checks run in groups. Each group relies on the earlier ones having found nothing, so the first group with a problem
is the last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.clean.lines import Line, split_lines
from corpus.errors import ProjectError
from corpus.project.annotated_marks import pairs_of, uncovered
from corpus.project.annotation import PARTS, Annotation, CuratedAttribution, TextSpan
from corpus.project.annotation_files import annotation_path
from corpus.project.project import UTTERANCES_FILE, Problem, Project
from corpus.records import KEPT_ROLES, Segment, Source, Span

#: Id of the problem that an annotation is malformed.
INVALID = "annotation-invalid"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: Fields of an attribution that are null or not blank.
_NOT_BLANK = ("speaker", "medium", "via", "parent", "utterance", "part", "gloss")
#: Longest quote of a text in a message, in characters.
_QUOTE_LENGTH = 60


@dataclass(frozen=True)
class AnnotatedSource:
    """An annotation with what it is about; ``text`` is the raw text of the source."""

    project: Project
    source: Source
    text: str
    annotation: Annotation

    @property
    def path(self) -> Path:
        """The annotation's file."""
        return annotation_path(self.project, self.source.id)

    @cached_property
    def lines(self) -> Mapping[int, Line]:
        """The non-empty lines of the raw text, by number."""
        return {line.number: line for line in split_lines(self.text)}

    @cached_property
    def kept(self) -> list[Span]:
        """The lines of article text proper."""
        roles = self.annotation.roles
        return [Span(line.start, line.end) for n, line in self.lines.items() if roles.get(n) in KEPT_ROLES]

    @cached_property
    def spans(self) -> Sequence[LabelledSpan]:
        """All spans of attributions and marks."""
        return tuple(self._spans())

    def _spans(self) -> Iterator[LabelledSpan]:
        for a in self.annotation.attributions:
            for part in PARTS:
                for n, span in enumerate(a.spans(part)):
                    yield LabelledSpan(f"{a.id}: {part}[{n}]", span)
        for m in self.annotation.marks:
            yield LabelledSpan(f"the mark at {m.start}", TextSpan(m.start, m.end, m.text))

    def problem(self, name: str, message: str, *, at: str, hint: str) -> Problem:
        """Return a problem at the first line of the file that contains ``at``."""
        return Problem(name, ProjectError(message, path=self.path, line=_line_with(self.path, at), hint=hint))


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A span of an annotation and what it is called in messages."""

    label: str
    span: TextSpan

    @property
    def file_text(self) -> str:
        """What the span's line of the file contains."""
        return f'"start": {self.span.start}, "end": {self.span.end}'


def annotation_problems(
    project: Project, source: Source, text: str, annotation: Annotation, *, form_only: bool = False
) -> Iterator[Problem]:
    """Find what is wrong in an annotation.

    Args:
        project: The project.
        source: The annotated article.
        text: The raw text of the article.
        annotation: Its annotation.
        form_only: Whether to check only that it is well-formed and fits the text, as for every unreviewed annotation,
            whose rest is work in progress.

    Yields:
        The problems of the first group of checks that finds any.
    """
    subject = AnnotatedSource(project, source, text, annotation)
    complete = annotation.reviewed and not form_only
    for group in _GROUPS if complete else _FORM_GROUPS:
        found = [problem for check in group for problem in check(subject)]
        yield from found
        if found:
            return


def _line_with(path: Path, fragment: str) -> int | None:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None  # An annotation that is not in its file yet, as on import.
    return next((n for n, line in enumerate(lines, 1) if fragment in line), None)


def _id_line(attribution_id: str) -> str:
    return f'"id": "{attribution_id}"'


def _quote(text: str) -> str:
    return repr(text if len(text) < _QUOTE_LENGTH else text[: _QUOTE_LENGTH - 3] + "…")


def _article_id_fits(subject: AnnotatedSource) -> Iterator[Problem]:
    annotation_id, source_id = subject.annotation.article_id, subject.source.id
    if annotation_id != source_id:
        message = f"the article is {annotation_id!r}, but the file is named after {source_id!r}"
        yield subject.problem(INVALID, message, at='"article_id"', hint="Name the file after the article")


def _ids_are_unique(subject: AnnotatedSource) -> Iterator[Problem]:
    hint = "Use lower-case letters, digits and -, and each id once"
    for one, count in Counter(a.id for a in subject.annotation.attributions).items():
        if count > 1:
            yield subject.problem(INVALID, f"the id {one!r} is used {count} times", at=_id_line(one), hint=hint)
        elif not _ID.fullmatch(one):
            yield subject.problem(INVALID, f"invalid id {one!r}", at=_id_line(one), hint=hint)


def _attributions_are_complete(subject: AnnotatedSource) -> Iterator[Problem]:
    for a in subject.annotation.attributions:
        for message, hint in _incomplete(a):
            yield subject.problem(INVALID, message, at=_id_line(a.id), hint=hint)


def _incomplete(a: CuratedAttribution) -> Iterator[tuple[str, str]]:
    for key in _NOT_BLANK:
        value = getattr(a, key)
        if value is not None and not value.strip():
            yield f"{a.id}: {key} is an empty string", "Fix the value"
    if not a.content:
        yield f"{a.id} has no content", "Mark the reported words, or remove it"
    if a.part is not None and a.utterance is None:
        yield f"{a.id} names a part, but no utterance", "Name the utterance, or remove the part"


def _spans_are_not_empty(subject: AnnotatedSource) -> Iterator[Problem]:
    for labelled in subject.spans:
        if not 0 <= labelled.span.start < labelled.span.end:
            message = f"{labelled.label} does not end after its start"
            yield subject.problem(INVALID, message, at=labelled.file_text, hint="Fix the offsets")


def _lines_have_one_role(subject: AnnotatedSource) -> Iterator[Problem]:
    for number, count in Counter(s.line for s in subject.annotation.segments).items():
        if count > 1:
            message = f"line {number} has {count} roles"
            yield subject.problem(INVALID, message, at=f'"line": {number},', hint="Leave one")


def _same_source(subject: AnnotatedSource) -> Iterator[Problem]:
    annotated = subject.annotation.raw_sha256
    if annotated != subject.source.sha256:
        message = f"it was made for bytes with the SHA-256 {annotated}, not for those of the source"
        hint = "Check the annotation, then write the new hash"
        yield subject.problem("annotation-source-changed", message, at='"raw_sha256"', hint=hint)


def _same_text(subject: AnnotatedSource) -> Iterator[Problem]:
    for labelled in subject.spans:
        span = labelled.span
        found = span.span.of(subject.text)
        if found != span.text:
            message = f"{labelled.label} says {_quote(span.text)}, but {span.start}-{span.end} is {_quote(found)}"
            hint = "Fix the offsets or the text"
            yield subject.problem("annotation-span-text", message, at=labelled.file_text, hint=hint)


def _every_line_has_a_role(subject: AnnotatedSource) -> Iterator[Problem]:
    annotated = subject.annotation.roles.keys()
    for number in sorted(subject.lines.keys() - annotated):
        message = f"line {number} has no role"
        yield subject.problem("annotation-role-missing", message, at='"segments"', hint="Add it to segments")
    for number in sorted(annotated - subject.lines.keys()):
        message, hint = f"line {number} holds no text, but has a role", "Remove it from segments"
        yield subject.problem(INVALID, message, at=f'"line": {number},', hint=hint)


def _spans_are_in_lines(subject: AnnotatedSource) -> Iterator[Problem]:
    kept = subject.kept
    for labelled in subject.spans:
        span = labelled.span
        number = bisect_right(kept, span.start, key=lambda line: line.start) - 1
        if number < 0 or not span.span.within(kept[number]):
            message = f"{labelled.label} is not inside one line of article text"
            hint = "Mark each line separately, and nothing in lines whose role drops them"
        elif span.text != span.text.strip():
            message, hint = f"{labelled.label} has white space at its edge", "Leave the white space out"
        else:
            continue
        yield subject.problem("annotation-span-outside", message, at=labelled.file_text, hint=hint)


def _all_is_in_order(subject: AnnotatedSource) -> Iterator[Problem]:
    for what, offsets, at in _offset_sequences(subject.annotation):
        if offsets != sorted(offsets):
            message = f"{what} are not in order"
            yield subject.problem("annotation-order", message, at=at, hint="Sort by offset")


def _offset_sequences(annotation: Annotation) -> Iterator[tuple[str, list[int], str]]:
    """Yield what must be in order, its offsets or line numbers, and what its line of the file contains."""
    attributions = annotation.attributions
    yield "the lines", [s.line for s in annotation.segments], '"segments"'
    yield "the attributions", [a.content[0].start for a in attributions], '"attributions"'
    yield "the marks", [m.start for m in annotation.marks], '"marks"'
    for a in attributions:
        for part in PARTS:
            bounds = [offset for span in a.spans(part) for offset in (span.start, span.end)]
            yield f"{a.id}: the spans of {part} overlap or", bounds, _id_line(a.id)


def _parents_contain(subject: AnnotatedSource) -> Iterator[Problem]:
    by_id = {a.id: a for a in subject.annotation.attributions}
    hint = "Name the attribution in whose content it is, or null"
    for a in by_id.values():
        message = _parent_fault(a, by_id)
        if message is not None:
            yield subject.problem("annotation-parent", message, at=_id_line(a.id), hint=hint)


def _parent_fault(a: CuratedAttribution, by_id: Mapping[str, CuratedAttribution]) -> str | None:
    if a.parent is None:
        return None
    parent = by_id.get(a.parent)
    if parent is None:
        return f"{a.id}: unknown parent {a.parent!r}"
    if _is_own_ancestor(a, by_id):
        return f"{a.id} is inside itself by its parents"
    if not _contains(parent, a):
        return f"{a.id} has a content that is not inside that of its parent {parent.id}"
    return None


def _is_own_ancestor(a: CuratedAttribution, by_id: Mapping[str, CuratedAttribution]) -> bool:
    """Return whether following the parents from an attribution leads to a cycle."""
    seen: set[str] = set()
    at: CuratedAttribution | None = a
    while at is not None and at.parent is not None:
        if at.id in seen:
            return True
        seen.add(at.id)
        at = by_id.get(at.parent)
    return False


def _contains(outer: CuratedAttribution, inner: CuratedAttribution) -> bool:
    return all(any(c.span.within(o.span) for o in outer.content) for c in inner.content)


def _utterances_are_listed(subject: AnnotatedSource) -> Iterator[Problem]:
    parts = {u.id: {p.id for p in u.parts} for u in subject.project.utterances}
    for a in subject.annotation.attributions:
        if a.utterance is None:
            continue
        if a.utterance not in parts:
            message = f"{a.id}: unknown utterance {a.utterance!r}"
        elif a.part is not None and a.part not in parts[a.utterance]:
            message = f"{a.id}: the utterance {a.utterance!r} has no part {a.part!r}"
        else:
            continue
        hint = f"Add it to {UTTERANCES_FILE}"
        yield subject.problem("annotation-utterance-unknown", message, at=_id_line(a.id), hint=hint)


def _marks_are_covered(subject: AnnotatedSource) -> Iterator[Problem]:
    roles = subject.annotation.roles
    segments = []
    for position, (number, line) in enumerate(subject.lines.items()):
        segments.append(Segment(position, number, line.start, line.end, roles[number], ""))
    pairs = pairs_of(subject.text, segments, language=subject.source.language)
    hint = "List them in marks as term, title or label, or mark the attribution"
    for pair in uncovered(pairs, subject.annotation):
        words = _quote(subject.text[pair.start : pair.end])
        message = f"the quotation marks of {words} at {pair.start} are in no content and not listed"
        yield subject.problem("annotation-mark-uncovered", message, at='"marks"', hint=hint)


_Checks = tuple[Callable[[AnnotatedSource], Iterator[Problem]], ...]
#: Whether the annotation is well-formed and fits the text.
_FORM_GROUPS: tuple[_Checks, ...] = (
    (_article_id_fits, _ids_are_unique, _attributions_are_complete, _spans_are_not_empty, _lines_have_one_role),
    (_same_source,),
    (_same_text, _every_line_has_a_role),
    (_spans_are_in_lines, _all_is_in_order, _parents_contain),
)
_GROUPS: tuple[_Checks, ...] = (
    *_FORM_GROUPS,
    (_utterances_are_listed, _marks_are_covered),
)
