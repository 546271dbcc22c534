"""A limit on the time that something takes in this process, where the system can set one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLongError(BaseException):
    """The time is over. No `Exception`, so that nothing on the way out takes it for a fault of its own."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Run the block for so many seconds at most; 0 sets no limit.

    Outside the main thread, on Windows, and where somebody else has set an alarm, there is no limit either.

    Raises:
        TooLongError: the time is over; raised in the block at the next step of Python code.
    """
    free = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) == signal.SIG_DFL
    )
    if not free or not seconds:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
