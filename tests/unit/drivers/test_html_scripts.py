"""Which pages are left to a browser, and why."""

from __future__ import annotations

import pytest

from botex_pytest.drivers.html_reader import HtmlPage
from botex_pytest.drivers.page_reader import read_page
from botex_pytest.page import Page

URL = "http://127.0.0.1:8000/p/abcd1234/trust/Send/3"
OTREE = """<script src="/static/otree/js/jquery-3.2.1.min.js"></script><script>let isDebug = "1";</script>
    <script>var js_vars = {{"price": 3}};</script><script src="/static/bootstrap5/js/bootstrap.bundle.min.js"></script>
    <div class="otree-body"><form class="otree-form" id="form" method="post">{}<button class="otree-btn-next">Next</button></form>
    </div>"""
TIMER = """<script>
    $(function () {
        var currentDate = new Date();
        var remainingTimeoutSeconds = 61.5;
    });</script>"""
CHAT = """<div class="otree-chat"><textarea class="otree-chat__input"></textarea><button type="button">Send</button></div><script>
$(function () {

    // helper function to escape HTML
    var entityMap = {};
});</script>"""
HIDDEN_ERRORS = """<script>
        window.addEventListener('load', function () {
            var django_form_errors = document.querySelector('ul.errorlist');
        });</script>"""
WAIT = """<div class="otree-wait-page"><h4 id="_otree-title">Please wait</h4>
    <div id="are-you-there" style="display: none"><button onclick="confirmActive()">I am</button></div></div>
    <script type="text/javascript">

$(document).ready(function () {

    var socket;

    initWebSocket();
    function initWebSocket() { socket = makeReconnectingWebSocket("/group_by_arrival_time?session_pk=2&page_index=2"); }
 });
 </script><script>

    var GBAT_INACTIVE_SECONDS_UNTIL_PROMPT_MSEC = 120 * 1000;</script>"""


def read(html: str) -> Page:
    return read_page(HtmlPage(URL, html).facts())


@pytest.mark.parametrize(
    "html",
    [
        OTREE.format(""), OTREE.format(TIMER), OTREE.format(CHAT), OTREE.format(HIDDEN_ERRORS), WAIT,
        OTREE.format('<script type="application/json">{"a": 1}</script>'),
        OTREE.format("<script> </script>"),
        OTREE.format('<script src="https://cdn.example/mathjax@3/tex-mml-chtml.js"></script>'),
        OTREE.format('<input required name="shown"><input type="hidden" name="token" required>'),
    ],
    ids=["plain", "timer", "chat", "debug", "wait page", "data", "empty", "formulas", "hidden input"],
)  # fmt: skip
def test_pages_that_html_tells_wholly(html):
    assert read(html).needs_browser == ()


@pytest.mark.parametrize(
    "script",
    [
        "const endowment = 100; // points\nlet shares = {give: [0, 0.5, -1.5], keep: 'all (or \\'none\\')', done: false};",
        r"MathJax = { tex: { inlineMath: [['$', '$'], ['\\(', '\\)']] }, svg: {fontCache: 'global'} };",
        r"window.MathJax = {tex2jax: {inlineMath: [['$','$']], processEscapes: true}}",
        r"/* formulas */ MathJax.Hub.Config({tex2jax: {inlineMath: [['$','$']]}});",
        "var numbers = [" + "1234567890, " * 20_000 + "];",
    ],
    ids=["names", "MathJax 3", "MathJax of the window", "MathJax 2", "much"],
)
def test_scripts_that_only_name_values(script):
    assert read(OTREE.format(f"<script>{script}</script>")).needs_browser == ()


@pytest.mark.parametrize(
    "script",
    [
        "location = '/elsewhere'",
        "var location = '/elsewhere';",
        "let a = 1; location.href = 'x'",
        "const a = start();",
        "const a = () => go;",
        "let a = missing;",
        "let a = `${go()}`;",
        "MathJax = {startup: {ready() { MathJax.startup.defaultReady(); }}}",
        "document.forms[0].hidden = true",
        "var onload = {a: 1}",
        "'unended",
    ],
)
def test_scripts_that_may_do_something(script):
    assert read(OTREE.format(f"<script>{script}</script>")).needs_browser == ("a script of its own",)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<script>let isDebug = 1; document.forms[0].submit()</script>", ("a script of its own",)),
        ("<script>start(js_vars)</script><script>more()</script>", ("a script of its own",)),
        ('<script src="/static/trust/slider.js"></script>', ("script slider.js",)),
        ('<p onmouseover="peek()">x</p>', ("onmouseover of a p",)),
        ('<a href=" JavaScript:go()">x</a>', ("href of a a",)),
        ('<input name="sum" required style="display: none">', ("sum is required and not shown",)),
        ('<script src="/static/otree/js/live.js" id="otree-live"></script>', ("it is a live page",)),
        (
            '<button type="button" class="otree-btn-next" data-bs-toggle="modal">Next</button>',
            ("its next button sends nothing by itself",),
        ),
        ('<meta http-equiv="refresh" content="5">', ("it refreshes itself",)),
    ],
)
def test_pages_that_need_a_browser(html, why):
    assert read(OTREE.format(html)).needs_browser == why


def test_what_otrees_scripts_say():
    assert read(OTREE.format(TIMER)).seconds_left == 61.5
    assert read(OTREE.format(TIMER.replace("61.5", "-0.25"))).seconds_left == 0  # opened again when its time was up
    page = HtmlPage(URL, WAIT)
    assert page.scripts.socket == "/group_by_arrival_time?session_pk=2&page_index=2"
    assert (read(WAIT).kind, read(WAIT).waits_for, read(WAIT).text) == ("wait", "arrival", "Please wait")
