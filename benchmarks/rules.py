"""What ten times as many rules cost: the same text read with the rules of the ontology, some left out, and with more.

    python benchmarks/rules.py [CHARACTERS] [FEW] [MANY]

The rules are cut to the first FEW (400), and filled up to MANY (4000) with copies that have triggers of their own,
made of the characters that the triggers have: such words stand in the text now and then, as those of further rules
would. Rules without a trigger are not copied, for each copy would state the same once more. Documents are read by turns
with both, so that other work on the machine falls on both; times are CPU time. The text is that of `speed.py`.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import replace

from kg.extraction import Extractor
from kg.garbage import collect_rarely
from kg.model import Document
from kg.ontology import load_ontology
from kg.rules import Rule, RuleSet
from speed import documents

BATCH = 32
"""Documents that are read at once."""


def multiplied(rules: tuple[Rule, ...], many: int) -> tuple[Rule, ...]:
    """The rules, and copies with triggers of their own until there are so many."""
    triggered = [rule for rule in rules if rule.triggers]
    known = {word for rule in rules for word in (*rule.triggers, *rule.pseudo)}
    characters = "".join(sorted(word for rule in triggered for word in rule.triggers))
    choose = random.Random(1)  # noqa: S311
    found = list(rules)
    while len(found) < many:
        rule = triggered[len(found) % len(triggered)]
        made = {"".join(choose.choices(characters, k=max(2, len(word)))) for word in rule.triggers} - known
        if made:
            found.append(replace(rule, name=f"{rule.name}.{len(found)}", triggers=tuple(sorted(made))))
    return tuple(sorted(found, key=lambda rule: rule.name))


def measured(size: int, few: int, many: int) -> list[dict[str, float]]:
    """Read a text of so many characters with few rules and with many.

    Returns:
        For both: ``rules``, ``triggers``, ``seconds`` of processor time, and ``relations`` that were read; also the
        ``characters`` and ``documents`` of the text.
    """
    collect_rarely()
    ontology = load_ontology(None)
    rules = ontology.rules.rules[:few]
    sets = [rules, multiplied(rules, many)]
    extractors = [Extractor(replace(ontology, rules=RuleSet(one, ontology.rules.context))) for one in sets]
    texts = documents(size)
    read = [Document(str(number), text) for number, text in enumerate(texts)]
    seconds, found = [0.0, 0.0], [0, 0]
    for extractor in extractors:
        extractor.extract_all(read[:BATCH])  # what is compiled on first use
    for first in range(0, len(read), BATCH):
        for number, extractor in enumerate(extractors):
            started = time.process_time()
            extractions = extractor.extract_all(read[first : first + BATCH])
            seconds[number] += time.process_time() - started
            found[number] += sum(len(extraction.relations) for extraction in extractions)
    whole = {"characters": sum(map(len, texts)), "documents": len(texts)}
    return [
        {
            **whole,
            "rules": len(one),
            "triggers": sum(len(rule.triggers) for rule in one),
            "seconds": taken,
            "relations": relations,
        }
        for one, taken, relations in zip(sets, seconds, found, strict=True)
    ]


def main() -> None:
    """Measure and print."""
    size, few, many = [*map(int, sys.argv[1:]), *(300_000, 400, 4000)[len(sys.argv) - 1 :]]
    rows = measured(size, few, many)
    print(f"{rows[0]['characters']:,} characters in {rows[0]['documents']:,} documents, CPU time of reading them")
    for row in rows:
        print(
            f"{row['rules']:6,} rules with {row['triggers']:6,} triggers "
            f"{row['seconds']:8.2f} s, {row['relations']:,} relations"
        )
    least, most = rows
    print(f"{most['rules']:,} rules cost {most['seconds'] / least['seconds']:.2f} times what {least['rules']:,} cost")


if __name__ == "__main__":
    main()
