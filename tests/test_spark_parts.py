"""The parts of the engine for clusters that need no cluster: pieces of Turtle, merging in order, ids, errors."""

from __future__ import annotations

import io
import random

import pytest

from kg.engines.spark.columns import batches, portions, rows
from kg.engines.spark.documents import Place
from kg.engines.spark.identifiers import own_places
from kg.engines.spark.linked import Meant
from kg.engines.spark.output import is_remote
from kg.engines.spark.session import reason_of
from kg.engines.spark.told import known_row, merged, stated_row
from kg.engines.spark.turtle import FEW, Turtle
from kg.export.turtle import write_turtle
from kg.graph import merge
from kg.model import DocumentInfo, Evidence, Graph, Qualifier, Run, Span, Statement
from kg.ontology import Ontology
from kg.resolution.alone import is_plain
from kg.resolution.entities import entity_id
from kg.resolution.gathered import Use

BASE = "https://example.org/kg/"
RUN = Run("1", "a" * 64, "b" * 64)


@pytest.mark.parametrize("count", [1, 2, 6, FEW - 1, FEW, FEW + 1, 60])
def test_the_head_of_a_file_lists_any_number_of_documents_as_one_writer_does(count: int, ontology: Ontology) -> None:
    documents = tuple(DocumentInfo(f"文{number:02} x") for number in range(count))
    whole = io.StringIO()
    write_turtle(Graph(documents, run=RUN), whole, base=BASE, schema=ontology.schema)
    turtle = Turtle(BASE, ontology.schema)

    head = turtle.head(RUN, None if count >= FEW else [info.id for info in documents])
    lines = [head.before]
    if count >= FEW:
        terms = [turtle.terms.document(info.id) for info in documents]
        middle = [f"{head.indent}{term}{head.ending}" for term in terms[1:-1]]
        lines = [f"{head.before}{terms[0]}{head.ending}", *middle, f"{head.indent}{terms[-1]}{head.after}"]

    assert whole.getvalue().startswith("\n".join(lines) + "\n\n# Documents\n")


def place(document: str, start: int) -> Evidence:
    told = (Qualifier("date", "昨天", "2026-01-01", "date"),) if start % 2 else ()
    return Evidence(
        document, start, start + 9, Span(start, start + 2), Span(5, 7), "某公司成立。", "rule", told, "前", "后"
    )


@pytest.mark.parametrize("most", [1, 3, 50])
def test_rows_in_order_merge_to_what_all_statements_merge_to(most: int) -> None:
    choose = random.Random(5)  # noqa: S311
    statements = []
    for _ in range(300):
        document = f"d{choose.randrange(20):02}"
        key = choose.choice("ab"), "owns", choose.choice("cd"), choose.choice(("", "planned"))
        where = place(document, choose.randrange(4))
        statements.append(Statement(*key, 1, choose.choice((0.5, 0.9)), (where,), (document,)))
    by_document = {one.documents[0]: [] for one in statements}
    for one in statements:
        by_document[one.documents[0]].append(one)
    known = [Statement("a", "owns", "c", source="x.tsv"), Statement("a", "owns", "b", source="x.tsv")]

    incoming = [stated_row(name, one) for name, some in by_document.items() for one in merge(some, most)]
    incoming += [known_row(one) for one in known]
    choose.shuffle(incoming)
    found = list(merged(sorted(incoming, key=lambda row: row[:5]), most))

    assert found == sorted(
        [*merge(statements, most), known[1]], key=lambda one: (one.subject, one.relation, one.object)
    )


def test_who_comes_first_keeps_an_id() -> None:
    a, b, c, d, e = (Place(*place, 0, 0, 0) for place in ((0, "x"), (1, "x"), (1, "y"), (2, "x"), (2, "z")))
    twice = Place(0, "x", 0, 7, 0)

    renamed, wrong = own_places(
        [
            (d, "1", "/c/x"),
            (a, "1", "/a/x"),
            (twice, "1", "/a/x"),
            (b, "1", "/b/x"),
            (c, "b/1", "/b/y"),
            (e, "1", "/c/z"),
        ],
        {0: "a", 1: "b", 2: "c"},
    )

    assert renamed == {b: "b/1", c: "b/b/1", d: "c/1"}
    assert {where: problem.reason for where, problem in wrong.items()} == {
        twice: "repeated id '1'",
        e: "id '1' is taken by another document",
    }


def test_a_name_that_nothing_is_linked_to_is_known_without_a_table() -> None:
    plain = Use("Organization", "遠洋公司", "远洋公司", "", "")
    linked = [
        plain._replace(key="远洋航运公司"),
        plain._replace(entry="Organization:远洋公司"),
        plain._replace(bodies=(("Organization", "某局"),)),
        plain._replace(document="d"),
        Use("Person", "a@b", "a@b", "", ""),
    ]
    meant = Meant({linked[0]: "known"}, frozenset())

    assert is_plain(plain)
    assert not any(map(is_plain, linked))
    assert meant.of(plain) == entity_id("Organization", "远洋公司")
    assert meant.of(linked[0]) == "known"
    with pytest.raises(KeyError):
        meant.of(linked[1])


def test_rows_go_to_arrow_and_back_in_batches() -> None:
    pytest.importorskip("pyarrow")
    columns = {"id": "string", "count": "long", "pages": "array<int>", "content": "binary", "share": "double"}
    told = [(f"文{number}", number, [1, number], b"\x00" * 9_000, 0.5) for number in range(2_500)]
    told.append((None, None, None, None, None))

    made = list(batches(told, columns))

    assert list(rows(made)) == told
    assert len(made) >= 3
    assert [len(some) for some in portions(range(7), 3)] == [3, 3, 1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "x\nkg.errors.KgError: a worker has another kg\n  hint: install it\n\n  at y",
            "a worker has another kg\n  hint: install it",
        ),
        ("ModuleNotFoundError: No module named 'kg'", "the workers of the cluster have no module 'kg'"),
        ("An exception\nTraceback\n  File\nTypeError: no such\n", "Spark could not finish: TypeError: no such"),
        ("", "Spark could not finish: it does not say why"),
    ],
)
def test_errors_of_a_cluster_are_told_in_few_words(text: str, told: str) -> None:
    assert reason_of(Exception(text)).startswith(told)


@pytest.mark.parametrize(
    ("out", "remote"),
    [("out", False), ("/a/b", False), ("file:///a", False), ("hdfs://host/a", True), ("s3a://bucket/a", True)],
)
def test_a_folder_here_is_told_from_one_elsewhere(out: str, remote: bool) -> None:
    assert is_remote(out) == remote
