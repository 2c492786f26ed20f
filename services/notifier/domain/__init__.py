"""Decisions of the notifier: pure, no I/O, no clock."""
