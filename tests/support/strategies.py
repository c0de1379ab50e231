"""Texts for property tests: news-like ones in six languages, ones that force overlaps, and anything at all."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable

from hypothesis import strategies as st

WORDS = {
    "en": "the a council report was has not of in on and that when because it they road harbour don't new e-mail",
    "da": "en det rådet rapport var har ikke af i på og at når fordi hun de vejen havnen nye bl.a kø",
    "nb": "en det rådet rapport var har ikke av i på og at når fordi hun de veien havna nye bl.a kø",
    "nn": "ein det rådet rapport var har ikkje av i på og at når fordi ho dei vegen hamna nye bl.a kø",
    "de": "ein die der Rat Bericht war hat nicht von in auf und dass wenn weil sie Hafen neue z.b Brücke sei",
    "ar": "في من على المجلس تقرير كان لم عن أن إن إنه بأن عندما هو التي الطريق ميناء جديدة وقد مدرسة",
}
NAMES = {
    "en": ["Kari Moen", "Moen", "Gen. John P. Smith", "the coalition", "a U.S. official", "Al-Manar", "O'Neill (52)"],
    "da": ["Kari Holm", "Åse Ærø", "statsminister Per Lund", "politiet", "Røde Kors", "DR"],
    "nb": ["Kari Moen", "Åse Ødegård", "statsminister Per Li", "politiet", "Røde Kors", "NTB"],
    "nn": ["Kari Moen", "Åse Ødegård", "statsminister Per Li", "politiet", "Raude Krossen", "NTB"],
    "de": ["Anna Lind", "Jörg Öhm", "Ministerpräsident Hans Groß", "die Polizei", "das Rote Kreuz", "dpa"],
    "ar": ["أحمد علي", "المتحدث باسم التحالف", "وزارة الصحة", "روسيا", "سلمى يوسف (٥٢)"],
}
CUES = {
    "en": [
        "said", "says", "told AFP", "added that", "according to", "in a statement", "described it as", "asked whether",
        "the following statement:", "did not say", "reportedly", "claims of", "put the number at", "promised to",
    ],
    "da": [
        "siger", "sagde, at", "ifølge", "hedder det i en pressemeddelelse fra", "udtaler", "lægger til", "kalder det",
        "lover at", "spørger, om", "skriver", "bliver citeret for", "slår fast",
    ],
    "nb": [
        "sier", "sa at", "ifølge", "heter det i en pressemelding fra", "uttaler", "legger til", "kaller det", "lover å",
        "spør om", "skriver", "fortsetter",
    ],
    "nn": [
        "seier", "sa at", "ifølgje", "heiter det i ei pressemelding frå", "uttalar", "legg til", "kallar det",
        "lovar å",
        "spør om", "skriv", "held fram",
    ],
    "de": [
        "sagt", "sagte, dass", "laut", "heißt es in einer Mitteilung von", "teilte mit", "fügte hinzu", "nannte es",
        "forderte, zu", "fragte, ob", "schreibt", "so", "zufolge", "hat angekündigt", "wie mitteilte",
    ],
    "ar": ["قال", "وقال", "قالت إن", "وأضاف أن", "موضحا أن", "وفقا", "بحسب", "في بيان", "نفى", "ولم يوضح", "كتب"],
}  # fmt: skip
#: Lines that cleaning knows, and some that look like them.
FURNITURE = {
    "en": [
        "Photo: Ann Lee/Reuters", "A boat in the harbour. Photo source: AFP/Ann Lee", "By Ann Lee", "Read more",
        "3 Comments",
        "old_salt's picture", "old_salt says on Monday 3 May:", "Harbour Fire (VIDEO)", "Subscribe", "May 3, 2021",
        "Source: agencies",
        "A boat - Harbour News", "Harbour News", "I can't see it... don't you?",
    ],
    "da": [
        "Foto: Ann Lund, Ritzau", "En båd ved kajen. Foto: Ann Lund", "Af Ann Lund", "Læs også: Ny bro",
        "2 kommentarer", "Annonce", "Publiceret 3. maj 2021", "/ritzau/", "gammelsalt skrev den 3. maj:",
    ],
    "nb": [
        "Foto: Ann Li, NTB", "BÅT: En båt ved kaia. Foto: Ann Li, NTB", "Av Ann Li", "Les også: Ny bro",
        "2 kommentarer",
        "Bakgrunn: Derfor er broen stengt", "Annonse", "Publisert 3. mai 2021", "(NTB)", "gamlesalt skrev den 3. mai:",
    ],
    "nn": [
        "Foto: Ann Li, NTB", "Ei ferje ved kaia. Foto: Ann Li", "Av Ann Li", "Les også: Ny bru", "2 kommentarar",
        "Annonse", "Publisert 3. mai 2021", "(NTB)", "gamlesalt skreiv den 3. mai:",
    ],
    "de": [
        "Foto: Ann Lind, dpa", "Eine Fähre am Kai. Foto: Ann Lind", "Von Ann Lind", "Lesen Sie auch: Neue Brücke",
        "2 Kommentare", "Anzeige", "3. Mai 2021", "(dpa)", "altersalz schrieb am 3. Mai:",
    ],
    "ar": [
        "المصدر : وكالات", "ميناء المدينة (رويترز)", "الصورة: علي", "اقرأ أيضا: جسر جديد", "التعليقات", "اشترك",
        "بقلم: سلمى يوسف",
    ],
}  # fmt: skip
SHARED_FURNITURE = [
    "0",
    "12.5 %",
    "***",
    "—",
    "https://example.org/a",
    "© AFP 2023 / Ann Lee",
    "ann@example.org",
    "Главная страница",
]
#: Running sentences without marks or cues, and ended: paragraphs that bring no news about what stands before.
BODY = {
    "en": [
        "The bridge over the sound was closed for repairs on Monday and opens again at the end of the week.",
        "The ferry to the island leaves the northern pier at seven every morning until the end of the summer.",
    ],
    "da": [
        "Broen over sundet var lukket for reparation hele mandagen og åbner igen mod slutningen af ugen.",
        "Færgen til øen sejler fra den gamle bro klokken syv hver morgen indtil slutningen af sommeren.",
    ],
    "nb": [
        "Broen over sundet var stengt for vedlikehold hele mandagen og åpner igjen mot slutten av uken.",
        "Fergen til øya går fra den gamle brygga klokken sju hver morgen fram til slutten av sommeren.",
    ],
    "nn": [
        "Brua over sundet var stengd for vedlikehald heile måndagen og opnar att mot slutten av veka.",
        "Ferja til øya går frå den gamle brygga klokka sju kvar morgon fram til slutten av sommaren.",
    ],
    "de": [
        "Die Brücke über den Sund war am ganzen Montag gesperrt und wird gegen Ende der Woche wieder geöffnet.",
        "Die Fähre zur Insel verkehrt bis zum Ende des Sommers jeden Morgen um sieben vom alten Steg ab.",
    ],
    "ar": [
        "كان الجسر فوق المضيق مغلقا طوال الأسبوع بسبب أعمال الصيانة ثم فتح من جديد أمام السيارات.",
        "تغادر العبارة الميناء القديم إلى الجزيرة في السابعة من كل صباح حتى نهاية فصل الصيف.",
    ],
}
MARKS = ["“", "”", "„", "“", "«", "»", '"', "‘", "’", "'", "‚", "‹", "›", "＂"]
PAIRS = ["“”", '""', "«»", "»«", "„“", "‘’", "''", "”“", "‹›", '“"', "“»"]
DASHES = ["– ", "—", "- ", "―", "–"]
PUNCTUATION = [*".,:;!?…()[]/-&$€%،؛؟", "...", "'s", "’s", '10"', "6'2"]
#: Direction controls, zero-width characters, a byte order mark, a soft hyphen, combining marks, one beyond the BMP.
UNSEEN = ["\u200e", "\u200f", "\u202b", "\u202c", "\u2067", "\u2069", "\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad"]
COMBINING = ["\u0301", "\u030a", "\u0651", "\u064b", "\u0640", "😀"]
SPACES = [" ", " ", " ", " ", "", "\u00a0", "\u202f", "\t", "  "]
LINE_ENDS = ["\n\n", "\n\n", "\n\n", "\n", "\r\n", "\r\n\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\n \n"]
LANGUAGES = sorted(WORDS)


def _one_of(*lists: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from([piece for pieces in lists for piece in pieces])


@functools.cache
def phrases(language: str) -> st.SearchStrategy[str]:
    """A few words, names and numbers, with an odd space or unseen character between them."""
    pieces = st.lists(_one_of(WORDS[language].split(), NAMES[language], ["12", "٣٤", "1,5"]), min_size=1, max_size=5)
    spaces = st.sampled_from(SPACES + UNSEEN[:3] + COMBINING[:2])
    return st.builds(lambda words, space: " ".join(words).replace(" ", space or " ", 1), pieces, spaces)


@functools.cache
def quotations(language: str) -> st.SearchStrategy[str]:
    """Words between marks, sometimes with a quotation inside."""

    def quote(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        end = st.sampled_from(["", ".", ",", "!", " "])
        return st.builds(lambda pair, words, stop: pair[0] + words + stop + pair[1], st.sampled_from(PAIRS), inner, end)

    simple = quote(phrases(language))
    return simple | quote(st.builds(" ".join, st.tuples(phrases(language), simple)))


@functools.cache
def sentences(language: str) -> st.SearchStrategy[str]:
    """A sentence as news has it, or the same pieces in no order."""
    quoted, words = quotations(language), phrases(language)
    cue, name = st.sampled_from(CUES[language]), st.sampled_from(NAMES[language])
    shaped = st.sampled_from(
        ["{q}, {c} {n}.", "{n} {c} {q}.", "{n} {c} {w}.", "{w}, {c} {n}.", "– {w}, {c} {n}.", "{c} {n}: {q}",
         "{c} {n} {w}.",
         "{n}: {w}", "{q} {c} {n}, {q}", "{w} {q}, {c} {n}, {c} {w}.", "{w}. {q}", "{q}", "{n} {c}:"]
    )  # fmt: skip
    regular = st.builds(lambda s, q, c, n, w: s.format(q=q, c=c, n=n, w=w), shaped, quoted, cue, name, words)
    anything = _one_of(
        WORDS[language].split(), NAMES[language], CUES[language], MARKS, PUNCTUATION, DASHES, UNSEEN, COMBINING
    )
    loose = st.lists(st.tuples(anything, st.sampled_from(SPACES)), min_size=1, max_size=12)
    return regular | regular | loose.map(lambda pairs: "".join(p + s for p, s in pairs))


@functools.cache
def lines(language: str) -> st.SearchStrategy[str]:
    """One line of a raw article: running text, a heading, furniture, or nothing."""
    paragraph = st.lists(sentences(language), min_size=1, max_size=3).map(" ".join)
    opened = st.builds("".join, st.tuples(st.sampled_from([*DASHES, *MARKS[:5], "\u200f"]), paragraph))
    furniture = _one_of(FURNITURE[language], SHARED_FURNITURE)
    return paragraph | paragraph | opened | phrases(language) | furniture | st.sampled_from(["", " ", "\u200b"])


@functools.cache
def news(language: str, *, max_lines: int = 6) -> st.SearchStrategy[str]:
    """A raw article that is not empty, its letters composed, decomposed or as they came."""
    rows = st.lists(st.tuples(lines(language), st.sampled_from(LINE_ENDS)), min_size=1, max_size=max_lines)
    text = rows.map(lambda pairs: "".join(line + end for line, end in pairs)).filter(str.strip)
    forms: list[Callable[[str], str]] = [
        str,
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: unicodedata.normalize("NFC", t),
    ]
    return st.builds(lambda form, t: form(t), st.sampled_from(forms), text)


#: Two letters, one mark, and what ties or parts them: small enough that everything meets everything.
tiny = st.lists(st.sampled_from(["a", "B", '"', "\n", ",", ".", " ", " said "]), min_size=1, max_size=16).map("".join)

#: Any text that an article may be: no NUL, no lone surrogate, not only white space.
anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60).filter(str.strip)

#: Texts with their language, of all three kinds.
texts = st.one_of(
    [st.tuples(st.just(code), news(code)) for code in LANGUAGES]
    + [st.tuples(st.sampled_from(LANGUAGES), tiny.filter(str.strip) | anything)]
)
