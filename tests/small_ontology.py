"""A small ontology of another field, shipping, that tests write into a folder of their own and change at will.

It shows that the engine knows nothing of news: three types, five relations, a dozen names, one rule a relation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import OntologyError
from kg.extraction import Extraction, Extractor
from kg.model import Document, Mention
from kg.ontology import load_ontology

TURTLE = """\
@prefix kg: <https://example.org/ships#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/ships> a owl:Ontology .
kg:Entity a owl:Class .
kg:Ship a owl:Class ; rdfs:subClassOf kg:Entity ; kg:colour "#112233" ; kg:symbol "star" ;
    rdfs:label "船"@zh-Hans , "船"@zh-Hant , "ship"@en .
kg:Port a owl:Class ; rdfs:subClassOf kg:Entity ; kg:colour "#445566" ; kg:symbol "square" ;
    rdfs:label "港"@zh-Hans , "港"@zh-Hant , "port"@en .
kg:Firm a owl:Class ; rdfs:subClassOf kg:Entity ; kg:colour "#778899" ; kg:symbol "dot" ;
    rdfs:label "公司"@zh-Hans , "公司"@zh-Hant , "firm"@en .
kg:Shipyard a owl:Class ; rdfs:subClassOf kg:Firm ;
    rdfs:label "船厂"@zh-Hans , "船廠"@zh-Hant , "shipyard"@en .
kg:Ferry a owl:Class ; rdfs:subClassOf kg:Ship ;
    rdfs:label "渡轮"@zh-Hans , "渡輪"@zh-Hant , "ferry"@en .
kg:relatedTo a owl:ObjectProperty .
kg:builtBy a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; rdfs:domain kg:Ship ; rdfs:range kg:Firm ;
    rdfs:label "建造者"@zh-Hans , "建造者"@zh-Hant , "built by"@en .
kg:callsAt a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; rdfs:domain kg:Ship ; rdfs:range kg:Port ;
    rdfs:label "停靠"@zh-Hans , "停靠"@zh-Hant , "calls at"@en .
kg:leads a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; rdfs:domain kg:Firm ; rdfs:range kg:Ship ;
    rdfs:label "管理"@zh-Hans , "管理"@zh-Hant , "leads"@en .
kg:alliesWith a owl:ObjectProperty , owl:SymmetricProperty ;
    rdfs:subPropertyOf kg:relatedTo ; rdfs:domain kg:Firm ; rdfs:range kg:Firm ;
    rdfs:label "结盟"@zh-Hans , "結盟"@zh-Hant , "allies with"@en .
kg:locatedIn a owl:ObjectProperty ; rdfs:subPropertyOf kg:relatedTo ; kg:statesContainer true ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( kg:Port kg:Firm ) ] ; rdfs:range kg:Port ;
    rdfs:label "位于"@zh-Hans , "位於"@zh-Hant , "located in"@en .
"""

HEADER = "name\taliases\tclass\tcontainer\tcode\tsource"

TABLES: Mapping[str, Iterable[str]] = {
    "Firm": (
        "远星航运公司\t远星航运|FarStar\t\t青屿深水港\t\teditors",
        "北溟造船公司\t北溟造船\tShipyard\t\t\teditors",
        "南屏船务公司\t\t\t\t\teditors",
    ),
    "Ship": (
        "长风破浪号\t\t\t\timo:9000001\teditors",
        "碧海明珠号\t\tFerry\t\t\teditors",
        "云帆沧海号\t\t\t\t\teditors",
    ),
    "Port": (
        "青屿深水港\t青嶼深港\t\t赤洲群岛\t\teditors",
        "白沙河口港\t\t\t\t\teditors",
        "赤洲群岛\t\t\t\t\teditors",
    ),
}

SHARED = """\
words:
  fillers: [的, 首艘, 新船, 渡轮]
context:
  connectors: ["、", 和, 与]
  prepositions: [由, 在, 与, 对, 从]
  pseudo: [一对]
  attributive: [的]
  distributive: [分别]
  breaks: ",;"
  cues:
    - {modality: negated, words: [未, 没有], within: 4, pseudo: [未来]}
    - {modality: planned, words: [拟, 将], within: 4}
    - {modality: possible, words: [可能], within: 4}
    - {modality: possible, words: [的传闻], position: after, within: 12}
    - {modality: ended, words: [曾, 不再], within: 4}
  pairing: [与]
"""

GRAMMAR = """\
short_forms:
  introduced: [以下简称, 简称]
references:
  - {type: Firm, words: [该公司]}
  - {type: Ship, words: [该船]}
qualifiers:
  date:
    - (?P<year>20\\d\\d)年(?P<month>1[0-2]|[1-9])月(?P<day>3[01]|[12]\\d|[1-9])日
    - (?P<year>20\\d\\d)年(?P<month>1[0-2]|[1-9])月
    - (?P<year>20\\d\\d)年
    - 去年
  amount:
    - (?P<number>\\d[\\d,]*(?:\\.\\d+)?)(?P<scale>亿|万)?元
scales: {亿: 100000000, 万: 10000}
"""

BUILT = """\
rules:
  - name: builtBy.active
    trigger: [建造]
    arguments:
      object: {position: before}
      subject: {position: after}
    examples: ["<object:甲厂><trigger:建造>了<subject:乙号>。"]
"""

ALLIED = """\
rules:
  - name: alliesWith.verb
    trigger: [结盟]
    arguments:
      subject: {position: before, within: 20}
      object: {position: before, list: one}
    examples: ["<subject:甲厂>与<object:乙厂><trigger:结盟>。"]
"""


def write_ontology(
    folder: Path,
    rules: Mapping[str, str] | str = "",
    *,
    tables: Mapping[str, Iterable[str]] = TABLES,
    grammar: str = GRAMMAR,
    shared: str = SHARED,
    turtle: str = TURTLE,
) -> Path:
    """Write the ontology below ``folder`` and give its path; ``rules`` maps file stems to YAML (alone: builtBy)."""
    root = folder / "ontology"
    for part in ("gazetteer", "rules"):
        (root / part).mkdir(parents=True, exist_ok=True)
    (root / "kg.ttl").write_text(turtle, encoding="utf-8")
    (root / "grammar.yaml").write_text(grammar, encoding="utf-8")
    (root / "rules" / "_shared.yaml").write_text(shared, encoding="utf-8")
    for stem, rows in tables.items():
        (root / "gazetteer" / f"{stem}.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    for stem, text in (rules if not isinstance(rules, str) else {"builtBy": rules} if rules else {}).items():
        (root / "rules" / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return root


def reader(folder: Path, rules: Mapping[str, str] | str = "", **parts: str) -> Extractor:
    """An extractor with the small ontology and these rules."""
    return Extractor(load_ontology(write_ontology(folder, rules, **parts)))  # type: ignore[arg-type]


def read(extractor: Extractor, text: str, name: str = "a.txt") -> Extraction:
    """Read a text."""
    return extractor.extract(Document(name, text))


def facts(extraction: Extraction) -> list[str]:
    """The relations of an extraction as sorted sentences: subject, relation, object, and the modality if any."""
    return sorted(
        " ".join(filter(None, (_called(r.subject), r.relation, _called(r.object), r.modality)))
        for r in extraction.relations
    )


def _called(mention: Mention) -> str:
    return mention.rule if mention.source == "reference" else mention.text


def faults(folder: Path) -> list[str]:
    """The faults of an ontology folder, each as a user sees it, without the folder's own path."""
    try:
        load_ontology(folder)
    except OntologyError as error:
        return [str(fault).replace(f"{folder}/", "") for fault in error.faults]
    return []


SHIP_NEWS = [
    "北溟造船公司建造了长风破浪号。长风破浪号由北溟造船公司建造。",
    "北溟造船公司（简称“北造公司”）的青屿深水港。",
    "北造公司未建造碧海明珠号。",
    "南屏船務公司擬建造碧海明珠號，南屏船务公司建造了長風破浪號。",
    "天气晴好。",
]
"""Documents for `BUILT`: what is stated twice, declared, denied, planned, and not said at all."""
