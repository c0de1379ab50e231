"""Invented articles as they come: saved pages in three languages, a project's snapshot, and web archives."""

import base64
import gzip
import hashlib
from pathlib import Path

from corpus.project.project import find_source, load_project
from corpus.records import Source

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


ENGLISH, NORWEGIAN = ("\n\n".join(WORDS[code][i] for i in (0, 2, 3, 5)) + "\n" for code in ("en", "nb"))


def put(folder: Path, name: str, text: str | bytes = ENGLISH) -> Path:
    """A file with a text or bytes in a folder, which is made where it is not there."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def source_of(root: Path, article_id: str) -> Source:
    """The entry of an article in the project in a folder."""
    return find_source(load_project(root), article_id)


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


def archive(*responses, packed=True) -> bytes:
    """A WARC file of responses: each an address, a status, the HTTP headers and the bytes."""
    records = [_record("warcinfo", "", b"software: by hand\r\n")]
    for url, status, headers, data in responses:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
        records.append(_record("response", url, "\r\n".join(lines).encode(), data))
    return b"".join(gzip.compress(r, mtime=0) if packed else r for r in records)


def _record(kind: str, url: str, head: bytes, data: bytes = b"") -> bytes:
    block, payload = (base64.b32encode(hashlib.sha1(part).digest()).decode() for part in (head + data, data))
    fields = {
        "WARC-Type": kind, "WARC-Date": "2024-02-01T00:00:00Z", "WARC-Record-ID": "<urn:uuid:1>",
        "Content-Length": len(head + data), "WARC-Block-Digest": f"sha1:{block}",
        "Content-Type": "application/http; msgtype=response" if url else "application/warc-fields",
    }  # fmt: skip
    if url:
        fields |= {"WARC-Target-URI": url, "WARC-Payload-Digest": f"sha1:{payload}"}
    lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode() + head + data + b"\r\n\r\n"


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a folder, to be compared."""
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
