"""The command line as a user meets it: exit codes, messages without traces, output that a fault leaves untouched."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from commanding import Done, run_kg
from small_ontology import BUILT, write_ontology

KG = Path(sys.executable).parent / "kg"
TEXT = "北溟造船公司建造了长风破浪号。\n"


class Place:
    """A folder with an ontology and a document, in which commands are run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ontology = write_ontology(folder, BUILT)
        self.write("in/a.txt", TEXT)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def kg(self, *arguments: str, text: str = "") -> Done:
        return run_kg(*arguments, folder=self.folder, stdin=text.encode(), COLUMNS="100")

    def build(self, *arguments: str, text: str = "") -> Done:
        """``kg build`` with the small ontology, Turtle alone unless a format is given."""
        return self.kg(*self.command(*arguments), text=text)

    def build_apart(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The same in a process of its own."""
        command = [str(KG), *self.command(*arguments)]
        told = {**os.environ, "COLUMNS": "100", **environment}
        return subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", env=told, check=False)

    def command(self, *arguments: str) -> list[str]:
        formats = () if "--format" in arguments else ("--format", "ttl")
        return ["build", *arguments, "--ontology", "ontology", *formats]

    def turtle(self, folder: str = "out") -> str:
        return (self.folder / folder / "graph.ttl").read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def assert_told(result: Done | subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """The command ended with this code and said these things on standard error, and no trace of Python."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    for part in parts:
        assert part in result.stderr


def test_a_build_writes_all_files_and_tells_what_it_did(place: Place) -> None:
    result = place.build_apart("in", "--format", "ttl,graphml,html")

    assert_told(result, 0)
    assert result.stderr == ""
    assert sorted(path.name for path in (place.folder / "out").iterdir()) == [
        "graph.graphml",
        "graph.html",
        "graph.ttl",
        "report.json",
    ]
    for part in ("documents", "builtBy 1", "Firm 1", "Ship 1", "graph.html"):
        assert part in result.stdout
    assert "长风破浪号" in place.turtle()


def test_quiet_says_nothing(place: Place) -> None:
    result = place.build("in", "-q")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_quiet_tells_what_could_not_be_read_and_nothing_else(place: Place) -> None:
    place.write("in/b.txt", TEXT.encode() * 20 + b"\xff")
    place.write("in/c.doc", b"")
    place.build("in", "--cache", "kept")
    (place.folder / "kept" / "extractions.sqlite").write_bytes(b"nothing like a store" * 100)

    told = place.build("in", "--cache", "kept").stderr
    quiet = place.build("in", "--cache", "kept", "-q")

    assert "kg: note: " in told
    assert {line.split(": ")[1] for line in quiet.stderr.splitlines() if line.startswith("kg: ")} == {"skipped"}
    assert quiet.stdout == ""


def test_notes_of_many_documents_of_one_file_are_told_once(place: Place) -> None:
    rows = [json.dumps({"id": str(number), "text": TEXT, "date": ["5 March"]}) for number in range(9)]
    place.write("many/a.jsonl", "\n".join(rows).encode())

    told = [line for line in place.build("many").stderr.splitlines() if line.startswith("kg: note: ")]

    assert told == [
        "kg: note: many/a.jsonl:1: date is not a string: left out",
        "kg: note: many/a.jsonl:2: date is not a string: left out",
        "kg: note: many/a.jsonl: 7 further lines: date is not a string: left out",
    ]


@pytest.mark.parametrize("option", ["--out", "--cache"])
def test_a_folder_without_a_name_is_refused(place: Place, option: str) -> None:
    before = sorted(place.folder.iterdir())

    assert_told(place.build("in", option, ""), 2, f"{option[2:]}: the folder's name is empty", "hint: write .")
    assert sorted(place.folder.iterdir()) == before


def test_python_runs_the_command_line_by_the_name_of_the_package() -> None:
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.startswith("kg "), done.stderr) == (0, True, "")


def test_standard_input_is_a_document(place: Place) -> None:
    result = place.build("-", "-o", "elsewhere", text=TEXT.replace("长风破浪号", "長風破浪號"))

    assert_told(result, 0)
    assert '"stdin"' in place.turtle("elsewhere")
    assert "長風破浪號" in place.turtle("elsewhere")


def test_a_terminal_that_lacks_the_characters_gets_them_escaped(place: Place) -> None:
    result = place.build_apart("in", "-o", "輸出", PYTHONIOENCODING="ascii")

    assert_told(result, 0)
    assert r"\u8f38\u51fa/graph.ttl" in result.stdout
    assert "长风破浪号" in place.turtle("輸出")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["query --list", "explain in/a.txt --ontology ontology"])
def test_an_answer_for_which_there_is_no_room_is_told(place: Place, command: str, unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [str(KG), *command.split()],
            cwd=place.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.startswith(b"kg: error: the answer, or a temporary file: cannot be written: No space left")
    assert b"Traceback" not in done.stderr
    assert b"ignored" not in done.stderr


def test_streams_that_the_caller_has_closed_are_empty(place: Place) -> None:
    line = shlex.join([str(KG), *place.command("in", "-o", "closed")])
    done = [subprocess.run(["sh", "-c", f"{line} {closed}"], cwd=place.folder, check=False, capture_output=True)
            for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-")]  # fmt: skip
    nothing = subprocess.run(["sh", "-c", f"{line} - <&-"], cwd=place.folder, check=False, capture_output=True)

    assert [(one.returncode, one.stderr) for one in done] == [(0, b"")] * 4
    assert b"<stdin>: empty document" in nothing.stderr
    assert "长风破浪号" in place.turtle("closed")


def test_version_and_help(place: Place) -> None:
    version, help_ = place.kg("--version"), place.kg("build", "--help")

    assert (version.returncode, version.stdout) == (0, f"kg {kg.__version__}\n")
    assert help_.returncode == 0
    assert all(option in help_.stdout for option in ("--ontology", "--workers", "--format", "--base-iri", "--strict"))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("binary.txt", bytes(range(256)) * 40, "binary.txt"),
        ("broken.jsonl", '{"id": "x", "text": "好"', "broken.jsonl:1:"),
        ("empty.txt", " \n\n", "empty document"),
    ],
)
def test_what_cannot_be_read_is_told_counted_and_left_out(
    place: Place, name: str, content: str | bytes, reason: str
) -> None:
    place.write(f"in/{name}", content)

    whole, alone, strict = place.build("in"), place.build(f"in/{name}"), place.build("in", "--strict")

    assert_told(whole, 0, "skipped: ", name, reason)
    assert "1, 1 skipped" in whole.stdout
    assert "a.txt" in place.turtle()
    assert_told(alone, 1, "kg: error: ", reason)
    assert_told(strict, 1, "kg: error: ", reason)


def test_a_sound_line_beside_a_broken_one_is_read(place: Place) -> None:
    sound = json.dumps({"id": "one", "text": TEXT}, ensure_ascii=False)
    place.write("in/lines.jsonl", f'{sound}\n{{"id": \n')

    result = place.build("in/lines.jsonl")

    assert_told(result, 0, "in/lines.jsonl:2:", "broken JSON", "hint: ")
    assert '"one"' in place.turtle()


WRONG = [
    (("nowhere.txt",), 1, ("nowhere.txt: no such file or folder", "hint: ")),
    (("in", "-o", "in/a.txt"), 1, ("in/a.txt", "a file stands where a folder is needed", "hint: ")),
    (("in", "--format", "ttl,pdf"), 2, ("'pdf'", "ttl, graphml, html")),
    (("in", "--base-iri", "not an iri"), 2, ("not an iri",)),
    (("in", "--workers", "0"), 2, ("--workers 0", "at least one")),
    (("in", "--workers", "many"), 2, ("--workers", "integer")),
    (("in", "--format", ""), 2, ("no format is given", "ttl, graphml, html")),
    (("",), 2, ("a path is empty", "hint: ")),
    (("in", "--colour"), 2, ("--colour",)),
    *(
        (("in", "--encoding", name), 2, (f"encoding '{name}'", "utf-8"))
        for name in ("none", "rot13", "idna", "undefined")
    ),
    (("in", "--ontology", "nowhere"), 2, ("nowhere", "no such ontology folder")),
    (("in", "--ontology", "in"), 2, ("kg.ttl",)),
]


@pytest.mark.parametrize(("arguments", "code", "parts"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_a_mistake_ends_in_a_message_and_leaves_earlier_output(
    place: Place, arguments: tuple[str, ...], code: int, parts: tuple[str, ...]
) -> None:
    earlier = place.write("out/graph.ttl", "# earlier")
    ontology = () if "--ontology" in arguments else ("--ontology", "ontology")

    result = place.kg("build", *arguments, *ontology)

    assert_told(result, code, *parts)
    assert result.stdout == ""
    assert [path.name for path in earlier.parent.iterdir()] == ["graph.ttl"]
    assert earlier.read_text() == "# earlier"
    assert (place.folder / "in/a.txt").read_text() == TEXT


def test_an_ontology_with_faults_is_told_by_build_and_check_alike(place: Place) -> None:
    place.write("ontology/rules/builtBy.yaml", BUILT.replace("trigger: [", "triger: ["))
    place.write("ontology/gazetteer/Port.tsv", "name\n甲港\n")

    for command in ("build", "check"):
        result = place.kg(command, "--ontology", "ontology")

        assert_told(
            result,
            1,
            "ontology/rules/builtBy.yaml:3:5: ",
            "did you mean 'trigger'?",
            "ontology/gazetteer/Port.tsv:1:5: the header is missing or wrong",
            "faults)",
        )


def test_check_runs_the_examples_of_the_rules(place: Place) -> None:
    sound = place.kg("check", "--ontology", "ontology")
    place.write("ontology/rules/builtBy.yaml", BUILT.replace("<trigger:建造>", "<trigger:拆解>"))
    faulty = place.kg("check", "--ontology", "ontology")

    assert_told(sound, 0)
    assert "1 rules, 1 examples" in sound.stdout
    assert_told(faulty, 1, "ontology/rules/builtBy.yaml:7:16: rule 'builtBy.active': the example gives nothing")


def test_options_that_are_said_and_not_said_give_the_same_bytes(place: Place) -> None:
    formats = "ttl,graphml,html"

    first = place.build_apart("in", "-o", "one", "--workers", "1", "--format", formats, PYTHONHASHSEED="0")
    second = place.build_apart("in", "-o", "two", "--workers", "2", "--format", formats, PYTHONHASHSEED="1")

    assert_told(first, 0)
    assert_told(second, 0)
    for path in (place.folder / "one").iterdir():
        assert path.read_bytes() == (place.folder / "two" / path.name).read_bytes()


def test_a_second_build_reads_nothing_anew_unless_it_is_told_to(place: Place) -> None:
    place.build("in", "--cache", "kept")
    whole = place.turtle()

    again, clean = place.build("in", "--cache", "kept"), place.build("in", "--no-cache")

    assert_told(again, 0)
    assert "from the cache 1 that" in " ".join(again.stdout.split())
    assert "from the cache" not in clean.stdout
    assert place.turtle() == whole


def test_a_broken_cache_is_told_and_the_build_is_whole(place: Place) -> None:
    place.build("in", "--cache", "kept")
    (place.folder / "kept" / "extractions.sqlite").write_bytes(b"nothing like a store" * 100)

    assert_told(place.build("in", "--cache", "kept"), 0, "kg: cache: ", "is broken", "replaced")


def test_a_cache_and_none_exclude_each_other(place: Place) -> None:
    assert_told(place.build("in", "--cache", "kept", "--no-cache"), 2, "exclude each other")


def test_a_working_folder_that_is_gone_is_told(place: Place) -> None:
    command = " ".join(shlex.quote(part) for part in [str(KG), "build", str(place.folder / "in/a.txt"), "-o", "out"])
    gone = place.folder / "gone"
    gone.mkdir()
    ended = subprocess.run(
        ["sh", "-c", f"rmdir ../gone && {command}"], cwd=gone, capture_output=True, encoding="utf-8", check=False
    )
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "no longer there" in ended.stderr
