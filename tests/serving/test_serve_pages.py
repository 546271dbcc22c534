"""What ``kg serve`` shows beside the endpoint, and whom it turns away."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.serving.limits import MEGABYTE, Limits
from pages import ROOT
from served import Server, serving, write_small

KG = rdflib.Namespace("https://example.org/kg/ontology#")
UNIVERSITY = quote("Organization/北京邮电大学", safe="/")
SECOND = "新闻/引“号” 4.txt"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[Server]:
    with serving(out, "--allow-host", "graph.example", "--cors", "https://friend.example") as server:
        yield server


# -- the explorer and things ------------------------------------------------------------------------------------------


def test_the_explorer_is_made_from_the_turtle_if_it_was_not_built(server: Server) -> None:
    page = server.ask("/")

    assert (page.status, page.media_type) == (200, "text/html")
    assert "发起成立" in page.text
    assert "foundedBy.passive" in page.text
    assert page.headers["content-security-policy"] == "frame-ancestors 'none'"


def test_the_explorer_that_was_built_is_served_as_it_is(tmp_path: Path) -> None:
    write_small(tmp_path, ("ttl", "html"))
    with serving(tmp_path) as server:
        assert server.ask("/").body == (tmp_path / "graph.html").read_bytes()


@pytest.mark.parametrize(("accept", "media_type", "reader"), [
    ("", "text/turtle", "turtle"), ("text/turtle", "text/turtle", "turtle"), ("*/*", "text/turtle", "turtle"),
    ("application/n-triples", "application/n-triples", "nt"),
    ("text/html;q=0.5, text/turtle", "text/turtle", "turtle"),
])  # fmt: skip
def test_an_entity_comes_with_its_statements_and_their_evidence(
    server: Server, accept: str, media_type: str, reader: str
) -> None:
    answer = server.ask(f"/entity/{UNIVERSITY}", Accept=accept)
    graph = rdflib.Graph().parse(data=answer.text, format=reader)
    entity = rdflib.URIRef("https://example.org/kg/entity/Organization/北京邮电大学")
    statements = set(graph.subjects(rdflib.RDF.subject, entity)) | set(graph.subjects(rdflib.RDF.object, entity))

    assert (answer.status, answer.media_type) == (200, media_type)
    assert rdflib.Literal("北京邮电大学", lang="zh-Hans") in set(graph.objects(entity, rdflib.SKOS.prefLabel))
    assert len(statements) == 3
    assert "2024年3月，泛联院由北京邮电大学发起成立。" in {str(quote) for quote in graph.objects(None, KG.quote)}
    names = {str(label) for label in graph.objects(None, rdflib.SKOS.prefLabel)}
    assert names >= {"海淀区", "中关村泛联移动通信技术创新应用研究院"}
    assert "张三" not in names


def test_an_entity_comes_as_json_ld(server: Server) -> None:
    answer = server.ask(f"/entity/{UNIVERSITY}", Accept="application/ld+json")

    assert "北京邮电大学" in json.dumps(json.loads(answer.text), ensure_ascii=False)
    assert answer.media_type == "application/ld+json"


@pytest.mark.parametrize(("path", "place"), [
    (f"/entity/{UNIVERSITY}", "/#e=" + quote("Organization/北京邮电大学", safe="")),
    ("/entity/Person-3c", "/#e=Person-3c"),
    ("/document/news/003.txt", "/#d=news%2F003.txt"),
    ("/document/" + quote(SECOND), "/#d=" + quote(SECOND, safe="")),
])  # fmt: skip
def test_a_browser_is_sent_to_the_explorer_at_the_thing(server: Server, path: str, place: str) -> None:
    answer = server.ask(path, Accept=BROWSER)

    assert (answer.status, answer.headers["location"]) == (303, place)
    assert answer.headers["vary"].startswith("Accept")


def test_the_description_of_the_dataset_is_served_if_it_was_built(server: Server, tmp_path: Path) -> None:
    write_small(tmp_path, ("ttl", "dataset"))
    with serving(tmp_path) as other:
        answer = other.ask("/dataset", Accept="application/n-triples")
        written = rdflib.Graph().parse(tmp_path / "dataset.ttl")

        assert isomorphic(rdflib.Graph().parse(data=answer.text, format="nt"), written)
        assert other.ask("/.well-known/void").headers["location"] == "/dataset"
    assert server.ask("/dataset").status == 404


@pytest.mark.parametrize("kind", ["run", "membership"])
def test_what_the_explorer_does_not_show_comes_as_rdf(server: Server, kind: str) -> None:
    query = f"SELECT ?s {{ ?s ?p ?o FILTER(CONTAINS(STR(?s), '/{kind}/')) }} LIMIT 1"
    rows = json.loads(server.query(query).text)["results"]["bindings"]
    answer = server.ask(rows[0]["s"]["value"].replace("https://example.org/kg", ""), Accept="text/html, */*;q=0.1")

    assert (answer.status, answer.media_type) == (200, "text/turtle")


def test_a_statement_has_an_address(server: Server) -> None:
    rows = json.loads(server.query("SELECT ?s { ?s kg:support 2 }").text)["results"]["bindings"]
    iri = rows[0]["s"]["value"]
    answer = server.ask(iri.replace("https://example.org/kg", ""))

    assert "foundedBy.passive" in answer.text


@pytest.mark.parametrize("path", [
    "/entity/nobody", "/entity/", "/entity", "/entity/%3E%20%7D", "/document/..%2F..%2Fetc%2Fpasswd", "/statement/%FF",
    "/entity/%22%7C", "/graph.ttl", "/page/", "/page/editor.html", "/page/..%2Fapp.py", "/page/words.json", "/static/",
    "/favicon.ico", "/../../etc/passwd", "/.git/config",
])  # fmt: skip
def test_there_is_nothing_else(server: Server, path: str) -> None:
    answer = server.ask(path)

    assert answer.status == 404
    assert len(answer.body) < 200


# -- named questions --------------------------------------------------------------------------------------------------


def test_the_named_questions_are_links_that_answer(server: Server) -> None:
    questions = json.loads(server.ask("/questions").text)
    founders = next(one for one in questions if one["name"] == "founders")
    answer = server.ask(founders["example"], Accept="text/csv")
    missing = server.ask("/questions/founders")

    assert len(questions) >= 12
    assert founders["title"].keys() == {"en", "zh-Hans", "zh-Hant"}
    assert "北京邮电大学" in answer.text
    assert (missing.status, server.ask("/questions/nothing").status) == (400, 404)
    assert "It takes of: a name of the thing" in missing.text
    assert founders["example"] in missing.text
    assert "--" not in missing.text + server.ask("/questions/founders?off=x").text


@pytest.mark.parametrize("name", ["about", "best-attested", "path", "unconnected", "counts"])
def test_each_link_of_the_list_leads_to_an_answer(server: Server, name: str) -> None:
    question = next(one for one in json.loads(server.ask("/questions").text) if one["name"] == name)

    assert server.ask(question["example"]).status == 200
    assert server.ask(question["example"], Accept=BROWSER).headers["location"].startswith(f"/query?name={name}")


def test_the_editor_speaks_the_language_of_its_reader(server: Server) -> None:
    pages = {
        tag: server.ask("/query", Accept_Language=tag).text
        for tag in ("zh-CN,zh;q=0.9,en;q=0.8", "zh-TW", "de,en;q=0.7", "")
    }
    asked = server.ask("/query?lang=zh-Hant", Accept_Language="en").text

    assert [page.split('lang="')[1].split('"')[0] for page in pages.values()] == ["zh-Hans", "zh-Hant", "en", "en"]
    assert "現成的問題" in asked


def test_what_the_address_holds_is_shown_and_never_run_as_markup(server: Server) -> None:
    page = server.ask("/query?" + "query=" + quote("</textarea><script>alert(1)</script>"))
    fault = server.ask("/query?name=" + quote("<b>nobody</b>"))

    assert "<script>alert" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page.text
    assert "<b>nobody" not in fault.text
    assert "&lt;b&gt;nobody" in fault.text


def test_pages_load_nothing_from_outside(server: Server) -> None:
    page = server.ask("/query")
    policy = page.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    for path, media_type in (("/page/editor.js", "text/javascript"), ("/page/editor.css", "text/css")):
        assert server.ask(path).media_type == media_type
        assert path in page.text
    assert all(answer.headers["x-content-type-options"] == "nosniff" for answer in (page, server.query("ASK {}")))


# -- what docs/serve.md says ------------------------------------------------------------------------------------------


DOCS = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:7878/"


ASKED = [line for line in DOCS.splitlines() if line.startswith("curl ")]
ANSWERED = ["北京邮电大学", '"boolean":', "kg:affiliatedWith", "北京邮电大学"]


@pytest.mark.parametrize(("line", "holds"), list(zip(ASKED, ANSWERED, strict=True)))
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_each_command_of_the_docs_is_answered(server: Server, line: str, holds: str) -> None:
    command = shlex.split(line.replace(HERE, server.address))
    done = subprocess.run([*command, "-sS", "--fail-with-body", "--noproxy", "*"], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert holds in done.stdout.decode("utf-8")


def test_the_program_of_the_docs_runs(server: Server) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program.replace(HERE, server.address)], capture_output=True, check=False
    )

    assert done.stderr == b""
    assert "北京邮电大学" in done.stdout.decode("utf-8").splitlines()


def test_the_docs_tell_the_limits_as_they_are() -> None:
    limits = Limits()
    told = dict(re.findall(r"^\| `--(\w+) \w+` \| [^|]* \| ([\d ]+) \|$", DOCS, re.MULTILINE))

    assert {name: int(value.replace(" ", "")) for name, value in told.items()} == {
        "timeout": limits.seconds,
        "rows": limits.rows,
        "memory": limits.memory // MEGABYTE,
        "body": limits.body // MEGABYTE,
        "workers": limits.running,
        "waiting": limits.waiting,
    }


# -- who is turned away -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("host", "status"), [
    ("localhost", 200), ("LOCALHOST:7878", 200), ("127.0.0.1:1", 200), ("[::1]:7878", 200), ("a.localhost", 200),
    ("graph.example", 200), ("graph.example:80", 200), ("192.168.1.7", 200),
    ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 421), ("[::1", 421),
    ("evil.example:7878", 421), ("localhost@evil.example", 421), ("graph.example.", 200),
])  # fmt: skip
def test_a_name_that_points_here_is_not_enough(server: Server, host: str, status: int) -> None:
    assert server.ask("/query", Host=host).status == status


@pytest.mark.parametrize(("headers", "status"), [
    ({}, 200), ({"Origin": "https://evil.example"}, 403), ({"Origin": "null"}, 403),
    ({"Origin": "http://[::1"}, 403), ({"Origin": ""}, 403),
    ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"}, 403),
    ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
    ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 200),
    ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, 200), ({"Sec_Fetch_Site": "none"}, 200),
])  # fmt: skip
def test_pages_of_other_sites_may_not_ask(server: Server, headers: dict[str, str], status: int) -> None:
    answer = server.ask("/sparql?query=ASK%20%7B%7D", **headers)

    assert answer.status == status
    assert "access-control-allow-origin" not in answer.headers


def test_pages_of_this_server_and_of_friends_may(server: Server) -> None:
    own = server.ask("/sparql?query=ASK%20%7B%7D", Origin=server.address.rstrip("/"))
    friend = server.ask("/sparql?query=ASK%20%7B%7D", Origin="https://friend.example")
    before = server.ask(
        "/sparql", method="OPTIONS", Origin="https://friend.example", Access_Control_Request_Method="POST"
    )

    assert (own.status, "access-control-allow-origin" in own.headers) == (200, False)
    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    assert "Origin" in friend.headers["vary"]
    assert (before.status, before.headers["access-control-allow-methods"]) == (204, "GET, POST")


def test_only_this_computer_is_listened_to(server: Server) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    assert "warning" not in server.said.read_text(encoding="utf-8")


def test_listening_to_others_comes_with_a_warning(out: Path) -> None:
    with serving(out, "--host", "0.0.0.0") as server:  # noqa: S104 - that is what is warned of
        assert "lets other computers ask" in server.said.read_text(encoding="utf-8")
