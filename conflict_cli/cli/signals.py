"""Signals that end a run: it deletes what it made for itself, and dies by the signal, so that a shell knows.

This is imported before everything else, and imports next to nothing.
"""

import os
import signal
import sys
from types import FrameType

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
_BASE = 128
"""A shell's exit code for a signal is this number and that of the signal."""


def heed_signals() -> None:
    """End the run at each of these signals; one that is ignored, as in the background or under `nohup`, stays so."""
    for number in _numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _frame: FrameType | None) -> None:
    """Delete what the run made for itself, and end it at once: no error can be caught on the way, nor a file written.

    SIGQUIT would leave an image of the memory, so that its exit code alone tells of it.
    """
    for other in _numbers():
        signal.signal(other, signal.SIG_IGN)
    clear = getattr(sys.modules.get("conflict_cli.scratch"), "clear", None)  # not there yet, nothing is made yet
    if clear is not None:
        clear()
    if number != getattr(signal, "SIGQUIT", None):
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # does nothing to the first process of a container
    os._exit(_BASE + number)


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
