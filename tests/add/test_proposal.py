"""What is proposed for an article: names, splits and options."""

import pytest
from support.paths import CONVOY

from corpus.add.proposal import AddOptions, UsedNames, check_options, propose, split_for
from corpus.errors import InputError, LanguageError
from corpus.project.new_project import make_project
from corpus.project.project import load_project
from corpus.records import RawDocument

ARTICLE = "Quay is shut\n\nThe quay is shut because of a storm, Kari Moen said on Monday. It will open on Friday.\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("proposal") / "tiny"
    make_project(folder)
    return load_project(folder)


def document(**changes) -> RawDocument:
    return RawDocument(**{"name": "quay.txt", "data": ARTICLE.encode(), "kind": "text", "stem": "Quay 1"} | changes)


def test_used_names():
    used = UsedNames({"a.html"})
    assert not used.is_free("a")
    assert used.is_free("b")
    used.add("b")
    assert not used.is_free("b")


def test_entry(project):
    options = AddOptions("The Post", language="en")
    source = propose(document(), options, project=project, used=UsedNames()).source
    assert (source.id, source.file, source.title, source.title_basis) == (
        "the-post-quay-1", "the-post-quay-1.txt", "Quay is shut", "raw text",
    )  # fmt: skip
    assert (source.country, source.rights, source.published_basis) == (None, None, None)
    assert (source.url, source.published_earliest, source.published_latest) == (None, None, None)


def test_id_of_outlet_and_day_with_number(project):
    options = AddOptions("Post", language="en", date="2024-01-16")
    used = UsedNames({"post-20240116", "post-20240116-2.txt"})
    assert propose(document(), options, project=project, used=used).source.id == "post-20240116-3"


@pytest.mark.parametrize(
    ("changes", "option"),
    [
        ({"outlet": " "}, "--outlet"),
        ({"outlet": "a\nb"}, "--outlet"),
        ({"country": "no"}, "--country"),
        ({"url": "post.example"}, "--url"),
        ({"id": "A b"}, "--id"),
        ({"rights": " "}, "--rights"),
        ({"date": "yesterday"}, "--date"),
    ],
)
def test_invalid_options(project, changes, option):
    with pytest.raises(InputError, match=f"for {option}"):
        check_options(AddOptions(**{"outlet": "Post"} | changes), project=project)


def test_unknown_language(project):
    with pytest.raises(LanguageError):
        check_options(AddOptions("Post", language="xx"), project=project)


def test_splits(project):
    assert split_for(project, "nb", None) == "train"
    with pytest.raises(InputError, match="unknown split 'dev'"):
        split_for(project, "en", "dev")
    own = load_project(CONVOY)
    assert split_for(own, "ar", None) == "test"
    assert split_for(own, "ar", "train") == "train"
    with pytest.raises(InputError, match="the split of an article in 'da' is ambiguous"):
        split_for(own, "da", None)
