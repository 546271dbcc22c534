"""Scoring against gold: annotated texts and gold JSON are read and checked, and figures are those of the reference."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import SHARED
from kg.commands.eval import eval_
from kg.errors import InputError, KgError, OntologyError, OutputError, UsageError
from kg.evaluation.annotated import read_annotated, read_gold, select_part
from kg.evaluation.evaluate import evaluate, fold_label, read_and_evaluate
from kg.evaluation.given import Given, GivenDocument, GivenName, GivenRelation, given_by_file, given_by_graph
from kg.evaluation.givennames import given_names
from kg.evaluation.gold import Gold, GoldEntity, GoldError, GoldRelation, part_of
from kg.evaluation.runs import compare, load_run, save_run, to_json
from kg.evaluation.scores import MISSED, RIGHT, WRONG, Evaluation, Score
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build
from kg.schema import Schema, load_schema
from kg.text import normalise
from small_ontology import ALLIED, BUILT, TURTLE, write_ontology

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

SCORER = SHARED / "gold" / "score.py"
GOLD_OF_PAGES = sorted((SHARED / "gold").glob("0*.json"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_ontology(tmp_path_factory.mktemp("ships"), {"builtBy": BUILT, "alliesWith": ALLIED}, turtle=LETTERED)
    (root / "examples").mkdir()
    (root / "examples" / "a.txt").write_text(TEXT, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def ships(folder: Path) -> Ontology:
    return load_ontology(folder)


@pytest.fixture(scope="module")
def schema(ships: Ontology) -> Schema:
    return ships.schema


def run(*arguments: str | Path) -> tuple[int, str]:
    """The command by itself: its exit code (1 for an error of ours) and what it says."""
    app = typer.Typer()
    app.command()(eval_)
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, KgError):
        return 1, str(result.exception)
    return result.exit_code, result.output


# Annotated text


def test_a_paragraph_gives_its_text_names_relations_and_equal_names(schema: Schema) -> None:
    golds, faults = read_annotated(TEXT, "a.txt", schema)

    assert faults == []
    assert [gold.document for gold in golds] == ["a-0002", "a-0005", "a-0009"]
    assert golds[0].text == "北溟造船公司昨天建造了长风破浪号。"
    assert golds[0].relations == (GoldRelation("e1", "builtBy", "e0", (("date", "昨天"),)),)
    assert golds[1].entities == (
        GoldEntity("e0", "Firm", "远星航运公司", ("远星航运公司", "远星航运")),
        GoldEntity("e1", "Firm", "南屏船务公司", ("南屏船务公司",)),
    )
    assert [(golds[1].text[m.start : m.end], m.is_entity) for m in golds[1].marks][-1] == ("张三", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[甲|Q]来了。", "a.txt:1:4: 甲: no type has the letter Q"),
        ("[甲厂|F]]来了。", "a.txt:1: a bracket or bar is left"),
        ("[甲厂|F]来了，甲厂走了。", "a.txt:1: 甲厂 stands 2 times and is marked 1 times"),
        ("[甲厂|F]来了。\n-> 甲厂 | builtBy", "a.txt:2: a relation has three parts, this has 2"),
        ("[甲厂|F]来了。\n-> 甲厂 | likes | 甲厂", "a.txt:2: 甲厂 | likes | 甲厂: there is no relation 'likes'"),
        ("[甲厂|F]来了。\n-> 乙号 | builtBy | 甲厂", "a.txt:2: 乙号 is not marked in the paragraph"),
        (
            "[甲厂|F]和[乙厂|F]。\n-> 甲厂 | builtBy | 乙厂",
            "a.txt:2: 甲厂 | builtBy | 乙厂: Firm cannot be its",
        ),
        ("[甲厂|F]和[乙号|S]。\n= 甲厂 | 乙号", "a.txt:2: 甲厂 is marked Firm, but 乙号 Ship"),
        ("[甲厂|F]和[乙厂|F]。\n-> 甲厂 | alliesWith | 乙厂 | 昨天", "a.txt:2: '昨天' is no qualifier"),
        ("-> 甲厂 | builtBy | 乙厂", "a.txt:1: the line belongs to no paragraph"),
        ("甲乙丙丁。\n\n甲乙丙丁。", "a.txt:3: the paragraph begins like the one at a.txt:1"),
    ],
)
def test_a_fault_of_an_annotated_text_is_told_with_its_line(text: str, told: str, schema: Schema) -> None:
    _, faults = read_annotated(text, "a.txt", schema)

    assert [str(fault) for fault in faults if str(fault).startswith(told)]


@given(text=st.text(alphabet="甲乙[]|FS->=# \n", max_size=60))
def test_no_annotated_text_breaks_the_reader(text: str, schema: Schema) -> None:
    golds, _ = read_annotated(text, "a.txt", schema)

    assert all(gold.text[mark.start : mark.end] for gold in golds for mark in gold.marks)


def test_the_examples_of_the_shipped_ontology_have_no_fault_and_say_that_they_are_invented(
    ontology: Ontology,
) -> None:
    files = sorted((ontology.folder / "examples").glob("*.txt"))
    golds = read_gold(files, ontology.schema)

    assert len(golds) > 4000
    assert 0.08 < len(select_part(golds, "dev")) / len(golds) < 0.12
    assert all(file.read_text(encoding="utf-8").startswith("# Invented texts") for file in files)


def test_the_passages_of_the_project_have_no_fault_and_are_not_among_the_examples(ontology: Ontology) -> None:
    passages = read_gold([Path(__file__).parent / "gold"], ontology.schema)
    examples = {gold.text for gold in read_gold([ontology.folder / "examples"], ontology.schema)}

    assert len(passages) >= 30
    assert not examples & {gold.text for gold in passages}


def test_names_can_be_taken_from_the_gold_so_that_rules_are_judged_alone(ontology: Ontology) -> None:
    marked = "[甲乙丙|O]（下称[甲丙|O]）位于[北京|L]。[甲丙|O]由[丁戊己|O]、[庚辛|O]共同创办。\n"
    says = (
        "= 甲乙丙 | 甲丙\n-> 甲乙丙 | locatedIn | 北京\n-> 甲乙丙 | foundedBy | 丁戊己\n-> 甲乙丙 | foundedBy | 庚辛\n"
    )
    golds, faults = read_annotated(marked + says, "own.txt", ontology.schema)
    assert not faults

    evaluation = read_and_evaluate(golds, ontology, given_names=True)

    assert (evaluation.names.f1, evaluation.relations.f1) == (1, 1)


def test_given_names_stand_where_the_gold_marks_them_or_wherever_their_forms_stand(ontology: Ontology) -> None:
    (marked,), _ = read_annotated("[北京|L]的[北京 大学|O]，北京[李某|p]。\n", "own.txt", ontology.schema)
    unmarked = replace(marked, marks=())

    def told(gold: Gold) -> list[tuple[str, str]]:
        key = normalise(gold.text).key
        return [(key[one.start : one.end], one.type) for one in given_names(gold)]

    assert told(marked) == [("北京", "Place"), ("北京大学", "Organization")]
    assert told(unmarked) == [("北京", "Place"), ("北京大学", "Organization"), ("北京", "Place")]


def test_the_examples_are_read_as_the_reference_reads_them(ontology: Ontology, tmp_path: Path) -> None:
    reader = SHARED / "gold" / "corpus.py"
    if not reader.exists():
        pytest.skip("the reference is not at hand (../shared/gold)")
    files = sorted((ontology.folder / "examples").glob("1*.txt"))
    subprocess.run([sys.executable, reader, *files, "--gold", tmp_path / "gold.json"], check=True, capture_output=True)

    ours = read_gold(files, ontology.schema)
    theirs = read_gold([tmp_path / "gold.json"], ontology.schema)

    assert [(g.document, g.text, g.entities, g.relations) for g in ours] == [
        (g.document, g.text, g.entities, g.relations) for g in theirs
    ]


# Gold JSON


def gold_json(**changes: object) -> str:
    ship = {"id": "e1", "type": "Ship", "name": "乙号", "surfaces": ["乙号"]}
    yard = {"id": "e2", "type": "Firm", "name": "甲厂", "surfaces": ["甲厂"]}
    built = {"head": "e1", "type": "builtBy", "tail": "e2"}
    document = {"doc": "a.txt", "text": "甲厂建造乙号。", "entities": [ship, yard], "relations": [built]}
    return json.dumps([{"doc": "b.txt", "entities": [], "relations": []}, {**document, **changes}], indent=1)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{", "gold.json:1:2: is not JSON"),
        ("[]", "gold.json: holds no document"),
        ("[3]", "gold.json:1: has not the form of gold"),
        ('[{"doc": "a"}]', "gold.json:1: lacks 'entities'"),
        (gold_json(text="别的。"), "gold.json:15: a.txt: 乙号 does not stand in the text"),
        (gold_json(relations=[{"head": "e1", "type": "builtBy", "tail": "e9"}]), "no entity has the id 'e9'"),
        (gold_json(relations=[{"head": "e2", "type": "builtBy", "tail": "e2"}]), "Firm cannot be its subject"),
        (gold_json(relations=[{"head": "e1", "type": "builtBy", "tail": "e2"}] * 2), "is stated twice"),
        (
            gold_json(relations=[{"head": "e1", "type": "builtBy", "tail": "e2", "evidence": "无"}]),
            "its evidence does not stand in the text",
        ),
    ],
)
def test_a_fault_of_gold_json_is_told_with_its_line(source: str, told: str, tmp_path: Path, schema: Schema) -> None:
    path = tmp_path / "gold.json"
    path.write_text(source, encoding="utf-8")

    with pytest.raises(GoldError) as error:
        read_gold([path], schema)

    assert told in str(error.value)


def test_a_document_that_stands_twice_in_the_gold_is_a_fault(folder: Path, schema: Schema) -> None:
    with pytest.raises(GoldError, match="is in the gold twice"):
        read_gold([folder / "examples", folder / "examples" / "a.txt"], schema)


def test_gold_that_cannot_be_read_is_told(tmp_path: Path, schema: Schema) -> None:
    with pytest.raises(InputError, match="holds no gold"):
        read_gold([tmp_path], schema)
    with pytest.raises(InputError, match="No such file"):
        read_gold([tmp_path / "none.txt"], schema)
    (tmp_path / "notes.md").write_text("text", encoding="utf-8")
    with pytest.raises(InputError, match="is no gold"):
        read_gold([tmp_path / "notes.md"], schema)
    (tmp_path / "old.txt").write_bytes("甲厂".encode("gb18030"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_gold([tmp_path / "old.txt"], schema)


# Parts


@given(texts=st.lists(st.text(max_size=20), unique=True, max_size=20))
def test_the_parts_take_a_collection_apart_without_a_rest(texts: list[str]) -> None:
    golds = [Gold(f"{number}", text, (), ()) for number, text in enumerate(texts)]

    assert sorted(g.document for part in ("dev", "train") for g in select_part(golds, part)) == sorted(
        g.document for g in select_part(golds, "all")
    )


def test_the_part_of_a_text_never_changes() -> None:
    assert [part_of(f"{number}") for number in range(30)].index("dev") == 18


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


def test_a_second_entity_for_a_name_and_one_of_the_wrong_type_are_wrong(schema: Schema) -> None:
    names = (name_of("1", "Firm", "甲厂"), name_of("2", "Firm", "《甲造船廠》"), name_of("3", "Firm", "丁港"))

    result = judge(schema, names)

    assert result.names == Score(1, 3, 4)
    assert result.names_type_apart == Score(2, 3, 4)
    assert [(one.verdict, one.text) for one in result.errors if one.verdict == WRONG] == [
        (WRONG, "丁港 (丁港 is Port)"),
        (WRONG, "甲厂 (again 甲厂)"),  # the longest shared label is matched first
    ]
    assert result.by_type["Firm"] == Score(1, 3, 2)


def test_a_symmetric_relation_holds_both_ways_and_others_do_not(schema: Schema) -> None:
    names = (name_of("0", "Ship", "乙号"), name_of("1", "Firm", "甲厂"), name_of("2", "Firm", "丙厂"))
    relations = (
        GivenRelation("2", "alliesWith", "1", ("ally",), "丙厂与甲厂结盟"),
        GivenRelation("1", "builtBy", "0", ("build", "turn")),
        GivenRelation("9", "builtBy", "1", ("build",)),
    )

    result = judge(schema, names, relations)

    assert result.relations == Score(1, 3, 3)
    assert result.by_rule == {"ally": Score(1, 1), "build": Score(0, 2), "turn": Score(0, 1)}
    assert [one.quote for one in result.examples("ally", RIGHT)] == ["丙厂与甲厂结盟"]


@pytest.mark.parametrize(("kind", "right"), [("Place", 1), ("Organization", 0)])
def test_relations_that_state_a_container_count_as_the_same_where_both_fit(
    kind: str, right: int, ontology: Ontology
) -> None:
    relations = sorted(info.name for info in ontology.schema.relations.values() if info.states_container)
    entities = (GoldEntity("e0", kind, "甲", ("甲",)), GoldEntity("e1", kind, "乙", ("乙",)))
    gold = Gold("a", "", entities, (GoldRelation("e0", relations[1], "e1"),))
    names = (name_of("0", kind, "甲"), name_of("1", kind, "乙"))
    document = GivenDocument(names, (GivenRelation("0", relations[0], "1"),))

    result = evaluate([gold], Given({"a": document}, {}), ontology.schema)

    assert result.relations == Score(right, 1, 1)


@given(name=st.text(max_size=12))
def test_folding_a_label_again_changes_nothing(name: str) -> None:
    assert fold_label(f"《{name} 》") == fold_label(name)


def test_a_graph_without_any_of_the_documents_is_told(schema: Schema) -> None:
    with pytest.raises(InputError, match="the graph has none of its 1 documents"):
        evaluate([GOLD], Given({"b.txt": GivenDocument()}, {}), schema)


def test_a_document_that_the_graph_lacks_counts_as_missed(schema: Schema) -> None:
    other = Gold("b.txt", "", (), ())

    result = evaluate([GOLD, other], Given({"b.txt": GivenDocument()}, {}), schema)

    assert result.absent == ("a.txt",)
    assert result.names == Score(0, 0, 4)


def test_a_graph_and_its_file_are_judged_alike(ships: Ontology, folder: Path, tmp_path: Path) -> None:
    golds = read_gold([folder / "examples"], ships.schema)
    for gold in golds:
        (tmp_path / f"{gold.document}.txt").write_text(gold.text, encoding="utf-8")
    graph = build([tmp_path], tmp_path / "out", ontology=ships, formats=["ttl"], workers=1)

    by_value = evaluate(golds, given_by_graph(graph), ships.schema)
    by_file = evaluate(golds, given_by_file(tmp_path / "out" / "graph.ttl", ships.schema), ships.schema)

    assert by_value == by_file
    assert by_value.relations == Score(2, 2, 3)
    assert {one.kind for one in by_value.errors} == {"leads"}


def test_reading_the_gold_s_own_texts_tells_which_reader_found_a_name(ships: Ontology, folder: Path) -> None:
    result = read_and_evaluate(read_gold([folder / "examples"], ships.schema), ships, workers=1)

    assert result.by_source == {"gazetteer": Score(6, 6)}


def test_gold_without_text_needs_a_graph(ships: Ontology) -> None:
    with pytest.raises(UsageError, match="does not hold its text"):
        read_and_evaluate([GOLD], ships, workers=1)


# Runs


def test_a_saved_run_is_read_back_as_it_was(schema: Schema, tmp_path: Path) -> None:
    result = judge(schema, (name_of("1", "Firm", "甲厂"),))
    save_run(result, tmp_path / "old.json")
    save_run(result, tmp_path / "old.json")

    assert load_run(tmp_path / "old.json") == result
    assert json.loads(to_json(result))["ent"]["right"] == 1


def test_what_got_better_and_worse_is_told(schema: Schema) -> None:
    before = judge(schema, (name_of("1", "Firm", "甲厂"), name_of("8", "Firm", "新闻")))
    after = judge(schema, (name_of("2", "Firm", "丙厂"), name_of("9", "Ship", "昨天号")))

    comparison = compare(before, after)

    assert [(c.judged.text, c.before, c.after) for c in comparison.better] == [
        ("丙厂", MISSED, RIGHT),
        ("新闻", WRONG, ""),
    ]
    assert [(c.judged.text, c.before, c.after) for c in comparison.worse] == [
        ("甲厂", RIGHT, MISSED),
        ("昨天号", "", WRONG),
    ]
    assert compare(before, before).changes == ()


def test_no_other_file_is_overwritten_by_a_run(schema: Schema, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="no saved evaluation"):
        save_run(judge(schema, ()), tmp_path / "notes.txt")

    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("text", ["", "[]", "3", "{}", '{"format": "other"}', "\x80"])
def test_a_file_that_is_no_run_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        load_run(tmp_path / "old.json")


# The command


def test_the_command_tells_figures_rules_and_errors(folder: Path) -> None:
    code, said = run("--ontology", folder, "--part", "all", "--by", "rule,type,relation", "--by", "source", "--errors")

    assert code == 0
    assert "relations\t1.000\t0.667\t0.800\t2\t2\t3" in said
    assert "builtBy.active\t1\t0\t1.000" in said
    assert "missed\tleads\ta-0009\t南屏船务公司 → 云帆沧海号" in said


def test_the_command_compares_with_the_run_that_it_saved(folder: Path, tmp_path: Path) -> None:
    common = ("--ontology", folder, "--part", "all")

    first = run(*common, "--save", tmp_path / "old.json")
    second = run(*common, "--against", tmp_path / "old.json")
    printed = run(*common, "--format", "json")

    assert first[0] == second[0] == 0
    assert "0 better, 0 worse" in second[1]
    assert printed[1] == (tmp_path / "old.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "colour"], "it is one of: type, relation, rule, source"),
        (["--format", "xml"], "it is one of: text, json"),
        (["--part", "half"], "parts are dev, train and all"),
        (["--by", "source", "--graph", "graph.ttl"], "leave out --graph"),
        (["--graph", "none.ttl", "--part", "all"], "none.ttl: No such file"),
        (["--against", "none.json"], "none.json: No such file"),
        (["--part", "dev"], "holds no document"),
    ],
)
def test_wrong_calls_are_told_with_a_remedy(arguments: list[str], told: str, folder: Path) -> None:
    code, said = run("--ontology", folder, *arguments)

    assert code == 1
    assert told in said


def test_an_ontology_without_examples_needs_gold(tmp_path: Path) -> None:
    code, said = run("--ontology", write_ontology(tmp_path, BUILT))

    assert code == 1
    assert "name gold files: kg eval GOLD" in said


def test_a_graph_that_is_no_turtle_is_told(folder: Path, tmp_path: Path) -> None:
    for text in ("this is no graph", "", "@prefix a: <b> ."):
        (tmp_path / "graph.ttl").write_text(text, encoding="utf-8")

        code, said = run("--ontology", folder, "--part", "all", "--graph", tmp_path / "graph.ttl")

        assert code == 1
        assert "name a graph.ttl that kg build wrote" in said


# The reference


def figures(score: Score) -> dict[str, float]:
    return {"f1": round(score.f1, 4), "right": score.right, "given": score.given, "gold": score.gold}


def reference(graph: Path, golds: list[Path]) -> dict[str, dict[str, float]]:
    command = [sys.executable, SCORER, graph, *golds, "--json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return dict(json.loads(ran.stdout))


def compared(graph: Path, golds: list[Path], ontology: Ontology) -> dict[str, dict[str, float]]:
    found = evaluate(read_gold(golds, ontology.schema), given_by_file(graph, ontology.schema), ontology.schema)
    return {
        "ent": figures(found.names),
        "loose": figures(found.names_type_apart),
        "rel": figures(found.relations),
    }


def test_figures_of_the_pages_are_those_of_the_reference(ontology: Ontology, pages: list[Path], tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("the reference is not at hand (../shared/gold)")
    build(pages, tmp_path, ontology=ontology, formats=["ttl"])

    assert compared(tmp_path / "graph.ttl", GOLD_OF_PAGES, ontology) == reference(tmp_path / "graph.ttl", GOLD_OF_PAGES)


@pytest.mark.parametrize("name", ["passages-dev.json", "ner-dev.json"])
def test_figures_of_passages_are_those_of_the_reference(name: str, ontology: Ontology, tmp_path: Path) -> None:
    path = SHARED / "gold" / name
    if not path.exists():
        pytest.skip("the reference is not at hand (../shared/gold)")
    golds = read_gold([path], ontology.schema)
    lines = (json.dumps({"id": gold.document, "text": gold.text}, ensure_ascii=False) for gold in golds)
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([tmp_path / "texts.jsonl"], tmp_path, ontology=ontology, formats=["ttl"])

    ours = compared(tmp_path / "graph.ttl", [path], ontology)

    assert ours == reference(tmp_path / "graph.ttl", [path])
    assert ours["ent"] == figures(read_and_evaluate(golds, ontology).names)


# Letters of types


@pytest.mark.parametrize(
    ("letter", "told"),
    [("f", "'Firm': 'f' is no letter"), ("FF", "'Firm': 'FF' is no letter"), ("S", "has the letter of")],
)
def test_a_type_s_letter_is_one_capital_of_its_own(letter: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text(LETTERED.replace('kg:letter "F"', f'kg:letter "{letter}"'), encoding="utf-8")

    with pytest.raises(OntologyError, match=told):
        load_schema(path)


def test_every_type_of_the_shipped_ontology_has_a_letter(ontology: Ontology) -> None:
    assert all(info.letter for info in ontology.schema.types.values())
