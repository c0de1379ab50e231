"""The lines of the README that hand articles to other libraries."""

import re

from support.paths import ROOT

LINES = dict(
    re.findall(
        r"^\| (\w+) \| `(.+)` \|$",
        re.search(r"<!-- batch -->(.*)<!-- /batch -->", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[1],
        re.MULTILINE,
    )
)
