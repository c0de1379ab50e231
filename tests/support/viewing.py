"""What the tests of pages look at: the pages of our own corpus, of a hostile release and of a made-up one."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import load_project
from corpus.release.load import read_rows
from corpus.release.write import write_release
from corpus.view.write import write_view
from support.generated import write_generated
from support.hostile import write_hostile
from support.paths import CONVOY

OWN = CONVOY


@pytest.fixture(scope="session")
def own_release(tmp_path_factory) -> Path:
    """Our own corpus as it is released, its annotation files included."""
    project = load_project(OWN)
    articles = curated_articles(project, annotate_project(project))
    return write_release(project, articles, output=tmp_path_factory.mktemp("own") / "release").path


@pytest.fixture(scope="session")
def own_pages(own_release, tmp_path_factory) -> Path:
    return _pages(own_release, tmp_path_factory)


@pytest.fixture(scope="session")
def hostile_release(tmp_path_factory) -> Path:
    return write_hostile(tmp_path_factory.mktemp("hostile") / "release")


@pytest.fixture(scope="session")
def hostile_pages(hostile_release, tmp_path_factory) -> Path:
    return _pages(hostile_release, tmp_path_factory)


@pytest.fixture(scope="session")
def made_release(tmp_path_factory) -> Path:
    return write_generated(tmp_path_factory.mktemp("made") / "release", articles=300)


@pytest.fixture(scope="session")
def made_pages(made_release, tmp_path_factory) -> Path:
    """The pages of 300 made-up articles: lists have several pages, and quotations several files."""
    return _pages(made_release, tmp_path_factory)


def _pages(release, tmp_path_factory):
    return write_view(release, tmp_path_factory.mktemp("pages") / "pages").start.parent


class Markup(HTMLParser):
    """What a file of HTML refers to and what can be referred to in it, its elements with attributes, its texts."""

    def __init__(self, path):
        super().__init__()
        self.path, self.references, self.ids, self.elements, self.texts = path, [], [], [], []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.elements.append((tag, values))
        self.ids += [values["id"]] if "id" in values else []
        self.references += [values[name] for name in ("href", "src") if values.get(name) is not None]

    def handle_data(self, data):
        self.texts.append(data)

    def targets(self):
        """The file and the fragment of each reference that stays on disk."""
        for reference in self.references:
            address, fragment = urldefrag(urljoin(self.path.as_uri(), reference))
            if urlsplit(address).scheme == "file":
                yield Path(unquote(urlsplit(address).path)), unquote(fragment)


def rows_of(release, table):
    """The rows of one table of a release."""
    return read_rows(release)[table]


def html_files(folder):
    """The pages of a folder, by their names in it."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))


def one_of_each(folder):
    """The name of a page of each kind, the ones with the most to show."""
    biggest = {}
    for name in html_files(folder):
        kind = name.split("/")[0] if "/" in name else name.split("~")[0].removesuffix(".html") + ".html"
        if kind not in biggest or (folder / name).stat().st_size > (folder / biggest[kind]).stat().st_size:
            biggest[kind] = name
    return sorted(biggest.values())
