"""Whether an address is on this machine."""

from __future__ import annotations

import ipaddress
import socket


def is_loopback(host: str) -> bool:
    """Whether every address of `host` is one of this machine's own. Raises OSError when the name is not known."""
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    return all(ipaddress.ip_address(address.partition("%")[0]).is_loopback for address in found)
