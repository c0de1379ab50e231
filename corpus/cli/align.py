"""``corpus align``: which quotes may render one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from corpus.align.evaluation import AlignmentScores, PrecisionRecall, evaluate_groups
from corpus.align.items import QuoteItem, quote_items
from corpus.align.proposals import (
    MIN_SCORE,
    AlignmentProposals,
    ProposedLink,
    ScoredPairs,
    UtteranceProposal,
    describe_evidence,
    proposals_as_toml,
    propose,
)
from corpus.cli.console import ProjectOption, emit, emit_json, isolated, progress, project_folder, stdout, table_console
from corpus.cli.options import JobsOption, JsonOption
from corpus.cli.score_tables import scores_sheet
from corpus.errors import CorpusError
from corpus.io.atomic import atomic_write
from corpus.languages.language import load_language
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import Project, load_project
from corpus.tables.layout import lay_out
from corpus.tables.rows import quote_rows


def proposal_lines(proposal: UtteranceProposal) -> Iterator[Text]:
    """A proposed utterance: its score and id, the evidence, and each quote on a line."""
    yield Text.assemble((f"{proposal.score:.2f}  ", "bold"), (proposal.id, "bold cyan"))
    yield Text.assemble("      ", isolated(Text(describe_evidence(proposal.evidence), style="dim"), "ltr"))
    for item in proposal.items:
        yield _quote(item)
    yield Text()


def link_lines(link: ProposedLink) -> Iterator[Text]:
    """A quote that looks like a rendering of a known utterance."""
    looks = f" looks like a rendering of {link.utterance_id}"
    yield Text.assemble((f"{link.evidence.score:.2f}  ", "bold"), (link.item.id, "bold cyan"), looks)
    yield Text.assemble("      ", isolated(Text(describe_evidence(link.evidence), style="dim"), "ltr"))
    yield _quote(link.item)
    yield _quote(link.like)
    yield Text()


def _quote(item: QuoteItem) -> Text:
    words = isolated(" ".join(item.text.split()), load_language(item.language).direction)
    return Text.assemble("      ", (f"{item.id} ({item.language}, {item.outlet}): ", "green"), words)


def measured_table(measured: AlignmentScores) -> Table:
    """How proposals agree with the utterances that readers linked."""
    caption = f"{measured.utterances} utterances; pairs of different articles that render a part in common"
    table = scores_sheet("Alignment", caption)
    table.add_column(no_wrap=True)
    for heading in ("linked", "proposed", "right", "precision", "recall", "F1"):
        table.add_column(heading, justify="right")
    named = (
        ("pairs in one language", measured.within),
        ("pairs across languages", measured.across),
        ("all pairs", measured.pairs),
        ("B-cubed, all quotes", measured.b_cubed),
    )
    for name, score in named:
        table.add_row(name, *_cells(score))
    return table


def _cells(score: PrecisionRecall) -> list[str]:
    counts = ["" if n is None else str(n) for n in (score.gold, score.proposed, score.right)]
    return counts + ["–" if v is None else f"{100 * v:.1f}" for v in (score.precision, score.recall, score.f1)]


def align(  # noqa: PLR0913  (one for each option)
    *,
    least: Annotated[
        float, typer.Option("--min-score", min=0.01, max=1.0, help="Least score of what is proposed.")
    ] = MIN_SCORE,
    everything: Annotated[bool, typer.Option("--all", help="Over all quotes, as if none had an utterance.")] = False,
    evaluate: Annotated[
        bool, typer.Option("--evaluate", help="Measure what is found over all quotes against the utterances.")
    ] = False,
    as_toml: Annotated[bool, typer.Option("--toml", help="Print entries for utterances.toml.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Write these entries to a new file.")
    ] = None,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Propose utterances for quotes that have none: likely renderings of one statement, with score and evidence."""
    loaded = load_project(project_folder(project))
    scored = ScoredPairs(_items(loaded, jobs=jobs), least=least)
    if evaluate:
        _report(evaluate_groups(scored.items, scored.groups(range(len(scored.items)))), as_data=as_data)
        return
    found = propose(scored, known=[u.id for u in loaded.utterances], everything=everything)
    if output is not None:
        _write(output, proposals_as_toml(found))
        emit(f"{output}: {len(found.utterances)} utterances, {len(found.links)} links to known ones")
    elif as_toml:
        emit(proposals_as_toml(found).rstrip("\n"))
    elif as_data:
        emit_json(_as_json(found), indent=2)
    else:
        _print(found)


def _items(project: Project, *, jobs: int) -> list[QuoteItem]:
    """All quotes of a project, as they would be released."""
    with progress("articles", total=len(project.sources)) as advance:
        articles = annotate_project(project, jobs=jobs, progress=advance)
    layouts = {a.id: lay_out(a) for a in curated_articles(project, articles)}
    return quote_items(project, [row for s in project.sources for row in quote_rows(s, layouts[s.id])])


def _report(measured: AlignmentScores, *, as_data: bool) -> None:
    if as_data:
        emit_json(asdict(measured), indent=2)
    else:
        table_console().print(measured_table(measured))


def _write(path: Path, text: str) -> None:
    if path.exists():
        raise CorpusError("there is a file already", path=path, hint="Name a new one")
    try:
        atomic_write(path, text.encode())
    except OSError as e:
        raise CorpusError(f"cannot be written ({e.strerror})", path=path, hint="Name another") from e


def _print(found: AlignmentProposals) -> None:
    for proposal in found.utterances:
        for line in proposal_lines(proposal):
            stdout.print(line)
    for link in found.links:
        for line in link_lines(link):
            stdout.print(line)
    if not found.utterances and not found.links:
        emit("nothing to propose: no two quotes of different articles are alike enough")


def _as_json(found: AlignmentProposals) -> dict[str, Any]:
    return {
        "utterances": [_proposal_json(p) for p in found.utterances],
        "links": [_link_json(link) for link in found.links],
    }


def _proposal_json(proposal: UtteranceProposal) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "speaker_id": proposal.speaker_id,
        "score": proposal.score,
        "evidence": asdict(proposal.evidence),
        "quotes": [_item_json(item) for item in proposal.items],
    }


def _link_json(link: ProposedLink) -> dict[str, Any]:
    return {
        "utterance_id": link.utterance_id,
        "evidence": asdict(link.evidence),
        "quote": _item_json(link.item),
        "like": _item_json(link.like),
    }


def _item_json(item: QuoteItem) -> dict[str, Any]:
    return {
        "quote_id": item.id,
        "outlet": item.outlet,
        "language": item.language,
        "speaker": item.speaker,
        "utterance_id": item.utterance_id,
        "text": item.text,
    }
