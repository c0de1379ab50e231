"""Train the line classifier of cleaning: ``python scripts/train.py clean DATA...``. Requires the extra ``train``.

Writes the files of `corpus.clean.model.TEXT_WEIGHTS` and ``PAGE_WEIGHTS`` into ``corpus/clean``. Each file of data is
JSON lines, plain or ``.gz``: labelled texts (see `corpus.training.lines`) or pages as HTML, whose labels are those of
the text of the same page (see `corpus.training.pages`); both are needed. Texts of a whole page are also learned from
as readers select them (`corpus.training.lines.cropped_row`). The same data give the same bytes on one machine with the
locked versions.
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.clean.model import PAGE_WEIGHTS, TEXT_WEIGHTS, write_model
from corpus.training.fit_lines import LineSettings, fit_lines
from corpus.training.lines import LineSample, cropped_row, read_rows, read_samples
from corpus.training.pages import read_page_samples

#: How often each text, and each page, is seen: of pages there are fewer.
ROUNDS = (12, 18)
FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "clean"


def read_data(files: list[DataFile]) -> tuple[list[LineSample], list[LineSample]]:
    """The samples of texts, whole pages once more cropped, and those of the pages that have the id of a text."""
    texts: list[LineSample] = []
    pages: list[LineSample] = []
    whole: dict[str, dict[str, Any]] = {}
    saved = [file for file in files if file.holds_pages()]
    for file in files:
        if file in saved:
            continue
        rows = file.rows()
        of_pages = [row for row in rows if row["variant"] == "browser"]
        whole |= {row["id"]: row for row in of_pages}
        cropped = [crop for row in of_pages if (crop := cropped_row(row)) is not None]
        texts += read_samples([*rows, *cropped], weight=file.weight)
    for file in saved:
        pages += read_page_samples(file.rows(), whole, weight=file.weight)
    return texts, pages


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data: how much its lines count, and one of how many of its texts are used."""

    path: Path
    weight: float
    every: int

    def holds_pages(self) -> bool:
        """Whether it holds pages rather than texts."""
        return any("html" in row for row in read_rows(self.path)[:1])

    def rows(self) -> list[dict[str, Any]]:
        """The rows that are used; which ones depends on their ids alone."""
        return [row for row in read_rows(self.path) if zlib.crc32(row["id"].encode()) % self.every == 0]


def data_file(value: str) -> DataFile:
    """A file of data from ``FILE``, ``FILE=WEIGHT`` or ``FILE=WEIGHT/EVERY``."""
    path, _, rest = value.partition("=")
    weight, _, every = rest.partition("/")
    return DataFile(Path(path), float(weight or 1), int(every or 1))


def main(arguments: list[str]) -> int:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(
        prog="train.py clean", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=data_file, nargs="+", metavar="FILE[=WEIGHT[/EVERY]]", help="texts or pages")
    parser.add_argument("--without", type=Path, help="a file of publishers, one a line, whose texts are left out")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder for the model")
    parser.add_argument("--rounds", type=int, nargs=2, default=ROUNDS, metavar="N", help="for texts, and for pages")
    parser.add_argument("--seed", type=int, default=LineSettings().seed)
    given = parser.parse_args(arguments)
    began = time.monotonic()
    texts, pages = read_data(given.data)
    left_out = given.without.read_text(encoding="utf-8").splitlines() if given.without else []
    for name, read, rounds in zip((TEXT_WEIGHTS, PAGE_WEIGHTS), (texts, pages), given.rounds, strict=True):
        settings = replace(LineSettings(), rounds=rounds, seed=given.seed)
        samples = [sample for sample in read if sample.group not in left_out]
        print(f"{name}: {len(samples)} texts, {sum(len(s.classes) for s in samples)} lines", flush=True)
        model = fit_lines(samples, settings, lambda n, loss: print(f"round {n}: loss {loss:.4f}", flush=True))
        data = write_model(model.arrays, model.dilations)
        (given.output / name).write_bytes(data)
        print(f"{len(data) / 1e3:.0f} kB, {(time.monotonic() - began) / 60:.1f} min", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
