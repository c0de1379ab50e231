"""The formats, each with the same small functions, and the files that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path
from typing import Protocol

from corpus.errors import ProjectError
from corpus.io.atomic import atomic_write
from corpus.io.limits import MAX_ANNOTATION
from corpus.project.annotation import Annotation
from corpus.project.exchange.brat import from_brat, to_brat
from corpus.project.exchange.webanno import from_webanno, to_webanno


class _Reads(Protocol):
    def __call__(self, data: str, text: str, *, path: Path) -> Annotation: ...


@dataclass(frozen=True, slots=True)
class Format:
    """One tool's format: how a file of it ends, to and from such a file, and what has to lie beside it.

    ``setup`` is a file of this package that the tool is set up with; ``with_text`` says whether the text is apart.
    """

    name: str
    suffix: str
    write: Callable[[Annotation, str], str]
    read: _Reads
    setup: str
    with_text: bool = False


FORMATS: Mapping[str, Format] = {
    "brat": Format("brat", ".ann", to_brat, from_brat, "annotation.conf", with_text=True),
    "webanno-tsv": Format("webanno-tsv", ".tsv", to_webanno, from_webanno, "layers.xml"),
}


def export_annotation(annotation: Annotation, text: str, *, form: Format, folder: Path) -> list[Path]:
    """Write an annotation into a folder as a tool takes it; the files that were written come out.

    Raises:
        ProjectError: a file cannot be written.
    """
    contents = {f"{annotation.article_id}{form.suffix}": form.write(annotation, text).encode()}
    if form.with_text:
        contents[f"{annotation.article_id}.txt"] = text.encode()
    contents[form.setup] = (package_files("corpus.project.exchange") / form.setup).read_bytes()
    try:
        for name, data in contents.items():
            atomic_write(folder / name, data)
    except OSError as e:
        raise ProjectError(f"cannot be written ({e.strerror})", path=e.filename or folder, hint="Choose another") from e
    return [folder / name for name in contents]


def import_annotation(path: Path, text: str, *, form: Format) -> Annotation:
    """The annotation in a tool's file, for the raw text of the article.

    Raises:
        ProjectError: the file cannot be read, is not of the format, or was made for another text.
    """
    beside = path.with_suffix(".txt")
    try:
        if path.stat().st_size > MAX_ANNOTATION:
            message = f"more than {MAX_ANNOTATION:,} bytes are no annotation"
            raise ProjectError(message, path=path, hint="Is it the right file?")
        data = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        other = beside.read_bytes().decode() if form.with_text and beside.is_file() else text
    except UnicodeDecodeError as e:
        raise ProjectError(f"byte {e.start} is not valid UTF-8", path=path, hint="Save the file as UTF-8") from e
    except OSError as e:
        raise ProjectError(f"cannot be read ({e.strerror})", path=path, hint="Check the path") from e
    if other != text:
        raise ProjectError("the text is not that of the source", path=beside, hint="Export again, then import")
    return form.read(data, text, path=path)
