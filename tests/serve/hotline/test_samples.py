"""抽查即问即办: another person judges; a month by category."""

import pytest

from huijia.core.matters import actions as matters
from huijia.core.matters.models import Matter, SampleCheck
from huijia.kernel.communities.errors import Refusal
from huijia.serve.hotline.models import Call
from huijia.serve.hotline.queries import samples
from tests.cast import Cast
from tests.serve.hotline.conftest import NOW, SignIn

URL = "/desk/hotline/quality/"


def drawn(home: Cast, text: str = "医保怎么办", who: str = "operator", phone: str = "13800001234") -> Matter:
    matter = home.raise_matter(text, by=who, at=NOW, phone=phone, category=home.lamps)
    matters.answer_at_once(matter, result="到窗口办", by=home.access(who), at=NOW)
    Matter.objects.of(home.community).filter(pk=matter.pk).update(to_sample=True)
    matter.refresh_from_db()
    return matter


def judged(client, matter: Matter, verdict: str, **more: str):
    return client.post(f"{URL}{matter.ticket}/", {"version": str(matter.version), "verdict": verdict, **more})


def test_right(home: Cast, as_: SignIn):
    matter, client = drawn(home), as_("secretary")
    page = client.get(URL).content.decode()
    assert "医保怎么办" in page and "到窗口办" in page and "还有 1 件等着看" in page
    assert judged(client, matter, "right").status_code == 302
    assert judged(client, matter, "right").status_code == 409
    check = SampleCheck.objects.of(home.community).get()
    assert (check.verdict, check.category, check.checked_label) == ("right", home.lamps, "周书文")


def test_incomplete_says_what_was_missing_and_somebody_calls(home: Cast, as_: SignIn):
    matter, client = drawn(home), as_("secretary")
    empty = judged(client, matter, "short")
    assert empty.status_code == 422
    assert [item["form"].errors for item in empty.context["items"]] == [{"note": ["请填写内容"]}]
    late = judged(client, matter, "short", note="没说带什么材料", call_back_at="2026-04-13T09:00")
    assert late.status_code == 422
    assert SampleCheck.objects.of(home.community).count() == 0
    assert judged(client, matter, "short", note="没说带什么材料", call_back_at="2026-04-13T15:00").status_code == 302
    call = Call.objects.of(home.community).get()
    assert (call.matter, call.promised_at, call.phone_tail) == (matter, NOW.replace(hour=15), "1234")
    matter.refresh_from_db()
    assert (matter.state, matter.to_sample) == ("closed", False)


def test_wrong_opens_it_again(home: Cast, as_: SignIn):
    matter = drawn(home)
    assert judged(as_("secretary"), matter, "wrong", note="窗口已经搬了").status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.at_once, matter.result) == ("accepted", False, "")
    assert SampleCheck.objects.of(home.community).get().note == "窗口已经搬了"


def test_nobody_judges_their_own_answer(home: Cast, as_: SignIn):
    matter = drawn(home, who="committee")
    assert matter.title not in as_("committee").get(URL).content.decode().split("<aside")[0].split("side-column")[0]
    assert judged(as_("committee"), matter, "right").status_code == 422
    with pytest.raises(Refusal):
        matters.sample_ok(matter, by=home.access("committee"), at=NOW)
    assert SampleCheck.objects.of(home.community).count() == 0
    assert as_("operator").get(URL).status_code == 403


def test_a_month_by_category_and_never_by_person(home: Cast, as_: SignIn):
    client = as_("secretary")
    for verdict in ("right", "right", "wrong"):
        judged(client, drawn(home), verdict, note="说明")
    rows = samples.month_of(home.community, NOW.date().replace(day=1))
    assert [(row.category, row.right, row.short, row.wrong, row.judged) for row in rows] == [
        ("路灯", 2, 0, 1, 3), ("*", 2, 0, 1, 3),
    ]
    page = client.get(URL).content.decode()
    assert "2/3" in page and "王接线" not in page
    assert samples.month_of(home.community, NOW.date().replace(month=3, day=1)) == []
