"""The parts of `compare.py`: each measures, and gives a table in Markdown and the panels of the picture."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from children import Cost, build, subject
from drawing import Bar, Panel
from tables import exponent, slope, table

ROUNDS = 2
TEXT, PART, STEP, SHORT, SHARED = 150_000, 20_000, 50_000, 60_000, (300_000, 1_500_000)
"""Characters: of the text that all read, of the piece that slow ones read, of the first step of a growing text, of the
text that is read with many rules and names, and of those that workers share."""
ENTITIES, NAMES = 2_000, (0, 100_000, 1_000_000)
RULES = (400, 4_000)
MEGABYTE = 1_000_000

Made = tuple[str, list[Panel]]


@dataclass
class Plan:
    """Where the files of a run lie, and how large all is; texts are written when they are first wanted."""

    folder: Path
    scale: float
    characters: dict[Path, int] = field(default_factory=dict)

    def size(self, of: int) -> int:
        """A size at this scale."""
        return max(1, round(of * self.scale))

    def text(self, size: int) -> Path:
        """A file with a text of at least so many characters at scale 1."""
        path = self.folder / f"{self.size(size)}.jsonl"
        if path not in self.characters:
            told = subject("text", self.folder, self.size(size)).told
            self.characters[path] = told[str(self.size(size))]["characters"]
        return path

    @property
    def one(self) -> Path:
        """A file with one short document; building it first compiles the ontology."""
        if not (self.folder / "one.jsonl").exists():
            self.text(STEP)
            build(self.folder / "one.jsonl", self.folder)
        return self.folder / "one.jsonl"


def by_turns(works: Sequence[Callable[[], Cost]], seconds: Callable[[Cost], float]) -> list[Cost]:
    """Do all works, and again as often as there are rounds; of each the run that took the least."""
    rounds = [[work() for work in works] for _ in range(ROUNDS)]
    return [min(runs, key=seconds) for runs in zip(*rounds, strict=True)]


def beyond(whole: float, start: float) -> float:
    """What the work took beyond the start.

    Raises:
        SystemExit: nothing, so that the text is too short for this machine and its other work.
    """
    if whole <= start:
        raise SystemExit(
            f"the work took {whole:.2f} s with its start, the start alone {start:.2f} s: take a larger SCALE"
        )
    return whole - start


def cpu(cost: Cost) -> float:
    """Processor time of the whole process."""
    return cost.seconds


def work(cost: Cost) -> float:
    """Processor time of the work itself."""
    return float(cost.told["work"])


def others(plan: Plan) -> Made:
    """`kg build` beside cutting words, and beside other readers of names and relations."""
    subjects = {"jieba.cut": TEXT, "jieba.posseg": TEXT}
    if importlib.util.find_spec("jiagu"):
        subjects |= {"jiagu.seg": PART, "jiagu.ner": PART, "jiagu.knowledge": PART}
    else:
        print("jiagu is not installed, its rows are left out; to have them: pip install jiagu", file=sys.stderr)
    whole, one = plan.text(TEXT), plan.one
    texts = {name: plan.text(size) for name, size in subjects.items()}
    start, ours = by_turns([partial(build, path, plan.folder) for path in (one, whole)], cpu)
    runs = by_turns([partial(subject, name, path) for name, path in texts.items()], work)
    size = plan.characters[whole]
    all_of_it, reading = ours.seconds, beyond(ours.seconds, start.seconds)
    rows = [("`kg build`", size, start.seconds, reading, ours.memory)]
    for (name, path), cost in zip(texts.items(), runs, strict=True):
        rows.append((f"`{name}`", plan.characters[path], cost.told["start"], work(cost), cost.memory))
    cells: list[list[str]] = []
    bars: list[Bar] = []
    for name, characters, begin, seconds, memory in rows:
        speed = characters / seconds
        ours_by_theirs = [f"{taken * speed / size:.2f}" for taken in (all_of_it, reading)]
        if not bars:
            ours_by_theirs = ["", ""]
        bars.append(Bar(name.strip("`"), speed, not bars))
        cells.append(
            [
                name,
                f"{characters:,}",
                f"{begin:.2f} s",
                f"{seconds:.2f} s",
                f"{speed:,.0f}",
                *ours_by_theirs,
                _mb(memory),
            ]
        )
    head = (
        "", "characters", "start", "work", "characters a second",
        "`kg build` takes, its start included", "without its start", "peak memory",
    )  # fmt: skip
    return (
        table(
            "The same text",
            head,
            cells,
            "*Takes*: times the work of the other on as much text, without the other's start.",
        ),
        [Panel("Reading text", "characters a second of a processor, without the start", tuple(bars))],
    )


def writers(plan: Plan) -> Made:
    """Writing a graph, beside the libraries that others write it with."""
    entities = plan.size(ENTITIES)
    subject("graph", plan.folder, entities)
    names = ("kg Turtle", "rdflib Turtle", "kg GraphML", "networkx GraphML")
    turtle, rdflib, graphml, networkx = by_turns([partial(subject, one, plan.folder, entities) for one in names], work)
    triples, edges = rdflib.told["count"], networkx.told["count"]
    written = (
        ("Turtle", "kg", triples, "triples", work(turtle), work(turtle), turtle.memory),
        ("Turtle", "rdflib", triples, "triples", work(rdflib), work(turtle), rdflib.memory),
        ("GraphML", "kg", edges, "edges", work(graphml), work(graphml), graphml.memory),
        ("GraphML", "kg, places known", edges, "edges", graphml.told["again"], work(graphml), graphml.memory),
        ("GraphML", "networkx", edges, "edges", work(networkx), work(graphml), networkx.memory),
    )
    rows = [
        [form, who, f"{count:,} {of}", f"{took:.2f} s", f"{count / took:,.0f}", f"{took / ours:.2f}", _mb(memory)]
        for form, who, count, of, took, ours, memory in written
    ]
    head = ("file", "program", "holds", "work", "a second", "times as long as `kg`", "peak memory")
    remarks = (
        "Each has the graph in memory before the clock runs, in its own form. `kg` finds a place in the plane for each "
        "node of GraphML; *places known* is what writing takes once they are found, as when `graph.html` was written "
        "before.",
    )
    bars = tuple(Bar(f"{form}, {who}", row[0], who[:2] == "kg") for form, who, _, _, *row in written)
    return table("Writing the same graph", head, rows, *remarks), [
        Panel("Writing a graph", "seconds of a processor", bars)
    ]


def growing_text(plan: Plan) -> Made:
    """`kg build` of a text, of one twice as long, and so on."""
    sizes = [STEP * times for times in (1, 2, 4, 8)]
    texts = [plan.one, *map(plan.text, sizes)]
    start, *runs = by_turns([partial(build, path, plan.folder) for path in texts], cpu)
    characters = [plan.characters[path] for path in texts[1:]]
    reading = [(float(size), beyond(cost.seconds, start.seconds)) for size, cost in zip(characters, runs, strict=True)]
    memory = [(float(size), float(cost.memory)) for size, cost in zip(characters, runs, strict=True)]
    rows = [
        [f"{size:,}", f"{cost.seconds:.2f} s", f"{seconds:.2f} s", f"{1000 * seconds / size:.3f} ms", _mb(cost.memory)]
        for size, cost, (_, seconds) in zip(characters, runs, reading, strict=True)
    ]
    points = tuple((size / 1000, cost.seconds) for size, cost in zip(characters, runs, strict=True))
    weights = tuple((size / 1000, cost.memory / MEGABYTE) for size, cost in zip(characters, runs, strict=True))
    return (
        table(
            "Text",
            (
                "characters",
                "`kg build`",
                f"without the start ({start.seconds:.2f} s)",
                "for each character",
                "peak memory",
            ),
            rows,
            f"Time without the start grows with the power {exponent(reading):.2f} of the text (1 is linear); "
            f"a million characters more cost {MEGABYTE * slope(reading):.1f} s, "
            f"and {slope(memory):.0f} MB of memory, at these sizes.",
        ),
        [
            Panel(
                "Longer text: time of kg build", "seconds of a processor", points=points, x_unit="thousand characters"
            ),
            Panel("Longer text: peak memory", "MB", points=weights, x_unit="thousand characters"),
        ],
    )


def cores(plan: Plan) -> Made:
    """`kg build` with one worker and with two, of a text and of one five times as long."""
    counts, paths = (1, 2), [plan.text(size) for size in SHARED]
    tasks = [partial(build, path, plan.folder, workers=count) for path in (plan.one, *paths) for count in counts]
    runs = by_turns(tasks, lambda cost: cost.clock)
    starts = runs[:2]
    rows: list[list[str]] = []
    bars: list[Bar] = []
    for number, path in enumerate(paths, 1):
        wholes = runs[2 * number : 2 * number + 2]
        works = [beyond(whole.clock, start.clock) for start, whole in zip(starts, wholes, strict=True)]
        for count, start, whole, work in zip(counts, starts, wholes, works, strict=True):
            rows.append(
                [
                    f"{plan.characters[path]:,}", str(count), f"{whole.clock:.2f} s",
                    f"{wholes[0].clock / whole.clock:.2f}", f"{start.clock:.2f} s", f"{works[0] / work:.2f}",
                    f"{whole.seconds:.2f} s", _mb(whole.memory),
                ]
            )  # fmt: skip
            name = f"{plan.characters[path]:,}, {count} worker{'s' * (count > 1)}"
            bars.append(Bar(name, plan.characters[path] / whole.clock))
    head = (
        "characters", "`--workers`", "clock", "times as fast", "of this the start", "times as fast without the start",
        "processors", "peak of the largest",
    )  # fmt: skip
    return (
        table(
            "Cores",
            head,
            rows,
            "On a machine that does other work at the same time these clocks mean little. *Start*: a build of one "
            "document, for which with two workers another process is started too.",
        ),
        [Panel("Workers", "characters a second by the clock, start included", tuple(bars))],
    )


def rules(plan: Plan) -> Made:
    """Few rules and many; see `rules.py`."""
    few, many = subject("rules", plan.size(SHORT), *RULES).told["rows"]
    rows = [
        [
            f"{one['rules']:,}",
            f"{one['triggers']:,}",
            f"{one['seconds']:.2f} s",
            f"{one['seconds'] / few['seconds']:.2f}",
        ]
        for one in (few, many)
    ]
    head = ("rules", "triggers", f"reading {few['characters']:,} characters", "times")
    bars = tuple(Bar(f"{one['rules']:,} rules", one["seconds"]) for one in (few, many))
    return table("Rules", head, rows), [
        Panel("Rules", f"seconds of a processor for {few['characters']:,} characters", bars)
    ]


def names(plan: Plan) -> Made:
    """The gazetteer as it is, and with many further names."""
    counts = sorted({plan.size(count) if count else 0 for count in NAMES})
    path, one = plan.text(SHORT), plan.one
    subject("names", plan.folder, *counts)
    folders = [plan.folder / f"names-{count}" for count in counts]
    first = [subject("gazetteer", folder, one) for folder in folders]
    runs = by_turns([partial(subject, "gazetteer", folder, path) for folder in folders], work)
    speeds = [cost.told["characters"] / work(cost) for cost in runs]
    rows = [
        [
            f"{cost.told['names']:,}", f"{made.told['start']:.2f} s", f"{cost.told['start']:.2f} s",
            f"{speed:,.0f}", f"{speeds[0] / speed:.2f}", _mb(cost.memory), _mb(made.memory),
        ]
        for made, cost, speed in zip(first, runs, speeds, strict=True)
    ]  # fmt: skip
    head = (
        "entries", "loading from files", "from the cache", "characters a second", "times as long",
        "peak memory", "peak when loading from files",
    )  # fmt: skip
    labels = [f"{cost.told['names']:,} entries" for cost in runs]
    return (
        table("Known names", head, rows),
        [
            Panel("Known names: reading", "characters a second of a processor", tuple(map(Bar, labels, speeds))),
            Panel(
                "Known names: peak memory",
                "MB",
                tuple(Bar(n, c.memory / MEGABYTE) for n, c in zip(labels, runs, strict=True)),
            ),
        ],
    )


def _mb(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB"


PARTS: dict[str, Callable[[Plan], Made]] = {
    "others": others,
    "writers": writers,
    "text": growing_text,
    "cores": cores,
    "rules": rules,
    "names": names,
}
"""By the name that `compare.py --only` takes."""
