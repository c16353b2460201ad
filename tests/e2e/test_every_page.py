"""Every page that can be read, on a phone of 390 px: nothing runs out of it sideways, and axe finds nothing grave.

The addresses, and who may open them, are those of `tests/test_every_url.py`: a new page is walked here by itself.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from huijia.lib import clock
from tests.e2e.conftest import PHONE
from tests.test_every_url import GET, NOW, WHO, World, address, made

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RUN = """
tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}).then(found =>
    found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one =>
        one.id + ' ' + one.nodes[0].target.join(' ') + ' ' + (one.nodes[0].any[0] || {message: ''}).message))
"""


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.FILES_ROOT = tmp_path / "files"
    with clock.frozen(NOW):
        yield made()


def readers() -> dict[str, list[str]]:
    """For each reader the addresses that are walked as them: everything once, as the first who may open it."""
    found: dict[str, list[str]] = {who: [] for who in WHO}
    for name, line in GET.items():
        may = [who for who in WHO if line[who] == 200]
        if may:
            found[may[0]].append(name)
    return {who: names for who, names in found.items() if names}


def signed_in(world: World, who: str, visit: Callable[..., BrowserContext], url: str) -> Page:
    context = visit(PHONE, bypass_csp=True)
    context.add_cookies(
        [{"name": key, "value": morsel.value, "url": url} for key, morsel in world.browser(who).cookies.items()]
    )
    return context.new_page()


@pytest.mark.parametrize("who", readers())
def test_every_page_on_a_phone(who: str, world: World, visit: Callable[..., BrowserContext], live_server: Any) -> None:
    page = signed_in(world, who, visit, live_server.url)
    script = AXE.read_text()
    wrong = []
    for name in readers()[who]:
        answer = page.request.get(address(name, world))
        if not answer.headers.get("content-type", "").startswith("text/html") or "<html" not in answer.text():
            continue
        page.goto(address(name, world))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["viewport"]["width"]:  # type: ignore[index]
            wrong.append(f"{name}: {width} px wide")
        page.evaluate(script)
        wrong += [f"{name}: {told}" for told in page.evaluate(RUN, RULES)]
    assert wrong == [], "\n".join(wrong)
