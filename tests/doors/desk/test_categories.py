"""事项类别: adding, changing and retiring them, and who is named first when a matter of one is assigned."""

from huijia.core.matters.models import Category
from huijia.kernel.ledger.models import Entry
from tests.cast import Cast, cast
from tests.doors.desk.conftest import SignIn, count_queries

URL = "/desk/options/categories/"
NEW = {"name": "河长巡查", "limit": "3", "unit": "working_days", "is_claimable": "on"}


def of(home: Cast, name: str) -> Category:
    return Category.objects.of(home.community).get(name=name)


def again(row: Category, **changed: str) -> dict[str, str]:
    return {**NEW, "name": row.name, "is_active": "on", "version": str(row.version)} | changed


def test_a_new_root_follows_the_last(home: Cast, as_: SignIn):
    roots = Category.objects.of(home.community).filter(parent=None).order_by("code")
    last = roots.values_list("code", flat=True).last()
    answer = as_("secretary").post(URL, NEW, follow=True)

    assert "「河长巡查」已保存，新登记的事项照此办。" in answer.content.decode()
    row = of(home, "河长巡查")
    assert (row.code, row.limit, row.unit, row.parent) == (f"{int(last or 0) + 1:02d}", 3, "working_days", None)
    assert Entry.objects.get(kind="matters.category_saved").data["name"] == "河长巡查"


def test_one_under_a_root(home: Cast, as_: SignIn):
    as_("secretary").post(URL, NEW)
    root = of(home, "河长巡查")
    as_("secretary").post(URL, NEW | {"name": "排污口", "parent": str(root.pk)})
    as_("secretary").post(URL, NEW | {"name": "漂浮物", "parent": str(root.pk)})

    assert (of(home, "排污口").code, of(home, "漂浮物").code) == (f"{root.code}01", f"{root.code}02")


def test_the_same_name_beside_it_is_refused(home: Cast, as_: SignIn):
    client = as_("secretary")
    client.post(URL, NEW)
    answer = client.post(URL, NEW)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"name": ["这里已有同名的类别"]}
    assert Category.objects.of(home.community).filter(name="河长巡查").count() == 1


def test_a_retired_one_is_no_longer_offered(home: Cast, as_: SignIn):
    client = as_("secretary")
    client.post(URL, NEW)
    row = of(home, "河长巡查")
    values = again(row)
    del values["is_active"]
    client.post(f"{URL}{row.pk}/", values)

    assert not of(home, "河长巡查").is_active
    assert "已停用" in client.get(URL).content.decode()
    assert "河长巡查" not in client.get("/desk/intake/").content.decode()


def test_two_at_once(home: Cast, as_: SignIn):
    client = as_("secretary")
    client.post(URL, NEW)
    row = of(home, "河长巡查")
    first = client.post(f"{URL}{row.pk}/", again(row, name="河长"))
    second = client.post(f"{URL}{row.pk}/", again(row, name="塘长"))

    assert (first.status_code, second.status_code) == (302, 409)
    assert of(home, "河长").version == 2
    assert "塘长" in second.content.decode()


def test_the_usual_owner_is_chosen_first(home: Cast, as_: SignIn):
    client, post = as_("secretary"), home.posts["committee"]
    client.post(URL, NEW | {"owner": str(post.pk)})
    matter = home.raise_matter("河里有油污", category=of(home, "河长巡查"))
    page = client.get("/desk/meeting/").content.decode()

    assert f'<option value="{post.pk}" selected>' in page
    assert matter.category == of(home, "河长巡查")


def test_a_limit_that_cannot_be(home: Cast, as_: SignIn):
    answer = as_("secretary").post(URL, NEW | {"limit": "0"})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"limit": ["应在 1 到 365 之间"]}


def test_others_may_not(home: Cast, as_: SignIn):
    assert [as_(who).post(URL, NEW).status_code for who in ("committee", "operator", "worker", "street")] == [403] * 4


def test_another_community(home: Cast, as_: SignIn):
    row = Category.objects.of(cast("乙社区").community).first()
    assert row is not None
    assert as_("secretary").get(f"{URL}{row.pk}/").status_code == 404


def test_queries_do_not_grow(home: Cast, as_: SignIn):
    client = as_("secretary")
    client.get(URL)  # the first one looks up what is kept between requests
    few = count_queries(client, URL)
    for number in range(8):
        client.post(URL, NEW | {"name": f"类别{number}"})
    client.get(URL)  # the messages of the eight

    assert count_queries(client, URL) == few
