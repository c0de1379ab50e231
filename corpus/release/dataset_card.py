"""Write the data card of a release: ``README.md`` with the front matter that the Hub and `load_dataset` read.

The text comes from the template ``card.md`` in this folder; the datasheet answers the questions of Gebru et al. (2021)
from the rows and the project. The sentences are part of released files, which never change: a reworded one appears in
the next version only, so words and version are changed together.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files as package_files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from corpus.project.card_notes import SECTIONS
from corpus.project.placeholders import placeholders
from corpus.project.project import MODEL_ANNOTATORS, Project
from corpus.records import UNKNOWN, Source
from corpus.release.citation import apa, bibtex, creators
from corpus.tables.counts import language_counts, total_counts
from corpus.tables.days import DATE_UNKNOWN, day_range
from corpus.tables.parquet import TableFile
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import DEFAULT_TABLE, ORIGINS, SCHEMA_VERSION, TABLES, WHOLE_SPLIT, TableSchema

if TYPE_CHECKING:
    from datasets import DatasetInfo
    from huggingface_hub import DatasetCardData


_SILENT = "The makers do not say."


def datasheet(project: Project, rows: Rows, *, missing: Sequence[str] = ()) -> str:
    """Answer the questions of a datasheet.

    Args:
        project: the project that is released.
        rows: rows of every table.
        missing: ids of the articles whose text is left out.

    Returns:
        Markdown.
    """
    parts = (
        ("Motivation", _motivation(project)),
        ("Composition", _composition(project, rows, missing=missing)),
        ("Collection", _collection(project)),
        ("Preprocessing, cleaning, labelling", _preprocessing(missing=missing)),
        ("Uses", _uses(project)),
        ("Distribution", _distribution(project)),
        ("Maintenance", _maintenance(project)),
    )
    return "\n\n".join(f"**{name}**\n\n" + "\n".join(f"- *{q}* {a}" for q, a in answers) for name, answers in parts)


def _motivation(project: Project) -> Iterator[tuple[str, str]]:
    yield "For what purpose was the data set created, and who paid for it?", _note(project, "Motivation")
    yield "Who created it?", f"{', '.join(map(str, creators(project)))}."


def _composition(project: Project, rows: Rows, *, missing: Sequence[str]) -> Iterator[tuple[str, str]]:
    counts = "; ".join(f"`{name}`: {len(rows[name])}, one for each {table.row}" for name, table in TABLES.items())
    yield "What do the instances represent, and how many are there?", f"{counts}."
    yield "Is it all there is, or a sample?", _note(project, "Selection")
    yield "Is any information missing?", _missing(rows)
    yield (
        "Are relationships between instances explicit?",
        "Yes, by ids: a quote has its article, paragraphs, speaker, utterance and the quote that it stands in.",
    )
    yield "Are there recommended splits?", "Yes, by article: see Splits."
    yield (
        "Are there errors, noise or redundancies?",
        "`predictions` has the errors of the tool on purpose. A statement is one utterance, however many report it.",
    )
    texts = (
        "offsets and hashes only, and needs the articles to be read with" if missing else "all texts that it speaks of"
    )
    yield "Is it self-contained?", f"It holds {texts}. The addresses of the articles may stop working."
    yield "Does it relate to people, or hold what is confidential or offensive?", _personal(project)


def _missing(rows: Rows) -> str:
    quotes = rows[DEFAULT_TABLE]
    unknown = sum(q["speaker_id"] is None for q in quotes)
    return (
        f"{unknown} of {len(quotes)} quotes have no speaker of the authority file; `resolution` says what a speaker "
        "was told from. A value that cannot be told is null or `unknown`, never guessed."
    )


def _collection(project: Project) -> Iterator[tuple[str, str]]:
    firsts, lasts = _known_days(project)
    undated = len(project.sources) - min(len(firsts), len(lasts))
    first, last = min(firsts, default=None), max(lasts, default=None)
    outlets = len({s.outlet for s in project.sources})
    acquired = f"As published articles: {len(project.sources)} of {outlets} outlets, {_period(first, last)}"
    basis = "`published_basis` says what a day rests on"
    if undated:
        basis += f"; for {undated} no day is known"
    yield "How was the data acquired, and over what time?", f"{acquired}; {basis}."
    yield "What were the mechanisms of sampling?", _note(project, "Selection")
    yield "Were those whom it is about asked, and was there an ethical review?", _personal(project)


def _known_days(project: Project) -> tuple[list[date], list[date]]:
    """The first and the last days of the articles for which they are known."""
    firsts, lasts = [], []
    for source in project.sources:
        if source.published_earliest is not None:
            firsts.append(source.published_earliest)
        if source.published_latest is not None:
            lasts.append(source.published_latest)
    return firsts, lasts


def _period(first: date | None, last: date | None) -> str:
    """The days of all articles, of which none may be known."""
    bounds = []
    if first is not None:
        bounds.append(f"from {first}")
    if last is not None:
        bounds.append(f"to {last}")
    return " ".join(bounds) or DATE_UNKNOWN


def _preprocessing(*, missing: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "Was any cleaning or labelling done?", "Yes: see Processing and Annotation."
    raw = "No; its hash is in `articles.raw_sha256`" if missing else "Yes, in `articles.raw_text`, with its hash"
    yield "Is the raw data there, too?", f"{raw}."
    yield "Is the software available?", "Yes: the package `convoy17`, of the version that `manifest.json` names."


def _uses(project: Project) -> Iterator[tuple[str, str]]:
    yield "What could it be used for, and what should it not be used for?", _note(project, "Uses")
    yield "What may affect future uses?", _note(project, "Biases and limits")


def _distribution(project: Project) -> Iterator[tuple[str, str]]:
    yield "Under which licence is it distributed?", f"The annotations under {project.annotations_licence}."
    yield "Do third parties hold rights?", "Yes, the publishers, in the texts: see Source texts and rights."


def _maintenance(project: Project) -> Iterator[tuple[str, str]]:
    yield (
        "Who maintains it, and how are they reached?",
        f"{_contact(project)}. {_note(project, 'Maintenance', silent='')}".strip(),
    )
    yield "Will it be updated?", "By new versions only; a released one stays as it is."
    yield "Can others add to it?", "Yes: `corpus init` makes a project of one's own, and every build can be repeated."


def _contact(project: Project) -> str:
    """Who keeps the corpus, and where they are reached; an address that is a placeholder is left out."""
    names = ", ".join(project.maintainers) or ", ".join(map(str, creators(project)))
    replaced = set(placeholders(project))
    if project.contact and "contact" not in replaced:
        return f"{names}, {project.contact}"
    if project.homepage and "homepage" not in replaced:
        return project.homepage
    return names


def _personal(project: Project) -> str:
    return "It names people quoted in news. " + _note(project, "Personal and sensitive information", silent=_SILENT)


def _note(project: Project, section: str, *, silent: str = _SILENT) -> str:
    return f"See {section}." if section in project.notes else silent


_LONGEST, _ITEMS = 80, 2
_TEXT_FREE = (
    "\n\n**This release has no text** of {}. Every column that holds words of such an article is null or empty; "
    "`corpus rehydrate` puts the words back from the raw files, which whoever uses it has to have."
)
_EVALUATION = "How well the tool alone does on the annotated articles, and what it misses, stands in [{0}]({0})."


def card_text(
    project: Project, rows: Rows, files: Sequence[TableFile], *, pages: Sequence[str] = (), missing: Sequence[str] = ()
) -> str:
    """Fill the template of the data card; empty sections are left out.

    Args:
        project: the project that is released.
        rows: rows of every table, as released.
        files: the Parquet files that hold them.
        pages: names of further Markdown files in the release.
        missing: ids of the articles whose text is left out.

    Returns:
        Markdown without front matter.
    """
    template = Template((package_files("corpus.release") / "card.md").read_text(encoding="utf-8"))
    filled = template.substitute(
        _facts(project, missing=missing) | _notes(project),
        origins="\n".join(_origins(rows)),
        summary="\n".join(_summary(project, rows)),
        tables="\n\n".join(_tables(rows)),
        splits="\n".join(_splits(project, rows)),
        shared=_shared(rows),
        sizes="\n".join(_sizes(files)),
        rights="\n".join(_rights(project, missing=missing)),
        evaluation=" ".join(_EVALUATION.format(page) for page in pages),
        datasheet=datasheet(project, rows, missing=missing),
    )
    return _without_empty(filled)


def _facts(project: Project, *, missing: Sequence[str]) -> dict[str, Any]:
    return {
        "title": project.title,
        "description": project.description.strip(),
        "version": project.version,
        "released": f" of {project.released}" if project.released else "",
        "schema_version": SCHEMA_VERSION,
        "default": DEFAULT_TABLE,
        "whole": WHOLE_SPLIT,
        "text_free": _text_free_note(project, missing=missing),
        "process": project.annotation_process.strip(),
        "licence": project.annotations_licence,
        "contact": _contact(project),
        "citation": apa(project).strip(),
        "bibtex": bibtex(project).strip(),
    }


def _text_free_note(project: Project, *, missing: Sequence[str]) -> str:
    if not missing:
        return ""
    return _TEXT_FREE.format("any article" if len(missing) == len(project.sources) else ", ".join(missing))


def _notes(project: Project) -> dict[str, Any]:
    """The project's notes by placeholder of the template: ``note_`` and the first word of the heading."""
    return {f"note_{name.split()[0].lower()}": project.notes.get(name, "") for name in SECTIONS}


def _summary(project: Project, rows: Rows) -> Iterator[str]:
    yield "| language | articles | outlets | words and marks | quotes | speakers |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for count in (*language_counts(rows), total_counts(rows)):
        own = [s for s in project.sources if count.label in (s.language, "total")]
        numbers = (len(own), len({s.outlet for s in own}), count.tokens, count.attributions, count.speakers)
        yield f"| {count.label} | {' | '.join(map(str, numbers))} |"


def _tables(rows: Rows) -> Iterator[str]:
    for name, table in TABLES.items():
        count = (
            f"{len(rows[name])} rows." if rows[name] else "No rows in this version, so there is no such configuration."
        )
        lines = [
            f"#### {name}",
            "",
            f"One row per {table.row}. {count}",
            "",
            "| column | type | meaning |",
            "| --- | --- | --- |",
        ]
        lines += [f"| `{column}` | {kind} | {_table_cell(meaning)} |" for column, kind, meaning in table.descriptions()]
        yield "\n".join([*lines, *_example(table, rows[name])])


def _example(table: TableSchema, rows: Sequence[Row]) -> Iterator[str]:
    """The row with the most filled columns, shortened, as a block of JSON."""
    if rows:
        fullest = max(rows, key=lambda row: sum(value not in (None, [], "") for value in row.values()))
        shown = {column: _shortened(fullest[column]) for column in table.schema.names}
        yield from ("", "```json", json.dumps(shown, ensure_ascii=False, indent=1, default=str), "```")


def _shortened(value: Any) -> Any:  # noqa: ANN401  (any value of a row)
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
    if isinstance(value, Mapping):
        return {key: _shortened(inner) for key, inner in value.items()}
    return [_shortened(inner) for inner in value[:_ITEMS]] if isinstance(value, list) else value


def _splits(project: Project, rows: Rows) -> Iterator[str]:
    yield "| split | articles | languages | quotes |\n| --- | --- | --- | --- |"
    split_of = project.splits_of()
    quoted = Counter(split_of[q["article_id"]] for q in rows["quotes"])
    for name, articles in project.splits.items():
        languages = sorted({s.language for s in project.sources if split_of[s.id] == name})
        yield f"| `{name}` | {', '.join(articles)} | {', '.join(languages)} | {quoted[name]} |"


def _shared(rows: Rows) -> str:
    """List the utterances of several splits: a model tested on one may have seen them in another."""
    shared = [u for u in rows["utterances"] if len(u["splits"]) > 1]
    if not shared:
        return "No statement is linked across splits in this version."
    lines = [f"- `{u['utterance_id']}`: {', '.join(u['splits'])}" for u in shared]
    return "\n".join(["Statements that are reported in more than one split:", "", *lines])


def _origins(rows: Rows) -> Iterator[str]:
    """Say of each value of ``origin`` who decided, and how many quotes have it."""
    counts = Counter(q["origin"] for q in rows[DEFAULT_TABLE])
    for origin, meaning in ORIGINS.items():
        if counts[origin]:
            yield f"- `{origin}`, {counts[origin]} quotes: {meaning}."


def _sizes(files: Sequence[TableFile]) -> Iterator[str]:
    yield "| table | split | rows | bytes as Parquet | bytes in memory |\n| --- | --- | --- | --- | --- |"
    for f in files:
        yield f"| `{f.table}` | `{f.split}` | {f.rows} | {f.file_bytes} | {f.arrow_bytes} |"
    total = (sum(f.file_bytes for f in files), sum(f.arrow_bytes for f in files))
    yield f"| all | | {sum(f.rows for f in files)} | {total[0]} | {total[1]} |"


def _rights(project: Project, *, missing: Sequence[str]) -> Iterator[str]:
    for s in project.sources:
        days = day_range(s.published_earliest, s.published_latest)
        yield f"| {_article_name(s, missing)} | {_table_cell(s.outlet)} | {days} | {_table_cell(s.rights or UNKNOWN)} |"


def _article_name(source: Source, missing: Sequence[str]) -> str:
    """The title, linked where the address is known, and the id; the id alone without a title or text."""
    title = None if source.id in missing else source.title
    words = f"`{source.id}`" if title is None else _table_cell(title)
    linked = words if source.url is None else f"[{words}]({source.url})"
    return linked if title is None else f"{linked} (`{source.id}`)"


def _table_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _without_empty(text: str) -> str:
    """Remove headings with nothing below them, and repeated empty lines."""
    parts = [p.strip("\n") for p in re.split(r"^(?=#{1,6} )", text, flags=re.MULTILINE)]
    kept: list[str] = []
    for part in reversed(parts):
        level = len(part) - len(part.lstrip("#"))
        below = len(kept[-1]) - len(kept[-1].lstrip("#")) if kept else 0
        if "\n" in part or below > level:
            kept.append(part)
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(reversed(kept))) + "\n"


CARD = "README.md"
#: The Hub's term for annotations by people of whom nothing else is declared.
_PEOPLE = "expert-generated"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_TASKS = ["token-classification"]
_TAGS = ["quotation", "quote-attribution", "news", "journalism"]


def write_card(
    folder: Path, project: Project, rows: Rows, files: list[TableFile], *, missing: Sequence[str] = ()
) -> None:
    """Write the data card into a release folder.

    Args:
        folder: the release folder, with its other Markdown files.
        project: the project that is released.
        rows: rows of every table, as released.
        files: the Parquet files that hold them.
        missing: ids of the articles whose text is left out.
    """
    front = card_data(project, rows, files).to_yaml()
    pages = sorted(p.name for p in folder.glob("*.md"))
    body = card_text(project, rows, files, pages=pages, missing=missing)
    (folder / CARD).write_text(f"---\n{front}\n---\n\n{body}", encoding="utf-8", newline="\n")


def card_data(project: Project, rows: Rows, files: list[TableFile]) -> DatasetCardData:
    """Return the front matter: every file of every table by name, and the features, so `datasets` infers nothing.

    Args:
        project: the project that is released.
        rows: rows of every table, as released.
        files: the Parquet files that hold them.
    """
    from datasets.info import DatasetInfosDict  # noqa: PLC0415  (see corpus/tables/schema.py)
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
        annotations_creators=_annotation_creators(project, rows),
        source_datasets=["original"],
        configs=list(_configs(files)),
    )
    infos = DatasetInfosDict()
    for name in _written_tables(files):
        infos[name] = _info(name, [f for f in files if f.table == name])
    infos.to_dataset_card_data(data)
    return data


def _annotation_creators(project: Project, rows: Rows) -> list[str]:
    origins = {q["origin"] for q in rows[DEFAULT_TABLE]}
    # A project of annotations by models may have some that a person reviewed.
    people = project.annotators if project.annotators != MODEL_ANNOTATORS else _PEOPLE
    return sorted({people if origin == "human" else MODEL_ANNOTATORS for origin in origins})


def _written_tables(files: list[TableFile]) -> list[str]:
    return list(dict.fromkeys(f.table for f in files))


def _configs(files: list[TableFile]) -> Iterator[dict[str, object]]:
    for name in _written_tables(files):
        config: dict[str, object] = {"config_name": name}
        if name == DEFAULT_TABLE:
            config["default"] = True
        config["data_files"] = [{"split": f.split, "path": f.name} for f in files if f.table == name]
        yield config


def _info(name: str, files: list[TableFile]) -> DatasetInfo:
    from datasets import DatasetInfo, SplitDict, SplitInfo  # noqa: PLC0415  (see corpus/tables/schema.py)

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
