"""What the tests of releases share: the files of a folder, and an article with one value changed."""

from dataclasses import replace
from pathlib import Path


def names_of(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def broken(article, **changes):
    return replace(article, attributions=(replace(article.attributions[0], **changes), *article.attributions[1:]))
