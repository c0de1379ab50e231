"""``corpus explain``: explain the attributions of an article, or of a passage of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from corpus.cli.console import count_of, emit_json, isolated, print_warning, table_console
from corpus.cli.input_options import ArticleArgument, ArticleIdOption, IdColumnOption, TextColumnOption, named_article
from corpus.cli.options import (
    EncodingOption,
    JsonOption,
    LanguageOption,
    ModelOption,
    PlainOption,
    ProjectOption,
    check_single,
)
from corpus.errors import CorpusError, LanguageDataError, MissingExtraError
from corpus.evaluate.explain.evidence import PROBABILITY_NAMES, AttributionEvidence, CueListing, ReaderSpans
from corpus.evaluate.explain.explanation import ArticleExplanation, AttributionExplanation, SpeakerChain
from corpus.evaluate.explain.explanation import explain as explain_text
from corpus.evaluate.explain.passages import LineNumbers, all_matches, at_offset, of_line
from corpus.evaluate.explain.to_json import explanation_json
from corpus.inputs.columns import ColumnMapping
from corpus.models.registry import ModelNotice
from corpus.records import UNKNOWN, Attribution, Resolution, Span, Speaker
from corpus.speakers.context import Resolved

#: How a speaker was resolved; the words that resolved it follow, if single words did.
_RESOLUTIONS: dict[Resolution, str] = {
    "named": "named",
    "pronoun": "resolved from a pronoun for",
    "description": "resolved from a description of",
    "implied": "not named here, continues from",
    "unknown": "unknown",
}
#: Further forms of a speaker are only counted; JSON has all.
_SHOWN_FORMS = 12

_AtOption = Annotated[
    int | None, typer.Option("--at", metavar="OFFSET", help="Only attributions at this code point, counted from 0.")
]
_LineOption = Annotated[
    int | None, typer.Option("--line", metavar="N", help="Only attributions on this line, counted from 1.")
]
_MatchOption = Annotated[
    str | None, typer.Option("--match", metavar="TEXT", help="Only attributions where the article has this text.")
]


def explain(  # noqa: PLR0913  (one parameter per option)
    *,
    article: ArticleArgument,
    at: _AtOption = None,
    line: _LineOption = None,
    match: _MatchOption = None,
    language: LanguageOption = None,
    plain: PlainOption = False,
    encoding: EncodingOption = None,
    text_column: TextColumnOption = None,
    id_column: IdColumnOption = None,
    article_id: ArticleIdOption = None,
    project: ProjectOption = None,
    model: ModelOption = "tagger",
    as_data: JsonOption = False,
) -> None:
    """Explain the attributions of one article.

    Shows the evidence for the content, cue, source and speaker of every attribution, and which candidates were left out
    and why. With --at, --line or --match, only attributions that have a part in that passage. With --project, speakers
    are resolved against its authority file.

    Examples:
      corpus explain article.txt
      corpus explain page.html --line 7
      corpus explain articles.csv --article 17
      corpus explain article.txt --match "it is safe" --json
    """
    check_single(at=at, line=line, match=match)
    columns = ColumnMapping(text=text_column, id=id_column)
    named = named_article(
        article, project=project, language=language, encoding=encoding, columns=columns, article_id=article_id
    )
    raw = named.raw
    explained = partial(
        explain_text,
        language=raw.language or language,
        plain=plain,
        roles=raw.roles,
        speakers=named.speakers,
        model=model,
    )
    try:
        passages = _passages(raw.text, at=at, line=line, match=match)
        explanation = explained(raw.text, passages=passages, article_id=raw.id)
    except (LanguageDataError, MissingExtraError):
        raise  # Not an error of this article: do not name its file.
    except CorpusError as e:
        raise type(e)(e.message, path=raw.path or raw.id, line=raw.line or e.line, hint=e.hint) from e
    ModelNotice(model, print_warning).check([explanation.language.code])
    if as_data:
        emit_json(explanation_json(explanation))
        return
    out = table_console()
    for part in explanation_parts(explanation):
        out.print(part)


def _passages(text: str, *, at: int | None, line: int | None, match: str | None) -> list[Span] | None:
    if at is not None:
        return at_offset(text, at)
    if line is not None:
        return of_line(text, line)
    if match is not None:
        return all_matches(text, match)
    return None


def explanation_parts(explanation: ArticleExplanation) -> Iterator[RenderableType]:
    """Format an explanation.

    Returns:
        The parts to print one below the other: a heading, dropped lines of the passages, then a block for each
        attribution, each candidate that was left out and each speaker.
    """
    formatter = _Formatter(explanation)
    yield formatter.heading()
    yield from formatter.dropped_lines()
    blocks = (
        *map(formatter.attribution, explanation.attributions),
        *map(formatter.left_out, explanation.left_out),
        *map(formatter.chain, explanation.chains),
    )
    for block in blocks:
        yield Text()
        yield block


class _Formatter:
    """Formats the parts of one explanation."""

    def __init__(self, explanation: ArticleExplanation) -> None:
        self._explanation = explanation
        self._text, self._direction = explanation.article.text, explanation.language.direction
        self._lines = LineNumbers(explanation.article.segments)

    def heading(self) -> Text:
        """The article's id, its language and how many attributions follow."""
        explanation = self._explanation
        article = explanation.article
        here = "" if explanation.passages is None else " here"
        counted = f"{count_of(len(explanation.attributions), 'attribution')}{here}"
        summary = f" {article.language}, {counted}, {len(explanation.left_out)} left out"
        return Text.assemble((article.id, "bold"), summary)

    def dropped_lines(self) -> Iterator[Text]:
        """One line for each line of the passages that cleaning dropped; none for the whole article."""
        if self._explanation.passages is None:
            return
        probabilities = self._explanation.article_probabilities
        for line, probability in zip(self._explanation.lines, probabilities, strict=True):
            if not line.kept:
                classified = "" if probability is None else f" (probability of article {probability:.2f})"
                yield Text(f"line {line.line} is not article text but {line.role}, by the rule {line.rule}{classified}")

    def attribution(self, one: AttributionExplanation) -> Table:
        """The block of an attribution of the article."""
        a = one.attribution
        block = self._evidence(one.evidence, Text(a.id, style="bold"), a.type)
        if a.medium is not None:
            block.add_row("medium", self._isolated(a.medium))
        if a.via is not None:
            block.add_row("via", self._isolated(a.via))
        if a.parent is not None:
            block.add_row("inside", a.parent)
        block.add_row("speaker", self._speaker(a, one.resolved))
        return block

    def _speaker(self, attribution: Attribution, resolved: Resolved) -> Text:
        if attribution.speaker == UNKNOWN:
            kind = "" if attribution.speaker_kind == UNKNOWN else f" {attribution.speaker_kind}"
            return Text(f"unknown{kind}, because {resolved.reason}")
        resolution = _RESOLUTIONS[attribution.resolution]
        speaker = Text.assemble(_name(attribution.speaker), f" ({attribution.speaker_kind}), {resolution}")
        if resolved.at is not None:
            speaker.append_text(Text.assemble(" ", self._spans([resolved.at])))
        if resolved.confidence is not None:
            evidence = f", evidence: {resolved.evidence}, confidence {resolved.confidence:.2f}"
            speaker.append_text(Text(evidence, style="dim"))
        return speaker

    def left_out(self, evidence: AttributionEvidence) -> Table:
        """The block of a candidate that was left out."""
        block = self._evidence(evidence, Text("left out", style="bold"), "")
        block.add_row("why", evidence.left_out)
        return block

    def chain(self, chain: SpeakerChain) -> Table:
        """The block of a speaker with its forms in the article."""
        block = _block(Text("speaker", style="bold"), _name(chain.name))
        if chain.entry is not None:
            block.add_row("entry", _entry(chain.entry))
        for form in chain.forms[:_SHOWN_FORMS]:
            line = Text(f", line {self._lines.at(form.span.start)}", style="dim")
            block.add_row(form.kind, Text.assemble(self._spans([form.span]), line))
        if len(chain.forms) > _SHOWN_FORMS:
            block.add_row("", f"and {len(chain.forms) - _SHOWN_FORMS} more")
        return block

    def _evidence(self, evidence: AttributionEvidence, title: Text, kind: str) -> Table:
        found = evidence.found
        act = "" if found.act == "speech" else found.act
        facts = (f"line {self._lines.at(found.content[0].start)}", kind, f"confidence {found.confidence:.2f}", act)
        block = _block(title, ", ".join(filter(None, facts)))
        block.add_row("content", self._spans(found.content))
        block.add_row("cue", self._spans(found.cue))
        if found.cue:
            block.add_row("", Text(_listing(evidence.cue), style="dim"))
        block.add_row("source", self._spans(found.source))
        block.add_row("rule", Text.assemble(found.rule, Text(f"  {evidence.rule_description}", style="dim")))
        block.add_row("found by", evidence.found_by)
        if evidence.tagger is not None:
            block.add_row("tagger", _probabilities(evidence))
        for reader, spans in (("rules", evidence.rules), ("tagger", evidence.tagger)):
            if spans is not None:
                self._add_differences(block, reader, spans)
        return block

    def _add_differences(self, block: Table, reader: str, spans: ReaderSpans) -> None:
        for part in spans.differs:
            block.add_row("", Text.assemble(f"the {reader} alone: {part} ", self._spans(getattr(spans, part))))

    def _spans(self, spans: Sequence[Span]) -> Text:
        if not spans:
            return Text("none", style="dim")
        return Text("  ").join([self._span(span) for span in spans])

    def _span(self, span: Span) -> Text:
        words = " ".join(span.of(self._text).split())
        return Text.assemble(self._isolated(words), Text(f" {span.start}–{span.end}", style="dim"))

    def _isolated(self, words: str) -> Text:
        return isolated(words, self._direction)


def _name(name: str) -> Text:
    """A canonical name, which need not be in the article's language."""
    return isolated(Text(name, style="bold"), "auto")


def _block(title: Text, facts: str | Text) -> Table:
    """A block of rows with their names in the margin."""
    block = Table.grid(padding=(0, 2))
    block.add_column(style="dim", no_wrap=True)
    block.add_column(overflow="fold")
    block.add_row(title, facts)
    return block


def _listing(cue: CueListing | None) -> str:
    if cue is None:
        return "not a word of the language data"
    parts = [f"{cue.kind} in {cue.file}"]
    if cue.frames:
        parts.append(f"governs {', '.join(cue.frames)}")
    if cue.particle:
        parts.append(f"only with {cue.particle!r}")
    if cue.impersonal:
        parts.append("impersonal")
    return "; ".join(parts)


def _probabilities(evidence: AttributionEvidence) -> str:
    parts = []
    for name, probability in zip(PROBABILITY_NAMES, evidence.probabilities, strict=True):
        if probability is not None:
            parts.append(f"{name.replace('_', ' ')} {probability:.2f}")
    return ", ".join(parts)


def _entry(entry: Speaker) -> str:
    return ", ".join(filter(None, (entry.id, entry.role, entry.affiliation)))
