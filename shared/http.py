"""The HTTP side that every service has: health, metrics, problem+json, and a server that stops gently."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import uvicorn
from litestar import Litestar, Response, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE
from litestar.types import ControllerRouterHandler

from shared.health import Health
from shared.problems import HANDLERS
from shared.telemetry import Metrics

MAX_BODY_BYTES = 1024 * 1024


def operations(health: Health, metrics: Metrics) -> list[ControllerRouterHandler]:
    """The routes for operators: /health/live, /health/ready, /metrics."""

    @get("/health/live", include_in_schema=False, sync_to_thread=False)
    def live() -> Response[dict[str, Any]]:
        ok, parts = health.live()
        return Response({"live": ok, "loops": parts}, status_code=_status(ok))

    @get("/health/ready", include_in_schema=False)
    async def ready() -> Response[dict[str, Any]]:
        ok, parts = await health.ready()
        return Response({"ready": ok, "parts": parts}, status_code=_status(ok))

    @get("/metrics", include_in_schema=False, sync_to_thread=False)
    def exposition() -> Response[bytes]:
        body, content_type = metrics.render()
        return Response(body, headers={"content-type": content_type})

    return [live, ready, exposition]


def make_app(
    title: str,
    version: str,
    handlers: Sequence[ControllerRouterHandler],
    *,
    description: str = "",
    max_body: int = MAX_BODY_BYTES,
    components: Components | None = None,
    **options: Any,
) -> Litestar:
    """A Litestar app with our error format; its OpenAPI document is at /schema/openapi.json."""
    return Litestar(
        list(handlers),
        exception_handlers=HANDLERS,
        request_max_body_size=max_body,
        openapi_config=OpenAPIConfig(
            title=title,
            version=version,
            description=description,
            components=components or Components(),
            render_plugins=[JsonRenderPlugin()],
            use_handler_docstrings=True,
        ),
        logging_config=None,
        **options,
    )


class Server(uvicorn.Server):
    """Uvicorn that leaves the signals to the process that it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: ``shared.service`` handles SIGTERM and SIGINT for all parts together."""
        yield


def make_server(app: Any, host: str, port: int) -> Server:
    """A server for an ASGI app."""
    return Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_keep_alive=30,
            timeout_graceful_shutdown=5,
            backlog=2048,
        )
    )


async def wait_started(server: Server, serving: asyncio.Task[None]) -> None:
    """Return when the server accepts connections. Raises what ended it, e.g. when the port is taken."""
    while not server.started:
        if serving.done():
            await serving
            raise RuntimeError("the HTTP server ended at once")
        await asyncio.sleep(0.01)


def _status(ok: bool) -> int:
    return HTTP_200_OK if ok else HTTP_503_SERVICE_UNAVAILABLE
