"""From an article as it comes to what is proposed for the project: its entry, its files, and what is doubtful."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from corpus.clean.pages import EXTRACTOR, Page, read_page
from corpus.clean.roles import assign_roles
from corpus.errors import InputError
from corpus.io.html import day_of
from corpus.io.raw_files import Raw
from corpus.io.text import decode
from corpus.io.toml import is_url
from corpus.languages.detection import tell_language
from corpus.languages.language import Language, load_language
from corpus.project.project import Project, is_id
from corpus.records import UNKNOWN, UNKNOWN_COUNTRY, UNKNOWN_URL, Segment, Source

#: What bounds the day of an article that nothing is known of.
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_RAW_TEXT = "raw text"
_GIVEN = "given"
_COUNTRY = re.compile(r"[A-Z]{2}")
_URL_DAY = re.compile(r"/(\d{4})[/-](\d\d)[/-](\d\d)(?=[/._-]|$)")
_LONGEST_ID = 60
#: Digits of an address's hash in an id.
_URL_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who adds articles says of them; what is None is told from the article, or is not known.

    ``date`` is a day, or two with ``..`` between them. ``encoding`` is that of the files.
    """

    outlet: str
    language: str | None = None
    country: str | None = None
    url: str | None = None
    date: str | None = None
    id: str | None = None
    rights: str | None = None
    split: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An article ready for the project: its entry, files by name, split, lines with roles, a comment, and findings."""

    source: Source
    files: Mapping[str, bytes]
    split: str
    text: str
    segments: tuple[Segment, ...]
    language: Language
    comment: str
    findings: tuple[str, ...] = ()


@dataclass(slots=True)
class Taken:
    """The ids and names of files that are no longer free, names in small letters."""

    names: set[str] = field(default_factory=set)

    def free(self, article_id: str) -> bool:
        """Whether neither an article nor a file beside it has the name."""
        return not {article_id, f"{article_id}.txt", f"{article_id}.html"} & self.names

    def take(self, article_id: str) -> None:
        """Note the names of an article that is added."""
        self.names |= {article_id, f"{article_id}.txt", f"{article_id}.html"}


def propose(raw: Raw, given: Given, *, project: Project, taken: Taken) -> Proposal:
    """What to add for an article; nothing is written, and ``taken`` is left as it is.

    Raises:
        InputError: it is no article that can be read, or something given does not fit.
        LanguageError: its language could not be told, or there is no data for it.
        ProjectError: nothing says which split it belongs to.
        CorpusError: an extra is missing.
    """
    page = _page(raw, given)
    code, finding = _language(page, given)
    language = load_language(code)
    roles = {line: role for role, lines in page.roles.items() for line in lines}
    segments = assign_roles(page.text, language, declared=roles)
    if not any(s.role == "body" for s in segments):
        raise InputError("no line was taken for running text", path=raw.name, remedy="Is this an article?")
    title, title_basis = _title(page, segments)
    earliest, latest, basis = days_of(raw, page, url=_url(raw, page, given), given=given.date)
    article_id = _id(raw, given, day=earliest if earliest == latest else None, taken=taken)
    files, original = _files(raw, page, article_id)
    split = split_for(project, language.code, given.split)
    outlet = [s for s in project.sources if s.outlet == given.outlet]
    source = Source(
        id=article_id, file=f"{article_id}.txt", sha256=_sha256(files[f"{article_id}.txt"]), outlet=given.outlet,
        country=given.country or _same({s.country for s in outlet}, UNKNOWN_COUNTRY), language=language.code,
        title=title, title_basis=title_basis, url=_url(raw, page, given) or f"{UNKNOWN_URL}{article_id}",
        published_earliest=earliest, published_latest=latest, published_basis=basis,
        rights=given.rights or _same({s.rights for s in outlet}, UNKNOWN), roles=page.roles,
        encoding=(given.encoding or "utf-8") if raw.kind == "text" else "utf-8",
        original=original, original_sha256=_sha256(raw.data) if original else None,
    )  # fmt: skip
    made = f"; the text was made by {EXTRACTOR}" if original else ""
    return Proposal(
        source, files, split, page.text, segments, language, f"Added {raw.origin}{made}.",
        findings=(finding,) if finding else (),
    )  # fmt: skip


def check_given(given: Given, *, project: Project) -> None:
    """Refuse what can be seen to be wrong before an article is read.

    Raises:
        InputError: a value is not of its form.
        LanguageError: there is no data for the language.
        ProjectError: there is no such split.
    """
    wrong = [
        (
            "--outlet",
            given.outlet,
            given.outlet.isprintable() and bool(given.outlet.strip()),
            "Give the newsroom's name",
        ),
        (
            "--country",
            given.country,
            not given.country or bool(_COUNTRY.fullmatch(given.country)),
            "Write two capital letters",
        ),
        ("--url", given.url, not given.url or is_url(given.url), "Write it in full, with https://"),
        ("--id", given.id, not given.id or is_id(given.id), "Use small letters, digits and -"),
        ("--rights", given.rights, given.rights is None or bool(given.rights.strip()), "Say whose the text is"),
    ]
    for option, value, right, remedy in wrong:
        if not right:
            raise InputError(f"{value!r} cannot be the value of {option}", remedy=remedy)
    if given.date is not None:
        _given_days(given.date)
    if given.language is not None:
        load_language(given.language)
    if given.split is not None:
        split_for(project, "", given.split)


def split_for(project: Project, language: str, wanted: str | None) -> str:
    """The split for a new article: the one wanted, else that of the articles of its language, else the only one.

    Raises:
        InputError: there is no such split, or more than one fits.
    """
    names = list(project.splits)
    if wanted is not None:
        if wanted not in names:
            raise InputError(f"there is no split {wanted!r}", remedy=f"There are {', '.join(names)}")
        return wanted
    used = {project.split_of(s.id) for s in project.sources if s.language == language}
    fitting = sorted(used) or names
    if len(fitting) > 1:
        message = f"which split an article in {language!r} belongs to is not clear"
        raise InputError(message, remedy=f"Name one with --split: {', '.join(names)}")
    return fitting[0]


def _page(raw: Raw, given: Given) -> Page:
    if raw.kind == "text":
        return Page(decode(raw.data, path=raw.name, encoding=given.encoding or "utf-8"), {})
    return read_page(raw.data, name=raw.name, charset=raw.charset, encoding=given.encoding)


def _language(page: Page, given: Given) -> tuple[str, str]:
    if given.language is not None:
        return given.language, ""
    return tell_language(page.text, declared=page.language)


def _title(page: Page, segments: tuple[Segment, ...]) -> tuple[str, str]:
    if page.title:
        return page.title, page.title_from
    headline = next((s.span.of(page.text) for s in segments if s.role == "headline"), "")
    # A byte order mark is no part of a title; what else cannot be seen may be spelling.
    title = headline.removeprefix("\ufeff").strip()
    return (title, _RAW_TEXT) if title else (UNKNOWN, UNKNOWN)


def days_of(raw: Raw, page: Page, *, url: str | None, given: str | None = None) -> tuple[date, date, str]:
    """The first and last day on which an article can have appeared, and what they rest on, ``unknown`` if nothing.

    Args:
        raw: the article as it came.
        page: what it holds.
        url: its address, if it is known.
        given: what is known of its day, as in `Given`.
    """
    if given is not None:
        return (*_given_days(given), _GIVEN)
    if page.published is not None:
        return page.published, page.published, page.published_from
    if (found := _URL_DAY.search(url or "")) and (day := day_of("-".join(found.groups()))):
        return day, day, "URL"
    return EARLIEST, LATEST if raw.fetched is None else raw.fetched, UNKNOWN


def _given_days(text: str) -> tuple[date, date]:
    try:
        days = [date.fromisoformat(part) for part in text.split("..")]
    except ValueError:
        days = []
    if len(days) not in (1, 2) or days[0] > days[-1]:
        raise InputError(
            f"{text!r} cannot be the value of --date", remedy="Write 2017-09-08, or 2017-09-08..2017-09-09"
        )
    return days[0], days[-1]


def _url(raw: Raw, page: Page, given: Given) -> str | None:
    return given.url or raw.url or page.url


def _same(values: set[str], unknown: str) -> str:
    """What all articles of the outlet have, if they agree."""
    return values.pop() if len(values) == 1 else unknown


def _id(raw: Raw, given: Given, *, day: date | None, taken: Taken) -> str:
    """The id given, else one of the outlet's name and the day or the file's name, with a number if that is taken."""
    if given.id is not None:
        if not taken.free(given.id):
            message = f"an article or a file in sources/ is called {given.id!r} already"
            raise InputError(message, path=raw.name, remedy="Choose another --id")
        return given.id
    parts = [slug(given.outlet), f"{day:%Y%m%d}" if day else slug(raw.stem)]
    base = "-".join(filter(None, parts))[:_LONGEST_ID].rstrip("-") or "article"
    number = 1
    while not taken.free(found := base if number == 1 else f"{base}-{number}"):
        number += 1
    return found


def url_id(url: str) -> str:
    """The id of a page of which no more is known than its address: readable, and another for another address."""
    told = hashlib.sha256(url.encode(errors="surrogateescape")).hexdigest()[:_URL_DIGITS]
    readable = slug(url.partition("://")[2])[: _LONGEST_ID - _URL_DIGITS - 1].strip("-")
    return "-".join(filter(None, (readable, told)))


def slug(text: str) -> str:
    """Letters and digits of a text as an id has them; empty where it has none of A to Z and 0 to 9."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _files(raw: Raw, page: Page, article_id: str) -> tuple[dict[str, bytes], str | None]:
    """The files to be stored, by name, and the name of the original among them, if the text was made from one."""
    if raw.kind == "text":
        return {f"{article_id}.txt": raw.data}, None
    original = f"{article_id}.html"
    return {f"{article_id}.txt": page.text.encode("utf-8"), original: raw.data}, original


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
