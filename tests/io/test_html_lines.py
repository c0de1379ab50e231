"""Lines of a parsed page, and what their mark-up says."""

import pytest

from corpus.io.html_lines import HINT_NAMES, collapse_spaces, hints_of, page_lines

html = pytest.importorskip("lxml.html")


def lines(body: str):
    return page_lines(html.document_fromstring(f"<html><body>{body}</body></html>"))


def texts(body: str) -> list[str]:
    return [line.text for line in lines(body)]


def hint_names(bits: int) -> set[str]:
    return {name for n, name in enumerate(HINT_NAMES) if bits >> n & 1}


def test_collapse_spaces():
    assert collapse_spaces(" One\n\t two\u00a0three ") == "One two three"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>two</b><br>three</p>tail", ["One two three", "tail"]),
        ("<p>One<br><br>two<br>\n<br>three</p>", ["One", "two", "three"]),
        ("<div>One<p>two</p>three</div>", ["One", "two", "three"]),
        ("<table><tr><td>Height</td><td>12 m</td></tr></table>", ["Height 12 m"]),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", ["One", "Two"]),
        ("<p>One</p><script>let x = 1;</script><style>p {}</style><p>Two</p>", ["One", "Two"]),
        ("<p> \n </p>", []),
    ],
)
def test_lines(body, expected):
    assert texts(body) == expected


def test_mark_up_of_a_line():
    heading, text, caption, hidden = lines(
        "<h2>Quay</h2><article><p>The <a href='x'>quay</a></p></article>"
        "<figure><img><figcaption>A crane</figcaption></figure><div style='display: none'>Menu</div>"
    )
    assert (heading.tag, heading.is_heading, heading.is_inside("article")) == ("h2", True, False)
    assert (text.tag, text.is_heading, text.is_inside("article"), text.link_characters) == ("p", False, True, 4)
    assert (caption.is_caption, text.is_caption) == (True, False)
    assert [line.hidden for line in (heading, text, caption, hidden)] == [False, False, False, True]


def test_hints():
    assert hint_names(hints_of("articleBody")) >= {"article"}
    (near,) = lines("<div class='related'><div><div><div><p class='photo-caption'>A crane</p></div></div></div></div>")
    assert near.is_caption
    assert "related" in hint_names(near.hints) - hint_names(near.near_hints)
    assert hint_names(hints_of("q7x")) == set()
