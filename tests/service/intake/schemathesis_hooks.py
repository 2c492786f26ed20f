"""What Schemathesis, which runs as a process of its own, cannot read from the document."""

import os
from uuid import uuid4

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(ctx, value):
    """NDJSON goes as it is."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def before_call(context, case, kwargs):
    """A report needs a key in the header or the body: OpenAPI has no word for such an "or"."""
    if case.path == "/v1/reports" and not (isinstance(case.body, dict) and case.body.get("external_id")):
        case.headers.setdefault("Idempotency-Key", uuid4().hex)


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every other code is one that was handed out."""
    code = str((path_parameters or {}).get("code", ""))
    return {"code": os.environ["RECEIPT"]} if len(code) % 2 else path_parameters
