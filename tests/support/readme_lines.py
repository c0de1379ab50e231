"""The lines of the documentation that hand articles to other libraries."""

import re

from support.paths import ROOT

PAGE = ROOT / "docs" / "how-to" / "many-articles.md"
LINES = dict(
    re.findall(
        r"^\| (\w+) \| `(.+)` \|$",
        re.search(r"<!-- batch -->(.*)<!-- /batch -->", PAGE.read_text("utf-8"), re.DOTALL)[1],
        re.MULTILINE,
    )
)
