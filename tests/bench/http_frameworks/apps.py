"""The same endpoint three times: a JSON report in, checked against its model, a small JSON object out with 202.

``litestar`` and ``fastapi`` do it as their documentation shows it; ``litestar_raw`` as intake does it: the body as
bytes, decoded once by a msgspec decoder of our own. FastAPI isn't a dependency: ``pip install fastapi``.
"""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import uvicorn

MAX_CHARS = 4_000


class ReportIn(msgspec.Struct):
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_CHARS)]
    reported_from: str | None = None
    occurred_at: str | None = None


class ReportOut(msgspec.Struct):
    report_id: str
    receipt: str
    status_url: str


ANSWER = {"report_id": "0" * 36, "receipt": "7K3M-9QXT-2RVD-W4HC", "status_url": "/v1/receipts/x"}


def litestar() -> Any:
    from litestar import Litestar, post

    @post("/v1/reports", status_code=202)
    async def accept(data: ReportIn) -> ReportOut:
        return ReportOut(**ANSWER)

    return Litestar([accept], openapi_config=None, logging_config=None)


def litestar_raw() -> Any:
    from litestar import Litestar, Response, post

    decode = msgspec.json.Decoder(ReportIn).decode

    @post("/v1/reports", status_code=202)
    async def accept(body: bytes) -> Response[ReportOut]:
        decode(body)
        return Response(ReportOut(**ANSWER))

    return Litestar([accept], openapi_config=None, logging_config=None)


def fastapi() -> Any:
    from fastapi import FastAPI
    from pydantic import BaseModel, Field

    class In(BaseModel):
        text: str = Field(min_length=1, max_length=MAX_CHARS)
        reported_from: str | None = None
        occurred_at: str | None = None

    class Out(BaseModel):
        report_id: str
        receipt: str
        status_url: str

    app = FastAPI(openapi_url=None)

    async def accept(report):
        return Out(**ANSWER)

    accept.__annotations__ = {"report": In, "return": Out}
    app.post("/v1/reports", status_code=202)(accept)
    return app


APPS: dict[str, Callable[[], Any]] = {"fastapi": fastapi, "litestar": litestar, "litestar_raw": litestar_raw}

if __name__ == "__main__":
    name, port = sys.argv[1:]
    uvicorn.run(
        APPS[name](), host="127.0.0.1", port=int(port), log_level="error", access_log=False, lifespan="off"
    )
