"""``corpus tag``: find who says what in articles that belong to no project."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.text import Text

from corpus.cli.console import (
    count_of,
    emit,
    emit_json,
    print_error,
    print_note,
    print_warning,
    progress,
    stderr,
    stdout,
    table_console,
)
from corpus.cli.input_options import (
    DateColumnOption,
    FilesArgument,
    FormatOption,
    IdColumnOption,
    LanguageColumnOption,
    MarkupOption,
    OutletColumnOption,
    TextColumnOption,
    TitleColumnOption,
    UrlColumnOption,
)
from corpus.cli.options import (
    AuthorityOption,
    EncodingOption,
    LanguageOption,
    ModelOption,
    PlainOption,
    authority_speakers,
    check_single,
    parse_jobs,
)
from corpus.cli.summary import QuoteSummary, summary_csv, summary_json, summary_parts
from corpus.cli.tagged import TaggedArticle, tag_articles
from corpus.inputs.articles import ReadOptions
from corpus.inputs.columns import ColumnMapping
from corpus.io.jsonl import to_json
from corpus.io.processes import available_processors
from corpus.languages.language import load_language
from corpus.models.registry import ModelNotice
from corpus.pipeline import Options
from corpus.presentation import QUOTE_COLUMNS
from corpus.records import UNKNOWN, Article, Attribution
from corpus.tables.streaming.settings import SHARD_ARTICLES, Engine

_InputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--input", "-i", metavar="PATH|PATTERN|URL", help="The same as the arguments: files to read. Repeatable."
    ),
]
#: Groups of options in the help.
_OUTPUT, _MANY = "Output", "Many articles"
_OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="DIR",
        help="Write Parquet tables in shards; rerun the command to resume a stopped run.",
    ),
]
_EngineOption = Annotated[
    Engine,
    typer.Option(
        rich_help_panel=_MANY, help="With --output: run processes on this machine (local) or with Ray (extra ray)."
    ),
]
_AddressOption = Annotated[
    str | None,
    typer.Option(
        rich_help_panel=_MANY,
        metavar="HOST:PORT|auto",
        help="With --engine ray: use all processors of this cluster. Default: start Ray here, with --jobs processes.",
    ),
]
_ShardOption = Annotated[
    int,
    typer.Option(
        "--shard-articles",
        rich_help_panel=_MANY,
        min=1,
        metavar="N",
        help="With --output: maximum number of articles a shard.",
    ),
]
_RestartOption = Annotated[
    bool,
    typer.Option(
        "--restart", rich_help_panel=_MANY, help="With --output: remove the output of an earlier run and start over."
    ),
]


_JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        parser=parse_jobs,
        metavar="N|auto",
        help="Number of processes. Default: auto, all processors; a few articles take one.",
    ),
]
_CsvOption = Annotated[
    bool,
    typer.Option(
        "--csv",
        rich_help_panel=_OUTPUT,
        help="Print CSV: one row per attribution with its words; with --summary, its counts.",
    ),
]
_JsonlOption = Annotated[
    bool,
    typer.Option(
        "--jsonl", rich_help_panel=_OUTPUT, help="Print one line of JSON per attribution, with its words and offsets."
    ),
]
_SummaryOption = Annotated[
    bool,
    typer.Option(
        "--summary",
        rich_help_panel=_OUTPUT,
        help="Print who is quoted how often, by outlet. Also with --json or --csv.",
    ),
]
#: What is printed without --output.
_View = Literal["text", "json", "csv", "jsonl", "summary"]
#: What is known of the article, before the columns of its attributions.
_ARTICLE_COLUMNS = ("outlet", "published", "title", "url")


def tag(  # noqa: PLR0913  (one parameter per option)
    *,
    files: FilesArgument = None,
    inputs: _InputOption = None,
    output: _OutputOption = None,
    summary: _SummaryOption = False,
    as_csv: _CsvOption = False,
    as_jsonl: _JsonlOption = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            rich_help_panel=_OUTPUT,
            help="Print one line of JSON per article: roles of lines, offsets of all spans.",
        ),
    ] = False,
    file_format: FormatOption = None,
    text_column: TextColumnOption = None,
    id_column: IdColumnOption = None,
    language_column: LanguageColumnOption = None,
    date_column: DateColumnOption = None,
    outlet_column: OutletColumnOption = None,
    title_column: TitleColumnOption = None,
    url_column: UrlColumnOption = None,
    markup: MarkupOption = "html",
    encoding: EncodingOption = None,
    language: LanguageOption = None,
    plain: PlainOption = False,
    project: AuthorityOption = None,
    model: ModelOption = "tagger",
    jobs: _JobsOption = None,
    engine: _EngineOption = "local",
    address: _AddressOption = None,
    shard_articles: _ShardOption = SHARD_ARTICLES,
    restart: _RestartOption = False,
) -> None:
    """Find who says what in articles.

    Reads text, HTML, JSON lines, CSV, TSV, Parquet and WARC files, folders of them, and standard input. Each file is
    read, rejected with the reason, or listed as skipped. Without --output, the attributions are printed.

    With --output, any number of articles become tables in shards. Rerun the same command to resume after the last
    finished shard. Changed input or options are rejected. Articles that cannot be tagged, or repeat an id, become rows
    of the table failures.

    Exit codes: 0 all articles were tagged, 1 an error (without --output also if an article could not be tagged), 2 with
    --output: some articles failed.

    Examples:
      corpus tag article.txt page.html
      corpus tag saved-pages/ --summary
      corpus tag articles.csv --text-column body --outlet-column paper --csv
      corpus tag 'articles/*.parquet' --output tagged --jobs 4
    """
    names = [*(inputs or ()), *(files or ())]
    if not names:
        raise typer.BadParameter("name files or folders, or - for standard input")
    columns = ColumnMapping(
        text_column, id_column, language_column, date_column, outlet_column, title_column, url_column
    )
    speakers = authority_speakers(project)
    if output is not None:
        check_single(output=output, csv=as_csv, jsonl=as_jsonl, summary=summary)
        # Imported when called: printing the attributions of a file does not wait for what writes tables.
        from corpus.cli.tag_stream import tag_into  # noqa: PLC0415
        from corpus.tables.streaming.run import RunConfig  # noqa: PLC0415

        config = RunConfig(
            language, plain, model, speakers, encoding, columns, markup, file_format, shard_articles,
            engine=engine, address=address,
        )  # fmt: skip
        tag_into(names, output, run_config=config, jobs=jobs, restart=restart, as_json=as_json)
        return
    if restart or engine != "local" or address or shard_articles != SHARD_ARTICLES:
        raise typer.BadParameter("--engine, --address, --shard-articles and --restart need --output")
    view = _view(summary=summary, csv=as_csv, jsonl=as_jsonl, json=as_json)
    # An unknown language is an error of the command and not of each article.
    code = None if language is None else load_language(language).code
    reading = ReadOptions(encoding, code, columns, markup, lambda place, note: print_note(f"{place}: {note}"))
    options = Options(language=code, plain=plain, speakers=speakers, model=model)
    tagged = tag_articles(names, reading, options, jobs=jobs or available_processors(), file_format=file_format)
    notice = ModelNotice(model, print_warning)
    failed = done = 0
    with _printer(view, as_json=as_json, as_csv=as_csv) as show, progress("tagging", total=None) as advance:
        for one in tagged:
            if one.article is None:
                failed += 1
                if one.error is not None:
                    print_error(one.error)
                continue
            notice.check([one.article.language])
            if one.article.uncertain:
                message = "no part of the text is clearly its article; see what was kept with --json"
                print_warning(f"{one.article.id}: {message}")
            done += 1
            show(one)
            advance(one.article.id)
    if not failed and not done:
        print_warning("there is no article in the input")
    if failed:
        stderr.print(f"{count_of(failed, 'article')} could not be tagged", style="red", highlight=False)
        raise typer.Exit(1)


def _view(*, summary: bool, csv: bool, jsonl: bool, json: bool) -> _View:
    if summary:
        check_single(jsonl=jsonl, summary=summary)
        check_single(json=json, csv=csv)
        return "summary"
    check_single(json=json, jsonl=jsonl, csv=csv)
    named: dict[_View, bool] = {"json": json, "jsonl": jsonl, "csv": csv}
    return next((view for view, given in named.items() if given), "text")


@contextmanager
def _printer(view: _View, *, as_json: bool, as_csv: bool) -> Iterator[Callable[[TaggedArticle], None]]:
    """Return a function that prints an annotated article; a summary is printed at the end."""
    if view == "summary":
        counts = QuoteSummary()
        yield lambda one: counts.add(_article_of(one), one.raw.metadata.get("outlet"))
        _print_summary(counts, as_json=as_json, as_csv=as_csv)
    elif view == "csv":
        emit(_csv_line([*_ARTICLE_COLUMNS, *QUOTE_COLUMNS]))
        yield _print_csv
    else:
        yield {"json": _print_json, "jsonl": _print_jsonl, "text": _print_text}[view]


def _article_of(one: TaggedArticle) -> Article:
    assert one.article is not None
    return one.article


def _print_summary(counts: QuoteSummary, *, as_json: bool, as_csv: bool) -> None:
    if as_json:
        emit_json(summary_json(counts), indent=2)
    elif as_csv:
        emit(summary_csv(counts))
    else:
        out = table_console()
        for part in summary_parts(counts):
            out.print(part)


def _rows(one: TaggedArticle) -> Iterator[dict[str, Any]]:
    """The attributions of an article as flat rows, with what is known of the article."""
    known = one.raw.metadata
    days = list(dict.fromkeys(str(day) for key in ("earliest", "latest") if (day := known.get(f"published_{key}"))))
    article = {"outlet": known.get("outlet"), "title": known.get("title"), "url": known.get("url")}
    article["published"] = "..".join(days) or None
    for row in _article_of(one).quotes:
        yield {name: article[name] for name in _ARTICLE_COLUMNS} | row


def _print_csv(one: TaggedArticle) -> None:
    for row in _rows(one):
        emit(_csv_line(["" if value is None else value for value in row.values()]))


def _csv_line(cells: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def _print_jsonl(one: TaggedArticle) -> None:
    for row, a in zip(_rows(one), _article_of(one).attributions, strict=True):
        parts = {"content": a.content, "cue": a.cue, "source": a.source}
        emit_json(row | {f"{part}_spans": [[s.start, s.end] for s in spans] for part, spans in parts.items()})


def _print_json(one: TaggedArticle) -> None:
    article = _article_of(one)
    # Not a field of annotations: the confidence of cleaning in the article.
    emit_json({**to_json(article), "uncertain": article.uncertain})


def _print_text(one: TaggedArticle) -> None:
    article = _article_of(one)
    dropped = len(article.segments) - len(article.paragraphs)
    summary = (
        f" {article.language}, {count_of(len(article.paragraphs), 'paragraph')}, "
        f"{count_of(dropped, 'line')} dropped, {count_of(len(article.attributions), 'attribution')}"
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
