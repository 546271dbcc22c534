"""``decisions.tsv``: what a person settled goes before everything else, and what it cannot mean is told."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from kg.check import inspect_ontology
from kg.engines.local import read_in_turn
from kg.errors import OntologyError
from kg.extraction import Extractor
from kg.graph import graph_of
from kg.knowledge.decisions import COLUMNS, load_decisions
from kg.model import Document, Graph
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build_with_report
from kg.resolve import Resolved, resolve
from small_ontology import BUILT, write_ontology

HEADER = "\t".join(COLUMNS)


def decided(ontology: Ontology, folder: Path, *rows: str) -> str:
    """The faults of a file with these rows, a line each, without the folder; empty if it is sound."""
    (folder / "decisions.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    try:
        load_decisions(folder / "decisions.tsv", ontology.schema, ontology.gazetteer)
    except OntologyError as error:
        return "\n".join(map(str, error.faults))
    return ""


def resolved(extractor: Extractor, folder: Path, texts: list[str], *rows: str) -> tuple[Graph, Resolved]:
    """The graph of some texts (0.txt, 1.txt …) with these decisions, and how names were resolved."""
    ontology = extractor.ontology
    (folder / "decisions.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    decisions = load_decisions(folder / "decisions.tsv", ontology.schema, ontology.gazetteer)
    documents = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
    extractions = read_in_turn(documents, extractor)
    resolution = resolve(extractions, ontology.gazetteer, decisions)
    return graph_of(extractions, resolution, ontology.gazetteer, ontology.schema), resolution


def things(graph: Graph, *documents: str) -> list[set[str]]:
    """The entities that each document names."""
    return [{one.id for one in graph.entities if document in dict(one.documents)} for document in documents]


def together(graph: Graph, first: str, second: str) -> bool:
    """Tell whether the entities that have two labels are one (every label of the graph must exist)."""
    one, other = graph.entity_named(first), graph.entity_named(second)
    assert one is not None
    assert other is not None
    return one.id == other.id


# -- what a row does -----------------------------------------------------------------------------------------------


def test_two_names_that_nothing_joins_are_one_by_decision_with_its_reason(extractor: Extractor, tmp_path: Path) -> None:
    texts = ["甲江药业公司发布公告。", "北溟造船公司发布公告。"]
    row = "same\tOrganization\t甲江药业公司\t北溟造船公司\t北溟造船公司\t年报第3页"

    apart, _ = resolved(extractor, tmp_path, texts)
    graph, resolution = resolved(extractor, tmp_path, texts, row)

    assert not together(apart, "甲江药业公司", "北溟造船公司")
    entity = graph.entity_named("甲江药业公司")
    assert entity is not None
    assert (entity.label_hans, entity.mentions) == ("北溟造船公司", 2)
    assert ("甲江药业公司", "decision", "decisions.tsv:2: 年报第3页") in {
        (one.label, one.reason, one.detail) for one in entity.merges
    }
    assert resolution.idle == ()


def test_a_name_that_no_document_uses_becomes_a_label(extractor: Extractor, tmp_path: Path) -> None:
    graph, _ = resolved(
        extractor, tmp_path, ["甲江药业公司发布公告。"], "same\tOrganization\t甲江药业公司\t甲江制药总厂\t\t厂志"
    )

    assert together(graph, "甲江药业公司", "甲江制药总厂")


FULL = "中国林草碳汇研究中心"


@pytest.mark.parametrize(
    ("texts", "row", "first", "second"),
    [
        (["中国工商银行降息。", "工行降息。"], "Organization\t工行\t中国工商银行", "工行", "中国工商银行"),
        (["中国工商银行降息。", "工行和工商银行降息。"], "Organization\t工行\t工商银行", "工行", "工商银行"),
        (
            [f"{FULL}（简称“林碳中心”）揭牌。", "林碳中心公布报告。"],
            f"Organization\t林碳中心\t{FULL}",
            "林碳中心",
            FULL,
        ),
        (
            ["北溟重工集团的前身为北溟机械厂。", "北溟机械厂投产。"],
            "Organization\t北溟机械厂\t北溟重工集团",
            "北溟机械厂",
            "北溟重工集团",
        ),
        (
            ["青川县卫生健康委员会通报。", "青川县卫健委组织义诊。"],
            "Organization\t青川县卫健委\t青川县卫生健康委员会",
            "青川县卫健委",
            "青川县卫生健康委员会",
        ),
    ],
    ids=["alias of a row", "two aliases of a row", "declared form", "older name", "form that follows"],
)
def test_every_merge_of_names_can_be_undone(
    extractor: Extractor, tmp_path: Path, texts: list[str], row: str, first: str, second: str
) -> None:
    joined, _ = resolved(extractor, tmp_path, texts)
    parted, resolution = resolved(extractor, tmp_path, texts, f"different\t{row}\t\t看过原文")

    assert together(joined, first, second)
    assert not together(parted, first, second)
    assert all(first not in (label for _, label in one.labels) for one in parted.entities)
    assert resolution.idle == ()


def test_a_merge_of_scripts_can_be_undone(extractor: Extractor, tmp_path: Path) -> None:
    texts = ["北溟乾照公司招标。", "北溟乾照公司和北溟幹照公司、北溟干照公司签约。"]
    row = "different\tOrganization\t北溟幹照公司\t北溟干照公司\t\t两家公司"

    joined, _ = resolved(extractor, tmp_path, texts)
    parted, _ = resolved(extractor, tmp_path, texts, row)

    def named(graph: Graph) -> int:
        return sum("幹照" in one.label_hant or "干照" in one.label_hans for one in graph.entities)

    assert (named(joined), named(parted)) == (1, 2)


def test_one_name_in_two_documents_can_be_two_things(extractor: Extractor, tmp_path: Path) -> None:
    texts = ["甲江药业公司发布公告。", "甲江药业公司招聘。"]
    row = "different\tOrganization\t0.txt#甲江药业公司\t1.txt#甲江药业公司\t\t两地两家"

    joined, _ = resolved(extractor, tmp_path, texts)
    parted, _ = resolved(extractor, tmp_path, texts, row)

    first, second = things(joined, "0.txt", "1.txt")
    assert first == second
    first, second = things(parted, "0.txt", "1.txt")
    assert not first & second


def test_a_document_can_be_told_which_of_two_places_it_means(extractor: Extractor, tmp_path: Path) -> None:
    texts = ["北京市朝阳区发券。", "长春市朝阳区改造。"]
    rows = (
        "different\tPlace\t1.txt#朝阳区\t长春市/朝阳区\t\t误植",
        "same\tPlace\t1.txt#朝阳区\t北京市/朝阳区\t\t误植",
    )

    graph, resolution = resolved(extractor, tmp_path, texts, *rows)

    first, second = things(graph, "0.txt", "1.txt")
    (same,) = first & second
    assert graph.entity_by_id[same].code == "gb2260:110105"
    assert resolution.idle == ()


def test_two_persons_of_one_name_can_be_one_after_all(extractor: Extractor, tmp_path: Path) -> None:
    texts = ["北京大学教授王建伟介绍。", "中国银行行长王建伟表示。"]
    row = "same\tPerson\t北京大学/王建伟\t中国银行/王建伟\t\t简历"

    apart, _ = resolved(extractor, tmp_path, texts)
    joined, resolution = resolved(extractor, tmp_path, texts, row)

    assert sum(one.label_hans == "王建伟" for one in apart.entities) == 2
    assert sum(one.label_hans == "王建伟" for one in joined.entities) == 1
    assert resolution.idle == ()


def test_a_decision_that_meets_nothing_or_two_things_is_told_with_its_place(
    extractor: Extractor, tmp_path: Path
) -> None:
    texts = ["北京大学教授王建伟介绍。", "中国银行行长王建伟表示。"]

    _, resolution = resolved(
        extractor,
        tmp_path,
        texts,
        "same\tPerson\t王建伟\t王小伟\t\t笔名",
        "same\tPerson\t赵无名\t钱无名\t\t笔名",
    )

    first, second = map(str, resolution.idle)
    assert first.startswith("decisions.tsv:2: '王建伟' means 2 things here")
    assert second.startswith("decisions.tsv:3: no document names '赵无名' or '钱无名' so")


def test_a_weaker_merge_does_not_bring_together_what_is_parted(extractor: Extractor, tmp_path: Path) -> None:
    texts = [f"{FULL}（简称“林碳中心”）揭牌。", "林碳中心公布报告。", "云岭林业研究院挂牌。"]
    rows = (
        f"different\tOrganization\t云岭林业研究院\t{FULL}\t\t两家",
        "same\tOrganization\t云岭林业研究院\t林碳中心\t\t它的简称",
    )

    graph, _ = resolved(extractor, tmp_path, texts, *rows)

    assert together(graph, "云岭林业研究院", "林碳中心")
    assert not together(graph, "云岭林业研究院", FULL)


# -- what is wrong with a file -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ["equal\tPlace\t甲\t乙\t\t原因"],
            "decisions.tsv:2:1: 'equal' is no decision\n  hint: write same or different",
        ),
        (["same\tPlaces\t甲\t乙\t\t原因"], "decisions.tsv:2:6: 'Places' is no type\n  hint: did you mean 'Place'?"),
        (["same\tPlace\t甲\t乙\t原因"], "decisions.tsv:2:18: expected 6 cells, found 5"),
        (["same\tPlace\t甲\t乙\t\t"], "decisions.tsv:2:17: '甲' and '乙': there is no reason"),
        (["same\tPlace\t\t乙\t\t原因"], "decisions.tsv:2:12: a name is empty"),
        (["same\tPlace\t甲\t甲\t\t原因"], "decisions.tsv:2:14: '甲' is decided about with itself"),
        (["same\tPlace\t甲\t乙\t丙\t原因"], "decisions.tsv:2:16: '丙' cannot win here"),
        (["different\tPlace\t甲\t乙\t甲\t原因"], "decisions.tsv:2:21: '甲' cannot win here"),
        (
            ["same\tPlace\t朝阳区\t乙\t\t原因"],
            "decisions.tsv:2:12: '朝阳区' names 2 rows of Place\n  hint: write the place before it: 北京市/朝阳区",
        ),
        (
            ["same\tPlace\t南京市/朝阳区\t乙\t\t原因"],
            "decisions.tsv:2:12: no row of Place is '南京市/朝阳区'\n  hint: known: 北京市/朝阳区, 长春市/朝阳区",
        ),
        (
            ["same\tPlace\t甲\t乙\t\t原因", "different\tPlace\t乙\t甲\t\t原因"],
            "decisions.tsv:3:17: '乙' and '甲' are decided about at decisions.tsv:2 already, and says the contrary",
        ),
        (
            ["same\tPlace\t甲\t乙\t\t原因", "same\tPlace\t乙\t丙\t\t原因", "different\tPlace\t甲\t丙\t\t原因"],
            "decisions.tsv:4:1: '甲' and '丙' are different here, but the same by lines 2, 3",
        ),
        (
            ["same\tPlace\t甲\t乙\t甲\t原因", "same\tPlace\t乙\t丙\t丙\t原因"],
            "decisions.tsv:3:16: '丙' wins here, but '甲' wins at decisions.tsv:2 for the same thing",
        ),
    ],
)
def test_a_faulty_row_is_told_with_place_and_remedy(
    ontology: Ontology, tmp_path: Path, rows: list[str], told: str
) -> None:
    assert told in decided(ontology, tmp_path, *rows)


def test_a_missing_header_and_bytes_that_are_no_text_are_told(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    for content, told in ((b"same\tPlace\n", "the header is missing or wrong"), (b"\xff\xfe\x00", "is not UTF-8")):
        path.write_bytes(content)
        with pytest.raises(OntologyError, match=told):
            load_decisions(path, ontology.schema, ontology.gazetteer)


def test_a_file_that_a_spreadsheet_saved_with_a_byte_order_mark_is_read(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text(f"{HEADER}\nsame\tOrganization\t青岩药业公司\t青岩制药总厂\t\t改名\n", encoding="utf-8-sig")

    assert len(load_decisions(path, ontology.schema, ontology.gazetteer).rows) == 1


def test_no_file_and_no_rows_decide_nothing(ontology: Ontology, tmp_path: Path) -> None:
    assert load_decisions(tmp_path / "decisions.tsv", ontology.schema, ontology.gazetteer).rows == ()
    assert decided(ontology, tmp_path) == ""


def test_ten_thousand_rows_in_a_chain_join_and_a_contradiction_at_its_end_is_found(
    extractor: Extractor, tmp_path: Path
) -> None:
    names = ["北溟造船公司", *(f"链条第{number}号公司" for number in range(10_000))]
    rows = [f"same\tOrganization\t{one}\t{other}\t\t接续" for one, other in pairwise(names)]
    contrary = f"different\tOrganization\t{names[0]}\t{names[-1]}\t\t相反"

    graph, resolution = resolved(extractor, tmp_path, ["北溟造船公司签约。"], *rows)

    assert together(graph, names[0], names[-1])
    assert resolution.idle == ()
    told = decided(extractor.ontology, tmp_path, *rows, contrary)
    assert f"'{names[0]}' and '{names[-1]}' are different here, but the same by lines" in told
    assert "and 9994 more" in told


# -- what is told --------------------------------------------------------------------------------------------------


def test_the_rows_that_the_page_shows_are_sound(ontology: Ontology, tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "resolution.md").read_text(encoding="utf-8")
    (shown,) = re.findall(rf"^```text\n({re.escape(HEADER)}\n.*?)^```$", page, re.MULTILINE | re.DOTALL)

    assert len(shown.splitlines()) > 4
    assert decided(ontology, tmp_path, *shown.splitlines()[1:]) == ""


def test_the_shipped_file_is_sound() -> None:
    assert load_ontology().decisions.rows == ()


def test_the_check_tells_faults_of_decisions_and_warns_of_names_that_nobody_knows(tmp_path: Path) -> None:
    root = write_ontology(tmp_path, BUILT)
    rows = "same\tFirm\t远星航运公司\t远星航运\t\t一家", "same\tFirm\t北溟造船公司\t北溟造舰公司\t\t误植"
    (root / "decisions.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")

    warned = [str(remark.fault) for remark in inspect_ontology(root).warnings if remark.check == "unknown name"]
    (root / "check.yaml").write_text("accepted: {unknown name: [北溟造舰公司]}", encoding="utf-8")
    accepted = [remark for remark in inspect_ontology(root).warnings if remark.check == "unknown name"]
    (root / "decisions.tsv").write_text("\n".join([HEADER, rows[0].replace("same", "alike"), ""]), encoding="utf-8")
    faults = [str(remark.fault) for remark in inspect_ontology(root).faults]

    assert len(warned) == 1
    assert warned[0].startswith(f"{root}/decisions.tsv:3:18: '北溟造舰公司' is no known name")
    assert "did you mean '北溟造船公司'?" in warned[0]
    assert accepted == []
    assert faults == [f"{root}/decisions.tsv:2:1: 'alike' is no decision\n  hint: write same or different"]


def test_a_build_tells_what_decisions_could_not_decide(tmp_path: Path) -> None:
    root = write_ontology(tmp_path, BUILT)
    rows = "same\tFirm\t甲公司\t乙公司\t\t一家", "same\tFirm\t北溟造船公司\t远星航运公司\t\t一家"
    (root / "decisions.tsv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    (tmp_path / "a.txt").write_text("北溟造船公司建造了长风破浪号。", encoding="utf-8")

    report = build_with_report([tmp_path / "a.txt"], ontology=root)

    assert report.idle == ("decisions.tsv: 1 of 2 rows speak of names that no document uses so",)
    assert any(
        {"北溟造船公司", "远星航运公司"} <= {one.label_hans, *(label for _, label in one.labels)}
        for one in report.graph.entities
    )
