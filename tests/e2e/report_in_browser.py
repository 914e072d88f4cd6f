"""A report in a real Chrome, at any size, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.wait import WebDriverWait

SIZES = [(1280, 800), (390, 800)]


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(30)
    driver.set_script_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


def show(
    chrome: webdriver.Chrome, report: Path, fragment: str = "", size: tuple[int, int] = SIZES[0], scheme: str = "light"
) -> None:
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    chrome.get("about:blank")  # the same file with another fragment would only be a jump
    chrome.get_log("performance")
    chrome.get_log("browser")
    chrome.get(report.as_uri() + fragment)


def open_everything(chrome: webdriver.Chrome) -> None:
    """Everything that is drawn when it is opened, and all that is folded away in there."""
    chrome.execute_script("for (const d of document.querySelectorAll('.person, .folded')) d.open = true")
    drawn = "return [...document.querySelectorAll('.person, .folded')].every((d) => d.querySelector('.drawn'))"
    WebDriverWait(chrome, 10).until(lambda c: c.execute_script(drawn))
    chrome.execute_script("for (const d of document.querySelectorAll('details')) d.open = true")
