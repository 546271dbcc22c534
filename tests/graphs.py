"""A small graph made by hand, with one of everything, for the tests of what is written and drawn."""

from __future__ import annotations

from types import SimpleNamespace

from kg.model import DocumentInfo, Entity, Evidence, Graph, Merge, Qualifier, Run, Span, Statement
from kg.schema import CodeScheme

BASE = "https://example.org/kg/"
NAMESPACE = "https://example.org/kg/ontology#"

TEXT = "2024年3月，泛联院由北京邮电大学发起成立。\n院长“张三”表示，泛联院聚焦6G，或将落地上海。"


def _declared(hans: str, english: str, colour: str = "", symbol: str = "dot") -> SimpleNamespace:
    return SimpleNamespace(labels={"zh-Hans": hans, "en": english}, colour=colour, symbol=symbol)


def _relation(hans: str, english: str, *, states_membership: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        labels={"zh-Hans": hans, "en": english}, inverse_labels={}, symmetric=False, states_membership=states_membership
    )


def small_schema() -> SimpleNamespace:
    """As much of a schema as the writers read: the namespace, and labels and colours of what the small graph uses."""
    return SimpleNamespace(
        namespace=NAMESPACE,
        types={
            "Organization": _declared("组织", "organization", "#1f77b4"),
            "Person": _declared("人物", "person", "#ff7f0e"),
            "Place": _declared("地点", "place", "#2ca02c"),
            "Technology": _declared("技术", "technology", "#9467bd"),
        },
        classes={
            "City": _declared("城市", "city"),
            "District": _declared("区", "district"),
            "ResearchInstitute": _declared("研究院", "research institute"),
            "University": _declared("大学", "university"),
        },
        relations={
            "affiliatedWith": _relation("任职于", "affiliated with", states_membership=True),
            "focusesOn": _relation("聚焦", "focuses on"),
            "foundedBy": _relation("创办者", "founded by"),
            "locatedIn": _relation("位于", "located in"),
            "partOf": _relation("属于", "part of"),
        },
        codes={
            "gb2260": CodeScheme("gb2260", "http://www.wikidata.org/prop/direct/P442", "https://example.org/cn/{}/")
        },
    )


def _evidence(subject: str, target: str, quote: str, rule: str, *qualifiers: Qualifier) -> Evidence:
    start = TEXT.index(quote)
    ends = (Span(TEXT.index(name, start), TEXT.index(name, start) + len(name)) for name in (subject, target))
    end = start + len(quote)
    around = TEXT[max(0, start - 8) : start], TEXT[end : end + 8]
    return Evidence("news/003.txt", start, end, *ends, quote, rule, qualifiers, *around)


def small_graph() -> Graph:
    """Six entities of four types; five plain facts, one the gazetteer's, two between one pair; one possible fact."""
    founding, speech = TEXT.split("\n")
    founded = _evidence(
        "泛联院", "北京邮电大学", founding, "foundedBy.passive", Qualifier("date", "2024年3月", "2024-03", "gYearMonth")
    )
    heads = _evidence("张三", "泛联院", speech, "affiliatedWith.title", Qualifier("role", "院长"))
    works = _evidence("泛联院", "6G", speech, "focusesOn.active")
    moves = _evidence("泛联院", "上海", speech, "locatedIn.settles")
    document = ("news/003.txt",)
    return Graph(
        documents=(
            DocumentInfo(
                "news/003.txt", "泛联院成立", "2024-03-05", "https://example.com/a?b=c", len(TEXT), 2, "ab" * 32
            ),
            DocumentInfo("新闻/引“号” 4.txt", url="not an address", characters=10),
        ),
        entities=(
            Entity(
                "Organization/1a2b",
                "Organization",
                "中关村泛联移动通信技术创新应用研究院",
                "中關村泛聯移動通信技術創新應用研究院",
                labels=(("zh-Hans", "泛联院"), ("zh-Hant", "泛聯院"), ("", "ZGC-Fanlian")),
                classes=("ResearchInstitute",),
                documents=(("news/003.txt", 2),),
                merges=(Merge("泛联院", "declared", "news/003.txt"), Merge("泛聯院", "script")),
            ),
            Entity(
                "Organization/北京邮电大学",
                "Organization",
                "北京邮电大学",
                "北京郵電大學",
                labels=(("zh-Hans", "北邮"),),
                classes=("University",),
                documents=(("news/003.txt", 1), ("新闻/引“号” 4.txt", 3)),
            ),
            Entity("Person-3c", "Person", "张三", "張三", documents=(("news/003.txt", 1),)),
            Entity("Place-110108", "Place", "海淀区", "海淀區", classes=("District",), code="gb2260:110108"),
            Entity("Place-310000", "Place", "上海市", "上海市", classes=("City",), documents=(("news/003.txt", 1),)),
            Entity("Technology-6G", "Technology", "6G", "6G", documents=(("news/003.txt", 1),)),
        ),
        statements=(
            Statement("Organization/1a2b", "focusesOn", "Technology-6G", "", 1, 0.8, (works,), document),
            Statement("Organization/1a2b", "foundedBy", "Organization/北京邮电大学", "", 2, 0.95, (founded,), document),
            Statement("Organization/1a2b", "locatedIn", "Place-310000", "possible", 1, 0.7, (moves,), document),
            Statement("Organization/1a2b", "partOf", "Organization/北京邮电大学", "", 1, 0.6, (founded,), document),
            Statement("Organization/北京邮电大学", "locatedIn", "Place-110108", source="Organization.universities.tsv"),
            Statement("Person-3c", "affiliatedWith", "Organization/1a2b", "", 1, 0.9, (heads,), document),
        ),
        run=Run("1.2.3", "0a" * 32, "0b" * 32),
    )


def hostile_graph(identifier: str, text: str) -> Graph:
    """A graph whose ids are made of one text and whose names, quotes, rules and addresses are another."""
    evidence = Evidence(identifier, 0, 1, Span(0, 1), Span(1, 2), text, text, (Qualifier("date", text, text),))
    names = (("", text), ("zh-Hans", text + "!"))
    return Graph(
        documents=(DocumentInfo(identifier, text, text, text, 1, 1),),
        entities=(
            Entity(
                "a" + identifier, "Place", text, text, names, (), text, ((identifier, 1),), (Merge(text, text, text),)
            ),
            Entity("b" + identifier, "Place", text, text, names),
        ),
        statements=(
            Statement("a" + identifier, "partOf", "b" + identifier, "", 1, 1.0, (evidence,), (identifier,), text),
        ),
    )
