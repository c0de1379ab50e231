"""``corpus tag``: find who says what in articles that belong to no project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from corpus.cli.console import count_of, emit_json, print_error, print_warning, progress, stderr, stdout
from corpus.cli.options import AuthorityOption, EncodingOption, JobsOption, LanguageOption, ModelOption, PlainOption
from corpus.errors import CorpusError, InputError, LanguageDataError, MissingExtraError
from corpus.io.jsonl import read_articles, to_json
from corpus.io.text import check_text
from corpus.models.registry import ModelNotice
from corpus.pipeline import annotate_text
from corpus.project.project import load_project
from corpus.records import UNKNOWN, Article, Attribution, Model, RawArticle, Speaker
from corpus.tables.streaming.settings import SHARD_ARTICLES, Engine

_FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(help="Text files with one article each, or .jsonl files with one per line.", metavar="FILE"),
]
_InputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        metavar="PATH|PATTERN|URL",
        help="With --output: .parquet, .jsonl, .jsonl.gz, .txt, .warc or .warc.gz files, or folders. Repeatable.",
    ),
]
_OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="DIR", help="Write Parquet tables in shards; rerun the command to resume a stopped run."
    ),
]
_EngineOption = Annotated[
    Engine, typer.Option(help="With --output: run processes on this machine (local) or with Ray (extra ray).")
]
_AddressOption = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT|auto",
        help="With --engine ray: use all processors of this cluster. Default: start Ray here, with --jobs processes.",
    ),
]
_ShardOption = Annotated[
    int, typer.Option("--shard-articles", min=1, metavar="N", help="With --output: maximum number of articles a shard.")
]
_RestartOption = Annotated[
    bool, typer.Option("--restart", help="With --output: remove the output of an earlier run and start over.")
]


def tag(  # noqa: PLR0913  (one parameter per option)
    *,
    files: _FilesArgument = None,
    inputs: _InputOption = None,
    output: _OutputOption = None,
    jobs: JobsOption = 1,
    engine: _EngineOption = "local",
    address: _AddressOption = None,
    shard_articles: _ShardOption = SHARD_ARTICLES,
    restart: _RestartOption = False,
    language: LanguageOption = None,
    plain: PlainOption = False,
    encoding: EncodingOption = "utf-8",
    project: AuthorityOption = None,
    model: ModelOption = "tagger",
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON per article.")] = False,
) -> None:
    """Find who says what in articles.

    Without --output, the attributions of each file are printed. Articles that cannot be read are reported; the others
    are still tagged.

    With --output, any number of articles become tables in shards, tagged by --jobs processes. Rerun the same command to
    resume after the last finished shard. Changed input or options are rejected. Articles that cannot be tagged, or
    repeat an id, become rows of the table failures.

    Exit codes: 0 all articles were tagged, 1 an error, 2 with --output: some articles failed.

    Examples:
      corpus tag article.txt
      corpus tag articles.jsonl --json --model rules
      corpus tag --input articles/ --output tagged --jobs 4
    """
    speakers: tuple[Speaker, ...] = load_project(project).speakers if project else ()
    if output is None:
        needs_output = (given for given in (inputs, restart, engine != "local", address) if given)
        if not files or any(needs_output):
            raise typer.BadParameter("name files, or give --input together with --output")
        _print_all(map(Path, files), _PrintOptions(language, plain, encoding, speakers, model, as_json))
        return
    # Imported when called: printing the attributions of a file does not wait for what writes tables.
    from corpus.cli.tag_stream import tag_into  # noqa: PLC0415
    from corpus.tables.streaming.run import RunConfig  # noqa: PLC0415

    wanted = RunConfig(language, plain, model, speakers, encoding, shard_articles, engine=engine, address=address)
    # A pattern that the shell expanded leaves its first name to --input and the others to the arguments.
    names = [*(inputs or ()), *(files or ())]
    tag_into(names, output, run_config=wanted, jobs=jobs, restart=restart, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _PrintOptions:
    """How articles are tagged and printed where no tables are written."""

    language: str | None
    plain: bool
    encoding: str
    speakers: Sequence[Speaker]
    model: Model
    as_json: bool


def _print_all(files: Iterable[Path], options: _PrintOptions) -> None:
    failed = 0
    notice = ModelNotice(options.model, print_warning)
    with progress("tagging", total=None) as advance:
        for path in files:
            for raw in read_articles(path, encoding=options.encoding):
                try:
                    article = _annotate(raw, options)
                except MissingExtraError:
                    raise  # Missing for every article.
                except CorpusError as e:
                    print_error(e)
                    failed += 1
                    continue
                notice.check([article.language])
                if article.uncertain:
                    message = "no part of the text is clearly its article; see what was kept with --json"
                    print_warning(f"{article.id}: {message}")
                if options.as_json:
                    # Not a field of annotations: the confidence of cleaning in the article.
                    emit_json({**to_json(article), "uncertain": article.uncertain})
                else:
                    _print_article(article)
                advance(article.id)
    if failed:
        stderr.print(f"{count_of(failed, 'article')} could not be tagged", style="red", highlight=False)
        raise typer.Exit(1)


def _annotate(raw: RawArticle | InputError, options: _PrintOptions) -> Article:
    if isinstance(raw, InputError):
        raise raw
    try:
        check_text(raw.text, path=raw.path)
        return annotate_text(
            raw.text,
            article_id=raw.id,
            language=raw.language or options.language,
            plain=options.plain,
            speakers=options.speakers,
            model=options.model,
        )
    except (LanguageDataError, MissingExtraError):
        raise  # Not an error of this article: do not name its file.
    except CorpusError as e:
        # The line of a .jsonl file says more than the line inside the article.
        raise type(e)(e.message, path=raw.path, line=raw.line or e.line, hint=e.hint) from e


def _print_article(article: Article) -> None:
    dropped = len(article.segments) - len(article.paragraphs)
    summary = (
        f" {article.language}, {len(article.paragraphs)} paragraphs, {dropped} lines dropped, "
        f"{count_of(len(article.attributions), 'attribution')}"
    )
    stdout.print(Text(article.id, style="bold"), summary, highlight=False)
    for a in article.attributions:
        source = article.words_of(a.source) or "–"
        parts = (f"  {a.type:<8} ", _speaker_name(a), f" ({source}): ", article.words_of(a.content))
        stdout.print(*parts, sep="", markup=False, highlight=False)


def _speaker_name(attribution: Attribution) -> str:
    """The speaker's name; for an unknown speaker, the kind if known."""
    if attribution.speaker != UNKNOWN or attribution.speaker_kind == UNKNOWN:
        return attribution.speaker
    return f"unknown {attribution.speaker_kind}"
