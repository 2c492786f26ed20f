"""Python's garbage collector for a process that makes many short-lived objects beside large tables that stay.

Left alone it walks the tables again and again: measured, a sixth of the time of a batch, and a tenth of the start.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 200_000
"""Objects made before the collector looks at the youngest ones; Python's own 700 is for small programs."""


@contextmanager
def settling() -> Iterator[None]:
    """Load the tables within: they are never looked at afterwards, and what is young seldom."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(YOUNG, 20, 20)
