"""A file of cases that cannot be used is refused, with the line and what is expected there."""

import pytest
from support.cases import CaseError, read_cases, read_lines

SOUND = """[[case]]
language = "en"
text = "“It is safe,” said Kari Moen."
expected = [["direct", "It is safe,", "said", "Kari Moen"]]
"""


def written(folder, text):
    path = folder / "new.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sound_file(tmp_path):
    (case,) = read_cases(written(tmp_path, f"# Comment.\n{SOUND}"))
    assert (case.id, case.expected) == (
        "new:2-en-“It is safe,” said Kari Moen.",
        (("direct", "It is safe,", "said", "Kari Moen"),),
    )
    assert (case.xfail, case.in_article, case.more) == ("", False, {})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[case]]", "[[case", "invalid TOML"),
        ("[[case]]", "[[cases]]", "expected tables"),
        ("[[case]]", "version = 1\n[[case]]", "expected tables"),
        ('language = "en"\n', "", ":1: the key 'language' is missing"),
        ('"en"', '"xx"', "language: expected the code of a language"),
        ("“It is safe,” said Kari Moen.", " ", "text: expected a text"),
        ('"Kari Moen"]', "]", "expected a list of \\[type, content, cue, source\\]"),
        ('"direct"', '"quoted"', "unknown type 'quoted'"),
        ('"It is safe,"', '"It is sure,"', "'It is sure,' is not in the text"),
        ('language = "en"', 'language = "en"\nspeaker = "x"', "unknown key 'speaker'"),
        ('language = "en"', 'language = "en"\nxfail = ""', "xfail: expected a reason"),
        ('language = "en"', 'language = "en"\nin_article = false', "in_article: expected true"),
        ('language = "en"', 'language = "en"\nparents = ["", ""]', "parents: expected one for each attribution"),
        ('[["direct", "It is safe,", "said", "Kari Moen"]]', '[]\nvia = "x"', "expected a case with one attribution"),
        ("[[case]]", f"{SOUND}\n[[case]]", ":6: the same text as in line 1"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, old, new, message):
    with pytest.raises(CaseError, match=message) as caught:
        read_cases(written(tmp_path, SOUND.replace(old, new, 1)))
    assert "new.toml" in str(caught.value)
    assert "Hint:" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("line = [", "Invalid value"),
        ("line = []", "missing"),
        ('line = [["x", "body"]]\nsigns = {}\ncomment_name = ""', "expected line ="),
        ('lines = []\nline = []\nsigns = {}\ncomment_name = ""', "unexpected"),
    ],
)
def test_what_is_wrong_in_a_file_of_lines_is_said(tmp_path, text, message):
    with pytest.raises(CaseError, match=message):
        read_lines(written(tmp_path, text).parent)
