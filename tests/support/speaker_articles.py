"""Articles with the speaker chains that are expected in them."""

import tomllib

from support.paths import TESTS

FOLDER = TESTS / "cases" / "speakers"
ARTICLES = {
    f"{path.stem}: {article['name']}": (path.stem, article["text"].strip(), article["said"])
    for path in sorted(FOLDER.glob("*.toml"))
    for article in tomllib.loads(path.read_text(encoding="utf-8"))["article"]
}
