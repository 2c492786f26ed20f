"""Traces that join the four services, by OpenTelemetry. Off unless an endpoint is set.

A record carries the ``traceparent`` of what caused it (W3C Trace Context). While tracing is off the header is
passed on unchanged at no cost; while it is on each stage adds a span of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()


class Tracing:
    """The tracer of one process."""

    def __init__(self, service: str, endpoint: str = "", exporter: SpanExporter | None = None) -> None:
        self.enabled = bool(endpoint or exporter)
        self._provider: TracerProvider | None = None
        if self.enabled:
            self._provider = TracerProvider(resource=Resource.create({"service.name": f"haichieu-{service}"}))
            self._provider.add_span_processor(
                BatchSpanProcessor(exporter or OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces"))
            )
            self._tracer = self._provider.get_tracer("haichieu")

    @contextmanager
    def span(self, name: str, parent: str | None = None, **attributes: str | int) -> Iterator[str | None]:
        """A span as child of ``parent`` (a traceparent); yields the traceparent for what follows from it."""
        if not self.enabled:
            yield parent
            return
        context = _PROPAGATOR.extract({"traceparent": parent}) if parent else None
        with self._tracer.start_as_current_span(name, context=context, attributes=attributes) as span:
            carrier: dict[str, str] = {}
            _PROPAGATOR.inject(carrier, trace.set_span_in_context(span))
            yield carrier.get("traceparent", parent)

    def child(self, name: str, parent: str | None) -> str | None:
        """A span without length that marks a stage; returns the traceparent for what follows."""
        with self.span(name, parent) as traceparent:
            return traceparent

    def close(self) -> None:
        """Send what is left."""
        if self._provider:
            self._provider.shutdown()
