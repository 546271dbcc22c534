"""`import kg`: what users of Python get, how a graph goes on to other libraries, and what they are told if they err."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import networkx as nx
import pandas as pd
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.conversions import ENTITY_COLUMNS, STATEMENT_COLUMNS
from kg.export.graphml import write_graphml
from kg.export.ntriples import write_ntriples
from kg.export.terms import PREFIXES
from kg.model import Entity, Evidence, Qualifier, Span
from kg.notebook import LONGEST, ROWS
from pages import ROOT, blocks

BASE = "https://example.org/kg/"
FOUNDED = "云岭生物研究院（以下简称“云生院”）由云岭理工大学、青石科技有限公司共同发起成立。"
DENIED = "青石科技有限公司否认收购澜沧药业有限公司。"


@pytest.fixture(scope="module")
def graph(ontology: kg.Ontology) -> kg.Graph:
    return kg.build([ROOT / "seeds"], ontology=ontology, workers=1)


# -- the face ------------------------------------------------------------------------------------------------------


def test_importing_the_package_loads_none_of_its_parts() -> None:
    code = "import sys, kg; print(sorted(m for m in sys.modules if m.startswith('kg')), 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "['kg', 'kg.version'] False\n"


def test_everything_of_the_face_is_there_and_no_module_hides_it() -> None:
    import kg.cli

    assert [name for name in kg.__all__ if isinstance(getattr(kg, name), ModuleType)] == []
    assert set(kg.__all__) <= set(dir(kg))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kg.nothing


def test_the_page_names_everything_of_the_face() -> None:
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")

    assert [name for name in kg.__all__ if name[0] != "_" and f"kg.{name}" not in page] == []


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "ontology").symlink_to(ROOT / "ontology")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(block.text for block in blocks("docs/python.md", "pycon"))
    test = doctest.DocTestParser().get_doctest(code, {}, "docs/python.md", None, 0)
    told: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
    faults = "".join(told)

    assert faults == ""
    assert results.attempted > 25


def test_the_functions_that_the_page_names_are_there() -> None:
    from importlib import import_module

    page = (ROOT / "docs/python.md").read_text(encoding="utf-8").partition("as functions")[2]
    for name in re.findall(r"`(kg\.[\w.]+)`", page):
        home, _, function = name.rpartition(".")
        assert callable(getattr(import_module(home), function)), name


# -- texts → graph -------------------------------------------------------------------------------------------------


def _said(graph: kg.Graph) -> set[tuple[str, str, str, str]]:
    label = {entity.id: entity.label_hans for entity in graph.entities}
    return {(label[s.subject], s.relation, label[s.object], s.modality) for s in graph.statements}


def test_a_text_gives_what_the_same_text_in_a_file_gives(tmp_path: Path) -> None:
    (tmp_path / "text").with_suffix(".txt").write_text(FOUNDED + DENIED, encoding="utf-8")
    built = kg.build([tmp_path], workers=1)
    extracted = kg.extract(kg.Document("text.txt", FOUNDED + DENIED))

    assert extracted == built
    assert ("青石科技有限公司", "owns", "澜沧药业有限公司", "negated") in _said(extracted)


@pytest.mark.parametrize(
    ("texts", "ids"),
    [
        (FOUNDED, ["text"]),
        ([FOUNDED, DENIED], ["1", "2"]),
        ((text for text in (FOUNDED, DENIED)), ["1", "2"]),
        (pd.Series([FOUNDED, DENIED]), ["1", "2"]),
        ({"b": FOUNDED, "a": DENIED}, ["a", "b"]),
        (kg.Document("x", FOUNDED), ["x"]),
        ([kg.Document("x", FOUNDED), DENIED], ["2", "x"]),
        ([], []),
    ],
)
def test_texts_are_given_one_by_one_or_several_with_ids_or_without(texts: object, ids: list[str]) -> None:
    assert [document.id for document in kg.extract(texts).documents] == ids  # type: ignore[arg-type]


def test_what_one_text_declares_holds_in_the_others() -> None:
    graph = kg.extract([FOUNDED, "雲生院位於昆明市。"])

    assert ("云岭生物研究院", "locatedIn", "昆明市", "") in _said(graph)


def test_the_ontology_is_loaded_once_and_anew_for_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import kg.texts
    from kg.init import init_ontology

    init_ontology(tmp_path / "small")
    loaded: list[Path | None] = []

    def load(folder: Path | None) -> kg.Ontology:
        loaded.append(folder)
        return kg.load_ontology(folder)

    monkeypatch.setattr(kg.texts, "load_ontology", load)
    monkeypatch.setattr(kg.texts, "_kept", {})
    for folder in (tmp_path / "small", str(tmp_path / "small"), None, None):
        kg.extract("", ontology=folder)

    assert loaded == [tmp_path / "small", None]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (b"\xe4", "bytes is no text"),
        (None, "NoneType is no text"),
        (7, "int is no text"),
        (["a", float("nan")], "text '2': float is no text"),
        (Path("a.txt"), "kg.build reads files"),
        ({1: "a"}, "an id is a str, not int"),
        ({" ": "a"}, "an id is not empty"),
        (kg.Document("", "a"), "an id is not empty"),
        ([kg.Document("x", "a"), kg.Document("x", "b")], "document id 'x' is given twice"),
    ],
)
def test_what_is_no_text_is_told(texts: object, told: str) -> None:
    with pytest.raises(kg.UsageError, match=re.escape(told)):
        kg.extract(texts)  # type: ignore[arg-type]


@settings(max_examples=30)
@given(
    st.text(
        alphabet=st.one_of(st.characters(codec=None), st.sampled_from("由北京大学发起成立，。“”（）\n<>&\"'")),
        max_size=60,
    )
)
def test_whatever_the_text_its_graph_converts(text: str) -> None:
    texts = {"a": text, "b": FOUNDED + text}
    graph = kg.extract(texts)
    entities, statements = graph.to_pandas()

    assert len(entities) == graph.to_networkx().number_of_nodes()
    assert len(statements) >= len(graph.statements)
    assert len(graph.to_rdflib()) > 0
    places = [evidence for statement in graph.statements for evidence in statement.evidence]
    assert all(texts[one.document][one.start : one.end] == one.quote for one in places)


def test_half_a_surrogate_pair_in_a_text_hides_no_fact() -> None:
    text = "\ud83d" + FOUNDED + "\udfff"

    graph = kg.extract({"a": text})

    assert len(graph.statements) == len(kg.extract({"a": FOUNDED}).statements) > 0
    places = [evidence for statement in graph.statements for evidence in statement.evidence]
    assert all(text[one.start : one.end] == one.quote for one in places)


# -- graph → other libraries ---------------------------------------------------------------------------------------


def _written(write: Callable[..., None], graph: kg.Graph, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        write(graph, out, base=BASE, schema=graph.schema)
    return path


def test_networkx_has_the_attributes_of_the_graphml_file(graph: kg.Graph, tmp_path: Path) -> None:
    read = nx.read_graphml(_written(write_graphml, graph, tmp_path / "graph.graphml"), force_multigraph=True)
    network = graph.to_networkx()

    assert set(network) == set(read)
    for node, values in network.nodes(data=True):
        assert {name: read.nodes[node].get(name, "") for name in values} == values
    edges = {(s, o, v["relation"]): v for s, o, v in read.edges(data=True)}
    assert {(s, o, k) for s, o, k in network.edges(keys=True)} == set(edges)
    for s, o, k, values in network.edges(keys=True, data=True):
        shared = {name: value for name, value in values.items() if name != "support"}
        assert {name: edges[s, o, k].get(name, "") for name in shared} == shared


def test_rdflib_has_the_triples_of_the_exports(graph: kg.Graph, tmp_path: Path) -> None:
    read = rdflib.Graph().parse(_written(write_ntriples, graph, tmp_path / "graph.nt"), format="nt")
    converted = graph.to_rdflib()

    assert len(converted) == len(read) > 1000
    assert set(dict(converted.namespaces())) == {"kg", "document", "entity", "membership", "statement", *PREFIXES}
    assert str(dict(converted.namespaces())["kg"]) == "https://example.org/kg/ontology#"


def test_a_graph_made_by_hand_converts_too() -> None:
    entity = Entity("e1", "Organization", "云岭理工大学", "雲嶺理工大學")
    by_hand = kg.Graph(entities=(entity,))

    assert rdflib.Literal("云岭理工大学", lang="zh-Hans") in set(by_hand.to_rdflib().objects())
    assert list(by_hand.to_networkx()) == ["e1"]
    assert list(by_hand.to_pandas()[0].index) == ["e1"]


def test_pandas_has_every_entity_and_every_piece_of_evidence(graph: kg.Graph) -> None:
    entities, statements = graph.to_pandas()

    assert (entities.index.name, *entities.columns) == ENTITY_COLUMNS
    assert tuple(statements.columns) == STATEMENT_COLUMNS
    assert list(entities.index) == [entity.id for entity in graph.entities]
    assert int(entities["mentions"].sum()) == sum(entity.mentions for entity in graph.entities)
    assert len(statements) == sum(max(1, len(statement.evidence)) for statement in graph.statements)
    assert statements["statement"].nunique() == len(graph.statements)
    without = statements[statements["document"] == ""]
    assert set(without["source"]) - {""} == set(statements["source"]) - {""} != set()
    assert without["start"].isna().all()


def test_pandas_has_qualifiers_as_written_and_typed() -> None:
    entities = (Entity("a", "Organization", "甲", "甲"), Entity("b", "Organization", "乙", "乙"))
    qualifiers = (
        Qualifier("amount", "3亿元", "300000000", "decimal"),
        Qualifier("date", "2024年", "2024", "gYear"),
        Qualifier("page", "7"),
        Qualifier("role", "院长"),
    )
    evidence = Evidence("d", 3, 9, Span(3, 4), Span(8, 9), "甲…乙", "r", qualifiers)
    statement = kg.Statement("a", "owns", "b", support=1, evidence=(evidence,), documents=("d",))
    row = kg.Graph(entities=entities, statements=(statement,)).to_pandas()[1].iloc[0]

    assert (row["date"], row["date_value"], row["amount_value"]) == ("2024年", "2024", "300000000")
    assert (row["role"], row["page"], row["start"], row["subject_label"]) == ("院长", 7, 3, "甲")


def test_an_empty_graph_has_the_same_columns_and_types(graph: kg.Graph) -> None:
    for full, empty in zip(graph.to_pandas(), kg.Graph().to_pandas(), strict=True):
        assert list(full.columns) == list(empty.columns)
        assert not len(empty)
        numbers = full.select_dtypes("number").columns
        assert list(full[numbers].dtypes) == list(empty[numbers].dtypes)


def test_missing_pandas_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(kg.UsageError, match=r"pandas is not installed\n  hint: pip install 'kg\[pandas\]'"):
        kg.Graph().to_pandas()


# -- notebooks -----------------------------------------------------------------------------------------------------


def test_a_notebook_shows_the_most_named_and_some_sentences(graph: kg.Graph) -> None:
    html = graph._repr_html_()
    most = max(graph.entities, key=lambda entity: entity.mentions)

    assert f"{len(graph.entities)} entities" in html
    assert f"<td>{most.label_hans}</td>" in html
    assert html.count("<tr>") == 2 + 2 * ROWS
    assert f"… and {len(graph.entities) - ROWS} more" in html


@settings(max_examples=50)
@given(st.lists(st.text(max_size=500), max_size=30))
def test_a_notebook_shows_little_and_escaped_whatever_the_names(names: list[str]) -> None:
    entities = tuple(Entity(f"e{i}", "<b>", name, name) for i, name in enumerate(names))
    html = kg.Graph(entities=entities)._repr_html_()

    assert set(re.findall(r"</?(\w+)", html)) <= {"p", "b", "table", "thead", "tbody", "tr", "th", "td"}
    assert len(html) < 1000 + ROWS * (2 * 6 * LONGEST + 100)
    assert "<td><b>" not in html


def test_a_graph_tells_in_a_line_how_much_it_holds(graph: kg.Graph) -> None:
    assert repr(graph).startswith("Graph(5 documents, ")
    assert len(repr(graph)) < 100


def test_one_path_and_one_format_need_no_list(tmp_path: Path, ontology: kg.Ontology) -> None:
    (tmp_path / "a.txt").write_text(FOUNDED, encoding="utf-8")
    named = kg.build(str(tmp_path / "a.txt"), tmp_path / "out", ontology=ontology, workers=1, formats="ttl")
    listed = kg.build([tmp_path], ontology=ontology, workers=1)

    assert named.statements == listed.statements != ()
    assert (tmp_path / "out/graph.ttl").exists()
    with pytest.raises(kg.InputError, match=r"nowhere: no such file or folder"):
        kg.build("nowhere", ontology=ontology)


def test_an_ontology_folder_may_be_given_as_text() -> None:
    with pytest.raises(kg.UsageError, match="nowhere: no such ontology folder"):
        kg.load_ontology("nowhere")
    assert kg.load_ontology(str(ROOT / "ontology")).schema.types


def test_what_is_no_ontology_is_told_and_not_taken_for_the_one_that_comes_with_kg() -> None:
    with pytest.raises(kg.UsageError, match="int is neither an Ontology nor a folder"):
        kg.extract("a", ontology=5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"paths": 5}, "paths: 5 (int) does not fit\n  hint: give files and folders; kg.extract takes texts"),
        ({"paths": b"seeds"}, "paths: b'seeds' (bytes) does not fit"),
        ({"paths": {"a.txt": "text"}}, "paths: {'a.txt': 'text'} (dict) does not fit"),
        ({"paths": [None]}, "paths: None (NoneType) is no path\n  hint: give each as a str or a Path"),
        ({"paths": []}, "paths: there is none\n  hint: give at least one"),
        ({"paths": ""}, "a path is empty\n  hint: write . for"),
        ({"out": ""}, "out: the folder's name is empty\n  hint: write . for"),
        ({"out": 5}, "out: 5 (int) does not fit\n  hint: give a folder"),
        ({"cache": ""}, "cache: the folder's name is empty"),
        ({"ontology": 5}, "ontology: 5 (int) does not fit\n  hint: give an Ontology"),
        ({"workers": "2"}, "workers: '2' (str) does not fit\n  hint: give a whole number"),
        ({"workers": 1.5}, "workers: 1.5 (float) does not fit"),
        ({"evidence": True}, "evidence: True (bool) does not fit"),
        ({"timeout": "3"}, "timeout: '3' (str) does not fit\n  hint: give seconds"),
        ({"formats": 5}, "formats: 5 (int) does not fit"),
        ({"base_iri": None}, "base_iri: None (NoneType) does not fit"),
        ({"stamp": "2026-01-01"}, "stamp: '2026-01-01' (str) does not fit\n  hint: give a datetime"),
        (
            {"reading": {"encoding": "big5"}},
            "reading: {'encoding': 'big5'} (dict) does not fit\n  hint: give kg.readers",
        ),
        ({"on_done": 5}, "on_done: 5 (int) does not fit"),
        ({"stdin": "-"}, "stdin: '-' (str) does not fit"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_call_that_does_not_fit_is_told_with_a_remedy(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(kg.UsageError) as told:
        kg.build(**{"paths": ["seeds"], **arguments})  # type: ignore[arg-type]

    assert str(told.value).startswith(message)


def test_paths_may_come_one_after_the_other(ontology: kg.Ontology) -> None:
    graph = kg.build((ROOT / "seeds").glob("04-*.txt"), ontology=ontology, workers=1)

    assert [document.id for document in graph.documents] == ["04-fanlian-6g.txt"]


def test_a_folder_of_an_ontology_that_is_none_is_told(graph: kg.Graph) -> None:
    with pytest.raises(kg.UsageError, match=r"ontology: 5 \(int\) is no folder"):
        kg.load_ontology(5)  # type: ignore[arg-type]
    with pytest.raises(kg.UsageError, match=r"base IRI 5: is no str"):
        graph.to_rdflib(base_iri=5)  # type: ignore[arg-type]


def test_a_graph_writes_itself_as_a_build_does(graph: kg.Graph, ontology: kg.Ontology, tmp_path: Path) -> None:
    kg.build([ROOT / "seeds"], tmp_path / "built", ontology=ontology, workers=1)
    written = graph.write(tmp_path / "written")

    assert [path.name for path in written] == ["graph.ttl", "graph.graphml", "graph.html", "dataset.ttl"]
    assert all(path.read_bytes() == (tmp_path / "built" / path.name).read_bytes() for path in written)
    with pytest.raises(kg.UsageError, match=r"out: the folder's name is empty"):
        graph.write("")


def test_a_graph_tells_its_licence_where_it_is_written(graph: kg.Graph, tmp_path: Path) -> None:
    graph.write(tmp_path, formats="dataset", licence="https://example.org/licence")

    assert "dcterms:license <https://example.org/licence>" in (tmp_path / "dataset.ttl").read_text(encoding="utf-8")
    for formats, licence, told in (("dataset", "mine", "no IRI of the web"), ("ttl", "https://a.org/", "dataset, too")):
        with pytest.raises(kg.UsageError, match=told):
            graph.write(tmp_path, formats=formats, licence=licence)
