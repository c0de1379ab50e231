"""The datasheet of a release: the questions of Gebru et al. (2021), answered from its rows and its project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.project import Project
from corpus.publish.cite import creators_of
from corpus.publish.rows import Rows
from corpus.publish.schema import DEFAULT_TABLE, TABLES

_SILENT = "The makers do not say."


def datasheet(project: Project, rows: Rows, *, missing: Sequence[str] = ()) -> str:
    """The questions with their answers, as Markdown."""
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
    yield "Who created it?", f"{', '.join(map(str, creators_of(project)))}."


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
    first = min(s.published_earliest for s in project.sources)
    last = max(s.published_latest for s in project.sources)
    outlets = len({s.outlet for s in project.sources})
    acquired = f"As published articles: {len(project.sources)} of {outlets} outlets, from {first} to {last}"
    yield "How was the data acquired, and over what time?", f"{acquired}; `published_basis` says what a day rests on."
    yield "What were the mechanisms of sampling?", _note(project, "Selection")
    yield "Were those whom it is about asked, and was there an ethical review?", _personal(project)


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
    contact = project.homepage or ", ".join(map(str, creators_of(project)))
    yield (
        "Who maintains it, and how are they reached?",
        f"{contact}. {_note(project, 'Maintenance', silent='')}".strip(),
    )
    yield "Will it be updated?", "By new versions only; a released one stays as it is."
    yield "Can others add to it?", "Yes: `corpus init` makes a project of one's own, and every build can be repeated."


def _personal(project: Project) -> str:
    return "It names people quoted in news. " + _note(project, "Personal and sensitive information", silent=_SILENT)


def _note(project: Project, section: str, *, silent: str = _SILENT) -> str:
    return f"See {section}." if section in project.notes else silent
