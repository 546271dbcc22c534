"""The documentation is true: its rules load and pass their examples, its commands and programs run, its story works."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

import kg
from commanding import Done, run_lines, run_program
from kg.check import check_rules, read_example_text
from kg.errors import OntologyError
from kg.knowledge.gazetteer import Gazetteer, load_gazetteer
from kg.knowledge.grammar import Grammar, Inside, Persons
from kg.knowledge.grammarfile import _TOP, load_grammar
from kg.ontology import Ontology
from kg.querying.answers import rows
from kg.querying.questions import load_questions
from kg.querying.store import ask, open_graph
from kg.relations.reader import RelationReader
from kg.rulefiles import ARGUMENT_KEYS, RULE_KEYS, load_rules
from kg.rules import (
    CONDITION_POSITIONS,
    CUE_SCOPES,
    MODALITIES,
    POSITIONS,
    REACHES,
    ROLES,
    Context,
    Cue,
)
from kg.schema import Schema, load_schema
from pages import PAGES, ROOT, TUTORIALS, Block, blocks, run

READMES = ("README.md", "README.zh.md")
RULES = "docs/rules.md"
RULE_PAGES = (RULES, "docs/rules.zh.md")
NAMES = "docs/names.md"


# -- what the pages teach loads ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """The ontology's terms with those that docs/rules.md adds."""
    folder = tmp_path_factory.mktemp("schema")
    return load_schema(_taught_turtle(folder / "kg.ttl"))


def _taught_turtle(path: Path) -> Path:
    own = "".join(block.text for block in blocks(RULES, "turtle"))
    path.write_text((ROOT / "ontology/kg.ttl").read_text(encoding="utf-8") + "\n" + own, encoding="utf-8")
    return path


RULE_BLOCKS = [block for page in RULE_PAGES for block in blocks(page, "yaml", "relation:|rules:")]


@pytest.mark.parametrize("block", RULE_BLOCKS, ids=str)
def test_each_rule_of_the_pages_passes_its_examples(block: Block, schema: Schema, tmp_path: Path) -> None:
    """A block that names its file is read beside the shared file that the page shows, the others beside our own."""
    if block.note:
        (shared,) = (one.text for one in blocks(f"docs/{block.page.name}", "yaml") if one.note == "_shared.yaml")
        (tmp_path / "_shared.yaml").write_text(shared, encoding="utf-8")
    else:
        shutil.copy(ROOT / "ontology/rules/_shared.yaml", tmp_path)
    (tmp_path / "taught.yaml").write_text(block.text, encoding="utf-8")
    rules = load_rules(tmp_path, schema)
    ontology = Ontology(tmp_path, schema, Gazetteer(()), Grammar(), rules)
    reader = RelationReader(rules, schema)

    assert [str(fault) for fault in check_rules(ontology)] == []
    for rule in rules.rules:
        for example in rule.examples:
            assert rule.name in {finding.rule.name for finding in read_example_text(reader, example)}


def test_the_faults_that_the_page_shows_are_told_so(schema: Schema, tmp_path: Path) -> None:
    rule = blocks(RULES, "yaml")[0].text
    faulty = rule.replace("before}", "before, reach: discurse}").replace(
        "[Organization, Person]", "[Organization, Place]"
    )
    (tmp_path / "sues.yaml").write_text(faulty, encoding="utf-8")

    with pytest.raises(OntologyError) as told:
        load_rules(tmp_path, schema)

    shown = "\n".join(f"my-ontology/{fault}" for fault in told.value.faults)
    assert shown in blocks(RULES, "text")[1].text


@pytest.mark.parametrize("page", RULE_PAGES)
def test_the_page_names_every_key_of_the_language(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    keys = {*ARGUMENT_KEYS, *RULE_KEYS, *CONDITION_POSITIONS, *MODALITIES, *POSITIONS, *REACHES}
    keys |= {*Context.__dataclass_fields__}

    assert sorted(key for key in keys if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", text)) == []


@pytest.mark.parametrize("page", RULE_PAGES)
def test_every_key_and_every_word_that_it_takes_stands_in_an_example_that_runs(page: str) -> None:
    loaded = [yaml.safe_load(block.text) for block in blocks(page, "yaml", "relation:|rules:")]
    rules = [rule for file in loaded for rule in file["rules"]]
    arguments = [argument for rule in rules for argument in rule["arguments"].values()]
    conditions = [one for rule in rules for key in ("unless", "requires") for one in rule.get(key, ())]
    (shared,) = (block.text for block in blocks(page, "yaml") if block.note == "_shared.yaml")
    context = yaml.safe_load(shared)["context"]

    def values(key: str, of: list[dict[str, object]]) -> set[object]:
        return {one[key] for one in of if key in one}

    assert {key for file in loaded for key in file} == {"relation", "words", "rules"}
    assert {key for rule in rules for key in rule} == {*RULE_KEYS}
    assert {key for argument in arguments for key in argument} == {*ARGUMENT_KEYS}
    assert {key for condition in conditions for key in condition} == {"words", "types", "position", "within", "pseudo"}
    assert {*context} == {*Context.__dataclass_fields__}
    assert {key for cue in context["cues"] for key in cue} == {*Cue.__dataclass_fields__}
    assert values("position", arguments) == {*POSITIONS}
    assert values("reach", arguments) == {*REACHES}
    assert values("list", arguments) == {"all", "one", "sole"}
    assert values("pick", arguments) == {"nearest", "first", "last", "lead", "topic"}
    assert values("position", conditions) == {*CONDITION_POSITIONS}
    assert values("modality", rules) == {*MODALITIES}
    assert {*(str(rule.get("qualifiers", {}).get("role", "")) for rule in rules)} == {"", *ROLES}
    assert {*(cue.get("scope", "clause") for cue in context["cues"])} == {*CUE_SCOPES}


def test_both_pages_on_rules_begin_with_the_same_story() -> None:
    for language in ("sh", "turtle", "text"):
        assert [b.text for b in blocks(RULE_PAGES[0], language)] == [b.text for b in blocks(RULE_PAGES[1], language)]
    assert blocks(RULE_PAGES[0], "yaml")[0].text == blocks(RULE_PAGES[1], "yaml")[0].text


@pytest.mark.parametrize("block", blocks(NAMES, "yaml"), ids=str)
def test_each_piece_of_grammar_of_the_page_loads(block: Block, schema: Schema, tmp_path: Path) -> None:
    path = tmp_path / "grammar.yaml"
    path.write_text(block.text, encoding="utf-8")

    assert load_grammar(path, schema) != Grammar()


def test_the_page_names_every_part_of_the_grammar() -> None:
    text = (ROOT / NAMES).read_text(encoding="utf-8")
    keys = {*_TOP, *Inside.__dataclass_fields__, *Persons.__dataclass_fields__}

    assert sorted(key for key in keys if f"`{key}`" not in text) == []


def test_the_tables_of_the_page_load_together(schema: Schema, tmp_path: Path) -> None:
    """A table's file name stands behind the language of its block."""
    tables = blocks(NAMES, "tsv")
    for block in tables:
        (tmp_path / block.note).write_text(block.text, encoding="utf-8")
    rows = sum(len(block.text.splitlines()) - 1 for block in tables)

    assert len(load_gazetteer(tmp_path, schema).entries) == rows > 0


def test_the_question_of_the_page_loads_and_has_an_answer(checkout: Path, tmp_path: Path) -> None:
    (block,) = blocks("docs/query.md", "sparql")
    (tmp_path / "taught.rq").write_text(block.text, encoding="utf-8")
    question = load_questions(tmp_path)["taught"]

    assert rows(ask(open_graph(checkout / "out"), question.fill(question.example)))[1]


# -- what the pages say to run runs --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def checkout(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working copy to run the pages' blocks in, with the graph of ``seeds`` in ``out``."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    shutil.copytree(ROOT / "tests/gold", folder / "tests/gold")
    formats = ["ttl", "graphml", "nt", "neo4j"]
    kg.build([folder / "seeds"], folder / "out", ontology=ontology, formats=formats, workers=1)
    return folder


PLACEHOLDERS = {
    "PATH...": "seeds/01-beijing-science.txt",
    "DIR": "placed",
    ".venv/bin/": "",
    "kg eval --": "kg eval tests/gold/courts.txt --",  # by default all examples, which takes long
}


def _commands(block: Block) -> list[str]:
    """The lines of a block that begin with `kg`, with something in the place of what a reader has."""
    lines = block.text
    for placeholder, value in PLACEHOLDERS.items():
        lines = lines.replace(placeholder, value)
    return [line for line in lines.splitlines() if line.startswith("kg ")]


_TOLD_ELSEWHERE = (*RULE_PAGES, *TUTORIALS)  # stories, whose blocks run one after another
OTHER_PAGES = [page for page in (str(page.relative_to(ROOT)) for page in PAGES) if page not in _TOLD_ELSEWHERE]
SHELL = [block for page in OTHER_PAGES for block in blocks(page, "sh") if _commands(block)]


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_each_block_of_commands_runs(block: Block, checkout: Path) -> None:
    done = run_lines("\n".join(_commands(block)), checkout)

    assert (done.returncode, done.stderr) == (0, "")


PROGRAMS = [block for page in (*READMES, "docs/query.md", "docs/recipes.md") for block in blocks(page, "python")]


@pytest.mark.parametrize("block", PROGRAMS, ids=str)
def test_each_program_of_the_pages_runs_and_prints(block: Block, checkout: Path) -> None:
    done = run_program(block.text, checkout)

    following = [other for other in blocks(str(block.page.relative_to(ROOT))) if other.line > block.line][:1]
    shown = "".join(other.text for other in following if other.note == "output")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
    assert not shown or done.stdout == shown


def test_the_first_program_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = run([sys.executable, "-W", "error", "-c", PROGRAMS[0].text], tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.encode() == run_program(PROGRAMS[0].text, tmp_path).out


def test_the_tagger_that_the_page_plugs_in_finds_names(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jiagu")
    (program,) = blocks(NAMES, "python")
    (checkout / "jiagu_source.py").write_text(program.text, encoding="utf-8")
    (checkout / "sport.txt").write_text("姚明参观了上海交通大学。", encoding="utf-8")
    monkeypatch.syspath_prepend(checkout)
    found = run_program("import jiagu_source; print(*jiagu_source.Jiagu().names('姚明参观了上海交通大学。'))", checkout)
    built = run_lines("kg build --source jiagu_source:Jiagu sport.txt -o by-jiagu --format ttl", checkout)

    assert found.stdout == "(0, 2, 'Person') (5, 11, 'Organization')\n"
    assert built.returncode == 0, built.stderr
    assert "上海交通大学" in (checkout / "by-jiagu/graph.ttl").read_text(encoding="utf-8")


# -- the story: a stranger adds a relation -------------------------------------------------------------------------


Runs = dict[str, Done]


@pytest.fixture(scope="module")
def taught(checkout: Path) -> Runs:
    """docs/rules.md followed to the letter: copy, one property, one file, one text, and what each command then did."""
    copy, rest = (block.text.splitlines() for block in blocks(RULES, "sh"))
    runs = {line: run_lines(line, checkout) for line in copy}
    _taught_turtle(checkout / "my-ontology/kg.ttl")
    (checkout / "my-ontology/rules/sues.yaml").write_text(blocks(RULES, "yaml")[0].text, encoding="utf-8")
    (checkout / "news.txt").write_text(blocks(RULES, "text")[0].text, encoding="utf-8")
    return runs | {line: run_lines(line, checkout) for line in rest}


def test_a_new_relation_is_checked_and_built_by_the_commands_of_the_page(taught: Runs) -> None:
    failed = {line: done.stderr for line, done in taught.items() if done.returncode or done.stderr}

    assert failed == {}


@pytest.mark.usefixtures("taught")
def test_a_new_relation_stands_in_the_turtle(checkout: Path) -> None:
    import rdflib

    graph = rdflib.Graph().parse(checkout / "my-out/graph.ttl")
    terms = rdflib.Namespace("https://example.org/kg/ontology#")
    labels = rdflib.SKOS.prefLabel | rdflib.SKOS.altLabel
    pairs = [
        (names[0], names[1])
        for subject, target in graph.subject_objects(terms.sues)
        for names in [[{str(label) for label in graph.objects(end, labels)} for end in (subject, target)]]
    ]

    assert len(pairs) == 1
    assert "星海科技公司" in pairs[0][0]
    assert "远洋集团" in pairs[0][1]
    assert set(graph.objects(None, terms.modality)) == {rdflib.Literal("negated")}
