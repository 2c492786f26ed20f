"""python -m deploy.local.mail_sink: take mail by SMTP, keep it as files, show it on a page."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import threading
from pathlib import Path

from aiosmtpd.smtp import SMTP

from deploy.local.mail_sink.smtp import MAX_BYTES, SinkHandler
from deploy.local.mail_sink.store import MailStore
from deploy.local.mail_sink.web import MailPageServer
from deploy.local.ports import LOOPBACK, Ports


def main() -> int:
    """Run until SIGTERM or SIGINT; 0 then, 1 when a port is taken."""
    options = _parser().parse_args()
    store = MailStore(options.dir)
    try:
        page = MailPageServer(options.host, options.http_port, store)
        threading.Thread(target=page.serve_forever, name="mail-page", daemon=True).start()
        asyncio.run(_take_mail(options.host, options.smtp_port, store))
    except OSError as error:
        print(f"mail sink: {error}", file=sys.stderr)
        return 1
    page.shutdown()
    return 0


async def _take_mail(host: str, port: int, store: MailStore) -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    handler = SinkHandler(store)

    def session() -> SMTP:
        return SMTP(
            handler,
            data_size_limit=MAX_BYTES,
            enable_SMTPUTF8=True,
            hostname="mail-sink.localhost",
            ident="haichieu mail sink",
            loop=loop,
        )

    server = await loop.create_server(session, host, port)
    print(f"mail sink: SMTP on {host}:{port}, {len(store)} messages kept", flush=True)
    await stopped.wait()
    server.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.mail_sink", description=__doc__)
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (%(default)s)")
    parser.add_argument("--smtp-port", type=int, default=Ports().smtp, help="(%(default)s)")
    parser.add_argument("--http-port", type=int, default=Ports().mail_page, help="(%(default)s)")
    parser.add_argument("--dir", type=Path, required=True, help="folder for the .eml files")
    return parser


if __name__ == "__main__":
    sys.exit(main())
