"""The ``haichieu`` command: one file a verb."""
