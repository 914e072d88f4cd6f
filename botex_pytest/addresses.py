"""Addresses as people write them into pages and settings: `https://[your-link]` is none, and no reason to fail."""

from __future__ import annotations

from ipaddress import IPv6Address
from urllib.parse import SplitResult, urljoin, urlsplit


def joined(base: str, link: str) -> str:
    """Where `link` leads from `base`; "" where it is no address."""
    try:
        found = urljoin(base, link)
        _split(found)
        return found
    except ValueError:
        return ""


def parts(url: str) -> SplitResult:
    """Of an address; empty parts where it is none."""
    try:
        return _split(url)
    except ValueError:
        return urlsplit("")


def host(address: SplitResult) -> str:
    """Name and port of the server, without the user's name and password before them."""
    return address.netloc.rpartition("@")[2]


def _split(url: str) -> SplitResult:
    """Raises `ValueError` for what is no address."""
    found = urlsplit(url)
    if "[" in found.netloc:
        IPv6Address(found.hostname or "")  # Python 3.10 takes any text in brackets for one
    return found
