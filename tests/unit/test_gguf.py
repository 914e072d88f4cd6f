"""What a GGUF file says about its model, and files that are none."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from botex_pytest.gguf import Gguf, GgufError
from botex_pytest.tiny_model import write_tiny_model


def text(words: str, order: str = "<") -> bytes:
    return struct.pack(order + "Q", len(words.encode())) + words.encode()


def head(*entries: bytes, version: int = 3, order: str = "<", count: int | None = None) -> bytes:
    return b"GGUF" + struct.pack(order + "IQQ", version, 0, len(entries) if count is None else count) + b"".join(entries)


def entry(key: str, kind: int, value: bytes, order: str = "<") -> bytes:
    return text(key, order) + struct.pack(order + "I", kind) + value


def read(data: bytes, tmp_path: Path) -> Gguf:
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    return Gguf.read(path)


def problem(data: bytes, tmp_path: Path) -> str:
    with pytest.raises(GgufError) as caught:
        read(data, tmp_path)
    return str(caught.value)


def test_what_a_file_says(tmp_path):
    write_tiny_model(tmp_path / "tiny.gguf")
    found = Gguf.read(tmp_path / "tiny.gguf")
    assert (found.version, found.architecture, found.name, found.context_length) == (3, "llama", "random weights", 32768)
    assert "tokenizer.ggml.tokens" not in found.metadata


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("version", [2, 3])
def test_versions_and_byte_orders(tmp_path, version, order):
    length = entry("qwen3.context_length", 4, struct.pack(order + "I", 40960), order)
    data = head(entry("general.architecture", 8, text("qwen3", order), order), length, version=version, order=order)
    assert read(data, tmp_path).context_length == 40960


def test_every_type_is_read_or_skipped(tmp_path):
    letters = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
    scalars = [entry(f"k{kind}", kind, struct.pack("<" + letter, 1)) for kind, letter in letters.items()]
    arrays = [entry(f"a{kind}", 9, struct.pack(f"<IQ3{letter}", kind, 3, 1, 0, 1)) for kind, letter in letters.items()]
    strings = entry("s", 9, struct.pack("<IQ", 8, 2) + text("one") + text("two"))
    nested = entry("n", 9, struct.pack("<IQ", 9, 2) + 2 * struct.pack("<IQ2I", 4, 2, 7, 8))
    last = entry("last", 8, text("é"))
    found = read(head(*scalars, *arrays, strings, nested, last), tmp_path).metadata
    assert found == {**{f"k{kind}": 1 for kind in letters}, "last": "é"}


@pytest.mark.parametrize("value", [struct.pack("<I", 0), b""])
def test_a_file_that_does_not_say_how_long_its_context_is(tmp_path, value):
    entries = [entry("general.architecture", 8, text("llama"))]
    found = read(head(*entries, *([entry("llama.context_length", 4, value)] if value else [])), tmp_path)
    assert (found.context_length, found.name) == (None, "")


CUT_OFF = "it ends in the middle of its head; the download may have been cut off"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<!DOCTYPE html>", "it does not begin with the letters GGUF"),
        (b"", CUT_OFF),
        (b"GGUF", CUT_OFF),
        (head(version=1), "it is of version 1; known are 2 and 3"),
        (head(count=5), CUT_OFF),
        (head(text("key") + struct.pack("<IQ", 8, 2**60)), CUT_OFF),
        (head(entry("key", 9, struct.pack("<IQ", 4, 2**62))), CUT_OFF),
        (head(entry("key", 99, b"")), "it holds a value of the unknown type 99"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, data, told):
    assert problem(data, tmp_path) == told


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        Gguf.read(tmp_path / "model.gguf")
