"""Samples → the table of each fold and that of all, side by side in processes of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from threading import Thread

from kg.tagging.features import Features
from kg.tagging.table import Table, make_table
from kg.training.learner import learn_labels
from kg.training.network import Labelled, labelled, learn_network
from kg.training.samples import Sample

LEAST_FOR_NETWORK = 5_000
"""Annotated paragraphs from which on a network is trained beside the table; a choice.

Fewer teach it little that the table does not know, and they are tried out often: so these get the table alone.
"""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class _Job:
    """What one table is made of; ``given`` is what its network is, if it gets one."""

    sequences: list[tuple[Features, tuple[int, ...]]]
    given: Labelled | None
    types: tuple[str, ...]


def learn_tables(
    samples: Sequence[Sample],
    more: Sequence[Sample],
    types: tuple[str, ...],
    dealt: Mapping[str, int],
    workers: int,
    progress: Callable[[str], None],
) -> list[Table]:
    """A table for each fold, trained on the others, and the table of all; with networks where samples are enough.

    Args:
        samples: the paragraphs.
        more: the same once more, with other names.
        types: the types in the order of their labels.
        dealt: document → fold, from 0.
        workers: processes that train side by side.
        progress: is told in words what begins.
    """
    folds = max(dealt.values()) + 1
    network = len(samples) >= LEAST_FOR_NETWORK
    both = (*samples, *more)
    jobs = [
        _job([one for one in both if number == folds or dealt[one.document] != number], types, network)
        for number in range(folds + 1)
    ]
    what = "tables and networks" if network else "tables"
    progress(f"training {len(jobs)} {what}, on {len(both)} paragraphs at most")
    tables: list[Table] = []
    with (
        _one_thread_each(),
        side_by_side(workers) as executor,
    ):
        for number, future in enumerate([executor.submit(_learn, job) for job in jobs], 1):
            tables.append(future.result())
            progress(f"trained {number} of {len(jobs)}")
    return tables


def side_by_side(workers: int) -> ProcessPoolExecutor:
    """Processes that end with this one, even if it is killed: training in vain would take a core for an hour.

    Args:
        workers: how many; one at least.
    """
    return ProcessPoolExecutor(max(1, workers), mp_context=get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Watch the process that started this one, and end as soon as it has."""

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def _job(samples: Sequence[Sample], types: tuple[str, ...], network: bool) -> _Job:
    given = labelled((sample.words.columns, sample.labels) for sample in samples) if network else None
    return _Job([(sample.features, sample.labels) for sample in samples], given, types)


def _learn(job: _Job) -> Table:
    states, transitions = learn_labels(job.sequences)
    table = make_table(job.types, states, transitions, {}, {})
    if job.given is None:
        return table
    return replace(table, network=learn_network(job.given, table.following()))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that begin meanwhile multiply matrices in one thread.

    They are side by side already, and how sums are shared among threads would change their last bits.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
