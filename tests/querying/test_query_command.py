"""``kg query``: a question by name, SPARQL, a file, standard input; wrong calls are told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from commanding import Done, run_kg
from sample import QUESTIONS

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


@pytest.mark.parametrize(("name", "syntax"), [
    ("graph.nt", "N_TRIPLES"), ("graph.jsonld", "JSON_LD"), ("graph.rdf", "RDF_XML"), ("plain.ttl", "TURTLE")
])  # fmt: skip
def test_named_questions_need_no_prefixes_in_the_file_of_the_graph(
    out: Path, tmp_path: Path, name: str, syntax: str
) -> None:
    pyoxigraph.serialize(
        pyoxigraph.parse(path=str(out / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE),
        output=str(tmp_path / name),
        format=getattr(pyoxigraph.RdfFormat, syntax),
    )
    asked = ("founders", "--of", "泛联院", "--format", "csv", "-g")

    assert run(*asked, str(tmp_path / name)).out == run(*asked, str(out)).out
    assert run("ASK { entity:cab50fac3c2c0578 skos:prefLabel ?x }", "-g", str(tmp_path / name)).out == b"true"


def test_a_missing_parameter_is_told_with_all_that_there_are(out: Path) -> None:
    done = run("path", "-g", str(out))

    assert done.returncode == 2
    assert all(part in done.stderr for part in ("--from FROM --to TO", "from: ", "to: ", "limit: "))


@pytest.mark.parametrize(("arguments", "code", "message"), [
    (("nobody",), 2, "there is no question 'nobody'"), (("SELECT",), 2, "query:1:7: not SPARQL"),
    ((), 2, "nothing is asked"), (("ASK {}", "--of", "x"), 2, "'--of' is not expected here"),
    (("ASK {}", "--format", "doc"), 2, "unknown format 'doc'"), (("ASK {}", "--timeout", "0"), 2, "above 0"),
    (("none.rq",), 1, "none.rq: cannot be read"),
    (("--list", "--ontology", "none"), 2, "none: no such ontology folder"),
])  # fmt: skip
def test_the_command_tells_wrong_calls(out: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = run(*arguments, "-g", str(out))

    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_a_graph_that_is_asked_like_a_question_is_told(out: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("ASK {}", encoding="utf-8")
    done = run(str(out), str(tmp_path / "q.rq"))

    assert (done.returncode, done.stdout) == (2, "")
    assert f"--graph {out}" in done.stderr


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
