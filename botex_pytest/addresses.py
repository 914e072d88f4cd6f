"""Addresses as people write them into pages and settings: `https://[your-link]` is none, and no reason to fail."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit


def joined(base: str, link: str) -> str:
    """Where `link` leads from `base`; "" where it is no address."""
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def parts(url: str) -> SplitResult:
    """Of an address; empty parts where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
