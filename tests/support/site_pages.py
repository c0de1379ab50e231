"""Made-up pages with everything that newsrooms put around an article, as text and as HTML, with the truth by line.

A page is a file of ``cases/pages``: label, elements around the line, and its text, with tabs between them. Labels are
`headline`, `deck`, `body`, `subheading`, `caption`, `allowed` (may be kept or not) and `other`.
"""

import html
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "cases" / "pages"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class SitePage:
    """A page: its language, and label, elements and text of each line."""

    name: str
    language: str
    lines: tuple[tuple[str, tuple[str, ...], str], ...]

    @property
    def text(self):
        """The page as somebody copies it from a browser."""
        return "\n".join(text for _, _, text in self.lines) + "\n"

    @property
    def html(self):
        """The page as it is saved."""
        (title,) = (text for label, _, text in self.lines if label == "headline")
        head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>p > a{{color:red}}</style>'
        script = "<script>if (a<b && c>d) {document.write('<p>Secret words of a script.</p>')}</script>"
        body, opened = [], ()
        for _, elements, text in self.lines:
            same = 0
            while same < min(len(opened), len(elements) - 1) and opened[same] == elements[same]:
                same += 1
            body += [f"</{_tag(e)}>" for e in reversed(opened[same:])]
            body += [_start(e) for e in elements[same:]]
            body += [html.escape(text), f"</{_tag(elements[-1])}>\n"]
            opened = elements[:-1]
        body += [f"</{_tag(e)}>" for e in reversed(opened)]
        root = f'<!DOCTYPE html><html lang="{self.language}">'
        return f"{root}<head>{head}{script}</head><body>{''.join(body)}</body></html>"


def _tag(element):
    return re.split(r"[.#]", element)[0]


def _start(element):
    names = {".": " class", "#": " id"}
    found = re.findall(r"([.#])([^.#]+)", element)
    attributes = "".join(f'{names[kind]}="{name}"' for kind, name in found)
    return f"<{_tag(element)}{attributes}>"


def site_pages():
    """All pages, by name."""
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.tsv")))


def _read(file):
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return SitePage(file.stem, file.stem.split("-")[0], tuple((a, tuple(b.split()), c) for a, b, c in rows))


def scores(pages, kept):
    """Precision, recall and F1 in words of kept body against all body; ``kept`` are the texts kept of each page."""
    hit = wrong = gold = 0
    for page, texts in zip(pages, kept, strict=True):
        there = set(texts)
        for label, _, text in page.lines:
            words = len(_WORD.findall(text))
            gold += words * (label == "body")
            hit += words * (label == "body" and text in there)
            wrong += words * (label == "other" and text in there)
    precision, recall = hit / (hit + wrong), hit / gold
    return precision, recall, 2 * precision * recall / (precision + recall)
