"""本社区约定: saved one by one in the ledger, refused beside the field, never undone by an old page."""

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from huijia.doors.desk.forms.agreed import CHOICES, AgreedForm
from huijia.kernel.communities import actions, options
from huijia.kernel.communities.models import Option
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries, signed_in

URL = "/desk/options/"


def typed(home: Cast, **changes: Any) -> dict[str, Any]:
    """The page as a browser would send it back, with `changes`."""
    form = AgreedForm(access=home.access("secretary"))
    sent: dict[str, Any] = {}
    for section in form.sections({}):
        for line in section.lines:
            sent[f"was-{line.spec.key}"] = line.was
            value = line.bound.value()
            if line.spec.key in CHOICES:  # a browser sends ticked boxes in the order in which they stand
                value = [code for code, _label in CHOICES[line.spec.key] if code in value]
            sent[line.spec.key] = value
    return sent | changes


def changes_of(home: Cast) -> list[tuple[str, Any, Any]]:
    rows = Entry.objects.filter(kind="communities.option_set", community_id=home.community.pk).order_by("id")
    return [(row.data["key"], row.data["old"], row.data["new"]) for row in rows]


def test_every_option_is_on_the_page_once(home: Cast, as_: SignIn):
    page = as_("secretary").get(URL).content.decode()

    assert "下面都是本社区约定，不是法律规定" in page
    for key, spec in options.SPECS.items():
        assert page.count(f'name="was-{key}"') == (1 if spec.listed else 0), key


def test_posts_are_shown_by_name_and_not_by_code(home: Cast, as_: SignIn):
    page = as_("secretary").get(URL).content.decode()

    assert set(CHOICES) == {"responsible_kinds", "claim_kinds", "duty_kinds"}
    assert page.count("党员中心户") >= 2
    assert ">member_household<" not in page


def test_one_entry_for_each_change(home: Cast, as_: SignIn):
    sent = typed(home, help_days="7", yellow_share="30", responsible_kinds=["secretary", "committee", "grid_head"])
    answer = as_("secretary").post(URL, sent, follow=True)

    assert answer.redirect_chain == [(reverse("desk:options"), 302)]
    assert changes_of(home) == [
        ("help_days", 5, 7), ("yellow_share", 0.25, 0.3),
        ("responsible_kinds", ["secretary", "committee"], ["secretary", "committee", "grid_head"]),
    ]
    page = answer.content.decode()
    assert "求助时限：7 个工作日；剩余多少时亮黄灯：30%；哪些职务可任责任人：书记、两委成员、网格长" in page
    assert "通常是 5 个工作日" in page
    assert page.count("周书文 ") >= 3


def test_nothing_changed_writes_nothing(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, typed(home), follow=True)

    assert "没有改动" in answer.content.decode()
    assert changes_of(home) == []


def test_sent_twice_is_saved_once(home: Cast, as_: SignIn):
    sent = typed(home, help_days="7")
    client = as_("secretary")
    client.post(URL, sent)
    again = client.post(URL, sent)

    assert again.status_code == 302
    assert changes_of(home) == [("help_days", 5, 7)]


def test_a_wrong_value_stands_beside_its_field_and_nothing_is_saved(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, typed(home, help_days="0", consult_days="3"))

    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.errors == {"help_days": ["应在 1 到 250 之间"]}
    page = answer.content.decode()
    assert 'value="0"' in page and 'value="3"' in page
    assert changes_of(home) == []
    assert options.get(home.community, "consult_days") == 1


def test_no_number_at_all(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, typed(home, help_days="五天", yellow_share="130"))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"help_days", "yellow_share"}
    assert "五天" in answer.content.decode()


def test_somebody_must_be_able_to_be_responsible(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, typed(home, responsible_kinds=[]))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"responsible_kinds": ["不能空着"]}


def test_the_day_may_move_past_the_old_closing_time(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, typed(home, office_opens="18:00", office_closes="22:00"))

    assert answer.status_code == 302
    assert (options.get(home.community, "office_opens"), options.get(home.community, "office_closes")) == (
        "18:00", "22:00",
    )


def test_opening_after_closing_is_refused(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, typed(home, office_opens="18:00"))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"office_opens": ["上班时间应早于下班时间。"]}


def test_an_older_page_takes_nothing_back(home: Cast, as_: SignIn):
    sent = typed(home, consult_days="2")
    actions.set_option(home.community, "help_days", 7, by=home.access("secretary"))
    answer = as_("secretary").post(URL, sent)

    assert answer.status_code == 302
    assert options.get(home.community, "help_days") == 7
    assert options.get(home.community, "consult_days") == 2


def test_two_who_change_the_same_option_see_each_other(home: Cast, as_: SignIn):
    sent = typed(home, help_days="6")
    actions.set_option(home.community, "help_days", 7, by=home.access("secretary"))
    answer = as_("secretary").post(URL, sent)

    assert answer.status_code == 409
    assert answer.context["form"].errors == {"help_days": ["刚才有人改成了“7 个工作日”，请看过再定"]}
    assert options.get(home.community, "help_days") == 7
    page = answer.content.decode()
    assert 'value="6"' in page
    fresh = {line.spec.key: line.was for section in answer.context["sections"] for line in section.lines}
    assert fresh["help_days"] == json.dumps(7)
    assert as_("secretary").post(URL, sent | {"was-help_days": "7"}).status_code == 302


def test_phrases_are_one_to_a_line(home: Cast, as_: SignIn):
    as_("secretary").post(URL, typed(home, phrases="已看过。\r\n\r\n  明天上门。 "))

    assert options.get(home.community, "phrases") == ["已看过。", "明天上门。"]


def test_wrong_method(home: Cast, as_: SignIn):
    assert as_("secretary").put(URL).status_code == 405


def test_wrong_role(home: Cast, as_: SignIn):
    for who in ("committee", "operator", "worker", "leader", "neighbour", "street", "auditor"):
        assert as_(who).get(URL).status_code == 403, who
        assert as_(who).post(URL, {"help_days": "9"}).status_code == 403, who
    assert Client().get(URL).status_code == 302
    assert Option.objects.of(home.community).count() == 0


def test_the_administrator_may(home: Cast, as_: SignIn):
    assert as_("admin").get(URL).status_code == 200


def test_another_community_keeps_its_own(home: Cast):
    other = cast("乙社区")
    signed_in(other, "secretary").post(URL, typed(other, help_days="9"))

    assert options.get(other.community, "help_days") == 9
    assert options.get(home.community, "help_days") == 5
    assert changes_of(home) == []


def test_the_statements_do_not_grow_with_the_changes(home: Cast, as_: SignIn):
    client, by = as_("secretary"), home.access("secretary")
    actions.set_option(home.community, "help_days", 6, by=by)
    count_queries(client, URL)
    few = count_queries(client, URL)
    for value in range(7, 20):
        actions.set_option(home.community, "help_days", value, by=by)
        actions.set_option(home.community, "consult_days", value, by=by)
    count_queries(client, URL)

    assert few == count_queries(client, URL) == 7
