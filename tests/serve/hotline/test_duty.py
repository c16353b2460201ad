"""Who is on duty: on the first pages of the staff by name, at the doors by post and number only."""

from datetime import timedelta

from django.test import Client

from huijia.kernel.communities import actions as communities
from huijia.lib import clock
from huijia.serve.hotline.enums import ShiftKind
from huijia.serve.hotline.queries import roster as queries
from tests.cast import Cast
from tests.serve.hotline.conftest import NOW, SignIn, shift, signed_in

EVENING = NOW + timedelta(hours=9)


def night(home: Cast) -> None:
    shift(home, "committee", starts="17:30", ends="08:30", phone="13900000009", kind=ShiftKind.AFTER)


def test_the_first_pages_say_who_is_on(home: Cast, as_: SignIn):
    shift(home)
    night(home)
    for who in ("operator", "secretary"):
        page = as_(who).get("/desk/").content.decode()
        assert "热线值班" in page and "王接线(值班员)" in page and "吴卫民(两委成员)" in page


def test_nobody_on_is_said_in_red(home: Cast, as_: SignIn):
    assert "现在没有人值班" in as_("operator").get("/desk/").content.decode()


def test_residents_see_post_and_number_only_while_the_office_is_closed(home: Cast):
    night(home)
    door = f"/d/{home.plate.token}/" if Client().get(f"/d/{home.plate.token}/").status_code == 200 else None
    address = door or f"/door/{home.plate.token}/"
    assert "现在是值班时间" not in Client().get("/").content.decode()
    with clock.frozen(EVENING):
        for page in (Client().get("/"), Client().get(address)):
            text = page.content.decode()
            assert "现在是值班时间，由值班的两委成员接听" in text
            assert "tel:13900000009" in text and "吴卫民" not in text


def test_without_a_number_residents_are_told_nothing(home: Cast):
    shift(home, "committee", starts="17:30", ends="08:30", kind=ShiftKind.AFTER)
    assert queries.for_residents(home.community, EVENING) is None


def test_switched_off_it_is_not_there(home: Cast, as_: SignIn):
    night(home)
    communities.set_option(home.community, "modules_off", ["hotline"], by=home.access("secretary"))
    assert queries.for_residents(home.community, EVENING) is None
    assert as_("operator").get("/desk/hotline/").status_code == 404
    assert "热线值班台" not in as_("operator").get("/desk/").content.decode()


def test_the_desk_shows_what_waits(home: Cast, as_: SignIn):
    shift(home)
    home.raise_matter("村口路灯三天不亮了", at=NOW)
    with clock.frozen(EVENING):
        assert "今天热线新来的" in signed_in(home, "operator").get("/desk/hotline/").content.decode()
