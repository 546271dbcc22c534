"""Questions to a graph: the named ones have answers in the sample, and what goes wrong is told with its place."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import kg
from commanding import Done, run_kg
from kg.check import inspect_ontology
from kg.errors import InputError, KgError, OntologyError, UsageError
from kg.querying.answers import rows, serialize
from kg.querying.failures import QueryError, QueryTimeoutError
from kg.querying.limited import answer
from kg.querying.questions import Parameter, Question, load_questions, options
from kg.querying.remote import RemoteQueryError, refuse_remote
from kg.querying.store import Knowledge, ask, open_graph
from kg.querying.words import words

ROOT = Path(__file__).parents[1]
QUESTIONS = load_questions(ROOT / "ontology" / "queries")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    kg.build([ROOT / "seeds"], folder, formats=["ttl"], workers=1)
    return folder


@pytest.fixture(scope="module")
def parsed(out: Path) -> rdflib.Graph:
    """The sample as another library reads it."""
    return rdflib.Graph().parse(out / "graph.ttl")


@pytest.fixture(scope="module")
def sample(out: Path) -> Knowledge:
    return open_graph(out)


def table(sample: Knowledge, text: str) -> list[list[str]]:
    return rows(ask(sample, text), sample.prefixes)[1]


def found(sample: Knowledge, name: str, **arguments: str) -> list[list[str]]:
    return table(sample, QUESTIONS[name].fill(arguments))


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


# Words of a query


@given(st.text("SERVICE<>{}\"'\\#?$:@ \nab1.", max_size=60))
def test_the_words_of_a_query_joined_are_the_query(text: str) -> None:
    assert "".join(word.text for word in words(text)) == text


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", "ASK { { SELECT * { service silent ?x { } } } }",
    "ASK { ?s ?p '#' . SERVICE <a:b> {} }", "ASK { # SERVICE\n SERVICE\n<a:b>{} }",
    'ASK { ?s ?p """a"b""" OPTIONAL{SERVICE<a:b>{}} }', "ASK { ?a a:SERVICE ?b FILTER(?a<?b)SERVICE#>\n<a:b>{} }",
    "ASK { BIND('saaaaaa' AS ?service) SERVICE ?service {} }",
])  # fmt: skip
def test_a_query_that_would_ask_another_server_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(RemoteQueryError) as told:
        refuse_remote(text, {"a": "a:"})

    line = text.splitlines()[told.value.line - 1]
    assert line[told.value.column - 1 :].upper().startswith("SERVICE")


@pytest.mark.parametrize("text", [
    "ASK { ?s ?p 'SERVICE' }", "ASK { ?s ?p ?SERVICE }", "ASK { ?s <a:SERVICE> 1 } # SERVICE", "ASK { ?s a:SERVICE 1 }",
    "ASK { ?service ?Service ?SERVICE FILTER(?saaaaaa<?service&&?b>1) }", "ASK { ?s ?p 'x'@service, _:service }",
    "PREFIX service: <service:> ASK { service:a <service:service> 'service' }",
    'ASK { ?s ?p """\nSERVICE""" }',
])  # fmt: skip
def test_the_word_alone_is_no_reason_to_refuse(text: str) -> None:
    refuse_remote(text, {"a": "a:"})


def test_a_query_that_is_wrong_anyway_is_shown_as_it_was_written() -> None:
    with pytest.raises(QueryError, match="SERVICE") as told:
        refuse_remote("ASK { ?s ?p } # SERVICE", {})

    assert not isinstance(told.value, RemoteQueryError)
    assert told.value.column == 13


@pytest.mark.parametrize("text", [
    "ASK { " + "{" * 5000 + "}" * 5000 + " }", "ASK { FILTER(" + "(" * 99_999 + "1" + ")" * 99_999 + ") }",
    "ASK { ?s ?p '" + "x" * 2_000_000 + "' }",
], ids=["groups", "brackets", "length"])  # fmt: skip
def test_a_query_that_is_too_deep_or_too_long_is_refused_before_it_is_parsed(sample: Knowledge, text: str) -> None:
    with pytest.raises(QueryError, match=r"levels|longer than"):
        ask(sample, text)


def test_brackets_in_texts_and_one_after_the_other_are_no_levels(sample: Knowledge) -> None:
    text = "ASK { VALUES ?x { '" + "(" * 500 + "' } " + "FILTER(true) " * 300 + "}"

    assert ask(sample, text)


# What goes wrong


@pytest.mark.parametrize(("text", "line", "column", "reason"), [
    ("SELCT * {}", 1, 1, "'SELCT' cannot stand here"),
    ("SELECT ?x WHERE { ?x a }", 1, 24, "'}' cannot stand here"),
    ("SELECT ?x\nWHERE { ?x a ?y ; # ,\n  , ?z }", 3, 3, "',' cannot stand here"),
    ("ASK { ?s ?p '中文' . ?s 中文 ?o }", 1, 23, "'中文' cannot stand here"),
    ("ASK { ?s ?p ?o } ODER BY ?s", 1, 18, "'ODER' cannot stand here"),
    ("SELECT * { ?s ?p ?o", 1, 20, "the query ends too soon"),
    ("ASK { ?s foo:a ?o }", 1, 10, "'foo:a': prefix not found"),
    ("", 1, 1, "the query ends too soon"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", 1, 1, "'INSERT' cannot stand here"),
])  # fmt: skip
def test_a_syntax_error_shows_the_place(sample: Knowledge, text: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(QueryError) as told:
        ask(sample, text)

    assert (told.value.line, told.value.column) == (line, column)
    assert reason in told.value.reason
    assert not text or text.splitlines()[line - 1] in str(told.value)


@given(st.text("SELECT*{}()?s.;,<>\"' \n#中:@", max_size=40))
def test_whatever_is_asked_gives_an_answer_or_an_error_of_ours(text: str) -> None:
    lines = {1}
    try:
        ask(Knowledge(pyoxigraph.Store()), text)
    except QueryError as error:
        lines = {error.line}

    assert lines <= set(range(1, text.count("\n") + 2))


def test_a_query_that_never_ends_is_ended(out: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    with pytest.raises(QueryTimeoutError, match="longer than 1 s"):
        answer(out, endless, timeout=1)


def test_a_query_that_takes_its_process_down_is_told(out: Path) -> None:
    with pytest.raises(KgError, match="ended by itself"):
        answer(out, "ASK { FILTER(" + "!" * 100_000 + "true) }", timeout=60)


def test_a_limited_query_answers_like_an_unlimited_one(out: Path) -> None:
    text = QUESTIONS["counts"].fill({})

    assert answer(out, text, timeout=60) == answer(out, text)
    with pytest.raises(QueryError, match="ends too soon"):
        answer(out, "SELECT", timeout=60)


@pytest.mark.parametrize(("name", "content", "message"), [
    ("none.ttl", None, "there is no such file"), ("rules.yaml", "a: [b]\n", "is no Turtle"),
    ("bytes.ttl", b"\xff\xfe\x00", "is no Turtle"), ("cut.ttl", "<a:b> <a:c> ", "is no Turtle"),
])  # fmt: skip
def test_a_graph_that_is_none_is_told(tmp_path: Path, name: str, content: str | bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(InputError, match=f"{name}.*{message}"):
        open_graph(tmp_path / name)


# Forms of answers


def test_rows_are_told_in_each_standard_form(sample: Knowledge) -> None:
    text = "SELECT ?label { ?x kg:foundedBy/skos:prefLabel ?label } ORDER BY ?label LIMIT 2"
    expected = [row[0] for row in table(sample, text)]
    told = {form: serialize(ask(sample, text), form).decode() for form in ("csv", "tsv", "json", "xml")}

    assert list(csv.reader(io.StringIO(told["csv"]))) == [["label"], *([label] for label in expected)]
    assert [line.split('"')[1] for line in told["tsv"].splitlines()[1:]] == expected
    assert [row["label"]["value"] for row in json.loads(told["json"])["results"]["bindings"]] == expected
    assert [str(row[0]) for row in rdflib.query.Result.parse(io.BytesIO(told["xml"].encode()), "xml")] == expected


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib's own reader of JSON-LD
def test_triples_are_told_in_each_standard_form(sample: Knowledge) -> None:
    text = "CONSTRUCT WHERE { ?x kg:foundedBy ?y }"
    graphs = [
        rdflib.Graph().parse(data=serialize(ask(sample, text), form, sample.prefixes), format=reader)
        for form, reader in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"))
    ]

    assert len(graphs[0]) > 3
    assert set(graphs[0]) == set(graphs[1]) == set(graphs[2])


def test_a_form_that_does_not_fit_is_refused(sample: Knowledge) -> None:
    with pytest.raises(UsageError, match="the answer is rows"):
        serialize(ask(sample, "ASK {}"), "ttl")
    with pytest.raises(UsageError, match="the answer is triples"):
        serialize(ask(sample, "CONSTRUCT WHERE { ?s ?p ?o }"), "csv")


# The command


def run(*arguments: str, stdin: bytes = b"") -> Done:
    return run_kg("query", *arguments, stdin=stdin)


def apart(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, which alone takes bytes that are no text."""
    command = [str(Path(sys.executable).parent / "kg"), "query", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def test_the_command_answers_a_named_question_a_file_and_standard_input(out: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s a rdf:Statement }"
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    named = run("founders", "--of", "泛聯院", "-g", str(out), "--format", "json")
    filed = run(str(tmp_path / "mine.rq"), "-g", str(out))
    piped = run("-", "-g", str(out), stdin=text.encode())
    typed = run(text, "-g", str(out))

    assert len(json.loads(named.stdout)["results"]["bindings"]) == 3
    assert filed.out == piped.out == typed.out == b"n\r\n" + typed.out.split()[1] + b"\r\n"
    assert (named.stderr, filed.stderr) == ("", "")


@pytest.mark.parametrize(("arguments", "code", "message"), [
    (("nobody",), 2, "there is no question 'nobody'"), (("SELECT",), 2, "query:1:7: not SPARQL"),
    ((), 2, "nothing is asked"), (("ASK {}", "--of", "x"), 2, "'--of' is not expected here"),
    (("ASK {}", "--format", "doc"), 2, "unknown format 'doc'"), (("ASK {}", "--timeout", "0"), 2, "above 0"),
    (("none.rq",), 1, "none.rq: cannot be read"),
])  # fmt: skip
def test_the_command_tells_wrong_calls(out: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = run(*arguments, "-g", str(out))

    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_bytes_that_are_no_utf8_are_told(out: Path, tmp_path: Path) -> None:
    (tmp_path / "big5.rq").write_bytes("# 創辦\nASK {}".encode("big5"))
    piped = run("-", "-g", str(out), stdin=b"ASK { ?s ?p '\xff' }")
    filed = run(str(tmp_path / "big5.rq"), "-g", str(out))
    typed = apart("ASK { ?s ?p '\udcff' }", "-g", str(out))  # a byte FF on the command line
    named = apart("founders", "--of", "\udcff", "-g", str(out))

    assert [done.returncode for done in (piped, filed, typed, named)] == [1, 1, 2, 2]
    assert all("UTF-8" in done.stderr for done in (piped, filed))
    assert all(b"UTF-8" in done.stderr for done in (typed, named))


def test_the_list_tells_each_question_with_its_parameters() -> None:
    told = run("--list").stdout

    assert all(question.usage in told and question.titles["zh-Hans"] in told for question in QUESTIONS.values())
