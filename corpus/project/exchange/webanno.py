r"""Convert annotations to WebAnno TSV 3.3 and back, which INCEpTION reads and writes.

The format is described in the INCEpTION user guide, appendix "Formats". A sentence is a line of the raw text; a token
is a word or mark, split further where an annotation starts or ends. The format has no discontinuous spans, so each span
is an annotation of its own: those of one content share the feature ``id``, the first has the other features; a cue or
source names its content by ``attribution``. Layers are in ``layers.xml``, to be imported into an INCEpTION project
first. Offsets count UTF-16 units, as Java does.
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
from corpus.project.exchange.partial_annotation import (
    FIELDS,
    PartialAnnotation,
    PartialAttribution,
    complete,
    document_fields,
)
from corpus.records import Span

_PREFIX = "webanno.custom."
#: The features of each layer, in the order of their columns.
LAYERS: Mapping[str, tuple[str, ...]] = {
    "QuotationDocument": ("article", "differences", "origin", "sha256", "status"),
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
#: A value, whose brackets and bars are escaped, and the number that joins the words of one annotation.
_ITEM = re.compile(r"((?:\\.|[^\\|\[])++)(?:\[(\d+)\])?(?:\||$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LayerAnnotation:
    """One annotation of a layer: its span, and its features that have a value."""

    layer: str
    span: Span
    features: Mapping[str, str]


#: An annotation with its number in the file.
Numbered = tuple[int, LayerAnnotation]


def to_webanno(annotation: Annotation, text: str) -> str:
    """Return the ``.tsv`` file of an annotation.

    Args:
        annotation: The annotation.
        text: The raw text of its article.
    """
    annotations = list(_layer_annotations(annotation, text))
    units = [0, *accumulate(map(_utf16_units, text))]
    cuts = sorted({a.span.start for a in annotations} | {a.span.end for a in annotations})
    by_line = _by_line(text, annotations)
    out = [f"{_HEAD}3", *(f"#T_SP={_PREFIX}{layer}|{'|'.join(names)}" for layer, names in LAYERS.items()), ""]
    for number, line in enumerate(split_lines(text), 1):
        out += ["", f"#Text={_escape_text(text[line.start : line.end])}"]
        begun = iter(by_line.get(line.start, ()))
        tokens = _tokens(text, line.start, line.end, cuts)
        for k, (token, over) in enumerate(_with_annotations(tokens, begun), 1):
            place = f"{units[token.start]}-{units[token.end]}"
            out.append("\t".join([f"{number}-{k}", place, token.of(text), *_cells(over), ""]))
    return "\n".join(out) + "\n"


def _utf16_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _layer_annotations(annotation: Annotation, text: str) -> Iterator[LayerAnnotation]:
    lines = {line.number: Span(line.start, line.end) for line in split_lines(text)}
    first_word = next(re.finditer(r"\S+", text))
    yield LayerAnnotation("QuotationDocument", Span(*first_word.span()), document_fields(annotation))
    for s in annotation.segments:
        yield LayerAnnotation("QuotationRole", lines[s.line], {"role": s.role})
    for a in annotation.attributions:
        values = {name.replace("_", ""): getattr(a, name) for name in FIELDS}
        features = {name: value for name, value in values.items() if value}
        for n, c in enumerate(a.content):
            yield LayerAnnotation("QuotationContent", c.span, features if n == 0 else {"id": a.id})
        for layer, spans in (("QuotationCue", a.cue), ("QuotationSource", a.source)):
            for span in spans:
                yield LayerAnnotation(layer, span.span, {"attribution": a.id})
    for m in annotation.marks:
        yield LayerAnnotation("QuotationMark", Span(m.start, m.end), {"kind": m.kind})


def _by_line(text: str, annotations: Sequence[LayerAnnotation]) -> dict[int, list[Numbered]]:
    """Return the annotations with their numbers, by the start of the line that they begin in, earliest first."""
    starts = [line.start for line in split_lines(text)]
    found: dict[int, list[Numbered]] = {}
    for number, one in sorted(enumerate(annotations, 1), key=lambda a: a[1].span.start):
        found.setdefault(starts[bisect_right(starts, one.span.start) - 1], []).append((number, one))
    return found


def _tokens(text: str, start: int, end: int, cuts: Sequence[int]) -> Iterator[Span]:
    """Yield words and marks of a line, split at ``cuts`` too; they cover every character but white space."""
    found = tokenize(text, start, end)
    here = cuts[bisect_left(cuts, start) : bisect_right(cuts, end)]
    edges = sorted({*found.starts, *found.ends, *here})
    for match in re.finditer(r"\S+", text[start:end]):
        low, high = start + match.start(), start + match.end()
        places = [low, *edges[bisect_right(edges, low) : bisect_left(edges, high)], high]
        for token_start, token_end in pairwise(places):
            yield Span(token_start, token_end)


def _with_annotations(tokens: Iterable[Span], begun: Iterator[Numbered]) -> Iterator[tuple[Span, list[Numbered]]]:
    """Yield each token with the annotations over it, by their numbers; ``begun`` is in order of their starts."""
    active: list[Numbered] = []
    following = next(begun, None)
    for token in tokens:
        active = [one for one in active if one[1].span.end > token.start]
        while following is not None and following[1].span.start <= token.start:
            active.append(following)
            following = next(begun, None)
        yield token, sorted((one for one in active if token.within(one[1].span)), key=lambda one: one[0])


def _cells(over: Iterable[Numbered]) -> Iterator[str]:
    """Yield the cells of a token: the values of every feature of every layer."""
    numbered = list(over)
    for layer, names in LAYERS.items():
        in_layer = [(number, one.features) for number, one in numbered if one.layer == layer]
        for name in names:
            values = [f"{_value(features, name)}[{number}]" for number, features in in_layer]
            yield "|".join(values) or "_"


def _value(features: Mapping[str, str], name: str) -> str:
    return _escape(features[name]) if name in features else "*"


def _escape(value: str) -> str:
    return _ESCAPE.sub(lambda m: "\\" + _LETTERS.get(m[0], m[0]), value)


def _unescape(value: str) -> str:
    return _UNESCAPE.sub(lambda m: _CHARS.get(m[1], m[1]), value)


def _escape_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t")


def from_webanno(data: str, text: str, *, path: Path) -> Annotation:
    """Return the annotation in a ``.tsv`` file.

    Args:
        data: The text of the file.
        text: The raw text of the article.
        path: The file, for messages.

    Raises:
        ProjectError: It is not WebAnno TSV 3, has other layers or another text, or something is missing.
    """
    lines = data.split("\n")
    if not lines[0].startswith(_HEAD):
        raise ProjectError("this is not WebAnno TSV 3", path=path, line=1, hint="Export it as WebAnno TSV v3.3")
    reader = _WebannoReader(
        path, text, columns=[c for line in lines if line.startswith("#T_") for c in _columns(line, path)]
    )
    for number, line in enumerate(lines, 1):
        if not line.startswith("#"):
            reader.read_line(number, line)
    return complete(_partial_annotation(reader.annotations.values(), path), text, path=path)


def _columns(line: str, path: Path) -> Iterator[tuple[str, str]]:
    """Yield layer and feature of each column that a header line declares; other layers are ignored later."""
    name, *features = line.partition("=")[2].split("|")
    layer = name.removeprefix(_PREFIX)
    if layer in LAYERS and not line.startswith("#T_SP="):
        raise ProjectError(f"{layer} is not a span layer", path=path, hint="Import layers.xml into the project")
    # A layer without features has one column too.
    for feature in features or [""]:
        yield layer, feature


class _WebannoReader:
    """Collects the annotations of a ``.tsv`` file by layer and number.

    Args:
        path: The file, for messages.
        text: The raw text of the article.
        columns: Layer and feature of each column.
    """

    def __init__(self, path: Path, text: str, *, columns: Sequence[tuple[str, str]]) -> None:
        self.annotations: dict[tuple[str, str], LayerAnnotation] = {}
        self._path, self._text, self._columns = path, text, columns
        units = accumulate(map(_utf16_units, text), initial=0)
        self._offsets = {unit: offset for offset, unit in enumerate(units)}

    def read_line(self, number: int, line: str) -> None:
        """Read a line; one that is not a token is ignored."""
        match = _UNIT.fullmatch(line)
        if match is None:
            return
        span = Span(self._offsets.get(int(match[2]), -1), self._offsets.get(int(match[3]), -1))
        if not 0 <= span.start < span.end or span.of(self._text) != match[4]:
            message = f"the word {match[4]!r} is not the text of the source there"
            raise ProjectError(message, path=self._path, line=number, hint="Check that it was made for this text")
        try:
            self._read_cells(match[1], span, match[5].split("\t"))
        except ValueError as e:
            raise ProjectError(str(e), path=self._path, line=number, hint="Export it again") from e

    def _read_cells(self, unit: str, span: Span, cells: Sequence[str]) -> None:
        for (layer, feature), cell in zip(self._columns, cells, strict=False):
            if layer not in LAYERS or cell == "_":
                continue
            for n, (value, number) in enumerate(_items(cell)):
                # Without a number it is an annotation of this token alone.
                key = (layer, f"[{number}]" if number else f"{unit} {n}")
                before = self.annotations.get(key, LayerAnnotation(layer, span, {}))
                added = {} if value == "*" else {feature: _unescape(value)}
                whole = Span(min(before.span.start, span.start), max(before.span.end, span.end))
                self.annotations[key] = LayerAnnotation(layer, whole, {**before.features, **added})


def _items(cell: str) -> Iterator[tuple[str, str | None]]:
    """Yield the values in a cell, each with its number if it has one."""
    at = 0
    while at < len(cell):
        item = _ITEM.match(cell, at)
        if item is None:
            raise ValueError(f"{cell[at : at + 40]!r} is not a value of a cell")
        yield item[1], item[2]
        at = item.end()


def _partial_annotation(annotations: Iterable[LayerAnnotation], path: Path) -> PartialAnnotation:
    by_layer: dict[str, list[LayerAnnotation]] = {layer: [] for layer in LAYERS}
    for one in annotations:
        by_layer[one.layer].append(one)
    document: dict[str, str] = {}
    for one in by_layer["QuotationDocument"]:
        document |= one.features
    return PartialAnnotation(
        document=document,
        roles=[(one.span.start, one.features.get("role", "")) for one in by_layer["QuotationRole"]],
        attributions=_attributions(by_layer, path),
        marks=[(one.span, one.features.get("kind", "")) for one in by_layer["QuotationMark"]],
    )


def _attributions(by_layer: Mapping[str, Sequence[LayerAnnotation]], path: Path) -> list[PartialAttribution]:
    fields: dict[str, dict[str, str]] = {}
    parts: dict[str, dict[str, tuple[Span, ...]]] = {}
    for one in by_layer["QuotationContent"]:
        # A content without an id is an attribution of its own.
        key = one.features.get("id", f"without {len(fields)}")
        known = {_FIELD_OF[name]: value for name, value in one.features.items() if name in _FIELD_OF}
        fields[key] = {**fields.get(key, {}), **known}
        spans = parts.setdefault(key, {})
        spans["content"] = (*spans.get("content", ()), one.span)
    for layer, part in (("QuotationCue", "cue"), ("QuotationSource", "source")):
        for one in by_layer[layer]:
            key = one.features.get("attribution", "")
            if key not in parts:
                message = f"the {layer} at {one.span.start} belongs to no content"
                raise ProjectError(message, path=path, hint="Give its attribution the id of one")
            parts[key][part] = (*parts[key].get(part, ()), one.span)
    return [PartialAttribution(fields[key], parts[key]) for key in fields]
