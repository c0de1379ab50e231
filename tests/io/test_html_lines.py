"""Lines and roles of a page's main content."""

import pytest

from corpus.io.html_lines import PageLines, collapse_spaces, keep_captions, page_lines, split_paragraphs

html = pytest.importorskip("lxml.html")
etree = pytest.importorskip("lxml.etree")


def lines(body: str, *, title: str | None, captions: tuple[str, ...] = ()) -> list[tuple[str, str | None]]:
    return list(page_lines(etree.fromstring(f"<body>{body}</body>"), title=title, captions=captions).lines)


def test_roles():
    body = (
        '<head rend="h2">Harbour</head><head rend="h1">Quay shut</head><head>It opens on Friday</head>'
        "<p>The quay is shut.</p><head>Why</head><p>A crane.</p>"
    )
    assert lines(body, title="Quay shut", captions=("A crane.",)) == [
        ("Harbour", "chrome"), ("Quay shut", "headline"), ("It opens on Friday", "deck"),
        ("The quay is shut.", None), ("Why", "subheading"), ("A crane.", "caption"),
    ]  # fmt: skip


def test_headline_with_other_words_than_the_title():
    body = '<head rend="h1">Quay is shut</head><p>Body.</p>'
    assert lines(body, title="Quay shut | Post") == [("Quay is shut", "headline"), ("Body.", None)]


def test_title_that_is_not_in_the_content():
    assert lines("<p>Body.</p>", title="Quay shut") == [("Quay shut", "headline"), ("Body.", None)]


def test_repeated_headline():
    assert lines("<p>Quay</p><p>Body.</p><p>Quay</p>", title="Quay") == [("Quay", "headline"), ("Body.", None)]


def test_inline_elements_and_gaps():
    assert lines("<p>One <hi>two</hi><lb/>three</p>tail", title=None) == [("One two three", None), ("tail", None)]


def test_joined():
    page = PageLines((("A", "headline"), ("B", None), ("C", "caption")))
    assert page.joined() == ("A\n\nB\n\nC\n", {"headline": (1,), "caption": (5,)})
    assert page.has_body
    assert not PageLines((("A", "headline"),)).has_body


def test_split_paragraphs():
    tree = html.fromstring("<div><p>One<br>still one<br><br>two</p></div>")
    split_paragraphs(tree)
    assert [collapse_spaces(p.text_content()) for p in tree.iter("p")] == ["Onestill one", "two"]


def test_keep_captions():
    tree = html.fromstring(
        "<div><figure><img><figcaption>The <b>quay</b></figcaption></figure>"
        "<figure><figcaption>No picture</figcaption></figure><p class='caption'>Crane</p></div>"
    )
    assert keep_captions(tree) == {"The quay", "Crane"}
    assert tree.xpath("string(.//p[1])") == "The quay"
