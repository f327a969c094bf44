"""Spans at a collector that speaks the real protocol."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from tests.surfaces.web_server import copied, served

CANARY = "kingfisher-canary-9"


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    def __init__(self) -> None:
        self.came: list[trace_service_pb2.ExportTraceServiceRequest] = []

    def Export(self, request, context):  # noqa: ANN001, ANN201, N802 - the protocol's own name
        self.came.append(request)
        return trace_service_pb2.ExportTraceServiceResponse()


def test_a_collector_gets_a_span_for_each_request_and_nobodys_words(shipped_home: Path, tmp_path: Path) -> None:
    collector = Collector()
    server = grpc.server(ThreadPoolExecutor(1))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with served(copied(shipped_home, tmp_path / "home"), CLAUSEWISE_TRACE_TO=f"http://127.0.0.1:{port}") as page:
        page.client().post("/ask", data={"question": f"may I post {CANARY}?"})
        page.client().get("/policies/PSG-SM-001", params={"clause": CANARY})
        assert page.stop() == 0
    server.stop(None)
    scopes = [scope for one in collector.came for found in one.resource_spans for scope in found.scope_spans]
    names = [span.name for scope in scopes for span in scope.spans]
    assert names == ["POST /ask", "GET /policies/{reference:path}"]
    assert CANARY not in str(collector.came)
