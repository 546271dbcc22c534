"""What cannot be read is told so that a user sees what to do, however much of it there is."""

from __future__ import annotations

from kg.errors import InputError
from kg.readers import SUFFIXES
from kg.readers.telling import condensed, nothing_read
from reading_made import Make, line, read_all


def test_many_alike_lines_of_one_file_are_one_thing_to_mend(make: Make) -> None:
    root = make({"a.jsonl": line(url="u", content="一") * 50 + b"{", "b.jsonl": line(id="b")})
    told = list(condensed(read_all(root)[1]))

    assert [one.partition("\n")[0].removeprefix(f"{root}/") for one in told] == [
        "a.jsonl:1: no id",
        "a.jsonl:2: no id",
        "a.jsonl: 48 further lines: no id",
        "a.jsonl:51:2: broken JSON: unexpected end of data",
        "b.jsonl:1: no text",
    ]
    assert all("hint: " in one for one in told)


def test_ids_that_are_repeated_are_alike_whatever_they_are(make: Make) -> None:
    rows = b"".join(line(id=str(number % 9), text="一") for number in range(18))

    assert len(list(condensed(read_all(make({"a.jsonl": rows}))[1]))) == 3


def test_where_nothing_could_be_read_the_reasons_and_what_to_do_are_told() -> None:
    problems = [InputError(f"a.jsonl:{number}", "no id", "name it with --id-column") for number in range(1, 9)]
    told = str(nothing_read("in", [*problems, InputError("b.doc", "no reader", "save it as .docx")], SUFFIXES))

    assert told.startswith("in: no document could be read\n  hint: ")
    assert "a.jsonl:1: no id (name it with --id-column)" in told
    assert "b.doc: no reader (save it as .docx)" in told
    assert "9 problems in all" in told
    assert "a.jsonl:2" not in told


def test_a_single_problem_is_told_by_itself() -> None:
    problem = InputError("a.doc", "no reader", "save it as .docx")

    assert nothing_read("in", [problem], SUFFIXES) is problem
    assert ".docx" in nothing_read("in", [], SUFFIXES).hint
