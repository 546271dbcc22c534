"""Pages that are made from the program, the ontology and its files say what these say now."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import kg
from commanding import run_kg
from kg.export import DEFAULT_FORMATS, FORMATS
from kg.knowledge import decisions, gazetteer
from pages import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import make_architecture_drawing
import make_command_page
import make_data_page
import make_readme_tables

PAGE = ROOT / "docs/data.md"
TEXT = PAGE.read_text(encoding="utf-8")
NAMED = {name for quoted in re.findall(r"`([^`\n]+)`", TEXT) for name in (quoted, quoted.removesuffix("=false"))}
TERMS = "https://example.org/kg/ontology#"


@pytest.fixture(scope="module")
def out(ontology: kg.Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files that a build of the sample documents, and of one with a date, title and pages, writes."""
    folder = tmp_path_factory.mktemp("data")
    rows = {
        "id": "x",
        "text": "昆明市市长沈若川2024年3月5日拟出席滇池论坛。",
        "title": "t",
        "date": "2024-03-06",
        "url": "https://e.org/",
    }
    (folder / "more.jsonl").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"no PDF")
    paths = [ROOT / "seeds", folder / "more.jsonl", folder / "bad.pdf"]
    kg.build(paths, folder / "out", ontology=ontology, formats=FORMATS, workers=1)
    return folder / "out"


@pytest.fixture(scope="module")
def graph(out: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(out / "graph.nt", format="nt")


def test_the_page_of_commands_is_made_from_their_help() -> None:
    assert make_command_page.page_text() == make_command_page.PAGE.read_text(encoding="utf-8"), (
        "run: python tools/make_command_page.py"
    )


def test_the_tables_of_terms_are_made_from_the_ontology() -> None:
    assert make_data_page.page_text() == TEXT, "run: python tools/make_data_page.py"


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_figures_of_the_readmes_are_those_of_the_page_on_accuracy(page: str) -> None:
    shown = make_readme_tables.readme_text(page)

    assert shown == (ROOT / page).read_text(encoding="utf-8"), "run: python tools/make_readme_tables.py"
    assert len(re.findall(r"\d\.\d{3} \(\d\.\d{3} / \d\.\d{3}\)", make_readme_tables.table(page))) >= 6


def test_the_drawing_of_the_architecture_is_made_from_the_order_of_imports() -> None:
    drawn = make_architecture_drawing.FILE.read_text(encoding="utf-8")
    names = re.findall(r'class="name"[^>]*>([^<]+)<', drawn)

    assert names == make_architecture_drawing.order(), "run: python tools/make_architecture_drawing.py"
    assert drawn == make_architecture_drawing.drawing(names)


def test_the_contract_has_the_version_of_the_ontology() -> None:
    header = rdflib.Graph().parse(ROOT / "ontology/kg.ttl")
    (version,) = header.objects(rdflib.URIRef("https://example.org/kg/ontology"), rdflib.OWL.versionInfo)

    assert f"**Version {version}**" in TEXT


# -- the RDF -------------------------------------------------------------------------------------------------------


def _curie(term: rdflib.term.Node) -> str:
    for prefix, namespace in {**make_data_page._PREFIXES, "kg": TERMS, **_FURTHER}.items():
        if str(term).startswith(namespace):
            return f"{prefix}:{str(term).removeprefix(namespace)}"
    return str(term)


_FURTHER = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
}


@pytest.mark.parametrize("file", ["graph.ttl", "dataset.ttl"])
def test_every_property_and_class_that_is_written_is_documented(out: Path, file: str) -> None:
    read = rdflib.Graph().parse(out / file)
    terms = {*read.predicates(), *read.objects(None, rdflib.RDF.type)}

    assert sorted(_curie(term) for term in terms if _curie(term) not in NAMED) == []
    assert len(terms) > 15


KINDS = {
    "document": "schema:NewsArticle",
    "statement": "rdf:Statement",
    "evidence": "kg:Evidence",
    "selector by quotation": "oa:TextQuoteSelector",
    "selector by place": "oa:TextPositionSelector",
    "post": "org:Membership",
    "dataset": "void:Dataset",
    "run": "prov:Activity",
    "role": "org:Role",
    "time": "time:Interval",
    "instant": "time:Instant",
    "program": "prov:SoftwareAgent",
    "ontology used": "prov:Plan",
    "documents used": "prov:Collection",
}
OFTEN = {"1": (1, 1), "2": (2, 2), "?": (0, 1), "*": (0, 10**9), "+": (1, 10**9)}


def _table() -> dict[str, dict[str, tuple[int, int]]]:
    """The table of graph.ttl: what stands how often at which kind of subject."""
    lines = TEXT.partition("### graph.ttl")[2].partition("###")[0].splitlines()
    told: dict[str, dict[str, tuple[int, int]]] = {}
    kind = ""
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[2] in OFTEN:
            kind = cells[0] or kind
            names = re.findall(r"`([^`]+)`", cells[1]) or [cells[1]]
            names += [name for name in re.findall(r"`(\w+:\w+)`", cells[3]) if "also" in cells[3]][1:]
            told.setdefault(kind, {}).update(dict.fromkeys(names, OFTEN[cells[2]]))
    return told


@pytest.mark.parametrize("kind", ["entity", *KINDS])
def test_each_property_stands_as_often_as_the_page_says(kind: str, graph: rdflib.Graph) -> None:
    told = _table()[kind]
    of_kind = {s for s, t in graph.subject_objects(rdflib.RDF.type) if _curie(t) == KINDS.get(kind)}
    relations = {_curie(relation) for relation in graph.objects(None, rdflib.RDF.predicate)}
    if kind == "entity":
        of_kind = set(graph.subjects(rdflib.URIRef(f"{TERMS}mentionCount")))
    wrong = []
    for subject in of_kind:
        counts: dict[str, int] = {}
        for predicate, _ in graph.predicate_objects(subject):
            name = _curie(predicate)
            name = "a relation" if kind == "entity" and name in relations else name
            counts[name] = counts.get(name, 0) + 1
        wrong += [(name, counts[name]) for name in counts if name not in told]
        wrong += [(name, n) for name, (least, most) in told.items() if not least <= (n := counts.get(name, 0)) <= most]

    assert of_kind
    assert wrong == []


# -- other files ---------------------------------------------------------------------------------------------------


def test_every_attribute_of_the_drawn_graph_is_documented(out: Path) -> None:
    network = nx.read_graphml(out / "graph.graphml")
    part = TEXT.partition("### graph.graphml")[2].partition("###")[0]
    nodes, edges = part.split("| edge |")
    for told, seen in (
        (nodes, {name for _, values in network.nodes(data=True) for name in values}),
        (edges, {name for *_, values in network.edges(data=True) for name in values}),
    ):
        first = "".join(re.findall(r"^\| (.*?) \|", told, re.MULTILINE))
        assert [name for name in sorted(seen) if f"`{name}`" not in first] == []


@pytest.mark.parametrize("name", [name for name in FORMATS["neo4j"] if name.endswith(".csv")])
def test_the_columns_of_tables_are_documented(out: Path, name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \| (.*) \|$", TEXT, re.MULTILINE)
    head = (out / name).read_text(encoding="utf-8").partition("\n")[0].split(",")
    told = [column for column in re.findall(r"`([^`]+)`", row) if column in head]

    assert told == head


@pytest.mark.parametrize(
    ("row", "columns"), [("gazetteer/TYPE", gazetteer.COLUMNS), ("decisions.tsv", decisions.COLUMNS)]
)
def test_the_columns_of_tables_that_are_read_are_documented(row: str, columns: tuple[str, ...]) -> None:
    (line,) = [line for line in TEXT.splitlines() if line.startswith("| `ontology/") and row in line]

    assert ", ".join(f"`{column}`" for column in columns) in line


def test_every_key_of_the_report_is_documented(out: Path) -> None:
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    part = TEXT.partition("### report.json")[2].partition("###")[0]
    keys = {*report, *report["sums"], *(key for file in report["files"].values() for key in file)}
    keys |= {key for document in report["documents"] for key in document}

    assert {document["status"] for document in report["documents"]} == {"read", "skipped"}
    assert sorted(key for key in keys if f"`{key}`" not in part) == []


def test_every_file_that_is_written_is_documented(out: Path) -> None:
    assert [
        path.name for path in sorted(out.iterdir()) if path.name not in NAMED and f"### {path.name}" not in TEXT
    ] == []


@pytest.mark.parametrize(
    "what", [["check", "--format", "json", "graph.ttl"], ["eval", "--format", "json", "gold", "-g", "graph.ttl"]]
)
def test_the_keys_of_answers_are_documented(out: Path, what: list[str]) -> None:
    command = [str(ROOT / "tests/gold/seeds") if word == "gold" else word for word in what]
    done = run_kg(*command, folder=out)
    (row,) = re.findall(rf"^\| `kg {what[0]}` \| .*$", TEXT, re.MULTILINE)

    assert [key for key in json.loads(done.stdout) if f"`{key}`" not in row] == []


def test_every_format_is_told_with_its_files() -> None:
    page = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    untold = [name for name in FORMATS if f"| `{name}` |" not in page]

    assert untold == []
    assert DEFAULT_FORMATS == ("ttl", "graphml", "html", "dataset")  # "the first four" of the page


# -- the command line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_installs_and_completes(shell: str, tmp_path: Path) -> None:
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        # Told which shell, not left to look which one has started the tests: a service has none.
        "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
    }
    done = subprocess.run(
        ["kg", "--install-completion", shell], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    asked = {
        "bash": {"_KG_COMPLETE": "complete_bash", "COMP_WORDS": "kg bu", "COMP_CWORD": "1"},
        "zsh": {"_KG_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "kg bu"},
        "fish": {
            "_KG_COMPLETE": "complete_fish",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_ARGS": "kg bu",
        },
    }[shell]
    told = subprocess.run(["kg"], env=environment | asked, capture_output=True, text=True, check=False)

    assert "completion installed in" in done.stdout
    assert any("_KG_COMPLETE" in path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "build" in told.stdout
