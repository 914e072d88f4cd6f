"""One test per message about the browser that no other test provokes in full."""

from __future__ import annotations

from botex_pytest.errors import BrowserError


def test_not_started():
    text = str(BrowserError.not_started("Chrome", "session not created", ["no display"], "/run/chromedriver.log"))
    assert text.startswith("Chrome did not start.\nCause: session not created\n")
    assert "Last lines of its log (/run/chromedriver.log):\n    no display" in text
    assert "chromium --headless=new --dump-dom about:blank" in text


def test_gone():
    text = str(BrowserError.gone("the connection to it was closed"))
    assert text.startswith("Chrome is gone: it was closed, killed, or crashed while pages were being played.")
    assert "Cause: the connection to it was closed" in text


def test_no_answer():
    text = str(BrowserError.no_answer("script.callFunction", 30))
    assert text.startswith("Chrome did not answer within 30 s.\nCause: no reply to script.callFunction;")
    assert "--botex-page-timeout 120" in text


def test_refused():
    text = str(BrowserError.refused("browsingContext.navigate", "invalid argument", "Invalid URL: x"))
    assert text == "Chrome refused browsingContext.navigate.\nCause: invalid argument: Invalid URL: x"


def test_no_bidi():
    text = str(BrowserError.no_bidi("http://grid:4444"))
    assert text.startswith("The browser at http://grid:4444 cannot be steered over WebDriver BiDi.")
    assert "update Chrome and chromedriver to version 125 or newer" in text


def test_a_grid_without_a_browser():
    text = str(BrowserError.grid_has_none("http://grid:4444", "Connection refused"))
    assert text.startswith("No Chrome was to be had at http://grid:4444.\nCause: Connection refused\n")
    assert "curl http://grid:4444/status" in text
    assert "--botex-start-timeout 120" in text


def test_a_server_that_the_grid_cannot_reach():
    text = str(BrowserError.server_out_of_reach("http://grid:4444", "http://127.0.0.1:8000", "net::ERR_CONNECTION_REFUSED"))
    assert text.startswith("The Chrome at http://grid:4444 cannot open oTree at http://127.0.0.1:8000.\nCause: net::ERR_CONN")
    assert "ssh -N -R 1080 user@grid\n  - and say so:" in text
    assert "--botex-grid-socks 1080" in text
    assert "--botex-otree-url https://otree.example --botex-allow-remote" in text
