"""Make docs/images/explorer.png and explorer-dark.png: the page of the sample documents, as Chromium shows it.

python tools/make_page_pictures.py

Chromium and its driver are found as by the tests of the page. Pictures are made anew where the page or what is read in
the samples looks different; fonts differ between machines, so that no test compares them.
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

import kg

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs/images"
CHOSEN = "泛联院"
"""What README shows."""

_SIZE = {"width": 1320, "height": 820, "deviceScaleFactor": 1, "mobile": False}
_SETTLED = 3  # seconds after which nothing moves any more
_COLOURS = 256


def main() -> None:
    """Build the samples, and take both pictures."""
    sys.path.insert(0, str(ROOT / "tests"))
    from browsing import missing, start

    if told := missing():
        raise SystemExit(f"no {told}: pictures of the page need it")
    with TemporaryDirectory() as folder:
        graph = kg.build([ROOT / "seeds"], folder, formats=["html"], ontology=ROOT / "ontology")
        chosen = graph.entity_named(CHOSEN)
        if chosen is None:
            raise SystemExit(f"{CHOSEN} is not in the samples any more")
        driver = start(Path(folder))
        try:
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", _SIZE)
            driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
            page = (Path(folder) / "graph.html").as_uri()
            take(driver, f"{page}#e={chosen.id}", "explorer.png", dark=False)
            take(driver, f"{page}#lang=en", "explorer-dark.png", dark=True)
        finally:
            driver.quit()


def take(driver: Any, address: str, name: str, *, dark: bool) -> None:
    """Take a picture of a view; in few colours, which the page has anyway."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    driver.get("about:blank")
    driver.get(address)
    if dark:  # in English, for the README in English
        driver.find_elements("css selector", ".languages button")[-1].click()
    time.sleep(_SETTLED)
    picture = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE).save(
        IMAGES / name, optimize=True
    )


if __name__ == "__main__":
    main()
