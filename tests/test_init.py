"""The template of an ontology: written all or nothing, sound, and enough to build a graph of another field."""

from __future__ import annotations

import re
import resource
from itertools import pairwise
from pathlib import Path

import pytest

from kg.check import check_ontology, inspect_ontology
from kg.errors import OutputError, UsageError
from kg.evaluation.annotated import read_gold
from kg.evaluation.evaluate import read_and_evaluate
from kg.init import init_ontology
from kg.model import Graph
from kg.ontology import load_ontology
from kg.pipeline import build
from kg.querying.answers import rows
from kg.querying.questions import load_questions
from kg.querying.store import ask, open_graph

NEWS = """\
2026年3月8日，青州海燕在临海体育场2比1击败白云港联。
前鋒陸遠帆上周加盟青州海燕。
東湖足球俱樂部將參加南方超級聯賽。
"""


def stated(graph: Graph) -> list[str]:
    """The statements that a document states, by the names in simplified script."""
    names = {entity.id: entity.label_hans for entity in graph.entities}
    return sorted(
        " ".join(filter(None, (names[s.subject], s.relation, names[s.object], s.modality)))
        for s in graph.statements
        if s.documents
    )


def rename(folder: Path, words: dict[str, str]) -> None:
    """Replace words in all files of a folder, and in their names: what an editor does."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for old, new in words.items():
                text = text.replace(old, new)
            path.write_text(text, encoding="utf-8")
    for path in sorted(folder.rglob("*")):
        if path.stem in words:
            path.rename(path.with_stem(words[path.stem]))


def test_the_template_is_sound(tmp_path: Path) -> None:
    written = init_ontology(tmp_path / "a" / "football")
    sound = check_ontology(tmp_path / "a" / "football")

    assert written == sorted(path for path in (tmp_path / "a" / "football").rglob("*") if path.is_file())
    assert {"kg.ttl", "grammar.yaml", "_shared.yaml", "Club.tsv"} <= {path.name for path in written}
    assert sound.names > 10
    assert sound.rules >= 4


def test_three_sentences_of_football_news_give_their_statements(tmp_path: Path) -> None:
    init_ontology(tmp_path / "football")
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")

    graph = build([tmp_path / "news.txt"], tmp_path / "out", ontology=tmp_path / "football", workers=1)

    assert stated(graph) == [
        "东湖足球俱乐部 competesIn 南方足球超级联赛 planned",
        "陆远帆 playsFor 青州海燕足球俱乐部",
        "青州海燕足球俱乐部 defeats 白云港联足球俱乐部",
    ]
    assert [s.relation for s in graph.statements if s.source] == ["basedAt"]
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_the_template_has_every_file_of_the_ontology_that_a_person_writes(tmp_path: Path) -> None:
    made = {"context.jsonld", "shapes.ttl", "tagger.npz", "word-groups.npz", "word-groups.npz.license"}
    shipped = {path.name for path in (Path(__file__).parents[1] / "ontology").iterdir()} - made

    init_ontology(tmp_path / "football")

    assert {path.name for path in (tmp_path / "football").iterdir()} == shipped


def test_the_template_has_no_warning_and_its_own_examples_are_read_rightly(tmp_path: Path) -> None:
    init_ontology(tmp_path / "football")
    ontology = load_ontology(tmp_path / "football")
    golds = read_gold([tmp_path / "football" / "examples"], ontology.schema)
    found = read_and_evaluate(golds, ontology)

    assert inspect_ontology(tmp_path / "football").warnings == ()
    assert found.names.f1 == found.relations.f1 == 1
    assert found.relations.gold >= 3


def test_the_questions_of_the_template_have_answers(tmp_path: Path) -> None:
    init_ontology(tmp_path / "football")
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    build([tmp_path / "news.txt"], tmp_path / "out", ontology=tmp_path / "football", workers=1)
    graph = open_graph(tmp_path / "out")
    questions = load_questions(tmp_path / "football" / "queries")
    answers = {name: rows(ask(graph, one.fill(one.example)))[1] for name, one in questions.items()}

    assert [row[0] for row in answers["results"]] == ["白云港联足球俱乐部"]
    assert [row[0] for row in answers["squad"]] == ["陆远帆"]


def test_a_decision_of_the_template_joins_an_older_name(tmp_path: Path) -> None:
    init_ontology(tmp_path / "football")
    (tmp_path / "news.txt").write_text("青州海燕参加南方职业联赛。港联队参加南方超级联赛。", encoding="utf-8")

    graph = build([tmp_path / "news.txt"], tmp_path / "out", ontology=tmp_path / "football", workers=1)

    assert stated(graph) == [
        "白云港联足球俱乐部 competesIn 南方足球超级联赛",
        "青州海燕足球俱乐部 competesIn 南方足球超级联赛",
    ]


def test_the_template_becomes_another_field_by_editing_its_files_alone(tmp_path: Path) -> None:
    folder = tmp_path / "shipping"
    init_ontology(folder)
    for name in ("Player.tsv", "Competition.tsv"):
        (folder / "gazetteer" / name).unlink()
    for name in ("playsFor.yaml", "competesIn.yaml", "defeats.yaml"):
        (folder / "rules" / name).unlink()
    rename(folder, {"Club": "Ship", "Stadium": "Port", "basedAt": "callsAt", "football": "shipping"})
    header = "name\taliases\tclass\tcontainer\tcode\tsource\n"
    (folder / "gazetteer" / "Ship.tsv").write_text(header + "长风破浪号\t长风轮\t\t青屿深水港\t\teditors\n", "utf-8")
    (folder / "gazetteer" / "Port.tsv").write_text(
        header + "青屿深水港\t\t\t\t\teditors\n白沙河口港\t\t\t\t\teditors\n", "utf-8"
    )
    (folder / "grammar.yaml").write_text("references:\n  - {type: Ship, words: [该船]}\n", "utf-8")
    (folder / "rules" / "callsAt.yaml").write_text(
        "rules:\n"
        "  - name: callsAt.active\n"
        "    trigger: [停靠, 驶抵]\n"
        "    arguments:\n"
        "      subject: {position: before}\n"
        "      object: {position: after, reach: touching, gap: [了]}\n"
        "    examples: ['<subject:长风轮>昨天<trigger:停靠><object:白沙港>。']\n",
        "utf-8",
    )
    (tmp_path / "news.txt").write_text("長風破浪號昨日駛抵白沙河口港。该船没有停靠青屿深水港。", "utf-8")

    sound = check_ontology(folder)
    graph = build([tmp_path / "news.txt"], ontology=folder, workers=1)

    assert (sound.names, sound.rules) == (4, 1)
    assert stated(graph) == ["长风破浪号 callsAt 白沙河口港", "长风破浪号 callsAt 青屿深水港 negated"]


def test_every_key_of_the_template_is_explained_by_a_comment() -> None:
    template = Path(__file__).parents[1] / "src" / "kg" / "template"
    lines = [line for path in template.rglob("*.yaml") for line in path.read_text(encoding="utf-8").split("\n")]
    comments = " ".join(line.partition("#")[2] for line in lines)
    keys = {key for line in lines for key in re.findall(r"(?:^\s*(?:- )?|[{,] ?)([a-z_]+):", line.partition("#")[0])}
    beside = {
        key
        for before, line in pairwise(lines)
        if before.strip().startswith("#") or "#" in line
        for key in re.findall(r"^\s*(?:- )?([a-z_]+):", line)
    }

    assert [key for key in sorted(keys - beside) if not re.search(rf"\b{key}\b", comments)] == []


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(UsageError, match="not empty"):
        init_ontology(tmp_path)
    with pytest.raises(UsageError, match="a file of this name"):
        init_ontology(tmp_path / "mine.txt")

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert init_ontology(tmp_path / "empty")


def test_what_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(OutputError, match="cannot be written"):
        init_ontology(tmp_path / "file" / "below" / "it")

    assert [path.name for path in tmp_path.rglob("*")] == ["file"]


def test_a_failure_half_way_takes_back_what_was_made(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))  # tables fit, the grammar does not: a disk that runs full

    try:
        with pytest.raises(OutputError, match="cannot be written"):
            init_ontology(tmp_path / "new" / "field")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list(tmp_path.iterdir()) == []
