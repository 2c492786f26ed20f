"""The classifier's speed beside other ways of doing it, in one run: ``python -m tests.bench.classifier``."""
