import io
import uuid
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from huijia.core.matters import actions
from huijia.core.matters.models import Matter
from tests.cast import Cast, cast


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture
def send(home: Cast, client: Client) -> Callable[..., HttpResponse]:
    """Posts a report at the plate of the home community; keywords replace fields of the form."""

    def post(path: str = "", **fields: object) -> HttpResponse:
        form = {"uuid": str(uuid.uuid4()), "nature": "help", "text": "村口路灯三天不亮了", "phone": "", **fields}
        return client.post(path or f"/d/{home.plate.token}/report/", form)

    return post


def photo(name: str = "灯.jpg") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), "#456").save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), "image/jpeg")


def matters() -> list[Matter]:
    return list(Matter.objects.everywhere().order_by("pk"))


def open_with_code(client: Client, matter: Matter) -> HttpResponse:
    return client.post("/progress/", {"ticket": matter.ticket, "code": actions.secret_code(matter.uuid)})
