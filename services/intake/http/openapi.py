"""What the OpenAPI document says beyond what the code's types tell."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Components, Operation, SecurityScheme

from services.intake.domain.submission import LineIn, ReportIn
from shared.problems import PROBLEM_JSON, Problem

NDJSON = "application/x-ndjson"
BEARER = "BearerToken"
COMPONENTS = Components(
    security_schemes={
        BEARER: SecurityScheme(type="http", scheme="bearer", description="the token of a channel")
    }
)

_MEANINGS = {
    400: "The request cannot be accepted as it is; `errors` names the fields.",
    401: "The token is missing or unknown.",
    404: "No such receipt.",
    413: "The body is too large.",
    415: "The body has another media type.",
    429: "Too many requests from this network; wait for Retry-After seconds.",
    503: "Nothing could be made durable or looked up; try again after Retry-After seconds.",
}


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Documented errors, as problem+json."""
    return {
        status: ResponseSpec(
            Problem, generate_examples=False, description=_MEANINGS[status], media_type=PROBLEM_JSON
        )
        for status in statuses
    }


@dataclass
class ReportOperation(Operation):
    """Takes a report as JSON."""

    def to_schema(self) -> dict[str, Any]:
        """With the body, which the handler parses by itself."""
        body = {"required": True, "content": {"application/json": {"schema": _schema(ReportIn)}}}
        return super().to_schema() | {"requestBody": body}


@dataclass
class BatchOperation(Operation):
    """Takes lines of JSON, answers lines of JSON."""

    def to_schema(self) -> dict[str, Any]:
        """With the body; the schema of a line stands in its extension ``x-line-schema``."""
        content = {NDJSON: {"schema": {"type": "string", "minLength": 1}, "x-line-schema": _schema(LineIn)}}
        return super().to_schema() | {"requestBody": {"required": True, "content": content}}


@dataclass
class StatusOperation(Operation):
    """Answers JSON, or a page when a browser asks."""

    def to_schema(self) -> dict[str, Any]:
        """With the page beside the JSON."""
        document = super().to_schema()
        for response in document["responses"].values():
            response["content"]["text/html"] = {"schema": {"type": "string"}}
        return document


def _schema(model: type[msgspec.Struct]) -> dict[str, Any]:
    """The JSON schema of a model, with its parts in place rather than referenced."""
    (schema,), parts = msgspec.json.schema_components([model], ref_template="{name}")
    inlined: dict[str, Any] = _inline(schema, parts)
    return inlined


def _inline(node: Any, parts: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            return _inline(parts[node["$ref"]], parts)
        return {key: _inline(value, parts) for key, value in node.items()}
    return [_inline(item, parts) for item in node] if isinstance(node, list) else node
