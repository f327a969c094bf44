"""OpenTelemetry, where somebody asks for it: a span for each request, with its address and status and nothing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import WrongSettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

SERVICE = "clausewise"


def provider(address: str | None) -> TracerProvider | None:
    """Spans to a collector that speaks OTLP over gRPC; None where none is asked for.

    Our own and not the process's: what libraries would say of their work stays unsaid.
    """
    if address is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise WrongSettings("Tracing needs more packages. Run: pip install 'clausewise[telemetry]'") from error
    made = TracerProvider(resource=Resource({"service.name": SERVICE}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(address, insecure=address.startswith("http://"))))
    return made
