"""Keeping files: checked by content, stripped, addressed by content, and shown only to those who may see them."""

import errno
import io
import os
import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, override_settings
from PIL import ExifTags, Image

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, District, Street
from huijia.kernel.communities.scoping import Unscoped
from huijia.kernel.files import actions, queries, readers, shelf
from huijia.kernel.files.models import Attachment, File

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def by() -> Access:
    district = District.objects.create(name="区", code="110000000000")
    street = Street.objects.create(district=district, name="街道", code="110001000000")
    community = Community.objects.create(street=street, name="石墩社区", slug="sd", code12="110001000001")
    return Access(user_id=7, label="周敏", kind="user", community=community)


def picture(width: int = 40, height: int = 20, form: str = "JPEG", mode: str = "RGB", **more: Any) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (width, height), "red").save(stream, form, **more)
    return stream.getvalue()


def upload(content: bytes, name: str = "路灯.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def keep(content: bytes, by: Access, name: str = "路灯.jpg") -> File:
    return actions.keep_photo(upload(content, name), community=by.community, by=by)


def on_disk(place: Path) -> list[str]:
    return sorted(path.name for path in place.rglob("*") if path.is_file())


# -- photos -----------------------------------------------------------------------------------------------------------


def test_a_photo_and_its_thumbnail(by: Access, place: Path) -> None:
    file = keep(picture(4000, 1000), by)
    assert (file.kind, file.mime, file.width, file.height) == ("photo", "image/jpeg", 1600, 400)
    assert (file.original_name, file.created_by_id, file.created_by_label) == ("路灯.jpg", 7, "周敏")
    path = place / file.sha256[:2] / file.sha256[2:4] / file.sha256
    assert path.stat().st_size == file.size
    assert Image.open(path).size == (1600, 400)
    assert Image.open(f"{path}.thumb").size == (320, 80)
    assert on_disk(place) == [file.sha256, f"{file.sha256}.thumb"]


def test_a_small_photo_stays_small(by: Access) -> None:
    file = keep(picture(40, 20), by)
    assert (file.width, file.height) == (40, 20)


def test_where_and_with_what_it_was_taken_is_gone(by: Access) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "SecretPhone"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (31.0, 2.0, 3.0)
    source = picture(40, 20, exif=exif, comment=b"SecretComment")
    assert b"SecretPhone" in source
    file = keep(source, by)
    for suffix in ("", shelf.THUMB):
        with shelf.open_kept(file.sha256, suffix) as stored:
            content = stored.read()
        assert b"Secret" not in content
        assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    assert (file.width, file.height) == (20, 40)  # turned upright


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("PNG", "L"), ("JPEG", "CMYK")]
)
def test_other_formats(by: Access, form: str, mode: str) -> None:
    assert keep(picture(form=form, mode=mode), by).mime == "image/jpeg"


def refusal(content: bytes, by: Access, verb: Any = None) -> str:
    with pytest.raises(Refusal) as refused:
        (verb or actions.keep_photo)(upload(content), community=by.community, by=by)
    assert File.objects.of(by.community).count() == 0
    return str(refused.value)


def test_too_large_a_photo_says_how_large(by: Access, place: Path) -> None:
    text = refusal(b"\xff" * (20 * 1024 * 1024), by)
    assert text == "文件有 20.0 MB,超过 15 MB 的上限，请压缩后再上传"
    assert on_disk(place) == []


def test_a_size_that_lies(by: Access) -> None:
    lying = upload(b"\xff" * (7 * 1024 * 1024))
    lying.size = 10
    with pytest.raises(Refusal, match="超过 6 MB"):
        actions.keep_audio(lying, community=by.community, by=by)


def test_no_photo(by: Access) -> None:
    said = "这不是能识别的照片，请上传 JPEG、PNG 或 WebP 格式的照片"
    assert refusal(b"<svg onload=alert(1)>", by) == said
    assert refusal(picture()[:200], by) == said
    assert refusal(picture(form="GIF", mode="P"), by) == said
    assert refusal(b"", by) == "文件是空的，请重新选择"
    assert "HEIC" in refusal(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, by)


def test_a_bomb_is_refused_before_it_unfolds(by: Access) -> None:
    bomb = picture(9000, 9000, form="PNG", mode="1")
    assert len(bomb) < 100_000
    assert refusal(bomb, by) == "照片像素太大(超过 6000 万像素),请缩小后再上传"


def test_a_full_disk(by: Access, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refusal(picture(), by) == "服务器存储空间已满，文件未能保存，请联系管理员"
    assert on_disk(place) == []


def test_the_same_photo_twice_is_one_file_on_disk(by: Access, place: Path) -> None:
    first, second = keep(picture(), by), keep(picture(), by)
    assert first.uuid != second.uuid
    assert first.sha256 == second.sha256
    assert len(on_disk(place)) == 2


# -- recordings and tables --------------------------------------------------------------------------------------------

SOUNDS = {
    "audio/webm": b"\x1aE\xdf\xa3" + b"\x00" * 60,
    "audio/ogg": b"OggS" + b"\x00" * 60,
    "audio/mp4": b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 60,
    "audio/wav": b"RIFF\x00\x00\x00\x00WAVEfmt " + b"\x00" * 60,
    "audio/mpeg": b"\xff\xfb\x90\x64" + b"\x00" * 60,
}


@pytest.mark.parametrize("mime", SOUNDS)
def test_recordings_are_kept_as_they_are(by: Access, mime: str) -> None:
    file = actions.keep_audio(upload(SOUNDS[mime], "a.bin"), community=by.community, by=by, seconds=3.5)
    assert (file.kind, file.mime, file.seconds, file.size) == ("audio", mime, 3.5, len(SOUNDS[mime]))
    with shelf.open_kept(file.sha256) as stored:
        assert stored.read() == SOUNDS[mime]


def test_id3_is_a_recording_and_a_page_is_none(by: Access) -> None:
    assert actions.keep_audio(upload(b"ID3\x04" + b"\x00" * 60), community=by.community, by=by).mime == "audio/mpeg"
    with pytest.raises(Refusal, match="这不是能识别的录音"):
        actions.keep_audio(upload(b"<html>"), community=by.community, by=by)
    with pytest.raises(Refusal, match="这不是能识别的录音"):
        actions.keep_audio(upload(b"\xff\xff\xff\xff"), community=by.community, by=by)


def workbook(inside: str = "xl/workbook.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(inside, "<x/>")
    return stream.getvalue()


def test_tables_for_imports(by: Access) -> None:
    def kept(content: bytes, name: str) -> str:
        return actions.keep_document(upload(content, name), community=by.community, by=by).mime

    assert kept(workbook(), "名册.xlsx") == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert kept("姓名,电话\n".encode("gb18030"), "名册.CSV") == "text/csv"
    others = [(workbook("other.xml"), "a.xlsx"), (b"a\x00b", "a.csv"), (b"MZ", "a.exe"), (b"PK\x03\x04", "a")]
    for content, name in others:
        with pytest.raises(Refusal, match="只能上传 Excel"):
            kept(content, name)


# -- sweeping ---------------------------------------------------------------------------------------------------------


def test_sweep_removes_only_old_orphans(by: Access, place: Path) -> None:
    kept = keep(picture(), by)
    old, young = shelf.put(b"orphan"), shelf.put(b"young")
    shelf.put(b"thumb", name=old, suffix=shelf.THUMB)
    left = shelf.path_of(old).with_name(shelf.TEMPORARY + "killed")
    left.write_bytes(b"half")
    for path in place.rglob("*"):
        if path.is_file() and not path.name.startswith(young):
            os.utime(path, (0, 0))
    assert actions.sweep() == 3
    assert on_disk(place) == sorted([kept.sha256, f"{kept.sha256}.thumb", young])
    assert actions.sweep() == 0


# -- attaching --------------------------------------------------------------------------------------------------------


def test_attach_and_list(by: Access) -> None:
    file, other = keep(picture(), by), keep(picture(50), by)
    made = actions.attach(file, subject=("matter", 12), purpose="report", by=by)
    assert actions.attach(file, subject=("matter", 12), purpose="report", by=by) == made
    actions.attach(other, subject=("matter", 12), purpose="result", by=by)
    assert (made.community_id, made.added_by_label) == (by.community.pk, "周敏")
    assert [row.file for row in queries.attachments(by.community, ("matter", 12))] == [file, other]
    assert [row.file for row in queries.attachments(by.community, ("matter", 12), "result")] == [other]
    assert queries.attachments(by.community, ("matter", 13)) == []
    with pytest.raises(Unscoped):
        list(Attachment.objects.filter(subject_id=12))


# -- showing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(by: Access) -> Iterator[File]:
    """A photo on matter 12, which is readable with ?key=yes."""

    def may_read(request: HttpRequest, attachment: Attachment) -> bool:
        return attachment.subject_id == 12 and request.GET.get("key") == "yes"

    readers.register("test", may_read)
    file = keep(picture(), by)
    actions.attach(file, subject=("test", 12), purpose="report", by=by)
    yield file
    readers._READERS.pop("test")


def test_shown_to_whom_the_reader_says(shown: File, client: Client) -> None:
    answer = client.get(shown.url, {"key": "yes"})
    assert answer.status_code == 200
    assert len(answer.getvalue()) == shown.size
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    small = client.get(shown.thumb_url, {"key": "yes"})
    assert (small.status_code, small.headers["Content-Type"]) == (200, "image/jpeg")


def test_nothing_for_anyone_else(shown: File, client: Client, by: Access) -> None:
    lonely = keep(picture(60), by)
    other = keep(picture(70), by)
    actions.attach(other, subject=("unregistered", 12), purpose="report", by=by)
    for url in (shown.url, shown.thumb_url, f"{lonely.url}?key=yes", f"{other.url}?key=yes", f"/files/{uuid.uuid4()}/"):
        assert client.get(url).status_code == 404
    assert client.post(shown.url, {"key": "yes"}).status_code == 405


def test_one_attachment_that_may_be_read_is_enough(shown: File, client: Client, by: Access) -> None:
    actions.attach(shown, subject=("test", 99), purpose="report", by=by)
    actions.attach(shown, subject=("unregistered", 1), purpose="report", by=by)
    assert client.get(shown.url, {"key": "yes"}).status_code == 200


def test_not_sent_twice(shown: File, client: Client) -> None:
    etag = client.get(shown.url, {"key": "yes"}).headers["ETag"]
    assert client.get(shown.url, {"key": "yes"}, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(shown.url, headers={"If-None-Match": etag}).status_code == 404


def test_bytes_that_are_gone(shown: File, client: Client) -> None:
    shelf.path_of(shown.sha256).unlink()
    assert client.get(shown.url, {"key": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [("bytes=0-1", 206, 0, 1), ("bytes=60-", 206, 60, 63), ("bytes=-4", 206, 60, 63), ("bytes=62-999", 206, 62, 63),
     ("bytes=64-", 416, 0, 0), ("bytes=-", 200, 0, 63), ("lines=1-2", 200, 0, 63)],
)
def test_parts_of_a_recording(
    shown: File, client: Client, by: Access, wanted: str, status: int, first: int, last: int
) -> None:
    content = b"OggS" + bytes(range(60))
    file = actions.keep_audio(upload(content, "a.ogg"), community=by.community, by=by)
    actions.attach(file, subject=("test", 12), purpose="voice", by=by)
    answer = client.get(file.url, {"key": "yes"}, headers={"Range": wanted})
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == "bytes */64"
        return
    assert answer.getvalue() == content[first : last + 1]
    assert answer.headers.get("Content-Range") == (f"bytes {first}-{last}/64" if status == 206 else None)


def test_a_table_is_downloaded_never_shown(shown: File, client: Client, by: Access) -> None:
    file = actions.keep_document(upload(b"a,b\n", "名册.csv"), community=by.community, by=by)
    actions.attach(file, subject=("test", 12), purpose="import", by=by)
    disposition = client.get(file.url, {"key": "yes"}).headers["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''%E5%90%8D%E5%86%8C.csv"


def test_times_are_given(by: Access) -> None:
    at = datetime(2026, 4, 13, 1, 0, tzinfo=UTC)
    made = actions.attach(keep(picture(), by), subject=("matter", 1), purpose="report", by=by, at=at)
    made.refresh_from_db()
    assert made.at == at


def test_settings_are_read_late(by: Access, tmp_path: Path) -> None:
    with override_settings(FILES_ROOT=tmp_path / "other"):
        file = keep(picture(), by)
        assert shelf.path_of(file.sha256).exists()
    assert not shelf.path_of(file.sha256).exists()
