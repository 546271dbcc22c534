"""Training: annotated paragraphs become labels, names are exchanged within their kind, and a table comes out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import UsageError
from kg.evaluation.annotated import read_annotated, read_gold, select_part
from kg.evaluation.gold import Gold, GoldEntity
from kg.mentions import NameFinder
from kg.ontology import Ontology, load_ontology
from kg.segment import default_segmenter
from kg.tagging.table import load_table, write_table
from kg.tagging.wordgroups import write_groups
from kg.training.exchange import exchanged
from kg.training.samples import read_samples
from kg.training.train import train

TYPES = ("Event", "Organization", "Person", "Place", "Policy", "Product", "Project", "Technology")


def golds(ontology: Ontology, text: str) -> list[Gold]:
    found, faults = read_annotated(text, "own.txt", ontology.schema)
    assert not faults
    return found


def test_marks_become_labels_and_bylines_do_not(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    (sample,) = read_samples(golds(ontology, "[上海|L]的[栖云|O]说，[缪栖梧|P]走了。（记者[李某|p]）\n"), finder, TYPES)

    key = sample.proposed.text.key
    named = {key[start:end]: kind for start, end, kind in sorted(sample.names)}
    begin = {kind: 2 * number + 1 for number, kind in enumerate(TYPES)}
    assert named == {"上海": "Place", "栖云": "Organization", "缪栖梧": "Person"}
    assert [label for label in sample.labels if label % 2] == [begin[kind] for kind in named.values()]
    assert sample.labels[key.index("李")] == 0 or sample.labels[-1] == 0


def test_a_name_that_ends_in_one_sign_for_two_letters_is_learnt_whole(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    (sample,) = read_samples(golds(ontology, "[行者Ⅱ|D]升空了。\n"), finder, TYPES)

    assert {sample.proposed.text.key[start:end] for start, end, _ in sample.names} == {"行者II"}


def test_gold_that_tells_forms_and_not_places_teaches_them_wherever_they_stand(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    entity = GoldEntity("e1", "Organization", "栖云公司", ("栖云公司", "栖云"))
    (sample,) = read_samples([Gold("d", "栖云公司說，栖云很忙。", (entity,), ())], finder, TYPES)

    key = sample.proposed.text.key
    assert [key[start:end] for start, end, _ in sorted(sample.names)] == ["栖云公司", "栖云"]


def test_names_are_exchanged_for_others_of_their_type(ontology: Ontology) -> None:
    many = golds(
        ontology,
        "".join(
            f"[{name}|P]在[{place}|L]说，[{name}|P]很忙，第{number}次了。\n\n"
            for number, (name, place) in enumerate([("缪栖梧", "上海"), ("费伯渊", "台州"), ("路衍之", "泗水")])
        ),
    )
    names = {(mark.type, gold.text[mark.start : mark.end]) for gold in many for mark in gold.marks}

    others = exchanged(many)

    assert others == exchanged(many)
    for old, new in zip(many, others, strict=True):
        told = [(mark.type, new.text[mark.start : mark.end]) for mark in new.marks]
        assert set(told) <= names
        assert [kind for kind, _ in told] == [mark.type for mark in old.marks]
        assert told[0] == told[2]  # one thing keeps one name


@pytest.fixture(scope="module")
def few(ontology: Ontology) -> list[Gold]:
    every = select_part(read_gold([ontology.folder / "examples"], ontology.schema), "train")
    marked = [gold for gold in every if gold.text and gold.marks]
    return marked[:: len(marked) // 40]


def test_a_table_comes_out_that_knows_more_than_nothing_and_is_the_same_each_time(
    ontology: Ontology, few: list[Gold], tmp_path: Path
) -> None:
    steps: list[str] = []

    first = train(ontology, few, folds=2, workers=1, progress=steps.append)
    second = train(ontology, few, folds=2, workers=2)

    write_table(first.table, tmp_path / "one.npz")
    write_table(second.table, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert first.table.groups is not None
    write_groups(first.table.groups, tmp_path / "word-groups.npz")
    assert load_table(tmp_path / "one.npz", ontology.schema) is not None
    assert first.weighed.total.right > 0
    assert first.weighed.total.gold == first.before.total.gold == sum(one.gold for one in first.before.types.values())
    assert set(first.sources) == {"gazetteer", "grammar", "jieba", "tagger"}
    assert steps[0] == "reading the examples"


def test_too_few_paragraphs_are_refused(ontology: Ontology, few: list[Gold]) -> None:
    with pytest.raises(UsageError, match=r"are too few to train on\n  hint: give 30 at least"):
        train(ontology, few[:5], folds=2)


def test_one_fold_is_refused(ontology: Ontology, few: list[Gold]) -> None:
    with pytest.raises(UsageError, match="two at least"):
        train(ontology, few, folds=1)


def test_the_missing_library_is_told_with_the_command_that_installs_it(
    ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.training.learner import learn_worth

    monkeypatch.setitem(sys.modules, "pycrfsuite", None)

    with pytest.raises(UsageError, match=r"pip install 'kg\[train\]'"):
        learn_worth([(["always"], True)])


def test_the_command_replaces_a_table_of_an_ontology_of_ones_own_that_is_of_no_use(
    tmp_path: Path, ontology: Ontology, few: list[Gold]
) -> None:
    from shutil import copytree

    own = tmp_path / "own"
    copytree(ontology.folder, own, ignore=lambda _, names: {"examples"} & set(names))
    (own / "tagger.npz").write_bytes(b"of another version")
    marked = tmp_path / "mine.txt"
    marked.write_text("".join(f"{_marked(gold)}\n\n" for gold in few), encoding="utf-8")

    told = CliRunner().invoke(
        app, ["train", str(marked), "--ontology", str(own), "--folds", "2", "--workers", "1", "--format", "json"]
    )

    assert told.exit_code == 0, told.output
    assert set(json.loads(told.stdout)["names"]) == {"before", "tagger", "weighed"}
    assert load_ontology(own).table is not None


def _marked(gold: Gold) -> str:
    letters = {kind: kind[0] for kind in TYPES} | {"Place": "L", "Policy": "Y", "Project": "J", "Product": "D"}
    text = gold.text
    for mark in sorted(gold.marks, key=lambda one: -one.start):
        letter = letters[mark.type] if mark.is_entity else letters[mark.type].lower()
        text = f"{text[: mark.start]}[{text[mark.start : mark.end]}|{letter}]{text[mark.end :]}"
    return text


def test_an_ontology_without_examples_is_told(tmp_path: Path) -> None:
    from small_ontology import write_ontology

    told = CliRunner().invoke(app, ["train", "--ontology", str(write_ontology(tmp_path))])

    assert isinstance(told.exception, UsageError)
    assert "the ontology has no examples" in str(told.exception)


def test_fewer_than_one_worker_is_refused_before_any_work(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["train", "--workers", "0", "--out", str(tmp_path / "tagger.npz")])

    assert isinstance(told.exception, UsageError)
    assert "--workers 0" in str(told.exception)


KILLED = """
import os, time
from kg.training.jobs import side_by_side
if __name__ == "__main__":
    with side_by_side(1) as processes:
        print(processes.submit(os.getpid).result(), flush=True)
        processes.submit(time.sleep, 600).result()
"""


@pytest.mark.skipif(not Path("/proc").exists(), reason="no /proc to look for processes in")
def test_processes_that_train_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as training:
        assert training.stdout
        worker = Path("/proc") / training.stdout.readline().strip()
        assert worker.exists()
        training.kill()
    deadline = time.monotonic() + 60
    while worker.exists() and "\nState:\tZ" not in (worker / "status").read_text() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not worker.exists() or "\nState:\tZ" in (worker / "status").read_text()
