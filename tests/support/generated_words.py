"""Words for made-up articles: what they are strung together from, by language. They mean nothing."""

import re
from dataclasses import dataclass, field
from itertools import product

_PIECE = re.compile(r"\{\w\}|[\[\]]|[^\[\]{}]+")


@dataclass(frozen=True)
class Words:
    """The words of one language.

    A template has ``{c}`` and ``{d}`` for content, ``{v}`` for the cue, ``{s}`` for the source, and ``[`` and ``]`` for
    the language's quotation marks, which are ``marks``.
    """

    marks: str
    common: list[str]
    direct: list[str]
    indirect: list[str]
    mixed: list[str]
    nested: str
    unsourced: str
    cues: list[str]
    pronouns: list[str]
    descriptions: list[str]
    names: list[str]
    roles: dict[str, list[str]] = field(default_factory=dict)


def pieces(template):
    """The pieces of a template, in order."""
    return _PIECE.findall(template)


def _list(text):
    return text.split()


def _names(first, last):
    return [f"{a} {b}" for b, a in product(last.split(), first.split())]


EN = Words(
    marks="“”",
    common=_list("""the a of and to in on for with at from road bridge harbour council river storm night bus school vote
    plan budget report water power line crew team week month year north south old new first last open
    closed late early safe ready clear two three twelve forty 2,300 17 1.5 percent remains moved stood
    waited counted agreed built asked met left came saw knew held Harrowgate Eastwick Kestrel"""),
    direct=["[{c},] {v} {s}.", "{s} {v}: [{c}.]", "[{c},] {v} {s}. [{d}.]"],
    indirect=["{s} {v} that {c}.", "{c}, {s} {v}.", "According to {s}, {c}."],
    mixed=["{s} {v} that {c}, and called it [settled]."],
    nested="{s} {v} [{c}]",
    unsourced="It was {v} that {c}.",
    cues=_list("said told wrote added insisted stated warned repeated"),
    pronouns=_list("he she they"),
    descriptions=["the mayor", "a spokesman", "two residents", "the woman with the bicycle", "the harbour office"],
    names=_names(
        "Ada Ben Cora Dan Eve Finn Gwen Hugh Iris Jack Kate Liam Mona Noel Olga Paul Ruth Sean Tess Will",
        """Abbott Barlow Carver Dunmore Ellery Fenwick Garrick Hollis Ingram Jessop Kirby Lomax Mercer Norwood Oakes
        Pender Quill Ransome Selwyn Thorne Upton Vance Wexley Yardley Ashby Brand Colby Drake Egan Frost Gale Hart
        Irwin Joyce Keane Lyle Marsh Nash Orr Pike""",
    ),
    roles={"byline": ["By the staff"], "chrome": ["Share", "Menu", "Subscribe"], "teaser": ["Read also: more of it"]},
)
NB = Words(
    marks="«»",
    common=_list("""det en og i på til av for med fra vei bro havn kommunen elv uvær natt buss skole valg plan regnskap
    melding vann strøm linje lag uke måned år nord sør gammel ny først sist åpen stengt sen tidlig trygg
    klar to tre tolv førti 2300 17 1,5 prosent står flyttet ventet telte ble bygde spurte møtte kom så
    visste holdt Grønnvik Østby Tårnåsen"""),
    direct=["[{c}], {v} {s}.", "– {c}, {v} {s}.", "[{c}], {v} {s}. [{d}.]"],
    indirect=["{s} {v} at {c}.", "{c}, {v} {s}.", "Ifølge {s} {c}."],
    mixed=["{s} {v} at {c}, og kalte det [avgjort]."],
    nested="{s} {v} [{c}]",
    unsourced="Det ble {v} at {c}.",
    cues=_list("sier skriver forteller hevder opplyser mener sa skrev"),
    pronouns=_list("han hun de"),
    descriptions=["ordføreren", "en talsmann", "to naboer", "kvinnen med sykkelen", "havnekontoret"],
    names=_names(
        "Anne Bjørn Cato Dina Else Frode Gro Håkon Ida Jens Kari Lars Mari Nils Odd Pål Rolf Siri Tor Øyvind",
        """Aasen Bakke Dahl Eide Fjeld Grav Haug Isdal Jarl Krog Lie Moen Nygård Ormåsen Prytz Rød Sund Tveit Ulven
        Vik Wang Ytre Ødegård Åmot Berg Dokka Enger Foss Gjerde Hovde""",
    ),
    roles={"byline": ["Av redaksjonen"], "chrome": ["Del", "Meny", "Abonner"], "teaser": ["Les også: mer av det"]},
)
AR = Words(
    marks="«»",
    common=_list("""في من إلى على عن مع هذا الطريق الجسر الميناء المجلس النهر العاصفة الليلة الحافلة المدرسة الخطة
    التقرير الماء الكهرباء الخط الفريق الأسبوع الشهر السنة الشمال الجنوب القديم الجديد الأول الأخير
    مفتوح مغلق متأخر مبكر آمن جاهز واضح اثنان ثلاثة أربعون 2300 17 ٪٥ بقي انتقل وقف انتظر اتفق بنى سأل
    التقى غادر جاء رأى عرف Kestrel (AFP)"""),
    direct=["{v} {s}: [{c}].", "[{c}]، {v} {s}.", "{v} {s}: [{c}]. وأضاف [{d}]."],
    indirect=["{v} {s} إن {c}.", "وبحسب {s}، {c}."],
    mixed=["{v} {s} إن {c}، ووصفه بأنه [محسوم]."],
    nested="{v} {s} [{c}]",
    unsourced="{v} أن {c}.",
    cues=_list("قال أكد أضاف كتب صرح أوضح ذكر أعلن"),
    pronouns=_list("هو هي هم"),
    descriptions=["رئيس البلدية", "متحدث", "اثنان من السكان", "مكتب الميناء"],
    names=_names(
        "أحمد باسل جمال داليا هدى زياد حسن طارق ياسر كريم ليلى مريم نادر سمير عادل فادي",
        "الحلبي البصري التونسي الجزائري الخوري الدباغ الراوي الزين السالم الشامي الصالح العلي الفارس القاسم النجار",
    ),
    roles={"byline": ["هيئة التحرير"], "chrome": ["شارك", "القائمة", "اشترك"], "teaser": ["اقرأ أيضا: المزيد"]},
)
LANGUAGES = {"en": EN, "nb": NB, "ar": AR}
