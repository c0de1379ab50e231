"""Cleaning: the role of every line of the five articles, and for each rule lines that it takes and that it leaves.

A bug report becomes one more line of a table; every case says which rule decided.
"""

import re
import tomllib
from pathlib import Path

import pytest
import regex
from support.cases import read_lines
from support.site_lines import SITE_LINES
from support.site_pages import site_pages
from support.strategies import BODY

import corpus.clean
from corpus.clean.roles import assign_roles
from corpus.clean.rules import load_rules
from corpus.languages.data import SHARED, read_data
from corpus.languages.language import available, load_language

#: Cases as data: `tests/cases/lines/<language>.toml`.
LINES = read_lines()
ROLES = tomllib.loads((Path(__file__).parent.parent / "golden" / "roles.toml").read_text(encoding="utf-8"))


def roles_of(text, language):
    return assign_roles(text, load_language(language))


def test_roles_of_five_articles(articles):
    assert {a.id for a in articles} == set(ROLES)
    for article in articles:
        wanted = {line: role for role, lines in ROLES[article.id].items() for line in lines}
        assert {s.line: s.role for s in article.segments} == wanted, article.id


def test_roles_cover_every_line(articles):
    assert sum(len(lines) for roles in ROLES.values() for lines in roles.values()) == 114
    assert sum(len(a.segments) for a in articles) == 114


# One line between two paragraphs of running text: language, line, its role, and what gave it.
BETWEEN = [
    ("en", "Photo: Ann Lee", "credit", "en.photo-credit"),
    ("en", "Images by Ann Lee, Reuters", "credit", "en.photo-credit"),
    ("en", "Photo finish in the regatta", "subheading", "structure.subheading"),
    ("en", "A ferry leaves the harbour at dawn. Photo source: Ann Lee/Reuters", "caption", "en.photo-caption"),
    ("en", "He kept one photo: a grainy print of the old quay.", "body", "structure.body"),
    ("en", "Two boats wait outside the harbour. (Photo by Ann Lee)", "caption", "en.photo-by-caption"),
    ("en", "Two boats wait outside the harbour (photographed from the quay).", "body", "structure.body"),
    ("en", "By Ann Lee and Bo O’Hara", "byline", "en.byline"),
    ("en", "By noon the harbour was empty again, and nobody knew why it had been closed.", "body", "structure.body"),
    ("en", "Published: Monday, May 3, 2021, 9:15 am", "dateline", "en.dateline"),
    ("en", "3 May 2021", "dateline", "en.dateline"),
    ("en", "May 3, 2021 was the last day of the old ferry to the island.", "body", "structure.body"),
    ("en", "Source: agencies", "source_line", "en.source-line"),
    ("en", "Sources: the harbour office keeps a list of every ship that calls.", "body", "structure.body"),
    ("en", "Read more", "teaser", "en.read-more"),
    ("en", "Related: Harbour closed again", "teaser", "en.read-more"),
    ("en", "Read more slowly and you find three mistakes in the report.", "body", "structure.body"),
    ("en", "Harbour Crane Falls Into The Sea (VIDEO)", "teaser", "en.media-tag"),
    ("en", "The crane fell into the sea (twice).", "body", "structure.body"),
    ("en", "Sign up", "chrome", "en.subscribe"),
    ("en", "Share prices of the shipping line fell for the third day.", "body", "structure.body"),
    ("en", "Get the latest news from the islands in your inbox", "chrome", "en.appeal"),
    ("en", "Get the harbour open by May or pay for every day, the council told them.", "body", "structure.body"),
    ("en", "old_salt’s picture", "comment", "en.comment-picture"),
    ("en", "The museum's picture of the year shows a fishing boat in fog.", "body", "structure.body"),
    ("en", "old_salt says on Monday 3 May at 9:15:", "comment", "en.comment-name"),
    ("en", "old_salt • 3 days ago", "comment", "en.comment-name"),
    ("en", "The mayor wrote on Monday that the bridge would open again.", "body", "structure.body"),
    ("en", "12 Comments", "comment", "en.comment-header"),
    ("en", "Comments by the mayor made the shipping line lower its price.", "body", "structure.body"),
    ("nb", "Foto: Ann Li, NTB", "credit", "nb.photo-credit"),
    ("nb", "Foto av havna viser at kaia har sunket en halv meter.", "body", "structure.body"),
    ("nb", "BÅT: Ferga ligger ved kaia. Foto: Ann Li, NTB", "caption", "nb.photo-caption"),
    ("nb", "Vi fant et gammelt foto: kaia, brua og tre menn.", "body", "structure.body"),
    ("nb", "Av Ann Li og Bo Ek", "byline", "nb.byline"),
    ("nb", "Av tre ferger er det bare en som fortsatt går i rute.", "body", "structure.body"),
    ("nb", "Publisert 3. mai 2021 kl. 09.15", "dateline", "nb.dateline"),
    ("nb", "3. mai 2021 gikk den siste ferga fra byen.", "body", "structure.body"),
    ("nb", "Kilde: NTB", "source_line", "nb.source-line"),
    ("nb", "(NTB)", "source_line", "nb.source-line"),
    ("nb", "Kilden til elva ligger langt inne på fjellet.", "body", "structure.body"),
    ("nb", "Les også: Ny bro over sundet", "teaser", "nb.read-also"),
    ("nb", "Saken fortsetter under annonsen", "teaser", "nb.read-also"),
    ("nb", "Les opp navnene på alle skipene, ba ordføreren.", "body", "structure.body"),
    ("nb", "Stengt bro: Slik kommer du over sundet", "teaser", "nb.kicker-link"),
    ("nb", "Slik blir det: ferga går hver time fram til midnatt.", "body", "structure.body"),
    ("nb", "Logg inn", "chrome", "nb.subscribe"),
    ("nb", "Søk etter en savnet båt ble avsluttet mandag kveld.", "body", "structure.body"),
    ("nb", "Meld deg på nyhetsbrevet vårt", "chrome", "nb.appeal"),
    ("nb", "Følg strømmen nordover, lød rådet til de tre båtene.", "body", "structure.body"),
    ("nb", "gamlesalt skrev den 3. mai kl. 9:", "comment", "nb.comment-name"),
    ("nb", "Ordføreren skrev den 3. mai at broen åpner igjen.", "body", "structure.body"),
    ("nb", "2 kommentarer", "comment", "nb.comment-header"),
    ("nb", "Kommentarer fra publikum gjorde at saken ble utsatt.", "body", "structure.body"),
    ("ar", "سفينة ترسو قرب الجسر القديم (رويترز)", "caption", "ar.agency-caption"),
    ("ar", "وصلت السفينة (الكبيرة) إلى الجزيرة في الصباح الباكر.", "body", "structure.body"),
    ("ar", "تصوير: سلمى يوسف", "credit", "ar.photo-credit"),
    ("ar", "تصوير الجسر من الجو استغرق ثلاثة أيام كاملة.", "body", "structure.body"),
    ("ar", "المصدر : وكالات", "source_line", "ar.source-line"),
    ("ar", "المصدر الرئيسي للمياه في الجزيرة بئر قديمة.", "body", "structure.body"),
    ("ar", "بقلم: سلمى يوسف", "byline", "ar.byline"),
    ("ar", "كتب الطلاب رسالة طويلة إلى المجلس عن الطريق.", "body", "structure.body"),
    ("ar", "الاثنين، 3 مايو 2021", "dateline", "ar.dateline"),
    ("ar", "في 3 مايو 2021 غادرت آخر عبارة المدينة.", "body", "structure.body"),
    ("ar", "اقرأ أيضا: جسر جديد فوق المضيق", "teaser", "ar.read-also"),
    ("ar", "قرأ السكان الرسالة أمام المجلس في المساء.", "body", "structure.body"),
    ("ar", "تسجيل الدخول", "chrome", "ar.subscribe"),
    ("ar", "شارك مئات السكان في تنظيف الشاطئ بعد العاصفة.", "body", "structure.body"),
    ("ar", "التعليقات (12)", "comment", "ar.comment-header"),
    ("ar", "تعليق الدراسة في الجزيرة مستمر حتى نهاية الأسبوع.", "body", "structure.body"),
    ("en", "1,204", "chrome", "mul.counter"),
    ("ar", "١٢٠", "chrome", "mul.counter"),
    ("en", "12 ferries", "subheading", "structure.subheading"),
    ("nb", "***", "chrome", "mul.ornament"),
    ("nb", "*** stille natt ***", "subheading", "structure.subheading"),
    ("en", "https://example.org/ferry", "chrome", "mul.link"),
    ("en", "https://example.org/ferry shows the new timetable of every ferry.", "body", "structure.body"),
    ("en", "© AFP 2023 / Ann LeeTwo ferries wait outside the harbour while the bridge is closed", "caption",
     "mul.copyright-caption"),
    ("en", "© Ann Lee 2021", "credit", "mul.copyright-credit"),
    ("en", "The sign © on the map means that the depth was measured.", "body", "structure.body"),
    ("nb", "Reuters / Ann Li", "credit", "mul.agency-credit"),
    ("nb", "Reuters har flyttet kontoret sitt til et mindre hus.", "body", "structure.body"),
    ("nb", "Ferga ved kaia i mai. AFP / Ann Li", "caption", "mul.agency-caption"),
    ("nb", "Ferga gikk fra kaia med folk fra AFP og NTB om bord.", "body", "structure.body"),
    ("en", "Boats in the harbour before the storm (Photo credit should read ANN LEE/AFP/Getty Images)", "caption",
     "mul.photo-credit-caption"),
    ("en", "Photo credit is given to whoever sends a picture to the museum.", "body", "structure.body"),
    ("nb", "Ann Li ann.li@example.org", "byline", "mul.byline-email"),
    ("nb", "Skriv til ann.li@example.org innen fredag om du vil med.", "body", "structure.body"),
    ("en", "Key points", "fact_box", "en.fact-box"),
    ("en", "Key points of the plan were read aloud by the mayor on the quay.", "body", "structure.body"),
    ("nb", "Fakta", "fact_box", "nb.fact-box"),
    ("nb", "Fakta om brua ble lest opp av ordføreren i går kveld.", "body", "structure.body"),
    ("da", "Kort fortalt", "fact_box", "da.fact-box"),
    ("da", "Kort fortalt blev broen lukket, fordi den var farlig.", "body", "structure.body"),
    ("ar", "باختصار", "fact_box", "ar.fact-box"),
    ("ar", "احصل على أهم الأخبار كل صباح في بريدك", "chrome", "ar.appeal"),
    ("ar", "احصل على المركب قبل نهاية الصيف، قال له صاحب الميناء.", "body", "structure.body"),
    ("ar", "باختصار شديد لم تعد العبارة تعمل منذ أسبوع كامل.", "body", "structure.body"),
    *((code, *case) for code, lines in LINES.items() for case in lines.line),
]  # fmt: skip


@pytest.mark.parametrize("case", BETWEEN, ids=lambda case: case[1])
def test_line_between_paragraphs(case):
    language, line, role, rule = case
    # What holds only where it recurs is given twice.
    again = [line] if any(r.recurs for r in load_rules(language).rules if r.id == rule) else []
    above, middle, below, *_ = roles_of("\n\n".join([BODY[language][0], line, BODY[language][1], *again]), language)
    assert (middle.role, middle.rule) == (role, rule)
    assert above.kept
    assert below.kept == (role != "comment")


# The same evidence where no running text has come yet proves nothing, and a rule for behind the body keeps still.
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Harbour Crane Falls Into The Sea (VIDEO)"),
        ("nb", "Stengt bro: Slik kommer du over sundet"),
        ("en", "The museum’s old picture"),
        ("ar", "جسر جديد فوق المضيق"),
    ],
)
def test_first_line_is_the_headline(language, line):
    first, *_ = roles_of("\n\n".join([line, *BODY[language]]), language)
    assert (first.role, first.rule) == ("headline", "structure.headline")


STORM = "The storm stopped the ferry to the island early on Monday, when waves broke over the quay and the bridge."

# What is only seen from the lines around: language, lines ("" is an empty line), and role and rule of each.
STRUCTURE = {
    "one line": ("en", ["Harbour closed"], ["body structure.single-line"]),
    "head": (
        "en",
        ["Island News", "Ferry traffic resumes after the storm", "", *BODY["en"]],
        ["chrome structure.above-headline", "headline structure.headline", "body structure.body",
         "body structure.body"],
    ),
    "deck": (
        "en",
        ["The ferry to the island was stopped by a storm on Monday.", "", STORM, "", BODY["en"][0]],
        ["deck structure.deck", "body structure.body", "body structure.body"],
    ),
    "no deck": (
        "en",
        ["The ferry to the island was stopped by a storm on Monday. It runs again.", "", STORM],
        ["body structure.body", "body structure.body"],
    ),
    "heading inside": (
        "nb",
        [BODY["nb"][0], "", "Lange køer", "", "– Vi venter", "", BODY["nb"][1]],
        ["body structure.body", "subheading structure.subheading", "subheading structure.subheading",
         "body structure.body"],
    ),
    "tail": (
        "en",
        [*BODY["en"], "Island desk", "More islands"],
        ["body structure.body", "body structure.body", "chrome structure.tail", "chrome structure.tail"],
    ),
    "other script": (
        "en",
        [*BODY["en"], "Новости острова, погода и расписание паромов на сегодня и на завтра."],
        ["body structure.body", "body structure.body", "chrome structure.foreign-script"],
    ),
    "title of a picture": (
        "nb",
        ["Ferga går igjen etter stormen", "", "Ødelagt kai", "Kaia på øya. Foto: Ann Li, NTB", "", *BODY["nb"]],
        ["headline structure.headline", "caption structure.caption-title", "caption nb.photo-caption",
         "body structure.body", "body structure.body"],
    ),
    "name of the site": (
        "en",
        ["- Island News", "Ferry traffic resumes after the storm",
        "© AFP / Ann LeeTwo ferries wait outside the harbour",
         "Two ferries wait outside the harbour - Island News", BODY["en"][0], "",
         "Boats race for the silver cup - Island News", "Island Cup Sailed Again", "", BODY["en"][1]],
        ["chrome structure.site-name", "headline structure.headline", "credit mul.copyright-credit",
         "credit structure.repeated-caption", "body structure.body", "teaser structure.site-suffix",
         "teaser structure.site-suffix", "body structure.body"],
    ),
    "fact box": (
        "en",
        [BODY["en"][0], "At a glance", "Closed for 5 days", "• Opens again on Friday morning.", BODY["en"][1]],
        ["body structure.body", "fact_box en.fact-box", "fact_box structure.fact-box", "fact_box structure.fact-box",
         "body structure.body"],
    ),
    "pull quote": (
        "en",
        ["“We have waited for five days, and nobody told us why the ferry does not sail,” she said on the quay.",
         "“We have waited for five days, and nobody told us”", "Nobody told them why", BODY["en"][0]],
        ["body structure.body", "pull_quote structure.pull-quote", "subheading structure.subheading",
         "body structure.body"],
    ),
    "comments": (
        "en",
        [*BODY["en"], "I can’t see why you pay for this...", "old_salt's picture", "The quay is fine.", "Ann Lee"],
        ["body structure.body", "body structure.body", "comment structure.comment-before-name",
         "comment en.comment-picture", "comment structure.comment-section", "comment structure.comment-section"],
    ),
    "link to comments above the text": (
        "en",
        ["Ferry traffic resumes after the storm", BODY["en"][0], "3 Comments", *[BODY["en"][1]] * 4],
        ["headline structure.headline", "body structure.body", "comment en.comment-header",
         *["body structure.body"] * 4],
    ),
    "repeated comment": (
        "en",
        [*BODY["en"], "What a lovely old boat.", "What a lovely old boat.", "3 Comments"],
        ["body structure.body", "body structure.body", "comment structure.comment-before-name",
         "comment structure.comment-before-name", "comment en.comment-header"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURE.values(), ids=STRUCTURE)
def test_structure(case):
    language, lines, wanted = case
    assert [f"{s.role} {s.rule}" for s in roles_of("\n".join(lines), language)] == wanted


# Signs of a reader's comment: two of them in front of a name line make one, and what a newsroom writes has fewer.
INFORMAL = {
    "en.first-person": "I’ve seen it my way.... twice",
    "en.second-person": "Do you know your harbour?!?!",
    "en.contraction": "They don't care & never will",
    "en.trailing-points": "So it goes... you know",
    "en.ampersand": "Boats & quays, you know",
    "en.slashed-words": "The mayor/council lies & lies",
    "en.numbered": "Two things: 1) no ferry, 2) I wait",
    "en.insult": "What idiots!!",
    "en.mark-run": "No ferry again!!! I wait",
    "nb.first-person": "Jeg venter ... og jeg venter",
    "nb.second-person": "Har du sett dette..?!",
    "nb.trailing-points": "Slik går det... sier jeg",
    "nb.shout": "Hva skal du med dette??",
    **{f"{code}.{sign}": line for code, lines in LINES.items() for sign, line in lines.signs.items()},
}
NAME_LINE = {
    "en": "old_salt • 3 days ago",
    "nb": "gamlesalt skrev den 3. mai kl. 9:",
    **{code: lines.comment_name for code, lines in LINES.items()},
}


@pytest.mark.parametrize("name", INFORMAL)
def test_sign_of_a_comment(name):
    language, sign = name.split(".", 1)
    line = INFORMAL[name]
    (pattern,) = (e["pattern"] for e in read_data(language, "roles.toml")["informal"] if e["id"] == sign)
    assert regex.search(pattern, line)
    text = "\n\n".join([*BODY[language], line, NAME_LINE[language]])
    assert [(s.role, s.rule) for s in roles_of(text, language)[2:3]] == [("comment", "structure.comment-before-name")]


@pytest.mark.parametrize("language", NAME_LINE)
def test_paragraph_before_comments_is_kept(language):
    segments = roles_of("\n\n".join([*BODY[language], NAME_LINE[language], BODY[language][0]]), language)
    assert [s.role for s in segments] == ["body", "body", "comment", "comment"]


def test_one_picture_title_is_no_comment():
    """A title over a picture that is missing must not turn the rest of an article into readers' comments."""
    segments = roles_of("\n\n".join([BODY["en"][0], "Kari Moen's picture", *BODY["en"]]), "en")
    assert [s.role for s in segments if not s.kept] == []


@pytest.mark.parametrize("name", SITE_LINES)
def test_line_around_an_article(name):
    owner = name.partition(".")[0]
    language = "en" if owner == SHARED else owner
    rules = load_rules(language)
    taken, left = SITE_LINES[name]
    (rule,) = (r for r in rules.rules if r.id == name)
    assert name in [r.id for r in rules.matching(taken, len(taken.split()))]
    assert name not in [r.id for r in rules.matching(left, len(left.split()))]
    _, middle, *_ = roles_of("\n\n".join([BODY[language][0], taken, BODY[language][1]]), language)
    assert (middle.rule == name) is not rule.left_out
    _, middle, *_ = roles_of("\n\n".join([BODY[language][0], left, BODY[language][1]]), language)
    assert (middle.role, middle.rule) == ("body", "structure.body")


def test_every_rule_has_its_line():
    owners = [*available(), SHARED]
    data = {owner: read_data(owner, "roles.toml") for owner in owners}
    rules = {f"{owner}.{r['id']}" for owner in owners for r in data[owner].get("rule", ())}
    assert rules == {r.id for code in available() for r in load_rules(code).rules}
    assert rules - {case[3] for case in BETWEEN} - SITE_LINES.keys() == set()
    assert {f"{owner}.{r['id']}" for owner in owners for r in data[owner].get("informal", ())} == set(INFORMAL)


def test_every_kind_of_evidence_has_its_lines():
    folder = Path(corpus.clean.__file__).parent
    found = {
        i for p in folder.glob("*.py") for i in re.findall(r'"(structure\.[a-z-]+)"', p.read_text(encoding="utf-8"))
    }
    given = {entry.split()[1] for _, _, wanted in STRUCTURE.values() for entry in wanted}
    # Those that name lines which the line classifier dropped occur on whole pages.
    given |= {s.rule for page in site_pages() for s in roles_of(page.text, page.language)}
    assert found == {rule for rule in given if rule.startswith("structure.")}
