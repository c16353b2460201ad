"""知识卡: found while somebody types, kept up by their owner, with who changed what."""

from datetime import date

import pytest

from huijia.kernel.accounts.due import sections_for
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.serve.hotline import actions, seeds
from huijia.serve.hotline.models import KnowledgeCard
from tests.cast import Cast, cast
from tests.serve.hotline.conftest import NOW, SignIn, count_queries

URL = "/desk/hotline/cards/"


def card(home: Cast, question: str = "医保报销怎么办", **more: object) -> KnowledgeCard:
    draft = actions.CardDraft(question, "带身份证到医保窗口办。", **more)  # type: ignore[arg-type]
    return actions.add_card(draft, by=home.access("secretary"))


def test_found_beside_the_form_while_typing(home: Cast, as_: SignIn):
    card(home, ask_back="门诊还是住院？")
    card(home, "路灯不亮")
    client = as_("operator")
    assert 'hx-post="/desk/hotline/cards/beside/"' in client.get("/desk/intake/").content.decode()
    page = client.post(f"{URL}beside/", {"text": "老人问医保报销的事"}).content.decode()
    assert "医保报销怎么办" in page and "路灯不亮" not in page
    assert 'data-phrase="带身份证到医保窗口办。" data-into="f_result"' in page and "门诊还是住院？" in page
    assert client.post(f"{URL}beside/", {"text": "x"}).content.decode().strip() == ""


def test_the_nearest_card_comes_first(home: Cast, as_: SignIn):
    card(home)
    for question in ("高龄津贴怎么办", "居住证明怎么办", "残疾人证怎么办"):
        card(home, question)
    beside = as_("operator").post(f"{URL}beside/", {"text": "老人问医保报销怎么办"}).context["beside"]
    assert (beside.cards[0].question, len(beside.cards)) == ("医保报销怎么办", 3)


def test_searched_and_grouped(home: Cast, as_: SignIn):
    card(home, category=home.lamps)
    page = as_("operator").get(f"{URL}?q=医保").content.decode()
    assert "医保报销怎么办" in page and "路灯" in page


def test_who_changed_what_is_kept(home: Cast, as_: SignIn):
    row, client = card(home), as_("secretary")
    typed = {
        "uuid": str(row.uuid), "version": "1", "question": row.question, "answer": "带医保卡到窗口办。", "category": "",
        "valid_until": "2026-12-31", "owner": str(home.posts["operator"].pk), "link": "https://example.org/yb",
    }
    for _press in range(2):
        assert client.post(f"{URL}{row.pk}/change/", typed).status_code == 302
    assert Entry.objects.filter(kind="hotline.card_changed").count() == 1
    assert client.post(f"{URL}{row.pk}/change/", {**typed, "answer": "别的话"}).status_code == 409
    page = client.get(f"{URL}{row.pk}/").content.decode()
    assert "改知识卡“医保报销怎么办”：答法、有效期、负责人、链接" in page and "周书文" in page
    bad = client.post(f"{URL}{row.pk}/change/", {**typed, "version": "2", "link": "javascript:alert(1)"})
    assert bad.status_code == 422
    assert bad.context["form"].errors["link"] == ["链接应以 http:// 或 https:// 开头"]


def test_past_its_date_its_owner_is_told(home: Cast, as_: SignIn):
    card(home, valid_until=date(2026, 4, 12), owner=home.posts["operator"])
    card(home, "路灯不亮", valid_until=date(2026, 4, 12))

    def told(who: str) -> list[str]:
        rows = [row.title for part in sections_for(home.access(who), NOW) for row in part.rows]
        return [title for title in rows if title.startswith("知识卡")]

    assert told("operator") == ["知识卡过期：医保报销怎么办"]
    assert told("secretary") == ["知识卡过期：路灯不亮"]
    assert "已过有效期" in as_("operator").get(f"{URL}?show=past").content.decode()


def test_samples_come_once_and_are_marked_until_somebody_read_them_over(home: Cast, as_: SignIn):
    client = as_("secretary")
    for _press in range(2):
        client.post(f"{URL}seed/")
    rows = KnowledgeCard.objects.of(home.community)
    assert (rows.count(), rows.filter(is_sample=True).count()) == (len(seeds.CARDS), len(seeds.CARDS))
    assert "示例，请核对" in client.get(URL).content.decode()
    row = rows.order_by("pk")[0]
    typed = {"uuid": str(row.uuid), "version": "1", "question": row.question, "answer": row.answer,
             "ask_back": row.ask_back, "category": ""}
    client.post(f"{URL}{row.pk}/change/", typed)
    row.refresh_from_db()
    assert row.is_sample is False
    assert Entry.objects.filter(kind="hotline.card_read_over").count() == 1


def test_a_retired_card_is_no_longer_found(home: Cast, as_: SignIn):
    row = card(home)
    for _press in range(2):
        as_("secretary").post(f"{URL}{row.pk}/retire/")
    assert Entry.objects.filter(kind="hotline.card_retired").count() == 1
    assert as_("operator").post(f"{URL}beside/", {"text": "医保报销"}).content.decode().strip() == ""


def test_the_list_takes_the_same_statements_however_long(home: Cast, as_: SignIn):
    card(home)
    client = as_("operator")
    few = count_queries(client, URL)
    actions.plant_cards(home.access("secretary"))
    assert count_queries(client, URL) <= few


def test_another_community_and_who_only_reads(home: Cast, as_: SignIn):
    theirs = card(cast("乙社区"))
    assert as_("operator").get(f"{URL}{theirs.pk}/").status_code == 404
    assert as_("operator").get(f"{URL}add/").status_code == 403
    assert as_("worker").get(URL).status_code == 403
    with pytest.raises(Refusal):
        actions.add_card(actions.CardDraft("问", "答"), by=home.access("operator"))
