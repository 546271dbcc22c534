"""How quick the page is: `graph.html` of invented graphs of two sizes, built, opened and used in a real Chromium.

    python benchmarks/page.py [ENTITIES STATEMENTS]

Without arguments 1 000 entities with 3 000 statements, and 20 000 with 60 000. For each it prints what it takes to
write the page, its size, the time from opening it to the first drawing, and for each thing that a reader does the
longest task of the page's main thread. Beside the time on the clock stands the time of the processor, which other
programs of the machine do not lengthen. It needs selenium, chromium and chromedriver.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.export import write_html
from kg.model import DocumentInfo, Entity, Evidence, Graph, Qualifier, Span, Statement
from kg.ontology import default_data
from kg.schema import Schema, load_schema

SIGNS = "中华北京海南江东西山河城光明新国际科技电子信息金融发展工业文化生物医药智能数据能源交通建设环境農業學術聯合創"
ENDS = ["公司", "研究院", "大学", "集团", "中心", "协会", "园区", "基金", "实验室", "委员会"]
FILL = "此次合作旨在推动产业链上下游协同创新，双方将在人才培养、成果转化和平台建设等方面开展长期合作。"


def invented(entities: int, statements: int, schema: Schema) -> Graph:
    """A graph as news makes it: few entities with many relations, many with few; each statement with its sentences."""
    chance = random.Random(1)  # noqa: S311
    types, relations = sorted(schema.types), sorted(schema.relations)
    names: dict[str, None] = {}
    while len(names) < entities:
        names["".join(chance.choices(SIGNS, k=chance.randint(3, 9))) + chance.choice(ENDS)] = None
    labels = list(names)
    documents = [DocumentInfo(f"news/{n:05}.txt", f"新闻第{n}篇", "2024-03-05") for n in range(max(5, entities // 10))]
    ids = [f"{types[place % len(types)]}/{place:05}" for place in range(entities)]
    pool = list(range(entities))
    seen: set[tuple[str, str, str]] = set()
    facts: list[Statement] = []
    while len(facts) < statements:
        source, target = chance.choice(pool), chance.choice(pool)
        key = (ids[source], chance.choice(relations), ids[target])
        if source == target or key in seen:
            continue
        seen.add(key)
        pool += (source, target)  # who has, gets
        support = min(9, 1 + int(chance.expovariate(0.9)))
        found = []
        for _ in range(min(support, 3)):
            text = f"{labels[source]}日前宣布与{labels[target]}签署协议。{FILL}"
            start, second = chance.randint(0, 2000), len(labels[source]) + 6
            ends = Span(start, start + len(labels[source])), Span(start + second, start + second + len(labels[target]))
            date = Qualifier("date", "2024年3月", "2024-03", "gYearMonth")
            document = chance.choice(documents).id
            found.append(Evidence(document, start, start + len(text), *ends, text, f"{key[1]}.active", (date,)))
        places = tuple(sorted({evidence.document for evidence in found}))
        confidence = round(chance.uniform(0.5, 1), 2)
        facts.append(Statement(*key, "", support, confidence, tuple(sorted(found)), places))
    mentions: dict[str, dict[str, int]] = {name: {} for name in ids}
    for fact in facts:
        for end in (fact.subject, fact.object):
            for document in fact.documents:
                mentions[end][document] = mentions[end].get(document, 0) + 1
    things = [
        Entity(
            name,
            name.split("/")[0],
            label,
            label,
            labels=(("zh-Hans", label[:4]),),
            documents=tuple(sorted(mentions[name].items())),
        )
        for name, label in zip(ids, labels, strict=True)
    ]
    facts.sort(key=lambda fact: (fact.subject, fact.relation, fact.object))
    return Graph(tuple(documents), tuple(sorted(things, key=lambda thing: thing.id)), tuple(facts))


def browser(folder: Path) -> Any:
    """A headless Chromium with a fresh profile."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1360,900"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={folder / 'profile'}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    categories = "disabled-by-default-devtools.timeline"
    options.add_experimental_option("perfLoggingPrefs", {"traceCategories": categories})
    return webdriver.Chrome(options=options, service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))


DONE = [
    ("search as one types", "kgPage.search(arguments[0].slice(0, 3))"),
    ("search by initials", "kgPage.search('zg')"),
    ("open the best connected", "kgPage.choose(arguments[1])"),
    ("open another", "kgPage.choose(arguments[2])"),
    ("expand it", "kgPage.expand(arguments[2])"),
    ("shortest path", "kgPage.path(arguments[3], arguments[2])"),
    ("back to the overview", "kgPage.go('', '')"),
    ("hide a type", "document.querySelector('#legend .chip').click()"),
    ("show it again", "document.querySelector('#legend .chip').click()"),
    ("least support 3", "kgPage.filter({ support: 3 })"),
    ("reset the filters", "kgPage.reset()"),
    ("zoom in", "kgPage.network.zoom(1.6)"),
    ("zoom out", "kgPage.network.zoom(0.5)"),
    ("show all", "kgPage.network.fitAll(true)"),
    ("both scripts", "kgPage.filter({ labels: 'both' })"),
]
"""What a reader does, and the call of the page's script behind it: a name, and three entities, are its arguments."""


def measure(entities: int, statements: int, schema: Schema) -> None:
    """Build, open and use the page of one size; print what it took."""
    graph = invented(entities, statements, schema)
    print(f"{entities:,} entities, {statements:,} statements")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "graph.html"
        started, busy = time.perf_counter(), time.process_time()
        with path.open("w", encoding="utf-8", newline="\n") as out:
            write_html(graph, out, base="https://example.org/kg/", schema=schema)
        clock, busy = time.perf_counter() - started, time.process_time() - busy
        print(f"  {'write the page':32} {clock:8.2f} s  {busy:8.2f} s by the processor")
        print(f"  {'size':32} {path.stat().st_size / 1e6:8.2f} MB")
        driver = browser(Path(name))
        try:
            use(driver, path, graph)
        finally:
            driver.quit()


def now(driver: Any, what: str = "Timestamp") -> float:
    """The browser's monotonic clock, that of its traces, in milliseconds: now, or at another of its metrics."""
    metrics = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return 1000 * float(next(metric["value"] for metric in metrics if metric["name"] == what))


def tasks(driver: Any) -> list[tuple[float, float, float]]:
    """The tasks of pages' main threads that the browser tells of: start, length on the clock and by the processor."""
    messages: list[Any] = []
    while entries := driver.get_log("performance"):  # it comes in batches
        messages += [json.loads(entry["message"])["message"] for entry in entries]
        time.sleep(1)
    events = [message["params"] for message in messages if message["method"] == "Tracing.dataCollected"]
    main = {(event["pid"], event["tid"]) for event in events if event["name"] == "FunctionCall"}  # where scripts run
    return [
        (event["ts"] / 1000, event["dur"] / 1000, event.get("tdur", 0) / 1000)
        for event in events
        if event["name"] == "RunTask" and "dur" in event and (event["pid"], event["tid"]) in main
    ]


def use(driver: Any, path: Path, graph: Graph) -> None:
    """Open a page, do everything in ``DONE``, and print how long it took."""
    driver.execute_cdp_cmd("Performance.enable", {})
    driver.get(path.as_uri())
    time.sleep(4)
    begun = now(driver, "NavigationStart")
    drawn = driver.execute_script("return performance.getEntriesByName('kg-drawn')[0].startTime")
    label = graph.entities[len(graph.entities) // 2].label_hans
    chief, lone, other = driver.execute_script(
        "const model = kgPage.model; const order = model.entities.map((_, n) => n).sort(model.heavyFirst);"
        "return [order[0], order[Math.floor(order.length * 0.8)], order[Math.floor(order.length * 0.6)]]"
    )
    starts = [now(driver)]
    for _, script in DONE:
        started = (
            f"const given = [...arguments]; setTimeout(() => {{ (function () {{ {script} }}).apply(null, given); }})"
        )
        driver.execute_script(started, label, chief, lone, other)
        time.sleep(1.5)
        starts.append(now(driver))
    driver.get("about:blank")  # now the browser hands its trace over
    time.sleep(2)
    found = tasks(driver)
    if not found:
        sys.exit("the browser told of no task: its trace is empty")

    def between(first: float, last: float) -> list[tuple[float, float]]:
        return [(clock, busy) for start, clock, busy in found if first <= start < last]

    busy = sum(busy for _, busy in between(begun, begun + drawn))
    print(f"  {'first drawing':32} {drawn / 1000:8.2f} s  {busy / 1000:8.2f} s by the processor")
    print(f"  {'longest task to':32} {'clock':>10} {'processor':>12}")
    longest = [
        max(between(first, last), key=lambda task: task[1], default=(0.0, 0.0)) for first, last in pairwise(starts)
    ]
    for (what, _), (clock, busy) in zip(DONE, longest, strict=True):
        print(f"  {what:32} {clock:7.0f} ms {busy:9.0f} ms")
    clock, busy = max(longest, key=lambda task: task[1])
    print(f"  {'longest of all':32} {clock:7.0f} ms {busy:9.0f} ms")


def main() -> None:
    """Measure and print."""
    schema = load_schema(default_data("ontology") / "kg.ttl")
    sizes = [(int(sys.argv[1]), int(sys.argv[2]))] if len(sys.argv) > 2 else [(1_000, 3_000), (20_000, 60_000)]
    for entities, statements in sizes:
        measure(entities, statements, schema)


if __name__ == "__main__":
    main()
