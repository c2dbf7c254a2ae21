"""Draws the pictures of the documentation from real runs: `python docs/pictures.py`, after the program is installed.

What the program prints on a terminal becomes an SVG, exported by Rich, that refers to no font or file elsewhere. A page
is looked at in Chromium, without a window; it and its driver are Debian's packages chromium and chromium-driver.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

HERE = Path(__file__).parent
WIDTH = 124
PICTURES = {
    "list.svg": ["list"],
    "sum.svg": ["sum", "--by", "month", "--bars"],
    "timeline.svg": ["list", "--timeline"],
}
SAMPLE = HERE.parent / "examples" / "ucdp-ged-syria-2018-spring.csv"
VIEW = (860, 1130)

# Dark letters on white, so that the page's own background matters to nobody.
# fmt: off
PAPER = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [(36, 41, 47), (207, 34, 46), (17, 99, 41), (77, 45, 0),
     (9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)],
    [(87, 96, 106), (164, 14, 38), (26, 127, 55), (99, 60, 1),
     (33, 139, 255), (164, 117, 249), (49, 146, 170), (140, 149, 159)],
)
# fmt: on


def printed(arguments: list[str]) -> str:
    """What the program prints on a terminal of our width, colours included."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "conflict_cli", *arguments, "--color", "always"]
    return subprocess.run(command, env=environment, capture_output=True, check=True, encoding="utf-8").stdout


def draw(name: str, arguments: list[str]) -> None:
    """Draw one picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(printed(arguments)), soft_wrap=True)
    title = " ".join(["conflict-cli", *arguments])
    svg = console.export_svg(title=title, theme=PAPER, unique_id=name.removesuffix(".svg"))
    without_fonts = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (HERE / name).write_text(without_fonts, encoding="utf-8")


def draw_pages() -> None:
    """Take pictures of the upper part of a page of the ledger, and of the map of the example."""
    with TemporaryDirectory() as folder, browser() as chromium:
        chromium.get(page(Path(folder) / "ledger.html"))
        chromium.save_screenshot(str(HERE / "page.png"))
        chromium.get(page(Path(folder) / "example.html", "-f", str(SAMPLE)))
        map_ = chromium.find_element(By.CSS_SELECTOR, "section[aria-labelledby=where] figure")
        chromium.execute_script("arguments[0].scrollIntoView()", map_)
        map_.screenshot(str(HERE / "map.png"))


def page(path: Path, *words: str) -> str:
    """The address of a page that is made with these words."""
    subprocess.run([sys.executable, "-m", "conflict_cli", "report", "-o", str(path), *words], check=True)
    return path.as_uri()


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(which("chromium"))
    for word in ("--headless=new", "--no-sandbox", "--hide-scrollbars", "--force-color-profile=srgb"):
        options.add_argument(word)
    chromium = webdriver.Chrome(options, Service(which("chromedriver")))
    try:
        metrics = {"width": VIEW[0], "height": VIEW[1], "deviceScaleFactor": 1, "mobile": False}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        yield chromium
    finally:
        chromium.quit()


if __name__ == "__main__":
    for picture, words in PICTURES.items():
        draw(picture, words)
    draw_pages()
