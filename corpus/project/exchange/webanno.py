r"""WebAnno TSV 3.3, which INCEpTION reads and writes (INCEpTION user guide, appendix "Formats").

A sentence is a line of the raw text, a token a word or mark, cut further where an annotation starts or ends. The
format has no span of several stretches, so each is an annotation of its own: those of one content share the feature
``id``, the first has the other features; a cue or source names its content by ``attribution``. Layers are in
``layers.xml``, to be imported into a project of INCEpTION first. Offsets count UTF-16 units, as Java does.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from corpus.clean.lines import split_lines
from corpus.errors import ProjectError
from corpus.languages.tokenizer import tokenize
from corpus.project.annotation import Annotation
from corpus.project.exchange.partial_annotation import FIELDS, Loose, LooseAnnotation, document_fields, settle
from corpus.records import Span

_PREFIX = "webanno.custom."
#: The features of each layer, in the order of their columns.
LAYERS: Mapping[str, tuple[str, ...]] = {
    "QuotationDocument": ("article", "differences", "sha256", "status"),
    "QuotationRole": ("role",),
    "QuotationContent": tuple(name.replace("_", "") for name in sorted(FIELDS)),
    "QuotationCue": ("attribution",),
    "QuotationSource": ("attribution",),
    "QuotationMark": ("kind",),
}
_FIELD_OF = {name.replace("_", ""): name for name in FIELDS}
_HEAD = "#FORMAT=WebAnno TSV 3."
_ESCAPE = re.compile(r"->|[\\\[\]|_;*\t\n\r]")
_UNESCAPE = re.compile(r"\\(->|[\\\[\]|_;*tnr])")
_LETTERS = {"\t": "t", "\n": "n", "\r": "r"}
_CHARS = {letter: char for char, letter in _LETTERS.items()}
_UNIT = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d{1,9})-(\d{1,9})\t([^\t]*)\t(.*)", re.DOTALL)
#: A value, in which every bracket and bar is escaped, and the number that ties the words of an annotation.
_ITEM = re.compile(r"((?:\\.|[^\\|\[])++)(?:\[(\d+)\])?(?:\||$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layered:
    """One annotation of a layer: its stretch and its features, of which those without a value are left out."""

    layer: str
    span: Span
    features: Mapping[str, str]


#: An annotation with its number in the file.
Numbered = tuple[int, Layered]


def to_webanno(annotation: Annotation, text: str) -> str:
    """The ``.tsv`` file of an annotation."""
    layered = list(_layered(annotation, text))
    units = [0, *accumulate(2 if ord(c) > 0xFFFF else 1 for c in text)]
    cuts = sorted({offset for a in layered for offset in (a.span.start, a.span.end)})
    by_line = _by_line(text, layered)
    out = [f"{_HEAD}3", *(f"#T_SP={_PREFIX}{layer}|{'|'.join(names)}" for layer, names in LAYERS.items()), ""]
    for number, line in enumerate(split_lines(text), 1):
        out += ["", f"#Text={_escape_text(text[line.start : line.end])}"]
        begun = iter(by_line.get(line.start, ()))
        for k, (token, over) in enumerate(_covered(_tokens(text, line.start, line.end, cuts), begun), 1):
            cells = [cell for layer in LAYERS for cell in _cells(layer, over)]
            place = f"{units[token.start]}-{units[token.end]}"
            out.append("\t".join([f"{number}-{k}", place, token.of(text), *cells, ""]))
    return "\n".join(out) + "\n"


def _layered(annotation: Annotation, text: str) -> Iterator[Layered]:
    lines = {line.number: Span(line.start, line.end) for line in split_lines(text)}
    first = next(re.finditer(r"\S+", text))
    yield Layered("QuotationDocument", Span(*first.span()), document_fields(annotation))
    for s in annotation.segments:
        yield Layered("QuotationRole", lines[s.line], {"role": s.role})
    for a in annotation.attributions:
        fields = {name.replace("_", ""): getattr(a, name) for name in FIELDS}
        full = {name: value for name, value in fields.items() if value}
        for n, c in enumerate(a.content):
            yield Layered("QuotationContent", c.span, full if n == 0 else {"id": a.id})
        for layer, spans in (("QuotationCue", a.cue), ("QuotationSource", a.source)):
            yield from (Layered(layer, s.span, {"attribution": a.id}) for s in spans)
    for m in annotation.marks:
        yield Layered("QuotationMark", Span(m.start, m.end), {"kind": m.kind})


def _by_line(text: str, layered: Sequence[Layered]) -> dict[int, list[Numbered]]:
    """The annotations with their numbers, by the start of the line that they begin in, the first to begin first."""
    starts = [line.start for line in split_lines(text)]
    found: dict[int, list[Numbered]] = {}
    for number, one in sorted(enumerate(layered, 1), key=lambda a: a[1].span.start):
        found.setdefault(starts[bisect_right(starts, one.span.start) - 1], []).append((number, one))
    return found


def _tokens(text: str, start: int, end: int, cuts: Sequence[int]) -> Iterator[Span]:
    """Words and marks of a line, cut at ``cuts`` too; together they hold every character that is no white space."""
    found = tokenize(text, start, end)
    here = cuts[bisect_left(cuts, start) : bisect_right(cuts, end)]
    edges = sorted({*found.starts, *found.ends, *here})
    for match in re.finditer(r"\S+", text[start:end]):
        low, high = start + match.start(), start + match.end()
        places = [low, *edges[bisect_right(edges, low) : bisect_left(edges, high)], high]
        yield from (Span(a, b) for a, b in pairwise(places))


def _covered(tokens: Iterable[Span], begun: Iterator[Numbered]) -> Iterator[tuple[Span, list[Numbered]]]:
    """Each word with the annotations over it, by their numbers; ``begun`` has them in the order of their beginnings."""
    active: list[Numbered] = []
    following = next(begun, None)
    for token in tokens:
        active = [one for one in active if one[1].span.end > token.start]
        while following is not None and following[1].span.start <= token.start:
            active.append(following)
            following = next(begun, None)
        yield token, sorted((one for one in active if token.within(one[1].span)), key=lambda one: one[0])


def _cells(layer: str, over: Iterable[Numbered]) -> Iterator[str]:
    mine = [(n, a) for n, a in over if a.layer == layer]
    for name in LAYERS[layer]:
        values = (f"{_escape(a.features[name]) if name in a.features else '*'}[{n}]" for n, a in mine)
        yield "|".join(values) or "_"


def _escape(value: str) -> str:
    return _ESCAPE.sub(lambda m: "\\" + _LETTERS.get(m[0], m[0]), value)


def _unescape(value: str) -> str:
    return _UNESCAPE.sub(lambda m: _CHARS.get(m[1], m[1]), value)


def _escape_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t")


def from_webanno(data: str, text: str, *, path: Path) -> Annotation:
    """The annotation in a ``.tsv`` file, for a raw text.

    Raises:
        ProjectError: it is no WebAnno TSV 3, has other layers or another text, or something is lost.
    """
    lines = data.split("\n")
    if not lines[0].startswith(_HEAD):
        raise ProjectError("this is no WebAnno TSV 3", path=path, line=1, hint="Export it as WebAnno TSV v3.3")
    columns = [column for line in lines if line.startswith("#T_") for column in _columns(line, path)]
    offsets = {units: n for n, units in enumerate(accumulate((2 if ord(c) > 0xFFFF else 1 for c in text), initial=0))}
    found: dict[tuple[str, str], Layered] = {}
    for number, line in enumerate(lines, 1):
        match = None if line.startswith("#") else _UNIT.fullmatch(line)
        if match is not None:
            span = Span(offsets.get(int(match[2]), -1), offsets.get(int(match[3]), -1))
            if not 0 <= span.start < span.end or span.of(text) != match[4]:
                message = f"the word {match[4]!r} is not what stands there in the source"
                raise ProjectError(message, path=path, line=number, hint="Was it made for another text?")
            cells = ((*column, cell) for column, cell in zip(columns, match[5].split("\t"), strict=False))
            try:
                _read_unit(match[1], span, cells, found)
            except ValueError as e:
                raise ProjectError(str(e), path=path, line=number, hint="Export it again") from e
    return settle(_gathered(found.values(), path), text, path=path)


def _columns(line: str, path: Path) -> Iterator[tuple[str, str]]:
    """Layer and feature of each column that a header line declares; those of other layers are passed over later."""
    name, *features = line.partition("=")[2].split("|")
    layer = name.removeprefix(_PREFIX)
    if layer in LAYERS and not line.startswith("#T_SP="):
        raise ProjectError(f"{layer} is no span layer here", path=path, hint="Import layers.xml into the project")
    # A layer without features has one column all the same.
    yield from ((layer, feature) for feature in features or [""])


def _read_unit(
    unit: str, span: Span, cells: Iterable[tuple[str, str, str]], found: dict[tuple[str, str], Layered]
) -> None:
    """Add what the cells of a word (layer, feature, written values) say to the annotations found so far.

    Raises:
        ValueError: a cell is not written as the format has it.
    """
    for layer, feature, cell in cells:
        if layer not in LAYERS or cell == "_":
            continue
        for n, (value, number) in enumerate(_items(cell)):
            # Without a number it is an annotation of this word, or part of a word, alone.
            key = (layer, f"[{number}]" if number else f"{unit} {n}")
            before = found.get(key, Layered(layer, span, {}))
            features = dict(before.features) if value == "*" else {**before.features, feature: _unescape(value)}
            whole = Span(min(before.span.start, span.start), max(before.span.end, span.end))
            found[key] = Layered(layer, whole, features)


def _items(cell: str) -> Iterator[tuple[str, str | None]]:
    """The values in a cell, each with its number if it has one."""
    at = 0
    while at < len(cell):
        item = _ITEM.match(cell, at)
        if item is None:
            raise ValueError(f"{cell[at : at + 40]!r} is no value of a cell")
        yield item[1], item[2]
        at = item.end()


def _gathered(found: Iterable[Layered], path: Path) -> LooseAnnotation:
    loose = LooseAnnotation()
    by_id: dict[str, Loose] = {}
    linked = []
    for a in found:
        if a.layer == "QuotationDocument":
            loose.document.update(a.features)
        elif a.layer == "QuotationRole":
            loose.roles.append((a.span.start, a.features.get("role", "")))
        elif a.layer == "QuotationMark":
            loose.marks.append((a.span, a.features.get("kind", "")))
        elif a.layer == "QuotationContent":
            one = by_id.setdefault(a.features.get("id", f"without {len(by_id)}"), Loose())
            one.fields.update({_FIELD_OF[k]: v for k, v in a.features.items() if k in _FIELD_OF})
            one.parts["content"].append(a.span)
        else:
            linked.append(a)
    for a in linked:
        owner = by_id.get(a.features.get("attribution", ""))
        if owner is None:
            message = f"the {a.layer} at {a.span.start} belongs to no content"
            raise ProjectError(message, path=path, hint="Give its attribution the id of one")
        owner.parts[a.layer.removeprefix("Quotation").lower()].append(a.span)
    loose.attributions = list(by_id.values())
    return loose
