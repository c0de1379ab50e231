"""The data card of a release: ``README.md``, with the front matter that the Hub and `load_dataset` read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files as package_files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from corpus.project import Project
from corpus.publish.rows import Rows
from corpus.publish.schema import DEFAULT_TABLE, SCHEMA_VERSION, TABLES, WHOLE
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


def write_card(path: Path, project: Project, rows: Rows, files: list[TableFile]) -> None:
    """Write the card for the tables that were written."""
    front = card_data(project, rows, files).to_yaml()
    path.write_text(f"---\n{front}\n---\n{_body(project, rows)}", encoding="utf-8", newline="\n")


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
        size_categories=next((name for limit, name in _SIZES if len(rows[DEFAULT_TABLE]) < limit), "n>1M"),
        task_categories=_TASKS,
        tags=_TAGS,
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


def _body(project: Project, rows: Rows) -> str:
    template = Template((package_files("corpus.publish") / "card.md").read_text(encoding="utf-8"))
    creators = " and ".join(project.creators)
    return template.substitute(
        title=project.title,
        description=project.description.strip(),
        version=project.version,
        schema_version=SCHEMA_VERSION,
        default=DEFAULT_TABLE,
        whole=WHOLE,
        tables="\n\n".join(_tables(rows)),
        splits="\n".join(_splits(project, rows)),
        shared=_shared(rows),
        rights="\n".join(_rights(project)),
        process=project.annotation_process.strip(),
        licence=project.annotations_licence,
        contact=project.homepage or creators,
        citation=f"{creators}: *{project.title}*, version {project.version}."
        + (f" {project.homepage}" if project.homepage else ""),
    )


def _tables(rows: Rows) -> Iterator[str]:
    for name, table in TABLES.items():
        count = (
            f"{len(rows[name])} rows." if rows[name] else "No rows in this version, so there is no such configuration."
        )
        lines = [
            f"### {name}",
            "",
            f"One row per {table.row}. {count}",
            "",
            "| column | type | meaning |",
            "| --- | --- | --- |",
        ]
        lines += [f"| `{column}` | {kind} | {_cell(meaning)} |" for column, kind, meaning in table.descriptions()]
        yield "\n".join(lines)


def _splits(project: Project, rows: Rows) -> Iterator[str]:
    yield "| split | articles | languages | quotes |\n| --- | --- | --- | --- |"
    split_of = project.splits_of()
    quoted = Counter(split_of[q["article_id"]] for q in rows["quotes"])
    for name, articles in project.splits.items():
        languages = sorted({s.language for s in project.sources if split_of[s.id] == name})
        yield f"| `{name}` | {', '.join(articles)} | {', '.join(languages)} | {quoted[name]} |"


def _shared(rows: Rows) -> str:
    """Which utterances a model that is tested on one split may have seen in another."""
    shared = [u for u in rows["utterances"] if len(u["splits"]) > 1]
    if not shared:
        return "No statement is linked across splits in this version."
    lines = [f"- `{u['utterance_id']}`: {', '.join(u['splits'])}" for u in shared]
    return "\n".join(["Statements that are reported in more than one split:", "", *lines])


def _rights(project: Project) -> Iterator[str]:
    for s in project.sources:
        days = f"{s.published_earliest}" + (
            f" to {s.published_latest}" if s.published_latest > s.published_earliest else ""
        )
        yield f"| [{_cell(s.title)}]({s.url}) (`{s.id}`) | {_cell(s.outlet)} | {days} | {_cell(s.rights)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
