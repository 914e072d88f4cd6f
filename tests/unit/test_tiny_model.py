"""The tiny model's file. That llama.cpp takes it, and plays with it, is tested with a real one."""

from __future__ import annotations

import hashlib

from botex_pytest.tiny_model import write_tiny_model

DIGEST = "de47419bfeaa2c03f33e4bfa0211128b35e645c1f965e844ea489977a42caaf5"
"""Of the whole file: it must not depend on the machine or the Python that writes it."""


def test_the_same_bytes_every_time(tmp_path):
    path = tmp_path / "tiny.gguf"
    write_tiny_model(path)
    data = path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == DIGEST
    assert 400_000 < len(data) < 700_000
