"""Saved pages: main content as text, the roles that mark-up tells, what a page says of itself, and hostile pages."""

import hashlib
import json
import sys
import time
from datetime import date

import pytest
from support.pages import WORDS, page, snapshot

from corpus.add.add import add_articles
from corpus.add.proposal import AddOptions
from corpus.checks.run import run_checks
from corpus.clean.pages import read_page
from corpus.clean.roles import assign_roles
from corpus.errors import CorpusError, InputError
from corpus.io.html import decode_page
from corpus.languages.language import load_language
from corpus.pipeline import annotate_source
from corpus.project.project import SOURCES_FILE, load_project

PARAGRAPH = "<p>“It is not safe to cross the bridge,” said Kari Moen, director of the harbour, on Monday.</p>"


def lines(found):
    return [line for line in found.text.split("\n") if line]


def roles(found):
    return {line: role for role, numbers in found.roles.items() for line in numbers}


@pytest.mark.parametrize("code", WORDS)
def test_page_in_each_language(run, root, tmp_path, code):
    """Title, standfirst, heading and caption have their roles in the project, not by rules but as the page has them."""
    title, deck, first, second, heading, third, caption, comment = WORDS[code]
    data = page(code).encode()
    (tmp_path / "one.html").write_bytes(data)
    add = ("add", tmp_path / "one.html", "--outlet", "Post", "--project", root, "--country", "NO", "--rights", "Ours.")
    done = run(*add, "--url", "https://example.org/one", "--json")
    assert (done.code, done.err) == (0, "")
    project = load_project(root)
    source = project.sources[1]
    assert (source.id, source.language, source.title, source.title_basis) == ("post-20240115", code, title, "HTML h1")
    assert source.published_earliest == source.published_latest == date(2024, 1, 15)
    assert source.published_basis == "HTML meta article:published_time"
    article = annotate_source(source, project=project)
    assert [(s.role, s.span.of(article.text)) for s in article.segments] == [
        ("headline", title), ("deck", deck), ("body", first), ("caption", caption), ("body", second),
        ("subheading", heading), ("body", third),
    ]  # fmt: skip
    assert {s.rule for s in article.segments if s.role != "body"} == {"declared"}
    assert comment not in article.text
    assert article.attributions
    assert json.loads(done.out)["added"][0]["attributions"] == len(article.attributions)
    original = (root / "sources" / source.original).read_bytes()
    assert original == data
    assert source.original_sha256 == hashlib.sha256(data).hexdigest()
    assert {finding.id for finding in run_checks(root)} <= {"speaker-unlisted", "placeholder", "example-article"}
    # The page itself is an article that is there.
    assert (
        "the bytes are those of post-20240115"
        in run("add", tmp_path / "one.html", "--outlet", "Post", "--project", root).err
    )


def test_same_page_gives_the_same_project(tmp_path, root):
    from corpus.project.new_project import make_project  # noqa: PLC0415

    (tmp_path / "one.html").write_text(page(), "utf-8")
    make_project(tmp_path / "other" / "tiny")
    for folder in (root, tmp_path / "other" / "tiny"):
        add_articles(tmp_path / "one.html", AddOptions("Post"), root=folder)
    assert snapshot(root) == snapshot(tmp_path / "other" / "tiny")


def test_original_is_verified(root, tmp_path):
    (tmp_path / "one.html").write_text(page(), "utf-8")
    add_articles(tmp_path / "one.html", AddOptions("Post"), root=root)
    (root / "sources" / "post-20240115.html").write_text("changed")
    assert [f.id for f in run_checks(root) if f.level == "error"] == ["source-original"]
    (root / "sources" / "post-20240115.html").unlink()
    assert [f.id for f in run_checks(root) if f.level == "error"] == ["source-original"]


@pytest.mark.parametrize(
    ("head", "day", "basis"),
    [
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2024-01-14T23:00:00Z"}]}</script>',
         date(2024, 1, 14), "HTML JSON-LD datePublished"),
        ('<script type="application/ld+json">{"datePublished": "2024-13-14"}</script>',
         date(2024, 1, 15), "HTML meta article:published_time"),
        ('<script type="application/ld+json">{broken</script>',
         date(2024, 1, 15), "HTML meta article:published_time"),
    ],
)  # fmt: skip
def test_date_says_where_it_is_from(head, day, basis):
    found = read_page(page(head=head).encode(), name="x")
    assert (found.published, found.published_from) == (day, basis)


def test_date_that_nobody_says_is_not_guessed(root, tmp_path):
    words = page().replace("article:published_time", "x").replace("</article>", "Updated 3 March 2020</article>")
    (tmp_path / "one.html").write_text(words, "utf-8")
    (added,) = add_articles(tmp_path / "one.html", AddOptions("Post"), root=root).added
    assert added.source.published_basis is None
    assert added.unknown == ("country", "url", "published", "rights")


def test_title_from_metadata_becomes_the_first_line():
    words = page().replace("<h1>", "<p>").replace("</h1>", "</p>").replace(WORDS["en"][0], "Storm: see below", 2)
    words = words.replace("<head>", '<head><meta property="og:title" content="The great storm of the harbour">')
    found = read_page(words.encode(), name="x")
    assert lines(found)[0] == found.title == "The great storm of the harbour"
    assert (roles(found)[1], found.title_from) == ("headline", "HTML meta og:title")


@pytest.mark.parametrize("tag", ["p", "div", "p class='x'"])
def test_line_breaks(tag):
    """One line break is a space, two part paragraphs."""
    body = (
        "The bridge is closed,<br>said the harbour.<br><br/>Nobody knows why it was closed on Monday,"
        "<br>\n<br>and nobody has asked Kari Moen."
    )
    words = page().replace(f"<p>{WORDS['en'][2]}</p>", f"<{tag}>{body}</{tag.split()[0]}>")
    assert lines(read_page(words.encode(), name="x"))[2:5] == [
        "The bridge is closed, said the harbour.", "Nobody knows why it was closed on Monday,",
        "and nobody has asked Kari Moen.",
    ]  # fmt: skip


def test_title_that_is_worded_otherwise():
    """The heading of the page is its headline, whatever title its metadata give."""
    words = page(head='<meta property="og:title" content="You will not believe this storm">')
    found = read_page(words.replace("<nav>", "<h1>The Harbour Post</h1><nav>").encode(), name="x")
    assert (found.title, found.title_from) == ("You will not believe this storm", "HTML meta og:title")
    assert lines(found)[:2] == list(WORDS["en"][:2])
    assert [roles(found)[n] for n in (1, 3)] == ["headline", "deck"]


def test_label_above_the_title():
    words = page().replace("<h1>", "<h4>Weather</h4><h1>")
    found = read_page(words.encode(), name="x")
    assert "Weather" not in lines(found)


@pytest.mark.parametrize(
    ("data", "letters"),
    [
        (page("nb").encode(), "Bølger"),
        (page("nb", charset="iso-8859-1").encode(), "Bølger"),
        (page("nb", charset="iso-8859-1").encode("cp1252"), "Bølger"),
        (page("nb", charset="windows-1252").encode("cp1252"), "Bølger"),
        (page("nb").encode("utf-8-sig"), "Bølger"),
        (page("nb", charset="x").encode("utf-16"), "Bølger"),
        (page("ar", charset="windows-1256").encode("cp1256"), "أمواج"),
    ],
)
def test_encoding(data, letters):
    assert letters in read_page(data, name="x").text


def test_encoding_that_is_not_as_declared():
    """A page that is in nothing that it declares is refused; whoever knows better can say so."""
    data = page("nb").encode("cp1252")
    for name in ("hex", "rot13", "idna", "utf-7\0"):
        with pytest.raises(InputError, match="not valid UTF-8"):
            decode_page(data, name="x", charset=name)
    assert "Bølger" in decode_page(data, name="x", encoding="cp1252")


def test_language_of_the_text_goes_before_that_of_the_page(run, root, tmp_path):
    (tmp_path / "one.html").write_text(page("nb", lang="en-US"), "utf-8")
    done = run("add", tmp_path / "one.html", "--outlet", "Post", "--project", root)
    assert done.err == "post-20240115: the page says that its language is 'en', but its text is 'nb', which is taken\n"
    assert load_project(root).sources[1].language == "nb"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("<!DOCTYPE html>", "this is not an HTML page"),
        ("<html><body></body></html>", "no main content found"),
        ("<html><body><h1>Only a title</h1></body></html>", "no main content found"),
        (f"<html><body>{'<div>' * 100_000}{PARAGRAPH * 5}</body></html>", "nested too deep"),
        (f"<html><body>{'<p>a</p>' * 60_000}</body></html>", "more than 50,000 elements"),
        (f"<html><body {' '.join(f'a{n}=1' for n in range(90_000))}>{PARAGRAPH * 5}</body></html>", "attributes"),
        (f"<html><body {'/'.join(f'a{n}' for n in range(90_000))}>{PARAGRAPH * 5}</body></html>", "attributes"),
        (f"<html><body>{PARAGRAPH * 120_000}</body></html>", "bytes are too many for a page"),
    ],
    ids=lambda words: words[:30],
)
def test_pages_that_are_no_articles(words, message):
    start = time.perf_counter()
    with pytest.raises(InputError, match=message):
        read_page(words.encode(), name="x")
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    "extra",
    ["<span>" * 50, f"<script type='application/ld+json'>{'[' * 100_000}</script>", "\0\x01\ufffe", "<![CDATA[", "&#0;",
     "&#xD800;", "<figure><img><figcaption>" * 50, "<?xml encoding='x'?>", "<base href='http://[x'>"],
    ids=range(9),
)  # fmt: skip
def test_pages_that_are_odd(extra):
    found = read_page(page().replace("<p>", f"<p>{extra}", 1).encode("utf-8", "surrogatepass"), name="x")
    assert found.title == WORDS["en"][0]
    assert "\0" not in found.text


def test_entities_are_not_read_from_files(tmp_path):
    (tmp_path / "secret").write_text("the secret words")
    words = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>' + page().replace("<p>", "<p>&e; ", 1)
    assert "secret words" not in read_page(words.encode(), name="x").text


def test_without_the_extra(run, root, tmp_path, monkeypatch):
    (tmp_path / "one.html").write_text(page(), "utf-8")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    done = run("add", tmp_path / "one.html", "--outlet", "Post", "--project", root)
    assert done.code == 1
    assert "one.html: trafilatura is not installed. Hint: pip install 'convoy17[html]'." in done.err


def test_declared_roles_are_not_for_rules_to_decide():
    text = (
        "News\n\nA line that is a caption\n\nThe bridge is closed, said Kari Moen, the director of the harbour today.\n"
    )
    english = load_language("en")
    found = assign_roles(text, english, declared={3: "caption", 1: "subheading"})
    assert [(s.role, s.rule) for s in found][:2] == [("subheading", "declared"), ("caption", "declared")]
    with pytest.raises(CorpusError, match="line 2, which is not there"):
        assign_roles(text, english, declared={2: "caption"})


@pytest.mark.parametrize("roles", ["{headline = [2]}", "{headline = [1], deck = [1]}", "{headline = [99]}"])
def test_declared_roles_that_do_not_fit(root, roles):
    path = root / SOURCES_FILE
    path.write_text(path.read_text("utf-8") + f"roles = {roles}\n", "utf-8")
    assert {f.id for f in run_checks(root) if f.level == "error"} == {"source-roles"}


@pytest.mark.parametrize("roles", ["{title = [1]}", "{headline = 1}", '{headline = ["1"]}', "{headline = [true]}", "1"])
def test_declared_roles_of_another_form(root, roles):
    path = root / SOURCES_FILE
    path.write_text(path.read_text("utf-8") + f"roles = {roles}\n", "utf-8")
    assert {f.id for f in run_checks(root)} == {"project-invalid"}
