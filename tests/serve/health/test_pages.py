"""The corner's pages, the person's own page, and the proof that nobody else sees a value."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from huijia.core.opening import leaving
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from huijia.serve.health.models import Reading
from tests.cast import MONDAY
from tests.serve.health.conftest import House, made

BASE = "/desk/health/"
# A pressure and a sugar that stand nowhere else; with any sign between the two figures.
VALUE = re.compile(r"177\D{1,40}103|26\.3")


def _measured(house: House) -> None:
    for number in range(3):
        house.pressure(177, 103, MONDAY - timedelta(days=number))
    house.sugar("26.3")


def test_from_the_consent_to_the_sheet(db: None) -> None:
    with clock.frozen(MONDAY):
        house = made(agreed=False)
        nurse = house.browser()
        assert nurse.get(reverse("accounts:home")).headers["Location"] == BASE
        answer = nurse.post(f"{BASE}find/", {"who": "13800001234"})
        url = f"{BASE}people/{house.person.pk}/"
        assert answer.headers["Location"] == url
        page = nurse.get(url)
        assert "先请本人同意" in page.content.decode() and page.headers["Cache-Control"] == "private, no-store"
        page = nurse.post(f"{url}agree/", {"channel": "paper"}, follow=True).content.decode()
        assert "测一次" in page
        sent = {"uuid": str(uuid4()), "kind": "pressure", "systolic": "90", "diastolic": "150"}
        answer = nurse.post(url, sent)
        assert (answer.status_code, "是不是填反了" in answer.content.decode()) == (422, True)
        page = nurse.post(url, {**sent, "systolic": "150", "diastolic": "95"}, follow=True).content.decode()
        assert "150/95 mmHg" in page and "安静坐 5 分钟" in page
        assert "150/95 mmHg" in nurse.get(f"{url}sheet/").content.decode()


def test_measured_without_a_name_the_advice_is_said_once(house: House) -> None:
    nurse = house.browser()
    sent = {"uuid": str(uuid4()), "kind": "glucose", "glucose": "7.2", "timing": "fasting"}
    page = nurse.post(f"{BASE}nameless/", sent).content.decode()
    assert "7.2 mmol/L" in page and "改天空腹再测一次" in page
    assert "7.2" not in nurse.get(f"{BASE}nameless/").content.decode()
    assert Reading.objects.of(house.cast.community).get().person is None


def test_each_look_leaves_an_entry_that_names_nobody(house: House) -> None:
    _measured(house)
    house.browser().get(f"{BASE}people/{house.person.pk}/")
    entry = Entry.objects.filter(kind="health.seen").latest("pk")
    assert entry.subject_type == "health_reading" and not entry.data


@pytest.mark.parametrize("who", ["secretary", "committee", "operator", "worker", "leader", "neighbour", "street",
                                 "auditor", "admin"])
def test_nobody_else_opens_a_page_of_the_room(house: House, who: str) -> None:
    _measured(house)
    browser = house.browser(who)
    for path in ("", "nameless/", f"people/{house.person.pk}/", f"people/{house.person.pk}/sheet/", "follow-ups/"):
        assert browser.get(BASE + path).status_code == 403
    assert browser.post(f"{BASE}people/{house.person.pk}/", {"kind": "pressure"}).status_code == 403


def test_no_export_holds_a_value(house: House, tmp_path: object) -> None:
    """The whole export on leaving opens what is sealed; these tables stay out of it."""
    _measured(house)
    settings.VAR = str(tmp_path)
    job = leaving.ask(reason="离开", by=house.cast.access("secretary"), queued=False)
    leaving.work(job.pk)
    with zipfile.ZipFile(leaving.place_of(job)) as archive:
        names = archive.namelist()
        assert not [name for name in names if "health" in name.lower()]
        for name in names:
            if name.endswith(".xlsx"):
                cells = [
                    str(cell) for sheet in load_workbook(BytesIO(archive.read(name)), read_only=True)
                    for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
                ]
                assert not VALUE.search(" | ".join(cells)), name


def test_no_row_of_any_table_holds_a_value_in_the_clear(house: House) -> None:
    """Ledger, outbox, search, files, everything that belongs to the community."""
    _measured(house)
    house.browser().get(f"{BASE}people/{house.person.pk}/")
    tables = [model for model in apps.get_models() if issubclass(model, CommunityOwned)] + [Entry]
    for model in tables:
        rows = model.objects.everywhere() if issubclass(model, CommunityOwned) else model.objects.all()
        for row in rows.values():
            plain = {name: value for name, value in row.items() if not name.endswith("_at") and name != "id"}
            assert not VALUE.search(str(plain)), model.__name__
    for entry in Entry.objects.filter(kind__startswith="health."):
        assert not entry.data and not entry.personal


def test_a_stranger_is_asked_to_sign_in(house: House) -> None:
    _measured(house)
    answer = Client().get("/me/health/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/login/")
