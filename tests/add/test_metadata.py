"""What is known about each article: from a table, the page, or a line of the text."""

import json
from datetime import date

import pytest
from support.pages import ENGLISH, NORWEGIAN, page, put, snapshot, source_of

from corpus.add.stated import stated_author, stated_day
from corpus.clean.roles import assign_roles
from corpus.languages.language import load_language
from corpus.project.project import load_project

AUTHORS = '{"author": [{"name": "Anna Berg"}, {"name": "Per Lund"}, {"url": "x"}], "publisher": {"name": "Post"}}'
SITE = '<meta property="og:site_name" content="The Harbour Post">'


def add(run, root, place, *more):
    return run("add", place, "--project", root, *more)


@pytest.fixture
def folder(tmp_path):
    put(tmp_path / "in", "a.txt")
    put(tmp_path / "in", "b.txt", NORWEGIAN)
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("file,outlt,dat\na.txt,Post,\n", "unknown columns: 'outlt', 'dat'. Hint: Did you mean outlet, date?"),
        ("file,outlet\na.txt,Post\nc.txt,Post\nd.txt,Post\n", "meta.csv:3: there is no file c.txt, d.txt in"),
        ("outlet\nPost\n", "meta.csv:1: there is no column file"),
        ("file,file\na.txt,b.txt\n", "meta.csv:1: the column file occurs twice"),
        ("file,date\na.txt,2024-13-01\n", "meta.csv:2: invalid value '2024-13-01' for date"),
        ("file,language\n\na.txt,xx\n", "meta.csv:3: "),
        ("file,url\na.txt,example.org\n", "meta.csv:2: invalid value 'example.org' for url"),
        ("file,id\na.txt,../x\n", "meta.csv:2: invalid value '../x' for id"),
        ("file,country\na.txt,no\n", "meta.csv:2: invalid value 'no' for country"),
        ("file,split\na.txt,dev\n", "meta.csv:2: unknown split 'dev'"),
        ('file,author\na.txt,"a\nb"\n', "meta.csv:2: invalid value 'a\\nb' for author"),
        ("file,outlet\na.txt,Post\na.txt,Other\n", "meta.csv:3: the file 'a.txt' is in line 2 already"),
        ("file,outlet\na.txt,Post,1\n", "meta.csv:2: the row has 3 cells, but the table 2 columns"),
        ("file,outlet\n,Post\n", "meta.csv:2: there is no file. Hint: Fill in the column file"),
        ('file,outlet\n"a.txt,Post\n', "meta.csv:2: not a table"),
        ("\n \n", "meta.csv: there is no text"),
        ("file\n", ""),
    ],
)  # fmt: skip
def test_a_wrong_table_changes_nothing(run, root, folder, tmp_path, *, table, message):
    before = snapshot(root)
    done = add(run, root, folder, "--metadata", put(tmp_path, "meta.csv", table), "--outlet", "Post")
    if not message:
        assert done.code == 0
        return
    assert done.code == 1
    assert message in done.err
    assert done.err.count("error: ") == 1
    assert snapshot(root) == before


@pytest.mark.parametrize("name", ["meta.csv", "meta.tsv", "semicolons.csv", "excel.csv"])
def test_a_row_says_more_than_the_options(run, root, folder, tmp_path, *, name):
    rows = [
        ["File", "outlet", "date", "author", "language", "url", "title", "country", "rights", "id"],
        ["b.txt", "Øyposten", "2024-03-01..2024-03-02", "Per Lund", "no", "https://o.no/b", "Broen, stengt", "NO",
         "Ours", "bee"],
    ]  # fmt: skip
    sign = {"meta.tsv": "\t", "semicolons.csv": ";"}.get(name, ",")
    text = "".join(sign.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    table = put(tmp_path, name, ("\ufeff" if name == "excel.csv" else "") + text)
    done = add(run, root, folder, "--metadata", table, "--outlet", "Post", "--rights", "Theirs", "--json")
    assert done.code == 0, done.err
    assert [row["id"] for row in json.loads(done.out)["added"]] == ["post-a", "bee"]
    bee, other = source_of(root, "bee"), source_of(root, "post-a")
    assert (bee.outlet, bee.author, bee.language, bee.url) == ("Øyposten", "Per Lund", "nb", "https://o.no/b")
    assert (bee.title, bee.title_basis, bee.country, bee.rights) == ("Broen, stengt", "given", "NO", "Ours")
    assert (bee.published_earliest, bee.published_latest) == (date(2024, 3, 1), date(2024, 3, 2))
    assert (other.outlet, other.author, other.rights) == ("Post", None, "Theirs")


def test_a_table_of_texts_is_articles(run, root, tmp_path):
    saved = page("nb", head=SITE).replace('"', '""')
    rows = f'text,outlet,id\n"{ENGLISH}",Post,one\n"{saved}",,two\n"",Post,three\n'
    folder = tmp_path / "in"
    put(folder, "texts.csv", rows.replace('"",Post,three\n', ""))
    put(folder, "notes.md", "no article")
    (folder / "sub").mkdir()
    done = add(run, root, folder)
    assert done.code == 0, done.err
    assert "skipped, since their names are not those of articles: notes.md, sub" in done.err
    assert (source_of(root, "one").outlet, source_of(root, "two").outlet) == ("Post", "The Harbour Post")
    assert (root / "sources" / "one.txt").read_text("utf-8") == ENGLISH
    assert source_of(root, "two").original == "two.html"
    before = snapshot(root)
    done = add(run, root, put(tmp_path, "more.csv", rows))
    assert "more.csv:" in done.err
    assert "there is no text" in done.err
    assert snapshot(root) == before


def test_a_table_of_metadata_among_the_articles_is_not_taken_for_one(run, root, folder):
    before = snapshot(root)
    table = put(folder, "articles.csv", "file,outlet\na.txt,Post\nb.txt,Post\n")
    done = add(run, root, folder)
    assert done.code == 1
    assert "articles.csv:1: there is no column text" in done.err
    assert snapshot(root) == before
    assert add(run, root, folder, "--metadata", table).code == 0
    assert len(load_project(root).sources) == 3


@pytest.mark.parametrize(
    ("head", "outlet", "author"),
    [
        (SITE + '<meta name="author" content="By  Anna Berg">', "The Harbour Post", "Anna Berg"),
        ('<link rel="canonical" href="https://www.post.example/2024/a">', "post.example", None),
        (f'<script type="application/ld+json">{{"@graph": [{AUTHORS}]}}</script>', "Post", "Anna Berg, Per Lund"),
        ('<meta property="article:author" content="https://post.example/anna">' + SITE, "The Harbour Post", None),
        ('<meta name="author" content="anna@post.example">', "unknown", None),
        ('<script type="application/ld+json">{"author": [[1]]</script>', "unknown", None),
    ],
)  # fmt: skip
def test_outlet_and_author_of_a_page(run, root, tmp_path, *, head, outlet, author):
    done = add(run, root, put(tmp_path, "one.html", page(head=head)))
    assert done.code == 0, done.err
    found = load_project(root).sources[-1]
    assert (found.outlet, found.author) == (outlet, author)
    assert found.id == {"The Harbour Post": "the-harbour-post-20240115", "post.example": "post-example-20240115",
                        "Post": "post-20240115", "unknown": "one"}[outlet]  # fmt: skip


LINES = [
    ("en", "By Anna Berg and Per Lund", "March 4, 2024", "Anna Berg and Per Lund"),
    ("en", "Written by Anna Berg", "Published: Monday, 4 March 2024", "Anna Berg"),
    ("nb", "Tekst: Per Lund", "Publisert 4. mars 2024 kl. 10:15", "Per Lund"),
    ("nn", "Av Per Lund", "4. mars 2024", "Per Lund"),
    ("da", "Af Jens Krogh", "Opdateret 4. marts 2024", "Jens Krogh"),
    ("de", "Von Lena Brandt", "Stand: 4. März 2024", "Lena Brandt"),
    ("ar", "بقلم: كاري موين", "٤ مارس ٢٠٢٤", "كاري موين"),
]
BODY = {
    "en": ENGLISH.split("\n\n", 1)[1],
    "nb": NORWEGIAN.split("\n\n", 1)[1],
    "nn": "Brua er stengd, seier Kari Moen, som er sjef for hamna. Ho veit ikkje når ho opnar att.\n",
    "da": "Broen er lukket, siger Kari Moen, der er chef for havnen. Hun ved ikke, hvornår den åbner.\n",
    "de": "Die Brücke ist gesperrt, sagte Kari Moen, die Leiterin des Hafens, und weiß nicht, wie lange noch.\n",
    "ar": "وقالت كاري موين مديرة الميناء في بيان إن العبور على الجسر ليس آمنا في الوقت الحالي بسبب الرياح.\n",
}


@pytest.mark.parametrize(("code", "byline", "dateline", "author"), LINES, ids=[line[1] for line in LINES])
def test_author_and_day_in_lines(code, byline, dateline, author):
    language = load_language(code)
    text = f"{byline}\n\n{dateline}\n\n{BODY[code]}"
    segments = assign_roles(text, language, declared={1: "byline", 3: "dateline"})
    assert stated_author(text, segments, language) == author
    assert stated_day(text, segments, language) == date(2024, 3, 4)


@pytest.mark.parametrize(
    "line", ["Monday", "31 February 2024", "4 March", "March 2024", "04.03.2024", "4 M 2024", "5 Ma 2024"]
)
def test_what_is_no_full_day_is_none(line):
    language = load_language("en")
    text = f"{line}\n\n{BODY['en']}"
    assert stated_day(text, assign_roles(text, language, declared={1: "dateline"}), language) is None


@pytest.mark.parametrize("line", ["Anna Berg", "anna@post.example", "By", "By 2 readers", "Our reporters on the coast"])
def test_what_names_nobody_for_sure_is_none(line):
    language = load_language("en")
    text = f"{line}\n\n{BODY['en']}"
    found = stated_author(text, assign_roles(text, language, declared={1: "byline"}), language)
    assert found in (None, "the coast")
