"""What can go wrong with the local stack, each with a message a newcomer can act on."""

from __future__ import annotations


class LocalStackError(Exception):
    """Base of all errors of the local stack; its text names the remedy where there is one."""


class PortTakenError(LocalStackError):
    """A port is needed that another program already listens on."""

    def __init__(self, name: str, host: str, port: int) -> None:
        super().__init__(
            f"port {port} ({name}) on {host} is in use by another program; "
            f"stop that program or choose another port for {name}"
        )
        self.name, self.host, self.port = name, host, port


class AlreadyRunningError(LocalStackError):
    """The process that should start runs already, by its pid file."""


class StartError(LocalStackError):
    """A child process ended early or did not answer in time; holds its last log lines."""

    def __init__(self, reason: str, log_file: str, log_lines: list[str]) -> None:
        shown = "\n".join(f"  | {line}" for line in log_lines) or "  | (the log is empty)"
        super().__init__(f"{reason}\nlast lines of {log_file}:\n{shown}")
        self.reason = reason
        self.log_lines = log_lines


class StopError(LocalStackError):
    """A child process survived even SIGKILL for several seconds (stuck in the kernel)."""


class UnavailableError(LocalStackError):
    """A part cannot be used on this machine; the text says what is missing."""
