"""A language model of half a megabyte whose weights are drawn at random: what it says means nothing, but it goes through a real
llama.cpp, with its tokens, its grammar and its chat endpoint, in milliseconds and without a download.

It leans towards the marks that end something (quotes, commas, brackets), so that strings stay short, and away from bytes
beyond ASCII, which at random would make no text; a grammar that demands them gets them all the same.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from botex_pytest.gguf import ARRAY, MAGIC, STRING

WIDTH, BLOCKS, HEADS, FEED_FORWARD, CONTEXT = 64, 2, 4, 192, 32768
VERSION, ALIGNMENT, SEED = 3, 32, 1
UINT32, INT32, FLOAT32 = 4, 5, 6
NORMAL, CONTROL = 1, 3  # kinds of token
END = "<|end|>"
CLOSING = ('"', ",", "}", "]", END)
SPACE = "\u0120"  # as GPT-2 writes it
STEADY, ENDS, NEVER = 4.0, 1.0, -8.0
"""The first number of every state is STEADY whatever was read: an output weight on it makes a token more or less likely."""

Value = str | int | float | Sequence[str] | Sequence[int]


def write_tiny_model(path: Path) -> None:
    """A GGUF of about 0.5 MB, the same bytes every time. Takes a tenth of a second. Raises OSError when it cannot be written."""
    head, weights = [MAGIC, struct.pack("<IQQ", VERSION, len(_shapes()), len(_metadata()))], []
    for key, value in _metadata().items():
        head += [_text(key), _typed(value)]
    offset = 0
    for name, shape, values in _tensors(random.Random(SEED)):
        data = struct.pack(f"<{len(values)}f", *values)
        head.append(_text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset))
        weights.append(_aligned(data))
        offset += len(weights[-1])
    path.write_bytes(_aligned(b"".join(head)) + b"".join(weights))


def _byte_names() -> list[str]:
    """The 256 bytes as GPT-2 writes them in its vocabulary: printable ones as themselves, the others as letters from 256 on."""
    plain = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte if byte in plain else next(others)) for byte in range(256)]


def _tokens() -> list[str]:
    """One for each byte, one that ends an answer, and one merged of two, since llama.cpp refuses a vocabulary without merges."""
    return [*_byte_names(), END, "th"]


def _metadata() -> dict[str, Value]:
    tokens = _tokens()
    end = tokens.index(END)
    return {
        "general.architecture": "llama",
        "general.name": "random weights",
        "general.alignment": ALIGNMENT,
        "llama.context_length": CONTEXT,
        "llama.embedding_length": WIDTH,
        "llama.block_count": BLOCKS,
        "llama.feed_forward_length": FEED_FORWARD,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.vocab_size": len(tokens),
        # Of the GPT-2 kind: with SentencePiece's byte tokens grammars force wrong bytes.
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "gpt-2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [CONTROL if token == END else NORMAL for token in tokens],
        "tokenizer.ggml.merges": ["t h"],
        "tokenizer.ggml.bos_token_id": end,
        "tokenizer.ggml.eos_token_id": end,
    }


def _shapes() -> dict[str, tuple[int, ...]]:
    """Name -> inputs, outputs. A name of norms has one dimension."""
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (WIDTH, len(_tokens()))}
    for block in range(BLOCKS):
        sizes = {
            "attn_norm": (WIDTH,),
            **dict.fromkeys(("attn_q", "attn_k", "attn_v", "attn_output"), (WIDTH, WIDTH)),
            "ffn_norm": (WIDTH,),
            "ffn_gate": (WIDTH, FEED_FORWARD),
            "ffn_up": (WIDTH, FEED_FORWARD),
            "ffn_down": (FEED_FORWARD, WIDTH),
        }
        shapes.update({f"blk.{block}.{name}.weight": shape for name, shape in sizes.items()})
    return {**shapes, "output_norm.weight": (WIDTH,), "output.weight": (WIDTH, len(_tokens()))}


def _tensors(chance: random.Random) -> Iterator[tuple[str, tuple[int, ...], list[float]]]:
    """Only `random()` is drawn from: its numbers are the same under every Python and on every machine."""
    for name, shape in _shapes().items():
        if len(shape) == 1:
            yield name, shape, [1.0] * shape[0]
            continue
        inputs, outputs = shape
        size = 1.0 if name == "token_embd.weight" else (3 / inputs) ** 0.5
        values = [(2 * chance.random() - 1) * size for _ in range(inputs * outputs)]
        if name == "token_embd.weight":
            values[::WIDTH] = [STEADY] * outputs
        elif name == "output.weight":
            values[::WIDTH] = map(_leaning, _tokens())
        elif name.endswith(("attn_output.weight", "ffn_down.weight")):
            values[:inputs] = [0.0] * inputs  # leaves the first number of the state alone
        yield name, shape, values


def _leaning(token: str) -> float:
    if token in CLOSING:
        return ENDS
    return 0.0 if token.isascii() or token == SPACE else NEVER


def _typed(value: Value) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", STRING) + _text(value)
    if isinstance(value, int):
        return struct.pack("<II", UINT32, value)
    if isinstance(value, float):
        return struct.pack("<If", FLOAT32, value)
    kind = STRING if isinstance(value[0], str) else INT32
    items = [_text(item) if isinstance(item, str) else struct.pack("<i", item) for item in value]
    return struct.pack("<IIQ", ARRAY, kind, len(value)) + b"".join(items)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _aligned(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNMENT)
