"""Gold of an invented field, ships, and a graph judged by it."""

from __future__ import annotations

from kg.evaluation.evaluate import evaluate
from kg.evaluation.given import Given, GivenDocument, GivenName, GivenRelation
from kg.evaluation.gold import Gold, GoldEntity, GoldRelation
from kg.evaluation.scores import Evaluation
from kg.schema import Schema
from small_ontology import TURTLE

LETTERS = {"Ship": "S", "Port": "H", "Firm": "F"}
LETTERED = TURTLE
for name, letter in LETTERS.items():
    LETTERED = LETTERED.replace(f"kg:{name} a owl:Class ;", f'kg:{name} a owl:Class ; kg:letter "{letter}" ;')

TEXT = """\
# invented
[北溟造船公司|F]昨天建造了[长风破浪号|S]。
-> 长风破浪号 | builtBy | 北溟造船公司 | date=昨天

[远星航运公司|F]（[远星航运|F]）与[南屏船务公司|F]结盟，[张三|f]报道。
-> 远星航运 | alliesWith | 南屏船务公司
= 远星航运公司 | 远星航运

[南屏船务公司|F]开走[云帆沧海号|S]。
-> 南屏船务公司 | leads | 云帆沧海号
"""


# Scores

ENTITIES = (
    GoldEntity("e0", "Ship", "乙号", ("乙号",)),
    GoldEntity("e1", "Firm", "甲厂", ("甲厂", "甲造船厂")),
    GoldEntity("e2", "Firm", "丙厂", ("丙厂",)),
    GoldEntity("e3", "Port", "丁港", ("丁港",)),
)
GOLD = Gold(
    "a.txt",
    "",
    ENTITIES,
    (
        GoldRelation("e0", "builtBy", "e1"),
        GoldRelation("e1", "alliesWith", "e2"),
        GoldRelation("e1", "locatedIn", "e3"),
    ),
)


def name_of(identifier: str, kind: str, *labels: str) -> GivenName:
    return GivenName(identifier, frozenset([kind]), frozenset(labels), labels[0])


def judge(schema: Schema, names: tuple[GivenName, ...], relations: tuple[GivenRelation, ...] = ()) -> Evaluation:
    return evaluate([GOLD], Given({"x/a.txt": GivenDocument(names, relations)}, {}), schema)
