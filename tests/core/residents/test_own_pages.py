"""我的: my matters without codes, what the roster says of me, what I agreed to, where I am signed in."""

from datetime import timedelta

from django.test import Client

from huijia.core.people.models import Person
from huijia.core.residents.models import ResidentLogin
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy.models import Consent, Request
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.core.residents.conftest import entered, last_code

ME = "/me/"
CODES = 30


def by_phone(phone: str = "13800001234") -> Client:
    client = Client()
    client.post("/me/login/send/", {"phone": phone})
    assert client.post("/me/login/check/", {"code": last_code()}).status_code == 303
    return client


def test_my_matters_open_without_a_code(home: Cast) -> None:
    mine = home.handled_matter("路灯不亮了", phone="13800001234")
    other = home.handled_matter("别人的事", phone="13811112222")
    client = entered(home)
    assert "路灯不亮了" in client.get(ME).content.decode()
    assert client.get(f"/me/matters/{mine.ticket}/").headers["Location"] == f"/progress/{mine.ticket}/"
    assert client.get(f"/progress/{mine.ticket}/").status_code == 200
    assert client.get(f"/me/matters/{other.ticket}/").status_code == 404
    assert client.get(f"/progress/{other.ticket}/").status_code == 303


def test_sensitive_matters_of_a_shared_phone_still_need_their_code(home: Cast) -> None:
    from huijia.core.matters import actions as matters

    secret = home.raise_matter("家里的事", phone="13800001234")
    matters.accept(secret, category=home.disputes, by=home.access("operator"), at=MONDAY)
    client = entered(home)
    assert "家里的事" not in client.get("/me/matters/").content.decode()
    assert client.get(f"/me/matters/{secret.ticket}/").status_code == 404


def test_reported_while_signed_in_without_a_number(home: Cast) -> None:
    client = entered(home)
    page = client.get(f"/report/?c={home.community.slug}").content.decode()
    assert 'value="赵明明"' in page
    client.post(f"/report/?c={home.community.slug}", {"text": "树倒了", "nature": "help", "place": "村口"})
    assert "树倒了" in client.get(ME).content.decode()
    entry = Entry.objects.get(kind="matters.registered")
    assert (entry.actor_kind, entry.actor_label, entry.for_label) == ("reporter", "居民 赵*", "")


def test_many_matters_in_pages_with_few_statements(home: Cast, django_assert_max_num_queries) -> None:
    for number in range(25):
        home.raise_matter(f"事{number}", phone="13800001234")
    client = entered(home)
    with django_assert_max_num_queries(12):
        text = client.get("/me/matters/").content.decode()
    assert "事24" in text and "事4<" not in text and "before=" in text


def test_what_the_roster_says_masked(home: Cast) -> None:
    text = entered(home).get("/me/data/").content.decode()
    assert "赵明明" in text and "138****1234" in text and "傅家组12号" in text
    assert "13800001234" not in text


def test_a_phone_alone_is_tied_with_the_name(home: Cast, sms: list) -> None:
    with clock.frozen(MONDAY):
        client = by_phone()
        assert "赵明明" not in client.get("/me/data/").content.decode()
        client.post("/me/data/tie/", {"name": "赵大"})
        assert ResidentLogin.objects.everywhere().get().person is None
        client.post("/me/data/tie/", {"name": "赵明明"})
        assert "傅家组12号" in client.get("/me/data/").content.decode()
    login = ResidentLogin.objects.everywhere().get()
    assert (login.person, login.user.name) == (home.resident, "赵*")


def test_names_cannot_be_tried_on(home: Cast, sms: list) -> None:
    with clock.frozen(MONDAY):
        client = by_phone()
        for number in range(5):
            client.post("/me/data/tie/", {"name": f"赵{number}"})
        client.post("/me/data/tie/", {"name": "赵明明"})
    assert ResidentLogin.objects.everywhere().get().person is None


def test_two_of_one_name_and_number_are_not_guessed(home: Cast, sms: list) -> None:
    double = Person.objects.of(home.community).get(pk=home.resident.pk)
    double.pk = None
    double.save()
    with clock.frozen(MONDAY):
        client = by_phone()
        client.post("/me/data/tie/", {"name": "赵明明"})
    assert ResidentLogin.objects.everywhere().get().person is None


def test_who_has_a_login_already_goes_on_with_that(home: Cast, sms: list) -> None:
    entered(home)
    with clock.frozen(MONDAY):
        client = by_phone()
        client.post("/me/data/tie/", {"name": "赵明明"})
        assert client.get(ME).status_code == 200
    login = ResidentLogin.objects.everywhere().get(closed_at=None)
    assert (login.person, login.phone) == (home.resident, "13800001234")


def test_asking_for_a_correction(home: Cast) -> None:
    client = entered(home)
    assert client.post("/me/data/", {"kind": "correct", "text": ""}).status_code == 422
    assert client.post("/me/data/", {"text": "x"}).status_code == 422
    assert client.post("/me/data/", {"kind": "correct", "text": "门牌错了"}).status_code == 303
    row = Request.objects.everywhere().get()
    assert (row.subject_type, row.subject_id, row.name, row.channel) == ("person", home.resident.pk, "赵明明", "own")
    assert "更正" in client.get("/me/data/").content.decode()


def test_coming_in_is_a_consent_and_withdrawing_it_closes_the_login(home: Cast) -> None:
    client, elsewhere = entered(home), entered(home)
    row = Consent.objects.everywhere().get()
    assert (row.purpose, row.channel, row.text.version) == ("login", "own", 1)
    assert "居民登录" in client.get("/me/consents/").content.decode()
    assert client.post(f"/me/consents/{row.pk}/withdraw/").headers["Location"] == "/"
    assert client.get(ME).headers["Location"] == "/me/login/"
    assert elsewhere.get(ME).headers["Location"] == "/me/login/"
    assert ResidentLogin.objects.everywhere().get().closed_at is not None


def test_nobody_elses_consent(home: Cast) -> None:
    entered(home)
    row = Consent.objects.everywhere().get()
    assert entered(home, phone="13811112222").post(f"/me/consents/{row.pk}/withdraw/").status_code == 404


def test_where_i_am_signed_in_and_out_of_there(home: Cast) -> None:
    here, there = entered(home), entered(home)
    text = here.get("/me/where/").content.decode()
    assert text.count("让它退出") == 1
    pk = there.session["sign_in"]
    assert entered(home, phone="13811112222").post(f"/me/where/{pk}/end/").status_code == 404
    assert here.post(f"/me/where/{pk}/end/").status_code == 303
    assert there.get(ME).headers["Location"] == "/me/login/"
    assert here.get(ME).status_code == 200


def test_not_my_phone(home: Cast) -> None:
    mine = home.handled_matter("路灯不亮了", phone="13800001234")
    client = entered(home)
    client.get(f"/me/matters/{mine.ticket}/")
    assert client.post("/me/leave/").headers["Location"] == "/me/login/"
    assert client.get(f"/progress/{mine.ticket}/").status_code == 303
    assert client.get(ME).headers["Location"] == "/me/login/"


def test_staff_pages_are_closed_to_residents(home: Cast) -> None:
    client = entered(home)
    for page in ("/desk/", "/accounts/roles/", "/accounts/password/", "/accounts/me/", "/desk/matters/"):
        assert client.get(page).status_code == 403
    assert client.get("/accounts/").headers["Location"] == ME
    assert client.get("/accounts/login/").status_code == 200


def test_a_resident_is_not_among_the_staff(home: Cast) -> None:
    from huijia.kernel.accounts.queries import users_of

    entered(home)
    assert not users_of(home.community).filter(is_resident=True).exists()


def test_elsewhere_they_are_a_passer_by(home: Cast) -> None:
    client, other = entered(home), cast("乙社区")
    client.post(f"/report/?c={other.community.slug}", {"text": "别处的事", "nature": "help", "place": "路口"})
    entry = Entry.objects.get(kind="matters.registered")
    assert (entry.actor_label, entry.actor_id) == ("居民", None)


def test_after_many_days_without_use_it_still_lasts(home: Cast) -> None:
    with clock.frozen(MONDAY) as standing:
        client = entered(home)
        standing.move(timedelta(days=CODES))
        assert client.get(ME).status_code == 200
