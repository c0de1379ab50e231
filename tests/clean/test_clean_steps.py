"""The predicates and steps of cleaning, each by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import BODY

from corpus.clean import structure
from corpus.clean.comments import comment_section, is_informal
from corpus.clean.labels import Label, LineLabels, LineSet, StructureRule
from corpus.clean.lines import ends_closed, line_places, split_lines
from corpus.clean.rules import Zone, is_anchored, load_rules
from corpus.languages.language import available, load_language


def page_of(*lines, language="en"):
    rules, found = load_rules(language), split_lines("\n".join(lines))
    return LineSet(found, load_language(language), rules, [rules.matching(line.view, line.words) for line in found])


def unlabelled(page):
    return LineLabels((None,) * len(page))


@given(st.text(st.characters() | st.sampled_from("\n\r\x0b\x0c\x1c\x85\u2028 a.")))
def test_lines_are_those_of_splitlines(text):
    places = list(line_places(text))
    assert [text[place.start : place.end] for place in places] == [s for s in map(str.strip, text.splitlines()) if s]
    assert [number for number, *_ in places] == [n for n, s in enumerate(text.splitlines(), 1) if s.strip()]


@pytest.mark.parametrize(
    ("view", "closed"),
    [
        ("It rains.", True), ("“It rains.”", True), ("It rains (she said.)", True), ("They said:", True),
        ("هل تمطر؟", True), ("It rains", False), ("“It rains”", False), ("", False), ("”", False), ("...)  ", True),
    ],
)  # fmt: skip
def test_closing_punctuation(view, closed):
    assert ends_closed(view) is closed


@pytest.mark.parametrize(
    ("pattern", "anchored"),
    [
        ("^a", True), ("^a|b", False), ("^a|^b", True), ("a", False), ("^(?:a|b)", True), ("^[|]a", True),
        (r"^a\|b", True), (r"(?:^a|^b)", False), ("", False),
    ],
)  # fmt: skip
def test_anchored_pattern(pattern, anchored):
    assert is_anchored(pattern) is anchored


@given(st.sampled_from(available()), st.text(st.sampled_from("ByFoto: Av©Lescommentsتصوير19. "), max_size=30))
def test_matching_rules_are_those_of_all_in_order(language, view):
    """Leaving out rules by a line's beginning changes no answer."""
    rules, words = load_rules(language), max(1, len(view.split()))
    matching = [r for r in rules.rules if r.min_words <= words <= r.max_words and r.pattern.search(view)]
    last = (n for n, r in enumerate(matching) if r.zone is Zone.ANYWHERE and not r.left_out)
    anywhere = next(last, len(matching))
    assert rules.matching(view, words) == tuple(matching[: anywhere + 1])


def test_zones():
    anywhere, after = (next(r for r in load_rules("en").rules if r.zone is z) for z in (Zone.ANYWHERE, Zone.AFTER_BODY))
    assert anywhere.applies(after_body=False, left_out=False)
    assert anywhere.applies(after_body=True, left_out=False)
    assert after.applies(after_body=True, left_out=False)
    assert not after.applies(after_body=False, left_out=False)


def test_rules_that_only_name_lines_left_out():
    bio = next(r for r in load_rules("en").rules if r.left_out)
    assert bio.applies(after_body=True, left_out=True)
    assert not bio.applies(after_body=True, left_out=False)


def test_extended_labels_keep_what_they_have():
    body, chrome = Label("body", "a"), Label("chrome", "b")
    known = LineLabels((body, None, None))
    assert known.extended({0: chrome, 1: chrome}).labels == (body, chrome, None)
    assert known.labels == (body, None, None)
    assert known.role(0) == "body"
    assert known.role(2) is None


@pytest.mark.parametrize(
    ("language", "view", "foreign"),
    [
        ("en", "Новости острова", True), ("en", "The word Новости", False), ("en", "abc", False), ("en", "нов", False),
        ("ar", "Island News", True), ("ar", "جزيرة كبيرة Isle", False), ("en", "1234", False),
    ],
)  # fmt: skip
def test_foreign_script(language, view, foreign):
    assert structure.is_foreign(view, load_language(language)) is foreign


@pytest.mark.parametrize(
    ("line", "title"),
    [("Ferry stopped", True), ("Ferry stopped.", False), ("– Ferry stopped", False), (" ".join(["word"] * 26), False)],
)
def test_form_of_a_headline(line, title):
    assert structure.is_title_like(split_lines(line)[0]) is title


def test_no_headline_without_running_text():
    page = page_of("Ferry stopped", "Island desk")
    assert structure.headline(page, unlabelled(page)) == {}


def test_declared_headline_is_the_only_one():
    page = page_of("Ferry stopped by the storm", "Island desk", BODY["en"][0])
    known = unlabelled(page).extended({1: Label("headline", StructureRule.DECLARED.value)})
    assert structure.headline(page, known) == {}


def test_caption_title_is_joined_to_its_caption():
    caption = Label("caption", "en.photo-caption")
    for lines, found in ((("News", "Quay", "Two boats."), {1}), (("News", "Quay", "", "Two boats."), set())):
        page = page_of(*lines)
        assert set(structure.caption_title(page, unlabelled(page).extended({2: caption}))) == found


def test_comments_are_extended_backwards_over_informal_and_repeated_lines():
    page = page_of(BODY["en"][0], "So sad.", "I can’t see it, can you?!?!", "So sad.", "Ann", "More")
    assert is_informal(page.lines[2], page.rules)
    found = comment_section(page, unlabelled(page).extended({4: Label("comment", "en.comment-name")}))
    assert {i: label.rule for i, label in found.items()} == {
        1: "structure.comment-before-name", 2: "structure.comment-before-name", 3: "structure.comment-before-name",
        4: "structure.comment-section", 5: "structure.comment-section",
    }  # fmt: skip
    assert comment_section(page, unlabelled(page)) == {}
