"""Addresses and ids made of them."""

import pytest

from corpus.io.urls import ID_LENGTH, is_url, slug, url_id, url_stem
from corpus.project.project import is_id


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://post.example/a", True),
        ("http://post.example", True),
        ("ftp://post.example/a", False),
        ("post.example/a", False),
        ("https:///a", False),
        ("https://post.example/a b", False),
        ("https://[", False),
    ],
)
def test_is_url(text, right):
    assert is_url(text) is right


def test_slug():
    assert slug("Søndre Havn: live!") == "sndre-havn-live"
    assert slug("Café – 1") == "cafe-1"
    assert slug("المرفأ") == ""


@pytest.mark.parametrize("url", ["https://post.example/a", "https://post.example/" + "long-" * 40, "https://مثال/"])
def test_url_id(url):
    assert is_id(url_id(url))
    assert len(url_id(url)) <= ID_LENGTH
    assert url_id(url) != url_id(url + "?")


@pytest.mark.parametrize(
    ("url", "stem"), [("https://a.example/x/quay.html?y", "quay"), ("https://a.example/", "page"), ("http://[", "page")]
)
def test_url_stem(url, stem):
    assert url_stem(url) == stem
