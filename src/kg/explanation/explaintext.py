"""Explanations as text for a reader, the same in a terminal and in a pipe but for colour; and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.explanation.diagnose import STEPS
from kg.explanation.explained import (
    EntityExplanation,
    ExplainedFinding,
    ExplainedName,
    ExplainedSentence,
    Explanation,
    NearMiss,
)
from kg.model import Entity
from kg.text import is_wide

_WIDTH = 110
_HEAD = 12
_MOST = 4
_NAME_TAGS = ("nr", "ns", "nt", "nz")
_FOOT = "far off: triggers with the number of their rules that were not near; --all tells of each, --rule of some"


def to_json(value: Explanation | EntityExplanation) -> str:
    """An explanation as one line of JSON, with the names of its fields as keys."""
    return json.dumps(dataclasses.asdict(value), ensure_ascii=False) + "\n"


def render(explanation: Explanation, *, rule: str = "", everything: bool = False, name: bool = False) -> str:
    """An explanation as text.

    Args:
        explanation: what to tell.
        rule: tell only of rules whose names begin so, and of all of these that missed.
        everything: tell also of rules that were far from stating something.
        name: put the document's id at the head.
    """
    lines = [f"note: {note}" for note in explanation.notes]
    lines += [f"== {explanation.document}"] if name else []
    for sentence in explanation.sentences:
        lines += [*_sentence(sentence, rule, everything or bool(rule)), ""]
    if explanation.short_forms:
        lines.append("short forms and older names that the text gives")
        lines += [f"  {short} = {full}   in {quote}" for short, full, quote in explanation.short_forms]
        lines.append("")
    if any(line.startswith("far off") for line in lines):
        lines.append(_FOOT)
    return "\n".join(lines).rstrip() + "\n"


def render_entity(explanation: EntityExplanation) -> str:
    """An entity, its names with the reason of each, and its statements as text."""
    entity = explanation.entity
    kind = "/".join((entity.type, *entity.classes))
    lines = [f"{entity.label_hans}   {kind}   {entity.code}".rstrip(), f"  id {entity.id}"]
    lines.append("merged names")
    rows = [(merge.label, merge.reason, merge.detail) for merge in entity.merges]
    lines += _table(rows) if rows else ["  none: the texts call it by one name"]
    others = sorted({text for _, text in entity.labels} - {merge.label for merge in entity.merges})
    if others:
        lines += ["further names, which no text used", f"  {'、'.join(others)}"]
    if explanation.apart:
        lines.append("kept apart from what else is called so: other places, posts, occupations or forms told anew")
        others_so_called = [
            (one.label_hans, one.id, "/".join((one.type, *one.classes)), _documents(one), "; ".join(told[:_MOST]))
            for one, told in explanation.apart
        ]
        lines += _table(others_so_called)
    plural = "" if len(entity.documents) == 1 else "s"
    lines.append(f"mentions   {entity.mentions} in {len(entity.documents)} document{plural}")
    lines += _table([(document, str(count)) for document, count in entity.documents])
    lines.append(f"statements   {len(explanation.statements)}")
    lines += _table([(" ".join(statement[:3]), statement[3]) for statement in explanation.statements])
    return "\n".join(lines) + "\n"


def _documents(entity: Entity) -> str:
    names = [document for document, _ in entity.documents]
    return ", ".join(names[:_MOST]) + (" …" if len(names) > _MOST else "")


def _sentence(sentence: ExplainedSentence, rule: str, everything: bool) -> Iterator[str]:
    yield f"[{sentence.number}] {sentence.text}"
    yield from _wrapped("words", (f"{token.text}/{token.tag}" for token in sentence.tokens))
    yield from _block("names", _table([row for name in sentence.names for row in _name(name)]), "none")
    lost = [
        (
            one.text,
            one.type,
            _source(one.source, one.rule),
            f"to {one.winner}: {one.why}" if one.winner else one.why,
        )
        for one in sentence.losers
    ]
    if lost:
        yield from _block("not taken", _table(lost))
    yield from _unnamed(sentence)
    found = [one for one in sentence.findings if one.rule.startswith(rule)]
    yield from _block("read", [line for finding in found for line in _finding(finding)], "nothing")
    misses = [miss for miss in sentence.misses if miss.rule.startswith(rule)]
    yield from _misses(misses, everything)
    if rule and not found and not misses:
        yield f"{'':{_HEAD}}no trigger of these rules stands here; of rules without one no misses are told"


def _unnamed(sentence: ExplainedSentence) -> Iterator[str]:
    """Words that jieba tags as names, and that no reader of names proposed."""
    taken = [(one.start, one.end) for one in sentence.names] + [(one.start, one.end) for one in sentence.losers]
    words = [
        f"{token.text}/{token.tag}"
        for token in sentence.tokens
        if token.tag.startswith(_NAME_TAGS) and not any(s < token.end and token.start < e for s, e in taken)
    ]
    if words:
        yield from _wrapped("tagged only", words)


def _name(name: ExplainedName, depth: int = 0) -> Iterator[tuple[str, ...]]:
    kind = f"{name.type}/{name.kind}" if name.kind else name.type
    remarks = "; ".join(filter(None, (name.row, name.note)))
    yield f"{'· ' * depth}{name.text}", kind, _source(name.source, name.rule), remarks
    for part in name.parts:
        yield from _name(part, depth + 1)


def _source(source: str, rule: str) -> str:
    return f"{source} ({rule})" if rule else source


def _finding(finding: ExplainedFinding) -> Iterator[str]:
    sign = "✓" if finding.statement else "–"
    said = f"{finding.subject} {finding.relation} {finding.object}"
    modality = f" ({finding.modality})" if finding.modality else ""
    trigger = f" by {finding.trigger}" if finding.trigger else ""
    yield f"  {sign} {said}{modality}   {finding.rule}{trigger}, {finding.place}, confidence {finding.confidence}"
    if finding.qualifiers:
        yield "      " + ", ".join(
            f"{q.name} {q.text}{f' = {q.value}' if q.value and q.value != q.text else ''}" for q in finding.qualifiers
        )
    if finding.statement and " ".join(finding.statement) != said:
        yield f"      → {' '.join(finding.statement)}{modality}"
    if finding.also:
        yield f"      also by {', '.join(finding.also)}"
    if finding.note:
        yield f"      {finding.note}"


def _misses(misses: list[NearMiss], everything: bool) -> Iterator[str]:
    shown = [miss for miss in misses if miss.near or everything]
    # What keeps many rules of a family from reading is mostly one thing: it is told once.
    alike: dict[tuple[object, ...], list[NearMiss]] = defaultdict(list)
    for miss in shown:
        alike[miss.why, miss.also, miss.would].append(miss)
    lines: list[str] = []
    for group in alike.values():
        words = "/".join(dict.fromkeys(miss.trigger for miss in group))
        rules = ", ".join(dict.fromkeys(f"{miss.rule} ({miss.place})" for miss in group))
        lines.append(f"  ✗ {words}: {rules}")
        lines.append(f"      {group[0].step}: {group[0].why}")
        lines += [f"      also: {why}" for why in group[0].also]
        if group[0].would:
            told = [f"{subject} → {target}" for subject, target in group[0].would[:_MOST]]
            more = f" and {len(group[0].would) - _MOST} more" if len(group[0].would) > _MOST else ""
            lines.append(f"      else: {', '.join(told)}{more}")
    if lines:
        yield from _block("nearly read", lines)
    hidden = [miss for miss in misses if not (miss.near or everything)]
    others = list(_farthest(hidden, {(miss.relation, miss.trigger) for miss in shown}))
    if others:
        yield from _block("other rules", others)
    rest = Counter(miss.trigger for miss in hidden)
    if rest:
        yield from _wrapped("far off", (f"{word} {count}" for word, count in sorted(rest.items())))


def _farthest(misses: list[NearMiss], told: set[tuple[str, str]]) -> Iterator[str]:
    """Of each relation and trigger whose names stand in the clause, the rule that came farthest."""
    alike: dict[tuple[str, str], list[NearMiss]] = defaultdict(list)
    for miss in misses:
        if miss.possible and (miss.relation, miss.trigger) not in told:
            alike[miss.relation, miss.trigger].append(miss)
    for (_, trigger), group in alike.items():
        best = max(group, key=lambda miss: (STEPS.index(miss.step), -len(miss.also)))
        others = f" and {len(group) - 1} more" if len(group) > 1 else ""
        yield f"  · {trigger}: {best.rule}{others}: {best.why}"


def _block(head: str, lines: list[str], otherwise: str = "") -> Iterator[str]:
    """A head with lines below it; or with what stands for none beside it."""
    yield head if lines else f"{head:{_HEAD}}{otherwise}"
    yield from lines


def _wrapped(head: str, words: Iterable[str]) -> Iterator[str]:
    line, width = "", _HEAD
    for word in words:
        length = _columns(word) + 1
        if line and width + length > _WIDTH:
            yield f"{head:{_HEAD}}{line}".rstrip()
            head, line, width = "", "", _HEAD
        line, width = f"{line}{word} ", width + length
    yield f"{head:{_HEAD}}{line}".rstrip()


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows with their columns side by side, wide characters counted twice."""
    if not rows:
        return []
    widths = [min(36, max(_columns(row[index]) for row in rows)) for index in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=False)]
        lines.append("  " + "  ".join([*cells, row[-1]]).rstrip())
    return lines


def _columns(text: str) -> int:
    return sum(2 if is_wide(character) else 1 for character in text)
