"""Everything that can be wrong in an annotation though each value is of its type.

What a check needs, an earlier group has found right: where a group of checks finds something, the later ones are left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from corpus.clean.lines import Line, split_lines
from corpus.errors import ProjectError
from corpus.project.annotated_marks import pairs_of, uncovered
from corpus.project.annotation import PARTS, Annotation, CuratedAttribution, TextSpan
from corpus.project.annotation_files import annotation_path
from corpus.project.project import SPEAKERS_FILE, UTTERANCES_FILE, Problem, Project
from corpus.records import KEPT_ROLES, UNKNOWN, Segment, Source, Span

#: The id of the problem that an annotation does not have the form.
INVALID = "annotation-invalid"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Subject:
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
        """The lines of the raw text that hold something, by number."""
        return {line.number: line for line in split_lines(self.text)}

    @cached_property
    def kept(self) -> list[Span]:
        """The lines of the article text proper."""
        roles = {s.line: s.role for s in self.annotation.segments}
        return [Span(line.start, line.end) for n, line in self.lines.items() if roles.get(n) in KEPT_ROLES]

    def problem(self, name: str, message: str, *, at: str, hint: str) -> Problem:
        """A problem at the first line of the file that holds ``at``."""
        return Problem(name, ProjectError(message, path=self.path, line=_line_with(self.path, at), hint=hint))


def annotation_problems(
    project: Project, source: Source, text: str, annotation: Annotation, *, form_only: bool = False
) -> Iterator[Problem]:
    """What is wrong in an annotation, for a source whose raw text is ``text``.

    Of an unreviewed one, or where ``form_only``, it is looked at only whether it has the form and fits the text: the
    rest is work in progress.
    """
    subject = Subject(project, source, text, annotation)
    for group in _GROUPS if annotation.reviewed and not form_only else _GROUPS[:_FORM]:
        found = [problem for check in group for problem in check(subject)]
        yield from found
        if found:
            return


def _line_with(path: Path, fragment: str) -> int | None:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None  # an annotation that is not in its file yet, as on import
    return next((n for n, line in enumerate(lines, 1) if fragment in line), None)


def _id_line(attribution_id: str) -> str:
    return f'"id": "{attribution_id}"'


def _labelled(subject: Subject) -> Iterator[tuple[str, str, TextSpan]]:
    """Every span with its place in words and what its line of the file holds."""
    for a in subject.annotation.attributions:
        for part in PARTS:
            for n, span in enumerate(getattr(a, part)):
                yield f"{a.id}: {part}[{n}]", f'"start": {span.start}, "end": {span.end}', span
    for m in subject.annotation.marks:
        span = TextSpan(m.start, m.end, m.text)
        yield f"the mark at {m.start}", f'"start": {m.start}, "end": {m.end}', span


def _form(subject: Subject) -> Iterator[Problem]:
    annotation = subject.annotation

    def invalid(message: str, at: str, hint: str = "Mend the value") -> Problem:
        return subject.problem("annotation-invalid", message, at=at, hint=hint)

    if annotation.article_id != subject.source.id:
        message = f"the article is {annotation.article_id!r}, but the file is named after {subject.source.id!r}"
        yield invalid(message, '"article_id"', "Name the file after the article")
    for one, count in Counter(a.id for a in annotation.attributions).items():
        if count > 1 or not _ID.fullmatch(one):
            message = f"the id {one!r} is used {count} times" if count > 1 else f"{one!r} is no id"
            yield invalid(message, _id_line(one), "Use small letters, digits and -, and each id once")
    for a in annotation.attributions:
        for key in ("speaker", "medium", "via", "parent", "utterance", "part"):
            value = getattr(a, key)
            if value is not None and not value.strip():
                yield invalid(f"{a.id}: {key} is a string without anything in it", _id_line(a.id))
        if not a.content:
            yield invalid(f"{a.id} has no content", _id_line(a.id), "Mark the reported words, or remove it")
        if a.part is not None and a.utterance is None:
            yield invalid(f"{a.id} names a part, but no utterance", _id_line(a.id))
    for place, at, span in _labelled(subject):
        if not 0 <= span.start < span.end:
            yield invalid(f"{place} does not end after its start", at)
    for number, count in Counter(s.line for s in annotation.segments).items():
        if count > 1:
            yield invalid(f"line {number} has {count} roles", f'"line": {number},', "Leave one")


def _same_source(subject: Subject) -> Iterator[Problem]:
    annotation = subject.annotation
    if annotation.raw_sha256 != subject.source.sha256:
        message = f"it was made for bytes with the SHA-256 {annotation.raw_sha256}, not for those of the source"
        hint = "Look through the annotation, then write the new hash"
        yield subject.problem("annotation-source-changed", message, at='"raw_sha256"', hint=hint)


def _same_words(subject: Subject) -> Iterator[Problem]:
    for place, at, span in _labelled(subject):
        found = subject.text[span.start : span.end]
        if found != span.text:
            message = f"{place} says {_short(span.text)}, but {span.start}-{span.end} is {_short(found)}"
            yield subject.problem("annotation-span-text", message, at=at, hint="Mend the offsets or the words")


def _short(text: str) -> str:
    return repr(text if len(text) < 60 else text[:57] + "…")


def _roles(subject: Subject) -> Iterator[Problem]:
    given = {s.line for s in subject.annotation.segments}
    for number in sorted(subject.lines.keys() - given):
        message = f"line {number} has no role"
        yield subject.problem("annotation-role-missing", message, at='"segments"', hint="Add it to segments")
    for number in sorted(given - subject.lines.keys()):
        message, hint = f"line {number} holds no text, but has a role", "Remove it from segments"
        yield subject.problem("annotation-invalid", message, at=f'"line": {number},', hint=hint)


def _inside(subject: Subject) -> Iterator[Problem]:
    kept = subject.kept
    for place, at, span in _labelled(subject):
        line = bisect_right(kept, span.start, key=lambda k: k.start) - 1
        if line < 0 or not span.span.within(kept[line]):
            message = f"{place} is not inside one line of article text"
            hint = "Mark each line apart, and nothing in lines whose role drops them"
            yield subject.problem("annotation-span-outside", message, at=at, hint=hint)
        elif span.text != span.text.strip():
            message = f"{place} has white space at its edge"
            yield subject.problem("annotation-span-outside", message, at=at, hint="Leave the white space out")


def _order(subject: Subject) -> Iterator[Problem]:
    annotation = subject.annotation

    def misplaced(starts: Iterable[int], what: str, at: str) -> Iterator[Problem]:
        numbers = list(starts)
        if numbers != sorted(numbers):
            yield subject.problem("annotation-order", f"{what} are not in order", at=at, hint="Sort by offset")

    yield from misplaced((s.line for s in annotation.segments), "the lines", '"segments"')
    yield from misplaced((a.content[0].start for a in annotation.attributions), "the attributions", '"attributions"')
    yield from misplaced((m.start for m in annotation.marks), "the marks", '"marks"')
    for a in annotation.attributions:
        for part in PARTS:
            bounds = [offset for s in getattr(a, part) for offset in (s.start, s.end)]
            yield from misplaced(bounds, f"{a.id}: the spans of {part}, or they overlap: they", _id_line(a.id))


def _parents(subject: Subject) -> Iterator[Problem]:
    by_id = {a.id: a for a in subject.annotation.attributions}
    for a in by_id.values():
        if a.parent is None:
            continue
        outer = by_id.get(a.parent)
        message = None
        if outer is None:
            message = f"{a.id}: there is no parent {a.parent!r}"
        elif outer is a or _circular(a, by_id):
            message = f"{a.id} is inside itself by its parents"
        elif not all(any(c.span.within(o.span) for o in outer.content) for c in a.content):
            message = f"{a.id} has a content that is not inside that of its parent {outer.id}"
        if message is not None:
            hint = "Name the attribution in whose content it stands, or null"
            yield subject.problem("annotation-parent", message, at=_id_line(a.id), hint=hint)


def _circular(a: CuratedAttribution, by_id: Mapping[str, CuratedAttribution]) -> bool:
    seen: set[str] = set()
    at: CuratedAttribution | None = a
    while at is not None and at.parent is not None and at.id not in seen:
        seen.add(at.id)
        at = by_id.get(at.parent)
    return at is not None and at.id in seen


def _speakers(subject: Subject) -> Iterator[Problem]:
    names = {s.name for s in subject.project.speakers} | {UNKNOWN}
    for a in subject.annotation.attributions:
        if a.speaker not in names:
            message, hint = f"{a.id}: the speaker {a.speaker!r} is not listed", f"Add an entry to {SPEAKERS_FILE}"
            yield subject.problem("annotation-speaker-unlisted", message, at=_id_line(a.id), hint=hint)


def _utterances(subject: Subject) -> Iterator[Problem]:
    parts = {u.id: {p.id for p in u.parts} for u in subject.project.utterances}
    for a in subject.annotation.attributions:
        if a.utterance is None:
            continue
        message = None
        if a.utterance not in parts:
            message = f"{a.id}: there is no utterance {a.utterance!r}"
        elif a.part is not None and a.part not in parts[a.utterance]:
            message = f"{a.id}: the utterance {a.utterance!r} has no part {a.part!r}"
        if message is not None:
            hint = f"Add it to {UTTERANCES_FILE}"
            yield subject.problem("annotation-utterance-unknown", message, at=_id_line(a.id), hint=hint)


def _marks(subject: Subject) -> Iterator[Problem]:
    roles = {s.line: s.role for s in subject.annotation.segments}
    segments = [Segment(k, n, ln.start, ln.end, roles[n], "") for k, (n, ln) in enumerate(subject.lines.items())]
    pairs = pairs_of(subject.text, segments, language=subject.source.language)
    for pair in uncovered(pairs, subject.annotation):
        words = _short(subject.text[pair.start : pair.end])
        message = f"the quotation marks of {words} at {pair.start} are in no content and not listed"
        hint = "List them in marks as term, title or label, or mark the attribution"
        yield subject.problem("annotation-mark-uncovered", message, at='"marks"', hint=hint)


_Checks = tuple[Callable[[Subject], Iterator[Problem]], ...]
_GROUPS: tuple[_Checks, ...] = (
    (_form,),
    (_same_source,),
    (_same_words, _roles),
    (_inside, _order, _parents),
    (_speakers, _utterances, _marks),
)
#: So many groups look at the form.
_FORM = 4
