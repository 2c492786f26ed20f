"""The local stack: broker, database and mail sink as child processes on this machine.

`Stack` composes them; `ManagedProcess` and `stop_all` also serve the services themselves.
"""

from deploy.local.errors import (
    AlreadyRunningError,
    LocalStackError,
    PortTakenError,
    StartError,
    StopError,
    UnavailableError,
)
from deploy.local.pidfile import PidRecord, running, stop_all
from deploy.local.ports import Ports, free_ports, shifted
from deploy.local.process import ManagedProcess
from deploy.local.stack import BrokerKind, Stack

__all__ = [
    "AlreadyRunningError",
    "BrokerKind",
    "LocalStackError",
    "ManagedProcess",
    "PidRecord",
    "PortTakenError",
    "Ports",
    "Stack",
    "StartError",
    "StopError",
    "UnavailableError",
    "free_ports",
    "running",
    "shifted",
    "stop_all",
]
