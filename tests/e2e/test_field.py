"""Doors with photos in airplane mode, the app closed and opened again, then a signal: all arrive once and whole."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from huijia.core.matters import actions
from huijia.core.matters.models import Matter
from huijia.core.places.models import Dwelling
from huijia.doors.field.models import Arrival
from huijia.kernel.accounts import fresh
from huijia.kernel.accounts.models import TrustedDevice
from huijia.kernel.files import shelf
from huijia.kernel.files.models import Attachment, File
from huijia.lib import clock
from huijia.serve.inspections import actions as inspections
from huijia.serve.inspections.enums import Level, Subject
from huijia.serve.inspections.models import Hazard
from huijia.serve.visits import models as visited
from tests.cast import Cast, cast
from tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., BrowserContext]
PIN = "407182"
DOORS = 20


def signed_in(visit: Visit, home: Cast, who: str, url: str) -> BrowserContext:
    client = Client()
    client.force_login(home.users[who])
    session = client.session
    fresh.mark(session)
    session.save()
    context = visit(PHONE)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])
    return context


def begun(context: BrowserContext) -> Page:
    """The phone remembered with a PIN, the app kept on it with what it needs without a signal."""
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/accounts/me/trust/?next=/field/")
    for box in page.locator("input[type=password]").all():
        box.fill(PIN)
    page.locator("main form button[type=submit]").first.click()
    page.goto("/field/")
    page.locator("#pin").fill(PIN)
    page.get_by_role("button", name="存到手机").click()
    expect(page.locator("#find")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def opened(page: Page) -> None:
    page.locator("#pin").fill(PIN)
    page.get_by_role("button", name="打开").click()
    expect(page.locator("#tabs")).to_be_visible()


def village(home: Cast) -> None:
    Dwelling.objects.bulk_create([
        Dwelling(
            community=home.community, kind="village", grid=home.grid, group=home.group, door_number=str(number),
            address=f"傅家组{number}号", lon=119.421, lat=32.101,
        )
        for number in range(101, 101 + DOORS)
    ])


def photo(path: Path, number: int) -> str:
    """A photo that can be told from the others by its colour."""
    file = path / f"{number}.jpg"
    Image.new("RGB", (800, 600), (number * 12, 90, 60)).save(file, "JPEG", quality=90)
    return str(file)


def write(page: Page, number: int, file: str) -> None:
    page.goto("/field/#doors")
    page.locator("#find").fill(f"傅家组{100 + number}号")
    page.get_by_role("link", name=f"傅家组{100 + number}号").click()
    page.get_by_label("要转成事项的问题").fill(f"第{number}户墙上有裂缝")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".photo-previews img")).to_have_count(1)
    page.get_by_role("button", name="存下来").click()
    expect(page.locator("#find")).to_be_visible()
    expect(page.locator("#waiting")).to_have_text(str(number))


def test_twenty_doors_in_airplane_mode(visit: Visit, live_server: Any, tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    home = cast()
    village(home)
    context = signed_in(visit, home, "worker", live_server.url)
    page = begun(context)
    context.set_offline(True)
    for number in range(1, 11):
        write(page, number, photo(tmp_path, number))
    page.close()

    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/field/")
    opened(page)
    for number in range(11, DOORS + 1):
        write(page, number, photo(tmp_path, number))
    assert Matter.objects.of(home.community).count() == 0

    context.set_offline(False)
    page.get_by_role("link", name="待发").click()
    expect(page.locator("#waiting")).to_be_hidden(timeout=60_000)
    expect(page.locator("li", has_text="已送到")).to_have_count(DOORS, timeout=60_000)

    rows = list(Matter.objects.of(home.community).order_by("pk"))
    assert [row.text for row in rows] == [f"第{number}户墙上有裂缝" for number in range(1, DOORS + 1)]
    assert [row.place_name for row in rows] == [f"傅家组{100 + number}号" for number in range(1, DOORS + 1)]
    visits = list(visited.Visit.objects.of(home.community).order_by("pk"))
    assert [row.matter_id for row in visits] == [row.pk for row in rows]
    assert [row.place_name for row in visits] == [row.place_name for row in rows]
    assert Arrival.objects.of(home.community).count() == DOORS
    for number, row in enumerate(rows, start=1):
        assert_whole(home, row, number)


def assert_whole(home: Cast, matter: Matter, number: int) -> None:
    held = Attachment.objects.of(home.community).get(subject_type="matter", subject_id=matter.pk)
    file = File.objects.of(home.community).get(pk=held.file_id)
    with shelf.open_kept(file.sha256) as stream:
        image = Image.open(io.BytesIO(stream.read()))
        image.load()
    assert image.size == (800, 600)
    red = image.getpixel((400, 300))[0]
    assert abs(red - number * 12) <= 4


def test_both_versions_show_when_somebody_was_quicker(visit: Visit, live_server: Any) -> None:
    home = cast()
    matter = home.raise_matter("路灯不亮", at=clock.now())
    secretary = home.access("secretary")
    actions.accept(matter, category=home.lamps, by=secretary)
    actions.assign(matter, to=home.posts["committee"], reason="", by=secretary)
    actions.take(matter, by=home.access("committee"))
    context = signed_in(visit, home, "committee", live_server.url)
    page = begun(context)
    context.set_offline(True)
    page.get_by_role("link", name="事项").click()
    page.get_by_role("link", name="路灯不亮").click()
    page.get_by_role("link", name="记一笔").click()
    page.locator("textarea").fill("看过了，要换灯头")
    page.get_by_role("button", name="存下来").click()
    actions.supervise(matter, note="请今天办", by=secretary)
    context.set_offline(False)
    page.get_by_role("link", name="待发").click()
    expect(page.get_by_text("现在的情况")).to_be_visible()
    expect(page.locator(".version").first).to_contain_text("看过了，要换灯头")
    expect(page.locator(".version").last).to_contain_text("督办")
    page.get_by_role("button", name="照我写的再送").click()
    expect(page.locator("li", has_text="已送到")).to_have_count(1, timeout=60_000)


def test_wrong_pins_take_the_households_off_and_keep_what_waits(visit: Visit, live_server: Any) -> None:
    home = cast()
    context = signed_in(visit, home, "worker", live_server.url)
    page = begun(context)
    context.set_offline(True)
    page.goto("/field/#new")
    page.get_by_label("发现了什么").fill("井盖坏了")
    page.get_by_role("button", name="存下来").click()
    page.reload()
    for number in range(5):
        page.locator("#pin").fill(f"00000{number}")
        page.get_by_role("button", name="打开").click()
        expect(page.locator(".field-error:visible, h1:has-text('已锁住')").first).to_be_visible()
    expect(page.get_by_text("PIN 连错 5 次，已锁住")).to_be_visible()
    assert page.evaluate("window.field.store.get('pack').then((row) => row === undefined)")
    context.set_offline(False)
    page.reload()
    page.locator("#pin").fill(PIN)
    page.get_by_role("button", name="存到手机").click()
    expect(page.locator("#tabs")).to_be_visible()
    page.get_by_role("link", name="待发").click()
    expect(page.locator("li", has_text="已送到")).to_have_count(1, timeout=60_000)
    assert Matter.objects.of(home.community).get().text == "井盖坏了"


def test_a_pin_that_was_changed_is_tried_once(visit: Visit, live_server: Any) -> None:
    """Five wrong ones would shut the phone off; the app must not spend them by itself."""
    home = cast()
    context = signed_in(visit, home, "worker", live_server.url)
    page = begun(context)
    TrustedDevice.objects.update(pin=make_password("918273"))
    context.clear_cookies(name="sessionid")
    page.reload()
    opened(page)
    for _turn in range(6):
        page.evaluate("window.field.queue.send()")
    device = TrustedDevice.objects.get()
    assert (device.failures, device.shut_at) == (1, None)
    expect(page.locator("#find")).to_be_visible()


def test_a_lost_phone_is_emptied_when_it_shows_itself(visit: Visit, live_server: Any) -> None:
    home = cast()
    context = signed_in(visit, home, "worker", live_server.url)
    page = begun(context)
    TrustedDevice.objects.update(shut_at=clock.now())
    page.reload()
    opened(page)
    expect(page.locator("#state")).to_contain_text("这台手机已被停用")
    assert page.evaluate("window.field.store.get('pack').then((row) => row === undefined)")


def test_a_home_is_inspected_without_a_signal(visit: Visit, live_server: Any) -> None:
    home = cast()
    by = home.access("secretary")
    items = [inspections.Item("没有漏气", Level.SEVERE), inspections.Item("软管没有超期", Level.MINOR)]
    gas = inspections.save_checklist(None, subject=Subject.GAS, name="燃气检查表", items=items, by=by)
    inspections.plan_campaign(inspections.Plan("春季安检", gas, clock.today(), clock.today()), by=by)
    page = begun(signed_in(visit, home, "worker", live_server.url))
    page.context.set_offline(True)
    page.get_by_role("link", name="春季安检：还要去 1 户").click()
    page.get_by_role("link", name="傅家组12号").click()
    page.get_by_role("group", name="结果").get_by_label("有隐患").check()
    page.get_by_role("group", name="软管没有超期").get_by_label("不合格", exact=True).check()
    page.get_by_label("看到了什么").locator("visible=true").fill("超期两年")
    page.get_by_role("button", name="存下来").click()
    expect(page.locator("#waiting")).to_have_text("1")
    page.context.set_offline(False)
    page.get_by_role("link", name="待发").click()
    expect(page.locator("li", has_text="已送到")).to_have_count(1, timeout=60_000)
    hazard = Hazard.objects.of(home.community).get()
    assert (hazard.text, hazard.note, hazard.level) == ("软管没有超期", "超期两年", Level.MINOR)
