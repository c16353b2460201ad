"""A browser against the live server. `CHROMIUM` names another browser than Debian's."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A false microphone and camera, and no question whether they may be used.
MEDIA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *MEDIA])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., BrowserContext]]:
    """`visit(PHONE, java_script_enabled=False)` opens a fresh browser on the live server; closed after the test."""
    opened: list[BrowserContext] = []

    def open_one(device: dict[str, object] | None = None, **more: object) -> BrowserContext:
        settings = {"locale": "zh-CN", "base_url": live_server.url, **(device or PHONE), **more}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
