"""The data card as HTML: what cards use of Markdown, and everything else as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.fuzzed_pages import Parsed
from support.growth import is_linear, lengths

from corpus.view.card import card_html, card_section

CARD = """# Title

First paragraph,
over `two` lines.

## Head **bold**

| a | b |
| --- | --- |
| 1 | [x](https://example.org/) |

- one
- two
  and more

```python
x = "<b>"
```
"""


def test_blocks():
    html = str(card_html(CARD))
    for part in (
        "<p>First paragraph, over <code>two</code> lines.</p>",
        "<h3>Head <strong>bold</strong></h3>",
        '<th scope="col">a</th>',
        '<td><a rel="noopener noreferrer" href="https://example.org/">x</a></td>',
        "<ul><li>one</li><li>two and more</li></ul>",
        "<code>x = &#34;&lt;b&gt;&#34;</code>",
    ):
        assert part in html
    assert "Title" not in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd"])
def test_links_lead_into_the_web_alone(address):
    assert "href" not in str(card_html(f"[x]({address})"))


def test_a_section_alone():
    card = "# T\n\n## Licensing\n\nUnder `CC0`.\n\n### More\n\nText.\n\n## Citation\n\nOther."
    assert str(card_section(card, "Licensing")).split("\n") == [
        "<p>Under <code>CC0</code>.</p>",
        "<h4>More</h4>",
        "<p>Text.</p>",
    ]
    assert card_section(card, "Uses") == ""


@pytest.mark.parametrize("piece", ["[", "[a](", "[a](b", "`", "**a", "(", "[a]", "|", "- "])
def test_time_grows_with_the_length(piece):
    assert is_linear(card_html, *lengths(piece, 20_000))


@given(st.text(alphabet="ab <>&\"'`*[]()|#-\n\u202e", max_size=120))
def test_no_text_makes_an_element_or_is_lost(text):
    html = str(card_html(text))
    found = {tag for tag, _ in Parsed(html).elements}
    assert found <= {
        "h3", "h4", "h5", "h6", "p", "ul", "li", "pre", "code", "strong", "div", "table", "thead", "tbody", "tr", "th",
        "td", "a",
    }  # fmt: skip
    assert "\u202e" not in html
