"""交接: written by one, taken over by another with one tap; red until then."""

from datetime import timedelta

from huijia.kernel.accounts.due import sections_for
from huijia.kernel.ledger.models import Entry
from huijia.serve.hotline import actions
from huijia.serve.hotline.models import HandoverNote
from tests.cast import Cast, cast
from tests.serve.hotline.conftest import NOW, SignIn, shift

URL = "/desk/hotline/notes/"


def told(home: Cast, who: str) -> list[str]:
    return [row.title for part in sections_for(home.access(who), NOW) for row in part.rows]


def written(home: Cast, who: str = "operator", **more: object) -> HandoverNote:
    return actions.write_note(by=home.access(who), text="钥匙在抽屉里", **more)  # type: ignore[arg-type]


def test_what_is_open_is_written_and_taken_over(home: Cast, as_: SignIn):
    shift(home, "second", starts="17:30", ends="20:00")
    matter = home.raise_matter(at=NOW)
    call = actions.promise("13800001234", promised_at=NOW + timedelta(hours=3), by=home.access("operator"))
    client = as_("operator")
    form = client.get(f"{URL}write/").context["form"]
    assert form["calls"].value() == [str(call.pk)]
    assert str(form["next_post"].field.initial) == str(home.posts["second"].pk)
    sent = {
        "uuid": str(form["uuid"].value()), "matters": [str(matter.pk)], "calls": [str(call.pk)],
        "waiting": "王*的钥匙", "text": "", "next_post": str(home.posts["second"].pk),
    }
    for _press in range(2):
        assert client.post(f"{URL}write/", sent).status_code == 302
    note = HandoverNote.objects.of(home.community).get()
    assert (list(note.matters.all()), list(note.calls.all())) == ([matter], [call])
    page = as_("second").get(URL).content.decode()
    assert f"#{matter.ticket}" in page and "*******1234" in page and "还没有人收下" in page
    for _press in range(2):
        as_("second").post(f"{URL}{note.pk}/take/")
    note.refresh_from_db()
    assert (note.taken_label, note.taken_at) == ("郑双全", NOW)
    assert Entry.objects.filter(kind="hotline.note_taken").count() == 1


def test_red_to_both_until_it_is_taken(home: Cast):
    note = written(home, next_post=home.posts["second"])
    assert told(home, "operator") == ["交接还没有人收下"]
    assert told(home, "second") == ["王接线 写的交接等您收下"]
    assert told(home, "committee") == []
    actions.take_note(note, by=home.access("second"))
    assert told(home, "operator") == told(home, "second") == []


def test_nobody_takes_their_own_and_only_the_first_takes_it(home: Cast, as_: SignIn):
    note = written(home)
    as_("operator").post(f"{URL}{note.pk}/take/")
    note.refresh_from_db()
    assert note.taken_at is None
    as_("second").post(f"{URL}{note.pk}/take/")
    answer = as_("committee").post(f"{URL}{note.pk}/take/", follow=True)
    assert "郑双全 已经收下了" in answer.content.decode()


def test_an_empty_note_says_so_beside_the_field(home: Cast, as_: SignIn):
    answer = as_("operator").post(f"{URL}write/", {"uuid": "5a1f0a53-6b6e-4b4e-9d3f-0f3b8a1c2d3e"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == ["没有要交接的就写一句“一切正常”"]


def test_another_community_and_another_role(home: Cast, as_: SignIn):
    theirs = written(cast("乙社区"))
    assert as_("operator").post(f"{URL}{theirs.pk}/take/").status_code == 404
    assert as_("worker").get(URL).status_code == 403
