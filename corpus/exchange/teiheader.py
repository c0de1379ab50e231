"""The header of a TEI document: what the article is, whose it is, where it came from, and what was done to it."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from corpus.exchange.rows import ArticleRows
from corpus.exchange.xml import XML, add

_MARKS = "Quotation marks and speech dashes stand in the text as the article has them, inside quote or q."
_SAMPLING = (
    "The text is the article proper: headline, deck, subheadings, running text and captions. Lines of the file that "
    "are site furniture, credits, datelines or comments are left out; the release lists them in its table paragraphs."
)
_PARTS = (
    "said is what is reported; its direct is unknown where only part of it is verbatim. seg of type cue is the words "
    "that signal it, seg of type source those that name the speaker. Each points by ana to a feature structure with "
    "all that is said of the attribution. Those joined by next and prev are one part of an attribution; those of them "
    "with the same n are one stretch of text."
)
_PLACES = (
    "Offsets count code points in the text of the head and p elements of the body, two line feeds between one and the "
    "next. A g of type code-point is one code point, which XML cannot hold; n says which."
)


def header(root: Element, of: ArticleRows) -> None:
    """Put the header of an article into its document."""
    article = of.article
    head = add(root, "teiHeader")
    file = add(head, "fileDesc")
    titles = add(file, "titleStmt")
    title = add(titles, "title", article["title"])
    title.set(f"{XML}lang", article["language"])
    editor = add(titles, "respStmt")
    add(editor, "resp", "attributions annotated by")
    add(editor, "name", of.release)
    published = add(file, "publicationStmt")
    add(published, "distributor", of.release)
    add(published, "idno", of.id, type="article")
    add(add(published, "availability"), "p", article["rights"])
    _source(add(file, "sourceDesc"), of)
    encoding = add(head, "encodingDesc")
    add(add(encoding, "samplingDecl"), "p", _SAMPLING)
    editorial = add(encoding, "editorialDecl")
    add(add(editorial, "quotation", marks="all"), "p", _MARKS)
    add(add(editorial, "interpretation"), "p", _PARTS)
    add(add(editorial, "segmentation"), "p", _PLACES)
    languages = add(add(head, "profileDesc"), "langUsage")
    add(languages, "language", article["language"], ident=article["language"])


def _source(parent: Element, of: ArticleRows) -> None:
    """Where the article appeared, and what its title and days rest on."""
    article = of.article
    bibl = add(parent, "bibl")
    title = add(bibl, "title", article["title"])
    title.set(f"{XML}lang", article["language"])
    add(bibl, "publisher", article["outlet"])
    add(bibl, "pubPlace", article["country"])
    first, last = article["published_earliest"], article["published_latest"]
    add(bibl, "date", _days(first, last), notBefore=first.isoformat(), notAfter=last.isoformat())
    add(bibl, "idno", article["url"], type="URL")
    add(bibl, "idno", article["raw_sha256"], type="SHA-256")
    add(bibl, "note", article["title_basis"], type="title-basis")
    add(bibl, "note", article["published_basis"], type="published-basis")


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
