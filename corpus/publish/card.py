"""The data card of a release: ``README.md``, with the front matter that the Hub and `load_dataset` read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.project import Project
from corpus.publish.card_text import card_text
from corpus.publish.rows import Rows
from corpus.publish.schema import DEFAULT_TABLE, TABLES
from corpus.publish.write import TableFile

if TYPE_CHECKING:
    from datasets import DatasetInfo
    from huggingface_hub import DatasetCardData

CARD = "README.md"
#: The Hub's word for who annotated where nobody but the tool did.
_TOOL = "machine-generated"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_TASKS = ["token-classification"]
_TAGS = ["quotation", "quote-attribution", "news", "journalism"]


def write_card(
    folder: Path, project: Project, rows: Rows, files: list[TableFile], *, missing: Sequence[str] = ()
) -> None:
    """Write the card of the release in ``folder`` for the tables that were written."""
    front = card_data(project, rows, files).to_yaml()
    pages = sorted(p.name for p in folder.glob("*.md"))
    body = card_text(project, rows, files, pages=pages, missing=missing)
    (folder / CARD).write_text(f"---\n{front}\n---\n\n{body}", encoding="utf-8", newline="\n")


def card_data(project: Project, rows: Rows, files: list[TableFile]) -> DatasetCardData:
    """The front matter: every file of every table by name, and the features, so that nothing has to be guessed."""
    from datasets.info import DatasetInfosDict  # noqa: PLC0415  (see corpus/publish/schema.py)
    from huggingface_hub import DatasetCardData  # noqa: PLC0415

    languages = sorted({s.language for s in project.sources})
    data = DatasetCardData(
        pretty_name=project.title,
        language=languages,
        multilinguality="multilingual" if len(languages) > 1 else "monolingual",
        # The texts are not ours to license, so no licence that the Hub knows is true of the whole.
        license="other",
        license_name=f"annotations-{project.annotations_licence.lower()}",
        license_link=f"https://spdx.org/licenses/{project.annotations_licence}.html",
        size_categories=next((name for limit, name in _SIZES if len(rows[DEFAULT_TABLE]) < limit), "n>1M"),
        task_categories=_TASKS,
        tags=list(dict.fromkeys([*_TAGS, *project.keywords])),
        language_creators="found",
        annotations_creators=sorted(
            {project.annotators if q["origin"] == "curated" else _TOOL for q in rows[DEFAULT_TABLE]}
        ),
        source_datasets=["original"],
        configs=list(_configs(files)),
    )
    infos = {name: _info(name, [f for f in files if f.table == name]) for name in _written(files)}
    DatasetInfosDict(infos).to_dataset_card_data(data)
    return data


def _written(files: list[TableFile]) -> list[str]:
    return list(dict.fromkeys(f.table for f in files))


def _configs(files: list[TableFile]) -> Iterator[dict[str, object]]:
    for name in _written(files):
        config: dict[str, object] = {"config_name": name}
        if name == DEFAULT_TABLE:
            config["default"] = True
        config["data_files"] = [{"split": f.split, "path": f.name} for f in files if f.table == name]
        yield config


def _info(name: str, files: list[TableFile]) -> DatasetInfo:
    from datasets import DatasetInfo, SplitDict, SplitInfo  # noqa: PLC0415  (see corpus/publish/schema.py)

    splits = SplitDict()
    for file in files:
        splits.add(SplitInfo(name=file.split, num_bytes=file.arrow_bytes, num_examples=file.rows))
    return DatasetInfo(
        config_name=name,
        features=TABLES[name].features,
        splits=splits,
        download_size=sum(f.file_bytes for f in files),
        dataset_size=sum(f.arrow_bytes for f in files),
    )
