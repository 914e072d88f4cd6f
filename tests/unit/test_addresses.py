"""What people write for an address and is none."""

from __future__ import annotations

import pytest

from botex_pytest.addresses import joined, parts


@pytest.mark.parametrize("link", ["https://[your-link]", "http://[", "//[CODE]/x"])
def test_what_is_no_address_leads_nowhere(link):
    assert joined("http://127.0.0.1/p/x", link) == ""
    assert parts(link).netloc == ""


def test_what_is_one_is_taken_as_it_is():
    assert joined("http://127.0.0.1/p/x/", "../y?a=b") == "http://127.0.0.1/p/y?a=b"
    assert parts("https://a.example/b?c=d").query == "c=d"
