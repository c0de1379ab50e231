"""``corpus tag``: who says what in texts of anybody's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from corpus.cli.console import emit_json, progress, report, stderr, stdout, warn
from corpus.cli.options import JobsOption, ModelOption
from corpus.errors import CorpusError, InputError, LanguageDataError, MissingExtraError
from corpus.io.jsonl import RawArticle, read_articles, to_json
from corpus.io.text import check_text
from corpus.models.registry import ModelNotice
from corpus.pipeline import annotate_text
from corpus.project.project import load_project
from corpus.records import Article, Model, Speaker
from corpus.tables.streaming.settings import SHARD_ARTICLES, Engine

FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(help="Text files, one article each, or .jsonl files, one a line.", metavar="[FILE]..."),
]
InputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        metavar="PATH|PATTERN|URL",
        help="With --output: .parquet, .jsonl, .jsonl.gz, .txt, .warc or .warc.gz files, or folders; may be repeated.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Write tables there, in shards; go on there where a run was stopped."),
]
EngineOption = Annotated[
    Engine, typer.Option(help="With --output: what runs the processes, this command or Ray (extra ray).")
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        metavar="HOST:PORT|auto", help="With --engine ray: a cluster to take all of; else Ray starts here, with --jobs."
    ),
]
ShardOption = Annotated[
    int, typer.Option("--shard-articles", min=1, metavar="N", help="With --output: most articles of a shard.")
]
RestartOption = Annotated[
    bool, typer.Option("--restart", help="With --output: remove what a run wrote there, and begin anew.")
]
LanguageOption = Annotated[
    str | None, typer.Option(help="Language of the texts that do not give it; detected if left out.")
]
PlainOption = Annotated[bool, typer.Option("--plain", help="Every line is article text: clean nothing away.")]
EncodingOption = Annotated[str, typer.Option(help="Encoding of text files.")]
SpeakersOption = Annotated[
    Path | None, typer.Option("--project", help="Resolve speakers against this project's authority file.")
]


def tag(  # noqa: PLR0913  (one for each option)
    *,
    files: FilesArgument = None,
    given: InputOption = None,
    output: OutputOption = None,
    jobs: JobsOption = 1,
    engine: EngineOption = "local",
    address: AddressOption = None,
    shard_articles: ShardOption = SHARD_ARTICLES,
    restart: RestartOption = False,
    language: LanguageOption = None,
    plain: PlainOption = False,
    encoding: EncodingOption = "utf-8",
    project: SpeakersOption = None,
    model: ModelOption = "tagger",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON per article.")] = False,
) -> None:
    """Find who says what in articles.

    An article that cannot be read is reported and the others are still tagged; the exit code is then 1.

    With --output, articles of any number become tables in shards, tagged by --jobs processes. One that cannot be
    tagged, or has the id of one before it, becomes a row of the table failures, and the exit code is then 2. A run that
    was stopped goes on when it is called again with the same input and options.
    """
    speakers: tuple[Speaker, ...] = load_project(project).speakers if project else ()
    if output is None:
        if given or restart or not files or engine != "local" or address is not None:
            raise typer.BadParameter("name files, or give --input with --output")
        how = _Printing(language, plain, encoding, speakers, model, as_json)
        _print_all(map(Path, files), how)
        return
    # Imported when called: printing what is in a file need not wait for what writes tables.
    from corpus.cli.tag_stream import tag_into  # noqa: PLC0415
    from corpus.tables.streaming.run import Wanted  # noqa: PLC0415

    wanted = Wanted(language, plain, model, speakers, encoding, shard_articles, engine=engine, address=address)
    # A pattern that the shell has filled in leaves its first name to --input, and the others to the arguments.
    names = [*(given or ()), *(files or ())]
    tag_into(names, output, wanted=wanted, jobs=jobs, restart=restart, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Printing:
    """How articles are tagged and shown where no tables are written."""

    language: str | None
    plain: bool
    encoding: str
    speakers: Sequence[Speaker]
    model: Model
    as_json: bool


def _print_all(files: Iterable[Path], how: _Printing) -> None:
    failed = 0
    notice = ModelNotice(how.model, warn)
    with progress("tagging", total=None) as step:
        for path in files:
            for raw in read_articles(path, encoding=how.encoding):
                try:
                    article = _annotate(raw, how)
                except MissingExtraError:
                    raise  # It is missing for every article.
                except CorpusError as e:
                    report(e)
                    failed += 1
                    continue
                notice.tell([article.language])
                if article.uncertain:
                    warn(f"{article.id}: no part of the text is clearly its article; see what was kept with --json")
                _print(article, as_json=how.as_json)
                step(article.id)
    if failed:
        stderr.print(f"{failed} article(s) could not be tagged", style="red", highlight=False)
        raise typer.Exit(1)


def _annotate(raw: RawArticle | InputError, how: _Printing) -> Article:
    if isinstance(raw, InputError):
        raise raw
    try:
        check_text(raw.text, path=raw.path)
        return annotate_text(
            raw.text,
            article_id=raw.id,
            language=raw.language or how.language,
            plain=how.plain,
            speakers=how.speakers,
            model=how.model,
        )
    except (LanguageDataError, MissingExtraError):
        raise  # It is about the data, not about this article.
    except CorpusError as e:
        # The line of a .jsonl file tells more than the line inside the article.
        raise type(e)(e.message, path=raw.path, line=raw.line or e.line, remedy=e.remedy) from e


def _print(article: Article, *, as_json: bool) -> None:
    if as_json:
        # Beside what an article is made of: how sure cleaning was of it.
        emit_json({**to_json(article), "uncertain": article.uncertain})
        return
    dropped = len(article.segments) - len(article.paragraphs)
    count = len(article.attributions)
    stdout.print(
        Text(article.id, style="bold"),
        f" {article.language}, {len(article.paragraphs)} paragraphs, "
        f"{dropped} lines dropped, {count} attribution{'' if count == 1 else 's'}",
        highlight=False,
    )
    for a in article.attributions:
        source = article.words_of(a.source) or "–"
        named = (
            a.speaker
            if a.speaker != "unknown"
            else f"unknown {a.speaker_kind}"
            if a.speaker_kind != "unknown"
            else "unknown"
        )
        stdout.print(
            f"  {a.type:<8} ",
            f"{named}",
            f" ({source}): ",
            article.words_of(a.content),
            sep="",
            markup=False,
            highlight=False,
        )
