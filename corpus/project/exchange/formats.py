"""The formats of annotation tools, each with the same functions, and the files they consist of."""

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


class ReadFunction(Protocol):
    """A function that reads the text of a tool's file."""

    def __call__(self, data: str, text: str, *, path: Path) -> Annotation:
        """Return the annotation in ``data``, for the raw text ``text``."""
        ...


@dataclass(frozen=True, slots=True)
class ToolFormat:
    """The file format of an annotation tool.

    Attributes:
        name: Its name on the command line.
        suffix: How its files end.
        write: Returns the file of an annotation and its raw text.
        read: Returns the annotation of a file.
        setup: A file of this package that configures the tool.
        with_text: Whether the raw text is a file of its own.
    """

    name: str
    suffix: str
    write: Callable[[Annotation, str], str]
    read: ReadFunction
    setup: str
    with_text: bool = False


FORMATS: Mapping[str, ToolFormat] = {
    "brat": ToolFormat("brat", ".ann", to_brat, from_brat, "annotation.conf", with_text=True),
    "webanno-tsv": ToolFormat("webanno-tsv", ".tsv", to_webanno, from_webanno, "layers.xml"),
}


def export_annotation(annotation: Annotation, text: str, *, form: ToolFormat, folder: Path) -> list[Path]:
    """Write an annotation to a folder in a tool's format.

    Args:
        annotation: The annotation.
        text: The raw text of its article.
        form: The format.
        folder: Where to write.

    Returns:
        The files that were written, the annotation first.

    Raises:
        ProjectError: A file cannot be written.
    """
    contents = {f"{annotation.article_id}{form.suffix}": form.write(annotation, text).encode()}
    if form.with_text:
        contents[f"{annotation.article_id}.txt"] = text.encode()
    contents[form.setup] = (package_files("corpus.project.exchange") / form.setup).read_bytes()
    try:
        for name, data in contents.items():
            atomic_write(folder / name, data)
    except OSError as e:
        hint = "Choose another folder"
        raise ProjectError(f"cannot be written ({e.strerror})", path=e.filename or folder, hint=hint) from e
    return [folder / name for name in contents]


def import_annotation(path: Path, text: str, *, form: ToolFormat) -> Annotation:
    """Read an annotation from a tool's file.

    Args:
        path: The file.
        text: The raw text of the article.
        form: The format.

    Raises:
        ProjectError: The file cannot be read, is not in the format, or was made for another text.
    """
    text_path = path.with_suffix(".txt")
    try:
        if path.stat().st_size > MAX_ANNOTATION:
            message = f"an annotation has at most {MAX_ANNOTATION:,} bytes"
            raise ProjectError(message, path=path, hint="Check that it is the right file")
        data = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        exported_text = text_path.read_bytes().decode() if form.with_text and text_path.is_file() else text
    except UnicodeDecodeError as e:
        raise ProjectError(f"byte {e.start} is not valid UTF-8", path=path, hint="Save the file as UTF-8") from e
    except OSError as e:
        raise ProjectError(f"cannot be read ({e.strerror})", path=path, hint="Check the path") from e
    if exported_text != text:
        raise ProjectError("the text is not that of the source", path=text_path, hint="Export again, then import")
    return form.read(data, text, path=path)
