"""What the roster keeps of one person, told to the app that answers people's own requests."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people.enums import KeyGroup
from huijia.core.people.findable import PERSON
from huijia.core.people.models import HouseholdMember, Person, Residence
from huijia.core.people.queries import person_id_number, person_phone
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.privacy.registry import (
    Activity,
    Directory,
    Holding,
    Subject,
    register_activity,
    register_directory,
    register_holdings,
)
from huijia.kernel.search import queries as search
from huijia.lib.masks import mask_name

MOST = 200


def register() -> None:
    register_directory(PERSON, Directory(search_people, label_of))
    register_holdings(
        Holding("person", gettext_lazy("居民登记"), person_rows),
        Holding("homes", gettext_lazy("家庭和住处"), home_rows),
    )
    register_activity(
        Activity(
            "roster", gettext_lazy("居民和住户登记"),
            gettext_lazy("知道社区里住着谁，有事找得到人，帮得上需要帮助的人"),
            gettext_lazy("居民委员会履行职责所必需；重点类别等敏感信息仅限有职责的人"),
            gettext_lazy(
                "姓名、性别、出生日期、证件号(加密)、电话(加密)、住址、家庭关系、户籍、文化程度、就业、重点类别"
            ),
            gettext_lazy("住在本社区期间；迁出或去世后按档案规定"),
            gettext_lazy("书记、两委成员、值班员；网格员和中心户只看自己联系的户"),
        )
    )


def search_people(access: Access, text: str) -> list[tuple[Subject, str]]:
    """By name, initials or the tail of the number; nothing for who may not see people."""
    if not access.may("people.view"):
        return []
    hits = search.find(access, text, kinds=[PERSON], limit=20)
    return [((PERSON, hit.object_id), hit.title) for hit in hits]


def label_of(community: Community, number: int) -> str:
    """The masked name; "" for nobody of this community."""
    person = Person.objects.of(community).filter(pk=number).only("name").first()
    return mask_name(person.name) if person else ""


def person_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    if subject[0] != PERSON:
        return []
    rows = Person.objects.of(community).filter(pk=subject[1])
    return [_told(person) for person in rows]


def _told(person: Person) -> dict[str, Any]:
    return {
        _("姓名"): person.name, _("性别"): person.get_sex_display(), _("出生日期"): person.born_on,
        _("证件类型"): person.get_id_kind_display(), _("证件号"): person_id_number(person),
        _("电话"): person_phone(person), _("民族"): person.ethnicity, _("文化程度"): person.education,
        _("政治面貌"): person.get_politics_display(), _("户籍地址"): person.registered_address,
        _("人户状态"): person.get_register_status_display(), _("就业"): person.employment,
        _("重点类别"): "、".join(str(KeyGroup(code).label) for code in person.key_groups if code in KeyGroup.values),
        _("备注"): person.note, _("更新日期"): person.updated_on,
    }


def home_rows(community: Community, subject: Subject) -> list[dict[str, Any]]:
    if subject[0] != PERSON:
        return []
    members = HouseholdMember.objects.of(community).filter(person_id=subject[1]).select_related("household")
    found: list[dict[str, Any]] = []
    for member in members.order_by("starts_on", "pk")[:MOST]:
        homes = Residence.objects.of(community).filter(household=member.household).select_related("dwelling")
        addresses = "；".join(row.dwelling.address for row in homes.order_by("starts_on", "pk")[:MOST])
        found.append({
            _("户号"): member.household.number, _("与户主关系"): member.relation, _("自"): member.starts_on,
            _("至"): member.ends_on, _("住处"): addresses,
        })
    return found
