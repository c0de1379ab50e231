"""What a saved page says about its article."""

import pytest

pytest.importorskip("trafilatura", reason="trafilatura is not installed (extra: html)")

from corpus.inputs.pages import page_article
from corpus.records import RawDocument

PAGE = """<html lang="en"><head><title>Quay shut</title>{meta}</head><body><article><h1>Quay shut</h1>
<p>The quay in Lillevik is shut for a month, the council decided on Monday evening after a long meeting.</p>
<p>"We had no choice," said the mayor, Kari Moen. "The steel is tired and the bolts are loose."</p>
</article></body></html>
"""


def metadata(meta):
    data = PAGE.format(meta=meta).encode()
    return page_article(RawDocument("quay.html", data, "html", "quay"), "quay", language="en").metadata


def test_the_outlet_is_the_site_that_the_page_names():
    assert metadata('<meta property="og:site_name" content="Lillevik Post">')["outlet"] == "Lillevik Post"
    assert metadata("")["outlet"] is None
