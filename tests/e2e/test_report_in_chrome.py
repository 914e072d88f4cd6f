"""The report as a reader gets it: opened from disk in a real Chrome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_builder import lab_run
from report_in_browser import SIZES, browser, open_everything, show
from run_builder import (
    HOSTILE,
    SessionBuilder,
    faulty_run,
    form_run,
    healthy_run,
    hostile_run,
    killed_run,
    new_run,
    page,
    person,
)
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from botex_pytest.report.html import write_comparison, write_report
from botex_pytest.transcript import PageSeen

RUNS = (healthy_run, faulty_run, form_run, killed_run, hostile_run, lab_run)


@pytest.fixture(scope="module")
def chrome() -> Iterator[webdriver.Chrome]:
    with browser() as driver:
        yield driver


def requested(chrome: webdriver.Chrome) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def in_view(chrome: webdriver.Chrome, element: Any) -> bool:
    script = "const b = arguments[0].getBoundingClientRect(); return b.top >= 0 && b.top < innerHeight"
    return bool(chrome.execute_script(script, element))


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("build", RUNS, ids=lambda f: f.__name__)
def test_it_draws_without_complaint_request_or_sideways_scrolling(
    chrome: webdriver.Chrome, tmp_path: Path, build: Any, size: tuple[int, int]
) -> None:
    report = write_report(build(tmp_path).path)
    show(chrome, report, size=size)
    open_everything(chrome)
    assert chrome.execute_script("return document.querySelector('h1').textContent.length > 10")
    assert chrome.get_log("browser") == []
    assert [url for url in requested(chrome) if url != report.as_uri() and not url.startswith("data:")] == []
    assert chrome.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    assert chrome.execute_script("return [...document.images].filter((i) => i.complete && !i.naturalWidth).length") == 0


def test_hostile_text_is_shown_as_just_that(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(hostile_run(tmp_path).path))
    open_everything(chrome)
    assert chrome.title != "owned"
    assert len(chrome.find_elements(By.TAG_NAME, "script")) == 2
    assert chrome.find_elements(By.CSS_SELECTOR, "img[onerror], a[href^='javascript']") == []
    # Compared in the page: half a surrogate pair, which is part of it, does not survive the way through chromedriver.
    same = "return document.querySelector('.cause h3').textContent === JSON.parse(arguments[0])"
    assert chrome.execute_script(same, json.dumps(HOSTILE))


def test_a_smuggled_script_would_be_refused(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    report = write_report(healthy_run(tmp_path).path)
    report.write_text(report.read_text().replace("</body>", "<script>document.title='owned'</script></body>"))
    show(chrome, report)
    assert chrome.title != "owned"
    assert any("Content Security Policy" in entry["message"] for entry in chrome.get_log("browser"))


def test_the_verdict_fits_the_first_screen(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    bottom = chrome.execute_script("return document.querySelector('.front').getBoundingClientRect().bottom")
    assert bottom < SIZES[0][1]
    assert "trust: 2 of 2 finished, 14 pages, 0 errors" in chrome.find_element(By.CLASS_NAME, "configs").text


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_a_link_leads_to_a_step_of_a_closed_participant(chrome: webdriver.Chrome, tmp_path: Path, size: tuple[int, int]) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path), "#s1/P2/3", size)
    step = chrome.find_element(By.ID, "s1/P2/3")
    assert step.is_displayed()
    assert "at" in (step.get_attribute("class") or "").split()
    heading = step.find_element(By.TAG_NAME, "h4")
    assert in_view(chrome, heading)
    on_top = (
        "const b = arguments[0].getBoundingClientRect(); return document.elementFromPoint(b.left + 5, b.top + 5) === arguments[0]"
    )
    assert chrome.execute_script(on_top, heading), "something covers the step's heading"


def test_pictures_that_load_late_do_not_move_what_a_link_led_to(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path), "#c3", SIZES[1])
    loaded = "return [...document.images].filter((i) => i.getBoundingClientRect().top < innerHeight).every((i) => i.naturalWidth)"
    WebDriverWait(chrome, 10).until(lambda c: c.execute_script(loaded))
    top = chrome.execute_script("return document.getElementById('c3').getBoundingClientRect().top")
    assert 0 <= top < 100


def test_a_cause_leads_to_its_step(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    chrome.find_element(By.CSS_SELECTOR, "#c1 .jump a").click()
    WebDriverWait(chrome, 10).until(lambda c: c.find_elements(By.ID, "s1/P2/4"))
    step = chrome.find_element(By.ID, "s1/P2/4")
    WebDriverWait(chrome, 10).until(lambda c: in_view(c, step))
    assert "HTTP 500" in step.text


def test_the_filter_leaves_only_what_was_asked_for(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    chrome.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("read the instructions", Keys.CONTROL + "a")
    assert [p for p in chrome.find_elements(By.CLASS_NAME, "person") if p.is_displayed()] == []
    chrome.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("at most 20")
    shown = [s.get_attribute("id") for s in chrome.find_elements(By.CLASS_NAME, "step") if s.is_displayed()]
    assert shown == [f"s{session}/P{n}/1" for session in (1, 2) for n in (1, 2, 3)]
    assert chrome.find_element(By.CSS_SELECTOR, "[role=status]").text == "6 steps of 6 participants"


def test_who_finished_can_be_hidden(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    chrome.find_element(By.CSS_SELECTOR, ".tools input[type=checkbox]").click()
    shown = [p.get_attribute("id") or "" for p in chrome.find_elements(By.CLASS_NAME, "person") if p.is_displayed()]
    assert len(shown) == 8
    assert not any(person.startswith("s5/") for person in shown)


def test_it_can_be_used_from_the_keyboard(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    person = chrome.find_element(By.CSS_SELECTOR, ".person > summary")
    person.send_keys(Keys.ENTER)
    WebDriverWait(chrome, 10).until(lambda c: c.find_elements(By.ID, "s1/P1/1"))
    chrome.find_element(By.CSS_SELECTOR, "#c1 .shot").send_keys(Keys.ENTER)
    assert chrome.find_element(By.TAG_NAME, "dialog").is_displayed()
    chrome.switch_to.active_element.send_keys(Keys.ESCAPE)
    WebDriverWait(chrome, 10).until(lambda c: not c.find_elements(By.TAG_NAME, "dialog"))


def test_lines_can_be_copied(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    button = chrome.find_element(By.CSS_SELECTOR, "#c3 .copyable button")
    button.click()
    WebDriverWait(chrome, 10).until(lambda _: button.text != "Copy")
    assert button.text == "Copied"


def test_it_prints_all_causes(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert all(c.is_displayed() for c in chrome.find_elements(By.CLASS_NAME, "cause"))
        assert not chrome.find_element(By.TAG_NAME, "nav").is_displayed()
        assert not any(b.is_displayed() for b in chrome.find_elements(By.CSS_SELECTOR, ".copyable button"))
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_filter_finds_steps_by_what_befell_them(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(lab_run(tmp_path).path))
    for kind, found in (
        ("waited", "4 steps of 3 participants"),
        ("refused", "1 steps of 1 participants"),
        ("advanced", "1 steps of 1"),
    ):
        Select(chrome.find_element(By.CSS_SELECTOR, "select[aria-label=Steps]")).select_by_value(kind)
        assert chrome.find_element(By.CSS_SELECTOR, "[role=status]").text.startswith(found)


def test_one_session_config_can_be_picked(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(faulty_run(tmp_path).path))
    Select(chrome.find_element(By.CSS_SELECTOR, "select[aria-label='Session config']")).select_by_value("survey")
    assert [s.get_attribute("id") for s in chrome.find_elements(By.CLASS_NAME, "session") if s.is_displayed()] == ["s3", "s4"]


@pytest.mark.parametrize("anchor", ["s1/grid", "s1/groups", "g1/2", "pretest/market", "s1/P3"])
def test_every_view_has_a_link(chrome: webdriver.Chrome, tmp_path: Path, anchor: str) -> None:
    show(chrome, write_report(lab_run(tmp_path).path), f"#{anchor}")
    view = chrome.find_element(By.ID, anchor)
    assert in_view(chrome, view)
    assert view.tag_name == "div" or view.find_element(By.CLASS_NAME, "drawn").is_displayed()


def test_a_cell_of_the_grid_leads_to_its_step(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(lab_run(tmp_path).path), "#s1/grid")
    cell = chrome.find_element(By.CSS_SELECTOR, ".grid a[href='#s1/P1/3']")
    assert cell.get_attribute("aria-label") == "P1 · market.Wait · round 1 · waited · 2.0 s for P2"
    cell.send_keys(Keys.ENTER)
    WebDriverWait(chrome, 10).until(lambda c: c.find_elements(By.ID, "s1/P1/3"))
    assert "waited 2.0 s for P2" in chrome.find_element(By.ID, "s1/P1/3").text


def test_nothing_of_a_view_is_drawn_before_it_is_opened(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(lab_run(tmp_path).path))
    assert chrome.find_elements(By.CSS_SELECTOR, ".drawn, .step, .grid") == []


def test_pages_unfold_by_keyboard(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    show(chrome, write_report(lab_run(tmp_path).path))
    chrome.find_element(By.CSS_SELECTOR, "[id='g1/2'] > summary").send_keys(Keys.ENTER)
    WebDriverWait(chrome, 10).until(lambda c: c.find_elements(By.CSS_SELECTOR, "[id='g1/2'] .bars"))
    assert "mean 4 (2 to 6, 8 answers)" in chrome.find_element(By.ID, "g1/2").text


def test_hostile_text_is_harmless_in_a_comparison(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    _, comparison = write_comparison(healthy_run(tmp_path).path, hostile_run(tmp_path).path)
    show(chrome, comparison)
    assert (chrome.title != "owned", chrome.get_log("browser")) == (True, [])
    assert len(chrome.find_elements(By.TAG_NAME, "script")) == 2
    assert chrome.execute_script(
        "return document.querySelector('main').textContent.includes(JSON.parse(arguments[0]))", json.dumps(HOSTILE)
    )


def test_what_matches_everywhere_is_not_put_on_screen_at_once(chrome: webdriver.Chrome, tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "long", 5)
    for number in range(1, 6):
        for index in range(1, 102):
            session.add(number, PageSeen(index, page("long", "Again" if index < 101 else "Other", index, text="The same.")))
    session.result([person(number) for number in range(1, 6)])
    show(chrome, write_report(run.path))
    chrome.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("long.again")
    assert chrome.find_element(By.CSS_SELECTOR, "[role=status]").text.startswith("500 steps of 5 participants; open")
    assert chrome.find_elements(By.CLASS_NAME, "step") == []
    chrome.find_element(By.CSS_SELECTOR, ".person > summary").click()
    WebDriverWait(chrome, 10).until(lambda c: c.find_elements(By.ID, "s1/P1/101"))
    assert [chrome.find_element(By.ID, f"s1/P1/{n}").is_displayed() for n in (100, 101)] == [True, False]
