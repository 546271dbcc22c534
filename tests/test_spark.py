"""The engine for clusters: the bytes of one process from Spark, here and on a cluster of which a part is lost."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
from pathlib import Path
from typing import Any

import pytest

import kg
from clusters import QUICK, LocalSpark, cluster, executors, need_spark
from commanding import run_kg
from kg.engines.spark import Summed, build
from kg.errors import InputError, KgError, OutputError, UsageError
from kg.evaluation.annotated import read_gold
from kg.ontology import Ontology, default_data
from kg.resolution.scripts import to_hant

SHARED = (
    "新南海深蓝航运科技有限公司昨天在上海成立。",
    "深蓝航运科技与中国船舶集团签约。",
    "北京大学教授王晓明出席了会议。",
    "上海银行行长王晓明表示支持。",
    "北溟远航造船有限公司（下称远航造船）由中国船舶集团创办。",
    "远航造船昨日交付三艘轮船。",
)
"""Sentences that mean something together: forms told by one document and used by another, and namesakes."""


@pytest.fixture(scope="module")
def texts(ontology: Ontology) -> list[str]:
    """Some texts in both scripts, dense in names."""
    golds = [gold.text for gold in read_gold([default_data("ontology") / "examples"], ontology.schema)]
    choose = random.Random(9)  # noqa: S311
    some = ["\n\n".join(choose.sample(golds, 2)) for _ in range(150)]
    return [*SHARED, *(to_hant(text) if number % 3 == 0 else text for number, text in enumerate(some))]


@pytest.fixture(scope="module")
def inputs(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two folders: documents with odd names, one id twice, JSON lines in two files, and what cannot be read."""
    one, two = tmp_path_factory.mktemp("in 1 [中]"), tmp_path_factory.mktemp("in%202")
    (one / "深 +%41").mkdir()
    for number, text in enumerate(texts[:60]):
        folder = one / "深 +%41" if number % 2 else one
        (folder / f"{number:03} 文.txt").write_text(text, encoding="utf-8" if number % 5 else "gb18030")
    (two / "000 文.txt").write_text(texts[60], encoding="utf-8")
    shutil.copytree(default_data("seeds"), two / "seeds")
    rows = [{"id": f"行{number}", "text": text, "title": f"题{number}"} for number, text in enumerate(texts[61:])]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    odd = ["", '{"id": "x"', json.dumps({"id": "y"}), json.dumps({"id": "z", "text": ["no"]}), lines[3]]
    (two / "a.jsonl").write_text("\n".join(lines[:40] + odd) + "\r\n", encoding="utf-8")
    (two / "b.jsonl").write_text("\ufeff" + "\n".join([lines[7], *lines[40:]]), encoding="utf-8")
    (two / "picture.png").write_bytes(b"\x89PNG")
    (two / "broken.docx").write_bytes(b"no zip")
    return [one, two]


@pytest.fixture(scope="module")
def expected(inputs: list[Path], ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process makes of them."""
    out = tmp_path_factory.mktemp("local")
    kg.build(inputs, out, ontology=ontology, formats=["ttl"], workers=1)
    return out


@pytest.fixture(scope="module")
def built(
    local_spark: LocalSpark, inputs: list[Path], ontology: Ontology, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Summed]:
    local_spark.session()
    out = tmp_path_factory.mktemp("spark")
    return out, build(inputs, out, ontology=ontology)


def test_spark_writes_the_bytes_of_one_process(built: tuple[Path, Summed], expected: Path) -> None:
    assert (built[0] / "graph.ttl").read_bytes() == (expected / "graph.ttl").read_bytes()
    assert sorted(path.name for path in built[0].iterdir()) == ["graph.ttl", "report.json"]


def test_the_report_has_the_sums_of_one_process(built: tuple[Path, Summed], expected: Path) -> None:
    ours = json.loads((built[0] / "report.json").read_text(encoding="utf-8"))
    theirs = json.loads((expected / "report.json").read_text(encoding="utf-8"))

    assert ours["sums"] == theirs["sums"]
    assert ours["files"]["graph.ttl"]["bytes"] == theirs["files"]["graph.ttl"]["bytes"]


def test_what_cannot_be_read_is_told_with_its_reason(built: tuple[Path, Summed], expected: Path) -> None:
    told = {(Path(one.path.split(":")[0]).name, one.reason) for one in built[1].skipped.first}

    assert ("picture.png", "no reader for .png files") in told
    assert ("a.jsonl", "no text") in told
    assert any(name == "a.jsonl" and reason.startswith("broken JSON") for name, reason in told)
    assert any(name == "a.jsonl" and reason.startswith("repeated id") for name, reason in told)
    assert any(name == "broken.docx" for name, _ in told)


def test_only_the_linked_part_of_the_vocabulary_comes_to_one_place(built: tuple[Path, Summed]) -> None:
    assert 0 < built[1].linked < built[1].uses
    assert built[1].told > 0


@pytest.mark.usefixtures("spark")
def test_parquet_gives_what_json_lines_give(ontology: Ontology, texts: list[str], tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [{"n": number, "words": text, "title": f"题{number}"} for number, text in enumerate(texts[:20])]
    (tmp_path / "rows").mkdir()
    for number in range(2):
        half = pyarrow.Table.from_pylist(rows[number::2])
        pyarrow.parquet.write_table(half, tmp_path / "rows" / f"part-{number}.parquet")
    lines = [json.dumps({**row, "text": row["words"], "id": row["n"]}) for row in rows]
    (tmp_path / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    columns = kg.readers.Options(text_column="words", id_column="n")

    how = {"ontology": ontology, "base_iri": "https://example.net/x#"}
    build([tmp_path / "rows"], tmp_path / "spark", reading=columns, **how)
    kg.build([tmp_path / "rows.jsonl"], tmp_path / "local", formats=["ttl"], workers=1, **how)

    assert (tmp_path / "spark/graph.ttl").read_bytes() == (tmp_path / "local/graph.ttl").read_bytes()
    with pytest.raises(UsageError, match=r"no column 'text'\n  hint: .* there are: n, words, title"):
        build([tmp_path / "rows"], tmp_path / "spark", ontology=ontology, reading=kg.readers.Options(id_column="n"))


def test_rows_of_one_key_are_sorted_into_one_partition(spark: Any) -> None:
    from pyspark.sql import functions as f

    from kg.engines.spark.frames import sorted_by

    rows = [(str(number % 3), f"{number:03}") for number in range(300)]
    ordered = sorted_by(spark.createDataFrame(rows, "key string, id string"), "key", then=["id"])
    placed = ordered.withColumn("part", f.spark_partition_id()).collect()

    assert [(row.key, row.id) for row in placed] == sorted(rows)
    assert len({(row.key, row.part) for row in placed}) == 3


@pytest.mark.usefixtures("spark")
def test_earlier_files_stay_when_a_build_fails(ontology: Ontology, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/empty.txt").write_text(" ")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/graph.ttl").write_text("before")

    with pytest.raises(InputError, match=r"in/empty\.txt: empty document"):
        build([tmp_path / "in"], tmp_path / "out", ontology=ontology)
    with pytest.raises(InputError, match=r"no such file or folder"):
        build([tmp_path / "nowhere"], tmp_path / "out", ontology=ontology)
    with pytest.raises(InputError, match=r"cannot be reached: .*nosuch"):
        build(["nosuch://host/folder"], tmp_path / "out", ontology=ontology)
    with pytest.raises(InputError, match="empty document"):
        build([tmp_path / "in"], tmp_path / "out", ontology=ontology, strict=True)

    assert [(path.name, path.read_text()) for path in (tmp_path / "out").iterdir()] == [("graph.ttl", "before")]


@pytest.mark.usefixtures("spark")
def test_a_folder_that_cannot_be_is_told(ontology: Ontology, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputError, match="a file stands where a folder is needed"):
        build([default_data("seeds")], tmp_path / "file", ontology=ontology)


# -- a cluster -----------------------------------------------------------------------------------------------------


def test_a_cluster_that_loses_an_executor_writes_the_same_bytes(
    local_spark: LocalSpark, inputs: list[Path], expected: Path, ontology: Ontology, tmp_path: Path
) -> None:
    """One of two executors is killed when names are decided: what it read and kept is lost with it."""
    local_spark.end()
    killed: list[int] = []

    def lose(step: str) -> None:
        if step == "merging what is stated":
            there = executors(tmp_path)
            os.kill(there[0], signal.SIGKILL)
            killed.extend(there)

    with cluster(tmp_path) as master:
        conf = {**QUICK, "spark.executor.memory": "512m"}
        build(inputs, tmp_path / "out", master=master, conf=conf, ontology=ontology, on_step=lose)

    assert len(killed) == 2
    assert (tmp_path / "out" / "graph.ttl").read_bytes() == (expected / "graph.ttl").read_bytes()
    assert local_spark.told() == "", "Java is quiet, whatever it loses"


# -- wrong calls, for which Spark need not start -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--master", "nonsense"], 2, "--master nonsense: no master of Spark\n  hint: give one like local"),
        (["--workers", "3"], 2, "--workers is none of --engine spark"),
        (["--licence", "https://example.org/l"], 2, "dataset.ttl, which --engine spark does not write"),
        (["--conf", "memory=1g"], 2, "--conf memory=1g: wants spark.NAME=VALUE"),
        (["--format", "html"], 2, "--engine spark writes ttl, not html"),
        (["--master", "spark://127.0.0.1:none"], 2, "'none' is no port"),
    ],
)
def test_a_wrong_call_is_told(arguments: list[str], code: int, message: str, tmp_path: Path) -> None:
    need_spark()
    done = run_kg("build", "--engine", "spark", *arguments, "-o", str(tmp_path / "out"))

    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_java_it_is_told_what_to_install(tmp_path: Path) -> None:
    need_spark()
    done = run_kg("build", "--engine", "spark", "-o", str(tmp_path / "out"), JAVA_HOME=str(tmp_path))

    assert done.returncode == 1
    assert re.search("Spark needs Java 17 or newer: JAVA_HOME is .*\n  hint: install it", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_master_that_does_not_answer_is_told_at_once(tmp_path: Path) -> None:
    need_spark()
    with socket.socket() as one:  # bound, but nobody listens
        one.bind(("127.0.0.1", 0))
        with pytest.raises(KgError, match=r"no master answers \(127.0.0.1:\d+: Connection refused\)"):
            build([], tmp_path, master=f"spark://127.0.0.1:{one.getsockname()[1]}")


def test_an_unknown_engine_is_wrong_usage() -> None:
    from kg.engines import validate_engine

    assert validate_engine("local") == "local"
    with pytest.raises(UsageError, match="unknown; known are local, spark"):
        validate_engine("steam")
