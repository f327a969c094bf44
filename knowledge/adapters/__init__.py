"""Chroma, the ONNX encoder and the in-memory fakes behind the ports of `knowledge.ports`."""
