"""Addresses of articles, and ids made of addresses and names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

#: Longest id that is made, in characters.
ID_LENGTH = 60
#: Hexadecimal digits of an address's hash in an id.
_HASH_DIGITS = 16


#: Control characters, line ends of Unicode, and marks that change the direction of what is shown.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def has_controls(text: str) -> bool:
    """Return whether a string has control characters, which no address has."""
    return _CONTROLS.search(text) is not None


def is_url(text: str) -> bool:
    """Return whether a string is a complete http or https address, without spaces and control characters."""
    # `urlsplit` drops some control characters without a word.
    if not text.replace(" ", "\n").isprintable():
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def host_name(url: str) -> str | None:
    """Return the host of an address without ``www.``, or None if it has none.

    >>> host_name("https://www.lillevik.example/ferry")
    'lillevik.example'
    """
    if not is_url(url):
        return None
    return str(urlsplit(url).hostname).removeprefix("www.")


def url_id(url: str) -> str:
    """Make the id of a page from its address: readable, and unique to the address.

    >>> url_id("https://news.example/2024/harbour")
    'news-example-2024-harbour-e36836223ce80e0f'
    """
    digest = hashlib.sha256(url.encode(errors="surrogateescape")).hexdigest()[:_HASH_DIGITS]
    readable = slug(url.partition("://")[2])[: ID_LENGTH - _HASH_DIGITS - 1].strip("-")
    return "-".join(filter(None, (readable, digest)))


def slug(text: str) -> str:
    """Reduce a text to lower-case ASCII letters, digits and hyphens; empty if it has no ASCII letter or digit.

    >>> slug("Søndre Havn: live!")
    'sndre-havn-live'
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")


def url_stem(url: str) -> str:
    """Return the last part of an address's path without its suffix, or ``page``."""
    try:
        parts = list(filter(None, urlsplit(url).path.split("/")))
    except ValueError:
        parts = []
    return parts[-1].rsplit(".", 1)[0] if parts else "page"
