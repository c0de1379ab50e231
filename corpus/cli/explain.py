"""``corpus explain``: the evidence for the attributions of an article, or of a passage of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from corpus.cli.console import emit_json, isolated, table_console, warn
from corpus.cli.options import JsonOption, ModelOption
from corpus.errors import CorpusError, InputError, LanguageDataError, MissingExtraError
from corpus.evaluate.explain.evidence import PROBABILITIES, Evidence, Listed, Reading
from corpus.evaluate.explain.explanation import Chain, Explained, Explanation
from corpus.evaluate.explain.explanation import explain as explain_text
from corpus.evaluate.explain.passages import LineNumbers, all_matches, at_offset, of_line
from corpus.evaluate.explain.to_json import explained_json
from corpus.io.jsonl import RawArticle, read_articles
from corpus.models.registry import ModelNotice
from corpus.project.project import load_project
from corpus.records import UNKNOWN, Resolution, Span, Speaker

#: How a speaker was told; the words that told it follow, where there are some.
_TOLD: dict[Resolution, str] = {
    "named": "named", "pronoun": "by a pronoun for", "description": "by a description of",
    "implied": "not named here, goes on from", "unknown": "unknown",
}  # fmt: skip
#: More forms of one speaker are counted, not shown; JSON has them all.
_SHOWN = 12


def explained_parts(explained: Explained) -> Iterator[RenderableType]:
    """The parts of an explanation, to be printed one below the other."""
    pen = _Pen(explained)
    article, count, left = explained.article, len(explained.attributions), len(explained.left_out)
    here = "" if explained.passages is None else " here"
    counted = f"{count} attribution{'' if count == 1 else 's'}{here}, {left} left out"
    yield Text.assemble((article.id, "bold"), f" {article.language}, {counted}")
    probabilities = zip(explained.lines, explained.article_probabilities, strict=True)
    for line, probability in probabilities if explained.passages is not None else ():
        if not line.kept:
            classified = "" if probability is None else f" (probability of article {probability:.2f})"
            yield Text(f"line {line.line} is not article text but {line.role}, by the rule {line.rule}{classified}")
    blocks = (
        *map(pen.attribution, explained.attributions),
        *map(pen.left_out, explained.left_out),
        *map(pen.chain, explained.chains),
    )
    for block in blocks:
        yield Text()
        yield block


class _Pen:
    """Writes down the parts of one explanation."""

    def __init__(self, explained: Explained) -> None:
        self._text, self._direction = explained.article.text, explained.language.direction
        self._lines = LineNumbers(explained.article.segments)

    def attribution(self, explanation: Explanation) -> Table:
        """One of the article's attributions."""
        a, r = explanation.attribution, explanation.resolved
        block = self._block(explanation.evidence, Text(a.id, style="bold"), a.type)
        for name, value in (("medium", a.medium), ("via", a.via)):
            if value is not None:
                block.add_row(name, self._isolated(value))
        if a.parent is not None:
            block.add_row("inside", a.parent)
        if a.speaker == UNKNOWN:
            kind = "" if a.speaker_kind == UNKNOWN else f" {a.speaker_kind}"
            who = Text(f"unknown{kind}, since {r.reason}")
        else:
            who = Text.assemble(_name(a.speaker), f" ({a.speaker_kind}), {_TOLD[a.resolution]}")
            who.append_text(Text() if r.at is None else Text.assemble(" ", self._words([r.at])))
        block.add_row("speaker", who)
        return block

    def left_out(self, evidence: Evidence) -> Table:
        """What was weighed and does not stay."""
        block = self._block(evidence, Text("left out", style="bold"), "")
        block.add_row("why", evidence.left_out)
        return block

    def chain(self, chain: Chain) -> Table:
        """A speaker with all forms."""
        block = _rows(Text("speaker", style="bold"), _name(chain.name))
        if chain.entry is not None:
            block.add_row("entry", _entry(chain.entry))
        for form in chain.forms[:_SHOWN]:
            line = Text(f", line {self._lines.at(form.span.start)}", style="dim")
            block.add_row(form.how, Text.assemble(self._words([form.span]), line))
        if len(chain.forms) > _SHOWN:
            block.add_row("", f"and {len(chain.forms) - _SHOWN} more")
        return block

    def _block(self, evidence: Evidence, title: Text, kind: str) -> Table:
        found = evidence.found
        facts = (f"line {self._lines.at(found.content[0].start)}", kind, f"confidence {found.confidence:.2f}")
        act = "" if found.act == "speech" else found.act
        block = _rows(title, ", ".join(fact for fact in (*facts, act) if fact))
        block.add_row("content", self._words(found.content))
        block.add_row("cue", self._words(found.cue))
        if found.cue:
            block.add_row("", Text(_listed(evidence.cue), style="dim"))
        block.add_row("source", self._words(found.source))
        block.add_row("rule", Text.assemble(found.rule, Text(f"  {evidence.sentence}", style="dim")))
        block.add_row("found by", evidence.found_by)
        if evidence.tagger is not None:
            block.add_row("tagger", _probabilities(evidence))
        for name, reading in (("rules", evidence.rules), ("tagger", evidence.tagger)):
            if reading is not None:
                self._other(block, name, reading)
        return block

    def _other(self, block: Table, name: str, reading: Reading) -> None:
        for part in reading.differs:
            block.add_row("", Text.assemble(f"the {name} alone: {part} ", self._words(getattr(reading, part))))

    def _words(self, spans: Sequence[Span]) -> Text:
        parts = [
            Text.assemble(self._isolated(" ".join(s.of(self._text).split())), Text(f" {s.start}–{s.end}", style="dim"))
            for s in spans
        ]
        return Text("  ").join(parts) if parts else Text("none", style="dim")

    def _isolated(self, words: str) -> Text:
        return isolated(words, self._direction)


def _name(name: str) -> Text:
    """A canonical name, which need not be in the article's language."""
    return isolated(Text(name, style="bold"), "auto")


def _rows(title: Text, facts: str | Text) -> Table:
    """A block of rows with a name in the margin."""
    block = Table.grid(padding=(0, 2))
    block.add_column(style="dim", no_wrap=True)
    block.add_column(overflow="fold")
    block.add_row(title, facts)
    return block


def _listed(cue: Listed | None) -> str:
    if cue is None:
        return "no word of the language data"
    needs = (f"only with {cue.particle!r}" if cue.particle else "", "impersonal" if cue.impersonal else "")
    governs = f"governs {', '.join(cue.frames)}" if cue.frames else ""
    return "; ".join(part for part in (f"{cue.kind} in {cue.file}", governs, *needs) if part)


def _probabilities(evidence: Evidence) -> str:
    named = zip(PROBABILITIES, evidence.probabilities, strict=True)
    return ", ".join(f"{name.replace('_', ' ')} {p:.2f}" for name, p in named if p is not None)


def _entry(entry: Speaker) -> str:
    return ", ".join(part for part in (entry.id, entry.role, entry.affiliation) if part)


def explain(  # noqa: PLR0913  (one for each option)
    *,
    file: Annotated[Path, typer.Argument(help="A text file, or a .jsonl file of one line.", metavar="FILE")],
    at: Annotated[int | None, typer.Option("--at", metavar="OFFSET", help="Only what has this code point.")] = None,
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="Only this line, counted from 1.")] = None,
    match: Annotated[str | None, typer.Option("--match", metavar="TEXT", help="Only where these words stand.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the text; detected if left out.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Every line is article text: clean nothing away.")] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    project: Annotated[
        Path | None, typer.Option(help="Resolve speakers against this project's authority file.")
    ] = None,
    model: ModelOption = "tagger",
    as_data: JsonOption = False,
) -> None:
    """Show what led to content, cue, source and speaker of every attribution, and what was left out.

    With --at, --line or --match, only attributions that have a part in that passage.
    """
    if sum(given is not None for given in (at, line, match)) > 1:
        raise typer.BadParameter("only one of --at, --line and --match says which passage")
    speakers: tuple[Speaker, ...] = load_project(project).speakers if project else ()
    raw = _only_article(file, encoding=encoding)
    told = partial(explain_text, language=raw.language or language, plain=plain, speakers=speakers, model=model)
    try:
        passages = _passages(raw.text, at=at, line=line, match=match)
        explained = told(raw.text, passages=passages, article_id=raw.id)
    except (LanguageDataError, MissingExtraError):
        raise  # It is about the data, not about this article.
    except CorpusError as e:
        raise type(e)(e.message, path=raw.path, line=raw.line or e.line, remedy=e.remedy) from e
    ModelNotice(model, warn).tell([explained.language.code])
    if as_data:
        emit_json(explained_json(explained))
        return
    out = table_console()
    for part in explained_parts(explained):
        out.print(part)


def _only_article(file: Path, *, encoding: str) -> RawArticle:
    """The one article of a file."""
    articles = list(islice(read_articles(file, encoding=encoding), 2))
    if len(articles) != 1:
        message = "it has more than one article" if articles else "it has no article"
        raise InputError(message, path=file, remedy="Give a file with one")
    raw = articles[0]
    if isinstance(raw, InputError):
        raise raw
    return raw


def _passages(text: str, *, at: int | None, line: int | None, match: str | None) -> list[Span] | None:
    if at is not None:
        return at_offset(text, at)
    if line is not None:
        return of_line(text, line)
    return None if match is None else all_matches(text, match)
