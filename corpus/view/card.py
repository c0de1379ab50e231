"""The data card as HTML: the part of Markdown that cards use, with everything else shown as text.

Blocks are headings, paragraphs, lists, tables and code; inline there are code, strong text and links to the web.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup, escape

from corpus.view.text import neutral, web_address

_HEADING = re.compile(r"(#{1,5}) +(.+)")
_ITEM = re.compile(r"[-*] +(.*)")
# No part matches the character that starts it, so that a line of `[` or `(` alone takes linear time.
_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\[\]]+)\]\(([^()\s]+)\)")
_RULE = re.compile(r"\|[\s|:-]+\|")


def card_html(text: str) -> Markup:
    """Convert the body of a data card, without its title, to HTML.

    Headings are one level lower, since the page has a heading of its own.
    """
    return Markup("\n").join(_blocks(str(neutral(text)).split("\n")))


def card_section(text: str, heading: str) -> Markup:
    """Convert a section of a data card, without its heading, to HTML; empty if the card has no such section."""
    lines = str(neutral(text)).split("\n")
    if f"## {heading}" not in lines:
        return Markup()
    start = lines.index(f"## {heading}") + 1
    end = _end(lines, start, lambda line: line.startswith(("# ", "## ")))
    return Markup("\n").join(_blocks(lines[start:end]))


def _blocks(lines: Sequence[str]) -> Iterator[Markup]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.startswith("```"):
            end = _end(lines, end, lambda line: line.startswith("```"))
            yield Markup('<pre tabindex="0"><code>{}</code></pre>').format("\n".join(lines[at + 1 : end]))
            at = end + 1
            continue
        if not line.strip():
            at = end
            continue
        heading = _HEADING.fullmatch(line)
        if heading is None:
            end = _end(lines, end, _starts_block)
            yield _block(lines[at:end])
        elif len(heading[1]) > 1:
            yield Markup("<h{0}>{1}</h{0}>").format(len(heading[1]) + 1, _inline(heading[2]))
        at = end


def _end(lines: Sequence[str], start: int, is_end: Callable[[str], bool]) -> int:
    """The number of the first line from a start on that ends something; the number of lines if none does."""
    for number in range(start, len(lines)):
        if is_end(lines[number]):
            return number
    return len(lines)


def _starts_block(line: str) -> bool:
    return line.strip() == "" or line.startswith(("#", "```"))


def _block(lines: Sequence[str]) -> Markup:
    """A table, a list or a paragraph: lines without an empty one between."""
    if lines[0].startswith("|") and len(lines) > 1 and _RULE.fullmatch(lines[1].strip()):
        return _table(lines)
    if _ITEM.match(lines[0]):
        return _list(lines)
    return Markup("<p>{}</p>").format(_inline(" ".join(line.strip() for line in lines)))


def _table(lines: Sequence[str]) -> Markup:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head = Markup().join(Markup('<th scope="col">{}</th>').format(_inline(cell)) for cell in rows[0])
    lines = []
    for row in rows[2:]:
        cells = Markup().join(Markup("<td>{}</td>").format(_inline(cell)) for cell in row)
        lines.append(Markup("<tr>{}</tr>").format(cells))
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(head, Markup().join(lines))


def _list(lines: Sequence[str]) -> Markup:
    """A list; lines that start no item continue the one before."""
    items: list[str] = []
    for line in lines:
        found = _ITEM.match(line.lstrip())
        if found is not None:
            items.append(found[1].rstrip())
        else:
            items[-1] += " " + line.strip()
    return Markup("<ul>{}</ul>").format(Markup().join(Markup("<li>{}</li>").format(_inline(i)) for i in items))


def _inline(text: str) -> Markup:
    made, at = [], 0
    for found in _INLINE.finditer(text):
        made += [escape(text[at : found.start()]), _marked(found)]
        at = found.end()
    return Markup().join([*made, escape(text[at:])])


def _marked(found: re.Match[str]) -> Markup:
    code, strong, label, address = found.groups()
    if code is not None:
        return Markup("<code>{}</code>").format(code)
    if strong is not None:
        return Markup("<strong>{}</strong>").format(strong)
    if web_address(address) is None:
        return Markup("{}").format(label)
    return Markup('<a rel="noopener noreferrer" href="{}">{}</a>').format(address, label)
