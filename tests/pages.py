"""Invented articles as they come: saved pages in three languages, a project's snapshot, and web archives."""

from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

#: Title, standfirst, two paragraphs, a heading, a third paragraph, caption, reader's comment.
WORDS = {
    "en": (
        "Bridge to the harbour closed after storm",
        "The wind was the strongest that the town has seen for years.",
        "The bridge to the harbour was closed on Monday night, and nobody knows when it will open again.",
        "“It is not safe to cross,” said Kari Moen, director of the harbour authority, in a statement to the paper.",
        "Ferries wait",
        "The ferries wait for calmer weather, according to the company, which asked people to stay at home.",
        "Waves at the pier on Monday night.",
        "lol my cat flew away, worst storm ever!!!",
    ),
    "nb": (
        "Broen til havna er stengt etter stormen",
        "Vinden var den sterkeste som byen har sett på mange år.",
        "Broen til havna ble stengt mandag kveld, og ingen vet når den kan åpnes for trafikken igjen.",
        "– Det er ikke trygt å kjøre over, sier Kari Moen, som er sjef for havna, til avisen tirsdag morgen.",
        "Fergene venter",
        "Fergene venter på roligere vær, ifølge rederiet, som har bedt folk om å holde seg hjemme i dag.",
        "Bølger ved brygga mandag kveld.",
        "haha katten min fløy avgårde, verste stormen noensinne!!!",
    ),
    "ar": (
        "إغلاق جسر الميناء بعد العاصفة",
        "كانت الرياح أقوى ما شهدته المدينة منذ سنوات طويلة.",
        "أغلقت السلطات الجسر المؤدي إلى الميناء مساء الاثنين ولا أحد يعرف متى سيفتح من جديد أمام حركة المرور.",
        "وقالت كاري موين مديرة الميناء في بيان إن العبور على الجسر ليس آمنا في الوقت الحالي بسبب الرياح.",
        "العبارات تنتظر",
        "وتنتظر العبارات طقسا أهدأ وفقا للشركة التي طلبت من الناس البقاء في منازلهم حتى نهاية الأسبوع.",
        "أمواج عند الرصيف مساء الاثنين.",
        "قطتي طارت مع الريح ههههه",
    ),
}


def page(code="en", *, head="", lang=None, charset="utf-8") -> str:
    """A saved page, with what newsrooms' pages have around an article."""
    title, deck, first, second, heading, third, caption, comment = WORDS[code]
    return f"""<!DOCTYPE html>
<html lang="{lang or code}"><head><meta charset="{charset}"><title>{title} - The Harbour Post</title>
<meta property="article:published_time" content="2024-01-15T08:30:00+01:00">{head}</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<main><article><h1>{title}</h1><h2>{deck}</h2><p>{first}</p>
<figure class="image"><img src="b.jpg" alt="x"><figcaption><span>{caption}</span></figcaption></figure>
<p>{second}</p><h3>{heading}</h3><p>{third}</p></article>
<div id="comments"><h3>Comments</h3><div class="comment"><p>{comment}</p></div></div></main>
<footer>Copyright The Harbour Post</footer></body></html>
"""


def archive(*responses, gzip=True) -> bytes:
    """A WARC file of responses: each an address, a status, the HTTP headers and the bytes."""
    file = BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "by hand"}))
    for url, status, headers, data in responses:
        answer = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        fetched = {"WARC-Date": "2024-02-01T00:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=BytesIO(data), http_headers=answer, warc_headers_dict=fetched
            )
        )
    return file.getvalue()


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a folder, to be compared."""
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
