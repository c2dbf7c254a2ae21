"""The page in a browser: it loads nothing else, its filters work, it fits a telephone, and everybody can read it."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait
from typer.testing import CliRunner

from conflict_cli.cli.app import app
from tests.conftest import ROOT, SAMPLE, need
from tests.pages import HOSTILE, hostile_ledger

pytestmark = pytest.mark.slow

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(shutil.which, BROWSERS), BROWSERS[0])
PACKAGES = "chromium-headless-shell chromium-driver"
NARROW, WIDE = 390, 1280
SHIPPED, LARGE, ODD = "shipped", "sample", "hostile"
ODD_TEXT = "".join(HOSTILE[name] for name in ("script", "attribute", "image", "apostrophe", "template"))
LONG_TEXT = HOSTILE["long word"]
LOADS = count()

Loaded = Callable[..., webdriver.Chrome]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages: of the ledger, of the data set, and of a ledger by somebody who means harm."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / ODD).mkdir()
    files = {
        SHIPPED: ROOT / "incidents.yaml",
        LARGE: SAMPLE,
        ODD: hostile_ledger(folder / ODD, ODD_TEXT, LONG_TEXT),
    }
    for name, file in files.items():
        title = f"{ODD_TEXT} {LONG_TEXT}" if name == ODD else ""
        command = ["report", "-f", str(file), "--title", title, "-o", str(folder / f"{name}.html")]
        env = {"CONFLICT_CLI_CACHE": str(folder / "cache")}
        assert CliRunner().invoke(app, command, env=env, catch_exceptions=False).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = need(CHROMIUM, PACKAGES)
    service = webdriver.ChromeService(executable_path=need("chromedriver", PACKAGES))
    for option in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run"):
        options.add_argument(option)
    for option in ("--disable-background-networking", "--disable-component-update", "--disable-sync"):
        options.add_argument(option)  # what it looks for on the network at its start takes seconds where there is none
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def load(browser: webdriver.Chrome, folder: Path) -> Iterator[Loaded]:
    """Load a page at this width, in light or dark, on a screen or on paper; and see to it that nothing complains."""

    def load(name: str = SHIPPED, *, width: int = WIDE, media: str = "screen", color: str = "light", at: str = ""):
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        features = [{"name": "prefers-color-scheme", "value": color}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width == NARROW}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        # An address that is new each time, as the same one with another anchor would not be loaded again.
        browser.get(f"{(folder / name).as_uri()}.html?{next(LOADS)}{at}")
        return browser

    yield load
    assert browser.get_log("browser") == []


def js(browser: webdriver.Chrome, script: str):
    return browser.execute_script(f"return {script.strip()}")


def shown(browser: webdriver.Chrome) -> list[str]:
    """The ids of the incidents that are shown."""
    rows = "[...document.querySelectorAll('.incident')]"
    return js(browser, f"{rows}.filter(one => one.offsetParent).map(one => one.querySelector('code').textContent)")


def count_of(browser: webdriver.Chrome) -> str:
    return browser.find_element(By.ID, "count").text


def type_words(browser: webdriver.Chrome, words: str) -> None:
    js(browser, "document.getElementById('filter-text').select()")
    browser.execute_cdp_cmd("Input.insertText", {"text": words})


def choose(browser: webdriver.Chrome, by: str, name: str) -> None:
    Select(browser.find_element(By.NAME, by)).select_by_visible_text(name)


def clear(browser: webdriver.Chrome) -> None:
    browser.find_element(By.ID, "filter-clear").click()


def sums_of(browser: webdriver.Chrome) -> str:
    """All that the page says of sums, outside the list of the incidents."""
    return js(
        browser, "[...document.querySelectorAll('h1, .totals, #by-town ~ figure, svg')].map(a => a.textContent).join()"
    )


def is_on_screen(browser: webdriver.Chrome, name: str) -> bool:
    return 0 <= round(js(browser, f"document.getElementById('{name}').getBoundingClientRect().top")) < 800


def open_everything(browser: webdriver.Chrome) -> None:
    js(browser, "document.querySelectorAll('details').forEach(one => { one.open = true; })")


# What it loads


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of a server of the pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}/"
        served.shutdown()
        thread.join()


def requests_of(browser: webdriver.Chrome) -> list[str]:
    """The addresses that were asked for."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]
    return [url for url in asked if not url.startswith("data:") and url != "about:blank"]


@pytest.mark.parametrize("name", [SHIPPED, LARGE, ODD])
def test_a_page_requests_only_itself(load: Loaded, server: str, name: str) -> None:
    browser = load(name)
    assert requests_of(browser)[-1:] == [browser.current_url]
    browser.get(f"{server}{name}.html")
    assert requests_of(browser) == [f"{server}{name}.html"]
    assert not browser.find_element(By.ID, "filters").get_attribute("hidden"), "the script did not run"
    assert js(browser, "getComputedStyle(document.body).margin") == "0px", "the style was not used"


def test_the_policy_lets_no_other_script_run(browser: webdriver.Chrome, load: Loaded) -> None:
    load()
    js(
        browser,
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.hacked=1'}))",
    )
    js(
        browser,
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.org/x.png'}))",
    )
    assert js(browser, "window.hacked") is None
    assert sum("Content Security Policy" in entry["message"] for entry in browser.get_log("browser")) == 2


def test_a_hostile_text_stays_text(load: Loaded) -> None:
    browser = load(ODD)
    open_everything(browser)
    js(browser, "[...document.querySelectorAll('*')].forEach(a => a.dispatchEvent(new Event('mouseover')))")
    type_words(browser, "</script>")
    clear(browser)
    assert js(browser, "window.hacked") is None
    assert browser.find_element(By.CSS_SELECTOR, ".title").text == browser.title == f"{ODD_TEXT} {LONG_TEXT}"
    assert js(browser, "document.querySelectorAll('script').length") == 1
    assert js(browser, "document.querySelectorAll('img, iframe, object, embed, form').length") == 0
    rows = browser.find_elements(By.CSS_SELECTOR, ".incident th")
    for row, name, text in zip(rows, ("a0", "a1"), (ODD_TEXT, LONG_TEXT), strict=False):
        assert text in row.text
        choose(browser, "town", text)
        assert shown(browser) == [name]
        clear(browser)


# Filters


FOUND = {
    "hospital": ["zafaraneh-hospital"],
    "  HOSPITAL  activists ": ["zafaraneh-hospital"],
    "hass": ["kafr-batikh-school", "hass-camp"],
    "الرستن": ["rastan-rockets"],
    "white helmets  ar-rastan": ["rastan-rockets"],
    "Syrian Observatory": ["homs-barrage"],
    "Talbiseh": ["homs-barrage", "talbissah-airstrikes"],
    "air drone strike, school": ["kafr-batikh-school"],
    "café": [],
    "nobody": [],
}


def test_words_filter_the_incidents(load: Loaded) -> None:
    browser = load()
    every, sums = shown(browser), sums_of(browser)
    assert len(every) == 10
    assert count_of(browser) == "10 incidents."
    found = {}
    for words in FOUND:
        type_words(browser, words)
        found[words] = shown(browser)
        assert count_of(browser) == f"{len(found[words])} of 10 shown. The sums on this page are of all of them."
        assert sums_of(browser) == sums
        clear(browser)
        assert shown(browser) == every
    assert found == FOUND
    assert count_of(browser) == "10 incidents."
    assert js(browser, "document.getElementById('filter-text').value") == ""


def test_town_source_and_words_narrow_each_other(load: Loaded) -> None:
    browser = load()
    choose(browser, "town", "Talbissah")
    assert shown(browser) == ["homs-barrage", "talbissah-airstrikes"]
    choose(browser, "source", "Videos")
    assert shown(browser) == ["talbissah-airstrikes"]
    type_words(browser, "rockets")
    assert shown(browser) == []
    assert count_of(browser).startswith("0 of 10 shown.")
    browser.find_element(By.ID, "filter-text").send_keys(Keys.BACKSPACE * 7)
    choose(browser, "town", "all")
    assert shown(browser) == ["talbissah-airstrikes"]
    choose(browser, "source", "Middle East Monitor")
    assert len(shown(browser)) == 6
    clear(browser)
    assert len(shown(browser)) == 10
    assert js(browser, "[...document.querySelectorAll('select')].map(one => one.value).join('')") == ""


def test_an_option_shows_the_rows_that_name_it(load: Loaded) -> None:
    browser = load(LARGE)
    for by, column in (("town", 2), ("source", 4)):
        for name in js(browser, f"[...document.querySelector('[name={by}]').options].map(one => one.text)")[1:40:13]:
            choose(browser, by, name)
            script = (
                f"[...document.querySelectorAll('.incident')].map(a => [!a.hidden, a.children[{column}].textContent])"
            )
            rows = js(browser, script)
            assert any(is_shown for is_shown, _ in rows)
            assert all(name in text for is_shown, text in rows if is_shown)
        clear(browser)


@pytest.mark.parametrize("is_again", [False, True])
def test_a_link_reveals_a_row_the_filter_hides(load: Loaded, is_again: bool) -> None:
    browser = load()
    open_everything(browser)
    link = browser.find_element(By.CSS_SELECTOR, "details a[href='#i8']")
    plain = js(browser, "getComputedStyle(document.getElementById('i8')).backgroundColor")
    link.click()
    row = browser.find_element(By.ID, "i8")
    assert "hass-camp" in row.text
    assert row.value_of_css_property("background-color") != plain
    assert is_on_screen(browser, "i8")
    type_words(browser, "rockets")
    assert not row.is_displayed()
    if not is_again:
        browser.find_element(By.CSS_SELECTOR, "details a[href='#i1']").click()
        assert shown(browser) == ["rastan-rockets"]
    browser.find_element(By.CSS_SELECTOR, "details a[href='#i8']").click()
    WebDriverWait(browser, 5).until(lambda _: row.is_displayed())  # the page does it after the click has been answered
    assert len(shown(browser)) == 10
    assert is_on_screen(browser, "i8")


def test_a_timeline_bar_leads_to_its_row(load: Loaded) -> None:
    browser = load()
    js(
        browser,
        "document.querySelector('.wide a[href=\"#i6\"] path').dispatchEvent(new MouseEvent('click', {bubbles: true}))",
    )
    assert browser.current_url.endswith("#i6")
    assert js(browser, "document.querySelector(':target code').textContent") == "idlib-market"


def test_without_javascript_everything_shows_and_no_filter(load: Loaded, folder: Path) -> None:
    browser = load()
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get((folder / f"{SHIPPED}.html").as_uri() + "?")
        names = names_of(browser, "search", "searchbox", "combobox", "button")
        rows = [name for name in names_of(browser, "row") if "hass-camp" in name or "homs-barrage" in name]
        text = names_of(browser, "rowheader")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert names == []
    assert rows or sum("-" in name for name in text) == 10


# Screens and paper


@pytest.mark.parametrize("name", [SHIPPED, LARGE, ODD])
@pytest.mark.parametrize("width", [320, 700])
def test_nothing_scrolls_sideways(load: Loaded, name: str, width: int) -> None:
    browser = load(name, width=width)
    open_everything(browser)
    assert js(browser, "document.documentElement.scrollWidth") == js(browser, "document.documentElement.clientWidth")
    seen = js(browser, "[...document.querySelectorAll('.wide, .narrow')].map(a => [a.className, !!a.offsetParent])")
    assert len(seen) == 8
    fitting = "narrow" if width < 592 else "wide"
    assert all(is_seen == (class_ == fitting) for class_, is_seen in seen)


CONTRAST = """
(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const color = channels(getComputedStyle(one).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const ends = [];
  for (const one of document.querySelectorAll("body *")) {
    const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!says || !one.getClientRects().length || one.closest("script, style, title")) continue;
    const style = getComputedStyle(one);
    const isDrawn = one instanceof SVGElement;
    const [a, b] = [light(channels(isDrawn ? style.fill : style.color)), light(behind(one))].sort((x, y) => y - x);
    ends.push([one.tagName, one.className.baseVal ?? one.className, (a + 0.05) / (b + 0.05), isDrawn, one.textContent]);
  }
  return ends;
})()
"""


@pytest.mark.parametrize("color", ["light", "dark"])
def test_all_text_has_enough_contrast(load: Loaded, color: str) -> None:
    browser = load(color=color, at="#i3")
    open_everything(browser)
    ground = js(browser, "getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}[color]
    found = js(browser, CONTRAST)
    seen = {tag.lower() for tag, *_ in found}
    assert seen >= {
        "h1",
        "h2",
        "p",
        "a",
        "caption",
        "figcaption",
        "td",
        "th",
        "small",
        "summary",
        "label",
        "li",
    }
    faint = [one for one in found if one[2] < 4.5 and not one[3]]
    assert faint == []
    lands = {"Turkey", "Syria", "Lebanon", "Israel", "Iraq", "Jordan", "Cyprus"}  # which country is which, no more
    assert [one for one in found if one[2] < 4.5 and one[4] not in lands] == []


@pytest.mark.parametrize("color", ["light", "dark"])
def test_paper_is_black_on_white_without_filters(load: Loaded, color: str) -> None:
    browser = load(media="print", color=color, width=794)
    assert js(browser, "getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert js(browser, "getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not browser.find_element(By.ID, "filters").is_displayed()
    assert len(shown(browser)) == 10
    for one in browser.find_elements(By.CSS_SELECTOR, ".wide"):
        assert one.is_displayed()
    assert not any(one.is_displayed() for one in browser.find_elements(By.CSS_SELECTOR, ".narrow"))


COLUMNS = """
[...document.querySelectorAll('.incident')].map((one) => {
  const box = one.getBoundingClientRect();
  const labels = [...one.cells].slice(1).map((cell) => getComputedStyle(cell, "::before").content.replaceAll('"', ""));
  return [box.left, box.right, getComputedStyle(one).display, labels];
})
"""


@pytest.mark.parametrize(("media", "width", "columns"), [("print", 794, 2), ("screen", NARROW, 1), ("screen", 740, 1)])
def test_incidents_are_stacked_where_columns_lack_room(load: Loaded, media: str, width: int, columns: int) -> None:
    """On paper in two columns; each cell under the words that head it."""
    browser = load(media=media, width=width)
    headings = js(browser, "[...document.querySelectorAll('.incidents thead th')].map(one => one.textContent)")
    rows = js(browser, COLUMNS)
    assert len({round(left) for left, *_ in rows}) == columns
    assert all(right <= width + 1 for _, right, *_ in rows)
    for _, _, display, labels in rows:
        assert display == "block"
        assert labels == headings[1:]


def test_incidents_are_a_table_where_there_is_room(load: Loaded) -> None:
    """As wide as the text, with the sources in a second line under their own words."""
    rows = js(load(), COLUMNS)
    assert {(display, *labels) for _, _, display, labels in rows} == {
        ("grid", *["none"] * 5, "Reported by", "Attributed to")
    }
    left, right = js(
        browser := load(), "(a => [a.left, a.right])(document.querySelector('h2').getBoundingClientRect())"
    )
    assert all(left <= start and end <= right for start, end, *_ in js(browser, COLUMNS))


SORTED = {
    "Killed": ["idlib-market", "hass-camp", "kafr-batikh-school", "yarmouk-airstrikes"],
    "When": ["kafr-batikh-school", "hass-camp", "homs-hama-strikes", "idlib-market"],
}


def test_the_keyboard_sorts_the_incidents(load: Loaded) -> None:
    browser = load()
    given = shown(browser)
    for name, first in SORTED.items():
        button = browser.find_element(By.XPATH, f"//thead//button[text()='{name}']")
        button.send_keys(Keys.ENTER)
        order = "descending" if name == "Killed" else "ascending"
        heads = "[...document.querySelectorAll('[aria-sort]')].map(a => [a.textContent, a.getAttribute('aria-sort')])"
        assert js(browser, heads) == [[name, order]]
        assert shown(browser)[:4] == first
        button.send_keys(Keys.SPACE)
        assert js(browser, heads) == [[name, "ascending" if name == "Killed" else "descending"]]
        assert shown(browser)[0] not in first
        assert sorted(shown(browser)) == sorted(given)
    unknown = ["talbissah-airstrikes", "homs-ground-fighting"]
    browser.find_element(By.XPATH, "//thead//button[text()='Killed']").click()
    assert shown(browser)[-2:] == unknown, "no figure is no number, and stands last"


def test_printing_unfolds_everything_and_then_folds_it_again(load: Loaded) -> None:
    browser = load()
    closed = "document.querySelectorAll('details:not([open])').length"
    before = js(browser, closed)
    assert before > 0
    js(browser, "dispatchEvent(new Event('beforeprint'))")
    assert js(browser, closed) == 0
    js(browser, "dispatchEvent(new Event('afterprint'))")
    assert js(browser, closed) == before
    assert browser.execute_cdp_cmd("Page.printToPDF", {})["data"]


# Whoever does not see it


def tree_of(browser: webdriver.Chrome) -> list[tuple[str, str]]:
    """What a screen reader gets: the role and the name of each thing."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    known = [one for one in nodes if not one["ignored"]]
    return [(one["role"]["value"], one.get("name", {}).get("value", "")) for one in known]


def names_of(browser: webdriver.Chrome, *roles: str) -> list[str]:
    return [name for role, name in tree_of(browser) if role in roles]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_screen_reader_gets_headings_tables_and_cells(load: Loaded, width: int) -> None:
    browser = load(width=width)
    open_everything(browser)
    headline = js(browser, "document.querySelector('h1').textContent")
    headings = names_of(browser, "heading")
    assert (
        headings[0]
        == headline
        == "About 95 reported killed (94 to 97 or more), in 8 of 10 incidents in Syria, March to April 2018"
    )
    assert headings[1:] == [one.text for one in browser.find_elements(By.TAG_NAME, "h2")]
    tables = names_of(browser, "table")
    assert len(tables) == 7
    assert all(tables), "a table has no name"
    cells = "[...one.cells].filter(cell => getComputedStyle(cell).display !== 'none').length"
    script = f"[...document.querySelectorAll('{{}}')].reduce((sum, one) => sum + {cells}, 0)"
    body, head = js(browser, script.format("tbody tr, tfoot tr")), js(browser, script.format("thead tr"))
    roles = [role for role, _ in tree_of(browser)]
    assert roles.count("columnheader") == head
    assert roles.count("cell") + roles.count("gridcell") + roles.count("rowheader") == body
    assert roles.count("row") == js(browser, "document.querySelectorAll('tr').length")
    for name in names_of(browser, "textbox", "searchbox", "combobox", "button", "region"):
        assert name


def test_screen_reader_and_keyboard_skip_the_drawings(load: Loaded) -> None:
    """Its numbers stand in a table beside it."""
    browser = load(width=NARROW)
    texts = names_of(browser, "StaticText")
    assert sum(text == "homs-barrage" for text in texts) == sum(
        one.is_displayed()
        for one in browser.find_elements(By.XPATH, "//body//*[not(ancestor::*[name()='svg'])][text()='homs-barrage']")
    )
    assert "50 km" not in texts
    browser.find_element(By.TAG_NAME, "body").click()
    js(browser, "window.stops = []")
    stop = "window.stops.push([event.target.tagName, !!event.target.closest('svg')])"
    js(browser, f"document.addEventListener('focusin', event => {stop})")
    ActionChains(browser).send_keys(Keys.TAB * 60).perform()
    stops = js(browser, "window.stops")
    assert len(stops) > 20
    assert not any(is_drawing for _, is_drawing in stops)
    assert {"SUMMARY", "INPUT", "SELECT", "BUTTON", "DIV"} <= {tag for tag, _ in stops}
