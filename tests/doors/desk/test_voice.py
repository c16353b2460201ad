"""A spoken report: the audio is kept, the operator types what was said."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huijia.core.matters.models import Matter
from huijia.kernel.files import actions as files
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast

WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 64


def spoken(home: Cast) -> Matter:
    matter = home.raise_matter("(语音)")
    upload = SimpleUploadedFile("a.wav", WAVE)
    sound = files.keep_audio(upload, community=home.community, by=home.door())
    files.attach(sound, subject=("matter", matter.pk), purpose="matters.registered", by=home.door())
    return matter


def signed_in(home: Cast, who: str) -> Client:
    client = Client()
    client.force_login(home.users[who])
    return client


def test_the_operator_types_what_was_heard(home: Cast):
    matter = spoken(home)
    client, address = signed_in(home, "operator"), reverse("desk:voice", args=[matter.ticket])
    assert "听录音，记成文字" in client.get(reverse("desk:matter", args=[matter.ticket])).content.decode()
    form = {"version": matter.version, "heard": "村口的井盖破了"}
    assert client.post(address, form).status_code == 302
    now = Matter.objects.of(home.community).get()
    assert (now.title, now.text) == ("村口的井盖破了", "(语音)\n村口的井盖破了")
    assert Entry.objects.get(kind="matters.voice_typed").personal == {"note": "村口的井盖破了"}
    # pressed twice: nothing is doubled, what was typed stays
    again = client.post(address, form)
    assert again.status_code == 409
    assert "村口的井盖破了" in again.content.decode()
    assert Entry.objects.filter(kind="matters.voice_typed").count() == 1


def test_nothing_typed_is_refused_beside_the_field(home: Cast):
    matter = spoken(home)
    answer = signed_in(home, "operator").post(
        reverse("desk:voice", args=[matter.ticket]), {"version": matter.version, "heard": " "}
    )
    assert answer.status_code == 422
    assert "请填写内容" in answer.content.decode()


def test_who_does_not_accept_matters_may_not(home: Cast):
    matter = spoken(home)
    address = reverse("desk:voice", args=[matter.ticket])
    assert signed_in(home, "worker").post(address, {"heard": "x"}).status_code == 403
