"""The files by which a project is found, cited, packed and spoken to say what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from kg.version import __version__
from pages import ROOT, run

FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")


def _project() -> dict[str, object]:
    loaded: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return loaded


def test_the_citation_names_this_version_and_licence() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    assert citation["version"] == __version__
    assert citation["license"] == _project()["license"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_each_form_asks_for_something_that_must_be_told(form: Path) -> None:
    asked = yaml.safe_load(form.read_text(encoding="utf-8"))
    fields = [field for field in asked["body"] if field["type"] != "markdown"]

    assert asked["name"]
    assert asked["description"]
    assert all(field["attributes"]["label"] for field in fields)
    assert any(field.get("validations", {}).get("required") for field in fields)
    assert len({field["id"] for field in fields}) == len(fields)


def test_the_container_runs_a_python_that_the_package_wants_and_not_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    (python,) = [re.fullmatch(r"FROM python:3\.(\d+)-slim", line) for line in lines if line.startswith("FROM")]

    assert python
    assert int(python[1]) >= int(re.sub(r"\D+3\.", "", str(_project()["requires-python"])))
    assert [line for line in lines if line.startswith("USER ")][-1] not in ("USER root", "USER 0")


def test_the_container_is_built_as_its_linter_wants_it(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN cd /src && pip install .\n", encoding="utf-8")

    assert run(["hadolint", "Dockerfile"], tmp_path).returncode == 1
    assert run(["hadolint", "Dockerfile"], ROOT).stdout == ""


def test_the_versions_of_python_that_are_stated_are_wanted() -> None:
    stated = [one.rpartition(" ")[2] for one in _project()["classifiers"] if re.search(r":: 3\.\d+$", one)]  # type: ignore[attr-defined]

    assert stated == ["3.11", "3.12", "3.13"]
    assert _project()["requires-python"] == f">={stated[0]}"


def test_what_the_package_is_made_of_goes_into_the_container() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()

    assert not {"src", "ontology", "seeds", "README.md", "LICENSE", "pyproject.toml"} & set(ignored)
