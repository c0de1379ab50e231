"""``corpus align``: propose utterances, that is, quotes that may render the same statement."""

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
from corpus.cli.console import emit, emit_json, isolated, progress, stdout, table_console
from corpus.cli.options import JobsOption, JsonOption, ProjectOption, project_folder
from corpus.cli.score_tables import empty_score_table
from corpus.errors import CorpusError
from corpus.io.atomic import atomic_write
from corpus.languages.language import load_language
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import Project, load_project
from corpus.tables.layout import lay_out
from corpus.tables.rows import quote_rows

_MinScoreOption = Annotated[float, typer.Option("--min-score", min=0.01, max=1.0, help="Lowest score of a proposal.")]
_AllOption = Annotated[bool, typer.Option("--all", help="Use all quotes, also those that already have an utterance.")]
_EvaluateOption = Annotated[
    bool, typer.Option("--evaluate", help="Measure proposals over all quotes against the declared utterances.")
]
_TomlOption = Annotated[bool, typer.Option("--toml", help="Print entries for utterances.toml.")]
_OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write these entries to a new file.")
]


def align(  # noqa: PLR0913  (one parameter per option)
    *,
    least: _MinScoreOption = MIN_SCORE,
    everything: _AllOption = False,
    evaluate: _EvaluateOption = False,
    as_toml: _TomlOption = False,
    output: _OutputOption = None,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Propose utterances: quotes that may render the same statement.

    Each proposal has a score and the evidence for it. Nothing is written into the project.

    Examples:
      corpus align
      corpus align --min-score 0.8 --toml
      corpus align --evaluate --json
    """
    loaded = load_project(project_folder(project))
    scored = ScoredPairs(_project_items(loaded, jobs=jobs), least=least)
    if evaluate:
        _print_measured(evaluate_groups(scored.items, scored.groups(range(len(scored.items)))), as_data=as_data)
        return
    found = propose(scored, known=[u.id for u in loaded.utterances], everything=everything)
    if output is not None:
        _write_new(output, proposals_as_toml(found))
        emit(f"{output}: {len(found.utterances)} utterances, {len(found.links)} links to declared ones")
    elif as_toml:
        emit(proposals_as_toml(found).rstrip("\n"))
    elif as_data:
        emit_json(_to_json(found), indent=2)
    else:
        _print_proposals(found)


def proposal_lines(proposal: UtteranceProposal) -> Iterator[Text]:
    """A proposed utterance in lines: score and id, the evidence, then one line per quote."""
    yield Text.assemble((f"{proposal.score:.2f}  ", "bold"), (proposal.id, "bold cyan"))
    yield Text.assemble("      ", isolated(Text(describe_evidence(proposal.evidence), style="dim"), "ltr"))
    for item in proposal.items:
        yield _quote_line(item)
    yield Text()


def link_lines(link: ProposedLink) -> Iterator[Text]:
    """A proposed link of a quote to a declared utterance, in lines."""
    message = f" looks like a rendering of {link.utterance_id}"
    yield Text.assemble((f"{link.evidence.score:.2f}  ", "bold"), (link.item.id, "bold cyan"), message)
    yield Text.assemble("      ", isolated(Text(describe_evidence(link.evidence), style="dim"), "ltr"))
    yield _quote_line(link.item)
    yield _quote_line(link.like)
    yield Text()


def _quote_line(item: QuoteItem) -> Text:
    words = isolated(" ".join(item.text.split()), load_language(item.language).direction)
    return Text.assemble("      ", (f"{item.id} ({item.language}, {item.outlet}): ", "green"), words)


def measured_table(measured: AlignmentScores) -> Table:
    """Agreement of proposals with the declared utterances, one row per kind of pair."""
    caption = f"{measured.utterances} utterances; pairs of different articles that render a part in common"
    table = empty_score_table("Alignment", caption)
    table.add_column(no_wrap=True)
    for heading in ("linked", "proposed", "right", "precision", "recall", "F1"):
        table.add_column(heading, justify="right")
    table.add_row("pairs in one language", *_score_cells(measured.within))
    table.add_row("pairs across languages", *_score_cells(measured.across))
    table.add_row("all pairs", *_score_cells(measured.pairs))
    table.add_row("B-cubed, all quotes", *_score_cells(measured.b_cubed))
    return table


def _score_cells(score: PrecisionRecall) -> list[str]:
    counts = ["" if n is None else str(n) for n in (score.gold, score.proposed, score.right)]
    return [*counts, _percent(score.precision), _percent(score.recall), _percent(score.f1)]


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _project_items(project: Project, *, jobs: int) -> list[QuoteItem]:
    """All quotes of a project, as a build would release them."""
    with progress("articles", total=len(project.sources)) as advance:
        articles = annotate_project(project, jobs=jobs, progress=advance)
    layouts = {a.id: lay_out(a) for a in curated_articles(project, articles)}
    return quote_items(project, [row for s in project.sources for row in quote_rows(s, layouts[s.id])])


def _print_measured(measured: AlignmentScores, *, as_data: bool) -> None:
    if as_data:
        emit_json(asdict(measured), indent=2)
    else:
        table_console().print(measured_table(measured))


def _write_new(path: Path, text: str) -> None:
    if path.exists():
        raise CorpusError("the file already exists", path=path, hint="Name a new file")
    try:
        atomic_write(path, text.encode())
    except OSError as e:
        raise CorpusError(f"cannot be written ({e.strerror})", path=path, hint="Name another file") from e


def _print_proposals(found: AlignmentProposals) -> None:
    for proposal in found.utterances:
        for line in proposal_lines(proposal):
            stdout.print(line)
    for link in found.links:
        for line in link_lines(link):
            stdout.print(line)
    if not found.utterances and not found.links:
        emit("nothing to propose: no two quotes of different articles are similar enough")


def _to_json(found: AlignmentProposals) -> dict[str, Any]:
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
