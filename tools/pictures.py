"""Takes the pictures of docs/guide/ from a running demo: each role's home on a phone and on a desk.

    .venv/bin/python tools/pictures.py http://127.0.0.1:8000 [NAME …]

Needs Debian's Chromium (or CHROMIUM=/path); the demo must be loaded. Pictures are reduced to 128 colours.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PLACE = Path(__file__).resolve().parents[1] / "docs" / "guide"
PASSWORD = "huilong-demo-2022"
PHONE, DESK = (390, 844), (1440, 900)
# name of the picture, sign-in, size, address, and a link to follow from there
SHOTS = (
    ("secretary-desk", "shuji", DESK, "/desk/", ""),
    ("secretary-phone", "shuji", PHONE, "/desk/", ""),
    ("committee-desk", "liangwei", DESK, "/desk/", ""),
    ("committee-phone", "liangwei", PHONE, "/desk/", ""),
    ("operator-desk", "zhiban", DESK, "/desk/", ""),
    ("worker-phone", "wangge", PHONE, "/desk/", ""),
    ("leader-phone", "zuzhang", PHONE, "/desk/", ""),
    ("neighbour-phone", "zhonghu", PHONE, "/desk/", ""),
    ("street-desk", "jiedao", DESK, "/desk/", ""),
    ("auditor-desk", "shenji", DESK, "/desk/", ""),
    ("admin-desk", "guanli", DESK, "/desk/", ""),
    ("resident-phone", "", PHONE, "/", ""),
    ("door-phone", "shuji", PHONE, "/desk/plates/", "a[href*='/d/']"),
    ("matter-phone", "liangwei", PHONE, "/desk/", "main a[href*='/desk/matter/']"),
    ("households-phone", "zhonghu", PHONE, "/desk/households/", ""),
    ("intake-desk", "zhiban", DESK, "/desk/intake/", ""),
    ("meeting-desk", "shuji", DESK, "/desk/meeting/", ""),
    ("list-desk", "shuji", DESK, "/desk/matters/", ""),
)


def open_page(browser: Browser, size: tuple[int, int], user: str, base: str) -> Page:
    """A page of this size, signed in where a user is named."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=1.5 if size == PHONE else 1,
        ignore_https_errors=True, locale="zh-CN",
    )
    page = context.new_page()
    if user:
        page.goto(f"{base}/accounts/login/")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_load_state()
    return page


def save(page: Page, name: str) -> Path:
    """The visible part of the page as a small PNG."""
    path = PLACE / f"{name}.png"
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(128).save(path, optimize=True)
    return path


def wanted(names: list[str]) -> Iterator[tuple[str, str, tuple[int, int], str, str]]:
    return (shot for shot in SHOTS if not names or shot[0] in names)


def main() -> None:
    base, names = sys.argv[1].rstrip("/"), sys.argv[2:]
    PLACE.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags)
        for name, user, size, address, link in wanted(names):
            page = open_page(browser, size, user, base)
            page.goto(base + address)
            if link:
                page.goto(base + urlsplit(page.locator(link).first.get_attribute("href") or "/").path)
            page.wait_for_load_state("networkidle")
            print(save(page, name))
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
