"""The named questions have answers in the sample, and whatever is filled into them stays one literal."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.check import inspect_ontology
from kg.errors import OntologyError, UsageError
from kg.querying.questions import Parameter, Question, load_questions, options
from kg.querying.store import Knowledge, ask
from sample import QUESTIONS, ROOT, found, table

# The named questions


def test_there_are_at_least_twelve_named_questions() -> None:
    assert len(QUESTIONS) >= 12


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_each_question_has_an_answer_in_the_sample(name: str, sample: Knowledge) -> None:
    question = QUESTIONS[name]

    assert table(sample, question.fill(question.example))


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"path", "events"}))  # too slow there; joined in any order
def test_another_engine_gives_each_question_the_same_answer(name: str, sample: Knowledge, parsed: rdflib.Graph) -> None:
    text = QUESTIONS[name].fill(QUESTIONS[name].example)
    found = parsed.query(text, initNs=sample.prefixes)
    theirs = sorted(tuple("" if cell is None else str(cell).lower() for cell in row) for row in found)
    ours = sorted(tuple("" if cell is None else cell.value.lower() for cell in row) for row in ask(sample, text))

    assert [_plain(row) for row in ours] == [_plain(row) for row in theirs]


def _plain(row: tuple[str, ...]) -> tuple[str, ...]:
    """Decimals without the zeros that one of the engines drops."""
    return tuple(re.sub(r"(\.\d*?)0+$", r"\1", cell) for cell in row)


def test_founders_are_found_by_either_script_and_quoted(sample: Knowledge) -> None:
    simplified, traditional = found(sample, "founders", of="泛联院"), found(sample, "founders", of="泛聯院")

    assert {"中国移动通信集团有限公司", "北京邮电大学", "TD产业联盟"} == {row[0] for row in simplified}
    assert all("共同创立" in row[3] for row in simplified)
    assert simplified == traditional


def test_things_in_a_part_of_a_place_are_in_the_place(sample: Knowledge) -> None:
    assert "中关村泛联移动通信技术创新应用研究院" in {row[0] for row in found(sample, "in-place", of="北京市")}


def test_policies_on_a_technology_come_with_their_issuer(sample: Knowledge) -> None:
    assert ["《北京市促进通用人工智能创新发展的若干措施》", "北京市"] in [
        row[:2] for row in found(sample, "policies-on", on="人工智能")
    ]


def test_a_person_is_found_with_both_posts(sample: Knowledge) -> None:
    posts = {(row[0], row[1]) for row in found(sample, "posts-of", of="靳伟")}

    assert {("北京市", "副市長"), ("中国共产党北京市委员会", "常委")} <= posts


def test_a_path_names_each_step(sample: Knowledge) -> None:
    ways = found(sample, "path", **{"from": "泛联院", "to": "北京市"})

    assert ["foundedBy", "北京邮电大学", "locatedIn"] in [row[2:5] for row in ways]
    assert [row[0] for row in ways] == sorted(row[0] for row in ways)


def test_what_a_document_states_comes_in_the_order_of_the_text(sample: Knowledge) -> None:
    starts = [int(row[0]) for row in found(sample, "stated-in", document="04-fanlian-6g.txt")]

    assert starts == sorted(starts)


# Filling in


def test_a_missing_an_unknown_and_a_wrong_argument_are_told() -> None:
    with pytest.raises(UsageError, match=r"--of is missing\n.*kg query founders --of OF"):
        QUESTIONS["founders"].fill({})
    with pytest.raises(UsageError, match=r"no parameter 'off'\n.*'of'"):
        QUESTIONS["founders"].fill({"off": "x"})
    with pytest.raises(UsageError, match="'ten' is no whole number"):
        QUESTIONS["best-attested"].fill({"limit": "ten"})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_is_filled_in_stays_one_literal(value: str) -> None:
    question = Question("echo", {}, "SELECT (STR($of) AS ?said) {} # $of", (Parameter("of", ""),))
    ((said,),) = ask(Knowledge(pyoxigraph.Store()), question.fill({"of": value}))

    assert said.value == value


@pytest.mark.parametrize(("arguments", "message"), [
    (["x"], "'x' is not expected"), (["--of"], "--of has no value"), (["--of", "a", "--of=b"], "given twice"),
])  # fmt: skip
def test_arguments_that_are_no_pairs_are_refused(arguments: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        options(arguments)


HEAD = "# title@en: A\n# title@zh-Hans: 甲\n# title@zh-Hant: 甲\n"


@pytest.mark.parametrize(("text", "place", "message"), [
    ("SELECT * { ?s ?p ?o }", "a.rq", "has no title in en"),
    (HEAD + "# titel: x\nASK {}", "a.rq:4", "this line of the head is unknown"),
    (HEAD + "# parameter of\nASK {}", "a.rq:4", "'of' is no parameter"),
    (HEAD + "# parameter of: x\n# parameter of: y\nASK { ?s ?p $of }", "a.rq:5", "declared twice"),
    (HEAD + "# parameter of: x\n# example: --of 1\nASK {}", "a.rq", "parameter 'of' is not used"),
    (HEAD + "# parameter of: x\nASK { ?s ?p $of }", "a.rq", "the example does not fit"),
    (HEAD + "ASK { ?s ?p $of }", "a.rq:4", "'\\$of' is no parameter"),
    (HEAD + "ASK { ?s ?p }", "a.rq:4:13", "not SPARQL"),
])  # fmt: skip
def test_a_fault_in_a_question_file_is_told_with_its_place(tmp_path: Path, text: str, place: str, message: str) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    (folder / "a.rq").write_text(text, encoding="utf-8")

    with pytest.raises(OntologyError, match=f"(?m)queries/{place}: .*{message}"):
        load_questions(folder)


def test_a_question_file_of_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes("# 創辦".encode("big5"))

    with pytest.raises(OntologyError, match="is not UTF-8"):
        load_questions(tmp_path)


def test_a_faulty_question_is_a_fault_of_its_ontology(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "kg" / "template", tmp_path / "football")
    (tmp_path / "football" / "queries").mkdir()
    (tmp_path / "football" / "queries" / "a.rq").write_text(HEAD + "ASK { ?s ?p }", encoding="utf-8")
    (fault,) = inspect_ontology(tmp_path / "football").faults

    assert "football/queries/a.rq:4:13: not SPARQL" in str(fault.fault)
