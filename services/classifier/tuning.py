"""Python's garbage collector for a process that makes many short-lived objects beside large tables that stay.

Left alone it walks the tables again and again: measured, a sixth of the time of a batch.
"""

import gc

YOUNG = 50_000
"""Objects made before the collector looks at the youngest ones; Python's own 700 is for small programs."""


def settle() -> None:
    """Call once when the tables are loaded: they are never looked at again, and the young ones seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
