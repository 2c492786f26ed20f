"""The mail sink as a part of the stack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local.ports import LOOPBACK
from deploy.local.server import LocalServer
from deploy.local.waiting import port_answers, url_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

_IMPORT_ROOT = Path(__file__).parents[3]


class MailSink(LocalServer):
    """SMTP on `port`, the web page on `page_port`; one .eml file per message in `data/mail`."""

    name = "mail"
    directory = "mail"

    def __init__(self, root: Path, port: int, page_port: int) -> None:
        super().__init__(root, port)
        self.page_port = page_port

    @property
    def url(self) -> str:
        """Address of the web page, with the slash."""
        return f"http://{LOOPBACK}:{self.page_port}/"

    def _own_ports(self) -> list[tuple[str, int]]:
        return [("smtp", self.port), ("mail_page", self.page_port)]

    def _prepare(self) -> Sequence[str]:
        self.process.cwd = _IMPORT_ROOT  # `-m` looks for the package in the working directory
        return [
            *(sys.executable, "-m", "deploy.local.mail_sink", "--host", LOOPBACK),
            *("--smtp-port", str(self.port), "--http-port", str(self.page_port)),
            *("--dir", str(self.data_dir)),
        ]

    def _answers(self) -> bool:
        return url_answers(f"{self.url}messages.json?per_page=1") and port_answers(LOOPBACK, self.port)
