"""An ontology that comes out of the cache is the one that its folder holds, or it is read anew."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

import kg.ontology
from kg.compiled import Parts, keep_parts, kept_parts
from kg.keeping import program
from kg.keeping.files import KEPT, keep_value, kept_value
from kg.keeping.plain import from_plain, to_plain
from kg.knowledge.identity import IdentityRules
from kg.ontology import Ontology, load_ontology
from kg.tagging.table import make_table, table_from_bytes, table_to_bytes
from small_ontology import BUILT, HEADER, write_ontology


def file_in(cache: Path) -> Path:
    (path,) = cache.glob("ontology-*")
    return path


def load_anew(folder: Path, cache: Path | None = None) -> Ontology:
    """Load as a process does that has loaded nothing yet."""
    kg.ontology._last = None
    return load_ontology(folder, cache=cache)


def same(one: Ontology, other: Ontology) -> bool:
    pairs = [
        (ontology.schema, ontology.grammar, ontology.rules, ontology.identity, list(ontology.gazetteer.entries.items()))
        for ontology in (one, other)
    ]
    return pairs[0] == pairs[1] and list(one.gazetteer.forms.items()) == list(other.gazetteer.forms.items())


def test_the_ontology_that_comes_with_the_package_comes_back_as_it_was(ontology: Ontology, tmp_path: Path) -> None:
    same_but_table = ontology.schema, ontology.gazetteer, ontology.grammar, ontology.rules, ontology.identity
    keep_parts(tmp_path / "cache", ontology.digest, Parts(*same_but_table, ontology.table))
    parts = kept_parts(tmp_path / "cache", ontology.digest)

    assert parts
    assert parts.schema == ontology.schema
    assert parts.grammar == ontology.grammar
    assert parts.rules == ontology.rules
    assert parts.identity == ontology.identity != IdentityRules()
    assert parts.gazetteer.entries == ontology.gazetteer.entries
    assert list(parts.gazetteer.forms.items()) == list(ontology.gazetteer.forms.items())
    text = "北京大学在北京市海淀区，上海交通大学在上海市。"
    assert parts.gazetteer.find(text) == ontology.gazetteer.find(text) != []


def test_the_table_of_the_tagger_comes_back_as_it_was(ontology: Ontology) -> None:
    table = ontology.table
    assert table
    again = table_from_bytes(table_to_bytes(table))

    for name in ("numbers", "weights", "labels", "moves"):
        assert getattr(again, name).dtype == getattr(table, name).dtype
        assert np.array_equal(getattr(again, name), getattr(table, name))
    assert (again.types, again.worth, again.about) == (table.types, table.worth, table.about)
    assert np.array_equal(again.rows(), table.rows())
    assert again.groups
    assert table.groups
    assert again.groups.sum() == table.groups.sum()


def test_a_table_without_groups_of_words_comes_back_so() -> None:
    table = make_table(["Place"], {3: {0: 1.0}, 9: {1: -2.0}}, {}, {"known": 500}, {"made": "of nothing"})

    again = table_from_bytes(table_to_bytes(table))

    assert again.groups is None
    assert np.array_equal(again.rows(), table.rows())
    with pytest.raises(ValueError, match="no table"):
        table_from_bytes(b"PK none")


def test_what_is_kept_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_ontology(tmp_path, BUILT)
    first = load_anew(folder, tmp_path / "cache")
    for name in ("load_table", "load_schema", "load_gazetteer", "load_grammar", "load_rules", "load_identity"):
        monkeypatch.delattr(f"kg.ontology.{name}")

    assert same(load_anew(folder, tmp_path / "cache"), first)


def test_any_change_of_the_folder_reads_anew(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path, BUILT)
    load_ontology(folder, cache=tmp_path / "cache")
    (folder / "gazetteer" / "Port.tsv").write_text(
        f"{HEADER}\n赤洲群岛\t\t\t\t\teditors\n青屿深水港\t\t\t\t\teditors\n", "utf-8"
    )

    changed = load_ontology(folder, cache=tmp_path / "cache")

    assert same(changed, load_anew(folder))
    assert "白沙河口港" not in changed.gazetteer.forms


def test_what_was_loaded_last_is_given_again_until_its_folder_changes(tmp_path: Path) -> None:
    folder = write_ontology(tmp_path, BUILT)
    first = load_ontology(folder)

    assert load_ontology(folder) is first
    (folder / "gazetteer" / "Port.tsv").write_text(
        f"{HEADER}\n赤洲群岛\t\t\t\t\teditors\n青屿深水港\t\t\t\t\teditors\n", "utf-8"
    )
    assert "白沙河口港" in first.gazetteer.forms
    assert "白沙河口港" not in load_ontology(folder).gazetteer.forms


def test_sources_of_names_are_made_anew_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "counted_tagger.py").write_text(
        "class Finds:\n    name = 'counted'\n\n    def names(self, text):\n        return ()\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    folder = write_ontology(tmp_path, BUILT)
    one, other = (load_ontology(folder, ["counted_tagger:Finds"]) for _ in range(2))

    assert one.sources[0] is not other.sources[0]
    assert load_ontology(folder).sources == ()


@pytest.mark.parametrize("harm", [b"", b"x" * 100, None])
def test_a_broken_file_is_read_past_and_replaced(tmp_path: Path, harm: bytes | None) -> None:
    folder, cache = write_ontology(tmp_path, BUILT), tmp_path / "cache"
    first = load_anew(folder, cache)
    path = file_in(cache)
    whole = path.read_bytes()
    path.write_bytes(whole[:-5] + b"x" + whole[-4:] if harm is None else harm)

    assert kept_parts(cache, first.digest) is None
    assert same(load_anew(folder, cache), first)
    assert path.read_bytes() == whole


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_what_others_can_write_to_is_not_read(tmp_path: Path) -> None:
    folder, cache = write_ontology(tmp_path, BUILT), tmp_path / "cache"
    digest = load_anew(folder, cache).digest
    path = file_in(cache)

    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o666)
    assert kept_parts(cache, digest) is None
    path.chmod(0o600)
    assert kept_parts(cache, digest)
    cache.chmod(0o777)
    assert kept_parts(cache, digest) is None
    cache.chmod(0o700)
    shutil.move(path, tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert kept_parts(cache, digest) is None


def test_a_file_under_the_name_of_another_is_not_taken(tmp_path: Path) -> None:
    keep_value(tmp_path / "cache", "a", "1", ["one"])
    shutil.copy(tmp_path / "cache" / "a-1", tmp_path / "cache" / "a-2")

    assert kept_value(tmp_path / "cache", "a", "1") == ["one"]
    assert kept_value(tmp_path / "cache", "a", "2") is None


def test_only_a_few_files_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        keep_value(tmp_path / "cache", "a", str(number), number)

    assert len(list((tmp_path / "cache").iterdir())) == KEPT


@pytest.mark.parametrize("kind", ["matcher", "names", "tagger"])
def test_where_a_part_is_broken_all_is_read_anew(tmp_path: Path, kind: str) -> None:
    folder, cache = write_ontology(tmp_path, BUILT), tmp_path / "cache"
    first = load_anew(folder, cache)
    (path,) = cache.glob(f"{kind}-*")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])

    assert kept_parts(cache, first.digest) is None
    assert same(load_anew(folder, cache), first)
    assert path.read_bytes() == whole


def test_processes_that_race_all_load_and_leave_one_file_of_each_kind(tmp_path: Path) -> None:
    folder, cache = write_ontology(tmp_path, BUILT), tmp_path / "cache"
    code = "import sys; from pathlib import Path; from kg.ontology import load_ontology\n"
    code += "load_ontology(Path(sys.argv[1]), cache=Path(sys.argv[2]))"
    running = [subprocess.Popen([sys.executable, "-c", code, str(folder), str(cache)]) for _ in range(3)]

    assert [process.wait() for process in running] == [0, 0, 0]
    assert sorted(path.name.partition("-")[0] for path in cache.iterdir()) == ["matcher", "names", "ontology", "tagger"]
    assert same(load_anew(folder, cache), load_anew(folder))


def test_what_is_no_plain_value_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        to_plain({"a": object()}, ())
    for plain in ([], [7], [2, "a"], [1, [0, [1, []]]]):
        with pytest.raises(ValueError, match="no plain value"):
            from_plain(plain, ())


def test_versions_of_libraries_are_those_that_are_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {library: program._installed()[library] for library in program.LIBRARIES}
    assert told == {library: version(library) for library in program.LIBRARIES}
    (tmp_path / "numpy-0.1.dist-info").mkdir()
    (tmp_path / "numpy_stubs-7.dist-info").mkdir()
    before = program.program_digest.__wrapped__()
    monkeypatch.syspath_prepend(tmp_path)

    assert program._installed()["numpy"] == "0.1"
    assert program.program_digest.__wrapped__() != before
    assert program._version("no-such-library") == ""
